"""Tokens, for one payment within 15 minutes; instruments; customers.

https://api-reference.checkout.com/#tag/Tokens, #tag/Instruments, #tag/Customers
"""

from __future__ import annotations

from tollbridge.sandbox.checkout import asked
from tollbridge.sandbox.checkout.asked import Customer, Source
from tollbridge.sandbox.checkout.books import Desk, Json, Kept, Method, new_id, stamp
from tollbridge.sandbox.checkout.cards import PLAIN
from tollbridge.sandbox.checkout.errors import Refused, not_found

TOKEN_S = 15 * 60.0
WALLETS = ("applepay", "googlepay")


def tokenize(desk: Desk, source: Source) -> Json:
    """A wallet's token is not opened: its card is an approved Visa."""
    if source.type == "card":
        method = asked.card(source, desk.books, desk.now)
    elif source.type in WALLETS:
        if not source.token_data:
            raise Refused("token_data_required")
        method = Method("card", PLAIN, "4242", "424242", 12, 2034, "Visa", "wallet")
    else:
        raise Refused("token_type_required")
    until = desk.now + TOKEN_S
    token = desk.keep("tok", method, until)
    return {"type": source.type, "token": token, "expires_on": stamp(until), **method.bare()}


def token(desk: Desk, text: str) -> Method:
    found = desk.books.kept.get(text)
    if found is None or found.merchant != desk.merchant or not text.startswith("tok_"):
        raise Refused("token_invalid" if text else "source_token_required")
    if found.until is None:
        raise Refused("token_used")
    if found.until < desk.now:
        raise Refused("token_expired")
    its: Method = found.its
    return its


def spend(desk: Desk, source: Source) -> None:
    if source.type == "token" and source.token in desk.books.kept:
        desk.books.kept[source.token].until = None


def instrument(desk: Desk, its_id: str, code: str) -> Method:
    """Raises Refused with that code."""
    its = desk.find(its_id, Method) if its_id.startswith("src_") else None
    if its is None:
        raise Refused(code)
    return its


def store(desk: Desk, source: Source) -> Json:
    if source.type == "token":
        method = token(desk, source.token)
        spend(desk, source)
    elif source.type == "card":
        method = asked.card(source, desk.books, desk.now)
    elif source.type == "bank_account":
        number = source.iban or source.account_number
        if not number:
            raise Refused("account_number_required")
        method = Method("bank_account", last4=number[-4:], fingerprint=new_id("bank")[5:])
    else:
        raise Refused("source_type_required")
    return _shown(desk.keep("src", method), method)


def show(desk: Desk, its_id: str) -> Json:
    its = desk.find(its_id, Method) if its_id.startswith("src_") else None
    if its is None:
        raise not_found()
    return _shown(its_id, its)


def _shown(its_id: str, its: Method) -> Json:
    return {"id": its_id, "type": its.kind, "fingerprint": its.fingerprint} | (
        its.bare() if its.kind == "card" else {})


def update(desk: Desk, its_id: str, source: Source) -> Json:
    """The expiry date of a card."""
    shown = show(desk, its_id)
    its, month, year = desk.books.kept[its_id].its, source.expiry_month, source.expiry_year
    if not (isinstance(month, int) and isinstance(year, int) and 1 <= month <= 12 and 2000 <= year <= 9999):
        raise Refused("card_expiry_month_invalid")
    its.month, its.year = month, year
    return {name: shown[name] for name in ("type", "fingerprint")}


def remove(desk: Desk, its_id: str) -> None:
    show(desk, its_id)
    del desk.books.kept[its_id]


def create_customer(desk: Desk, wish: Customer) -> Json:
    if not wish.email:
        raise Refused("customer_email_invalid")
    if _by_email(desk, wish.email):
        raise Refused("customer_already_exists")
    return {"id": desk.keep("cus", wish)}


def customer(desk: Desk, its_id: str) -> Json:
    its_id = its_id if desk.find(its_id, Customer) else _by_email(desk, its_id)
    its = desk.find(its_id, Customer)
    if its is None:
        raise not_found()
    body: Json = {"id": its_id, "email": its.email, "instruments": []}
    for name in ("name", "phone"):
        if (value := getattr(its, name)) is not None:
            body[name] = value
    return body


def remove_customer(desk: Desk, its_id: str) -> None:
    customer(desk, its_id)
    del desk.books.kept[its_id]


def payer(desk: Desk, wish: Customer | None) -> Json | None:
    """Of a payment: one that is there, or one made by the email."""
    if wish is None or not (wish.id or wish.email):
        return None
    if wish.id and desk.find(wish.id, Customer) is None:
        raise Refused("customer_not_found")
    its_id = wish.id or _by_email(desk, wish.email) or desk.keep("cus", wish)
    shown = customer(desk, its_id)
    return {name: shown[name] for name in ("id", "email", "name") if name in shown}


def _by_email(desk: Desk, email: str) -> str:
    return next((its_id for its_id, one in desk.books.kept.items() if _is(one, desk.merchant, email)), "")


def _is(one: Kept, merchant: str, email: str) -> bool:
    return isinstance(one.its, Customer) and (one.merchant, one.its.email) == (merchant, email)
