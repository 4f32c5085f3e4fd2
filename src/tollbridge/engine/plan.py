"""Runs an operation as a generator of HTTP requests; does no IO itself.

Refuse, run the pre-steps, build, sign, hand out a request, read its answer. The async edge drives it, the sync one too,
and an edge that keeps no state replays it (engine/drive.py).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from functools import cache
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, cast, get_args, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from tollbridge.domain.declines import Decline, unify
from tollbridge.domain.errors import (
    ConnectorError,
    InvalidField,
    NotSent,
    OutcomeUnknown,
    Problem,
    Rejected,
    Stale,
    Unsupported,
)
from tollbridge.domain.failures import Failure
from tollbridge.domain.money import Money
from tollbridge.domain.network_codes import NETWORK_CODES
from tollbridge.domain.operations import SYNC, Effect, Operation, Scope
from tollbridge.domain.results import Payment
from tollbridge.domain.statuses import UNDECIDED
from tollbridge.engine.keys import fitted
from tollbridge.engine.masking import conceal, handled, known_to, shown_result
from tollbridge.kit.answers import UNTOUCHED, rejected
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import A, AnyFlow, Context, Need
from tollbridge.kit.http import HttpRequest, HttpResponse

Q = TypeVar("Q")
R = TypeVar("R")
Plan: TypeAlias = Generator[HttpRequest, HttpResponse, R]


class Cache(Protocol):
    """Results of pre-steps as the edge keeps them for one account and customer: a dict, or a `PreStepCache`'s view.

    The engine looks a step up, once more after an Obtained; where it finds nothing, the requests that follow are those
    of this step, or of one that it needs in turn, until its result is set. It drops only what it has just looked up.
    """

    def get(self, step: Operation[Any, Any], /) -> Any: ...

    def __setitem__(self, step: Operation[Any, Any], result: Any, /) -> None: ...

    def pop(self, step: Operation[Any, Any], default: None, /) -> Any: ...


class Obtained(Exception):
    """Thrown into a plan in place of an answer: the request was not sent, for another call has just obtained what it
    was to fetch. It is in the cache.
    """


class Answer(Struct, Generic[R], frozen=True):
    """What came of an operation: the result, and what an edge needs to write it on the wire.

    `request` and `response` are of the last exchange; None where there was none. `obtained` are the results of the
    pre-steps that ran in this call.
    """

    result: R
    request: HttpRequest | None = None
    response: HttpResponse | None = None
    obtained: Mapping[Operation[Any, Any], Any] = {}
    acknowledgement: HttpResponse | None = None  # of a webhook: what the processor expects back


class Trace:
    """The last exchange of a call that is under way: what was sent, and what came back."""

    __slots__ = ("obtained", "request", "response")

    def __init__(self) -> None:
        self.request: HttpRequest | None = None
        self.response: HttpResponse | None = None
        self.obtained: dict[Operation[Any, Any], Any] = {}


def plan(connector: Connector[A], operation: Operation[Q, R], request: Q, ctx: Context[A],
         cache: Cache | None = None, trace: Trace | None = None) -> Plan[R]:
    """The requests of the operation, one by one; then its result.

    Raises Unsupported, MissingField, InvalidField before anything is sent; Rejected where the processor refused the
    call itself; OutcomeUnknown where it may have acted. A no is a result. `trace` is filled in on the way.
    """
    ctx = fitted(connector, operation, request, ctx)
    flow = refuse(connector, operation, request, ctx)
    trace, outer = trace or Trace(), handled()
    before = PreSteps(connector, flow.needs, request, ctx, cache, trace)
    try:
        while True:
            try:
                answer = (yield from before.run()) or (yield from converse(connector, flow, request, before.ctx, trace))
                break
            except Rejected as no:
                if not before.forget(no):
                    raise
        answer = shown_result(answer, lambda: known_to(request, before.ctx, trace.request))
        return judged(connector, operation, request, answer)
    except Obtained:
        raise
    except Exception as error:
        if isinstance(error, OutcomeUnknown):
            advise(error, connector, flow, request, before.ctx)
        conceal(error, known_to(request, before.ctx, trace.request), outer)
        raise


def refuse(connector: Connector[A], operation: Operation[Q, R], request: Q, ctx: Context[A]) -> AnyFlow[Q, R, A]:
    """The flow that serves the request. Raises Unsupported where none does, InvalidField for an impossible key or an
    amount below zero, and what the flow's own check finds: before a pre-step hands out a card number or opens an order.
    """
    flow, ctx = refuse_request(connector, operation, request), fitted(connector, operation, request, ctx)
    if ctx.idempotency_key is not None and connector.idempotency is not None:
        connector.idempotency.check(ctx.idempotency_key)
    if flow.check is not None:
        outer = handled()
        try:
            flow.check(request, ctx)
        except UnicodeEncodeError:
            raise _no_unicode() from None
        except Exception as error:
            conceal(error, known_to(request, ctx), outer)
            raise
    return flow


def refuse_request(connector: Connector[A], operation: Operation[Q, R], request: Q) -> AnyFlow[Q, R, A]:
    """As `refuse`, as far as it needs no account."""
    flow = connector.flow(operation)
    if flow is None:
        raise Unsupported(f"{operation.name} on {connector.id}")
    if reason := flow.refuse(request):
        raise Unsupported(f"{reason} in {operation.name} on {connector.id}")
    _check_amounts(request)
    return flow


def _check_amounts(request: object) -> None:
    """No processor takes an amount below zero; some read it as one in the other direction."""
    below = [name for name in _amounts(cast(Any, request.__class__))
             if (amount := getattr(request, name)) is not None and amount.minor_amount < 0]
    if below:
        first, *others = (Problem(f"{name}.minor_amount", "is negative") for name in below)
        raise InvalidField(first.path, first.why, *others)


@cache
def _amounts(kind: type) -> tuple[str, ...]:
    """The fields of a request that are amounts."""
    hints = get_type_hints(kind)
    fields: tuple[str, ...] = getattr(kind, "__struct_fields__", ())
    return tuple(name for name in fields if Money in (hints[name], *get_args(hints[name])))


def _no_unicode() -> InvalidField:
    """In place of an error whose repr is the whole text: a card number, perhaps."""
    return InvalidField("request", "a text in it is no Unicode: it has half of a surrogate pair")


def judged(connector: Connector[A], operation: Operation[Q, R], request: Q, answer: R | Failure) -> R:
    """The result: a Failure made one, its unified code looked up, its amount compared with what was asked."""
    if isinstance(answer, Failure):
        if operation.refused is None or operation.effect is Effect.QUERY:
            # Told in an answer that was no error to HTTP. That a query failed says nothing about what it asked for:
            # a payment that failed is the query's result, with an id and a status.
            raise Rejected(answer.code, answer.message, 200)
        return with_unified(connector, operation.refused(answer))
    if getattr(answer, "error", None) is not None:
        return answer if undecided(answer) else with_unified(connector, answer)
    if operation.agrees is not None and not operation.agrees(request, answer):
        raise OutcomeUnknown(f"{connector.id} {operation.name}: amount or currency is not what was asked",
                             reference=getattr(answer, "connector_transaction_id", None))
    return answer


def undecided(result: object) -> bool:
    """Whether the status leaves it open. What the processor says besides is no decline then: "pay another way", told of
    a payment that is under way, would have the shopper pay twice.
    """
    return getattr(result, "status", None) in UNDECIDED


def with_unified(connector: Connector[Any], result: R) -> R:
    """A result whose error has its unified code."""
    failure: Failure | None = getattr(result, "error", None)
    if failure is None or failure.unified is not None:
        return result
    return replace(result, error=replace(failure, unified=unified(connector, failure)))  # type: ignore[type-var]


def unified(connector: Connector[Any], failure: Failure) -> Decline:
    """The unified code: by the issuer's reason, else the processor's code, else the network's own."""
    return (unify(connector.declines, failure.issuer_code, failure.code)
            or unify(NETWORK_CODES, failure.decline_code) or Decline.UNKNOWN)


def advise(unknown: OutcomeUnknown, connector: Connector[A], flow: AnyFlow[Any, Any, A], request: object,
            ctx: Context[A]) -> None:
    """Fills in what the caller can do: sync, or repeat with the same key."""
    about = getattr(request, "connector_transaction_id", None) or None
    unknown.reference = unknown.reference or about or _known_as(flow, request, ctx)
    unknown.idempotency_key = ctx.idempotency_key
    asks = flow.operation.effect is Effect.QUERY
    unknown.repeatable = asks or (
        flow.repeatable and connector.idempotency is not None and ctx.idempotency_key is not None
        and not unknown.key_taken and connector.idempotency.covers(unknown.http_status))
    of_payment = flow.operation.result is Payment and connector.flow(SYNC) is not None
    unknown.syncable = of_payment and unknown.reference is not None and not asks
    unknown.add_note(unknown.advice)  # whoever reads a traceback at night has it there


def _known_as(flow: AnyFlow[Any, Any, A], request: object, ctx: Context[A]) -> str | None:
    try:
        return flow.known_as(request, ctx) if flow.known_as else None
    except NotSent:  # the step that gives the id has not run
        return None


class PreSteps(Generic[A]):
    """What each need of a flow gave, in `ctx`: from the request, else the cache, else the processor."""

    __slots__ = ("cache", "cached", "connector", "ctx", "forgot", "needs", "request", "trace")

    def __init__(self, connector: Connector[A], needs: Sequence[Operation[Any, Any] | Need[Any]], request: Any,
                 ctx: Context[A], cache: Cache | None, trace: Trace) -> None:
        self.connector, self.needs, self.request, self.ctx, self.trace = connector, needs, request, ctx, trace
        self.cache: Cache = {} if cache is None else cache
        self.cached: frozenset[Operation[Any, Any]] = frozenset()
        self.forgot = False

    def run(self) -> Plan[Failure | None]:
        """Get what is not there yet, or the Failure that keeps the flow from its turn."""
        for need in self.needs:
            step, wanted = (
                (need.operation, need.wanted(self.request, self.ctx)) if isinstance(need, Need) else (need, True))
            if not wanted or step in self.ctx.prepared:
                continue
            result = step.given(self.request) if step.given else None
            if result is None and step.derive and (result := self._cached(step)) is None:
                result = yield from self._ask(step, step.derive(self.request))
                if failure := getattr(result, "error", None):
                    return cast(Failure, failure)
            if result is not None:
                self.ctx = replace(self.ctx, prepared={**self.ctx.prepared, step: result})
        return None

    def _cached(self, step: Operation[Any, R]) -> R | None:
        result: R | None = self.cache.get(step) if step.scope is not Scope.PAYMENT else None
        if result is not None:
            self.cached |= {step}
        return result

    def _ask(self, step: Operation[Q, R], request: Q) -> Plan[R]:
        try:
            result = yield from plan(self.connector, step, request, self.ctx.own(step.name), self.cache)
        except Obtained:
            found: R | None = self._cached(step)
            return found if found is not None else (yield from self._ask(step, request))
        except OutcomeUnknown as error:
            if error.key_taken:
                raise  # an earlier call with this key came as far as this step, and perhaps further
            raise NotSent(f"nothing but {step.name} left: {error}") from error
        if not getattr(result, "error", None):
            self.trace.obtained[step] = result
            if step.scope is not Scope.PAYMENT:
                self.cache[step] = result
        return result

    def forget(self, no: Rejected) -> bool:
        """Once: drop what it proves stale of the cache, so that the flow may begin anew. A 401 doubts every token."""
        tokens = {step for step in self.cached if step.scope is Scope.ACCOUNT and no.http_status == 401}
        stale = self.cached & {no.operation} if isinstance(no, Stale) else tokens
        if self.forgot or not stale:
            return False
        self.forgot = True
        for step in stale:
            if self.cache.get(step) is self.ctx.prepared.get(step):  # else another call has put a newer one there
                self.cache.pop(step, None)
        self.ctx = replace(self.ctx, prepared={k: v for k, v in self.ctx.prepared.items() if k not in stale})
        return True


def converse(connector: Connector[A], flow: AnyFlow[Q, R, A], request: Q, ctx: Context[A],
              trace: Trace) -> Plan[R | Failure]:
    """The exchanges of a flow, each request signed, each refusal judged."""
    exchanges = flow.exchanges(request, ctx)
    sent: list[HttpRequest] = []
    response: Any = None
    answer: R | Failure | Rejected
    try:
        while True:
            try:
                built = exchanges.send(response)
            except StopIteration as done:
                answer = done.value
                break
            own = ctx.own(str(len(sent) + 1)) if sent else ctx
            signed = _signed(connector, flow, built, own)
            del built  # a call that waits for its answer holds one request, not two
            sent.append(signed)
            trace.request, trace.response = signed, None
            response = trace.response = yield signed
            if response.status >= 400 and response.status not in flow.reads:
                answer = refusal(connector, flow, response, own)
                break
            response = unsealed(connector, flow, response, own)
    except Rejected as no:
        answer = no
    except (OutcomeUnknown, Obtained):
        raise
    except NotSent as error:
        if not sent or (trace.response is None and _harmless(flow, sent[:-1])):
            raise  # nothing was built yet, or this request never left and those before it changed nothing
        raise unreadable(connector, flow.operation, error) from error
    except Exception as error:
        if not sent and isinstance(error, UnicodeEncodeError):
            raise _no_unicode() from None
        if not sent:
            raise
        raise unreadable(connector, flow.operation, error) from error
    if not isinstance(answer, Rejected):
        return answer
    if flow.operation.effect is Effect.QUERY or _harmless(flow, sent[:-1]):
        raise answer
    # It did nothing itself, but what was sent before it may have.
    raise OutcomeUnknown(f"{connector.id} {flow.operation.name}: {answer}") from answer


def _harmless(flow: AnyFlow[Any, Any, Any], sent: Sequence[HttpRequest]) -> bool:
    """Whether requests that were answered can have changed nothing."""
    return flow.operation.effect is Effect.QUERY or all(earlier.method == "GET" for earlier in sent)


def unreadable(connector: Connector[Any], operation: Operation[Any, Any], error: Exception) -> OutcomeUnknown:
    """Bytes left, and this came of reading what came back: our own errors in their words, of others the kind alone,
    for their text may quote the answer: `plan` masks it for the traceback too.
    """
    why = str(error) if isinstance(error, ConnectorError) else type(error).__name__
    return OutcomeUnknown(f"{connector.id} {operation.name}: {why}")


def _signed(connector: Connector[A], flow: AnyFlow[Q, R, A], built: HttpRequest, ctx: Context[A]) -> HttpRequest:
    if built.url.startswith("/"):
        built = HttpRequest(built.method, connector.base_url(ctx) + built.url, built.headers, built.body, built.content,
                            built.in_path, built.client_certificate)
    return (flow.sign or connector.sign)(built, ctx)


def unsealed(connector: Connector[A], flow: AnyFlow[Any, Any, A], response: HttpResponse,
             ctx: Context[A]) -> HttpResponse:
    """The answer as the connector's functions read it. Raises whatever its `unseal` raises."""
    unseal = flow.unseal or connector.unseal
    return response if unseal is None else unseal(response, ctx)


def refusal(connector: Connector[A], flow: AnyFlow[Any, Any, A], response: HttpResponse, ctx: Context[A],
            ) -> Failure | Rejected:
    """A documented no, a call that did nothing, or one of which nobody knows."""
    operation = flow.operation
    verdict: Failure | Rejected | OutcomeUnknown | None
    try:
        verdict = connector.error(unsealed(connector, flow, response, ctx), ctx)
    except Rejected as raised:
        verdict = raised
    except Exception:  # noqa: BLE001 - not the processor's own words: a proxy's page, perhaps
        verdict = None
    if isinstance(verdict, OutcomeUnknown):
        if operation.effect is not Effect.QUERY:
            raise verdict
        verdict = None
    if isinstance(verdict, Rejected) or (isinstance(verdict, Failure) and operation.effect is not Effect.QUERY):
        return verdict
    # A query that fails says nothing about the payment it asked for: never a Failure.
    if response.status < 500 if operation.effect is Effect.QUERY else response.status in UNTOUCHED:
        return rejected(response, verdict.code, verdict.message) if verdict else rejected(response)
    # 408, 409, 425 and 5xx may have been carried out; of a 400, 402 or 422 that nobody documents we cannot tell.
    raise OutcomeUnknown(f"{connector.id} {operation.name}: HTTP {response.status}", http_status=response.status)
