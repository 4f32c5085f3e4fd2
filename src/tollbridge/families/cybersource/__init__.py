"""What the processors have in common that speak Cybersource's REST API: one for each `Face`.

A connector of the family has an account, two hosts, its face, and the operations that it offers; MANUAL is the part of
its manual page that all of them share, STEPS that of those with 3DS, ONLY_SET_UP that of those without charges.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from tollbridge import kit
from tollbridge.domain import operations as op
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.methods.cards import Card, CardWithNoCvc, NetworkToken, StoredMethod
from tollbridge.domain.methods.wallets import ApplePay, GooglePay, SamsungPay
from tollbridge.domain.operations import Operation
from tollbridge.families.cybersource import (
    increments,
    mandates,
    payments,
    payouts,
    refunds,
    search,
    three_ds,
    tokens,
    vault,
)
from tollbridge.families.cybersource.account import Account as Account, sign
from tollbridge.families.cybersource.declines import DECLINES
from tollbridge.families.cybersource.errors import parse_error
from tollbridge.families.cybersource.face import Accepted, Face as Face

MANUAL = """
JSON both ways, HTTP Signature; one request, one transaction. Amounts: texts in major units, with the decimal places of
ISO 4217.

The clock of the machine must be right: the date is signed.

Idempotency: none. A second authorization with the same reference within 15 minutes may be refused as DUPLICATE_REQUEST,
which says nothing of the first: its outcome is unknown. Look it up before any retry: a Sync without the processor's id
searches by `merchant_transaction_id`, which the search knows after some minutes.

Oddities, as of 2026-11:
- Every transaction has an id of its own: that of a capture is refunded or voided later, and is what a sync asks for.
  So have reversals and voids: it is the id in a Void's and a Reverse's answer; a VoidRefund's has that of the refund.
- Every call wants a number of the merchant's own, clientReferenceInformation.code: `merchant_void_id` and the like.
- Cybersource says AUTHORIZED of a payment that only reserves, and of one that is captured at once. By the request's
  `capture_method` the first is AUTHORIZED here, and the second CHARGED: give a sync of the second `capture_method`
  AUTOMATIC, or its connector_feature_data.
- A capture of a part is no other word than one of the whole. The `connector_feature_data` of the authorization tells
  them apart, brought along to the capture and from there to its sync; of several captures, that of the one before. A
  raise of the reservation is not in it.
- A refund's address is /payments/{id}/refunds of captures too; their voids differ.
- A capture and a refund are PENDING until their batch is sent, hours later: then they are TRANSMITTED.
- A decline is HTTP 201 with the reason in errorInformation. AUTHORIZED_RISK_DECLINED is a no of Decision Manager's: the
  issuer keeps the amount reserved until it is reversed.
- Void of a reservation is its "reversal", which wants the amount. Its "void" is a Reverse here, before the batch: the
  issuer goes on reserving the amount, until a Void of the authorization where the acquirer can do that after a Reverse
  (https://developer.cybersource.com/docs/cybs/en-us/payments/developer/ctv/rest/payments/payments-intro/payments-services-intro/payments-intro-processing-void.html).
- Webhooks are not read: those of payments come encrypted (JWE), no page shows what is in them, and pages and plugins
  of Cybersource's own do not agree on what is signed. Sync tells the same.
- A shopper who is there has an email address: `customer.email`, or that of the billing address. An Authorize with
  `off_session` is the merchant's own: give `mit_category` too.
- A state of the United States or Canada goes out by its code; `payment_channel` and `billing_descriptor` are told.
- Test cards: 4111111111111111, 5555555555554444, 378282246310005, any date to come.
"""
STEPS = """
3DS is a service of its own, in three steps before the payment; each has the card and the `merchant_order_id`, and the
`connector_feature_data` of the answer before it:

1. PreAuthenticate answers DEVICE_DATA_COLLECTION_PENDING, with a form for a hidden frame. Let it load, then go on.
2. Authenticate asks the issuer. AUTHENTICATION_SUCCESSFUL or AUTHENTICATION_FAILED ends it; AUTHENTICATION_PENDING has
   a form for a frame with the challenge, which comes back to `return_url` with a form field `TransactionId`.
3. PostAuthenticate, after a challenge only: that field goes into `redirection_response.payload.TransactionId`, unless
   the connector_feature_data of step 2 is there, which has the same id and counts.

Then Authorize takes the `authentication_data` of the last answer as it is. An Authorize with auth_type THREE_DS and
without it is refused. Of a 3DS that ran elsewhere it needs `cavv` and `eci`; of a Mastercard also
`ucaf_collection_indicator`, `ds_transaction_id` and `message_version`.
"""
ONLY_SET_UP = """
A mandate is only set up here: SetupMandate, and an Authorize with setup_future_usage OFF_SESSION, keep the card in the
token vault. Nothing here charges or revokes it, for no source vouches for that at this bank. Keep what the answer has:
`mandate_reference` (a payment instrument of the vault) and `network_transaction_id`. The vault is Cybersource's: where
the bank says that yours may be charged, connector `cybersource` does it and revokes, with the same credentials and this
page's address as `base_url`. Else the shopper has to pay again. There is no 3DS here.
"""
BASIC = (op.AUTHORIZE, op.PROXY_AUTHORIZE, op.CAPTURE, op.VOID, op.REVERSE, op.SYNC, op.REFUND, op.REFUND_SYNC,
         op.VOID_REFUND, op.SETUP_MANDATE, op.PROXY_SETUP_MANDATE)
THREE_DS = (op.PRE_AUTHENTICATE, op.AUTHENTICATE, op.POST_AUTHENTICATE)
_CARDS = (Card, CardWithNoCvc)
_WALLETS = (ApplePay, GooglePay, SamsungPay)


def connector(name: str, face: Face, live_url: str, test_url: str, account: type[Account],
              *operations: Operation[Any, Any]) -> kit.Connector[Account]:
    """One face as a connector, with the operations that it offers."""
    known = {flow.operation: flow for flow in _flows(face)}
    return kit.Connector(
        id=name, account=account, live_url=live_url, test_url=test_url, sign=partial(sign, charset=face.charset),
        error=parse_error, declines=DECLINES,
        older_auth={"signature-key": ("api_key", "merchant_account", "api_secret")},
        flows=tuple(known[operation] for operation in operations))


def _flows(face: Face) -> list[kit.AnyFlow[Any, Any, Any]]:
    cards = Accepted(*(kind for kind in _CARDS if kind in face.methods))
    keepable = Accepted(*(kind for kind in face.methods if kind not in (AchDebit, StoredMethod)))
    outside = face.features & {Feature.EXTERNAL_THREE_DS}
    of_token = face.features & {Feature.MANUAL_CAPTURE, Feature.SETUP_MANDATE}
    return [
        kit.Flow(op.AUTHORIZE, partial(payments.build_authorize, face), payments.parse_authorize,
                 methods=Accepted(*face.methods), features=face.features, without=_without(face)),
        kit.Flow(op.TOKEN_AUTHORIZE, partial(payments.build_token_authorize, face), payments.parse_authorize,
                 features=of_token),
        kit.Flow(op.PROXY_AUTHORIZE, partial(payments.build_proxy_authorize, face), payments.parse_authorize,
                 features=of_token | outside),
        kit.Flow(op.INCREMENT_AUTHORIZATION, increments.build_increment, increments.parse_increment),
        kit.Flow(op.CAPTURE, partial(payments.build_capture, face), payments.parse_capture,
                 features=face.features & {Feature.MULTIPLE_CAPTURE}),
        kit.Flow(op.VOID, partial(payments.build_void, face), payments.parse_void),
        kit.Flow(op.REVERSE, payments.build_reverse, payments.parse_void),
        kit.Steps(op.SYNC, search.sync),
        kit.Flow(op.REFUND, partial(refunds.build_refund, face), refunds.parse_refund),
        kit.Flow(op.REFUND_SYNC, refunds.build_refund_sync, refunds.parse_refund),
        kit.Flow(op.VOID_REFUND, refunds.build_void, refunds.parse_void),
        kit.Flow(op.SETUP_MANDATE, partial(mandates.build_setup, face), mandates.parse_setup, methods=keepable,
                 features=outside, without={kind: outside for kind in _WALLETS if kind in face.methods and outside}),
        kit.Flow(op.PROXY_SETUP_MANDATE, partial(mandates.build_setup, face), mandates.parse_setup, features=outside),
        kit.Flow(op.CHARGE_MANDATE, partial(mandates.build_charge, face), payments.parse_authorize,
                 features=face.features & {Feature.MANUAL_CAPTURE, Feature.PARTIAL_AUTHORIZATION}),
        kit.Flow(op.REVOKE_MANDATE, vault.build_delete, vault.parse_revoked),
        kit.Flow(op.TOKENIZE, partial(vault.build_tokenize, face), vault.parse_token, methods=cards),
        kit.Flow(op.VALIDATE_TOKEN, vault.build_validate, vault.parse_state, reads=frozenset(vault.GONE)),
        kit.Flow(op.DELETE_TOKEN, vault.build_delete, vault.parse_deleted),
        kit.Flow(op.PRE_AUTHENTICATE, partial(three_ds.build_setup, face), three_ds.parse_setup, methods=cards),
        kit.Flow(op.AUTHENTICATE, partial(three_ds.build_enroll, face), three_ds.parse_authentication, methods=cards),
        kit.Flow(op.POST_AUTHENTICATE, partial(three_ds.build_validate, face), three_ds.parse_authentication,
                 methods=cards),
        kit.Flow(op.CLIENT_TOKEN, tokens.build_client_token, tokens.parse_client_token),
        kit.Flow(op.CREATE_PAYOUT, payouts.build_create, payouts.parse_create),
    ]


def _without(face: Face) -> Mapping[type, frozenset[Feature]]:
    """3DS that was run elsewhere is of a card that was typed in; a bank account knows nothing of all this."""
    outside = face.features & {Feature.EXTERNAL_THREE_DS}
    lacks = {AchDebit: face.features, **dict.fromkeys((*_WALLETS, StoredMethod, NetworkToken), outside)}
    return {kind: features for kind, features in lacks.items() if kind in face.methods and features}
