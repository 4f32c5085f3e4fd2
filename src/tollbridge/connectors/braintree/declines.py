"""Braintree's words for a no: the processor's response codes, the gateway's reasons, and validation errors.

Response codes: https://developer.paypal.com/braintree/docs/reference/general/processor-responses/authorization-responses
(from 2109 to 2999 each is "Processor Declined") and, of settlements,
https://developer.paypal.com/braintree/docs/reference/general/processor-responses/settlement-responses. Gateway reasons:
GatewayRejectionReason of the GraphQL schema. Validation errors of transactions and cards, of vault, customers, client
tokens, verifications and disputes: https://github.com/braintree/braintree_ruby/blob/master/lib/braintree/error_codes.rb,
https://github.com/braintree/braintree_python/blob/master/braintree/error_codes.py
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tollbridge.domain.declines import Decline

_PROCESSOR: Mapping[Decline, str] = {
    Decline.DO_NOT_HONOR: "2000 2038 2046",
    Decline.INSUFFICIENT_FUNDS: "2001",
    Decline.WITHDRAWAL_LIMIT_EXCEEDED: "2002",
    Decline.CARD_VELOCITY_EXCEEDED: "2003",
    Decline.EXPIRED_CARD: "2004",
    Decline.INCORRECT_NUMBER: "2005 2008 2051",
    Decline.INVALID_EXPIRY: "2006",
    Decline.INVALID_ACCOUNT: "2007 2029 2092 2093",
    Decline.NO_SUCH_ISSUER: "2009",
    Decline.INCORRECT_CVC: "2010 2060",
    Decline.CALL_ISSUER: "2011 2041 2043 2044",
    Decline.LOST_CARD: "2012",
    Decline.STOLEN_CARD: "2013 2053",  # 2053: lost or stolen
    Decline.FRAUD_SUSPECTED: "2014 2077 2085",
    Decline.NOT_PERMITTED: "2015 2019 2020 2076 2082 2106",
    Decline.DUPLICATE_TRANSACTION: "2016 2069",
    Decline.STOP_PAYMENT_ORDER: "2017",
    Decline.REVOCATION_OF_AUTHORIZATION: "2018 2070",
    Decline.SECURITY_VIOLATION: "2021 2078",
    Decline.NEW_ACCOUNT_INFORMATION_AVAILABLE: "2022 2105",
    Decline.CARD_NOT_SUPPORTED: "2024 2031",
    Decline.INVALID_MERCHANT: (
        "2023 2025 2026 2028 2030 2040 2042 2045 2055 2058 2063 2066 2068 2071 2072 2079 2080 2084 2087 2089 2090 "
        "2100"),
    Decline.INVALID_AMOUNT: "2027 2032 2048 2054 2062",
    Decline.AMOUNT_TOO_LARGE: "2056 2086 2097",
    Decline.INVALID_REQUEST: "2049 2052 2061 2073 2081 2083",
    Decline.PROCESSING_ERROR: "2033 2050",
    Decline.TRY_AGAIN_LATER: "2034",
    Decline.GENERIC_DECLINE: "2035 2074 2104",
    Decline.PAYMENT_NOT_FOUND: "2036 2039",
    Decline.INVALID_STATE: "2037 2065 2094 2095 2098",
    Decline.PICKUP_CARD: "2047",
    Decline.RESTRICTED_CARD: "2057",
    Decline.INCORRECT_ADDRESS: "2059",
    Decline.CURRENCY_NOT_SUPPORTED: "2064 2088 2091",
    Decline.EXPIRED_PAYMENT: "2067",
    Decline.ACCOUNT_CLOSED: "2075 2108",
    Decline.MERCHANT_BLACKLIST: "2096",
    Decline.AUTHENTICATION_REQUIRED: "2099",
    Decline.PIN_REQUIRED: "2101",
    Decline.INCORRECT_PIN: "2102",
    Decline.PIN_TRY_EXCEEDED: "2103",
    Decline.CARD_NOT_ACTIVATED: "2107",
    Decline.ISSUER_UNAVAILABLE: "3000",
}
_GATEWAY: Mapping[Decline, str] = {
    Decline.INVALID_MERCHANT: "APPLICATION_INCOMPLETE MANUAL_TRANSACTIONS_DISABLED",
    Decline.INCORRECT_ADDRESS: "AVS AVS_AND_CVV",
    Decline.INCORRECT_CVC: "CVV",
    Decline.DUPLICATE_TRANSACTION: "DUPLICATE",
    Decline.CARD_VELOCITY_EXCEEDED: "EXCESSIVE_RETRY TOO_MANY_CONFIRMATION_ATTEMPTS",
    Decline.FRAUD_SUSPECTED: "FRAUD RISK_THRESHOLD",
    Decline.MERCHANT_BLACKLIST: "PAYMENT_METHOD_BLOCKED",
    Decline.AUTHENTICATION_FAILED: "THREE_D_SECURE",
    Decline.PROCESSING_ERROR: "TOKEN_ISSUANCE",
    Decline.AUTHENTICATION_REQUIRED: "UNION_PAY_ENROLLMENT_REQUIRED",
}
_SETTLEMENT: Mapping[Decline, str] = {
    Decline.GENERIC_DECLINE: "4001",
    Decline.INVALID_STATE: "4003 4004 4020 4024",
    Decline.FRAUD_SUSPECTED: "4005",
    Decline.AMOUNT_TOO_LARGE: "4006",
    Decline.INVALID_MERCHANT: "4018 4023",
    Decline.PAYMENT_DISPUTED: "4019",
    Decline.NOT_PERMITTED: "4021",
    Decline.INVALID_AMOUNT: "4022",
    Decline.ACCOUNT_CLOSED: "4025",
}
_VALIDATION: Mapping[Decline, str] = {
    Decline.INVALID_AMOUNT: "81501 81502 81503 81534 81535 81536 91554 91555 91556",
    Decline.AMOUNT_TOO_LARGE: "81528 91521 91522",
    Decline.CARD_NOT_SUPPORTED: "81509 81703 91517 91567",
    Decline.DUPLICATE_TRANSACTION: "91564 91566",  # a single-use method that was used, or is being used
    Decline.INVALID_STATE: "91504 91505 91506 91507 91512 91561 91574",
    Decline.INVALID_ACCOUNT: "91508 91511 91516 91518 91565 91569 91583 915171 915172",
    Decline.INVALID_MERCHANT: (
        "91513 91514 91525 91538 91545 91546 91547 91558 91559 91576 915102 915104 915107 915108"),
    Decline.PAYMENT_METHOD_UNAVAILABLE: "91577 915101",
    Decline.EXPIRED_PAYMENT: "91579",
    Decline.AUTHENTICATION_FAILED: "81571 91568 91570 91584",
    Decline.INVALID_REQUEST: (
        "81520 81527 81723 91501 91510 91515 91519 91523 91524 91526 91527 91528 91529 91530 91531 91537 91539 91544 "
        "91548 91549 91550 91551 91552 91553 91557 91575 91578 91580 91581 91582 91701 91702"),
    Decline.INCORRECT_CVC: "81706 81707",
    Decline.INVALID_EXPIRY: "81709 81710 81711 81712 81713 91708",
    Decline.INCORRECT_NUMBER: "81714 81715 81716",
    Decline.TESTMODE_DECLINE: "81717",
}
_VAULT_AND_DISPUTES: Mapping[Decline, str] = {
    Decline.INVALID_STATE: "915129 915219 915282 95701 95702 95703 95704 95705",
    Decline.INVALID_REQUEST: (
        "91744 91745 91718 91720 91738 81762 915158 915206 915213 942205 942206 93101 93103 93104 93105 93106 "
        "81601 91602 81603 81604 81605 81606 81607 81608 91609 91610 91611 91612 91613 91625 91626 81613 "
        "81614 81615 81616 91704 91705 92801 92802 92803 92804 92805 92806 92810 92011 94201 94202 942184 "
        "942185 95706 95707 95708 95709 95710 95711 95712 95713 95714 95715 95720 95721 95722 95723 95724 "
        "95725 95726"),
    Decline.INVALID_ACCOUNT: "93102 93108 91732 91617 915176 93117",
    Decline.DUPLICATE_TRANSACTION: "93107 93109 91731 91733",
    Decline.CARD_NOT_SUPPORTED: "91734 81750",
    Decline.INVALID_MERCHANT: (
        "92807 94204 94205 94206 91728 91742 91743 91730 942169 94284 915103 915130 915195 915220 915221 "
        "915222"),
    Decline.AMOUNT_TOO_LARGE: "94207 91752",
    Decline.INVALID_AMOUNT: "94203 91739 91740 91741 95606",
    Decline.AUTHENTICATION_FAILED: (
        "942196 942197 942198 942199 94271 94268 94270 94285 942113 942114 942116 942117 942119 942120 942121 "
        "942122"),
    Decline.GENERIC_DECLINE: "915200 95602",
    Decline.TRY_AGAIN_LATER: "915201 95603",
    Decline.INCORRECT_CVC: "81736",
    Decline.INCORRECT_ADDRESS: "81737",
}
_THREE_DS: Mapping[Decline, str] = {
    Decline.AUTHENTICATION_FAILED: (
        "AUTHENTICATE_FAILED AUTHENTICATE_FAILED_ACS_ERROR AUTHENTICATE_FRICTIONLESS_FAILED AUTHENTICATE_REJECTED "
        "AUTHENTICATE_SIGNATURE_VERIFICATION_FAILED AUTHENTICATE_UNABLE_TO_AUTHENTICATE AUTHENTICATION_BYPASSED "
        "AUTHENTICATION_UNAVAILABLE LOOKUP_BYPASSED LOOKUP_FAILED_ACS_ERROR LOOKUP_NOT_ENROLLED "
        "SKIPPED_DUE_TO_ADAPTIVE_AUTHENTICATION SKIPPED_DUE_TO_RULE UNSUPPORTED_THREE_D_SECURE_VERSION"),
    Decline.CARD_NOT_SUPPORTED: "LOOKUP_CARD_ERROR UNSUPPORTED_ACCOUNT_TYPE UNSUPPORTED_CARD",
    Decline.PROCESSING_ERROR: "AUTHENTICATE_ERROR LOOKUP_ERROR LOOKUP_SERVER_ERROR MPI_SERVER_ERROR",
}
UNPROVED = " ".join(_THREE_DS.values()).split()
"""Of ThreeDSecureAuthenticationStatus: https://developer.paypal.com/braintree/docs/guides/3d-secure/status-codes"""
_STATUSES: Mapping[Decline, str] = {
    Decline.GENERIC_DECLINE: "PROCESSOR_DECLINED GATEWAY_REJECTED SETTLEMENT_DECLINED",
    Decline.PROCESSING_ERROR: "FAILED",
    Decline.EXPIRED_PAYMENT: "AUTHORIZATION_EXPIRED",
}
"""Where no event says more."""


def _codes(tables: Iterable[Mapping[Decline, str]]) -> Iterator[tuple[str, Decline]]:
    for table in tables:
        for decline, codes in table.items():
            yield from ((code, decline) for code in codes.split())


DECLINES: Mapping[str, Decline] = dict(_codes(
    (_PROCESSOR, _GATEWAY, _SETTLEMENT, _VALIDATION, _VAULT_AND_DISPUTES, _THREE_DS, _STATUSES)))


def of_processor(code: str | None) -> Decline | None:
    """For a code without a row of its own: "Processor Declined" from 2109 to 2999, by Braintree's page."""
    unnamed = code is not None and code not in DECLINES and len(code) == 4 and code.isdigit() and code >= "2109"
    return Decline.GENERIC_DECLINE if unnamed and str(code) < "3000" else None
