"""What cases cannot say of Adyen: addresses by environment and account, keys, amounts, what the shopper brings back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from tollbridge import catalog, engine
from tollbridge.connectors.adyen.account import Account, disputes_url, pal_url
from tollbridge.connectors.adyen.methods import WITHOUT, method_fields
from tollbridge.connectors.adyen.shopper import browser_info, telephone
from tollbridge.contract.codec import json_codec
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadCredentials, InvalidField, MissingField, OutcomeUnknown, Rejected, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.bank_redirects import BancontactCard
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.methods.wallets import AliPayRedirect, GooglePay, GooglePayEncryptedTokenizationData
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import AUTHORIZE, CAPTURE, REFUND, SYNC
from tollbridge.domain.payments import Authorize, Capture, CaptureMethod, Sync
from tollbridge.domain.people import Address, BrowserInformation
from tollbridge.domain.redirects import FormRedirect, Redirect
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.domain.three_ds import AuthenticationType
from tollbridge.kit.flow import Context
from tollbridge.kit.http import HttpRequest, HttpResponse

ADYEN = catalog.load("adyen")
CARD = Card(card_number=Secret("4111111111111111"), card_exp_month=Secret("03"), card_exp_year=Secret("2030"),
            card_cvc=Secret("737"))


def account(**fields: Any) -> Account:
    return Account(api_key=Secret("AQE1-key"), merchant_account=Secret("LanternsECOM"), **fields)


def context(its: Account | None = None, environment: Environment = Environment.TEST,
            key: str | None = "lantern-1") -> Context[Any]:
    return Context(account=its or account(), now=datetime(2026, 1, 1, tzinfo=UTC), nonce="n", idempotency_key=key,
                   environment=environment)


def pay(**fields: Any) -> Authorize:
    asked: dict[str, Any] = {"amount": Money(4250, Currency.EUR), "payment_method": CARD,
                             "merchant_transaction_id": "lantern-1", "return_url": "https://lantern.example/return"}
    return Authorize(**asked | fields)


def body(request: HttpRequest) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(request.body or b"{}")
    return read


def answer(**fields: Any) -> HttpResponse:
    return HttpResponse(200, json.dumps({"resultCode": "Authorised", "pspReference": "P1", **fields}).encode())


def parsed(response: HttpResponse, request: Authorize | None = None) -> Payment:
    result = engine.parse(ADYEN, AUTHORIZE, request or pay(), response, context())
    assert isinstance(result, Payment)
    return result


# -- addresses -------------------------------------------------------------------------------------------------------
def test_live_has_a_host_by_account() -> None:
    its = account(endpoint_prefix="1797a841fbb37ca7-Lanterns")
    built = engine.build(ADYEN, AUTHORIZE, pay(), context(its, Environment.LIVE))
    assert built.url == "https://1797a841fbb37ca7-Lanterns-checkout-live.adyenpayments.com/checkout/v68/payments"
    assert pal_url(context(its, Environment.LIVE), "/Payout/v68/x") == (
        "https://1797a841fbb37ca7-Lanterns-pal-live.adyenpayments.com/pal/servlet/Payout/v68/x")
    assert disputes_url(context(its, Environment.LIVE), "/ca/x") == "https://ca-live.adyen.com/ca/x"


def test_test_needs_no_prefix() -> None:
    built = engine.build(ADYEN, AUTHORIZE, pay(), context())
    assert built.url == "https://checkout-test.adyen.com/v68/payments"


@pytest.mark.parametrize("prefix", [None, "", "evil.example/x", "a b", "a@evil.example", "a\n", "ü"])
def test_live_without_a_prefix_or_with_more_than_one_goes_nowhere(prefix: str | None) -> None:
    with pytest.raises(BadCredentials) as caught:
        engine.build(ADYEN, AUTHORIZE, pay(), context(account(endpoint_prefix=prefix), Environment.LIVE))
    assert caught.value.paths == ("endpoint_prefix",)


def test_an_account_may_have_hosts_of_its_own() -> None:
    its = account(base_url="https://proxy.example/adyen/", dispute_base_url="https://disputes.example/")
    for environment in Environment:
        ctx = context(its, environment)
        assert engine.build(ADYEN, AUTHORIZE, pay(), ctx).url == "https://proxy.example/adyen/v68/payments"
        assert pal_url(ctx, "/Payout/v68/x") == "https://proxy.example/adyen/pal/servlet/Payout/v68/x"
        assert disputes_url(ctx, "/ca/x") == "https://disputes.example/ca/x"
        alone = context(account(base_url="https://proxy.example/adyen/"), environment)
        assert disputes_url(alone, "/ca/x") == "https://proxy.example/adyen/ca/x"


# -- keys ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("length", "taken"), [(1, True), (64, True), (65, False)])
def test_a_key_has_64_characters_at_most(length: int, taken: bool) -> None:
    ctx = context(key="k" * length)
    if taken:
        assert engine.build(ADYEN, AUTHORIZE, pay(), ctx).headers["idempotency-key"] == "k" * length
    else:
        with pytest.raises(InvalidField):
            engine.build(ADYEN, AUTHORIZE, pay(), ctx)


@pytest.mark.parametrize("status", [400, 401, 403, 422, 500])
def test_what_is_marked_transient_says_nothing_of_the_payment(status: int) -> None:
    error = json.dumps({"status": status, "errorCode": "702", "message": "x", "errorType": "validation"}).encode()
    with pytest.raises(OutcomeUnknown):
        engine.parse(ADYEN, AUTHORIZE, pay(), HttpResponse(status, error, {"transient-error": "true"}), context())
    for header in ({"transient-error": "false"}, {}):
        verdict = ADYEN.error(HttpResponse(status, error, header), context())
        assert isinstance(verdict, Failure if status in (400, 422) else Rejected) or (status == 500 and verdict is None)


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_fault_of_adyens_own_says_nothing_of_the_payment_whatever_the_status(status: int) -> None:
    error = json.dumps({"status": status, "errorCode": "701", "message": "x", "errorType": "internal"}).encode()
    with pytest.raises(OutcomeUnknown):
        engine.parse(ADYEN, AUTHORIZE, pay(), HttpResponse(status, error), context())


# -- amounts ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("currency", "minor", "wire"), [
    (Currency.CLP, 990, 99000), (Currency.ISK, 990, 99000), (Currency.CVE, 99000, 990), (Currency.IDR, 99000, 990),
    (Currency.KWD, 12345, 12345), (Currency.JPY, 990, 990),
])
def test_money_goes_out_and_comes_back_as_adyen_counts_it(currency: Currency, minor: int, wire: int) -> None:
    asked = Money(minor, currency)
    assert body(engine.build(ADYEN, AUTHORIZE, pay(amount=asked), context()))["amount"]["value"] == wire
    capture = Capture(connector_transaction_id="P1", amount_to_capture=asked)
    assert body(engine.build(ADYEN, CAPTURE, capture, context()))["amount"]["value"] == wire
    got = parsed(answer(amount={"currency": currency.value, "value": wire}), pay(amount=asked))
    assert got.captured_amount == got.authorized_money == asked


@pytest.mark.parametrize("currency", [Currency.CVE, Currency.IDR])
def test_a_fraction_that_adyen_does_not_count_is_refused(currency: Currency) -> None:
    with pytest.raises(InvalidField, match=r"amount\.minor_amount"):
        engine.build(ADYEN, AUTHORIZE, pay(amount=Money(99001, currency)), context())


# -- what comes back with the shopper --------------------------------------------------------------------------------
@pytest.mark.parametrize(("given", "sent"), [
    ("redirectResult=a%21b", {"redirectResult": "a!b"}),
    ("?payload=p&redirectResult=r", {"redirectResult": "r"}),
    ("threeDSResult=t&x=1", {"threeDSResult": "t"}),
    ("payload=p", {"payload": "p"}),
])
def test_a_sync_sends_what_the_shopper_came_back_with(given: str, sent: dict[str, str]) -> None:
    request = engine.build(ADYEN, SYNC, Sync(encoded_data=Secret(given)), context())
    assert request.url.endswith("/v68/payments/details")
    assert body(request) == {"details": sent}


@given(st.text())
def test_whatever_the_browser_brings_is_sent_or_refused(text: str) -> None:
    try:
        request = engine.build(ADYEN, SYNC, Sync(encoded_data=Secret(text)), context())
    except (MissingField, InvalidField):
        return
    assert set(body(request)["details"]) <= {"redirectResult", "threeDSResult", "payload"}


# -- what the shopper has to do --------------------------------------------------------------------------------------
def test_every_kind_of_action_is_handed_on_whole() -> None:
    action = {"type": "qrCode", "paymentMethodType": "pix", "qrCodeData": "000201", "url": "https://checkout.example/qr"}
    got = parsed(answer(resultCode="Pending", action=action))
    assert got.status is Status.AUTHENTICATION_PENDING
    assert got.redirection_data == Redirect(uri="https://checkout.example/qr")
    assert got.connector_feature_data is not None
    assert json.loads(got.connector_feature_data.reveal()) == action


def test_a_redirect_by_post_is_a_form() -> None:
    action = {"type": "redirect", "url": "https://acs.example", "method": "POST", "data": {"MD": "m", "PaReq": "p"}}
    got = parsed(answer(resultCode="RedirectShopper", action=action))
    assert isinstance(got.redirection_data, FormRedirect)
    assert (got.redirection_data.endpoint, got.redirection_data.form_fields) == (
        "https://acs.example", {"MD": "m", "PaReq": "p"})


def test_pending_without_anything_to_do_is_pending() -> None:
    assert parsed(answer(resultCode="Pending")).status is Status.PENDING
    assert parsed(answer(resultCode="Pending", action=None)).status is Status.PENDING


@pytest.mark.parametrize(("headers", "again"), [
    ({"transient-error": "true"}, True), ({"transient-error": "false"}, False), ({}, False)])
def test_a_key_that_is_used_up_is_not_to_be_sent_again(headers: dict[str, str], again: bool) -> None:
    """704 without that mark: another request had the key. The same again would be told the same for ever."""
    error = json.dumps({"status": 422, "errorCode": "704", "message": "in progress"}).encode()
    with pytest.raises(OutcomeUnknown) as caught:
        engine.parse(ADYEN, AUTHORIZE, pay(), HttpResponse(422, error, headers), context())
    assert (caught.value.repeatable, caught.value.key_taken) == (again, not again)


# -- a part ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("fields", "part"), [
    ({"amount": {"currency": "EUR", "value": 3000}}, 3000),
    ({"amount": {"currency": "EUR", "value": 4250},
      "additionalData": {"authorisedAmountValue": "3000", "authorisedAmountCurrency": "EUR"}}, 3000),
    ({"amount": {"currency": "EUR", "value": 4250}}, None),
    ({"amount": {"currency": "USD", "value": 3000}}, None),
    ({}, None),
])
def test_a_part_is_told_where_its_size_is(fields: dict[str, Any], part: int | None) -> None:
    got = parsed(answer(resultCode="PartiallyAuthorised", **fields))
    assert got.status is (Status.PARTIALLY_AUTHORIZED if part else Status.UNRESOLVED)
    assert got.authorized_amount == (Money(part, Currency.EUR) if part else None)


# -- people ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("number", "code", "sent"), [
    ("2065550142", "+1", "+12065550142"), ("2065550142", "1", "+12065550142"), ("+4741234567", "+1", "+4741234567"),
    ("2065550142", None, None), (None, "+1", None),
])
def test_a_telephone_number_has_its_country(number: str | None, code: str | None, sent: str | None) -> None:
    got = telephone(Address(phone_number=Secret(number) if number else None, phone_country_code=code))
    assert (got.reveal() if got else None) == sent


def test_a_browser_is_described_whole_or_not_at_all() -> None:
    whole = BrowserInformation(color_depth=24, screen_height=0, screen_width=0, java_enabled=False, language="en",
                               time_zone_offset_minutes=0, accept_header="a", user_agent="u")
    assert browser_info(whole) is not None
    assert browser_info(BrowserInformation(user_agent="u", language="en")) is None
    assert browser_info(None) is None


@pytest.mark.parametrize("method", [
    CARD, GooglePay(tokenization_data=GooglePayEncryptedTokenizationData(token=Secret("{}"))),
    BancontactCard(card_number=CARD.card_number, card_exp_month=CARD.card_exp_month, card_exp_year=CARD.card_exp_year),
], ids=["card", "google_pay", "bancontact"])
def test_3ds_that_was_asked_for_is_not_left_out_for_lack_of_a_browser(method: Any) -> None:
    with pytest.raises(MissingField) as caught:
        engine.build(ADYEN, AUTHORIZE, pay(payment_method=method, auth_type=AuthenticationType.THREE_DS), context())
    assert "browser_info.user_agent" in caught.value.paths


# -- what a method cannot do -----------------------------------------------------------------------------------------
def test_a_wallet_cannot_be_reserved_that_takes_at_once() -> None:
    asked = pay(payment_method=AliPayRedirect(), capture_method=CaptureMethod.MANUAL)
    with pytest.raises(Unsupported, match="manual_capture with ali_pay_redirect"):
        engine.build(ADYEN, AUTHORIZE, asked, context())
    assert Feature.MANUAL_CAPTURE in WITHOUT[AliPayRedirect]
    assert Card not in WITHOUT


def test_every_method_has_a_place_in_what_is_sent() -> None:
    """None of them forgets the payment method itself."""
    flow = ADYEN.flow(AUTHORIZE)
    assert flow is not None
    assert len(flow.accepted) == len(method_fields.registry) - 1 > 70


def test_a_refund_of_what_is_no_reason_of_adyens_is_for_another() -> None:
    for given_reason, sent in (("customer_request", "CUSTOMER REQUEST"), ("Fraudulent", "FRAUD"), ("RETURN", "RETURN"),
                               ("Lamp was cracked", "OTHER")):
        request = json_codec(REFUND).read_request({
            "connector_transaction_id": "P1", "refund_amount": {"minor_amount": 1, "currency": "EUR"},
            "reason": given_reason})
        assert body(engine.build(ADYEN, REFUND, request, context()))["merchantRefundReason"] == sent
