"""Payouts and transfers: money that leaves the account. https://docs.stripe.com/api/payouts

The account has money without end, and destinations are not looked up: only the look of their ids counts.
"""

from __future__ import annotations

from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Settlement
from tollbridge.sandbox.stripe.books import Desk, new_id
from tollbridge.sandbox.stripe.errors import invalid, no_such
from tollbridge.sandbox.stripe.money_parameters import CreatePayout, CreateTransfer, ReversePayout, ReverseTransfer
from tollbridge.sandbox.stripe.money_wire import Payout, ReversalList, Transfer, TransferReversal
from tollbridge.sandbox.stripe.reading import Params

_DAY_S = 24 * 3600


def create(desk: Desk, params: CreatePayout) -> Payout:
    """Pending until it is settled."""
    destination = params.destination or new_id("ba_1")
    if not destination.startswith(("ba_", "card_")):
        raise no_such("external account", destination, param="destination", http_status=400)
    instant = params.method == "instant"
    made = Payout(id=new_id("po_1"), amount=params.amount, arrival_date=desk.now + (0 if instant else 2 * _DAY_S),
                  balance_transaction=new_id("txn_1"), created=desk.now, currency=params.currency,
                  description=params.description, destination=destination, metadata=_metadata(params.metadata),
                  method=params.method, source_type=params.source_type,
                  statement_descriptor=params.statement_descriptor, status="pending",
                  type="card" if destination.startswith("card_") else "bank_account")
    desk.books.payouts[made.id] = made
    desk.emit("payout.created", made)
    return made


def retrieve(desk: Desk, params: Params, payout: str) -> Payout:
    return desk.find(desk.books.payouts, "payout", payout)


def cancel(desk: Desk, params: Params, payout: str) -> Payout:
    found = retrieve(desk, params, payout)
    if found.status != "pending":
        raise invalid(f"Payouts can only be canceled while they are pending. This one is {found.status}.",
                      code="payouts_not_allowed")
    found.status, found.failure_balance_transaction = "canceled", new_id("txn_1")
    desk.emit("payout.canceled", found)
    return found


def reverse(desk: Desk, params: ReversePayout, payout: str) -> Payout:
    """The payout that fetches the money back."""
    found = retrieve(desk, params, payout)
    if found.status != "paid" or found.reversed_by is not None or found.original_payout is not None:
        raise invalid("Only a payout that is paid and was not reversed before can be reversed.",
                      code="payout_reconciliation_not_ready")
    made = Payout(id=new_id("po_1"), amount=-found.amount, arrival_date=desk.now, created=desk.now,
                  balance_transaction=new_id("txn_1"), currency=found.currency, destination=found.destination,
                  metadata=_metadata(params.metadata), method=found.method, original_payout=found.id,
                  source_type=found.source_type, status="pending", type=found.type)
    desk.books.payouts[made.id] = made
    found.reversed_by = made.id
    desk.emit("payout.created", made)
    return made


def settle(desk: Desk, payout: Payout, outcome: Settlement | None) -> str:
    """Raises ValueError for one that is over."""
    if payout.status != "pending":
        raise ValueError(f"{payout.id} does not wait: it is {payout.status}")
    if outcome is Settlement.FAILED:
        payout.status, payout.failure_balance_transaction = "failed", new_id("txn_1")
        payout.failure_code, payout.failure_message = "no_account", "The bank account could not be located."
        desk.emit("payout.failed", payout)
        return payout.status
    payout.status = "paid"
    kind = EntryKind.PAID_OUT if payout.amount > 0 else EntryKind.PAYOUT_RETURNED
    reference = payout.id if payout.original_payout is None else str(payout.original_payout)
    desk.book_other(kind, reference, abs(payout.amount), payout.currency, payout.metadata)
    desk.emit("payout.paid", payout)
    return payout.status


def transfer(desk: Desk, params: CreateTransfer) -> Transfer:
    """Arrives at once."""
    if not params.destination.startswith("acct_"):
        raise no_such("destination", params.destination, param="destination", http_status=400)
    if params.source_transaction is not None:
        desk.charge(params.source_transaction, param="source_transaction")
    new = new_id("tr_1")
    made = Transfer(
        id=new, amount=params.amount, balance_transaction=new_id("txn_1"), created=desk.now, currency=params.currency,
        description=params.description, destination=params.destination, destination_payment=new_id("py_1"),
        metadata=_metadata(params.metadata), reversals=ReversalList(url=f"/v1/transfers/{new}/reversals"),
        source_transaction=params.source_transaction, source_type=params.source_type,
        transfer_group=params.transfer_group)
    desk.books.transfers[new] = made
    desk.book_other(EntryKind.PAID_OUT, new, made.amount, made.currency, made.metadata)
    desk.emit("transfer.created", made)
    return made


def retrieve_transfer(desk: Desk, params: Params, transfer: str) -> Transfer:
    return desk.find(desk.books.transfers, "transfer", transfer)


def reverse_transfer(desk: Desk, params: ReverseTransfer, transfer: str) -> TransferReversal:
    found = desk.find(desk.books.transfers, "transfer", transfer)
    left = found.amount - found.amount_reversed
    amount = left if params.amount is None else params.amount
    if amount > left or left == 0:
        raise invalid("The amount is greater than what is left of the transfer to be reversed.", param="amount")
    made = TransferReversal(
        id=new_id("trr_1"), amount=amount, balance_transaction=new_id("txn_1"), created=desk.now,
        currency=found.currency, destination_payment_refund=new_id("pyr_1"), metadata=_metadata(params.metadata),
        transfer=found.id)
    found.reversals.data.insert(0, made)
    found.amount_reversed += amount
    found.reversed = found.amount_reversed == found.amount
    desk.book_other(EntryKind.PAYOUT_RETURNED, found.id, amount, found.currency, found.metadata)
    desk.emit("transfer.reversed", found)
    return made


def _metadata(given: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in given.items() if text}
