"""Worldpay's refusal codes, https://developer.worldpay.com/products/reference/refusal-response, and error names.

Accounts may have the schemes' own codes instead ("raw"): those of two characters that are not here are in the networks'
table, by which the engine looks up what is not found here.
"""

from __future__ import annotations

from tollbridge.domain.declines import Decline as D

DECLINES = {
    "1": D.CALL_ISSUER, "2": D.CALL_ISSUER, "3": D.INVALID_MERCHANT, "4": D.PICKUP_CARD, "5": D.DO_NOT_HONOR,
    "6": D.GENERIC_DECLINE,  # "try another card"
    "7": D.PICKUP_CARD, "8": D.CALL_ISSUER,  # "honor with ID": nobody online can
    "10": D.INSUFFICIENT_FUNDS,  # "partial approval", where the whole was asked for
    "12": D.NOT_PERMITTED, "13": D.INVALID_AMOUNT, "14": D.INCORRECT_NUMBER, "15": D.NO_SUCH_ISSUER,
    "17": D.CANCELED_BY_CUSTOMER, "19": D.TRY_AGAIN_LATER, "20": D.PROCESSING_ERROR, "25": D.INVALID_ACCOUNT,
    "28": D.TRY_AGAIN_LATER,  # "file is temporarily unavailable"
    "29": D.PROCESSING_ERROR, "30": D.INVALID_REQUEST, "33": D.EXPIRED_CARD, "34": D.FRAUD_SUSPECTED,
    "38": D.INCORRECT_CVC,  # "security code expired"
    "39": D.INVALID_ACCOUNT, "41": D.LOST_CARD, "43": D.STOLEN_CARD, "46": D.ACCOUNT_CLOSED,
    "51": D.INSUFFICIENT_FUNDS, "52": D.INVALID_ACCOUNT, "53": D.INVALID_ACCOUNT, "54": D.EXPIRED_CARD,
    "55": D.INCORRECT_CVC,  # "invalid security code" comes first in the page's list
    "56": D.INVALID_ACCOUNT, "57": D.NOT_PERMITTED, "58": D.NOT_PERMITTED, "59": D.FRAUD_SUSPECTED,
    "61": D.WITHDRAWAL_LIMIT_EXCEEDED, "62": D.RESTRICTED_CARD,
    "65": D.AUTHENTICATION_REQUIRED,  # the schema's page: try again with 3DS
    "N7": D.INCORRECT_CVC,
    # outcomes and events that say no themselves
    "refused": D.GENERIC_DECLINE, "fraudHighRisk": D.FRAUD_SUSPECTED,
    "3dsAuthenticationFailed": D.AUTHENTICATION_FAILED, "3dsUnavailable": D.AUTHENTICATION_FAILED,
    "authenticationFailed": D.AUTHENTICATION_FAILED, "signatureFailed": D.AUTHENTICATION_FAILED,
    "unavailable": D.AUTHENTICATION_FAILED, "authenticationOutage": D.AUTHENTICATION_FAILED,
    "error": D.PROCESSING_ERROR, "expired": D.EXPIRED_PAYMENT,
    "settlementFailed": D.PROCESSING_ERROR, "refundFailed": D.PROCESSING_ERROR,
    # error names
    "bodyDoesNotMatchSchema": D.INVALID_REQUEST, "fieldIsNotAllowed": D.INVALID_REQUEST,
    "fieldIsMissing": D.INVALID_REQUEST, "headerIsMissing": D.INVALID_REQUEST,
    "headerHasInvalidValue": D.INVALID_REQUEST, "methodNotAllowed": D.INVALID_REQUEST,
    "accessDenied": D.INVALID_MERCHANT, "endpointNotFound": D.PAYMENT_NOT_FOUND,
    "internalErrorOccurred": D.PROCESSING_ERROR, "conflict": D.DUPLICATE_TRANSACTION,
}
