"""Reading answers in the contract's JSON: what another process wrote, which may be of another version than this one.

Fields that this version does not have are passed over. A word that it does not know is none, or, of a status that a
result must have, the undecided one: never a success and never a failure. All else has to be as the contract has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, NoReturn, get_args, get_type_hints

import msgspec
from msgspec import NODEFAULT, Struct

from tollbridge.contract.reading import Reading
from tollbridge.domain.money import Currency
from tollbridge.domain.secret import Secret
from tollbridge.domain.state import AccessToken
from tollbridge.domain.statuses import (
    AuthorizationStatus,
    MandateStatus,
    OperationStatus,
    PaymentStatus,
    PayoutStatus,
    RechargeStatus,
    RefundStatus,
)

UNDECIDED: Mapping[type[StrEnum], StrEnum] = {
    PaymentStatus: PaymentStatus.UNRESOLVED, RefundStatus: RefundStatus.REFUND_MANUAL_REVIEW,
    AuthorizationStatus: AuthorizationStatus.AUTHORIZATION_UNRESOLVED, PayoutStatus: PayoutStatus.PENDING,
    MandateStatus: MandateStatus.MANDATE_PENDING, RechargeStatus: RechargeStatus.RECHARGE_PENDING,
    OperationStatus: OperationStatus.PENDING,
}
_EMPTY: Mapping[type, object] = {str: "", int: 0, bool: False, float: 0.0, Secret: Secret("")}


class UnreadableAnswer(Exception):
    """It is none of the contract's: nobody knows what it says. Never shows what it holds."""


class AnswerReading(Reading):
    """One answer being read. `currency` is that of amounts which state none; without it those are left out."""

    __slots__ = ()

    def __init__(self, currency: Currency | None = None) -> None:
        super().__init__()
        self.currency = currency

    def problem(self, path: str, why: str) -> NoReturn:
        raise UnreadableAnswer(f"{path or 'the answer'} {why}")

    def unknown(self, base: str, key: object, rows: Mapping[str, Any]) -> None:
        """A newer version has it."""

    def unknown_word(self, path: str, why: str) -> None:
        """A newer version knows it."""

    def money(self, minor_amount: int, path: str) -> Any:
        return None if self.currency is None else super().money(minor_amount, path)

    def completed(self, kind: type[Struct], given: Mapping[str, Any], base: str) -> Any:
        """What proto3 leaves out since it is empty, and what this version could not read, as none."""
        if kind is AccessToken:  # a success by its mere being there
            self.problem(base.rstrip("."), "lacks its token")
        return kind(**{name: given[name] if name in given else _none(hint) for name, hint in _required(kind).items()},
                    **{name: its for name, its in given.items() if name not in _required(kind)})


@cache
def _required(struct: type[Struct]) -> Mapping[str, Any]:
    """Types of the fields that have no default."""
    hints = get_type_hints(struct)
    return {field.name: hints[field.name] for field in msgspec.structs.fields(struct)
            if field.default is NODEFAULT and field.default_factory is NODEFAULT}


def _none(hint: Any) -> Any:
    if hint in _EMPTY:
        return _EMPTY[hint]
    if hint in UNDECIDED:
        return UNDECIDED[hint]
    if type(None) in get_args(hint):
        return None
    if getattr(hint, "__origin__", None) is tuple:
        return ()
    raise UnreadableAnswer(f"a {getattr(hint, '__name__', 'value')} is missing")
