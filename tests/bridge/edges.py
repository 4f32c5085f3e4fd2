"""A server whose calls go over NATS, and one whose calls do not, in front of the same sandbox."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, NamedTuple

import aiohttp
import grpc

from bridge.surroundings import bridge, bridge_options, make_streams, worker
from edges.grpc.grpc_client import Client, config
from tollbridge.bridge.client import BridgeClient, BridgeOptions
from tollbridge.bridge.relay import BridgeRelay
from tollbridge.domain.environment import Environment
from tollbridge.edges.grpc import GrpcOptions, GrpcServer
from tollbridge.edges.http import HttpOptions, HttpServer
from tollbridge.sandbox import Sandbox
from tollbridge.service import Service, ServiceOptions, Serving
from tollbridge.service.routing import Mode, Routing
from tollbridge.telemetry import CallRecord, Telemetry

CONFIG = json.dumps({"config": {"Stripe": {"api_key": "sk_test_bridge"}}})
PAYMENT: dict[str, Any] = {
    "merchant_transaction_id": "order-1", "amount": {"minor_amount": 4250, "currency": "USD"},
    "payment_method": {"card": {
        "card_number": {"value": "4242424242424242"}, "card_exp_month": {"value": "09"},
        "card_exp_year": {"value": "2031"}, "card_cvc": {"value": "314"},
        "card_holder_name": {"value": "Mira Okafor"}}},
    "address": {}, "capture_method": "AUTOMATIC", "auth_type": "NO_THREE_DS"}


def payment(its_id: str, minor_amount: int = 4250, **more: Any) -> dict[str, Any]:
    return {**PAYMENT, "merchant_transaction_id": its_id,
            "amount": {"minor_amount": minor_amount, "currency": "USD"}, **more}


class Told(NamedTuple):
    """An answer by HTTP."""

    status: int
    headers: Mapping[str, str]
    body: Any


class Records(Telemetry):
    def __init__(self) -> None:
        super().__init__()
        self.calls: list[CallRecord] = []

    def call_ended(self, record: CallRecord) -> None:
        self.calls.append(record)


class Front(NamedTuple):
    """A service with both edges, and a client of each."""

    service: Service
    grpc: Client
    session: aiohttp.ClientSession
    records: Records

    async def post(self, path: str, body: Any, headers: Mapping[str, str] = {}) -> Told:
        given = {"x-connector-config": CONFIG, **headers}
        async with self.session.post(path, json=body, headers={k: v for k, v in given.items() if v}) as answer:
            return Told(answer.status, answer.headers, await answer.json(content_type=None))

    async def get(self, path: str, headers: Mapping[str, str] = {}) -> Told:
        async with self.session.get(path, headers=headers) as answer:
            return Told(answer.status, answer.headers, await answer.json(content_type=None))


@asynccontextmanager
async def front(sandbox: Sandbox, client: BridgeClient | None = None, routing: Routing | None = None,
                **options: Any) -> AsyncIterator[Front]:
    """Over NATS where there is a client."""
    async with AsyncExitStack() as held:
        records = Records()
        service = Service(
            ServiceOptions(environment=Environment.TEST, connector_urls={"stripe": sandbox.base_url("stripe")},
                           routing=routing or Routing(mode=Mode.BRIDGE if client else Mode.DIRECT), **options),
            records, relay=BridgeRelay(client) if client is not None else None)
        rpc, http = GrpcServer(service, GrpcOptions(port=0)), HttpServer(service, HttpOptions(port=0))
        await held.enter_async_context(Serving(service, rpc, http))
        channel = await held.enter_async_context(grpc.aio.insecure_channel(f"127.0.0.1:{rpc.port}"))
        session = await held.enter_async_context(aiohttp.ClientSession(f"http://127.0.0.1:{http.port}"))
        yield Front(service, Client(channel, config=config(api_key="sk_test_bridge")), session, records)


class Surroundings(NamedTuple):
    sandbox: Sandbox
    bridge: BridgeClient
    options: BridgeOptions


@asynccontextmanager
async def surroundings(url: str, *connectors: str, workers: int = 1, **more: Any) -> AsyncIterator[Surroundings]:
    """Streams, a sandbox, a bridge, and so many workers."""
    async with AsyncExitStack() as held:
        options = bridge_options(url, *connectors, **more)
        await make_streams(options)
        sandbox = await held.enter_async_context(Sandbox())
        for _ in range(workers):
            await held.enter_async_context(worker(options, sandbox))
        yield Surroundings(sandbox, await held.enter_async_context(bridge(options)), options)
