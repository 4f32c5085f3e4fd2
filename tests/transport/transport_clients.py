"""Both transports behind one blocking face, so that a test is written once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol

from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.transport import TransportSettings, async_transport, sync_transport


class Client(Protocol):
    def start(self, request: HttpRequest, timeout_s: float | None = None) -> Future[HttpResponse]: ...

    def send(self, request: HttpRequest, timeout_s: float | None = None) -> HttpResponse: ...

    def close(self) -> None: ...


class BlockingClient:
    def __init__(self, settings: TransportSettings | None) -> None:
        self.transport = sync_transport(settings)
        self._threads = ThreadPoolExecutor(8)

    def start(self, request: HttpRequest, timeout_s: float | None = None) -> Future[HttpResponse]:
        return self._threads.submit(self.transport.send, request, timeout_s=timeout_s)

    def send(self, request: HttpRequest, timeout_s: float | None = None) -> HttpResponse:
        return self.transport.send(request, timeout_s=timeout_s)

    def close(self) -> None:
        self.transport.close()

    def stop(self) -> None:
        self.close()
        self._threads.shutdown()


class AsyncClient:
    """Runs an event loop in a thread of its own."""

    def __init__(self, settings: TransportSettings | None) -> None:
        self.transport = async_transport(settings)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def start(self, request: HttpRequest, timeout_s: float | None = None) -> Future[HttpResponse]:
        return asyncio.run_coroutine_threadsafe(self.transport.send(request, timeout_s=timeout_s), self._loop)

    def send(self, request: HttpRequest, timeout_s: float | None = None) -> HttpResponse:
        return self.start(request, timeout_s).result()

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self.transport.close(), self._loop).result()

    def stop(self) -> None:
        self.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@contextmanager
def opened(kind: str, settings: TransportSettings | None = None) -> Iterator[Client]:
    client = AsyncClient(settings) if kind == "aiohttp" else BlockingClient(settings)
    try:
        yield client
    finally:
        client.stop()
