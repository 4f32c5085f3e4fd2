"""Bank of America Merchant Services: Cybersource's REST API on hosts of its own.

API https://developer.merchant-services.bankofamerica.com/api-reference-assets/index.html, response codes
https://developer.merchant-services.bankofamerica.com/api/reference/response-codes.html
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.methods.wallets import ApplePay, GooglePay, SamsungPay
from tollbridge.domain.operations import PROXY_AUTHORIZE, PROXY_SETUP_MANDATE, SETUP_MANDATE
from tollbridge.domain.secret import Secret
from tollbridge.families import cybersource as family


class Account(Struct, frozen=True, kw_only=True):
    """A shared secret of the merchant's."""

    api_key: Secret
    api_secret: Secret
    merchant_account: Secret
    base_url: str | None = None


__doc__ = f"{__doc__}{family.MANUAL}"
FACE = family.Face(
    methods=(Card, ApplePay, GooglePay, SamsungPay),
    features=frozenset({Feature.MANUAL_CAPTURE, Feature.SETUP_MANDATE}))

CONNECTOR = kit.Connector(
    id="bankofamerica", account=Account, live_url="https://api.merchant-services.bankofamerica.com",
    test_url="https://apitest.merchant-services.bankofamerica.com", sign=family.sign, error=family.parse_error,
    declines=family.DECLINES, older_auth={"signature-key": ("api_key", "merchant_account", "api_secret")},
    flows=family.flows(FACE, *family.BASIC, PROXY_AUTHORIZE, SETUP_MANDATE, PROXY_SETUP_MANDATE),
)
