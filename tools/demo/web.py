"""The HTTP side of the demo: the merchant's account on file at the service, and the service's webhook receiver."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp
from standardwebhooks import Webhook

from tools.demo.processors import STRIPE, WEBHOOK_SECRET

MERCHANT = "lantern-shop"
EVENT_KEY = "whsec_dGhlIGxhbnRlcm4gc2hvcCdzIG93biBrZXksIGZvciBldmVudHM="
HEADERS = {"x-connector": "stripe", "x-merchant-id": MERCHANT}


def configuration(folder: Path, connector_urls: Mapping[str, str], events_url: str) -> Path:
    """A configuration as a platform team would write it, with the merchant's account in a file beside it."""
    accounts = folder / "accounts.toml"
    accounts.touch(mode=0o600)
    accounts.write_text(
        f'[night-market.stripe]\napi_key = "{STRIPE.account["api_key"]}"\n'
        f"[{MERCHANT}.stripe]\n"
        f'api_key = "{STRIPE.account["api_key"]}"\n'
        f'webhook_secret = "{WEBHOOK_SECRET}"\n'
        f'webhook_forward_url = "{events_url}"\n'
        f'webhook_forward_secret = "{EVENT_KEY}"\n')
    settings = folder / "demo.toml"
    settings.write_text(
        'environment = "test"\n'
        "[grpc]\nport = 0\n"
        "[http]\nport = 0\n"
        '[logs]\nlevel = "warning"\n'
        '[transport.guard]\nallow = ["127.0.0.1"]\n'
        f'[accounts]\nstore = "file"\npath = "{accounts}"\n'
        "[webhooks]\nenabled = true\n"
        + "".join(f'[connectors.{name}]\nbase_url = "{url}"\n' for name, url in connector_urls.items()))
    return settings


class Web:
    """The merchant's calls over HTTP + JSON. No credentials: the service has them on file."""

    def __init__(self, http: aiohttp.ClientSession, address: str) -> None:
        self._http, self._url = http, f"http://{address}"

    async def pay(self, method: Mapping[str, Any], cents: int, order: str, *, merchant: str = MERCHANT,
                  prefer: str = "") -> tuple[int, dict[str, Any]]:
        """Status and answer."""
        return await self._post("/payments/authorize", {
            "merchant_transaction_id": order, "amount": {"minor_amount": cents, "currency": "USD"},
            "payment_method": method}, **{"x-merchant-id": merchant, "prefer": prefer})

    async def pay_nonsense(self) -> tuple[int, dict[str, Any]]:
        return await self._post("/payments/authorize", {"amount": {"minor_amount": 1, "currency": "EURO"}})

    async def deliver(self, headers: Mapping[str, str], body: bytes) -> int:
        """As the processor would: a webhook, to the service's receiver."""
        kept = {name: value for name, value in headers.items() if name.lower() in ("stripe-signature", "content-type")}
        async with self._http.post(f"{self._url}/webhooks/stripe/{MERCHANT}", data=body, headers=kept) as answer:
            return answer.status

    async def _post(self, path: str, body: Mapping[str, Any], **headers: str) -> tuple[int, dict[str, Any]]:
        async with self._http.post(self._url + path, json=body, headers={**HEADERS, **headers}) as answer:
            return answer.status, await answer.json(content_type=None)


def event(headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """What the service forwarded, believed by its signature. Raises WebhookVerificationError."""
    verified: dict[str, Any] = Webhook(EVENT_KEY).verify(
        body, {name.lower(): value for name, value in headers.items()})
    return verified if isinstance(verified, dict) else json.loads(body)
