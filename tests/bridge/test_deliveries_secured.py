"""Deliveries by a bridge that may do on NATS what a bridge may, and nothing else."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

from msgspec.structs import replace

from bridge.merchants import QUICK, accounts_file, event, eventually, merchant, publish
from bridge.nats_surroundings import needs_nats_server
from bridge.secured import Secured, Using
from bridge.surroundings import bridge_options, make_streams
from tollbridge.accounts import StoreKind, StoreOptions, open_store
from tollbridge.bridge import access, alerts
from tollbridge.bridge.client import BridgeClient
from tollbridge.bridge.deliveries.deliverer import Deliverer
from tollbridge.bridge.redrive import find, redrive
from tollbridge.bridge.streams import StreamOptions
from tollbridge.transport import TransportSettings, async_transport


@needs_nats_server
async def test_a_bridge_delivers_keeps_and_buries_and_an_admin_brings_back(tmp_path: Path) -> None:
    secured = Secured(tmp_path / "nats")
    async with AsyncExitStack() as held:
        held.enter_context(secured.server.process)
        options = bridge_options(secured.server.url, streams={"deliveries": True})
        with Using(secured):
            await make_streams(options)

        async def client_of(user: str) -> BridgeClient:
            its = BridgeClient(replace(options, connection=secured.connection(user)))
            await its.open()
            held.push_async_callback(its.close)
            return its

        client, admin = await client_of(access.BRIDGE), await client_of(access.ADMIN)
        shop = await held.enter_async_context(merchant())
        store = open_store(StoreOptions(store=StoreKind.FILE, path=str(accounts_file(tmp_path, shop_1=shop)),
                                        private=False))
        held.push_async_callback(store.close)
        transport = async_transport(TransportSettings())
        held.push_async_callback(transport.close)
        deliverer = Deliverer(client, store, transport, "b1", QUICK)
        await deliverer.start()
        held.push_async_callback(deliverer.stop)

        shop.statuses = [500]
        await shop.took(await publish(admin, event(1)))
        shop.then = 410
        await publish(admin, event(2))

        async def buried() -> bool:
            return await find(admin, "evt_2") is not None
        await eventually(buried)
        letter = await find(admin, "evt_2")
        assert letter is not None
        assert letter.reason == alerts.ENDPOINT_GONE
        shop.then = 204
        await redrive(admin, letter, 60.0)
        await shop.took(["evt_2"])

        async def nothing_waits() -> bool:
            return not (await admin.connection.api("STREAM.INFO.DELIVERIES"))["state"]["messages"]
        await eventually(nothing_waits)


def test_no_worker_may_take_events_even_where_they_are_delivered() -> None:
    role = access.worker("worker-stripe", ["stripe"], StreamOptions(connectors=("stripe",), deliveries=True))
    said = [*role.publishes, *role.gathers]
    assert not [each for each in said if "deliveries" in each.lower() or "redriven" in each]
