"""The methods are the table of operations, and types say so to a program's own type checker."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
import typing
from pathlib import Path

import tollbridge
from tollbridge import OPERATIONS, BlockingTollbridge, Tollbridge
from tollbridge.client.calls import Call, Calls
from tollbridge.engine import EVENTS

ROOT = Path(__file__).parents[2]
PUBLIC = {name: getattr(tollbridge, name) for name in tollbridge.__all__}

PROGRAM = """
from tollbridge import (
    AUTHORIZE, Authorize, BlockingTollbridge, Capture, Currency, HttpResponse, Money, RefundRequest, Tollbridge, card)

pay = Authorize(amount=Money(1234, Currency.EUR), payment_method=card("4242", "12", "2030", cvc="123"))
take = Capture(connector_transaction_id="pi_1", amount_to_capture=Money(1234, Currency.EUR))
back = RefundRequest(connector_transaction_id="pi_1", refund_amount=Money(234, Currency.EUR))


async def main() -> None:
    async with Tollbridge("stripe", environment="test", api_key="sk") as stripe:
        reveal_type(stripe)
        reveal_type(await stripe.authorize(pay, idempotency_key="order-1", timeout_s=5))
        reveal_type(await stripe.refund(back))
        reveal_type(await stripe.call(AUTHORIZE, pay))
        events, answer = await stripe.handle_webhook(b"", {}, secret="whsec")
        reveal_type(events)
        reveal_type(stripe.build(AUTHORIZE, pay))
        reveal_type(stripe.parse(AUTHORIZE, pay, HttpResponse(200, b"")))
        await stripe.authorize(take)
        await stripe.refund(back, key="k")


with BlockingTollbridge("stripe", environment="live", api_key="sk") as shop:
    reveal_type(shop.capture(take))
    shop.capture(pay)
Tollbridge("stripe", api_key="sk")
Tollbridge("stripe", environment="staging", api_key="sk")
"""


def test_every_operation_is_a_method_with_its_types() -> None:
    hints = typing.get_type_hints(Calls, localns=PUBLIC)
    table = {operation.name: Call[operation.request, operation.result]  # type: ignore[name-defined]
             for operation in OPERATIONS if operation not in EVENTS}
    assert hints == table
    assert set(table) <= set(dir(Tollbridge)) & set(dir(BlockingTollbridge))


def test_a_method_carries_out_the_operation_of_its_name() -> None:
    client = BlockingTollbridge("stripe", environment="test", api_key="sk")
    bound = {operation.name: getattr(client, operation.name).args for operation in OPERATIONS
             if operation not in EVENTS}
    assert bound == {operation.name: (operation,) for operation in OPERATIONS if operation not in EVENTS}


def test_both_clients_have_the_same_methods_and_parameters() -> None:
    """What is awaited in one is returned by the other."""
    for name in ("call", "handle_webhook", "close"):
        ours, theirs = (inspect.signature(getattr(kind, name)) for kind in (Tollbridge, BlockingTollbridge))
        assert ours == theirs
    public = [{name for name in dir(kind) if not name.startswith("_")} for kind in (Tollbridge, BlockingTollbridge)]
    assert public[0] == public[1]


def test_a_program_is_typed_to_the_last_field(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--no-error-summary", str(program)],
        cwd=tmp_path, env={"MYPYPATH": str(ROOT / "src"), "PATH": ""}, capture_output=True, text=True)
    assert checked.stderr == ""
    lines = [line.split(": ", 1)[1] for line in checked.stdout.splitlines()]
    revealed = [re.sub("tollbridge[.]|builtins[.]", "", found[1]) for line in lines
                if (found := re.search('type is "(.*)"', line))]
    assert revealed == [
        "client.Tollbridge", "domain.results.Payment", "domain.refunds.Refund", "domain.results.Payment",
        "tuple[domain.events.Event, ...]", "kit.http.HttpRequest", "domain.results.Payment",
        "domain.results.Payment"]
    errors = [line for line in lines if line.startswith("error")]
    assert [re.sub(r".*\[(.*)\]$", r"\1", line) for line in errors] == [
        "arg-type", "call-arg", "arg-type", "call-arg", "arg-type"]
    assert "Authorize" in errors[0]
