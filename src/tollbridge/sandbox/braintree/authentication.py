"""3DS: a lookup makes another payment method, which says how the authentication ended.

Cards: https://developer.paypal.com/braintree/docs/guides/3d-secure/testing. A challenge ends when its payment method is
settled (`POST /_sandbox/settle`): the page of an issuer, and the library that shows it, are not simulated.
"""

from __future__ import annotations

from dataclasses import replace

from tollbridge.sandbox.braintree import inputs, testvalues, wire
from tollbridge.sandbox.braintree.books import NAME, Desk, Method, currency, money
from tollbridge.sandbox.braintree.errors import BraintreeError
from tollbridge.sandbox.braintree.graphql import Json
from tollbridge.sandbox.braintree.vault import new_method, usable

CHALLENGE = "CHALLENGE_REQUIRED"


def look_up(desk: Desk, given: Json) -> Json:
    asked = inputs.read(given, inputs.ThreeDSecureLookup)
    its = usable(desk, asked.payment_method_id)
    if its.kind != "card":
        raise BraintreeError("Payment method is not a credit card.", "91738", "input.paymentMethodId")
    money(asked.amount, currency(asked.merchant_account_id or ""), "input.amount")
    made = new_method(desk, its.kind)
    made = replace(its, id=made.id, legacy=made.legacy, multi=False, used=False, customer=None,
                   proof=testvalues.AUTHENTICATIONS.get(its.three_ds or "", testvalues.FRICTIONLESS))
    desk.books.methods[made.id] = made
    challenged = made.proof == CHALLENGE
    told = {"__typename": "ThreeDSecureLookupData", "authenticationId": f"sandbox-{made.legacy}", "version": "2.2.0",
            "acsUrl": f"{desk.host.url_of(NAME)}/acs/{made.legacy}" if challenged else None,
            "pareq": "sandbox" if challenged else None, "md": made.legacy if challenged else None,
            "termUrl": None, "transactionId": made.legacy}
    return {"__typename": "PerformThreeDSecureLookupPayload", "threeDSecureLookupData": told,
            "paymentMethod": wire.method(desk, made), "clientMutationId": None}


def answer(its: Method, *, good: bool) -> str:
    """What the shopper does with a challenge."""
    its.proof = "AUTHENTICATE_SUCCESSFUL" if good else "AUTHENTICATE_FAILED"
    return its.proof
