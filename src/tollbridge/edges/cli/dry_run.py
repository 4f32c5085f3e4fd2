"""`--dry-run`: the HTTP request of a call as it would go out, its secrets masked. Nothing is sent."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from tollbridge import engine
from tollbridge.contract.calls import Call
from tollbridge.domain.errors import NotSent
from tollbridge.domain.operations import Operation
from tollbridge.edges.cli.output import say, say_json
from tollbridge.kit.flow import AnyFlow, Context, Need
from tollbridge.kit.http import HttpRequest
from tollbridge.kit.masking import shown_body, shown_headers


def show(call: Call[Any], *, as_json: bool) -> None:
    """Prints it. Raises what the call would raise before anything is sent."""
    flow = call.connector.flow(call.operation)
    if flow is None or call.operation in engine.EVENTS:
        raise NotSent(f"{call.operation.name} on {call.connector.id} has no request of its own to show")
    before = _steps(flow, call.request, call.ctx)
    prepared = dict(call.ctx.prepared)
    if before:
        from tollbridge.testing.samples import sample  # imports much, for the few that need it

        prepared |= {step: sample(step.result) for step in before}
    built = engine.build(call.connector, call.operation, call.request, replace(call.ctx, prepared=prepared))
    names = [step.name for step in before]
    more = not flow.single(call.request)
    if as_json:
        say_json({"dry_run": True, "method": built.method, "url": built.shown_url, "headers": shown_headers(built),
                  "body": shown_body(built), "before": names, "more_may_follow": more})
    else:
        say(_in_words(built, names, more=more))


def _steps(flow: AnyFlow[Any, Any, Any], request: object, ctx: Context[Any]) -> list[Operation[Any, Any]]:
    """What the engine would fetch first, for the request does not bring it."""
    wanted = []
    for need in flow.needs:
        step = need.operation if isinstance(need, Need) else need
        if (isinstance(need, Need) and not need.wanted(request, ctx)) or not step.derive:
            continue
        if step.given is None or step.given(request) is None:
            wanted.append(step)
    return wanted


def _in_words(built: HttpRequest, before: list[str], *, more: bool) -> str:
    lines = [f"first {name} would run; what it gives is made up below" for name in before]
    lines.append(f"{built.method} {built.shown_url}")
    lines += [f"{name}: {value}" for name, value in shown_headers(built).items()]
    if body := shown_body(built):
        lines += ["", body]
    if more:
        lines += ["", "(another request may follow, depending on the answer)"]
    return "\n".join([*lines, "", "dry run: nothing was sent"])
