"""Payouts to cards: https://docs.worldpay.com/access/products/card-payouts, version 4.

Standard, or by Fast Access (Visa Direct, Mastercard Send) where `priority` is INSTANT or FAST. No key is honoured: what
became of a lost answer is asked by our own reference. "error" leaves open whether it was paid: Fast Access says so of
one that the scheme never answered.
"""

from __future__ import annotations

from typing import Any

from tollbridge import kit
from tollbridge.connectors.worldpay import wire
from tollbridge.connectors.worldpay.account import PAYOUTS_4, Body, Ctx, merchant_name, path_of, unquoted
from tollbridge.connectors.worldpay.instruments import billing_address, expiry, full_name
from tollbridge.connectors.worldpay.payments import reference_of, value
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.payouts import CardPayout, CreatePayout, Payout, PayoutPriority, PayoutSync
from tollbridge.domain.statuses import PayoutStatus as Status
from tollbridge.kit.quoting import quote

STATUS = kit.payout_statuses(
    requestReceived=Status.INITIATED, requested=Status.INITIATED, approved=Status.INITIATED, pending=Status.PENDING,
    inReview=Status.PENDING, error=Status.PENDING, disbursed=Status.SUCCESS, refused=Status.FAILED)
FAST = (PayoutPriority.INSTANT, PayoutPriority.FAST)


def build_create(req: CreatePayout, ctx: Ctx) -> kit.HttpRequest:
    if req.destination_currency not in (None, req.amount.currency) or req.source_bank_data is not None:
        raise Unsupported("payout from a bank account, or in another currency than it is taken in")
    reference, line, paid = kit.together(
        lambda: reference_of(req, "merchant_payout_id"), lambda: merchant_name(req, ctx), lambda: destination(req))
    return kit.post_json("/payouts/fastAccess" if req.priority in FAST else "/payouts/basicDisbursement", {
        "transactionReference": reference,
        "merchant": {"entity": ctx.account.entity_id},
        "instruction": {"narrative": {"line1": line}, "value": value(req.amount), "payoutInstrument": paid}}, PAYOUTS_4)


def destination(req: CreatePayout) -> Body:
    its, billing = req.payout_method_data, req.address.billing_address
    if req.on_file:
        return {"type": "card/tokenized", "href": req.on_file}
    kit.require({"payout_method_data": its})
    if not isinstance(its, CardPayout):
        raise Unsupported("payout to that method")
    return {"type": "card/plain", "cardNumber": its.card_number, "cardExpiryDate": expiry(
                its.card_exp_month, its.card_exp_year, "payout_method_data.card.card_exp"),
            "cardHolderName": its.card_holder_name or full_name(billing), "billingAddress": billing_address(billing)}


def build_sync(req: PayoutSync, ctx: Ctx) -> kit.HttpRequest:
    """By the address that its answer gave, or by our own reference."""
    if req.connector_payout_id:
        asks = kit.get(kit.path("/payouts/{connector_payout_id}", req))
    else:
        reference, entity = quote(reference_of(req, "merchant_payout_id")), ctx.account.entity_id
        query = f"transactionReference={reference}&entity={quote(entity.reveal())}"
        asks = kit.get(f"/payouts/query?{query}", in_path=entity)
    return asks.with_headers({"content-type": PAYOUTS_4})


def parse_payout(res: kit.HttpResponse, req: Any, ctx: Ctx) -> Payout:
    its = kit.read_json(res, wire.Payout)
    status, link = STATUS[its.outcome], its.links.get("payouts:payout")
    href = link.get("href") if isinstance(link, dict) else None
    name = unquoted(path_of(href).rpartition("/")[2]) if isinstance(href, str) else ""
    known = req.connector_payout_id if isinstance(req, PayoutSync) else None
    said = Failure(code=its.outcome, message=its.outcome) if its.outcome in ("refused", "error") else None
    return Payout(payout_status=status, connector_payout_id=name or known, error=said)
