"""Standard webhooks: what Adyen tells on its own, and its proof within the body.

https://docs.adyen.com/development-resources/webhooks and .../verify-hmac-signatures. As JSON, each webhook carries one
`NotificationRequestItem`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from msgspec import json

from tollbridge.domain.secret import Secret
from tollbridge.sandbox.adyen.books import NAME, Desk, Payment, stamp
from tollbridge.sandbox.adyen.presentation import additional_data
from tollbridge.sandbox.adyen.wire import Amount


def notify(desk: Desk, event: str, *, psp: str, merchant_account: str, reference: str, amount: Amount, method: str,
           success: bool = True, original: str | None = None, reason: str = "",
           more: dict[str, str] | None = None, beside: Mapping[str, object] | None = None) -> None:
    """Queues one event. `more` is its `additionalData`, `beside` what only this event has."""
    item: dict[str, object] = {
        "additionalData": more or {}, "amount": amount, "eventCode": event, "eventDate": stamp(desk.now),
        "merchantAccountCode": merchant_account, "merchantReference": reference}
    if original is not None:
        item["originalReference"] = original
    item |= {"paymentMethod": method, "pspReference": psp, "reason": reason, "success": str(success).lower(),
             **(beside or {})}
    body = json.encode({"live": "false", "notificationItems": [{"NotificationRequestItem": item}]})
    desk.host.send_webhook(NAME, f"{psp}_{event}", event, body)


def of_payment(desk: Desk, event: str, payment: Payment, *, success: bool = True, psp: str | None = None,
               amount: Amount | None = None, reference: str | None = None, reason: str = "",
               more: dict[str, str] | None = None, beside: Mapping[str, object] | None = None) -> None:
    """An event of a payment, or with a `psp` of its own of something that came of the payment."""
    notify(desk, event, psp=psp or payment.psp, merchant_account=payment.merchant_account,
           reference=reference or payment.reference, amount=amount or payment.amount, method=payment.variant,
           success=success, original=payment.psp if psp else None, reason=reason, more=more, beside=beside)


def authorisation(desk: Desk, payment: Payment) -> None:
    success = payment.refusal is None
    face = payment.face
    reason = payment.refusal[0] if payment.refusal else ""
    if success and face is not None and face.is_card:
        reason = f"{payment.auth_code}:{face.last_four}:{face.expiry_month}/{face.expiry_year}"
    more = additional_data(payment)
    if success and payment.stored_now:
        recurring_contract(desk, payment)
    operations = ["CANCEL", "CAPTURE", "REFUND"] if payment.manual else ["REFUND"]
    of_payment(desk, "AUTHORISATION", payment, success=success, reason=reason, more=more,
               beside={"operations": operations} if success else None)


def recurring_contract(desk: Desk, payment: Payment) -> None:
    """Its own `pspReference` is the stored payment method's id."""
    of_payment(desk, "RECURRING_CONTRACT", payment, psp=payment.token, amount=Amount(payment.amount.currency, 0),
               more={"shopperReference": payment.shopper_reference or ""}, beside={"originalPsp": payment.psp})


_SIGNED = ("pspReference", "originalReference", "merchantAccountCode", "merchantReference")


def signed(body: bytes, secret: Secret) -> bytes:
    """The same webhook, each of its items with its signature."""
    key = _key(secret)
    webhook: dict[str, Any] = json.decode(body)
    for wrapper in webhook["notificationItems"]:
        item = wrapper["NotificationRequestItem"]
        parts = [item.get(name, "") for name in _SIGNED]
        parts += [str(item["amount"]["value"]), item["amount"]["currency"], item["eventCode"], item["success"]]
        proof = hmac.new(key, ":".join(parts).encode(), hashlib.sha256).digest()
        item["additionalData"]["hmacSignature"] = base64.b64encode(proof).decode()
    return json.encode(webhook)


def _key(secret: Secret) -> bytes:
    """Adyen's keys are hexadecimal; any other secret stands for its own bytes."""
    text = secret.reveal()
    try:
        return binascii.a2b_hex(text)
    except (binascii.Error, ValueError):
        return text.encode()
