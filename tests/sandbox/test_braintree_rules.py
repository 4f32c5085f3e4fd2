"""Whatever is asked of the simulated Braintree: it answers in GraphQL's words, and never comes to grief."""

from __future__ import annotations

import base64
import json
from copy import deepcopy
from typing import Any

import graphql
import pytest
from hypothesis import given, settings, strategies as st

from tollbridge.connectors.braintree.account import MUTATIONS, QUERIES
from tollbridge.sandbox.braintree import BraintreeSimulator
from tollbridge.sandbox.braintree.graphql import NotGraphQL, read
from tollbridge.sandbox.ledger import Ledger
from tollbridge.sandbox.simulator import Answer, Call, Settlement

CARD = {"number": "4111111111111111", "expirationMonth": "12", "expirationYear": "2034", "cvv": "123"}
CHARGE = {"paymentMethodId": "fake-valid-nonce", "transaction": {"amount": "12.34", "orderId": "o1"}}
INPUTS: dict[str, Any] = {
    "tokenizeCreditCard": {"creditCard": CARD | {"billingAddress": {"streetAddress": "1 Way", "postalCode": "20000"}}},
    "tokenizeNetworkToken": {"networkToken": {"number": "4111111111111111", "expirationMonth": "12", "cryptogram": "x",
                                              "expirationYear": "2034", "originDetails": {"origin": "APPLE_PAY"}}},
    "chargePaymentMethod": CHARGE, "authorizeCreditCard": CHARGE,
    "captureTransaction": {"transactionId": "T", "transaction": {"amount": "1.00"}},
    "refundTransaction": {"transactionId": "T", "refund": {"amount": "1.00"}},
    "reverseTransaction": {"transactionId": "T"},
    "vaultPaymentMethod": {"paymentMethodId": "fake-valid-nonce", "verification": {"merchantAccountId": "x"}},
    "createCustomer": {"customer": {"email": "a@b.example"}},
    "createDisputeTextEvidence": {"disputeId": "D", "content": "text"},
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30)
    | st.sampled_from(["0", "-1", "1e9", "9" * 31, "JPY", "fake-valid-nonce", "4111111111111111", "12.345", "2001.00"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=5)
KEYS = {"authorization": "Basic " + base64.b64encode(b"public:private").decode(), "braintree-version": "2019-01-01",
        "content-type": "application/json"}


class Alone:
    """All that the simulator needs around it."""

    def __init__(self) -> None:
        self.ledger = Ledger(self.now)
        self.sent: list[bytes] = []

    def now(self) -> float:
        return 1_763_600_000.0

    def url_of(self, processor: str) -> str:
        return f"http://127.0.0.1:1/{processor}"

    def has_webhook(self, processor: str) -> bool:
        return True

    def send_webhook(self, processor: str, event_id: str, event_type: str, body: bytes) -> None:
        self.sent.append(body)


def answered(simulator: BraintreeSimulator, body: bytes, headers: dict[str, str] = KEYS) -> Any:
    call = Call("serial", "POST", "/graphql", "", headers, body)
    refused = simulator.admit(call)
    if refused is None:
        route = next(one for one in simulator.routes if one.match("/graphql", body) is not None)
        refused = route.endpoint(call)
    assert isinstance(refused, Answer)
    assert refused.status == 200
    told = json.loads(refused.body)
    assert set(told) == ({"data", "errors", "extensions"} if "errors" in told else {"data", "extensions"})
    for error in told.get("errors", ()):
        assert error["extensions"]["errorClass"] in ("VALIDATION", "NOT_FOUND", "AUTHENTICATION", "UNSUPPORTED_CLIENT")
    return told


def ask(simulator: BraintreeSimulator, field: str, given: Any) -> Any:
    return answered(simulator, json.dumps({"query": MUTATIONS[field], "variables": {"input": given}}).encode())


@settings(max_examples=150)
@given(st.sampled_from(sorted(INPUTS)), st.data(), ANYTHING)
def test_any_value_at_any_place_of_an_input_is_answered(field: str, data: st.DataObject, value: Any) -> None:
    given = deepcopy(INPUTS[field])
    place = given
    while True:
        key = data.draw(st.sampled_from(sorted(place)))
        if not isinstance(place[key], dict) or data.draw(st.booleans()):
            place[key] = value
            break
        place = place[key]
    host = Alone()
    ask(BraintreeSimulator(host), field, given)
    assert len(host.ledger.entries()) <= 2


@settings(max_examples=150)
@given(st.binary() | st.text().map(lambda text: json.dumps({"query": text}).encode()) | ANYTHING.map(
    lambda value: json.dumps(value).encode()))
def test_any_body_is_answered(body: bytes) -> None:
    assert "errors" in answered(BraintreeSimulator(Alone()), body) or b"ping" in body


WORDS = st.lists(st.sampled_from([
    "query", "mutation", "{", "}", "(", ")", "$", "input", ":", "!", "... on", "a", '"b"', "[", "]", "1", "-1.5",
    "#c\n", ",", "@"]), max_size=25).map(" ".join)


@settings(max_examples=300)
@given(st.text() | WORDS)
def test_what_is_read_is_graphql(text: str) -> None:
    """Fewer documents than GraphQL has, and none beside."""
    try:
        operation = read(text)
    except NotGraphQL:
        return
    if not any(text.count(word) for word in ("$", "[")):  # variables' types are skipped, not read
        assert graphql.parse(text)
    assert operation.fields or "{" in text


@pytest.mark.parametrize("document", [*MUTATIONS.values(), *QUERIES.values()])
def test_every_document_of_the_connector_is_read_as_the_reference_reads_it(document: str) -> None:
    (wanted,) = graphql.parse(document).definitions
    assert isinstance(wanted, graphql.OperationDefinitionNode)
    fields = [one.name.value for one in wanted.selection_set.selections if isinstance(one, graphql.FieldNode)]
    assert [one.name for one in read(document).fields] == fields


@pytest.mark.parametrize("document", [
    "{" * 5_000, "query { a" + "{ a" * 30 + "}" * 31, "{ ping }" * 2, "subscription { a }", "",
    "{ ...F } fragment F on Query { ping }", "{ ping @skip(if: true) }"])
def test_what_is_beyond_it_is_refused(document: str) -> None:
    with pytest.raises(NotGraphQL):
        read(document)


@pytest.mark.parametrize("selection", ["transaction { id secrets }", "transaction { id { x } }", "transaction",
                                       "transaction { paymentMethodSnapshot { last4 } }", "money { id }"])
def test_a_field_that_there_is_not_is_refused(selection: str) -> None:
    query = f"mutation($input: ChargePaymentMethodInput!) {{ chargePaymentMethod(input: $input) {{ {selection} }} }}"
    told = answered(BraintreeSimulator(Alone()), json.dumps({"query": query, "variables": {"input": CHARGE}}).encode())
    assert told["errors"][0]["extensions"]["errorClass"] == "VALIDATION"


def test_aliases_and_literals_are_read() -> None:
    query = 'mutation { one: createCustomer(input: {customer: {firstName: "A\\"da"}}) { customer { its: firstName } } }'
    told = answered(BraintreeSimulator(Alone()), json.dumps({"query": query}).encode())
    assert told["data"] == {"one": {"customer": {"its": 'A"da'}}}


@pytest.mark.parametrize("proof", ["Basic eA==", "Bearer x", ""])
def test_without_keys_nothing_is_done(proof: str) -> None:
    told = answered(BraintreeSimulator(Alone()), b"{}", KEYS | {"authorization": proof})
    assert told["errors"][0]["extensions"]["errorClass"] == "AUTHENTICATION"


def test_without_a_version_nothing_is_done() -> None:
    headers = {name: value for name, value in KEYS.items() if name != "braintree-version"}
    told = answered(BraintreeSimulator(Alone()), b"{}", headers)
    assert told["errors"][0]["extensions"]["errorClass"] == "UNSUPPORTED_CLIENT"


def test_no_card_number_is_kept() -> None:
    simulator = BraintreeSimulator(Alone())
    ask(simulator, "tokenizeCreditCard", INPUTS["tokenizeCreditCard"])
    kept = repr(simulator._books.methods)
    assert "4111111111111111" not in kept
    assert "1111" in kept


def test_what_does_not_wait_cannot_be_settled() -> None:
    host = Alone()
    simulator = BraintreeSimulator(host)
    its = ask(simulator, "chargePaymentMethod", CHARGE)["data"]["chargePaymentMethod"]["transaction"]["id"]
    assert simulator.settle(its, Settlement.FAILED) == "SETTLEMENT_DECLINED"
    for reference in (its, "nothing"):
        with pytest.raises(ValueError, match=r"nothing has|does not wait"):
            simulator.settle(reference, None)
    assert host.sent[0].startswith(b"<?xml")


