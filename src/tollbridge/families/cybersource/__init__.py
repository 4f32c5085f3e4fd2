"""What the processors have in common that speak Cybersource's REST API: one for each `Face`.

A connector of the family has an account, two hosts, its face, and the operations that it offers; MANUAL is the part of
its manual page that all of them share.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from tollbridge import kit
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.methods.cards import (
    Card,
    CardWithNoCvc,
    NetworkToken,
    StoredMethod,
)
from tollbridge.domain.methods.wallets import ApplePay, GooglePay, SamsungPay
from tollbridge.domain.operations import (
    AUTHENTICATE,
    AUTHORIZE,
    CAPTURE,
    CHARGE_MANDATE,
    CLIENT_TOKEN,
    INCREMENT_AUTHORIZATION,
    POST_AUTHENTICATE,
    PRE_AUTHENTICATE,
    PROXY_AUTHORIZE,
    PROXY_SETUP_MANDATE,
    REFUND,
    REFUND_SYNC,
    REVERSE,
    REVOKE_MANDATE,
    SETUP_MANDATE,
    SYNC,
    TOKEN_AUTHORIZE,
    VOID,
    Operation,
)
from tollbridge.families.cybersource import increments, mandates, payments, refunds, three_ds, tokens
from tollbridge.families.cybersource.account import sign as sign
from tollbridge.families.cybersource.declines import DECLINES as DECLINES
from tollbridge.families.cybersource.errors import parse_error as parse_error
from tollbridge.families.cybersource.face import Face as Face, accepted

MANUAL = """
JSON both ways, HTTP Signature; one request, one transaction. Amounts: texts in major units, with the decimal places of
ISO 4217.

Credentials, from the key management of its portal: `api_key` is the id of a shared secret, `api_secret` the secret
itself (base64), `merchant_account` the merchant id. The clock of the machine must be right: the date is signed.

Idempotency: none. A second authorization with the same reference within 15 minutes may be refused as DUPLICATE_REQUEST,
which says nothing of the first: its outcome is unknown. Look it up before any retry.

Oddities, as of 2026-11:
- Every transaction has an id of its own: that of a capture is refunded or voided later, and is what a sync asks for.
- A payment that is taken at once is AUTHORIZED, and so is one that is not: what was asked for tells. A sync tells by
  the capture method that it is given.
- A capture and a refund are PENDING until their batch is sent, hours later: then they are TRANSMITTED.
- A decline is HTTP 201 with the reason in errorInformation. AUTHORIZED_RISK_DECLINED is a no of Decision Manager's: the
  issuer keeps the amount reserved until it is reversed.
- Void of a reservation is its "reversal", which wants the amount. Its "void" is a Reverse here, before the batch.
- 3DS is a service of its own: an Authorize that asks for it without what it gives is refused.
- Test cards: 4111111111111111, 5555555555554444, 378282246310005, any date to come.
"""
BASIC = (AUTHORIZE, CAPTURE, VOID, REVERSE, SYNC, REFUND, REFUND_SYNC)
_CARDS = (Card, CardWithNoCvc)


def flows(face: Face, *operations: Operation[Any, Any]) -> tuple[kit.AnyFlow[Any, Any, Any], ...]:
    """The flows of a face, one for each operation."""
    known = _flows(face)
    return tuple(known[operation] for operation in operations)


def _flows(face: Face) -> Mapping[Operation[Any, Any], kit.AnyFlow[Any, Any, Any]]:
    cards = tuple(kind for kind in _CARDS if kind in face.methods)
    outside = face.features & {Feature.EXTERNAL_THREE_DS}
    of_token = face.features & {Feature.MANUAL_CAPTURE, Feature.SETUP_MANDATE}
    found: list[kit.AnyFlow[Any, Any, Any]] = [
        kit.Flow(AUTHORIZE, partial(payments.build_authorize, face), payments.parse_authorize,
                 methods=accepted(*face.methods), features=face.features, without=_without(face)),
        kit.Flow(TOKEN_AUTHORIZE, partial(payments.build_token_authorize, face), payments.parse_authorize,
                 features=of_token),
        kit.Flow(PROXY_AUTHORIZE, partial(payments.build_proxy_authorize, face), payments.parse_authorize,
                 features=of_token | outside),
        kit.Flow(CAPTURE, partial(payments.build_capture, face), payments.parse_capture,
                 features=face.features & {Feature.MULTIPLE_CAPTURE}),
        kit.Flow(VOID, partial(payments.build_void, face), payments.parse_void),
        kit.Flow(REVERSE, payments.build_reverse, payments.parse_reverse),
        kit.Flow(SYNC, payments.build_sync, payments.parse_sync),
        kit.Flow(INCREMENT_AUTHORIZATION, increments.build_increment, increments.parse_increment),
        kit.Flow(REFUND, partial(refunds.build_refund, face), refunds.parse_refund),
        kit.Flow(REFUND_SYNC, refunds.build_refund_sync, refunds.parse_refund),
        kit.Flow(SETUP_MANDATE, partial(mandates.build_setup, face), mandates.parse_setup,
                 methods=accepted(*(kind for kind in face.methods if kind not in (AchDebit, StoredMethod))),
                 features=outside, without={kind: outside for kind in _WALLETS if kind in face.methods and outside}),
        kit.Flow(PROXY_SETUP_MANDATE, partial(mandates.build_proxy_setup, face), mandates.parse_setup,
                 features=outside),
        kit.Flow(CHARGE_MANDATE, partial(mandates.build_charge, face), mandates.parse_charge,
                 features=face.features & {Feature.MANUAL_CAPTURE, Feature.PARTIAL_AUTHORIZATION}),
        kit.Flow(REVOKE_MANDATE, mandates.build_revoke, mandates.parse_revoke),
        kit.Flow(PRE_AUTHENTICATE, partial(three_ds.build_setup, face), three_ds.parse_setup,
                 methods=accepted(*cards)),
        kit.Flow(AUTHENTICATE, partial(three_ds.build_enroll, face), three_ds.parse_authentication,
                 methods=accepted(*cards)),
        kit.Flow(POST_AUTHENTICATE, partial(three_ds.build_validate, face), three_ds.parse_authentication,
                 methods=accepted(*cards)),
        kit.Flow(CLIENT_TOKEN, tokens.build_client_token, tokens.parse_client_token),
    ]
    return {flow.operation: flow for flow in found}


_WALLETS = (ApplePay, GooglePay, SamsungPay)


def _without(face: Face) -> Mapping[type, frozenset[Feature]]:
    """3DS that was run elsewhere is of a card that was typed in; a bank account knows nothing of all this."""
    outside = face.features & {Feature.EXTERNAL_THREE_DS}
    lacks = {AchDebit: face.features, **dict.fromkeys((*_WALLETS, StoredMethod, NetworkToken), outside)}
    return {kind: features for kind, features in lacks.items() if kind in face.methods and features}
