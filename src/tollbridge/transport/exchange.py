"""What may be told of a request that went out, and of what came of it."""

from __future__ import annotations

from tollbridge.kit.http import HttpRequest
from tollbridge.kit.masking import shown, shown_body, shown_headers
from tollbridge.kit.quoting import split_url


class Exchange:
    """One request that went out, or should have, and what came of it. Secrets in it are masked.

    `origin` is scheme, host and port. `status` is None where no answer came, `error` the name of the error that was
    raised ("Unreachable", "OutcomeUnknown", "CancelledError"), else None. Sizes are those of the bodies in bytes: what
    was sent as built, what came after decompression. `seconds` runs from the call of the transport to its end.
    """

    __slots__ = ("_request", "error", "origin", "received_bytes", "seconds", "sent_bytes", "status")

    def __init__(self, request: HttpRequest, origin: str, seconds: float, status: int | None, received_bytes: int,
                 error: str | None) -> None:
        self._request = request
        self.origin = origin
        self.seconds = seconds
        self.status = status
        self.sent_bytes = len(request.body or b"")
        self.received_bytes = received_bytes
        self.error = error

    @property
    def method(self) -> str:
        return self._request.method

    @property
    def path(self) -> str:
        """Without query; a token that stands in it is masked."""
        return split_url(shown(self._request).partition(" ")[2])[0]

    @property
    def headers(self) -> dict[str, str]:
        return shown_headers(self._request)

    @property
    def body(self) -> str:
        """What was sent, encoded anew with its secrets masked; where its parts are not known, its length."""
        return shown_body(self._request)

    def __repr__(self) -> str:
        outcome = self.error if self.status is None else self.status
        return f"Exchange({self.method} {self.origin}{self.path}, {outcome})"
