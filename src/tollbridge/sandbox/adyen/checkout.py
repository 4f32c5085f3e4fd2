"""What comes before a payment: sessions, the methods on offer, orders and what is on a gift card."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from tollbridge.sandbox.adyen import instruments, methods, modifications, orders, payments, recurring, requests
from tollbridge.sandbox.adyen.books import Desk, OpenOrder, Session, State, stamp
from tollbridge.sandbox.adyen.errors import AdyenError, invalid, missing, missing_object
from tollbridge.sandbox.adyen.requests import (
    BalanceCheckRequest,
    CancelOrderRequest,
    CreateOrderRequest,
    PaymentMethodsRequest,
    SessionRequest,
)
from tollbridge.sandbox.adyen.wire import (
    Amount,
    Balance,
    CancelledOrder,
    CreatedOrder,
    OfferedMethod,
    PaymentMethods,
    SessionResult,
)

_BRANDS = ["visa", "mc", "amex", "maestro", "diners", "discover", "jcb", "cup"]


def create_session(desk: Desk, request: SessionRequest) -> dict[str, Any]:
    """What was asked for comes back, with the id and the data that the shopper's browser wants."""
    account = requests.merchant_account(request)
    amount = requests.amount(request.amount, zero=True)
    if not request.reference:
        raise missing("reference", "130")
    if not request.return_url:
        raise invalid("14_030", "Return URL is missing.")
    session = Session(
        id=f"CS{secrets.token_hex(8).upper()}", merchant_account=account, reference=request.reference, amount=amount,
        return_url=request.return_url, manual=payments.waits_for_capture(request.additional_data),
        shopper_reference=request.shopper_reference)
    desk.books.sessions[session.id] = session
    return {**desk.given, "id": session.id, "sessionData": "Ab02b4c0!" + secrets.token_urlsafe(96),
            "expiresAt": request.expires_at or stamp(desk.now + timedelta(hours=1))}


def retrieve_session(desk: Desk, request: requests.Request, session: str) -> SessionResult:
    found = desk.books.sessions.get(session)
    if found is None:
        raise AdyenError(404, "000", "Not Found")
    return SessionResult(id=found.id, status=_status(desk, found), reference=found.reference)


_STATUS = {State.AUTHORISED: "completed", State.REFUSED: "refused", State.CANCELLED: "canceled",
           State.WAITING: "paymentPending", State.AUTHENTICATED: "completed"}


def _status(desk: Desk, session: Session) -> str:
    return "active" if session.payment is None else _STATUS[desk.books.payments[session.payment].state]


def offered(desk: Desk, request: PaymentMethodsRequest) -> PaymentMethods:
    requests.merchant_account(request)
    currency = request.amount.currency if request.amount else None
    allowed = request.allowed_payment_methods
    listed = [OfferedMethod(name=name, type=method, brands=_BRANDS if method == "scheme" else None)
              for method, name in methods.NAMES.items()
              if (allowed is None or method in allowed) and method not in request.blocked_payment_methods
              and (currency is None or methods.is_offered(method, currency))]
    stored = [recurring.shown(stored) for stored in recurring.of_shopper(desk, request.shopper_reference)]
    return PaymentMethods(payment_methods=listed, stored_payment_methods=stored or None)


def balance(desk: Desk, request: BalanceCheckRequest) -> Balance:
    requests.merchant_account(request)
    wanted = requests.amount(request.amount, zero=True)
    if not request.payment_method:
        raise missing_object("paymentMethod", "14_006")
    card = instruments.read(desk, {"type": "giftcard"} | request.payment_method, None, None).gift_card
    if card is None:
        raise invalid("14_007", "Invalid payment method data")
    left = desk.books.gift_cards.get(card, orders.FULL)
    return Balance(psp_reference=desk.psp, result_code="Success" if left >= wanted.value else "NotEnoughBalance",
                   balance=Amount(wanted.currency, left))


def create(desk: Desk, request: CreateOrderRequest) -> CreatedOrder:
    account = requests.merchant_account(request)
    amount = requests.amount(request.amount)
    if not request.reference:
        raise missing("reference", "130")
    order = OpenOrder(psp=desk.psp, merchant_account=account, reference=request.reference, amount=amount,
                      data="Ab02b4c0!" + secrets.token_urlsafe(48), remaining=amount.value,
                      expires_at=request.expires_at or stamp(desk.now + timedelta(days=1)))
    desk.books.orders[order.psp] = order
    desk.behind.append(lambda: orders.told(desk, order, "ORDER_OPENED"))
    return CreatedOrder(psp_reference=order.psp, result_code="Success", reference=order.reference, amount=amount,
                        remaining_amount=amount, order_data=order.data, expires_at=order.expires_at)


def cancel(desk: Desk, request: CancelOrderRequest) -> CancelledOrder:
    """What was paid towards it goes back."""
    requests.merchant_account(request)
    order = orders.find(desk, request.order)
    order.closed = True

    def undo() -> None:
        for psp in order.paid:
            modifications.undo(desk, desk.books.payments[psp])
        orders.told(desk, order, "ORDER_CLOSED", success=False)
    desk.behind.append(undo)
    return CancelledOrder(psp_reference=desk.psp, result_code="Received")
