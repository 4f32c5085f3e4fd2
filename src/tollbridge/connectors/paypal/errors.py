"""What PayPal answers where it does not do what was asked: https://developer.paypal.com/api/rest/responses/"""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.paypal.account import Ctx
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure


class Detail(Struct):
    """One thing that is wrong; `field` is a JSON pointer into the request."""

    issue: str = ""
    description: str = ""
    field: str = ""


class ErrorBody(Struct):
    """`name` is the kind; `details` say what in particular. The login has `error` and `error_description` instead."""

    name: str = ""
    message: str = ""
    details: list[Detail] = []
    debug_id: str = ""
    error: str = ""
    error_description: str = ""


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """400 and 422 are PayPal's no, with an issue. 409 says that a request with this id is still running."""
    body = kit.read_json(res, ErrorBody)
    code = body.details[0].issue if body.details and body.details[0].issue else body.name or body.error
    message = (body.details[0].description if body.details else "") or body.message or body.error_description
    if res.status == 409:
        return OutcomeUnknown(f"{code}: {message}", http_status=res.status)
    if res.status in (400, 422) and code:
        return Failure(code=code, message=message)
    return kit.rejected(res, code, message) if res.status in kit.UNTOUCHED else None
