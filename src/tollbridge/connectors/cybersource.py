"""Cybersource: Visa's gateway to many acquirers.

API https://developer.cybersource.com/api-reference-assets/index.html, response codes
https://developer.cybersource.com/api/reference/response-codes.html, test cards
https://developer.cybersource.com/hello-world/testing-guide.html, payer authentication
https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth.html

3DS in three steps: PreAuthenticate (device data), Authenticate (challenge), PostAuthenticate (result). An
IncrementAuthorization's amount is the raise. A mandate is a payment instrument of the token vault, or the network's id
of the first payment with the card. `disable_avs` and `disable_cvn` leave a payment alone whose address or CVC is wrong.
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.methods.cards import Card, CardWithNoCvc, NetworkToken, StoredMethod
from tollbridge.domain.methods.wallets import ApplePay, GooglePay, SamsungPay
from tollbridge.domain.operations import (
    AUTHENTICATE,
    CHARGE_MANDATE,
    CLIENT_TOKEN,
    INCREMENT_AUTHORIZATION,
    POST_AUTHENTICATE,
    PRE_AUTHENTICATE,
    PROXY_AUTHORIZE,
    PROXY_SETUP_MANDATE,
    REVOKE_MANDATE,
    SETUP_MANDATE,
    TOKEN_AUTHORIZE,
)
from tollbridge.domain.secret import Secret
from tollbridge.families import cybersource as family


class Account(Struct, frozen=True, kw_only=True):
    """A shared secret of the merchant's; the last two as the manual says."""

    api_key: Secret
    api_secret: Secret
    merchant_account: Secret
    base_url: str | None = None
    disable_avs: bool | None = None
    disable_cvn: bool | None = None


__doc__ = f"{__doc__}{family.MANUAL}"
FACE = family.Face(
    methods=(Card, CardWithNoCvc, NetworkToken, ApplePay, GooglePay, SamsungPay, AchDebit, StoredMethod),
    features=frozenset({Feature.MANUAL_CAPTURE, Feature.MULTIPLE_CAPTURE, Feature.EXTERNAL_THREE_DS,
                        Feature.SETUP_MANDATE, Feature.PARTIAL_AUTHORIZATION, Feature.INCREMENTAL_AUTHORIZATION}),
    selects_type=True, counts_captures=True, order_id=True, enrolled=True)

CONNECTOR = kit.Connector(
    id="cybersource", account=Account, live_url="https://api.cybersource.com",
    test_url="https://apitest.cybersource.com", sign=family.sign, error=family.parse_error, declines=family.DECLINES,
    older_auth={"signature-key": ("api_key", "merchant_account", "api_secret")},
    flows=family.flows(
        FACE, *family.BASIC, INCREMENT_AUTHORIZATION, TOKEN_AUTHORIZE, PROXY_AUTHORIZE, SETUP_MANDATE,
        PROXY_SETUP_MANDATE, CHARGE_MANDATE, REVOKE_MANDATE, PRE_AUTHENTICATE, AUTHENTICATE, POST_AUTHENTICATE,
        CLIENT_TOKEN),
)
