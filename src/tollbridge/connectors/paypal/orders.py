"""Orders to be made: https://developer.paypal.com/docs/api/orders/v2/#orders_create"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.paypal.account import Ctx, money, payee
from tollbridge.connectors.paypal.people import Json, shipping
from tollbridge.domain.errors import InvalidField
from tollbridge.domain.money import Money
from tollbridge.domain.orders import OrderLine, ProductType
from tollbridge.domain.payments import BillingDescriptor, CaptureMethod
from tollbridge.domain.people import PaymentAddress

ORDERS = "/v2/checkout/orders"
MANUAL = (CaptureMethod.MANUAL, CaptureMethod.MANUAL_MULTIPLE)
LONGEST_TEXT, LONGEST_DESCRIPTOR = 127, 22  # PayPal refuses longer ones
CATEGORIES = {ProductType.DIGITAL: "DIGITAL_GOODS", ProductType.PHYSICAL: "PHYSICAL_GOODS"}


class Purchase(Struct, frozen=True, kw_only=True):
    """What is bought, whatever it is paid with. `reference` is our id of the payment."""

    amount: Money
    capture_method: CaptureMethod | None
    reference: str | None
    merchant_order_id: str | None
    description: str | None
    descriptor: BillingDescriptor | None
    address: PaymentAddress | None
    shipping_cost: Money | None
    tax: Money | None = None
    lines: Sequence[OrderLine] = ()


def post_order(purchase: Purchase, source: Json, ctx: Ctx, instruction: str | None = None) -> kit.HttpRequest:
    """An order that is paid at once, or as soon as the shopper has agreed to it."""
    return kit.post_json(ORDERS, {
        "intent": intent(purchase.capture_method),
        "purchase_units": [{**unit(purchase), "payee": payee(ctx)}],
        "payment_source": source,
        "processing_instruction": instruction,
    })


def intent(method: CaptureMethod | None) -> str:
    return "AUTHORIZE" if method in MANUAL else "CAPTURE"


def unit(its: Purchase) -> Json:
    """`invoice_id` is unique in the merchant's account, if that is set so: a second guard against paying twice."""
    goods = net(its.amount, its.tax, its.shipping_cost)
    items, discount = itemized(its.lines, goods) or (whole(goods, its), None)
    return {
        "reference_id": its.reference,
        "invoice_id": its.reference,
        "custom_id": its.merchant_order_id,
        "description": its.description[:LONGEST_TEXT] if its.description else None,
        "soft_descriptor": soft_descriptor(its.descriptor),
        "amount": {**money(its.amount), "breakdown": {
            "item_total": money(goods + discount if discount else goods),
            "tax_total": money(its.tax, "order_tax_amount") if its.tax else None,
            "shipping": money(its.shipping_cost or Money(0, its.amount.currency), "shipping_cost"),
            "discount": money(discount) if discount else None,
        }},
        "shipping": shipping(its.address),
        "items": items,
    }


def net(amount: Money, tax: Money | None, cost: Money | None) -> Money:
    """The price of the goods. Tax and shipping are parts of the amount: PayPal's breakdown has to add up to it."""
    for path, part in (("order_tax_amount", tax), ("shipping_cost", cost)):
        if part is not None and part.currency is not amount.currency:
            raise InvalidField(f"{path}.currency", "not that of the amount")
        if part is not None and not 0 <= part.minor_amount <= max(amount.minor_amount, 0):
            raise InvalidField(f"{path}.minor_amount", "no part of the amount")
        amount = amount - part if part is not None else amount
    return amount


def whole(goods: Money, its: Purchase) -> list[Json]:
    """The one line of an order of which nothing else is known: what the shopper reads at PayPal."""
    name = its.description or f"Order {its.reference or ''}".strip()
    return [{"name": name[:LONGEST_TEXT], "quantity": "1", "unit_amount": money(goods)}]


def itemized(lines: Sequence[OrderLine], goods: Money) -> tuple[list[Json], Money | None] | None:
    """The lines and the discount on them, if they add up: PayPal refuses an order whose lines do not."""
    currency, total, discount = goods.currency, 0, 0
    for line in lines:
        price, off, quantity = line.amount, line.unit_discount_amount, line.quantity
        if quantity < 1 or price.currency is not currency or (off is not None and off.currency is not currency):
            return None
        total += price.minor_amount * quantity
        discount += off.minor_amount * quantity if off is not None else 0
    if not lines or total - discount != goods.minor_amount:
        return None
    return [item(line) for line in lines], Money(discount, currency) if discount else None


def item(line: OrderLine) -> Json:
    sku = line.sku or line.product_id
    return {
        "name": (line.product_name or "Item")[:LONGEST_TEXT],
        "description": line.description[:LONGEST_TEXT] if line.description else None,
        "sku": sku[:LONGEST_TEXT] if sku else None,
        "category": CATEGORIES.get(line.product_type) if line.product_type else None,
        "quantity": str(line.quantity),
        "unit_amount": money(line.amount, "order_details.amount"),
    }


def soft_descriptor(wanted: BillingDescriptor | None) -> str | None:
    its = wanted.statement_descriptor if wanted else None
    return its[:LONGEST_DESCRIPTOR].strip() if its else None
