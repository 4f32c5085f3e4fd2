"""A processor that answers every request with the same payment intent, at once or after a while.

`python -m bench.stub SECONDS`. Plain asyncio on sockets, in a process of its own, so that nothing of it is counted.
Prints its port.
"""

from __future__ import annotations

import asyncio
import sys

from bench.case import rich

LENGTH = b"content-length:"


def answer() -> bytes:
    body = rich().body
    return (b"HTTP/1.1 200 OK\r\ndate: Thu, 01 Jan 2026 00:00:00 GMT\r\ncontent-type: application/json\r\n"
            b"request-id: req_bench\r\nstripe-version: 2022-11-15\r\ncontent-length: %d\r\n\r\n" % len(body)) + body


class Conversation(asyncio.Protocol):
    """One kept connection."""

    def __init__(self, said: bytes, delay_s: float) -> None:
        self._said, self._delay_s, self._heard = said, delay_s, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a stream")
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while (end := self._heard.find(b"\r\n\r\n")) >= 0:
            head = self._heard[:end].lower()
            at = head.find(LENGTH)
            length = int(head[at + len(LENGTH):].partition(b"\r\n")[0]) if at >= 0 else 0
            if len(self._heard) < end + 4 + length:
                return
            self._heard = self._heard[end + 4 + length:]
            if self._delay_s:
                asyncio.get_running_loop().call_later(self._delay_s, self._transport.write, self._said)
            else:
                self._transport.write(self._said)


async def serve(delay_s: float) -> None:
    said = answer()
    server = await asyncio.get_running_loop().create_server(
        lambda: Conversation(said, delay_s), "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
