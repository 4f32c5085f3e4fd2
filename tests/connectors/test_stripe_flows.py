"""Stripe's flows around a payment: rules over whole tables and any value, which single golden cases cannot show."""

from __future__ import annotations

import json
import typing
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, strategies as st
from stripe.params import DisputeModifyParamsEvidence, PaymentIntentCreateParamsPaymentMethodOptionsCard

from tollbridge import catalog, engine, kit
from tollbridge.connectors.stripe import banks, disputes, mandates
from tollbridge.connectors.stripe.account import Account
from tollbridge.connectors.stripe.metadata import metadata
from tollbridge.domain.disputes import AcceptDispute, DefendDispute, EvidenceDocument, EvidenceType, SubmitEvidence
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import InvalidField, OutcomeUnknown, Rejected
from tollbridge.domain.extensions import UpdateMetadata, UpdateRefund
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import ConnectorMandate
from tollbridge.domain.methods.cards import Card, ProxyCard
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import (
    ACCEPT_DISPUTE,
    AUTHORIZE,
    CAPTURE,
    CHARGE_MANDATE,
    CREATE_PAYOUT,
    DEFEND_DISPUTE,
    PROXY_AUTHORIZE,
    PROXY_SETUP_MANDATE,
    SUBMIT_EVIDENCE,
    SYNC,
    UPDATE_METADATA,
    UPDATE_REFUND,
    VOID_PAYOUT,
    Operation,
)
from tollbridge.domain.payments import Authorize, Capture, ProxyAuthorize, Sync
from tollbridge.domain.payouts import CreatePayout, VoidPayout
from tollbridge.domain.recurring import ChargeMandate, ProxySetupMandate
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus
from tollbridge.engine.keys import own_key
from tollbridge.engine.plan import judged

STRIPE = catalog.load("stripe")
EUR = Money(4250, Currency.EUR)
FILE = EvidenceDocument(evidence_type=EvidenceType.RECEIPT, provider_file_id="file_1")
PRINTABLE = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


def sent(operation: Operation[Any, Any], request: Any) -> kit.HttpRequest:
    """What goes out, with the key that a call has whose caller gives none."""
    ctx = kit.Context(account=Account(api_key=Secret("sk_test_1")), now=datetime(2026, 3, 1, tzinfo=UTC), nonce="n",
                      idempotency_key=own_key(operation, request), environment=Environment.TEST)
    return next(engine.plan(STRIPE, operation, request, ctx))


def form(request: kit.HttpRequest) -> dict[str, str]:
    return dict(parse_qsl((request.body or b"").decode(), keep_blank_values=True))


def came_of(operation: Operation[Any, Any], request: Any, http: int, /, **body: Any) -> Any:
    """The result of a call that Stripe answers so."""
    ctx = kit.Context(account=Account(api_key=Secret("sk_test_1")), now=datetime(2026, 3, 1, tzinfo=UTC), nonce="n",
                      idempotency_key=own_key(operation, request), environment=Environment.TEST)
    answer = kit.HttpResponse(http, json.dumps(body).encode())
    return engine.advance(engine.plan(STRIPE, operation, request, ctx), [answer])


CARD = Card(card_number=Secret("4242424242424242"), card_exp_month=Secret("12"), card_exp_year=Secret("2034"))
PAY = Authorize(amount=EUR, payment_method=CARD, merchant_transaction_id="o-1")


@pytest.mark.parametrize("stated", [
    {"status": "succeeded", "amount": 4250, "amount_received": 99999, "currency": "eur"},
    {"status": "requires_action", "amount": 4250, "currency": "usd"},
    {"status": "processing", "amount": 99, "currency": "eur"}])
def test_another_amount_than_was_asked_is_never_a_success(stated: dict[str, Any]) -> None:
    with pytest.raises(OutcomeUnknown, match="not what was asked") as caught:
        came_of(AUTHORIZE, PAY, 200, id="pi_1", **stated)
    assert caught.value.reference == "pi_1"


def test_a_capture_in_another_currency_is_never_a_success() -> None:
    asked = Capture(connector_transaction_id="pi_1", amount_to_capture=Money(1000, Currency.JPY))
    with pytest.raises(OutcomeUnknown, match="not what was asked"):
        came_of(CAPTURE, asked, 200, id="pi_1", status="succeeded", amount=5000, amount_received=1000, currency="usd")


def test_a_client_token_that_nobody_has_paid_with_yet_is_no_failure() -> None:
    asked = Sync(connector_transaction_id="pi_1")
    waits = came_of(SYNC, asked, 200, id="pi_1", status="requires_payment_method", amount=4250, currency="eur")
    assert (waits.status, waits.error) == (PaymentStatus.PAYMENT_METHOD_AWAITED, None)
    failed = came_of(SYNC, asked, 200, id="pi_1", status="requires_payment_method", amount=4250, currency="eur",
                     last_payment_error={"type": "card_error", "code": "card_declined"})
    assert failed.status is PaymentStatus.FAILURE


def test_half_of_a_surrogate_pair_is_refused_without_showing_the_text() -> None:
    card = Card(card_number=Secret("4242\ud800"), card_exp_month=Secret("12"), card_exp_year=Secret("2034"))
    with pytest.raises(InvalidField, match="surrogate") as caught:
        sent(AUTHORIZE, Authorize(amount=EUR, payment_method=card))
    assert "4242" not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_a_query_that_fails_says_nothing_about_the_payment() -> None:
    with pytest.raises(Rejected, match="session_expired"):
        judged(STRIPE, SYNC, Sync(connector_transaction_id="pi_1"), Failure(code="session_expired", message="log in"))


@pytest.mark.parametrize(("status", "repeatable"), [(400, False), (409, True)])
def test_a_key_used_with_another_request_is_not_worth_repeating(status: int, repeatable: bool) -> None:
    """409: the first request with it is still under way, https://docs.stripe.com/api/idempotent_requests"""
    with pytest.raises(OutcomeUnknown) as caught:
        came_of(AUTHORIZE, PAY, status, error={"type": "idempotency_error", "message": "used before"})
    assert caught.value.repeatable is repeatable
    assert ("first used with another request" in caught.value.advice) is not repeatable


def test_no_two_calls_about_one_dispute_share_a_key() -> None:
    calls = [
        sent(ACCEPT_DISPUTE, AcceptDispute(merchant_dispute_id="d1", dispute_id="dp_1")),
        sent(DEFEND_DISPUTE, DefendDispute(merchant_dispute_id="d1", dispute_id="dp_1")),
        sent(SUBMIT_EVIDENCE, SubmitEvidence(
            merchant_dispute_id="d1", dispute_id="dp_1", evidence_documents=(FILE,))),
    ]
    assert [call.headers.get("idempotency-key") for call in calls] == ["d1", "d1-defend_dispute", None]


def test_a_payout_and_its_cancellation_have_keys_of_their_own() -> None:
    made = sent(CREATE_PAYOUT, CreatePayout(amount=EUR, merchant_payout_id="p1"))
    called_back = sent(VOID_PAYOUT, VoidPayout(merchant_payout_id="p1", connector_payout_id="po_1"))
    assert made.headers["idempotency-key"] == "p1"
    assert called_back.headers["idempotency-key"] == "p1-void_payout"


@pytest.mark.parametrize("request_", [
    (UPDATE_METADATA, UpdateMetadata(
        connector_transaction_id="pi_1", merchant_transaction_id="t1", metadata=Secret('{"a": "b"}'))),
    (UPDATE_REFUND, UpdateRefund(
        connector_refund_id="re_1", merchant_refund_id="r1", refund_metadata=Secret('{"a": "b"}'))),
], ids=["of_a_payment", "of_a_refund"])
def test_an_update_never_has_the_key_of_what_it_updates(request_: tuple[Operation[Any, Any], Any]) -> None:
    assert "idempotency-key" not in sent(*request_).headers


@pytest.mark.parametrize("kind", EvidenceType)
def test_every_kind_of_evidence_has_a_field_of_stripes(kind: EvidenceType) -> None:
    document = EvidenceDocument(evidence_type=kind, provider_file_id="file_1", text_content="as agreed")
    fields = disputes.evidence(document, "evidence_documents[0]")
    assert set(fields.values()) == {"file_1", "as agreed"}
    assert fields.keys() <= typing.get_type_hints(DisputeModifyParamsEvidence).keys()


def test_every_network_is_one_that_stripe_knows() -> None:
    hint = typing.get_type_hints(PaymentIntentCreateParamsPaymentMethodOptionsCard)["network"]
    known = {word for one in typing.get_args(hint) for word in typing.get_args(one)}
    assert set(banks.NETWORKS.values()) <= known


@pytest.mark.parametrize("kind", mandates.KINDS)
def test_what_is_on_file_is_charged_as_its_type(kind: PaymentMethodType) -> None:
    request = sent(CHARGE_MANDATE, ChargeMandate(
        amount=EUR, payment_method_type=kind,
        connector_recurring_payment_id=ConnectorMandate(connector_mandate_id="pm_1")))
    assert form(request)["payment_method_types[0]"] == mandates.KINDS[kind]
    assert form(request)["payment_method"] == "pm_1"


@given(st.from_regex(r"[0-9a-z-]{12,19}", fullmatch=True), st.from_regex(r"[0-9]{3,4}", fullmatch=True))
def test_nothing_of_a_proxied_card_leaves_but_its_aliases(number: str, cvc: str) -> None:
    card = ProxyCard(card_number=Secret(number), card_exp_month=Secret("11"), card_exp_year=Secret("2037"),
                     card_cvc=Secret(cvc))
    for operation, request in (
            (PROXY_AUTHORIZE, ProxyAuthorize(amount=EUR, card_proxy=card)),
            (PROXY_SETUP_MANDATE, ProxySetupMandate(amount=EUR, card_proxy=card))):
        fields = form(sent(operation, request))
        held = {name: value for name, value in fields.items() if name.startswith("payment_method_data[card]")}
        assert held == {f"payment_method_data[card][{part}]": f"{{{{$card_{part}}}}}"
                        for part in ("number", "exp_month", "exp_year", "cvc")}
        assert number not in fields.values()


@given(st.dictionaries(PRINTABLE, st.recursive(
    st.none() | st.booleans() | st.integers(-2**53, 2**53) | PRINTABLE, lambda inner: st.lists(inner, max_size=3))))
def test_any_json_object_is_pairs_of_texts(value: dict[str, Any]) -> None:
    pairs = metadata(Secret(json.dumps(value)), "order-1")
    assert pairs.pop("order_id") == "order-1"
    told = {key: text.reveal() for key, text in pairs.items() if isinstance(text, Secret)}
    assert told.keys() == value.keys() - {"order_id"}
    for key, text in told.items():
        given_ = value[key]
        assert (text == given_) if isinstance(given_, str) else (json.loads(text or "null") == given_)


@given(st.text(max_size=20))
def test_any_other_text_is_refused_as_metadata(text: str) -> None:
    try:
        if not text or isinstance(json.loads(text), dict):
            return
    except ValueError:
        pass
    with pytest.raises(InvalidField) as told:
        metadata(Secret(text), path="refund_metadata")
    assert told.value.path == "refund_metadata"
