"""Events: https://www.checkout.com/docs/developer-resources/webhooks/webhook-event-types"""

from __future__ import annotations

import msgspec

from tollbridge.sandbox.checkout.books import NAME, Action, Desk, Dispute, Json, Payment, new_id, stamp
from tollbridge.sandbox.checkout.cards import SUMMARIES


def of_payment(desk: Desk, kind: str, its: Payment, action: Action) -> None:
    """With the action's amount, which may be a part."""
    data: Json = {"id": its.id, "action_id": action.id, "amount": action.amount, "currency": its.currency,
                  "processed_on": stamp(action.at), "balances": its.balances(), "metadata": its.metadata}
    if action.code is not None:
        data |= {"response_code": action.code, "response_summary": SUMMARIES.get(action.code, "Declined")}
    if (reference := action.reference if action.reference is not None else its.reference) is not None:
        data["reference"] = reference
    if its.customer is not None:
        data["customer"] = its.customer
    if not its.destination:
        data["source"] = its.source()
    _send(desk, kind, data, {"payment": desk.url(f"/payments/{its.id}")})


def of_dispute(desk: Desk, kind: str, its: Dispute) -> None:
    data: Json = {"id": its.id, "date": stamp(desk.now), "category": its.category, "amount": its.amount,
                  "currency": its.payment.currency, "reason_code": its.reason, "payment_id": its.payment.id}
    if its.payment.reference is not None:
        data["payment_reference"] = its.payment.reference
    if its.status == "evidence_required":
        data["evidence_required_by"] = stamp(its.due)
    _send(desk, kind, data, {"dispute": desk.url(f"/disputes/{its.id}")})


def _send(desk: Desk, kind: str, data: Json, links: Json) -> None:
    event = new_id("evt")
    body = {"id": event, "type": kind, "version": "1.0.0", "created_on": stamp(desk.now), "data": data,
            "_links": links}
    desk.host.send_webhook(NAME, event, kind, msgspec.json.encode(body))
