"""The simulated Checkout.com by its API description (of 2021-07), and what it keeps and refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import requests

import specs
from connectors.test_checkout_schema import ANY, NAS, body_schema, described, flat, plain
from sandbox.test_secrecy import texts_within
from tollbridge.sandbox import FaultKind, SandboxThread
from tollbridge.sandbox.checkout import MERCHANTS
from tollbridge.sandbox.checkout.simulator import ROUTES

ITS = MERCHANTS["lantern"]
NOW = 1_763_600_000.0  # 2025-11-20
CARD = {"type": "card", "number": "4242424242424242", "expiry_month": "09", "expiry_year": "2031", "cvv": "314"}


@pytest.fixture
def running() -> Iterator[SandboxThread]:
    now = [NOW]
    with SandboxThread(clock=lambda: now[0]) as running:
        running.pass_s = lambda seconds: now.__setitem__(0, now[0] + seconds)  # type: ignore[attr-defined]
        yield running


def call(running: SandboxThread, method: str, path: str, body: Any = None, *, key: str | None = None,
         bearer: str = ITS.secret_key, **more: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {bearer}"} | ({"Cko-Idempotency-Key": key} if key else {})
    return requests.request(method, running.base_url("checkout") + path, headers=headers, timeout=5,
                            **({"json": body} if body is not None else {}), **more)


def wish(reference: str, /, **more: Any) -> dict[str, Any]:
    return {"source": CARD, "amount": 4250, "currency": "USD", "processing_channel_id": ITS.channel,
            "reference": reference, **more}


def charges(running: SandboxThread, reference: str) -> int:
    return running.sandbox.ledger.total("USD", processor="checkout", reference=reference).charges


@pytest.mark.parametrize(("change", "code"), [
    ({"amount": None}, "amount_invalid"), ({"amount": -1}, "amount_invalid"), ({"amount": "12"}, "amount_invalid"),
    ({"currency": "CLP", "amount": 4255}, "amount_invalid"), ({"currency": "KWD", "amount": 4255}, "amount_invalid"),
    ({"currency": "XYZ"}, "currency_invalid"), ({"currency": ""}, "currency_required"),
    ({"source": None}, "payment_source_required"), ({"source": {}}, "source_type_required"),
    ({"source": {"type": "shells"}}, "payment_method_not_supported"),
    ({"source": {**CARD, "number": "4242"}}, "card_number_invalid"),
    ({"source": {**CARD, "number": ["4242424242424242"]}}, "number_invalid"),
    ({"source": {**CARD, "expiry_month": 13}}, "card_expiry_month_invalid"),
    ({"source": {**CARD, "expiry_year": "x"}}, "card_expiry_year_invalid"),
    ({"source": {**CARD, "expiry_year": 2025}}, "card_expired"), ({"source": {**CARD, "cvv": "31"}}, "cvv_invalid"),
    ({"source": {"type": "token", "token": "tok_x"}}, "token_invalid"),
    ({"source": {"type": "id", "id": "src_x"}}, "source_id_invalid"),
    ({"customer": {"id": "cus_x"}}, "customer_not_found"), ({"payment_type": "Often"}, "payment_type_invalid"),
    ({"previous_payment_id": "pay_x"}, "previous_payment_id_invalid"),
    ({"processing_channel_id": ""}, "processing_channel_id_required"),
    ({"processing_channel_id": "pc_x"}, "channel_details_invalid"),
    ({"reference": "x" * 81}, "reference_invalid"), ({"3ds": {"enabled": True}}, "success_url_required")])
def test_what_is_wrong_with_a_payment_is_named(running: SandboxThread, change: dict[str, Any], code: str) -> None:
    told = call(running, "POST", "/payments", wish("o-1", **change))
    assert (told.status_code, told.json()["error_codes"][0]) == (422, code)
    assert len(running.sandbox.ledger) == 0


def test_what_is_no_json_is_refused(running: SandboxThread) -> None:
    assert call(running, "POST", "/payments", data="{").json()["error_codes"] == ["request_json_invalid"]


@pytest.mark.parametrize(("path", "bearer", "status"), [
    ("/payments", "", 401), ("/payments", "sk_sbox_nobody", 401), ("/payments", ITS.public_key, 401),
    ("/tokens", ITS.secret_key, 401), ("/payments", ITS.access_secret, 401), ("/nowhere", ITS.secret_key, 404)])
def test_each_kind_of_path_has_its_kind_of_key(running: SandboxThread, path: str, bearer: str, status: int) -> None:
    told = call(running, "POST", path, wish("o-1"), bearer=bearer)
    assert (told.status_code, told.content) == (status, b"")
    assert told.headers["Cko-Request-Id"]


def test_an_access_token_is_good_for_its_scopes_and_for_an_hour(running: SandboxThread) -> None:
    def login(secret: str = ITS.access_secret, **form: str) -> requests.Response:
        return requests.post(running.base_url("checkout") + "/connect/token", data=form, timeout=5,
                             auth=(ITS.access_key, secret))
    grant = {"grant_type": "client_credentials"}
    assert login("another", **grant, scope="gateway").json() == {"error": "invalid_client"}
    assert login(scope="gateway").json() == {"error": "unsupported_grant_type"}
    assert login(**grant, scope="everything").json() == {"error": "invalid_scope"}
    token = login(**grant, scope="vault").json()["access_token"]
    assert call(running, "GET", "/customers/nobody", bearer=token).status_code == 404
    assert call(running, "POST", "/payments", wish("o-1"), bearer=token).status_code == 403
    running.pass_s(3601)  # type: ignore[attr-defined]
    assert call(running, "GET", "/customers/nobody", bearer=token).status_code == 401


def test_a_key_has_its_answer_for_a_day(running: SandboxThread) -> None:
    first = call(running, "POST", "/payments", wish("o-1"), key="k")
    running.pass_s(86_399)  # type: ignore[attr-defined]
    again = call(running, "POST", "/payments", wish("o-1", amount=1), key="k")
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert charges(running, "o-1") == 1
    running.pass_s(1)  # type: ignore[attr-defined]
    assert call(running, "POST", "/payments", wish("o-1"), key="k").json()["id"] != first.json()["id"]
    other = MERCHANTS["harbour"]
    theirs = wish("o-2", processing_channel_id=other.channel)
    assert call(running, "POST", "/payments", theirs, key="k", bearer=other.secret_key).status_code == 201


def test_no_error_is_kept_for_a_key(running: SandboxThread) -> None:
    assert call(running, "POST", "/payments", wish("o-1", amount=-1), key="k").status_code == 422
    running.sandbox.faults.add(FaultKind.ERROR_AFTER_EFFECT, processor="checkout")
    assert call(running, "POST", "/payments", wish("o-1"), key="k").status_code == 500
    assert call(running, "POST", "/payments", wish("o-1"), key="k").status_code == 201
    assert charges(running, "o-1") == 2


def test_a_list_has_what_has_the_reference_and_is_ones_own(running: SandboxThread) -> None:
    for number, its in enumerate((ITS, ITS, MERCHANTS["harbour"])):
        body = wish("o-1", amount=1000 + number, processing_channel_id=its.channel)
        call(running, "POST", "/payments", body, bearer=its.secret_key)
    told = call(running, "GET", "/payments?reference=o-1&limit=1&skip=1").json()
    assert (told["total_count"], [one["amount"] for one in told["data"]]) == (2, [1000])
    assert call(running, "GET", "/payments?reference=o-2").json()["data"] == []
    assert call(running, "GET", "/payments").json()["error_codes"] == ["reference_required"]
    assert call(running, "GET", "/payments?reference=o-1&limit=x").json()["error_codes"] == ["limit_invalid"]


def test_two_at_once_are_one_and_a_conflict(running: SandboxThread) -> None:
    """The first is held up until the second has its answer: nothing here depends on who is quicker."""
    running.sandbox.faults.add(FaultKind.LATENCY, processor="checkout", seconds=60)
    with pytest.raises(requests.ReadTimeout):
        requests.post(running.base_url("checkout") + "/payments", json=wish("o-1"), timeout=0.5, headers={
            "Authorization": f"Bearer {ITS.secret_key}", "Cko-Idempotency-Key": "k"})
    assert call(running, "POST", "/payments", wish("o-1"), key="k").status_code == 409


def test_a_token_is_good_for_a_quarter_of_an_hour(running: SandboxThread) -> None:
    token = call(running, "POST", "/tokens", CARD, bearer=ITS.public_key).json()["token"]
    running.pass_s(901)  # type: ignore[attr-defined]
    no = call(running, "POST", "/payments", wish("o-1", source={"type": "token", "token": token}))
    assert no.json()["error_codes"] == ["token_expired"]


def test_neither_card_numbers_nor_keys_are_kept(running: SandboxThread) -> None:
    """The last four digits are: so the search does reach the books."""
    number, cvc = "".join(("456789", "01234", "56783")), "".join(("9", "0", "8"))
    card = {**CARD, "number": number, "cvv": cvc}
    for more in ({}, {"amount": "x"}, {"3ds": {"enabled": True}, "success_url": "https://lantern.example/",
                                       "failure_url": "https://lantern.example/"}):
        call(running, "POST", "/payments", wish("o-1", source=card, **more), key="k-1")
    call(running, "POST", "/tokens", card, bearer=ITS.public_key)
    call(running, "POST", "/instruments", card)
    sandbox = running.sandbox
    texts = texts_within((sandbox._simulators, sandbox._exchange, sandbox.ledger, sandbox.requests))
    assert number[-4:] in texts
    for secret in (number, cvc):
        alone = re.compile(rf"(?<!\d){re.escape(secret)}(?!\d)")
        assert not [text for text in texts if alone.search(text) and text is not secret]


is_described = pytest.mark.skipif(not NAS.exists(), reason=f"{NAS.name} is not in ../shared/specs/checkout")
NEWER = re.compile("POST .*/reversals|[A-Z]+ /(customers|payment-contexts).*|GET /payments|GET /instruments/{id}")
"""What the SDK has beside."""


@is_described
def test_every_route_is_of_the_description() -> None:
    for _, _, method, path, _, _ in ROUTES:
        if not NEWER.fullmatch(f"{method} {path}"):
            assert specs.operation(described(), method, path.replace("{id}", "1"))


def answer_schema(method: str, path: str, status: int) -> dict[str, Any]:
    found = specs.operation(described(), method, path)["responses"][str(status)]
    schema = found["content"]["application/json"]["schema"]
    schema = schema.get("oneOf", [schema])[0]
    if schema.get("$ref", "").endswith("PaymentActionsResponse"):
        return {"type": "array", "items": flat("PaymentAction")}
    known = flat(schema["$ref"].rsplit("/", 1)[1]) if "$ref" in schema else plain(schema)
    properties = known.setdefault("properties", {})
    if "source" in properties:
        properties["source"] = flat("01_PaymentResponseCardSource")
    if path == "/tokens":
        known = flat("01_CardTokenResponse")
    if path == "/instruments":
        known = flat("UpdateCardInstrumentResponse")
        known["properties"] |= flat("01_PaymentResponseCardSource")["properties"]
    if "balances" in properties:
        del properties["balances"]["required"]  # an id, which it does not have, in the example of the page neither
    for name, schema in MORE.items():
        if name in properties:
            properties[name] = schema
    closed: dict[str, Any] = specs.strict(known)
    return closed


MORE: dict[str, dict[str, Any]] = {
    "metadata": {**ANY, "additionalProperties": True},
    "payment_type": {"enum": ["Regular", "Recurring", "MOTO", "Installment", "Unscheduled"]},
}
"""What the official SDK of today has beyond the description: https://github.com/checkout/checkout-sdk-python"""


@is_described
def test_answers_are_of_the_description(running: SandboxThread) -> None:
    """And so are the requests of this test. A payment is lived to its end."""
    def asked(method: str, path: str, body: Any = None, bearer: str = ITS.secret_key) -> Any:
        if body is not None and method == "POST" and path not in ("/tokens", "/instruments"):
            jsonschema.validate(body, body_schema(f"https://api.checkout.com{path}", body),
                                cls=jsonschema.Draft4Validator)
        told = call(running, method, path, body, bearer=bearer)
        if told.status_code == 204:
            assert told.content == b""
            return None
        jsonschema.Draft4Validator(answer_schema(method, path, told.status_code)).validate(told.json())
        return told.json()

    held = asked("POST", "/payments", wish("o-1", capture=False, authorization_type="Estimated"))
    path = f"/payments/{held['id']}"
    asked("POST", f"{path}/authorizations", {"amount": 1000, "reference": "i-1"})
    asked("POST", f"{path}/captures", {"amount": 1000, "capture_type": "NonFinal"})
    asked("POST", f"{path}/captures", {"amount": 1000, "capture_type": "Final", "reference": "c-2"})
    asked("POST", f"{path}/refunds", {"amount": 500, "reference": "r-1"})
    assert asked("GET", path)["status"] == "Partially Refunded"
    assert len(asked("GET", f"{path}/actions")) == 5
    other = asked("POST", "/payments", wish("o-2", capture=False))
    asked("POST", f"/payments/{other['id']}/voids", {"reference": "v-1"})
    assert asked("GET", f"/payments/{other['id']}")["status"] == "Voided"
    no = asked("POST", "/payments", wish("o-3", source={**CARD, "number": "4544249167673670"}))
    assert asked("GET", f"/payments/{no['id']}")["status"] == "Declined"
    assert asked("POST", "/payments", wish("o-4", amount=0))["status"] == "Card Verified"
    assert asked("POST", "/payments", wish("o-5", amount=-1, capture=True) | {"amount": 0, "currency": "XYZ"})[
        "error_codes"] == ["currency_invalid"]
    asked("POST", "/payments", wish("o-6", **{"3ds": {"enabled": True}}, success_url="https://lantern.example/",
                                    failure_url="https://lantern.example/"))
    asked("POST", "/tokens", CARD, ITS.public_key)
    asked("POST", "/instruments", CARD)
    asked("POST", "/payments", wish("o-7", amount=1040))
    simulator: Any = running.sandbox._simulators["checkout"]
    dispute = f"/disputes/{next(iter(simulator._books.disputes))}"
    assert asked("GET", dispute)["status"] == "evidence_required"
    assert asked("GET", "/disputes")["total_count"] == 1
    asked("PUT", f"{dispute}/evidence", {"additional_evidence_text": "It has come"})
    asked("POST", f"{dispute}/evidence")
    total = running.sandbox.ledger.total("USD", processor="checkout", reference="o-1")
    assert (total.charges, total.held, total.kept) == (1, 0, 1500)


@is_described
def test_the_judge_finds_an_answer_that_is_wrong() -> None:
    schema = answer_schema("POST", "/payments", 201)
    for wrong in ({"id": "pay_1"}, json.loads('{"id": 7}')):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema, cls=jsonschema.Draft4Validator)
