"""Who pays, from where, for what: as Adyen's requests have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from tollbridge import kit
from tollbridge.connectors.adyen.account import to_wire
from tollbridge.domain.errors import InvalidField
from tollbridge.domain.money import Money
from tollbridge.domain.orders import OrderLine
from tollbridge.domain.people import Address, BrowserInformation, Customer
from tollbridge.domain.secret import Secret
from tollbridge.domain.state import ConnectorState

Form = dict[str, Any]
T = TypeVar("T")
NOBODY = Address()
BILLING, SHIPPING = "address.billing_address", "address.shipping_address"
NOT_APPLICABLE = "N/A"  # for a house that has no number or name of its own; the schema wants one


def street(address: Address | None) -> Form | None:
    """Adyen wants the name of the street apart from the house: https://docs.adyen.com/api-explorer/Checkout/68

    The contract has lines: the first is the street, the second the house, where there is one. An address that lacks
    what the schema requires would be refused, so it is left out: nothing but risk checks and AVS needs it.
    """
    if address is None or not (address.line1 and address.city and address.country_alpha2_code and address.zip_code):
        return None
    return {"city": address.city, "country": address.country_alpha2_code, "street": address.line1,
            "houseNumberOrName": address.line2 or NOT_APPLICABLE, "postalCode": address.zip_code,
            "stateOrProvince": address.state}


def full_name(address: Address | None) -> Secret | None:
    if address is None:
        return None
    parts = [part.reveal() for part in (address.first_name, address.last_name) if part]
    return Secret(" ".join(parts)) if parts else None


def shopper_name(address: Address | None, customer: Customer | None) -> Form | None:
    """Both names, or none of it: the schema requires them together."""
    if address is not None and address.first_name and address.last_name:
        return {"firstName": address.first_name, "lastName": address.last_name}
    if customer is not None and customer.first_name and customer.last_name:
        return {"firstName": Secret(customer.first_name), "lastName": Secret(customer.last_name)}
    return None


def email(address: Address | None, customer: Customer | None) -> Secret | None:
    return (address.email if address else None) or (customer.email if customer else None)


def telephone(address: Address | None) -> Secret | None:
    """With plus sign and country code, or Adyen does not pass it on."""
    if address is None or not address.phone_number:
        return None
    number, code = address.phone_number.reveal(), address.phone_country_code
    if number.startswith("+"):
        return address.phone_number
    return Secret(f"+{code.lstrip('+')}{number}") if code else None


def wanted_name(address: Address | None, customer: Customer | None) -> dict[str, object]:
    """Both names, or by their paths what of them is not there."""
    if shopper_name(address, customer):
        return {}
    given = address or NOBODY
    return {f"{BILLING}.first_name": given.first_name, f"{BILLING}.last_name": given.last_name}


def wanted_telephone(address: Address | None) -> dict[str, object]:
    """The number, or what of it is not there."""
    lacking = "phone_country_code" if address and address.phone_number else "phone_number"
    return {f"{BILLING}.{lacking}": telephone(address)}


def wanted_street(address: Address | None, path: str = BILLING) -> dict[str, object]:
    """What Adyen requires of an address, by its paths."""
    given = address or NOBODY
    return {f"{path}.line1": given.line1, f"{path}.city": given.city, f"{path}.zip_code": given.zip_code,
            f"{path}.country_alpha2_code": given.country_alpha2_code}


def shopper_reference(customer: Customer | None, state: ConnectorState | None, *, kept: bool = False) -> str | None:
    """The merchant's own id of the shopper. Where something is `kept` for the shopper, any id that we know will do."""
    known = customer.connector_customer_id if customer else None
    if known or not kept:
        return known or None
    return (state.connector_customer_id if state else None) or (customer.id if customer else None)


def browser_info(browser: BrowserInformation | None) -> Form | None:
    """All of it or nothing, as the schema requires; of JavaScript only that there is none, for Adyen takes it on."""
    if browser is None:
        return None
    found = {
        "userAgent": browser.user_agent, "acceptHeader": browser.accept_header, "language": browser.language,
        "colorDepth": browser.color_depth, "screenHeight": browser.screen_height, "screenWidth": browser.screen_width,
        "timeZoneOffset": browser.time_zone_offset_minutes, "javaEnabled": browser.java_enabled,
    }
    if None in found.values():
        return None
    if browser.java_script_enabled is False:
        found["javaScriptEnabled"] = False
    return found


def require_browser(browser: BrowserInformation | None) -> None:
    """For 3DS in a browser: https://docs.adyen.com/online-payments/3d-secure/redirect-3ds2"""
    given = browser or BrowserInformation()
    kit.require({
        "browser_info.user_agent": given.user_agent, "browser_info.accept_header": given.accept_header,
        "browser_info.language": given.language, "browser_info.color_depth": given.color_depth,
        "browser_info.screen_height": given.screen_height, "browser_info.screen_width": given.screen_width,
        "browser_info.time_zone_offset_minutes": given.time_zone_offset_minutes,
        "browser_info.java_enabled": None if given.java_enabled is None else True,
    })


def line_items(lines: tuple[OrderLine, ...], whole: Money, description: str | None) -> list[Form]:
    """The order's lines, each at the price of one piece, known by its place: a product may be in two of them. Without
    any, the payment as one line.
    """
    if not lines:
        return [item(to_wire(whole), description, 1, 1)]
    return [item(to_wire(line.amount, f"order_details[{number}].amount"), line.product_name, number, line.quantity or 1)
            for number, line in enumerate(lines)]


def item(value: int, description: str | None, number: int, quantity: int) -> Form:
    return {"amountExcludingTax": value, "amountIncludingTax": value, "description": description or None,
            "id": f"Items #{number}", "quantity": quantity}  # free text, of the same form as the reference has


OWN = {"device_fingerprint": "deviceFingerprint", "deviceFingerprint": "deviceFingerprint"}
RISK = "riskdata."


def about(text: Secret | None) -> Form:
    """The merchant's metadata, but for what Adyen's risk checks want elsewhere: the fingerprint of the device here, and
    what begins with "riskdata." in the additional data. As metadata it would be refused, for length.
    """
    given = metadata(text)
    if not given:
        return {"metadata": given}
    left = {key: value for key, value in given.items() if key not in OWN and not key.startswith(RISK)}
    return {"metadata": left or None, **{OWN[key]: value for key, value in given.items() if key in OWN}}


def risk_data(text: Secret | None) -> Form:
    """AdditionalDataRisk of the schema."""
    return {key: value for key, value in (metadata(text) or {}).items() if key.startswith(RISK)}


def metadata(text: Secret | None) -> Mapping[str, Any] | None:
    """The merchant's JSON object: texts by name, at most 20. What is no text goes as its JSON, null as the empty text.

    Raises InvalidField for what is no object.
    """
    if not text:
        return None
    try:
        given = msgspec.json.decode(text.reveal(), type=dict[str, object])
    except (ValueError, msgspec.DecodeError, RecursionError):
        raise InvalidField("metadata", "not a JSON object") from None
    return {key: Secret(_text(value)) for key, value in given.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
