"""Payouts from a currency account to a bank account, or to what the vault keeps.

https://www.checkout.com/docs/payouts/send-payouts/bank-payouts. Which currency account pays, ca_..., stands in
`connector_feature_data`: {"currency_account_id": "ca_..."}. Payouts want an OAuth access key.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.checkout import wire
from tollbridge.connectors.checkout.account import Ctx, Form, to_wire
from tollbridge.connectors.checkout.methods import address, full_name, holder
from tollbridge.connectors.checkout.payments import no, told
from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.payouts import (
    AchPayout,
    BacsPayout,
    CreatePayout,
    Payout,
    PayoutSync,
    SepaPayout,
)
from tollbridge.domain.people import Address
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PayoutStatus as Status

STATUS = kit.payout_statuses(
    Pending=Status.PENDING, Paid=Status.SUCCESS, Declined=Status.FAILED, Canceled=Status.CANCELLED,
    Cancelled=Status.CANCELLED, Returned=Status.REVERSED)


class Sender(Struct):
    currency_account_id: str


def build_create(req: CreatePayout, ctx: Ctx) -> kit.HttpRequest:
    if req.destination_currency not in (None, req.amount.currency) or req.source_bank_data is not None:
        raise Unsupported("payout from a bank account, or in another currency than it is taken in")
    account, paid, _ = kit.together(
        lambda: sender(req), lambda: destination(req), lambda: kit.require({"description": req.description}))
    return kit.post_json("/payments", {
        "source": {"type": "currency_account", "id": account},
        "destination": paid,
        "amount": to_wire(req.amount),
        "currency": req.amount.currency,
        "reference": req.merchant_payout_id,
        "billing_descriptor": {"reference": req.description},
        "processing_channel_id": ctx.account.processing_channel_id})


def sender(req: CreatePayout) -> str:
    given = req.connector_feature_data
    kit.require({"connector_feature_data": given})
    try:
        return msgspec.json.decode(given.reveal() if given else "", type=Sender).currency_account_id
    except (ValueError, msgspec.DecodeError):
        raise InvalidField("connector_feature_data", 'not {"currency_account_id": "ca_..."}') from None


def destination(req: CreatePayout) -> Form:
    its = req.payout_method_data
    if req.on_file:
        return {"type": "id", "id": req.on_file}
    billing = req.address.billing_address or Address()
    who = holder(full_name(billing) or (Secret(req.customer.name) if req.customer and req.customer.name else None))
    kit.require({"payout_method_data": its, "address.billing_address.first_name": who})
    if isinstance(its, SepaPayout):
        iban = its.iban.reveal().replace(" ", "")
        bank: Form = {"iban": Secret(iban), "swift_bic": its.bic, "country": its.bank_country_code or iban[:2]}
    elif isinstance(its, AchPayout):
        bank = {"account_number": its.bank_account_number, "bank_code": its.bank_routing_number, "country": "US"}
    elif isinstance(its, BacsPayout):
        bank = {"account_number": its.bank_account_number, "bank_code": its.bank_sort_code, "country": "GB"}
    else:
        raise Unsupported("payout to that method")
    return {"type": "bank_account", **bank,
            "account_holder": {"type": "individual", **(who or {}), "billing_address": address(billing)}}


def build_sync(req: PayoutSync, ctx: Ctx) -> kit.HttpRequest:
    return kit.get(kit.path("/payments/{connector_payout_id}", req))


def parse_payout(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payout:
    body = kit.read_json(res, wire.Payment)
    status = STATUS[body.status]
    refused = next((action for action in body.actions if no(action)), body)
    return Payout(payout_status=status, connector_payout_id=body.id,
                  error=told(refused, body.status, body) if status is Status.FAILED else None)
