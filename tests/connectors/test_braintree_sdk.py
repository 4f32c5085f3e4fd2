"""Webhooks, cross-checked with Braintree's own Python SDK: what it signs we take, what our simulator signs it takes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import warnings
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings, strategies as st

from tollbridge import (
    Authorize,
    BlockingTollbridge,
    Currency,
    Money,
    SignatureMismatch,
    WebhookEventType as Type,
    card,
)
from tollbridge.domain.disputes import Dispute
from tollbridge.domain.errors import InvalidField
from tollbridge.domain.refunds import Refund
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import DisputeStatus
from tollbridge.sandbox import SandboxThread
from tollbridge.sandbox.braintree import notifications

with warnings.catch_warnings():  # it warns of classes of its own
    warnings.simplefilter("ignore")
    braintree = pytest.importorskip("braintree", reason="Braintree's SDK is not installed")
    from braintree.exceptions.invalid_signature_error import InvalidSignatureError

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:braintree")
PUBLIC, PRIVATE = "public_lantern", "private_lantern"
SHOP = BlockingTollbridge("braintree", environment="test", public_key=PUBLIC, private_key=PRIVATE)
KINDS = sorted(value for name, value in vars(braintree.WebhookNotification.Kind).items() if not name.startswith("_"))
DISPUTES = {
    "dispute_opened": DisputeStatus.DISPUTE_OPENED, "dispute_disputed": DisputeStatus.DISPUTE_CHALLENGED,
    "dispute_under_review": DisputeStatus.DISPUTE_CHALLENGED, "dispute_accepted": DisputeStatus.DISPUTE_ACCEPTED,
    "dispute_auto_accepted": DisputeStatus.DISPUTE_ACCEPTED, "dispute_expired": DisputeStatus.DISPUTE_EXPIRED,
    "dispute_won": DisputeStatus.DISPUTE_WON, "dispute_lost": DisputeStatus.DISPUTE_LOST,
}
OTHERS = {
    "check": Type.ENDPOINT_VERIFICATION, "transaction_settled": Type.PAYMENT_INTENT_SUCCESS,
    "transaction_settlement_declined": Type.PAYMENT_INTENT_FAILURE, "transaction_retried": Type.PAYMENT_INTENT_SUCCESS,
    "local_payment_funded": Type.PAYMENT_INTENT_SUCCESS, "local_payment_expired": Type.PAYMENT_INTENT_EXPIRED,
    "refund_failed": Type.WEBHOOK_REFUND_FAILURE, "payment_method_revoked_by_customer": Type.MANDATE_REVOKED,
}


@pytest.fixture
def sdk() -> Any:
    return braintree.BraintreeGateway(braintree.Configuration(
        environment=braintree.Environment.Sandbox, merchant_id="m", public_key=PUBLIC, private_key=PRIVATE))


def handle(form: bytes, secret: str = PRIVATE) -> Any:
    (event,) = SHOP.handle_webhook(
        form, {"Content-Type": "application/x-www-form-urlencoded"}, secret=secret).events
    return event


def sample(sdk: Any, kind: str) -> dict[str, Any]:
    told: dict[str, Any] = sdk.webhook_testing.sample_notification(kind, "its_id")
    return told


@pytest.mark.parametrize("kind", KINDS)
def test_every_sample_of_the_sdk_is_genuine_and_read(sdk: Any, kind: str) -> None:
    told = sample(sdk, kind)
    event = handle(urlencode(told).encode())
    content = event.event_content
    if kind in DISPUTES:
        assert isinstance(content, Dispute)
        assert (content.dispute_status, content.connector_dispute_id) == (DISPUTES[kind], "its_id")
        assert content.dispute_amount is not None
    else:
        assert event.event_type is OTHERS.get(kind)
    parsed = sdk.webhook_notification.parse(told["bt_signature"], told["bt_payload"])
    assert event.connector_event_id.startswith(f"{parsed.kind}:")
    assert parsed.timestamp.strftime("%Y-%m-%dT%H:%M:%S") in event.connector_event_id


def test_a_settled_transaction_has_the_sdks_amount_and_a_failed_refund_is_one(sdk: Any) -> None:
    paid = handle(urlencode(sample(sdk, "transaction_settled")).encode()).event_content
    assert isinstance(paid, Payment)
    assert paid.captured_amount is not None
    assert (paid.captured_amount.minor_amount, paid.connector_transaction_id) == (10000, "its_id")
    back = handle(urlencode(sample(sdk, "refund_failed")).encode()).event_content
    assert isinstance(back, Refund)
    assert (back.connector_refund_id, back.error and back.error.code) == ("its_id", "PROCESSOR_DECLINED")


def test_what_the_sdk_refuses_we_refuse(sdk: Any) -> None:
    told = sample(sdk, "check")
    payload, signature = told["bt_payload"].decode(), told["bt_signature"]
    for changed in ({"bt_payload": payload[:-4]}, {"bt_payload": "bad!" + payload}, {"bt_signature": signature[:-1]},
                    {"bt_signature": ""}, {"bt_signature": "|"}, {"bt_payload": ""}):
        form = {"bt_payload": payload, "bt_signature": signature} | changed
        with pytest.raises(InvalidSignatureError):
            sdk.webhook_notification.parse(form["bt_signature"], form["bt_payload"])
        with pytest.raises(SignatureMismatch):
            handle(urlencode(form).encode())
    with pytest.raises(SignatureMismatch):
        handle(urlencode(told).encode(), secret="another")


def test_a_payload_without_its_last_line_end_is_genuine_to_both(sdk: Any) -> None:
    told = sample(sdk, "check")
    stripped = told["bt_payload"].decode().rstrip("\n")
    assert sdk.webhook_notification.parse(told["bt_signature"], stripped).kind == "check"
    assert handle(urlencode({**told, "bt_payload": stripped}).encode()).event_type is Type.ENDPOINT_VERIFICATION


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_a_signature_is_that_of_the_sdk(content: bytes) -> None:
    signed = parse_qs(notifications.sign(content, Secret(PRIVATE), [PUBLIC]).body.decode(), keep_blank_values=True)
    payload = signed["bt_payload"][0].encode()
    assert signed["bt_signature"] == [f"{PUBLIC}|{braintree.util.Crypto.sha1_hmac_hash(PRIVATE, payload)}"]
    assert base64.decodebytes(payload) == content


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_genuine_rubbish_is_an_invalid_field_and_no_other_error(content: bytes) -> None:
    form = notifications.sign(content, Secret(PRIVATE), [PUBLIC]).body
    with pytest.raises(InvalidField):
        handle(form)


def test_the_key_is_sha1_of_the_private_key() -> None:
    """The two lines of the SDK, so that a slip of both of us would be seen."""
    key = hashlib.sha1(PRIVATE.encode()).digest()  # noqa: S324 - Braintree's choice
    expected = hmac.new(key, b"cGF5bG9hZA==\n", hashlib.sha1).hexdigest()
    assert parse_qs(notifications.sign(b"payload", Secret(PRIVATE), ["p"]).body.decode())["bt_signature"] == [
        f"p|{expected}"]


def test_the_sdk_reads_what_the_simulator_sends(sdk: Any) -> None:
    sent: list[Any] = []
    with SandboxThread() as running:
        simulator: Any = running.sandbox._simulators["braintree"]
        running.sandbox.send_webhook = lambda *told: sent.append(told)  # type: ignore[method-assign]
        with BlockingTollbridge("braintree", environment="test", base_url=running.base_url("braintree"),
                                public_key=PUBLIC, private_key=PRIVATE, merchant_account_id="shop_usd",
                                merchant_config_currency="USD") as shop:
            its = shop.authorize(Authorize(
                amount=Money(1234, Currency.USD), merchant_transaction_id="o1",
                payment_method=card("4023898493988028", "12", "2034", cvc="123"))).connector_transaction_id or ""
        running.wait(lambda sandbox: sandbox.settle("braintree", its))
    told = []
    for _, _, _, body in sent:
        form = parse_qs(simulator.sign_webhook(Secret(PRIVATE), body, 0.0).body.decode())
        told.append(sdk.webhook_notification.parse(form["bt_signature"][0], form["bt_payload"][0]))
    opened, settled = told
    assert (opened.kind, opened.dispute.status, str(opened.dispute.amount_disputed)) == (
        "dispute_opened", "open", "12.34")
    assert (settled.kind, settled.transaction.status, str(settled.transaction.amount)) == (
        "transaction_settled", "settled", "12.34")
    assert (settled.transaction.graphql_id, settled.transaction.order_id) == (its, "o1")
    assert opened.dispute.transaction.id == settled.transaction.id
