"""Stripe's refusals, in its own words: https://docs.stripe.com/error-codes."""

from __future__ import annotations

from msgspec import Struct, json
from msgspec.structs import replace

from tollbridge.sandbox.simulator import Answer, Refusal
from tollbridge.sandbox.stripe.wire import ErrorBody, PaymentIntent

_SUPPORT = "or we can help at https://support.stripe.com/"
_NO_DOC = frozenset({None, "api_error"})


class StripeError(Exception):
    """A refusal on its way to the caller."""

    def __init__(self, http_status: int, body: ErrorBody) -> None:
        super().__init__(body.message)
        self.http_status = http_status
        self.body = documented(body)

    def answer(self, *, request_id: str, executed: bool) -> Answer:
        """`executed` says whether the endpoint had begun: only then an idempotency key keeps the answer."""
        body = replace(self.body, request_log_url=f"https://dashboard.stripe.com/test/logs/{request_id}")
        headers = {"Stripe-Should-Retry": "false"} if self.http_status == 402 else {}
        return Answer(self.http_status, json.encode(_Envelope(error=body)), headers, executed=executed)


class _Envelope(Struct):
    error: ErrorBody


def documented(body: ErrorBody) -> ErrorBody:
    """With the link to the code's page, as Stripe gives it."""
    if body.code in _NO_DOC:
        return body
    return replace(body, doc_url=f"https://stripe.com/docs/error-codes/{str(body.code).replace('_', '-')}")


def invalid(message: str, *, param: str | None = None, code: str | None = None, http_status: int = 400) -> StripeError:
    return StripeError(http_status, ErrorBody(type="invalid_request_error", code=code, message=message, param=param))


def missing(param: str) -> StripeError:
    return invalid(f"Missing required param: {param}.", param=param, code="parameter_missing")


def no_such(noun: str, reference: str, *, param: str, http_status: int = 404) -> StripeError:
    return invalid(f"No such {noun}: '{reference}'", param=param, code="resource_missing", http_status=http_status)


def unexpected_state(message: str, intent: PaymentIntent) -> StripeError:
    return StripeError(400, ErrorBody(type="invalid_request_error", code="payment_intent_unexpected_state",
                                      message=message, payment_intent=intent))


def card_error(code: str, message: str, param: str) -> StripeError:
    """A card that is no card: nothing was asked of an issuer."""
    return StripeError(402, ErrorBody(type="card_error", code=code, message=message, param=param))


def no_key() -> StripeError:
    return invalid("You did not provide an API key. You need to provide your API key in the Authorization header, "
                   "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See "
                   f"https://stripe.com/docs/api#authentication for details, {_SUPPORT}.", http_status=401)


def wrong_key(key: str) -> StripeError:
    """Shows no more of the key than its last four characters."""
    return invalid(f"Invalid API Key provided: ***{key[-4:] if len(key) > 12 else ''}", http_status=401)


def credentials(why: Refusal, key: str) -> StripeError | None:
    """What becomes of a key that was good: https://docs.stripe.com/error-codes#api-key-expired, /keys#limit-access"""
    shown = f"***{key[-4:] if len(key) > 12 else ''}"
    if why is Refusal.UNAUTHORIZED:
        return invalid(f"Expired API Key provided: {shown}", code="api_key_expired", http_status=401)
    if why is Refusal.FORBIDDEN:
        return invalid(f"The provided key '{shown}' does not have the required permissions for this endpoint.",
                       http_status=403)
    return None


def refusal(why: Refusal, method: str, path: str, key: str) -> StripeError:
    """What the server refuses on its own."""
    if why is Refusal.KEY_REUSED:
        return StripeError(400, ErrorBody(
            type="idempotency_error",
            message="Keys for idempotent requests can only be used with the same parameters they were first used "
                    f"with. Try using a key other than '{key}' if you meant to execute a different request."))
    if why is Refusal.KEY_IN_USE:
        return invalid("There is currently another in-progress request using this Idempotent Key (that probably "
                       "means you submitted twice, and the other request is still going through): "
                       f"{key}. Please try again later.", code="idempotency_key_in_use", http_status=409)
    if why is Refusal.TOO_MANY_REQUESTS:
        return invalid("Request rate limit exceeded. You can learn more about rate limits here "
                       "https://stripe.com/docs/rate-limits.", code="rate_limit", http_status=429)
    if why is Refusal.NO_ROUTE:
        return invalid(f"Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs "
                       f"{_SUPPORT}.", http_status=404)
    return StripeError(500, ErrorBody(type="api_error", message="An unknown error occurred"))
