"""Limits of messages, metadata, streams and connections: each refusal is told, and the server goes on."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
import pytest
from h2.errors import ErrorCodes
from h2.events import ConnectionTerminated, PingAckReceived, RemoteSettingsChanged
from h2.settings import SettingCodes

from edges.grpc.grpc_client import PAY, Client, Refused, config, payment
from edges.grpc.raw_client import connected
from edges.grpc.surroundings import Processor, Serve
from tollbridge.contract.pb.payments_pb2 import PaymentServiceGetRequest
from tollbridge.edges.grpc import GrpcOptions

Code = grpc.StatusCode
SYNC = {"connector_transaction_id": "pi_1"}
SYNC_BYTES = PaymentServiceGetRequest(connector_transaction_id="pi_1").SerializeToString()
INTENT = '{"id": "pi_1", "status": "succeeded", "currency": "usd", "amount": 1000}'


async def refused(call: Any) -> tuple[grpc.StatusCode, str]:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    return caught.value.code(), caught.value.details() or ""


async def test_a_message_that_is_too_large_is_refused_with_both_sizes(serve: Serve, processor: Processor) -> None:
    processor.body = INTENT
    _, client = await serve(processor.url, max_message_bytes=10_000)
    ask: Any = client.channel.unary_unary(f"/{PAY}/Authorize")
    code, why = await refused(ask(b"\0" * 10_001, metadata=(("x-connector-config", config()),)))
    assert code is Code.RESOURCE_EXHAUSTED
    assert "10001" in why
    assert "10000" in why
    assert (await client(f"{PAY}/Get", SYNC)).connector_transaction_id == "pi_1"


async def test_an_answer_is_as_large_as_it_is(serve: Serve, processor: Processor) -> None:
    """Money may have moved: that its message is large is no reason to say that nothing was done."""
    large = "x" * 50_000
    processor.body = f'{{"id": "pi_{large}", "status": "succeeded", "currency": "usd", "amount": 1000}}'
    _, client = await serve(processor.url, max_message_bytes=10_000)
    assert (await client(f"{PAY}/Authorize", payment())).connector_transaction_id == f"pi_{large}"


async def test_metadata_that_is_too_large_is_refused(serve: Serve, processor: Processor) -> None:
    processor.body = INTENT
    _, client = await serve(processor.url, max_metadata_bytes=20_000)
    for size in (18_000, 19_000):
        await client(f"{PAY}/Get", SYNC, x_more="m" * size)
    for _ in range(10):
        code, why = await refused(client.start(f"{PAY}/Get", SYNC, x_more="m" * 40_000))
        assert (code, "metadata size" in why) == (Code.RESOURCE_EXHAUSTED, True), why
    assert len(processor.seen) == 2


async def test_how_many_calls_a_connection_may_carry_is_told_in_its_greeting(serve: Serve) -> None:
    server, _ = await serve(max_streams=7)
    async with connected(server.port) as raw:
        greeted = await raw.first(RemoteSettingsChanged)
        assert greeted is not None
        assert greeted.changed_settings[SettingCodes.MAX_CONCURRENT_STREAMS].new_value == 7


async def test_calls_beyond_what_a_connection_carries_are_answered_or_never_sent(
        serve: Serve, processor: Processor) -> None:
    """Clients of grpc wait for their turn, but for one that comes a moment early: that is refused, untouched."""
    processor.body = INTENT
    _, client = await serve(processor.url, max_streams=2)
    calls = await asyncio.gather(*(client.start(f"{PAY}/Get", SYNC) for _ in range(20)), return_exceptions=True)
    refused = [call for call in calls if isinstance(call, grpc.aio.AioRpcError)]
    assert {call.code() for call in refused} <= {Code.UNAVAILABLE}
    assert len(processor.seen) == len(calls) - len(refused) > 2


async def test_pings_without_end_are_too_many(serve: Serve) -> None:
    server, client = await serve()
    async with connected(server.port) as raw:
        for number in range(20):
            raw.h2.ping(number.to_bytes(8, "big"))
        await raw.flush()
        gone = await raw.first(ConnectionTerminated)
    assert gone is not None
    assert (gone.error_code, gone.additional_data) == (ErrorCodes.ENHANCE_YOUR_CALM, b"too_many_pings")
    await still_answers(client)


async def test_pings_now_and_then_are_answered(serve: Serve, processor: Processor) -> None:
    """Of a client that keeps an idle connection alive: grpc's own default sends it away."""
    processor.body = INTENT
    server, _ = await serve(processor.url, client_ping_s=0.01)
    async with connected(server.port) as raw:
        for _ in range(5):
            raw.h2.ping(b"are you?")
            await raw.flush()
            assert await raw.first(PingAckReceived) is not None
            raw.events.clear()
            await asyncio.sleep(0.02)  # that much apart is what is tested
        assert (await raw.ended(await raw.call(body=SYNC_BYTES)))["grpc-status"] == "0"


async def test_a_connection_that_greets_nobody_is_cut_off(serve: Serve) -> None:
    server, client = await serve(handshake_s=0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"PRI * HTTP/2.0\r\n")
    async with asyncio.timeout(5):
        while await reader.read(65536):
            pass  # the server's own greeting
    writer.close()
    await still_answers(client)


async def test_an_old_connection_is_asked_to_close(serve: Serve) -> None:
    server, _ = await serve(connection_age_s=0.3)
    async with connected(server.port) as raw:
        gone = await raw.first(ConnectionTerminated)
    assert gone is not None
    assert (gone.error_code, gone.additional_data) == (ErrorCodes.NO_ERROR, b"max_age")


async def test_age_cuts_no_call_off_and_clients_see_nothing_of_it(serve: Serve, processor: Processor) -> None:
    processor.body = INTENT
    processor.may_answer.clear()
    server, client = await serve(processor.url, connection_age_s=0.2)
    call = client.start(f"{PAY}/Get", SYNC)
    async with connected(server.port) as younger:  # its end comes after that of the call's connection
        assert await younger.first(ConnectionTerminated) is not None
    processor.may_answer.set()
    assert (await call).connector_transaction_id == "pi_1"
    for _ in range(5):
        await client(f"{PAY}/Get", SYNC)
        await asyncio.sleep(0.1)


async def test_an_idle_connection_is_closed(serve: Serve) -> None:
    server, client = await serve(connection_idle_s=0.3)
    async with connected(server.port) as raw:
        gone = await raw.first(ConnectionTerminated)
        assert gone is not None
        assert gone.additional_data == b"connection idle"
        assert not await raw.read()
    await still_answers(client)


async def test_a_peer_that_no_longer_answers_is_given_up(serve: Serve) -> None:
    """Half-open: the connection stands, and nobody is there."""
    server, client = await serve(keepalive_s=0.2, keepalive_answer_s=0.2)
    async with connected(server.port) as raw:
        raw.deaf = True
        gone = await raw.first(ConnectionTerminated)
        assert gone is not None
        assert gone.additional_data == b"ping_timeout"
        assert not await raw.read()
    await still_answers(client)


async def test_a_deadline_that_has_passed_sends_nothing(serve: Serve, processor: Processor) -> None:
    processor.body = INTENT
    server, _ = await serve(processor.url)
    async with connected(server.port) as raw:
        told = await raw.ended(await raw.call(body=SYNC_BYTES, grpc_timeout="1n"))
        assert told["grpc-status"] == str(Code.DEADLINE_EXCEEDED.value[0])
        assert (await raw.ended(await raw.call(body=SYNC_BYTES, grpc_timeout="5S")))["grpc-status"] == "0"
    assert len(processor.seen) == 1


async def still_answers(client: Client) -> None:
    """With an error of ours, which it takes no processor to get."""
    with pytest.raises(Refused) as caught:
        await client(f"{PAY}/Authorize", {})
    assert caught.value.reason == "MISSING_REQUIRED_FIELD"


@pytest.mark.parametrize("given", [
    {"max_message_bytes": 0}, {"max_metadata_bytes": 2**31}, {"max_streams": -1}, {"handshake_s": 0.0},
    {"connection_age_s": float("nan")}, {"connection_idle_s": float("inf")}, {"keepalive_s": 1e9}], ids=str)
def test_a_limit_that_is_none_is_refused(given: dict[str, Any]) -> None:
    (name,) = given
    with pytest.raises(ValueError, match=name):
        GrpcOptions(**given)


async def test_whoever_is_one_too_many_in_a_burst_is_told_so(serve: Serve, processor: Processor) -> None:
    processor.may_answer.clear()
    server, client = await serve(processor.url, max_concurrent=30)
    calls = [asyncio.ensure_future(client(f"{PAY}/Get", {"connector_transaction_id": "pi_1"})) for _ in range(60)]
    async with asyncio.timeout(10):
        while sum(call.done() for call in calls) < 30 or server.serving.service.running < 30:
            await asyncio.sleep(0.01)
    reasons = [error.reason for call in calls if call.done() and isinstance(error := call.exception(), Refused)]
    assert reasons == ["OVERLOADED"] * 30
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
