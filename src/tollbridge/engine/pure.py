"""The pure pair: build an operation's HTTP request, parse its answer. For those who bring their own HTTP client.

Nothing is sent and no pre-step runs: what one would give (an access token, an order) is read from the request or from
`ctx.prepared`. A flow of several exchanges takes the answers so far, and gives the next request until it is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from tollbridge.domain.errors import MissingField, OutcomeUnknown, Rejected, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.operations import Operation
from tollbridge.engine.drive import advance
from tollbridge.engine.keys import fitted
from tollbridge.engine.masking import conceal, handled, known_to, shown_result
from tollbridge.engine.plan import Trace, advise, converse, judged, refusal, refuse, unreadable, unsealed
from tollbridge.kit.connector import Connector
from tollbridge.kit.flow import A, AnyFlow, Context, Flow, Need
from tollbridge.kit.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from tollbridge.domain.echoes import Echoes

Q = TypeVar("Q")
R = TypeVar("R")


def build(connector: Connector[A], operation: Operation[Q, R], request: Q, ctx: Context[A],
          answers: Sequence[HttpResponse] = ()) -> HttpRequest:
    """The HTTP request to send, signed; after `answers` of a flow of several exchanges, the next one.

    Raises Unsupported, MissingField, InvalidField, as `plan` does.
    """
    flow = refuse(connector, operation, request, ctx)
    ctx = _prepared(flow, request, fitted(connector, operation, request, ctx), strict=True)
    outer = handled()
    try:
        step: Any = advance(converse(connector, flow, request, ctx, Trace()), answers)
    except Exception as error:
        conceal(error, known_to(request, ctx), outer)
        raise
    if type(step) is HttpRequest:
        return step
    raise Unsupported(f"nothing more to send: {operation.name} on {connector.id} is done after {len(answers)} answers")


def parse(connector: Connector[A], operation: Operation[Q, R], request: Q, response: HttpResponse, ctx: Context[A],
          answers: Sequence[HttpResponse] = ()) -> R | HttpRequest:
    """The result that an answer means; for a flow of several exchanges that is not done, the next request.

    Raises Rejected and OutcomeUnknown, as `plan` does. Nothing is built or refused where the flow has one exchange.
    """
    flow = connector.flow(operation)
    if flow is None:
        raise Unsupported(f"{operation.name} on {connector.id}")
    ctx = _prepared(flow, request, fitted(connector, operation, request, ctx), strict=False)
    trace, outer = Trace(), handled()

    def echoes() -> Echoes:
        return known_to(request, ctx, trace.request)

    try:
        if isinstance(flow, Flow) and flow.single(request):
            read: R | Failure = _read(connector, flow, request, response, ctx)
            return judged(connector, operation, request, shown_result(read, echoes))
        step: Any = advance(converse(connector, flow, request, ctx, trace), [*answers, response])
        if isinstance(step, HttpRequest):
            return step
        result: R = judged(connector, operation, request, shown_result(step, echoes))
        return result
    except Exception as error:
        if isinstance(error, OutcomeUnknown):
            advise(error, connector, flow, request, ctx)
        conceal(error, echoes(), outer)
        raise


def _read(connector: Connector[A], flow: Flow[Q, R, A], request: Q, response: HttpResponse,
          ctx: Context[A]) -> R | Failure:
    if response.status >= 400 and response.status not in flow.reads:
        answer: R | Failure | Rejected = refusal(connector, flow, response, ctx)
    else:
        try:
            answer = flow.parse(unsealed(connector, flow, response, ctx), request, ctx)
        except (Rejected, OutcomeUnknown):
            raise
        except Exception as error:
            raise unreadable(connector, flow.operation, error) from error
    if isinstance(answer, Rejected):
        raise answer
    return answer


def _prepared(flow: AnyFlow[Q, R, A], request: Q, ctx: Context[A], *, strict: bool) -> Context[A]:
    """With what the request brings of the flow's pre-steps."""
    if not flow.needs:
        return ctx
    found: dict[Operation[Any, Any], Any] = dict(ctx.prepared)
    missing = []
    for need in flow.needs:
        step, wanted = (need.operation, need.wanted(request, ctx)) if isinstance(need, Need) else (need, True)
        if not wanted or step in found:
            continue
        its = step.given(request) if step.given else None
        if its is not None:
            found[step] = its
        elif step.path:
            missing.append(step.path)
    if missing and strict:
        raise MissingField(*missing)
    return replace(ctx, prepared=found)
