"""What Worldpay's golden cases cannot say: links that lead elsewhere, signatures while a secret is replaced."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tollbridge import catalog, kit
from tollbridge.connectors.worldpay.account import Account, Kept, keep
from tollbridge.connectors.worldpay.results import found, plain
from tollbridge.connectors.worldpay.webhook import verify
from tollbridge.connectors.worldpay.wire import Href
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadCredentials, InvalidField, OutcomeUnknown, SignatureMismatch
from tollbridge.domain.events import WebhookSecrets
from tollbridge.domain.extensions import DeleteToken
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import AUTHORIZE, CAPTURE, DELETE_TOKEN, SYNC, TOKEN_AUTHORIZE
from tollbridge.domain.payments import Authorize, Capture, Sync, TokenAuthorize
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.engine import plan

WORLDPAY = catalog.load("worldpay")
ACCOUNT = Account(username=Secret("user"), password=Secret("pass"), entity_id=Secret("PO1"),
                  merchant_name=Secret("Lantern Shop"))
CTX = kit.Context(ACCOUNT, datetime(2026, 1, 1, tzinfo=UTC), "n", "lantern-8001", Environment.TEST)
PAY = Authorize(
    amount=Money(4250, Currency.GBP), merchant_transaction_id="lantern-8001", payment_method=Card(
        card_number=Secret("4444333322221111"), card_exp_month=Secret("09"), card_exp_year=Secret("2031")))
BODY = b'{"eventId": "1"}'
KEY = "6c616e7465726e"


def capture(feature_data: str) -> kit.HttpRequest:
    asked = Capture(connector_transaction_id="p1", amount_to_capture=Money(5, Currency.GBP), merchant_capture_id="c",
                    connector_feature_data=Secret(feature_data))
    return next(plan(WORLDPAY, CAPTURE, asked, CTX))


@pytest.mark.parametrize("link", [
    "https://elsewhere.example/api/payments/p1/partialSettlements", "//elsewhere.example/partialSettlements",
    "/api/payments/../../elsewhere/partialSettlements", "/api/payments/p2/partialRefunds", "", "@elsewhere.example"])
def test_a_link_that_leads_elsewhere_is_not_followed(link: str) -> None:
    """connector_feature_data comes from the caller: our password goes nowhere else, and money only where it is sent."""
    kept = json.dumps({"link_data": "p1", "actions": {"partiallySettlePayment": link}})
    assert capture(kept).url == "https://try.access.worldpay.com/api/payments/p1/partialSettlements"


def test_the_next_capture_goes_where_the_last_answer_said() -> None:
    answer = {"outcome": "sentForSettlement", "_links": {"self": {"href": "https://a.example/api/payments/p%2F9"}},
              "_actions": {"partiallySettlePayment": {"href": "https://a.example/api/payments/p%2F9x/partialSettlements"}}}
    steps = plan(WORLDPAY, AUTHORIZE, PAY, CTX)
    next(steps)
    with pytest.raises(StopIteration) as done:
        steps.send(kit.HttpResponse(202, json.dumps(answer).encode()))
    its = done.value.value
    assert isinstance(its, Payment)
    assert its.connector_transaction_id == "p/9"
    asked = Capture(connector_transaction_id="p/9", amount_to_capture=Money(5, Currency.GBP), merchant_capture_id="c",
                    connector_feature_data=its.connector_feature_data)
    sent = next(plan(WORLDPAY, CAPTURE, asked, CTX))
    assert sent.url == "https://try.access.worldpay.com/api/payments/p%2F9x/partialSettlements"


def test_a_lost_authorization_is_found_by_our_own_reference() -> None:
    steps = plan(WORLDPAY, AUTHORIZE, PAY, CTX)
    next(steps)
    with pytest.raises(OutcomeUnknown) as lost:
        steps.throw(OutcomeUnknown("the connection broke"))
    assert lost.value.syncable
    assert not lost.value.repeatable
    sent = next(plan(WORLDPAY, SYNC, Sync(connector_transaction_id=lost.value.reference or ""), CTX))
    assert sent.url == "https://try.access.worldpay.com/payments/events?transactionReference=lantern-8001&entity=PO1"
    assert "PO1" not in sent.shown_url


@pytest.mark.parametrize("links", [{}, {"curies": [{"name": "payments", "href": "/x"}]}, {"payments:cancel": 1},
                                   {"cardPayments:settle": {"href": None}}])
def test_a_payment_without_links_has_no_id(links: dict[str, Any]) -> None:
    assert found(links) == ""


def test_nothing_is_kept_of_an_answer_without_an_id() -> None:
    assert keep(None, {"cancelPayment": Href("/api/payments/p1/cancellations")}) is None
    assert kit.carried(keep("p1", {}), Kept) == Kept(link_data="p1")


def test_a_payment_needs_a_name_for_the_statement() -> None:
    nameless = kit.Context(Account(username=Secret("u"), password=Secret("p"), entity_id=Secret("e")), CTX.now, "n",
                           None, Environment.TEST)
    with pytest.raises(BadCredentials, match="bank statement"):
        next(plan(WORLDPAY, AUTHORIZE, PAY, nameless))


def signature(key: bytes, body: bytes = BODY) -> str:
    return hmac.new(key, body, hashlib.sha256).hexdigest()


def taken_in(header: str, secret: str = KEY) -> bool:
    hook = kit.WebhookRequest("POST", "/", "", (("Event-Signature", header),), BODY)
    try:
        verify(hook, WebhookSecrets(secret=Secret(secret)), CTX)
    except SignatureMismatch:
        return False
    return True


def test_one_of_several_signatures_suffices_in_any_order() -> None:
    good, other = f"7/SHA256/{signature(KEY.encode())}", f"8/SHA256/{'0' * 64}"
    assert taken_in(f"{good},{other}")
    assert taken_in(f"{other}, {good}")
    assert not taken_in(f"{other},{other}")


@pytest.mark.parametrize("header", ["", ",", "/", "1/SHA256", "1/SHA256/", "1/SHA1/" + signature(KEY.encode()),
                                    signature(KEY.encode()), "1/SHA256/" + signature(b"")])
def test_what_is_no_signature_proves_nothing(header: str) -> None:
    assert not taken_in(header)


def test_a_secret_may_be_text_or_hexadecimal() -> None:
    assert taken_in("1/SHA256/" + signature(bytes.fromhex(KEY)))
    assert taken_in("1/SHA256/" + signature(b"no hex"), secret="no hex")


@pytest.mark.parametrize(("written", "word"), [
    ("Authorized", "authorized"), ("Sent for Settlement", "sentForSettlement"), ("threeDsChallenged", "3dsChallenged"),
    ("Settlement failed", "settlementFailed"), ("", ""), ("  ", "")])
def test_words_are_read_however_they_are_written(written: str, word: str) -> None:
    assert plain(written) == word


@pytest.mark.parametrize("token", ["https://elsewhere.example/tokens/eyJ9", "/tokens/eyJ9", "eyJ9"])
def test_a_token_is_deleted_at_worldpay_and_not_shown(token: str) -> None:
    sent = next(plan(WORLDPAY, DELETE_TOKEN, DeleteToken(payment_method_token=Secret(token)), CTX))
    assert sent.url.startswith("https://try.access.worldpay.com/tokens/")
    assert "eyJ9" not in sent.shown_url


@pytest.mark.parametrize("token", [
    "https://try.access.worldpay.com/tokens/", "https://x.example/tokens/..", "?x=/tokens/eyJ9"])
def test_what_is_no_address_of_a_token_deletes_nothing(token: str) -> None:
    with pytest.raises(InvalidField, match="payment_method_token"):
        next(plan(WORLDPAY, DELETE_TOKEN, DeleteToken(payment_method_token=Secret(token)), CTX))


def test_a_session_is_no_kept_card() -> None:
    session = Secret("https://try.access.worldpay.com/sessions/eyJ9")
    asked = TokenAuthorize(amount=PAY.amount, merchant_transaction_id="lantern-8001", connector_token=session)
    paid = json.loads(next(plan(WORLDPAY, TOKEN_AUTHORIZE, asked, CTX)).body or b"")["instruction"]
    assert paid["paymentInstrument"] == {"type": "checkout", "sessionHref": session.reveal()}
    assert "customerAgreement" not in paid
