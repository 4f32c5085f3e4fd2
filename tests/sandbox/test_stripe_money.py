"""Whatever is asked in whatever order, the books and the ledger agree and no money appears."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from hypothesis import given, settings, strategies as st
from msgspec import json

from sandbox.forms import method_form
from tollbridge.sandbox import Sandbox
from tollbridge.sandbox.simulator import Call
from tollbridge.sandbox.stripe import StripeSimulator

STEPS = st.lists(st.tuples(
    st.sampled_from(["capture", "cancel", "refund", "confirm"]), st.one_of(st.none(), st.integers(1, 1200))))


def ask(stripe: StripeSimulator, method: str, path: str, form: dict[str, str]) -> dict[str, Any]:
    for route in stripe.routes:
        arguments = route.match(path)
        if route.method == method and arguments is not None:
            call = Call(serial="1", method=method, path=path, query="", headers={}, arguments=arguments,
                        body=urlencode(form).encode())
            told: dict[str, Any] = json.decode(route.endpoint(call).body)
            return told
    raise AssertionError(f"no route for {path}")


@settings(deadline=None)  # a loaded machine is no wrong sum
@given(st.sampled_from(["automatic", "manual"]), STEPS)
def test_no_order_of_steps_makes_money(capture_method: str, steps: list[tuple[str, int | None]]) -> None:
    sandbox = Sandbox()
    stripe = StripeSimulator(sandbox)
    made = ask(stripe, "POST", "/v1/payment_intents", method_form(capture_method=capture_method))
    path = f"/v1/payment_intents/{made['id']}"
    for verb, amount in steps:
        if verb == "refund":
            ask(stripe, "POST", "/v1/refunds",
                {"payment_intent": made["id"]} | ({"amount": str(amount)} if amount else {}))
        else:
            ask(stripe, "POST", f"{path}/{verb}",
                {"amount_to_capture": str(amount)} if verb == "capture" and amount else {})

    total = sandbox.ledger.total("USD", payment=made["id"])
    charge = ask(stripe, "GET", f"/v1/charges/{made['latest_charge']}", {})
    intent = ask(stripe, "GET", path, {})
    assert (total.charges, total.authorized) == (1, 1000)
    assert total.held >= 0 and total.kept >= 0  # noqa: PT018
    assert charge["amount_refunded"] == total.released + total.refunded
    assert (intent["amount_received"], intent["amount_capturable"]) == (total.captured, total.held)
