"""What becomes of things that wait: for their customer, or for time to pass."""

from __future__ import annotations

from tollbridge.sandbox.simulator import Settlement
from tollbridge.sandbox.stripe import attempts, courses, disputes, payouts, refunds, setups
from tollbridge.sandbox.stripe.books import Books, Desk, Held
from tollbridge.sandbox.stripe.method_types import CARD
from tollbridge.sandbox.stripe.setup_wire import SetupIntent
from tollbridge.sandbox.stripe.wire import PaymentIntent


def customer_said(desk: Desk, intent: PaymentIntent | SetupIntent, held: Held, *, yes: bool) -> None:
    """The customer's answer, on a page or anywhere else."""
    if isinstance(intent, SetupIntent):
        setups.customer_said(desk, intent, held, yes=yes)
    elif held.method.type != CARD:
        courses.customer_said(desk, intent, held, yes=yes)
    elif yes:
        attempts.charge(desk, intent, held, challenged=True)
    else:
        attempts.fail(desk, intent, attempts.failed_authentication(held, intent.object))


def settle(desk: Desk, reference: str, outcome: Settlement | None) -> str:
    """See `Simulator.settle`: for the ids of PaymentIntents, SetupIntents, charges, refunds, disputes and payouts."""
    books = desk.books
    if reference in books.charges:
        reference = str(books.charges[reference].payment_intent)
    status = _settle(desk, books, reference, outcome)
    desk.finish()
    return status


def _settle(desk: Desk, books: Books, reference: str, outcome: Settlement | None) -> str:
    if reference in books.refunds:
        return refunds.settle(desk, books.refunds[reference], outcome)
    if reference in books.disputes:
        return disputes.settle(desk, books.disputes[reference], outcome)
    if reference in books.payouts:
        return payouts.settle(desk, books.payouts[reference], outcome)
    intent = books.intents.get(reference) or books.setups.get(reference)
    if intent is None:
        raise ValueError(f"nothing has the id {reference[:100]!r}")
    if isinstance(intent, PaymentIntent) and intent.status == "processing":
        courses.settle(desk, intent, desk.held(str(intent.payment_method)), outcome)
    elif intent.status == "requires_action":
        desk.close_pages(intent.id)
        customer_said(desk, intent, desk.held(str(intent.payment_method)), yes=outcome is not Settlement.FAILED)
    else:
        raise ValueError(f"{reference} does not wait: it is {intent.status}")
    return intent.status
