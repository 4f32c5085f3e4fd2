"""PhonePe's words for a no, as unified declines.

`code` of an answer: the response codes of pay, status and refund, https://developer.phonepe.com/v1/reference/pay-api-1,
.../check-status-api-1, .../autopay-refund, and of auth & capture, .../submit-capture-request, .../cancel-auth-request.
`responseCode` gives the reason: PhonePe's words and UPI's own codes as https://developer.phonepe.com/payment-gateway/
error-codes lists them, and UPI's (NPCI's) beyond that as
https://juspay.io/hdfc-resources/docs/common-resources/upi-error-codes does. New ones are to be expected. Which page has
which: golden/phonepe/codes.toml.

Not here, for they are no no: INTERNAL_SERVER_ERROR (ask for the status), INVALID_TRANSACTION_ID, DUPLICATE_TRANSACTION
and DUPLICATE_TXN_REQUEST (an id that PhonePe has seen before: what became of that transaction is another question).
"""

from __future__ import annotations

from collections.abc import Mapping

from tollbridge.domain.declines import Decline

DECLINES: Mapping[str, Decline] = {
    # `code`
    "BAD_REQUEST": Decline.INVALID_REQUEST,
    "AUTHORIZATION_FAILED": Decline.INVALID_MERCHANT,  # X-VERIFY is incorrect
    "KEY_NOT_CONFIGURED": Decline.INVALID_MERCHANT,
    "TOO_MANY_REQUESTS": Decline.TRY_AGAIN_LATER,
    "TRANSACTION_NOT_FOUND": Decline.PAYMENT_NOT_FOUND,
    "PAYMENT_ERROR": Decline.GENERIC_DECLINE,
    "PAYMENT_DECLINED": Decline.CANCELED_BY_CUSTOMER,  # "declined by user"
    "PAYMENT_CANCELLED": Decline.CANCELED_BY_CUSTOMER,
    "TIMED_OUT": Decline.EXPIRED_PAYMENT,
    "REVERSAL_WINDOW_EXCEEDED": Decline.INVALID_STATE,
    "EXCESS_REFUND_AMOUNT": Decline.AMOUNT_TOO_LARGE,
    "AUTHORIZATION_ALREADY_CANCELLED": Decline.INVALID_STATE,
    "AUTHORIZATION_ALREADY_CAPTURED": Decline.INVALID_STATE,
    "USER_BLACKLISTED": Decline.FRAUD_SUSPECTED,
    "USER_DOESNOT_EXIST": Decline.INVALID_ACCOUNT,
    # `responseCode`: the shopper
    "TXN_AUTO_FAILED": Decline.EXPIRED_PAYMENT,
    "TXN_NOT_COMPLETED": Decline.EXPIRED_PAYMENT,
    "TXN_CANCELLED": Decline.CANCELED_BY_CUSTOMER,
    "TXN_FAILED": Decline.GENERIC_DECLINE,
    "CANCELLED_BY_USER": Decline.CANCELED_BY_CUSTOMER,
    "ORDER_CANCELLED_BY_USER": Decline.CANCELED_BY_CUSTOMER,
    "REQUEST_DECLINE_BY_REQUESTEE": Decline.CANCELED_BY_CUSTOMER,
    "REQUEST_CANCEL_BY_REQUESTER": Decline.CANCELED_BY_CUSTOMER,
    "REQUEST_TIME_OUT": Decline.EXPIRED_PAYMENT,
    "TRANSACTION_TIME_OUT": Decline.EXPIRED_PAYMENT,
    "ORDER_EXPIRED": Decline.EXPIRED_PAYMENT,
    "REQUEST_NOT_FOUND": Decline.PAYMENT_NOT_FOUND,
    "TXN_NOT_FOUND": Decline.PAYMENT_NOT_FOUND,
    "INSUFFICIENT_BALANCE": Decline.INSUFFICIENT_FUNDS,
    "INVALID_MPIN": Decline.INCORRECT_PIN,
    "WRONG_PIN": Decline.INCORRECT_PIN,
    "MPIN_LIMIT_BREACHED": Decline.PIN_TRY_EXCEEDED,
    "MPIN_NOT_SET": Decline.PIN_REQUIRED,
    "MAX_AUTH_EXCEEDED": Decline.PIN_TRY_EXCEEDED,
    "AUTHENTICATION_FAILED": Decline.AUTHENTICATION_FAILED,
    "AUTH_TIMEOUT": Decline.AUTHENTICATION_FAILED,
    "INVALID_VPA": Decline.INVALID_ACCOUNT,
    "ACCOUNT_BLOCKED": Decline.RESTRICTED_CARD,
    "ACCOUNT_INACTIVE": Decline.INVALID_ACCOUNT,
    "ACCOUNT_DOES_NOT_EXIST": Decline.INVALID_ACCOUNT,
    "ACCOUNT_NOT_ELIGIBLE": Decline.NOT_PERMITTED,
    "DEVICE_FINGERPRINT_MISMATCH": Decline.SECURITY_VIOLATION,
    "ADDRESS_MISMATCH": Decline.INCORRECT_ADDRESS,
    # limits, rules, risk
    "TXN_LIMIT_BREACHED": Decline.WITHDRAWAL_LIMIT_EXCEEDED,
    "TRANSACTION_LIMIT_EXCEEDED": Decline.WITHDRAWAL_LIMIT_EXCEEDED,
    "TXN_FREQ_LIMIT_BREACHED": Decline.CARD_VELOCITY_EXCEEDED,
    "TXN_BLOCKED": Decline.SECURITY_VIOLATION,
    "INTERNAL_SECURITY_BLOCK": Decline.SECURITY_VIOLATION,
    "BUSINESS_RISK_RULES": Decline.FRAUD_SUSPECTED,
    "TXN_NOT_ALLOWED": Decline.NOT_PERMITTED,
    "UNSUPPORTED_PAYMENT_MODE": Decline.NOT_PERMITTED,
    "REFUND_BREACHED": Decline.MERCHANT_BALANCE_INSUFFICIENT,
    # cards, on the pay page
    "INVALID_CARD": Decline.INCORRECT_NUMBER,
    "INVALID_CARD_NUMBER": Decline.INCORRECT_NUMBER,
    "INVALID_CARD_DETAILS": Decline.INCORRECT_NUMBER,
    "INVALID_CARD_NAME": Decline.INCORRECT_NUMBER,
    "INVALID_CVV_EXPIRY": Decline.INVALID_EXPIRY,
    "INVALID_CARD_TYPE": Decline.CARD_NOT_SUPPORTED,
    "CARD_BIN_NOT_SUPPORTED": Decline.CARD_NOT_SUPPORTED,
    "CARD_BLOCKED": Decline.RESTRICTED_CARD,
    "CARD_EXPIRED": Decline.EXPIRED_CARD,
    "ONLINE_TRANSACTIONS_DISABLED": Decline.NOT_PERMITTED,
    "INTERNATIONAL_TXN_NOT_ALLOWED": Decline.NOT_PERMITTED,
    # the bank, or the way to it
    "BANK_TECHNICAL_ISSUE": Decline.ISSUER_UNAVAILABLE,
    "TECHNICAL_ISSUE_BANK": Decline.ISSUER_UNAVAILABLE,
    "BANK_ERROR": Decline.ISSUER_UNAVAILABLE,
    "BANK_NOT_ABLE_TO_PROCESS": Decline.ISSUER_UNAVAILABLE,
    "TRANSACTION_DECLINED": Decline.GENERIC_DECLINE,
    "TRANSACTION_DECLINED_PG": Decline.GENERIC_DECLINE,
    "PROCESSOR_ERROR": Decline.PROCESSING_ERROR,
    "GENERIC_NPCI_ERROR": Decline.PROCESSING_ERROR,
    "GENERIC_ERROR": Decline.PROCESSING_ERROR,
    "TECHNICAL_ISSUE": Decline.PROCESSING_ERROR,
    "CONNECTION_TIMEOUT": Decline.PROCESSING_ERROR,
    "HASH_MISMATCH": Decline.PROCESSING_ERROR,
    # the request, or the merchant's account
    "INVALID_REQUEST": Decline.INVALID_REQUEST,
    "INVALID_FIELDS": Decline.INVALID_REQUEST,
    "INVALID_PARAMETERS": Decline.INVALID_REQUEST,
    "INVALID_DETAILS": Decline.INVALID_REQUEST,
    "INVALID_DATE": Decline.INVALID_REQUEST,
    "INVALID_TXN": Decline.INVALID_REQUEST,
    "INVALID_TXN_ID": Decline.INVALID_REQUEST,
    "INVALID_BANK_CODE": Decline.INVALID_REQUEST,
    "INVALID_CUSTOMER_ID": Decline.INVALID_REQUEST,
    "INVALID_AMOUNT": Decline.INVALID_AMOUNT,
    "TXN_AMOUNT_MISMATCH": Decline.INVALID_AMOUNT,
    "INVALID_CURRENCY": Decline.CURRENCY_NOT_SUPPORTED,
    "INVALID_KEY": Decline.INVALID_MERCHANT,
    "CHECKSUM_MISMATCH": Decline.INVALID_MERCHANT,
    "ENCRYPTION_ERROR": Decline.INVALID_MERCHANT,
    "DECRYPTION_ERROR": Decline.INVALID_MERCHANT,
    "MERCHANT_ERROR": Decline.INVALID_MERCHANT,
    "MERCHANT_CONFIG_NOT_FOUND": Decline.INVALID_MERCHANT,
    "BANK_MERCHANT_CONFIG": Decline.INVALID_MERCHANT,
    "INVALID_DETAILS_MERCHANT": Decline.INVALID_MERCHANT,
    # UPI's own codes
    "Z9": Decline.INSUFFICIENT_FUNDS,
    "Z8": Decline.WITHDRAWAL_LIMIT_EXCEEDED,
    "Z7": Decline.CARD_VELOCITY_EXCEEDED,
    "Z6": Decline.PIN_TRY_EXCEEDED,
    "ZU": Decline.WITHDRAWAL_LIMIT_EXCEEDED,
    "ZM": Decline.INCORRECT_PIN,
    "ZA": Decline.CANCELED_BY_CUSTOMER,
    "ZE": Decline.NOT_PERMITTED,
    "ZG": Decline.RESTRICTED_CARD,
    "ZH": Decline.INVALID_ACCOUNT,
    "ZX": Decline.INVALID_ACCOUNT,
    "ZY": Decline.INVALID_MERCHANT,  # the account that the money goes to
    "XB": Decline.GENERIC_DECLINE,
    "XC": Decline.GENERIC_DECLINE,
    "XH": Decline.INVALID_ACCOUNT,
    "XI": Decline.INVALID_MERCHANT,
    "YE": Decline.RESTRICTED_CARD,
    "YF": Decline.INVALID_MERCHANT,
    "B1": Decline.SECURITY_VIOLATION,  # another mobile number at the bank
    "B3": Decline.NOT_PERMITTED,
    "B6": Decline.INVALID_REQUEST,
    "59": Decline.FRAUD_SUSPECTED,
    "U16": Decline.FRAUD_SUSPECTED,  # risk threshold exceeded
    "U28": Decline.ISSUER_UNAVAILABLE,
    "U30": Decline.GENERIC_DECLINE,  # "debit has been failed"
    "U54": Decline.PROCESSING_ERROR,
    "U69": Decline.EXPIRED_PAYMENT,  # the collect request
    "U90": Decline.ISSUER_UNAVAILABLE,
    "UB": Decline.PROCESSING_ERROR,
    "UP": Decline.PROCESSING_ERROR,
    "UT": Decline.ISSUER_UNAVAILABLE,
}
