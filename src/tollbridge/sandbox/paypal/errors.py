"""PayPal's refusals, in its own words: https://developer.paypal.com/api/rest/responses/, each API's list."""

from __future__ import annotations

from msgspec import Struct, json

from tollbridge.sandbox.simulator import Answer, Refusal

KINDS: dict[str, tuple[int, str]] = {
    "INVALID_REQUEST": (400, "Request is not well-formed, syntactically incorrect, or violates schema."),
    "AUTHENTICATION_FAILURE": (401, "Authentication failed due to missing authorization header, or invalid "
                                    "authentication credentials."),
    "NOT_AUTHORIZED": (403, "Authorization failed due to insufficient permissions."),
    "RESOURCE_NOT_FOUND": (404, "The specified resource does not exist."),
    "RESOURCE_CONFLICT": (409, "The server has detected a conflict while processing this request."),
    "UNSUPPORTED_MEDIA_TYPE": (415, "The server does not support the request payload's media type."),
    "UNPROCESSABLE_ENTITY": (422, "The requested action could not be performed, semantically incorrect, or failed "
                                  "business validation."),
    "RATE_LIMIT_REACHED": (429, "Too many requests. Blocked due to rate limiting."),
    "INTERNAL_SERVER_ERROR": (500, "An internal server error occurred."),
    "SERVICE_UNAVAILABLE": (503, "Service Unavailable."),
}
"""The `name` of an error, its HTTP status, and its message."""


class Link(Struct):
    href: str
    rel: str = "information_link"
    method: str = "GET"


class Detail(Struct, omit_defaults=True):
    issue: str
    description: str | None = None
    field: str | None = None
    """Where in the request: a JSON pointer."""
    location: str | None = None
    link: list[Link] = []
    """Of a payout: the one that it would repeat."""


class ErrorBody(Struct, omit_defaults=True):
    name: str
    message: str
    debug_id: str
    details: list[Detail] = []
    links: list[Link] = []


class LoginErrorBody(Struct):
    error: str
    error_description: str


class PaypalError(Exception):
    """A refusal on its way to the caller."""

    def __init__(self, name: str, detail: Detail | None = None) -> None:
        super().__init__(detail.issue if detail else name)
        self.name = name
        self.detail = detail

    def answer(self, *, debug_id: str, executed: bool) -> Answer:
        """`executed` says whether the endpoint had begun: only then an idempotency key keeps the answer."""
        status, message = KINDS[self.name]
        details, links = [], []
        if self.detail is not None:
            details = [self.detail]
            links = [Link(f"https://developer.paypal.com/docs/api/orders/v2/#error-{self.detail.issue}")]
        body = ErrorBody(self.name, message, debug_id, details, links)
        return Answer(status, json.encode(body), executed=executed)


class LoginError(PaypalError):
    """The login is OAuth's, and so are its errors: https://www.rfc-editor.org/rfc/rfc6749#section-5.2"""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(error)
        self.status = status
        self.body = LoginErrorBody(error, description)

    def answer(self, *, debug_id: str, executed: bool) -> Answer:
        return Answer(self.status, json.encode(self.body), executed=executed)


class PayoutError(PaypalError):
    """Payouts are older than orders: each error has a name and a message of its own, an issue is prose."""

    def __init__(self, status: int, name: str, message: str, detail: Detail | None = None) -> None:
        super().__init__(name, detail)
        self.status = status
        self.message = message

    def answer(self, *, debug_id: str, executed: bool) -> Answer:
        body = ErrorBody(self.name, self.message, debug_id, [self.detail] if self.detail else [])
        return Answer(self.status, json.encode(body), executed=executed)


def invalid(issue: str, field: str, description: str) -> PaypalError:
    return PaypalError("INVALID_REQUEST", Detail(issue, description, field, "body"))


def unprocessable(issue: str, description: str, field: str | None = None) -> PaypalError:
    return PaypalError("UNPROCESSABLE_ENTITY", Detail(issue, description, field, "body" if field else None))


def not_found() -> PaypalError:
    return PaypalError("RESOURCE_NOT_FOUND", Detail(
        "INVALID_RESOURCE_ID", "Specified resource ID does not exist. Please check the resource ID and try again."))


def no_request_id() -> PaypalError:
    return PaypalError("INVALID_REQUEST", Detail(
        "PAYPAL_REQUEST_ID_REQUIRED", "A PayPal-Request-Id is required if you are trying to process payment for an "
        "Order. Please specify a PayPal-Request-Id or Create the Order without a 'payment_source' specified.",
        "PayPal-Request-Id"))


def simulated(wanted: str) -> PaypalError:
    """What PayPal's negative testing asks for: the name of an error, or an issue of a request that is understood."""
    return PaypalError(wanted) if wanted in KINDS else unprocessable(wanted, "Asked for by PayPal-Mock-Response.")


def refusal(why: Refusal) -> PaypalError:
    """What the server refuses on its own."""
    if why is Refusal.KEY_REUSED:
        return unprocessable("DUPLICATE_REQUEST_ID", "The value of PayPal-Request-Id header has already been used.")
    if why is Refusal.KEY_IN_USE:
        return PaypalError("RESOURCE_CONFLICT", Detail(
            "PREVIOUS_REQUEST_IN_PROGRESS", "A previous request on this resource is currently in progress. Please wait "
            "for sometime and try again."))
    if why is Refusal.UNAUTHORIZED:
        return PaypalError("AUTHENTICATION_FAILURE")
    if why is Refusal.FORBIDDEN:
        return PaypalError("NOT_AUTHORIZED")
    if why is Refusal.TOO_MANY_REQUESTS:
        return PaypalError("RATE_LIMIT_REACHED")
    return not_found() if why is Refusal.NO_ROUTE else PaypalError("INTERNAL_SERVER_ERROR")
