"""Canaries: what is planted in place of the secrets of golden cases, and how each is found again in every spelling.

Made without the product's masking: what both got wrong would not be seen.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from tollbridge.domain.secret import Secret

MARK = "Kq7ZxCanary9"
"""In every key, token, cryptogram, name and address."""
DIGITS = "918273645"
"""In every card and account number; behind the first six digits, which may be shown."""
CODE = "0739"
"""Every CVC, PIN and one-time code. Found as a whole number only; no size or line number begins with 0."""
KEPT_AS_THEY_ARE = re.compile(r"metadata|feature_data|testing_data|month|year|date|country|_url|_kid$")
"""What drives a connector, is the caller's own words, or the name of a key in every sealed body: no canary."""
_CODES = frozenset({"card_cvc", "cvc", "wallet_pin", "blik_code"})
_UUID = re.compile(rb"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_CODE = re.compile(rb"(?<![0-9A-Za-z.,:+-])(?<!\d, )%b(?![0-9A-Za-z])(?![.,:]\d)" % CODE.encode())

Json = Any


def planted(field: str, text: str, *, checked: bool) -> str:
    """The canary in place of a secret, of the same kind. `checked`: a card number has its check digit."""
    if field in _CODES and text.isdigit():
        return CODE
    if KEPT_AS_THEY_ARE.search(field) or len(text) < 6 or "://" in text or text.startswith("-----"):
        return text
    if text.isdigit():
        return _number(text, checked=checked) if len(text) >= 9 else text
    if re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", text):
        return text[:-9] + DIGITS
    if re.fullmatch(r"[+\d][\d ()-]{9,}", text):
        return text[:-9] + DIGITS
    if "@" in text:
        return f"{MARK}@{text.partition('@')[2]}"
    if text[0] in "{[":
        return _within_json(text)
    if len(text) >= 40 and (inner := _unwrapped(text)) is not None:
        return base64.b64encode(_within_json(inner).encode()).decode()
    kept = 8 if "_" in text[:8] else 3
    return text[:kept] + MARK + text[kept + len(MARK):]


def _number(text: str, *, checked: bool) -> str:
    if len(text) < 12:
        return text[:-len(DIGITS)] + DIGITS
    body = text[:len(text) - len(DIGITS) - 1] + DIGITS
    wanted = next(last for last in "0123456789" if _adds_up(body + last))
    return body + (wanted if checked else str((int(wanted) + 3) % 10))


def _adds_up(digits: str) -> bool:
    values = [int(digit) for digit in reversed(digits)]
    return (sum(values[::2]) + sum(sum(divmod(2 * value, 10)) for value in values[1::2])) % 10 == 0


def _unwrapped(text: str) -> str | None:
    """JSON in base64: a wallet's token."""
    try:
        inner = base64.b64decode(text, validate=True).decode()
    except ValueError:
        return None
    return inner if inner[:1] == "{" else None


def _within_json(text: str) -> str:
    """The same JSON with a canary in every long text."""
    def changed(value: Json) -> Json:
        if isinstance(value, dict):
            return {key: changed(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [changed(inner) for inner in value]
        if isinstance(value, str) and value[:1] == "{":
            return _within_json(value)
        if isinstance(value, str) and len(value) >= 24:
            return value[:4] + MARK + value[4 + len(MARK):]
        return value

    try:
        return json.dumps(changed(json.loads(text)))
    except ValueError:
        return text


def secrets_of(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Field and text of each Secret within a domain value."""
    if isinstance(value, Secret):
        yield name, value.reveal()
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from secrets_of(getattr(value, field), field)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from secrets_of(inner, str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from secrets_of(inner, name)


def plant(request: Json, read: Any, *, checked: bool) -> Json:
    """The JSON of a request or an account with canaries in place of what `read`, its domain value, holds as secrets."""
    canaries = {text: planted(field, text, checked=checked) for field, text in secrets_of(read)}

    def changed(value: Json) -> Json:
        if isinstance(value, dict):
            return {key: changed(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [changed(inner) for inner in value]
        return canaries.get(value, value) if isinstance(value, str) else value

    return changed(request)


def _spellings(text: str) -> Iterator[bytes]:
    raw = text.encode()
    yield from (raw, raw[::-1], raw.hex().encode(), text.encode("utf-16-le"), text.encode("utf-16-be"))
    yield b"".join(b"%%%02x" % byte for byte in raw)
    yield "".join(f"\\u{ord(letter):04x}" for letter in text).encode()
    for before in range(3):
        whole = base64.b64encode(bytes(before) + raw).decode()
        yield whole[(before * 8 + 5) // 6:(before + len(raw)) * 8 // 6].encode()


SPELLINGS = tuple({spelling.lower() for text in (MARK, DIGITS) for spelling in _spellings(text)})
_GROUPED = re.compile(rb"(?:[\s._/+-]|%20|%2d|&nbsp;)*".join(re.escape(letter.encode()) for letter in DIGITS))


def hits(said: bytes) -> list[str]:
    """Places where a canary stands, each with what is around it; compressed parts are opened."""
    found = []
    for text in (said, *_opened(said)):
        lowered = text.lower()
        for spelling in SPELLINGS:
            at = lowered.find(spelling)
            while at >= 0:
                found.append(_around(text, at))
                at = lowered.find(spelling, at + len(spelling))
        found += [_around(text, match.start()) for match in _GROUPED.finditer(lowered)
                  if match.group() != DIGITS.encode()]
        if CODE.encode() in text:
            plain = _UUID.sub(b"-", text)
            found += [_around(plain, match.start()) for match in _CODE.finditer(plain)]
    return found


def _opened(said: bytes) -> Iterator[bytes]:
    if said[:2] == b"\x1f\x8b":
        yield gzip.decompress(said)
    elif said[:1] == b"\x78":
        try:
            yield zlib.decompress(said)
        except zlib.error:
            return


def _around(text: bytes, at: int) -> str:
    return text[max(0, at - 100):at + 80].decode("utf-8", "backslashreplace").replace("\n", " | ")


def files_below(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file, whatever its name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes()
