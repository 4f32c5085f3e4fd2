"""Secrets of a call in other people's words: processors repeat what they were sent, in spellings of their own.

Only what failed is read here, so nothing is prepared: secrets are collected and spelled once a text is to be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from tollbridge.domain.masking import MOST_CHARACTERS, masked
from tollbridge.domain.secret import Secret

MASK = "***"
SHORTEST = 6
"""Characters of a secret that is looked for inside other words: an expiry month would be found everywhere."""
_CUT_FROM, _HEAD, _CARD_HEAD = 12, 10, 9
"""Longer secrets are found cut off, too: from half of their characters on; of a number, from one digit more than a BIN
has."""
_ENCODED = 9
"""Bytes of a secret from which on its base64 and hexadecimal are looked for, and digits of a number from which on it is
found behind a country's code: shorter ones are like other words.
"""
_CODES = frozenset({"cvc", "cvv", "csc", "cid", "cvn", "cardcvc", "securitycode", "encryptedsecuritycode", "pin",
                    "walletpin", "blikcode", "dynamicdatavalue"})
"""Fields of short codes that pay. They are masked as whole numbers: "123" is not in "error 1234"."""
_SHORT_CODE = re.compile(
    r"(?:(?<![0-9A-Za-z])|(?<=cvc)|(?<=cvv)|(?<=cid)|(?<=csc)|(?<=code)|(?<=pin))(?<!\d[.,])(?<!http )"
    r"\d{3,5}(?![0-9A-Za-z])(?![.,]\d)", re.ASCII)
_PERSONAL = re.compile("name|city|state|country|line[123]|holder|region")
_FREE = re.compile("metadata|feature_data|testing_data")
"""JSON of the caller's or of ours, whose parts are ids that errors have to name."""
_LONG_PART = 16
_ESCAPE = re.compile(
    r"\\u[0-9a-f]{4}|\\[\"\\/bfnrt]|%[0-9a-f]{2}|&(?:amp|lt|gt|quot|apos|#\d{1,3}|#x[0-9a-f]{1,2});", re.IGNORECASE)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_SENT_AS_IT_IS = re.compile(r"[A-Za-z0-9_.~-]+")
"""Neither a form nor JSON escapes anything of it."""
_SEPARATORS = frozenset(" ._/+-\t\u00a0")
_WITHOUT_SEPARATORS = dict.fromkeys(map(ord, _SEPARATORS))
_IBAN = re.compile(r"[A-Z]{2}\d\d[A-Z0-9]{8,30}", re.ASCII)
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_LEAVES: frozenset[type] = frozenset({str, int, float, bool, bytes, type(None)})


class Known(NamedTuple):
    """A secret's text, and the name of the field that holds it."""

    name: str
    text: str


class Echoes:
    """What of a call must not come back in an error: the secrets in what is handed in, however deep, once needed."""

    __slots__ = ("_codes", "_held", "_spellings")

    def __init__(self, *held: object) -> None:
        self._held = held
        self._spellings: _Spellings | None = None
        self._codes: frozenset[str] = frozenset()

    def in_words(self, text: str) -> str:
        """A text that people read, without the secrets."""
        return self._shown(text, codes=True)

    def in_code(self, text: str) -> str:
        """The same of a code that programs decide by: a short number is no CVC in it, unless it is many words."""
        return self._shown(text, codes=" " in text)

    def _shown(self, text: str, *, codes: bool) -> str:
        if len(text) < 3:
            return text
        spellings = self._spellings or self._collect()
        text = text[:MOST_CHARACTERS + 1000]  # what is cut off there is still found by its head
        spans = [*spellings.found(text)]
        if codes and self._codes:
            lowered = _lower(text)
            spans += [found.span() for found in _SHORT_CODE.finditer(lowered) if found.group() in self._codes]
            spans += _escaped_codes(lowered, self._codes)
        return masked(_without(text, spans) if spans else text)

    def _collect(self) -> _Spellings:
        found = [known for held in self._held for known in secrets_in(held)]
        self._codes = frozenset(text for name, text in found if text.isdigit() and 3 <= len(text) < SHORTEST
                                and name.lower().replace("_", "") in _CODES)
        parts = {part for known in found for part in _parts(known) if len(part) >= SHORTEST}
        self._spellings = _Spellings(parts)
        return self._spellings


def secrets_in(value: Any, name: str = "") -> list[Known]:
    """Every Secret within structs, mappings and sequences."""
    found: list[Known] = []
    _add_secrets(found, value, name)
    return found


def _add_secrets(found: list[Known], value: Any, name: str) -> None:
    """Into one list: generators within generators would hand each secret up through every level."""
    kind = value.__class__
    if kind is Secret:
        found.append(Known(name, value.reveal()))
    elif (fields := getattr(kind, "__struct_fields__", None)) is not None:
        for field in fields:
            inner = getattr(value, field)
            if inner.__class__ not in _LEAVES:
                _add_secrets(found, inner, field)
    elif kind in _LEAVES or isinstance(value, str):  # an enum's word
        return
    elif isinstance(value, list | tuple):
        for inner in value:
            _add_secrets(found, inner, name)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if inner.__class__ not in _LEAVES:
                _add_secrets(found, inner, str(key))


def _lower(text: str) -> str:
    """Of ASCII alone, so that places stay what they are: a capital I with a dot would become two characters."""
    return text.lower() if text.isascii() else text.translate(_LOWER)


def _parts(known: Known) -> Iterator[str]:
    """The text itself, and what of it may be repeated without the rest."""
    name, text = known
    if text.isalpha() and _PERSONAL.search(name):
        return  # a word like others: "Refused" is a name, too
    yield text
    if "authorization" in name.lower() and " " in text:
        yield text.partition(" ")[2]  # without its scheme
    if text.startswith("-----BEGIN"):
        yield from (line for line in text.splitlines() if len(line) >= _LONG_PART and not line.startswith("-----"))
    elif text[:1] in ("{", "[") and not _FREE.search(name):
        yield from _leaves(text)
    elif "=" in text and "&" in text:
        yield from (part for pair in text.split("&") if len(part := pair.partition("=")[2]) >= _LONG_PART)


def _leaves(text: str) -> Iterator[str]:
    """Long texts within JSON: of a wallet's token its signature and its encrypted message."""
    import json

    try:
        queue = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while queue:
        value = queue.pop()
        if isinstance(value, str) and len(value) >= _LONG_PART:
            yield value
            if value[:1] == "{":
                yield from _leaves(value)
        queue += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    kept: list[str] = []
    at = 0
    for first, after in sorted(spans):
        if after <= at:
            continue
        if first > at or not kept:
            kept += [text[at:first], MASK]
        at = after
    return "".join([*kept, text[at:]])


class _Spellings:
    """How the secrets of a call may be written: in lower case, with how many characters of each are enough."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self.secrets = tuple(secrets)
        self.plain = tuple(form for secret in self.secrets for form in _forms(secret))

    @cached_property
    def numbers(self) -> tuple[tuple[str, int], ...]:
        """Without what separates their groups; made for a text with digits."""
        return tuple(form for secret in self.secrets for form in _number(secret))

    @cached_property
    def encoded(self) -> tuple[tuple[str, int], ...]:
        """In base64 and hexadecimal; made for a text that may hold it."""
        return tuple(form for secret in self.secrets for form in _encodings(secret))

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Where they stand in a text: as they are, escaped, in groups, cut off, encoded."""
        views = [_View(_lower(text), None)]
        while len(views) < 4 and (deeper := views[-1].unescaped()) is not None:
            views.append(deeper)
        forms = (*self.plain, *self.encoded) if _has_code(text) else self.plain
        for view in views:
            for form, least in forms:
                if form[:least] in view.text:  # seldom: a generator for each of the others would take most of the time
                    yield from view.spans(form, least)
        if sum(map(str.isdigit, text)) >= SHORTEST and self.numbers:
            for view in views:
                compact = view.compact()
                for form, least in self.numbers:
                    yield from compact.spans(form, least)


def _has_code(text: str) -> bool:
    """Whether it may hold base64 or hexadecimal: has a word that is none of a language."""
    for word in text.split():
        bare = word.strip(".,:;!?'\"()[]")
        if len(bare) > _ENCODED and not (bare.isalpha() and (bare.islower() or bare.istitle() or bare.isupper())):
            return True
    return False


def _least(secret: str) -> int:
    """How much of it, from its beginning, is taken for the secret."""
    if secret.isdigit() and len(secret) >= 12:
        return _CARD_HEAD
    if len(secret) < _CUT_FROM or secret[0] in "{[" or "://" in secret or "-----" in secret:
        return len(secret)
    return max(_HEAD, len(secret) // 2)


def _forms(secret: str) -> Iterator[tuple[str, int]]:
    yield _lower(secret), _least(secret)
    if (shown := masked(secret)) != secret and len(shown) > SHORTEST:
        yield _lower(shown), len(shown)  # what an error has masked of it already
    bare = secret.replace(" ", "").replace("-", "")
    if SHORTEST <= len(bare) < len(secret):
        yield _lower(bare), len(bare)  # a sort code without its hyphens
    if " " in secret:
        yield _lower(secret).replace(" ", "+"), len(secret)  # as forms have it
    if not secret.isascii():  # as percent-encoding has it
        bytewise = _lower(secret.encode(errors="replace").decode("latin-1"))
        yield from ((bytewise, len(bytewise)), (bytewise.replace(" ", "+"), len(bytewise)))


def _number(secret: str) -> Iterator[tuple[str, int]]:
    """Of what people write in groups: card and account numbers, without what separates the groups."""
    bare = secret.translate(_WITHOUT_SEPARATORS)
    if len(bare) >= SHORTEST + 2 and (bare.isdigit() or _IBAN.fullmatch(bare.upper())):
        yield _lower(bare), _least(bare)


def _encodings(secret: str) -> Iterator[tuple[str, int]]:
    raw = secret.encode(errors="replace")
    if len(raw) < _ENCODED:
        return
    part = _least(secret) / len(secret)
    for written in _as_sent(secret, raw):
        for form in _encoded(written):
            yield form, max(_CUT_FROM, round(len(form) * part)) if part < 1 else len(form)


def _as_sent(secret: str, raw: bytes) -> set[bytes]:
    """As it stands in a body that is encoded as a whole: plain, in a form, in JSON."""
    if _SENT_AS_IT_IS.fullmatch(secret):
        return {raw}
    from json import dumps
    from urllib.parse import quote_plus

    return {raw, quote_plus(raw).encode(), dumps(secret, ensure_ascii=False)[1:-1].encode(errors="replace")}


def _encoded(raw: bytes) -> Iterator[str]:
    """Hexadecimal, and base64 of both alphabets wherever in a group of three bytes the secret begins."""
    from binascii import b2a_base64

    yield raw.hex()
    for before in range(3):
        whole = b2a_base64(bytes(before) + raw, newline=False).lower().decode()
        form = whole[(before * 8 + 5) // 6:(before + len(raw)) * 8 // 6]
        yield form
        if "+" in form or "/" in form:
            yield form.replace("+", "-").replace("/", "_")


class _View:
    """A text in lower case, and where each of its characters stands in the one that it was made from."""

    def __init__(self, text: str, places: list[tuple[int, int]] | None) -> None:
        self.text, self.places = text, places

    def spans(self, form: str, least: int) -> Iterator[tuple[int, int]]:
        """Where the form, or at least so much of it, stands. A short number is not found within a longer one."""
        text, head = self.text, form[:least]
        number = len(form) < _ENCODED and form.isdigit()
        at = text.find(head)
        while at >= 0:
            after, long = at + least, least
            while long < len(form) and after < len(text) and text[after] == form[long]:
                after, long = after + 1, long + 1
            if not (number and (text[at - 1:at].isdigit() or text[after:after + 1].isdigit())):
                yield (at, after) if self.places is None else (self.places[at][0], self.places[after - 1][1])
            at = text.find(head, after)

    def unescaped(self) -> _View | None:
        """With escapes of JSON, URLs and HTML as what they stand for; None where there is none."""
        matches = [*_ESCAPE.finditer(self.text)]
        if not matches:
            return None
        letters: list[str] = []
        places: list[tuple[int, int]] = []
        at = 0
        for match in matches:
            letters += self.text[at:match.start()]
            places += (self._place(index, index + 1) for index in range(at, match.start()))
            letters.append(_meant(match.group()))
            places.append(self._place(*match.span()))
            at = match.end()
        letters += self.text[at:]
        places += (self._place(index, index + 1) for index in range(at, len(self.text)))
        return _View(_lower("".join(letters)), places)

    def compact(self) -> _View:
        """Without what separates groups of digits."""
        kept = [index for index, letter in enumerate(self.text) if letter not in _SEPARATORS]
        return _View("".join(self.text[index] for index in kept), [self._place(index, index + 1) for index in kept])

    def _place(self, first: int, after: int) -> tuple[int, int]:
        return (first, after) if self.places is None else (self.places[first][0], self.places[after - 1][1])


def _meant(escape: str) -> str:
    """The one character that an escape stands for."""
    if escape[0] == "%":
        return chr(int(escape[1:], 16))
    if escape[0] == "\\":
        return chr(int(escape[2:], 16)) if escape[1] == "u" else escape[1] if escape[1] in '"\\/' else " "
    name = escape[1:-1].lower()
    if name[0] != "#":
        return _NAMED[name]
    number = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    return chr(number)


def _escaped_codes(lowered: str, codes: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Short codes right behind an escape: of "cvc%3d123" the d is none of its word."""
    view = _View(lowered, None)
    for _ in range(3):
        deeper = view.unescaped()
        if deeper is None or deeper.places is None:
            return
        view = deeper
        for found in _SHORT_CODE.finditer(view.text):
            if found.group() in codes and view.places is not None:
                yield view.places[found.start()][0], view.places[found.end() - 1][1]
