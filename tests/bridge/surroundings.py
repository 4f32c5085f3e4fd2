"""What tests of the bridge have around them: streams on a real nats-server, a sandbox, bridges and workers."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from msgspec.structs import replace

from bridge.secured import current
from tollbridge.accounts import AccountStore
from tollbridge.accounts.mounted import EnvironmentSource
from tollbridge.accounts.store import KeptAccounts
from tollbridge.bridge.access import ADMIN, BRIDGE
from tollbridge.bridge.applying import carry_out_all
from tollbridge.bridge.audit.trail import AuditOptions
from tollbridge.bridge.client import BridgeClient, BridgeOptions, Order
from tollbridge.bridge.connection import Connection, ConnectionOptions
from tollbridge.bridge.gates.worker import GateOptions
from tollbridge.bridge.placing import place
from tollbridge.bridge.protection import keyfiles
from tollbridge.bridge.protection.options import BRIDGE as BRIDGE_KEYS, ProtectionOptions
from tollbridge.bridge.streams import SWEEPER, StreamOptions, apply, compare
from tollbridge.bridge.worker.work import Gates, Hooks
from tollbridge.bridge.worker.worker import Worker, WorkerOptions
from tollbridge.domain.environment import Environment
from tollbridge.domain.operations import AUTHORIZE, Operation
from tollbridge.domain.secret import Secret
from tollbridge.sandbox import Sandbox, SandboxThread
from tollbridge.service import Service, ServiceOptions
from tollbridge.telemetry import Telemetry

STRIPE = '{"config": {"Stripe": {"api_key": "sk_test_bridge"}}}'
CARD = "4242424242424242"


def stream_options(*connectors: str, **more: Any) -> StreamOptions:
    return StreamOptions(connectors=connectors or ("stripe",), **more)


def bridge_options(url: str, *connectors: str, streams: Mapping[str, Any] | None = None, **more: Any) -> BridgeOptions:
    """`url` may be several, with commas between. On a server with users, as the bridge's."""
    more.setdefault("protection", protection("bridge"))
    return BridgeOptions(connection=_as_user(ConnectionOptions(servers=tuple(url.split(","))), BRIDGE),
                         streams=stream_options(*connectors, **(streams or {})), **more)


def audit(key: str | None = None, role: str = "worker") -> AuditOptions:
    """Of a process that writes the trail, in streams with `audit`."""
    return AuditOptions(enabled=True, role=role, lazy=False, key=Secret(key) if key else None)


def _as_user(options: ConnectionOptions, user: str) -> ConnectionOptions:
    secured = current()
    return options if secured is None else secured.as_user(options, user)


def protection(role: str, **more: Any) -> ProtectionOptions | None:
    """With the key files of TEST_PROTECTION, a folder (`key_files`); None where there is none: then nothing is
    protected. By a variable, as processes of a test have it from each other.
    """
    folder = os.environ.get("TEST_PROTECTION")
    if folder is None:
        return None
    return ProtectionOptions(private_keys=f"{folder}/{role}.jwks", public_keys=f"{folder}/public.jwks", **more)


def key_files(folder: Path, *, hmac: bool = True) -> Path:
    """Of a bridge and a worker, each with keys of its own, and a secret that they share."""
    for role in ("bridge", "worker"):
        keyfiles.make(f"{folder}/{role}.jwks", f"{folder}/public.jwks", role, ["*"], signs=not hmac)
    if hmac:
        keyfiles.link([f"{folder}/bridge.jwks", f"{folder}/worker.jwks"], ["*"])
    return folder


def of_worker(options: BridgeOptions, connectors: Sequence[str] = ("stripe",)) -> BridgeOptions:
    """The same, with the keys that a worker of these has, and as the user that it is."""
    secured, its = current(), options.protection
    if secured is not None:
        options = replace(options, connection=secured.as_user(options.connection, secured.worker_of(connectors)))
    if its is None:
        return options
    return replace(options, protection=replace(its, private_keys=its.private_keys.replace("bridge", "worker")))


def as_admin(options: ConnectionOptions) -> ConnectionOptions:
    """For what a person does, and what nobody of ours does."""
    return _as_user(options, ADMIN)


def as_bridge(options: BridgeOptions) -> BridgeOptions:
    """Of settings that name no user."""
    return replace(options, connection=_as_user(options.connection, BRIDGE))


async def make_streams(options: BridgeOptions, *consumers: str) -> None:
    """Of the consumers only those whose names begin so, if any are given: in a cluster each is a raft group."""
    connection = Connection(as_admin(options.connection))
    await connection.open()
    if not consumers:
        await apply(connection, options.streams)
    else:
        wanted = (*consumers, "retry_", SWEEPER)
        await carry_out_all(connection, [change for change in await compare(connection, options.streams)
                                         if change.what.stream is None or change.what.name.startswith(wanted)])
        await place(connection, options.streams)
    await connection.close()


@asynccontextmanager
async def bridge(options: BridgeOptions, *, role: str = BRIDGE_KEYS) -> AsyncIterator[BridgeClient]:
    """`role` is whose keys the options name."""
    client = BridgeClient(options, role=role)
    await client.open()
    try:
        yield client
    finally:
        for other in _others.pop(client, {}).values():
            await other.close()
        await client.close()


_others: WeakKeyDictionary[BridgeClient, dict[str, BridgeClient]] = WeakKeyDictionary()


async def admin(client: BridgeClient, user: str = ADMIN) -> BridgeClient:
    """For what a test does beside it that no bridge may do: breaks streams, forges, reads all, speaks as somebody else.
    On a server without users there is no other.
    """
    if current() is None:
        return client
    others = _others.setdefault(client, {})
    if user not in others:
        others[user] = BridgeClient(replace(client.options, connection=_as_user(client.options.connection, user)),
                                    role=None)
        await others[user].open()
    return others[user]


async def caller(client: BridgeClient) -> BridgeClient:
    return await admin(client, "anyone")


@asynccontextmanager
async def worker(options: BridgeOptions, sandbox: Sandbox | SandboxThread, hooks: Hooks | None = None,
                 gates: Gates | GateOptions | None = None, *, connectors: Sequence[str] = ("stripe",),
                 urls: Mapping[str, str] | None = None, accounts: AccountStore | Mapping[str, str] | None = None,
                 telemetry: Telemetry | None = None, **more: Any) -> AsyncIterator[Worker]:
    """`urls` are by connector where not all of them find their processor at the sandbox's Stripe. `accounts` as the
    store reads them from variables. `more` are WorkerOptions.
    """
    if isinstance(gates, GateOptions):
        more["gates"], gates = gates, None
    if isinstance(accounts, Mapping):
        accounts = KeptAccounts(EnvironmentSource(dict(accounts)), refresh_s=3600)
    service = Service(
        ServiceOptions(environment=Environment.TEST,
                       connector_urls=dict(urls or dict.fromkeys(connectors, sandbox.base_url("stripe")))),
        telemetry, accounts=accounts)
    its = Worker(WorkerOptions(bridge=of_worker(options, connectors), connectors=tuple(connectors), **more), service,
                 hooks, gates)
    await service.open()
    await its.start()
    try:
        yield its
    finally:
        await its.drain()


@asynccontextmanager
async def stack(url: str, **more: Any) -> AsyncIterator[tuple[BridgeClient, Sandbox]]:
    """One bridge, one worker, one sandbox, on streams that are there."""
    async with AsyncExitStack() as held:
        options = bridge_options(url, **more)
        await make_streams(options)
        sandbox = await held.enter_async_context(Sandbox())
        await held.enter_async_context(worker(options, sandbox))
        yield await held.enter_async_context(bridge(options)), sandbox


def authorize(payment: str, minor_amount: int = 4250, *, number: str = CARD, **more: Any) -> Order:
    """By card; captured at once, unless the request says otherwise."""
    request = {"merchant_transaction_id": payment, "amount": {"minor_amount": minor_amount, "currency": "USD"},
               "payment_method": {"card": {
                   "card_number": {"value": number}, "card_exp_month": {"value": "09"},
                   "card_exp_year": {"value": "2031"}, "card_cvc": {"value": "314"},
                   "card_holder_name": {"value": "Mira Okafor"}}},
               "address": {}, **more.pop("request", {})}
    return order(AUTHORIZE, request, **more)


ACCOUNTS = {"TOLLBRIDGE_ACCOUNT__SHOP-1__STRIPE__API_KEY": "sk_test_bridge"}
"""As the account store of a worker reads them."""


def authorize_stored(payment: str, minor_amount: int = 4250, **more: Any) -> Order:
    """By a method in the processor's vault, with the account that the workers have: nothing of it is sealed."""
    request = {"merchant_transaction_id": payment, "amount": {"minor_amount": minor_amount, "currency": "USD"},
               "payment_method": {"token": {"token": {"value": "pm_card_visa"}}}, "address": {},
               **more.pop("request", {})}
    return order(AUTHORIZE, request, config=None, **more)


def order(operation: Operation[Any, Any], request: dict[str, Any], **more: Any) -> Order:
    given = {"connector": "stripe", "merchant_id": "shop-1", "environment": "sandbox", "config": STRIPE, **more}
    return Order(operation=operation, request=request, **given)
