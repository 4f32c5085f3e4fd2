"""Payments: begun by a pay call, ended by the shopper."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tollbridge.sandbox.phonepe.answers import bad_request
from tollbridge.sandbox.phonepe.books import COMPLETED, FAILED, PENDING, Desk, Transaction, amount, new_id, own_id, text
from tollbridge.sandbox.simulator import Settlement

LEAST = 100
TURNED_DOWN = "REQUEST_DECLINE_BY_REQUESTEE"


def create(desk: Desk, fields: Mapping[str, Any], salt_index: str) -> tuple[str, Mapping[str, Any]]:
    """Gives code and data. A shopper whose UPI address decides has answered before the call has."""
    merchant, its_id = text(fields, "merchantId"), own_id(fields, "merchantTransactionId")
    instrument = fields.get("paymentInstrument")
    if not isinstance(instrument, Mapping):
        raise bad_request("paymentInstrument is mandatory")
    text(fields, "callbackUrl")
    one = Transaction(merchant, its_id, new_id("T"), amount(fields, LEAST), text(instrument, "type"), salt_index)
    response = _begin(desk, one, fields, instrument)
    desk.take_id(merchant, its_id)
    desk.keep(one)
    if one.page:
        desk.books.pages[one.page] = one
    if (reason := answer_of_address(one.vpa)) is not None:
        desk.end(one, well=not reason, reason=reason)
    return "PAYMENT_INITIATED", {"merchantId": merchant, "merchantTransactionId": its_id, "transactionId": one.id,
                                 "instrumentResponse": {"type": one.instrument, **response}}


def _begin(desk: Desk, one: Transaction, fields: Mapping[str, Any],
           instrument: Mapping[str, Any]) -> Mapping[str, Any]:
    if one.instrument == "UPI_COLLECT":
        one.vpa = vpa(instrument)
        return {}
    if one.instrument in ("UPI_INTENT", "UPI_QR"):
        rupees = f"{one.amount // 100}.{one.amount % 100:02d}"
        return {"intentUrl": "upi://pay?" + urlencode({
            "pa": f"{one.merchant}@ybl", "pn": one.merchant, "am": rupees, "tr": one.id, "cu": "INR"})}
    if one.instrument == "PAY_PAGE":
        text(fields, "merchantUserId")
        one.redirect_url, one.page = text(fields, "redirectUrl"), secrets.token_urlsafe(24)
        if fields.get("redirectMode") not in ("REDIRECT", "POST"):
            raise bad_request("redirectMode is REDIRECT or POST")
        return {"redirectInfo": {"url": desk.url(f"/transact/{one.page}"), "method": "GET"}}
    raise bad_request(f"the sandbox has no {one.instrument[:40]}")


def vpa(instrument: Mapping[str, Any]) -> str:
    """The UPI address to collect from."""
    given = text(instrument, "vpa")
    if "@" not in given:
        raise bad_request("vpa is invalid")
    return given


def answer_of_address(address: str) -> str | None:
    """What a test address answers by itself: "" is a yes, a text the reason of a no."""
    name = address.partition("@")[0]
    if name == "success":
        return ""
    return name.partition(".")[2] or TURNED_DOWN if name == "failed" or name.startswith("failed.") else None


def settle(desk: Desk, reference: str, outcome: Settlement | None) -> str:
    """Ends what waits under the merchant's own id, or PhonePe's. Raises ValueError for what does not."""
    waiting = [one for one in desk.books.transactions.values() if reference in (one.own_id, one.id)]
    if not waiting:
        raise ValueError(f"nothing has the id {reference[:100]!r}")
    one = waiting[0]
    if one.state in (COMPLETED, FAILED):
        raise ValueError(f"{reference} does not wait: it is {one.state}")
    if outcome is None and one.vpa.startswith("pending@"):
        return PENDING
    desk.end(one, well=outcome is not Settlement.FAILED)
    return one.state
