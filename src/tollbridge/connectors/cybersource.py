"""Cybersource: Visa's gateway to many acquirers.

API https://developer.cybersource.com/api-reference-assets/index.html, response codes
https://developer.cybersource.com/api/reference/response-codes.html, test cards
https://developer.cybersource.com/hello-world/testing-guide.html, payer authentication
https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth.html

An IncrementAuthorization's amount is the raise, not the new total. A mandate is a payment instrument of the token
vault, or the network's id of the first payment with the card; its charge is the merchant's own unless `off_session` is
false, and unscheduled unless `mit_category` says more. Tokenize keeps a card there without asking its issuer; pay with
it as a StoredMethod. A payout goes to a card, and is final once it is accepted. `disable_avs` and `disable_cvn` leave a
payment alone whose address or CVC is wrong.
"""

from __future__ import annotations

from tollbridge.domain import operations as op
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.methods.cards import Card, CardWithNoCvc, NetworkToken, StoredMethod
from tollbridge.domain.methods.wallets import ApplePay, GooglePay, SamsungPay
from tollbridge.families import cybersource as family


class Account(family.Account, frozen=True, kw_only=True):
    """A shared secret of the merchant's, from the Business Center (live https://businesscenter.cybersource.com, test
    https://businesscentertest.cybersource.com): Payment Configuration > Key Management > Generate key > REST - Shared
    Secret. It lasts three years.

    `api_key` is the Key on that page, `api_secret` the Shared Secret Key (base64), `merchant_account` the organization
    id of the transacting merchant, which stands in the welcome mail. The last two as the manual says.
    """

    disable_avs: bool | None = None
    disable_cvn: bool | None = None


__doc__ = f"{__doc__}{family.STEPS}{family.MANUAL}"
FACE = family.Face(
    methods=(Card, CardWithNoCvc, NetworkToken, ApplePay, GooglePay, SamsungPay, AchDebit, StoredMethod),
    features=frozenset({Feature.MANUAL_CAPTURE, Feature.MULTIPLE_CAPTURE, Feature.EXTERNAL_THREE_DS,
                        Feature.SETUP_MANDATE, Feature.PARTIAL_AUTHORIZATION, Feature.INCREMENTAL_AUTHORIZATION}),
    selects_type=True, counts_captures=True, order_id=True, enrolled=True)
CONNECTOR = family.connector(
    "cybersource", FACE, "https://api.cybersource.com", "https://apitest.cybersource.com", Account, *family.BASIC,
    op.INCREMENT_AUTHORIZATION, op.TOKEN_AUTHORIZE, op.CHARGE_MANDATE, op.REVOKE_MANDATE, op.TOKENIZE,
    op.VALIDATE_TOKEN, op.DELETE_TOKEN, *family.THREE_DS, op.CLIENT_TOKEN, op.CREATE_PAYOUT)
