"""Calls of the library, async and blocking, and all that a careless program would write down about them.

`python -m masking.library_traffic CALLS PROCESSOR OUT`: a file for each channel in OUT. What it prints goes to stdout
and stderr, as a program's own words do.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import dataclasses
import json
import logging
import pickle
import pprint
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

import msgspec

from masking.canaries import MARK
from masking.cases import Call, tampered
from tollbridge import BlockingTollbridge, Tollbridge, catalog, engine
from tollbridge.contract.accounts import read_account
from tollbridge.contract.codec import json_codec
from tollbridge.domain.events import ParseEvent
from tollbridge.domain.operations import BY_FLOW, HANDLE_EVENT, PARSE_EVENT, Operation
from tollbridge.domain.secret import Secret
from tollbridge.engine.keys import own_key
from tollbridge.engine.plan import Answer, Trace
from tollbridge.engine.pure import build
from tollbridge.kit import masking
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import AnyFlow
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.transport import Proxy, TransportSettings, async_transport, sync_transport
from tollbridge.transport.exchange import Exchange

log = logging.getLogger("shop")


class Diary:
    """One file for each way of writing things down."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.exceptions, self.locals, self.reprs, self.serialised = (
            (folder / f"{name}.txt").open("w", errors="backslashreplace")
            for name in ("exceptions", "locals", "reprs", "serialised"))
        self.pickles = (folder / "pickles.bin").open("wb")

    def close(self) -> None:
        for each in (self.exceptions, self.locals, self.reprs, self.serialised, self.pickles):
            each.close()

    def caught(self, error: BaseException) -> None:
        """As loggers, error trackers and debuggers write an error down."""
        log.error("failed: %s", error, exc_info=error)
        each: BaseException | None = error
        while each is not None:
            self.exceptions.write(f"{each} {each!r} {each.args!r} {getattr(each, '__dict__', {})!r}\n")
            each = each.__cause__ or each.__context__
        self.exceptions.writelines(traceback.format_exception(error))
        for name, value in _locals(error):
            self.locals.write(f"{name} = {value!r}\n")
        self.pickled(error)

    def seen(self, *values: object) -> None:
        """As a program prints an object, or keeps it."""
        for value in values:
            self.reprs.write(f"{value!r} {value} {pprint.pformat(value)}\n")
            log.debug("got %r %s", value, value)
            with contextlib.suppress(TypeError):
                self.reprs.write(f"{copy.copy(value)!r} {copy.deepcopy(value)!r}\n")
            for way in WAYS_OF_WRITING:
                self.written(way, value)
            self.pickled(value)

    def written(self, way: Callable[[Any], object], value: object) -> None:
        try:
            self.serialised.write(f"{way(value)}\n")
        except Exception as error:  # noqa: BLE001 - it fails, as it should: what does it say?
            self.serialised.write(f"{error!r}\n")

    def pickled(self, value: object) -> None:
        for protocol in (0, pickle.HIGHEST_PROTOCOL):
            try:
                self.pickles.write(pickle.dumps(value, protocol))
            except Exception as error:  # noqa: BLE001 - as above
                self.serialised.write(f"{error!r}\n")


def _careless(value: Any) -> str:
    return json.dumps(value, default=repr)


WAYS_OF_WRITING: tuple[Callable[[Any], object], ...] = (
    _careless, json.dumps, msgspec.json.encode, msgspec.to_builtins,
    lambda value: dataclasses.asdict(value) if dataclasses.is_dataclass(value) else "", vars,  # type: ignore[arg-type]
    lambda value: msgspec.structs.asdict(value) if isinstance(value, msgspec.Struct) else "")


def _locals(error: BaseException) -> Iterator[tuple[str, object]]:
    """Values of our types in the frames of a traceback. Others are a frame's raw material: bytes that go out or came
    in, texts being read, and a connector's structs of an answer, whose every field is the processor's.
    """
    each = error.__traceback__
    while each is not None:
        frame: FrameType = each.tb_frame
        for name, value in list(frame.f_locals.items()):
            module = type(value).__module__
            of_answer = module.startswith("tollbridge.connectors.") and name not in ("account", "ctx")
            code = isinstance(value, Connector | Operation | AnyFlow)  # long, and nobody's secret
            if module.startswith("tollbridge.") and not of_answer and not code:
                yield f"{frame.f_code.co_name}.{name}", value
        each = each.tb_next


class Shop:
    """A program that uses the library."""

    def __init__(self, diary: Diary, processor: str) -> None:
        self.diary, self.processor = diary, processor

    def prepared(self, call: Call) -> tuple[Any, Any, Any]:
        """Connector, account and request; what the diary says of them before anything is sent."""
        connector = catalog.load(call.connector)
        account = read_account(connector, call.config(self.processor))
        request = json_codec(BY_FLOW[call.operation]).read_request(call.request)
        self.diary.seen(account, request)
        return connector, account, request

    async def pay(self, call: Call) -> None:
        """Asynchronously."""
        with self.noted():
            connector, account, request = self.prepared(call)
            async with Tollbridge(connector, environment="test", account=account,
                                  transport=self.async_transport) as client:
                self.diary.seen(client, client._core.account)
                self.built(call, client, request)
                operation = BY_FLOW[call.operation]
                if operation in engine.EVENTS:
                    await self.take_webhook(call, client, request)
                else:
                    result = await client.call(operation, request, idempotency_key=call.idempotency_key, timeout_s=20)
                    self.diary.seen(result)

    def pay_blocking(self, call: Call) -> None:
        """The other client."""
        with self.noted():
            connector, account, request = self.prepared(call)
            with BlockingTollbridge(connector, environment="test", account=account,
                                    transport=self.sync_transport) as client:
                operation = BY_FLOW[call.operation]
                if operation in engine.EVENTS:
                    return
                result = client.call(operation, request, idempotency_key=call.idempotency_key, timeout_s=20)
                self.diary.seen(result)

    async def take_webhook(self, call: Call, client: Tollbridge, request: Any) -> None:
        """As it is, and tampered with; peeked at, verified, parsed."""
        operation = BY_FLOW[call.operation]
        for asked in (request, json_codec(operation).read_request(tampered(call.request))
                      if operation is not PARSE_EVENT else None):
            if asked is None:
                continue
            with self.noted():
                hook = engine.incoming(asked.request_details)
                self.diary.seen(asked)
                self.diary.reprs.write(f"{hook!r} {hook}\n")
                self.diary.pickled(hook)
                self.diary.seen(client.peek_webhook(hook.body, hook.headers, url=hook.path, method=hook.method))
            with self.noted():
                if operation is HANDLE_EVENT and asked.webhook_secrets is not None:
                    taken = await client.handle_webhook(
                        hook.body, hook.headers, url=hook.path, method=hook.method,
                        secret=asked.webhook_secrets.secret, additional_secret=asked.webhook_secrets.additional_secret)
                    self.diary.seen(*taken.events, taken.acknowledgement)
                elif not isinstance(asked, ParseEvent):
                    self.diary.seen(await client.call(operation, asked))

    def built(self, call: Call, client: Tollbridge, request: Any) -> None:
        """What may be shown of a request, and the objects around it."""
        operation = BY_FLOW[call.operation]
        ctx = client._core.context(call.idempotency_key or own_key(operation, request))
        plan = engine.run(client.connector, operation, request, ctx)
        self.diary.seen(ctx, client._core.steps, Trace())
        self.diary.reprs.write(f"{plan!r} {client.connector!r}\n")
        plan.close()
        if operation in engine.EVENTS:
            return
        with self.noted():
            signed = build(client.connector, operation, request, ctx)
            shown = f"{masking.shown(signed)} {masking.shown_headers(signed)} {masking.shown_body(signed)}"
            print("would send", signed, shown)
            log.debug("would send %s %r", shown, signed)
            self.diary.reprs.write(f"{signed!r} {shown}\n")
            for value in (signed, HttpResponse(200, signed.body or b"", {}), Answer(None, signed)):
                self.diary.reprs.write(f"{value!r}\n")
                self.diary.pickled(value)
                if isinstance(value, HttpRequest):
                    self.diary.written(_careless, value)

    def observe(self, exchange: Exchange) -> None:
        """What a program that wants to know of each exchange may log of it."""
        told = (exchange.method, exchange.origin, exchange.path, exchange.headers, exchange.body, exchange.error)
        self.diary.reprs.write(f"{exchange!r} {exchange} {told}\n")
        log.debug("exchange %r %s", exchange, told)

    @contextlib.contextmanager
    def noted(self) -> Iterator[None]:
        """Whatever it ends with is written down."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - all of them
            print("failed:", error, file=sys.stderr)
            self.diary.caught(error)

    async def everything(self, calls: list[Call]) -> None:
        """Both clients, and what asyncio says of tasks that nobody awaits."""
        told = TransportSettings(observers=(self.observe,))
        self.async_transport = async_transport(told)
        self.sync_transport = sync_transport(told)
        self.diary.seen(told)
        for proxy in (f"http://shop:{MARK}@127.0.0.1:9", f"ftp://shop:{MARK}@127.0.0.1:9", f"{MARK}@:x"):
            for given in (proxy, Secret(proxy)):
                with self.noted():
                    settings = TransportSettings(proxy=Proxy(http=given))
                    self.diary.seen(settings, sync_transport(settings))
        try:
            room = asyncio.Semaphore(8)

            async def one(number: int, call: Call) -> None:
                async with room:
                    if number % 3:
                        await self.pay(call)
                    else:
                        await asyncio.to_thread(self.pay_blocking, call)

            await asyncio.gather(*(one(number, call) for number, call in enumerate(calls)))
            await self.forgotten(calls)
        finally:
            await self.async_transport.close()
            self.sync_transport.close()

    async def forgotten(self, calls: list[Call]) -> None:
        """A call that fails in a task that nobody awaits, and one that is cancelled as it waits."""
        failing = next(call for call in calls if call.how.startswith("error-4") and BY_FLOW[call.operation]
                       not in engine.EVENTS)
        connector, account, request = self.prepared(failing)
        async with Tollbridge(connector, environment="test", account=account, transport=self.async_transport) as client:
            lost = asyncio.create_task(client.call(BY_FLOW[failing.operation], request))
            await asyncio.wait([lost])
            del lost
            given_up = asyncio.create_task(client.call(BY_FLOW[failing.operation], request))
            await asyncio.sleep(0)
            given_up.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await given_up
            print(given_up, asyncio.all_tasks())


def uncaught(shop: Shop, calls: list[Call]) -> None:
    """The last thing that a program may say."""
    failing = next(call for call in calls if call.how == "error-401" and call.operation == "authorize")
    connector, account, request = shop.prepared(failing)
    with BlockingTollbridge(connector, environment="test", account=account) as client:
        client.call(BY_FLOW[failing.operation], request)


def main(calls_file: str, processor: str, out: str) -> None:
    calls = msgspec.json.decode(Path(calls_file).read_bytes(), type=list[Call])
    logging.captureWarnings(True)
    stream: TextIO = sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s %(args)r"))
    logging.getLogger().addHandler(handler)
    diary = Diary(Path(out))
    shop = Shop(diary, processor)
    try:
        asyncio.run(shop.everything(calls), debug=True)
        uncaught(shop, calls)
    finally:
        diary.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
