"""The end of a server: it says so first, finishes what is under way, and leaves nobody in doubt."""

from __future__ import annotations

import asyncio
import json
import socket
import time

import pytest

from edges.grpc.surroundings import Processor
from edges.http.surroundings import PAYMENT, Connection, Serve, get, post
from edges.http.test_http_calls import is_problem
from tollbridge.domain.environment import Environment
from tollbridge.edges.grpc import GrpcOptions, GrpcServer
from tollbridge.edges.http import HttpOptions, HttpServer
from tollbridge.service import Service, ServiceOptions, Serving

PAY = "/payments/authorize"


async def test_it_is_ready_until_it_drains_and_takes_calls_a_while_longer(serve: Serve) -> None:
    server = await serve(notice_s=0.3)
    assert (await server.ask(get("/readyz"))).status == 200
    draining = asyncio.create_task(server.serving.drain())
    await asyncio.sleep(0.05)
    answer = await server.ask(get("/readyz"))
    assert (answer.status, answer.body) == (503, b"draining\n")
    assert (await server.ask(get("/livez"))).status == 200
    is_problem(await server.ask(post(PAY, {})), "MISSING_REQUIRED_FIELD")
    await draining
    with pytest.raises(ConnectionError):
        await Connection.open(server.port)


async def test_calls_under_way_end_and_idle_connections_are_closed(serve: Serve, processor: Processor) -> None:
    processor.body = json.dumps({"id": "pi_1", "status": "succeeded", "amount": 1000, "currency": "usd"})
    processor.may_answer.clear()
    server = await serve(processor.url)
    idle, busy = await server.connect(), await server.connect()
    await idle.send(get("/livez"))
    await idle.answer()
    await busy.send(post(PAY, PAYMENT))
    await processor.arrived.wait()
    draining = asyncio.create_task(server.serving.drain())
    assert await idle.ends()
    assert not draining.done()
    processor.may_answer.set()
    answer = await busy.answer()
    assert (answer.status, answer.json["status"], answer.headers["connection"]) == (200, "CHARGED", "close")
    assert await busy.ends()
    await draining
    idle.close()
    busy.close()


async def test_a_call_that_does_not_end_in_time_is_told_that_its_outcome_is_unknown(
        serve: Serve, processor: Processor) -> None:
    processor.may_answer.clear()
    server = await serve(processor.url, grace_s=0.2)
    waiting = await server.connect()
    await waiting.send(post(PAY, PAYMENT))
    await processor.arrived.wait()
    began = time.monotonic()
    draining = asyncio.create_task(server.serving.drain())
    told = is_problem(await waiting.answer(), "OUTCOME_UNKNOWN")
    assert told["advice"]
    await draining
    assert time.monotonic() - began < 2
    waiting.close()


async def test_a_port_that_is_taken_is_told(serve: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(RuntimeError, match="cannot listen on 127"):
        await serve(port=taken.getsockname()[1])


async def test_both_edges_serve_in_one_process_and_drain_together() -> None:
    service = Service(ServiceOptions(environment=Environment.TEST))
    http, grpc = HttpServer(service, HttpOptions(port=0)), GrpcServer(service, GrpcOptions(port=0))
    async with Serving(service, http, grpc):
        for port in (http.port, grpc.port):
            (await Connection.open(port)).close()
    for port in (http.port, grpc.port):
        with pytest.raises(ConnectionError):
            await Connection.open(port)


async def test_a_call_whose_body_comes_after_the_grace_is_not_begun(serve: Serve, processor: Processor) -> None:
    """There would be nobody left to tell what became of it."""
    server = await serve(processor.url, grace_s=0.1)
    late = await server.connect()
    request = post(PAY, PAYMENT)
    await late.send(request[:-5])
    draining = asyncio.create_task(server.serving.drain())
    while not server.service.ended:
        await asyncio.sleep(0.01)
    await late.send(request[-5:])
    answer = await late.answer()
    is_problem(answer, "NOT_SENT")
    assert (answer.status, processor.seen) == (503, [])
    await draining
    late.close()
