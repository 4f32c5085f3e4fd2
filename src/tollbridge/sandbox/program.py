"""The sandbox as a process of its own: prints its URL as one line, runs until SIGINT or SIGTERM."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
from collections.abc import Callable, Sequence

from tollbridge.sandbox import conduct
from tollbridge.sandbox.faults import Fault
from tollbridge.sandbox.server import Sandbox

GARBAGE_AFTER = (50_000, 20, 100)
"""What the sandbox makes it keeps: to look for garbage at Python's own pace stops it for up to 0.3 s under load."""


def run(*, port: int, webhook_url: str | None, webhook_secret: str, faults: Sequence[Fault | str] = (),
        latencies: Sequence[str] = (), keys_kept: Sequence[str] = ()) -> None:
    """`latencies` and `keys_kept` are texts as the command line takes them. Raises ValueError for what is wrong in
    faults or texts, OSError for a port that is taken."""
    sandbox = Sandbox(port=port, webhook_url=webhook_url, webhook_secret=webhook_secret, faults=faults)
    for text in latencies:
        processor, seconds = conduct.parse(text)
        sandbox.conducts.set(processor, latency_s=seconds)
    for text in keys_kept:
        processor, seconds = conduct.parse(text)
        sandbox.conducts.set(processor, keys_kept_for_s=seconds)
    _raise_file_limit()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_AFTER)
    with asyncio.Runner(loop_factory=_new_event_loop()) as runner:
        runner.run(_serve(sandbox))


async def _serve(sandbox: Sandbox) -> None:
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, over.set)
    async with sandbox:
        print(sandbox.url, flush=True)
        await over.wait()


def _raise_file_limit() -> None:
    """Every call under way has a connection of its own, and many systems begin with 1,024."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _new_event_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop
    return uvloop.new_event_loop
