"""A command for each operation, in groups: made from the table of operations, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import click

from tollbridge.edges.cli.exits import MEANINGS

_EXITS = "; ".join(f"{code} {meaning.partition(';')[0].partition(':')[0]}" for code, meaning in MEANINGS.items())


class Family:
    """A group: the services of the contract whose operations are in it, and words that their names need not repeat."""

    def __init__(self, about: str, services: tuple[str, ...], *nouns: str) -> None:
        self.about, self.services, self.nouns = about, services, nouns


FAMILIES: Mapping[str, Family] = {
    "pay": Family("Take payments: authorize, capture, void, refund, sync and what belongs to them.",
                   ("PaymentService",)),
    "refunds": Family("Refunds that are under way: ask for their state, change them, call them off.",
                       ("RefundService",), "refund"),
    "mandates": Family("Consent to charge later: set up, charge, update, revoke.",
                        ("RecurringPaymentService", "MandateService"), "mandate"),
    "disputes": Family("Disputes: state, evidence, defend, accept.", ("DisputeService",), "dispute"),
    "payouts": Family("Send money out.", ("PayoutService",), "payout"),
    "customers": Family("Shoppers on file at the processor.", ("CustomerService",), "customer"),
    "methods": Family("Payment methods on file: tokens, stored cards, gift cards.",
                       ("PaymentMethodService", "TokenService", "GiftCardService"), "payment", "method"),
    "three-ds": Family("3-D Secure, step by step.", ("PaymentMethodAuthenticationService",)),
    "sessions": Family("Access tokens and sessions, for browser and server.", ("MerchantAuthenticationService",)),
    "risk": Family("Fraud checks and surcharges.", ("FraudAndRiskManagementService", "SurchargeService")),
}
EXAMPLES: Mapping[str, str] = {
    "authorize": """tollbridge pay authorize --connector stripe --environment test --test-card approved \\
  --amount 12.34 --currency EUR --merchant-transaction-id order-1 --dry-run""",
    "capture": """tollbridge pay capture pi_1 --connector stripe --environment test --amount 12.34 --currency EUR \\
  --dry-run""",
    "void": "tollbridge pay void pi_1 --connector stripe --environment test --dry-run",
    "refund": """tollbridge pay refund pi_1 --connector stripe --environment test --amount 5 --currency EUR \\
  --merchant-refund-id refund-1 --dry-run""",
    "sync": "tollbridge pay sync pi_1 --connector stripe --environment test --dry-run",
    "refund_sync": "tollbridge refunds sync re_1 --connector stripe --environment test --dry-run",
    "accept_dispute": "tollbridge disputes accept du_1 --connector stripe --environment test --dry-run",
    "charge_mandate": """tollbridge mandates charge --mandate pm_1 --connector stripe --environment test \\
  --amount 12.34 --currency EUR --dry-run""",
}


class Operations(click.Group):
    """The commands of one family, made when they are asked for."""

    def __init__(self, name: str) -> None:
        self.family = FAMILIES[name]
        super().__init__(name, help=f"{self.family.about}\n\nExit codes: {_EXITS}.")

    @cached_property
    def verbs(self) -> Mapping[str, Any]:
        from tollbridge.domain.operations import OPERATIONS

        return {verb(each): each for each in OPERATIONS if family_of(each) == self.name}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        operation = self.verbs.get(cmd_name)
        return None if operation is None else command(cmd_name, operation)


def family_of(operation: Any) -> str | None:
    """Of an operation that a command line calls; None of events: those are `tollbridge webhooks`."""
    from tollbridge.domain.recurring import MandateSetup

    if operation.result is MandateSetup:
        return "mandates"
    service = (operation.rpc or "").partition("/")[0].rpartition(".")[2]
    return next((name for name, family in FAMILIES.items() if service in family.services), None)


def verb(operation: Any) -> str:
    """Its name without what the group says: `refund_sync` is `refunds sync`."""
    family = family_of(operation)
    nouns = FAMILIES[family].nouns if family else ()
    return "-".join(word for word in operation.name.split("_") if word not in nouns) or operation.name


def command(name: str, operation: Any) -> click.Command:
    """All that is known of it comes from its request."""
    from tollbridge.edges.cli.options import call_options, field_options, refuse_blanks
    from tollbridge.edges.cli.running import Asked, run

    fields = list(field_options(operation))
    named = {str(param.name) for param in fields}

    def called(**given: Any) -> int:
        refuse_blanks()
        own = {key: given.pop(key) for key in named}
        return run(operation, Asked(**given), own)

    return click.Command(name, callback=called, params=[*fields, *call_options(operation.effect)],
                         help=_help(operation), epilog=_example(operation))


def _help(operation: Any) -> str:
    about = (operation.request.__doc__ or "").strip().split("\n\n")[0]
    return " ".join(about.split()).replace("`", "")


def _example(operation: Any) -> str | None:
    example = EXAMPLES.get(operation.name)
    return f"Example:\n\n\b\n  {example}".replace("\n  --", "\n      --") if example else None


class OperationName(click.types.StringParamType):
    """An operation by our name or the contract's."""

    name = "operation"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        from tollbridge.domain.operations import OPERATIONS

        return [CompletionItem(each.name) for each in OPERATIONS if each.rpc and each.name.startswith(incomplete)]


def call_command(name: str) -> click.Command:
    """`tollbridge call OPERATION`: any operation, its request as JSON."""
    from tollbridge.edges.cli.options import call_options, refuse_blanks
    from tollbridge.edges.cli.running import Asked, run

    def called(operation: str, **given: Any) -> int:
        refuse_blanks()
        return run(_operation(operation), Asked(**given), {})

    return click.Command(
        name, callback=called, params=[click.Argument(["operation"], type=OperationName()), *call_options()],
        help="Any operation by its name (refund_sync) or the contract's (refund_get), its request in the contract's "
             "JSON.\n\nExit codes: " + _EXITS + ".",
        epilog="""Example:\n\n\b
  echo '{"connector_transaction_id": "pi_1"}' |
      tollbridge call sync --connector stripe --environment test --request - --dry-run""")


def _operation(name: str) -> Any:
    from difflib import get_close_matches

    from tollbridge.domain.operations import BY_FLOW, OPERATIONS

    known = {**BY_FLOW, **{each.name: each for each in OPERATIONS}}
    found = known.get(name.replace("-", "_"))
    if found is None or found.rpc is None:
        near = get_close_matches(name, known, n=1)
        raise click.UsageError(f"no operation {name!r:.40}" + (f": did you mean {near[0]}?" if near else ""))
    return found
