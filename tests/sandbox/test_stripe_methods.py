"""Payments that are not made with a card: redirects, codes, debits. Driven by the official SDK."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from typing import Any

import pytest
import stripe

from sandbox.schemas import conforms
from tollbridge.sandbox import SandboxThread
from tollbridge.sandbox.stripe import METHOD_TYPES, TEST_ACCOUNTS, TestAccount
from tollbridge.sandbox.stripe.method_types import Course

BILLING = {"name": "Jenny Rosen", "email": "jenny@example.com", "address": {"country": "DE"}}
SHIPPING = {"name": "Jenny Rosen", "address": {"line1": "1 Road", "country": "US"}}
DATA: dict[str, dict[str, Any]] = {
    "sofort": {"country": "DE"}, "boleto": {"tax_id": "000.000.000-00"}, "ideal": {"bank": "ing"},
    "eps": {"bank": "bank_austria"}, "p24": {"bank": "ing"}, "klarna": {"dob": {"day": 1, "month": 2, "year": 1990}},
    "sepa_debit": {"iban": "DE89370400440532013000"},
    "bacs_debit": {"account_number": "00012345", "sort_code": "108800"},
    "au_becs_debit": {"account_number": "000123456", "bsb_number": "000000"},
    "us_bank_account": {"account_number": "000123456789", "routing_number": "110000000"},
}
OPTIONS: dict[str, dict[str, Any]] = {
    "blik": {"code": "777124"}, "wechat_pay": {"client": "web"},
    "customer_balance": {"funding_type": "bank_transfer", "bank_transfer": {"type": "eu_bank_transfer"}},
}
REDIRECTS = [row.word for row in METHOD_TYPES.values() if row.course is Course.REDIRECT]
DISPLAYS = [row.word for row in METHOD_TYPES.values() if row.course is Course.DISPLAY]
DEBITS = {"sepa_debit": "eur", "us_bank_account": "usd", "bacs_debit": "gbp", "au_becs_debit": "aud"}


def params_of(kind: str, **others: Any) -> Any:
    params = {
        "amount": 2000, "currency": METHOD_TYPES[kind].currencies[0], "confirm": True,
        "return_url": "https://shop.example/back", "payment_method_types": [kind], "shipping": SHIPPING,
        "metadata": {"order_id": "o1"}, "expand": ["latest_charge"],
        "payment_method_data": {"type": kind, kind: DATA.get(kind, {}), "billing_details": BILLING}, **others}
    return params | ({"payment_method_options": {kind: OPTIONS[kind]}} if kind in OPTIONS else {})


def pay(client: stripe.StripeClient, kind: str, **others: Any) -> stripe.PaymentIntent:
    if kind == "customer_balance":
        others["customer"] = client.v1.customers.create().id
    made = client.v1.payment_intents.create(params_of(kind, **others))
    conforms(made, "payment_intent")
    return made


def now(client: stripe.StripeClient, intent: stripe.PaymentIntent) -> stripe.PaymentIntent:
    found = client.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge", "payment_method"]})
    if found.payment_method_types != ["amazon_pay"]:  # the description of 2022-11-15 does not know it yet
        conforms(found, "payment_intent")
    return found


def settled(running: SandboxThread, reference: str, outcome: str | None = None) -> str:
    return running.wait(lambda sandbox: sandbox.settle("stripe", reference, outcome))


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def press(url: str, label: str) -> str | None:
    """Opens the page, presses a button, and says where that leads."""
    with urllib.request.urlopen(url) as page:  # noqa: S310  the sandbox's own page, on the loopback
        value, = re.findall(rf'value="(\w+)">{label}<', page.read().decode())
    form = urllib.parse.urlencode({"outcome": value}).encode()
    try:
        with urllib.request.build_opener(_Stay).open(url, form):
            return None
    except urllib.error.HTTPError as error:
        with error:
            return error.headers["Location"]


def page_of(intent: stripe.PaymentIntent) -> str:
    """The address of the page, wherever the action has it."""
    action = intent.next_action
    assert action is not None
    shown: Any = action[action.type]
    return str(next(shown[name] for name in ("url", "hosted_voucher_url", "hosted_instructions_url")
                    if name in shown))


@pytest.mark.parametrize("kind", REDIRECTS)
def test_a_redirect_is_authorized_on_its_page(running: SandboxThread, client: stripe.StripeClient, kind: str) -> None:
    intent = pay(client, kind)
    assert intent.next_action is not None
    assert (intent.status, intent.latest_charge) == ("requires_action", None)
    assert intent.next_action.type == ("alipay_handle_redirect" if kind == "alipay" else "redirect_to_url")
    target = press(page_of(intent), "Authorize test payment")
    slow = METHOD_TYPES[kind].slow
    assert target is not None
    assert target.startswith(f"https://shop.example/back?payment_intent={intent.id}&")
    assert target.endswith(f"redirect_status={'pending' if slow else 'succeeded'}")
    if slow:
        assert now(client, intent).status == "processing"
        settled(running, intent.id)
    paid = now(client, intent)
    assert (paid.status, paid.amount_received) == ("succeeded", 2000)
    assert running.sandbox.ledger.total(intent.currency, payment=intent.id).kept == 2000


@pytest.mark.parametrize("kind", REDIRECTS)
def test_a_redirect_is_failed_on_its_page(running: SandboxThread, client: stripe.StripeClient, kind: str) -> None:
    intent = pay(client, kind)
    target = press(page_of(intent), "Fail test payment")
    assert target is not None
    assert target.endswith("redirect_status=failed")
    failed = now(client, intent)
    assert failed.last_payment_error is not None
    assert (failed.status, failed.last_payment_error.code) == (
        "requires_payment_method", "payment_intent_authentication_failure")
    assert len(running.sandbox.ledger) == 0


@pytest.mark.parametrize("kind", DISPLAYS)
def test_what_is_displayed_is_paid_elsewhere(running: SandboxThread, client: stripe.StripeClient, kind: str) -> None:
    intent = pay(client, kind)
    assert intent.next_action is not None
    assert intent.next_action.type == {
        "blik": "blik_authorize", "boleto": "boleto_display_details", "oxxo": "oxxo_display_details",
        "cashapp": "cashapp_handle_redirect_or_display_qr_code", "konbini": "konbini_display_details",
        "customer_balance": "display_bank_transfer_instructions", "wechat_pay": "wechat_pay_display_qr_code"}[kind]
    assert intent.next_action.type in intent.next_action
    if kind == "blik":
        settled(running, intent.id)
    else:
        press(page_of(intent), "Authorize test payment")
    assert now(client, intent).status == "succeeded"
    assert running.sandbox.ledger.total(intent.currency, payment=intent.id).kept == 2000
    refund = client.v1.refunds.create({"payment_intent": intent.id})
    conforms(refund, "refund")
    assert refund.status == "succeeded"


@pytest.mark.parametrize("kind", DISPLAYS)
def test_what_is_displayed_may_never_be_paid(running: SandboxThread, client: stripe.StripeClient, kind: str) -> None:
    intent = pay(client, kind)
    assert settled(running, intent.id, "failed") == "requires_payment_method"
    failed = now(client, intent)
    assert failed.last_payment_error is not None
    assert failed.last_payment_error.code == "payment_intent_payment_attempt_failed"
    with pytest.raises(ValueError, match="does not wait"):
        settled(running, intent.id)


@pytest.mark.parametrize(("currency", "kind", "address"), [
    ("gbp", "gb_bank_transfer", "sort_code"), ("jpy", "jp_bank_transfer", "zengin"),
    ("mxn", "mx_bank_transfer", "spei"), ("eur", "eu_bank_transfer", "iban")])
def test_a_bank_transfer_names_an_account_of_the_country(client: stripe.StripeClient, currency: str, kind: str,
                                                         address: str) -> None:
    params = params_of("customer_balance", currency=currency, customer=client.v1.customers.create().id)
    params["payment_method_options"] = {"customer_balance": {"funding_type": "bank_transfer",
                                                             "bank_transfer": {"type": kind}}}
    intent = client.v1.payment_intents.create(params)
    conforms(intent, "payment_intent")
    assert intent.next_action is not None
    shown = intent.next_action.display_bank_transfer_instructions
    assert shown is not None
    assert shown.financial_addresses is not None
    assert (shown.amount_remaining, shown.financial_addresses[0].type) == (2000, address)
    assert address in shown.financial_addresses[0]


@pytest.mark.parametrize("kind", ["affirm", "afterpay_clearpay", "klarna", "amazon_pay", "cashapp"])
def test_some_are_reserved_and_captured_later(running: SandboxThread, client: stripe.StripeClient, kind: str) -> None:
    intent = pay(client, kind, capture_method="manual")
    assert settled(running, intent.id) == "requires_capture"
    captured = client.v1.payment_intents.capture(intent.id, {"amount_to_capture": 500})
    assert (captured.status, captured.amount_received) == ("succeeded", 500)
    assert running.sandbox.ledger.total("USD").released == 1500


@pytest.mark.parametrize("row", [row for row in TEST_ACCOUNTS if not row.waits], ids=lambda row: row.method)
def test_a_debit_does_what_its_account_says(running: SandboxThread, client: stripe.StripeClient,
                                            row: TestAccount) -> None:
    intent = pay(client, row.type, payment_method=f"pm_{row.method}", payment_method_data=None)
    assert isinstance(intent.latest_charge, stripe.Charge)
    assert (intent.status, intent.latest_charge.status) == ("processing", "pending")
    done = now(client, intent)
    assert isinstance(done.latest_charge, stripe.Charge)
    if row.failure is None:
        assert (done.status, done.latest_charge.status) == ("succeeded", "succeeded")
        assert done.latest_charge.disputed == row.disputed
    else:
        assert done.last_payment_error is not None
        assert (done.status, done.last_payment_error.decline_code) == ("requires_payment_method", row.failure)
        assert (done.latest_charge.status, done.latest_charge.failure_code) == ("failed", row.failure)
    kept = 0 if row.failure or row.disputed else 2000
    assert running.sandbox.ledger.total(intent.currency, payment=intent.id).kept == kept


@pytest.mark.parametrize("row", [row for row in TEST_ACCOUNTS if row.waits], ids=lambda row: row.method)
def test_a_slow_debit_waits_until_it_is_settled(running: SandboxThread, client: stripe.StripeClient,
                                                row: TestAccount) -> None:
    intent = pay(client, row.type, payment_method=f"pm_{row.method}", payment_method_data=None)
    assert now(client, intent).status == "processing"
    assert len(running.sandbox.ledger) == 0
    assert settled(running, str(intent.latest_charge["id"])) == (  # type: ignore[index]
        "requires_payment_method" if row.failure else "succeeded")


@pytest.mark.parametrize(("kind", "currency"), DEBITS.items())
def test_an_account_is_typed_in_and_forgotten(running: SandboxThread, client: stripe.StripeClient, kind: str,
                                              currency: str) -> None:
    intent = pay(client, kind, currency=currency)
    if kind == "us_bank_account":
        assert intent.status == "requires_action"
        verified = client.v1.payment_intents.verify_microdeposits(intent.id, {"descriptor_code": "SM11AA"})
        assert verified.status == "processing"
    done = now(client, intent)
    assert isinstance(done.payment_method, stripe.PaymentMethod)
    assert (done.status, len(done.payment_method[kind]["last4"])) == ("succeeded", 4)
    assert done.latest_charge is not None
    mandate = done.latest_charge["payment_method_details"][kind]["mandate"]  # type: ignore[index]
    assert client.v1.mandates.retrieve(mandate).type == "single_use"
    refund = client.v1.refunds.create({"payment_intent": intent.id, "amount": 500})
    assert refund.status == "pending"
    assert settled(running, refund.id) == "succeeded"


def test_a_debit_on_its_way_is_called_back(running: SandboxThread, client: stripe.StripeClient) -> None:
    intent = pay(client, "us_bank_account", payment_method="pm_usBankAccount_processing", payment_method_data=None)
    assert client.v1.payment_intents.cancel(intent.id).status == "canceled"
    assert now(client, intent).latest_charge["status"] == "failed"  # type: ignore[index]
    assert len(running.sandbox.ledger) == 0


def test_a_refused_debit_ends_its_mandate(client: stripe.StripeClient) -> None:
    intent = pay(client, "sepa_debit", payment_method_data={
        "type": "sepa_debit", "sepa_debit": {"iban": "AT861904300235473202"}, "billing_details": BILLING})
    kept = client.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]}).latest_charge
    mandate = kept["payment_method_details"]["sepa_debit"]["mandate"]  # type: ignore[index]
    assert client.v1.mandates.retrieve(mandate).status == "active"  # the bank only could not process it
    closed = pay(client, "us_bank_account", payment_method="pm_usBankAccount_accountClosed", payment_method_data=None)
    mandate = closed.latest_charge["payment_method_details"]["us_bank_account"]["mandate"]  # type: ignore[index]
    assert client.v1.mandates.retrieve(mandate).status == "inactive"


@pytest.mark.parametrize(("kind", "changes", "param"), [
    ("ideal", {"currency": "usd"}, "payment_method_types"),
    ("ideal", {"capture_method": "manual"}, "capture_method"),
    ("ideal", {"return_url": None}, "return_url"),
    ("eps", {"off_session": True}, "off_session"),
    ("afterpay_clearpay", {"shipping": None}, "shipping"),
    ("blik", {"payment_method_options": None}, "payment_method_options[blik][code]"),
    ("wechat_pay", {"payment_method_options": None}, "payment_method_options[wechat_pay][client]"),
    ("customer_balance", {}, "customer"),
    ("sepa_debit", {"payment_method_data": {"type": "sepa_debit", "sepa_debit": {"iban": "DE0"},
                                            "billing_details": BILLING}}, "sepa_debit[iban]"),
    ("sepa_debit", {"payment_method_data": {"type": "sepa_debit", "sepa_debit": {"iban": "DE89370400440532013000"}}},
     "payment_method_data[billing_details][name]"),
])
def test_what_a_type_needs_is_asked_for_and_nothing_is_left_behind(
        running: SandboxThread, client: stripe.StripeClient, kind: str, changes: dict[str, Any], param: str) -> None:
    params = {name: thing for name, thing in {**params_of(kind), **changes}.items() if thing is not None}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payment_intents.create(params)  # type: ignore[arg-type]
    assert (refused.value.http_status, refused.value.param) == (400, param)
    assert len(running.sandbox.ledger) == 0


def test_automatic_payment_methods_offer_what_takes_the_currency(client: stripe.StripeClient) -> None:
    intent = client.v1.payment_intents.create(
        {"amount": 2000, "currency": "eur", "automatic_payment_methods": {"enabled": True}})
    assert {"card", "ideal", "sepa_debit"} <= set(intent.payment_method_types)
    assert "blik" not in intent.payment_method_types


def test_a_method_of_another_type_is_made_first(client: stripe.StripeClient) -> None:
    made = client.v1.payment_methods.create({"type": "ideal", "ideal": {"bank": "ing"}})
    conforms(made, "payment_method")
    kept = client.v1.payment_methods.retrieve(made.id).ideal
    assert kept is not None
    assert kept.bank == "ing"


@pytest.mark.parametrize("reference", ["pi_none", "re_none"])
def test_nothing_unknown_is_settled(running: SandboxThread, reference: str) -> None:
    with pytest.raises(ValueError, match="nothing has the id"):
        settled(running, reference)
