"""Payment methods: a card or account is checked, turned into what may be kept of it, and forgotten."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from msgspec import structs

from tollbridge.sandbox import card_numbers
from tollbridge.sandbox.stripe import accounts, cards
from tollbridge.sandbox.stripe.books import Desk, Held, new_id
from tollbridge.sandbox.stripe.errors import card_error, invalid, missing
from tollbridge.sandbox.stripe.method_types import CARD
from tollbridge.sandbox.stripe.method_wire import (
    AuBecsDebit,
    BacsDebit,
    Bank,
    BankNetworks,
    Birth,
    Boleto,
    Card,
    CardChecks,
    CardNetworks,
    Cashapp,
    IdealBank,
    Klarna,
    Nothing,
    PaymentMethod,
    SepaDebit,
    Sofort,
    ThreeDSecureUsage,
    UsBankAccount,
    Wallet,
)
from tollbridge.sandbox.stripe.parameters import (
    AuBecsNumber,
    BacsNumber,
    BankNumber,
    BillingParams,
    CardNumber,
    CreatePaymentMethod,
    MethodParams,
    SepaNumber,
    UsBankNumber,
)
from tollbridge.sandbox.stripe.parts import Address, BillingDetails
from tollbridge.sandbox.stripe.reading import Params

_ANYTHING = cards.behaviour("")
_GERMAN = "DE89370400440532013000"
"""The account that is debited after a bank redirect was set up."""


def create(desk: Desk, params: CreatePaymentMethod) -> PaymentMethod:
    return keep(desk, params, prefix="").method


def retrieve(desk: Desk, params: Params, payment_method: str) -> PaymentMethod:
    return find(desk, payment_method, http_status=404).method


def given(desk: Desk, reference: str | None, typed_in: MethodParams | None) -> Held | None:
    """The method that a request states, by its id or in full."""
    if typed_in is not None:
        return keep(desk, typed_in, prefix="payment_method_data")
    return find(desk, reference) if reference is not None else None


def find(desk: Desk, reference: str, *, http_status: int = 400) -> Held:
    """A method by its id; `pm_card_...` and the like make a new one each time, as Stripe does."""
    row = cards.ready_made(reference) if reference.startswith("pm_card_") else None
    if row is not None:
        return _file(desk, from_row(desk, row, BillingParams()), {})
    account = accounts.ready_made_account(reference)
    if account is None:
        return desk.held(reference, http_status=http_status)
    billing = BillingParams(name="Jenny Rosen", email="jenny@example.com")
    held = _bank_account(desk, _number_of(account), account.type, billing)
    held.verified = True
    return _file(desk, held, {})


def keep(desk: Desk, stated: MethodParams, *, prefix: str) -> Held:
    """Raises StripeError (402) for a number, date or CVC that cannot be right."""
    billing = stated.billing_details or BillingParams()
    if stated.card is not None and stated.type == CARD:
        return _file(desk, _card(desk, stated.card, billing, prefix), stated.metadata)
    number = getattr(stated, stated.type)
    held = (_bank_account(desk, number, stated.type, billing) if isinstance(number, BankNumber)
            else _of_type(desk, stated, billing))
    return _file(desk, held, stated.metadata)


def becomes_sepa(desk: Desk, held: Held) -> Held:
    """The debit that a bank redirect leaves behind for later payments."""
    stated = held.method.billing_details
    billing = BillingParams(address=stated.address, email=stated.email, name=stated.name, phone=stated.phone)
    return _file(desk, _bank_account(desk, SepaNumber(iban=_GERMAN), "sepa_debit", billing), {})


def from_row(desk: Desk, row: cards.TestCard, billing: BillingParams) -> Held:
    return from_number(desk, row.number, billing, exp=(12, _year(desk) + 1), cvc_given=True)


def from_number(desk: Desk, number: str, billing: BillingParams, *, exp: tuple[int, int], cvc_given: bool,
                wallet: Wallet | None = None) -> Held:
    """A card that is not on file yet."""
    row, brand = cards.behaviour(number), card_numbers.network(number)
    address = billing.address or Address()
    checks = CardChecks(address_line1_check="pass" if address.line1 else None,
                        address_postal_code_check="pass" if address.postal_code else None,
                        cvc_check=_cvc_check(row) if cvc_given else None)
    card = Card(brand=brand, checks=checks, country=row.country, exp_month=exp[0], exp_year=exp[1],
                fingerprint=card_numbers.fingerprint(number, desk.books.pepper), funding=row.funding, last4=number[-4:],
                networks=CardNetworks(available=[brand]), wallet=wallet,
                three_d_secure_usage=ThreeDSecureUsage(
                    supported=row.authentication is not cards.Authentication.NOT_SUPPORTED))
    return Held(_method(desk, CARD, card, billing), row)


def checked_number(desk: Desk, number: str, month: int, year: int, cvc: str | None) -> tuple[str, tuple[int, int]]:
    """Number and date as they are kept. Raises StripeError (402) for those that cannot be right."""
    number = re.sub(r"[ -]", "", number)
    if not card_numbers.is_plausible(number):
        raise card_error("incorrect_number", "Your card number is incorrect.", "number")
    year += 2000 if year < 100 else 0
    today = datetime.fromtimestamp(desk.now, UTC)
    if not 1 <= month <= 12 or (year == today.year and month < today.month):
        raise card_error("invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month")
    if not today.year <= year <= today.year + 50:
        raise card_error("invalid_expiry_year", "Your card's expiration year is invalid.", "exp_year")
    if cvc is not None and not re.fullmatch(r"[0-9]{3,4}", cvc):
        raise card_error("invalid_cvc", "Your card's security code is invalid.", "cvc")
    return number, (month, year)


def _card(desk: Desk, card: CardNumber, billing: BillingParams, prefix: str) -> Held:
    path = f"{prefix}[card]" if prefix else "card"
    if card.token is not None:
        return _from_token(desk, card.token, billing, f"{path}[token]")
    for name in ("number", "exp_month", "exp_year"):
        if getattr(card, name) is None:
            raise missing(f"{path}[{name}]")
    number, exp = checked_number(desk, card.number or "", card.exp_month or 0, card.exp_year or 0, card.cvc)
    return from_number(desk, number, billing, exp=exp, cvc_given=card.cvc is not None)


def _from_token(desk: Desk, token: str, billing: BillingParams, param: str) -> Held:
    row = cards.ready_made(token) if token.startswith("tok_") else None
    if row is not None:
        return from_row(desk, row, billing)
    issued = desk.find(desk.books.tokens, "token", token, param=param, http_status=400)
    if issued.held is None:
        raise invalid("This token is not one of a card.", param=param)
    if issued.used:
        raise invalid(f"You cannot use a Stripe token more than once: {token}.", param=param,
                      code="token_already_used")
    issued.used = True
    made = issued.held
    return Held(_method(desk, CARD, made.method.card, billing), made.behaviour)


def _bank_account(desk: Desk, number: BankNumber, kind: str, billing: BillingParams) -> Held:
    text = re.sub(r"[ -]", "", number.iban or number.account_number or "").upper()
    fingerprint = card_numbers.fingerprint(text, desk.books.pepper)
    detail: SepaDebit | UsBankAccount | BacsDebit | AuBecsDebit
    match number:
        case SepaNumber():
            if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", text):
                raise invalid("The IBAN you entered is invalid.", param="sepa_debit[iban]",
                              code="invalid_bank_account_iban")
            detail = SepaDebit(bank_code=text[4:12], country=text[:2], fingerprint=fingerprint, last4=text[-4:])
        case UsBankNumber():
            if not re.fullmatch(r"[0-9]{9}", number.routing_number):
                raise invalid("You must use a valid routing number.", code="routing_number_invalid",
                              param="us_bank_account[routing_number]")
            detail = UsBankAccount(
                account_holder_type=number.account_holder_type, account_type=number.account_type,
                fingerprint=fingerprint, last4=text[-4:], networks=BankNetworks(supported=["ach"], preferred="ach"),
                routing_number=number.routing_number)
        case BacsNumber():
            detail = BacsDebit(fingerprint=fingerprint, last4=text[-4:], sort_code=number.sort_code.replace("-", ""))
        case AuBecsNumber():
            detail = AuBecsDebit(bsb_number=number.bsb_number.replace("-", ""), fingerprint=fingerprint,
                                 last4=text[-4:])
        case _:
            raise TypeError(f"no account of type {kind}")
    return Held(_method(desk, kind, detail, billing), _ANYTHING, account=accounts.account_behaviour(kind, text))


def _number_of(row: accounts.TestAccount) -> BankNumber:
    match row.type:
        case "sepa_debit":
            return SepaNumber(iban=row.number)
        case "us_bank_account":
            return UsBankNumber(account_number=row.number, routing_number="110000000")
        case "bacs_debit":
            return BacsNumber(account_number=row.number, sort_code="108800")
        case _:
            return AuBecsNumber(account_number=row.number, bsb_number="000000")


def _of_type(desk: Desk, stated: MethodParams, billing: BillingParams) -> Held:
    """Those that are no card and no account."""
    detail: Bank | IdealBank | Sofort | Boleto | Klarna | Cashapp | Nothing = Nothing()
    if stated.type in ("eps", "p24"):
        chosen = stated.eps or stated.p24
        detail = Bank(bank=chosen.bank if chosen else None)
    elif stated.type == "ideal":
        detail = IdealBank(bank=stated.ideal.bank if stated.ideal else None)
    elif stated.type == "sofort" and stated.sofort is not None:
        detail = Sofort(country=stated.sofort.country)
    elif stated.type == "boleto" and stated.boleto is not None:
        detail = Boleto(tax_id=stated.boleto.tax_id)
    elif stated.type == "klarna":
        born = stated.klarna.dob if stated.klarna else None
        detail = Klarna(dob=Birth(day=born.day, month=born.month, year=born.year) if born else None)
    elif stated.type == "cashapp":
        detail = Cashapp()
    return Held(_method(desk, stated.type, detail, billing), _ANYTHING)


def _method(desk: Desk, kind: str, detail: object, billing: BillingParams) -> PaymentMethod:
    made = PaymentMethod(
        id=new_id("pm_1"), created=desk.now, type=kind,
        billing_details=BillingDetails(address=billing.address or Address(), email=billing.email, name=billing.name,
                                       phone=billing.phone))
    return structs.replace(made, **{kind: detail})


def _file(desk: Desk, held: Held, metadata: dict[str, str]) -> Held:
    held.method.metadata = {name: text for name, text in metadata.items() if text}
    desk.books.methods[held.method.id] = held
    return held


def _cvc_check(row: cards.TestCard) -> str:
    return "fail" if row.decline is cards.INCORRECT_CVC else "pass"


def _year(desk: Desk) -> int:
    return datetime.fromtimestamp(desk.now, UTC).year
