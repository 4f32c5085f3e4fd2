"""What is wrong with a request is found at once, each problem with its path, and no value is ever shown."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from msgspec import structs

from tollbridge.contract.codec import json_codec, wire_codec
from tollbridge.contract.pb import money_pb2, payments_pb2, recurring_setup_pb2
from tollbridge.contract.reading import MOST_PROBLEMS
from tollbridge.domain.errors import BadInput, InvalidField, MissingField, NotSent
from tollbridge.domain.mandates import MandateAmount, MandateType, SetupMandateDetails
from tollbridge.domain.methods import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import (
    AUTHORIZE,
    CAPTURE,
    CREATE_CUSTOMER,
    OPERATIONS,
    PARSE_EVENT,
    SETUP_MANDATE,
    Operation,
)
from tollbridge.domain.orders import OrderLine
from tollbridge.domain.payments import Authorize
from tollbridge.domain.recurring import SetupMandate
from tollbridge.domain.secret import Secret

CARD = {"card_number": "4242424242424242", "card_exp_month": "03", "card_exp_year": "2030"}
CANARY = "5555341244441115"
PAYMENT: dict[str, Any] = {"amount": {"minor_amount": "1000", "currency": "USD"}, "payment_method": {"card": CARD}}


def request(**changes: Any) -> dict[str, Any]:
    """A good authorize, with these fields on top of it."""
    return {**PAYMENT, **changes}


def problems(value: dict[str, Any], operation: Operation[Any, Any] = AUTHORIZE) -> dict[str, str]:
    """By path what is wrong."""
    error = refusal(value, operation)
    assert isinstance(error, MissingField | InvalidField)
    return {problem.path: problem.why for problem in error.problems}


def refusal(value: Any, operation: Operation[Any, Any] = AUTHORIZE) -> NotSent | None:
    try:
        json_codec(operation).read_request(value)
    except NotSent as error:
        return error
    return None


def test_the_good_request_is_read() -> None:
    asked = json_codec(AUTHORIZE).read_request(PAYMENT)
    assert asked.amount == Money(1000, Currency.USD)
    assert isinstance(asked.payment_method, Card)
    assert asked.payment_method.card_number == Secret("4242424242424242")


def test_everything_missing_is_named_at_once() -> None:
    assert problems({}) == {"amount": "required", "payment_method": "required"}
    with pytest.raises(MissingField):
        json_codec(AUTHORIZE).read_request({})


def test_problems_of_all_kinds_come_together() -> None:
    found = problems({
        "amount": {"minor_amount": "12.5", "currency": "USDD"},
        "payment_method": {"card": {"card_number": 4242, "card_exp_month": "03"}},
        "order_details": [{"amount": 1}, {"amount": "x", "quantity": 2**32}, 7],
        "capture_methode": "MANUAL",
    })
    assert found == {
        "amount.minor_amount": "must be an integer, or a string of its digits",
        "amount.currency": "is no Currency: did you mean USD?",
        "payment_method.card.card_number": 'must be a string, or {"value": a string}',
        "payment_method.card.card_exp_year": "required",
        "order_details[1].amount": "must be an integer, or a string of its digits",
        "order_details[1].quantity": "must be from 0 to 4294967295",
        "order_details[2]": "must be an object",
        "capture_methode": "unknown field: did you mean capture_method?",
    }


def test_a_missing_field_of_a_list_has_its_place_in_the_path() -> None:
    found = problems(request(setup_mandate_details={"mandate_type": {"multi_use": {"amount": 5}}}))
    assert list(found) == ["setup_mandate_details.mandate_type.multi_use.amount"]
    assert problems(request(address=[])) == {"address": "must be an object"}
    assert problems(request(order_details={"amount": 1})) == {"order_details": "must be a list"}


@pytest.mark.parametrize(("given_name", "meant"), [
    ("merchant_transaction_idd", "merchant_transaction_id"), ("captureMetod", "capture_method"),
    ("webhookurl", "webhook_url"),
])
def test_an_unknown_field_is_refused_with_the_nearest_name(given_name: str, meant: str) -> None:
    assert problems(request(**{given_name: "x"})) == {given_name: f"unknown field: did you mean {meant}?"}


def test_an_unknown_variant_is_refused_with_the_nearest_name() -> None:
    assert problems(request(payment_method={"crad": CARD}))["payment_method.crad"].startswith("unknown field: did you")


def test_of_a_oneof_one_variant_is_taken() -> None:
    both = problems(request(payment_method={"card": CARD, "ideal": {}}))
    assert both == {"payment_method": "takes one of its variants, not card and ideal"}
    terms = {"amount": 1, "currency": "USD"}
    both = problems(request(setup_mandate_details={"mandate_type": {"single_use": terms, "multi_use": terms}}))
    assert both == {"setup_mandate_details.mandate_type": "takes one of its variants"}


def test_one_variant_that_is_null_is_none() -> None:
    asked = json_codec(AUTHORIZE).read_request(request(payment_method={"card": CARD, "ideal": None}))
    assert isinstance(asked.payment_method, Card)


def test_a_oneof_among_other_fields_takes_one_variant_too() -> None:
    wallet = {"complete_response": "x", "decrypted_data": {}}
    found = problems(request(payment_method={"paze_sdk": wallet}))
    assert found["payment_method.paze_sdk.decrypted_data"] == "takes one of its variants, not complete_response too"


def test_a_field_in_both_spellings_is_refused() -> None:
    assert problems(request(return_url="a", returnUrl="b")) == {"return_url": "given in both spellings"}


def test_camel_case_is_read_at_every_depth() -> None:
    card = {"cardNumber": {"value": "4242424242424242"}, "cardExpMonth": "03", "cardExpYear": "2030"}
    camel = {"amount": {"minorAmount": 1000, "currency": 146}, "paymentMethod": {"card": card}}
    assert json_codec(AUTHORIZE).read_request(camel) == json_codec(AUTHORIZE).read_request(PAYMENT)
    assert problems({**camel, "l2L3Data": 1}) == {"l2_l3_data": "must be an object"}


@pytest.mark.parametrize(("change", "path"), [
    ({"return_url": 7}, "return_url"),
    ({"return_url": "\ud800"}, "return_url"),
    ({"session_token": ["x"]}, "session_token"),
    ({"metadata": {"value": 1}}, "metadata"),
    ({"metadata": {"value": "x", "more": "y"}}, "metadata"),
    ({"test_mode": "true"}, "test_mode"),
    ({"test_mode": 1}, "test_mode"),
    ({"capture_method": "MANUALLY"}, "capture_method"),
    ({"capture_method": 999}, "capture_method"),
    ({"capture_method": True}, "capture_method"),
    ({"capture_method": {}}, "capture_method"),
    ({"amount": {"minor_amount": 2**63, "currency": "USD"}}, "amount.minor_amount"),
    ({"amount": {"minor_amount": "-9223372036854775809", "currency": "USD"}}, "amount.minor_amount"),
    ({"amount": {"minor_amount": 1.5, "currency": "USD"}}, "amount.minor_amount"),
    ({"amount": {"minor_amount": 2.0**53, "currency": "USD"}}, "amount.minor_amount"),  # of 9007199254740993.0, perhaps
    ({"amount": {"minor_amount": float("inf"), "currency": "USD"}}, "amount.minor_amount"),
    ({"amount": {"minor_amount": "٣", "currency": "USD"}}, "amount.minor_amount"),
    ({"amount": {"minor_amount": "1_0", "currency": "USD"}}, "amount.minor_amount"),
    ({"amount": {"minor_amount": True, "currency": "USD"}}, "amount.minor_amount"),
    ({"amount": {"minor_amount": 1}}, "amount.currency"),
    ({"amount": {"minor_amount": 1, "currency": "CURRENCY_UNSPECIFIED"}}, "amount.currency"),
    ({"browser_info": {"screen_height": -1}}, "browser_info.screen_height"),
    ({"browser_info": {"time_zone_offset_minutes": 2**31}}, "browser_info.time_zone_offset_minutes"),
    ({"order_details": [{"amount": 1, "tax_rate": 10**400}]}, "order_details[0].tax_rate"),
    ({"order_details": [{"amount": 1, "tax_rate": "1e999"}]}, "order_details[0].tax_rate"),
    ({"order_details": [{"amount": 1, "tax_rate": "1_0"}]}, "order_details[0].tax_rate"),
    ({"order_details": [None]}, "order_details[0]"),
])
def test_a_wrong_value_is_refused_at_its_path(change: dict[str, Any], path: str) -> None:
    assert list(problems(request(**change))) == [path]


def test_numbers_are_taken_in_the_ways_of_proto3_json() -> None:
    for way in (1000, "1000", 1000.0, 1e3):
        assert json_codec(AUTHORIZE).read_request(
            request(amount={"minor_amount": way, "currency": "USD"})).amount.minor_amount == 1000
    for way, rate in ((0.5, 0.5), ("0.5", 0.5), (1, 1.0), ("1e-1", 0.1), ("Infinity", float("inf"))):
        line = {"amount": 1, "tax_rate": way}
        assert json_codec(AUTHORIZE).read_request(request(order_details=[line])).order_details[0].tax_rate == rate


def test_an_amount_of_nothing_is_zero() -> None:
    free = request(amount={"currency": "USD"}, order_details=[{"product_name": "x"}])
    asked = json_codec(AUTHORIZE).read_request(free)
    assert asked.amount == Money(0, Currency.USD)
    assert asked.order_details == (OrderLine(amount=Money(0, Currency.USD), product_name="x"),)
    assert wire_codec(AUTHORIZE).read_request(wire_codec(AUTHORIZE).write_request(asked)) == asked


def test_base64_is_read_in_both_alphabets_and_refused_where_it_is_none() -> None:
    def details(body: object) -> dict[str, Any]:
        return {"request_details": {"method": "HTTP_METHOD_POST", "body": body}}

    for body in ("+/8=", "-_8", "-_8="):
        assert json_codec(PARSE_EVENT).read_request(details(body)).request_details.body == b"\xfb\xff"
    for wrong in ("*", "a", "é", 7, [1]):
        assert list(problems(details(wrong), PARSE_EVENT)) == ["request_details.body"]


def test_a_bare_amount_needs_a_currency() -> None:
    split = {"stripe_split_payment": {"charge_type": "STRIPE_DIRECT", "application_fees": 5}}
    path = "split_payments.stripe_split_payment.application_fees"
    assert "has no currency" in problems({"split_payments": split}, CREATE_CUSTOMER)[path]
    # Where the request's amount is missing, that alone is named: with it, the bare amounts have their currency.
    assert problems({"payment_method": {"card": CARD}, "split_payments": split}) == {"amount": "required"}


def test_a_bare_amount_in_another_currency_is_not_written() -> None:
    terms = MandateAmount(amount=Money(1, Currency.EUR), initial_billing_amount=Money(5, Currency.USD))
    asked = SetupMandate(
        amount=Money(1, Currency.USD), payment_method=json_codec(AUTHORIZE).read_request(PAYMENT).payment_method,
        setup_mandate_details=SetupMandateDetails(mandate_type=MandateType(single_use=terms)))
    line = OrderLine(amount=Money(1, Currency.EUR))
    paid = structs.replace(json_codec(AUTHORIZE).read_request(PAYMENT), order_details=(line,))
    for codec in (json_codec(AUTHORIZE), wire_codec(AUTHORIZE)):
        with pytest.raises(InvalidField, match="must be in USD"):
            codec.write_request(paid)
    # The terms of a mandate have a currency of their own, and their bare amounts are in that one.
    for setup in (json_codec(SETUP_MANDATE), wire_codec(SETUP_MANDATE)):
        assert setup.write_request(asked)


def test_of_too_many_problems_the_first_are_named() -> None:
    found = problems(request(**{f"no_such_field_{'x' * number}": 1 for number in range(1, 40)},
                             order_details=[1] * 10_000))
    assert len(found) == MOST_PROBLEMS


# -- protobuf messages ------------------------------------------------------------------------------------------------
def test_a_message_tells_the_same_problems_as_its_json() -> None:
    unknown: Any = 999
    message = payments_pb2.PaymentServiceAuthorizeRequest(
        capture_method=unknown, order_details=[{"amount": 1}], amount={"minor_amount": 5, "currency": 9999})
    with pytest.raises(InvalidField) as caught:
        wire_codec(AUTHORIZE).read_request(message.SerializeToString())
    assert {problem.path: problem.why for problem in caught.value.problems} == {
        "capture_method": "is the number of no CaptureMethod", "amount.currency": "is the number of no Currency",
        "payment_method": "required",
    }


def test_an_empty_message_tells_what_is_missing() -> None:
    with pytest.raises(MissingField) as caught:
        wire_codec(CAPTURE).read_request(b"")
    assert set(caught.value.paths) == {"connector_transaction_id", "amount_to_capture"}


def test_what_is_no_message_is_bad_input() -> None:
    for bytes_ in (b"\xff", b"\x0a\xff", b"\x0a\x02\xff\xff"):
        with pytest.raises(BadInput):
            wire_codec(AUTHORIZE).read_request(bytes_)


def test_fields_that_a_newer_client_sends_are_left_alone() -> None:
    message = recurring_setup_pb2.PaymentServiceSetupRecurringRequest()
    message.amount.minor_amount = 1
    message.amount.currency = money_pb2.USD
    message.payment_method.card.card_number.value = "4242424242424242"
    message.payment_method.card.card_exp_month.value = "03"
    message.payment_method.card.card_exp_year.value = "2030"
    known = message.SerializeToString()
    newer = known + b"\xfa\x7f\x01x"  # field 2047, as a string
    assert wire_codec(SETUP_MANDATE).read_request(newer) == wire_codec(SETUP_MANDATE).read_request(known)


# -- totality ---------------------------------------------------------------------------------------------------------
NAMES = sorted({name for operation in OPERATIONS for name in getattr(operation.request, "__struct_fields__", ())})
scalars = (st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
           | st.sampled_from(["USD", "US", "MANUAL", "1", "card"]))
SOME = ["card", "value", "currency", "minor_amount", "card_number", "line1"]
keys = st.sampled_from([*NAMES, *SOME]) | st.text(max_size=6)
json_values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=6), max_leaves=25)
some_operations = st.sampled_from(OPERATIONS)
quick = settings(max_examples=150, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(some_operations, json_values)
def test_any_json_is_read_or_refused(operation: Operation[Any, Any], value: Any) -> None:
    refused_or_read(lambda: json_codec(operation).read_request(value))


@quick
@given(some_operations, st.dictionaries(st.sampled_from(NAMES), json_values, max_size=6))
def test_any_json_in_known_fields_is_read_or_refused(operation: Operation[Any, Any], value: Any) -> None:
    refused_or_read(lambda: json_codec(operation).read_request(value))


@quick
@given(some_operations, st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(operation: Operation[Any, Any], bytes_: bytes) -> None:
    refused_or_read(lambda: wire_codec(operation).read_request(bytes_))


GOOD_BYTES = wire_codec(AUTHORIZE).write_request(json_codec(AUTHORIZE).read_request(PAYMENT))


@quick
@given(st.integers(0, len(GOOD_BYTES) - 1), st.integers(0, 255))
def test_a_message_with_a_wrong_byte_is_read_or_refused(place: int, byte: int) -> None:
    refused_or_read(lambda: wire_codec(AUTHORIZE).read_request(
        GOOD_BYTES[:place] + bytes([byte]) + GOOD_BYTES[place + 1:]))


def refused_or_read(read: Any) -> None:
    """Any other error is raised, and fails the test."""
    with contextlib.suppress(BadInput, MissingField, InvalidField):
        read()


@pytest.mark.parametrize(
    "where", ["return_url", "payment_method", "order_details", "capture_method", "metadata", "nope"])
def test_deep_nesting_is_refused(where: str) -> None:
    deep_list: Any = []
    deep_object: Any = {}
    for _ in range(100_000):
        deep_list, deep_object = [deep_list], {"card": deep_object}
    for deep in (deep_list, deep_object):
        assert any(path.startswith(where) for path in problems(request(**{where: deep})))


# -- secrets ----------------------------------------------------------------------------------------------------------
def everywhere(value: Any) -> list[Any]:
    """Copies of a JSON value with the canary in place of each of its parts, as a key too, bare and wrapped."""
    found: list[Any] = [CANARY, [CANARY], {"value": CANARY}, {CANARY: CANARY}, int(CANARY), {"value": [CANARY]}]
    if isinstance(value, dict):
        for name, its in value.items():
            found += [{**value, name: wrong} for wrong in everywhere(its)]
            found.append({**value, CANARY: its})
    if isinstance(value, list):
        for index, its in enumerate(value):
            found += [[*value[:index], wrong, *value[index + 1:]] for wrong in everywhere(its)]
    return found


def test_a_card_number_in_any_wrong_place_is_never_shown() -> None:
    good = request(
        capture_method="MANUAL", test_mode=True, order_details=[{"amount": 1, "tax_rate": 0.1}],
        browser_info={"screen_height": 1, "java_enabled": True},
        address={"billing_address": {"country_alpha2_code": "US"}},
        state={"access_token": {"token": "x", "expires_in_seconds": 1}}, metadata="{}",
        l2_l3_data={"order_info": {"order_date": 1, "order_details": [{"amount": 1}]}})
    json_codec(AUTHORIZE).read_request(good)
    errors = [error for wrong in everywhere(good) if (error := refusal(wrong)) is not None]
    assert len(errors) > 150
    for error in errors:
        assert CANARY not in f"{error} {error!r} {getattr(error, 'problems', '')}"


# -- what is loaded ---------------------------------------------------------------------------------------------------
def loaded_by(statements: str) -> set[str]:
    """The modules that are there after these statements, in a Python of their own."""
    program = f"{statements}\nimport sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=60)
    return set(json.loads(done.stdout))


def test_json_loads_no_protobuf_and_only_the_methods_that_are_met() -> None:
    loaded = loaded_by(
        "from tollbridge.domain.operations import AUTHORIZE\nfrom tollbridge.contract.codec import json_codec\n"
        f"codec = json_codec(AUTHORIZE)\ncodec.write_request(codec.read_request({PAYMENT!r}))")
    assert not {name for name in loaded if name.startswith(("google", "tollbridge.contract.pb"))}
    converter = {name.rpartition(".")[2] for name in loaded if name.startswith("tollbridge.contract.converter.")}
    assert "json_methods_cards" in converter
    assert not {name for name in converter if name.startswith("wire_")}
    assert not converter & {"json_methods_vouchers", "json_payouts", "json_results", "json_client_tokens", "json_fraud"}


def test_a_card_request_shows_nothing_in_its_repr() -> None:
    asked = json_codec(AUTHORIZE).read_request(request(metadata=CANARY))
    assert isinstance(asked, Authorize)
    assert CANARY not in repr(asked)
    assert "4242" not in repr(asked)
