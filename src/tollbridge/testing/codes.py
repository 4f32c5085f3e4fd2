"""Rules about a processor's codes for a no: what it documents is mapped to the unified table, and nothing else is.

`golden/<connector>/codes.toml` lists the codes as the processor's pages do, each list with its source; a code that is
never a no of ours is excepted there, with the reason.

    [[documented]]                  [[excepted]]
    what = "refusal reason codes"   reason = "an approval"
    source = "https://..."          codes = ["00"]
    read = true
    codes = ["2", "3"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from tollbridge.domain.declines import Decline, unify
from tollbridge.testing.golden import Subject

CODES = "codes.toml"


class Documented(Struct, forbid_unknown_fields=True):
    """Codes as one page lists them. `read`: whether that page, or a stored copy, was read for it."""

    what: str
    source: str
    read: bool
    codes: list[str]


class Excepted(Struct, forbid_unknown_fields=True):
    """Documented codes that are never a no of ours."""

    reason: str
    codes: list[str]


class Codes(Struct, forbid_unknown_fields=True):
    """A whole codes.toml."""

    documented: list[Documented] = []
    excepted: list[Excepted] = []


def read_codes(golden: Path) -> Codes:
    """Of one connector's folder; none where there is no file. Raises ValueError for a file of another form."""
    path = golden / CODES
    return msgspec.convert(tomllib.loads(path.read_text()), Codes) if path.exists() else Codes()


def every_documented_code_is_mapped(its: Subject) -> Iterator[str]:
    """Each code that the processor's pages list for a no has its unified word, or is excepted with a reason."""
    codes = read_codes(its.folder)
    documented = {code for page in codes.documented for code in page.codes}
    excepted = {code for those in codes.excepted for code in those.codes}
    if not documented and its.connector.declines:
        yield f"no page is named in {CODES} for the codes in its declines"
        return
    for code in sorted(documented - excepted):
        if unify(its.connector.declines, code) is None:
            yield f"{code!r} is documented, and not in its declines"
        elif unify(its.connector.declines, code) is Decline.UNKNOWN:
            yield f"{code!r} is documented, and mapped to nothing but unknown"
    for code in sorted(excepted - documented):
        yield f"{code!r} is excepted, and no page lists it"
    for code in sorted(excepted & set(its.connector.declines)):
        yield f"{code!r} is excepted, and in its declines all the same"


def no_code_is_made_up(its: Subject) -> Iterator[str]:
    """Each word of its declines stands on a page that codes.toml names."""
    documented = {code.casefold() for page in read_codes(its.folder).documented for code in page.codes}
    for word in sorted(its.connector.declines):
        if documented and word.casefold() not in documented:
            yield f"{word!r} is in its declines, and on no page that {CODES} names"


def every_page_of_codes_is_named(its: Subject) -> Iterator[str]:
    """Each list has what it is of and an address."""
    for page in read_codes(its.folder).documented:
        if not page.what or not page.source.startswith("https://"):
            yield f"{CODES}: a list {page.what!r} without an address"
        if len(set(page.codes)) != len(page.codes):
            yield f"{CODES}: {page.what}: a code stands there twice"
    for those in read_codes(its.folder).excepted:
        if not those.reason:
            yield f"{CODES}: exceptions without a reason"
