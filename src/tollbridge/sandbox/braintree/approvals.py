"""PayPal's own page, as Braintree leads to it: what the shopper agrees to there becomes a payment method."""

from __future__ import annotations

import secrets
from html import escape
from urllib.parse import parse_qs

from tollbridge.domain.money import Currency, Money
from tollbridge.sandbox.braintree import inputs, wire
from tollbridge.sandbox.braintree.books import NAME, Approval, Desk, Method, money
from tollbridge.sandbox.braintree.errors import BraintreeError
from tollbridge.sandbox.braintree.graphql import Json
from tollbridge.sandbox.braintree.vault import new_method
from tollbridge.sandbox.pages import back_to, page, question
from tollbridge.sandbox.simulator import Answer, Call

PAGE = "/checkoutnow"
PAYER = "SANDBOXPAYER1"
AGREE, CANCEL = "agree", "cancel"


def create_payment(desk: Desk, given: Json) -> Json:
    asked = inputs.read(given, inputs.OneTimePayment)
    amount = money(asked.amount.value, Currency(asked.amount.currency_code), "input.amount")
    its = _waiting(desk, f"EC-{_code()}", amount, asked.return_url, asked.cancel_url)
    its.remembered = bool(asked.request_billing_agreement)
    return {"__typename": "CreatePayPalOneTimePaymentPayload", "approvalUrl": _url(desk, its), "paymentId": its.payment}


def create_agreement(desk: Desk, given: Json) -> Json:
    asked = inputs.read(given, inputs.BillingAgreement)
    its = _waiting(desk, f"BA-{_code()}", None, asked.return_url, asked.cancel_url)
    return {"__typename": "CreatePayPalBillingAgreementPayload", "approvalUrl": _url(desk, its),
            "billingAgreementToken": its.token}


def tokenize_payment(desk: Desk, given: Json) -> Json:
    asked = inputs.read(given, inputs.TokenizeOneTime).paypal_one_time_payment
    its = desk.books.approvals.get(asked.payment_token)
    if its is None or its.payment != asked.payment_id or not its.agreed or asked.payer_id != PAYER:
        raise BraintreeError("PayPal payment has not been approved.", path="input.paypalOneTimePayment")
    made = new_method(desk, "paypal")
    made.remembered = its.remembered
    return _made("TokenizePayPalOneTimePaymentPayload", desk, made)


def tokenize_agreement(desk: Desk, given: Json) -> Json:
    its = desk.books.approvals.get(
        inputs.read(given, inputs.TokenizeAgreement).billing_agreement.billing_agreement_token)
    if its is None or not its.agreed:
        raise BraintreeError("PayPal billing agreement has not been approved.", path="input.billingAgreement")
    return _made("TokenizePayPalBillingAgreementPayload", desk, new_method(desk, "paypal"))


def _made(kind: str, desk: Desk, its: Method) -> Json:
    return {"__typename": kind, "paymentMethod": wire.method(desk, its), "clientMutationId": None}


def _waiting(desk: Desk, token: str, amount: Money | None, back: str, cancelled: str) -> Approval:
    its = Approval(token, f"PAYID-{_code()}", amount, back, cancelled)
    desk.books.approvals[token] = its
    return its


def _code() -> str:
    return secrets.token_hex(8).upper()


def _url(desk: Desk, its: Approval) -> str:
    return f"{desk.host.url_of(NAME)}{PAGE}?token={its.token}"


# -- the page -------------------------------------------------------------------------------------------------------
def show(desk: Desk, call: Call) -> Answer:
    its = _asked(desk, call)
    if its is None:
        return _gone()
    asked = f"Do you pay <strong>{escape(its.amount.major())} {its.amount.currency}</strong> with PayPal?" \
        if its.amount else "Do you agree that your PayPal account is remembered?"
    return page(question(asked, {AGREE: "Agree", CANCEL: "Cancel"}), title="PayPal sandbox")


def complete(desk: Desk, call: Call) -> Answer:
    """PayPal says who agreed by the PayerID; without it, nobody did."""
    its = _asked(desk, call)
    if its is None:
        return _gone()
    outcome = parse_qs(call.body.decode("ascii", "replace")).get("outcome", [""])[0]
    if outcome == CANCEL:
        return back_to(its.cancel_url, {"token": its.token})
    if outcome != AGREE:
        return page("<p>Choose one of the buttons.</p>", title="PayPal sandbox", status=400)
    its.agreed = True
    if its.amount is None:
        return back_to(its.return_url, {"ba_token": its.token})
    return back_to(its.return_url, {"paymentId": its.payment, "token": its.token, "PayerID": PAYER})


def _asked(desk: Desk, call: Call) -> Approval | None:
    its = desk.books.approvals.get(parse_qs(call.query).get("token", [""])[0])
    return its if its and not its.agreed else None


def _gone() -> Answer:
    return page("<p>Nothing is asked here, or not any more.</p>", title="PayPal sandbox", status=404)
