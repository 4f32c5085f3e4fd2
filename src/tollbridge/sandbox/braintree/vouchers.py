"""Local payments that take days: a context first, and a transaction of Braintree's own once the money is there."""

from __future__ import annotations

from tollbridge.domain.money import Currency
from tollbridge.sandbox.braintree import inputs, notifications, payments, wire
from tollbridge.sandbox.braintree.books import NAME, Context, Desk, Method, Transaction, money, new_ids
from tollbridge.sandbox.braintree.errors import BraintreeError
from tollbridge.sandbox.braintree.graphql import Json
from tollbridge.sandbox.ledger import EntryKind

CURRENCIES = {"OXXO": (Currency.MXN,), "MULTIBANCO": (Currency.EUR,), "TRUSTLY": tuple(Currency)}


def create(desk: Desk, given: Json) -> Json:
    asked = inputs.read(given, inputs.LocalPayment).payment_context
    amount = money(asked.amount.value, Currency(asked.amount.currency_code), "input.paymentContext.amount")
    if amount.currency not in CURRENCIES.get(asked.type, ()):
        raise BraintreeError("Currency is not supported.", path="input.paymentContext.amount")
    its_id, legacy = new_ids("localpaymentcontext")
    its = Context(its_id, legacy, desk.now, asked.type, amount, asked.order_id, asked.merchant_account_id or "",
                  f"{desk.host.url_of(NAME)}/voucher/{legacy}")
    desk.books.contexts[its_id] = its
    return {"__typename": "CreateNonInstantLocalPaymentContextPayload", "paymentContext": wire.context(its)}


def settle(desk: Desk, its: Context, *, good: bool) -> str:
    """The shopper pays in a shop, or never does."""
    if not good:
        its.expired = desk.now
        notifications.of_context(desk, "local_payment_expired", its, None)
        return "EXPIRED"
    its_id, legacy = new_ids("transaction")
    made = Transaction(its_id, legacy, desk.now, its.amount, its.amount, its.account,
                       Method(its_id, legacy, "local", desk.now), its.order_id, captured=its.amount.minor_amount)
    desk.books.transactions[its_id], its.transacted = made, desk.now
    for kind in (EntryKind.AUTHORIZED, EntryKind.CAPTURED):
        desk.book(kind, made, its.amount.minor_amount)
    payments.come_to(desk, made, "SETTLED")
    notifications.of_context(desk, "local_payment_funded", its, made)
    return made.status
