"""A result in words, and what it means for the exit code. It is read from the contract's JSON, for all operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from tollbridge.domain.declines import Decline, explain
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.statuses import (
    UNDECIDED,
    AuthorizationStatus,
    MandateStatus,
    OperationStatus,
    PaymentStatus,
    PayoutStatus,
    RefundStatus,
)
from tollbridge.edges.cli.exits import DONE, REFUSED, UNKNOWN
from tollbridge.edges.cli.output import as_text
from tollbridge.kit.http import MASK

Json = dict[str, Any]
_OPEN = frozenset(map(str, UNDECIDED))
_UNKNOWN = frozenset({str(PaymentStatus.UNRESOLVED), str(AuthorizationStatus.AUTHORIZATION_UNRESOLVED)})
_NO = frozenset(map(str, (
    PaymentStatus.AUTHENTICATION_FAILED, PaymentStatus.AUTHORIZATION_FAILED, PaymentStatus.CAPTURE_FAILED,
    PaymentStatus.VOID_FAILED, PaymentStatus.ROUTER_DECLINED, PaymentStatus.FAILURE, RefundStatus.REFUND_FAILURE,
    RefundStatus.REFUND_TRANSACTION_FAILURE, AuthorizationStatus.AUTHORIZATION_FAILURE,
    MandateStatus.MANDATE_REVOKE_FAILED, PayoutStatus.FAILED, PayoutStatus.INELIGIBLE, OperationStatus.FAILURE)))
_STATUSES = ("status", "dispute_status", "payout_status")
_HIDDEN = frozenset({*_STATUSES, "error", "response_headers", "status_code", "state", "connector_feature_data",
                     "connector_response", "metadata"})
"""Not for people: `--json` has all of it."""


def exit_of(written: Json) -> int:
    """REFUSED where the processor said no, UNKNOWN where it said a word that nobody knows."""
    status = status_of(written)
    if status in _UNKNOWN:
        return UNKNOWN
    if status in _NO or (written.get("error") and status not in _OPEN):
        return REFUSED
    return DONE


def status_of(written: Json) -> str:
    return next((str(written[name]) for name in _STATUSES if written.get(name)), "")


def in_words(written: Json) -> str:
    """Status, what can be acted upon, and the reasons of a no. Never an error: what it tells of has happened."""
    try:
        return _words(written)
    except Exception:  # noqa: BLE001 - an answer of a shape that nobody thought of is shown as it came
        return as_text(written)


def _words(written: Json) -> str:
    status, code = status_of(written), exit_of(written)
    colour = {REFUSED: "red", UNKNOWN: "yellow"}.get(code, "yellow" if status in _OPEN else "green")
    unified = _unified(written)
    lines = [click.style(status or ("REFUSED" if code == REFUSED else "OK"), fg=colour, bold=True)
             + (f"  {unified}" if unified else "")]
    shown = {name: value for name, value in written.items() if name not in _HIDDEN}
    lines += [f"  {name:28} {value}" for name, value in leaves(shown)]
    lines += list(_reasons(written.get("error") or {}, unified))
    if status in _OPEN - _UNKNOWN:
        lines.append("Not decided yet: sync it, or wait for the webhook, before you deliver.")
    if status in _UNKNOWN:
        lines.append("The processor's word is not known: sync before anything else.")
    return "\n".join(lines)


def leaves(value: Json, path: str = "") -> Iterator[tuple[str, str]]:
    """Everything that is said, by its path; amounts as money, secrets masked: `--json` has them."""
    currency = next((its["currency"] for its in value.values() if _is_money(its)), None)
    for name, inner in value.items():
        its = f"{path}.{name}" if path else name
        if _is_money(inner):
            yield its, str(Money(int(inner["minor_amount"]), Currency(inner["currency"])))
        elif isinstance(inner, dict) and set(inner) == {"value"}:
            yield its, MASK
        elif isinstance(inner, dict):
            yield from leaves(inner, its)
        elif isinstance(inner, list):
            yield from leaves({str(at): item for at, item in enumerate(inner)}, its)
        elif its.endswith("_amount"):
            yield its, str(Money(int(inner), Currency(currency))) if currency else f"{inner} (minor units)"
        else:
            yield its, str(inner)


def _is_money(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"minor_amount", "currency"}


def _unified(written: Json) -> str | None:
    code = (written.get("error") or {}).get("unified_details", {}).get("code")
    return code if code in tuple(Decline) else None


def _reasons(error: Json, unified: str | None) -> Iterator[str]:
    """Ours, the processor's and the issuer's words; whether to try again; what the shopper may be told."""
    theirs, issuer = error.get("connector_details", {}), error.get("issuer_details", {})
    if theirs:
        yield f"  {'processor says':28} {_code_and_words(theirs)}"
    if issuer.get("code") or issuer.get("message"):
        yield f"  {'issuer says':28} {_code_and_words(issuer)}"
    if network := issuer.get("network_details"):
        yield f"  {'network says':28} {', '.join(f'{key} {value}' for key, value in network.items())}"
    if unified is None:
        return
    known = explain(Decline(unified))
    yield f"  {'meaning':28} {known.message}"
    yield f"  {'try again':28} {known.retry.value}: {known.description}"
    yield f"  {'tell the shopper':28} {known.shopper_message}"


def _code_and_words(said: Json) -> str:
    return ": ".join(str(said[name]) for name in ("code", "message") if said.get(name))
