"""Names and addresses as PayPal has them: https://developer.paypal.com/docs/api/orders/v2/#definition-address_portable"""

from __future__ import annotations

from typing import Any

from tollbridge.domain.people import Address, Customer, PaymentAddress
from tollbridge.domain.secret import Secret

Json = dict[str, Any]
BILLING = "address.billing_address"


def portable(address: Address | None) -> Json | None:
    """None without a country, which PayPal insists on."""
    if address is None or address.country_alpha2_code is None:
        return None
    return {
        "address_line_1": address.line1, "address_line_2": address.line2, "admin_area_2": address.city,
        "admin_area_1": address.state, "postal_code": address.zip_code, "country_code": address.country_alpha2_code,
    }


def full_name(address: Address | None) -> Secret | None:
    if address is None:
        return None
    first, last = address.first_name, address.last_name
    if first and last:
        return Secret(f"{first.reveal()} {last.reveal()}")
    return first or last


def shipping(address: PaymentAddress | None) -> Json | None:
    where = address.shipping_address if address else None
    its = portable(where)
    if its is None:
        return None
    name = full_name(where)
    return {"name": {"full_name": name} if name else None, "address": its}


def email(address: PaymentAddress, customer: Customer | None) -> Secret | None:
    billing = address.billing_address
    return (billing.email if billing else None) or (customer.email if customer else None)
