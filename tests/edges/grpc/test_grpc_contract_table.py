"""../shared/contract/README.md, "What its real server does with metadata and errors", row by row.

The first half is its table of metadata keys, the second its list of errors, with the two kinds of details. Where we
differ from the reference, architecture.md section 4 says why; the test says so too. More of each is in
test_grpc_metadata.py and test_grpc_errors.py.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import grpc
import pytest

from edges.grpc.grpc_client import KEY, PAY, Client, Refused, config, payment
from edges.grpc.surroundings import Processor, Records, Serve
from tollbridge import catalog
from tollbridge.contract.accounts import read_account
from tollbridge.contract.pb.errors_pb2 import ConnectorError, IntegrationError
from tollbridge.contract.pb.statuses_pb2 import PaymentStatus
from tollbridge.edges.grpc import ErrorDetails
from tollbridge.service.callers import OLDER, Callers
from tollbridge.telemetry import CallRecord

Code = grpc.StatusCode
SYNC = {"connector_transaction_id": "pi_1"}
INTENT = json.dumps({"id": "pi_1", "status": "succeeded", "currency": "usd", "amount": 1000})
USD = {"minor_amount": 1000, "currency": "USD"}


class Told:
    """One call, as its processor and telemetry saw it."""

    def __init__(self, client: Client, processor: Processor, record: CallRecord) -> None:
        self.trailing = client.trailing
        self.authorization = processor.seen[-1][2].get("authorization", "")
        self.record = record


async def told(serve: Serve, processor: Processor, *, connector: str = "stripe", rpc: str = f"{PAY}/Get",
               config: str | None = None, **metadata: Any) -> Told:
    processor.body = INTENT
    records = Records()
    _, client = await serve(connector_urls={connector: processor.url}, telemetry=records)
    client.config = config
    answer = await client(rpc, SYNC, **metadata)
    assert PaymentStatus.Name(answer.status) == "CHARGED"
    (record,) = await records.ended()
    return Told(client, processor, record)


async def refused(client: Client, rpc: str = f"{PAY}/Get", request: Any = SYNC, **metadata: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        await client(rpc, request, **metadata)
    return caught.value


# -- x-connector-config -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("value", [
    pytest.param({"config": {"Stripe": {"api_key": KEY}}}, id="as the reference takes it"),
    pytest.param({"config": {"stripe": {"api_key": KEY}}}, id="refused there: another case"),
    pytest.param({"config": {"Stripe": {"apiKey": KEY}}}, id="refused there: camelCase"),
    pytest.param({"config": {"Stripe": {"api_key": {"value": KEY}}}}, id="refused there: value"),
    pytest.param({"Stripe": {"api_key": KEY}}, id="refused there: no config"),
    pytest.param({"stripe": {"apiKey": {"value": KEY}}}, id="the contract's JSON"),
])
async def test_x_connector_config(serve: Serve, processor: Processor, value: object) -> None:
    call = await told(serve, processor, config=json.dumps(value))
    assert (call.authorization, call.record.connector) == (f"Bearer {KEY}", "stripe")


async def test_x_connector_config_wins_over_the_older_keys(serve: Serve, processor: Processor) -> None:
    call = await told(serve, processor, config=config(), x_connector="adyen", x_auth="body-key", x_api_key="a",
                      x_key1="b")
    assert call.authorization == f"Bearer {KEY}"


# -- x-connector, x-auth ----------------------------------------------------------------------------------------------
FORMS = [
    ("stripe", {"x-auth": "header-key", "x-api-key": "k"}, {"api_key": "k"}),
    ("Stripe", {"x-auth": "header-key", "x-api-key": "k"}, {"api_key": "k"}),
    ("adyen", {"x-auth": "body-key", "x-api-key": "k", "x-key1": "m"}, {"api_key": "k", "merchant_account": "m"}),
    ("adyen", {"x-auth": "signature-key", "x-api-key": "k", "x-key1": "m", "x-api-secret": "r"},
     {"api_key": "k", "merchant_account": "m", "review_key": "r"}),
    ("paypal", {"x-auth": "body-key", "x-api-key": "s", "x-key1": "c"}, {"client_id": "c", "client_secret": "s"}),
    ("paypal", {"x-auth": "signature-key", "x-api-key": "s", "x-key1": "c", "x-api-secret": "p"},
     {"client_id": "c", "client_secret": "s", "payer_id": "p"}),
    ("phonepe", {"x-auth": "signature-key", "x-api-key": "m", "x-key1": "s", "x-api-secret": "1"},
     {"merchant_id": "m", "salt_key": "s", "salt_index": "1"}),
    ("airwallex", {"x-auth": "body-key", "x-api-key": "k", "x-key1": "c"}, {"api_key": "k", "client_id": "c"}),
    ("braintree", {"x-auth": "signature-key", "x-api-key": "p", "x-key1": "unused", "x-api-secret": "s"},
     {"public_key": "p", "private_key": "s"}),
    ("authorizedotnet", {"x-auth": "body-key", "x-api-key": "n", "x-key1": "t"}, {"name": "n", "transaction_key": "t"}),
    *((face, {"x-auth": "signature-key", "x-api-key": "k", "x-key1": "m", "x-api-secret": "s"},
       {"api_key": "k", "merchant_account": "m", "api_secret": "s"})
      for face in ("cybersource", "bankofamerica", "wellsfargo", "barclaycard")),
    ("checkout", {"x-auth": "signature-key", "x-api-key": "k", "x-key1": "c", "x-api-secret": "s"},
     {"api_key": "k", "processing_channel_id": "c", "api_secret": "s"}),
    ("worldpay", {"x-auth": "signature-key", "x-api-key": "p", "x-key1": "u", "x-api-secret": "e"},
     {"password": "p", "username": "u", "entity_id": "e"}),
    ("worldpayvantiv", {"x-auth": "signature-key", "x-api-key": "u", "x-key1": "m", "x-api-secret": "p"},
     {"user": "u", "merchant_id": "m", "password": "p"}),
    ("fourpay", {"x-auth": "multi-auth-key", "x-api-key": "a", "x-key1": "b", "x-key2": "c", "x-api-secret": "d"},
     {"api_key": "a", "key1": "b", "key2": "c", "api_secret": "d"}),
    ("coinpay", {"x-auth": "currency-auth-key", "x-auth-key-map": '{"USD": {"api_key": "u"}, "EUR": {"apiKey": "e"}}'},
     {"auth_key_map": {"USD": {"api_key": "u"}, "EUR": {"api_key": "e"}}}),
    ("openpay", {"x-auth": "no-key"}, {}),
    ("openpay", {"x-auth": "temporary-auth"}, {}),
]


@pytest.mark.usefixtures("gatepay")
@pytest.mark.parametrize(("connector", "older", "same"), FORMS,
                         ids=[f"{connector}-{older['x-auth']}" for connector, older, _ in FORMS])
def test_every_form_of_x_auth_is_read_to_the_connectors_account(
        connector: str, older: dict[str, str], same: dict[str, Any]) -> None:
    caller = Callers({}).of({"x-connector": connector, **older})
    assert caller is not None
    assert caller.account == read_account(caller.connector, same)


def test_no_form_of_x_auth_is_left_untested() -> None:
    assert {older["x-auth"] for _, older, _ in FORMS} == set(OLDER)
    forms = {(connector.lower(), older["x-auth"]) for connector, older, _ in FORMS}
    assert {(name, form) for name in catalog.names() for form in catalog.load(name).older_auth} <= forms


@pytest.mark.usefixtures("gatepay")
async def test_x_auth_header_key(serve: Serve, processor: Processor) -> None:
    call = await told(serve, processor, x_connector="stripe", x_auth="header-key", x_api_key=KEY)
    assert call.authorization == f"Bearer {KEY}"


@pytest.mark.usefixtures("gatepay")
async def test_x_auth_currency_auth_key(serve: Serve, processor: Processor) -> None:
    call = await told(serve, processor, connector="coinpay", x_connector="coinpay", x_auth="currency-auth-key",
                      x_auth_key_map='{"USD": {"api_key": "u"}, "EUR": {"api_key": "e"}}')
    assert call.authorization == "EUR=e,USD=u"


@pytest.mark.usefixtures("gatepay")
@pytest.mark.parametrize("form", ["no-key", "temporary-auth"])
async def test_x_auth_without_keys(serve: Serve, processor: Processor, form: str) -> None:
    call = await told(serve, processor, connector="openpay", x_connector="openpay", x_auth=form)
    assert (call.authorization, call.record.connector) == ("", "openpay")


@pytest.mark.usefixtures("gatepay")
@pytest.mark.parametrize(("connector", "older", "why"), [
    ("stripe", {"x_auth": "header-key"}, "x-auth header-key: x-api-key missing"),
    ("adyen", {"x_auth": "signature-key", "x_key1": "m"}, "x-auth signature-key: x-api-key, x-api-secret missing"),
    ("stripe", {"x_auth": "multi-auth-key"}, "x-auth multi-auth-key is not for stripe: send x-connector-config, or "
                                             "x-auth header-key"),
    ("stripe", {"x_auth": "certificate-auth"}, "x-auth is none of header-key, body-key, signature-key"),
    ("coinpay", {"x_auth": "currency-auth-key"}, "x-auth-key-map missing"),
    ("coinpay", {"x_auth": "currency-auth-key", "x_auth_key_map": "USD"}, "x-auth-key-map is not JSON"),
    ("coinpay", {"x_auth": "currency-auth-key", "x_auth_key_map": "[]"}, "x-auth-key-map must be an object"),
    ("coinpay", {"x_auth": "currency-auth-key", "x_auth_key_map": '{"USD": {}}'},
     "config.auth_key_map.USD.api_key: required"),
    ("coinpay", {"x_auth": "no-key"}, "config.auth_key_map: required"),
], ids=str)
async def test_what_is_wrong_with_the_older_keys_is_said(
        serve: Serve, connector: str, older: dict[str, str], why: str) -> None:
    _, client = await serve()
    client.config = None
    error = await refused(client, x_connector=connector, **older)
    assert (error.code, error.reason) == (Code.FAILED_PRECONDITION, "INVALID_CONNECTOR_CONFIG")
    assert why in error.message


# -- the other keys ---------------------------------------------------------------------------------------------------
async def test_x_request_id(serve: Serve, processor: Processor) -> None:
    call = await told(serve, processor, config=config(), x_request_id="r-1")
    assert (call.trailing["x-request-id"], call.record.request_id) == ("r-1", "r-1")


async def test_x_request_id_is_made_where_missing(serve: Serve, processor: Processor) -> None:
    call = await told(serve, processor, config=config())
    assert UUID(call.trailing["x-request-id"]).version == 7
    assert call.record.request_id == call.trailing["x-request-id"]


@pytest.mark.parametrize(("given", "merchant", "tenant"), [
    ({}, "DefaultMerchantId", "public"),
    ({"x_merchant_id": "m-1", "x_tenant_id": "t-1"}, "m-1", "t-1"),
], ids=["defaults", "given"])
async def test_x_merchant_id_and_x_tenant_id(
        serve: Serve, processor: Processor, given: dict[str, str], merchant: str, tenant: str) -> None:
    call = await told(serve, processor, config=config(), **given)
    assert (call.record.merchant_id, call.record.tenant_id) == (merchant, tenant)


async def test_x_reference_id_and_x_resource_id(serve: Serve, processor: Processor) -> None:
    call = await told(serve, processor, config=config(), x_reference_id="ref-1", x_resource_id="res-1")
    assert (call.record.reference_id, call.record.resource_id) == ("ref-1", "res-1")


@pytest.mark.parametrize(("given", "shadow"), [({}, False), ({"x_shadow_mode": "true"}, True),
                                               ({"x_shadow_mode": "false"}, False)], ids=str)
async def test_x_shadow_mode(serve: Serve, processor: Processor, given: dict[str, str], shadow: bool) -> None:
    assert (await told(serve, processor, config=config(), **given)).record.shadow is shadow


@pytest.mark.parametrize(("given", "environment"), [({}, "SANDBOX"), ({"x_environment": "production"}, "PRODUCTION"),
                                                    ({"x_environment": "sandbox"}, "SANDBOX")], ids=str)
async def test_x_environment(serve: Serve, processor: Processor, given: dict[str, str], environment: str) -> None:
    """Ours: it chooses between the processor's two systems, where the server allows that; there is no overlay."""
    call = await told(serve, processor, config=config(api_key="of_either"), **given)
    assert call.record.environment == environment


async def test_x_environment_of_the_other_kind_is_for_servers_that_allow_it(serve: Serve) -> None:
    _, client = await serve(other_environment=False)
    error = await refused(client, x_environment="production")
    assert (error.code, error.reason) == (Code.INVALID_ARGUMENT, "BAD_INPUT")


# -- errors: codes by cause -------------------------------------------------------------------------------------------
HOOK = {"request_details": {"method": "HTTP_METHOD_POST", "uri": "/hook", "body": "e30=",
                            "headers": {"stripe-signature": "t=1,v1=00"}}, "webhook_secrets": {"secret": "whsec_1"}}
CAUSES: list[Any] = [
    pytest.param(f"{PAY}/Authorize", {}, {}, Code.INVALID_ARGUMENT, "MISSING_REQUIRED_FIELD", id="missing field"),
    pytest.param(f"{PAY}/Authorize", payment(capture_method=99), {}, Code.INVALID_ARGUMENT, "INVALID_FIELD",
                 id="invalid field"),
    pytest.param(f"{PAY}/Authorize", payment(amount={"minor_amount": 1, "currency": "CURRENCY_UNSPECIFIED"}), {},
                 Code.INVALID_ARGUMENT, "MISSING_REQUIRED_FIELD", id="no currency"),
    pytest.param(f"{PAY}/Authorize", payment(), {"idempotency_key": "k" * 256}, Code.INVALID_ARGUMENT, "INVALID_FIELD",
                 id="length"),
    pytest.param(f"{PAY}/Authorize", payment(payment_method={"apple_pay_sdk": {}}), {}, Code.INVALID_ARGUMENT,
                 "MISSING_REQUIRED_FIELD", id="wallet token"),
    pytest.param(f"{PAY}/Get", {}, {}, Code.INVALID_ARGUMENT, "MISSING_REQUIRED_FIELD", id="no id"),
    pytest.param(f"{PAY}/CreateOrder", {"merchant_order_id": "o-1", "amount": USD}, {}, Code.FAILED_PRECONDITION,
                 "UNSUPPORTED", id="flow not supported"),
    pytest.param(f"{PAY}/Authorize", payment(capture_method="SCHEDULED"), {}, Code.FAILED_PRECONDITION,
                 "UNSUPPORTED", id="capture method not supported"),
    pytest.param(f"{PAY}/Authorize", payment(payment_method={"upi_collect": {}}), {}, Code.FAILED_PRECONDITION,
                 "UNSUPPORTED", id="payment method not supported"),
    pytest.param(f"{PAY}/Get", SYNC, {"x_connector_config": '{"config": {"Stripe": {"key": 1}}}'},
                 Code.FAILED_PRECONDITION, "INVALID_CONNECTOR_CONFIG", id="wrong credentials"),
    pytest.param(f"{PAY}/Get", SYNC, {"x_connector_config": '{"config": {"Stripe": {}}}'}, Code.FAILED_PRECONDITION,
                 "INVALID_CONNECTOR_CONFIG", id="incomplete credentials"),
    pytest.param("types.EventService/HandleEvent", HOOK, {}, Code.UNAUTHENTICATED, "SIGNATURE_MISMATCH",
                 id="webhook signature"),
    pytest.param(f"{PAY}/Get", SYNC, {"x_connector_config": None}, Code.UNAUTHENTICATED, "MISSING_CREDENTIALS",
                 id="no credentials"),
    pytest.param(f"{PAY}/Void", SYNC, {"x_connector_config": config("Gatepay", api_key="a", key1="b")}, Code.INTERNAL,
                 "INTERNAL", id="not encodable"),
]


@pytest.mark.usefixtures("gatepay")
@pytest.mark.parametrize(("rpc", "request_", "metadata", "code", "reason"), CAUSES)
async def test_the_code_of_a_cause_with_rich_details(
        serve: Serve, rpc: str, request_: Any, metadata: dict[str, Any], code: grpc.StatusCode, reason: str) -> None:
    _, client = await serve()
    error = await refused(client, rpc, request_, **metadata)
    assert (error.code, error.reason) == (code, reason), error.message
    its = error.details["IntegrationError"]
    assert (its.error_code, its.error_message) == (reason, error.message)


@pytest.mark.usefixtures("gatepay")
@pytest.mark.parametrize(("rpc", "request_", "metadata", "code", "reason"), CAUSES)
async def test_the_code_of_a_cause_with_the_contracts_bare_details(
        serve: Serve, rpc: str, request_: Any, metadata: dict[str, Any], code: grpc.StatusCode, reason: str) -> None:
    _, client = await serve(error_details=ErrorDetails.UCS)
    error = await refused(client, rpc, request_, **metadata)
    its = IntegrationError.FromString(error.raw)
    assert (error.code, its.error_code, its.error_message) == (code, reason, error.message)


# -- errors: of a processor -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("details", list(ErrorDetails))
@pytest.mark.parametrize(("http_status", "there", "code", "reason"), [
    (400, Code.INVALID_ARGUMENT, Code.UNKNOWN, "OUTCOME_UNKNOWN"),
    (401, Code.UNAUTHENTICATED, Code.FAILED_PRECONDITION, "REJECTED"),
    (403, Code.PERMISSION_DENIED, Code.FAILED_PRECONDITION, "REJECTED"),
    (404, Code.NOT_FOUND, Code.NOT_FOUND, "REJECTED"),
    (429, Code.RESOURCE_EXHAUSTED, Code.RESOURCE_EXHAUSTED, "REJECTED"),
    (500, Code.UNKNOWN, Code.UNKNOWN, "OUTCOME_UNKNOWN"),
    (503, Code.UNAVAILABLE, Code.UNKNOWN, "OUTCOME_UNKNOWN"),
    (504, Code.DEADLINE_EXCEEDED, Code.UNKNOWN, "OUTCOME_UNKNOWN"),
])
async def test_an_error_of_the_processor(serve: Serve, processor: Processor, details: ErrorDetails, http_status: int,
                                         there: grpc.StatusCode, code: grpc.StatusCode, reason: str) -> None:
    """We differ: UNAUTHENTICATED and PERMISSION_DENIED would be about our caller, and what clients send again on their
    own (UNAVAILABLE, DEADLINE_EXCEEDED) is not said of a payment that may have been made.
    """
    processor.status, processor.body = http_status, "not of this world"
    _, client = await serve(processor.url, error_details=details)
    error = await refused(client, f"{PAY}/Authorize", payment())
    assert error.code is code
    its = error.details["ConnectorError"] if details is ErrorDetails.RICH else ConnectorError.FromString(error.raw)
    assert (its.error_code, its.http_status_code) == (reason, http_status)
    assert (there is code) or reason in ("REJECTED", "OUTCOME_UNKNOWN")


async def test_a_documented_no_of_the_processor_is_no_error(serve: Serve, processor: Processor) -> None:
    """We differ: the reference makes a gRPC error of each 4xx."""
    processor.status = 402
    processor.body = json.dumps({"error": {"type": "card_error", "code": "card_declined", "message": "No.",
                                           "decline_code": "insufficient_funds"}})
    _, client = await serve(processor.url)
    declined = await client(f"{PAY}/Authorize", payment())
    assert PaymentStatus.Name(declined.status) == "FAILURE"
    assert declined.error.unified_details.code == "insufficient_funds"


# -- the reference's known faults -------------------------------------------------------------------------------------
async def test_grpc_timeout_ends_as_what_it_is(serve: Serve, processor: Processor) -> None:
    """There: CANCELLED. Here: while the payment is under way, an outcome that is unknown; else DEADLINE_EXCEEDED."""
    processor.may_answer.clear()
    _, client = await serve(processor.url)
    error = await refused(client, f"{PAY}/Authorize", payment(), timeout=0.5)
    assert (error.code, error.reason) == (Code.UNKNOWN, "OUTCOME_UNKNOWN")
