"""Payment contexts: orders at PayPal and sessions at Klarna, which the shopper agrees to there, and payments of them.

https://www.checkout.com/docs/payments/add-payment-methods/klarna-payments/unified-payments-api; answers by the official
SDKs: https://github.com/checkout/checkout-sdk-net/tree/master/src/CheckoutSdk/Payments/Contexts
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from html import escape
from urllib.parse import parse_qs

import msgspec
from msgspec import Struct

from tollbridge.sandbox import pages
from tollbridge.sandbox.checkout import asked, payments, vault
from tollbridge.sandbox.checkout.asked import Request
from tollbridge.sandbox.checkout.books import Books, Desk, Json, Method, Payment, new_id
from tollbridge.sandbox.checkout.cards import APPROVED
from tollbridge.sandbox.checkout.errors import Refused, not_found
from tollbridge.sandbox.simulator import Answer, Call

PATH = "/payment-contexts"
LONGEST_REFERENCE = 50
PAYPAL_LETTERS = "ABCDEFGHJKLMNPRSTUVWXY0123456789"
CURRENCIES = {
    **dict.fromkeys(("AT", "BE", "DE", "ES", "FI", "FR", "GR", "IE", "IT", "NL", "PT"), "EUR"),
    "AU": "AUD", "CA": "CAD", "CH": "CHF", "CZ": "CZK", "DK": "DKK", "GB": "GBP", "NO": "NOK", "NZ": "NZD",
    "PL": "PLN", "RO": "RON", "SE": "SEK", "US": "USD"}
"""Klarna takes each country's own: https://www.checkout.com/docs/payments/add-payment-methods/klarna-payments"""


class Home(Struct):
    country: str = ""


class Holder(Struct):
    billing_address: Home | None = None


class Source(Struct, omit_defaults=True):
    type: str = ""
    account_holder: Holder | None = None


class Item(Struct, omit_defaults=True):
    name: str
    quantity: int
    unit_price: int
    reference: str | None = None
    total_amount: int | None = None


class Wish(Struct, omit_defaults=True):
    """POST /payment-contexts, which its details repeat."""

    source: Source | None = None
    amount: int | None = None
    currency: str = ""
    payment_type: str | None = None
    capture: bool | None = None
    processing_channel_id: str = ""
    reference: str | None = None
    success_url: str | None = None
    failure_url: str | None = None
    items: list[Item] = []


@dataclass(slots=True)
class Context:
    """`agreed` is None until the shopper is asked; `partner` is what the partner's library starts with."""

    wish: Wish
    kind: str
    amount: int
    partner: dict[str, str]
    agreed: bool | None = None
    paid: bool = False

    @property
    def status(self) -> str:
        return "Approved" if self.agreed else "Created"


def create(desk: Desk, wish: Wish) -> Json:
    kind = wish.source.type if wish.source else ""
    if kind not in ("paypal", "klarna"):
        raise Refused("payment_method_not_supported" if kind else "source_type_required")
    amount = asked.check_money(wish.amount, wish.currency)
    if len(wish.reference or "") > LONGEST_REFERENCE:
        raise Refused("reference_invalid")
    if wish.payment_type not in (None, "Regular", "Recurring"):
        raise Refused("payment_type_invalid")
    if wish.processing_channel_id != desk.account.channel:
        raise Refused("channel_details_invalid" if wish.processing_channel_id else "processing_channel_id_required")
    partner = {"order_id": "".join(secrets.choice(PAYPAL_LETTERS) for _ in range(17))}
    if kind == "klarna":
        _check_klarna(wish)
        partner = {"session_id": new_id("kcs"), "client_token": secrets.token_urlsafe(48)}
    its_id = desk.keep("pct", Context(wish, kind, amount, partner))
    return {"id": its_id, "partner_metadata": partner, "_links": {"self": desk.url(f"{PATH}/{its_id}")}}


def _check_klarna(wish: Wish) -> None:
    if not wish.items:
        raise Refused("items_required")
    holder = wish.source.account_holder if wish.source else None
    home = holder.billing_address if holder else None
    if home is None or home.country not in CURRENCIES:
        raise Refused("billing_country_invalid")
    if CURRENCIES[home.country] != wish.currency:
        raise Refused("currency_not_supported")


def show(desk: Desk, its_id: str) -> Json:
    its = desk.find(its_id, Context)
    if its is None:
        raise not_found()
    return {"id": its_id, "status": its.status, "payment_request": msgspec.to_builtins(its.wish),
            "partner_metadata": its.partner}


def pay(desk: Desk, wish: Request) -> tuple[int, Json]:
    """POST /payments with a context's id in place of a source; what it does not say is the context's."""
    its = desk.find(wish.payment_context_id, Context)
    if its is None or wish.source or wish.destination:
        raise Refused("parameter_invalid")
    payments.check_channel(desk, wish)
    currency = wish.currency or its.wish.currency
    amount = its.amount if wish.amount is None else asked.check_money(wish.amount, currency)
    if currency != its.wish.currency:
        raise Refused("currency_invalid")
    if not 0 < amount <= its.amount:
        raise Refused("amount_invalid")
    if its.paid or its.agreed is None:
        raise Refused("payment_invalid")
    paid = Payment(
        new_id("pay"), desk.merchant, amount, currency, wish.reference or its.wish.reference, Method(its.kind),
        desk.now, capture=wish.capture and its.wish.capture is not False, keep=False,
        customer=vault.payer(desk, wish.customer), metadata=wish.metadata)
    desk.books.payments[paid.id] = paid
    its.paid = its.agreed
    payments.end(desk, paid, APPROVED if its.agreed else "20017")
    return 201, payments.response(desk, paid)


def find(books: Books, its_id: str) -> Context | None:
    """By its own id, or the partner's."""
    contexts = ((name, kept.its) for name, kept in books.kept.items() if isinstance(kept.its, Context))
    return next((its for name, its in contexts
                 if its_id in (name, its.partner.get("order_id"), its.partner.get("session_id"))), None)


def answer(its: Context, *, agreed: bool) -> None:
    """Until it is paid, the shopper may think again."""
    if not its.paid:
        its.agreed = agreed


def ask(books: Books, call: Call) -> Answer:
    """The partner's window: a GET asks, a POST has the answer. Who has paid is not asked again."""
    its = find(books, call.arguments["id"])
    if its is None:
        return pages.page("<p>There is no such order.</p>", title="Payment", status=404)
    outcome = parse_qs(call.body.decode("ascii", "replace")).get("outcome", [""])[0]
    if not its.paid and outcome not in ("passed", "failed"):
        return pages.page(pages.question(f"Do you pay with {escape(its.kind)}?", {"passed": "Yes", "failed": "No"}),
                          title="Payment")
    answer(its, agreed=outcome == "passed")
    return pages.page("<p>Close this window to go on.</p>", title="Payment")
