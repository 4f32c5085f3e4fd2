"""Transactions by the merchant's own reference.

https://developer.cybersource.com/docs/cybs/en-us/txn-search/developer/all/rest/txn-search/txn-search-intro.html
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

import msgspec

from tollbridge.sandbox.cybersource import books
from tollbridge.sandbox.cybersource.books import Desk, Transaction
from tollbridge.sandbox.cybersource.errors import Invalid
from tollbridge.sandbox.simulator import Answer

BY_REFERENCE = "clientReferenceInformation.code:"
SERVICES = {books.CAPTURE: "ics_bill", books.REFUND: "ics_credit", books.REVERSAL: "ics_auth_reversal",
            books.VOID: "ics_void", books.INCREMENT: "ics_incremental_auth"}


class Asked(msgspec.Struct, frozen=True):
    query: str = ""
    sort: str = ""
    offset: int = 0
    limit: int = 2500


def search(desk: Desk, body: bytes) -> Answer:
    try:
        asked = msgspec.json.decode(body, type=Asked)
    except (ValueError, msgspec.DecodeError):
        raise Invalid("INVALID_DATA") from None
    code = asked.query.removeprefix(BY_REFERENCE)
    if not asked.query.startswith(BY_REFERENCE) or " " in code or asked.sort not in ("", "submitTimeUtc:desc"):
        raise Invalid("INVALID_DATA", "query")  # the sandbox knows no other
    found = [one for one in desk.own() if one.code == code][::-1]
    shown = found[asked.offset:asked.offset + asked.limit]
    return Answer(201, msgspec.json.encode({
        "searchId": secrets.token_hex(16), "query": asked.query, "offset": asked.offset, "limit": asked.limit,
        "count": len(shown), "totalCount": len(found), "submitTimeUtc": desk.time(),
        "_embedded": {"transactionSummaries": [_summary(one) for one in shown]}}))


def _summary(its: Transaction) -> dict[str, Any]:
    done = {"reasonCode": "100", "rCode": "1", "rFlag": "SOK"} if its.fate.reserves else {
        "reasonCode": "203", "rCode": "0", "rFlag": "DCARDREFUSED"}
    pays = ["ics_ecp_debit"] if its.method.is_bank else ["ics_auth", "ics_bill"] if its.sale else ["ics_auth"]
    return {
        "id": its.id, "merchantId": its.merchant,
        "submitTimeUtc": datetime.fromtimestamp(its.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "applicationInformation": {**done, "applications": [
            {"name": name, **done} for name in ([SERVICES[its.kind]] if its.kind in SERVICES else pays)]},
        "clientReferenceInformation": {"code": its.code},
        "orderInformation": {"amountDetails": {"totalAmount": its.shown(its.minor), "currency": its.currency}}}
