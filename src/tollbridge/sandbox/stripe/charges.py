"""The charge that records an attempt to pay, whatever it was paid with."""

from __future__ import annotations

import secrets

from msgspec import structs

from tollbridge.sandbox.stripe.books import Desk, Held, new_id
from tollbridge.sandbox.stripe.cards import FRAUDULENT, Decline
from tollbridge.sandbox.stripe.method_types import CARD
from tollbridge.sandbox.stripe.method_wire import (
    AuBecsDebit,
    BacsDebit,
    Bank,
    Boleto,
    CardDetails,
    DebitDetails,
    Detail,
    IdealBank,
    NetworkToken,
    PaymentMethodDetails,
    RedirectDetails,
    SepaDebit,
    Sofort,
    ThreeDSecure,
    UsBankAccount,
)
from tollbridge.sandbox.stripe.wire import Charge, Outcome, PaymentIntent

_NO_DETAILS = "The bank did not return any further details with this decline."


def make(desk: Desk, intent: PaymentIntent, held: Held, *, status: str = "succeeded", decline: Decline | None = None,
         three_d_secure: ThreeDSecure | None = None, mandate: str | None = None) -> Charge:
    """A new charge of the whole amount, filed as the intent's latest: `succeeded`, `pending` or `failed`."""
    card = held.method.type == CARD
    captured = status == "pending" or (status == "succeeded" and intent.capture_method != "manual")
    detail = card_detail(intent, held, decline, three_d_secure, mandate) if card else _detail(held, mandate)
    made = Charge(
        id=new_id("ch_3" if card else "py_3"), amount=intent.amount,
        amount_captured=intent.amount if captured and status == "succeeded" else 0,
        balance_transaction=new_id("txn_3") if captured else None, billing_details=held.method.billing_details,
        calculated_statement_descriptor=intent.statement_descriptor or "TOLLBRIDGE SANDBOX", captured=captured,
        created=desk.now, currency=intent.currency, customer=intent.customer, description=intent.description,
        failure_code=decline.code if decline else None, failure_message=decline.message if decline else None,
        metadata=dict(intent.metadata), on_behalf_of=intent.on_behalf_of,
        outcome=_outcome(decline, card=card), paid=status == "succeeded", payment_intent=intent.id,
        payment_method=held.method.id,
        payment_method_details=structs.replace(PaymentMethodDetails(type=held.method.type),
                                               **{held.method.type: detail}),
        receipt_email=intent.receipt_email, shipping=intent.shipping,
        statement_descriptor=intent.statement_descriptor,
        statement_descriptor_suffix=intent.statement_descriptor_suffix, status=status,
        transfer_group=intent.transfer_group)
    desk.books.charges[made.id] = made
    intent.latest_charge = made.id
    return made


def network_transaction_id() -> str:
    return f"{secrets.randbelow(10**15):015}"


def card_detail(intent: PaymentIntent, held: Held, decline: Decline | None, three_d_secure: ThreeDSecure | None,
                mandate: str | None) -> CardDetails:
    card = held.card
    return CardDetails(
        amount_authorized=None if decline else intent.amount, brand=card.brand, checks=card.checks,
        country=card.country, exp_month=card.exp_month, exp_year=card.exp_year, fingerprint=card.fingerprint,
        funding=card.funding, last4=card.last4, mandate=mandate, network=card.brand,
        network_token=NetworkToken(used=card.wallet is not None), wallet=card.wallet,
        network_transaction_id=network_transaction_id(), three_d_secure=three_d_secure)


def _detail(held: Held, mandate: str | None) -> Detail:
    found = getattr(held.method, held.method.type)
    match found:
        case SepaDebit():
            return DebitDetails(country=found.country, fingerprint=found.fingerprint, last4=found.last4,
                                mandate=mandate)
        case UsBankAccount():
            return DebitDetails(
                account_holder_type=found.account_holder_type, account_type=found.account_type,
                bank_name=found.bank_name, fingerprint=found.fingerprint, last4=found.last4, mandate=mandate,
                routing_number=found.routing_number)
        case BacsDebit():
            return DebitDetails(fingerprint=found.fingerprint, last4=found.last4, mandate=mandate,
                                sort_code=found.sort_code)
        case AuBecsDebit():
            return DebitDetails(bsb_number=found.bsb_number, fingerprint=found.fingerprint, last4=found.last4,
                                mandate=mandate)
        case Boleto():
            return Boleto(tax_id=found.tax_id)
        case Bank() | IdealBank():
            return RedirectDetails(bank=found.bank)
        case Sofort():
            return RedirectDetails(country=found.country)
        case _:
            return RedirectDetails()


def _outcome(decline: Decline | None, *, card: bool) -> Outcome | None:
    if decline is None:
        return Outcome(network_status="approved_by_network" if card else "not_sent_to_network",
                       seller_message="Payment complete.", type="authorized")
    if decline is FRAUDULENT:
        return Outcome(network_status="not_sent_to_network", type="blocked", reason="highest_risk_level",
                       risk_level="highest", risk_score=80, seller_message="Stripe blocked this payment as too risky.")
    told = decline.decline_code
    return Outcome(
        network_status="declined_by_network", type="issuer_declined", reason=told, advice_code=decline.advice_code,
        network_decline_code=decline.network_decline_code,
        seller_message=_NO_DETAILS if told == "generic_decline" else f"The bank returned the decline code `{told}`.")
