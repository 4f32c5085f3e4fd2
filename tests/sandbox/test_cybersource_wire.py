"""The simulated Cybersource by its API description (of 2020-02), and by its rules for HTTP Signature."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import jsonschema
import pytest
import requests

import specs
from connectors.test_cybersource_schema import LATER, PAYMENT, SPEC, check, of_answers
from sandbox.cybersource_shop import account
from sandbox.test_secrecy import texts_within
from tollbridge.families.cybersource.account import http_date
from tollbridge.sandbox import SandboxThread
from tollbridge.sandbox.cybersource.simulator import ACTS, SERVICES

NOW = 1_763_600_000.0  # 2025-11-20
HOST = "https://apitest.cybersource.com"
BILL_TO = {"firstName": "Mira", "lastName": "Okafor", "address1": "12 Lantern Row", "locality": "Madison",
           "administrativeArea": "WI", "postalCode": "53703", "country": "US", "email": "mira@lantern.example"}
CARD = {"card": {"number": "4111111111111111", "expirationMonth": "09", "expirationYear": "2031"}}


@pytest.fixture(scope="module")
def running() -> Iterator[SandboxThread]:
    with SandboxThread(clock=lambda: NOW) as running:
        yield running


def signed(method: str, target: str, body: bytes, host: str, /, **changed: str) -> dict[str, str]:
    """Headers with their signature, by the manual; `changed` are other values, or other names of what is signed."""
    its = account()
    values = {"host": host, "date": http_date(datetime.fromtimestamp(NOW, UTC)),
              "request-target": f"{method.lower()} {target}"}
    if method != "GET":
        values["digest"] = "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()
    values["v-c-merchant-id"] = its["merchant_account"]
    values |= {name.replace("_", "-"): text for name, text in changed.items() if name.replace("_", "-") in values}
    if "renamed" in changed:
        values["(request-target)"] = values.pop("request-target")
    if "without" in changed:
        del values[changed["without"]]
    text = "\n".join(f"{name}: {value}" for name, value in values.items())
    proof = base64.b64encode(hmac.digest(base64.b64decode(its["api_secret"]), text.encode(), "sha256")).decode()
    sent = {name: value for name, value in values.items() if "request-target" not in name and name != "host"}
    return {**sent, "content-type": "application/json", "signature":
            f'keyid="{its["api_key"]}", algorithm="HmacSHA256", headers="{" ".join(values)}", signature="{proof}"'}


def call(running: SandboxThread, method: str, path: str, body: dict[str, Any] | None = None,
         **changed: str) -> requests.Response:
    url = running.base_url("cybersource")
    data = json.dumps(body).encode() if body is not None else b""
    host, _, prefix = url.removeprefix("http://").partition("/")
    headers = signed(method, f"/{prefix}{path}", data, host, **changed)
    return requests.request(method, url + path, data=changed.get("sent", data), headers=headers, timeout=5)


def order(code: str, amount: str = "42.50", **more: Any) -> dict[str, Any]:
    return {"clientReferenceInformation": {"code": code}, "paymentInformation": CARD,
            "orderInformation": {"amountDetails": {"totalAmount": amount, "currency": "USD"}, "billTo": BILL_TO},
            **more}


@pytest.mark.parametrize("changed", [
    {"date": "Thu, 20 Nov 2025 00:47:00 GMT"}, {"date": "yesterday"}, {"digest": "SHA-256=AAAA"}, {"digest": "?"},
    {"sent": '{"clientReferenceInformation": {"code": "another"}}'}, {"request_target": "post /pts/v2/captures"},
    {"host": "elsewhere.example"}, {"v_c_merchant_id": "nobody"}, {"renamed": "yes"}, {"without": "digest"},
    {"without": "date"}, {"without": "host"}, {"without": "v-c-merchant-id"}])
def test_what_does_not_prove_itself_is_not_let_in(running: SandboxThread, changed: dict[str, str]) -> None:
    before = len(running.sandbox.ledger)
    told = call(running, "POST", "/pts/v2/payments", order(f"no {changed}"[:50]), **changed)
    assert (told.status_code, told.json()) == (401, {"response": {"rmsg": "Authentication Failed"}})
    assert len(running.sandbox.ledger) == before


@pytest.mark.parametrize(("body", "reason", "field"), [
    ({}, "MISSING_FIELD", "clientReferenceInformation.code"),
    (order("x", "ten"), "INVALID_DATA", "orderInformation.amountDetails.totalAmount"),
    (order("x", "1.001"), "INVALID_DATA", "orderInformation.amountDetails.totalAmount"),
    (order("x", "-1"), "INVALID_DATA", "orderInformation.amountDetails.totalAmount"),
    (order("x", "NaN"), "INVALID_DATA", "orderInformation.amountDetails.totalAmount"),
    (order("x", processingInformation={"capture": "yes"}), "INVALID_DATA", "processingInformation.capture"),
    (order("x", paymentInformation={}), "MISSING_FIELD", "paymentInformation.card.number"),
    (order("x" * 51), "INVALID_DATA", "clientReferenceInformation.code")])
def test_what_is_wrong_with_a_request_is_named(running: SandboxThread, body: dict[str, Any], reason: str,
                                               field: str) -> None:
    told = call(running, "POST", "/pts/v2/payments", body)
    assert (told.status_code, told.json()["reason"]) == (400, reason)
    assert {"field": field, "reason": reason} in told.json()["details"]


def test_neither_card_numbers_nor_secrets_are_kept(running: SandboxThread) -> None:
    """The last four digits are: so the search does reach the books."""
    number, cvc = "".join(("456789", "01234", "56783")), "".join(("9", "0", "8", "7"))
    card = {"number": number, "expirationMonth": "09", "expirationYear": "2031", "securityCode": cvc}
    for code, more in (("s-1", {"actionList": ["TOKEN_CREATE"]}), ("s-2", {"capture": "yes"})):
        call(running, "POST", "/pts/v2/payments", order(code, paymentInformation={"card": card},
                                                        processingInformation=more))
    call(running, "POST", "/flex/v2/tokens", {"merchantId": "sandbox_merchant", "card": card})
    call(running, "POST", "/risk/v1/authentications", order("s-3", paymentInformation={"card": card},
         consumerAuthenticationInformation={"returnUrl": "https://lantern.example/3ds"}))
    sandbox = running.sandbox
    texts = texts_within((sandbox._simulators, sandbox._exchange, sandbox.ledger, sandbox.requests))
    assert number[-4:] in texts
    for secret in (number, cvc, account()["api_secret"]):
        alone = re.compile(rf"(?<!\d){re.escape(secret)}(?!\d)")
        assert not [text for text in texts if alone.search(text) and text is not secret]


described = pytest.mark.skipif(not SPEC.exists(), reason=f"{SPEC.name} is not in ../shared/specs/cybersource")


@described
def test_every_route_is_of_the_description() -> None:
    newer = {"/microform/v2/sessions"}
    for _, method, path, _ in (*SERVICES, *ACTS):
        if path not in newer:
            assert specs.operation(specs.spec(SPEC), method, path.replace("{id}", "1"))


@described
def test_answers_are_of_the_description(running: SandboxThread) -> None:
    """And so are the requests of this test. A payment is lived to its end."""
    def asked(method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        if body is not None and "/risk/" not in path:
            check({**PAYMENT, "method": method, "url": HOST + path, "body": json.dumps(body)})
        answer = call(running, method, path, body)
        judge = of_answers(method, HOST + path, answer.status_code)
        told: dict[str, Any] = answer.json()
        judge.validate(told)
        assert told.keys() <= judge.schema["properties"].keys() | LATER, path
        return told

    def amount(code: str, text: str) -> dict[str, Any]:
        return {"clientReferenceInformation": {"code": code},
                "orderInformation": {"amountDetails": {"totalAmount": text, "currency": "USD"}}}

    held = asked("POST", "/pts/v2/payments", order("w-1"))
    assert asked("POST", "/pts/v2/payments", order("w-1"))["reason"] == "DUPLICATE_REQUEST"
    assert asked("POST", "/pts/v2/payments", order("w-2", "4051.00"))["status"] == "DECLINED"
    assert asked("POST", "/pts/v2/payments", order("w-3", "6001.00"))["status"] == "AUTHORIZED_PENDING_REVIEW"
    asked("PATCH", f"/pts/v2/payments/{held['id']}", {
        "clientReferenceInformation": {"code": "i-1"},
        "orderInformation": {"amountDetails": {"additionalAmount": "1.00", "currency": "USD"}}})
    taken = asked("POST", f"/pts/v2/payments/{held['id']}/captures", amount("c-1", "43.50"))
    back = asked("POST", f"/pts/v2/captures/{taken['id']}/refunds", amount("r-1", "1.00"))
    for kind, its_id in (("refunds", back["id"]), ("captures", taken["id"])):
        asked("POST", f"/pts/v2/{kind}/{its_id}/voids", {"clientReferenceInformation": {"code": "v-1"}})
    asked("POST", f"/pts/v2/payments/{held['id']}/reversals", {
        "clientReferenceInformation": {"code": "x-1"},
        "reversalInformation": {"amountDetails": {"totalAmount": "43.50", "currency": "USD"}}})
    for its_id in (held["id"], taken["id"], back["id"]):
        asked("GET", f"/tss/v2/transactions/{its_id}")
    assert asked("POST", "/tss/v2/searches", {"query": "clientReferenceInformation.code:v-1", "limit": 1})[
        "totalCount"] == 2
    total = running.sandbox.ledger.total("USD", processor="cybersource", reference="w-1")
    assert (total.charges, total.held, total.kept) == (1, 0, 0)
    asked("POST", "/risk/v1/authentications", order("a-1", consumerAuthenticationInformation={
        "returnUrl": "https://lantern.example/3ds"}))


@described
def test_the_judge_finds_an_answer_that_is_wrong() -> None:
    judge = of_answers("POST", f"{HOST}/pts/v2/payments", 201)
    with pytest.raises(jsonschema.ValidationError):
        judge.validate({"id": 7})
