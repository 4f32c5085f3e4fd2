"""An HTTP request as connectors build it, and an answer as they read it: plain values, no IO."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tollbridge.domain.secret import Secret
from tollbridge.kit.quoting import split_url

Headers = Mapping[str, str | Secret]


class HttpRequest(Struct, frozen=True):
    """One HTTP request. `url` is a path, which the engine joins to the base URL, or an absolute URL.

    `content` is what `body` was encoded from, so that a masked view can be encoded from it again (kit/masking.py).
    `shown_url` is the URL as it may be logged, where a credential stands in it; None where none does.
    """

    method: str
    url: str
    headers: Headers
    body: bytes | None = None
    content: Any = None
    shown_url: str | None = None

    @property
    def path(self) -> str:
        """The path of the URL, without its query."""
        return split_url(self.url)[0]

    def with_headers(self, headers: Mapping[str, str | Secret | None]) -> HttpRequest:
        """With these headers too. What is None is left out: an idempotency key that nobody gave."""
        return replace(self, headers={**self.headers, **{k: v for k, v in headers.items() if v is not None}})

    def __repr__(self) -> str:
        return f"HttpRequest({self.method} {self.shown_url or self.url}, headers={dict(self.headers)!r}, body=***)"


class HttpResponse(Struct, frozen=True):
    """One HTTP answer. Header names are lower-case; the body is whole, within the transport's size cap."""

    status: int
    body: bytes
    headers: Mapping[str, str] = {}

    def __repr__(self) -> str:
        return f"HttpResponse({self.status}, body=***)"
