"""Braintree's test values: amounts, card numbers, nonces. https://developer.paypal.com/braintree/docs/reference/general/testing
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.money import Money

MESSAGES = {"1000": "Approved", "2000": "Do Not Honor", "2001": "Insufficient Funds", "2002": "Limit Exceeded",
            "2004": "Expired Card", "2010": "Card Issuer Declined CVV", "2038": "Processor Declined",
            "3000": "Processor Network Unavailable - Try Again", "4001": "Settlement Declined"}
DISPUTED = "4023898493988028"
"""A charge of it is disputed at once."""
NOT_VERIFIED = {"4000111111111115": "2000", "5105105105105100": "2000", "378734493671000": "2000",
                "6011000990139424": "2000", "3566002020360505": "3000"}
"""Cards that fail a verification, with the processor's code. A charge goes by its amount alone."""
FRICTIONLESS = "AUTHENTICATE_SUCCESSFUL"
AUTHENTICATIONS = {"4000000000002925": "AUTHENTICATE_FRICTIONLESS_FAILED",
                   "4000000000002719": "AUTHENTICATE_ATTEMPT_SUCCESSFUL",
                   "4000000000002313": "AUTHENTICATE_UNABLE_TO_AUTHENTICATE", "4000000000002503": "CHALLENGE_REQUIRED"}
"""https://developer.paypal.com/braintree/docs/guides/3d-secure/testing; any other card is authenticated unseen."""


class TestCard(Struct, frozen=True):
    """A number of the testing pages. What is charged goes by its amount, whatever the number."""

    number: str
    happens: str


TEST_CARDS = (
    TestCard("4111111111111111", "approved (Visa)"),
    TestCard("5555555555554444", "approved (Mastercard)"),
    TestCard("371449635398431", "approved (American Express)"),
    TestCard("6011111111111117", "approved (Discover)"),
    TestCard("3530111333300000", "approved (JCB)"),
    *(TestCard(number, f"charged, but not kept: its verification ends with {code}")
      for number, code in NOT_VERIFIED.items()),
    TestCard(DISPUTED, "approved, and disputed at once"),
    TestCard("4000000000002701", "3DS: authenticated unseen"),
    *(TestCard(number, f"3DS: {status}") for number, status in AUTHENTICATIONS.items()),
)
BANK_ACCOUNTS = {"1000000000": None, "1000000002": "3000", "1000000004": "2046", "1000000005": "2061",
                 "1000000006": "2092", "1000000007": "2092", "1000000008": "2061", "1000000009": "2061"}
"""How a network check of an account number ends; of any other number with 2038:
https://developer.paypal.com/braintree/docs/guides/ach/testing-go-live
"""
NETWORKS = {"visa": "VISA", "mastercard": "MASTERCARD", "amex": "AMERICAN_EXPRESS", "discover": "DISCOVER",
            "diners": "DINERS", "jcb": "JCB", "unionpay": "UNION_PAY"}


class Nonce(Struct, frozen=True):
    """What a payment method stands for that a browser made."""

    kind: str = "card"
    brand: str = "VISA"
    last4: str = "1881"
    decline: str | None = None
    gateway: str | None = None
    authenticated: bool = False
    used: bool = False


NONCES = {
    "fake-valid-nonce": Nonce(), "fake-valid-visa-nonce": Nonce(),
    "fake-valid-mastercard-nonce": Nonce(brand="MASTERCARD", last4="4444"),
    "fake-paypal-one-time-nonce": Nonce("paypal"), "fake-paypal-billing-agreement-nonce": Nonce("paypal"),
    "fake-venmo-account-nonce": Nonce("venmo"),
    "fake-token-issuance-error-venmo-account-nonce": Nonce("venmo", gateway="TOKEN_ISSUANCE"),
    "fake-apple-pay-visa-nonce": Nonce("apple_pay"),
    "fake-apple-pay-mastercard-nonce": Nonce("apple_pay", "MASTERCARD"),
    "fake-android-pay-nonce": Nonce("google_pay"), "fake-android-pay-visa-nonce": Nonce("google_pay"),
    "fake-processor-declined-visa-nonce": Nonce(decline="2000"),
    "fake-gateway-rejected-fraud-nonce": Nonce(gateway="FRAUD"),
    "fake-three-d-secure-visa-full-authentication-nonce": Nonce(authenticated=True),
    "fake-consumed-nonce": Nonce(used=True),
}
"""https://developer.paypal.com/braintree/docs/reference/general/testing#payment-method-nonces. Each is good any number
of times.
"""


class Outcome(Struct, frozen=True):
    status: str
    code: str | None = None
    gateway: str | None = None


APPROVED = Outcome("AUTHORIZED", "1000")


def of_amount(amount: Money, kind: str) -> Outcome:
    """The authorization that an amount has, whatever its currency."""
    major = amount.major().partition(".")
    whole, cents = int(major[0]), (major[2] + "00")[:2]
    if 2000 <= whole < 3000:
        return Outcome("PROCESSOR_DECLINED", str(whole))
    if whole == 3000:
        return Outcome("FAILED", "3000")
    if (whole, cents) == (5001, "00"):
        return Outcome("GATEWAY_REJECTED", gateway="APPLICATION_INCOMPLETE")
    if (whole, cents, kind) == (5001, "01", "paypal"):
        return Outcome("PROCESSOR_DECLINED", "2038")
    return APPROVED


def settled(amount: Money, kind: str) -> Outcome:
    """How a settlement ends."""
    whole = int(amount.major().partition(".")[0])
    if whole == 4002 and kind == "paypal":
        return Outcome("SETTLEMENT_PENDING", "4002")
    return Outcome("SETTLEMENT_DECLINED", str(whole)) if whole == 4001 or 4003 <= whole <= 5000 else Outcome("SETTLED")


def message(code: str | None) -> str | None:
    return MESSAGES.get(code, "Processor Declined") if code else None
