"""What test values do, and what may be remembered of a card.

Amounts: https://developer.cybersource.com/library/documentation/cm_system_test_files/dita-cybs-test-data/html_testing_responses/CtV/SCMP_API/scmp_cybersource_through_visanet_errors.html
and its neighbour ..._auth.html, of the processor Visa Platform Connect. Payer authentication:
https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth/pa-testing-intro.html
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from tollbridge.sandbox.card_numbers import is_plausible
from tollbridge.sandbox.cybersource import asked as shapes
from tollbridge.sandbox.cybersource.errors import Invalid


class Fate(NamedTuple):
    """What an issuer says. `reserves`: it has said yes, whatever came after that."""

    status: str
    reason: str = ""
    response_code: str = "00"
    reserves: bool = True
    avs: str = "Y"
    cvv: str = "M"
    share: int = 1
    """Of the amount, one in so many parts."""


def _no(reason: str, response_code: str) -> Fate:
    return Fate("DECLINED", reason, response_code, reserves=False)


APPROVED = Fate("AUTHORIZED")
AVS_FAILED = Fate("AUTHORIZED_PENDING_REVIEW", "AVS_FAILED", avs="N")
CALL = "CONTACT_PROCESSOR"
REASONS: Mapping[int, str] = {  # by the issuer's response code: the amount is 4000 and the code
    1: CALL, 2: CALL, 3: "PROCESSOR_DECLINED", 4: "PROCESSOR_DECLINED", 5: "PROCESSOR_DECLINED",
    7: "PROCESSOR_DECLINED", 10: "PROCESSOR_DECLINED",
    # the sandbox's own, by the same rule and the codes of ISO 8583:
    14: "INVALID_ACCOUNT", 41: "STOLEN_LOST_CARD", 43: "STOLEN_LOST_CARD", 51: "INSUFFICIENT_FUND",
    54: "EXPIRED_CARD", 57: "UNAUTHORIZED_CARD", 61: "EXCEEDS_CREDIT_LIMIT", 62: "PAYMENT_REFUSED",
    75: "ALLOWABLE_PIN_RETRIES_EXCEEDED", 82: "CVN_NOT_MATCH", 91: "ISSUER_UNAVAILABLE",
}
BREAKS = 4006
"""A breakdown: HTTP 502."""
AMOUNTS: Mapping[int, Fate] = {
    40: AVS_FAILED, 50: AVS_FAILED, 6001: AVS_FAILED,
    6002: Fate("AUTHORIZED_PENDING_REVIEW", "CV_FAILED", cvv="N"),
    6003: Fate("PARTIAL_AUTHORIZED", "", "10", share=2),
    **{4000 + code: Fate("AUTHORIZED_PENDING_REVIEW" if reason == CALL else "DECLINED", reason, f"{code:02}",
                         reserves=False) for code, reason in REASONS.items()},
    # the sandbox's own: Decision Manager
    6101: Fate("AUTHORIZED_RISK_DECLINED", "DECISION_PROFILE_REJECT"),
    6102: Fate("AUTHORIZED_PENDING_REVIEW", "DECISION_PROFILE_REVIEW"),
}
"""By whole units of the amount, with no cents."""


class Verdict(NamedTuple):
    """What payer authentication says of a card: at once, or after a challenge."""

    letter: str
    challenged: bool = False
    enrolled: str = "Y"


VERDICTS: Mapping[str, Verdict] = {
    "4000000000002701": Verdict("Y"), "5200000000002235": Verdict("Y"),
    "4000000000002925": Verdict("N"), "5200000000002276": Verdict("N"),
    "4000000000002719": Verdict("A"), "5200000000002482": Verdict("A"),
    "4000000000002503": Verdict("Y", True), "5200000000002151": Verdict("Y", True),
    "4000000000002370": Verdict("N", True), "5200000000002490": Verdict("N", True),
    "4000000000002420": Verdict("U", True), "5200000000002664": Verdict("U", True),
}
NOT_ENROLLED = Verdict("", enrolled="N")


class TestCard(NamedTuple):
    number: str
    happens: str


_SAID = {"Y": "authenticated", "N": "not authenticated", "A": "an attempt is attested", "U": "issuer is unavailable"}
TEST_CARDS = (
    TestCard("4111111111111111", "approved (Visa)"), TestCard("5555555555554444", "approved (Mastercard)"),
    TestCard("378282246310005", "approved (American Express)"), TestCard("6011111111111117", "approved (Discover)"),
    *(TestCard(number, f"3DS: {_SAID[its.letter]}{', after a challenge' if its.challenged else ''} "
                       f"({'Visa' if number.startswith('4') else 'Mastercard'})")
      for number, its in VERDICTS.items()),
)


@dataclass(frozen=True, slots=True)
class Method:
    """What is paid with, in so far as it may be remembered."""

    last4: str
    month: str = ""
    year: str = ""
    is_bank: bool = False
    sound: bool = True
    """Whether the number has the right check digit."""
    verdict: Verdict = NOT_ENROLLED
    ucaf: bool = False
    """Of Mastercard."""

    def expired(self, now: float) -> bool:
        if not self.year:
            return False
        last = monthrange(int(self.year), int(self.month))[1]
        return datetime(int(self.year), int(self.month), last, 23, 59, 59, tzinfo=UTC).timestamp() < now


NONE = Method("")


def card(its: shapes.Card, place: str) -> Method:
    """Raises Invalid for what is no card at all."""
    lacking = [f"{place}.{name}" for name, value in (
        ("number", its.number), ("expirationMonth", its.expiration_month), ("expirationYear", its.expiration_year))
        if not value]
    if lacking:
        raise Invalid("MISSING_FIELD", *lacking)
    month, year = its.expiration_month, its.expiration_year
    if not (month.isascii() and month.isdigit() and len(month) <= 2 and 1 <= int(month) <= 12):
        raise Invalid("INVALID_DATA", f"{place}.expirationMonth")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year) >= 1900):
        raise Invalid("INVALID_DATA", f"{place}.expirationYear")
    return Method(its.number[-4:], month, year, sound=is_plausible(its.number),
                  verdict=VERDICTS.get(its.number, NOT_ENROLLED), ucaf=its.number[:1] in "25")


def given(its: shapes.PaymentInformation) -> Method | None:
    """What the request shows itself: None of what is stored."""
    if its.card.number:
        return card(its.card, "paymentInformation.card")
    if its.tokenized_card.number:
        return card(its.tokenized_card, "paymentInformation.tokenizedCard")
    if its.fluid_data.value:
        return Method("1111")  # a wallet's token is not opened
    if its.bank.account.number:
        if not its.bank.routing_number:
            raise Invalid("MISSING_FIELD", "paymentInformation.bank.routingNumber")
        return Method(its.bank.account.number[-4:], is_bank=True)
    return None


def fate(method: Method, minor: int, exponent: int, options: shapes.Options, now: float) -> Fate | None:
    """What becomes of a payment; None where the system breaks down."""
    if not method.sound:
        return _no("INVALID_ACCOUNT", "14")
    if method.expired(now):
        return _no("EXPIRED_CARD", "54")
    units, cents = divmod(minor, 10**exponent)
    if cents:
        return APPROVED
    if units == BREAKS:
        return None
    its = AMOUNTS.get(units, APPROVED)
    if its.share > 1 and not options.partial_auth_indicator:
        return _no("PROCESSOR_DECLINED", its.response_code)
    if (its.reason == "AVS_FAILED" and options.ignore_avs_result) or (
            its.reason == "CV_FAILED" and options.ignore_cv_result):
        return its._replace(status="AUTHORIZED", reason="")
    return its
