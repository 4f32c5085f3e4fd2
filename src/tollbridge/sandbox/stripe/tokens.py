"""Tokens: a card or bank account, good for one use. https://docs.stripe.com/api/tokens"""

from __future__ import annotations

from tollbridge.sandbox import card_numbers
from tollbridge.sandbox.stripe import methods
from tollbridge.sandbox.stripe.books import Desk, Held, Issued, new_id
from tollbridge.sandbox.stripe.errors import invalid
from tollbridge.sandbox.stripe.method_wire import Nothing, Wallet
from tollbridge.sandbox.stripe.parameters import BillingParams
from tollbridge.sandbox.stripe.parts import Address
from tollbridge.sandbox.stripe.reading import Params
from tollbridge.sandbox.stripe.setup_parameters import CreateToken, TokenBankParams, TokenCardParams
from tollbridge.sandbox.stripe.setup_wire import Token, TokenBankAccount, TokenCard

_PHONE_CARD = "4242424242424242"
"""What an encrypted wallet holds: nobody can look into it here."""
_BRANDS = {"visa": "Visa", "mastercard": "MasterCard", "amex": "American Express", "discover": "Discover",
           "diners": "Diners Club", "jcb": "JCB", "unionpay": "UnionPay"}


def create(desk: Desk, params: CreateToken) -> Token:
    if params.bank_account is not None:
        return _bank_account(desk, params.bank_account)
    if params.card is not None:
        return _card(desk, params.card)
    wallet = Wallet(type="apple_pay", dynamic_last4="4242", apple_pay=Nothing())
    held = methods.from_number(desk, _PHONE_CARD, BillingParams(), exp=(12, 2030), cvc_given=False, wallet=wallet)
    return _issue(desk, held, TokenCardParams(number="", exp_month=12, exp_year=2030), "apple_pay")


def retrieve(desk: Desk, params: Params, token: str) -> Token:
    """Only that it is there and whether it was used: what it stands for is shown when it is made."""
    issued = desk.find(desk.books.tokens, "token", token)
    return Token(id=token, created=desk.now, type="card" if issued.held else "bank_account", used=issued.used)


def _card(desk: Desk, stated: TokenCardParams) -> Token:
    number, exp = methods.checked_number(desk, stated.number, stated.exp_month, stated.exp_year, stated.cvc)
    method = stated.tokenization_method
    if stated.cryptogram is None and method is not None:
        raise invalid("A card from a wallet needs its cryptogram.", param="card[cryptogram]", code="parameter_missing")
    wallet = None
    if method == "apple_pay":
        wallet = Wallet(type="apple_pay", dynamic_last4=number[-4:], apple_pay=Nothing())
    elif method is not None:
        wallet = Wallet(type="google_pay", dynamic_last4=number[-4:], google_pay=Nothing())
    address = Address(city=stated.address_city, country=stated.address_country, line1=stated.address_line1,
                      line2=stated.address_line2, postal_code=stated.address_zip, state=stated.address_state)
    held = methods.from_number(desk, number, BillingParams(address=address, name=stated.name), exp=exp,
                               cvc_given=stated.cvc is not None, wallet=wallet)
    return _issue(desk, held, stated, method)


def _issue(desk: Desk, held: Held, stated: TokenCardParams, tokenization_method: str | None) -> Token:
    new, card = new_id("tok_1"), held.card
    desk.books.tokens[new] = Issued(held)
    return Token(id=new, created=desk.now, type="card", card=TokenCard(
        id=new_id("card_1"), address_city=stated.address_city, address_country=stated.address_country,
        address_line1=stated.address_line1, address_line1_check=card.checks.address_line1_check,
        address_line2=stated.address_line2, address_state=stated.address_state, address_zip=stated.address_zip,
        address_zip_check=card.checks.address_postal_code_check, brand=_BRANDS.get(card.brand, "Unknown"),
        country=card.country, cvc_check=card.checks.cvc_check and "unchecked",
        dynamic_last4=card.wallet.dynamic_last4 if card.wallet else None, exp_month=card.exp_month,
        exp_year=card.exp_year, fingerprint=card.fingerprint, funding=card.funding, last4=card.last4,
        name=stated.name, tokenization_method=tokenization_method))


def _bank_account(desk: Desk, stated: TokenBankParams) -> Token:
    new = new_id("btok_1")
    desk.books.tokens[new] = Issued(None)
    return Token(id=new, created=desk.now, type="bank_account", bank_account=TokenBankAccount(
        id=new_id("ba_1"), account_holder_name=stated.account_holder_name,
        account_holder_type=stated.account_holder_type, account_type=stated.account_type, country=stated.country,
        currency=stated.currency.lower(), last4=stated.account_number[-4:], routing_number=stated.routing_number,
        fingerprint=card_numbers.fingerprint(stated.account_number, desk.books.pepper)))
