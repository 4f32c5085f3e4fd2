"""The shopper's browser comes back with an intent's id and client secret, which anybody could write: Stripe is asked.

https://docs.stripe.com/payments/3d-secure/authentication-flow, https://docs.stripe.com/payments/ideal/accept-a-payment.
`redirect_status` in the address is for the page that the shopper sees, and is not read.
"""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.stripe import wire
from tollbridge.connectors.stripe.account import Ctx
from tollbridge.connectors.stripe.mandates import build_sync, is_set_up, set_up
from tollbridge.connectors.stripe.payments import payment
from tollbridge.domain.errors import Rejected
from tollbridge.domain.payments import Sync
from tollbridge.domain.redirect_returns import RedirectVerification, VerifyRedirect
from tollbridge.domain.statuses import PaymentStatus

PAID, SET_UP = "payment_intent", "setup_intent"


class ReturnedIntent(wire.Intent, kw_only=True):
    client_secret: str


class ReturnedSetUp(wire.SetupIntent, kw_only=True):
    client_secret: str


def brought(req: VerifyRedirect) -> tuple[Sync, str]:
    """The question about the intent that the browser brings, of a payment or of a set-up, and the intent's secret."""
    back = kit.brought_back(req)
    kind = SET_UP if SET_UP in back else PAID
    wanted = (kind, f"{kind}_client_secret")
    kit.require({f"request_details.query_params.{name}": back.get(name) for name in wanted})
    return Sync(connector_transaction_id=back[kind]), back[wanted[1]]


def build_verify(req: VerifyRedirect, ctx: Ctx) -> kit.HttpRequest:
    return build_sync(brought(req)[0], ctx)


def parse_verified(res: kit.HttpResponse, req: VerifyRedirect, ctx: Ctx) -> RedirectVerification | Rejected:
    """Of an intent that there is not, or whose secret is another one, nothing is told."""
    unknown = RedirectVerification(status=PaymentStatus.UNRESOLVED)
    if res.status == 404:
        error = kit.read_json(res, wire.ErrorBody).error
        return unknown if error.code == "resource_missing" else kit.rejected(
            res, error.code or "", error.message or "")
    asked, secret = brought(req)
    body = kit.read_json(res, ReturnedSetUp) if is_set_up(asked) else kit.read_json(res, ReturnedIntent)
    if body.client_secret != secret:
        return unknown
    its = set_up(body) if isinstance(body, ReturnedSetUp) else payment(body)
    return RedirectVerification(
        status=its.status, source_verified=True, connector_transaction_id=its.connector_transaction_id,
        response_amount=its.amount, error=its.error)
