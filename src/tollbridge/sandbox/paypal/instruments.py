"""What an order, or the vault, is given to be paid with; its number and CVC are forgotten here."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tollbridge.sandbox.card_numbers import is_plausible
from tollbridge.sandbox.paypal import cards
from tollbridge.sandbox.paypal.books import Desk, Instrument, Json
from tollbridge.sandbox.paypal.errors import invalid, unprocessable
from tollbridge.sandbox.paypal.requests import Attributes, Customer, Keeping, Returning, Source, Verification

CARDS = frozenset({"card", "apple_pay", "google_pay"})
"""Paid by a card's number."""
WALLETS = frozenset({"paypal", "venmo"})
BANKS = frozenset({"bancontact", "blik", "eps", "giropay", "ideal", "mybank", "p24", "sofort", "trustly"})
"""Paid on the bank's page, at once and as a whole."""
PAYER = {"email_address": "payer@example.com", "account_id": "SANDBXPAYER22", "account_status": "VERIFIED",
         "name": {"given_name": "Sandbox", "surname": "Payer"}}
"""Who agrees on the page."""
LONGEST_NAME = 300
ASKED = ("SCA_ALWAYS", "3D_SECURE")
_EXPIRY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def from_source(desk: Desk, kind: str, its: Source, *, path: str = "/payment_source") -> Instrument:
    """Raises PaypalError for what cannot pay."""
    known = its.vault_id or its.single_use_token or (its.id if kind == "token" else None)
    if known:
        return from_vault(desk, kind, known, its)
    if kind not in CARDS | WALLETS | BANKS:
        raise invalid("INVALID_PARAMETER_VALUE", f"{path}/{kind}", "A parameter value is not valid.")
    back = its.experience_context or Returning()
    attributes = its.attributes or Attributes()
    made = _card(desk, kind, its, f"{path}/{kind}") if kind in CARDS else Instrument(
        kind, _without_card(kind, its, f"{path}/{kind}"))
    made.return_url, made.cancel_url = back.return_url, back.cancel_url
    made.store = (attributes.vault or Keeping()).store_in_vault == "ON_SUCCESS"
    made.customer = (attributes.customer or Customer()).id
    return made


def from_vault(desk: Desk, kind: str, token_id: str, its: Source) -> Instrument:
    token = desk.books.payment_tokens.get(token_id)
    if token is None:
        raise unprocessable("TOKEN_ID_NOT_FOUND", "Specified token was not found.", "/payment_source")
    kept = token.instrument
    if kind not in (kept.kind, "token"):
        raise unprocessable("MISMATCHED_VAULT_ID_TO_PAYMENT_SOURCE", "The vault_id does not match the payment source.",
                            f"/payment_source/{kind}/vault_id")
    back = its.experience_context or Returning()
    return Instrument(kept.kind, kept.shown, kept.card, kept.decline, return_url=back.return_url,
                      cancel_url=back.cancel_url)


def _card(desk: Desk, kind: str, its: Source, path: str) -> Instrument:
    numbers = its.numbers
    number = (numbers.number or "").replace(" ", "")
    if not number:
        raise invalid("MISSING_REQUIRED_PARAMETER", f"{path}/number", "A required parameter is missing.")
    if not is_plausible(number):
        raise unprocessable("VALIDATION_ERROR", "Invalid card number", f"{path}/number")
    _check_expiry(desk, numbers.expiry, path)
    name = _name(its, path, shortest=1)
    shown: Json = {"last_digits": number[-4:], "brand": cards.brand(number), "type": "CREDIT"}
    if numbers.expiry:
        shown["expiry"] = numbers.expiry
    if name and len(name) > 1:  # a shorter one is taken, but not told
        shown["name"] = name
    row = cards.behaviour(number) if kind == "card" and its.network_token is None else cards.ANY_CARD
    made = Instrument(kind, shown if kind == "card" else {"card": shown}, row,
                      decline=cards.DECLINES.get((name or "").strip().upper()))
    verification = (its.attributes or Attributes()).verification or Verification(its.verification_method)
    return _authenticated(made, row, verification.method) if kind == "card" else made


def _check_expiry(desk: Desk, expiry: str | None, path: str) -> None:
    if expiry is None:
        raise invalid("MISSING_REQUIRED_PARAMETER", f"{path}/expiry", "A required parameter is missing.")
    found = _EXPIRY.fullmatch(expiry)
    if found is None:
        raise invalid("INVALID_PARAMETER_SYNTAX", f"{path}/expiry",
                      "The value of a field does not conform to the expected format.")
    now = datetime.fromtimestamp(desk.now, UTC)
    if (int(found[1]), int(found[2])) < (now.year, now.month):
        raise unprocessable("CARD_EXPIRED", "The card is expired.", f"{path}/expiry")


def _authenticated(made: Instrument, row: cards.TestCard, method: str | None) -> Instrument:
    """`SCA_WHEN_REQUIRED` has only the cards authenticated that are there for it."""
    if row.verdict is None or not (method in ASKED or (method == "SCA_WHEN_REQUIRED" and row is not cards.ANY_CARD)):
        return made
    made.challenge = row.challenged
    if not row.challenged:
        made.authentication = told(row.verdict)
    return made


def told(verdict: cards.Verdict) -> Json:
    """As in the answers: https://developer.paypal.com/docs/checkout/advanced/customize/3d-secure/response-parameters/"""
    letters = {"enrollment_status": verdict.enrolled}
    if verdict.authenticated:
        letters["authentication_status"] = verdict.authenticated
    return {"liability_shift": verdict.liability_shift, "three_d_secure": letters}


def _without_card(kind: str, its: Source, path: str) -> Json:
    """A wallet tells of its owner on the page; who pays at a bank is said before."""
    if kind in WALLETS:
        return {"email_address": its.email_address} if its.email_address else {}
    if its.country_code is None or its.name is None:
        raise invalid("MISSING_REQUIRED_PARAMETER", f"{path}/{'name' if its.country_code else 'country_code'}",
                      "A required parameter is missing.")
    return {"name": _name(its, path, shortest=3), "country_code": its.country_code}


def _name(its: Source, path: str, *, shortest: int) -> str | None:
    name = its.name
    if name is None:
        return None
    if not isinstance(name, str):
        raise invalid("INVALID_PARAMETER_SYNTAX", f"{path}/name",
                      "The value of a field does not conform to the expected format.")
    if not shortest <= len(name) <= LONGEST_NAME:
        raise invalid("INVALID_STRING_LENGTH", f"{path}/name", "The value of a field is either too short or too long.")
    return name
