"""A check of our own for schemathesis, which finds it by SCHEMATHESIS_HOOKS: each 5xx is a problem with a name."""

from __future__ import annotations

from typing import Any

import schemathesis

NAMED = {"OUTCOME_UNKNOWN", "NOT_SENT", "UNREACHABLE", "OVERLOADED", "NOT_FORWARDED"}


@schemathesis.check
def only_named_server_errors(ctx: Any, response: Any, case: Any) -> None:
    """In place of `not_a_server_error`: an unknown outcome is 500 on purpose."""
    if response.status_code >= 500:
        told = response.json()
        assert told["code"] in NAMED, told
        assert told["code"] != "OUTCOME_UNKNOWN" or told["advice"], told
