"""A server of the same libraries without Tollbridge: takes bytes, posts a form with aiohttp, gives bytes back.

`python -m bench.floor URL`. What it costs is grpcio's and aiohttp's; the rest of a payment is ours. Prints its port.
"""

from __future__ import annotations

import asyncio
import sys

import aiohttp
import grpc

from bench.case import rich
from bench.transform import STRIPE, context
from tollbridge.contract.codec import json_codec
from tollbridge.contract.pb import payments_pb2, statuses_pb2
from tollbridge.domain.operations import AUTHORIZE
from tollbridge.engine import build


async def serve(url: str) -> None:
    request = json_codec(AUTHORIZE).read_request(rich().request)
    body = build(STRIPE, AUTHORIZE, request, context(request)).body
    headers = {"content-type": "application/x-www-form-urlencoded", "authorization": "Bearer k"}
    answer = payments_pb2.PaymentServiceAuthorizeResponse(
        status=statuses_pb2.CHARGED, connector_transaction_id="pi_" + "0" * 300).SerializeToString()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        async def handle(message: bytes, call: grpc.aio.ServicerContext[bytes, bytes]) -> bytes:
            async with session.post(f"{url}/v1/payment_intents", data=body, headers=headers) as response:
                await response.read()
            return answer

        server = grpc.aio.server()
        server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(
            "types.PaymentService", {"Authorize": grpc.unary_unary_rpc_method_handler(handle)}),))
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        print(f"grpc 127.0.0.1:{port}", flush=True)
        await server.wait_for_termination()


if __name__ == "__main__":
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(sys.argv[1]))
