"""fraud-export.md: the columns of `tollbridge export fraud`."""

from __future__ import annotations

from tollbridge.bridge.fraud.columns import VERSION, described
from tools.docs.markdown import page, table


def fraud_export() -> str:
    return page(
        "Columns of the export for fraud",
        f"Of `tollbridge export fraud` ([how](../how-to/export-for-fraud.md)), version `{VERSION}`: each row says it "
        "in `schema`. Columns may be added under the same version: read them by name. One that goes, or means "
        "something else, makes another version. JSON lines leave out what is not known; in CSV it is the empty text, "
        "and text that a spreadsheet would take for a formula has a `'` before it.",
        table(("column", "type", "what"), ((f"`{name}`", kind, about) for name, kind, about in described())))
