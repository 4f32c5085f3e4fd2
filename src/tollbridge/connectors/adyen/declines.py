"""Adyen's words for a no, as unified declines.

Three kinds of words that cannot be mistaken for each other, in one table: `refusalReasonCode`, one or two digits
without a leading zero ("2"); `refusalReason`, its text ("Refused"), which is all that webhooks have; `errorCode` of an
API error, three digits or more, perhaps with a part after an underscore ("101", "14_007"). The scheme's own code, of
`refusalCodeRaw` or at the head of `refusalReasonRaw` ("05 : Do not honor"), has two digits with the leading zero: it is
a network code (domain/declines.py), never looked up here.

Refusals: https://docs.adyen.com/development-resources/refusal-reasons, of which the beginning was read; the rest, and
50, as public code lists them. API errors: https://docs.adyen.com/development-resources/error-codes, as SmashPig of the
Wikimedia Foundation gathered them. Left out are the codes of invoices for B2B (600 to 695) and of cards by Incontrol
(1000 to 1002). Captures and refunds: https://docs.adyen.com/online-payments/capture/failure-reasons and the schema of
the webhooks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tollbridge.domain.declines import Decline, unify
from tollbridge.domain.network_codes import NETWORK_CODES

_REFUSALS: tuple[tuple[str, str, Decline], ...] = (
    ("2", "Refused", Decline.GENERIC_DECLINE),
    ("3", "Referral", Decline.CALL_ISSUER),
    ("4", "Acquirer Error", Decline.PROCESSING_ERROR),
    ("5", "Blocked Card", Decline.RESTRICTED_CARD),
    ("6", "Expired Card", Decline.EXPIRED_CARD),
    ("7", "Invalid Amount", Decline.INVALID_AMOUNT),
    ("8", "Invalid Card Number", Decline.INCORRECT_NUMBER),
    ("9", "Issuer Unavailable", Decline.ISSUER_UNAVAILABLE),
    ("10", "Not supported", Decline.NOT_PERMITTED),
    ("11", "3D Not Authenticated", Decline.AUTHENTICATION_FAILED),
    ("12", "Not enough balance", Decline.INSUFFICIENT_FUNDS),
    ("14", "Acquirer Fraud", Decline.FRAUD_SUSPECTED),
    ("15", "Cancelled", Decline.CANCELED_BY_CUSTOMER),
    ("16", "Shopper Cancelled", Decline.CANCELED_BY_CUSTOMER),
    ("17", "Invalid Pin", Decline.INCORRECT_PIN),
    ("18", "Pin tries exceeded", Decline.PIN_TRY_EXCEEDED),
    ("19", "Pin validation not possible", Decline.PROCESSING_ERROR),
    ("20", "FRAUD", Decline.FRAUD_SUSPECTED),
    ("21", "Not Submitted", Decline.PROCESSING_ERROR),
    ("22", "FRAUD-CANCELLED", Decline.FRAUD_SUSPECTED),
    ("23", "Transaction Not Permitted", Decline.NOT_PERMITTED),
    ("24", "CVC Declined", Decline.INCORRECT_CVC),
    ("25", "Restricted Card", Decline.RESTRICTED_CARD),
    ("26", "Revocation Of Auth", Decline.REVOCATION_OF_AUTHORIZATION),
    ("27", "Declined Non Generic", Decline.GENERIC_DECLINE),
    ("28", "Withdrawal amount exceeded", Decline.WITHDRAWAL_LIMIT_EXCEEDED),
    ("29", "Withdrawal count exceeded", Decline.CARD_VELOCITY_EXCEEDED),
    ("31", "Issuer Suspected Fraud", Decline.FRAUD_SUSPECTED),
    ("32", "AVS Declined", Decline.INCORRECT_ADDRESS),
    ("33", "Card requires online pin", Decline.PIN_REQUIRED),
    ("34", "No checking account available on Card", Decline.INVALID_ACCOUNT),
    ("35", "No savings account available on Card", Decline.INVALID_ACCOUNT),
    ("36", "Mobile pin required", Decline.PIN_REQUIRED),
    ("37", "Contactless fallback", Decline.PAYMENT_METHOD_UNAVAILABLE),
    ("38", "Authentication required", Decline.AUTHENTICATION_REQUIRED),
    ("39", "RReq not received from DS", Decline.AUTHENTICATION_FAILED),
    ("40", "Current AID is in Penalty Box.", Decline.PAYMENT_METHOD_UNAVAILABLE),  # the network is down for now
    ("41", "CVM Required Restart Payment", Decline.PIN_REQUIRED),
    ("42", "3DS Authentication Error", Decline.AUTHENTICATION_FAILED),
    ("43", "Online PIN required", Decline.PIN_REQUIRED),
    ("44", "Try another interface", Decline.PAYMENT_METHOD_UNAVAILABLE),
    ("45", "Chip downgrade mode", Decline.PAYMENT_METHOD_UNAVAILABLE),
    ("46", "Transaction blocked by Adyen to prevent excessive retry fees", Decline.CARD_VELOCITY_EXCEEDED),
    ("50", "Token Revoked", Decline.MANDATE_INVALID),
)
_LATER: Mapping[str, Decline] = {
    # `reason` of a CAPTURE or REFUND that was not carried out, of CAPTURE_FAILED and REFUND_FAILED
    "Insufficient balance on payment": Decline.AMOUNT_TOO_LARGE,  # more than was authorised, or is left to refund
    "Transaction hasn't been captured, refund not possible": Decline.INVALID_STATE,
    "Capture Failed": Decline.GENERIC_DECLINE,
    "Refund Failed": Decline.GENERIC_DECLINE,
    "Capture rejected by card scheme because of a technical issue.": Decline.PROCESSING_ERROR,
}


def _all(decline: Decline, codes: str) -> dict[str, Decline]:
    return dict.fromkeys(codes.split(), decline)


_API_ERRORS: Mapping[str, Decline] = {
    # card and account numbers
    "101": Decline.INCORRECT_NUMBER,
    "102": Decline.INCORRECT_NUMBER,  # "Unable to determine variant"
    "193": Decline.INCORRECT_NUMBER,  # "Bin Details not found for the given card number"
    **_all(Decline.INCORRECT_NUMBER, "108 110 111 126 142 161 162 163 2000 14_031"),
    "112": Decline.PAYMENT_METHOD_UNAVAILABLE,  # "This bank country is not supported"
    **_all(Decline.INCORRECT_CVC, "103 153 820 14_029"),
    **_all(Decline.INVALID_EXPIRY, "129 140 141"),
    # addresses and who the shopper is
    **_all(Decline.INCORRECT_ADDRESS, "104 117 131 132 133 134 135 194"),
    **_all(Decline.INVALID_REQUEST, """118 147 148 149 150 151 116 119 120 121 122 123 124 127 128 144 145 146 180 181
           190 200 203 963 964 965"""),
    # amounts and currencies
    **_all(Decline.INVALID_AMOUNT, "100 115 137 166 919 920 5_001"),
    "916": Decline.AMOUNT_TOO_LARGE,
    **_all(Decline.CURRENCY_NOT_SUPPORTED, "138 929 930 956"),
    # 3-D Secure
    **_all(Decline.AUTHENTICATION_FAILED, "105 14_028 14_0392 15_012 15_017 15_020 15_024 921_1 921_2"),
    **_all(Decline.INVALID_REQUEST, """14_032 14_033 14_034 14_035 14_0380 15_001 15_002 15_003 15_004 15_005 15_006
           15_007 15_009 15_010 15_011 15_013 15_014 15_015 15_016 15_018 15_019 15_021 15_022 15_023"""),
    "15_008": Decline.INVALID_MERCHANT,
    # what was stored, and charging it
    **_all(Decline.INVALID_MERCHANT, "107 160"),  # "Recurring is not enabled", "Not allowed to store Payout Details"
    **_all(Decline.MANDATE_INVALID, "125 165 183 800 802 803 805 806 807"),
    **_all(Decline.INVALID_REQUEST, "139 184 801 804"),
    # the state of the payment or session
    "106": Decline.INVALID_STATE,  # "This session was already used previously"
    **_all(Decline.EXPIRED_PAYMENT, "172 14_008 14_0385 5_208"),
    "704": Decline.DUPLICATE_TRANSACTION,
    **_all(Decline.PAYMENT_NOT_FOUND, "167 906"),
    # technical
    **_all(Decline.PROCESSING_ERROR, "701 903 904 5_601 5_612 5_614"),
    **_all(Decline.TRY_AGAIN_LATER, "703 705"),
    **_all(Decline.PAYMENT_METHOD_UNAVAILABLE, "5_610 5_613"),
    **_all(Decline.GENERIC_DECLINE, "5_606 5_611"),  # Amazon's own no
    # the merchant's account
    "010": Decline.INVALID_MERCHANT,  # "Not allowed": a role that the credentials lack
    **_all(Decline.INVALID_MERCHANT, """155 156 195 196 199 901 922 923 931 950 951 952 953 954 955 957 958 959 960
           961 962 966 967 173 5_004 5_005 5_605 5_607 14_0427 14_0428 14_0430"""),
    **_all(Decline.PAYMENT_METHOD_UNAVAILABLE, "905 905_1 905_2 905_3 905_4 905_5 905_6 907 912"),
    "5_008": Decline.TESTMODE_DECLINE,  # "Our Test system does not accept Live tokens"
    # wallets' tokens
    **_all(Decline.INVALID_REQUEST, "5_002 5_003 5_006 5_007 5_202 5_206 5_602 5_603 5_604 5_608 5_609 5_615"),
    # the request
    **_all(Decline.INVALID_REQUEST, """000 109 113 114 130 136 143 152 154 157 158 159 164 168 170 171 174 175 182 185
           186 187 188 189 191 192 198 205 217 218 700 702 902 908 918 926 927 928 29_001 29_100"""),
    **_all(Decline.INVALID_REQUEST, """14_002 14_003 14_004 14_005 14_006 14_007 14_010 14_011 14_012 14_013 14_014
           14_015 14_016 14_017 14_018 14_019 14_020 14_021 14_022 14_023 14_024 14_026 14_027 14_030 14_036 14_037
           14_0378 14_0379 14_0381 14_0382 14_0383 14_0384 14_0425 14_0426 14_0431 14_0432"""),
}

DECLINES: Mapping[str, Decline] = {
    **{code: decline for code, _, decline in _REFUSALS},
    **{text: decline for _, text, decline in _REFUSALS},
    **_LATER,
    **_API_ERRORS,
}

_RAW = re.compile(r"\s*([0-9A-Z]{1,3})\s*:")
_ERROR = re.compile(r"\s*(\d{3,4}|\d{1,3}_\d{1,4})\s")


def raw_code(raw: str | None) -> str | None:
    """The scheme's code in a `refusalReasonRaw`: "05" of "05 : Do not honor", and of "5: Do not honor" as well.

    "The response code returns with or without a leading zero": https://docs.adyen.com/development-resources/raw-acquirer-responses
    """
    found = _RAW.match(raw or "")
    return found[1].zfill(2) if found else None


def decline_of(code: str, network_code: str | None = None) -> Decline | None:
    """The unified decline of a refusal code, its text, or an API error; None leaves it to the engine.

    "Refused" says nothing of why: where the scheme's own code is there, that one tells more. A text may begin with the
    code of an API error: "113 No InvoiceLines provided" is a webhook's reason for a refusal.
    """
    error = _ERROR.match(code)
    own = unify(DECLINES, code, error[1] if error else None)
    return own if own not in (None, Decline.GENERIC_DECLINE) else unify(NETWORK_CODES, network_code) or own
