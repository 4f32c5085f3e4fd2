"""What `code` and `data.state` say together. https://developer.phonepe.com/v1/reference/check-status-api-1

`state` is how the transaction stands, `code` why. They should agree; where they do not, nobody's money is called taken
or safe: COMPLETED counts with PAYMENT_SUCCESS only, FAILED not with a code that leaves it open.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from tollbridge import kit
from tollbridge.connectors.phonepe import wire
from tollbridge.connectors.phonepe.account import Ctx
from tollbridge.connectors.phonepe.declines import DECLINES
from tollbridge.domain.declines import Decline
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.statuses import RawConnectorStatus

S = TypeVar("S")

SUCCESS = "PAYMENT_SUCCESS"
OPEN = frozenset({
    "PAYMENT_PENDING", "INTERNAL_SERVER_ERROR", "TOO_MANY_REQUESTS",
    "KEY_NOT_CONFIGURED",  # asked with credentials that PhonePe does not know: of the transaction it says nothing
})
SOMETHING_WRONG = "INTERNAL_SERVER_ERROR"  # "does not indicate failed payment": ask for the status
LATE = "TIMED_OUT"
"""Of a payment, that it has expired; of a refund, that it "might get initiated": no no."""
UNSURE = (Decline.UNKNOWN, Decline.PROCESSING_ERROR, Decline.ISSUER_UNAVAILABLE)
"""Of a call that is answered without a transaction: a fault on the way (CONNECTION_TIMEOUT) may have come after it."""
IN_USE = frozenset({"INVALID_TRANSACTION_ID", "DUPLICATE_TXN_REQUEST", "DUPLICATE_TRANSACTION"})
"""An id of ours that PhonePe has seen before: the first call may have gone through."""
LEFT_OPEN = frozenset({SOMETHING_WRONG, LATE, "SUCCESS", SUCCESS, "PAYMENT_INITIATED", "PAYMENT_PENDING"})
"""Words by which a call may have been carried out, whatever the HTTP status and `success` beside them."""
REFUSED = frozenset({400, 417, 422})  # ResourceInvalid, ExpectationFailed in PhonePe's own SDKs
NO_REASON = frozenset({"", "SUCCESS", "ACCEPTED", "PAYMENT_SUCCESS", "PAYMENT_PENDING", "PAYMENT_ERROR"})
"""What `responseCode` says where it has no reason of the issuer's to give."""


def standing(answer: wire.Answer, states: kit.StatusMap[S], done: S, failed: S, pending: S,
             still_open: Collection[str] = OPEN) -> S:
    """The status of a transaction, by both words; `states` maps those of `data.state`."""
    status = states[answer.about.state or ""]
    if status not in (done, failed):
        return status
    if answer.code in still_open:
        return pending
    if status == done and answer.code != SUCCESS:
        return states.unknown if answer.code in DECLINES else pending
    return states.unknown if status == failed and answer.code == SUCCESS else status


def failure(answer: wire.Answer) -> Failure:
    """`responseCode` is the reason of bank or app, in UPI's own codes (ZM, U30) or in PhonePe's words."""
    about = answer.about
    reason = about.response_code or ""
    return Failure(
        code=answer.code, message=answer.message or "", reason=answer.message or None,
        issuer_code=None if reason in NO_REASON else reason,
        unified=Decline.PROCESSING_ERROR if answer.code == SOMETHING_WRONG else None,
        connector_transaction_id=about.merchant_transaction_id or about.transaction_id)


def said(answer: wire.Answer) -> RawConnectorStatus:
    return RawConnectorStatus(code=answer.code, message=answer.message or None, reason=answer.about.state)


def no(answer: wire.Answer) -> Failure:
    """An answer without a transaction, as a no. Raises OutcomeUnknown where it is none."""
    if answer.success or DECLINES.get(answer.code, Decline.UNKNOWN) in UNSURE:
        raise unsure(answer)
    return failure(answer)


def unsure(answer: wire.Answer, http_status: int = 200) -> OutcomeUnknown:
    return OutcomeUnknown(f"{answer.code}: {answer.message}", http_status=http_status,
                          key_taken=answer.code in IN_USE)


def require_ours(answer: wire.Answer, *known: str | None) -> None:
    """Raises OutcomeUnknown for an answer about another transaction than any of those that were asked about."""
    its = answer.about.merchant_transaction_id
    if its is not None and its not in known:
        raise OutcomeUnknown("the answer is about another transaction")


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """A no says so itself: HTTP 400 around a "success": true is neither, nor is one around a word of something open."""
    answer = kit.read_json(res, wire.Answer)
    if answer.code in IN_USE or answer.code in LEFT_OPEN:
        return unsure(answer, res.status)
    if res.status in kit.UNTOUCHED:
        return kit.rejected(res, answer.code, answer.message or "")
    return failure(answer) if res.status in REFUSED and answer.success is False else None
