"""Health, and a drain that loses no call."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2

from edges.grpc.grpc_client import PAY, Client, Refused, config, payment
from edges.grpc.surroundings import Processor, Records, Serve
from tollbridge.contract.pb.statuses_pb2 import PaymentStatus
from tollbridge.domain.environment import Environment
from tollbridge.edges.grpc import GrpcOptions, GrpcServer
from tollbridge.service import Service, ServiceOptions, Serving
from tollbridge.service.serving import SIGNALS, serve as serve_until_told

INTENT = '{"id": "pi_1", "status": "succeeded", "currency": "usd", "amount": 1000}'
HEALTH = "/grpc.health.v1.Health"
SERVING, NOT_SERVING, UNKNOWN = (
    health_pb2.HealthCheckResponse.SERVING, health_pb2.HealthCheckResponse.NOT_SERVING,
    health_pb2.HealthCheckResponse.SERVICE_UNKNOWN)


async def check(channel: grpc.aio.Channel, service: str = "") -> int:
    ask = channel.unary_unary(f"{HEALTH}/Check", request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
                              response_deserializer=health_pb2.HealthCheckResponse.FromString)
    return int((await ask(health_pb2.HealthCheckRequest(service=service))).status)


def watch(channel: grpc.aio.Channel, service: str = "") -> Any:
    ask = channel.unary_stream(f"{HEALTH}/Watch", request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
                               response_deserializer=health_pb2.HealthCheckResponse.FromString)
    return ask(health_pb2.HealthCheckRequest(service=service))


async def seen(stream: Any) -> Any:
    return (await asyncio.wait_for(stream.read(), 5)).status


@pytest.mark.parametrize("service", [
    "", PAY, "tollbridge.v1.TokenService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"])
async def test_a_running_server_is_serving(serve: Serve, service: str) -> None:
    _, client = await serve()
    assert await check(client.channel, service) == SERVING


async def test_all_services_are_listed_with_their_health(serve: Serve) -> None:
    server, client = await serve(notice_s=0.5)
    ask: Any = client.channel.unary_unary(
        f"{HEALTH}/List", request_serializer=health_pb2.HealthListRequest.SerializeToString,
        response_deserializer=health_pb2.HealthListResponse.FromString)
    listed = (await ask(health_pb2.HealthListRequest())).statuses
    assert {"", PAY, "tollbridge.v1.TokenService", "grpc.health.v1.Health"} < set(listed)
    assert {each.status for each in listed.values()} == {SERVING}
    draining = asyncio.ensure_future(server.drain())
    await seen(watch(client.channel))
    assert {each.status for each in (await ask(health_pb2.HealthListRequest())).statuses.values()} == {NOT_SERVING}
    await draining


async def test_an_unknown_service_is_not_found_or_watched_as_unknown(serve: Serve) -> None:
    _, client = await serve()
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await check(client.channel, "types.NoService")
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND
    assert await seen(watch(client.channel, "types.NoService")) == UNKNOWN


async def test_those_who_watch_are_so_many_and_no_more(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tollbridge.edges.grpc.health.MOST_WATCHERS", 2)
    _, client = await serve()
    first, second = watch(client.channel), watch(client.channel, "types.NoService")
    assert (await seen(first), await seen(second)) == (SERVING, UNKNOWN)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await watch(client.channel).read()
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    first.cancel()
    async with asyncio.timeout(5):
        while True:  # until the server has seen that the first is gone
            with contextlib.suppress(grpc.aio.AioRpcError):
                assert await seen(watch(client.channel)) == SERVING
                break
    assert await check(client.channel) == SERVING


async def test_health_turns_first_and_calls_are_still_taken_during_the_notice(
        serve: Serve, processor: Processor) -> None:
    processor.body = INTENT
    server, client = await serve(processor.url, notice_s=0.5)
    watching = watch(client.channel)
    assert await seen(watching) == SERVING
    draining = asyncio.ensure_future(server.drain())
    assert await seen(watching) == NOT_SERVING
    assert await check(client.channel) == NOT_SERVING
    assert await seen(watch(client.channel)) == NOT_SERVING
    paid = await client(f"{PAY}/Authorize", payment())
    assert PaymentStatus.Name(paid.status) == "CHARGED"
    await draining


async def test_a_call_under_way_ends_and_new_ones_are_refused(serve: Serve, processor: Processor) -> None:
    processor.body = INTENT
    server, client = await serve(processor.url)
    processor.may_answer.clear()
    watching = watch(client.channel)
    assert await seen(watching) == SERVING
    call = client.start(f"{PAY}/Authorize", payment())
    await asyncio.wait_for(processor.arrived.wait(), 5)
    draining = asyncio.ensure_future(server.drain())
    assert await seen(watching) == NOT_SERVING
    async with grpc.aio.insecure_channel(f"127.0.0.1:{server.port}") as late:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await Client(late, config=config()).start(f"{PAY}/Authorize", payment())
    # CANCELLED: grpc took the connection just before it stopped to listen, and the call no more.
    assert caught.value.code() in {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED}
    assert len(processor.seen) == 1
    assert not draining.done()
    processor.may_answer.set()
    assert PaymentStatus.Name((await call).status) == "CHARGED"
    await asyncio.wait_for(draining, 4)  # the grace is 5: watchers keep nobody waiting
    assert await watching.read() is grpc.aio.EOF


@pytest.mark.parametrize("grace_s", [0.0, 0.1])
async def test_a_call_that_outlasts_the_grace_is_told_that_its_outcome_is_unknown(
        serve: Serve, processor: Processor, grace_s: float) -> None:
    server, client = await serve(processor.url, grace_s=grace_s)
    processor.may_answer.clear()
    call = client.start(f"{PAY}/Authorize", payment())
    await asyncio.wait_for(processor.arrived.wait(), 5)
    await asyncio.wait_for(server.drain(), 5)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    error = Refused(caught.value)
    assert (error.code, error.reason) == (grpc.StatusCode.UNKNOWN, "OUTCOME_UNKNOWN")
    assert "same idempotency key" in error.message


async def test_a_call_that_waits_for_what_another_fetches_is_told_that_nothing_was_sent(
        serve: Serve, processor: Processor, gatepay: None) -> None:
    records = Records()
    server, client = await serve(processor.url, grace_s=0.1, connector_urls={"gatepay": processor.url},
                                 telemetry=records)
    client.config = config("gatepay", api_key="k", key1="s")
    processor.may_answer.clear()
    calls = [client.start(f"{PAY}/Authorize", payment(reference=each)) for each in ("a", "b")]
    await asyncio.wait_for(processor.arrived.wait(), 5)
    while server.serving.service.running < 2:
        await asyncio.sleep(0.01)
    await asyncio.wait_for(server.drain(), 5)
    for call in calls:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await call
        error = Refused(caught.value)
        assert (error.code, error.reason) == (grpc.StatusCode.UNAVAILABLE, "NOT_SENT")
    assert [record.outcome for record in await records.ended(2)] == ["not_sent", "not_sent"]
    assert len(processor.seen) == 1


@pytest.mark.parametrize("wait", [-1.0, float("nan"), float("inf")])
def test_a_grace_that_is_no_time_is_refused(wait: float) -> None:
    with pytest.raises(ValueError, match="grace_s"):
        ServiceOptions(environment=Environment.TEST, grace_s=wait)


async def test_a_port_is_taken_once(serve: Serve) -> None:
    server, _ = await serve()
    with pytest.raises(RuntimeError):
        await GrpcServer(server.serving.service, GrpcOptions(port=server.port)).start()


PROGRAM = """
import sys
from tollbridge.domain.environment import Environment
from tollbridge.edges.grpc import GrpcOptions, GrpcServer
from tollbridge.service import Service, ServiceOptions, run
service = Service(ServiceOptions(environment=Environment.TEST, connector_urls={"stripe": sys.argv[1]}))
server = GrpcServer(service, GrpcOptions(port=0))
run(service, [server], ready=lambda: print(server.port, flush=True))
"""


@asynccontextmanager
async def process(url: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """A server in a process of its own, and its port."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, url, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    try:
        assert running.stdout is not None
        yield running, int(await asyncio.wait_for(running.stdout.readline(), 20))
    finally:
        if running.returncode is None:
            running.kill()
        await running.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_drains_and_the_process_exits_with_0(processor: Processor, number: signal.Signals) -> None:
    processor.body = INTENT
    processor.may_answer.clear()
    async with process(processor.url) as (running, port):
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            watching = watch(channel)
            assert await seen(watching) == SERVING
            call = Client(channel, config=config()).start(f"{PAY}/Authorize", payment())
            await asyncio.wait_for(processor.arrived.wait(), 10)
            running.send_signal(number)
            assert await seen(watching) == NOT_SERVING
            processor.may_answer.set()
            assert PaymentStatus.Name((await call).status) == "CHARGED"
        _, errors = await asyncio.wait_for(running.communicate(), 10)
        assert (running.returncode, errors) == (0, b"")


async def test_signals_that_follow_make_no_failure_of_the_end(processor: Processor) -> None:
    """As of somebody impatient, or of a service manager that tells a whole group of processes."""
    async with process(processor.url) as (running, _):
        async with asyncio.timeout(10):
            while running.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(running.pid, signal.SIGTERM)  # send_signal may reap it, before the loop has its exit code
                await asyncio.sleep(0.002)
        assert running.returncode == 0


class Slow:
    """An edge that takes its time to start."""

    most_connections = 0

    def __init__(self) -> None:
        self.starting = asyncio.Event()

    async def start(self) -> None:
        self.starting.set()
        await asyncio.sleep(60)

    def announce(self) -> None:
        raise AssertionError

    async def finish(self, within_s: float) -> None:
        raise AssertionError


async def test_a_call_of_the_edge_that_is_up_ends_where_another_never_comes_up(processor: Processor) -> None:
    processor.body = INTENT
    processor.may_answer.clear()
    service = Service(ServiceOptions(environment=Environment.TEST, connector_urls={"stripe": processor.url}))
    up, slow, ready = GrpcServer(service, GrpcOptions(port=0)), Slow(), asyncio.Event()
    running = asyncio.ensure_future(serve_until_told(Serving(service, up, slow), ready=ready.set))
    try:
        await slow.starting.wait()
        async with grpc.aio.insecure_channel(f"127.0.0.1:{up.port}") as channel:
            call = Client(channel, config=config()).start(f"{PAY}/Authorize", payment())
            await asyncio.wait_for(processor.arrived.wait(), 5)
            signal.raise_signal(signal.SIGTERM)
            await asyncio.sleep(0.05)
            assert not running.done()
            processor.may_answer.set()
            assert PaymentStatus.Name((await call).status) == "CHARGED"
        await asyncio.wait_for(running, 5)
        assert not ready.is_set()
    finally:
        running.cancel()
        for number in SIGNALS:
            asyncio.get_running_loop().remove_signal_handler(number)
