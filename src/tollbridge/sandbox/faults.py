"""Faults on demand: what goes wrong, where, and how often.

A kind is one member of `FaultKind`: its name on the control endpoint, the moment at which it strikes, and what it
does, or in what order it lets the webhooks of a call go. A new kind is one more member.
"""

from __future__ import annotations

import math
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from random import Random
from secrets import randbelow

from msgspec import UNSET, Struct, UnsetType

from tollbridge.sandbox.pauses import Pauses
from tollbridge.sandbox.simulator import Answer, Call, CutAt, Refusal, Simulator
from tollbridge.sandbox.webhooks import Arrangement, reversed_order, twice_each

LONGEST_ACCOUNT = 12
_CARD_NUMBER = re.compile(r"\d{12}")
OVERSIZED = 6 * 1024 * 1024
"""Bytes of an oversized answer: more than anybody should read."""
_PAGE = b"""<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center></body>
</html>
"""


class Moment(Enum):
    BEFORE_EFFECT = auto()
    AFTER_EFFECT = auto()
    """The effect has happened; what the fault answers is also what a repeat with the same idempotency key gets."""
    ON_THE_WAY_BACK = auto()
    """The answer is made and kept; only this caller does not get it."""


class Cut(Exception):
    """The connection ends here, without an answer."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a fault acts on."""

    simulator: Simulator
    call: Call
    pauses: Pauses
    seconds: float = 0.0
    answer: Answer | None = None
    """The processor's own; None before the effect."""


Act = Callable[[Scene], Awaitable[Answer | None]]
"""Gives the answer instead of the processor's own, or None to go on; raises Cut."""


async def _wait(scene: Scene) -> None:
    await scene.pauses.wait(scene.seconds)


async def _cut(scene: Scene) -> None:
    raise Cut


async def _server_error(scene: Scene) -> Answer:
    return scene.simulator.refuse(Refusal.SERVER_ERROR, scene.call)


async def _too_many_requests(scene: Scene) -> Answer:
    answer = scene.simulator.refuse(Refusal.TOO_MANY_REQUESTS, scene.call)
    return replace(answer, headers={**answer.headers, "Retry-After": str(max(1, math.ceil(scene.seconds)))})


async def _unauthorized(scene: Scene) -> Answer:
    return scene.simulator.refuse(Refusal.UNAUTHORIZED, scene.call)


async def _forbidden(scene: Scene) -> Answer:
    return scene.simulator.refuse(Refusal.FORBIDDEN, scene.call)


async def _html_page(scene: Scene) -> Answer:
    return Answer(502, _PAGE, content_type="text/html", foreign=True)


def _changed(change: Callable[[Answer], Answer]) -> Act:
    async def act(scene: Scene) -> Answer | None:
        return change(scene.answer) if scene.answer is not None else None
    return act


def _padded(answer: Answer) -> Answer:
    """White space, so that only a limit on size finds anything wrong."""
    return replace(answer, body=answer.body.ljust(OVERSIZED))


def _garbled(answer: Answer) -> Answer:
    middle = len(answer.body) // 2
    return replace(answer, body=answer.body[:middle] + b"\xff\xfe" + answer.body[middle:])


@dataclass(frozen=True, slots=True)
class _Kind:
    word: str
    moment: Moment
    act: Act


@dataclass(frozen=True, slots=True)
class _WebhookKind:
    word: str
    arrange: Arrangement


class FaultKind(Enum):
    LATENCY = _Kind("latency", Moment.BEFORE_EFFECT, _wait)
    """Waits for `seconds`; an idempotency key counts as in use meanwhile, and the effect comes even if the caller
    has gone away."""
    ERROR_BEFORE_EFFECT = _Kind("error_before_effect", Moment.BEFORE_EFFECT, _server_error)
    """The processor's own HTTP 500; nothing has happened and no answer is kept."""
    CUT_BEFORE_EFFECT = _Kind("cut_before_effect", Moment.BEFORE_EFFECT, _cut)
    ERROR_AFTER_EFFECT = _Kind("error_after_effect", Moment.AFTER_EFFECT, _server_error)
    """It has happened, the answer is HTTP 500, and a repeat with the same key gets that 500 again."""
    CUT_AFTER_EFFECT = _Kind("cut_after_effect", Moment.ON_THE_WAY_BACK, _cut)
    """It has happened; a repeat with the same key gets the answer that was lost."""
    CUT_IN_HEADERS = _Kind("cut_in_headers", Moment.ON_THE_WAY_BACK,
                           _changed(lambda answer: replace(answer, cut_at=CutAt.HEADERS)))
    """As all that follow, it has happened, and a repeat with the same key gets the answer as it was meant."""
    TRUNCATED_BODY = _Kind("truncated_body", Moment.ON_THE_WAY_BACK,
                           _changed(lambda answer: replace(answer, cut_at=CutAt.BODY)))
    """Half of the body comes; the content length is that of the whole."""
    OVERSIZED_BODY = _Kind("oversized_body", Moment.ON_THE_WAY_BACK, _changed(_padded))
    """The answer, and white space up to 6 MiB."""
    WRONG_CONTENT_TYPE = _Kind("wrong_content_type", Moment.ON_THE_WAY_BACK,
                               _changed(lambda answer: replace(answer, content_type="text/html")))
    """The answer as it was, called HTML."""
    INVALID_UTF8 = _Kind("invalid_utf8", Moment.ON_THE_WAY_BACK, _changed(_garbled))
    HTML_ERROR_PAGE = _Kind("html_error_page", Moment.ON_THE_WAY_BACK, _html_page)
    """HTTP 502 of a proxy; the processor's answer is lost."""
    TOO_MANY_REQUESTS = _Kind("too_many_requests", Moment.BEFORE_EFFECT, _too_many_requests)
    """The processor's own HTTP 429; `seconds`, rounded up and at least 1, are its Retry-After. Nothing has happened."""
    UNAUTHORIZED = _Kind("unauthorized", Moment.BEFORE_EFFECT, _unauthorized)
    """The processor's own HTTP 401, as for credentials that were revoked. Nothing has happened."""
    FORBIDDEN = _Kind("forbidden", Moment.BEFORE_EFFECT, _forbidden)
    """The processor's own HTTP 403, as for credentials that lack a permission. Nothing has happened."""
    LATE_ANSWER = _Kind("late_answer", Moment.ON_THE_WAY_BACK, _wait)
    """It has happened at once; the answer comes after `seconds`. A repeat with the same key gets it meanwhile."""
    DUPLICATE_WEBHOOKS = _WebhookKind("duplicate_webhooks", twice_each)
    """Each event of the call is delivered twice, under the same id."""
    OUT_OF_ORDER_WEBHOOKS = _WebhookKind("out_of_order_webhooks", reversed_order)
    """The events of the call are delivered last one first."""

    @property
    def word(self) -> str:
        word: str = self.value.word
        return word

    @classmethod
    def named(cls, word: str) -> FaultKind:
        """Raises ValueError that lists the kinds there are."""
        for kind in cls:
            if kind.word == word:
                return kind
        raise ValueError(f"no fault kind {word!r}; there are: {', '.join(kind.word for kind in cls)}")


class Fault(Struct, kw_only=True):
    """One fault as set: None for processor or operation means any; `times` None means until cleared."""

    kind: str
    processor: str | None = None
    operation: str | None = None
    times: int | None = 1
    seconds: float = 0.0
    probability: float = 1.0
    """With which it strikes a call that it is for; a call that it spares uses up no time."""
    seed: int | None = None
    """Of that chance: the same calls in the same order are struck again. One is drawn where none is given."""
    account: str | None = None
    """The end of who calls: of the API key (Stripe, Adyen), the client id (PayPal), the merchant id (PhonePe)."""
    containing: str | None = None
    """A text in path, query or body as they came: a reference, the last digits of a card, a merchant account."""

    @classmethod
    def parse(cls, text: str) -> Fault:
        """Reads `kind[:operation[:times[:seconds]]]`, as the command line takes it, and behind the kind anywhere
        `p=`, `seed=`, `account=` and `containing=`. The operation may begin with a processor and a slash; `*` is any
        operation, or always. Raises ValueError where a number is none.

            Fault.parse("latency:stripe/refunds.create:*:2.5")
            Fault.parse("cut_after_effect:stripe/*:p=0.02:seed=7")
        """
        kind, *parts = text.split(":")
        named = dict(part.split("=", 1) for part in parts if "=" in part)
        placed = [part for part in parts if "=" not in part]
        if len(placed) > 3 or not named.keys() <= {"p", "seed", "account", "containing"}:
            raise ValueError(f"more than kind:operation:times:seconds, p=, seed=, account=, containing=: {text!r}")
        operation, times, seconds = placed + [""] * (3 - len(placed))
        processor, slash, name = operation.rpartition("/")
        try:
            probability = float(named.get("p", 1))
            return cls(kind=kind, processor=processor if slash else None,
                       operation=None if name in ("", "*") else name,
                       times=usual_times(probability) if not times else None if times == "*" else int(times),
                       seconds=float(seconds or 0), probability=probability,
                       seed=int(named["seed"]) if "seed" in named else None,
                       account=named.get("account"), containing=named.get("containing"))
        except ValueError:
            raise ValueError(f"times, seconds, p or seed is no number: {text!r}") from None


def usual_times(probability: float) -> int | None:
    """How often a fault strikes of which nobody says it: once if it is certain, else until it is cleared."""
    return 1 if probability == 1 else None


class Faults:
    """The faults that are still to strike. `known` lists each processor's operations, so that typing errors show."""

    def __init__(self, known: Callable[[], Mapping[str, frozenset[str]]]) -> None:
        self._known = known
        self._faults: list[tuple[Fault, Random]] = []

    def add(self, kind: FaultKind | str, *, processor: str | None = None, operation: str | None = None,
            times: int | UnsetType | None = UNSET, seconds: float = 0.0, probability: float = 1.0,
            seed: int | None = None, account: str | None = None, containing: str | None = None) -> Fault:
        """Sets a fault; faults strike in the order in which they were set. `times` is `usual_times`, where it is not
        given. Raises ValueError for unknown names."""
        word = kind.word if isinstance(kind, FaultKind) else kind
        return self.put(Fault(kind=word, processor=processor, operation=operation, seconds=seconds,
                              times=usual_times(probability) if times is UNSET else times, probability=probability,
                              seed=seed, account=account, containing=containing))

    def put(self, fault: Fault) -> Fault:
        """As `add`."""
        FaultKind.named(fault.kind)
        self._check(fault.processor, fault.operation)
        _check(fault)
        if fault.seed is None and fault.probability < 1:
            fault.seed = randbelow(2**32)
        self._faults.append((fault, Random(fault.seed)))  # noqa: S311 - whom a fault strikes is no secret
        return fault

    def _check(self, processor: str | None, operation: str | None) -> None:
        known = self._known()
        if processor is not None and processor not in known:
            raise ValueError(f"no processor {processor!r}; there are: {', '.join(sorted(known))}")
        operations = known[processor] if processor is not None else frozenset().union(*known.values())
        if operation is not None and operation not in operations:
            raise ValueError(f"no operation {operation!r}; there are: {', '.join(sorted(operations))}")

    def clear(self, *, kind: str | None = None, processor: str | None = None, operation: str | None = None,
              account: str | None = None) -> None:
        """Those that were set with everything given; without anything, all."""
        self._faults = [(fault, chance) for fault, chance in self._faults
                        if not (kind in (None, fault.kind) and processor in (None, fault.processor)
                                and operation in (None, fault.operation) and account in (None, fault.account))]

    @property
    def pending(self) -> tuple[Fault, ...]:
        return tuple(fault for fault, _ in self._faults)

    def take(self, simulator: Simulator, operation: str, call: Call) -> tuple[Fault, ...]:
        """Those that strike this call, at most one of a kind; each counts as used."""
        taken: dict[str, Fault] = {}
        for fault, chance in tuple(self._faults):
            if fault.kind in taken or not _is_for(fault, simulator, operation, call):
                continue
            if fault.probability < 1 and chance.random() >= fault.probability:
                continue
            taken[fault.kind] = fault
            if fault.times is not None:
                fault.times -= 1
                if fault.times == 0:
                    self._faults.remove((fault, chance))
        return tuple(taken.values())


def _check(fault: Fault) -> None:
    """Raises ValueError for what no fault can have."""
    if fault.times is not None and fault.times < 1:
        raise ValueError("times must be at least 1, or None for always")
    if fault.seconds < 0:
        raise ValueError("seconds must not be negative")
    if not math.isfinite(fault.seconds):
        raise ValueError("seconds must be finite")
    if not 0 < fault.probability <= 1:
        raise ValueError("probability must be above 0 and at most 1")
    if fault.account is not None and not 0 < len(fault.account) <= LONGEST_ACCOUNT:
        raise ValueError(f"account is the end of a key or id, at most {LONGEST_ACCOUNT} characters: faults are shown")
    if fault.containing is not None and (not fault.containing or _CARD_NUMBER.search(fault.containing)):
        raise ValueError("containing must be some text, and not a card number: its last digits will do")


def _is_for(fault: Fault, simulator: Simulator, operation: str, call: Call) -> bool:
    if fault.processor not in (None, simulator.name) or fault.operation not in (None, operation):
        return False
    if fault.containing is not None:
        text = fault.containing.encode()
        if text not in call.body and text not in f"{call.path}?{call.query}".encode():
            return False
    return fault.account is None or simulator.account(call).endswith(fault.account)


async def strike(faults: tuple[Fault, ...], moment: Moment, scene: Scene) -> Answer | None:
    """Lets the faults of one moment act, until one answers."""
    for fault in faults:
        kind = FaultKind.named(fault.kind).value
        if isinstance(kind, _Kind) and kind.moment is moment:
            answer = await kind.act(replace(scene, seconds=fault.seconds))
            if answer is not None:
                return answer
    return None


def arrangements(faults: Iterable[Fault]) -> list[Arrangement]:
    """What the faults of a call do to its webhooks."""
    kinds = (FaultKind.named(fault.kind).value for fault in faults)
    return [kind.arrange for kind in kinds if isinstance(kind, _WebhookKind)]
