"""Transactions: reserved, raised, taken, released, called off, given back."""

from __future__ import annotations

import secrets
from typing import Any

from tollbridge.domain.money import Currency
from tollbridge.sandbox.cybersource import books, cards, vault
from tollbridge.sandbox.cybersource.asked import Asked
from tollbridge.sandbox.cybersource.books import Desk, Transaction, told
from tollbridge.sandbox.cybersource.errors import Broken, Invalid
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Settlement

DUPLICATES_S = 15 * 60.0
CAPTURABLE = ("AUTHORIZED", "PARTIAL_AUTHORIZED", "AUTHORIZED_PENDING_REVIEW")
AMOUNT = "orderInformation.amountDetails.totalAmount"


def create(desk: Desk, asked: Asked) -> dict[str, Any]:
    minor = asked.minor()
    method, stored = vault.paid_with(desk, asked)
    if not stored:
        asked.order_information.bill_to.check()
    if not minor and (asked.processing_information.capture or method.is_bank):
        raise Invalid("INVALID_AMOUNT", AMOUNT)
    if any(one.kind == books.PAYMENT and one.code == asked.code and desk.now() - one.at < DUPLICATES_S
           for one in desk.own()):
        raise Invalid("DUPLICATE_REQUEST")
    vault.spend(desk, asked)
    if method.is_bank:
        return _debit(desk, asked, method, minor)
    fate = _fate(desk, asked, method, minor)
    its = desk.add(books.PAYMENT, asked.code, minor, asked.currency, fate.status, fate=fate, method=method)
    if not fate.reserves:
        return _answer(desk, its)
    its.approval, its.network_id = "831000", f"0{secrets.randbelow(10**14):014}"
    its.authorized = minor // fate.share
    desk.book(EntryKind.AUTHORIZED, its, its.authorized)
    if asked.processing_information.capture and its.status in ("AUTHORIZED", "PARTIAL_AUTHORIZED"):
        its.sale, its.closed, its.captured = True, True, its.authorized
        desk.book(EntryKind.CAPTURED, its, its.captured)
    kept = vault.keep(desk, asked, method) if its.status in CAPTURABLE else None
    return _answer(desk, its, **({"tokenInformation": kept} if kept else {}))


def _fate(desk: Desk, asked: Asked, method: cards.Method, minor: int) -> cards.Fate:
    fate = cards.fate(method, minor, Currency(asked.currency).exponent,
                      asked.processing_information.authorization_options, desk.now())
    if fate is None:
        raise Broken
    return fate


def _debit(desk: Desk, asked: Asked, method: cards.Method, minor: int) -> dict[str, Any]:
    """Of a bank account: it goes out with the next batch."""
    its = desk.add(books.PAYMENT, asked.code, minor, asked.currency, books.PENDING, method=method, authorized=minor,
                   captured=minor, sale=True, closed=True)
    desk.book(EntryKind.AUTHORIZED, its, minor)
    desk.book(EntryKind.CAPTURED, its, minor)
    return told(desk, its, orderInformation={"amountDetails": {
        "totalAmount": its.shown(minor), "currency": its.currency}})


def _answer(desk: Desk, its: Transaction, **more: Any) -> dict[str, Any]:
    fate = its.fate
    said: dict[str, Any] = {"responseCode": fate.response_code}
    if fate.reserves:
        said |= {"approvalCode": its.approval, "transactionId": its.network_id,
                 "networkTransactionId": its.network_id, "avs": {"code": fate.avs, "codeRaw": fate.avs},
                 "cardVerification": {"resultCode": fate.cvv, "resultCodeRaw": fate.cvv}}
        more["orderInformation"] = {"amountDetails": {
            "totalAmount": its.shown(its.minor), "authorizedAmount": its.shown(its.authorized),
            "currency": its.currency}}
    if fate.reason:
        more["errorInformation"] = {"reason": fate.reason, "message": f"Decline - {fate.reason}"}
    return told(desk, its, processorInformation=said, **more)


def increment(desk: Desk, asked: Asked, payment_id: str) -> dict[str, Any]:
    its = desk.payment(payment_id, "INVALID_PAYMENT_ID")
    details = asked.order_information.amount_details
    minor = details.minor("orderInformation.amountDetails", details.additional_amount)
    if its.closed or not its.open or its.status not in CAPTURABLE:
        raise Invalid("INVALID_PAYMENT_ID")
    _same_currency(its, details.currency)
    if not minor:
        raise Invalid("INVALID_DATA", "orderInformation.amountDetails.additionalAmount")
    fate = _fate(desk, asked, its.method, minor)
    raised = desk.add(books.INCREMENT, asked.code or its.code, minor, its.currency, fate.status, root=its.id, fate=fate,
                      approval=its.approval, network_id=its.network_id)
    if fate.reserves:
        raised.authorized = minor
        its.authorized += minor
        desk.book(EntryKind.INCREMENTED, its, minor)
    answer = _answer(desk, raised)
    answer.pop("orderInformation", None)  # it says which account was charged, and no amount
    return answer


def capture(desk: Desk, asked: Asked, payment_id: str) -> dict[str, Any]:
    """The last of several, or the only one, gives back what is left."""
    its, minor = desk.payment(payment_id, "MISSING_AUTH"), asked.minor()
    if its.closed or its.status not in CAPTURABLE or not its.authorized:
        raise Invalid("AUTH_ALREADY_REVERSED" if its.status == books.REVERSED else "MISSING_AUTH")
    _same_currency(its, asked.currency)
    if not minor:
        raise Invalid("INVALID_AMOUNT", AMOUNT)
    if minor > its.open:
        raise Invalid("EXCEEDS_AUTH_AMOUNT")
    taken = desk.add(books.CAPTURE, asked.code, minor, its.currency, books.PENDING, root=its.id, captured=minor,
                     method=its.method, network_id=its.network_id)
    its.captured += minor
    desk.book(EntryKind.CAPTURED, its, minor)
    count = asked.processing_information.capture_options
    if count.capture_sequence_number >= count.total_capture_count:
        its.closed = True
        _release(desk, its, its.open)
    return told(desk, taken, reconciliationId=taken.id[-10:], orderInformation={"amountDetails": {
        "totalAmount": taken.shown(minor), "currency": taken.currency}})


def _release(desk: Desk, its: Transaction, minor: int) -> None:
    its.released += minor
    desk.book(EntryKind.RELEASED, its, minor)


def _same_currency(its: Transaction, currency: str) -> None:
    if currency != its.currency:
        raise Invalid("INVALID_DATA", "orderInformation.amountDetails.currency")


def reverse(desk: Desk, asked: Asked, payment_id: str) -> dict[str, Any]:
    """Of a reservation; and of what was taken, once that is voided."""
    its, details = desk.payment(payment_id, "MISSING_AUTH"), asked.reversal_information.amount_details
    minor = details.minor("reversalInformation.amountDetails", details.total_amount)
    if its.authorized and its.released == its.authorized:
        raise Invalid("AUTH_ALREADY_REVERSED")
    if not its.authorized:
        raise Invalid("MISSING_AUTH")
    if not its.open:
        raise Invalid("TRANSACTION_ALREADY_REVERSED_OR_SETTLED")
    if details.currency != its.currency or not 0 < minor <= its.open:
        raise Invalid("INVALID_AMOUNT", "reversalInformation.amountDetails.totalAmount")
    done = desk.add(books.REVERSAL, asked.code, minor, its.currency, books.REVERSED, root=its.id, of=its.id)
    _release(desk, its, minor)
    if not its.open and not its.captured:
        its.status, its.closed = books.REVERSED, True
    return told(desk, done, reversalAmountDetails={
        "reversedAmount": done.shown(minor), "originalTransactionAmount": its.shown(its.minor),
        "currency": its.currency}, processorInformation={"responseCode": "00"})


def void(desk: Desk, asked: Asked, its_id: str, kind: str) -> dict[str, Any]:
    """Calls off what waits for its batch: a capture, a payment that was taken at once, a refund."""
    its = desk.find(its_id, kind)
    if its is None or not its.captured or not _waits(its):
        raise Invalid("NOT_VOIDABLE")
    minor = _call_off(desk, its)
    its.status = books.VOIDED
    done = desk.add(books.VOID, asked.code, minor, its.currency, books.VOIDED, root=its.root or its.id, of=its.id)
    return told(desk, done, voidAmountDetails={
        "voidAmount": done.shown(minor), "originalTransactionAmount": its.shown(its.minor), "currency": its.currency})


def _waits(its: Transaction) -> bool:
    return its.status == books.PENDING or (its.sale and its.status in ("AUTHORIZED", "PARTIAL_AUTHORIZED"))


def _call_off(desk: Desk, its: Transaction) -> int:
    """Takes back what it did. The reservation stays, until it is reversed."""
    minor, its.captured = its.captured, 0
    if its.kind == books.REFUND:
        desk.book(EntryKind.REFUND_RETURNED, its, minor)
        return minor
    root = desk.root(its)
    if root is not its:
        root.captured -= minor
    desk.book(EntryKind.CAPTURE_RETURNED, its, minor)
    if root.method.is_bank:
        _release(desk, root, minor)
    return minor


def refund(desk: Desk, asked: Asked, its_id: str, *kinds: str) -> dict[str, Any]:
    paid, minor = desk.find(its_id, *kinds), asked.minor()
    if paid is not None and paid.status == books.VOIDED:
        raise Invalid("CAPTURE_ALREADY_VOIDED")
    if paid is None or not paid.captured or (paid.kind == books.PAYMENT and not paid.sale):
        raise Invalid("INVALID_DATA", "id")
    _same_currency(paid, asked.currency)
    given_back = sum(one.captured for one in desk.own() if one.kind == books.REFUND and one.of == paid.id)
    if not 0 < minor <= paid.captured - given_back:
        raise Invalid("INVALID_AMOUNT", AMOUNT)
    its = desk.add(books.REFUND, asked.code, minor, paid.currency, books.PENDING, root=desk.root(paid).id, of=paid.id,
                   captured=minor, method=paid.method)
    desk.book(EntryKind.REFUNDED, its, minor)
    return told(desk, its, reconciliationId=its.id[-10:], refundAmountDetails={
        "refundAmount": its.shown(minor), "currency": its.currency})


def settle(desk: Desk, its: Transaction, outcome: Settlement | None) -> str:
    """The batch goes out. Raises ValueError for what does not wait for it."""
    if not its.captured or not _waits(its):
        raise ValueError(f"{its.id} does not wait: it is {its.status}")
    if outcome is Settlement.FAILED:
        _call_off(desk, its)
        root = desk.root(its)
        if its.kind != books.REFUND and root.open:
            _release(desk, root, root.open)
        its.status = books.FAILED
    else:
        its.status = books.TRANSMITTED
    return its.status


def retrieve(desk: Desk, its: Transaction) -> dict[str, Any]:
    """https://developer.cybersource.com/api-reference-assets/index.html#transaction-details"""
    fate = its.fate
    details = {"totalAmount": its.shown(its.minor), "currency": its.currency}
    if its.authorized:
        details["authorizedAmount"] = its.shown(its.authorized)
    body: dict[str, Any] = {
        "id": its.id, "rootId": its.root or its.id, "merchantId": its.merchant, "submitTimeUTC": desk.time(),
        "applicationInformation": {"status": its.status, "reasonCode": "100" if fate.reserves else "203"},
        "clientReferenceInformation": {"code": its.code},
        "processorInformation": {"responseCode": fate.response_code},
        "orderInformation": {"amountDetails": details}}
    if its.approval:
        body["processorInformation"] |= {"approvalCode": its.approval, "networkTransactionId": its.network_id}
    if fate.reason:
        body["errorInformation"] = {"reason": fate.reason, "message": f"Decline - {fate.reason}"}
    return body
