"""Orders: https://developer.paypal.com/docs/api/orders/v2/"""

from __future__ import annotations

from tollbridge.domain.money import Money
from tollbridge.sandbox.paypal import wire
from tollbridge.sandbox.paypal.books import Desk, Instrument, Order, new_id
from tollbridge.sandbox.paypal.errors import invalid, unprocessable
from tollbridge.sandbox.paypal.instruments import BANKS, WALLETS, from_source
from tollbridge.sandbox.paypal.paying import AUTHORIZE, pay
from tollbridge.sandbox.paypal.reply import Reply
from tollbridge.sandbox.paypal.requests import (
    Amount,
    ConfirmSource,
    CreateOrder,
    Nothing,
    PayOrder,
    Returning,
    Sources,
    Unit,
    one_of,
)

ON_APPROVAL = "ORDER_COMPLETE_ON_PAYMENT_APPROVAL"
_AMOUNT = "/purchase_units/@reference_id=='default'/amount"


def create(desk: Desk, asked: CreateOrder) -> Reply:
    if len(asked.purchase_units) != 1:
        raise invalid("INVALID_ARRAY_MAX_ITEMS" if asked.purchase_units else "INVALID_ARRAY_MIN_ITEMS",
                      "/purchase_units", "The sandbox takes orders of one purchase unit.")
    unit, = asked.purchase_units
    amount = add_up(unit)
    back = asked.application_context or Returning()
    order = Order(new_id(), desk.now, asked.intent, amount, unit.shown(), instruction=asked.processing_instruction,
                  return_url=back.return_url, cancel_url=back.cancel_url)
    instrument = _wanted(desk, order, asked.payment_source)
    desk.books.orders[order.id] = order
    if invoice := order.unit.get("invoice_id"):
        desk.books.invoices.setdefault(invoice, []).append(order)
    if instrument is not None:
        _begin(desk, order, instrument, at_once=True)
    status = 200 if order.status == "PAYER_ACTION_REQUIRED" else 201
    return Reply(status, wire.order(desk, order), wire.order_minimal(desk, order))


def retrieve(desk: Desk, asked: Nothing, order: str) -> Reply:
    return Reply(200, wire.order(desk, desk.order(order)))


def confirm(desk: Desk, asked: ConfirmSource, order: str) -> Reply:
    """The payer has chosen; nothing is paid yet, unless the order asks for that."""
    its = desk.order(order)
    _check_open(its)
    its.instruction = asked.processing_instruction or its.instruction
    instrument = _wanted(desk, its, asked.payment_source)
    if instrument is not None:
        _begin(desk, its, instrument, at_once=its.instruction == ON_APPROVAL)
    return Reply(200, wire.order(desk, its), wire.order_minimal(desk, its))


def authorize(desk: Desk, asked: PayOrder, order: str) -> Reply:
    return _execute(desk, asked, desk.order(order), AUTHORIZE)


def capture(desk: Desk, asked: PayOrder, order: str) -> Reply:
    return _execute(desk, asked, desk.order(order), "CAPTURE")


def _execute(desk: Desk, asked: PayOrder, order: Order, intent: str) -> Reply:
    if order.intent != intent:
        raise unprocessable("ACTION_DOES_NOT_MATCH_INTENT", f"Order was created with an intent to '{order.intent}'. "
                            "Please use the matching action to transact against this order.")
    _check_open(order)
    given = _wanted(desk, order, asked.payment_source)
    if given is not None:
        _begin(desk, order, given, at_once=True)
    elif order.status == "PAYER_ACTION_REQUIRED":
        raise unprocessable("PAYER_ACTION_REQUIRED", "Transaction cannot complete successfully, instruct the buyer to "
                            "return to PayPal.")
    elif order.status != "APPROVED" or order.instrument is None:
        raise unprocessable("ORDER_NOT_APPROVED", "Payer has not yet approved the Order for payment. Please redirect "
                            "the payer to the 'rel':'approve' url returned as part of the HATEOAS links within the "
                            "Create Order call or provide a valid payment_source in the request.")
    else:
        execute(desk, order, order.instrument)
    return Reply(201, wire.order(desk, order), wire.order_minimal(desk, order))


def execute(desk: Desk, order: Order, instrument: Instrument) -> None:
    """An invoice is paid once, as PayPal's accounts are set unless the merchant wants otherwise."""
    invoice = order.unit.get("invoice_id")
    books = desk.books
    if invoice and any(
            any(books.captures[one].status != "DECLINED" for one in other.captures)
            or any(books.authorizations[one].status not in ("DENIED", "VOIDED") for one in other.authorizations)
            for other in books.invoices[invoice] if other is not order):
        raise unprocessable("DUPLICATE_INVOICE_ID", "Duplicate Invoice ID detected. To avoid a potential duplicate "
                            "transaction your account setting requires that Invoice Id be unique for each "
                            "transaction.", "/purchase_units/0/invoice_id")
    pay(desk, order, instrument)


def _begin(desk: Desk, order: Order, instrument: Instrument, *, at_once: bool) -> None:
    """A card pays, and so does what the vault keeps; for anything else the payer has to act first."""
    order.instrument, order.updated = instrument, desk.now
    remembered = instrument.kind in WALLETS and bool(instrument.shown.get("account_id"))
    if instrument.challenge or (instrument.card is None and not remembered):
        order.status = "PAYER_ACTION_REQUIRED"
    elif at_once:
        execute(desk, order, instrument)
    else:
        order.status = "APPROVED"


def _wanted(desk: Desk, order: Order, sources: Sources | None) -> Instrument | None:
    if sources is None:
        return None
    kind, source = one_of(sources)
    if kind in BANKS and order.intent == AUTHORIZE:
        raise unprocessable("UNSUPPORTED_INTENT_FOR_PAYMENT_SOURCE", "`intent=AUTHORIZE` is not supported for the "
                            "specified payment_source. Only `intent=CAPTURE` is supported.", "/intent")
    if kind in BANKS and order.instruction != ON_APPROVAL:
        raise unprocessable(ON_APPROVAL, f"A processing_instruction of `{ON_APPROVAL}` is required for the specified "
                            "payment_source.", "/processing_instruction")
    return from_source(desk, kind, source)


def _check_open(order: Order) -> None:
    if order.status == "VOIDED":
        raise unprocessable("ORDER_EXPIRED", "The order is expired.")
    if order.status == "COMPLETED" and order.intent == AUTHORIZE:
        raise unprocessable("ORDER_ALREADY_AUTHORIZED", "Order already authorized. If 'intent=AUTHORIZE' only one "
                            "authorization per order is allowed.")
    if order.status == "COMPLETED":
        raise unprocessable("ORDER_ALREADY_CAPTURED", "Order already captured. If 'intent=CAPTURE' only one capture "
                            "per order is allowed.")


def add_up(unit: Unit) -> Money:
    """The amount of the order. Raises PaypalError where its parts do not add up to it."""
    total = unit.amount.positive(f"{_AMOUNT}")
    parts = unit.amount.breakdown
    if unit.items:
        _check_items(unit, total)
    if parts is None:
        return total
    plus = (parts.item_total, parts.shipping, parts.handling, parts.tax_total, parts.insurance)
    minus = (parts.shipping_discount, parts.discount)
    if sum(_minor(part, total) for part in plus) - sum(_minor(part, total) for part in minus) != total.minor_amount:
        raise unprocessable("AMOUNT_MISMATCH", "Should equal item_total + tax_total + shipping + handling + insurance "
                            "- shipping_discount - discount.", f"{_AMOUNT}/value")
    return total


def _check_items(unit: Unit, total: Money) -> None:
    parts = unit.amount.breakdown
    if parts is None or parts.item_total is None:
        raise unprocessable("ITEM_TOTAL_REQUIRED", "If item details are specified (items.unit_amount and "
                            "items.quantity) corresponding amount.breakdown.item_total is required.",
                            f"{_AMOUNT}/breakdown/item_total")
    if not all(item.quantity.isascii() and item.quantity.isdigit() for item in unit.items or ()):
        raise invalid("INVALID_PARAMETER_SYNTAX", "/purchase_units/0/items/0/quantity",
                      "The value of a field does not conform to the expected format.")
    goods = sum(_minor(item.unit_amount, total) * int(item.quantity) for item in unit.items or ())
    if goods != _minor(parts.item_total, total):
        raise unprocessable("ITEM_TOTAL_MISMATCH", "Should equal sum of (unit_amount * quantity) across all items for "
                            "a given purchase_unit.", f"{_AMOUNT}/breakdown/item_total/value")
    taxes = sum(_minor(item.tax, total) * int(item.quantity) for item in unit.items or ())
    if taxes and taxes != _minor(parts.tax_total, total):
        raise unprocessable("TAX_TOTAL_MISMATCH", "Should equal sum of (tax * quantity) across all items for a given "
                            "purchase_unit.", f"{_AMOUNT}/breakdown/tax_total/value")


def _minor(part: Amount | None, total: Money) -> int:
    if part is None:
        return 0
    money = part.money(f"{_AMOUNT}/breakdown")
    if money.currency is not total.currency:
        raise unprocessable("MULTI_CURRENCY_ORDER", "Multiple differing values of currency_code are not supported. "
                            "Entire Order request must have the same currency_code.", f"{_AMOUNT}/currency_code")
    return money.minor_amount
