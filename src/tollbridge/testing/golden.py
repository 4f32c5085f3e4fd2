"""Golden cases: one JSON file for each thing a processor may answer, replayed through the engine without a network.

golden/<connector>/account.json holds the credentials of all cases of that connector (invented ones), in the contract's
JSON. Every other JSON file there is a case, named after its operation: `authorize.card.declined.json`.

    operation        the flow, by the contract's name: "authorize"
    source           what vouches for the answer: `kind` (schema, sdk, documentation, or reference: only a conformance
                     case knows it), `address`, `read` (whether that page was read for it), `values` (verbatim, or
                     shaped after what stands there)
    environment      "SANDBOX" (the default) or "PRODUCTION"
    account          credentials of this case in place of those of account.json: of another kind of account
    now              clock of the case, epoch seconds; the default is 2026-01-01T00:00:00Z
    idempotency_key  where the caller gives one; else the request's own id is the key, as at every edge
    webhook          of a webhook: its body for people to read; it is sent as `request` has it, in base64
    request          in the contract's JSON
    exchanges        of `send` (method, url, headers, body) and `receive` (status, headers, body). Of the headers only
                     those that are listed are compared; bodies by what they say. Bytes that are no text are `body_b64`;
                     `body_sealed` is the text of a body that is signed or encrypted as a whole (testing/sealing.py)
    result           in the contract's JSON; or
    error            `type`, `code` and `fields` as `tollbridge transform` prints them; of a Rejected that says how long
                     to wait, `retry_after_s`

`python -m tollbridge.testing --update golden/acme` computes `send` and `result` (or `error`) anew in every case
of a folder: read what it has written as if somebody else had, for it only says what the connector does today.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from tollbridge import catalog, engine
from tollbridge.contract.accounts import read_account
from tollbridge.contract.answers import write_json
from tollbridge.contract.codec import json_codec
from tollbridge.contract.error_json import error_json
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import ConnectorError, SignatureMismatch
from tollbridge.domain.operations import BY_FLOW, Operation
from tollbridge.domain.secret import Secret
from tollbridge.engine.keys import fitted, own_key
from tollbridge.engine.plan import Answer, Plan
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import Context
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.testing.bodies import same_body
from tollbridge.testing.sealing import SEALING, Sealing, read_sealing

Json = dict[str, Any]
ACCOUNT = "account.json"
NOW_S = 1767225600
NONCE = "0123456789abcdef0123456789abcdef"


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """What vouches for a case; the module docstring says what the words mean."""

    kind: Literal["schema", "sdk", "documentation", "reference"]
    address: str
    read: bool
    values: Literal["verbatim", "shaped"]


class Sent(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An HTTP request as the case expects it."""

    method: str
    url: str
    headers: dict[str, str] = {}
    body: str | None = None
    body_b64: str | None = None
    body_sealed: str | None = None

    @property
    def content(self) -> bytes:
        """The body's bytes, of a sealed one before it was sealed; none at all are b""."""
        return _bytes(self)


class Receive(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The processor's answer."""

    status: int
    headers: dict[str, str] = {}
    body: str | None = None
    body_b64: str | None = None
    body_sealed: str | None = None

    @property
    def content(self) -> bytes:
        """What the processor says, before it is sealed if it is."""
        return _bytes(self)

    def response(self, sealing: Sealing | None = None) -> HttpResponse:
        """As the transport hands it to the engine."""
        body = self.content
        if self.body_sealed is not None:
            if sealing is None:
                raise ValueError(f"body_sealed, and no {SEALING}")
            body = sealing.sealed(body)
        return HttpResponse(self.status, body, {name.lower(): value for name, value in self.headers.items()})


def _bytes(message: Sent | Receive) -> bytes:
    if message.body_b64 is not None:
        return base64.b64decode(message.body_b64)
    text = message.body if message.body_sealed is None else message.body_sealed
    return (text or "").encode()


class Exchange(Struct, frozen=True, forbid_unknown_fields=True):
    """A request and its answer."""

    send: Sent
    receive: Receive


class Golden(Struct, frozen=True, forbid_unknown_fields=True):
    """One file, as the module docstring describes it."""

    operation: str
    source: Source
    request: Json
    environment: Environment | UnsetType = UNSET
    account: Json | UnsetType = UNSET
    now: int | UnsetType = UNSET
    idempotency_key: str | UnsetType = UNSET
    webhook: Any = UNSET
    exchanges: tuple[Exchange, ...] = ()
    result: Json | UnsetType = UNSET
    error: Json | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class Case:
    """A golden file by its name: `authorize.card.declined`."""

    name: str
    golden: Golden
    sealing: Sealing | None = None

    @property
    def operation(self) -> Operation[Any, Any]:
        return BY_FLOW[self.golden.operation]

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(NOW_S if self.golden.now is UNSET else self.golden.now, UTC)

    @property
    def answers(self) -> tuple[HttpResponse, ...]:
        return tuple(exchange.receive.response(self.sealing) for exchange in self.golden.exchanges)

    @property
    def status(self) -> str | None:
        """Of its result; None where there is none."""
        result = self.golden.result
        return None if result is UNSET else result.get("status")

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Subject:
    """A connector with its cases and the credentials that they are made for."""

    connector: Connector[Any]
    account: Any
    cases: tuple[Case, ...]
    folder: Path

    def of(self, operation: Operation[Any, Any]) -> tuple[Case, ...]:
        """The cases of one operation."""
        return tuple(case for case in self.cases if case.operation is operation)


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of a case: the requests that were built, then the written result or the error."""

    sent: tuple[HttpRequest, ...]
    context: Context[Any]
    request: Any
    result: Json | None = None
    error: ConnectorError | None = None
    answer: Any = None
    """The result as the domain has it, before it was written."""

    @property
    def outcome(self) -> Json:
        """As the end of a golden file has it."""
        if self.error is None:
            return {"result": self.result}
        return {"error": {name: value for name, value in error_json(self.error).items() if name != "message"}}


def load(folder: Path) -> tuple[Case, ...]:
    """The cases of one connector, by name. Raises ValueError, naming the file, for what is no case."""
    sealing = read_sealing(folder)
    return tuple(_read(path, sealing) for path in sorted(folder.glob("*.json")) if path.name != ACCOUNT)


def _read(path: Path, sealing: Sealing | None) -> Case:
    try:
        golden = msgspec.json.decode(path.read_bytes(), type=Golden)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: {error}") from None
    if golden.operation not in BY_FLOW:
        raise ValueError(f"{path}: no operation {golden.operation!r}")
    if (golden.result is UNSET) == (golden.error is UNSET):
        raise ValueError(f"{path}: needs a result or an error")
    return Case(path.stem, golden, sealing)


def subject(name: str, golden: Path, connector: Connector[Any] | None = None) -> Subject:
    """The connector of that name with its cases in `golden/<name>`; another package's own may be handed in."""
    connector = catalog.load(name) if connector is None else connector
    folder = golden / name
    account = read_account(connector, json.loads((folder / ACCOUNT).read_text()))
    return Subject(connector, account, load(folder), folder)


def context(its: Subject, case: Case, request: object = None) -> Context[Any]:
    """Clock, chance and key of a case, all fixed."""
    golden = case.golden
    key = own_key(case.operation, request) if golden.idempotency_key is UNSET else golden.idempotency_key
    environment = Environment.TEST if golden.environment is UNSET else golden.environment
    return Context(account=_account(its, case), now=case.now, nonce=NONCE, idempotency_key=key, environment=environment)


def credentials(folder: Path, case: Case) -> Json:
    """Of account.json, less those that the case has of its own."""
    written: Json = json.loads((folder / ACCOUNT).read_text())
    return written if case.golden.account is UNSET else written | case.golden.account


def _account(its: Subject, case: Case) -> Any:
    """As the subject has it, which may be another than in account.json."""
    if case.golden.account is UNSET:
        return its.account
    other = read_account(its.connector, credentials(its.folder, case))
    return msgspec.structs.replace(its.account, **{name: getattr(other, name) for name in case.golden.account})


def read_request(case: Case, changed: Json | None = None) -> Any:
    """The domain request of a case, or of `changed` in place of its own."""
    return json_codec(case.operation).read_request(case.golden.request if changed is None else changed)


def replay(its: Subject, case: Case, *, request: Json | None = None, answers: Sequence[HttpResponse] | None = None,
           now: datetime | None = None) -> Replay:
    """Runs a case through the engine, or a variant of it: another request, other answers, another time.

    Raises LookupError where the flow wants more exchanges than there are answers; everything that is no ConnectorError.
    """
    sent: list[HttpRequest] = []
    asked: Any = None
    ctx = context(its, case)
    try:
        asked = read_request(case, request)
        ctx = fitted(its.connector, case.operation, asked, context(its, case, asked))
        if now is not None:
            ctx = msgspec.structs.replace(ctx, now=now)
        steps: Plan[Answer[Any]] = engine.run(its.connector, case.operation, asked, ctx, {})
        answer = _answered(steps, case.answers if answers is None else answers, sent)
        return Replay(tuple(sent), ctx, asked, write_json(case.operation, asked, answer), answer=answer.result)
    except ConnectorError as error:
        return Replay(tuple(sent), ctx, asked, error=error)


def _answered(steps: Plan[Answer[Any]], answers: Sequence[HttpResponse], sent: list[HttpRequest]) -> Answer[Any]:
    """Drives a plan by hand: what goes wrong in a case must not pass for a fault of the network."""
    try:
        sent.append(next(steps))
        for answer in answers:
            sent.append(steps.send(answer))
    except StopIteration as done:
        result: Answer[Any] = done.value
        return result
    raise LookupError(f"no answer in the case for {sent[-1].method} {sent[-1].url}")


def differences(its: Subject, case: Case) -> list[str]:
    """What a replay does that the case does not say: requests compared first, then the result."""
    try:
        ran = replay(its, case)
    except LookupError as error:
        return [str(error)]
    found: list[str] = []
    if len(ran.sent) != len(case.golden.exchanges):
        found.append(f"{len(ran.sent)} requests where the case has {len(case.golden.exchanges)}")
    for number, (built, exchange) in enumerate(zip(ran.sent, case.golden.exchanges, strict=False)):
        found += [f"exchanges[{number}].send.{what}" for what in _different(built, exchange.send, case.sealing)]
    wanted = {"result": case.golden.result} if case.golden.error is UNSET else {"error": case.golden.error}
    if ran.outcome != wanted:
        found.append(f"{_shown(ran.outcome)} where the case has {_shown(wanted)}")
    return found


def _different(built: HttpRequest, want: Sent, sealing: Sealing | None) -> list[str]:
    found = [f"{name}: {ours} where the case has {theirs}" for name, ours, theirs in (
        ("method", built.method, want.method), ("url", built.url, want.url)) if ours != theirs]
    ours = headers(built)
    found += [f"headers.{name}: {ours.get(name.lower())!r} where the case has {value!r}"
              for name, value in want.headers.items() if ours.get(name.lower()) != value]
    kind, body = ours.get("content-type", ""), built.body or b""
    if want.body_sealed is not None and sealing is not None:
        try:
            kind, body = "application/json", sealing.opened(body)
        except SignatureMismatch as error:
            return [*found, f"body: {error}"]
    if not same_body(kind, body, want.content):
        found.append(f"body: {body!r} where the case has {want.content!r}")
    return found


def plain(case: Case, request: HttpRequest) -> HttpRequest:
    """The request as the processor reads it: opened, if it is sealed."""
    if case.sealing is None or not request.body:
        return request
    try:
        return msgspec.structs.replace(request, body=case.sealing.opened(request.body))
    except SignatureMismatch:
        return request


def headers(request: HttpRequest) -> dict[str, str]:
    """Names in lower case; secrets in the clear, for in a case they are invented."""
    return {name.lower(): value.reveal() if isinstance(value, Secret) else value
            for name, value in request.headers.items()}


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
