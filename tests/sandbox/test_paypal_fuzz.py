"""Whatever is asked of the simulated PayPal: it answers in PayPal's words, and never comes to grief."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

from hypothesis import given, settings, strategies as st

from sandbox.paypal import BACK, CARD, check_answer, order
from tollbridge.sandbox.ledger import Ledger
from tollbridge.sandbox.paypal import PaypalSimulator
from tollbridge.sandbox.simulator import Answer, Call

BODIES: dict[str, Any] = {
    "/v2/checkout/orders": order(
        source={"card": CARD | {"attributes": {"verification": {"method": "SCA_ALWAYS"}, "vault": {
            "store_in_vault": "ON_SUCCESS"}}, "experience_context": BACK}},
        items=[{"name": "Tea", "quantity": "1", "unit_amount": {"currency_code": "USD", "value": "10.00"}}],
        reference_id="r1", invoice_id="i1", shipping={"name": {"full_name": "Ada"}}),
    "/v3/vault/setup-tokens": {"payment_source": {"card": CARD}, "customer": {"id": "C1"}},
    "/v3/vault/payment-tokens": {"payment_source": {"token": {"id": "T1", "type": "SETUP_TOKEN"}}},
    "/v1/payments/payouts": {"sender_batch_header": {"sender_batch_id": "b1"}, "items": [
        {"receiver": "a@b.example", "amount": {"currency": "USD", "value": "1.00"}, "sender_item_id": "i1"}]},
}
BODIES["/v2/checkout/orders"]["purchase_units"][0]["amount"]["breakdown"] = {
    "item_total": {"currency_code": "USD", "value": "10.00"}}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40)
    | st.sampled_from(["0", "-1", "1e9", "9" * 31, "JPY", "XXX", "paypal", "2034-13", "4012888888881881"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=5)


class Alone:
    """All that the simulator needs around it."""

    def __init__(self) -> None:
        self.ledger = Ledger(self.now)
        self.at = 1_763_600_000.0

    def now(self) -> float:
        return self.at

    def url_of(self, processor: str) -> str:
        return f"http://127.0.0.1:1/{processor}"

    def has_webhook(self, processor: str) -> bool:
        return True

    def send_webhook(self, processor: str, event_id: str, event_type: str, body: bytes) -> None:
        assert json.loads(body)["id"] == event_id


def asked(simulator: PaypalSimulator, path: str, body: bytes, headers: dict[str, str]) -> Answer:
    call = Call("serial", "POST", path, "", {"content-type": "application/json", **headers}, body)
    refused = simulator.admit(call)
    if refused is not None:
        return refused
    route, arguments = next((route, found) for route in simulator.routes
                            if route.method == "POST" and (found := route.match(path)) is not None)
    return simulator.dress(call, route.endpoint(replace(call, arguments=arguments)), replayed=False)


def logged_in(host: Alone | None = None) -> tuple[PaypalSimulator, dict[str, str]]:
    simulator = PaypalSimulator(host or Alone())
    return simulator, login(simulator)


def login(simulator: PaypalSimulator) -> dict[str, str]:
    call = Call("serial", "POST", "/v1/oauth2/token", "", {"authorization": "Basic YTpi"},
                b"grant_type=client_credentials")
    token = json.loads(simulator.routes[0].endpoint(call).body)["access_token"]
    return {"authorization": f"Bearer {token}", "prefer": "return=representation"}


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(place for name, each in inner for place in places(each, (*here, name)))]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_value_anywhere_is_answered(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(BODIES)))
    body = {"whole": deepcopy(BODIES[path])}
    place = data.draw(st.sampled_from(places(body)[1:]))
    at: Any = body
    for name in place[:-1]:
        at = at[name]
    at[place[-1]] = data.draw(ANYTHING)
    simulator, headers = logged_in()
    answer = asked(simulator, path, json.dumps(body["whole"]).encode(), headers | {"paypal-request-id": "k1"})
    assert answer.status in (200, 201, 400, 404, 422)
    check_answer("POST", path, answer.status, answer.body)


@given(st.sampled_from(sorted(BODIES)), st.binary(max_size=60))
def test_any_bytes_are_answered(path: str, body: bytes) -> None:
    simulator, headers = logged_in()
    answer = asked(simulator, path, body, headers | {"paypal-request-id": "k1"})
    assert answer.status == 400


@given(st.sampled_from(["authorization", "paypal-request-id", "paypal-mock-response", "prefer", "content-type"]),
       st.sampled_from(["", "Basic ", "Bearer ", "{"]), st.binary(max_size=20))
def test_any_header_is_answered(name: str, before: str, text: bytes) -> None:
    """As aiohttp reads headers that are no UTF-8."""
    simulator, headers = logged_in()
    sent = headers | {name: before + text.decode("utf-8", "surrogateescape")}
    answer = asked(simulator, "/v2/checkout/orders", json.dumps(order()).encode(), sent)
    assert answer.status in (200, 201, 400, 401, 415, 422)


STEPS = st.lists(st.tuples(
    st.sampled_from(["capture", "final", "void", "refund", "reauthorize"]), st.integers(1, 1300)), max_size=8)


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_the_ledger_adds_up_whatever_is_done(steps: list[tuple[str, int]]) -> None:
    """Refused or done: what the answers say of the money is what the ledger says, and none of it is made of nothing."""
    host = Alone()
    simulator, headers = logged_in(host)
    body = json.dumps(order(intent="AUTHORIZE", source={"card": CARD})).encode()
    made = asked(simulator, "/v2/checkout/orders", body, headers | {"paypal-request-id": "k1"})
    payments = json.loads(made.body)["purchase_units"][0]["payments"]
    authorization, captures, taken, given = payments["authorizations"][0]["id"], [], 0, 0
    for verb, minor in steps:
        body = json.dumps({"amount": {"currency_code": "USD", "value": f"{minor / 100:.2f}"},
                           **({"final_capture": True} if verb == "final" else {})}).encode()
        if verb in ("capture", "final"):
            answer = asked(simulator, f"/v2/payments/authorizations/{authorization}/capture", body, headers)
            if answer.status == 201:
                captures.append(json.loads(answer.body)["id"])
                taken += minor
        elif verb == "refund" and captures:
            answer = asked(simulator, f"/v2/payments/captures/{captures[minor % len(captures)]}/refund", body, headers)
            given += minor * (answer.status == 201)
        elif verb == "void":
            asked(simulator, f"/v2/payments/authorizations/{authorization}/void", b"", headers)
        elif verb == "reauthorize":
            host.at += 4 * 86_400
            headers = login(simulator)
            answer = asked(simulator, f"/v2/payments/authorizations/{authorization}/reauthorize", body, headers)
            authorization = json.loads(answer.body).get("id", authorization)
        total = host.ledger.total("USD")
        assert (total.charges, total.captured, total.refunded) == (1, taken, given)
        assert total.held >= 0
        assert total.kept >= 0
        assert taken <= 1322  # 15 % more, and 15 % of that
