"""The payment instruments of /pg/v1/pay that a request of the contract can name.

https://developer.phonepe.com/v1/reference/pay-api, .../python-custom-upi-intent, .../python-custom-upi-collect,
.../python-custom-upi-qr. Not here: CARD, SAVED_CARD and TOKEN want the number encrypted with an RSA key of the
merchant's, for which the account has no place; NET_BANKING wants a bank id of a list that PhonePe gives at run time.
All of these are on PhonePe's pay page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from msgspec import Struct

from tollbridge.domain.errors import Unsupported
from tollbridge.domain.methods import PhonePeRedirect, UpiCollect, UpiIntent, UpiQr
from tollbridge.domain.payments import Authorize
from tollbridge.domain.recurring import SetupMandate

IOS = frozenset({"ios", "iphone os", "ipados", "macos", "mac os"})
ANDROID = "android"
PACKAGES = {"PHONEPE": "com.phonepe.app", "PAYTM": "net.one97.paytm"}
"""The two apps whose Android package PhonePe's pages name; any other's is for the caller to give."""


class Instrument(Struct, frozen=True):
    """Fields of the pay request, and what of our request they need: path to value."""

    fields: Mapping[str, Any]
    required: Mapping[str, object] = {}


@singledispatch
def instrument(method: object, req: Authorize) -> Instrument:
    """Its cases are the payment methods that authorize accepts."""
    raise Unsupported(type(method).__name__)


@instrument.register
def upi_collect(method: UpiCollect, req: Authorize | SetupMandate) -> Instrument:
    """PhonePe asks the shopper's app: there is nowhere to send the shopper."""
    return Instrument({"paymentInstrument": {"type": "UPI_COLLECT", "vpa": method.vpa_id}},
                      {"payment_method.upi_collect.vpa_id": method.vpa_id})


@instrument.register
def upi_intent(method: UpiIntent, req: Authorize | SetupMandate) -> Instrument:
    system = device(req)
    return Instrument({
        "paymentInstrument": {"type": "UPI_INTENT", "targetApp": target_app(method.app_name, system)},
        "deviceContext": {"deviceOS": system} if system else None})


@instrument.register
def upi_qr(method: UpiQr, req: Authorize | SetupMandate) -> Instrument:
    return Instrument({"paymentInstrument": {"type": "UPI_QR"}})


@instrument.register
def pay_page(method: PhonePeRedirect, req: Authorize) -> Instrument:
    """PhonePe's own page, with everything that the merchant's account has turned on."""
    customer = req.customer
    return Instrument(
        {"redirectUrl": req.return_url, "redirectMode": "REDIRECT", "paymentInstrument": {"type": "PAY_PAGE"}},
        {"return_url": req.return_url,
         "customer.id": customer and (customer.connector_customer_id or customer.id)})


@singledispatch
def mandate_instrument(method: object, req: SetupMandate) -> Instrument:
    """Its cases are the methods by which the shopper agrees to a mandate: https://developer.phonepe.com/v1/reference/
    submit-auth-request
    """
    raise Unsupported(type(method).__name__)


mandate_instrument.register(UpiCollect, upi_collect)
mandate_instrument.register(UpiIntent, upi_intent)
mandate_instrument.register(UpiQr, upi_qr)


def device(req: Authorize | SetupMandate) -> str | None:
    """IOS or ANDROID, where the shopper's system is one of them."""
    system = (req.browser_info.os_type or "").lower() if req.browser_info else ""
    if system in IOS:
        return "IOS"
    return "ANDROID" if system.startswith(ANDROID) else None


def target_app(name: str | None, system: str | None) -> str | None:
    """On iOS PHONEPE, GPAY, PAYTM; on Android the app's package. A name with a dot is one."""
    if not name or "." in name:
        return name or None
    return PACKAGES.get(name.upper(), name) if system == "ANDROID" else name.upper()
