"""Search Pay: no idempotency keys; a payment is found by the merchant's own reference.

After an unknown outcome sync by that reference: OutcomeUnknown.reference has it. An answer that knows of none is a
Rejected with HTTP 404: the request did not arrive, or not yet. Of two, it is OutcomeUnknown: the shopper paid twice.
"""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlencode

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.stripe import wire
from tollbridge.connectors.stripe.account import Account, Ctx
from tollbridge.connectors.stripe.payments import RESERVED, build_sync, parse_sync, payment
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.operations import REFUND_SYNC, SYNC
from tollbridge.domain.payments import Authorize, Sync
from tollbridge.domain.results import Payment

from .keyless import AUTHORIZING, keyless, of_stripe

ITS_OWN = "pi_"
"""How an id begins that the processor has given; all others are references."""


class Found(Struct):
    """https://docs.stripe.com/api/payment_intents/search"""

    data: list[wire.Intent]


def own_reference(req: Authorize, ctx: Ctx) -> str | None:
    return req.merchant_transaction_id


def reference(req: Sync) -> str | None:
    """By which the processor is searched; None where it is asked by its own id."""
    if req.connector_transaction_id.startswith(ITS_OWN):
        return None
    return req.connector_transaction_id or req.merchant_transaction_id


def build_search(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    text = reference(req)
    if text is None:
        return build_sync(req, ctx)
    kit.require({"connector_transaction_id": text})
    return kit.get("/v1/payment_intents/search?" + urlencode({"query": f'metadata["order_id"]:{json.dumps(text)}'}))


def parse_search(res: kit.HttpResponse, req: Sync, ctx: Ctx) -> Payment | Rejected:
    """Of several attempts under one reference the one that holds money counts; those that failed hold none."""
    if reference(req) is None:
        return parse_sync(res, req, ctx)
    found = [payment(intent) for intent in kit.read_json(res, Found).data]
    if not found:
        return Rejected("not_found", "no payment has this reference", 404)
    paid = [one for one in found if one.status in RESERVED]
    if len(paid) > 1:
        raise OutcomeUnknown(f"{len(paid)} payments have this reference")
    return paid[0] if paid else found[0]


CONNECTOR: kit.Connector[Account] = keyless(
    "searchpay", replace(AUTHORIZING, known_as=own_reference), kit.Flow(SYNC, build_search, parse_search),
    of_stripe(REFUND_SYNC))
