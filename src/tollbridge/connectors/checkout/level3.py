"""Order and tax, as corporate cards want them: https://www.checkout.com/docs/payments/manage-payments/level-2-3-data"""

from __future__ import annotations

from typing import Any

from tollbridge.connectors.checkout.account import Form, to_wire
from tollbridge.connectors.checkout.methods import address
from tollbridge.domain.money import Money
from tollbridge.domain.orders import Level2And3, OrderInfo, OrderLine, TaxInfo


def level3(req: Any) -> Form:
    """Members of POST /payments. Without such data none is sent: a customer's email alone would put them on file."""
    data: Level2And3 | None = getattr(req, "l2_l3_data", None)
    if data is None:
        return {}
    order, tax = data.order_info or OrderInfo(), data.tax_info or TaxInfo()
    who, to = req.customer, req.address.shipping_address if req.address else None
    found: Form = {"processing": {
        "order_id": order.merchant_order_reference_id, "tax_amount": units(tax.order_tax_amount),
        "discount_amount": units(order.discount_amount), "duty_amount": units(order.duty_amount),
        "shipping_amount": units(order.shipping_cost), "shipping_tax_amount": units(tax.shipping_amount_tax)}}
    if who is not None:
        phone = {"country_code": who.phone_country_code, "number": who.phone_number} if who.phone_number else None
        mine = who.connector_customer_id if (who.connector_customer_id or "").startswith("cus_") else None
        found["customer"] = {"id": mine, "name": who.name, "email": who.email, "phone": phone,
                             "tax_number": tax.customer_tax_registration_id}
    if to is not None:
        found["shipping"] = {"address": address(to)}
    if order.order_details:
        found["items"] = [line(each) for each in order.order_details]
    return found


def line(its: OrderLine) -> Form:
    return {
        "name": its.product_name or None, "quantity": its.quantity, "unit_price": units(its.amount),
        "reference": its.product_id, "commodity_code": its.commodity_code, "unit_of_measure": its.unit_of_measure,
        "discount_amount": units(its.unit_discount_amount), "tax_amount": units(its.total_tax_amount)}


def units(amount: Money | None) -> int | None:
    return None if amount is None else to_wire(amount, "l2_l3_data")
