"""Local payments that take days: https://developer.paypal.com/braintree/graphql/integration_guides/non_instant_local_payments

The shopper is led to a page with what to pay by. Nothing is charged: Braintree makes a transaction of its own, with our
order's id, once the money is there, and tells it by a webhook. Until then there is a payment context alone, by whose id
a sync asks. Instant local payments begin in Braintree's library in the browser; what it gives is charged as a `token`.
"""

from __future__ import annotations

from datetime import datetime

from tollbridge import kit
from tollbridge.connectors.braintree.account import Body, ask, call
from tollbridge.connectors.braintree.errors import node
from tollbridge.connectors.braintree.wire import Context, NodeAnswer
from tollbridge.domain.errors import Rejected
from tollbridge.domain.methods.bank_redirects import Trustly
from tollbridge.domain.methods.bank_transfers import MultibancoBankTransfer
from tollbridge.domain.methods.vouchers import Oxxo
from tollbridge.domain.payments import Authorize, Sync
from tollbridge.domain.people import Address, Customer
from tollbridge.domain.redirects import Redirect
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus

TYPES = {Oxxo: "OXXO", MultibancoBankTransfer: "MULTIBANCO", Trustly: "TRUSTLY"}
CONTEXT = "context:"
"""Begins the id of a payment that has no transaction yet."""


def payer(req: Authorize) -> Body:
    """Whoever is on the bill, else the customer."""
    bill, customer = req.address.billing_address or Address(), req.customer or Customer()
    return {"givenName": bill.first_name or customer.first_name, "surname": bill.last_name or customer.last_name,
            "email": customer.email or bill.email, "phoneNumber": customer.phone_number or bill.phone_number}


def check(req: Authorize) -> None:
    """A country decides which banks Trustly shows."""
    who, at = payer(req), "address.billing_address."
    kit.require({
        "return_url": req.return_url, "merchant_transaction_id": req.merchant_transaction_id,
        at + "first_name": who["givenName"], at + "last_name": who["surname"],
        **({at + "country_alpha2_code": country(req)} if isinstance(req.payment_method, Trustly) else {})})


def country(req: Authorize) -> str | None:
    own = req.payment_method.country if isinstance(req.payment_method, Trustly) else None
    return own or (req.address.billing_address.country_alpha2_code if req.address.billing_address else None)


def build(req: Authorize, account: Secret) -> kit.HttpRequest:
    return call("createNonInstantLocalPaymentContext", {"paymentContext": {
        "type": TYPES[type(req.payment_method)], "orderId": req.merchant_transaction_id,
        "amount": {"value": req.amount.major(), "currencyCode": req.amount.currency}, "countryCode": country(req),
        "returnUrl": req.return_url, "cancelUrl": req.return_url, "merchantAccountId": account,
        "payerInfo": payer(req)}})


def payment(its: Context) -> Payment:
    word, status = state(its)
    return Payment(
        status=status, raw_connector_status=RawConnectorStatus(code=word), connector_transaction_id=CONTEXT + its.id,
        merchant_transaction_id=its.order_id, amount=its.amount.money if its.amount else None,
        redirection_data=Redirect(uri=its.approval_url)
        if its.approval_url and status is Status.AUTHENTICATION_PENDING else None)


def state(its: Context) -> tuple[str, Status]:
    """A context has no status: only the times of what has happened. Whether it was paid, the transaction says."""
    if its.transacted_at:
        return "TRANSACTED", Status.PENDING
    if its.expired_at:
        return "EXPIRED", Status.EXPIRED
    return ("APPROVED", Status.PENDING) if its.approved_at else ("CREATED", Status.AUTHENTICATION_PENDING)


# -- sync -----------------------------------------------------------------------------------------------------------
def asked_for(req: Sync) -> bool:
    return req.connector_transaction_id.startswith(CONTEXT)


def build_sync(req: Sync) -> kit.HttpRequest:
    return ask("LocalPaymentContext", {"id": req.connector_transaction_id.removeprefix(CONTEXT)})


def parse_sync(res: kit.HttpResponse) -> Context | Rejected:
    return node(res, NodeAnswer[Context], "payment context")


def expired(its: str, at: datetime) -> Payment:
    """As a webhook tells it."""
    return payment(Context(id=its, expired_at=at))
