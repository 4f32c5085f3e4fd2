"""Payouts from a currency account, paid when they are settled: https://www.checkout.com/docs/payouts/send-payouts"""

from __future__ import annotations

from tollbridge.sandbox.checkout import asked, notifications, payments, vault
from tollbridge.sandbox.checkout.asked import Request
from tollbridge.sandbox.checkout.books import Action, Desk, Json, Method, Payment, new_id, stamp
from tollbridge.sandbox.checkout.cards import APPROVED
from tollbridge.sandbox.checkout.errors import Refused
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Settlement

NO_FUNDS = "50003"


def create(desk: Desk, wish: Request) -> tuple[int, Json]:
    source, to = wish.source, wish.destination
    if source is None or to is None or source.type != "currency_account":
        raise Refused("source_type_required")
    if source.id != desk.account.currency_account:
        raise Refused("source_id_invalid")
    amount = asked.check_money(wish.amount, wish.currency)
    if not amount:
        raise Refused("amount_invalid")
    payments.check_channel(desk, wish)
    if to.type == "id":
        vault.instrument(desk, to.id, "destination_id_invalid")
    elif to.type != "bank_account" or not (to.iban or to.account_number):
        raise Refused("account_number_required" if to.type == "bank_account" else "destination_type_invalid")
    its = Payment(new_id("pay"), desk.merchant, amount, wish.currency, wish.reference, Method("currency_account"),
                  desk.now, destination=to.id or desk.keep("src", Method(
                      "bank_account", last4=(to.iban or to.account_number)[-4:])))
    desk.books.payments[its.id] = its
    return 202, payments.accepted(desk, its) | {"instruction": {"value_date": stamp(desk.now)[:10]}}


def details(desk: Desk, its: Payment) -> Json:
    body: Json = {
        "id": its.id, "requested_on": stamp(its.at), "amount": its.amount, "currency": its.currency,
        "source": {"type": "currency_account", "id": desk.account.currency_account},
        "destination": {"type": "bank_account", "id": its.destination}, "status": its.status,
        "approved": its.word == "Paid", "_links": payments.accepted(desk, its)["_links"] | {
            "actions": desk.url(f"/payments/{its.id}/actions")}}
    if its.code and its.code != APPROVED:
        body["actions"] = payments.actions(its)
    return body | ({"reference": its.reference} if its.reference is not None else {})


def settle(desk: Desk, its: Payment, outcome: Settlement | None) -> None:
    """Paid or declined; and what was paid may come back. Raises ValueError for what is over."""
    failed = outcome is Settlement.FAILED
    if its.word == "Pending":
        its.word, its.code = ("Declined", NO_FUNDS) if failed else ("Paid", APPROVED)
        entry, event = EntryKind.PAID_OUT, "payment_declined" if failed else "payment_paid"
        kind = "Payout"
    elif its.word == "Paid" and failed:
        its.word, entry, event, kind = "Returned", EntryKind.PAYOUT_RETURNED, "payment_returned", "Return"
    else:
        raise ValueError(f"{its.id} does not wait: it is {its.word}")
    action = Action(new_id("act"), kind, its.amount, its.reference, desk.now, its.code)
    its.actions.insert(0, action)
    if its.word != "Declined":
        desk.book(entry, its, its.amount)
    desk.behind.append(lambda: notifications.of_payment(desk, event, its, action))
