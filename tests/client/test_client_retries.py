"""What the clients try again on their own: against a server that counts, and the sandbox's ledger."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from client.conftest import KEY
from client.test_client_payments import CREATE, keys_sent, order
from tollbridge import (
    BlockingTollbridge,
    HttpRequest,
    HttpResponse,
    OutcomeUnknown,
    Payment,
    PaymentStatus,
    Rejected,
    Retries,
    Sync,
    Tollbridge,
    TransportSettings,
    Unreachable,
)
from tollbridge.sandbox import FaultKind, SandboxThread
from tollbridge.transport import async_transport, sync_transport

Call = Callable[..., Any]
SOON = 0.01


@pytest.fixture(params=["async", "blocking"])
def call(request: pytest.FixtureRequest) -> Call:
    """Calls one operation with either client: `call(url, retries, "authorize", request)`."""

    def blocking(url: str, retries: Retries | None, name: str, asked: object, **options: Any) -> Any:
        transport = options.pop("sync", None)
        options.pop("awaited", None)
        with BlockingTollbridge("stripe", environment="test", api_key=KEY, base_url=url, retries=retries,
                                transport=transport) as client:
            return getattr(client, name)(asked, **options)

    async def awaited(url: str, retries: Retries | None, name: str, asked: object, **options: Any) -> Any:
        transport = options.pop("awaited", None)
        options.pop("sync", None)
        async with Tollbridge("stripe", environment="test", api_key=KEY, base_url=url, retries=retries,
                              transport=transport) as client:
            return await getattr(client, name)(asked, **options)

    return blocking if request.param == "blocking" else lambda *given, **named: asyncio.run(awaited(*given, **named))


def stripe(running: SandboxThread) -> str:
    return running.base_url("stripe")


class Flaky:
    """A transport that cannot connect the first times: what a processor's restart looks like."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.sent: list[HttpRequest] = []

    def _fail(self, request: HttpRequest) -> bool:
        self.sent.append(request)
        return len(self.sent) <= self.failures


class FlakyBlocking(Flaky):
    def __init__(self, failures: int) -> None:
        super().__init__(failures)
        self.inner = sync_transport(None)

    def send(self, request: HttpRequest, *, timeout_s: float | None = None) -> HttpResponse:
        nowhere = replace(request, url="http://127.0.0.1:9/")
        return self.inner.send(nowhere if self._fail(request) else request, timeout_s=timeout_s)


class FlakyAsync(Flaky):
    async def send(self, request: HttpRequest, *, timeout_s: float | None = None) -> HttpResponse:
        nowhere = replace(request, url="http://127.0.0.1:9/")
        async with async_transport(None) as inner:
            return await inner.send(nowhere if self._fail(request) else request, timeout_s=timeout_s)


@pytest.mark.parametrize(("retries", "failures", "paid"), [
    (None, 1, True), (None, 2, False), (Retries(unsent=0), 1, False), (Retries(unsent=3, first_wait_s=SOON), 3, True)])
def test_what_never_left_is_sent_again_as_it_was(
    call: Call, running: SandboxThread, retries: Retries | None, failures: int, paid: bool
) -> None:
    flaky = FlakyBlocking(failures), FlakyAsync(failures)
    options = {"sync": flaky[0], "awaited": flaky[1]}
    if paid:
        assert call(stripe(running), retries, "authorize", order(), **options).status is PaymentStatus.CHARGED
    else:
        with pytest.raises(Unreachable, match="the connection was refused"):
            call(stripe(running), retries, "authorize", order(), **options)
    flaky[0].inner.close()
    sent = flaky[0].sent or flaky[1].sent
    assert all(request == sent[0] for request in sent)
    assert len(sent) == 1 + min(failures, (retries or Retries()).unsent)
    assert len(list(running.sandbox.requests)) == (1 if paid else 0)


def test_a_processor_that_comes_back_in_time_is_reached(call: Call) -> None:
    """Real sockets: nobody listens at first, then somebody does."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    reached: list[bytes] = []

    def listen() -> None:
        time.sleep(0.1)
        with socket.create_server(("127.0.0.1", port)) as late:
            late.settimeout(10)
            sock, _ = late.accept()
            with sock:
                reached.append(sock.recv(65536))
                sock.sendall(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        retries = Retries(unsent=50, first_wait_s=0.05, longest_wait_s=0.1)
        with pytest.raises(Rejected, match="404"):
            call(f"http://127.0.0.1:{port}", retries, "sync", Sync(connector_transaction_id="pi_1"), timeout_s=10)
    finally:
        thread.join()
    assert len(reached) == 1


def test_resending_ends_with_the_callers_time(call: Call) -> None:
    began = time.monotonic()
    with pytest.raises(Unreachable):
        call("http://127.0.0.1:9", Retries(unsent=1000, first_wait_s=0.2, longest_wait_s=0.2), "authorize", order(),
             timeout_s=0.5)
    assert time.monotonic() - began < 3


def test_a_closed_transport_is_not_asked_twice(call: Call) -> None:
    sync = sync_transport(TransportSettings())
    sync.close()
    awaited = async_transport(TransportSettings())
    asyncio.run(awaited.close())
    began = time.monotonic()
    with pytest.raises(Unreachable, match="the transport is closed"):
        call("http://127.0.0.1:9", Retries(unsent=1000, first_wait_s=1), "authorize", order(), sync=sync,
             awaited=awaited, timeout_s=10)
    assert time.monotonic() - began < 5  # not the ten seconds in which it might be asked again


@pytest.mark.parametrize("own_key", [True, False])
def test_an_unknown_outcome_is_repeated_with_its_key_when_asked(
    call: Call, running: SandboxThread, own_key: bool
) -> None:
    running.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=CREATE, times=2)
    asked = order() if own_key else replace(order(), merchant_transaction_id=None)
    paid: Payment = call(stripe(running), Retries(unknown=2, first_wait_s=SOON), "authorize", asked)
    assert paid.status is PaymentStatus.CHARGED
    keys = keys_sent(running)
    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert running.sandbox.ledger.total("EUR").charges == 1


def test_by_default_an_unknown_outcome_is_the_callers_to_settle(call: Call, running: SandboxThread) -> None:
    running.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=CREATE)
    with pytest.raises(OutcomeUnknown):
        call(stripe(running), None, "authorize", order())
    assert len(keys_sent(running)) == 1


def test_a_repeat_that_cannot_leave_does_not_hide_the_unknown_outcome(call: Call, running: SandboxThread) -> None:
    running.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, operation=CREATE)
    flaky = FlakyAfterFirst(), FlakyAfterFirstAsync()
    with pytest.raises(OutcomeUnknown) as caught:
        call(stripe(running), Retries(unsent=0, unknown=1, first_wait_s=SOON), "authorize", order(), sync=flaky[0],
             awaited=flaky[1])
    flaky[0].inner.close()
    assert isinstance(caught.value.__cause__, Unreachable)
    assert caught.value.idempotency_key == "order-1"
    assert running.sandbox.ledger.total("EUR").charges == 1


class FlakyAfterFirst(FlakyBlocking):
    def __init__(self) -> None:
        super().__init__(0)

    def _fail(self, request: HttpRequest) -> bool:
        self.sent.append(request)
        return len(self.sent) > 1


class FlakyAfterFirstAsync(FlakyAsync):
    def __init__(self) -> None:
        super().__init__(0)

    _fail = FlakyAfterFirst._fail


@pytest.mark.parametrize("throttled", [0, 1])
def test_a_call_that_was_put_off_is_made_again_when_asked(call: Call, running: SandboxThread, throttled: int) -> None:
    running.sandbox.faults.add(FaultKind.TOO_MANY_REQUESTS, operation=CREATE, seconds=1)
    began = time.monotonic()
    if throttled:
        paid = call(stripe(running), Retries(throttled=1, first_wait_s=SOON), "authorize", order())
        assert paid.status is PaymentStatus.CHARGED
        assert time.monotonic() - began >= 1
    else:
        with pytest.raises(Rejected):
            call(stripe(running), Retries(), "authorize", order())
    assert running.sandbox.ledger.total("EUR").charges == throttled
