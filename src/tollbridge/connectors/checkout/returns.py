"""The shopper's browser comes back with cko-session-id, which anybody could write: Checkout.com is asked about it."""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.checkout.account import Ctx
from tollbridge.connectors.checkout.payments import parse_sync
from tollbridge.domain.errors import Rejected
from tollbridge.domain.payments import Sync
from tollbridge.domain.redirect_returns import RedirectVerification, VerifyRedirect
from tollbridge.domain.statuses import PaymentStatus


def build(req: VerifyRedirect, ctx: Ctx) -> kit.HttpRequest:
    session = kit.brought_back(req).get("cko-session-id", "")
    kit.require({"request_details.query_params.cko-session-id": session})
    return kit.get(kit.path("/payments/{connector_transaction_id}", Sync(connector_transaction_id=session)))


def parse(res: kit.HttpResponse, req: VerifyRedirect, ctx: Ctx) -> RedirectVerification | Rejected:
    """404 is an answer: there is no such session. With a page in it, it is somebody else's."""
    if res.status == 404:
        unknown = RedirectVerification(status=PaymentStatus.UNRESOLVED)
        return kit.rejected(res) if res.body else unknown
    its = parse_sync(res, Sync(), ctx)
    return RedirectVerification(
        status=its.status, source_verified=True, connector_transaction_id=its.connector_transaction_id,
        response_amount=its.amount, error=its.error)
