"""What Stripe's golden cases cannot say: agreement with its own SDK, and rules over its whole tables."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stripe
from hypothesis import given, settings, strategies as st
from stripe import WebhookSignature

from tollbridge import catalog, engine, kit
from tollbridge.connectors.stripe.account import Account, to_wire
from tollbridge.connectors.stripe.declines import DECLINES, REFUND_FAILURES
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import InvalidField, NotSent, SignatureMismatch
from tollbridge.domain.events import WebhookSecrets
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import SYNC
from tollbridge.domain.payments import Sync
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus

STRIPE = catalog.load("stripe")
NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
OLD, NEW = "whsec_before_the_roll", "whsec_after_the_roll"
BODY = json.dumps({"id": "evt_1", "object": "event", "type": "charge.succeeded", "data": {"object": {
    "id": "ch_1", "status": "succeeded", "amount": 5, "currency": "usd", "captured": True}}})


def context(now: datetime = NOW) -> kit.Context[Account]:
    return kit.Context(account=Account(api_key=Secret("sk_test_1")), now=now, nonce="n", idempotency_key=None,
                       environment=Environment.TEST)


def signed_by_the_sdk(body: str, *secrets: str, at: datetime = NOW) -> str:
    """The header that Stripe's own library makes; while a secret is rolled, with a signature of each."""
    stamp = int(at.timestamp())
    headers = [stripe.WebhookSignature.generate_signature_header(
        payload=body, secret=secret, timestamp=stamp) for secret in secrets]
    return ",".join([headers[0], *(header.partition(",")[2] for header in headers[1:])])


def receive(body: str, header: str, *secrets: str, now: datetime = NOW) -> Any:
    """The events, or the error, of a webhook."""
    hook = kit.WebhookRequest("POST", "/hook", "", (("Stripe-Signature", header),), body.encode())
    given_ = WebhookSecrets(secret=Secret(secrets[0]), additional_secret=Secret(secrets[1]) if secrets[1:] else None)
    return engine.advance(engine.receive(STRIPE, hook, given_, context(now)), [])


@pytest.mark.parametrize(("signed_with", "known"), [
    ((OLD,), (OLD,)), ((OLD,), (NEW, OLD)), ((NEW,), (NEW, OLD)), ((OLD, NEW), (OLD,)), ((OLD, NEW), (NEW,)),
    ((OLD, NEW), (NEW, OLD))])
def test_a_webhook_is_taken_in_while_its_secret_is_rolled(signed_with: tuple[str, ...], known: tuple[str, ...]) -> None:
    (event,) = receive(BODY, signed_by_the_sdk(BODY, *signed_with), *known)
    assert event.connector_event_id == "evt_1"


def test_a_header_that_is_no_text_proves_nothing() -> None:
    with pytest.raises(SignatureMismatch):
        receive(BODY, f"t={int(NOW.timestamp())},v1=\ud800", OLD)


@pytest.mark.parametrize("secrets", [(" ",), ("\n",), ("\u200b",), (OLD, "\t ")])
def test_a_blank_secret_proves_nothing(secrets: tuple[str, ...]) -> None:
    with pytest.raises(NotSent, match="webhook_secrets"):
        receive(BODY, signed_by_the_sdk(BODY, secrets[-1]), *secrets)


@pytest.mark.parametrize(("signed_with", "known"), [((OLD,), (NEW,)), ((NEW,), (OLD, "whsec_third"))])
def test_after_the_roll_the_old_secret_proves_nothing(signed_with: tuple[str, ...], known: tuple[str, ...]) -> None:
    with pytest.raises(SignatureMismatch):
        receive(BODY, signed_by_the_sdk(BODY, *signed_with), *known)


@settings(max_examples=60, deadline=None)
@given(body=st.text(st.characters(exclude_categories=["Cs"])), secret=st.text("abc_123", min_size=1))
def test_the_sdk_and_we_agree_on_every_signature(body: str, secret: str) -> None:
    header = signed_by_the_sdk(body, secret)
    assert header.endswith(kit.hmac_sha256(Secret(secret), f"{int(NOW.timestamp())}.{body}".encode()))


@pytest.mark.parametrize(("age_s", "taken_in"), [(0, True), (300, True), (301, False), (-300, True), (-301, False)])
def test_a_webhook_is_taken_in_for_five_minutes(age_s: int, taken_in: bool) -> None:
    header = signed_by_the_sdk(BODY, NEW)
    now = NOW + timedelta(seconds=age_s)
    if taken_in:
        assert receive(BODY, header, NEW, now=now)
    else:
        with pytest.raises(SignatureMismatch):
            receive(BODY, header, NEW, now=now)


def test_the_tolerance_is_the_sdks() -> None:
    assert stripe.Webhook.DEFAULT_TOLERANCE == 300
    assert WebhookSignature.EXPECTED_SCHEME == "v1"


ZERO = {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"}
"""https://docs.stripe.com/currencies#zero-decimal"""


@pytest.mark.parametrize("currency", [Currency(word) for word in sorted(ZERO - {"MGA"})])
def test_a_currency_without_decimals_goes_out_as_it_is(currency: Currency) -> None:
    assert to_wire(Money(1234, currency)) == 1234


@pytest.mark.parametrize("currency", [Currency.ISK, Currency.UGX])
def test_isk_and_ugx_go_out_with_two_digits_that_are_zero(currency: Currency) -> None:
    assert to_wire(Money(5, currency)) == 500


@pytest.mark.parametrize("currency", [one for one in Currency if one.exponent == 3])
def test_of_three_decimals_the_last_is_zero_or_the_amount_is_refused(currency: Currency) -> None:
    assert to_wire(Money(12340, currency)) == 12340
    with pytest.raises(InvalidField) as refused:
        to_wire(Money(12345, currency), "refund_amount")
    assert refused.value.paths == ("refund_amount.minor_amount",)


def test_every_reason_of_a_failed_refund_has_a_unified_word() -> None:
    """The values of Refund.failure_reason, https://docs.stripe.com/api/refunds/object#refund_object-failure_reason"""
    assert set(REFUND_FAILURES) == {
        "lost_or_stolen_card", "expired_or_canceled_card", "charge_for_pending_refund_disputed", "insufficient_funds",
        "declined", "merchant_request", "unknown"}
    assert REFUND_FAILURES["insufficient_funds"] is not DECLINES["insufficient_funds"]  # whose funds differs


@pytest.mark.parametrize("word", sorted(DECLINES))
def test_a_decline_code_alone_decides_the_unified_word(word: str) -> None:
    """An intent that failed some time ago says no more than its last error."""
    body = json.dumps({"id": "pi_1", "status": "requires_payment_method", "currency": "usd", "amount": 10,
                       "last_payment_error": {"type": "card_error", "code": "unheard_of", "decline_code": word}})
    payment = engine.parse(STRIPE, SYNC, Sync(connector_transaction_id="pi_1"), kit.HttpResponse(200, body.encode()),
                           context())
    assert isinstance(payment, Payment)
    assert payment.status is PaymentStatus.FAILURE
    assert payment.error is not None
    assert payment.error.unified is DECLINES[word]
