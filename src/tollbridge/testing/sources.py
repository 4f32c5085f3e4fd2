"""Rules about the golden cases: they replay, are named by their operation, and say what vouches for them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from msgspec import UNSET

from tollbridge.testing.answers import opened
from tollbridge.testing.golden import Case, Subject, differences


def every_case_replays(its: Subject) -> Iterator[str]:
    """The requests of a case are built as it says, and its answers read as it says."""
    for case in its.cases:
        yield from (f"{case}: {what}" for what in differences(its, case))


def cases_are_named_by_their_operation(its: Subject) -> Iterator[str]:
    """`authorize.card.declined` is a case of authorize."""
    for case in its.cases:
        if case.name.partition(".")[0] != case.golden.operation or not case.name.partition(".")[2]:
            yield f"{case}: should be named {case.golden.operation}.<what happens>"


def every_case_says_what_vouches_for_it(its: Subject) -> Iterator[str]:
    """A source is an address of the web; what is said to be verbatim was read."""
    for case in its.cases:
        vouches = case.golden.source
        address = urlsplit(vouches.address)
        if address.scheme != "https" or "." not in address.netloc:
            yield f"{case}: {vouches.address!r} is no https:// address"
        if vouches.values == "verbatim" and not vouches.read:
            yield f"{case}: values are verbatim from a page that nobody has read"


def every_flow_has_evidence(its: Subject) -> Iterator[str]:
    """Something else than the reference vouches for each declared flow."""
    for flow in its.connector.flows:
        kinds = {case.golden.source.kind for case in its.of(flow.operation)}
        if not kinds - {"reference"}:
            yield f"{flow.operation.flow}: nothing vouches for it"


def webhooks_can_be_read_by_people(its: Subject) -> Iterator[str]:
    """The `webhook` of a case is the body that `request_details` carries in base64; of a form its fields, of which one
    that is base64 itself may be shown as what it means.
    """
    for case in its.cases:
        details = case.golden.request.get("request_details")
        if details is not None and not _shown(case, details.get("body", "")):
            yield f"{case}: `webhook` is not what request_details.body carries"


def _shown(case: Case, body: str) -> bool:
    text = base64.b64decode(body).decode("utf-8", "replace")
    if case.golden.webhook is UNSET or isinstance(case.golden.webhook, str):
        return text == (case.golden.webhook or "")
    try:
        value, _ = opened(text.encode())
    except ValueError:
        return False
    shown: Any = case.golden.webhook
    return bool(value == shown) or (
        isinstance(value, dict) and isinstance(shown, dict) and value.keys() == shown.keys()
        and all(_means(value[name], shown[name]) for name in value))


def _means(text: Any, shown: Any) -> bool:
    if text == shown:
        return True
    try:
        return isinstance(shown, str) and base64.b64decode(text) == shown.encode()
    except (TypeError, ValueError):
        return False
