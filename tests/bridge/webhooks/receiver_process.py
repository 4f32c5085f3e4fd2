"""A receiver that may be killed: `python -m bridge.webhooks.receiver_process NATS-URL`; prints its port."""

from __future__ import annotations

import asyncio
import sys

from bridge.surroundings import bridge_options
from bridge.webhooks.hooking import receiver


async def main(url: str) -> None:
    async with receiver(bridge_options(url)) as its:
        print(its.port, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
