"""What Worldpay's golden cases cannot say: currencies of other accounts, what becomes of a lost answer, live hosts."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from tollbridge import catalog, engine, kit
from tollbridge.connectors.worldpayvantiv.account import Account
from tollbridge.domain.disputes import DefendDispute, DisputeSync, EvidenceDocument, SubmitEvidence
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import InvalidField, MissingField, OutcomeUnknown, Unsupported
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.methods.cards import Card, StoredMethod
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import (
    AUTHORIZE,
    CAPTURE,
    CREATE_PAYOUT,
    DEFEND_DISPUTE,
    DISPUTE_SYNC,
    PAYOUT_SYNC,
    REFUND,
    REVERSE,
    SUBMIT_EVIDENCE,
    SYNC,
    Operation,
)
from tollbridge.domain.payments import Authorize, Capture, CaptureMethod, Reverse, Sync
from tollbridge.domain.payouts import CardPayout, CreatePayout, PayoutSync
from tollbridge.domain.people import Address, PaymentAddress
from tollbridge.domain.refunds import RefundRequest
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.engine import plan

VANTIV = catalog.load("worldpayvantiv")
ACCOUNT = Account(user=Secret("u"), password=Secret("p"), merchant_id=Secret("0180417"))
CTX = kit.Context(ACCOUNT, datetime(2026, 1, 1, tzinfo=UTC), "n" * 32, "lantern-1", Environment.TEST)
CARD = Card(card_number=Secret("4457010000000009"), card_exp_month=Secret("1"), card_exp_year=Secret("31"))
PAY = Authorize(amount=Money(500, Currency.USD), payment_method=CARD)
DEBIT = AchDebit(account_number=Secret("1099999903"), routing_number=Secret("011201995"),
                 bank_account_holder_name=Secret("Ada Wick"))
HOME = PaymentAddress(billing_address=Address(line1=Secret("1 Lantern Lane")))
CAPTURED = Capture(connector_transaction_id="82824356978301100", amount_to_capture=Money(500, Currency.USD))
REFUNDED = RefundRequest(connector_transaction_id="82824356978301205", refund_amount=Money(500, Currency.USD))


def sent(request: Any, operation: Operation[Any, Any] = AUTHORIZE, ctx: kit.Context[Account] = CTX) -> str:
    return (engine.build(VANTIV, operation, request, ctx).body or b"").decode()


def answered(element: str, code: str) -> kit.HttpResponse:
    return kit.HttpResponse(200, (
        f'<cnpOnlineResponse response="0" message="Valid Format"><{element}><cnpTxnId>82824356978301999</cnpTxnId>'
        f"<response>{code}</response><message>m</message></{element}></cnpOnlineResponse>").encode(), {})


@pytest.mark.parametrize("currency", [Currency.JPY, Currency.KWD, Currency.EUR])
def test_an_account_takes_its_own_currency_in_minor_units_and_no_other(currency: Currency) -> None:
    own = replace(CTX, account=replace(ACCOUNT, merchant_config_currency=currency.value))
    request = replace(PAY, amount=Money(500, currency))
    assert "<amount>500</amount>" in sent(request, ctx=own)
    for other, ctx in ((request, CTX), (PAY, own)):
        with pytest.raises(InvalidField, match="currency"):
            sent(other, ctx=ctx)


@pytest.mark.parametrize("request_", [
    PAY, replace(PAY, capture_method=CaptureMethod.MANUAL), replace(PAY, amount=Money(0, Currency.USD)),
    replace(PAY, payment_method=DEBIT, address=HOME)], ids=["sale", "authorization", "check", "debit"])
def test_a_payment_whose_answer_is_lost_is_asked_about_by_the_id_it_was_sent_with(request_: Authorize) -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        engine.parse(VANTIV, AUTHORIZE, request_, kit.HttpResponse(502, b"", {}), CTX)
    unknown = caught.value
    assert unknown.reference is not None
    assert f'id="{unknown.reference}"' in sent(request_)
    assert f"<origId>{unknown.reference}</origId>" in sent(Sync(connector_transaction_id=unknown.reference), SYNC)
    assert (unknown.syncable, unknown.repeatable) == (True, False)


@pytest.mark.parametrize(("operation", "request_", "element"), [
    (AUTHORIZE, PAY, "saleResponse"), (CAPTURE, CAPTURED, "captureResponse"), (REFUND, REFUNDED, "creditResponse")])
def test_a_duplicate_says_nothing_against_the_first(
        operation: Operation[Any, Any], request_: Any, element: str) -> None:
    with pytest.raises(OutcomeUnknown, match="251") as caught:
        engine.parse(VANTIV, operation, request_, answered(element, "251"), CTX)
    assert caught.value.key_taken
    assert not caught.value.repeatable


@pytest.mark.parametrize(("operation", "request_", "repeatable"), [
    (AUTHORIZE, PAY, False), (CAPTURE, CAPTURED, True), (REFUND, REFUNDED, True)])
def test_only_what_worldpay_compares_with_earlier_ones_is_repeated(
        operation: Operation[Any, Any], request_: Any, repeatable: bool) -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        engine.parse(VANTIV, operation, request_, kit.HttpResponse(504, b"", {}), CTX)
    assert caught.value.repeatable is repeatable


@pytest.mark.parametrize(("number", "kind"), [
    ("4457010000000009", "VI"), ("5112010000000003", "MC"), ("2221000000000009", "MC"), ("2720990000000007", "MC"),
    ("6011010000000003", "DI"), ("6500000000000002", "DI"), ("375001000000005", "AX"), ("36000000000008", "DC"),
    ("3530111333300000", "JC")])
def test_the_type_of_a_card_is_told_from_its_first_digits(number: str, kind: str) -> None:
    card = replace(CARD, card_number=Secret(number))
    assert f"<type>{kind}</type>" in sent(replace(PAY, payment_method=card))


@pytest.mark.parametrize("number", ["6759649826438453", "2721000000000004", "2220990000000005", "6200000000000005"])
def test_a_card_of_no_network_that_worldpay_names_is_refused(number: str) -> None:
    with pytest.raises(Unsupported, match="card network"):
        sent(replace(PAY, payment_method=replace(CARD, card_number=Secret(number))))


@pytest.mark.parametrize("brought", ['{"report_group": "shop"}', "[]", "not JSON", '{"amount": "much"}'])
def test_what_another_system_brings_along_does_not_hide_that_a_capture_was_made(brought: str) -> None:
    request = replace(CAPTURED, connector_feature_data=Secret(brought))
    told = engine.parse(VANTIV, CAPTURE, request, answered("captureResponse", "000"), CTX)
    assert isinstance(told, Payment)
    assert told.status is Status.CHARGED


def test_expiry_dates_are_four_digits_however_they_are_given() -> None:
    assert "<expDate>0131</expDate>" in sent(PAY)


def test_live_requests_go_to_the_live_hosts() -> None:
    live = replace(CTX, environment=Environment.LIVE)
    assert engine.build(VANTIV, AUTHORIZE, PAY, live).url == "https://transact.vantivcnp.com/vap/communicator/online"
    status = engine.build(VANTIV, SYNC, Sync(connector_transaction_id="82824356978301205"), live)
    assert status.url == "https://onlinessr.vantivcnp.com/reports/dtrPaymentStatus/82824356978301205"


def test_the_status_service_may_have_a_host_of_its_own() -> None:
    moved = replace(CTX, account=replace(ACCOUNT, base_url="http://127.0.0.1:1/api", secondary_base_url="http://s:2/"))
    status = engine.build(VANTIV, SYNC, Sync(connector_transaction_id="1"), moved)
    assert status.url == "http://s:2/reports/dtrPaymentStatus/1"
    assert engine.build(VANTIV, AUTHORIZE, PAY, moved).url == "http://127.0.0.1:1/api"


def test_a_token_is_told_from_a_registration_id_of_the_browser() -> None:
    for token, element in (("1111222233330009", "cnpToken"), ("cDZJcmd1VjNl", "paypageRegistrationId")):
        body = sent(replace(PAY, payment_method=StoredMethod(token=Secret(token))))
        assert re.search(f"<{element}>{token}</{element}>", body)


CASE = DisputeSync(connector_dispute_id="216000553703")


@pytest.mark.parametrize(("base", "secondary", "host"), [
    (None, None, "https://services.vantivcnp.com"),
    ("https://transact.vantivcnp.com/vap/communicator/online", "https://onlinessr.vantivcnp.com",
     "https://services.vantivcnp.com"),
    ("https://sandbox.example/", None, "https://sandbox.example"),
    ("https://sandbox.example", "https://beside.example/", "https://beside.example")])
def test_chargebacks_go_to_worldpays_own_host_but_from_a_sandbox(
        base: str | None, secondary: str | None, host: str) -> None:
    """The status service's host, given as other systems have it, is not the one of chargebacks."""
    account = replace(ACCOUNT, base_url=base, secondary_base_url=secondary)
    live = replace(CTX, account=account, environment=Environment.LIVE)
    assert engine.build(VANTIV, DISPUTE_SYNC, CASE, live).url == f"{host}/services/chargebacks/216000553703"


def test_a_debit_wants_a_name() -> None:
    nameless = replace(DEBIT, bank_account_holder_name=None)
    assert "<name>Ada Wick</name>" in sent(replace(PAY, payment_method=DEBIT, address=HOME))
    with pytest.raises(MissingField, match="bank_account_holder_name"):
        sent(replace(PAY, payment_method=nameless, address=HOME))


def test_a_debit_is_undone_by_what_its_answer_carries_along() -> None:
    paid = engine.parse(VANTIV, AUTHORIZE, replace(PAY, payment_method=DEBIT, address=HOME),
                        answered("echeckSalesResponse", "000"), CTX)
    assert isinstance(paid, Payment)
    undone = Reverse(connector_transaction_id="1", connector_feature_data=paid.connector_feature_data)
    assert "<echeckVoid " in sent(undone, REVERSE)
    assert "<void " in sent(replace(undone, connector_feature_data=None), REVERSE)


def test_a_payout_whose_answer_is_lost_is_never_sent_again_but_found() -> None:
    card = CardPayout(card_number=CARD.card_number, card_exp_month=CARD.card_exp_month,
                      card_exp_year=CARD.card_exp_year, card_holder_name=Secret("Ada Wick"))
    pushed = CreatePayout(amount=PAY.amount, merchant_payout_id="lantern-1", payout_method_data=card)
    with pytest.raises(OutcomeUnknown) as caught:
        engine.parse(VANTIV, CREATE_PAYOUT, pushed, kit.HttpResponse(502, b"", {}), CTX)
    assert not caught.value.repeatable
    asked = sent(PayoutSync(merchant_payout_id="lantern-1"), PAYOUT_SYNC)
    assert 'id="pay_lantern-1"' in sent(pushed, CREATE_PAYOUT)
    assert "<origId>pay_lantern-1</origId>" in asked


def test_the_same_file_is_handed_in_under_the_same_name() -> None:
    def url(content: bytes) -> str:
        document = EvidenceDocument(file_content=content, file_mime_type="image/jpeg")
        asked = SubmitEvidence(dispute_id="216000553703", evidence_documents=(document,))
        return next(plan(VANTIV, SUBMIT_EVIDENCE, asked, CTX)).url

    assert url(b"a") == url(b"a") != url(b"b")
    assert url(b"a").endswith(".jpg")


def test_an_answer_to_a_case_in_other_words_is_refused() -> None:
    with pytest.raises(InvalidField, match="MERCHANT_REPRESENT"):
        sent(DefendDispute(dispute_id="1", reason_code="MERCHANT_ACCEPTS_LIABILITY"), DEFEND_DISPUTE)
