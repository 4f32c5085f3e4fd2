"""The same calls by HTTP, webhooks to the receiver, and what the server says of them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import aiohttp

from masking.canaries import MARK, planted
from masking.cases import Call
from masking.server import TOKEN, WEBHOOK_SECRET
from tollbridge.domain.operations import BY_FLOW

TOLD = ("error", "response_headers", "raw_connector_status", "raw_connector_request", "raw_connector_response")
"""Of an answer what a caller logs, and the opt-in to bodies, masked; the rest is what was asked for."""
NUMBER = planted("card_number", "4000120000000000", checked=True)
"""Of a webhook nobody knows what is secret in it: a card number is told by its check digit."""
JSON = {"content-type": "application/json", "authorization": f"Bearer {TOKEN}"}
_PAID = {"id": "evt_1", "type": "payment_intent.payment_failed", "data": {"object": {
    "id": "pi_1", "object": "payment_intent", "status": "requires_payment_method", "amount": 1234, "currency": "eur",
    "last_payment_error": {"code": "card_declined", "message": f"number {NUMBER} with key sk_test_{MARK}"},
    "metadata": {"order_id": "order-1"}}}}
_BAD: Sequence[tuple[str, dict[str, str], bytes]] = (
    ("/payments/authorize", {**JSON, "authorization": f"Bearer {MARK}"}, b"{}"),
    ("/payments/authorize", {**JSON, "authorization": MARK}, b"{}"),
    (f"/payments/{MARK}?key={MARK}", JSON, b"{}"),
    ("/payments/authorize", {**JSON, "x-connector-config": f'{{"config": "{MARK}"'}, b"{}"),
    ("/payments/authorize", {**JSON, "content-type": MARK}, b"{}"),
    ("/payments/authorize", {**JSON, "x-connector": "stripe", "x-auth": MARK}, b"{}"),
    ("/payments/authorize", {**JSON, "x-merchant-id": "shop-1", "x-connector": "stripe"}, f'{{"{MARK[:3]}'.encode()),
    ("/payments/authorize", {**JSON, "x-merchant-id": "shop-1", "x-connector": "stripe"},
     json.dumps({"payment_method": {"card": {"card_number": {"value": [MARK]}}}, "amount": MARK}).encode()),
)


def webhooks() -> Iterable[tuple[str, dict[str, str], bytes]]:
    """Genuine ones, which the merchant's server takes or not; unreadable ones; forged ones."""
    for number in range(6):
        yield _signed("/webhooks/stripe/shop-1", json.dumps({**_PAID, "id": f"evt_{number}"}).encode())
    yield _signed("/webhooks/stripe/shop-1", json.dumps([MARK]).encode())
    yield _signed("/webhooks/stripe/shop-1", json.dumps({"id": MARK, "type": {"a": MARK}}).encode())
    yield _signed("/webhooks/stripe/shop-1", json.dumps(_PAID).encode(), secret=f"other{MARK}")
    yield "/webhooks/stripe/shop-1", {"stripe-signature": f"t={MARK},v1={MARK}"}, json.dumps(_PAID).encode()
    yield f"/webhooks/{MARK}/shop-1", {}, MARK.encode()
    yield f"/webhooks/stripe/{MARK}", {}, MARK.encode()
    yield f"/webhooks/adyen/shop-2?secret={MARK}", JSON, json.dumps({"notificationItems": [{
        "NotificationRequestItem": {"additionalData": {"hmacSignature": MARK}, "reason": f"{MARK} {NUMBER}",
                                    "success": MARK, "eventCode": MARK}}]}).encode()


def _signed(path: str, body: bytes, secret: str = WEBHOOK_SECRET) -> tuple[str, dict[str, str], bytes]:
    """As Stripe signs: https://docs.stripe.com/webhooks#verify-manually"""
    stamp = str(int(time.time()))
    signature = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return path, {"stripe-signature": f"t={stamp},v1={signature}", "content-type": "application/json"}, body


async def call_all(address: str, calls: Sequence[Call], processor: str, folder: Path) -> int:
    """Every call, several at once; how many there were. `problems.txt`, `answers.txt`: what the server told."""
    problems, answers = [], []
    room = asyncio.Semaphore(16)
    async with aiohttp.ClientSession(f"http://{address}", timeout=aiohttp.ClientTimeout(20)) as http:
        async def one(path: str, headers: dict[str, str], body: bytes) -> None:
            async with room, http.post(path, headers=headers, data=body) as answer:
                text = await answer.text()
                if answer.status != 200 or path.startswith("/webhooks"):
                    problems.append(f"{answer.status} {dict(answer.headers)} {text}")
                else:
                    told: dict[str, Any] = json.loads(text)
                    answers.append(json.dumps({name: told[name] for name in TOLD if name in told}))

        asked = [one(f"/{rpc}", {**JSON, "x-connector-config": json.dumps(
            {"config": {call.connector: call.config(processor)}})}, json.dumps(call.request).encode())
            for call in calls if (rpc := BY_FLOW[call.operation].rpc)]
        asked += [one(*each) for each in (*_BAD, *webhooks())]
        await asyncio.gather(*asked)
        async with http.get("/metrics", headers=JSON) as metrics:
            (folder / "metrics.txt").write_bytes(await metrics.read())
    (folder / "problems.txt").write_text("\n".join(problems))
    (folder / "answers.txt").write_text("\n".join(answers))
    return len(asked)
