"""Payouts: from the PayPal balance to a PayPal or Venmo account. https://developer.paypal.com/docs/api/payments.payouts-batch/v1/

PayPal pays in batches. Ours have one item, so the payout's id is the batch's, and its state the item's. Batches are
told apart by `sender_batch_id`, which serves as the idempotency key: PayPal completes a payment once for an id that is
used within 30 days, and answers a repetition with an error that links to the original batch.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import msgspec
from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.paypal.account import UNITS, Ctx
from tollbridge.connectors.paypal.errors import ErrorBody, parse_error
from tollbridge.domain.errors import InvalidField, OutcomeUnknown, Rejected, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.payouts import (
    CreatePayout,
    Payout,
    PayoutPriority,
    PayoutSync,
    PaypalPayout,
    VenmoPayout,
    VoidPayout,
)
from tollbridge.domain.statuses import PayoutStatus as Status
from tollbridge.kit.quoting import quote

BATCH = kit.payout_statuses(
    PENDING=Status.PENDING,
    PROCESSING=Status.INITIATED,
    SUCCESS=Status.INITIATED,  # processed: how it went is the item's to say
    DENIED=Status.FAILED,
    CANCELED=Status.CANCELLED,
)
ITEM = kit.payout_statuses(
    SUCCESS=Status.SUCCESS,
    PENDING=Status.PENDING,
    ONHOLD=Status.PENDING,
    UNCLAIMED=Status.INITIATED,  # the recipient has 30 days to open an account
    RETURNED=Status.EXPIRED,  # nobody claimed it: the money is back
    REFUNDED=Status.REVERSED,
    REVERSED=Status.REVERSED,
    FAILED=Status.FAILED,
    BLOCKED=Status.FAILED,
)
MAX_ITEM_ID = 63


class Amount(Struct):
    """Not the money of orders: another name for the currency."""

    currency: str
    value: str


class ItemError(Struct):
    name: str = ""
    message: str = ""


class ItemDetail(Struct):
    amount: Amount
    receiver: str = ""
    sender_item_id: str | None = None


class Item(Struct):
    payout_item_id: str
    payout_item: ItemDetail
    payout_batch_id: str | None = None
    transaction_status: str | None = None
    errors: ItemError | None = None


class Header(Struct):
    payout_batch_id: str
    batch_status: str


class Batch(Struct):
    batch_header: Header
    items: list[Item] = []


class Link(Struct):
    href: str = ""


class DuplicateDetail(Struct):
    field: str = ""
    link: list[Link] = []


class Duplicate(Struct):
    details: list[DuplicateDetail] = []


@singledispatch
def recipient(method: object) -> dict[str, Any]:
    """PayPal pays no cards and no bank accounts."""
    raise Unsupported(f"payout to {type(method).__name__}")


@recipient.register
def paypal(method: PaypalPayout) -> dict[str, Any]:
    given = {"EMAIL": method.email, "PHONE": method.telephone_number, "PAYPAL_ID": method.paypal_id}
    found = [(kind, receiver) for kind, receiver in given.items() if receiver]
    if not found:
        kit.require({"payout_method_data.paypal.email": None})
    if len(found) > 1:
        raise InvalidField("payout_method_data.paypal", "one of email, telephone_number and paypal_id")
    return {"recipient_type": found[0][0], "receiver": found[0][1], "recipient_wallet": "PAYPAL"}


@recipient.register
def venmo(method: VenmoPayout) -> dict[str, Any]:
    kit.require({"payout_method_data.venmo.telephone_number": method.telephone_number})
    return {"recipient_type": "PHONE", "receiver": method.telephone_number, "recipient_wallet": "VENMO"}


def refuse(req: CreatePayout) -> None:
    """What PayPal does not do, or wants and does not have."""
    if req.destination_currency not in (None, req.amount.currency):
        raise Unsupported("payout in another currency than it is taken in")
    if req.source_bank_data is not None:
        raise Unsupported("payout from a bank account: PayPal takes its balance")
    if req.priority is PayoutPriority.WIRE:
        raise Unsupported("payout by wire transfer")
    kit.require({
        "payout_method_data": req.payout_method_data,
        # https://developer.paypal.com/docs/payouts/standard/payouts-to-venmo/: a note is required
        "description": req.description if isinstance(req.payout_method_data, VenmoPayout) else True})
    if len(req.merchant_payout_id or "") > MAX_ITEM_ID:
        raise InvalidField("merchant_payout_id", f"longer than {MAX_ITEM_ID} characters")


def build_create(req: CreatePayout, ctx: Ctx) -> kit.HttpRequest:
    refuse(req)
    batch_id = ctx.idempotency_key or req.merchant_payout_id
    return kit.post_json("/v1/payments/payouts", {
        "sender_batch_header": {"sender_batch_id": batch_id},
        "items": [{
            **recipient(req.payout_method_data),
            "amount": {"currency": req.amount.currency, "value": UNITS.major(req.amount)},
            "note": req.description,
            "sender_item_id": req.merchant_payout_id,
        }],
    })


def create(req: CreatePayout, ctx: Ctx) -> kit.Exchanges[Payout]:
    """A batch that is there already is the answer to this very request where it pays the same to the same."""
    res = yield build_create(req, ctx)
    if res.status != 400:
        return read(res, req, ctx)
    original = duplicate_of(res)
    if original is None:
        return refused(res, ctx)
    res = yield kit.get(f"/v1/payments/payouts/{quote(original)}")
    batch = kit.read_json(res, Batch)
    if [(money(item), item.payout_item.receiver) for item in batch.items] != [(req.amount, receiver(req))]:
        raise OutcomeUnknown("sender_batch_id was used for another payout", reference=original, key_taken=True)
    return payout(batch)


def refused(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected:
    """Any other 400: a no in PayPal's words, else nobody knows. An issue is a sentence here, and the name the code."""
    verdict = parse_error(res, ctx)
    if isinstance(verdict, Failure):
        body = kit.read_json(res, ErrorBody)
        message = "; ".join(detail.issue for detail in body.details) or body.message
        return msgspec.structs.replace(verdict, code=body.name or verdict.code, message=message)
    if isinstance(verdict, Rejected):
        return verdict
    raise verdict or OutcomeUnknown(f"HTTP {res.status}", http_status=res.status)


def duplicate_of(res: kit.HttpResponse) -> str | None:
    """The id of the batch that has this sender_batch_id, from the link in the error."""
    links = [link.href for detail in kit.read_json(res, Duplicate).details
             if detail.field.upper() == "SENDER_BATCH_ID" for link in detail.link]
    return next((part for href in links if (part := href.partition("/v1/payments/payouts/")[2].strip("/"))), None)


def receiver(req: CreatePayout) -> str:
    return str(recipient(req.payout_method_data)["receiver"].reveal())


def money(item: Item) -> Money:
    amount = item.payout_item.amount
    return Money.from_major(amount.value, Currency(amount.currency))


def build_sync(req: PayoutSync, ctx: Ctx) -> kit.HttpRequest:
    return kit.get(kit.path("/v1/payments/payouts/{connector_payout_id}", req))


def void(req: VoidPayout, ctx: Ctx) -> kit.Exchanges[Payout]:
    """Only an item that nobody has claimed can be called back, and it is called back by its own id."""
    res = yield kit.get(kit.path("/v1/payments/payouts/{connector_payout_id}", req))
    batch = kit.read_json(res, Batch)
    if len(batch.items) != 1:
        raise OutcomeUnknown(f"the batch has {len(batch.items)} items", reference=batch.batch_header.payout_batch_id)
    res = yield kit.post(f"/v1/payments/payouts-item/{quote(batch.items[0].payout_item_id)}/cancel")
    item = kit.read_json(res, Item)
    returned = item.transaction_status == "RETURNED"
    return Payout(payout_status=Status.CANCELLED if returned else ITEM[item.transaction_status or ""],
                  connector_payout_id=batch.batch_header.payout_batch_id)


def read(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payout:
    return payout(kit.read_json(res, Batch))


def payout(batch: Batch) -> Payout:
    """A batch is as its item is, once it has been processed."""
    header = batch.batch_header
    status, word, why = BATCH[header.batch_status], header.batch_status, None
    if len(batch.items) == 1 and batch.items[0].transaction_status:
        item = batch.items[0]
        word, why = batch.items[0].transaction_status, item.errors
        status = ITEM[word]
    failure = Failure(code=why.name if why and why.name else word, message=why.message if why else "")
    return Payout(payout_status=status, connector_payout_id=header.payout_batch_id,
                  error=failure if status is Status.FAILED else None)
