"""What becomes of things that wait: for their shopper, for a bank, for a review, or for time to pass."""

from __future__ import annotations

from tollbridge.sandbox.adyen import authorisations, browser, disputes, modifications, payments, payouts
from tollbridge.sandbox.adyen.books import Desk, Modification, Payment, State
from tollbridge.sandbox.simulator import Settlement


def settle(desk: Desk, reference: str, outcome: Settlement | None) -> str:
    """See `Simulator.settle`: for the references of payments (Adyen's or the merchant's), modifications, disputes,
    payouts and sessions."""
    status = _settle(desk, reference, outcome)
    desk.finish()
    return status


def _settle(desk: Desk, reference: str, outcome: Settlement | None) -> str:
    books, said = desk.books, "fail" if outcome is Settlement.FAILED else "complete"
    if reference in books.modifications:
        return _modification(desk, books.modifications[reference], outcome)
    if reference in books.disputes:
        return disputes.settle(desk, books.disputes[reference], outcome)
    if reference in books.payouts:
        return payouts.settle(desk, books.payouts[reference], outcome)
    if reference in books.sessions:
        session = books.sessions[reference]
        if session.payment is not None:
            raise ValueError(f"{reference} does not wait: it is paid or refused")
        return browser.pay_session(desk, session, said).state
    payment = desk.payment(reference)
    if payment is None:
        raise ValueError(f"nothing has the id {reference[:100]!r}")
    return _payment(desk, payment, outcome, said)


def _payment(desk: Desk, payment: Payment, outcome: Settlement | None, said: str) -> str:
    if payment.state is State.WAITING and payment.said is None:
        payments.customer_said(desk, payment, said)
        if payment.state is State.WAITING:  # a shopper came back from 3-D Secure, and so does the merchant
            payments.authenticated(desk, payment, yes=said == "complete")
        return payment.state
    if payment.state is State.AUTHORISED and payment.capture_delay_h and not payment.captured:
        if outcome is Settlement.FAILED:
            authorisations.release(desk, payment)
            payment.state = State.CANCELLED
        else:
            authorisations.take(desk, payment, payment.open)
        return payment.state
    raise ValueError(f"{payment.psp} does not wait: it is {payment.state}")


def _modification(desk: Desk, modification: Modification, outcome: Settlement | None) -> str:
    """One that waits is done or refused; a capture or refund that was done fails later."""
    if modification.outcome is None:
        modifications.finish(desk, modification, fails=outcome is Settlement.FAILED)
        return "succeeded" if modification.outcome else "failed"
    if outcome is not Settlement.FAILED or not modification.outcome:
        raise ValueError(f"{modification.psp} does not wait: it is over")
    modifications.fail_later(desk, modification)
    return "failed"
