"""Order and tax, for the interchange of corporate cards.

https://support.worldpay.com/support/CNP-API/content/enhanceddata.htm
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from tollbridge import kit
from tollbridge.connectors.worldpayvantiv.account import Ctx
from tollbridge.connectors.worldpayvantiv.methods import cut
from tollbridge.connectors.worldpayvantiv.wire import Body, minor
from tollbridge.domain.errors import InvalidField
from tollbridge.domain.money import Money
from tollbridge.domain.orders import Level2And3, OrderInfo, OrderLine, TaxInfo, TaxStatus
from tollbridge.domain.people import Address

EXEMPT = {TaxStatus.EXEMPT: True, TaxStatus.TAXABLE: False}
LINES, MOST_LINES = "l2_l3_data.order_info.order_details", 99


def enhanced(req: Any, to: Address | None, ctx: Ctx) -> Body | None:
    """In the schema's order and lengths: one text too long would have the whole document refused."""
    data: Level2And3 | None = getattr(req, "l2_l3_data", None)
    if data is None:
        return None
    order, tax, to = data.order_info or OrderInfo(), data.tax_info or TaxInfo(), to or Address()
    if len(order.order_details) > MOST_LINES:
        raise InvalidField(LINES, f"more than {MOST_LINES} lines")
    taxes, seller = units(tax.order_tax_amount, ctx), cut(tax.merchant_tax_registration_id, 20)
    return {
        "customerReference": cut(order.merchant_order_reference_id, 17), "salesTax": taxes,
        "taxExempt": EXEMPT[tax.tax_status] if tax.tax_status else None,
        "discountAmount": units(order.discount_amount, ctx), "shippingAmount": units(order.shipping_cost, ctx),
        "dutyAmount": units(order.duty_amount, ctx), "destinationPostalCode": cut(to.zip_code, 20),
        "destinationCountryCode": to.country_alpha2_code, "orderDate": day(order.order_date),
        "detailTax": {"taxAmount": taxes, "cardAcceptorTaxId": seller} if seller and taxes is not None else None,
        "lineItemData": [line(number, its, ctx) for number, its in enumerate(order.order_details, 1)]}


def line(number: int, its: OrderLine, ctx: Ctx) -> Body:
    """Totals are of all pieces; the price of one alone is in major units. A code that is too long is left out."""
    name = its.description or its.product_name or its.sku or its.product_id
    kit.require({f"{LINES}[{number - 1}].product_name": name})
    taxes, off = units(its.total_tax_amount, ctx), units(its.unit_discount_amount, ctx)
    total = minor(its.amount, LINES, ctx) * its.quantity
    return {
        "itemSequenceNumber": number, "itemDescription": cut(name, 26), "productCode": code(its.sku or its.product_id),
        "quantity": its.quantity, "unitOfMeasure": code(its.unit_of_measure), "taxAmount": taxes,
        "lineItemTotal": total, "lineItemTotalWithTax": total + taxes if taxes is not None else None,
        "itemDiscountAmount": off * its.quantity if off is not None else None,
        "commodityCode": code(its.commodity_code), "unitCost": Decimal(its.amount.major())}


def code(text: str | None) -> str | None:
    return text if text and len(text) <= 12 else None


def units(amount: Money | None, ctx: Ctx) -> int | None:
    return None if amount is None else minor(amount, "l2_l3_data", ctx)


def day(seconds: int | None) -> str | None:
    if seconds is None:
        return None
    try:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date().isoformat()
    except OverflowError:
        raise InvalidField("l2_l3_data.order_info.order_date", "no date") from None
