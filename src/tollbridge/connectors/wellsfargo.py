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
    """A shared secret of the merchant's."""


__doc__ = f"{__doc__}{family.MANUAL}"
FACE = family.Face(
    methods=(Card, ApplePay, GooglePay),
    features=frozenset({Feature.MANUAL_CAPTURE, Feature.MULTIPLE_CAPTURE, Feature.SETUP_MANDATE}),
    counts_captures=True, phone=True)
CONNECTOR = family.connector(
    "wellsfargo", FACE, "https://api.cybersource.com", "https://apitest.cybersource.com", Account,
    *family.BASIC)
