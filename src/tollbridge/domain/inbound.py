"""Inbound."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class HttpMethod(StrEnum):
    """Http Method."""

    GET = "HTTP_METHOD_GET"
    POST = "HTTP_METHOD_POST"
    PUT = "HTTP_METHOD_PUT"
    DELETE = "HTTP_METHOD_DELETE"


class RequestDetails(Struct, frozen=True, kw_only=True):
    """Request Details."""

    method: HttpMethod | None = None
    uri: str | None = None
    headers: Mapping[str, str] = {}
    body: bytes = b""
    query_params: str | None = None

    def __repr__(self) -> str:
        return f"RequestDetails({self.method} {self.uri}, headers=***, body=***)"


class EventAckResponse(Struct, frozen=True, kw_only=True):
    """Event Ack Response."""

    status_code: int = 0
    headers: Mapping[str, str] = {}
    body: bytes = b""
