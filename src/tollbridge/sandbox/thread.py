"""A sandbox in a thread of its own, for tests and scripts that are not asynchronous."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypedDict, TypeVar, Unpack

from tollbridge.domain.secret import Secret
from tollbridge.sandbox.faults import Fault
from tollbridge.sandbox.server import Sandbox

T = TypeVar("T")


class SandboxOptions(TypedDict, total=False):
    """What `Sandbox` takes."""

    host: str
    port: int
    webhook_url: str | None
    webhook_secret: Secret | str
    clock: Callable[[], float]
    webhook_retry_after_s: tuple[float, ...]
    faults: Sequence[Fault | str]
    latency_s: Mapping[str, float]
    keys_kept_for_s: Mapping[str, float]


class SandboxThread:
    """Runs a sandbox while the `with` block lasts.

        with SandboxThread() as running:
            stripe.StripeClient("sk_test_1", base_addresses={"api": running.base_url("stripe")})
            assert running.sandbox.ledger.total("USD").charges == 1

    Takes what `Sandbox` takes. Ledger, requests and faults may be used from the caller's thread directly; what is
    awaited in the sandbox goes through `wait`.
    """

    def __init__(self, **options: Unpack[SandboxOptions]) -> None:
        self._options = options
        self._ready = threading.Event()
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="tollbridge-sandbox", daemon=True)
        self._loop: asyncio.AbstractEventLoop
        self._over: asyncio.Event
        self.sandbox: Sandbox

    @property
    def url(self) -> str:
        return self.sandbox.url

    def base_url(self, processor: str) -> str:
        return self.sandbox.base_url(processor)

    def wait(self, start: Callable[[Sandbox], Coroutine[Any, Any, T]], timeout_s: float = 10.0) -> T:
        """Awaits something in the sandbox's loop: `running.wait(lambda sandbox: sandbox.webhooks.drained())`.

        Raises TimeoutError once `timeout_s` has passed.
        """
        return asyncio.run_coroutine_threadsafe(start(self.sandbox), self._loop).result(timeout_s)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            self._thread.join()
            raise self._failure
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        try:
            self.sandbox = Sandbox(**self._options)
            await self.sandbox.start()
        except Exception as error:  # noqa: BLE001  whatever it is, the thread that waits raises it
            self._failure = error
            return
        finally:
            self._ready.set()
        await self._over.wait()
        await self.sandbox.stop()
