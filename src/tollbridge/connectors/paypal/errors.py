"""What PayPal answers where it does not do what was asked: https://developer.paypal.com/api/rest/responses/"""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.paypal.account import Ctx
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure

DONE_BEFORE = frozenset({
    "AUTHORIZATION_ALREADY_CAPTURED", "ORDER_ALREADY_AUTHORIZED", "ORDER_ALREADY_CAPTURED", "ORDER_ALREADY_COMPLETED",
    "ORDER_COMPLETED_OR_VOIDED", "ORDER_COMPLETION_IN_PROGRESS", "PREVIOUSLY_VOIDED", "PREVIOUS_REQUEST_IN_PROGRESS",
})
"""Another call did it, or is at it: that this one was refused does not say that there is no money. Sync tells."""
TAKEN = frozenset({"DUPLICATE_INVOICE_ID", "DUPLICATE_REQUEST_ID", "PAYPAL_REQUEST_ID_PREVIOUSLY_USED"})
"""An earlier call has used the id, and for an invoice's it has taken money ("Requested invoice_id has been previously
captured"): the merchant's id of this very payment, so a repeat whose first answer was lost is told this.
"""


class Detail(Struct):
    """One thing that is wrong."""

    issue: str = ""
    description: str = ""
    field: str = ""  # where in the request, as a JSON pointer


class ErrorBody(Struct):
    """`name` is the kind, `details` say what in particular. The login has `error` and `error_description` instead."""

    name: str = ""
    message: str = ""
    details: list[Detail] = []
    debug_id: str = ""
    error: str = ""
    error_description: str = ""

    @property
    def issue(self) -> str:
        """The first of the details, which is the cause; else the kind."""
        return next((detail.issue for detail in self.details if detail.issue), self.name or self.error)

    @property
    def reason(self) -> str:
        """What PayPal's people say about it, with the id that its support asks for."""
        told = [f"{detail.description} ({detail.field})" if detail.field else detail.description
                for detail in self.details if detail.description]
        text = "; ".join(told) or self.message or self.error_description
        return f"{text} [debug_id {self.debug_id}]" if self.debug_id else text


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """400 and 422 are PayPal's no, with an issue. 409: a request with this id is still running."""
    body = kit.read_json(res, ErrorBody)
    if body.issue in TAKEN:
        return OutcomeUnknown(f"{body.issue}: {body.reason}", http_status=res.status, key_taken=True)
    if res.status == 409 or body.issue in DONE_BEFORE:
        return OutcomeUnknown(f"{body.issue}: {body.reason}", http_status=res.status)
    if res.status in (400, 422) and body.issue:
        message = body.issue if body.details else body.message or body.issue
        return Failure(code=body.issue, message=message, reason=body.reason)
    return kit.rejected(res, body.issue, body.reason) if res.status in kit.UNTOUCHED else None
