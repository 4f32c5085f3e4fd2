"""A webhook of which only some values are signed: what the others may change, and what not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tollbridge.domain.disputes import Dispute
from tollbridge.domain.events import Event
from tollbridge.domain.statuses import DisputeStatus
from tollbridge.testing import Subject, subject, webhooks
from tollbridge.testing.unsigned import Unsigned, read_unsigned, signed_only, with_unsigned, worse

GOLDEN = Path(__file__).parents[2] / "golden"
REASON = Unsigned(part=("items", "*", "reason"), reason="r", source="https://acme.example")
BODY = b'{"items": [{"id": "p1", "reason": "no"}, {"id": "p2"}], "at": "now"}'
tampered = webhooks.a_tampered_webhook_is_refused_or_means_the_same


def test_what_is_signed_is_the_rest() -> None:
    assert json.loads(signed_only(BODY, [REASON])) == {"items": [{"id": "p1"}, {"id": "p2"}], "at": "now"}
    assert signed_only(b"not JSON", [REASON]) == b"not JSON"
    assert signed_only(b'{"items": 7}', [REASON]) == b'{"items": 7}'


@pytest.mark.parametrize("number", [b"1e999", b"-1e999", b"1.5"])
def test_what_is_left_is_json_that_anybody_can_read(number: bytes) -> None:
    left = signed_only(b'{"items": [], "at": ' + number + b"}", [REASON])
    assert msgspec.json.decode(left, type=dict[str, Any])["items"] == []


def test_a_part_is_changed_where_it_stands() -> None:
    (changed,) = with_unsigned(BODY, REASON, "yes")
    assert json.loads(changed)["items"] == [{"id": "p1", "reason": "yes"}, {"id": "p2"}]


@pytest.mark.parametrize(("result", "why"), [
    ({"connector_transaction_id": "p2"}, None),
    ({"connector_transaction_id": "stranger"}, "connector_transaction_id 'stranger'"),
    ({"refund_amount": {"minor_amount": "99", "currency": "EUR"}}, "currency 'EUR'"),
    ({"status": "CHARGED"}, "a success: CHARGED"),
    ({"status": "FAILURE", "error": {"message": "anything"}}, None),
])
def test_what_only_signed_values_may_bring(result: dict[str, Any], why: str | None) -> None:
    assert worse(result, {"connector_transaction_id": "p1", "status": "PENDING"}, BODY) == why


def test_a_success_that_signed_values_tell_stays_one() -> None:
    assert worse({"status": "VOIDED"}, {"status": "REFUND_SUCCESS"}, BODY) is None


def test_no_file_is_nothing_unsigned(tmp_path: Path) -> None:
    assert read_unsigned(tmp_path) == ()


def only(name: str, **changed: Any) -> Subject:
    """Adyen with one of its cases, and another way to read webhooks."""
    its = subject("adyen", GOLDEN)
    assert its.connector.webhook is not None
    webhook = msgspec.structs.replace(its.connector.webhook, **changed)
    return replace(its, connector=replace(its.connector, webhook=webhook),
                   cases=tuple(case for case in its.cases if case.name == name))


def test_an_id_out_of_an_unsigned_part_is_found() -> None:
    def parse(hook: Any, ctx: Any) -> list[Event]:
        reason = json.loads(hook.body)["notificationItems"][0]["NotificationRequestItem"].get("reason")
        event = read(hook, ctx)[0]
        if reason == "Goods not as described":
            return [event]
        assert isinstance(event.event_content, Dispute)
        return [msgspec.structs.replace(event, event_content=msgspec.structs.replace(
            event.event_content, connector_dispute_id=str(reason)))]

    name = "handle_event.dispute.chargeback"
    its = only(name)
    assert its.connector.webhook is not None
    read = its.connector.webhook.parse
    assert not list(tampered(its))
    assert any("an unsigned part brings" in line for line in tampered(only(name, parse=parse)))


def test_a_victory_out_of_an_unsigned_part_is_found() -> None:
    def parse(hook: Any, ctx: Any) -> list[Event]:
        item = json.loads(hook.body)["notificationItems"][0]["NotificationRequestItem"]
        event = read(hook, ctx)[0]
        if item.get("additionalData", {}).get("disputeStatus") in (None, "Accepted"):
            return [event]
        assert isinstance(event.event_content, Dispute)
        content = msgspec.structs.replace(event.event_content, dispute_status=DisputeStatus.DISPUTE_WON)
        return [msgspec.structs.replace(event, event_content=content)]

    name = "handle_event.dispute.chargeback.accepted"
    its = only(name)
    assert its.connector.webhook is not None
    read = its.connector.webhook.parse
    assert any("a success: DISPUTE_WON" in line for line in tampered(only(name, parse=parse)))


def test_a_part_that_is_not_listed_is_found(tmp_path: Path) -> None:
    its = replace(only("handle_event.dispute.chargeback"), folder=tmp_path)
    assert any("taken in with the body" in line for line in tampered(its))
