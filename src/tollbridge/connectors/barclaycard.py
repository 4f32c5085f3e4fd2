"""Barclaycard Smartpay Fuse: Cybersource's REST API on hosts of its own.

API https://developer.smartpayfuse.barclaycard/api-reference-assets/index.html, response codes
https://developer.smartpayfuse.barclaycard/api/reference/response-codes.html

3DS in three steps: PreAuthenticate (device data), Authenticate (challenge), PostAuthenticate (result). A mandate is a
payment instrument of the token vault, or the network's id of the first payment with the card.
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.methods.wallets import ApplePay, GooglePay
from tollbridge.domain.operations import (
    AUTHENTICATE,
    CHARGE_MANDATE,
    POST_AUTHENTICATE,
    PRE_AUTHENTICATE,
    PROXY_AUTHORIZE,
    PROXY_SETUP_MANDATE,
    SETUP_MANDATE,
)
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
    methods=(Card, ApplePay, GooglePay),
    features=frozenset({Feature.MANUAL_CAPTURE, Feature.EXTERNAL_THREE_DS, Feature.SETUP_MANDATE}),
    selects_type=True)

CONNECTOR = kit.Connector(
    id="barclaycard", account=Account, live_url="https://api.smartpayfuse.barclaycard",
    test_url="https://api.smartpayfuse-test.barclaycard", sign=family.sign, error=family.parse_error,
    declines=family.DECLINES, older_auth={"signature-key": ("api_key", "merchant_account", "api_secret")},
    flows=family.flows(
        FACE, *family.BASIC, PROXY_AUTHORIZE, SETUP_MANDATE, PROXY_SETUP_MANDATE, CHARGE_MANDATE, PRE_AUTHENTICATE,
        AUTHENTICATE, POST_AUTHENTICATE),
)
