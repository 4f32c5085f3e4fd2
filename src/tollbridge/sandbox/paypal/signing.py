"""Webhooks: how they are signed, and how PayPal says whether one is its own.

https://developer.paypal.com/api/rest/webhooks/rest/. The signed text is PayPal's: id, time, webhook id and CRC32 of the
body. What signs it is not: a secret of this run takes the place of PayPal's private key, so only the request to verify
tells whether a signature is right; no certificate is to be had at the URL that the header names.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
import zlib

import msgspec
from msgspec import Struct

from tollbridge.sandbox.paypal.books import Books, Desk, new_id, stamp
from tollbridge.sandbox.paypal.requests import read
from tollbridge.sandbox.simulator import Answer, Call, SignedWebhook

ALGORITHM = "SHA256withRSA"


class Question(Struct):
    """Whether a webhook is PayPal's. The event counts byte for byte."""

    auth_algo: str
    cert_url: str
    transmission_id: str
    transmission_sig: str
    transmission_time: str
    webhook_id: str
    webhook_event: msgspec.Raw


def sign(desk: Desk, webhook_id: str, body: bytes, now: float) -> SignedWebhook:
    sent, at = str(uuid.uuid4()), stamp(now)
    return SignedWebhook(body, {
        "PAYPAL-AUTH-ALGO": ALGORITHM, "PAYPAL-AUTH-VERSION": "v2",
        "PAYPAL-CERT-URL": f"{desk.url}/v1/notifications/certs/CERT-{new_id()}",
        "PAYPAL-TRANSMISSION-ID": sent, "PAYPAL-TRANSMISSION-TIME": at,
        "PAYPAL-TRANSMISSION-SIG": _signature(desk.books, sent, at, webhook_id, body),
        "User-Agent": "PayPal/AUHD-214.0-58843824"})


def verify(desk: Desk, call: Call) -> Answer:
    asked = read(call.body, Question)
    right = _signature(desk.books, asked.transmission_id, asked.transmission_time, asked.webhook_id,
                       bytes(asked.webhook_event))
    genuine = asked.auth_algo == ALGORITHM and asked.cert_url.startswith(f"{desk.url}/v1/notifications/certs/") \
        and hmac.compare_digest(asked.transmission_sig.encode(), right.encode())
    return Answer(200, msgspec.json.encode({"verification_status": "SUCCESS" if genuine else "FAILURE"}))


def _signature(books: Books, sent: str, at: str, webhook_id: str, body: bytes) -> str:
    text = f"{sent}|{at}|{webhook_id}|{zlib.crc32(body)}"
    return base64.b64encode(hmac.new(books.pepper, text.encode(), hashlib.sha256).digest()).decode()
