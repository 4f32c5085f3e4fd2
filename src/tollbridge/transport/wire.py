"""What both transports share: checking what goes out, reading what came back, and errors that say nothing secret."""

from __future__ import annotations

import re
import ssl
import zlib
from collections.abc import Iterable
from functools import lru_cache
from socket import gaierror
from typing import NamedTuple

from tollbridge._version import __version__
from tollbridge.domain.errors import BadInput, OutcomeUnknown, Unreachable
from tollbridge.domain.secret import Secret
from tollbridge.kit.http import HttpRequest

USER_AGENT = f"tollbridge/{__version__}"
CHUNK_BYTES = 64 * 1024
HEADER_BYTES = 65536  # one header of an answer: the standard library's own cap
SWITCHING_PROTOCOLS = 101
PROXY_AUTHENTICATION_REQUIRED = 407

_CERTIFICATE_ALERTS = frozenset(  # RFC 8446, 6.2, by OpenSSL's names, of which some have changed with OpenSSL 3
    f"{family}_ALERT_{alert}" for family in ("SSLV3", "SSL/TLS", "TLSV1", "TLSV13") for alert in (
        "ACCESS_DENIED", "BAD_CERTIFICATE", "CERTIFICATE_EXPIRED", "CERTIFICATE_REQUIRED", "CERTIFICATE_REVOKED",
        "CERTIFICATE_UNKNOWN", "HANDSHAKE_FAILURE", "UNKNOWN_CA", "UNSUPPORTED_CERTIFICATE"))

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
_URL = re.compile(
    r"(?P<scheme>[Hh][Tt][Tt][Pp][Ss]?)://"
    r"(?P<host>[0-9A-Za-z._-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<target>[/?][!\"$-~]*)?"
)
_NOT_IN_HEADERS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_FRAMING = frozenset({"connection", "content-length", "expect", "proxy-authorization", "proxy-connection", "te",
                      "trailer", "transfer-encoding", "upgrade"})


class Origin(NamedTuple):
    """Where a connection goes: the unit of pooling."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"


class UnreadableAnswer(Exception):
    """An answer that we refuse to read. The text completes "the answer ..." and quotes nothing of it."""


class ProxyRefused(Exception):
    """A proxy answered, and did not let the request through."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status

    @property
    def why(self) -> str:
        known = {403: "it forbids this target", PROXY_AUTHENTICATION_REQUIRED: "it wants other credentials, or some",
                 502: "it cannot reach the target", 503: "it is not available", 504: "it got no answer from the target"}
        return f"{known.get(self.status, 'it refused')} (HTTP {self.status})"


def too_large(cap: int) -> UnreadableAnswer:
    return UnreadableAnswer(f"is larger than {cap} bytes")


def split_url(url: str) -> tuple[Origin, str]:
    """The origin, and the request target: path and query, byte for byte. Raises BadInput, which does not repeat them.

    The URL must be ready for the wire: percent-encoded ASCII, no fragment, no user name. Only a `?` with nothing
    behind it is left out, because yarl, which aiohttp needs, cannot hold it.
    """
    found = _URL.fullmatch(url)
    if found is None:
        raise BadInput("the URL (see base_url) is not an absolute http or https URL in percent-encoded ASCII, "
                       "without user name and fragment")
    scheme, host, port, target = found.group("scheme", "host", "port", "target")
    scheme = scheme.lower()
    number = int(port) if port else 443 if scheme == "https" else 80
    if not 0 < number < 65536:
        raise BadInput("the URL's port is not in 1..65535")
    if not target or target[0] == "?":
        target = "/" + (target or "")
    if target[-1] == "?" and target.index("?") == len(target) - 1:
        target = target[:-1]
    return Origin(scheme, host, number), target


@lru_cache(maxsize=1024)
def _checked(name: str) -> str:
    """A header's name in lower case."""
    if _TOKEN.fullmatch(name) is None:
        raise BadInput("a header name holds what a header name cannot hold")
    lower = name.lower()
    if lower in _FRAMING:
        raise BadInput(f"the transport sets {lower} itself")
    return lower


@lru_cache(maxsize=64)
def check_method(method: str) -> None:
    """Raises BadInput for a method that is no upper-case token: libraries differ on what they make of it."""
    if _TOKEN.fullmatch(method) is None or method != method.upper() or method == "CONNECT":
        raise BadInput("not an HTTP method that can be sent")


def check_status(status: int) -> None:
    """Raises UnreadableAnswer for an answer that is no answer: we never ask to switch protocols."""
    if status == SWITCHING_PROTOCOLS:
        raise UnreadableAnswer("switches to another protocol")


def sent_headers(request: HttpRequest) -> dict[str, str]:
    """The request's headers, secrets revealed, and a User-Agent. Raises BadInput naming the header, not its value."""
    headers: dict[str, str] = {}
    has_agent = False
    for name, given in request.headers.items():
        if _checked(name) == "user-agent":
            has_agent = True
        value = given.reveal() if isinstance(given, Secret) else given
        if not (value.isascii() and value.isprintable()) and _NOT_IN_HEADERS.search(value):
            raise BadInput(f"header {name} of the request to the processor would hold a control character, such as a "
                           "line break at the end of a credential: take it out")
        headers[name] = value
    if not has_agent:
        headers["user-agent"] = USER_AGENT
    return headers


def received_headers(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names in lower case; values of a name that came several times joined by a comma, in their order."""
    headers: dict[str, str] = {}
    for name, value in pairs:
        name = name.lower()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def decoded(body: bytes, encoding: str, cap: int) -> bytes:
    """The body without its content encodings, never holding more than `cap` bytes of it.

    Raises UnreadableAnswer over the cap, for an encoding we do not read, or for a body that is not in it.
    """
    if not body:
        return body  # an answer to HEAD, or an empty one, whose encoding says nothing
    for name in reversed(encoding.lower().split(",")):
        match name.strip():
            case "" | "identity":
                pass
            case "gzip" | "x-gzip":
                body = _inflated(body, 16 + zlib.MAX_WBITS, cap)
            case "deflate":  # meant to be zlib's format (RFC 9110, 8.4.1.2); some servers send the bare stream
                zlib_format = body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0
                body = _inflated(body, zlib.MAX_WBITS if zlib_format else -zlib.MAX_WBITS, cap)
            case _:
                raise UnreadableAnswer("has a content encoding that is not gzip or deflate")
    return body


def _inflated(body: bytes, window_bits: int, cap: int) -> bytes:
    parts: list[bytes] = []
    room = cap
    while body:  # gzip allows several members, one after the other
        stream = zlib.decompressobj(window_bits)
        try:
            part = stream.decompress(body, room + 1)
        except zlib.error:
            raise UnreadableAnswer("is not in its content encoding") from None
        room -= len(part)
        if room < 0:
            raise too_large(cap)
        if not stream.eof:
            raise UnreadableAnswer("is compressed and cut short")
        parts.append(part)
        body = stream.unused_data
    return b"".join(parts)


def unreachable(origin: Origin, error: BaseException, hop: str = "") -> Unreachable:
    """The error for a call that ended before it had a connection. Its cause is the system's own error, if any.

    `hop` is set where a proxy is on the way: "proxy ..." if it ended there, "through proxy ..." if behind it.
    """
    cause = _system_error(error)
    passing = True
    match cause:
        case _ if isinstance(error, ProxyRefused):
            why, cause, passing = error.why, None, error.status >= 500
        case gaierror():
            why = "the host name was not resolved"
        case ssl.SSLCertVerificationError():
            why, passing = f"the certificate was refused: {cause.verify_message}", False
        case ssl.SSLError():
            why, passing = f"the TLS handshake failed: {cause.reason}", cause.reason not in _CERTIFICATE_ALERTS
        case _ if isinstance(error, UnreadableAnswer):
            why = f"the answer {error}"
        case ConnectionRefusedError():
            why = "the connection was refused"
        case _ if isinstance(error, TimeoutError) or isinstance(cause, TimeoutError):
            why = "no connection in time"
        case _:
            why = f"no connection ({type(error).__name__})"
    failure = Unreachable(f"{origin}: {hop}: {why}" if hop else f"{origin}: {why}", passing=passing)
    failure.__cause__ = cause
    return failure


def client_certificate_refused(error: BaseException) -> bool:
    """Whether the server ended the TLS handshake over what we proved ourselves with.

    In TLS 1.3 that is told when our side is done with the handshake and may have sent its request already. The server
    has not opened it: what is told so is never a request that was carried out. Ask only if nothing else was answered.
    """
    cause = _system_error(error)
    return isinstance(cause, ssl.SSLError) and cause.reason in _CERTIFICATE_ALERTS


def outcome_unknown(origin: Origin, error: BaseException, status: int | None, hop: str = "") -> OutcomeUnknown:
    """The error for a call that ended when bytes may have left. `status` is the answer's, if that much was read."""
    cause = _system_error(error)
    if isinstance(error, UnreadableAnswer):
        why = f"the answer {error}"
    elif isinstance(error, TimeoutError) or isinstance(cause, TimeoutError):
        why = "no whole answer in time"
    else:
        why = f"the connection broke or the answer is no HTTP ({type(error).__name__})"
    failure = OutcomeUnknown(f"{origin}: {hop}: {why}" if hop else f"{origin}: {why}", http_status=status)
    failure.__cause__ = cause
    return failure


def _system_error(error: BaseException) -> OSError | None:
    """The operating system's or OpenSSL's error at the root of a library's.

    The library's own errors are not passed on: they quote URLs with queries, request headers and parts of answers.
    """
    root = error
    seen = {id(root)}
    while (deeper := root.__cause__ or root.__context__) is not None and id(deeper) not in seen:
        root = deeper
        seen.add(id(root))
    if isinstance(root, OSError) and type(root).__module__ in {"builtins", "socket", "ssl"}:
        root.__traceback__ = None
        return root
    return None
