"""Writes docs/generated/ from the connectors, their golden cases and the tables of the domain; config/example.toml.

`connectors/<name>.md` is one connector, `capabilities.md` what each does, `coverage.md` how well that is vouched for,
`declines.md` the unified decline codes, `cli.md` the command line; beside them docs/reference/bridge-messages.md.
`--check` writes nothing and exits 1 where a committed page is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # run as a script, only its own folder is there

from tollbridge import catalog  # noqa: E402
from tollbridge.testing import Subject, subject  # noqa: E402
from tools.docs.bridge_page import bridge_messages  # noqa: E402
from tools.docs.cli_page import cli  # noqa: E402
from tools.docs.connector_page import connector_page  # noqa: E402
from tools.docs.declines_page import declines  # noqa: E402
from tools.docs.example_config import example_config  # noqa: E402
from tools.docs.fraud_page import fraud_export  # noqa: E402
from tools.docs.overviews import capabilities, coverage  # noqa: E402
from tools.docs.retention_page import retention_page  # noqa: E402

GOLDEN = ROOT / "golden"
OUT = ROOT / "docs" / "generated"
EXAMPLE = "../../config/example.toml"
"""Seen from there: every setting of the service, with what it is for."""
MESSAGES = "../reference/bridge-messages.md"
"""What goes over NATS."""
FRAUD = "../reference/fraud-export.md"
RETENTION = "../reference/retention.md"
ELSEWHERE = (EXAMPLE, MESSAGES, FRAUD, RETENTION)
"""What is not in docs/generated."""


def subjects() -> list[Subject]:
    """The connectors of this project: those of other packages have no cases here."""
    return [subject(name, GOLDEN) for name in catalog.names() if (GOLDEN / name).is_dir()]


def generate(found: Sequence[Subject]) -> dict[str, str]:
    """The text of each page, by its place in docs/generated."""
    return {
        "capabilities.md": capabilities(found), "coverage.md": coverage(found), "declines.md": declines(),
        "cli.md": cli(), EXAMPLE: example_config(), MESSAGES: bridge_messages(), FRAUD: fraud_export(),
        RETENTION: retention_page(),
        **{f"connectors/{its.connector.id}.md": connector_page(its) for its in found}}


def stale(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Pages that are missing, differ, or are there and should not be."""
    there = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.md")}
    there |= {name: (folder / name).read_text() for name in ELSEWHERE if (folder / name).exists()}
    return sorted(name for name in there.keys() | pages.keys() if there.get(name) != pages.get(name))


def main(arguments: Sequence[str]) -> int:
    pages = generate(subjects())
    changed = stale(pages, OUT)
    if "--check" in arguments:
        if changed:
            print("stale, run make docs:", *changed)
        return 1 if changed else 0
    for name in changed:
        path = OUT / name
        if name in pages:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages[name])
        else:
            path.unlink()
    print(f"docs/generated: {len(pages)} pages; changed: {len(changed)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
