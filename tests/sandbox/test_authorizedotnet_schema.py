"""The simulated Authorize.Net and the schema itself: what one refuses, the other refuses; what it answers is valid."""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings, strategies as st
from lxml import etree

import specs
from connectors.test_authorizedotnet_schema import ALIASES, SPACE, XSD, element, schema, wrong
from tollbridge.sandbox import SandboxThread
from tollbridge.sandbox.authorizedotnet import MERCHANTS, codec
from tollbridge.sandbox.authorizedotnet.errors import AnetError
from tollbridge.sandbox.authorizedotnet.shapes import FUNCTIONS, check

pytestmark = pytest.mark.skipif(not XSD.exists(), reason=f"{XSD.name} is not in ../shared/specs/authorizedotnet")
KEY = MERCHANTS["sandboxUSD"][0]
BODIES = [exchange["send"]["body"] for _, exchange in specs.exchanges("authorizedotnet")
          if not any(alias in exchange["send"]["body"] for alias in ALIASES)]
ANY = st.sampled_from(["", "1", "x", "12345678901234567890123", "true", "testMode", "0.5", "2031-09"])


def refused(body: str) -> bool:
    try:
        check(*codec.read(body.encode()))
    except AnetError:
        return True
    return False


@pytest.mark.parametrize("body", BODIES)
def test_what_our_connector_sends_is_let_in(body: str) -> None:
    assert not refused(body)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where each member of a body stands."""
    if isinstance(value, dict):
        return [place for name, inner in value.items() for place in ((*path, name), *places(inner, (*path, name)))]
    if isinstance(value, list):
        return [place for at, inner in enumerate(value) for place in places(inner, (*path, at))]
    return []


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(BODIES), st.data())
def test_a_body_that_was_changed_is_refused_where_the_schema_refuses_it(body: str, data: st.DataObject) -> None:
    """A member is left out, renamed, moved to the end, or given another text."""
    whole = json.loads(body, parse_float=Decimal)
    *path, name = data.draw(st.sampled_from(places(whole)[1:]))
    parent = whole
    for step in path:
        parent = parent[step]
    how = data.draw(st.sampled_from(["leave out", "rename", "move", "replace"]))
    value = parent.pop(name)
    if how == "rename":
        parent["somethingElse"] = value
    elif how == "move":
        parent[name] = value
    elif how == "replace":
        members = [*parent.items()]
        parent.clear()
        at = data.draw(st.integers(0, len(members)))
        parent.update([*members[:at], (name, data.draw(ANY)), *members[at:]])
    changed = json.dumps(whole, default=float)
    if name in ("payment", "creditCard", "opaqueData", "bankAccount", "createTransactionRequest") or "payment" in path:
        return  # which of several kinds of payment is there is judged by the endpoint, with another error
    assert refused(changed) == bool(wrong(changed)), changed


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    codec.function(body)
    codec.kind(body)
    with suppress(AnetError):
        check(*codec.read(body))


def login() -> dict[str, Any]:
    return {"merchantAuthentication": {"name": "sandboxUSD", "transactionKey": KEY}}


def talk(running: SandboxThread, function: str, **members: Any) -> tuple[Any, Any]:
    """The same request twice, in JSON and, at a sandbox that does not know it yet, in XML: both answers."""
    url = f"{running.base_url('authorizedotnet')}/xml/v1/request.api"
    body = {**login(), **members}
    as_json = requests.post(url, data=json.dumps({function: body}), timeout=5).content
    as_xml = requests.post(url, data=etree.tostring(element(function, body)), timeout=5).content
    assert as_json.startswith(codec.BYTE_ORDER_MARK)
    assert as_xml.startswith(codec.BYTE_ORDER_MARK)
    root = etree.fromstring(as_xml.removeprefix(codec.BYTE_ORDER_MARK))
    judge = schema()
    judge.validate(root)
    assert [f"{error.path}: {error.message}" for error in judge.error_log] == []
    return json.loads(as_json.removeprefix(codec.BYTE_ORDER_MARK)), root


def card(**more: Any) -> dict[str, Any]:
    return {"creditCard": {"cardNumber": "4111111111111111", "expirationDate": "2031-09", **more}}


def pay(amount: str, **more: Any) -> dict[str, Any]:
    return {"transactionType": "authCaptureTransaction", "amount": amount, **more}


def word(root: Any, name: str) -> str:
    return str(root.findtext(f".//{{{SPACE}}}{name}"))


@pytest.mark.parametrize(("members", "code"), [
    (pay("1.00", payment=card()), "1"), (pay("0", payment=card()), "3"), (pay("100000.00", payment=card()), "3"),
    (pay("1.00", payment=card(), billTo={"zip": "46282"}), "2"),
    (pay("1.00", payment=card(), billTo={"zip": "46299"}), "4"),
    (pay("1.00", payment=card(), profile={"createProfile": True}, customer={"id": "mira-7"}), "1"),
    ({**pay("1.00"), "payment": {"payPal": {"successUrl": "https://lantern.example/back"}}}, "5"),
    ({"transactionType": "voidTransaction", "refTransId": "1"}, "3")])
def test_answers_to_transactions_are_of_the_schema(running: SandboxThread, members: dict[str, Any], code: str) -> None:
    told, root = talk(running, "createTransactionRequest", transactionRequest=members)
    assert told["transactionResponse"]["responseCode"] == code
    assert word(root, "responseCode") in (code, "3")  # of what is paid the second time is a duplicate


def test_answers_about_customers_and_transactions_are_of_the_schema(running: SandboxThread) -> None:
    paid, _ = talk(running, "createTransactionRequest", transactionRequest=pay("2.00", payment=card()))
    told, root = talk(running, "getTransactionDetailsRequest", transId=paid["transactionResponse"]["transId"])
    assert told["transaction"]["settleAmount"] == 2.0
    assert word(root, "settleAmount") == "2.00"
    made, _ = talk(running, "createCustomerProfileRequest", profile={
        "merchantCustomerId": "mira-7", "paymentProfiles": {"payment": card()}}, validationMode="testMode")
    found, root = talk(running, "getCustomerProfileRequest", customerProfileId=made["customerProfileId"])
    assert found["profile"]["paymentProfiles"][0]["payment"]["creditCard"]["cardNumber"] == word(root, "cardNumber")
    talk(running, "createCustomerPaymentProfileRequest", customerProfileId=made["customerProfileId"],
         paymentProfile={"billTo": {"zip": "46282"}, "payment": card()}, validationMode="liveMode")
    its = {"customerProfileId": made["customerProfileId"],
           "customerPaymentProfileId": made["customerPaymentProfileIdList"][0]}
    talk(running, "getCustomerPaymentProfileRequest", **its, unmaskExpirationDate=True)
    talk(running, "updateCustomerPaymentProfileRequest", customerProfileId=made["customerProfileId"], paymentProfile={
        "payment": card(), "customerPaymentProfileId": its["customerPaymentProfileId"]}, validationMode="testMode")
    talk(running, "updateHeldTransactionRequest", heldTransactionRequest={"action": "approve", "refTransId": "1"})
    talk(running, "deleteCustomerPaymentProfileRequest", customerProfileId=made["customerProfileId"],
         customerPaymentProfileId=made["customerPaymentProfileIdList"][0])
    talk(running, "authenticateTestRequest")
    talk(running, "getTransactionDetailsRequest", transId="1")


def test_every_function_of_the_simulator_is_the_schemas() -> None:
    tree = etree.parse(str(XSD))
    assert set(FUNCTIONS) <= {str(name) for name in tree.xpath('/*/*[local-name()="element"]/@name')}


@pytest.mark.parametrize("fault", ["E00003", "E00004", "E00007"])
def test_a_call_that_is_refused_is_an_error_response(running: SandboxThread, fault: str) -> None:
    url = f"{running.base_url('authorizedotnet')}/xml/v1/request.api"
    body = {"E00003": {"getTransactionDetailsRequest": {**login(), "transId": "one"}},
            "E00004": {"someOtherRequest": login()},
            "E00007": {"getTransactionDetailsRequest": {"transId": "1"}}}[fault]
    told = json.loads(requests.post(url, data=json.dumps(body), timeout=5).content.removeprefix(codec.BYTE_ORDER_MARK))
    assert told["messages"]["message"][0]["code"] == fault


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amount=st.decimals(Decimal("0.01"), Decimal("99999.99"), places=2))
def test_an_amount_comes_back_as_it_went(running: SandboxThread, amount: Decimal) -> None:
    url = f"{running.base_url('authorizedotnet')}/xml/v1/request.api"
    body = {**login(), "transactionRequest": pay(str(amount), payment=card(), order={"invoiceNumber": str(amount)})}
    paid = requests.post(url, data=json.dumps({"createTransactionRequest": body}), timeout=5).content
    its_id = json.loads(paid.removeprefix(codec.BYTE_ORDER_MARK))["transactionResponse"]["transId"]
    if its_id != "0":  # an amount that was drawn before is a duplicate
        asked = {"getTransactionDetailsRequest": {**login(), "transId": its_id}}
        told = requests.post(url, data=json.dumps(asked), timeout=5).content.removeprefix(codec.BYTE_ORDER_MARK)
        assert json.loads(told, parse_float=Decimal)["transaction"]["authAmount"] == amount
