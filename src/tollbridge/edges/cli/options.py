"""The options that all calls share, and those that a request's fields become: derived from the request's own type."""

from __future__ import annotations

import math
import typing
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import click

from tollbridge.domain.money import Money
from tollbridge.domain.operations import Effect, Operation
from tollbridge.engine.keys import candidates, own_field

SUBJECTS = ("connector_refund_id", "connector_dispute_id", "dispute_id", "connector_payout_id", "connector_mandate_id",
            "connector_transaction_id")
"""What an operation is about: the first of these that its request has is the command's argument."""
_WORDS: dict[str, str] = {
    "connector_transaction_id": "The processor's id of the payment.",
    "connector_refund_id": "The processor's id of the refund.",
    "refund_id": "The processor's id of the refund too, where that is looked up otherwise.",
    "connector_dispute_id": "The processor's id of the dispute.",
    "dispute_id": "The processor's id of the dispute.",
    "connector_payout_id": "The processor's id of the payout.",
    "connector_mandate_id": "The processor's id of the mandate.",
    "mandate_id": "Your id of the mandate.",
    "connector_order_id": "The processor's id of the order.",
    "connector_order_reference_id": "The processor's id of the order, where payments are looked up by it.",
    "connector_customer_id": "The processor's id of the shopper.",
    "connector_quote_id": "The processor's id of the quote.",
    "connector_payout_method_id": "What the processor has on file to pay to.",
    "connector_payment_method_id": "The processor's id of the stored method.",
    "cancellation_reason": "Why.", "reason": "Why.", "refund_reason": "Why.",
    "reason_code": "Why, in the processor's code.",
    "description": "What is paid for.",
    "return_url": "Where the shopper comes back to.",
    "webhook_url": "Where the processor tells of it.",
    "locale": "Of the shopper, such as de-AT.",
    "statement_descriptor_suffix": "For the shopper's bank statement.",
    "metadata": "A JSON object that the processor keeps with it.",
    "capture_method": "When reserved money is taken.",
    "auth_type": "Whether 3DS is wanted.",
    "setup_future_usage": "Keep the method to charge it again.",
    "payment_method_type": "By what it was paid.",
    "off_session": "The shopper is not there.",
    "request_incremental_authorization": "Ask that the reservation can be raised.",
    "enable_partial_authorization": "Less than the amount is welcome too.",
    "customer_name": "The shopper's name.",
    "customer_id": "Your id of the payer.",
}


class ConnectorName(click.types.StringParamType):
    """The names are looked up when the shell completes one, not when the command starts."""

    name = "name"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        from tollbridge import catalog

        return [CompletionItem(name) for name in catalog.names() if name.startswith(incomplete)]


def connector_option() -> click.Option:
    return click.Option(["--connector"], type=ConnectorName(), required=True,
                        help="Which processor: stripe, adyen, ...")


def credential_options(*, environment_required: bool = True) -> list[click.Parameter]:
    """Whose account, and where."""
    return [
        click.Option(["--environment"], type=click.Choice(["test", "live"]), required=environment_required,
                     help="Whose money it is; there is no default."),
        click.Option(["--credentials"], metavar="FILE",
                     help="The account's fields as JSON or TOML; - is stdin. Without it: variables such as "
                          "TOLLBRIDGE_STRIPE_API_KEY, else asked for on a terminal."),
        click.Option(["--merchant"], metavar="ID", help="Instead: the account of the service's own store."),
        click.Option(["--config"], metavar="FILE",
                     help="The service's settings, which name that store; else TOLLBRIDGE_CONFIG."),
        click.Option(["--base-url"], metavar="URL", help="In place of the processor's own: a sandbox's."),
        click.Option(["--timeout", "timeout_s"], type=click.FloatRange(0, min_open=True), metavar="SECONDS",
                     help="For the whole call."),
    ]


def json_option() -> click.Option:
    return click.Option(["--json", "as_json"], is_flag=True, help="Result on stdout, error on stderr, both as JSON.")


def call_options(effect: Effect = Effect.MONEY) -> list[click.Parameter]:
    """Of every call of an operation."""
    options = [connector_option(), *credential_options(),
               click.Option(["--request", "request_file"], metavar="FILE",
                            help="The whole request in the contract's JSON; - is stdin. Options win over it."),
               click.Option(["--after", "after_file"], metavar="FILE",
                            help="The answer of an earlier call (--json): the processor's ids in it are taken along."),
               click.Option(["--dry-run"], is_flag=True, help="Show the HTTP request, masked; send nothing.")]
    if effect is not Effect.QUERY:
        options += [click.Option(["--idempotency-key"], metavar="KEY",
                                 help="Else your own id in the request, else a new one."),
                    click.Option(["--yes"], is_flag=True, help="Do not ask before something changes live.")]
    return [*options, json_option()]


def refuse_blanks() -> None:
    """An option that is given and blank is a variable that was never set: without it the call would go to the real
    processor, or have a key of its own each time.
    """
    ctx = click.get_current_context()
    for param in ctx.command.params:
        value = ctx.params.get(param.name or "")
        if isinstance(value, str) and not value.strip():
            raise click.BadParameter("is blank: a variable that was never set?", ctx, param)
        if isinstance(value, float) and not math.isfinite(value):
            raise click.BadParameter("is no number of seconds", ctx, param)


def subject(operation: Operation[Any, Any]) -> str | None:
    """The field that is the command's argument."""
    fields = operation.request.__struct_fields__
    return next((name for name in SUBJECTS if name in fields), None)


def amount_field(operation: Operation[Any, Any]) -> str | None:
    """What --amount and --currency are: the first amount of the request."""
    return next((name for name, hint in _hints(operation).items() if Money in (hint, *typing.get_args(hint))), None)


def field_options(operation: Operation[Any, Any]) -> Iterator[click.Parameter]:
    """Of one operation: its argument, its amount, its card, its ids and words."""
    about = subject(operation)
    if about is not None:
        kind = about.removeprefix("connector_").removesuffix("_id").replace("transaction", "payment").upper()
        yield click.Argument([about], metavar=f"[{kind}]", required=False)
    if amount_field(operation):
        yield click.Option(["--amount"], metavar="DECIMAL", help="Such as 12.34; never more digits than the currency.")
        yield click.Option(["--currency"], metavar="CODE", help="ISO 4217, such as EUR.")
    hints = _hints(operation)
    if "payment_method" in hints:
        yield click.Option(["--test-card", "--card-number", "test_card"], metavar="NAME",
                           help="A card of the sandbox: approved, declined, insufficient_funds, ... or its number. "
                                "No other number is taken here.")
        yield click.Option(["--card-file"], metavar="FILE",
                           help='{"number", "exp_month", "exp_year", "cvc", "holder"} as JSON; - is stdin.')
    if operation.name == "charge_mandate":
        yield click.Option(["--mandate"], metavar="ID", help="The processor's id of the mandate.")
    for name, hint in hints.items():
        if name != about and (option := _option(operation, name, hint)) is not None:
            yield option


def _option(operation: Operation[Any, Any], name: str, hint: Any) -> click.Option | None:
    if name not in _WORDS and name not in candidates(operation):
        return None
    key = own_field(operation) == name
    words = _WORDS.get(name, "Your own id; the idempotency key, where no other is given." if key else "Your own id.")
    flag = "--" + name.replace("_", "-")
    kinds = [kind for kind in (hint, *typing.get_args(hint)) if isinstance(kind, type)]
    if bool in kinds:
        return click.Option([flag], is_flag=True, default=None, help=words)
    enum = next((kind for kind in kinds if issubclass(kind, StrEnum)), None)
    if enum is not None and len(enum) > 8:
        return click.Option([flag], metavar="WORD", help=words)
    return click.Option([flag], type=click.Choice(list(enum), case_sensitive=False) if enum else None,
                        metavar=None if enum else "ID" if name.endswith("_id") else "TEXT", help=words)


def _hints(operation: Operation[Any, Any]) -> dict[str, Any]:
    return typing.get_type_hints(operation.request)
