"""What the cases of PayPal's webhooks, disputes and payouts cannot show: bytes, hosts, keys, and what is not sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from tollbridge import catalog, engine
from tollbridge.connectors.paypal import payouts, verification
from tollbridge.connectors.paypal.account import Account
from tollbridge.connectors.paypal.declines import DECLINES, ISSUES, NAMES, PAYOUTS, REASONS
from tollbridge.domain.declines import Decline
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import NotSent, OutcomeUnknown, Rejected, SignatureMismatch
from tollbridge.domain.events import Event, HandleEvent, WebhookSecrets
from tollbridge.domain.inbound import RequestDetails
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import CREATE_PAYOUT, HANDLE_EVENT
from tollbridge.domain.payouts import CreatePayout, PaypalPayout
from tollbridge.domain.secret import Secret
from tollbridge.domain.state import AccessToken
from tollbridge.kit.flow import Context
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.kit.webhook import WebhookRequest

PAYPAL = catalog.load("paypal")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ACCOUNT = Account(client_id=Secret("id"), client_secret=Secret("secret"))
CTX = Context(account=ACCOUNT, now=NOW, nonce="n", idempotency_key="key-1", environment=Environment.TEST)
TOKEN = AccessToken(token=Secret("t0ken"))
BODY = b'{ "id":"WH-1",\r\n"event_type" : "PAYMENT.CAPTURE.COMPLETED", "resource":{"id":"C1","status":"COMPLETED",' \
       b'"amount":{"value":"1.50","currency_code":"EUR"},"n":1.50e+2,"s":"\\u20ac\\/\xc3\xa9"}}\n '
HEADERS = {
    "Paypal-Auth-Algo": "SHA256withRSA", "Paypal-Transmission-Id": "9d1c7a10-e6a8-11f0-8d3b-5f2c3a4b5c6d",
    "Paypal-Cert-Url": "https://api.paypal.com/v1/notifications/certs/CERT-1",
    "Paypal-Transmission-Sig": "c2lnbmF0dXJl+/==", "Paypal-Transmission-Time": "2025-12-31T23:59:58Z"}


def arriving(body: bytes, headers: Mapping[str, str]) -> HandleEvent:
    return HandleEvent(
        request_details=RequestDetails(headers={**HEADERS, **headers}, body=body), access_token=TOKEN,
        webhook_secrets=WebhookSecrets(secret=Secret("1JE4291016473214C")))


def received(body: bytes = BODY, ctx: Any = CTX, verdict: HttpResponse | None = None,
             headers: Mapping[str, str] = {}) -> tuple[list[HttpRequest], Event]:
    """What is asked about a webhook, and the event that comes of PayPal's answer."""
    steps = engine.run(PAYPAL, HANDLE_EVENT, arriving(body, headers), ctx)
    asked = []
    try:
        asked.append(next(steps))
        asked.append(steps.send(verdict or HttpResponse(200, b'{"verification_status": "SUCCESS"}')))
    except StopIteration as done:
        return asked, done.value.result
    raise AssertionError(f"asked on: {asked[-1]}")


def test_paypal_is_asked_about_the_bytes_that_came_in() -> None:
    (question,), event = received()
    assert question.url == "https://api-m.sandbox.paypal.com/v1/notifications/verify-webhook-signature"
    assert question.body is not None
    assert BODY in question.body
    assert json.loads(question.body)["webhook_id"] == "1JE4291016473214C"
    assert event.connector_event_id == "WH-1"


def test_a_verdict_is_never_given_twice() -> None:
    """With an idempotency key PayPal could answer about an earlier webhook."""
    (question,), _ = received()
    assert "paypal-request-id" not in {name.lower() for name in question.headers}


def test_the_webhook_id_is_not_shown() -> None:
    from tollbridge.kit import masking

    (question,), _ = received()
    assert "1JE4291016473214C" not in masking.shown_body(question)


@pytest.mark.parametrize("more", [
    b', "webhook_id": "2AB"', b'}, "webhook_id": "2AB", "x": {', b" {}", b"\x00", b"// comment", b",", b"]"])
def test_a_body_cannot_speak_in_our_name(more: bytes) -> None:
    with pytest.raises(SignatureMismatch):
        received(BODY + more)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode) | st.builds(
    lambda event, around: around % json.dumps(event).encode(),
    st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text(max_size=5) | st.lists(st.booleans())),
    st.sampled_from((b"%s", b" \n%s\t", b"%s,", b"[%s]", b"%s%%s"))))
def test_whatever_is_asked_about_is_the_event_and_nothing_else(body: bytes) -> None:
    """A body either goes into the question as the value of `webhook_event`, or is refused."""
    try:
        question = next(engine.run(PAYPAL, HANDLE_EVENT, arriving(body, {}), CTX))
    except SignatureMismatch:
        return
    assert isinstance(question, HttpRequest)
    read = json.loads(question.body or b"")
    assert read["webhook_event"] == json.loads(body)
    assert read["webhook_id"] == "1JE4291016473214C"
    assert len(read) == 7


@pytest.mark.parametrize("body", [
    b'{"id":"a","id":"b"}', b'{"resource":{"status":"COMPLETED","status":"PENDING"}}', b'{"a":[{"b":1,"\\u0062":2}]}'])
def test_a_name_that_is_there_twice_is_refused(body: bytes) -> None:
    """PayPal might judge the one, and we read the other."""
    with pytest.raises(SignatureMismatch):
        received(body)


@pytest.mark.parametrize("url", [
    "https://api.paypal.com.evil.example/c", "https://evil.example/api.paypal.com/c", "http://api.paypal.com/c",
    "https://api.paypal.com@evil.example/c", "https://evilpaypal.com/c", "https://api.paypal.com:8443/c",
    "https://API.PAYPAL.COM\\@evil.example/c", "https://api.paypal.com", "ftp://api.paypal.com/c", "https://paypal.com./c"])
def test_a_certificate_of_another_host_proves_nothing(url: str) -> None:
    with pytest.raises(SignatureMismatch):
        received(headers={"Paypal-Cert-Url": url})


def test_a_host_of_the_accounts_own_may_sign() -> None:
    """A sandbox of ours, or a proxy: who sets base_url trusts it with the verdict already."""
    own = Context(account=Account(client_id=Secret("i"), client_secret=Secret("s"), base_url="http://127.0.0.1:9/pp"),
                  now=NOW, nonce="n", idempotency_key=None, environment=Environment.TEST)
    (question,), _ = received(ctx=own, headers={"Paypal-Cert-Url": "http://127.0.0.1:9/certs/1"})
    assert question.url.startswith("http://127.0.0.1:9/pp/v1/")
    with pytest.raises(SignatureMismatch):
        received(ctx=own, headers={"Paypal-Cert-Url": "http://127.0.0.1:99/certs/1"})


@pytest.mark.parametrize("age", [timedelta(0), timedelta(minutes=-5), timedelta(days=3), timedelta(days=3, hours=1)])
def test_redeliveries_of_three_days_are_taken_in(age: timedelta) -> None:
    sent = (NOW - age).strftime("%Y-%m-%dT%H:%M:%SZ")
    _, event = received(headers={"Paypal-Transmission-Time": sent})
    assert event.event_type is not None


@pytest.mark.parametrize("stamp", [
    "2025-12-28T22:59:59Z", "2026-01-01T00:05:01Z", "2025-12-31", "1767225600", "2025-12-31T23:59:58",
    "2025-13-01T00:00:00Z", "2025-12-31T23:59:58+00:00", "\u0662025-12-31T23:59:58Z"])
def test_a_time_outside_of_that_is_not(stamp: str) -> None:
    with pytest.raises(SignatureMismatch):
        received(headers={"Paypal-Transmission-Time": stamp})


@pytest.mark.parametrize("verdict", [
    HttpResponse(200, b'{"verification_status": "FAILURE"}'), HttpResponse(200, b'{"verification_status": "success"}')])
def test_what_paypal_denies_is_forged(verdict: HttpResponse) -> None:
    with pytest.raises(SignatureMismatch):
        received(verdict=verdict)


@pytest.mark.parametrize("verdict", [
    HttpResponse(500, b'{"verification_status": "SUCCESS"}'), HttpResponse(200, b""), HttpResponse(503, b""),
    HttpResponse(200, b'{"verification_status": true}'), HttpResponse(200, b"<html>SUCCESS</html>")])
def test_without_a_verdict_nobody_knows(verdict: HttpResponse) -> None:
    """Neither taken in nor called forged: a 5xx to PayPal, and it delivers again."""
    with pytest.raises(NotSent):
        received(verdict=verdict)


@pytest.mark.parametrize("status", [400, 403, 404, 429])
def test_a_question_that_paypal_refuses_lets_nothing_in(status: int) -> None:
    with pytest.raises(Rejected):
        received(verdict=HttpResponse(status, b'{"name": "NOT_AUTHORIZED", "verification_status": "SUCCESS"}'))


def test_nothing_is_asked_about_what_nobody_signed() -> None:
    bare = WebhookRequest("POST", "", "", (), BODY)
    assert not verification.signed_by_paypal(received_of(bare))
    whole = WebhookRequest("POST", "", "", tuple(HEADERS.items()), BODY)
    assert verification.signed_by_paypal(received_of(whole))


def received_of(hook: WebhookRequest) -> Any:
    from tollbridge.kit.webhook import Received

    return Received(hook, WebhookSecrets(secret=Secret("1JE")))


PAY = CreatePayout(amount=Money(4250, Currency.USD), merchant_payout_id="po-1", access_token=Secret("t"),
                   payout_method_data=PaypalPayout(email=Secret("ida@lantern.example")))
DUPLICATE = HttpResponse(400, json.dumps({"name": "USER_BUSINESS_ERROR", "details": [{
    "field": "SENDER_BATCH_ID", "issue": "Batch with given sender_batch_id already exists",
    "link": [{"href": "https://api.sandbox.paypal.com/v1/payments/payouts/B1", "rel": "self"}]}]}).encode())


def repeated(receiver: str, value: str, currency: str = "USD") -> Any:
    steps = engine.run(PAYPAL, CREATE_PAYOUT, PAY, CTX)
    next(steps)
    question = steps.send(DUPLICATE)
    assert (question.method, question.path) == ("GET", "/v1/payments/payouts/B1")
    item = {"payout_item_id": "I1", "transaction_status": "SUCCESS", "payout_item": {
        "receiver": receiver, "amount": {"currency": currency, "value": value}}}
    try:
        steps.send(HttpResponse(200, json.dumps({
            "batch_header": {"payout_batch_id": "B1", "batch_status": "SUCCESS"}, "items": [item]}).encode()))
    except StopIteration as done:
        return done.value.result
    raise AssertionError("asks on")


def test_a_payout_that_was_made_before_is_found_and_not_made_again() -> None:
    assert repeated("ida@lantern.example", "42.50").connector_payout_id == "B1"


@pytest.mark.parametrize(("receiver", "value", "currency"), [
    ("eve@lantern.example", "42.50", "USD"), ("ida@lantern.example", "42.51", "USD"),
    ("ida@lantern.example", "42.50", "EUR")])
def test_another_payout_under_the_same_id_is_not_taken_for_it(receiver: str, value: str, currency: str) -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        repeated(receiver, value, currency)
    assert (caught.value.reference, caught.value.key_taken, caught.value.repeatable) == ("B1", True, False)


def test_the_key_of_the_caller_tells_batches_apart() -> None:
    sent = next(engine.run(PAYPAL, CREATE_PAYOUT, PAY, CTX))
    assert json.loads(sent.body or b"")["sender_batch_header"] == {"sender_batch_id": "key-1"}
    assert payouts.MAX_ITEM_ID == 63


def test_no_word_of_an_approval_is_a_decline() -> None:
    assert not {"0000", "1000", "7600", "APPROVED", "COMPLETED", "SUCCESS", "CREATED", "CAPTURED"} & DECLINES.keys()
    assert Decline.UNKNOWN not in DECLINES.values()


def test_no_word_of_paypals_means_two_things() -> None:
    words = [code for table in (ISSUES, PAYOUTS, NAMES, REASONS) for codes in table.values() for code in codes.split()]
    assert len(words) == len(set(words))
