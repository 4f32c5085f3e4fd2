"""Starts nats-server, the sandbox, the service (gRPC and HTTP) and two workers as processes of their own, on free
loopback ports, plays nine short scenes as a merchant's backend would, checks each against the sandbox's ledger, and
ends them all. Exit 0 when all of it held.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import grpc

from tollbridge._version import __version__
from tollbridge.contract.pb import errors_pb2, events_pb2, money_pb2, statuses_pb2
from tools.demo import processors
from tools.demo.nats import MERCHANT, Nats, id_in, nats, with_nats
from tools.demo.processors import STRIPE, WEBHOOK_SECRET, Processor, card
from tools.demo.shop import Listener, Shop, error_info
from tools.demo.web import Web, configuration, event

GOOD, DECLINED, CHALLENGED = STRIPE.good, STRIPE.poor, card("4000002760003184")
UNDER_WAY = (statuses_pb2.AUTHENTICATION_PENDING, statuses_pb2.CAPTURE_INITIATED)
COLOUR = sys.stdout.isatty() and "NO_COLOR" not in os.environ
TOLLBRIDGE = str(Path(sys.executable).with_name("tollbridge"))


def paint(text: str, code: int) -> str:
    return f"\033[{code}m{text}\033[0m" if COLOUR else text


def scene(number: int, title: str) -> None:
    print(f"\n{paint(f'{number}  {title}', 1)}")


def line(what: str, result: str, note: str = "", *, good: bool = True) -> None:
    print(f"   {what:37} {paint(f'{result:24}', 32 if good else 33)} {paint(note, 2)}".rstrip(), flush=True)


def detail(text: str) -> None:
    print(paint(f"     {text}", 2), flush=True)


def require(holds: bool, what: str) -> None:
    if not holds:
        raise SystemExit(f"   the demo expected {what}")


def payment_status(number: int) -> str:
    return statuses_pb2.PaymentStatus.Name(number)


class Stage:
    """What the scenes play on: the shop, its webhook listener, and the sandbox's control page."""

    def __init__(self, shop: Shop, listener: Listener, sandbox: str, http: aiohttp.ClientSession) -> None:
        self.shop, self.listener, self.sandbox, self.http = shop, listener, sandbox, http

    async def fault(self, kind: str, operation: str, **more: float) -> None:
        """Strikes the next call of that operation at the simulated Stripe, once."""
        body = {"kind": kind, "processor": "stripe", "operation": operation, **more}
        async with self.http.post(f"{self.sandbox}/_sandbox/faults", json=body) as response:
            response.raise_for_status()

    async def charged(self, order: str, processor: Processor = STRIPE) -> dict[str, Any]:
        """What really happened to the money of an order, by the sandbox's ledger."""
        about = {"reference": order, "processor": processor.name}
        async with self.http.get(f"{self.sandbox}/_sandbox/ledger", params=about) as response:
            response.raise_for_status()
            totals = (await response.json())["totals"]
            total: dict[str, Any] = totals[money_pb2.Currency.Name(processor.currency)]
            return total

    async def charges(self, order: str) -> int:
        """0 where nothing has happened yet."""
        async with self.http.get(f"{self.sandbox}/_sandbox/ledger", params={"reference": order}) as response:
            return sum(int(total["charges"]) for total in (await response.json())["totals"].values())

    async def settle(self, processor: Processor, what: str) -> None:
        """Lets time pass for what is pending at the processor."""
        about = {"processor": processor.name, "payment": what, "outcome": "succeeded"}
        async with self.http.post(f"{self.sandbox}/_sandbox/settle", json=about) as response:
            response.raise_for_status()


async def a_card_payment(stage: Stage) -> str:
    scene(1, "A card: reserved, taken, partly given back")
    order, shop = new_order(), stage.shop
    paid = await shop.authorize(GOOD, 12_34, order=order, manual=True)
    line("authorize 12.34 USD, manual capture", payment_status(paid.status), paid.connector_transaction_id)
    taken = await shop.capture(paid.connector_transaction_id, 12_34)
    line("capture 12.34 USD", payment_status(taken.status), f"captured {taken.captured_amount / 100:.2f}")
    back = await shop.refund(paid.connector_transaction_id, 2_34)
    line("refund 2.34 USD", statuses_pb2.RefundStatus.Name(back.status), back.connector_refund_id)
    now = await shop.sync(paid.connector_transaction_id)
    line("sync", payment_status(now.status), f"network transaction id {now.network_transaction_id}")
    total = await stage.charged(order)
    require(total["charges"] == 1 and total["captured"] - total["refunded"] == 10_00, "10.00 USD kept, one charge")
    return paid.connector_transaction_id


async def a_decline(stage: Stage) -> None:
    scene(2, "A decline: a result like any other, with one code for all processors")
    no = await stage.shop.authorize(DECLINED, 12_34, order=new_order())
    details: errors_pb2.ErrorInfo = no.error
    line("authorize 12.34 USD", payment_status(no.status), f"unified code {details.unified_details.code}", good=False)
    detail(f"Stripe said {details.connector_details.code}, the issuer {details.issuer_details.code}, "
           f"the network {details.issuer_details.network_details.decline_code}")
    detail(f"for the shopper: {details.unified_details.user_guidance_message}")
    require(details.unified_details.code == "insufficient_funds", "the unified code insufficient_funds")


async def a_challenge(stage: Stage) -> None:
    scene(3, "3-D Secure: the shopper proves who they are on the bank's page")
    order = new_order()
    asked = await stage.shop.authorize(CHALLENGED, 50_00, order=order, three_ds=True)
    page = asked.redirection_data.uri.uri
    line("authorize 50.00 USD, 3DS", payment_status(asked.status), page.partition("?")[0])
    async with stage.http.get(page) as shown:
        require(shown.status == 200 and "Complete" in await shown.text(), "a page with a button Complete")
    async with stage.http.post(page, data={"outcome": "complete"}, allow_redirects=False) as done:
        back = done.headers["location"].partition("?")[0]
        line("the shopper presses Complete", f"back to the shop ({done.status})", back)
    now = await stage.shop.sync(asked.connector_transaction_id)
    line("sync", payment_status(now.status))
    require((await stage.charged(order))["captured"] == 50_00, "50.00 USD taken")


async def a_webhook(stage: Stage, payment: str) -> None:
    scene(4, "Webhooks: believed only when they prove where they come from")
    headers, body = await stage.listener.next_of("payment_intent.succeeded", payment)
    event = await stage.shop.handle_event(headers, body)
    content = event.event_content.payments_response
    line("payment_intent.succeeded, signed", events_pb2.WebhookEventType.Name(event.event_type),
         f"{payment_status(content.status)}, source_verified {str(event.source_verified).lower()}")
    require(event.source_verified and content.connector_transaction_id == payment, "a verified event of the payment")
    try:
        await stage.shop.handle_event(headers, body.replace(b'"livemode":false', b'"livemode":true '))
        require(False, "a forged webhook to be refused")
    except grpc.aio.AioRpcError as error:
        line("the same, one word changed", "refused", f"{error.code().name}: {error.details()}", good=False)
        require(error.code() is grpc.StatusCode.UNAUTHENTICATED, "UNAUTHENTICATED")


async def an_unknown_authorize(stage: Stage) -> None:
    scene(5, "Stripe charges, then the line goes dead: unknown, never \"failed\"")
    order = new_order()
    await stage.fault("cut_after_effect", "payment_intents.create")
    line("authorize 99.00 USD", *await unknown(stage.shop.authorize(GOOD, 99_00, order=order)), good=False)
    paid = await stage.shop.authorize(GOOD, 99_00, order=order)
    line("the same again, with the same key", payment_status(paid.status), paid.connector_transaction_id)
    total = await stage.charged(order)
    line("the ledger", f"{total['charges']} charge, {total['captured'] / 100:.2f} USD", f"order {order}")
    require((total["charges"], total["captured"]) == (1, 99_00), "exactly one charge of 99.00 USD")


async def an_unknown_capture(stage: Stage) -> None:
    scene(6, "The same with a capture: a sync tells")
    order = new_order()
    held = await stage.shop.authorize(GOOD, 20_00, order=order, manual=True)
    line("authorize 20.00 USD, manual capture", payment_status(held.status), held.connector_transaction_id)
    await stage.fault("cut_after_effect", "payment_intents.capture")
    payment = held.connector_transaction_id
    line("capture 20.00 USD", *await unknown(stage.shop.capture(payment, 20_00)), good=False)
    now = await stage.shop.sync(payment)
    line("sync", payment_status(now.status), f"captured {now.captured_amount / 100:.2f}")
    total = await stage.charged(order)
    line("the ledger", f"{total['charges']} charge, {total['captured'] / 100:.2f} USD", f"order {order}")
    require((total["charges"], total["captured"], now.captured_amount) == (1, 20_00, 20_00), "exactly one capture")


async def every_processor(stage: Stage) -> None:
    scene(7, "The same code over eight processors: JSON, GraphQL, links, signatures; cards, and UPI at PhonePe")
    for processor in processors.ALL:
        shop, order = Shop(stage.shop.channel, processor), new_order()
        paid = await shop.authorize(processor.good, 12_34, order=order)
        id_, status, carried = paid.connector_transaction_id, paid.status, paid.connector_feature_data.value
        if status in UNDER_WAY:  # the shopper was asked in an app, and has agreed; or it is captured a moment later
            status = (await shop.sync(id_)).status
        require(status == statuses_pb2.CHARGED, f"a payment at {processor.name}")
        if processor.settles_first:
            await stage.settle(processor, id_)
        back = await shop.refund(id_, 2_34, carried)
        if back.status == statuses_pb2.REFUND_PENDING and processor is processors.PHONEPE:
            await stage.settle(processor, back.connector_refund_id)
        no = await shop.authorize(processor.poor, processor.poor_cents, order=new_order())
        if no.status in UNDER_WAY:
            no = await shop.sync(no.connector_transaction_id)  # type: ignore[assignment]
        why = no.error.unified_details.code
        line(f"{processor.name}: 12.34 {money_pb2.Currency.Name(processor.currency)}, 2.34 back",
             f"{payment_status(status)}, {statuses_pb2.RefundStatus.Name(back.status).removeprefix('REFUND_')}",
             f"refused: {no.error.connector_details.code} is {why}")
        total = await stage.charged(order, processor)
        require(total["charges"] == 1, f"one charge at {processor.name}")
        require(total["captured"] - total["refunded"] == 10_00, f"10.00 kept at {processor.name}")
        require(why == processor.refused_as, f"the unified code {processor.refused_as} from {processor.name}")


async def over_http(stage: Stage, web: Web) -> None:
    scene(8, "HTTP + JSON, with the merchant's account on file; webhooks through the service")
    order = new_order()
    status, paid = await web.pay(GOOD, 12_34, order)
    line("POST /payments/authorize 12.34 USD", paid["status"], f"HTTP {status}, {paid['connector_transaction_id']}")
    require((await stage.charged(order))["captured"] == 12_34, "12.34 USD taken")
    status, no = await web.pay(DECLINED, 12_34, new_order())
    line("the same without money", no["status"], f"HTTP {status}, {no['error']['unified_details']['code']}", good=False)
    status, problem = await web.pay_nonsense()
    told = ", ".join(field["path"] for field in problem["fields"])
    line("a request that cannot be right", problem["code"], f"HTTP {status}, all at once: {told}", good=False)
    require(status == 400 and "amount.currency" in told and "payment_method" in told, "every problem at once")
    headers, body = await stage.listener.next_of("payment_intent.succeeded", paid["connector_transaction_id"])
    status = await web.deliver(headers, body)
    require(status == 200 and len(stage.listener.events) == 1, "the event with the shop before Stripe is told 200")
    its = event(*stage.listener.events[0])
    line("POST /webhooks/stripe/lantern-shop", f"HTTP {status}", f"forwarded, signed: {its['type']}")
    forged = await web.deliver(headers, body.replace(b'"livemode":false', b'"livemode":true '))
    line("the same, one word changed", f"HTTP {forged}", "nothing is forwarded", good=False)
    require(forged == 401 and len(stage.listener.events) == 1, "a forged webhook to be refused")


async def over_nats(stage: Stage, web: Web, nats: Nats, settings: Path) -> None:
    scene(9, "The same call over NATS: a worker dies with the payment in its hands")
    order = new_order()
    status, paid = await web.pay(GOOD, 12_34, new_order(), merchant=MERCHANT)
    line("POST /payments/authorize 12.34 USD", paid["status"], f"HTTP {status}, carried out by a worker")
    await stage.fault("late_answer", "payment_intents.create", seconds=20)
    status, told = await web.pay(GOOD, 77_00, order, merchant=MERCHANT, prefer="respond-async")
    its_id = id_in(told)
    line("77.00 USD, and no waiting for it", "stored", f"HTTP {status}, operation {its_id}")
    async with asyncio.timeout(20):
        while not (await stage.charges(order)):
            await asyncio.sleep(0.02)
    worker = await nats.worker_of(its_id)
    os.kill(nats.pids[worker], signal.SIGKILL)
    line("Stripe has charged, answers late", "worker killed", f"{worker} had it, and heard no answer", good=False)
    told = json.loads(await said(TOLLBRIDGE, "operation", its_id, "--config", str(settings), "--wait", "20", "--json"))
    line("tollbridge operation --wait 20", told["state"],
         f"{told['result']['status']}, attempt {told['attempts']}, by the other worker with the same key")
    require((told["state"], told["result"]["status"]) == ("DONE", "CHARGED"), "the operation to be done")
    total = await stage.charged(order)
    line("the ledger", f"{total['charges']} charge, {total['captured'] / 100:.2f} USD", f"order {order}")
    require((total["charges"], total["captured"]) == (1, 77_00), "exactly one charge of 77.00 USD")


async def unknown(call: Any) -> tuple[str, str]:
    """Awaits a call whose outcome nobody can know; what the server said of it."""
    try:
        await call
    except grpc.aio.AioRpcError as error:
        told = error_info(error)
        require(error.code() is grpc.StatusCode.UNKNOWN and told.reason == "OUTCOME_UNKNOWN", "an unknown outcome")
        return told.reason, f"advice: {told.metadata['advice']}"
    raise SystemExit("   the demo expected an unknown outcome")


def new_order() -> str:
    return f"order-{uuid.uuid4().hex[:8]}"


@asynccontextmanager
async def process(*command: str, says: tuple[str, ...]) -> AsyncIterator[list[str]]:
    """A process of ours, from its first lines that begin so, until it has ended; gives the rest of each of them."""
    running = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    said, complained = running.stdout, running.stderr
    if said is None or complained is None:
        raise SystemExit("no pipes to the process")
    noise = asyncio.create_task(complained.read())
    try:
        rests = []
        for begins in says:
            while not (told := (await asyncio.wait_for(said.readline(), timeout=30)).decode()).startswith(begins):
                if not told:
                    raise SystemExit(f"{command[-1]} ended before it was ready:\n{(await noise).decode()}")
            rests.append(told.removeprefix(begins).strip())
        yield rests
    finally:
        if running.returncode is None:
            running.terminate()
        await running.wait()
        await noise


async def said(*command: str) -> str:
    """What a command of ours prints, that ends well."""
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await asyncio.wait_for(process.communicate(), timeout=60)
    require(process.returncode == 0, f"{' '.join(command[1:3])} to end with 0, not {process.returncode}")
    return out.decode()


async def demo(folder: Path) -> None:
    print(paint(f"Tollbridge {__version__}: a payment, end to end", 1))
    listener = Listener()
    webhooks = await listener.start()
    sandbox = process(sys.executable, "-m", "tollbridge.sandbox", "--port", "0", "--webhook-url", webhooks,
                      "--webhook-secret", WEBHOOK_SECRET, says=("http",))
    async with sandbox as (rest,), aiohttp.ClientSession() as http, AsyncExitStack() as held:
        url = f"http{rest}"
        names = [processor.name for processor in processors.ALL]
        print(f"   simulated {', '.join(names)} at {url}, their webhooks go to {webhooks}")
        its = await held.enter_async_context(nats())
        settings = with_nats(configuration(folder, {name: f"{url}/{name}" for name in names},
                                           webhooks.replace("/webhooks", "/events")), its)
        server = process(TOLLBRIDGE, "serve", "--config", str(settings), says=("grpc", "http"))
        working = [held.enter_async_context(process(
            TOLLBRIDGE, "worker", "--config", str(settings), "--no-http", says=("worker",))) for _ in range(2)]
        started = asyncio.gather(*working)
        async with server as (address, web), grpc.aio.insecure_channel(address) as channel:
            print(f"   the service: gRPC at {address}, HTTP + JSON at {web}; NATS at {its.url}, with two workers")
            stage = Stage(Shop(channel), listener, url, http)
            payment = await a_card_payment(stage)
            await a_decline(stage)
            await a_challenge(stage)
            await a_webhook(stage, payment)
            await an_unknown_authorize(stage)
            await an_unknown_capture(stage)
            await every_processor(stage)
            await over_http(stage, Web(http, web))
            for (worker,) in await started:
                its.add(worker)
            await over_nats(stage, Web(http, web), its, settings)
    await listener.stop()


def main() -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tollbridge-demo-") as folder:
        asyncio.run(demo(Path(folder)))
    print(f"\n{paint('All of it held', 32)}, in {time.monotonic() - started:.1f} s. "
          "Next: README.md, or `make dev` and a client of your own.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
