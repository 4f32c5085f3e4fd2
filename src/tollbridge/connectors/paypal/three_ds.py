"""What came of the 3DS page: https://developer.paypal.com/docs/checkout/advanced/customize/3d-secure/response-parameters/

An Authorize with 3DS makes an order and a link to the page. After it, this tells whether to go on: an Authorize with
the order's id then takes or reserves the money.
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.paypal import wire
from tollbridge.connectors.paypal.account import Ctx
from tollbridge.connectors.paypal.orders import ORDERS
from tollbridge.connectors.paypal.remembered import remembered
from tollbridge.domain.authentication import Authentication, PostAuthenticate
from tollbridge.domain.failures import Failure
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.domain.three_ds import AuthenticationData, TransactionStatus

GO_ON = {
    # enrolled, authenticated, liability: PayPal's page says to go on, and to stop in every other case
    ("Y", "Y", "POSSIBLE"), ("Y", "A", "POSSIBLE"), ("N", None, "NO"), ("U", None, "NO"), ("B", None, "NO"),
    ("Y", "Y", "YES"), ("Y", "A", "YES"),
}
UNASKED = kit.payment_statuses(
    PAYER_ACTION_REQUIRED=Status.AUTHENTICATION_PENDING,
    APPROVED=Status.AUTHENTICATION_SUCCESSFUL, COMPLETED=Status.AUTHENTICATION_SUCCESSFUL)
"""By the order's status, where the issuer was not asked: PayPal goes on without, and the liability stays with us."""
VERDICTS = {"Y": TransactionStatus.SUCCESS, "A": TransactionStatus.NOT_VERIFIED}


class OrderBody(Struct):
    """Of an order that was asked for its payment source only."""

    id: str
    status: str = ""
    payment_source: wire.Sources | None = None


def build_post_authenticate(req: PostAuthenticate, ctx: Ctx) -> kit.HttpRequest:
    if req.connector_order_reference_id:
        return kit.get(kit.path(ORDERS + "/{connector_order_reference_id}", req) + "?fields=payment_source")
    its = remembered(req.connector_feature_data)
    kit.require({"connector_order_reference_id": its.order_id})
    return kit.get(kit.path(ORDERS + "/{order_id}", its) + "?fields=payment_source")


def parse_post_authenticate(res: kit.HttpResponse, req: object, ctx: Ctx) -> Authentication:
    body = kit.read_json(res, OrderBody)
    card = body.payment_source.card if body.payment_source else None
    result = card.authentication_result if card else None
    if result is None:
        return Authentication(status=UNASKED[body.status], connector_transaction_id=body.id)
    three_ds = result.three_d_secure or wire.ThreeDSecure()
    word = three_ds.authentication_status
    found = (three_ds.enrollment_status, word, result.liability_shift)
    if found in GO_ON:
        return Authentication(
            status=Status.AUTHENTICATION_SUCCESSFUL, connector_transaction_id=body.id,
            authentication_data=AuthenticationData(
                trans_status=VERDICTS.get(word) if word else None, connector_transaction_id=body.id))
    shown = ", ".join(f"{name} {value or 'none'}" for name, value in zip(
        ("enrollment", "authentication", "liability shift"), found, strict=True))
    return Authentication(
        status=Status.AUTHENTICATION_FAILED, connector_transaction_id=body.id,
        error=Failure(code=result.liability_shift or word or "NO_RESULT", message="3D Secure was not completed",
                      reason=shown, connector_transaction_id=body.id))
