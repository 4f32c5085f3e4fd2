"""Adyen's test cards, and the holder names that decide how a test payment ends.

Cards after https://docs.adyen.com/development-resources/testing/test-card-numbers and .../3d-secure-2-authentication,
holder names after .../testing/result-codes: that a documented card with another expiry date or security code is
declined is from there too.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tollbridge.sandbox.card_numbers import network


class TestCard(NamedTuple):
    number: str
    variant: str
    three_ds: bool = False
    """Its holder is asked, where the merchant can ask."""
    cvc: str | None = "737"
    """None for a card that has no code."""
    expiry: tuple[str, str] = ("03", "2030")

    @property
    def happens(self) -> str:
        """In a few words."""
        asked = "approved, after the holder is asked where the merchant can ask" if self.three_ds else "approved"
        return f"{asked} ({self.variant})"


TEST_CARDS = (
    TestCard("4111111111111111", "visa"), TestCard("4988438843884305", "visa"), TestCard("4166676667666746", "visa"),
    TestCard("4646464646464644", "visa"), TestCard("4444333322221111", "visa"),
    TestCard("5555555555554444", "mc"), TestCard("5555444433331111", "mc"), TestCard("5101180000000007", "mc"),
    TestCard("5577000055770004", "mc"),
    TestCard("5136333333333335", "mc"), TestCard("5585558555855583", "mc"), TestCard("2222410740360010", "mc"),
    TestCard("370000000000002", "amex", cvc="7373"), TestCard("36006666333344", "diners"),
    TestCard("6011601160116611", "discover"), TestCard("3569990010095841", "jcb"),
    TestCard("6771798021000008", "maestro", cvc=None),
    TestCard("4917610000000000", "visa", three_ds=True), TestCard("5454545454545454", "mc", three_ds=True),
    TestCard("371449635398431", "amex", three_ds=True, cvc="7373"),
    TestCard("4871049999999910", "visa", three_ds=True), TestCard("4035501428146300", "visa", three_ds=True),
    TestCard("4360000001000005", "cartebancaire", three_ds=True), TestCard("30569309025904", "diners", three_ds=True),
    TestCard("6011111111111117", "discover", three_ds=True),
    TestCard("6703444444444449", "bcmc", three_ds=True, cvc=None),
    TestCard("5000550000000029", "maestro", three_ds=True, cvc=None),
    TestCard("6250947000000014", "cup", three_ds=True, cvc="123"),
    TestCard("6250946000000016", "cup", three_ds=True, cvc="123"),
)
_BY_NUMBER = {card.number: card for card in TEST_CARDS}
_VARIANTS = {"mastercard": "mc", "unionpay": "cup", "unknown": "visa"}


def behaviour(number: str) -> TestCard | None:
    """The row of a documented card; any other number that passes the check digit is approved without a question."""
    return _BY_NUMBER.get(number)


def variant(number: str) -> str:
    row = behaviour(number)
    found = network(number)
    return row.variant if row else _VARIANTS.get(found, found)


class Outcome(NamedTuple):
    """How a payment ends: a row of the documented table."""

    code: int
    word: str
    """What the holder's name has to be."""
    result_code: str
    reason: str = ""

    @property
    def approves(self) -> bool:
        return self.result_code in ("Authorised", "Received")


APPROVED = Outcome(1, "APPROVED", "Authorised")
REFUSED = Outcome(2, "DECLINED", "Refused", "Refused")
NOT_AUTHENTICATED = Outcome(11, "NOT_3D_AUTHENTICATED", "Refused", "3D Not Authenticated")
NOT_ENOUGH_BALANCE = Outcome(12, "NOT_ENOUGH_BALANCE", "Refused", "Not enough balance")
PENDING = Outcome(13, "PENDING", "Received")
SHOPPER_CANCELLED = Outcome(16, "SHOPPER_CANCELLED", "Refused", "Shopper Cancelled")

OUTCOMES = (
    Outcome(0, "UNKNOWN", "Error", "Unknown"), APPROVED, REFUSED,
    Outcome(3, "REFERRAL", "Refused", "Referral"),
    Outcome(4, "ERROR", "Error", "Acquirer Error"),
    Outcome(5, "BLOCK_CARD", "Refused", "Blocked Card"),
    Outcome(6, "CARD_EXPIRED", "Refused", "Expired Card"),
    Outcome(7, "INVALID_AMOUNT", "Refused", "Invalid Amount"),
    Outcome(8, "INVALID_CARD_NUMBER", "Refused", "Invalid Card Number"),
    Outcome(9, "ISSUER_UNAVAILABLE", "Refused", "Issuer Unavailable"),
    Outcome(10, "NOT_SUPPORTED", "Refused", "Not supported"),
    NOT_AUTHENTICATED, NOT_ENOUGH_BALANCE, PENDING,
    Outcome(14, "ACQUIRER_FRAUD", "Refused", "Acquirer Fraud"),
    Outcome(15, "CANCELLED", "Refused", "Cancelled"),
    SHOPPER_CANCELLED,
    Outcome(17, "INVALID_PIN", "Refused", "Invalid Pin"),
    Outcome(18, "PIN_TRIES_EXCEEDED", "Refused", "Pin tries exceeded"),
    Outcome(19, "PIN_VALIDATION_NOT_POSSIBLE", "Refused", "Pin validation not possible"),
    Outcome(20, "FRAUD", "Refused", "FRAUD"),
    Outcome(21, "NOT_SUBMITTED", "Refused", "Not Submitted"),
    Outcome(22, "FRAUD_CANCELLED", "Cancelled", "FRAUD-CANCELLED"),
    Outcome(23, "TRANSACTION_NOT_PERMITTED", "Refused", "Transaction Not Permitted"),
    Outcome(24, "CVC_DECLINED", "Refused", "CVC Declined"),
    Outcome(25, "RESTRICTED_CARD", "Refused", "Restricted Card"),
    Outcome(26, "REVOCATION_OF_AUTH", "Refused", "Revocation Of Auth"),
    Outcome(27, "DECLINED_NON_GENERIC", "Refused", "Declined Non Generic"),
    Outcome(28, "WITHDRAWAL_AMOUNT_EXCEEDED", "Refused", "Withdrawal amount exceeded"),
    Outcome(29, "WITHDRAWAL_COUNT_EXCEEDED", "Refused", "Withdrawal count exceeded"),
    Outcome(31, "ISSUER_SUSPECTED_FRAUD", "Refused", "Issuer Suspected Fraud"),
    Outcome(32, "AVS_DECLINED", "Refused", "AVS Declined"),
    Outcome(33, "PIN_REQUIRED", "Refused", "Card requires online pin"),
    Outcome(34, "NO_CHECKING_ACCOUNT", "Refused", "No checking account available on Card"),
    Outcome(35, "NO_SAVINGS_ACCOUNT", "Refused", "No savings account available on Card"),
    Outcome(36, "MOBILE_PIN_REQUIRED", "Refused", "Mobile PIN required"),
    Outcome(37, "CONTACTLESS_FALLBACK", "Refused", "Contactless fallback"),
    Outcome(38, "AUTHENTICATION_REQUIRED", "Refused", "Authentication required"),
    Outcome(39, "RREQ_NOT_RECEIVED", "Refused", "RReq not received from DS"),
    Outcome(40, "BAN_CURRENT_AID", "Refused", "Current AID is in Penalty Box."),
    Outcome(41, "CVM_REQUIRED", "Refused", "CVM Required Restart Payment"),
    Outcome(42, "THREED_SECURE_ERROR", "Refused", "3DS Authentication Error"),
    Outcome(43, "ONLINE_PIN_REQUIRED", "Refused", "Online PIN required"),
    Outcome(44, "TRY_ANOTHER_INTERFACE", "Refused", "Try another interface"),
    Outcome(45, "CHIP_DOWNGRADE_MODE", "Refused", "Chip downgrade mode"),
    Outcome(46, "ERPS_BLOCK", "Refused", "Transaction blocked by Adyen to prevent excessive retry fees"),
)
_BY_CODE = {str(outcome.code): outcome for outcome in OUTCOMES}
_BY_WORD = {outcome.word: outcome for outcome in OUTCOMES}


class Course(NamedTuple):
    """What the test values of a payment have in store for it."""

    outcome: Outcome = APPROVED
    raw: str | None = None
    """The scheme's own words, where the holder's name brings them along: `DECLINED : 06 : ERROR`."""
    capture_fails: bool = False
    """As all that follow: later, and told by webhook."""
    refund_fails: bool = False
    modifications_wait: bool = False
    disputes: tuple[str, ...] = ()
    """The webhooks of the dispute, in order."""
    reason_code: str | None = None


_DISPUTES = {
    "chargeback": ("NOTIFICATION_OF_CHARGEBACK", "CHARGEBACK"),
    "chargeback reversed": ("NOTIFICATION_OF_CHARGEBACK", "CHARGEBACK", "CHARGEBACK_REVERSED"),
    "second chargeback": ("NOTIFICATION_OF_CHARGEBACK", "CHARGEBACK", "CHARGEBACK_REVERSED", "SECOND_CHARGEBACK"),
}


def course(holder: str | None, requested: str | None = None) -> Course:
    """`requested` is `additionalData.RequestedTestAcquirerResponseCode`; else the holder's name decides."""
    if requested in _BY_CODE:
        return Course(_BY_CODE[requested])
    word, _, raw = (part.strip() for part in (holder or "").partition(":"))
    if word in _BY_WORD:
        return Course(_BY_WORD[word], re.sub(r"\s*:\s*", " : ", raw) or None)
    lower = word.lower()
    return Course(capture_fails=lower == "capture failed", refund_fails=lower == "refund failed",
                  modifications_wait=lower == "modifications wait", disputes=_DISPUTES.get(lower, ()),
                  reason_code=raw or None)
