"""Card data and credentials, taken out of a message before it is stored, and put back by who carries it out.

The stream keeps messages for weeks: of a card it may have the masked number alone. What is taken out goes into a bucket
in memory, for minutes, and dies with the operation (bridge.md, section 5).

Taken out is every field that the domain types as a Secret, but for those of PLAIN: a field that is new is taken out
until somebody decides otherwise. So is any other text with a card number in it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec import Struct

from tollbridge.domain.errors import InvalidField
from tollbridge.domain.masking import masked
from tollbridge.domain.operations import OPERATIONS
from tollbridge.domain.secret import Secret

PLAIN = frozenset({
    # who pays and where: personal data, which is needed for as long as the operation is
    "account_holder_name", "bank_account_holder_name", "card_holder_name", "city", "country_code",
    "customer_tax_registration_id", "date_of_birth", "document_number", "email", "email_address", "first_name",
    "full_name", "last_name", "line1", "line2", "line3", "merchant_tax_registration_id", "name", "nick_name", "phone",
    "phone_number", "postal_code", "state", "student_email", "telephone_number", "zip", "zip_code",
    # what merchants say of their own
    "connector_feature_data", "connector_testing_data", "mandate_metadata", "merchant_account_id", "metadata",
    "refund_metadata",
    # beside a masked number no card data (PCI DSS, applicability of 3.3 to truncated numbers)
    "card_exp_month", "card_exp_year", "card_last_four_digits", "dpan_last_four_digits",
    # tokens of a processor's vault: worth nothing without the credentials
    "connector_token", "payment_method_token", "psp_token",
})
VAULTED = ("payment_method", "token", "token")
"""The path of a stored method: a token of the processor's vault, by a name that access tokens have too."""
IN_JSON = frozenset({"encrypted_data"})
"""What the contract's JSON has a name for that the domain has not: an Apple Pay token as the device gave it."""


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


NUMBERS = frozenset({"card_number", "token_number", "dpan", "application_primary_account_number"})
"""Of these the message shows the first six and the last four digits."""
SHOWN = NUMBERS | {_camel(name) for name in NUMBERS}
_LONG_RUN = re.compile(rb"[0-9][0-9 ._/-]{10,}[0-9]")
"""Wherever a text of a request has a card number, its JSON has this; so have dates and phone numbers."""
_ESCAPED = b"\\u"
"""What JSON has in place of a control character ends in digits, which would be taken for the beginning of a number."""

Path = list[str | int]


class Sealed(Struct, frozen=True, omit_defaults=True):
    """What was taken out: (path, value) for each field, and the credentials that came with the call.

    `request_hash` is that of the message it belongs to.
    """

    request_hash: str
    fields: list[tuple[Path, str]] = []
    config: str | None = None

    def __repr__(self) -> str:
        return f"Sealed({len(self.fields)} fields)"

    def __bool__(self) -> bool:
        return bool(self.fields) or self.config is not None


def split(request: dict[str, Any]) -> list[tuple[Path, str]]:
    """Takes what is secret out of a request in the contract's JSON, in place; gives it back with its paths.

    Raises InvalidField where that cannot be.
    """
    taken: list[tuple[Path, str]] = []
    _take_named(request, [], secret_names(), taken)
    if _may_have_card(msgspec.json.encode(request)):
        _take_numbers(request, [], taken)
    return taken


def _may_have_card(written: bytes) -> bool:
    """Of a request in JSON: most have none, and to look into each text of it takes ten times as long as this."""
    return _ESCAPED in written or any(
        masked(run) != run for run in map(bytes.decode, _LONG_RUN.findall(written)))


def join(request: dict[str, Any], fields: list[tuple[Path, str]]) -> None:
    """Puts them back, in place. Raises ValueError for a path that the request does not have."""
    for path, value in fields:
        place: Any = request
        try:
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value
        except (LookupError, TypeError) as error:
            raise ValueError("the sealed part is not of this request") from error


def _take_named(value: Any, path: Path, names: frozenset[str], taken: list[tuple[Path, str]]) -> None:
    """`path` is one list for all, that is as it was once this is done: most parts of a request have nothing secret."""
    if value.__class__ is dict:
        for name, its in value.items():
            if name in names and (text := _text(its)) is not None:
                here = [*path, name]
                if tuple(here) == VAULTED:
                    continue
                taken.append((here, text))
                value[name] = _shown(text) if name in SHOWN else ""
            elif its.__class__ is dict or its.__class__ is list:
                path.append(name)
                _take_named(its, path, names, taken)
                path.pop()
    elif value.__class__ is list:
        for at, its in enumerate(value):
            path.append(at)
            _take_named(its, path, names, taken)
            path.pop()


def _take_numbers(value: Any, path: Path, taken: list[tuple[Path, str]]) -> None:
    """Texts that nobody expects a card number in. Raises InvalidField for a name with one: a name stays."""
    items = value.items() if value.__class__ is dict else enumerate(value)
    for name, its in items:
        here = [*path, name]
        if name.__class__ is str and masked(name) != name:
            raise InvalidField(".".join(map(str, path)), "must have no card number as the name of a value")
        if its.__class__ is dict or its.__class__ is list:
            _take_numbers(its, here, taken)
        elif its.__class__ is str and masked(its) != its and not any(its_path == here for its_path, _ in taken):
            taken.append((here, its))
            value[name] = masked(its)


def _text(value: Any) -> str | None:
    """Of a text, plain or in the contract's wrapper; None for what holds none, such as a message of the same name."""
    if value.__class__ is dict:
        inner = value.get("value")
        return inner if len(value) == 1 and inner.__class__ is str else None
    return value if value.__class__ is str else None


def _shown(number: str) -> str:
    return f"{number[:6]}{'*' * max(0, len(number) - 10)}{number[-4:]}" if len(number) >= 14 else "*" * len(number)


@cache
def secret_names() -> frozenset[str]:
    """Names of fields, in any request, that are taken out."""
    names: set[str] = set()
    seen: set[type] = set()

    def holds_secret(hint: Any) -> bool:
        return hint is Secret or any(map(holds_secret, get_args(hint)))

    def look(hint: Any) -> None:
        for inner in get_args(hint):
            look(inner)
        if isinstance(hint, type) and issubclass(hint, Struct) and hint not in seen:
            seen.add(hint)
            for name, its in get_type_hints(hint).items():
                if holds_secret(its):
                    names.add(name)
                look(its)

    for operation in OPERATIONS:
        look(operation.request)
    names = names - PLAIN | IN_JSON
    return frozenset(names | {_camel(name) for name in names})  # the other spelling: of a message that another wrote
