"""Percent-encoding of URL and form parts, as urllib.parse does it, without the cost of importing it."""

from __future__ import annotations

_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~")
_ASCII = {code: chr(code) if code in _SAFE else f"%{code:02X}" for code in range(128)}
_FORM = {**_ASCII, ord(" "): "+"}


def quote(text: str) -> str:
    """One part of a path: nothing but letters, digits and _.-~ stays. As urllib.parse.quote(text, safe="")."""
    return text.translate(_ASCII) if text.isascii() else _bytewise(text)


def quote_form(text: str) -> str:
    """A name or value of a form: a space becomes a plus. As urllib.parse.quote_plus."""
    return text.translate(_FORM) if text.isascii() else _bytewise(text).replace("%20", "+")


def _bytewise(text: str) -> str:
    return "".join(chr(byte) if byte in _SAFE else f"%{byte:02X}" for byte in text.encode())


def split_url(url: str) -> tuple[str, str]:
    """Path and query of an absolute or relative URL, as they stand in it; without the fragment."""
    rest = url.partition("#")[0]
    if "://" in rest:
        rest = rest.partition("://")[2]
        rest = rest[min((at for at in (rest.find("/"), rest.find("?")) if at >= 0), default=len(rest)):]
    path, _, query = rest.partition("?")
    return path, query
