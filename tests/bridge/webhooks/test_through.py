"""The whole way of a webhook: received, stored, read by a worker, published, and delivered to the merchant's server."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

from bridge.merchants import QUICK, accounts_file, merchant
from bridge.webhooks.hooking import hook_worker, paid, stage
from tollbridge.accounts import StoreKind, StoreOptions, open_store
from tollbridge.bridge.deliveries.deliverer import Deliverer
from tollbridge.bridge.server import NatsServer
from tollbridge.transport import TransportSettings, async_transport


async def test_a_webhook_reaches_the_merchant_with_its_version(empty_nats_server: NatsServer, tmp_path: Path) -> None:
    async with AsyncExitStack() as held:
        its = await held.enter_async_context(stage(empty_nats_server.url, streams={"deliveries": True}))
        shop = await held.enter_async_context(merchant())
        await held.enter_async_context(hook_worker(its.options, its.sandbox, parked_s=0.2))
        store = open_store(StoreOptions(store=StoreKind.FILE, path=str(accounts_file(tmp_path, shop_1=shop)),
                                        private=False))
        held.push_async_callback(store.close)
        transport = async_transport(TransportSettings())
        held.push_async_callback(transport.close)
        deliverer = Deliverer(its.client, store, transport, "b1", QUICK)
        await deliverer.start()
        held.push_async_callback(deliverer.stop)
        shop.statuses = [503]
        for repeated in range(2):  # the processor sends it twice
            assert (await its.receiver.post(paid("evt_1")))[0] == 200, repeated
        assert (await its.receiver.post(paid("evt_2", "pi_2")))[0] == 200
        await shop.until(lambda: len(shop.got) == 2)
        published = {body["id"]: message.data for body, message in zip(its.heard.bodies, its.heard.messages,
                                                                       strict=True)}
        assert len(published) == 2
        assert sorted(shop.got) == sorted(published)
        for (its_id, _), body, told in zip(shop.seen, shop.bodies, shop.told, strict=True):
            assert body == published[its_id]
            assert int(told["tollbridge-version"]) >= 1
