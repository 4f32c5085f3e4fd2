"""How the simulated Checkout.com says no: https://www.checkout.com/docs/developer-resources/codes/api-error-codes"""

from __future__ import annotations

import secrets

import msgspec

from tollbridge.sandbox.simulator import Answer, Refusal

_STATUS = {Refusal.NO_ROUTE: 404, Refusal.UNAUTHORIZED: 401, Refusal.FORBIDDEN: 403, Refusal.KEY_IN_USE: 409}


class Refused(Exception):
    """Nothing was done. HTTP 422 names what is wrong; the other statuses come without a body."""

    def __init__(self, *codes: str, status: int = 422) -> None:
        super().__init__(*codes)
        self.codes, self.status = codes, status

    def answer(self) -> Answer:
        body = told("request_invalid", *self.codes) if self.codes else b""
        return Answer(self.status, body, executed=False)


def told(kind: str, *codes: str) -> bytes:
    return msgspec.json.encode({"request_id": secrets.token_hex(6).upper(), "error_type": kind, "error_codes": codes})


def not_found() -> Refused:
    return Refused(status=404)


def not_allowed() -> Refused:
    """What the state of a payment, or the scope of a token, does not permit."""
    return Refused(status=403)


def refusal(why: Refusal) -> Answer:
    """An error is not kept for its key, whatever it was of: that call is carried out anew."""
    if why is Refusal.TOO_MANY_REQUESTS:
        return Answer(429, told("request_invalid", "api_calls_quota_exceeded"), executed=False)
    if why is Refusal.SERVER_ERROR:
        return Answer(500, b"")
    return Answer(_STATUS.get(why, 422), b"", executed=False)
