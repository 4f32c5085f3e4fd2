"""What the engine does so that no processor's words show the secrets of a call: not in an error, its cause, a result's
`error`, nor in the headers that an edge passes on. On the ways that end well it costs nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tollbridge.domain.errors import ConnectorError, InvalidField, OutcomeUnknown, Problem, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.masking import masked
from tollbridge.domain.results import CardConnectorResponse, ConnectorResponseData
from tollbridge.domain.statuses import RawConnectorStatus
from tollbridge.kit.flow import Context
from tollbridge.kit.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    import re

    from tollbridge.domain.echoes import Echoes  # imported where something failed

R = TypeVar("R")
T = TypeVar("T", bound=Struct)
_WORDS = ("message", "reason", "issuer_message", "network_message", "refund_reason", "dispute_reason",
          "dispute_message", "challenge_code_reason")
_CODES = ("code", "issuer_code", "decline_code", "advice_code")
_LONGEST_STATUS = 32
"""Characters of a status word; what is longer is no word."""
_USUAL = frozenset({
    "access-control-allow-credentials", "access-control-allow-headers", "access-control-allow-methods",
    "access-control-allow-origin", "access-control-expose-headers", "access-control-max-age", "age", "allow", "alt-svc",
    "cache-control", "cf-cache-status", "cf-ray", "connection", "content-encoding", "content-language",
    "content-length", "content-security-policy", "content-type", "cross-origin-opener-policy",
    "cross-origin-opener-policy-report-only", "date", "etag", "expires", "keep-alive", "last-modified", "nel", "p3p",
    "permissions-policy", "pragma", "referrer-policy", "report-to", "reporting-endpoints", "retry-after", "server",
    "server-timing", "strict-transport-security", "transfer-encoding", "vary", "via", "x-content-type-options",
    "x-frame-options", "x-powered-by", "x-xss-protection",
    "correlation-id", "original-request", "paypal-debug-id", "pspreference", "request-id", "stripe-should-retry",
    "stripe-version", "traceparent", "x-amzn-trace-id", "x-correlation-id", "x-request-id"})
"""Headers that web servers set by themselves, and a processor's ids of an exchange: of a success they are not looked
into.
"""


_PLAIN = frozenset({"builtins", "json.decoder", "binascii", "msgspec", "msgspec._core", "decimal", "zlib"})
"""Modules of errors that hold what they were reading. Others, a transport's own, keep all but their texts."""


def handled() -> BaseException | None:
    """What the caller is handling as it calls: the context of our errors, and not ours to touch."""
    return sys.exc_info()[1]


def conceal(error: BaseException, echoes: Echoes, before: BaseException | None) -> None:
    """Takes the secrets out of an error's words, and of those that caused it: a traceback shows them all. `before` is
    what was being handled when the call began.
    """
    for each in _chain(error, before):
        if isinstance(each, Rejected):
            each.code, each.message = echoes.in_code(each.code), echoes.in_words(each.message)
            each.args = (f"{each.code} (HTTP {each.http_status}): {each.message or 'no reason given'}",)
        elif isinstance(each, OutcomeUnknown):
            each.why = echoes.in_words(each.why)
            each.args = (each.why,)
        elif isinstance(each, InvalidField):
            each.problems = tuple(Problem(path, echoes.in_words(why)) for path, why in each.problems)
            each.args = tuple(map(echoes.in_words, each.args))
        elif isinstance(each, ConnectorError):
            each.args = tuple(echoes.in_words(part) if isinstance(part, str) else part for part in each.args)
        else:
            conceal_foreign(each, echoes.in_words)


def conceal_foreign(error: BaseException, shown: Callable[[str], str] = masked) -> None:
    """The same of an error that is none of ours: it may hold the answer itself, or a part of it.

    UnicodeDecodeError and JSONDecodeError keep all that they were reading.
    """
    if isinstance(error, UnicodeDecodeError):
        error.object = b""
    elif isinstance(error, UnicodeEncodeError | UnicodeTranslateError):
        error.object = ""
    if isinstance(error, UnicodeError) and hasattr(error, "reason"):
        error.reason = shown(str(error.reason))
    if isinstance(error, AttributeError):
        error.obj = None
    plain = type(error).__module__ in _PLAIN and not isinstance(error, BaseExceptionGroup)
    error.args = tuple(_harmless(part, shown, plain) for part in error.args)
    held = getattr(error, "__dict__", {})
    held |= {name: _harmless(part, shown, plain) for name, part in held.items() if name != "__notes__"}


def _harmless(part: Any, shown: Callable[[str], str], plain: bool) -> Any:
    if isinstance(part, str):
        return shown(part)
    if isinstance(part, bytes | bytearray):
        return b""
    return part if not plain or part is None or isinstance(part, int | float | type) else f"({type(part).__name__})"


def _chain(error: BaseException, before: BaseException | None) -> Iterator[BaseException]:
    """The error, its causes and contexts."""
    queue: list[BaseException | None] = [error]
    seen = {id(before)}
    while queue:
        each = queue.pop()
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            queue += (each.__cause__, each.__context__)
            queue += each.exceptions if isinstance(each, BaseExceptionGroup) else ()
            yield each


def shown_result(result: R, echoes: Callable[[], Echoes]) -> R:
    """A result, or the Failure in place of one, whose free texts say nothing secret: its error, a status that is no
    word, and what is said of the card at length. Fields with a type of their own, tokens and the like, are what the
    caller asked for.
    """
    if isinstance(result, Failure):
        return cast(R, _shown_texts(result, echoes()))
    failure: Failure | None = getattr(result, "error", None)
    status: RawConnectorStatus | None = getattr(result, "raw_connector_status", None)
    long_status = status is not None and (status.message or status.reason or _is_long(status.code))
    texts = [name for name in _texts_of(cast(type, result.__class__)) if getattr(result, name)]
    if _is_long(getattr(result, "connector_status_code", None)):
        texts.append("connector_status_code")
    card = _wordy(getattr(result, "connector_response", None))
    if failure is None and not long_status and not texts and card is None:
        return result
    known = echoes()
    changed: dict[str, Any] = {name: known.in_words(getattr(result, name)) for name in texts}
    if failure is not None:
        changed["error"] = _shown_texts(failure, known)
    if status is not None:
        changed["raw_connector_status"] = _shown_texts(status, known)
    if card is not None:
        changed["connector_response"] = replace(
            cast(Any, result).connector_response, additional_payment_method_data=_shown_card(card, known))
    same = all(getattr(result, name) == clean for name, clean in changed.items())
    return result if same else replace(result, **changed)  # type: ignore[type-var]


def _wordy(told: ConnectorResponseData | None) -> CardConnectorResponse | None:
    """What is said of the card, where any text of it is no word."""
    card = told.additional_payment_method_data if told is not None else None
    if not isinstance(card, CardConnectorResponse):
        return None
    long = (_is_long(card.auth_code) or _is_long(card.card_network) or _is_long(card.domestic_network)
            or _has_long_text(card.payment_checks) or _has_long_text(card.authentication_data))
    return card if long else None


def _is_long(text: str | None) -> bool:
    return text is not None and len(text) > _LONGEST_STATUS


def _has_long_text(raw: bytes | None) -> bool:
    """Of JSON. One with an escaped quote in it counts as long: it is looked through, which is safe, only slower."""
    return raw is not None and len(raw) > _LONGEST_STATUS and (
        b"\\" in raw or max(map(len, raw.split(b'"'))) > _LONGEST_STATUS)


def _shown_card(card: CardConnectorResponse, echoes: Echoes) -> CardConnectorResponse:
    def shown(part: Any) -> Any:
        if isinstance(part, str):
            return echoes.in_words(part)
        if isinstance(part, bytes):
            try:
                return msgspec.json.encode(shown(msgspec.json.decode(part)))
            except ValueError:  # no JSON, or no text
                return echoes.in_words(part.decode("utf-8", "replace")).encode()
        if isinstance(part, dict):
            return {name: shown(value) for name, value in part.items()}
        return [shown(value) for value in part] if isinstance(part, list) else part

    return replace(card, **{name: shown(getattr(card, name)) for name in card.__struct_fields__})


@cache
def _texts_of(kind: type) -> tuple[str, ...]:
    """Free texts of a result itself: why a dispute was opened, why a payment seems risky."""
    return tuple(name for name in _WORDS if name in getattr(kind, "__struct_fields__", ()))


def _shown_texts(told: T, echoes: Echoes) -> T:
    changed: dict[str, Any] = {}
    for names, shown in ((_WORDS, echoes.in_words), (_CODES, echoes.in_code)):
        for name in names:
            text = getattr(told, name, None)
            if text and (clean := shown(text)) != text:
                changed[name] = clean
    return replace(told, **changed) if changed else told


def shown_headers(response: HttpResponse, echoes: Callable[[], Echoes], *, failed: bool) -> HttpResponse:
    """The answer, with what its headers repeat of the call masked.

    Of a success only headers that web servers do not set by themselves are looked at, and read closely where they look
    like a repeated request.
    """
    headers = response.headers
    if not headers or not (failed or any(name not in _USUAL and _suspect().search(f"{name}: {text}")
                                         for name, text in headers.items())):
        return response
    known = echoes()
    return replace(response, headers={known.in_words(name): known.in_words(text) for name, text in headers.items()})


@cache
def _suspect() -> re.Pattern[str]:
    """What a header that repeats a request has, in one spelling or another."""
    import re

    return re.compile(r"\d(?:[ ._/+-]?\d){11}|%[0-9A-Fa-f]{2}.*%[0-9A-Fa-f]{2}|[A-Za-z0-9+/]{40}|[{\"]")


def known_to(request: object, ctx: Context[Any], sent: HttpRequest | None = None, *more: object) -> Echoes:
    """The secrets of a call: as they were given, and as its connector has put them into what was sent."""
    from tollbridge.domain.echoes import Echoes

    signed = (sent.headers, sent.in_path, sent.content) if sent else ()
    return Echoes(request, ctx.account, ctx.prepared, *signed, *more)
