"""A request that came in from outside (a webhook, or a shopper's browser), byte for byte, and what to answer."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class HttpMethod(StrEnum):
    """The verb of a request or of a form."""

    GET = "HTTP_METHOD_GET"
    POST = "HTTP_METHOD_POST"
    PUT = "HTTP_METHOD_PUT"
    DELETE = "HTTP_METHOD_DELETE"


class RequestDetails(Struct, frozen=True, kw_only=True):
    """An HTTP request just as it arrived: signatures are made over these bytes. Its repr shows neither headers nor
    body.
    """

    method: HttpMethod | None = None
    uri: str | None = None  # path, or the whole address where the processor signs it
    headers: Mapping[str, str] = {}  # names in any case
    body: bytes = b""
    query_params: str | None = None  # as sent, without the question mark

    def __repr__(self) -> str:
        uri = self.uri.partition("?")[0] if self.uri else None
        return f"RequestDetails({self.method} {uri}, headers=***, body=***)"

    def __reduce__(self) -> str:
        raise TypeError("RequestDetails are not pickled: headers and body may hold secrets in the clear")


class EventAckResponse(Struct, frozen=True, kw_only=True):
    """What the processor expects as the answer to its webhook; anything else and it sends it again."""

    status_code: int = 0
    headers: Mapping[str, str] = {}
    body: bytes = b""
