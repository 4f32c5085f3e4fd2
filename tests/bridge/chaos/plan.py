"""What will happen, decided by the seed alone: payments with their submissions, and what breaks when."""

from __future__ import annotations

import json
import random
from typing import Any, NamedTuple

from msgspec import Struct

from bridge.processors import BLINDPAY, SEARCHPAY
from bridge.surroundings import authorize, order
from tollbridge.bridge.client import Order
from tollbridge.domain.operations import CAPTURE, REFUND

STRIPE = "stripe"
CONNECTORS = (STRIPE, SEARCHPAY, BLINDPAY)
CANARY_KEY = "sk_test_canary_of_chaos_Zk93"
"""The credentials of each connector begin so: nothing on the disk may hold it."""
DECLINED = "4000000000000002"
PAYMENTS_A_SECOND = 5.0
SHOPS = ("shop-1", "shop-2")
"""The credentials of the first come with each call, those of the second are with the workers."""
WINDOW_S = 2.0
"""Of JetStream's own deduplication: some duplicates come after it."""
CLIENTS = 3
SLOWEST_S = 1.6
"""What the sandbox takes longest: less than twice a lease, for which an absent payment is waited for."""
DEADLINES_S = (15.0, 25.0)
TIMEOUTS_S = dict.fromkeys(("payments.authorize", "payments.capture", "payments.sync", "refunds.execute",
                            "refunds.sync"), 1.0)


class Submission(NamedTuple):
    """One word of a caller. `by` is execute, submit or ingress; `variant` which amount it has."""

    at_s: float
    client: int
    by: str
    variant: int = 0
    wait_s: float = 3.0


class Step(NamedTuple):
    """One operation of a payment. `amounts` has one for each variant: the same key, another request."""

    name: str
    amounts: tuple[int, ...]
    submissions: tuple[Submission, ...]
    deadline_s: float


class Payment(NamedTuple):
    """Steps follow each other by `Order.after`."""

    reference: str
    connector: str
    number: str
    manual: bool
    merchant_id: str
    steps: tuple[Step, ...]


class Blow(NamedTuple):
    """Something breaks, and is whole again after `for_s`. `who` counts; `lane` is who deals the blows, one by one."""

    at_s: float
    lane: str
    kind: str
    who: int = 0
    for_s: float = 0.0


class Plan(Struct, frozen=True):
    seed: int
    seconds: float
    cluster: bool
    number: str
    payments: tuple[Payment, ...]
    questions: tuple[tuple[float, int], ...]
    blows: tuple[Blow, ...]


SINGLE = (("server_kill", 2, 0.8), ("server_pause", 3, 1.5), ("server_restart", 2, 0.0))
CLUSTER = (("node_kill", 3, 2.0), ("node_pause", 3, 2.5), ("rolling_restart", 1, 0.0), ("two_nodes_kill", 1, 1.0))
LANES: dict[str, tuple[float, tuple[tuple[str, int, float], ...]]] = {
    "workers": (3.0, (("worker_kill", 3, 0.0), ("worker_pause", 3, 2.0), ("worker_drain", 2, 0.0))),
    "bridges": (5.0, (("bridge_kill", 2, 0.0), ("bridge_pause", 1, 1.5), ("bridge_drain", 1, 0.0),
                      ("client_cut", 4, 0.0))),
    "accounts": (11.0, (("account_revoked", 3, 2.0), ("sealed_lost", 1, 0.0))),
}
"""Of each lane: seconds between blows on average, and kinds with their weight and length on average."""


def planned(seed: int, seconds: float, *, cluster: bool | None = None, faults: bool = True) -> Plan:
    chance = random.Random(seed)
    drawn = chance.random() < 0.4
    number = _card(chance)
    payments = tuple(_payment(chance, at, number, count) for count, at in enumerate(_times(
        chance, seconds, 1 / PAYMENTS_A_SECOND)))
    clustered = drawn if cluster is None else cluster
    lanes = {**LANES, "servers": (12.0 if clustered else 9.0, CLUSTER if clustered else SINGLE)}
    blows = [blow for lane, (every_s, kinds) in lanes.items() for blow in _blows(chance, seconds, lane, every_s, kinds)]
    questions = tuple((at, chance.randrange(CLIENTS)) for at in _times(chance, seconds, 0.5))
    return Plan(seed, seconds, clustered, number, payments, questions, tuple(sorted(blows)) if faults else ())


def order_of(payment: Payment, at: int, variant: int, after: str | None) -> Order:
    step = payment.steps[at]
    amount = step.amounts[variant]
    money = {"minor_amount": amount, "currency": "USD"}
    more: dict[str, Any] = {
        "connector": payment.connector, "deadline_s": step.deadline_s,
        "config": config(payment.connector) if payment.merchant_id == SHOPS[0] else None,
        "key": f"{payment.reference}-{at}-{step.name}", "after": after, "merchant_id": payment.merchant_id}
    if step.name == "authorize":
        how = {"capture_method": "MANUAL"} if payment.manual else {}
        return authorize(payment.reference, amount, number=payment.number, request=how, **more)
    if step.name == "capture":
        return order(CAPTURE, {"merchant_capture_id": f"{payment.reference}-c", "amount_to_capture": money}, **more)
    return order(REFUND, {"merchant_refund_id": f"{payment.reference}-r{at}", "payment_amount": amount,
                          "refund_amount": money}, **more)


def config(connector: str) -> str:
    return json.dumps({"config": {connector.title(): {"api_key": f"{CANARY_KEY}_{connector}"}}})


def accounts() -> str:
    """What the workers know, as a file of accounts."""
    return json.dumps({SHOPS[1]: {connector: {"api_key": f"{CANARY_KEY}_{connector}"} for connector in CONNECTORS}})


def account_end(connector: str) -> str:
    return f"{CANARY_KEY}_{connector}"[-8:]


def _payment(chance: random.Random, at_s: float, number: str, count: int) -> Payment:
    reference = f"pay-{count}"
    connector = chance.choices(CONNECTORS, (6, 2, 2))[0]
    amount = chance.randrange(1000, 90_000)
    kind = chance.choices(("sale", "chain", "declined", "conflict"), (10, 6, 1, 3))[0]
    amounts = (amount, amount + 1) if kind == "conflict" else (amount,)
    steps = [_step(chance, at_s, "authorize", amounts)]
    if kind == "chain":
        steps.append(_step(chance, at_s + chance.random(), "capture", (amount,)))
        part = amount // 3
        for refunded in (part, part + 1)[:chance.randrange(3)]:
            steps.append(_step(chance, at_s + 2 * chance.random(), "refund", (refunded,)))
    return Payment(reference, connector, DECLINED if kind == "declined" else number, kind == "chain",
                   chance.choice(SHOPS), tuple(steps))


def _step(chance: random.Random, at_s: float, name: str, amounts: tuple[int, ...]) -> Step:
    """First all at once, or one; others later, some of them after the window of deduplication."""
    submissions: list[Submission] = []
    for _ in range(chance.choices((1, 2, 3, 5), (5, 3, 2, 1))[0] + len(amounts) - 1):
        later = chance.choices((0.0, 0.02, 1.0, WINDOW_S + 1, 8.0), (4, 4, 2, 2, 1))[0] if submissions else 0.0
        submissions.append(Submission(
            at_s + later, chance.randrange(CLIENTS), chance.choices(("execute", "submit", "ingress"), (4, 2, 3))[0],
            chance.randrange(len(amounts)), chance.choice((0.5, 3.0, 6.0))))
    return Step(name, amounts, tuple(submissions), chance.uniform(*DEADLINES_S))


def _blows(chance: random.Random, seconds: float, lane: str, every_s: float, kinds: tuple[tuple[str, int, float], ...],
           ) -> list[Blow]:
    found = []
    for at in _times(chance, seconds, every_s):
        kind, _, for_s = chance.choices(kinds, [weight for _, weight, _ in kinds])[0]
        found.append(Blow(round(at, 2), lane, kind, chance.randrange(60), round(for_s * chance.uniform(0.5, 1.5), 2)))
    return found


def _times(chance: random.Random, seconds: float, every_s: float) -> list[float]:
    times, at = [], chance.expovariate(1 / every_s)
    while at < seconds:
        times.append(at)
        at += chance.expovariate(1 / every_s)
    return times


def _card(chance: random.Random) -> str:
    """One that nobody else has: it is looked for on the disk."""
    digits = [4, 5, 3, 9] + [chance.randrange(10) for _ in range(11)]
    total = sum(sum(divmod(2 * digit, 10)) if at % 2 == 0 else digit for at, digit in enumerate(digits))
    return "".join(map(str, [*digits, -total % 10]))
