"""Auth & capture of a linked wallet: take or release what `/v3/auth/authorize` has reserved.

https://developer.phonepe.com/v1/reference/submit-capture-request, .../cancel-auth-request. /pg/v1/pay reserves nothing:
manual capture is refused there, and these two are for reservations that the merchant has made in the wallet's own flow.
"""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.phonepe import wire
from tollbridge.connectors.phonepe.account import Ctx, of_payment, paise, post, rupees
from tollbridge.connectors.phonepe.declines import DECLINES
from tollbridge.connectors.phonepe.verdicts import LATE, failure, said
from tollbridge.domain.failures import Failure
from tollbridge.domain.payments import Capture, Void
from tollbridge.domain.results import Payment
from tollbridge.domain.statuses import PaymentStatus as Status

CAPTURED = kit.payment_statuses(
    SUCCESS=Status.PENDING,  # "successfully completed", and authState is still CREATED: a callback follows
    PAYMENT_INITIATED=Status.PENDING,
    PAYMENT_PENDING=Status.PENDING,
    INTERNAL_SERVER_ERROR=Status.PENDING,  # "Please call status and try again"
    INVALID_TRANSACTION_ID=Status.PENDING,  # "already been initiated. Please check the status"
    PAYMENT_SUCCESS=Status.CHARGED,
)
RELEASED = kit.payment_statuses(
    SUCCESS=Status.VOIDED,
    PAYMENT_INITIATED=Status.VOID_INITIATED,
    PAYMENT_PENDING=Status.VOID_INITIATED,
    INTERNAL_SERVER_ERROR=Status.VOID_INITIATED,
)


def build_capture(req: Capture, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    return post("/v3/auth/capture", ctx, {
        "transactionId": of_payment(req.connector_transaction_id, "capture"),
        "amount": paise(req.amount_to_capture, "amount_to_capture")})


def build_void(req: Void, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    return post("/v3/auth/cancel", ctx, {
        "transactionId": of_payment(req.connector_transaction_id, "void")})


def parse_capture(res: kit.HttpResponse, req: Capture, ctx: Ctx) -> Payment | Failure:
    answer = kit.read_json(res, wire.Answer)
    about = answer.about
    its = Status.CAPTURE_FAILED if _is_no(answer) else CAPTURED[answer.code]
    if its is Status.CHARGED and (answer.success is False or about.state not in (None, "COMPLETED")):
        its = Status.PENDING
    taken = rupees(about.amount, req.amount_to_capture.currency) if its is Status.CHARGED else None
    return Payment(
        status=its, raw_connector_status=said(answer), connector_transaction_id=about.transaction_id,
        captured_amount=taken, error=_why(answer))


def parse_void(res: kit.HttpResponse, req: Void, ctx: Ctx) -> Payment | Failure:
    answer = kit.read_json(res, wire.Answer)
    about = answer.about
    its = Status.VOID_FAILED if _is_no(answer) else RELEASED[answer.code]
    if its is Status.VOIDED and (answer.success is False or about.auth_state not in (None, "CANCELLED")):
        its = Status.VOID_INITIATED
    return Payment(
        status=its, raw_connector_status=said(answer), error=_why(answer),
        connector_transaction_id=about.original_transaction_id or about.transaction_id)


def _is_no(answer: wire.Answer) -> bool:
    """Whatever timed out may have gone through: it is UNRESOLVED."""
    return answer.code in DECLINES and answer.code != LATE


def _why(answer: wire.Answer) -> Failure | None:
    return failure(answer) if answer.success is False or answer.code in DECLINES else None
