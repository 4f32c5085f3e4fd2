"""What a card's processor answered, as unified declines: `processor_response.response_code` of Orders, Payments, Vault.

The codes are those of the schemas checkout_orders_v2, payments_payment_v2 and vault_payment_tokens_v3; what they mean
is said in the official SDK (ProcessorResponseCode of paypal-server-sdk 2.4.0) and on
https://developer.paypal.com/tools/sandbox/card-testing/. Left out are those of an approval: 0000, 1000 (a part of the
amount is approved) and 7600 (approved, not captured).
"""

from __future__ import annotations

from collections.abc import Mapping

from tollbridge.domain.declines import Decline

PROCESSOR_CODES: Mapping[str, Decline] = {
    "00N7": Decline.INCORRECT_CVC,
    "0100": Decline.CALL_ISSUER,
    "0390": Decline.INVALID_ACCOUNT,
    "0500": Decline.DO_NOT_HONOR,
    "0580": Decline.NOT_PERMITTED,  # unauthorized transaction
    "0800": Decline.PROCESSING_ERROR,  # bad response, reversal required
    "0880": Decline.SECURITY_VIOLATION,  # cryptographic failure
    "0890": Decline.INCORRECT_PIN,
    "0960": Decline.PROCESSING_ERROR,
    "0R00": Decline.CANCELED_BY_CUSTOMER,
    "10BR": Decline.GENERIC_DECLINE,  # issuer rejected
    "1300": Decline.INVALID_REQUEST,
    "1310": Decline.INVALID_AMOUNT,
    "1312": Decline.NOT_PERMITTED,  # invalid transaction for this card, issuer or acquirer
    "1317": Decline.INVALID_REQUEST,
    "1320": Decline.CURRENCY_NOT_SUPPORTED,
    "1330": Decline.INVALID_ACCOUNT,
    "1335": Decline.INVALID_ACCOUNT,
    "1340": Decline.INVALID_MERCHANT,  # invalid terminal
    "1350": Decline.INVALID_MERCHANT,
    "1352": Decline.RESTRICTED_CARD,
    "1360": Decline.PROCESSING_ERROR,
    "1370": Decline.INVALID_MERCHANT,  # invalid merchant category
    "1380": Decline.INVALID_EXPIRY,
    "1382": Decline.INCORRECT_CVC,
    "1384": Decline.INVALID_STATE,  # invalid life cycle of transaction
    "1390": Decline.INVALID_REQUEST,
    "1393": Decline.NOT_PERMITTED,  # transaction cannot be completed
    "5100": Decline.GENERIC_DECLINE,
    "5110": Decline.INCORRECT_CVC,
    "5120": Decline.INSUFFICIENT_FUNDS,
    "5130": Decline.INCORRECT_PIN,
    "5135": Decline.PIN_TRY_EXCEEDED,
    "5140": Decline.ACCOUNT_CLOSED,
    "5150": Decline.PICKUP_CARD,
    "5160": Decline.NOT_PERMITTED,  # unauthorized user
    "5170": Decline.INCORRECT_ADDRESS,
    "5180": Decline.RESTRICTED_CARD,
    "5190": Decline.INCORRECT_ADDRESS,
    "5200": Decline.DUPLICATE_TRANSACTION,
    "5210": Decline.NOT_PERMITTED,  # invalid transaction
    "5400": Decline.EXPIRED_CARD,
    "5500": Decline.INCORRECT_PIN,
    "5650": Decline.AUTHENTICATION_REQUIRED,
    "5700": Decline.NOT_PERMITTED,
    "5710": Decline.CARD_VELOCITY_EXCEEDED,
    "5800": Decline.INVALID_STATE,  # reversal rejected
    "5900": Decline.NO_SUCH_ISSUER,
    "5910": Decline.ISSUER_UNAVAILABLE,
    "5920": Decline.ISSUER_UNAVAILABLE,
    "5930": Decline.CARD_NOT_ACTIVATED,
    "5950": Decline.NEW_ACCOUNT_INFORMATION_AVAILABLE,
    "6300": Decline.INVALID_ACCOUNT,
    "7700": Decline.AUTHENTICATION_FAILED,
    "7710": Decline.AUTHENTICATION_FAILED,
    "7800": Decline.NO_SUCH_ISSUER,  # BIN error
    "7900": Decline.INCORRECT_PIN,
    "8000": Decline.PROCESSING_ERROR,
    "8010": Decline.PROCESSING_ERROR,
    "8020": Decline.INVALID_MERCHANT,  # configuration error
    "8030": Decline.NOT_PERMITTED,
    "8100": Decline.PROCESSING_ERROR,
    "8110": Decline.TRY_AGAIN_LATER,
    "8220": Decline.TRY_AGAIN_LATER,
    "9100": Decline.TRY_AGAIN_LATER,
    "9500": Decline.FRAUD_SUSPECTED,
    "9510": Decline.SECURITY_VIOLATION,
    "9520": Decline.STOLEN_CARD,  # lost or stolen
    "9530": Decline.CALL_ISSUER,
    "9540": Decline.GENERIC_DECLINE,  # refused card
    "9600": Decline.PROCESSING_ERROR,  # a code that the processor does not know
    "PCNR": Decline.PROCESSING_ERROR,  # contingencies not resolved
    "PCVV": Decline.INCORRECT_CVC,
    "PP06": Decline.ACCOUNT_CLOSED,
    "PPAB": Decline.RESTRICTED_CARD,
    "PPAD": Decline.INCORRECT_ADDRESS,
    "PPAE": Decline.CARD_NOT_SUPPORTED,  # American Express is not enabled
    "PPAG": Decline.NOT_PERMITTED,
    "PPAI": Decline.INVALID_AMOUNT,
    "PPAR": Decline.GENERIC_DECLINE,  # "auth result"
    "PPAU": Decline.INVALID_MERCHANT,
    "PPAV": Decline.INCORRECT_ADDRESS,
    "PPAX": Decline.AMOUNT_TOO_LARGE,
    "PPBG": Decline.NOT_PERMITTED,
    "PPC2": Decline.INCORRECT_CVC,
    "PPCE": Decline.INVALID_MERCHANT,
    "PPCO": Decline.NOT_PERMITTED,
    "PPCR": Decline.PROCESSING_ERROR,
    "PPCT": Decline.CARD_NOT_SUPPORTED,
    "PPCU": Decline.CURRENCY_NOT_SUPPORTED,
    "PPD3": Decline.AUTHENTICATION_FAILED,
    "PPDC": Decline.NOT_PERMITTED,
    "PPDI": Decline.CARD_NOT_SUPPORTED,
    "PPDT": Decline.CARD_VELOCITY_EXCEEDED,
    "PPDV": Decline.GENERIC_DECLINE,  # "auth message"
    "PPEF": Decline.EXPIRED_CARD,
    "PPEL": Decline.CARD_VELOCITY_EXCEEDED,
    "PPER": Decline.PROCESSING_ERROR,
    "PPEX": Decline.INVALID_EXPIRY,
    "PPFE": Decline.DUPLICATE_TRANSACTION,  # this funding source exists already
    "PPFI": Decline.INVALID_ACCOUNT,
    "PPFR": Decline.RESTRICTED_CARD,
    "PPFV": Decline.INVALID_REQUEST,
    "PPGR": Decline.NOT_PERMITTED,
    "PPH1": Decline.PROCESSING_ERROR,
    "PPIF": Decline.DUPLICATE_TRANSACTION,
    "PPII": Decline.INVALID_REQUEST,
    "PPIM": Decline.INVALID_REQUEST,
    "PPIT": Decline.INVALID_REQUEST,
    "PPLR": Decline.INVALID_STATE,
    "PPLS": Decline.PROCESSING_ERROR,
    "PPMB": Decline.INVALID_REQUEST,
    "PPMC": Decline.CARD_NOT_SUPPORTED,  # Mastercard is blocked
    "PPMD": Decline.PROCESSING_ERROR,  # deprecated
    "PPNC": Decline.NOT_PERMITTED,
    "PPNL": Decline.CARD_VELOCITY_EXCEEDED,
    "PPNM": Decline.INVALID_MERCHANT,
    "PPNT": Decline.TRY_AGAIN_LATER,  # network error
    "PPPH": Decline.INVALID_REQUEST,
    "PPPI": Decline.INVALID_MERCHANT,
    "PPPM": Decline.INVALID_REQUEST,
    "PPQC": Decline.NOT_PERMITTED,
    "PPRE": Decline.INVALID_STATE,
    "PPRF": Decline.INVALID_STATE,
    "PPRN": Decline.GENERIC_DECLINE,  # no further attempt is permitted
    "PPRR": Decline.INVALID_MERCHANT,
    "PPS0": Decline.INVALID_STATE,
    "PPS1": Decline.INVALID_STATE,
    "PPS2": Decline.INVALID_STATE,
    "PPS3": Decline.EXPIRED_PAYMENT,
    "PPS4": Decline.CURRENCY_NOT_SUPPORTED,
    "PPS5": Decline.INVALID_REQUEST,
    "PPS6": Decline.INVALID_AMOUNT,
    "PPSC": Decline.FRAUD_SUSPECTED,  # "score"
    "PPSD": Decline.GENERIC_DECLINE,  # "status description"
    "PPSE": Decline.GENERIC_DECLINE,  # denied by American Express
    "PPTE": Decline.AUTHENTICATION_FAILED,
    "PPTF": Decline.INVALID_REQUEST,
    "PPTI": Decline.INVALID_REQUEST,
    "PPTR": Decline.AUTHENTICATION_FAILED,
    "PPTT": Decline.NOT_PERMITTED,
    "PPTV": Decline.AUTHENTICATION_FAILED,
    "PPUA": Decline.NOT_PERMITTED,
    "PPUC": Decline.CURRENCY_NOT_SUPPORTED,
    "PPUE": Decline.NOT_PERMITTED,
    "PPUI": Decline.NOT_PERMITTED,
    "PPUP": Decline.NOT_PERMITTED,
    "PPUR": Decline.INVALID_STATE,
    "PPVC": Decline.CURRENCY_NOT_SUPPORTED,
    "PPVE": Decline.INVALID_REQUEST,
    "PPVT": Decline.NOT_PERMITTED,
}
