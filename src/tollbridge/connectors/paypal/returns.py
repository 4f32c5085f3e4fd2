"""The shopper comes back with `token`, the order's id, and `PayerID`, which anybody could write: PayPal is asked.

https://developer.paypal.com/docs/checkout/standard/. An order that is APPROVED is agreed to, and not paid yet.
"""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.paypal import results, wire
from tollbridge.connectors.paypal.account import Ctx
from tollbridge.connectors.paypal.errors import ErrorBody
from tollbridge.connectors.paypal.orders import ORDERS
from tollbridge.domain.errors import Rejected
from tollbridge.domain.payments import Sync
from tollbridge.domain.redirect_returns import RedirectVerification, VerifyRedirect
from tollbridge.domain.statuses import PaymentStatus

ORDER, PAYER = "token", "PayerID"
NOBODYS = "INVALID_RESOURCE_ID"


def check(req: VerifyRedirect, ctx: Ctx) -> None:
    kit.require({f"request_details.query_params.{ORDER}": kit.brought_back(req).get(ORDER)})


def build_verify(req: VerifyRedirect, ctx: Ctx) -> kit.HttpRequest:
    its = Sync(connector_transaction_id=kit.brought_back(req)[ORDER])
    return kit.get(kit.path(ORDERS + "/{connector_transaction_id}", its))


def parse_verified(res: kit.HttpResponse, req: VerifyRedirect, ctx: Ctx) -> RedirectVerification | Rejected:
    """Of an order that there is not, or that somebody else has agreed to, nothing is told."""
    unknown = RedirectVerification(status=PaymentStatus.UNRESOLVED)
    if res.status == 404:
        error = kit.read_json(res, ErrorBody)
        return unknown if error.issue == NOBODYS else kit.rejected(res, error.issue, error.reason)
    order, payer = kit.read_json(res, wire.Order), kit.brought_back(req).get(PAYER)
    wallet = order.payment_source.paypal if order.payment_source else None
    if payer and wallet and wallet.account_id not in (None, payer):
        return unknown
    its = results.of_order(order)
    return RedirectVerification(
        status=its.status, source_verified=True, connector_transaction_id=its.connector_transaction_id,
        response_amount=its.amount, error=its.error)
