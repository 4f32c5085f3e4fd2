"""Auth & capture of a linked wallet. https://developer.phonepe.com/v1/reference/submit-auth-request-1"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.phonepe.answers import PhonePeError, bad_request
from tollbridge.sandbox.phonepe.books import Desk, Reservation, Transaction, amount, new_id, own_id, text


def create(desk: Desk, fields: Mapping[str, Any], salt_index: str) -> tuple[str, Mapping[str, Any]]:
    """Any token is one of a shopper with enough money."""
    merchant, its_id = text(fields, "merchantId"), own_id(fields, "transactionId")
    text(fields, "userAuthToken")
    if fields.get("authRequestType") != "WALLET_AUTH":
        raise bad_request("authRequestType is WALLET_AUTH")
    desk.take_id(merchant, its_id)
    one = Reservation(merchant, its_id, new_id("P"), amount(fields))
    desk.books.reservations[merchant, its_id] = one
    desk.book(EntryKind.AUTHORIZED, one, one.amount)
    return "SUCCESS", {"transactionId": its_id, "amount": one.amount, "authState": one.state}


def capture(desk: Desk, fields: Mapping[str, Any], salt_index: str) -> tuple[str, Mapping[str, Any]]:
    """All or a part, once; what is not taken is released. The debit itself waits to be settled."""
    one = _held(desk, fields, "INVALID_TRANSACTION_ID")
    wanted = amount(fields) if "amount" in fields else one.amount
    if wanted > one.amount:
        raise bad_request("amount cannot be greater than the amount sent in the authorize request")
    one.state = "CAPTURED"
    if wanted < one.amount:
        desk.book(EntryKind.RELEASED, one, one.amount - wanted)
    desk.keep(Transaction(one.merchant, one.own_id, one.id, wanted, "WALLET", salt_index))
    return "SUCCESS", {"transactionId": one.own_id, "amount": wanted, "authState": "CREATED",
                       "providerReferenceId": one.id}


def cancel(desk: Desk, fields: Mapping[str, Any], salt_index: str) -> tuple[str, Mapping[str, Any]]:
    one = _held(desk, fields, "AUTHORIZATION_ALREADY_CAPTURED")
    one.state = "CANCELLED"
    desk.book(EntryKind.RELEASED, one, one.amount)
    return "SUCCESS", {"transactionId": one.own_id, "authState": one.state}


def _held(desk: Desk, fields: Mapping[str, Any], captured: str) -> Reservation:
    """One that is neither captured nor cancelled."""
    one = desk.books.reservations.get((text(fields, "merchantId"), text(fields, "transactionId")))
    if one is None:
        raise PhonePeError(404, "TRANSACTION_NOT_FOUND")
    if one.state != "AUTHORIZED":
        code = captured if one.state == "CAPTURED" else "AUTHORIZATION_ALREADY_CANCELLED"
        raise PhonePeError(200, code, data={"transactionId": one.own_id})
    return one
