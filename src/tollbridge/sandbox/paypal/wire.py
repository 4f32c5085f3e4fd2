"""Orders, authorizations, captures and refunds as PayPal's answers have them."""

from __future__ import annotations

from tollbridge.domain.money import Money
from tollbridge.sandbox.paypal.books import (
    Authorization,
    Capture,
    Desk,
    Instrument,
    Json,
    Order,
    Refund,
    stamp,
    written,
)

LEADING = "/checkoutnow"
"""The page where the payer agrees."""
_PROTECTED = {"status": "ELIGIBLE", "dispute_categories": ["ITEM_NOT_RECEIVED", "UNAUTHORIZED_TRANSACTION"]}


def order(desk: Desk, its: Order) -> Json:
    unit = dict(its.unit)
    if payments := _payments(desk, its):
        unit["payments"] = payments
    return _without_none({
        "id": its.id, "intent": its.intent, "status": its.status, "processing_instruction": its.instruction,
        "payment_source": source(desk, its) or None, "payer": payer(its), "purchase_units": [unit],
        "create_time": stamp(its.created), "update_time": stamp(its.updated) if its.updated else None,
        "links": order_links(desk, its)})


def order_minimal(desk: Desk, its: Order) -> Json:
    """Without `Prefer: return=representation`. What was paid on it is there all the same."""
    whole = order(desk, its)
    unit, = whole["purchase_units"]
    short: Json = {name: whole[name] for name in ("id", "status", "payment_source", "payer", "links") if name in whole}
    if "payments" in unit:
        short["purchase_units"] = [{name: unit[name] for name in ("reference_id", "payments")}]
    return short


def _payments(desk: Desk, its: Order) -> Json:
    """An authorization tells here what the processor answered, and there what it belongs to."""
    books = desk.books
    reserved = [books.authorizations[one] for one in its.authorizations]
    taken = [books.captures[one] for one in its.captures]
    given = [one for one in books.refunds.values() if one.capture in its.captures]
    return {name: made for name, made in {
        "authorizations": [_without_none({**authorization(desk, one), "processor_response": one.processor,
                                          "supplementary_data": None}) for one in reserved],
        "captures": [_without_none({**capture(desk, one), "supplementary_data": None}) for one in taken],
        "refunds": [refund(desk, one) for one in given]}.items() if made}


def source(desk: Desk, its: Order) -> Json:
    instrument = its.instrument
    if instrument is None:
        return {}
    shown = dict(instrument.shown)
    if instrument.authentication:
        shown["authentication_result"] = instrument.authentication
    token = desk.books.payment_tokens.get(its.vaulted) if its.vaulted else None
    if token is not None:
        shown["attributes"] = {"vault": {
            "id": token.id, "status": "VAULTED", "customer": {"id": token.customer},
            "links": token_links(desk, token.id)}}
    return {instrument.kind: shown}


def payer(its: Order) -> Json | None:
    """Of a PayPal account; also where it stood before there were payment sources."""
    shown = its.instrument.shown if its.instrument else {}
    if "account_id" not in shown:
        return None
    return {"name": shown["name"], "email_address": shown["email_address"], "payer_id": shown["account_id"]}


def token_links(desk: Desk, token_id: str) -> list[Json]:
    url = f"{desk.url}/v3/vault/payment-tokens/{token_id}"
    return [link(url, "self"), link(url, "delete", "DELETE")]


def order_links(desk: Desk, its: Order) -> list[Json]:
    url = f"{desk.url}/v2/checkout/orders/{its.id}"
    verb = its.intent.lower()
    page = f"{desk.url}{LEADING}?token={its.id}"
    links = [link(url, "self")]
    if its.status == "CREATED":
        links.append(link(page, "approve"))
    if its.status == "PAYER_ACTION_REQUIRED":
        links.append(link(page, "payer-action"))
    if its.status in ("CREATED", "APPROVED"):
        links.append(link(f"{url}/{verb}", verb, "POST"))
    return links


def link(href: str, rel: str, method: str = "GET") -> Json:
    return {"href": href, "rel": rel, "method": method}


def authorization(desk: Desk, its: Authorization) -> Json:
    url = f"{desk.url}/v2/payments/authorizations/{its.id}"
    made_on = desk.books.orders[its.order]
    return _without_none({
        "id": its.id, "status": its.status, "amount": written(its.amount), **_said(made_on),
        "seller_protection": _PROTECTED,
        "network_transaction_reference": network_reference(made_on.instrument, its.id),
        "expiration_time": stamp(its.expires), "supplementary_data": {"related_ids": {"order_id": its.order}},
        "create_time": stamp(its.created), "update_time": stamp(its.updated or its.created),
        "links": [link(url, "self"), link(f"{url}/capture", "capture", "POST"), link(f"{url}/void", "void", "POST"),
                  link(f"{url}/reauthorize", "reauthorize", "POST"),
                  link(f"{desk.url}/v2/checkout/orders/{its.order}", "up")]})


def capture(desk: Desk, its: Capture) -> Json:
    url = f"{desk.url}/v2/payments/captures/{its.id}"
    made_on = desk.books.orders[its.order]
    up = (f"v2/payments/authorizations/{its.authorization}" if its.authorization else
          f"v2/checkout/orders/{its.order}")
    zero = Money(0, its.amount.currency)
    said = _said(made_on)
    return _without_none({
        "id": its.id, "status": its.status, "status_details": {"reason": its.reason} if its.reason else None,
        "amount": written(its.amount), **said, "invoice_id": its.invoice_id or said.get("invoice_id"),
        "final_capture": its.final,
        "seller_protection": _PROTECTED, "seller_receivable_breakdown": None if its.processor and its.reason else {
            "gross_amount": written(its.amount), "paypal_fee": written(zero), "net_amount": written(its.amount)},
        "processor_response": its.processor,
        "network_transaction_reference": network_reference(made_on.instrument, its.authorization or its.id),
        "supplementary_data": {"related_ids": _without_none(
            {"order_id": its.order, "authorization_id": its.authorization})},
        "create_time": stamp(its.created), "update_time": stamp(its.updated or its.created),
        "links": [link(url, "self"), link(f"{url}/refund", "refund", "POST"), link(f"{desk.url}/{up}", "up")]})


def refund(desk: Desk, its: Refund) -> Json:
    zero = Money(0, its.amount.currency)
    return _without_none({
        "id": its.id, "status": "COMPLETED", "amount": written(its.amount), "invoice_id": its.invoice_id,
        "custom_id": its.custom_id, "note_to_payer": its.note,
        "seller_payable_breakdown": {
            "gross_amount": written(its.amount), "paypal_fee": written(zero), "net_amount": written(its.amount),
            "total_refunded_amount": written(its.total)},
        "create_time": stamp(its.created), "update_time": stamp(its.created),
        "links": [link(f"{desk.url}/v2/payments/refunds/{its.id}", "self"),
                  link(f"{desk.url}/v2/payments/captures/{its.capture}", "up")]})


def brief(whole: Json) -> Json:
    """Without `Prefer: return=representation`."""
    return {name: whole[name] for name in ("id", "status", "links")}


def network_reference(instrument: Instrument | None, number: str) -> Json | None:
    """What the card's network calls the payment: fifteen digits that a later payment may name."""
    if instrument is None or "last_digits" not in instrument.shown:
        return None
    digits = str(int(number, 36) % 10 ** 15).rjust(15, "1")
    return {"id": digits, "network": instrument.shown["brand"]}


def _said(its: Order) -> Json:
    return {name: its.unit[name] for name in ("invoice_id", "custom_id") if name in its.unit}


def _without_none(content: Json) -> Json:
    return {name: value for name, value in content.items() if value is not None}
