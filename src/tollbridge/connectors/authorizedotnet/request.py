"""Bodies in the order of the XSD: Authorize.Net reads JSON as if it were XML, and refuses another order (E00003).

https://developer.authorize.net/api/reference/ and https://api.authorize.net/xml/v1/schema/AnetApiSchema.xsd
"""

from __future__ import annotations

import json
from decimal import Decimal
from hashlib import sha256
from typing import Any

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.errors import InvalidField
from tollbridge.domain.money import Money
from tollbridge.domain.people import Address, BrowserInformation, Customer
from tollbridge.domain.secret import Secret
from tollbridge.domain.three_ds import AuthenticationData

Body = dict[str, Any]
LONGEST_ID = 20  # a part of one that is longer is another id
USER_FIELDS = 20


class Account(Struct, frozen=True, kw_only=True):
    """`name` is the API login id, not that of a person. Both are made in the Merchant Interface, Account, Settings, API
    Credentials & Keys, where a transaction key is shown once, and the one before it is good for 24 hours more. A
    sandbox account has others: https://developer.authorize.net/hello_world/sandbox.html. `base_url` is for a simulator.
    """

    name: Secret
    transaction_key: Secret
    base_url: str | None = None


Ctx = kit.Context[Account]


def call(function: str, ctx: Ctx, ref_id: str | None = None, **fields: Any) -> kit.HttpRequest:
    """One URL for all; the body's only key names the function, and carries the credentials."""
    return kit.post_json("/xml/v1/request.api", {function: {
        "merchantAuthentication": {"name": ctx.account.name, "transactionKey": ctx.account.transaction_key},
        "refId": short_id(ref_id), **fields}})


def major(money: Money | None) -> Decimal | None:
    return Decimal(money.major()) if money else None


def short_id(value: str | None) -> str | None:
    return value if value and len(value) <= LONGEST_ID else None


def told_apart(value: str | None) -> str | None:
    """An id by which Authorize.Net knows one thing from another: of one that is too long, a digest."""
    if not value or len(value) <= LONGEST_ID:
        return value or None
    return sha256(value.encode(errors="surrogatepass")).hexdigest()[:LONGEST_ID]


def cut(value: Secret | str | None, most: int) -> Secret | None:
    """A descriptive text, to the schema's maxLength: more is refused as a whole (E00015)."""
    if not value:
        return None
    return Secret((value.reveal() if isinstance(value, Secret) else value)[:most])


def order(invoice: str | None, own_id: str | None, description: str | None) -> Body:
    """The invoice number is one of the fields by which a duplicate is known: without an order's, the payment's own.
    With none, the next payment that is like this one would be taken for its repeat.
    """
    number = short_id(invoice) or short_id(own_id) or told_apart(invoice or own_id)
    return {"invoiceNumber": number, "description": cut(description or own_id, 255)}


def customer(its: Customer | None, email: Secret | None = None) -> Body | None:
    who = told_apart(its.id) if its else None
    mail = email or (its.email if its else None)
    return {"id": who, "email": cut(mail, 255)} if who or mail else None


def bill_to(address: Address | None) -> Body | None:
    if address is None:
        return None
    street = " ".join(line.reveal() for line in (address.line1, address.line2, address.line3) if line)
    return {
        "firstName": cut(address.first_name, 50), "lastName": cut(address.last_name, 50), "address": cut(street, 60),
        "city": cut(address.city, 40), "state": cut(address.state, 40), "zip": cut(address.zip_code, 20),
        "country": address.country_alpha2_code}


def shopper_ip(browser: BrowserInformation | None) -> str | None:
    """Without it the fraud filters that go by it see nothing. They know IPv4 alone: "Transaction IP Velocity Filter",
    https://developer.authorize.net/docs/anet/en-us/merchant/user/all/anet/anet-olh-merchant/account-section-intro/account-acct-api-settings-intro/afds-intro/afds-transaction-ip-velocity-filter.html
    """
    its = browser.ip_address if browser else None
    return its if its and ":" not in its else None


def authentication(its: AuthenticationData | None) -> Body | None:
    """3DS from elsewhere: the ECI in one digit. https://developer.authorize.net/api/reference/ (cardholder...)"""
    if its is None:
        return None
    kit.require({"authentication_data.eci": its.eci, "authentication_data.cavv": its.cavv})
    return {"authenticationIndicator": (its.eci or "").lstrip("0") or "0", "cardholderAuthenticationValue": its.cavv}


def user_fields(metadata: Secret | None) -> Body | None:
    """Up to twenty names and values; what is no text is written as JSON. A receipt shows them."""
    if not metadata:
        return None
    try:
        given = json.loads(metadata.reveal())
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise InvalidField("metadata", "not a JSON object")
    if len(given) > USER_FIELDS:
        raise InvalidField("metadata", f"more than {USER_FIELDS} entries")
    return {"userField": [
        {"name": name, "value": Secret(value if isinstance(value, str) else json.dumps(value, separators=(",", ":")))}
        for name, value in given.items()]}
