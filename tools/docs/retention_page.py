"""retention.md: how long what is kept, from the policy of the code."""

from __future__ import annotations

from tollbridge.bridge import retention
from tollbridge.bridge.records import record_life_s
from tollbridge.bridge.retention import Rule, told
from tollbridge.bridge.routes import FAMILIES
from tollbridge.bridge.streams import MANUAL_DAYS, StreamOptions
from tools.docs.bridge_page import STREAMS
from tools.docs.markdown import page, section, table

EXAMPLE = "paypal"
"""A connector that takes evidence: each of those has a store of its own."""
OTHERS = (
    ("the record of an operation that is over", "by family, above; of one that is MANUAL, or that a person ended: "
     f"{MANUAL_DAYS} days", "the server: a TTL of each message"),
    ("card data and credentials of what is not done", "until it is done, `bridge.sealed_for_s` at most",
     "the worker that ends it; the server"),
    ("files of evidence", "until their operation is over, `bridge.evidence.keep_days` at most; of what was never "
     "submitted a day", "the worker that ends it; the sweeper; the server"),
    ("keys of the day", "longer than what was encrypted under them; erased sooner by `tollbridge keys erase`",
     "the server; you"),
    ("backups", "as long as you keep them: keys that were erased are in older ones", "you"),
    ("logs, metrics, traces", "as long as you keep them: nothing secret is in them", "you"),
)


def retention_page() -> str:
    options = StreamOptions(connectors=(EXAMPLE,), deliveries=True, audit=True, evidence_days=365)
    return page(
        "How long what is kept",
        "Made from the code that makes the streams. `tollbridge compliance check` compares a live server with it "
        "(requirement 3.2.1 of PCI DSS 4.0.1): it fails where a stream keeps longer or shorter, where something is "
        "older than it should be, where records of what is over have no end, where files of evidence have outlived "
        "their operation, and where another stream has a copy of what the bridge stores. An hour is allowed.",
        section("Streams", "In a cluster `PAYMENTS` and `SEALED` have a second of the same kind. Where a setting is "
                "named, it says how long; the others follow from how operations are brought to their end.",
                table(("stream", "holds", "longest", "setting"), map(_row, retention.policy(options)))),
        section("Records of what is over", table(("family", "kept from its end"), (
            (f"`{family.name}`", told(record_life_s(family))) for family in FAMILIES if family.stream))),
        section("Besides", table(("what", "how long", "who ends it"), OTHERS)))


def _row(rule: Rule) -> tuple[str, str, str, str]:
    name = rule.stream.replace(EXAMPLE, "{connector}")
    holds = STREAMS.get(rule.stream, "files of evidence" if rule.stream.startswith("OBJ_") else "operations")
    return (f"`{name}`", holds,
            told(rule.seconds), f"`{rule.setting}`" if rule.setting else "")
