"""Whatever a client sends to the gRPC server, it is told a named error, or gets an answer; the server goes on.

The server is a process of its own, with a processor behind it that is not there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status
from hypothesis import given, strategies as st

from fuzz.mutations import broken_bytes, broken_json
from fuzz.test_fuzz import EXAMPLES, message, operations, tried
from tollbridge.domain.operations import AUTHORIZE, Operation
from tollbridge.edges.grpc.status import CODES

PROGRAM = """
from tollbridge.domain.environment import Environment
from tollbridge.edges.grpc import GrpcOptions, GrpcServer
from tollbridge.service import Service, ServiceOptions, run
nowhere = dict.fromkeys(("stripe", "adyen", "paypal", "phonepe"), "http://127.0.0.1:9")
service = Service(ServiceOptions(environment=Environment.TEST, connector_urls=nowhere))
server = GrpcServer(service, GrpcOptions(port=0))
run(service, [server], ready=lambda: print(server.port, flush=True))
"""
ACCOUNTS = {
    "Stripe": {"api_key": "sk_test_1"}, "Adyen": {"api_key": "k", "merchant_account": "m", "review_key": "r"},
    "Paypal": {"client_id": "c", "client_secret": "s"},
    "Phonepe": {"merchant_id": "m", "salt_key": "s", "salt_index": "1"},
}
OWN = grpc.StatusCode
BY_GRPC = {OWN.RESOURCE_EXHAUSTED, OWN.CANCELLED}
"""What grpc refuses by itself: too large. What it takes for an illegal value of metadata never leaves the client."""
texts = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)
KEYS = ("x-connector", "x-auth", "x-api-key", "x-key1", "x-key2", "x-api-secret", "x-auth-key-map", "x-request-id",
        "x-merchant-id", "x-tenant-id", "x-reference-id", "x-resource-id", "x-shadow-mode", "x-environment",
        "idempotency-key", "authorization", "traceparent", "tracestate", "x-other")
WORDS = ("stripe", "adyen", "header-key", "body-key", "currency-auth-key", "no-key", "true", "production", "sandbox",
         "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "4242424242424242", "{}", "null", "Bearer x")


@pytest.fixture(scope="module")
def channel() -> Iterator[grpc.Channel]:
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE) as server:
        try:
            assert server.stdout is not None
            with grpc.insecure_channel(f"127.0.0.1:{int(server.stdout.readline())}") as channel:
                yield channel
            server.terminate()
            assert server.wait(60) == 0
        finally:
            server.kill()


def told(channel: grpc.Channel, rpc: str | None, body: bytes, metadata: list[tuple[str, str]]) -> str:
    """The reason of the error, "" for an answer, or grpc's own code."""
    ask: Any = channel.unary_unary(f"/{rpc}")
    try:
        ask(body, metadata=metadata, timeout=30)
    except grpc.RpcError as error:
        ended: Any = error
        details = dict(ended.trailing_metadata() or ()).get("grpc-status-details-bin")
        if details is None:
            assert ended.code() in BY_GRPC, (ended.code(), ended.details())
            return str(ended.code())
        info = ErrorInfo()
        assert Status.FromString(details).details[0].Unpack(info)
        assert CODES.get(info.reason) in (ended.code(), OWN.FAILED_PRECONDITION), (info.reason, ended.code())
        assert info.reason != "INTERNAL", ended.details()
        return str(info.reason)
    return ""


@tried(EXAMPLES)
@given(operation=operations, drawn=st.data(), connector=st.sampled_from(sorted(ACCOUNTS)))
def test_any_message_is_answered_or_a_named_error(
        channel: grpc.Channel, operation: Operation[Any, Any], drawn: st.DataObject, connector: str) -> None:
    genuine = message(drawn, operation).SerializeToString()
    body = drawn.draw(broken_bytes(genuine) | st.just(genuine), label="bytes")
    config = json.dumps({"config": {connector: ACCOUNTS[connector]}})
    reason = told(channel, operation.rpc, body, [("x-connector-config", config)])
    assert reason not in ("UNAUTHENTICATED", "INVALID_CONNECTOR_CONFIG", "FORBIDDEN")


@tried(EXAMPLES)
@given(drawn=st.data(), connector=st.sampled_from(sorted(ACCOUNTS)))
def test_any_metadata_is_taken_or_a_named_error(channel: grpc.Channel, drawn: st.DataObject, connector: str) -> None:
    config = drawn.draw(broken_json({"config": {connector: ACCOUNTS[connector]}}), label="config")
    text = config.decode("ascii", "ignore").translate(dict.fromkeys((*range(32), 127)))[:30_000]
    more = drawn.draw(st.lists(st.tuples(st.sampled_from(KEYS), texts | st.sampled_from(WORDS)), max_size=6))
    given_ = [("x-connector-config", text)] if drawn.draw(st.booleans(), label="with config") else []
    reason = told(channel, AUTHORIZE.rpc, b"", [*given_, *more])
    assert reason != ""  # an empty request is never a payment
