"""What a customer has agreed to for later: mandates, and methods that stay with the customer.

https://docs.stripe.com/api/mandates. Unlike the real Stripe, a debit without `mandate_data` is taken as agreed to
outside of the internet.
"""

from __future__ import annotations

import secrets

from tollbridge.sandbox.stripe.books import Desk, Held, new_id
from tollbridge.sandbox.stripe.errors import invalid
from tollbridge.sandbox.stripe.method_types import Course
from tollbridge.sandbox.stripe.method_wire import Nothing, PaymentMethod
from tollbridge.sandbox.stripe.parameters import MandateParams
from tollbridge.sandbox.stripe.reading import Params
from tollbridge.sandbox.stripe.setup_wire import (
    CustomerAcceptance,
    DebitMandate,
    Mandate,
    MandateDetails,
    OnlineAcceptance,
    SetupIntent,
    SingleUse,
)
from tollbridge.sandbox.stripe.wire import PaymentIntent


def retrieve_mandate(desk: Desk, params: Params, mandate: str) -> Mandate:
    return desk.find(desk.books.mandates, "mandate", mandate)


def accept(desk: Desk, intent: PaymentIntent | SetupIntent, given: MandateParams | None) -> None:
    """Notes what `mandate_data` states, until there is something to make a mandate of."""
    if given is None:
        return
    stated = given.customer_acceptance
    acceptance = CustomerAcceptance(accepted_at=stated.accepted_at or desk.now, type=stated.type)
    if stated.online is not None:
        acceptance.online = OnlineAcceptance(ip_address=stated.online.ip_address, user_agent=stated.online.user_agent)
    elif stated.type == "offline":
        acceptance.offline = Nothing()
    desk.books.acceptances[intent.id] = acceptance


def given_for(desk: Desk, intent: PaymentIntent | SetupIntent, held: Held) -> str | None:
    """The mandate of a debit, a new one where there is none yet; of a card only where one was agreed to."""
    accepted = desk.books.acceptances.pop(intent.id, None)
    debit = held.kind.course is Course.DEBIT
    if accepted is None and not debit:
        return None
    if accepted is None:
        active = (mandate.id for mandate in desk.books.mandates.values()
                  if mandate.payment_method == held.method.id and mandate.status == "active"
                  and mandate.type == "multi_use")
        known = next(active, None)
        if known is not None:
            return known
        accepted = CustomerAcceptance(accepted_at=desk.now, type="offline", offline=Nothing())
    lasting = isinstance(intent, SetupIntent) or intent.setup_future_usage == "off_session"
    made = _mandate(held, accepted)
    if lasting:
        made.multi_use, made.type = Nothing(), "multi_use"
    elif isinstance(intent, PaymentIntent):
        made.single_use = SingleUse(amount=intent.amount, currency=intent.currency)
    desk.books.mandates[made.id] = made
    return made.id


def _mandate(held: Held, accepted: CustomerAcceptance) -> Mandate:
    kind, reference = held.method.type, secrets.token_hex(8).upper()
    url = f"https://payments.stripe.com/mandates/{reference}"
    words: dict[str, DebitMandate] = {
        "sepa_debit": DebitMandate(reference=reference, url=url), "au_becs_debit": DebitMandate(url=url),
        "bacs_debit": DebitMandate(network_status="accepted", reference=reference, url=url)}
    details = MandateDetails(type=kind)
    if hasattr(details, kind):
        setattr(details, kind, words.get(kind, Nothing()))
    return Mandate(id=new_id("mandate_1"), customer_acceptance=accepted, payment_method=held.method.id,
                   payment_method_details=details, type="single_use")


def end(desk: Desk, held: Held) -> None:
    """Its bank wants no more debits: every mandate of it is over."""
    for mandate in desk.books.mandates.values():
        if mandate.payment_method == held.method.id and mandate.status == "active":
            mandate.status = "inactive"
            desk.emit("mandate.updated", mandate)


def check_usable(held: Held, customer: str | None) -> None:
    """Raises StripeError for a method that belongs to somebody else, or to nobody any more."""
    owner, reference = held.method.customer, held.method.id
    if owner is not None and customer is None:
        raise invalid("The payment method you provided is attached to a customer so for security purposes you must "
                      "provide the customer in the request.", param="payment_method")
    if owner is not None and owner != customer:
        raise invalid(f"The customer does not have a payment method with the ID {reference}. The payment method must "
                      "be attached to the customer.", param="payment_method")
    if held.spent:
        raise invalid("The provided PaymentMethod was previously used with a PaymentIntent without Customer "
                      "attachment, shared with a connected account without Customer attachment, or was detached from "
                      "a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach "
                      "it to a Customer first.", param="payment_method")


def remember(desk: Desk, intent: PaymentIntent, held: Held) -> None:
    """After a payment: the method stays with the customer where that was wished; nobody's method is used up."""
    if intent.setup_future_usage is not None and held.kind.reusable:
        held.set_up = held.set_up or intent.setup_future_usage == "off_session"
        if intent.customer is not None:
            attach(desk, held, str(intent.customer))
    held.spent = held.spent or held.method.customer is None


def attach(desk: Desk, held: Held, customer: str) -> PaymentMethod:
    if held.method.customer != customer:
        held.method.customer = customer
        desk.emit("payment_method.attached", held.method)
    return held.method
