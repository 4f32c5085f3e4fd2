"""What stands around an HTTP server under test: a raw connection, answers read from it, and how a server is started."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from tollbridge.edges.http import HttpServer
from tollbridge.service import Service, Serving

CONFIG = json.dumps({"config": {"Stripe": {"api_key": "sk_test_http"}}})
HEADERS = {"host": "localhost", "content-type": "application/json", "x-connector-config": CONFIG}
PAYMENT: dict[str, Any] = {
    "merchant_transaction_id": "order-1", "amount": {"minor_amount": 1000, "currency": "USD"},
    "payment_method": {"card": {
        "card_number": "4242424242424242", "card_exp_month": "12", "card_exp_year": "2030", "card_cvc": "123",
        "card_holder_name": "Ada Lantern"}},
    "capture_method": "AUTOMATIC", "auth_type": "NO_THREE_DS"}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Connection:
    """One to the server, for bytes as they are."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, port: int, **more: Any) -> Connection:
        return cls(*await asyncio.open_connection("127.0.0.1", port, limit=2**21, **more))

    async def send(self, *parts: bytes) -> None:
        for part in parts:
            self._writer.write(part)
        await self._writer.drain()

    async def answer(self, *, of_head: bool = False) -> Answer:
        """The next one. IncompleteReadError where the connection ends first."""
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        length = 0 if of_head else int(headers.get("content-length", "0"))
        return Answer(int(head[0].split()[1]), headers, await self._reader.readexactly(length))

    async def ends(self) -> bool:
        """Whether the server closes, without another byte."""
        try:
            return await asyncio.wait_for(self._reader.read(1), 10) == b""
        except ConnectionError:
            return True

    def reset(self) -> None:
        """As a client that is killed."""
        self._writer.transport.abort()

    def close(self) -> None:
        self._writer.close()


def post(path: str, body: bytes | object, headers: Mapping[str, str | None] = {}) -> bytes:
    """A whole request; a header that is None is left out."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {**HEADERS, "content-length": str(len(content)), **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value is not None)
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + content


def get(path: str, method: str = "GET") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode()


class Server(NamedTuple):
    """One that runs."""

    edge: HttpServer
    serving: Serving
    service: Service

    @property
    def port(self) -> int:
        return self.edge.port

    async def connect(self) -> Connection:
        return await Connection.open(self.port)

    async def ask(self, request: bytes, *, of_head: bool = False) -> Answer:
        """On a connection of its own."""
        connection = await self.connect()
        try:
            await connection.send(request)
            return await asyncio.wait_for(connection.answer(of_head=of_head), 20)
        finally:
            connection.close()


class Serve(Protocol):
    async def __call__(self, url: str | None = None, **options: Any) -> Server: ...
