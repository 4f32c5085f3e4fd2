"""Payouts: https://developer.paypal.com/docs/api/payments.payouts-batch/v1/

`sender_batch_id` tells batches apart: one that is there already is refused, with a link to the first.
"""

from __future__ import annotations

from typing import Any

from msgspec import to_builtins

from tollbridge.domain.money import Money
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.paypal.books import NAME, UNITS, Batch, Desk, Json, PayoutItem, new_id, stamp
from tollbridge.sandbox.paypal.errors import Detail, Link, PayoutError, PaypalError
from tollbridge.sandbox.paypal.reply import Reply
from tollbridge.sandbox.paypal.requests import Amount, CreatePayout, Nothing, PaidOut
from tollbridge.sandbox.paypal.wire import link

KEPT_S = 30 * 86400.0
"""How long a sender_batch_id is taken."""
UNCLAIMED, LOCKED = "unclaimed", "locked"
"""Within the receiver's name: nobody has that account, or it cannot be paid to."""
_PATH = "/v1/payments/payouts"
_EVENTS = {"SUCCESS": "SUCCEEDED"}


def create(desk: Desk, asked: CreatePayout) -> Reply:
    if not asked.items:
        raise _bad("items", "Required field is missing")
    items = [_item(number, one) for number, one in enumerate(asked.items)]
    if len({item.amount.currency for item in items}) > 1:
        raise _bad("items", "All items of a batch have to be of one currency")
    header = to_builtins(asked.sender_batch_header)
    named = header.get("sender_batch_id")
    before = next((batch for batch in desk.books.batches.values() if named
                   and batch.header.get("sender_batch_id") == named and desk.now - batch.created < KEPT_S), None)
    if before is not None:
        raise PayoutError(400, "USER_BUSINESS_ERROR", "User business error.", Detail(
            "Batch with given sender_batch_id already exists", field="SENDER_BATCH_ID", location="body",
            link=[Link(f"{desk.url}{_PATH}/{before.id}", "self")]))
    batch = Batch(new_id(13), desk.now, header, items)
    desk.books.batches[batch.id] = batch
    for item in items:
        _book(desk, EntryKind.PAID_OUT, batch, item)
    desk.emit("PAYMENT.PAYOUTSBATCH.PROCESSING", "payouts", {"batch_header": _header(batch, "PROCESSING")},
              "Payouts batch is processing.")
    return Reply(201, {"batch_header": _header(batch), "links": [link(f"{desk.url}{_PATH}/{batch.id}", "self")]})


def retrieve(desk: Desk, asked: Nothing, payout: str) -> Reply:
    batch = desk.books.batches.get(payout)
    if batch is None:
        raise PayoutError(404, "INVALID_RESOURCE_ID", "Requested resource ID was not found.")
    total = Money(sum(item.amount.minor_amount for item in batch.items), batch.items[0].amount.currency)
    header = {**_header(batch), "amount": _money(total), "fees": _money(Money(0, total.currency))}
    if batch.processed:
        header["time_completed"] = stamp(batch.processed)
    return Reply(200, {
        "total_items": len(batch.items), "total_pages": 1, "batch_header": header,
        "items": [_shown(desk, batch, item) for item in batch.items],
        "links": [link(f"{desk.url}{_PATH}/{batch.id}", "self")]})


def get_item(desk: Desk, asked: Nothing, item: str) -> Reply:
    return Reply(200, _whole(desk, *_find(desk, item)))


def cancel_item(desk: Desk, asked: Nothing, item: str) -> Reply:
    """What nobody has claimed comes back."""
    batch, its = _find(desk, item)
    if its.status == "RETURNED":
        raise PayoutError(400, "ITEM_ALREADY_CANCELLED", "The requested item is already cancelled.")
    if its.status != "UNCLAIMED":
        raise PayoutError(400, "ITEM_INCORRECT_STATUS", "You can only cancel items that have an Unclaimed state.")
    _end(desk, batch, its, "RETURNED", event="CANCELED")
    return Reply(200, _whole(desk, batch, its))


def settle(desk: Desk, batch: Batch, *, good: bool) -> str:
    """The batch is gone through; then whoever has not claimed does, or the money comes back. Raises ValueError where
    nothing waits."""
    if batch.status == "PENDING":
        batch.status, batch.processed = "SUCCESS", desk.now
        desk.emit("PAYMENT.PAYOUTSBATCH.SUCCESS", "payouts", {"batch_header": _header(batch)},
                  "Payouts batch completed successfully.")
        for item in batch.items:
            _go_through(desk, batch, item, good=good)
        return batch.items[0].status
    waiting = [item for item in batch.items if item.status == "UNCLAIMED"]
    if not waiting:
        raise ValueError(f"{batch.id!r} does not wait for anything")
    for item in waiting:
        item.why = None
        _end(desk, batch, item, "SUCCESS" if good else "RETURNED")
    return waiting[0].status


def _go_through(desk: Desk, batch: Batch, item: PayoutItem, *, good: bool) -> None:
    receiver = item.said["receiver"].lower()
    if not good or LOCKED in receiver:
        item.why = "RECEIVER_ACCOUNT_LOCKED"
        _end(desk, batch, item, "FAILED")
    elif UNCLAIMED in receiver:
        item.why = "RECEIVER_UNREGISTERED"
        _end(desk, batch, item, "UNCLAIMED")
    else:
        _end(desk, batch, item, "SUCCESS")


def _end(desk: Desk, batch: Batch, item: PayoutItem, status: str, event: str | None = None) -> None:
    item.status = status
    if status in ("FAILED", "RETURNED"):
        _book(desk, EntryKind.PAYOUT_RETURNED, batch, item)
    desk.emit(f"PAYMENT.PAYOUTS-ITEM.{event or _EVENTS.get(status, status)}", "payouts_item",
              _whole(desk, batch, item), f"A payout item is {status.lower()}")


def _item(number: int, one: PaidOut) -> PayoutItem:
    field = f"items[{number}].amount"
    try:
        amount = Amount(one.amount.currency, one.amount.value).positive(field)
    except PaypalError as error:
        raise _bad(field, str(error)) from None
    said: dict[str, Any] = to_builtins(one)
    return PayoutItem(new_id(13), new_id(), amount, {"recipient_type": "EMAIL", **said})


def _find(desk: Desk, reference: str) -> tuple[Batch, PayoutItem]:
    for batch in desk.books.batches.values():
        for item in batch.items:
            if item.id == reference:
                return batch, item
    raise PayoutError(404, "INVALID_RESOURCE_ID", "Requested resource ID was not found.")


def _header(batch: Batch, status: str | None = None) -> Json:
    return {"payout_batch_id": batch.id, "batch_status": status or batch.status, "time_created": stamp(batch.created),
            "sender_batch_header": batch.header}


def _shown(desk: Desk, batch: Batch, item: PayoutItem) -> Json:
    told: Json = {
        "payout_item_id": item.id, "payout_batch_id": batch.id, "transaction_status": item.status,
        "payout_item": {**item.said, "amount": _money(item.amount)},
        "payout_item_fee": _money(Money(0, item.amount.currency)),
        "links": [link(f"{desk.url}/v1/payments/payouts-item/{item.id}", "item")]}
    if batch.processed:
        told |= {"transaction_id": item.transaction, "time_processed": stamp(batch.processed)}
    if item.why:
        told["errors"] = {"name": item.why, "message": item.why.replace("_", " ").capitalize(), "debug_id": item.id}
    return told


def _whole(desk: Desk, batch: Batch, item: PayoutItem) -> Json:
    named = batch.header.get("sender_batch_id")
    return {**_shown(desk, batch, item), **({"sender_batch_id": named} if named else {})}


def _money(amount: Money) -> Json:
    return {"currency": amount.currency.value, "value": UNITS.major(amount)}


def _book(desk: Desk, kind: EntryKind, batch: Batch, item: PayoutItem) -> None:
    reference = item.said.get("sender_item_id") or batch.header.get("sender_batch_id")
    desk.host.ledger.add(NAME, kind, batch.id, item.amount.minor_amount, item.amount.currency.value, reference)


def _bad(field: str, issue: str) -> PayoutError:
    return PayoutError(400, "VALIDATION_ERROR", "Invalid request - see details.",
                       Detail(issue, field=field, location="body"))
