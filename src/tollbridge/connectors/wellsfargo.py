"""Wells Fargo Payment Gateway: Cybersource's REST API, on Cybersource's own hosts.

API https://developer.cybersource.com/api-reference-assets/index.html, response codes
https://developer.cybersource.com/api/reference/response-codes.html
"""

from __future__ import annotations

from tollbridge.domain.features import Feature
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.methods.wallets import ApplePay, GooglePay
from tollbridge.families import cybersource as family


class Account(family.Account, frozen=True, kw_only=True):
    """A shared secret of the merchant's, from the Business Center, which is Cybersource's (live
    https://businesscenter.cybersource.com, test https://businesscentertest.cybersource.com): Payment Configuration >
    Key Management > Generate key > REST - Shared Secret. It lasts three years.

    `api_key` is the Key on that page, `api_secret` the Shared Secret Key (base64), `merchant_account` the organization
    id of the transacting merchant, which stands in the welcome mail.
    """


__doc__ = f"{__doc__}{family.ONLY_SET_UP}{family.MANUAL}"
FACE = family.Face(
    methods=(Card, ApplePay, GooglePay),
    features=frozenset({Feature.MANUAL_CAPTURE, Feature.MULTIPLE_CAPTURE, Feature.SETUP_MANDATE}),
    counts_captures=True, phone=True)
CONNECTOR = family.connector(
    "wellsfargo", FACE, "https://api.cybersource.com", "https://apitest.cybersource.com", Account,
    *family.BASIC)
