"""A client that speaks HTTP/2 frame by frame: for what no gRPC library would do."""

from __future__ import annotations

import asyncio
import contextlib
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import Event, StreamReset
from h2.exceptions import ProtocolError

from edges.grpc.grpc_client import PAY, config

E = TypeVar("E", bound=Event)


class Raw:
    """One connection. Events are kept as they come; None of `read` says that the server has closed it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.patience_s = 10.0
        self.deaf = False
        """Whether it answers no ping."""
        self.h2 = H2Connection(H2Configuration(client_side=True, header_encoding="utf-8"))
        self.reader, self.writer = reader, writer
        self.events: list[Event] = []
        self._begun = b""

    async def flush(self) -> None:
        self.writer.write(self.h2.data_to_send())
        await self.writer.drain()

    async def call(self, method: str = f"/{PAY}/Get", body: bytes | None = b"", **headers: str) -> int:
        """A call begun, and ended unless the body is None; its stream."""
        stream = self.h2.get_next_available_stream_id()
        given = {"x-connector-config": config(), "te": "trailers", "content-type": "application/grpc",
                 **{name.replace("_", "-"): value for name, value in headers.items()}}
        self.h2.send_headers(stream, [(":method", "POST"), (":scheme", "http"), (":path", method),
                                      (":authority", "127.0.0.1"), *given.items()])
        if body is not None:
            self.h2.send_data(stream, message(body), end_stream=True)
        await self.flush()
        return stream

    async def until(self, wanted: Callable[[Event], bool]) -> Event | None:
        """The first event that is wanted; None where the server closes the connection before."""
        while True:
            for event in self.events:
                if wanted(event):
                    return event
            if not await self.read():
                return None

    async def read(self) -> bool:
        try:
            received = await asyncio.wait_for(self.reader.read(65536), self.patience_s)
        except ConnectionError:
            received = b""
        self._begun += received
        while len(self._begun) >= 9 and len(self._begun) >= (end := 9 + int.from_bytes(self._begun[:3], "big")):
            frame, self._begun = self._begun[:end], self._begun[end:]
            with contextlib.suppress(ProtocolError):  # h2 takes nothing after a GOAWAY, though calls may go on
                self.events += self.h2.receive_data(frame)
        if received and not self.deaf:
            with contextlib.suppress(ConnectionError):
                await self.flush()
        return bool(received)

    async def ended(self, stream: int) -> dict[str, str]:
        """Trailers of a call."""
        found: Any = await self.until(lambda event: getattr(event, "stream_id", None) == stream
                                      and "grpc-status" in dict(getattr(event, "headers", None) or ()))
        assert found is not None, "the connection was closed"
        return dict(found.headers)

    async def over(self, stream: int) -> str:
        """How a call ended: its status, "reset", or "closed" with the whole connection."""
        def ending(event: Event) -> str | None:
            if getattr(event, "stream_id", None) != stream:
                return None
            if isinstance(event, StreamReset):
                return "reset"
            headers: dict[str, str] = dict(getattr(event, "headers", None) or ())
            return headers.get("grpc-status")

        found = await self.until(lambda event: ending(event) is not None)
        return "closed" if found is None else ending(found) or ""

    async def first(self, kind: type[E]) -> E | None:
        found = await self.until(lambda event: isinstance(event, kind))
        return found if isinstance(found, kind) else None


def message(body: bytes) -> bytes:
    """As gRPC frames it."""
    return struct.pack(">BI", 0, len(body)) + body


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Raw]:
    """Both sides' greetings done."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    raw = Raw(reader, writer)
    raw.h2.initiate_connection()
    await raw.flush()
    await raw.read()
    try:
        yield raw
    finally:
        writer.close()
