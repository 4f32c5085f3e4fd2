"""Orders and gift cards: one purchase paid for with several payments. https://docs.adyen.com/payment-methods/gift-cards"""

from __future__ import annotations

from tollbridge.sandbox.adyen import notifications, requests
from tollbridge.sandbox.adyen.books import Desk, OpenOrder, Payment
from tollbridge.sandbox.adyen.errors import invalid, missing_object
from tollbridge.sandbox.adyen.wire import Amount

FULL = 5000
"""What is on a gift card that was never seen before, in minor units of any currency, as in Adyen's own examples."""


def spend(desk: Desk, card: str, value: int) -> bool:
    """Whether that much was on it."""
    left = desk.books.gift_cards.get(card, FULL)
    if left < value:
        return False
    desk.books.gift_cards[card] = left - value
    return True


def find(desk: Desk, given: requests.Order | None) -> OpenOrder:
    """Raises AdyenError for an order that there is not, or that is closed."""
    if given is None:
        raise missing_object("order", "14_002")
    order = desk.books.orders.get(given.psp_reference or "")
    if order is None or order.data != given.order_data or order.closed:
        raise invalid("14_002", "Invalid order")
    return order


def towards(desk: Desk, given: requests.Order | None, amount: Amount) -> str | None:
    """The order that a payment belongs to. Raises AdyenError where it would pay too much."""
    if given is None:
        return None
    order = find(desk, given)
    if amount.currency != order.amount.currency or amount.value > order.remaining:
        raise invalid("137", "Invalid amount specified")
    return order.psp


def paid(desk: Desk, payment: Payment) -> None:
    if payment.order is None:
        return
    order = desk.books.orders[payment.order]
    order.remaining -= payment.amount.value
    order.paid.append(payment.psp)
    payment.order_left = order.remaining
    if order.remaining == 0:
        order.closed = True
        desk.behind.append(lambda: told(desk, order, "ORDER_CLOSED"))


def told(desk: Desk, order: OpenOrder, event: str, *, success: bool = True) -> None:
    notifications.notify(desk, event, psp=order.psp, merchant_account=order.merchant_account,
                         reference=order.reference, amount=order.amount, method="", success=success)


def put_back(desk: Desk, payment: Payment, value: int) -> None:
    """A refund to a gift card is on it again."""
    if payment.gift_card is not None:
        desk.books.gift_cards[payment.gift_card] = desk.books.gift_cards.get(payment.gift_card, FULL) + value
