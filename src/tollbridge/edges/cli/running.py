"""One call of an operation from the command line: its request put together, sent once, its answer told."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import click

from tollbridge import catalog, engine
from tollbridge.client.core import Core, time_left
from tollbridge.contract.calls import Call, read_json
from tollbridge.domain.errors import BadInput, ConnectorError, OutcomeUnknown, Unsupported
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import AUTHORIZE, Effect, Operation
from tollbridge.edges.cli import card_input, outcomes
from tollbridge.edges.cli.credentials import Whose, account, transport_of
from tollbridge.edges.cli.dry_run import show
from tollbridge.edges.cli.exits import DONE
from tollbridge.edges.cli.failures import Told
from tollbridge.edges.cli.files import STDIN, at_terminal, read_object
from tollbridge.edges.cli.interrupts import Interrupts
from tollbridge.edges.cli.options import SUBJECTS, amount_field, subject
from tollbridge.edges.cli.output import as_text, say
from tollbridge.engine.keys import sent_key
from tollbridge.engine.plan import advise
from tollbridge.kit.http import HttpRequest, HttpResponse

Json = dict[str, Any]
_CARRIED = (*SUBJECTS, "connector_feature_data", "connector_order_id")
"""What `--after` takes of an earlier answer: the processor's ids, and what its connector wants back."""


class Asked(Whose, frozen=True, kw_only=True):
    """The options that every call has."""

    environment: str
    request_file: str | None = None
    after_file: str | None = None
    dry_run: bool = False
    idempotency_key: str | None = None
    yes: bool = False


def run(operation: Operation[Any, Any], asked: Asked, own: Mapping[str, Any]) -> int:
    """The exit code. Raises click's errors, ConnectorError and Told."""
    _one_stdin(asked, own)
    core = _core(asked)
    body = _body(core, operation, asked, own)
    call: Call[Any] | None = None
    try:
        call = read_json(core.connector, operation, body,
                         lambda request: core.context(sent_key(operation, request, asked.idempotency_key)))
        if asked.dry_run:
            show(call, as_json=asked.as_json)
            return DONE
        _confirmed(operation, asked)
        with Interrupts() as interrupts:
            written = _sent(core, call, asked, interrupts)
            _told(call, written, as_json=asked.as_json)
    except OutcomeUnknown as unknown:
        raise Told(unknown, commands=_next(operation, asked, unknown)) from unknown
    except Unsupported as error:
        raise Told(error if call is None else catalog.named(error, core.connector, operation, call.request)) from error
    except ConnectorError as error:
        raise Told(error, _options(operation, own, error)) from error
    return outcomes.exit_of(written)


def _told(call: Call[Any], written: Json, *, as_json: bool) -> None:
    """Raises OutcomeUnknown where it cannot be: whoever waits for it does not know what became of the call."""
    try:
        say(as_text(written) if as_json else outcomes.in_words(written))
    except OSError as error:
        unknown = OutcomeUnknown(f"it was answered, but the answer cannot be written: {error.strerror}",
                                 reference=written.get("connector_transaction_id"))
        if (flow := call.connector.flow(call.operation)) is not None:
            advise(unknown, call.connector, flow, call.request, call.ctx)
        raise unknown from None


def _core(asked: Asked) -> Core:
    connector = catalog.load(asked.connector)
    return Core(connector, asked.environment, account(connector, asked), {})


def _one_stdin(asked: Asked, own: Mapping[str, Any]) -> None:
    files = {"--credentials": asked.credentials, "--request": asked.request_file, "--after": asked.after_file,
             "--card-file": own.get("card_file")}
    taken = [option for option, path in files.items() if path == STDIN]
    if len(taken) > 1:
        raise click.UsageError(f"{' and '.join(taken)} cannot both be stdin")


# -- the request ------------------------------------------------------------------------------------------------------
def _body(core: Core, operation: Operation[Any, Any], asked: Asked, own: Mapping[str, Any]) -> Json:
    """The request in the contract's JSON: the file's, an earlier answer's ids, then the options."""
    body = read_object(asked.request_file, "--request") if asked.request_file else {}
    fields = operation.request.__struct_fields__
    if asked.after_file:
        body |= _carried(operation, read_object(asked.after_file, "--after"))
    money = _money(own.get("amount"), own.get("currency"))
    if money is not None and (name := amount_field(operation)):
        body[name] = {"minor_amount": str(money.minor_amount), "currency": money.currency.value}
    if "test_card" in own and (card := _card(core, operation, asked, own, body)) is not None:
        body["payment_method"] = {"card": card}
    if mandate := own.get("mandate"):
        body["connector_recurring_payment_id"] = {"connector_mandate_id": {"connector_mandate_id": mandate}}
    body |= {name: str(value) if isinstance(value, str) else value for name, value in own.items()
             if name in fields and value is not None and name not in ("amount", "currency")}
    return body


def _carried(operation: Operation[Any, Any], answer: Json) -> Json:
    """A query is about the same thing, so it takes your own ids too; else they would be the new call's key."""
    fields = operation.request.__struct_fields__
    names = [name for name in fields if name in _CARRIED
             or (operation.effect is Effect.QUERY and name.startswith("merchant_") and name.endswith("_id"))]
    found = {name: answer[name] for name in names if answer.get(name)}
    if "dispute_id" in fields and (its := answer.get("connector_dispute_id")):
        found.setdefault("dispute_id", its)
    if not found:
        raise BadInput(f"--after: nothing in it that {operation.name} takes: is it an answer printed with --json?")
    return found


def _money(amount: str | None, currency: str | None) -> Money | None:
    if amount is None and currency is None:
        return None
    if amount is None or currency is None:
        raise click.UsageError("--amount and --currency go together")
    if currency.upper() not in tuple(Currency):
        near = get_close_matches(currency.upper(), list(Currency), n=1)
        raise click.UsageError(f"--currency {currency!r:.12} is none" + (f": did you mean {near[0]}?" if near else ""))
    try:
        return Money.from_major(amount, Currency(currency.upper()))
    except ValueError as error:
        raise click.UsageError(f"--amount: {error}") from None


def _card(core: Core, operation: Operation[Any, Any], asked: Asked, own: Mapping[str, Any],
          body: Json) -> Json | None:
    """As given; where nothing is, and a card would be taken, as somebody types it."""
    if own["test_card"] is not None and asked.environment == "live":
        raise click.UsageError("--test-card goes with --environment test only")
    card = card_input.given_card(asked.connector, test_card=own["test_card"], card_file=own["card_file"])
    if card is not None or operation is not AUTHORIZE or not {"payment_method", "paymentMethod"}.isdisjoint(body):
        return card
    flow = core.connector.flow(operation)
    takes = flow is not None and Card in flow.accepted
    return card_input.typed_card() if takes and at_terminal() else None


def _options(operation: Operation[Any, Any], own: Mapping[str, Any], error: ConnectorError) -> Mapping[str, str]:
    """By field of the contract: the options that set it; of what the error names and no option sets, the file."""
    others = {problem.path: "in the file of --request" for problem in getattr(error, "problems", ())}
    names = {name: "--" + name.replace("_", "-") for name in own} | {"payment_method": card_input.HOW}
    if (about := subject(operation)) is not None:
        names[about] = "the argument"
    if money := amount_field(operation):
        names |= {money: "--amount and --currency", f"{money}.currency": "--currency",
                  f"{money}.minor_amount": "--amount"}
    known = operation.request.__struct_fields__
    return {name: how for name, how in (others | names).items() if name.partition(".")[0] in known}


def _confirmed(operation: Operation[Any, Any], asked: Asked) -> None:
    if asked.environment != "live" or operation.effect is Effect.QUERY or asked.yes:
        return
    if not at_terminal():
        raise click.UsageError("--environment live changes real things: give --yes where nobody can be asked")
    click.confirm(f"{operation.name} on {asked.connector}, live: go on?", abort=True, err=True)


# -- the exchange -----------------------------------------------------------------------------------------------------
def _sent(core: Core, call: Call[Any], asked: Asked, interrupts: Interrupts) -> Json:
    """The answer in the contract's JSON, but for access tokens."""
    left = time_left(asked.timeout_s)
    with transport_of(asked) as transport, core.steps.of_call(core.connector, call.ctx, call.request) as steps:

        def send(request: HttpRequest) -> HttpResponse:
            return transport.send(request, timeout_s=left())

        try:
            plan = call.json(steps)
            written = engine.drive_blocking(plan, steps.blocking(interrupts.sending(send), left)).written
        except ConnectorError as error:
            if interrupts.came and (call.operation.effect is Effect.QUERY or not isinstance(error, OutcomeUnknown)):
                raise click.Abort from None  # a question, or a pre-step: nothing has changed
            raise
    _without_token(written)
    return written


def _without_token(written: Json) -> None:
    """The token that a pre-step fetched is a credential, and what is printed ends up in logs."""
    state = written.get("state", {})
    if state.pop("access_token", None) and not state:
        del written["state"]


# -- what to run next -------------------------------------------------------------------------------------------------
def _next(operation: Operation[Any, Any], asked: Asked, unknown: OutcomeUnknown) -> list[str]:
    """The very command lines of the advice: the user's own words, unmasked, for a key with *** in it is another key."""
    words = click.get_current_context().find_root().obj or ()
    if unknown.reference and unknown.syncable:
        common = ["--connector", asked.connector, "--environment", asked.environment]
        for option, value in (("--credentials", asked.credentials), ("--merchant", asked.merchant),
                              ("--config", asked.config), ("--base-url", asked.base_url),
                              ("--after", asked.after_file)):
            common += [option, value] if value else []
        return [shlex.join(["tollbridge", "pay", "sync", unknown.reference, *common])]
    if unknown.repeatable:
        key = [] if not unknown.idempotency_key or operation.effect is Effect.QUERY else [
            "--idempotency-key", unknown.idempotency_key]
        again = "  # with the same on stdin" if STDIN in words else ""
        return [shlex.join(["tollbridge", *_without_key(words), *key]) + again]
    return []


def _without_key(words: tuple[str, ...]) -> list[str]:
    kept, skip = [], False
    for word in words:
        if not skip and word != "--idempotency-key" and not word.startswith("--idempotency-key="):
            kept.append(word)
        skip = word == "--idempotency-key" and not skip
    return kept
