"""`python -m tollbridge.sandbox --port 0`: prints its URL as one line, runs until SIGINT or SIGTERM, ends with 0."""

from __future__ import annotations

import argparse
import asyncio
import signal
from collections.abc import Sequence

from tollbridge.sandbox.faults import Fault
from tollbridge.sandbox.server import WEBHOOK_SECRET, Sandbox


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tollbridge.sandbox",
                                     description="Simulated payment processors on this machine; no money moves.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port (the default)")
    parser.add_argument("--webhook-url", help="where every processor's events go; none by default")
    parser.add_argument("--webhook-secret", default=WEBHOOK_SECRET, help="default: %(default)s")
    parser.add_argument("--fault", dest="faults", action="append", default=[], metavar="KIND[:OPERATION[:TIMES]]",
                        help="set from the start, any number of them: latency:refunds.create:3:2.5 (the last number "
                             "are its seconds); the operation may be * or begin with a processor and a slash, times "
                             "may be * for always")
    return parser.parse_args(words)


async def run(port: int, webhook_url: str | None, webhook_secret: str, faults: Sequence[Fault | str] = ()) -> None:
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, over.set)
    async with Sandbox(port=port, webhook_url=webhook_url, webhook_secret=webhook_secret,
                       faults=faults) as sandbox:
        print(sandbox.url, flush=True)
        await over.wait()


def main(words: Sequence[str] | None = None) -> None:
    chosen = _arguments(words)
    try:
        asyncio.run(run(chosen.port, chosen.webhook_url, chosen.webhook_secret, chosen.faults))
    except ValueError as error:
        raise SystemExit(f"tollbridge.sandbox: {error}") from None


if __name__ == "__main__":
    main()
