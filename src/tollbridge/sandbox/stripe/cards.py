"""Stripe's test cards: what each number does, and what may be known of a card once its number is forgotten.

After https://docs.stripe.com/testing. Advice and network codes of the generic decline are as recorded from Stripe's
test mode (public fixtures of 2025); those of the other declines are the networks' usual codes, not recorded ones.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Authentication(StrEnum):
    """What 3-D Secure means for a card."""

    NOT_SUPPORTED = "not_supported"
    NOT_ENROLLED = "not_enrolled"
    """Supported, but the holder is never asked."""
    OPTIONAL = "optional"
    """Asked only where the request wants it: `request_three_d_secure=any`."""
    REQUIRED = "required"
    UNLESS_SET_UP = "unless_set_up"
    """Not asked off session, once the card is set up for that."""
    UNLESS_OFF_SESSION = "unless_off_session"
    """Never asked off session, as if it were set up."""
    FRICTIONLESS = "frictionless"
    """Authenticated each time, without asking the holder anything."""

    @property
    def challenges(self) -> bool:
        """Whether a holder who is there is asked, without the request wanting it."""
        return self in (Authentication.REQUIRED, Authentication.UNLESS_SET_UP, Authentication.UNLESS_OFF_SESSION)


class RefundCourse(StrEnum):
    """How refunds to a card go on."""

    AT_ONCE = "at_once"
    PENDING = "pending"
    """Succeeds once settled."""
    RETURNED = "returned"
    """Succeeds, and fails once settled."""


class Decline(Struct, frozen=True, kw_only=True):
    """An issuer's no, in Stripe's words."""

    code: str
    decline_code: str
    message: str
    param: str | None = None
    advice_code: str | None = None
    network_decline_code: str | None = None


class TestCard(Struct, frozen=True, kw_only=True):
    """One row of the table. `method` is the end of the ready-made id: `visa` for `pm_card_visa` and `tok_visa`."""

    __test__ = False  # its name begins like a test class; pytest need not look at it

    number: str
    happens: str
    method: str | None = None
    decline: Decline | None = None
    authentication: Authentication = Authentication.NOT_ENROLLED
    funding: str = "credit"
    country: str = "US"
    saved_anyway: bool = False
    """It can be set up, though it declines charges."""
    refund: RefundCourse = RefundCourse.AT_ONCE
    dispute: str | None = None
    """The reason for which it is disputed right behind the charge."""
    inquiry: bool = False
    """It is only asked about: no money is taken back yet."""


def _declined(decline_code: str, network_decline_code: str, advice_code: str,
              message: str = "Your card was declined.") -> Decline:
    return Decline(code="card_declined", decline_code=decline_code, message=message,
                   network_decline_code=network_decline_code, advice_code=advice_code)


GENERIC_DECLINE = _declined("generic_decline", "01", "try_again_later")
INSUFFICIENT_FUNDS = _declined("insufficient_funds", "51", "try_again_later", "Your card has insufficient funds.")
LOST_CARD = _declined("lost_card", "41", "do_not_try_again")
STOLEN_CARD = _declined("stolen_card", "43", "do_not_try_again")
VELOCITY_EXCEEDED = _declined(
    "card_velocity_exceeded", "65", "try_again_later",
    "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.")
EXPIRED_CARD = Decline(code="expired_card", decline_code="expired_card", message="Your card has expired.",
                       param="exp_month", network_decline_code="54", advice_code="confirm_card_data")
INCORRECT_CVC = Decline(code="incorrect_cvc", decline_code="incorrect_cvc", param="cvc",
                        message="Your card's security code is incorrect.", network_decline_code="82",
                        advice_code="confirm_card_data")
PROCESSING_ERROR = Decline(code="processing_error", decline_code="processing_error", advice_code="try_again_later",
                           message="An error occurred while processing your card. Try again in a little bit.")
FRAUDULENT = Decline(code="card_declined", decline_code="fraudulent", message="Your card was declined.",
                     advice_code="do_not_try_again")
AUTHENTICATION_REQUIRED = Decline(
    code="authentication_required", decline_code="authentication_required",
    message="Your card was declined. This transaction requires authentication.")

_APPROVED = "approved"
_REQUIRED, _OPTIONAL = Authentication.REQUIRED, Authentication.OPTIONAL
_UNLESS_SET_UP = Authentication.UNLESS_SET_UP

TEST_CARDS: tuple[TestCard, ...] = (
    TestCard(number="4242424242424242", happens=_APPROVED, method="visa"),
    TestCard(number="4111111111111111", happens=_APPROVED),
    TestCard(number="4000056655665556", happens=_APPROVED, method="visa_debit", funding="debit"),
    TestCard(number="5555555555554444", happens=_APPROVED, method="mastercard"),
    TestCard(number="2223003122003222", happens=_APPROVED),
    TestCard(number="5200828282828210", happens=_APPROVED, method="mastercard_debit", funding="debit"),
    TestCard(number="5105105105105100", happens=_APPROVED, method="mastercard_prepaid", funding="prepaid"),
    TestCard(number="378282246310005", happens="approved, never authenticated", method="amex",
             authentication=Authentication.NOT_SUPPORTED),
    TestCard(number="371449635398431", happens=_APPROVED),
    TestCard(number="6011111111111117", happens=_APPROVED, method="discover"),
    TestCard(number="3056930009020004", happens=_APPROVED, method="diners"),
    TestCard(number="3566002020360505", happens=_APPROVED, method="jcb"),
    TestCard(number="6200000000000005", happens=_APPROVED, method="unionpay"),
    TestCard(number="4000000000000002", happens="declined: generic_decline", method="visa_chargeDeclined",
             decline=GENERIC_DECLINE),
    TestCard(number="4000000000009995", happens="declined: insufficient_funds",
             method="visa_chargeDeclinedInsufficientFunds", decline=INSUFFICIENT_FUNDS),
    TestCard(number="4000000000009987", happens="declined: lost_card", method="visa_chargeDeclinedLostCard",
             decline=LOST_CARD),
    TestCard(number="4000000000009979", happens="declined: stolen_card", method="visa_chargeDeclinedStolenCard",
             decline=STOLEN_CARD),
    TestCard(number="4000000000000069", happens="declined: expired_card", method="chargeDeclinedExpiredCard",
             decline=EXPIRED_CARD),
    TestCard(number="4000000000000127", happens="declined: incorrect_cvc", method="chargeDeclinedIncorrectCvc",
             decline=INCORRECT_CVC),
    TestCard(number="4000000000000119", happens="declined: processing_error", method="chargeDeclinedProcessingError",
             decline=PROCESSING_ERROR),
    TestCard(number="4000000000006975", happens="declined: card_velocity_exceeded",
             method="visa_chargeDeclinedVelocityLimitExceeded", decline=VELOCITY_EXCEEDED),
    TestCard(number="4100000000000019", happens="declined: fraudulent (blocked by Stripe itself)", method="radarBlock",
             decline=FRAUDULENT),
    TestCard(number="4000000000000341", happens="saved, but charges declined: generic_decline",
             method="chargeCustomerFail", decline=GENERIC_DECLINE, saved_anyway=True),
    TestCard(number="4242424242424241", happens="refused: incorrect_number (wrong check digit)"),
    TestCard(number="4000002500003155", happens="3DS, but not off session once set up",
             method="authenticationRequiredOnSetup", authentication=_UNLESS_SET_UP, country="FR"),
    TestCard(number="4000003800000446", happens="3DS, but never off session",
             method="authenticationRequiredSetupForOffSession", authentication=Authentication.UNLESS_OFF_SESSION,
             country="GB"),
    TestCard(number="4000002760003184", happens="3DS, then approved", method="authenticationRequired",
             authentication=_REQUIRED, country="DE"),
    TestCard(number="4000000000003220", happens="3DS, then approved", method="threeDSecure2Required",
             authentication=_REQUIRED),
    TestCard(number="4000000000003063", happens="3DS, then approved", method="threeDSecureRequired",
             authentication=_REQUIRED),
    TestCard(number="4000008400001629", happens="3DS, then declined: generic_decline",
             method="threeDSecureRequiredChargeDeclined", decline=GENERIC_DECLINE, authentication=_REQUIRED),
    TestCard(number="4000008260003178", happens="3DS, then declined: insufficient_funds",
             method="authenticationRequiredChargeDeclinedInsufficientFunds", decline=INSUFFICIENT_FUNDS,
             authentication=_UNLESS_SET_UP, country="GB", saved_anyway=True),
    TestCard(number="4000000032200000", happens="approved, authenticated without asking",
             authentication=Authentication.FRICTIONLESS),
    TestCard(number="4000000000003055", happens="approved; 3DS with request_three_d_secure=any",
             method="threeDSecureOptional", authentication=_OPTIONAL),
    TestCard(number="4000000000007726", happens="approved; refunds pending until settled", method="pendingRefund",
             refund=RefundCourse.PENDING),
    TestCard(number="4000000000005126", happens="approved; refunds fail once settled", method="refundFail",
             refund=RefundCourse.RETURNED),
    TestCard(number="4000000000000259", happens="approved, then disputed: fraudulent", method="createDispute",
             dispute="fraudulent"),
    TestCard(number="4000000000002685", happens="approved, then disputed: product_not_received",
             method="createDisputeProductNotReceived", dispute="product_not_received"),
    TestCard(number="4000000000001976", happens="approved, then asked about: fraudulent",
             method="createDisputeInquiry", dispute="fraudulent", inquiry=True),
)

# Short forms of the ready-made ids that Stripe documents beside the ones with the brand
_ALIASES = {"chargeDeclined": "visa_chargeDeclined",
            "chargeDeclinedInsufficientFunds": "visa_chargeDeclinedInsufficientFunds"}
_BY_NUMBER = {card.number: card for card in TEST_CARDS}
_BY_METHOD = {card.method: card for card in TEST_CARDS if card.method is not None}
_ANY_CARD = TestCard(number="", happens=_APPROVED)


def behaviour(number: str) -> TestCard:
    """The row of a number; any other number that passes the check digit is approved."""
    return _BY_NUMBER.get(number, _ANY_CARD)


def ready_made(reference: str) -> TestCard | None:
    """The row of `pm_card_...` or `tok_...`."""
    name = reference.removeprefix("pm_card_").removeprefix("tok_")
    return None if name == reference else _BY_METHOD.get(_ALIASES.get(name, name))
