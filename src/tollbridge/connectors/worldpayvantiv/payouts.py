"""Payouts to cards: https://support.worldpay.com/support/CNP-API/content/d22fastaccess.htm (FastAccess Funding).

Never sent again by itself: what was declined may be paid twice, and Worldpay cannot get it back. What became of one is
asked by its id, or by ours, with queryTransaction. `connector_feature_data` may name what it is for, by the schema's
codes: {"disbursement_type": "VMD"}.
"""

from __future__ import annotations

import hashlib

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.worldpayvantiv import wire
from tollbridge.connectors.worldpayvantiv.account import Ctx
from tollbridge.connectors.worldpayvantiv.declines import DECLINES
from tollbridge.connectors.worldpayvantiv.methods import Means, cut, full_name, place, plastic, token
from tollbridge.connectors.worldpayvantiv.results import failure, found_by_query, only, standing
from tollbridge.connectors.worldpayvantiv.wire import call, minor, online, own_id
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.payouts import CardPayout, CreatePayout, Payout, PayoutSync
from tollbridge.domain.people import Address
from tollbridge.domain.statuses import PaymentStatus, PayoutStatus as Status

PAID = {PaymentStatus.CHARGED: Status.SUCCESS, PaymentStatus.FAILURE: Status.FAILED}


class Purpose(Struct):
    disbursement_type: str


def build_create(req: CreatePayout, ctx: Ctx) -> kit.HttpRequest:
    if req.destination_currency not in (None, req.amount.currency) or req.source_bank_data is not None:
        raise Unsupported("payout from a bank account, or in another currency than it is taken in")
    its, billing = req.payout_method_data, req.address.billing_address or Address()
    holder = its.card_holder_name if isinstance(its, CardPayout) else None
    name = (req.customer and req.customer.name) or full_name(billing) or (holder.reveal() if holder else "")
    means, _ = kit.together(lambda: destination(req), lambda: kit.require({"customer.name": name}))
    given = req.connector_feature_data
    return call("fastAccessFunding", "pay", {
        "fundingCustomerId": cut(req.customer.id, 50) if req.customer else None,
        "customerName": cut(name, 256),
        "fundsTransferId": hashlib.sha256(own_id("pay", ctx).encode()).hexdigest()[:16],
        "amount": minor(req.amount, "amount", ctx),
        "disbursementType": kit.carried(given, Purpose).disbursement_type if given else None,
        "cardholderAddress": place(billing) if req.address.billing_address else None,
        **means.body}, ctx)


def destination(req: CreatePayout) -> Means:
    its = req.payout_method_data
    if req.on_file:
        return token(req.on_file)
    kit.require({"payout_method_data": its})
    if not isinstance(its, CardPayout):
        raise Unsupported("payout to that method")
    return plastic(its.card_number, its.card_exp_month, its.card_exp_year, its.card_network)


def build_sync(req: PayoutSync, ctx: Ctx) -> kit.HttpRequest:
    """By Worldpay's id, or where that was lost with the answer by ours: the key of the payout."""
    kit.require({"connector_payout_id": req.connector_payout_id or req.merchant_payout_id})
    ours = None if req.connector_payout_id else wire.own_id_of("pay", req.merchant_payout_id or "")
    return call("queryTransaction", "ask", {
        "origId": ours, "origActionType": "FIFA", "origCnpTxnId": req.connector_payout_id}, ctx)


def parse_create(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payout:
    return payout(only(online(res).fastAccessFundingResponse))


def parse_sync(res: kit.HttpResponse, req: PayoutSync, ctx: Ctx) -> Payout:
    results = found_by_query(res).results_max10
    found = results.fast_access_funding_response if results else []
    if not found:
        return Payout(payout_status=Status.PENDING, connector_payout_id=req.connector_payout_id)
    return payout(next((its for its in found if its.response not in DECLINES), found[0]))


def payout(its: wire.Transaction) -> Payout:
    return Payout(payout_status=PAID.get(standing("sale", its), Status.PENDING), connector_payout_id=its.cnp_txn_id,
                  error=failure(its) if its.response in DECLINES else None)
