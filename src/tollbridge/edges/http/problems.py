"""Our errors as HTTP answers with them: problem details (RFC 9457), one type for each reason.

Of these, two are worth knowing. What is safe to try again says 429 or 503, and `retry-after`. An unknown outcome is
500, which no client or proxy tries again on its own: 502 to 504 would be.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

MEDIA_TYPE = "application/problem+json"
URN = "urn:tollbridge:problem:"


class Kind(NamedTuple):
    """What all problems of one reason have in common."""

    status: int
    title: str


CALL: Mapping[str, Kind] = {
    "BAD_INPUT": Kind(400, "This is no request"),
    "MISSING_REQUIRED_FIELD": Kind(400, "Required fields are missing"),
    "INVALID_FIELD": Kind(400, "Fields have values that cannot be right"),
    "MISSING_CREDENTIALS": Kind(401, "The call does not say for which account it is"),
    "UNAUTHENTICATED": Kind(401, "The caller does not prove who it is"),
    "SIGNATURE_MISMATCH": Kind(401, "The webhook does not prove where it comes from"),
    "FORBIDDEN": Kind(403, "The caller may not do this"),
    "REATTEMPT_REFUSED": Kind(422, "The card's network allows no further attempt now: nothing was sent"),
    "UNSUPPORTED": Kind(422, "The connector does not do this"),
    "INVALID_CONNECTOR_CONFIG": Kind(422, "The connector's account is not complete, or of the wrong shape"),
    "PROCESSING": Kind(202, "It is stored and will be done: there is no result yet"),
    "IDEMPOTENCY_CONFLICT": Kind(409, "The idempotency key was used for another request"),
    "DEPENDENCY_FAILED": Kind(409, "What has to be done first was not done"),
    "CARD_DATA_EXPIRED": Kind(410, "The card data was kept for minutes, and is gone: send it anew"),
    "REJECTED": Kind(424, "The processor refused the call itself: it did nothing"),
    "INTERNAL": Kind(500, "A fault of this server"),
    "OUTCOME_UNKNOWN": Kind(500, "Nobody knows whether the processor did it: do not just try again"),
    "NOT_SENT": Kind(503, "Nothing was sent: it is safe to try again"),
    "DEADLINE_EXCEEDED": Kind(503, "The caller's time was over before anything was sent"),
    "OVERLOADED": Kind(503, "The server has too much to do: nothing was sent"),
    "CIRCUIT_OPEN": Kind(503, "The processor fails again and again, and is left alone for a while: nothing was sent"),
    "NO_WORKERS": Kind(503, "Nobody is there to do it: nothing was sent"),
    "UNREACHABLE": Kind(503, "The processor was not reached: nothing was sent"),
}
"""By the reasons of service/refusals.py. A REJECTED has the processor's own status where that is 404 or 429."""

HTTP: Mapping[str, Kind] = {
    "MALFORMED": Kind(400, "This is no HTTP request"),
    "NOT_FOUND": Kind(404, "There is nothing at this path"),
    "METHOD_NOT_ALLOWED": Kind(405, "This path does not take this method"),
    "NOT_ACCEPTABLE": Kind(406, "The answer is JSON, which the request does not accept"),
    "REQUEST_TIMEOUT": Kind(408, "The request did not come in time"),
    "CONTENT_TOO_LARGE": Kind(413, "The body is too large"),
    "UNSUPPORTED_MEDIA_TYPE": Kind(415, "The body must be JSON"),
    "HEADERS_TOO_LARGE": Kind(431, "The headers are too large, or too many"),
}
"""Of requests that never become a call."""

WEBHOOKS: Mapping[str, Kind] = {
    "UNKNOWN_WEBHOOK": Kind(404, "No webhooks are taken here"),
    "NOT_FORWARDED": Kind(503, "The merchant's server did not take the event: deliver it again"),
    "NOT_STORED": Kind(503, "The webhook is not known to be kept: deliver it again"),
}

LOOKUP: Mapping[str, Kind] = {
    "UNKNOWN_OPERATION": Kind(404, "There is no such operation"),
}

KINDS: Mapping[str, Kind] = {**CALL, **HTTP, **WEBHOOKS, **LOOKUP}


def type_of(reason: str) -> str:
    """The problem's `type`: a name, at which nothing is to be fetched."""
    return URN + reason.lower().replace("_", "-")
