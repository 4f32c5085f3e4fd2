"""Bank of America Merchant Services: Cybersource's REST API on hosts of its own.

API https://developer.merchant-services.bankofamerica.com/api-reference-assets/index.html, response codes
https://developer.merchant-services.bankofamerica.com/api/reference/response-codes.html
"""

from __future__ import annotations

from tollbridge.domain.features import Feature
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.methods.wallets import ApplePay, GooglePay, SamsungPay
from tollbridge.families import cybersource as family


class Account(family.Account, frozen=True, kw_only=True):
    """A shared secret of the merchant's: https://merchanthelp.bankofamerica.com/Shared_Secret_security_key

    Live in the Merchant Services account of the online banking, test in the Demonstration & Certification Environment:
    Payment Acceptance Configuration > Key Management > Generate Key > REST - Shared Secret. It lasts three years.
    `api_key` is the Key on that page, `api_secret` the Shared Secret Key (base64), `merchant_account` the id of the
    merchant whose key it is.
    """


__doc__ = f"{__doc__}{family.ONLY_SET_UP}{family.MANUAL}"
FACE = family.Face(
    methods=(Card, ApplePay, GooglePay, SamsungPay),
    features=frozenset({Feature.MANUAL_CAPTURE, Feature.SETUP_MANDATE}))
CONNECTOR = family.connector(
    "bankofamerica", FACE, "https://api.merchant-services.bankofamerica.com",
    "https://apitest.merchant-services.bankofamerica.com", Account, *family.BASIC)
