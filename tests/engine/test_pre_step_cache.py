"""What pre-steps gave is fetched once, kept while it is good, and never shared with another account or customer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from engine import acme
from engine.acme_server import AcmeServer, AsyncGate, ThreadGate
from tollbridge import kit
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import NotSent, Rejected, Unreachable
from tollbridge.domain.methods.cards import NetworkToken
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import AUTHORIZE, VOID, Operation
from tollbridge.domain.payments import Authorize, Void
from tollbridge.domain.people import Customer
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus
from tollbridge.engine import Plan, drive, drive_blocking, plan
from tollbridge.engine.cache import PreStepCache, SendAsync

RELEASE = Void(connector_transaction_id="p")
SHOP = acme.Account(api_key=Secret("key"), prefix="shop")
CTX = kit.Context(SHOP, datetime(2025, 1, 1, tzinfo=UTC), "n", "key", Environment.TEST)


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def shopper_pays(customer_id: str | None) -> Authorize:
    method = NetworkToken(token_number=Secret("4"), token_exp_month=Secret("01"), token_exp_year=Secret("2030"))
    return Authorize(amount=Money(1000, Currency.EUR), payment_method=method, customer=Customer(id=customer_id))


def void(cache: PreStepCache, server: AcmeServer, ctx: kit.Context[acme.Account] = CTX) -> Payment:
    with cache.of_call(acme.CONNECTOR, ctx, RELEASE) as steps:
        return drive_blocking(plan(acme.CONNECTOR, VOID, RELEASE, ctx, steps), steps.blocking(server.answer))


def pay(cache: PreStepCache, server: AcmeServer, request: Authorize) -> Payment:
    with cache.of_call(acme.CONNECTOR, CTX, request) as steps:
        return drive_blocking(plan(acme.CONNECTOR, AUTHORIZE, request, CTX, steps), steps.blocking(server.answer))


async def void_async(cache: PreStepCache, send: SendAsync, time_left: Callable[[], float | None] = lambda: None,
                     ) -> Payment:
    with cache.of_call(acme.CONNECTOR, CTX, RELEASE) as steps:
        return await drive(plan(acme.CONNECTOR, VOID, RELEASE, CTX, steps), steps.awaited(send, time_left))


async def waiting(calls: list[asyncio.Task[Payment]]) -> None:
    """Returns once all of these have run as far as they can."""
    for _ in range(20):
        await asyncio.sleep(0)
    assert not any(call.done() for call in calls)


@pytest.mark.parametrize(("life_s", "good_s"), [(3600, 3539), (100, 89), (None, 10**9)])
def test_a_token_is_kept_until_shortly_before_it_expires(life_s: int | None, good_s: int) -> None:
    clock, server = Clock(), AcmeServer(expires_in_s=life_s)
    cache = PreStepCache(clock)
    void(cache, server)
    clock.now_s += good_s
    void(cache, server)
    assert server.count("/token") == 1
    if life_s is not None:
        clock.now_s += 1
        void(cache, server)
        assert server.count("/token") == 2


def test_a_token_that_is_born_expired_serves_its_own_call_only() -> None:
    cache, server = PreStepCache(Clock()), AcmeServer(expires_in_s=0)
    assert [void(cache, server).status for _ in range(2)] == [PaymentStatus.AUTHORIZED] * 2
    assert server.count("/token") == 2


@pytest.mark.parametrize("other", [
    replace(CTX, account=replace(SHOP, api_key=Secret("other"))),
    replace(CTX, account=replace(SHOP, base_url="https://other.example")),
    replace(CTX, environment=Environment.LIVE)])
def test_a_token_is_one_accounts_in_one_environment(other: kit.Context[acme.Account]) -> None:
    cache, server = PreStepCache(Clock()), AcmeServer()
    void(cache, server)
    void(cache, server, other)
    assert (server.count("/token"), len(cache)) == (2, 2)


def test_equal_credentials_are_one_account() -> None:
    cache, server = PreStepCache(Clock()), AcmeServer()
    void(cache, server)
    void(cache, server, replace(CTX, account=acme.Account(api_key=Secret("key"), prefix="shop"), nonce="m"))
    assert server.count("/token") == 1


def test_a_customer_is_kept_by_the_merchants_id_and_without_one_not_at_all() -> None:
    cache, server = PreStepCache(Clock()), AcmeServer()
    for customer_id, created in [("ann", 1), ("ann", 1), ("bob", 2), (None, 3), (None, 4)]:
        assert pay(cache, server, shopper_pays(customer_id)).status is PaymentStatus.AUTHORIZED
        assert server.count("/customers") == created
    assert server.count("/token") == 1


def test_the_least_used_goes_first() -> None:
    cache, server = PreStepCache(Clock(), max_results=2), AcmeServer()
    first, second, third = (replace(CTX, account=replace(SHOP, prefix=prefix)) for prefix in "abc")
    void(cache, server, first)
    first_asked = []
    for ctx in (second, first, third, first, second):
        server.revoke()  # so that a kept token shows itself by a refusal
        before = len(server.paths)
        void(cache, server, ctx)
        first_asked.append(server.paths[before])
    kept, asked = "/payments/p/release", "/token"
    assert first_asked == [asked, kept, asked, kept, asked]
    assert len(cache) == 2


def test_the_cache_shows_and_keeps_no_credential() -> None:
    cache, server = PreStepCache(Clock()), AcmeServer()
    void(cache, server, replace(CTX, account=replace(SHOP, api_key=Secret("sesame"))))
    assert "sesame" not in repr((cache, vars(cache)))


async def test_calls_that_want_the_same_token_wait_for_one_fetch() -> None:
    cache, gate = PreStepCache(Clock()), AsyncGate(AcmeServer(), "/token")
    calls = [asyncio.create_task(void_async(cache, gate.send)) for _ in range(10)]
    await waiting(calls)
    gate.opened.set()
    assert {payment.status for payment in await asyncio.gather(*calls)} == {PaymentStatus.AUTHORIZED}
    assert gate.server.paths == ["/token"] + ["/payments/p/release"] * 10


def test_threads_that_want_the_same_token_wait_for_one_fetch() -> None:
    cache, gate = PreStepCache(Clock()), ThreadGate(AcmeServer(), "/token")
    looked_up = threading.Barrier(6)

    def call(_: int) -> Payment:
        with cache.of_call(acme.CONNECTOR, CTX, RELEASE) as steps:
            planned = plan(acme.CONNECTOR, VOID, RELEASE, CTX, steps)
            send = steps.blocking(gate.send)
            first = next(planned)  # each has looked the token up in vain before one of them may fetch it
            looked_up.wait(10)
            return drive_blocking(_from(planned, first), send)

    with ThreadPoolExecutor(5) as pool:
        calls = pool.map(call, range(5))
        looked_up.wait(10)
        assert gate.reached.wait(10)
        gate.opened.set()
        assert {payment.status for payment in calls} == {PaymentStatus.AUTHORIZED}
    assert gate.server.count("/token") == 1


def _from(planned: Plan[Payment], first: kit.HttpRequest) -> Plan[Payment]:
    """The plan once more, whose first request was already taken."""
    answer: kit.HttpResponse | Exception
    request = first
    try:
        while True:
            try:
                answer = yield request
            except Exception as error:  # noqa: BLE001 - handed on, as it is
                request = planned.throw(error)
            else:
                request = planned.send(answer)
    except StopIteration as done:
        result: Payment = done.value
        return result


async def test_calls_told_that_their_token_is_stale_fetch_one_new_one() -> None:
    server = AcmeServer()
    cache = PreStepCache(Clock())
    void(cache, server)
    server.revoke()
    gate = AsyncGate(server, "/token")
    calls = [asyncio.create_task(void_async(cache, gate.send)) for _ in range(5)]
    await waiting(calls)
    gate.opened.set()
    assert {payment.status for payment in await asyncio.gather(*calls)} == {PaymentStatus.AUTHORIZED}
    assert server.count("/token") == 2


async def test_where_the_fetch_fails_those_who_waited_ask_for_themselves() -> None:
    cache, gate = PreStepCache(Clock()), AsyncGate(AcmeServer(), "/token")
    gate.server.down = True
    calls = [asyncio.create_task(void_async(cache, gate.send)) for _ in range(3)]
    await waiting(calls)
    gate.opened.set()  # for the one that is held ...
    gate.opened.clear()  # ... and for no other
    with pytest.raises(Unreachable):
        await calls[0]
    await waiting(calls[1:])
    assert gate.held == 3  # at the same time, and not one after the other's failure
    gate.opened.set()
    assert [type(told) for told in await asyncio.gather(*calls, return_exceptions=True)] == [Unreachable] * 3
    assert gate.server.paths == ["/token"] * 3
    gate.server.down = False
    assert (await void_async(cache, gate.send)).status is PaymentStatus.AUTHORIZED


async def test_a_cancelled_fetch_holds_nobody_up() -> None:
    cache, gate = PreStepCache(Clock()), AsyncGate(AcmeServer(), "/token")
    fetching = asyncio.create_task(void_async(cache, gate.send))
    await gate.reached.wait()
    other = asyncio.create_task(void_async(cache, gate.send))
    await waiting([other])
    fetching.cancel()
    gate.opened.set()
    assert (await other).status is PaymentStatus.AUTHORIZED
    assert fetching.cancelled()


async def test_a_cancelled_wait_leaves_the_fetch_and_the_others_alone() -> None:
    cache, gate = PreStepCache(Clock()), AsyncGate(AcmeServer(), "/token")
    calls = [asyncio.create_task(void_async(cache, gate.send)) for _ in range(3)]
    await waiting(calls)
    calls[1].cancel()
    gate.opened.set()
    done = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(told) for told in done] == [Payment, asyncio.CancelledError, Payment]
    assert gate.server.count("/token") == 1


async def test_a_wait_ends_with_the_calls_own_time() -> None:
    cache, gate = PreStepCache(Clock()), AsyncGate(AcmeServer(), "/token")
    fetching = asyncio.create_task(void_async(cache, gate.send))
    await gate.reached.wait()
    with pytest.raises(NotSent, match="still fetching the access_token"):
        await void_async(cache, gate.send, time_left=lambda: 0.01)
    gate.opened.set()
    await fetching


def test_a_blocking_wait_ends_with_the_calls_own_time() -> None:
    cache, gate = PreStepCache(Clock()), ThreadGate(AcmeServer(), "/token")
    with ThreadPoolExecutor(1) as pool, cache.of_call(acme.CONNECTOR, CTX, RELEASE) as steps:
        first = pool.submit(drive_blocking, plan(acme.CONNECTOR, VOID, RELEASE, CTX, steps), steps.blocking(gate.send))
        assert gate.reached.wait(10)
        with cache.of_call(acme.CONNECTOR, CTX, RELEASE) as late, pytest.raises(NotSent, match="no time left"):
            drive_blocking(plan(acme.CONNECTOR, VOID, RELEASE, CTX, late), late.blocking(gate.send, lambda: 0.01))
        gate.opened.set()
        assert first.result(10).status is PaymentStatus.AUTHORIZED


async def test_accounts_do_not_wait_for_each_other() -> None:
    cache, gate = PreStepCache(Clock()), AsyncGate(AcmeServer(), "/token")
    fetching = asyncio.create_task(void_async(cache, gate.send))
    await gate.reached.wait()
    assert void(cache, AcmeServer(), replace(CTX, environment=Environment.LIVE)).status is PaymentStatus.AUTHORIZED
    gate.opened.set()
    await fetching


async def test_one_shopper_is_put_on_file_once_even_when_the_token_goes_stale_meanwhile() -> None:
    server = AcmeServer()
    cache = PreStepCache(Clock())
    void(cache, server)
    server.revoke()
    gate = AsyncGate(server, "/token")

    async def call(operation: Operation[Authorize, Payment], request: Authorize) -> Payment:
        with cache.of_call(acme.CONNECTOR, CTX, request) as steps:
            return await drive(plan(acme.CONNECTOR, operation, request, CTX, steps), steps.awaited(gate.send))

    calls = [asyncio.create_task(call(AUTHORIZE, shopper_pays("ann"))) for _ in range(4)]
    await waiting(calls)
    gate.opened.set()
    assert {payment.status for payment in await asyncio.gather(*calls)} == {PaymentStatus.AUTHORIZED}
    assert (server.count("/token"), len(cache)) == (2, 2)
    assert server.count("/customers") == 2  # the first was refused for its token


def test_a_call_that_is_refused_leaves_no_fetch_behind() -> None:
    cache, server = PreStepCache(Clock()), AcmeServer()
    with pytest.raises(Rejected):
        void_with_a_token_refused(cache)
    assert void(cache, server).status is PaymentStatus.AUTHORIZED


def void_with_a_token_refused(cache: PreStepCache) -> None:
    with cache.of_call(acme.CONNECTOR, CTX, RELEASE) as steps:
        drive_blocking(plan(acme.CONNECTOR, VOID, RELEASE, CTX, steps),
                       steps.blocking(lambda request: kit.HttpResponse(403, b'{"word": "bad_credentials"}')))
