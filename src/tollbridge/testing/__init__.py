"""For authors of connectors: golden cases, and the contract suite that every connector passes.

    from pathlib import Path
    from tollbridge.testing import check_connector

    def test_acme():
        check_connector("acme", Path("golden"))

or a test for each rule: `pytest.mark.parametrize("rule", RULES)`, `assert not list(rule(subject("acme", folder)))`.
`python -m tollbridge.testing --update golden/acme` writes what the connector does into its cases.
"""

from __future__ import annotations

from tollbridge.testing.golden import Case, Subject, differences, load, replay, subject
from tollbridge.testing.shape import account_differences
from tollbridge.testing.suite import RULES, WEBHOOK_RULES, Rule, check_connector

__all__ = ["RULES", "WEBHOOK_RULES", "Case", "Rule", "Subject", "account_differences", "check_connector",
           "differences", "load", "replay", "subject"]
