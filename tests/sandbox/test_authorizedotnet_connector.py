"""Our connector against the simulated Authorize.Net: what it tells the shop is what happened to the money."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from aiohttp import web
from msgspec.structs import replace

from tollbridge import (
    Authorize,
    BlockingTollbridge,
    Capture,
    CaptureMethod,
    ChargeMandate,
    Currency,
    Customer,
    Decline,
    FutureUsage,
    MandateStatus,
    Money,
    OutcomeUnknown,
    Payment,
    PaymentStatus as Status,
    RefundRequest,
    RefundStatus,
    RefundSync,
    Rejected,
    RevokeMandate,
    Secret,
    SetupMandate,
    Sync,
    TokenAuthorize,
    Tollbridge,
    Void,
    WebhookEventType as Type,
    card,
)
from tollbridge.domain.customers import CreateCustomer, GetCustomer
from tollbridge.domain.extensions import (
    ApprovePayment,
    DeleteToken,
    RejectPayment,
    TokenStatus,
    UpdateMandate,
    ValidateToken,
)
from tollbridge.domain.mandates import ConnectorMandate
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.methods.cards import Card, StoredMethod
from tollbridge.domain.methods.wallets import PaypalRedirect
from tollbridge.domain.payments import Reverse
from tollbridge.domain.people import Address, PaymentAddress
from tollbridge.domain.redirects import Redirect
from tollbridge.domain.refunds import VoidRefund
from tollbridge.domain.state import ConnectorState
from tollbridge.domain.statuses import OperationStatus
from tollbridge.domain.stored_methods import Tokenize
from tollbridge.domain.three_ds import RedirectionResponse
from tollbridge.sandbox import FaultKind, Sandbox, SandboxThread, Total
from tollbridge.sandbox.authorizedotnet import MERCHANTS

PRICE, PART = Money(4250, Currency.USD), Money(1000, Currency.USD)
VISA = "4111111111111111"
LOST = (FaultKind.CUT_AFTER_EFFECT, FaultKind.ERROR_AFTER_EFFECT, FaultKind.HTML_ERROR_PAGE, FaultKind.TRUNCATED_BODY,
        FaultKind.CUT_IN_HEADERS)
MIRA = Customer(id="mira-7", email=Secret("mira@lantern.example"))


def account(currency: str = "USD") -> dict[str, Any]:
    return {"name": f"sandbox{currency}", "transaction_key": MERCHANTS[f"sandbox{currency}"][0]}


@pytest.fixture
def shop(running: SandboxThread) -> Iterator[BlockingTollbridge]:
    with BlockingTollbridge("authorizedotnet", environment="test", base_url=running.base_url("authorizedotnet"),
                            **account()) as shop:
        yield shop


def order(own_id: str, *, zip_code: str = "98004", number: str = VISA, cvc: str = "314", **more: Any) -> Authorize:
    return Authorize(
        amount=PRICE, payment_method=card(number, "09", "2031", cvc), merchant_transaction_id=own_id,
        address=PaymentAddress(billing_address=Address(zip_code=Secret(zip_code))), **more)


def booked(running: SandboxThread, own_id: str, currency: str = "USD") -> Total:
    return running.sandbox.ledger.total(currency, processor="authorizedotnet", reference=own_id)


def settle(running: SandboxThread, its_id: str | None, outcome: str | None = None) -> str:
    return running.wait(lambda sandbox: sandbox.settle("authorizedotnet", its_id or "", outcome))


def state(shop: BlockingTollbridge, its: Payment) -> Payment:
    return shop.sync(Sync(connector_transaction_id=its.connector_transaction_id or "", amount=PRICE))


def test_a_payment_is_charged_settled_and_given_back_in_parts(
        shop: BlockingTollbridge, running: SandboxThread) -> None:
    paid = shop.authorize(order("o-1"))
    assert paid.status is Status.CHARGED
    assert paid.network_transaction_id
    assert (state(shop, paid).captured_amount, booked(running, "o-1").kept) == (PRICE, 4250)
    refund = RefundRequest(connector_transaction_id=paid.connector_transaction_id or "", refund_amount=PART,
                           merchant_refund_id="r-1", connector_feature_data=paid.connector_feature_data)
    early = shop.refund(refund)
    assert early.error is not None
    assert (early.status, early.error.code, early.error.unified) == (
        RefundStatus.REFUND_FAILURE, "54", Decline.TRY_AGAIN_LATER)
    assert settle(running, paid.connector_transaction_id) == "settledSuccessfully"
    back = shop.refund(refund)
    assert (back.status, booked(running, "o-1").kept) == (RefundStatus.REFUND_PENDING, 3250)
    settle(running, back.connector_refund_id)
    ask = RefundSync(connector_refund_id=back.connector_refund_id or "", refund_amount=PART)
    assert (shop.refund_sync(ask).status, shop.refund_sync(ask).refund_amount) == (RefundStatus.REFUND_SUCCESS, PART)
    too_much = shop.refund(replace(refund, refund_amount=PRICE))
    assert too_much.error is not None
    assert too_much.error.code == "55"


def test_a_reservation_is_captured_in_part_and_the_rest_is_released(
        shop: BlockingTollbridge, running: SandboxThread) -> None:
    held = shop.authorize(order("o-1", capture_method=CaptureMethod.MANUAL))
    assert (held.status, booked(running, "o-1").held) == (Status.AUTHORIZED, 4250)
    its_id = held.connector_transaction_id or ""
    more = shop.capture(Capture(connector_transaction_id=its_id, amount_to_capture=Money(4251, Currency.USD)))
    assert (more.status, more.error and more.error.code) == (Status.CAPTURE_FAILED, "47")
    assert shop.capture(Capture(connector_transaction_id=its_id, amount_to_capture=PART)).status is Status.CHARGED
    assert (state(shop, held).status, state(shop, held).captured_amount) == (Status.PARTIAL_CHARGED, PART)
    assert (booked(running, "o-1").held, booked(running, "o-1").captured) == (0, 1000)
    again = shop.capture(Capture(connector_transaction_id=its_id, amount_to_capture=PART))
    assert (again.status, booked(running, "o-1").captured) == (Status.CHARGED, 1000)  # it was captured already


def test_what_is_not_settled_can_be_undone(shop: BlockingTollbridge, running: SandboxThread) -> None:
    held = shop.authorize(order("o-1", capture_method=CaptureMethod.MANUAL))
    assert shop.void(Void(connector_transaction_id=held.connector_transaction_id or "")).status is Status.VOIDED
    paid = shop.authorize(order("o-2"))
    undone = shop.reverse(Reverse(connector_transaction_id=paid.connector_transaction_id or ""))
    assert undone.status is Status.VOIDED_POST_CAPTURE
    assert [(booked(running, one).held, booked(running, one).kept) for one in ("o-1", "o-2")] == [(0, 0), (0, 0)]
    late = shop.authorize(order("o-3"))
    settle(running, late.connector_transaction_id)
    assert shop.void(Void(connector_transaction_id=late.connector_transaction_id or "")).status is Status.VOID_FAILED
    assert booked(running, "o-3").kept == 4250


@pytest.mark.parametrize(("given", "code", "unified"), [
    ({"zip_code": "46282"}, "2", Decline.GENERIC_DECLINE), ({"number": "4111111111111112"}, "6",
                                                            Decline.INCORRECT_NUMBER)])
def test_a_decline_moves_nothing(shop: BlockingTollbridge, running: SandboxThread, given: dict[str, str], code: str,
                                 unified: Decline) -> None:
    no = shop.authorize(order("o-1", **given))
    assert no.error is not None
    assert (no.status, no.error.code, no.error.unified) == (Status.FAILURE, code, unified)
    assert booked(running, "o-1") == Total()


def test_an_amount_names_the_reason_with_the_card_for_it(shop: BlockingTollbridge, running: SandboxThread) -> None:
    for minor, code, unified in ((800, "8", Decline.EXPIRED_CARD), (4250, "2", Decline.GENERIC_DECLINE)):
        no = shop.authorize(replace(order(f"o-{minor}", number="4222222222222"), amount=Money(minor, Currency.USD)))
        assert no.error is not None
        assert (no.error.code, no.error.unified, booked(running, f"o-{minor}")) == (code, unified, Total())


def test_an_expired_card_and_another_currency_are_refused(shop: BlockingTollbridge) -> None:
    old = shop.authorize(Authorize(amount=PRICE, payment_method=card(VISA, "09", "2020", "314")))
    assert (old.error and old.error.unified) is Decline.EXPIRED_CARD
    other = shop.authorize(replace(order("o-1"), amount=Money(4250, Currency.EUR)))
    assert (other.error and other.error.unified) is Decline.CURRENCY_NOT_SUPPORTED


def test_what_the_fraud_filters_hold_is_nobodys_success(shop: BlockingTollbridge, running: SandboxThread) -> None:
    for own_id, outcome, status in (("o-1", "succeeded", Status.CHARGED), ("o-2", "failed", Status.FAILURE)):
        its = shop.authorize(order(own_id, zip_code="46299"))
        assert (its.status, state(shop, its).status) == (Status.UNRESOLVED, Status.UNRESOLVED)
        settle(running, own_id, outcome)
        assert state(shop, its).status is status
    assert (booked(running, "o-1").kept, booked(running, "o-2").held) == (4250, 0)


def test_the_merchant_decides_about_what_is_held(shop: BlockingTollbridge, running: SandboxThread) -> None:
    ids = [shop.authorize(replace(order(own_id, zip_code="46299"), capture_method=kind)).connector_transaction_id or ""
           for own_id, kind in (("o-1", CaptureMethod.AUTOMATIC), ("o-2", CaptureMethod.MANUAL), ("o-3", None))]
    assert shop.approve(ApprovePayment(connector_transaction_id=ids[0])).status is Status.CHARGED
    assert shop.approve(ApprovePayment(connector_transaction_id=ids[1])).status is Status.AUTHORIZED
    no = shop.reject(RejectPayment(connector_transaction_id=ids[2]))
    assert (no.status, no.error and no.error.unified) == (Status.FAILURE, Decline.FRAUD_SUSPECTED)
    again = shop.reject(RejectPayment(connector_transaction_id=ids[0]))
    assert (again.status, again.error and again.error.code) == (Status.UNRESOLVED, "16")
    assert [(booked(running, one).held, booked(running, one).kept) for one in ("o-1", "o-2", "o-3")] == [
        (0, 4250), (4250, 0), (0, 0)]


def test_paypal_takes_the_money_once_the_payer_has_agreed(shop: BlockingTollbridge, running: SandboxThread) -> None:
    asks = replace(order("o-1"), payment_method=PaypalRedirect(), return_url="https://lantern.example/back")
    first = shop.authorize(asks)
    assert (first.status, type(first.redirection_data), booked(running, "o-1").authorized) == (
        Status.AUTHENTICATION_PENDING, Redirect, 0)
    its_id = first.connector_transaction_id or ""
    no, yes = (replace(asks, connector_order_id=its_id, redirection_response=RedirectionResponse(
        params=f"token=EC-1&PayerID={payer}")) for payer in ("DECLINED", "S6D5ETGSVYX94"))
    refused = shop.authorize(no)
    assert (refused.status, refused.error and refused.error.code) == (Status.FAILURE, "2102")
    paid = shop.authorize(yes)
    assert (paid.status, booked(running, "o-1").kept, shop.authorize(yes).status) == (
        Status.CHARGED, 4250, Status.FAILURE)
    settle(running, its_id)
    back = shop.refund(RefundRequest(connector_transaction_id=its_id, refund_amount=PART,
                                     connector_feature_data=paid.connector_feature_data))
    assert (back.status, booked(running, "o-1").kept) == (RefundStatus.REFUND_PENDING, 3250)


def test_what_paypal_reserved_is_captured_or_released(shop: BlockingTollbridge, running: SandboxThread) -> None:
    for own_id, price in (("o-1", PRICE), ("o-2", PART)):
        asks = replace(order(own_id), amount=price, payment_method=PaypalRedirect(),
                       capture_method=CaptureMethod.MANUAL, return_url="https://lantern.example/back")
        its_id = shop.authorize(asks).connector_transaction_id or ""
        held = shop.authorize(replace(asks, connector_order_id=its_id, redirection_response=RedirectionResponse(
            payload={"PayerID": "S6D5ETGSVYX94"})))
        assert (held.status, booked(running, own_id).held) == (Status.AUTHORIZED, price.minor_amount)
        if own_id == "o-1":
            taken = shop.capture(Capture(connector_transaction_id=its_id, amount_to_capture=price))
            assert (taken.status, booked(running, own_id).kept) == (Status.CHARGED, 4250)
        else:
            assert shop.void(Void(connector_transaction_id=its_id)).status is Status.VOIDED


def test_a_refund_is_called_off_until_it_goes_out(shop: BlockingTollbridge, running: SandboxThread) -> None:
    paid = shop.authorize(order("o-1"))
    settle(running, paid.connector_transaction_id)
    back = shop.refund(RefundRequest(connector_transaction_id=paid.connector_transaction_id or "", refund_amount=PART,
                                     connector_feature_data=paid.connector_feature_data))
    its_id = back.connector_refund_id or ""
    off = shop.void_refund(VoidRefund(connector_refund_id=its_id))
    assert (off.status, off.error, booked(running, "o-1").kept) == (RefundStatus.REFUND_FAILURE, None, 4250)
    assert shop.refund_sync(RefundSync(connector_refund_id=its_id)).status is RefundStatus.REFUND_FAILURE


def test_a_stored_card_is_looked_up_replaced_and_forgotten(shop: BlockingTollbridge) -> None:
    kept = shop.tokenize(Tokenize(amount=PRICE, payment_method=card(VISA, "09", "2031"), customer=MIRA))
    token = kept.payment_method_token or Secret("")
    state = shop.validate_token(ValidateToken(payment_method_token=token))
    assert (state.status, state.card and (state.card.card_exp_year, state.card.last4_digits)) == (
        TokenStatus.ACTIVE, ("2031", "1111"))
    renewed = shop.update_mandate(UpdateMandate(
        mandate_reference=ConnectorMandate(connector_mandate_id=token.reveal()),
        payment_method=card("5424000000000015", "10", "2032")))
    assert renewed.status is MandateStatus.ACTIVE
    state = shop.validate_token(ValidateToken(payment_method_token=token))
    assert (state.card and (state.card.card_exp_month, state.card.last4_digits)) == ("10", "0015")
    forget = DeleteToken(payment_method_token=token)
    assert [shop.delete_token(forget).status for _ in range(2)] == [OperationStatus.SUCCESS, OperationStatus.FAILURE]
    assert shop.validate_token(ValidateToken(payment_method_token=token)).status is TokenStatus.NOT_FOUND


def test_amounts_have_the_currencys_own_digits(running: SandboxThread) -> None:
    with BlockingTollbridge("authorizedotnet", environment="test", base_url=running.base_url("authorizedotnet"),
                            **account("JPY")) as shop:
        paid = shop.authorize(replace(order("o-1"), amount=Money(4250, Currency.JPY)))
        assert (paid.status, booked(running, "o-1", "JPY").kept) == (Status.CHARGED, 4250)


def test_an_echeck_that_is_returned_is_no_longer_charged(shop: BlockingTollbridge, running: SandboxThread) -> None:
    debit = AchDebit(account_number=Secret("000123456789"), routing_number=Secret("121042882"),
                     bank_account_holder_name=Secret("Mira Okafor"))
    paid = shop.authorize(replace(order("o-1"), payment_method=debit))
    assert paid.status is Status.CHARGED
    settle(running, paid.connector_transaction_id, "failed")
    returned = state(shop, paid)
    assert (returned.status, returned.error and returned.error.code) == (Status.FAILURE, "R01")
    assert booked(running, "o-1").kept == 0
    large = shop.authorize(replace(order("o-2"), payment_method=debit, amount=Money(10001, Currency.USD)))
    assert large.status is Status.FAILURE


@pytest.mark.parametrize("fault", LOST)
def test_after_a_lost_answer_a_repeat_moves_nothing_and_names_the_first_one(
        shop: BlockingTollbridge, running: SandboxThread, fault: FaultKind) -> None:
    """Inside two minutes: https://support.authorize.net/s/article/Error-11-A-duplicate-transaction-has-been-submitted"""
    running.sandbox.faults.add(fault, processor="authorizedotnet", operation="payments.create")
    with pytest.raises(OutcomeUnknown) as told:
        shop.authorize(order("o-1"))
    assert not told.value.repeatable
    with pytest.raises(OutcomeUnknown) as again:
        shop.authorize(order("o-1"))
    assert (again.value.syncable, again.value.repeatable) == (True, False)
    found = shop.sync(Sync(connector_transaction_id=again.value.reference or "", amount=PRICE))
    assert (found.status, found.captured_amount) == (Status.CHARGED, PRICE)
    assert (booked(running, "o-1").charges, booked(running, "o-1").kept) == (1, 4250)
    assert shop.authorize(order("o-2")).status is Status.CHARGED  # another payment with the same card


def test_a_stored_card_is_charged_until_its_mandate_ends(shop: BlockingTollbridge, running: SandboxThread) -> None:
    first = shop.authorize(order("o-1", customer=MIRA, setup_future_usage=FutureUsage.OFF_SESSION))
    assert isinstance(first.mandate_reference, ConnectorMandate)
    charge = ChargeMandate(amount=PART, merchant_charge_id="c-1",
                           connector_recurring_payment_id=first.mandate_reference)
    assert (shop.charge_mandate(charge).status, booked(running, "c-1").kept) == (Status.CHARGED, 1000)
    its_id = first.mandate_reference.connector_mandate_id
    assert shop.revoke_mandate(RevokeMandate(connector_mandate_id=its_id)).status is MandateStatus.REVOKED
    gone = shop.charge_mandate(replace(charge, merchant_charge_id="c-2"))
    assert (gone.status, gone.error and gone.error.code) == (Status.FAILURE, "E00040")


def test_mandates_and_tokens_are_kept_of_known_and_of_new_customers(shop: BlockingTollbridge) -> None:
    made = shop.create_customer(CreateCustomer(merchant_customer_id="naya-1"))
    same = shop.create_customer(CreateCustomer(merchant_customer_id="naya-1"))
    assert made.connector_customer_id == same.connector_customer_id is not None
    found = shop.get_customer(GetCustomer(merchant_customer_id="naya-1"))
    assert (found.customer and found.customer.connector_customer_id) == made.connector_customer_id
    zero, its = Money(0, Currency.USD), card(VISA, "09", "2031", "314")
    known = shop.setup_mandate(SetupMandate(
        amount=zero, payment_method=its, state=ConnectorState(connector_customer_id=made.connector_customer_id)))
    assert isinstance(known.mandate_reference, ConnectorMandate)
    new = shop.setup_mandate(SetupMandate(amount=zero, payment_method=its, customer=MIRA))
    assert isinstance(new.mandate_reference, ConnectorMandate)
    assert known.mandate_reference != new.mandate_reference
    token = shop.tokenize(Tokenize(amount=zero, payment_method=card("5424000000000015", "09", "2031"),
                                   customer=MIRA, state=ConnectorState(
                                       connector_customer_id=made.connector_customer_id)))
    assert token.payment_method_token is not None
    paid = shop.authorize(replace(order("o-1"), payment_method=StoredMethod(token=token.payment_method_token)))
    assert paid.status is Status.CHARGED


def test_a_nonce_of_the_browser_is_good_for_one_payment(shop: BlockingTollbridge) -> None:
    pay = TokenAuthorize(amount=PRICE, connector_token=Secret("eyJjb2RlIjoiNTBfMl8wNjAwIn0="),
                         merchant_transaction_id="o-1")
    assert shop.token_authorize(pay).status is Status.CHARGED
    again = shop.token_authorize(replace(pay, merchant_transaction_id="o-2"))
    assert (again.error and again.error.code) == "E00114"


def test_wrong_credentials_are_no_decline(running: SandboxThread) -> None:
    with (BlockingTollbridge("authorizedotnet", environment="test", base_url=running.base_url("authorizedotnet"),
                             name="sandboxUSD", transaction_key="wrong") as shop,
          pytest.raises(Rejected, match="E00007")):
        shop.authorize(order("o-1"))


def test_checks_are_told_in_the_processors_letters(shop: BlockingTollbridge) -> None:
    its = shop.authorize(order("o-1", zip_code="46205", cvc="901"))
    told = its.connector_response
    assert told is not None
    assert b'"avs_result_code":"N","cvv_result_code":"N"' in (
        getattr(told.additional_payment_method_data, "payment_checks", None) or b"")


@pytest.fixture
async def events() -> AsyncIterator[tuple[str, list[web.Request]]]:
    """A shop's endpoint: its address, and what arrived there."""
    came: list[web.Request] = []

    async def take(request: web.Request) -> web.Response:
        await request.read()
        came.append(request)
        return web.Response()

    app = web.Application()
    app.router.add_post("/hooks", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hooks", came
    await runner.cleanup()


async def test_events_are_signed_and_say_what_happened(sandbox: Sandbox,
                                                       events: tuple[str, list[web.Request]]) -> None:
    url, came = events
    key = Secret("00112233445566778899AABBCCDDEEFF")
    sandbox.set_webhook("authorizedotnet", url, key)
    async with Tollbridge("authorizedotnet", environment="test", base_url=sandbox.base_url("authorizedotnet"),
                          **account()) as shop:
        held = await shop.authorize(order("o-1", capture_method=CaptureMethod.MANUAL))
        its_id = held.connector_transaction_id or ""
        await shop.capture(Capture(connector_transaction_id=its_id, amount_to_capture=PRICE))
        await shop.authorize(order("o-2", zip_code="46282"))  # a decline is no event
        paid = await shop.authorize(order("o-3"))
        await shop.void(Void(connector_transaction_id=paid.connector_transaction_id or ""))
        while len(came) < 4:
            await asyncio.sleep(0.01)
        told = [await shop.handle_webhook(await one.read(), one.headers, secret=key) for one in came]
    assert [event.event_type for handled in told for event in handled.events] == [
        Type.PAYMENT_INTENT_AUTHORIZATION_SUCCESS, Type.PAYMENT_INTENT_CAPTURE_SUCCESS, Type.PAYMENT_INTENT_SUCCESS,
        Type.PAYMENT_INTENT_CANCELLED]
    contents = [event.event_content for handled in told for event in handled.events]
    assert isinstance(contents[0], Payment)
    assert (contents[0].connector_transaction_id, contents[0].merchant_transaction_id) == (its_id, "o-1")


def test_no_card_number_stays(shop: BlockingTollbridge, running: SandboxThread) -> None:
    shop.authorize(order("o-1", customer=MIRA, setup_future_usage=FutureUsage.OFF_SESSION))
    books = running.sandbox._simulators["authorizedotnet"]._books  # type: ignore[attr-defined]
    assert VISA not in repr(books)
    assert isinstance(card(VISA, "09", "2031"), Card)
