"""Webhooks, as Braintree's older API writes them: XML in a signed form.

https://developer.paypal.com/braintree/docs/reference/general/webhooks
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import urlencode

from tollbridge.domain.money import Money
from tollbridge.domain.secret import Secret
from tollbridge.kit import xml
from tollbridge.sandbox.braintree import testvalues
from tollbridge.sandbox.braintree.books import (
    NAME,
    REPLY_WITHIN_S,
    Context,
    Desk,
    Dispute,
    Refund,
    Transaction,
    day,
    stamp,
)
from tollbridge.sandbox.braintree.graphql import Json
from tollbridge.sandbox.braintree.testvalues import Outcome
from tollbridge.sandbox.simulator import SignedWebhook

FORM = "application/x-www-form-urlencoded"


def of_transaction(desk: Desk, kind: str, its: Transaction, outcome: Outcome) -> None:
    of = desk.books.transactions[its.parent].legacy if its.parent else None
    _send(desk, kind, its.legacy, {"transaction": {
        **_transaction(its, its.amount, "sale"), "network-transaction-id": _absent(None),
        "authorized-transaction-id": _absent(of),
        "processor-settlement-response-code": _absent(outcome.code if outcome.status != "SETTLED" else None),
        "processor-settlement-response-text": _absent(
            testvalues.message(outcome.code) if outcome.status != "SETTLED" else None)}})


def of_refund(desk: Desk, kind: str, its: Refund, outcome: Outcome) -> None:
    _send(desk, kind, its.legacy, {"transaction": {
        **_transaction(its, its.amount, "credit"), "refunded-transaction-id": its.payment.legacy,
        "processor-response-code": _absent(outcome.code),
        "processor-response-text": _absent(testvalues.message(outcome.code))}})


def of_context(desk: Desk, kind: str, its: Context, paid: Transaction | None) -> None:
    _send(desk, kind, its.legacy, {kind.replace("_", "-"): {
        "payment-id": its.legacy, "payment-context-id": its.id,
        **({"transaction": _transaction(paid, paid.amount, "sale")} if paid else {})}})


def _transaction(its: Transaction | Refund, amount: Money, kind: str) -> Json:
    return {"id": its.legacy, "global-id": its.id, "status": its.status.lower(), "type": kind,
            "currency-iso-code": amount.currency.value, "amount": amount.major(), "merchant-account-id": its.account,
            "order-id": _absent(its.order_id), "created-at": _at(its.created)}


def of_dispute(desk: Desk, kind: str, its: Dispute) -> None:
    amount, payment = its.payment.amount, its.payment
    _send(desk, kind, its.legacy, {"dispute": {
        "id": its.legacy, "amount": amount.major(), "amount-disputed": amount.major(),
        "amount-won": _absent(amount.major() if its.status == "WON" else None),
        "case-number": f"CASE-{its.legacy.upper()}", "created-at": _at(its.created),
        "currency-iso-code": amount.currency.value, "kind": "chargeback", "merchant-account-id": payment.account,
        "reason": "fraud", "reason-code": "83", "reason-description": "Fraud Card Absent Environment",
        "received-date": {"@type": "date", "#text": day(its.created)},
        "reply-by-date": {"@type": "date", "#text": day(its.created + REPLY_WITHIN_S)},
        "status": its.status.lower(), "evidence": {"@type": "array"},
        "transaction": {"id": payment.legacy, "global-id": payment.id, "amount": amount.major(),
                        "order-id": _absent(payment.order_id)}}})


def _at(moment: float) -> Json:
    return {"@type": "datetime", "#text": stamp(moment)[:19] + "Z"}


def _absent(value: str | None) -> Json | str:
    return {"@nil": "true"} if value is None else value


def _send(desk: Desk, kind: str, its_id: str, subject: Json) -> None:
    body = xml.encode({"notification": {"kind": kind, "timestamp": _at(desk.now), "source-merchant-id": "sandbox",
                                        "subject": subject}})
    desk.host.send_webhook(NAME, f"{kind}:{its_id}:{desk.now:.0f}", kind, body)


def sign(body: bytes, secret: Secret, public_keys: Iterable[str]) -> SignedWebhook:
    """The secret is a private key: one signature, said to be that of each public key that has called."""
    payload = base64.encodebytes(body)
    key = hashlib.sha1(secret.reveal().encode()).digest()  # noqa: S324 - as Braintree does
    signature = hmac.new(key, payload, hashlib.sha1).hexdigest()
    pairs = "&".join(f"{public}|{signature}" for public in public_keys)
    form = urlencode({"bt_signature": pairs, "bt_payload": payload.decode()})
    return SignedWebhook(form.encode(), {"Content-Type": FORM})
