"""Captures, refunds, cancels, reversals, adjustments: `received` at once, and what became of them by webhook.

https://docs.adyen.com/online-payments/capture, /refund, /cancel, /reversal, /adjust-authorisation. A modification that
cannot be done is refused at once only where its request is wrong; what the payment does not allow is told by webhook.
"""

from __future__ import annotations

from collections.abc import Callable

from tollbridge.sandbox.adyen import authorisations, notifications, orders, requests
from tollbridge.sandbox.adyen.books import Change, Desk, Modification, Payment, State
from tollbridge.sandbox.adyen.errors import invalid, missing, missing_object, no_original
from tollbridge.sandbox.adyen.requests import ModificationRequest
from tollbridge.sandbox.adyen.wire import Amount, ModificationResponse
from tollbridge.sandbox.ledger import EntryKind

IN_PARTS = "MultiCapture"
"""A merchant account whose name holds this may capture a payment in parts; else a capture releases the rest."""
_NO_BALANCE = "Insufficient balance on payment"
_NOT_CAPTURED = "Transaction hasn't been captured, refund not possible"
_CAPTURED = "Transaction has been captured, cancellation not possible"
_NOT_AUTHORISED = "Transaction is not authorised"
Execute = Callable[[Desk, Payment, Modification], str | None]


def capture(desk: Desk, request: ModificationRequest, payment: str) -> ModificationResponse:
    return _received(desk, request, Change.CAPTURE, _original(desk, request, payment), with_amount=True)


def refund(desk: Desk, request: ModificationRequest, payment: str) -> ModificationResponse:
    answer = _received(desk, request, Change.REFUND, _original(desk, request, payment), with_amount=True)
    answer.merchant_refund_reason = request.merchant_refund_reason
    answer.capture_psp_reference, answer.store = request.capture_psp_reference, request.store
    return answer


def cancel(desk: Desk, request: ModificationRequest, payment: str) -> ModificationResponse:
    return _received(desk, request, Change.CANCEL, _original(desk, request, payment))


def reverse(desk: Desk, request: ModificationRequest, payment: str) -> ModificationResponse:
    return _received(desk, request, Change.REVERSE, _original(desk, request, payment))


def adjust(desk: Desk, request: ModificationRequest, payment: str) -> ModificationResponse:
    if not request.reference:
        raise missing("reference", "130")
    answer = _received(desk, request, Change.ADJUST, _original(desk, request, payment), with_amount=True)
    answer.reason = request.reason
    return answer


def cancel_by_reference(desk: Desk, request: ModificationRequest) -> ModificationResponse:
    """A technical cancel: nobody says here whether there is such a payment."""
    account = requests.merchant_account(request)
    if not request.payment_reference:
        raise missing("paymentReference", "14_002")
    payment = next((payment for payment in reversed(desk.books.payments.values())
                    if payment.reference == request.payment_reference and payment.merchant_account == account), None)
    if payment is not None:
        _begin(desk, Modification(psp=desk.psp, payment=payment.psp, change=Change.TECHNICAL_CANCEL,
                                  amount=payment.amount, reference=request.reference or payment.reference))
    return ModificationResponse(merchant_account=account, payment_reference=request.payment_reference,
                                psp_reference=desk.psp, reference=request.reference, status="received")


def _original(desk: Desk, request: ModificationRequest, reference: str) -> Payment:
    """Raises AdyenError for a payment that this merchant account does not have."""
    account = requests.merchant_account(request)
    payment = desk.books.payments.get(reference)
    if payment is None or payment.merchant_account != account:
        raise no_original()
    return payment


def _received(desk: Desk, request: ModificationRequest, change: Change, payment: Payment, *,
              with_amount: bool = False) -> ModificationResponse:
    amount = payment.amount
    if with_amount:
        if request.amount is None:
            raise missing_object("amount", "100")
        amount = requests.amount(request.amount)
        if amount.currency != payment.amount.currency:
            raise invalid("138", "Unsupported currency specified")
    _begin(desk, Modification(psp=desk.psp, payment=payment.psp, change=change, amount=amount,
                              reference=request.reference or payment.reference))
    return ModificationResponse(
        merchant_account=payment.merchant_account, payment_psp_reference=payment.psp, psp_reference=desk.psp,
        status="received", reference=request.reference, amount=amount if with_amount else None,
        line_items=request.line_items, splits=request.splits)


def _begin(desk: Desk, modification: Modification) -> None:
    """It is done right behind the answer, unless the payment's test value has it wait."""
    desk.books.modifications[modification.psp] = modification
    if not desk.books.payments[modification.payment].course.modifications_wait:
        desk.behind.append(lambda: finish(desk, modification))


def finish(desk: Desk, modification: Modification, *, fails: bool = False) -> None:
    payment = desk.books.payments[modification.payment]
    reason = "Refused by the acquirer" if fails else _EXECUTE[modification.change](desk, payment, modification)
    modification.outcome = reason is None
    more = {} if modification.action is None else {"modification.action": modification.action}
    _told(desk, modification, modification.change.value, success=modification.outcome, reason=reason or "", more=more)
    if modification.outcome and modification.change is Change.CAPTURE and payment.course.capture_fails:
        fail_later(desk, modification)
    if modification.outcome and modification.change is Change.REFUND and payment.course.refund_fails:
        fail_later(desk, modification)


def fail_later(desk: Desk, modification: Modification) -> None:
    """A capture or refund that had succeeded comes back. Raises ValueError for what does not."""
    payment = desk.books.payments[modification.payment]
    if modification.failed_later or modification.change not in (Change.CAPTURE, Change.REFUND):
        raise ValueError(f"{modification.psp} does not wait: it is over")
    modification.failed_later = True
    value = modification.amount.value
    if modification.change is Change.CAPTURE:
        payment.captured -= value
        desk.book(EntryKind.CAPTURE_RETURNED, payment, value)
    else:
        payment.refunded -= value
        desk.book(EntryKind.REFUND_RETURNED, payment, value)
    _told(desk, modification, f"{modification.change.value}_FAILED", reason="Rejected by the scheme")


def undo(desk: Desk, payment: Payment) -> str:
    """Releases what is reserved, or gives back what was taken: cancel or refund."""
    if payment.captured:
        value = payment.kept
        _give_back(desk, payment, value)
        return "refund"
    _release(desk, payment)
    return "cancel"


def _told(desk: Desk, modification: Modification, event: str, *, success: bool = True, reason: str = "",
          more: dict[str, str] | None = None) -> None:
    notifications.of_payment(desk, event, desk.books.payments[modification.payment], psp=modification.psp,
                             amount=modification.amount, reference=modification.reference, success=success,
                             reason=reason, more=more)


# Each gives the reason why it cannot be done, or None


def _capture(desk: Desk, payment: Payment, modification: Modification) -> str | None:
    if payment.state is not State.AUTHORISED:
        return _NOT_AUTHORISED
    if modification.amount.value > payment.open:
        return _NO_BALANCE
    authorisations.take(desk, payment, modification.amount.value)
    if IN_PARTS not in payment.merchant_account:
        authorisations.release(desk, payment)
    return None


def _refund(desk: Desk, payment: Payment, modification: Modification) -> str | None:
    if not payment.captured:
        return _NOT_CAPTURED
    if modification.amount.value > payment.kept:
        return _NO_BALANCE
    _give_back(desk, payment, modification.amount.value)
    return None


def _give_back(desk: Desk, payment: Payment, value: int) -> None:
    payment.refunded += value
    desk.book(EntryKind.REFUNDED, payment, value)
    orders.put_back(desk, payment, value)


def _cancel(desk: Desk, payment: Payment, modification: Modification) -> str | None:
    if payment.captured:
        return _CAPTURED
    if payment.state is not State.AUTHORISED:
        return _NOT_AUTHORISED
    _release(desk, payment)
    return None


def _release(desk: Desk, payment: Payment) -> None:
    payment.state = State.CANCELLED
    authorisations.release(desk, payment)


def _reverse(desk: Desk, payment: Payment, modification: Modification) -> str | None:
    if payment.state is not State.AUTHORISED:
        return _NOT_AUTHORISED
    if payment.captured and not payment.kept:
        return _NO_BALANCE
    modification.action = undo(desk, payment)
    return None


def _adjust(desk: Desk, payment: Payment, modification: Modification) -> str | None:
    """The amount is the new total."""
    if payment.state is not State.AUTHORISED or payment.captured:
        return _NOT_AUTHORISED
    change = modification.amount.value - payment.open
    if change > 0:
        desk.book(EntryKind.INCREMENTED, payment, change)
    else:
        desk.book(EntryKind.RELEASED, payment, -change)
    payment.amount = Amount(payment.amount.currency, modification.amount.value)
    return None


_EXECUTE: dict[Change, Execute] = {
    Change.CAPTURE: _capture, Change.REFUND: _refund, Change.CANCEL: _cancel, Change.TECHNICAL_CANCEL: _cancel,
    Change.REVERSE: _reverse, Change.ADJUST: _adjust}
