"""Which card a request is for, and what its network allows after so many declines. Pure: the clock is handed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from msgspec import Struct

from tollbridge.domain.declines import Category, Decline, explain
from tollbridge.domain.failures import Failure
from tollbridge.domain.methods.cards import CardNetwork
from tollbridge.domain.operations import (
    AUTHORIZE,
    CHARGE_MANDATE,
    PROXY_AUTHORIZE,
    PROXY_SETUP_MANDATE,
    SETUP_MANDATE,
    TOKEN_AUTHORIZE,
    TOKEN_SETUP_MANDATE,
    Operation,
)
from tollbridge.domain.reattempts import LIMITS, ReattemptLimit, reattempt
from tollbridge.service.errors import NoReattempt

GOVERNED: frozenset[Operation[Any, Any]] = frozenset({
    AUTHORIZE, TOKEN_AUTHORIZE, PROXY_AUTHORIZE, SETUP_MANDATE, TOKEN_SETUP_MANDATE, PROXY_SETUP_MANDATE,
    CHARGE_MANDATE})
"""What asks the issuer for money, or whether it would give some."""
REFUSED = frozenset({"FAILURE", "AUTHORIZATION_FAILED"})
NO_ISSUER = frozenset({Category.CONFIGURATION, Category.STATE})
"""Refusals of a request that no issuer was asked about."""
WINDOW_S = max(limit.window for limits in LIMITS.values() for limit in limits).total_seconds()
STRICTEST: tuple[ReattemptLimit, ...] = tuple(limit for limits in LIMITS.values() for limit in limits)
"""For a token of whose card nobody knows the network."""
MOST = 64
"""Declines that are kept of a card: more than any limit has."""
_NUMBERS = ("card_number", "token_number", "decrypted_token", "application_primary_account_number", "dpan")
_DIGITS = re.compile(r"[0-9]{12,19}\Z")
_MASTERCARD = re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720")


class Payer(NamedTuple):
    """What the limits are counted by, as it is: for an HMAC, and nothing else. `network` is "" where it is not known.
    """

    kind: str
    value: str
    network: str

    def __repr__(self) -> str:
        return f"Payer({self.kind})"


class Declines(Struct, omit_defaults=True):
    """What is kept of a card, or a token, at one merchant: when it was declined (epoch seconds) for which amount, and
    since when its network says never again.
    """

    network: str = ""
    times: list[tuple[float, str]] = []
    never_at: float = 0.0
    never_why: str = ""


def payer(request: Mapping[str, Any], connector: str) -> Payer | None:
    """Of a request in the contract's JSON; None where it has neither card nor token."""
    method = request.get("payment_method")
    if method.__class__ is dict:
        for its in method.values():
            if its.__class__ is dict and (found := _card(its)) is not None:
                return found
        if (stored := _text(_at(method, "token", "token"))) is not None:
            return Payer("token", f"{connector}\0{stored}", "")
    for path in (("connector_token",), ("card_proxy", "card_number"),
                 ("connector_recurring_payment_id", "connector_mandate_id", "connector_mandate_id")):
        if (stored := _text(_at(request, *path))) is not None:
            return Payer("token", f"{connector}\0{stored}", _named(_at(request, path[0]), ""))
    return None


def _card(method: Mapping[str, Any], depth: int = 0) -> Payer | None:
    """The number, which wallets have deeper down."""
    for name in _NUMBERS:
        number = _text(method.get(name))
        if number is not None and _DIGITS.match(number):
            return Payer("card", number, _named(method, _network(number)))
    if depth < 3:
        for its in method.values():
            if its.__class__ is dict and (found := _card(its, depth + 1)) is not None:
                return found
    return None


def _at(value: Any, *path: str) -> Any:
    for name in path:
        if value.__class__ is not dict:
            return None
        value = value.get(name)
    return value


def _text(value: Any) -> str | None:
    if value.__class__ is dict:
        value = value.get("value")
    return value if value.__class__ is str and value else None


def _named(method: Any, otherwise: str) -> str:
    """The network that the request says, where it is one."""
    word = str(_at(method, "card_network") or "").upper()
    return word if word in CardNetwork.__members__ else otherwise


def _network(number: str) -> str:
    """Of those that have limits, by the first digits (ISO/IEC 7812); "OTHER" has none."""
    if number[0] == "4":
        return "VISA"
    return "MASTERCARD" if _MASTERCARD.match(number) else "OTHER"


def amount(request: Mapping[str, Any]) -> str:
    return f"{_at(request, 'amount', 'minor_amount') or 0} {_at(request, 'amount', 'currency') or ''}"


def forbidden(declines: Declines, network: str, asked: str, now: float, never_s: float) -> NoReattempt | None:
    """Why there must be no attempt now. `asked` is the amount, as of `amount`."""
    network = network or declines.network
    if declines.never_at and now < declines.never_at + never_s:
        return NoReattempt(f"the card's network allows no further attempt: {declines.never_why}",
                           facts={"network": network, "limit": "never again"})
    limits = STRICTEST if not network else LIMITS.get(CardNetwork(network), ()) if network != "OTHER" else ()
    worst: NoReattempt | None = None
    for limit in limits:
        since = now - limit.window.total_seconds()
        counted = [at for at, its in declines.times if at > since and ("amount" not in limit.same or its == asked)]
        if len(counted) < limit.attempts:
            continue
        wait = timedelta(seconds=sorted(counted)[-limit.attempts] - since)
        if worst is None or wait > (worst.retry_after or wait):
            worst = NoReattempt(
                f"{len(counted)} declined attempts within {limit.within}: the card's network allows no more now", wait,
                {"network": network, "limit": f"{limit.attempts} within {limit.within}"})
    return worst


def declined(result: Mapping[str, Any], network: str) -> tuple[bool, str, str]:
    """Of a result in the contract's JSON: whether an issuer declined, why never again (else ""), and the network."""
    network = network or _stated(result)
    error = result.get("error")
    if error.__class__ is not dict or result.get("status") not in REFUSED:
        return False, "", network
    word = _at(error, "unified_details", "code")
    unified = Decline(word) if word in _WORDS else None
    if unified is not None and explain(unified).category in NO_ISSUER:
        return False, "", network
    said = _at(error, "issuer_details", "network_details") or {}
    known = CardNetwork(network) if network in CardNetwork.__members__ else None
    failure = Failure(code="", message="", decline_code=said.get("decline_code"), advice_code=said.get("advice_code"))
    if not (failure.decline_code or failure.advice_code):
        return True, "", network
    verdict = reattempt(failure, known)
    return True, "" if verdict.allowed else verdict.because, network


_WORDS = frozenset(its.value for its in Decline)


def _stated(result: Mapping[str, Any]) -> str:
    word = _at(result, "connector_response", "additional_payment_method_data", "card", "card_network")
    plain = str(word or "").upper().replace(" ", "_")
    return plain if plain in CardNetwork.__members__ else ""


def added(declines: Declines, now: float, asked: str, never: str, network: str) -> Declines:
    """With one more, and without those that no limit counts any longer."""
    times = [(at, its) for at, its in declines.times if at > now - WINDOW_S]
    return Declines(network or declines.network, [*times, (now, asked)][-MOST:],
                    now if never else declines.never_at, never or declines.never_why)
