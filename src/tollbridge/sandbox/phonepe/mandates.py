"""UPI AutoPay: subscriptions, what the shopper is asked to agree to, and debits.

https://developer.phonepe.com/v1/docs/system-flow-recurring
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tollbridge.sandbox.phonepe.answers import PhonePeError, bad_request
from tollbridge.sandbox.phonepe.books import (
    COMPLETED,
    FAILED,
    PENDING,
    Demand,
    Desk,
    Subscription,
    amount,
    new_id,
    own_id,
    text,
)
from tollbridge.sandbox.phonepe.payments import TURNED_DOWN, answer_of_address, vpa
from tollbridge.sandbox.simulator import Settlement

WORKFLOWS = ("TRANSACTION", "PENNY_DROP")
AMOUNT_TYPES = ("FIXED", "VARIABLE")
FREQUENCIES = ("DAILY", "WEEKLY", "FORTNIGHTLY", "MONTHLY", "QUARTERLY", "HALFYEARLY", "YEARLY", "ON_DEMAND")
AUTH, DEBIT = "AUTH", "DEBIT"
Done = tuple[str, Mapping[str, Any]]


def create(desk: Desk, fields: Mapping[str, Any], salt_index: str) -> Done:
    """A subscription that nobody has agreed to yet."""
    one = Subscription(
        text(fields, "merchantId"), own_id(fields, "merchantSubscriptionId"), new_id("OMS"),
        text(fields, "merchantUserId"), amount(fields), _one_of(fields, "amountType", AMOUNT_TYPES),
        _one_of(fields, "authWorkflowType", WORKFLOWS), salt_index)
    _one_of(fields, "frequency", FREQUENCIES)
    count = fields.get("recurringCount")
    if type(count) is not int or count < 1:
        raise bad_request("recurringCount must be greater than or equal to 1")
    if any((it.merchant, it.own_id) == (one.merchant, one.own_id) for it in desk.books.subscriptions.values()):
        raise PhonePeError(200, "DUPLICATE_TXN_REQUEST")
    desk.books.subscriptions[one.merchant, one.id] = one
    return "SUCCESS", {"subscriptionId": one.id, "state": one.state, "isSupportedApp": True, "isSupportedUser": True}


def authorize(desk: Desk, fields: Mapping[str, Any], salt_index: str) -> Done:
    """Asks the shopper. One whose UPI address decides has answered before the call has."""
    its = _subscription(desk, fields)
    paid = amount(fields) if its.workflow == "TRANSACTION" else 0
    one = Demand(AUTH, its, own_id(fields, "authRequestId"), new_id("P"), paid)
    means = fields.get("paymentInstrument")
    if not isinstance(means, Mapping):
        raise bad_request("paymentInstrument is mandatory")
    kind = text(means, "type")
    if kind not in ("UPI_COLLECT", "UPI_INTENT", "UPI_QR"):
        raise bad_request(f"the sandbox has no {kind[:40]}")
    one.vpa = vpa(means) if kind == "UPI_COLLECT" else ""
    _take_id(desk, one)
    if its.state != "CREATED":
        raise PhonePeError(400, "INVALID_SUBSCRIPTION_STATE")
    desk.books.demands[one.place] = one
    if (reason := answer_of_address(one.vpa)) is not None:
        _end(desk, one, well=not reason, reason=reason)
    rupees = f"{its.amount // 100}.{its.amount % 100:02d}"
    return "SUCCESS", {} if one.vpa else {"redirectUrl": "upi://mandate?" + urlencode({
        "pa": f"{its.merchant}@ybl", "pn": its.merchant, "am": rupees, "tr": one.own_id, "cu": "INR",
        "amrule": "EXACT" if its.amount_type == "FIXED" else "MAX"})}


def debit(desk: Desk, fields: Mapping[str, Any], salt_index: str) -> Done:
    """Tells the shopper of it; it is made once it is settled. Only with autoDebit: there is no debit/execute."""
    its = _subscription(desk, fields)
    one = Demand(DEBIT, its, own_id(fields, "transactionId"), new_id("P"), amount(fields), notice=new_id("OMN"))
    if fields.get("autoDebit") is not True:
        raise bad_request("the sandbox has autoDebit only")
    _take_id(desk, one)
    if its.state != "ACTIVE":
        raise PhonePeError(200, _ended(its))
    if one.amount > its.amount or (its.amount_type == "FIXED" and one.amount != its.amount):
        raise bad_request("amount is not what the shopper agreed to")
    desk.books.demands[one.place] = one
    desk.tell(one.id, "NOTIFY", one.data())
    return "SUCCESS", {"notificationId": one.notice, "state": "ACCEPTED", "amount": one.amount}


def cancel(desk: Desk, fields: Mapping[str, Any], salt_index: str) -> Done:
    its = _subscription(desk, fields)
    if its.state != "ACTIVE":
        raise PhonePeError(400, _ended(its))
    its.state = "CANCELLED"
    desk.tell(its.id, "SUBSCRIPTION", its.data())
    return "SUCCESS", {"subscriptionId": its.id, "state": its.state}


def retrieve(desk: Desk, kind: str, merchant: str, own_id: str) -> Demand:
    """Raises PhonePeError for what is not there."""
    found = desk.books.demands.get((kind, merchant, own_id))
    if found is None:
        raise PhonePeError(404, "SUBSCRIPTION_NOT_FOUND" if kind == AUTH else "TRANSACTION_NOT_FOUND")
    return found


def settle(desk: Desk, reference: str, outcome: Settlement | None) -> str | None:
    """Ends what waits under the merchant's own id, or PhonePe's: the state that it has now; None where nothing does."""
    waiting = [one for one in desk.books.demands.values()
               if reference in (one.own_id, one.id) and one.state == PENDING]
    if not waiting:
        return None
    one = waiting[0]
    if outcome is None and one.vpa.startswith("pending@"):
        return PENDING
    alive = one.kind == AUTH or one.subscription.state == "ACTIVE"
    _end(desk, one, well=alive and outcome is not Settlement.FAILED,
         reason=TURNED_DOWN if one.kind == AUTH else "AUTHORIZATION_FAILED")
    return one.state


def _end(desk: Desk, one: Demand, *, well: bool, reason: str) -> None:
    one.state, one.response_code = (COMPLETED, "SUCCESS") if well else (FAILED, reason)
    if one.kind == AUTH:
        one.subscription.state = "ACTIVE" if well else "FAILED"
    if well and one.amount:
        desk.take_money(one)
    desk.tell(one.id, one.kind, one.data())


def _subscription(desk: Desk, fields: Mapping[str, Any]) -> Subscription:
    found = desk.books.subscriptions.get((text(fields, "merchantId"), text(fields, "subscriptionId")))
    if found is None or found.user != text(fields, "merchantUserId"):
        raise PhonePeError(404, "SUBSCRIPTION_NOT_FOUND")
    return found


def _take_id(desk: Desk, one: Demand) -> None:
    if one.place in desk.books.demands:
        raise PhonePeError(400, "INVALID_TRANSACTION_ID")


def _ended(its: Subscription) -> str:
    return {"CANCELLED": "SUBSCRIPTION_ALREADY_CANCELLED", "FAILED": "SUBSCRIPTION_FAILED"}.get(
        its.state, "SUBSCRIPTION_NOT_ACTIVE")


def _one_of(fields: Mapping[str, Any], name: str, words: tuple[str, ...]) -> str:
    value = text(fields, name)
    if value not in words:
        raise bad_request(f"{name} is one of {', '.join(words)}")
    return value
