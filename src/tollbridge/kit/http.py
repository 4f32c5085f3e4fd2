"""An HTTP request as connectors build it, and an answer as they read it: plain values, no IO."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tollbridge.domain.secret import Secret
from tollbridge.kit.quoting import quote, split_url

Headers = Mapping[str, str | Secret]
MASK = "***"


class ClientCertificate(Struct, frozen=True):
    """What the caller proves itself with in TLS (mTLS): texts in PEM, the certificate with its chain, its own first."""

    certificate: Secret
    private_key: Secret
    password: Secret | None = None  # of a private key that is encrypted


class HttpRequest(Struct, frozen=True):
    """One HTTP request. `url` is a path, which the engine joins to the base URL, or an absolute URL.

    `content` is what `body` was encoded from, so that a masked view can be encoded from it again (kit/masking.py).
    `in_path` is a token that stands in the path, where the processor wants it there: it is not shown.
    `client_certificate` is for a processor that asks for one: a connector's `sign` sets it, from the account.
    """

    method: str
    url: str
    headers: Headers
    body: bytes | None = None
    content: Any = None
    in_path: Secret | None = None
    client_certificate: ClientCertificate | None = None

    @property
    def path(self) -> str:
        """The path of the URL, without its query."""
        return split_url(self.url)[0]

    def with_headers(self, headers: Mapping[str, str | Secret | None]) -> HttpRequest:
        """With these headers too. What is None is left out: an idempotency key that nobody gave."""
        return replace(self, headers={**self.headers, **{k: v for k, v in headers.items() if v is not None}})

    @property
    def shown_url(self) -> str:
        """The URL for logs."""
        return self.url.replace(quote(self.in_path.reveal()), MASK) if self.in_path else self.url

    def __repr__(self) -> str:
        """Without the query: an id in it may be a person's."""
        where = self.shown_url.partition("?")[0]
        return f"HttpRequest({self.method} {where}, headers={dict(self.headers)!r}, body=***)"

    def __reduce__(self) -> str:
        raise TypeError("an HttpRequest is not pickled: its body holds secrets in the clear")


class HttpResponse(Struct, frozen=True):
    """One HTTP answer. Header names are lower-case; the body is whole, within the transport's size cap."""

    status: int
    body: bytes
    headers: Mapping[str, str] = {}

    def __repr__(self) -> str:
        return f"HttpResponse({self.status}, body=***)"

    def __reduce__(self) -> str:
        raise TypeError("an HttpResponse is not pickled: its body may hold secrets in the clear")
