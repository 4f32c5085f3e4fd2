"""PayPal's official SDK lives the life of orders, payments and tokens; each answer is what PayPal describes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from sandbox.conftest import NOW
from sandbox.paypal import BACK, CARD, order, sdk
from tollbridge.sandbox import SandboxThread
from tollbridge.sandbox.paypal import DECLINES, TEST_CARDS

DAY_S = 86_400.0


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def running(clock: Clock) -> Iterator[SandboxThread]:
    with SandboxThread(clock=clock) as running:
        yield running


@pytest.fixture
def client(running: SandboxThread) -> Any:
    return sdk(running.base_url("paypal"))


def created(client: Any, body: dict[str, Any], request_id: str = "k1") -> Any:
    return client.orders.create_order(
        {"body": body, "paypal_request_id": request_id, "prefer": "return=representation"}).body


def whole(act: Callable[[dict[str, Any]], Any], **options: object) -> Any:
    """The whole of what came of it."""
    return act({**options, "prefer": "return=representation"}).body


def issue(act: Callable[[], object]) -> tuple[int, str]:
    """How PayPal refuses: HTTP status, and the issue or else the name."""
    with pytest.raises(Exception) as told:  # noqa: PT011  the SDK's, which may not be installed
        act()
    error: Any = told.value
    details = getattr(error, "details", None)
    return error.response_code, details[0].issue if details else error.name


def press(url: str, outcome: str) -> requests.Response:
    """The payer's browser: reads the page, presses the button, and does not follow to the merchant."""
    page = requests.get(url, timeout=5)
    assert page.status_code == 200
    assert f'value="{outcome}"' in page.text
    return requests.post(url, data={"outcome": outcome}, allow_redirects=False, timeout=5)


def leading(its: Any) -> str:
    return str(next(link.href for link in its.links if link.rel in ("approve", "payer-action")))


def reserved(client: Any) -> Any:
    made = created(client, order(intent="AUTHORIZE", source={"card": CARD}))
    return made.purchase_units[0].payments.authorizations[0]


def taken(client: Any, value: str = "10.00") -> Any:
    made = created(client, order(value, source={"card": CARD}))
    return made.purchase_units[0].payments.captures[0]


def test_a_card_pays_at_once(running: SandboxThread, client: Any) -> None:
    made = created(client, order("12.34", "EUR", source={"card": CARD}, invoice_id="o7", custom_id="c1"))
    assert (made.status, made.payment_source.card.last_digits, made.payment_source.card.brand) == (
        "COMPLETED", "1881", "VISA")
    capture, = made.purchase_units[0].payments.captures
    assert (capture.status, capture.amount.value, capture.invoice_id, capture.processor_response.response_code) == (
        "COMPLETED", "12.34", "o7", "0000")
    assert whole(client.orders.get_order, id=made.id).purchase_units[0].custom_id == "c1"
    assert whole(client.payments.get_captured_payment, capture_id=capture.id).final_capture
    total = running.sandbox.ledger.total("EUR", reference="o7")
    assert (total.charges, total.authorized, total.captured, total.kept) == (1, 1234, 1234, 1234)


def test_its_paths_and_headers_arrive(running: SandboxThread, client: Any) -> None:
    made = created(client, order(source={"card": CARD}), "request-7")
    client.orders.get_order({"id": made.id})
    login, create, read = running.sandbox.requests
    assert (login.method, login.path) == ("POST", "/v1/oauth2/token")
    assert (create.method, create.path) == ("POST", "/v2/checkout/orders")
    assert (read.method, read.path) == ("GET", f"/v2/checkout/orders/{made.id}")
    assert login.headers["authorization"] == "Basic ***"
    assert create.headers["authorization"] == read.headers["authorization"] == "Bearer ***"
    assert create.headers["paypal-request-id"] == "request-7"
    assert create.headers["prefer"] == "return=representation"


def test_the_account_is_asked_for_and_the_order_is_taken_after_it(running: SandboxThread, client: Any) -> None:
    made = created(client, order(source={"paypal": {"experience_context": BACK}}))
    assert made.status == "PAYER_ACTION_REQUIRED"
    assert issue(lambda: client.orders.capture_order({"id": made.id})) == (422, "PAYER_ACTION_REQUIRED")
    back = press(leading(made), "approve")
    assert back.headers["Location"] == f"https://shop.example/back?cart=1&token={made.id}&PayerID=SANDBXPAYER22"
    assert requests.get(leading(made), timeout=5).status_code == 404
    assert client.orders.get_order({"id": made.id}).body.status == "APPROVED"
    paid = whole(client.orders.capture_order, id=made.id)
    assert (paid.status, paid.payment_source.paypal.email_address) == ("COMPLETED", "payer@example.com")
    assert issue(lambda: client.orders.capture_order({"id": made.id})) == (422, "ORDER_ALREADY_CAPTURED")
    assert running.sandbox.ledger.total("USD", payment=made.id).captured == 1000


def test_an_order_without_a_source_is_approved_by_its_link(client: Any) -> None:
    made = client.orders.create_order({"body": order(intent="AUTHORIZE")}).body
    assert made.status == "CREATED"
    assert not hasattr(made, "purchase_units")  # the SDK leaves out what was not told
    assert issue(lambda: client.orders.authorize_order({"id": made.id})) == (422, "ORDER_NOT_APPROVED")
    assert issue(lambda: client.orders.capture_order({"id": made.id})) == (422, "ACTION_DOES_NOT_MATCH_INTENT")
    assert press(leading(made), "approve").status_code == 200
    done = client.orders.authorize_order({"id": made.id}).body
    assert done.purchase_units[0].payments.authorizations[0].status == "CREATED"
    assert issue(lambda: client.orders.authorize_order({"id": made.id})) == (422, "ORDER_ALREADY_AUTHORIZED")


def test_a_source_is_confirmed_and_the_order_taken_later(client: Any) -> None:
    made = client.orders.create_order({"body": order()}).body
    confirmed = whole(client.orders.confirm_order, id=made.id, body={"payment_source": {"card": CARD}})
    assert confirmed.status == "APPROVED"
    assert whole(client.orders.capture_order, id=made.id).status == "COMPLETED"


def test_an_order_is_paid_by_the_card_that_comes_with_the_capture(client: Any) -> None:
    made = client.orders.create_order({"body": order()}).body
    paid = whole(client.orders.capture_order, id=made.id, body={"payment_source": {"card": CARD}})
    assert (paid.status, paid.payment_source.card.last_digits) == ("COMPLETED", "1881")


def test_a_payer_who_leaves_may_come_back(client: Any) -> None:
    made = created(client, order(source={"paypal": {"experience_context": BACK}}))
    assert press(leading(made), "cancel").headers["Location"] == f"https://shop.example/cancel?token={made.id}"
    assert press(leading(made), "approve").status_code == 303


def test_a_bank_pays_with_the_approval(running: SandboxThread, client: Any) -> None:
    source = {"ideal": {"name": "Ada Lovelace", "country_code": "NL", "experience_context": BACK}}
    body = order("10.00", "EUR", source=source)
    assert issue(lambda: created(client, body)) == (422, "ORDER_COMPLETE_ON_PAYMENT_APPROVAL")
    made = created(client, body | {"processing_instruction": "ORDER_COMPLETE_ON_PAYMENT_APPROVAL"})
    press(leading(made), "approve")
    paid = client.orders.get_order({"id": made.id}).body
    assert (paid.status, paid.purchase_units[0].payments.captures[0].status) == ("COMPLETED", "COMPLETED")
    assert running.sandbox.ledger.total("EUR").captured == 1000


@pytest.mark.parametrize(("outcome", "status", "captured"), [
    ("succeeded", "COMPLETED", 1000), ("failed", "DECLINED", 0)])
def test_an_echeck_takes_its_time(
        running: SandboxThread, client: Any, outcome: str, status: str, captured: int) -> None:
    made = created(client, order(source={"paypal": {"experience_context": BACK}}))
    press(leading(made), "echeck")
    capture = whole(client.orders.capture_order, id=made.id).purchase_units[0].payments.captures[0]
    assert (capture.status, capture.status_details.reason) == ("PENDING", "ECHECK")
    assert issue(lambda: client.payments.refund_captured_payment({"capture_id": capture.id})) == (
        422, "PENDING_CAPTURE")
    assert running.wait(lambda sandbox: sandbox.settle("paypal", made.id, outcome)) == status
    assert client.payments.get_captured_payment({"capture_id": capture.id}).body.status == status
    assert running.sandbox.ledger.total("USD").captured == captured


@pytest.mark.parametrize(("name", "code"), DECLINES.items())
@pytest.mark.parametrize("intent", ["CAPTURE", "AUTHORIZE"])
def test_a_cardholder_s_name_has_the_card_declined(
        running: SandboxThread, client: Any, name: str, code: str, intent: str) -> None:
    made = created(client, order(intent=intent, source={"card": CARD | {"name": name}}))
    payments = made.purchase_units[0].payments
    its, = payments.captures if intent == "CAPTURE" else payments.authorizations
    assert (made.status, its.status, its.processor_response.response_code) == (
        "COMPLETED", "DECLINED" if intent == "CAPTURE" else "DENIED", code)
    assert running.sandbox.ledger.total("USD").charges == 0


def test_a_reservation_is_taken_in_part_and_the_rest_released(running: SandboxThread, client: Any) -> None:
    its = reserved(client)
    first = whole(client.payments.capture_authorized_payment, authorization_id=its.id,
                  body={"amount": {"currency_code": "USD", "value": "4.00"}})
    assert (first.amount.value, first.final_capture) == ("4.00", False)
    assert client.payments.get_authorized_payment({"authorization_id": its.id}).body.status == "PARTIALLY_CAPTURED"
    last = client.payments.capture_authorized_payment({"authorization_id": its.id, "body": {
        "amount": {"currency_code": "USD", "value": "3.00"}, "final_capture": True}}).body
    assert last.status == "COMPLETED"
    assert not hasattr(last, "amount")
    assert client.payments.get_authorized_payment({"authorization_id": its.id}).body.status == "CAPTURED"
    total = running.sandbox.ledger.total("USD")
    assert (total.charges, total.authorized, total.captured, total.released, total.held) == (1, 1000, 700, 300, 0)
    assert issue(lambda: client.payments.capture_authorized_payment({"authorization_id": its.id})) == (
        422, "AUTHORIZATION_ALREADY_CAPTURED")
    assert issue(lambda: client.payments.void_payment({"authorization_id": its.id})) == (422, "PREVIOUSLY_CAPTURED")


def test_a_reservation_bears_a_little_more_than_itself(running: SandboxThread, client: Any) -> None:
    its = reserved(client)
    def take(value: str, currency: str = "USD") -> Any:
        return client.payments.capture_authorized_payment({"authorization_id": its.id, "body": {
            "amount": {"currency_code": currency, "value": value}}})
    assert issue(lambda: take("11.51")) == (422, "MAX_CAPTURE_AMOUNT_EXCEEDED")
    assert issue(lambda: take("1", "EUR")) == (422, "AUTH_CAPTURE_CURRENCY_MISMATCH")
    assert issue(lambda: take("0")) == (422, "CANNOT_BE_ZERO_OR_NEGATIVE")
    take("11.50")
    total = running.sandbox.ledger.total("USD")
    assert (total.charges, total.captured, total.held) == (1, 1150, 0)


@pytest.mark.parametrize(("prefer", "status"), [("return=minimal", 204), ("return=representation", 200)])
def test_a_reservation_is_released(running: SandboxThread, client: Any, prefer: str, status: int) -> None:
    its = reserved(client)
    gone = client.payments.void_payment({"authorization_id": its.id, "prefer": prefer})
    assert gone.status_code == status
    assert running.sandbox.ledger.total("USD").held == 0
    assert issue(lambda: client.payments.void_payment({"authorization_id": its.id})) == (422, "PREVIOUSLY_VOIDED")
    assert issue(lambda: client.payments.capture_authorized_payment({"authorization_id": its.id})) == (
        422, "AUTHORIZATION_VOIDED")


def test_a_reservation_is_renewed_after_its_honor_period(running: SandboxThread, client: Any, clock: Clock) -> None:
    its = reserved(client)
    again = {"authorization_id": its.id, "body": {"amount": {"currency_code": "USD", "value": "11.00"}}}
    assert issue(lambda: client.payments.reauthorize_payment(again)) == (422, "REAUTHORIZATION_TOO_SOON")
    clock.now += 4 * DAY_S
    client = sdk(running.base_url("paypal"))
    new = whole(client.payments.reauthorize_payment, **again)
    assert (new.status, new.amount.value) == ("CREATED", "11.00")
    clock.now += 4 * DAY_S
    client = sdk(running.base_url("paypal"))
    assert issue(lambda: client.payments.reauthorize_payment({"authorization_id": new.id})) == (
        422, "REAUTHORIZATION_NOT_SUPPORTED")
    client.payments.capture_authorized_payment({"authorization_id": new.id})
    total = running.sandbox.ledger.total("USD")
    assert (total.charges, total.authorized, total.captured, total.held) == (1, 1100, 1100, 0)


def test_a_reservation_expires(running: SandboxThread, client: Any, clock: Clock) -> None:
    its = reserved(client)
    clock.now += 29 * DAY_S
    client = sdk(running.base_url("paypal"))
    assert issue(lambda: client.payments.capture_authorized_payment({"authorization_id": its.id})) == (
        422, "AUTHORIZATION_EXPIRED")


def test_a_capture_is_given_back_bit_by_bit(running: SandboxThread, client: Any) -> None:
    its = taken(client)
    def give(body: Any = None) -> Any:
        return whole(client.payments.refund_captured_payment, capture_id=its.id, body=body)
    part = give({"amount": {"currency_code": "USD", "value": "4.00"}, "note_to_payer": "sorry"})
    assert (part.status, part.amount.value, part.note_to_payer) == ("COMPLETED", "4.00", "sorry")
    assert client.payments.get_captured_payment({"capture_id": its.id}).body.status == "PARTIALLY_REFUNDED"
    assert issue(lambda: give({"amount": {"currency_code": "USD", "value": "6.01"}})) == (422, "REFUND_AMOUNT_EXCEEDED")
    assert issue(lambda: give({"amount": {"currency_code": "EUR", "value": "1.00"}})) == (
        422, "REFUND_CAPTURE_CURRENCY_MISMATCH")
    rest = give()
    assert (rest.amount.value, rest.seller_payable_breakdown.total_refunded_amount.value) == ("6.00", "10.00")
    assert client.payments.get_refund({"refund_id": rest.id}).body.amount.value == "6.00"
    assert issue(give) == (422, "CAPTURE_FULLY_REFUNDED")
    assert running.sandbox.ledger.total("USD").kept == 0


@pytest.mark.parametrize("row", [row for row in TEST_CARDS if row.verdict], ids=lambda row: row.number)
def test_3ds_ends_as_the_card_says(running: SandboxThread, client: Any, row: Any) -> None:
    card = CARD | {"number": row.number, "attributes": {"verification": {"method": "SCA_ALWAYS"}},
                   "experience_context": BACK}
    made = created(client, order(source={"card": card}))
    if row.challenged:
        assert made.status == "PAYER_ACTION_REQUIRED"
        assert f"liability_shift={row.verdict.liability_shift}" in press(leading(made), "approve").headers["Location"]
        made = client.orders.get_order({"id": made.id}).body
        assert made.status == ("APPROVED" if row.verdict.goes_on else "PAYER_ACTION_REQUIRED")
    result = made.payment_source.card.authentication_result
    assert (result.liability_shift, result.three_d_secure.enrollment_status,
            getattr(result.three_d_secure, "authentication_status", None)) == (
        row.verdict.liability_shift, row.verdict.enrolled, row.verdict.authenticated)
    if row.challenged and row.verdict.goes_on:
        assert whole(client.orders.capture_order, id=made.id).status == "COMPLETED"
    elif row.challenged:
        assert issue(lambda: client.orders.capture_order({"id": made.id})) == (422, "PAYER_ACTION_REQUIRED")
    assert running.sandbox.ledger.total("USD").charges == (row.verdict.goes_on or not row.challenged)


def test_the_holder_is_asked_only_where_the_request_wants_it(client: Any) -> None:
    card = CARD | {"number": "4868719460707704"}
    assert created(client, order(source={"card": card})).status == "COMPLETED"
    asked = card | {"attributes": {"verification": {"method": "SCA_WHEN_REQUIRED"}}}
    assert created(client, order(source={"card": asked}), "k2").status == "PAYER_ACTION_REQUIRED"
    plain = CARD | {"attributes": {"verification": {"method": "SCA_WHEN_REQUIRED"}}}
    assert created(client, order(source={"card": plain}), "k3").status == "COMPLETED"


def test_a_card_is_kept_and_pays_again(client: Any) -> None:
    setup = client.vault.create_setup_token({"body": {"payment_source": {"card": CARD}}}).body
    assert setup.status == "APPROVED"
    kept = client.vault.create_payment_token({"body": {"payment_source": {
        "token": {"id": setup.id, "type": "SETUP_TOKEN"}}}}).body
    assert (kept.payment_source.card.last_digits, kept.customer.id) == ("1881", setup.customer.id)
    assert client.vault.get_setup_token(setup.id).body.status == "VAULTED"
    paid = created(client, order(source={"card": {"vault_id": kept.id}}))
    assert (paid.status, paid.payment_source.card.last_digits) == ("COMPLETED", "1881")
    listed = client.vault.list_customer_payment_tokens({"customer_id": kept.customer.id, "total_required": True}).body
    assert ([token.id for token in listed.payment_tokens], listed.total_items) == ([kept.id], 1)
    client.vault.delete_payment_token(kept.id)
    assert issue(lambda: client.vault.get_payment_token(kept.id)) == (404, "INVALID_RESOURCE_ID")
    assert issue(lambda: created(client, order(source={"card": {"vault_id": kept.id}}), "k2")) == (
        422, "TOKEN_ID_NOT_FOUND")


def test_an_account_is_kept_once_its_payer_agrees(client: Any) -> None:
    setup = client.vault.create_setup_token({"body": {"payment_source": {
        "paypal": {"usage_type": "MERCHANT", "experience_context": BACK}}}}).body
    token = {"body": {"payment_source": {"token": {"id": setup.id, "type": "SETUP_TOKEN"}}}}
    assert setup.status == "PAYER_ACTION_REQUIRED"
    assert issue(lambda: client.vault.create_payment_token(token)) == (422, "PAYER_ACTION_REQUIRED")
    press(leading(setup), "approve")
    kept = client.vault.create_payment_token(token).body
    assert kept.payment_source.paypal.email_address == "payer@example.com"
    assert created(client, order(source={"paypal": {"vault_id": kept.id}})).status == "COMPLETED"
    assert issue(lambda: created(client, order(source={"card": {"vault_id": kept.id}}), "k2")) == (
        422, "MISMATCHED_VAULT_ID_TO_PAYMENT_SOURCE")


def test_what_pays_may_be_kept(client: Any) -> None:
    card = CARD | {"attributes": {"vault": {"store_in_vault": "ON_SUCCESS"}, "customer": {"id": "CUSTOMER1"}}}
    vault = created(client, order(source={"card": card})).payment_source.card.attributes.vault
    assert (vault.status, vault.customer.id) == ("VAULTED", "CUSTOMER1")
    assert client.vault.get_payment_token(vault.id).body.customer.id == "CUSTOMER1"


def test_a_declined_card_is_not_kept(client: Any) -> None:
    card = CARD | {"name": "CCREJECT-REFUSED"}
    kept = {"attributes": {"vault": {"store_in_vault": "ON_SUCCESS"}}}
    its = created(client, order(source={"card": card | kept})).payment_source.card
    assert not hasattr(its, "attributes")
    assert issue(lambda: client.vault.create_payment_token({"body": {"payment_source": {"card": card}}})) == (
        422, "PAYMENT_SOURCE_DECLINED_BY_PROCESSOR")
