"""What PayPal's golden cases cannot say: calls that follow one another, and rules over any value."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given, strategies as st

from tollbridge import catalog, engine, kit
from tollbridge.connectors.paypal.account import Account
from tollbridge.connectors.paypal.errors import DONE_BEFORE, TAKEN
from tollbridge.connectors.paypal.methods import BANK_REDIRECTS
from tollbridge.connectors.paypal.orders import Purchase, itemized, unit
from tollbridge.domain.declines import Decline
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import InvalidField, OutcomeUnknown, Rejected, Unsupported
from tollbridge.domain.features import Feature
from tollbridge.domain.mandates import ConnectorMandate, NetworkMandate
from tollbridge.domain.methods.cards import Card, CardForNetworkTransactionId, ProxyCard
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.methods.wallets import PaypalRedirect
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import (
    ACCESS_TOKEN,
    AUTHORIZE,
    CAPTURE,
    CHARGE_MANDATE,
    CREATE_ORDER,
    PROXY_AUTHORIZE,
    REFUND,
    SETUP_MANDATE,
    SYNC,
    TOKEN_SETUP_MANDATE,
    VOID,
    Operation,
)
from tollbridge.domain.orders import OrderLine
from tollbridge.domain.payments import (
    Authorize,
    Capture,
    CaptureMethod,
    CreateOrder,
    MultipleCapture,
    PartnerApplicationDetails,
    PartnerMerchantIdentifierDetails,
    ProxyAuthorize,
    Sync,
    Void,
)
from tollbridge.domain.recurring import ChargeMandate, MandateSetup, SetupMandate, TokenSetupMandate
from tollbridge.domain.refunds import RefundRequest
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.state import AccessToken, ConnectorState
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.domain.three_ds import AuthenticationType

PAYPAL = catalog.load("paypal")
USD = Currency.USD
CARD = Card(card_number=Secret("4012888888881881"), card_exp_month=Secret("9"), card_exp_year=Secret("31"))
STATE = ConnectorState(access_token=AccessToken(token=Secret("T")))
PAY = Authorize(amount=Money(4250, USD), payment_method=CARD, merchant_transaction_id="o-1", state=STATE)
LOGIN = kit.HttpResponse(200, b'{"access_token": "fresh", "token_type": "Bearer", "expires_in": 32400}')


def context(payer_id: str | None = None, key: str | None = "o-1") -> kit.Context[Account]:
    account = Account(client_id=Secret("client"), client_secret=Secret("s3cret"),
                      payer_id=Secret(payer_id) if payer_id else None)
    return kit.Context(account=account, now=datetime(2026, 3, 1, tzinfo=UTC), nonce="n", idempotency_key=key,
                       environment=Environment.TEST)


def answer(http_status: int, /, **body: Any) -> kit.HttpResponse:
    return kit.HttpResponse(http_status, json.dumps(body).encode())


def parse(operation: Operation[Any, Any], request: Any, response: kit.HttpResponse) -> Payment:
    result = engine.parse(PAYPAL, operation, request, response, context())
    assert isinstance(result, Payment)
    return result


def revealed(header: str | Secret | None) -> str:
    return header.reveal() if isinstance(header, Secret) else header or ""


def body(request: kit.HttpRequest) -> Any:
    return json.loads(request.body or b"null")


def paid(amount: str = "42.50", status: str = "COMPLETED") -> kit.HttpResponse:
    money = {"currency_code": "USD", "value": amount}
    return answer(201, id="O1", status="COMPLETED", intent="CAPTURE", purchase_units=[{"amount": money, "payments": {
        "captures": [{"id": "C1", "status": status, "amount": money, "final_capture": True}]}}])


def reserved(amount: str = "42.50") -> kit.HttpResponse:
    money = {"currency_code": "USD", "value": amount}
    return answer(201, id="O1", status="COMPLETED", intent="AUTHORIZE", purchase_units=[{
        "amount": money, "payments": {"authorizations": [{"id": "A1", "status": "CREATED", "amount": money}]}}])


# -- whom a call is for ------------------------------------------------------------------------------------------------
def test_a_platform_names_its_merchant_in_an_unsigned_token() -> None:
    token = revealed(engine.build(PAYPAL, AUTHORIZE, PAY, context("MERCHANT7")).headers["paypal-auth-assertion"])
    header, claims, signature = token.split(".")
    read = [json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in (header, claims)]
    assert read == [{"alg": "none"}, {"iss": "client", "payer_id": "MERCHANT7"}]
    assert signature == ""


def test_the_money_of_an_order_is_for_the_merchant_that_a_platform_calls_for() -> None:
    opened = CreateOrder(merchant_order_id="o-1", amount=Money(4250, USD), state=STATE)
    for payer_id, payee in (("MERCHANT7", {"merchant_id": "MERCHANT7"}), (None, None)):
        ctx = context(payer_id)
        for request in (engine.build(PAYPAL, AUTHORIZE, PAY, ctx), engine.build(PAYPAL, CREATE_ORDER, opened, ctx)):
            (unit,) = body(request)["purchase_units"]
            assert unit.get("payee") == payee


def test_a_merchant_with_an_app_of_its_own_names_nobody() -> None:
    assert "paypal-auth-assertion" not in engine.build(PAYPAL, AUTHORIZE, PAY, context()).headers


@pytest.mark.parametrize(("name", "sent"), [
    ("LanternShop_SP_PPCP", "LanternShop_SP_PPCP"), ("Lantern Shop plug-in", None), ("x" * 37, None), ("Lantérn", None),
    ("", None)])
def test_only_what_can_be_a_partners_code_is_sent(name: str, sent: str | None) -> None:
    details = PartnerMerchantIdentifierDetails(partner_details=PartnerApplicationDetails(name=name))
    built = engine.build(PAYPAL, AUTHORIZE, Authorize(
        amount=PAY.amount, payment_method=CARD, state=STATE, partner_merchant_identifier_details=details), context())
    assert built.headers.get("paypal-partner-attribution-id") == sent


# -- the access token --------------------------------------------------------------------------------------------------
def run(cache: dict[Any, Any], *answers: kit.HttpResponse) -> tuple[list[kit.HttpRequest], Any]:
    """The requests of an authorize, and what came of it."""
    steps = engine.plan(PAYPAL, AUTHORIZE, Authorize(amount=PAY.amount, payment_method=CARD), context(), cache)
    sent = [next(steps)]
    try:
        for one in answers:
            sent.append(steps.send(one))
    except StopIteration as done:
        return sent, done.value
    raise AssertionError("it goes on")


def test_a_token_is_fetched_once() -> None:
    cache: dict[Any, Any] = {}
    first, _ = run(cache, LOGIN, paid())
    second, _ = run(cache, paid())
    assert [one.path for one in first] == ["/v1/oauth2/token", "/v2/checkout/orders"]
    assert [one.path for one in second] == ["/v2/checkout/orders"]


def test_a_token_that_paypal_knows_no_more_is_fetched_again_once() -> None:
    cache: dict[Any, Any] = {ACCESS_TOKEN: AccessToken(token=Secret("old"))}
    sent, result = run(cache, answer(401, error="invalid_token"), LOGIN, paid())
    assert [revealed(one.headers["authorization"])[-5:] for one in sent if one.path != "/v1/oauth2/token"] == [
        "r old", "fresh"]
    assert result.status is Status.CHARGED


def test_a_fresh_token_that_is_refused_is_not_fetched_again() -> None:
    with pytest.raises(Rejected):
        run({}, LOGIN, answer(401, error="invalid_token"))


# -- calls that follow one another -------------------------------------------------------------------------------------
def capture(amount: int, carried: Secret | None, number: int) -> Capture:
    return Capture(connector_transaction_id="O1", amount_to_capture=Money(amount, USD), connector_feature_data=carried,
                   multiple_capture_data=MultipleCapture(capture_sequence=number), state=STATE)


def captured(value: str, number: int) -> kit.HttpResponse:
    return answer(201, id=f"C{number}", status="COMPLETED", amount={"currency_code": "USD", "value": value},
                  final_capture=False)


def test_several_captures_add_up_and_the_order_tells_of_all() -> None:
    its = parse(AUTHORIZE, PAY, reserved())
    told: list[tuple[Status, int | None]] = []
    for number, (minor, value) in enumerate(((1000, "10.00"), (2000, "20.00"), (1250, "12.50")), 1):
        asked = capture(minor, its.connector_feature_data, number)
        assert engine.build(PAYPAL, CAPTURE, asked, context()).path == "/v2/payments/authorizations/A1/capture"
        its = parse(CAPTURE, asked, captured(value, number))
        told.append((its.status, its.captured_amount.minor_amount if its.captured_amount else None))
    assert told == [(Status.PARTIAL_CHARGED_AND_CHARGEABLE, 1000), (Status.PARTIAL_CHARGED_AND_CHARGEABLE, 3000),
                    (Status.CHARGED, 4250)]
    ask = Sync(connector_transaction_id="O1", connector_feature_data=its.connector_feature_data, state=STATE)
    assert engine.build(PAYPAL, SYNC, ask, context()).path == "/v2/checkout/orders/O1"


def test_what_an_authorize_leaves_behind_captures_syncs_and_refunds() -> None:
    its = parse(AUTHORIZE, PAY, reserved())
    ask = Sync(connector_transaction_id="O1", connector_feature_data=its.connector_feature_data, state=STATE)
    assert engine.build(PAYPAL, SYNC, ask, context()).path == "/v2/payments/authorizations/A1"
    asked = Capture(connector_transaction_id="O1", amount_to_capture=PAY.amount, state=STATE,
                    connector_feature_data=its.connector_feature_data)
    taken = parse(CAPTURE, asked, answer(
        201, id="C9", status="COMPLETED", amount={"currency_code": "USD", "value": "42.50"}))
    back = RefundRequest(connector_transaction_id="O1", refund_amount=PAY.amount, state=STATE,
                         connector_feature_data=taken.connector_feature_data)
    assert engine.build(PAYPAL, REFUND, back, context()).path == "/v2/payments/captures/C9/refund"


def test_a_refused_capture_leaves_the_authorization_to_be_voided() -> None:
    its = parse(AUTHORIZE, PAY, reserved())
    asked = Capture(connector_transaction_id="O1", amount_to_capture=PAY.amount, state=STATE,
                    connector_feature_data=its.connector_feature_data)
    refused = parse(CAPTURE, asked, answer(
        201, id="C9", status="DECLINED", amount={"currency_code": "USD", "value": "42.50"}))
    assert refused.status is Status.CAPTURE_FAILED
    release = Void(connector_transaction_id="O1", connector_feature_data=refused.connector_feature_data, state=STATE)
    assert engine.build(PAYPAL, VOID, release, context()).path == "/v2/payments/authorizations/A1/void"


def test_feature_data_of_another_connector_of_the_same_fields_is_understood() -> None:
    """The names are hyperswitch's: payments that it began can be finished here."""
    theirs = Secret('{"authorize_id":"A7","capture_id":null,"incremental_authorization_id":"A7","psync_flow":'
                    '"AUTHORIZE","next_action":null,"order_id":null}')
    release = Void(connector_transaction_id="O1", connector_feature_data=theirs, state=STATE)
    assert engine.build(PAYPAL, VOID, release, context()).path == "/v2/payments/authorizations/A7/void"


# -- an order that the shopper has agreed to ---------------------------------------------------------------------------
@pytest.mark.parametrize("method", [CARD, PaypalRedirect()])
@pytest.mark.parametrize(("how", "verb"), [
    (None, "capture"), (CaptureMethod.MANUAL, "authorize"), (CaptureMethod.MANUAL_MULTIPLE, "authorize")])
def test_it_is_paid_by_what_it_holds(method: Any, how: CaptureMethod | None, verb: str) -> None:
    built = engine.build(PAYPAL, AUTHORIZE, Authorize(
        amount=PAY.amount, payment_method=method, capture_method=how, connector_order_id="O1", state=STATE), context())
    assert (built.path, built.body) == (f"/v2/checkout/orders/O1/{verb}", None)


@pytest.mark.parametrize("issue", sorted(DONE_BEFORE))
def test_what_another_call_did_is_never_reported_as_not_paid(issue: str) -> None:
    no = answer(422, name="UNPROCESSABLE_ENTITY", details=[{"issue": issue, "description": "x"}])
    with pytest.raises(OutcomeUnknown, match=issue):
        parse(AUTHORIZE, PAY, no)


@pytest.mark.parametrize("issue", sorted(TAKEN))
def test_an_id_that_was_used_before_says_nothing_of_the_payment_and_is_not_to_be_repeated(issue: str) -> None:
    no = answer(422, name="UNPROCESSABLE_ENTITY", details=[{"issue": issue, "description": "x"}])
    with pytest.raises(OutcomeUnknown, match=issue) as caught:
        parse(AUTHORIZE, PAY, no)
    assert caught.value.key_taken
    assert not caught.value.repeatable


def key_of(operation: Operation[Any, Any], request: Any) -> object:
    return engine.build(PAYPAL, operation, request, context()).headers.get("paypal-request-id")


def test_taking_the_money_of_an_order_has_another_key_than_making_it_and_always_the_same_one() -> None:
    approved = msgspec.structs.replace(PAY, connector_order_id="O1")
    assert key_of(AUTHORIZE, PAY) == "o-1"
    assert key_of(AUTHORIZE, approved) not in (None, "o-1")
    assert key_of(AUTHORIZE, approved) == key_of(AUTHORIZE, approved)


ORDER: dict[str, Any] = {"id": "O1", "status": "COMPLETED", "intent": "CAPTURE", "purchase_units": [{}]}
CAPTURED: dict[str, Any] = {
    "id": "C1", "status": "COMPLETED", "amount": {"currency_code": "USD", "value": "42.50"}, "final_capture": True}


@pytest.mark.parametrize(("operation", "request_", "earlier"), [
    (CAPTURE, Capture(connector_transaction_id="O1", amount_to_capture=Money(4250, USD), state=STATE), ORDER),
    (REFUND, RefundRequest(connector_transaction_id="O1", refund_amount=Money(4250, USD), state=STATE), ORDER),
    (REFUND, RefundRequest(connector_transaction_id="O1", refund_amount=Money(4250, USD), state=STATE), CAPTURED),
], ids=["capture by an order", "refund by an order", "refund by a capture"])
def test_the_answer_to_an_earlier_call_with_the_same_key_is_no_success(
        operation: Operation[Any, Any], request_: Any, earlier: dict[str, Any]) -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        engine.parse(PAYPAL, operation, request_, answer(201, **earlier), context())
    assert caught.value.key_taken


@pytest.mark.parametrize(("word", "status"), [
    ("COMPLETED", Status.UNRESOLVED), ("CREATED", Status.PENDING), ("CAPTURED", Status.UNRESOLVED)])
def test_an_order_that_shows_nothing_of_its_payments_is_not_read_as_a_capture(word: str, status: Status) -> None:
    asked = Sync(connector_transaction_id="O1", amount=Money(4250, USD), state=STATE)
    assert parse(SYNC, asked, answer(200, id="O1", status=word)).status is status


def test_what_a_risk_filter_of_the_merchants_declined_is_suspected_fraud() -> None:
    """As the order of PayPal's sample of CHECKOUT.ORDER.COMPLETED shows it."""
    result = parse(AUTHORIZE, PAY, answer(201, id="O1", status="COMPLETED", intent="CAPTURE", purchase_units=[{
        "payments": {"captures": [{"id": "C1", "status": "DECLINED", "amount": CAPTURED["amount"],
                                   "status_details": {"reason": "DECLINED_BY_RISK_FRAUD_FILTERS"}}]}}]))
    assert result.status is Status.FAILURE
    assert result.error is not None
    assert result.error.unified is Decline.FRAUD_SUSPECTED


def test_a_payment_token_has_another_key_than_the_setup_token_that_it_is_made_of() -> None:
    setup = SetupMandate(amount=Money(0, USD), payment_method=CARD, auth_type=AuthenticationType.THREE_DS,
                         return_url="https://shop.example", state=STATE)
    token = TokenSetupMandate(amount=Money(0, USD), connector_token=Secret("S1"), state=STATE)
    assert key_of(SETUP_MANDATE, setup) == "o-1"
    assert key_of(TOKEN_SETUP_MANDATE, token) not in (None, "o-1")


def test_a_setup_token_is_no_mandate_though_it_came_without_a_status() -> None:
    setup = SetupMandate(amount=Money(0, USD), payment_method=CARD, auth_type=AuthenticationType.THREE_DS,
                         return_url="https://shop.example", state=STATE)
    result = engine.parse(PAYPAL, SETUP_MANDATE, setup, answer(201, id="S1"), context())
    assert isinstance(result, MandateSetup)
    assert (result.status, result.mandate_reference) == (Status.UNRESOLVED, None)


@pytest.mark.parametrize(("how", "final"), [(CaptureMethod.MANUAL, True), (CaptureMethod.MANUAL_MULTIPLE, False)])
def test_a_capture_of_a_payment_for_several_captures_does_not_give_up_the_rest(how: CaptureMethod, final: bool) -> None:
    built = engine.build(PAYPAL, CAPTURE, Capture(
        connector_transaction_id="O1", amount_to_capture=Money(100, USD), capture_method=how, state=STATE,
        connector_feature_data=Secret('{"authorize_id": "A1"}')), context())
    assert json.loads(built.body or b"")["final_capture"] is final


@pytest.mark.parametrize("http_status", [200, 204])
def test_a_void_of_what_is_left_does_not_say_that_nothing_was_taken(http_status: int) -> None:
    void = Void(connector_transaction_id="O1", state=STATE, connector_feature_data=Secret(
        '{"authorize_id": "A1", "capture_id": "C1", "psync_flow": "ORDER", "authorized": 4250, "captured": 1000}'))
    result = parse(VOID, void, answer(http_status, id="A1", status="VOIDED"))
    assert result.status is Status.PARTIAL_CHARGED
    assert result.connector_feature_data == void.connector_feature_data


@pytest.mark.parametrize(("part", "path"), [("shipping_cost", "shipping_cost"), ("order_tax_amount",) * 2])
@pytest.mark.parametrize("minor", [-1, 4251])
def test_a_part_that_is_none_of_the_amount_is_refused_before_sending(part: str, path: str, minor: int) -> None:
    with pytest.raises(InvalidField) as caught:
        engine.build(PAYPAL, AUTHORIZE, msgspec.structs.replace(PAY, **{part: Money(minor, USD)}), context())
    assert caught.value.paths == (f"{path}.minor_amount",)


def test_a_first_payments_network_id_is_for_charges_without_the_shopper() -> None:
    charge = ChargeMandate(
        amount=Money(4250, USD), off_session=False, state=STATE,
        connector_recurring_payment_id=NetworkMandate(network_transaction_id="016153570198200"),
        payment_method=CardForNetworkTransactionId(
            card_number=CARD.card_number, card_exp_month=CARD.card_exp_month, card_exp_year=CARD.card_exp_year))
    with pytest.raises(Unsupported):
        engine.build(PAYPAL, CHARGE_MANDATE, charge, context())


def test_another_amount_than_was_asked_for_is_an_unknown_outcome_with_the_order_to_sync() -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        parse(AUTHORIZE, PAY, paid("42.51"))
    assert caught.value.reference == "O1"


# -- the parts of an order ---------------------------------------------------------------------------------------------
AMOUNTS = st.integers(0, 10**6)
LINES = st.lists(st.builds(
    lambda amount, quantity, off: OrderLine(
        amount=Money(amount, USD), quantity=quantity, product_name="x", unit_discount_amount=Money(off, USD)),
    AMOUNTS, st.integers(0, 9), st.integers(0, 50)), max_size=4)


def purchase(total: int, tax: int, cost: int, lines: Sequence[OrderLine]) -> Purchase:
    return Purchase(
        amount=Money(total, USD), capture_method=None, reference="o-1", merchant_order_id=None, description=None,
        descriptor=None, address=None, shipping_cost=Money(cost, USD), tax=Money(tax, USD), lines=lines)


@given(AMOUNTS, AMOUNTS, AMOUNTS, LINES, st.booleans())
def test_they_add_up_to_its_amount(goods: int, tax: int, cost: int, lines: list[OrderLine], fitting: bool) -> None:
    """Else PayPal refuses it: AMOUNT_MISMATCH, ITEM_TOTAL_MISMATCH."""
    if fitting:
        goods = sum((line.amount.minor_amount - (line.unit_discount_amount or line.amount).minor_amount) * line.quantity
                    for line in lines)
    assume(goods >= 0)  # else tax and shipping are more than the amount, which is refused
    made = unit(purchase(goods + tax + cost, tax, cost, lines))
    parts = {name: Decimal(part["value"]) if part else Decimal() for name, part in made["amount"]["breakdown"].items()}
    assert parts["item_total"] + parts["tax_total"] + parts["shipping"] - parts["discount"] == Decimal(
        made["amount"]["value"])
    assert sum(Decimal(item["unit_amount"]["value"]) * int(item["quantity"]) for item in made["items"]) == parts[
        "item_total"]


@given(LINES.filter(bool))
def test_lines_that_fit_are_all_there(lines: list[OrderLine]) -> None:
    goods = sum((line.amount.minor_amount - (line.unit_discount_amount or line.amount).minor_amount) * line.quantity
                for line in lines)
    made = itemized(lines, Money(goods, USD))
    assert made is None if any(line.quantity < 1 for line in lines) else made is not None and len(made[0]) == len(lines)


@pytest.mark.parametrize("field", ["order_tax_amount", "shipping_cost"])
def test_a_part_in_another_currency_is_refused(field: str) -> None:
    asked = Authorize(**{field: Money(1, Currency.EUR)}, amount=PAY.amount, payment_method=CARD, state=STATE)  # type: ignore[arg-type]
    with pytest.raises(InvalidField, match=field):
        engine.build(PAYPAL, AUTHORIZE, asked, context())


# -- cards -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("month", "year", "sent"), [
    ("9", "31", "2031-09"), ("09", "2031", "2031-09"), ("12", "2099", "2099-12")])
def test_an_expiry_date_is_year_and_month(month: str, year: str, sent: str) -> None:
    card = Card(card_number=Secret("4012888888881881"), card_exp_month=Secret(month), card_exp_year=Secret(year))
    built = engine.build(PAYPAL, AUTHORIZE, Authorize(amount=PAY.amount, payment_method=card, state=STATE), context())
    assert body(built)["payment_source"]["card"]["expiry"] == sent


def test_of_a_card_behind_an_alias_only_the_holders_name_is_sent() -> None:
    alias = ProxyCard(card_number=Secret("tok_1"), card_exp_month=Secret("tok_2"), card_exp_year=Secret("tok_3"),
                      card_cvc=Secret("tok_4"), card_holder_name=Secret("Mira Okafor"))
    built = engine.build(PAYPAL, PROXY_AUTHORIZE, ProxyAuthorize(
        amount=PAY.amount, card_proxy=alias, state=STATE), context())
    assert b"tok_" not in (built.body or b"")
    assert b"Mira Okafor" in (built.body or b"")


@pytest.mark.parametrize("kind", [PaymentMethodType.CREDIT, PaymentMethodType.PAY_PAL, PaymentMethodType.APPLE_PAY])
def test_a_charge_by_the_vault_sends_its_token_and_nothing_of_the_method(kind: PaymentMethodType) -> None:
    built = engine.build(PAYPAL, CHARGE_MANDATE, ChargeMandate(
        amount=PAY.amount, payment_method_type=kind, state=STATE,
        connector_recurring_payment_id=ConnectorMandate(connector_mandate_id="v-7")), context())
    (source,) = body(built)["payment_source"].values()
    assert source["vault_id"] == "v-7"
    assert "number" not in source


def test_money_that_cannot_be_reserved_is_not_promised() -> None:
    flow = PAYPAL.flow(AUTHORIZE)
    assert flow is not None
    assert all(Feature.MANUAL_CAPTURE in flow.without[method] for method in BANK_REDIRECTS)
