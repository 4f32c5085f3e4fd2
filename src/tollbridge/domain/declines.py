"""The unified decline codes: one table of words for why a payment was refused, the same at every processor.

A connector maps its processor's words to `Decline` in a table of its own; the networks' codes are in network_codes.py.
`unify` looks codes up, `explain` gives what the contract's UnifiedErrorDetails says of one: `code` is the word itself,
`message` and `description` are for engineers, `user_guidance_message` is safe to show to the shopper.

Retry advice here is general. Where the network gave advice of its own, that one counts: see reattempts.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec


class Decline(StrEnum):
    """Why a payment, refund or other operation was refused. What each means is in TABLE."""

    # the issuer or provider says no
    GENERIC_DECLINE = "generic_decline"
    DO_NOT_HONOR = "do_not_honor"
    CALL_ISSUER = "call_issuer"
    NOT_PERMITTED = "not_permitted"
    SECURITY_VIOLATION = "security_violation"
    # the card or account itself
    INVALID_ACCOUNT = "invalid_account"
    ACCOUNT_CLOSED = "account_closed"
    NEW_ACCOUNT_INFORMATION_AVAILABLE = "new_account_information_available"
    CARD_NOT_ACTIVATED = "card_not_activated"
    RESTRICTED_CARD = "restricted_card"
    CARD_NOT_SUPPORTED = "card_not_supported"
    NO_SUCH_ISSUER = "no_such_issuer"
    # fraud: nothing of it is told to the shopper
    LOST_CARD = "lost_card"
    STOLEN_CARD = "stolen_card"
    PICKUP_CARD = "pickup_card"
    FRAUD_SUSPECTED = "fraud_suspected"
    MERCHANT_BLACKLIST = "merchant_blacklist"
    COMPLIANCE_VIOLATION = "compliance_violation"
    # money and limits
    INSUFFICIENT_FUNDS = "insufficient_funds"
    WITHDRAWAL_LIMIT_EXCEEDED = "withdrawal_limit_exceeded"
    CARD_VELOCITY_EXCEEDED = "card_velocity_exceeded"
    INVALID_AMOUNT = "invalid_amount"
    AMOUNT_TOO_SMALL = "amount_too_small"
    AMOUNT_TOO_LARGE = "amount_too_large"
    # details the shopper gave
    INCORRECT_NUMBER = "incorrect_number"
    INCORRECT_CVC = "incorrect_cvc"
    INVALID_EXPIRY = "invalid_expiry"
    EXPIRED_CARD = "expired_card"
    INCORRECT_ADDRESS = "incorrect_address"
    INCORRECT_PIN = "incorrect_pin"
    PIN_REQUIRED = "pin_required"
    PIN_TRY_EXCEEDED = "pin_try_exceeded"
    # authentication
    AUTHENTICATION_REQUIRED = "authentication_required"
    AUTHENTICATION_FAILED = "authentication_failed"
    # consent
    REVOCATION_OF_AUTHORIZATION = "revocation_of_authorization"
    STOP_PAYMENT_ORDER = "stop_payment_order"
    MANDATE_INVALID = "mandate_invalid"
    DEBIT_NOT_AUTHORIZED = "debit_not_authorized"
    CANCELED_BY_CUSTOMER = "canceled_by_customer"
    EXPIRED_PAYMENT = "expired_payment"
    # technical
    ISSUER_UNAVAILABLE = "issuer_unavailable"
    PROCESSING_ERROR = "processing_error"
    TRY_AGAIN_LATER = "try_again_later"
    PAYMENT_METHOD_UNAVAILABLE = "payment_method_unavailable"
    DUPLICATE_TRANSACTION = "duplicate_transaction"
    # the request, or the account at the processor
    INVALID_REQUEST = "invalid_request"
    INVALID_MERCHANT = "invalid_merchant"
    CURRENCY_NOT_SUPPORTED = "currency_not_supported"
    TESTMODE_DECLINE = "testmode_decline"
    MERCHANT_BALANCE_INSUFFICIENT = "merchant_balance_insufficient"
    # the state of the payment
    INVALID_STATE = "invalid_state"
    PAYMENT_NOT_FOUND = "payment_not_found"
    PAYMENT_DISPUTED = "payment_disputed"
    # none of these
    UNKNOWN = "unknown"


class Category(StrEnum):
    """Where a decline comes from."""

    ISSUER = "issuer"
    ACCOUNT = "account"
    FRAUD = "fraud"
    FUNDS = "funds"
    LIMITS = "limits"
    DETAILS = "details"
    AUTHENTICATION = "authentication"
    CONSENT = "consent"
    TECHNICAL = "technical"
    CONFIGURATION = "configuration"
    STATE = "state"
    UNKNOWN = "unknown"


class Retry(StrEnum):
    """Whether and how another attempt can succeed."""

    NEVER = "never"
    LATER = "later"
    CORRECT = "correct"
    AUTHENTICATE = "authenticate"
    OTHER_METHOD = "other_method"


_ORIGIN: Mapping[Category, str] = {
    Category.ISSUER: "The issuer or the payment method's provider said no.",
    Category.ACCOUNT: "The card or account cannot be used for this payment.",
    Category.FRAUD: "Blocked for security: show the shopper nothing but the guidance message.",
    Category.FUNDS: "The money is not there.",
    Category.LIMITS: "The amount or the number of payments is outside a limit.",
    Category.DETAILS: "Details that the shopper gave are wrong or missing.",
    Category.AUTHENTICATION: "The shopper's authentication is missing or failed.",
    Category.CONSENT: "The shopper did not give, or took back, the consent to pay.",
    Category.TECHNICAL: "A technical fault on the way to the issuer or provider.",
    Category.CONFIGURATION: "The request, or the account at the processor, is not set up for this.",
    Category.STATE: "The payment is not in a state that allows this.",
    Category.UNKNOWN: "The processor's codes are in no table.",
}

_NEXT: Mapping[Retry, str] = {
    Retry.NEVER: "Do not try again with the same details.",
    Retry.LATER: "The same details may work later.",
    Retry.CORRECT: "Correct what is wrong before another attempt.",
    Retry.AUTHENTICATE: "Try again with the shopper's strong authentication (3-D Secure, PIN).",
    Retry.OTHER_METHOD: "Ask for another card or payment method.",
}


class Explanation(msgspec.Struct, frozen=True):
    """What one decline means. `message` is a sentence for engineers, `shopper_message` one for the shopper."""

    code: Decline
    category: Category
    retry: Retry
    message: str
    shopper_message: str

    @property
    def retryable(self) -> bool:
        """Whether another attempt with the same card or account can succeed: later, corrected or authenticated."""
        return self.retry in (Retry.LATER, Retry.CORRECT, Retry.AUTHENTICATE)

    @property
    def description(self) -> str:
        """Where it comes from and what to do next, for engineers."""
        return f"{_ORIGIN[self.category]} {_NEXT[self.retry]}"


# What the shopper is told. All of Category.FRAUD says _DECLINED, as a decline without a reason does: who tries cards
# that are not theirs learns nothing. Stripe and Adyen ask for the same (https://docs.stripe.com/declines/codes,
# https://docs.adyen.com/development-resources/refusal-reasons/, copies of 2026).
_DECLINED = "Your payment was declined. Please contact your bank or pay another way."
_ANOTHER_WAY = "This card or account cannot be used for this payment. Please pay another way."
_FUNDS = "There is not enough money or credit available for this payment. Please pay another way."
_LIMIT = "This payment is over a limit of your card or account. Please pay another way or contact your bank."
_AMOUNT = "This amount cannot be paid this way. Please pay another way."
_NUMBER = "The card or account number is not right. Please check it and try again."
_CVC = "The security code is not right. Please check it and try again."
_EXPIRY = "The expiry date is not right. Please check it and try again."
_EXPIRED = "Your card has expired. Please use another card."
_ADDRESS = "The billing address is not right. Please check it and try again."
_PIN = "The PIN is not right. Please try again."
_PIN_NEEDED = "Your PIN is needed. Please insert your card and enter the PIN."
_CONFIRM = "Your bank needs you to confirm this payment. Please try again and follow its steps."
_NOT_CONFIRMED = "Your bank could not confirm that it is you. Please try again or pay another way."
_PERMISSION = "There is no valid permission to take this payment. Please set up your payment method again."
_CANCELED = "The payment was canceled. You can try again or pay another way."
_TIMED_OUT = "The payment was not completed in time. Please try again."
_LATER = "This payment cannot be processed right now. Please try again later or pay another way."
_TWICE = "This payment seems to have been made already. Please check before you try again."
_ON_OUR_SIDE = "This payment could not be completed. Please pay another way or contact us."

# Ours, made from what ActiveMerchant's STANDARD_ERROR_CODE, Stripe's decline codes and the networks tell apart.
_ROWS = (
    Explanation(Decline.GENERIC_DECLINE, Category.ISSUER, Retry.OTHER_METHOD,
                "The issuer or provider declined and gave no reason.", _DECLINED),
    Explanation(Decline.DO_NOT_HONOR, Category.ISSUER, Retry.LATER,
                "The issuer declined with \"do not honor\": no reason, not necessarily for good.", _DECLINED),
    Explanation(Decline.CALL_ISSUER, Category.ISSUER, Retry.LATER,
                "The issuer wants the cardholder to get in touch before it approves.", _DECLINED),
    Explanation(Decline.NOT_PERMITTED, Category.ISSUER, Retry.OTHER_METHOD,
                "The issuer or network does not allow this kind of payment for this card or account.", _ANOTHER_WAY),
    Explanation(Decline.SECURITY_VIOLATION, Category.FRAUD, Retry.OTHER_METHOD,
                "A security check of the issuer or network failed.", _DECLINED),
    Explanation(Decline.INVALID_ACCOUNT, Category.ACCOUNT, Retry.OTHER_METHOD,
                "The card, or the account behind it, does not exist or is not valid.", _ANOTHER_WAY),
    Explanation(Decline.ACCOUNT_CLOSED, Category.ACCOUNT, Retry.NEVER,
                "The card or bank account has been closed.", _ANOTHER_WAY),
    Explanation(Decline.NEW_ACCOUNT_INFORMATION_AVAILABLE, Category.ACCOUNT, Retry.CORRECT,
                "The card was replaced: get its new number or expiry date (account updater, or ask the shopper).",
                "Your card details have changed. Please enter the new ones."),
    Explanation(Decline.CARD_NOT_ACTIVATED, Category.ACCOUNT, Retry.LATER,
                "The card has not been activated yet.",
                "Your card is not active yet. Please activate it with your bank or pay another way."),
    Explanation(Decline.RESTRICTED_CARD, Category.ACCOUNT, Retry.OTHER_METHOD,
                "The issuer or the cardholder has restricted where or how this card may be used.", _DECLINED),
    Explanation(Decline.CARD_NOT_SUPPORTED, Category.ACCOUNT, Retry.OTHER_METHOD,
                "Cards of this brand or type cannot pay this purchase.", _ANOTHER_WAY),
    Explanation(Decline.NO_SUCH_ISSUER, Category.DETAILS, Retry.CORRECT,
                "No issuer belongs to this card number.", _NUMBER),
    Explanation(Decline.LOST_CARD, Category.FRAUD, Retry.NEVER,
                "The card is reported lost.", _DECLINED),
    Explanation(Decline.STOLEN_CARD, Category.FRAUD, Retry.NEVER,
                "The card is reported stolen.", _DECLINED),
    Explanation(Decline.PICKUP_CARD, Category.FRAUD, Retry.NEVER,
                "The issuer wants the card kept: it may be lost, stolen or canceled.", _DECLINED),
    Explanation(Decline.FRAUD_SUSPECTED, Category.FRAUD, Retry.OTHER_METHOD,
                "The issuer, network or processor suspects fraud.", _DECLINED),
    Explanation(Decline.MERCHANT_BLACKLIST, Category.FRAUD, Retry.NEVER,
                "A block list or rule of the merchant's own stopped the payment.", _DECLINED),
    Explanation(Decline.COMPLIANCE_VIOLATION, Category.FRAUD, Retry.NEVER,
                "Law, sanctions or the network's rules forbid the payment.", _DECLINED),
    Explanation(Decline.INSUFFICIENT_FUNDS, Category.FUNDS, Retry.LATER,
                "The account has too little money or credit.", _FUNDS),
    Explanation(Decline.WITHDRAWAL_LIMIT_EXCEEDED, Category.LIMITS, Retry.LATER,
                "The amount is over a limit of the card or account.", _LIMIT),
    Explanation(Decline.CARD_VELOCITY_EXCEEDED, Category.LIMITS, Retry.LATER,
                "The card was used, or declined, too many times in a period.", _LIMIT),
    Explanation(Decline.INVALID_AMOUNT, Category.LIMITS, Retry.CORRECT,
                "The amount is not valid, or not one that is allowed here.", _AMOUNT),
    Explanation(Decline.AMOUNT_TOO_SMALL, Category.LIMITS, Retry.CORRECT,
                "The amount is below the smallest that is allowed.", _AMOUNT),
    Explanation(Decline.AMOUNT_TOO_LARGE, Category.LIMITS, Retry.CORRECT,
                "The amount is above the largest that is allowed, or above what was authorized or captured.", _AMOUNT),
    Explanation(Decline.INCORRECT_NUMBER, Category.DETAILS, Retry.CORRECT,
                "The card or account number is wrong.", _NUMBER),
    Explanation(Decline.INCORRECT_CVC, Category.DETAILS, Retry.CORRECT,
                "The card's security code is wrong or missing.", _CVC),
    Explanation(Decline.INVALID_EXPIRY, Category.DETAILS, Retry.CORRECT,
                "The expiry month or year is wrong.", _EXPIRY),
    Explanation(Decline.EXPIRED_CARD, Category.DETAILS, Retry.CORRECT,
                "The card has expired, or the expiry date given has passed.", _EXPIRED),
    Explanation(Decline.INCORRECT_ADDRESS, Category.DETAILS, Retry.CORRECT,
                "The billing address or postal code does not match, or is missing.", _ADDRESS),
    Explanation(Decline.INCORRECT_PIN, Category.DETAILS, Retry.CORRECT,
                "The PIN is wrong.", _PIN),
    Explanation(Decline.PIN_REQUIRED, Category.AUTHENTICATION, Retry.AUTHENTICATE,
                "The issuer wants the PIN for this payment.", _PIN_NEEDED),
    Explanation(Decline.PIN_TRY_EXCEEDED, Category.LIMITS, Retry.OTHER_METHOD,
                "A wrong PIN was entered too many times.", _ANOTHER_WAY),
    Explanation(Decline.AUTHENTICATION_REQUIRED, Category.AUTHENTICATION, Retry.AUTHENTICATE,
                "The issuer declined because the shopper was not authenticated (a soft decline).", _CONFIRM),
    Explanation(Decline.AUTHENTICATION_FAILED, Category.AUTHENTICATION, Retry.AUTHENTICATE,
                "The shopper's authentication failed, was refused or was left.", _NOT_CONFIRMED),
    Explanation(Decline.REVOCATION_OF_AUTHORIZATION, Category.CONSENT, Retry.NEVER,
                "The cardholder told the issuer to stop all recurring payments to this merchant.", _PERMISSION),
    Explanation(Decline.STOP_PAYMENT_ORDER, Category.CONSENT, Retry.NEVER,
                "The cardholder told the issuer to stop this one recurring payment.", _PERMISSION),
    Explanation(Decline.MANDATE_INVALID, Category.CONSENT, Retry.NEVER,
                "The mandate or billing agreement is missing, revoked or not valid for this.", _PERMISSION),
    Explanation(Decline.DEBIT_NOT_AUTHORIZED, Category.CONSENT, Retry.NEVER,
                "The account holder says that this debit was not authorized.", _PERMISSION),
    Explanation(Decline.CANCELED_BY_CUSTOMER, Category.CONSENT, Retry.LATER,
                "The shopper canceled at the bank, wallet or provider.", _CANCELED),
    Explanation(Decline.EXPIRED_PAYMENT, Category.CONSENT, Retry.LATER,
                "The shopper did not finish in time: the payment expired.", _TIMED_OUT),
    Explanation(Decline.ISSUER_UNAVAILABLE, Category.TECHNICAL, Retry.LATER,
                "The issuer or its network could not be reached.", _LATER),
    Explanation(Decline.PROCESSING_ERROR, Category.TECHNICAL, Retry.LATER,
                "An error happened while the payment was processed.", _LATER),
    Explanation(Decline.TRY_AGAIN_LATER, Category.TECHNICAL, Retry.LATER,
                "The issuer or processor asks to try again later.", _LATER),
    Explanation(Decline.PAYMENT_METHOD_UNAVAILABLE, Category.TECHNICAL, Retry.OTHER_METHOD,
                "The payment method's provider is down, or does not offer it for this payment.", _LATER),
    Explanation(Decline.DUPLICATE_TRANSACTION, Category.TECHNICAL, Retry.NEVER,
                "The same payment was sent a moment ago: look for it before anything else.", _TWICE),
    Explanation(Decline.INVALID_REQUEST, Category.CONFIGURATION, Retry.CORRECT,
                "The processor refused the request: a parameter is missing, unknown or not valid.", _ON_OUR_SIDE),
    Explanation(Decline.INVALID_MERCHANT, Category.CONFIGURATION, Retry.CORRECT,
                "The merchant's account is unknown, inactive or not enabled for this payment.", _ON_OUR_SIDE),
    Explanation(Decline.CURRENCY_NOT_SUPPORTED, Category.CONFIGURATION, Retry.OTHER_METHOD,
                "The card, payment method or account does not take this currency.", _ANOTHER_WAY),
    Explanation(Decline.TESTMODE_DECLINE, Category.CONFIGURATION, Retry.CORRECT,
                "A test card was used on the live account, or a real one on the test account.", _ANOTHER_WAY),
    Explanation(Decline.MERCHANT_BALANCE_INSUFFICIENT, Category.FUNDS, Retry.LATER,
                "The merchant's own balance at the processor is too low for this refund or payout.", _ON_OUR_SIDE),
    Explanation(Decline.INVALID_STATE, Category.STATE, Retry.NEVER,
                "The payment is already captured, refunded, voided or expired, or not settled yet: sync it.",
                _ON_OUR_SIDE),
    Explanation(Decline.PAYMENT_NOT_FOUND, Category.STATE, Retry.CORRECT,
                "The processor knows no payment, refund or stored method of this id.", _ON_OUR_SIDE),
    Explanation(Decline.PAYMENT_DISPUTED, Category.STATE, Retry.NEVER,
                "The payment is disputed: the dispute decides about its money.", _ON_OUR_SIDE),
    Explanation(Decline.UNKNOWN, Category.UNKNOWN, Retry.OTHER_METHOD,
                "The processor refused for a reason without a standard word: see its own code and message.", _DECLINED),
)

TABLE: Mapping[Decline, Explanation] = MappingProxyType({row.code: row for row in _ROWS})
"""Every decline with what it means."""

def explain(code: Decline) -> Explanation:
    """What a unified code means."""
    return TABLE[code]


def unify(table: Mapping[str, Decline], *codes: str | None) -> Decline | None:
    """The decline of the first of `codes` that the table has, whatever its case; None where it has none of them."""
    for code in codes:
        if not code:
            continue
        decline = table.get(code) or _in_any_case(table, code.casefold())
        if decline is not None:
            return decline
    return None


def _in_any_case(table: Mapping[str, Decline], folded: str) -> Decline | None:
    """A search of all keys: declines are rare, and a connector's table may be written in the processor's own case."""
    return next((decline for key, decline in table.items() if key.casefold() == folded), None)
