"""Rules about reading: whatever comes back, it is a result, Rejected or OutcomeUnknown, and rubbish decides nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import cycle, islice
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tollbridge import engine
from tollbridge.domain.errors import ConnectorError, NotSent, OutcomeUnknown, Rejected
from tollbridge.domain.operations import Effect
from tollbridge.kit.http import HttpResponse
from tollbridge.testing.golden import Case, Subject, replay

Path = tuple[Any, ...]
STATUSES = (200, 204, 301, 400, 401, 402, 404, 408, 409, 422, 429, 500, 503)
PAGE = b"<!DOCTYPE html><html><head><title>Error</title></head><body>Error</body></html>"
RUBBISH = (b"", b" ", b"null", b"[]", b"{}", b"0", b'""', b"true", b"\xff\xfe\x00", b"{" * 2000, b"[" * 100_000,
           b'{"a":' * 50_000, PAGE, b"a=1&b=2", b"<?xml version='1.0'?><a/>", b'{"error": null}', b'{"error": []}',
           b'{"error": {}}', b'{"status": {}}', b"NaN", b"1e999", b'{"id": "\\ud800"}')
OTHERS: tuple[Any, ...] = (None, -1, 10**30, "", "\u0000\ud83d", [], {}, ["x"], {"x": None}, True, 1.5)
MISSING = object()
WAYS: tuple[Any, ...] = (MISSING, *OTHERS)
MOST_PARTS = 40
WHOLE_TURNS, TURNS, AT_A_TIME = 1, 4, 2
NEVER_SENT = ("MissingField", "InvalidField", "Unsupported")


class Turns:
    """In which of WAYS the part at a place is broken this time."""

    def __init__(self) -> None:
        self._met: Counter[Path] = Counter()

    def of(self, place: Path, path: Path = ()) -> Sequence[Any]:
        self._met[(*place, *path)] += 1
        times = self._met[(*place, *path)]
        return WAYS if times <= WHOLE_TURNS else WAYS[times % TURNS::TURNS]


def reading_is_total(its: Subject) -> Iterator[str]:
    """Any bytes with any status are a result, Rejected or OutcomeUnknown: never another error, never NotSent.

    Cases of one flow that have come to the same place take turns, two at a time: rubbish is the same rubbish after
    each.
    """
    alike: dict[tuple[Any, ...], list[tuple[Case, int]]] = {}
    for case in _conversations(its):
        for index in range(len(case.answers)):
            before = tuple(answer.status for answer in case.answers[:index])
            alike.setdefault((case.operation.flow, len(case.answers), *before), []).append((case, index))
    for places in alike.values():
        turn = cycle(places)
        for answer in _rubbish():
            for case, index in islice(turn, min(len(places), AT_A_TIME)):
                yield from unreadable(its, case, index, answer)


def reading_survives_any_part(its: Subject) -> Iterator[str]:
    """So is a genuine answer of which one part is missing, of another type, or cut off.

    What stands at the same place in answers of one flow is broken in every way in one of them; in the others, of which
    a flow with forty methods has many, in some of the ways, by turns.
    """
    turns = Turns()
    for case in _conversations(its):
        for index, answer in enumerate(case.answers):
            place = (case.operation.flow, len(case.answers), index)
            for body in _variants(case, index, answer.body, partial(turns.of, place)):
                yield from unreadable(its, case, index, HttpResponse(answer.status, body, answer.headers))


def an_answer_that_is_not_sealed_decides_nothing(its: Subject) -> Iterator[str]:
    """Where the processor signs or encrypts its answers, one in the clear is nobody's word, whatever it says; nor is
    one that somebody else has signed, or that is encrypted and signed by nobody.
    """
    for case in its.cases:
        for index, exchange in enumerate(case.golden.exchanges):
            if exchange.receive.body_sealed is None:
                continue
            content = exchange.receive.content
            for body in (*_in_the_clear(content), *(case.sealing.forged(content) if case.sealing else ())):
                told = _told(its, case, index, HttpResponse(exchange.receive.status, body))
                if not isinstance(told, Rejected | OutcomeUnknown):
                    yield f"{case}: taken for true, though the processor has not signed it: {_name(told)}"


def _in_the_clear(content: bytes) -> Iterator[bytes]:
    """The content as it stands, and each object right below it: claims, and the answer that they hold."""
    yield content
    try:
        value = json.loads(content)
    except ValueError:
        return
    inner = value.values() if isinstance(value, dict) else ()
    yield from (json.dumps(part).encode() for part in inner if isinstance(part, dict))


def a_page_decides_nothing(its: Subject) -> Iterator[str]:
    """An error page of some proxy on the way, with 400 and up, is nobody's no: Rejected or OutcomeUnknown."""
    for case in _conversations(its):
        for status in (400, 402, 422, 500, 502, 503):
            told = _told(its, case, len(case.answers) - 1, HttpResponse(status, PAGE, {"content-type": "text/html"}))
            if not isinstance(told, Rejected | OutcomeUnknown):
                yield f"{case}: an error page with {status} is {_name(told)}"


def a_server_error_is_an_unknown_outcome(its: Subject) -> Iterator[str]:
    """What moves money and is answered with 5xx, 408 or 425 and nothing readable may have been done."""
    for case in _conversations(its):
        if case.operation.effect is Effect.QUERY:
            continue
        for status in (408, 425, 500, 502, 503, 504):
            told = _told(its, case, len(case.answers) - 1, HttpResponse(status, b""))
            if not isinstance(told, OutcomeUnknown):
                yield f"{case}: {status} without a body is {_name(told)}"


def a_refused_call_did_nothing(its: Subject) -> Iterator[str]:
    """401, 403, 404 and 429 without a readable body are Rejected: fix credentials, id or rate."""
    for case in _conversations(its):
        flow = its.connector.flow(case.operation)
        several = len(case.answers) > 1
        for status in {401, 403, 404, 429} - (flow.reads if flow else frozenset()):
            told = _told(its, case, len(case.answers) - 1, HttpResponse(status, b""))
            if not isinstance(told, Rejected) and not (several and isinstance(told, OutcomeUnknown)):
                yield f"{case}: {status} without a body is {_name(told)}"


def _conversations(its: Subject) -> list[Case]:
    """One case for each flow, method and number of exchanges: what is sent before an answer hardly matters to it.

    Not of webhooks: what is asked about one is a pre-step, whose failure proves nothing (testing/webhooks.py).
    """
    found: dict[tuple[Any, ...], Case] = {}
    for case in its.cases:
        if case.answers and isinstance(case.golden.result, dict) and case.operation not in engine.EVENTS:
            found.setdefault((case.operation.flow, _method(case), len(case.answers), case.status), case)
    return list(found.values())


def _method(case: Case) -> str | None:
    return next(iter(case.golden.request.get("payment_method", ())), None)


def _variants(case: Case, index: int, body: bytes, ways: Callable[[Path], Sequence[Any]]) -> Iterator[bytes]:
    """As `variants`, of a sealed body too: cut off, and with its content broken before it was sealed.

    Sealing costs a thousand times more than reading: a third of them, another one for another case.
    """
    received = case.golden.exchanges[index].receive
    if received.body_sealed is None or case.sealing is None:
        yield from variants(body, ways)
        return
    yield from (body[:length] for length in (1, len(body) // 2, len(body) - 1))
    some = islice(variants(received.content, ways), len(case.name) % 3, None, 3)
    yield from (case.sealing.sealed(broken) for broken in some)


def _rubbish() -> Iterator[HttpResponse]:
    for status in STATUSES:
        for body in RUBBISH:
            yield HttpResponse(status, body, {"retry-after": "soon", "content-type": "application/json"})


def _every_way(path: Path) -> Sequence[Any]:
    return WAYS


def variants(body: bytes, ways: Callable[[Path], Sequence[Any]] = _every_way) -> Iterator[bytes]:
    """A body cut off, and with each of its parts left out or replaced, in those of WAYS that are told for its place."""
    for length in (1, len(body) // 2, len(body) - 1):
        yield body[:length]
    try:
        value, encode = opened(body)
    except ValueError:
        yield from _of_xml(body)
        return
    for path in list(paths(value))[:MOST_PARTS]:
        for other in ways(path):
            yield encode(without(value, path) if other is MISSING else with_other(value, path, other))


def opened(body: bytes) -> tuple[Any, Callable[[Any], bytes]]:
    """The value of a body of JSON, or of a form, and how to write another one. Raises ValueError for any other body."""
    try:
        return json.loads(body), lambda value: json.dumps(value).encode()
    except ValueError:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True)
    if len(pairs) != len(dict(pairs)) or body[:1] == b"<":
        raise ValueError("not a form of single fields")
    return dict(pairs), lambda value: urlencode(value, errors="replace").encode()


def _of_xml(body: bytes) -> Iterator[bytes]:
    """Each element left out, there twice, without its parts, or with another text. Nothing, of what is no XML."""
    from xml.etree import ElementTree as ET  # bodies of cases are ours

    try:
        count = len(list(ET.fromstring(body).iter()))  # noqa: S314
    except (ET.ParseError, ValueError):
        return
    for index in range(min(count, MOST_PARTS)):
        for change in range(7):
            root = ET.fromstring(body)  # noqa: S314
            above = {child: parent for parent in root.iter() for child in parent}
            its = list(root.iter())[index]
            if change < 2 and its in above:
                (above[its].remove if change else above[its].append)(its)
            elif change == 2:
                its[:], its.attrib = [], {}
            elif change > 2:
                its.text = ("", "-1", "10e30", "\ud7ff x & <")[change - 3]
            yield ET.tostring(root, encoding="utf-8")


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where the parts of a JSON value stand, the outermost first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    below = [(*path, key) for key, _ in inner]
    yield from below
    for place in below:
        yield from paths(value[place[-1]], place)


def without(value: Any, path: tuple[Any, ...]) -> Any:
    """The value less the part at that place."""
    copied = json.loads(json.dumps(value))
    parent = at(copied, path[:-1])
    del parent[path[-1]]
    return copied


def with_other(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    """The value with another part at that place."""
    copied = json.loads(json.dumps(value))
    at(copied, path[:-1])[path[-1]] = other
    return copied


def at(value: Any, path: tuple[Any, ...]) -> Any:
    """The part at that place. Raises LookupError or TypeError where there is none."""
    for key in path:
        value = value[key]
    return value


def unreadable(its: Subject, case: Case, index: int, answer: HttpResponse) -> Iterator[str]:
    """What is wrong with how an answer in place of another is read; nothing, if it is read as it should be."""
    told = _told(its, case, index, answer)
    # of a pre-step: nothing but that has left. So is all that is asked about a webhook, or before a request is refused
    refused = isinstance(case.golden.error, dict) and case.golden.error["type"] in NEVER_SENT
    before = index < len(case.answers) - 1 or case.operation in engine.EVENTS or refused
    if isinstance(told, Rejected | OutcomeUnknown) or (before and isinstance(told, NotSent)):
        return
    if isinstance(told, Exception):
        yield f"{case}: {answer.status} {answer.body[:60]!r} is {_name(told)}"


def _told(its: Subject, case: Case, index: int, answer: HttpResponse) -> Any:
    """The written result, or the error, of a case with another answer at `index`."""
    answers = [*case.answers[:index], answer, *case.answers[index + 1:]]
    try:
        ran = replay(its, case, answers=answers)
    except LookupError:
        return None  # it asks on: a flow of several exchanges may
    except Exception as error:  # noqa: BLE001 - just what the rule looks for
        return error
    return ran.error if ran.error is not None else ran.result


def _name(told: Any) -> str:
    return f"{type(told).__name__} ({told})" if isinstance(told, ConnectorError) else f"{type(told).__name__} {told!r}"
