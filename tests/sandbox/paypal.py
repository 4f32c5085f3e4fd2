"""PayPal's official SDK and its own API descriptions, turned to the sandbox."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
import requests
from requests.adapters import HTTPAdapter

SPECS = Path(__file__).parents[2].parent / "shared/specs/paypal"
FILES = ("checkout_orders_v2", "payments_payment_v2", "vault_payment_tokens_v3", "notifications_webhooks_v1",
         "payments_payouts_batch_v1", "customer_disputes_v1")
UNLISTED = {
    # The descriptions do not list these for each operation that has them:
    # https://developer.paypal.com/api/rest/reference/orders/v2/errors/, .../payments/v2/errors/
    "ACTION_DOES_NOT_MATCH_INTENT", "DUPLICATE_REQUEST_ID", "ORDER_EXPIRED", "PREVIOUS_REQUEST_IN_PROGRESS",
    "REAUTHORIZATION_TOO_SOON", "TOKEN_ID_NOT_FOUND", "VALIDATION_ERROR", "INSTRUMENT_DECLINED",
}
CARD = {"number": "4012888888881881", "expiry": "2034-12", "security_code": "123", "name": "Ada Lovelace"}
BACK = {"return_url": "https://shop.example/back?cart=1", "cancel_url": "https://shop.example/cancel"}


class ToSandbox(HTTPAdapter):
    """Sends what is meant for PayPal to the loopback, and checks each answer against PayPal's description."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self.base_url = base_url

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        assert parts.hostname == "api-m.sandbox.paypal.com"
        request.url = f"{self.base_url}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        answer = super().send(request, *args, **options)
        check_answer(request.method or "", parts.path, answer.status_code, answer.content)
        return answer


def session(base_url: str) -> requests.Session:
    made = requests.Session()
    made.mount("https://", ToSandbox(base_url))
    return made


def sdk(base_url: str, secret: str = "s") -> Any:  # noqa: S107  a sandbox's
    """The official client, told not to repeat anything on its own. Skips where it is not installed."""
    package = pytest.importorskip("paypalserversdk.paypal_serversdk_client")
    credentials = pytest.importorskip("paypalserversdk.http.auth.o_auth_2").ClientCredentialsAuthCredentials
    return package.PaypalServersdkClient(
        http_client_instance=session(base_url), override_http_client_configuration=False,
        client_credentials_auth_credentials=credentials(o_auth_client_id="client", o_auth_client_secret=secret))


def order(value: str = "10.00", currency: str = "USD", *, intent: str = "CAPTURE", source: Any = None,
          **unit: object) -> dict[str, Any]:
    body: dict[str, Any] = {
        "intent": intent, "purchase_units": [{"amount": {"currency_code": currency, "value": value}, **unit}]}
    return body | ({"payment_source": source} if source else {})


@cache
def spec(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((SPECS / f"{name}.json").read_text())
    _forget_prose(read)
    return read


def _forget_prose(node: Any) -> None:
    """An issue counts by its name: PayPal says of its description that it "can change over the lifetime of an API".
    And who holds a card may well be called O'Neil, though the vault's description does not think so.
    """
    properties = node.get("properties", {}) if isinstance(node, dict) else {}
    if "enum" in properties.get("issue", {}):
        properties.pop("description", None)
    if properties.get("name", {}).get("pattern") == "^[A-Za-z ]+$":
        del properties["name"]["pattern"]
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _forget_prose(inner)


def check_answer(method: str, path: str, status: int, body: bytes) -> None:
    """Against the schema of that status, where the descriptions lie beside this project."""
    for name in FILES if SPECS.exists() and status != 429 else ():  # of too many requests no description tells
        for template, methods in spec(name)["paths"].items():
            described = methods.get(method.lower())
            if described and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
                answers = described["responses"]
                # A repeat is 200 where the request itself is 201, though the descriptions say so of orders only
                repeated = answers.get("201") if status == 200 else None
                _check(name, answers.get(str(status)) or repeated or answers["default"], body)
                return


def _check(name: str, answer: dict[str, Any], body: bytes) -> None:
    components = spec(name)["components"]
    if "$ref" in answer:
        answer = components["responses"][answer["$ref"].rpartition("/")[2]]
    content = answer.get("content")
    if content is None:
        assert body == b""
        return
    told = json.loads(body)
    if any(detail["issue"] in UNLISTED for detail in told.get("details", ())):
        del told["details"]
    assert not list(unknown(name, content["application/json"]["schema"], told))
    schema = {**content["application/json"]["schema"], "components": components}
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(told)


def unknown(name: str, schema: dict[str, Any], told: Any, path: str = "") -> Iterator[str]:
    """The fields of an answer that PayPal does not describe. Of an error's details each issue is described apart."""
    if isinstance(told, dict):
        known = fields_of(name, schema)
        for field, inner in told.items():
            if known and field not in known:
                yield f"{path}.{field}"
            elif known and field != "details":
                yield from unknown(name, known[field], inner, f"{path}.{field}")
    for inner in told if isinstance(told, list) else ():
        yield from unknown(name, resolved(name, schema).get("items", {}), inner, f"{path}[]")


def fields_of(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Of an object, and of all that it is put together from."""
    here = resolved(name, schema)
    found = dict(here.get("properties", {}))
    for part in (*here.get("allOf", ()), *here.get("oneOf", ()), *here.get("anyOf", ())):
        found |= fields_of(name, part)
    return found


def resolved(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = spec(name)["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema
