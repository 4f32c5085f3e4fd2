"""What never left is sent again by the service, within the call's own time; nothing else is."""

from __future__ import annotations

import asyncio
import socket
from contextlib import closing

import grpc
import pytest
from aiohttp import web

from edges.grpc.grpc_client import PAY, Refused, payment
from edges.grpc.surroundings import Processor, Records, Serve
from tollbridge.engine.retries import Retries

INTENT = '{"id": "pi_1", "status": "succeeded", "currency": "usd", "amount": 1000}'
SYNC = {"connector_transaction_id": "pi_1"}


def free_port() -> int:
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


async def test_a_refused_connection_is_tried_again_until_the_processor_is_back(serve: Serve) -> None:
    processor, port, told = Processor(), free_port(), Records()
    processor.body = INTENT
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", processor.answer)
    _, client = await serve(f"http://127.0.0.1:{port}", telemetry=told,
                            retries=Retries(unsent=5, first_wait_s=0.4, longest_wait_s=2.0))
    call = asyncio.ensure_future(client(f"{PAY}/Get", SYNC))
    runner = web.AppRunner(app)
    await runner.setup()
    while not told.sent:
        await asyncio.sleep(0.005)
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        await call
        assert len(processor.seen) == 1
        outcomes = [each.outcome for each in told.sent]
        assert (outcomes[0], outcomes[-1]) == ("unreachable", "ok")
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("unsent", [0, 2])
async def test_how_often_is_for_the_options_to_say(serve: Serve, unsent: int) -> None:
    told = Records()
    _, client = await serve(telemetry=told, retries=Retries(unsent=unsent, first_wait_s=0.01))
    with pytest.raises(Refused) as refused:
        await client(f"{PAY}/Get", SYNC)
    assert refused.value.code is grpc.StatusCode.UNAVAILABLE
    assert [each.attempts for each in told.sent] == list(range(1, 2 + unsent))


async def test_what_may_have_arrived_is_not_sent_again(serve: Serve, processor: Processor) -> None:
    processor.status = 503
    _, client = await serve(processor.url, retries=Retries(unsent=5, first_wait_s=0.01))
    with pytest.raises(Refused):
        await client(f"{PAY}/Get", SYNC)
    assert len(processor.seen) == 1


async def test_a_caller_that_gives_up_while_nothing_has_left_leaves_nothing_unknown(serve: Serve) -> None:
    told = Records()
    _, client = await serve(telemetry=told, retries=Retries(unsent=5, first_wait_s=60.0, longest_wait_s=60.0))
    call = client.start(f"{PAY}/Authorize", payment())
    async with asyncio.timeout(10):
        while not told.sent:
            await asyncio.sleep(0.005)
        call.cancel()
    (record,) = await told.ended()
    assert (record.outcome, record.sent) == ("cancelled", 0)
