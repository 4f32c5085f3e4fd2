"""A processor that answers every payment with the same intent, at once, after a while, or all together.

`python -m bench.stub SECONDS [TOGETHER]`: with TOGETHER, nobody is answered before so many wait, and then they are, one
after the other, within the seconds. Plain asyncio on sockets, in a process of its own, so that nothing of it is
counted. Prints its port; when it is told to stop (SIGTERM), how many requests it had.
"""

from __future__ import annotations

import asyncio
import json
import resource
import signal
import sys

from bench.case import rich

LENGTH = b"content-length:"


REFUNDS, NO_METHOD = b"post /v1/refunds", b"automatic_payment_methods"


def answer(body: bytes) -> bytes:
    return (b"HTTP/1.1 200 OK\r\ndate: Thu, 01 Jan 2026 00:00:00 GMT\r\ncontent-type: application/json\r\n"
            b"request-id: req_bench\r\nstripe-version: 2022-11-15\r\ncontent-length: %d\r\n\r\n" % len(body)) + body


def of_session() -> bytes:
    """The same intent, of which nothing has been paid yet."""
    intent = json.loads(rich().body)
    return json.dumps({**intent, "status": "requires_payment_method", "client_secret": "pi_bench_secret"}).encode()


def of_refund() -> bytes:
    intent = json.loads(rich().body)
    return json.dumps({"id": "re_bench", "object": "refund", "amount": intent["amount"], "currency": intent["currency"],
                       "payment_intent": intent["id"], "status": "succeeded", "created": 1767225600}).encode()


class Processor:
    """What all its connections share."""

    def __init__(self, delay_s: float, together: int) -> None:
        self._delay_s, self._together = delay_s, together
        self._said, self._refund, self._session = map(answer, (rich().body, of_refund(), of_session()))
        self._waiting: list[asyncio.Transport] = []
        self.asked = 0

    def take(self, transport: asyncio.Transport, head: bytes, body: bytes) -> None:
        """One request came by this connection."""
        self.asked += 1
        said = self._refund if head.startswith(REFUNDS) else self._session if NO_METHOD in body else self._said
        if self._together:
            self._waiting.append(transport)
            if len(self._waiting) == self._together:
                loop = asyncio.get_running_loop()
                for number, each in enumerate(self._waiting):
                    loop.call_later(self._delay_s * number / self._together, each.write, said)
                self._waiting.clear()
        elif self._delay_s:
            asyncio.get_running_loop().call_later(self._delay_s, transport.write, said)
        else:
            transport.write(said)


class Conversation(asyncio.Protocol):
    """One kept connection."""

    def __init__(self, processor: Processor) -> None:
        self._processor, self._heard = processor, b""

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
            body, self._heard = self._heard[end + 4:end + 4 + length], self._heard[end + 4 + length:]
            self._processor.take(self._transport, head, body)


async def serve(delay_s: float, together: int) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    processor, over = Processor(delay_s, together), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, over.set)
    server = await loop.create_server(lambda: Conversation(processor), "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await over.wait()
    server.close()
    print(processor.asked, flush=True)


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
