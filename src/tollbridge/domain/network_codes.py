"""The card networks' own codes: why a card was declined, and what they advise about another attempt.

What follows from them for another attempt, and how many of them are allowed, is in reattempts.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

import msgspec

from tollbridge.domain.declines import Decline, Retry

# Response codes of ISO 8583 (data element 39), as Visa and Mastercard use them, and American Express's of three
# digits. Approvals (00, 08, 10, 11, 16, 85) are not in it. Read 2026-11, in stored copies:
# https://docs.midtrans.com/reference-link/channel-response-code (Visa, Mastercard, Amex),
# https://docs.payabl.com/docs/error-codes-visa, https://docs.antom.com/ac/ams/isocode.md,
# https://www.primer.io/docs/concepts/decline-codes/mapping-standard and, for 5C and 9G (since 2025-04-11),
# https://docs.cielo.com.br/ecommerce-cielo-en/changelog/new-retry-codes-for-visa-5c-e-9g; 22 to 44 and Z5 by
# https://en.wikipedia.org/wiki/ISO_8583 and Visa Core Rules of 2026-04-18, both as in
# https://github.com/IanFoxDev/decline-codes.
# Where the two networks differ, this has the meaning that online payments see more; VISA_CODES and MASTERCARD_CODES
# hold the other one, for who knows the network: unify(VISA_CODES, code) or unify(NETWORK_CODES, code).
NETWORK_CODES: Mapping[str, Decline] = MappingProxyType({
    "01": Decline.CALL_ISSUER,
    "02": Decline.CALL_ISSUER,
    "03": Decline.INVALID_MERCHANT,
    "04": Decline.PICKUP_CARD,
    "05": Decline.DO_NOT_HONOR,
    "06": Decline.PROCESSING_ERROR,
    "07": Decline.PICKUP_CARD,
    "12": Decline.NOT_PERMITTED,  # "invalid transaction"
    "13": Decline.INVALID_AMOUNT,
    "14": Decline.INCORRECT_NUMBER,
    "15": Decline.NO_SUCH_ISSUER,
    "17": Decline.CANCELED_BY_CUSTOMER,
    "19": Decline.TRY_AGAIN_LATER,
    "21": Decline.GENERIC_DECLINE,  # "no action taken"
    "22": Decline.PROCESSING_ERROR,  # "suspected malfunction"
    "25": Decline.INVALID_ACCOUNT,
    "28": Decline.TRY_AGAIN_LATER,
    "30": Decline.INVALID_REQUEST,
    "31": Decline.ISSUER_UNAVAILABLE,  # "bank not supported by switch"
    "33": Decline.EXPIRED_CARD,
    "34": Decline.FRAUD_SUSPECTED,
    "36": Decline.RESTRICTED_CARD,
    "38": Decline.PIN_TRY_EXCEEDED,
    "39": Decline.INVALID_ACCOUNT,  # "no credit account"
    "40": Decline.NOT_PERMITTED,  # "requested function not supported"
    "41": Decline.LOST_CARD,
    "42": Decline.INVALID_ACCOUNT,  # "no universal account"
    "43": Decline.STOLEN_CARD,
    "44": Decline.INVALID_ACCOUNT,  # "no investment account"
    "46": Decline.ACCOUNT_CLOSED,
    "51": Decline.INSUFFICIENT_FUNDS,
    "52": Decline.INVALID_ACCOUNT,
    "53": Decline.INVALID_ACCOUNT,
    "54": Decline.EXPIRED_CARD,
    "55": Decline.INCORRECT_PIN,
    "56": Decline.INVALID_ACCOUNT,
    "57": Decline.NOT_PERMITTED,
    "58": Decline.NOT_PERMITTED,
    "59": Decline.FRAUD_SUSPECTED,
    "61": Decline.WITHDRAWAL_LIMIT_EXCEEDED,
    "62": Decline.RESTRICTED_CARD,
    "63": Decline.SECURITY_VIOLATION,
    "64": Decline.COMPLIANCE_VIOLATION,  # "does not fulfill AML requirement"
    "65": Decline.CARD_VELOCITY_EXCEEDED,
    "68": Decline.ISSUER_UNAVAILABLE,  # "response received too late"
    "70": Decline.CALL_ISSUER,
    "72": Decline.CARD_NOT_ACTIVATED,
    "75": Decline.PIN_TRY_EXCEEDED,
    "78": Decline.CARD_NOT_ACTIVATED,  # "blocked, first used"
    "79": Decline.INVALID_ACCOUNT,  # Mastercard's "life cycle": replaced, closed or never existed
    "80": Decline.ISSUER_UNAVAILABLE,
    "81": Decline.PROCESSING_ERROR,
    "82": Decline.NOT_PERMITTED,  # Mastercard's "policy"
    "83": Decline.FRAUD_SUSPECTED,  # Mastercard's, and from 2026-10-25 Visa's, "fraud/security"
    "86": Decline.PROCESSING_ERROR,  # the PIN could not be verified, which is not to say that it is wrong
    "87": Decline.NOT_PERMITTED,
    "88": Decline.PROCESSING_ERROR,
    "90": Decline.TRY_AGAIN_LATER,
    "91": Decline.ISSUER_UNAVAILABLE,
    "92": Decline.ISSUER_UNAVAILABLE,
    "93": Decline.COMPLIANCE_VIOLATION,
    "94": Decline.DUPLICATE_TRANSACTION,
    "96": Decline.PROCESSING_ERROR,
    "1A": Decline.AUTHENTICATION_REQUIRED,
    "5C": Decline.NOT_PERMITTED,
    "6P": Decline.AUTHENTICATION_FAILED,
    "9G": Decline.RESTRICTED_CARD,
    "B1": Decline.INVALID_AMOUNT,  # "surcharge amount not permitted"
    "B2": Decline.INVALID_AMOUNT,
    "N0": Decline.ISSUER_UNAVAILABLE,
    "N3": Decline.NOT_PERMITTED,
    "N4": Decline.WITHDRAWAL_LIMIT_EXCEEDED,
    "N5": Decline.NOT_PERMITTED,
    "N7": Decline.INCORRECT_CVC,
    "N8": Decline.AMOUNT_TOO_LARGE,
    "Q1": Decline.SECURITY_VIOLATION,
    "R0": Decline.STOP_PAYMENT_ORDER,
    "R1": Decline.REVOCATION_OF_AUTHORIZATION,
    "R2": Decline.NOT_PERMITTED,
    "R3": Decline.REVOCATION_OF_AUTHORIZATION,
    "Z3": Decline.ISSUER_UNAVAILABLE,
    "Z5": Decline.INVALID_AMOUNT,  # "valid account but amount not supported"
    "100": Decline.GENERIC_DECLINE,
    "101": Decline.EXPIRED_CARD,
    "106": Decline.PIN_TRY_EXCEEDED,
    "107": Decline.CALL_ISSUER,
    "109": Decline.INVALID_MERCHANT,
    "110": Decline.INVALID_AMOUNT,
    "111": Decline.INCORRECT_NUMBER,
    "115": Decline.NOT_PERMITTED,
    "117": Decline.INCORRECT_PIN,
    "119": Decline.NOT_PERMITTED,
    "122": Decline.INCORRECT_CVC,
    "125": Decline.INVALID_EXPIRY,
    "181": Decline.INVALID_REQUEST,
    "183": Decline.CURRENCY_NOT_SUPPORTED,
    "187": Decline.NEW_ACCOUNT_INFORMATION_AVAILABLE,
    "189": Decline.INVALID_MERCHANT,
    "200": Decline.PICKUP_CARD,
    "909": Decline.PROCESSING_ERROR,
    "912": Decline.ISSUER_UNAVAILABLE,
})

VISA_CODES: Mapping[str, Decline] = MappingProxyType({
    "70": Decline.PIN_REQUIRED,
    "76": Decline.INVALID_STATE,
    "77": Decline.INVALID_STATE,
    "79": Decline.INVALID_STATE,  # "already reversed"
    "82": Decline.INCORRECT_CVC,  # "negative online CAM, dCVV, iCVV or CVV results"
})
"""What Visa means otherwise than NETWORK_CODES."""

MASTERCARD_CODES: Mapping[str, Decline] = MappingProxyType({
    "76": Decline.INVALID_ACCOUNT,
    "77": Decline.INVALID_ACCOUNT,
    "78": Decline.INVALID_ACCOUNT,
    "81": Decline.NOT_PERMITTED,
    "84": Decline.INVALID_STATE,
    "89": Decline.INCORRECT_PIN,
})
"""What Mastercard means otherwise than NETWORK_CODES."""


class Advice(msgspec.Struct, frozen=True):
    """A network's advice on another attempt. `retry` is None where it says nothing of it; `wait` is the least time."""

    meaning: str
    retry: Retry | None
    wait: timedelta | None = None


# Mastercard's merchant advice codes; 03 and 21 cost a fee when they are not heeded. Those from 40 on come with
# approvals, too. Read 2026-11, in stored copies: https://docs.antom.com/ac/ams/mac (the list without 22 and 42),
# https://docs.everonet.com/en-us/gateway/developer-portal/appendix/mastercard-merchant-advice-code (72 hours for 02;
# 22), https://docs.payabl.com/docs/mastercard-merchant-advice-codes (42) and
# https://developers.tabapay.com/docs/merchant-advice-code-mac (05).
ADVICE_CODES: Mapping[str, Advice] = MappingProxyType({
    "01": Advice("New account information is available.", Retry.CORRECT),
    "02": Advice("Cannot be approved now: try again later.", Retry.LATER, timedelta(hours=72)),
    "03": Advice("Do not try again.", Retry.NEVER),
    "04": Advice("What this type of token requires is missing.", Retry.CORRECT),
    "05": Advice("The negotiated value was not approved.", None),
    "21": Advice("The cardholder canceled the agreement: stop the recurring payment.", Retry.NEVER),
    "22": Advice("The merchant does not qualify for the product code.", Retry.NEVER),
    "24": Advice("Try again after 1 hour.", Retry.LATER, timedelta(hours=1)),
    "25": Advice("Try again after 24 hours.", Retry.LATER, timedelta(hours=24)),
    "26": Advice("Try again after 2 days.", Retry.LATER, timedelta(days=2)),
    "27": Advice("Try again after 4 days.", Retry.LATER, timedelta(days=4)),
    "28": Advice("Try again after 6 days.", Retry.LATER, timedelta(days=6)),
    "29": Advice("Try again after 8 days.", Retry.LATER, timedelta(days=8)),
    "30": Advice("Try again after 10 days.", Retry.LATER, timedelta(days=10)),
    "40": Advice("A consumer's prepaid card that cannot be reloaded: do not store it.", Retry.OTHER_METHOD),
    "41": Advice("A consumer's virtual card number for a single use: do not store it.", Retry.OTHER_METHOD),
    "42": Advice("The sanctions score is above the threshold.", Retry.NEVER),
    "43": Advice("A consumer's virtual card number for several uses.", None),
})

# Visa's response code categories, which processors give as one digit. Read 2026-11, in stored copies:
# https://developers.tabapay.com/docs/visa-response-code-updates (20 attempts in 30 days since 2026-04; before, 15),
# https://developer.worldpay.com/products/access/reference/response-codes/scheme-codes/.
VISA_CATEGORIES: Mapping[str, Advice] = MappingProxyType({
    "1": Advice("The issuer will never approve: no further attempt is allowed.", Retry.NEVER),
    "2": Advice("The issuer cannot approve at this time: at most 20 attempts in 30 days.", Retry.LATER),
    "3": Advice("Data quality: check the details first; at most 20 attempts in 30 days.", Retry.CORRECT),
    "4": Advice("A generic response code: at most 20 attempts in 30 days.", Retry.LATER),
})


# Visa Core Rules of 2026-04-18, table 7-2 "Decline Response Code Use" (ID# 0030640), as
# https://developers.tabapay.com/docs/excessive-retry-rules, https://www.checkout.com/docs/developer-resources/codes/
# visa-response-codes.md and github.com/IanFoxDev/decline-codes (data/visa.json) have it; read 2026-11. 83 is of
# category 2 since 2026-07-25. 70 and 1A are of category 3 in Europe and CEMEA, which is the stricter reading.
VISA_CATEGORY_OF: Mapping[str, str] = MappingProxyType({
    **dict.fromkeys(("04", "07", "12", "14", "15", "41", "43", "46", "57", "R0", "R1", "R3"), "1"),
    **dict.fromkeys(("03", "19", "39", "51", "52", "53", "59", "5C", "61", "62", "65", "75", "78", "83", "86", "91",
                     "93", "96", "9G", "N3", "N4", "Z5"), "2"),
    **dict.fromkeys(("1A", "54", "55", "6P", "70", "82", "N7"), "3"),
})
"""Visa's category of a response code; one that is not here is UNLISTED."""
UNLISTED = "4"
