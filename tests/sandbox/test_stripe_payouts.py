"""Payouts and transfers, driven by the official SDK."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from sandbox.schemas import conforms
from tollbridge.sandbox import SandboxThread


def payout(client: stripe.StripeClient, **others: str) -> stripe.Payout:
    params: Any = {"amount": 1000, "currency": "usd", "metadata": {"order_id": "p1"}, **others}
    return client.v1.payouts.create(params)


def settled(running: SandboxThread, reference: str, outcome: str | None = None) -> str:
    return running.wait(lambda sandbox: sandbox.settle("stripe", reference, outcome))


def test_a_payout_is_paid_once_settled(running: SandboxThread, client: stripe.StripeClient) -> None:
    made = payout(client)
    conforms(made, "payout")
    assert (made.status, made.type, len(running.sandbox.ledger)) == ("pending", "bank_account", 0)
    assert settled(running, made.id) == "paid"
    assert client.v1.payouts.retrieve(made.id).status == "paid"
    assert running.sandbox.ledger.total("USD", reference="p1").paid_out == 1000
    first, second = running.sandbox.requests
    assert (first.path, second.path) == ("/v1/payouts", f"/v1/payouts/{made.id}")
    assert first.headers["stripe-version"] == "2022-11-15"


def test_a_payout_fails(running: SandboxThread, client: stripe.StripeClient) -> None:
    made = payout(client)
    assert settled(running, made.id, "failed") == "failed"
    failed = client.v1.payouts.retrieve(made.id)
    conforms(failed, "payout")
    assert (failed.failure_code, len(running.sandbox.ledger)) == ("no_account", 0)


def test_a_pending_payout_is_canceled(running: SandboxThread, client: stripe.StripeClient) -> None:
    made = payout(client, destination="card_1", method="instant")
    assert (made.type, made.arrival_date) == ("card", made.created)
    assert client.v1.payouts.cancel(made.id).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError, match="only be canceled while they are pending"):
        client.v1.payouts.cancel(made.id)
    with pytest.raises(ValueError, match="it is canceled"):
        settled(running, made.id)


def test_a_paid_payout_is_reversed_once(running: SandboxThread, client: stripe.StripeClient) -> None:
    made = payout(client)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payouts.reverse(made.id)
    settled(running, made.id)
    back = client.v1.payouts.reverse(made.id, {"expand": ["original_payout"]})
    conforms(back, "payout")
    assert isinstance(back.original_payout, stripe.Payout)
    assert (back.amount, back.original_payout.id) == (-1000, made.id)
    assert settled(running, back.id) == "paid"
    assert running.sandbox.ledger.total("USD", payment=made.id).paid_out == 0
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payouts.reverse(made.id)


def test_a_payout_goes_to_a_card_or_an_account(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="No such external account"):
        payout(client, destination="cus_1")


def test_a_transfer_is_made_and_reversed_in_parts(running: SandboxThread, client: stripe.StripeClient) -> None:
    made = client.v1.transfers.create({"amount": 1000, "currency": "usd", "destination": "acct_1"})
    conforms(made, "transfer")
    part = client.v1.transfers.reversals.create(made.id, {"amount": 400})
    conforms(part, "transfer_reversal")
    left = client.v1.transfers.retrieve(made.id)
    conforms(left, "transfer")
    assert (left.amount_reversed, left.reversed, [one.id for one in left.reversals.data]) == (400, False, [part.id])
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.transfers.reversals.create(made.id, {"amount": 601})
    client.v1.transfers.reversals.create(made.id)
    assert client.v1.transfers.retrieve(made.id).reversed
    assert running.sandbox.ledger.total("USD", payment=made.id).paid_out == 0
    assert running.sandbox.requests.of("transfers.reverse")[0].path == f"/v1/transfers/{made.id}/reversals"


def test_a_transfer_goes_to_an_account(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="No such destination"):
        client.v1.transfers.create({"amount": 1000, "currency": "usd", "destination": "ba_1"})
