"""Barclaycard Smartpay Fuse: Cybersource's REST API on hosts of its own.

API https://developer.smartpayfuse.barclaycard/api-reference-assets/index.html, response codes
https://developer.smartpayfuse.barclaycard/api/reference/response-codes.html

A mandate is a payment instrument of the token vault, or the network's id of the first payment with the card; its charge
is the merchant's own unless `off_session` is false, and unscheduled unless `mit_category` says more.
"""

from __future__ import annotations

from tollbridge.domain.features import Feature
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.methods.wallets import ApplePay, GooglePay
from tollbridge.domain.operations import CHARGE_MANDATE
from tollbridge.families import cybersource as family


class Account(family.Account, frozen=True, kw_only=True):
    """A shared secret of the merchant's, from the Smartpay Fuse Portal (live
    https://admin.smartpayfuse.barclaycard/ebc2, test https://admin.smartpayfuse-test.barclaycard/ebc2): Payment
    Configuration > Key Management > Generate Key > REST Shared Secret. It lasts three years.

    `api_key` is the Key on that page, `api_secret` the Shared Secret Key (base64), `merchant_account` the payment
    merchant id, not that of the account above it.
    """


__doc__ = f"{__doc__}{family.STEPS}{family.MANUAL}"
FACE = family.Face(
    methods=(Card, ApplePay, GooglePay),
    features=frozenset({Feature.MANUAL_CAPTURE, Feature.EXTERNAL_THREE_DS, Feature.SETUP_MANDATE}),
    charset=False, selects_type=True)
CONNECTOR = family.connector(
    "barclaycard", FACE, "https://api.smartpayfuse.barclaycard", "https://api.smartpayfuse-test.barclaycard",
    Account, *family.BASIC, CHARGE_MANDATE, *family.THREE_DS)
