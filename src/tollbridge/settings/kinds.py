"""What a setting can be beyond pydantic's own types, and how its limits are told."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import typing
from collections.abc import Iterator
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator
from pydantic.fields import FieldInfo

from tollbridge.domain.secret import Secret

DAY_S = 86_400.0
_OF_NOTHING = hashlib.sha256().hexdigest()
MIB = 1024 * 1024
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Section(BaseModel):
    """A table of settings: nothing is in it that it does not name, and errors never quote what was given."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True,
                              allow_inf_nan=False, protected_namespaces=())


def _secret(value: object) -> Secret:
    if isinstance(value, Secret):
        return value
    if isinstance(value, str):
        return Secret(value)
    raise ValueError("must be text")


def _url(text: str) -> str:
    parts = _split(text)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must be http(s)://host[:port][/path]")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must be without user and password")
    return text


def _nats_url(text: str) -> str:
    """User and password have settings of their own: an address is in logs and errors."""
    parts = _split(text)
    if parts is None or parts.scheme not in ("nats", "tls") or not parts.hostname or parts.path or parts.query \
            or parts.fragment:
        raise ValueError("must be nats://host:port or tls://host:port")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must be without user and password: bridge.user and bridge.password are for them")
    return text


def _token(text: str) -> str:
    if _TOKEN.fullmatch(text) is None:
        raise ValueError("must be 1 to 64 of A-Z, a-z, 0-9, _ and -: it is part of a NATS subject")
    return text


def _proxy(value: object) -> Secret:
    secret = _secret(value)
    parts = _split(secret.reveal())
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise ValueError("must be http(s)://[user:password@]host:port")
    return secret


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        _ = parts.port  # read here, as a port that is none raises only then
    except ValueError:
        return None
    return parts if text.isascii() and text.isprintable() and " " not in text else None


def _digest(value: object) -> Secret:
    secret = _secret(value)
    text = secret.reveal()
    if len(text) != 64 or not all(each in "0123456789abcdefABCDEF" for each in text):
        raise ValueError("must be the SHA-256 of the token in hexadecimal, 64 digits: "
                         "printf %s TOKEN | sha256sum")
    if text.lower() == _OF_NOTHING:
        raise ValueError("is that of an empty token, which everyone could send: was the variable that holds it set?")
    return Secret(text.lower())


def _collector(text: str) -> str:
    parts = urlsplit(_url(text))
    if parts.path.rstrip("/").endswith(("/v1/traces", "/v1/metrics")):
        raise ValueError("must be the collector's own address: /v1/traces and /v1/metrics are added to it")
    return text


Url = Annotated[str, AfterValidator(_url)]
NatsUrl = Annotated[str, AfterValidator(_nats_url)]
Token = Annotated[str, AfterValidator(_token)]
"""A name that is a part of subjects."""
ProxyUrl = Annotated[Secret, PlainValidator(_proxy)]
"""Secret, for it may hold user and password."""
CollectorUrl = Annotated[str, AfterValidator(_collector)]
SecretText = Annotated[Secret, PlainValidator(_secret)]
Digest = Annotated[Secret, PlainValidator(_digest)]
Port = Annotated[int, Field(ge=0, le=65_535)]
Bytes = Annotated[int, Field(ge=1024, le=64 * MIB)]
Memory = Annotated[int, Field(ge=MIB, le=64 * 1024 * MIB)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
Wait = Annotated[float, Field(gt=0, le=DAY_S)]
"""Seconds above 0."""
Pause = Annotated[float, Field(ge=0, le=DAY_S)]
"""Seconds, or 0 for none."""
Text = Annotated[str, Field(min_length=1)]


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens there."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def limits_of(field: FieldInfo) -> str:
    """The limits of a number in words: "from 0 to 65535"."""
    found = {name: getattr(each, name) for each in _constraints(field) for name in ("ge", "gt", "le")
             if getattr(each, name, None) is not None}
    low = f"above {found['gt']:g}" if "gt" in found else f"from {found['ge']:.15g}" if "ge" in found else ""
    high = f"to {found['le']:.15g}" if "le" in found else ""
    return f"{low} {high}".strip()


def _constraints(field: FieldInfo) -> Iterator[Any]:
    """Those of the field, and of what it may be beside None."""
    yield from field.metadata
    for kind in typing.get_args(field.annotation):
        for inner in getattr(kind, "__metadata__", ()):
            yield from inner.metadata if isinstance(inner, FieldInfo) else (inner,)
