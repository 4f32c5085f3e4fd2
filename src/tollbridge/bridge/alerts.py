"""All kinds of alerts that the bridge can raise, in one place: mypy takes no other where one is raised, and each has
its section in docs/how-to/alerts.md (tests/bridge/test_alerts.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

from msgspec import Struct

RUNBOOKS = "docs/how-to/alerts.md"

Told = Literal["manual", "exhausted", "poisoned", "forged", "account_paused", "undelivered", "endpoint_gone",
               "forged_webhook", "retries_full"]
"""Told on `tollbridge.alerts.<kind>`, counted in tollbridge_bridge_alerts_total, and logged."""
Logged = Literal["audit_refused", "audit_chain", "unreadable_record"]
"""In the log alone, as `alert=<kind>`: what cannot be written to NATS, or would be told with each look."""

MANUAL: Final = "manual"
EXHAUSTED: Final = "exhausted"
POISONED: Final = "poisoned"
FORGED: Final = "forged"
ACCOUNT_PAUSED: Final = "account_paused"
UNDELIVERED: Final = "undelivered"
ENDPOINT_GONE: Final = "endpoint_gone"
FORGED_WEBHOOK: Final = "forged_webhook"
RETRIES_FULL: Final = "retries_full"
AUDIT_REFUSED: Final = "audit_refused"
AUDIT_CHAIN: Final = "audit_chain"
UNREADABLE_RECORD: Final = "unreadable_record"

NOW, TODAY = "now", "today"


class Kind(Struct, frozen=True):
    """`urgency` is NOW for what a person is woken for, TODAY for what can wait for the morning."""

    urgency: str
    means: str


KINDS: Mapping[str, Kind] = {
    MANUAL: Kind(NOW, "nobody knows whether money moved"),
    EXHAUSTED: Kind(NOW, "no worker has ended an operation, or read a webhook, however often it came"),
    POISONED: Kind(TODAY, "a message that is no operation, or a webhook that cannot be read"),
    FORGED: Kind(NOW, "a message or a record that does not prove itself"),
    ACCOUNT_PAUSED: Kind(NOW, "the processor does not take an account's credentials"),
    UNDELIVERED: Kind(TODAY, "a merchant's server has not taken an event, for days"),
    ENDPOINT_GONE: Kind(TODAY, "a merchant's server said 410: it gets nothing more"),
    FORGED_WEBHOOK: Kind(TODAY, "a webhook that the processor does not vouch for"),
    RETRIES_FULL: Kind(NOW, "the stream of planned attempts is nearly full: the first ones will be lost"),
    AUDIT_REFUSED: Kind(NOW, "the audit trail takes nothing, so nothing is acknowledged"),
    AUDIT_CHAIN: Kind(NOW, "the audit trail is not as it was written"),
    UNREADABLE_RECORD: Kind(TODAY, "a record that no worker of ours wrote"),
}
TOLD: tuple[str, ...] = get_args(Told)
LOGGED: tuple[str, ...] = get_args(Logged)


def runbook(kind: str) -> str:
    """Where it stands what to do."""
    return f"{RUNBOOKS}#{kind}"
