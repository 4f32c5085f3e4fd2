"""Who pays and where the goods go, as Stripe's forms have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tollbridge import kit
from tollbridge.domain.mandates import AcceptanceType, CustomerAcceptance, SetupMandateDetails
from tollbridge.domain.payments import Authorize, PaymentChannel
from tollbridge.domain.people import Address, BrowserInformation
from tollbridge.domain.recurring import SetupMandate
from tollbridge.domain.secret import Secret

Form = dict[str, Any]
NOBODY = Address()
NOTHING: Mapping[str, object] = {}
BILLING = "address.billing_address"
# What a payment method wants to know, by its path in the request
NAME = f"{BILLING}.first_name"
EMAIL = f"{BILLING}.email"
PHONE = f"{BILLING}.phone_number"
COUNTRY = f"{BILLING}.country_alpha2_code"
LINE1, CITY = f"{BILLING}.line1", f"{BILLING}.city"
STATE, ZIP = f"{BILLING}.state", f"{BILLING}.zip_code"


def billing_details(address: Address | None) -> Form | None:
    if address is None:
        return None
    return {"address": street(address), "email": address.email, "name": full_name(address),
            "phone": address.phone_number}


def billed(req: Authorize | SetupMandate, *wanted: str, holder: Secret | None = None,
           also: Mapping[str, object] = NOTHING) -> Form:
    """As `billing_details`; a missing name is the account holder's or the customer's, a missing email the customer's.

    Raises MissingField with all of `wanted`, and of the values of `also` by their path, that are not there.
    """
    address, customer = req.address.billing_address or NOBODY, req.customer
    name, email = full_name(address) or holder, address.email
    if customer is not None:
        name = name or (Secret(customer.name) if customer.name else None)
        email = email or customer.email
    known = {NAME: name, EMAIL: email, PHONE: address.phone_number, COUNTRY: address.country_alpha2_code,
             LINE1: address.line1, CITY: address.city, STATE: address.state, ZIP: address.zip_code}
    kit.require({**also, **{path: known[path] for path in wanted}})
    return {"address": street(address), "email": email, "name": name, "phone": address.phone_number}


def ordered_afar(channel: PaymentChannel | None) -> bool | None:
    """By mail or telephone: such a payment is out of scope of SCA, and would be refused for the lack of it."""
    return True if channel in (PaymentChannel.MAIL_ORDER, PaymentChannel.TELEPHONE_ORDER) else None


def shipping(address: Address | None) -> Form | None:
    """Stripe wants a name and a first line with it, or none of it."""
    name = full_name(address) if address else None
    if address is None or name is None or not address.line1:
        return None
    phone = address.phone_number
    if phone and address.phone_country_code:
        phone = Secret(address.phone_country_code + phone.reveal())
    return {"address": street(address), "name": name, "phone": phone}


def street(address: Address) -> Form:
    return {"city": address.city, "country": address.country_alpha2_code, "line1": address.line1,
            "line2": address.line2, "postal_code": address.zip_code, "state": address.state}


def full_name(address: Address) -> Secret | None:
    parts = [part.reveal() for part in (address.first_name, address.last_name) if part]
    return Secret(" ".join(parts)) if parts else None


def acceptance(given: CustomerAcceptance | None, terms: SetupMandateDetails | None) -> CustomerAcceptance | None:
    """The consent: the contract has two places for it."""
    return given or (terms.customer_acceptance if terms else None)


def mandate_data(acceptance: CustomerAcceptance | None, browser: BrowserInformation | None) -> Form | None:
    """https://docs.stripe.com/api/payment_intents/create#create_payment_intent-mandate_data

    Consent given online is proved by address and browser: both must be there.
    """
    if acceptance is None:
        return None
    if acceptance.acceptance_type is not AcceptanceType.ONLINE:
        return {"customer_acceptance": {"type": "offline"}}
    online = acceptance.online_mandate_details
    address = (online.ip_address if online else None) or (browser.ip_address if browser else None)
    agent = (online.user_agent if online else None) or (browser.user_agent if browser else None)
    kit.require({"customer_acceptance.online_mandate_details.ip_address": address,
                 "customer_acceptance.online_mandate_details.user_agent": agent})
    return {"customer_acceptance": {"type": "online", "online": {"ip_address": address, "user_agent": agent}}}
