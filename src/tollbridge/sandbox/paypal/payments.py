"""Authorizations, captures and refunds: https://developer.paypal.com/docs/api/payments/v2/"""

from __future__ import annotations

from tollbridge.domain.money import Money
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.paypal import wire
from tollbridge.sandbox.paypal.books import HONORED_S, Authorization, Capture, Desk, find, new_id
from tollbridge.sandbox.paypal.disputes import is_open
from tollbridge.sandbox.paypal.errors import unprocessable
from tollbridge.sandbox.paypal.paying import arrive, give_back, processor, tell_capture
from tollbridge.sandbox.paypal.reply import Reply
from tollbridge.sandbox.paypal.requests import GiveBack, Nothing, TakeMoney

MORE_PERCENT, MORE_MINOR = 15, 7500
"""An authorization may be exceeded by so much, whichever is less."""


def get_authorization(desk: Desk, asked: Nothing, authorization: str) -> Reply:
    return Reply(200, wire.authorization(desk, desk.authorization(authorization)))


def get_capture(desk: Desk, asked: Nothing, capture: str) -> Reply:
    return Reply(200, wire.capture(desk, desk.capture(capture)))


def get_refund(desk: Desk, asked: Nothing, refund: str) -> Reply:
    return Reply(200, wire.refund(desk, find(desk.books.refunds, refund)))


def capture_authorization(desk: Desk, asked: TakeMoney, authorization: str) -> Reply:
    its = desk.authorization(authorization)
    order = desk.books.orders[its.order]
    _check_usable(desk, its)
    left = Money(its.amount.minor_amount - its.captured, its.amount.currency)
    amount = asked.amount.positive("/amount") if asked.amount else left
    if amount.currency is not left.currency:
        raise unprocessable("AUTH_CAPTURE_CURRENCY_MISMATCH", "Currency of capture must be the same as currency of "
                            "authorization.", "/amount/currency_code")
    excess = amount.minor_amount - left.minor_amount
    if excess > _more(its.amount):
        raise unprocessable("MAX_CAPTURE_AMOUNT_EXCEEDED", "Capture amount exceeds allowable limit. Please contact "
                            "customer service or your account manager to request the change to your overage limit.",
                            "/amount/value")
    made = Capture(new_id(), order.id, desk.now, amount, its.id, final=asked.final_capture,
                   invoice_id=asked.invoice_id, processor=processor(order.instrument) if order.instrument else None)
    desk.books.captures[made.id] = made
    order.captures.append(made.id)
    its.captured += amount.minor_amount
    its.updated = desk.now
    done = asked.final_capture or its.captured >= its.amount.minor_amount
    its.status = "CAPTURED" if done else "PARTIALLY_CAPTURED"
    desk.book(EntryKind.INCREMENTED, order, max(excess, 0))
    arrive(desk, order, made, slow=bool(order.instrument and order.instrument.slow))
    if done:
        desk.book(EntryKind.RELEASED, order, max(-excess, 0))
    tell_capture(desk, made)
    whole = wire.capture(desk, made)
    return Reply(201, whole, wire.brief(whole))


def void(desk: Desk, asked: Nothing, authorization: str) -> Reply:
    its = desk.authorization(authorization)
    if its.status == "CAPTURED":
        raise unprocessable("PREVIOUSLY_CAPTURED", "Authorization has been previously captured and hence cannot be "
                            "voided.")
    if its.status == "VOIDED":
        raise unprocessable("PREVIOUSLY_VOIDED", "Authorization has been previously voided and hence cannot be voided "
                            "again.")
    _check_usable(desk, its)
    its.status, its.updated = "VOIDED", desk.now
    desk.book(EntryKind.RELEASED, desk.books.orders[its.order], its.amount.minor_amount - its.captured)
    whole = wire.authorization(desk, its)
    desk.emit("PAYMENT.AUTHORIZATION.VOIDED", "authorization", whole, "A payment authorization was voided")
    return Reply(200, whole, None, brief_status=204)


def reauthorize(desk: Desk, asked: TakeMoney, authorization: str) -> Reply:
    """A new authorization takes the place of one that is not sure to be honored any more."""
    its = desk.authorization(authorization)
    _check_usable(desk, its)
    if desk.now < its.created + HONORED_S:
        raise unprocessable("REAUTHORIZATION_TOO_SOON", "A reauthorization is only allowed once from day four to day "
                            "29 after the original authorization.")
    if its.again or its.status != "CREATED":
        raise unprocessable("REAUTHORIZATION_NOT_SUPPORTED", "A reauthorize cannot be attempted on an "
                            "authorization_id that is the result of a prior reauthorization.")
    amount = asked.amount.positive("/amount") if asked.amount else its.amount
    if amount.currency is not its.amount.currency:
        raise unprocessable("AUTH_CURRENCY_MISMATCH", "The currency of the reauthorization must be the same as that of "
                            "the authorization.", "/amount/currency_code")
    more = amount.minor_amount - its.amount.minor_amount
    if more > _more(its.amount):
        raise unprocessable("AUTHORIZATION_AMOUNT_EXCEEDED", "Authorization amount specified exceeded allowable "
                            "limit.", "/amount/value")
    order = desk.books.orders[its.order]
    made = Authorization(new_id(), order.id, desk.now, amount, processor=its.processor, expires=its.expires,
                         again=True)
    desk.books.authorizations[made.id] = made
    order.authorizations.append(made.id)
    its.status, its.updated = "VOIDED", desk.now
    desk.book(EntryKind.INCREMENTED if more > 0 else EntryKind.RELEASED, order, abs(more))
    whole = wire.authorization(desk, made)
    return Reply(201, whole, wire.brief(whole))


def refund(desk: Desk, asked: GiveBack, capture: str) -> Reply:
    its = desk.capture(capture)
    left = Money(its.amount.minor_amount - its.refunded, its.amount.currency)
    if its.status == "PENDING":
        raise unprocessable("PENDING_CAPTURE", "Cannot initiate a refund as the capture is pending.")
    if is_open(desk, its):
        raise unprocessable("TRANSACTION_DISPUTED", "Partial refunds cannot be offered at this time because there is "
                            "an open case on this transaction. Visit the PayPal Resolution Center to review this case.")
    if its.status == "REFUNDED":
        raise unprocessable("CAPTURE_FULLY_REFUNDED", "The capture has already been fully refunded.")
    if its.status not in ("COMPLETED", "PARTIALLY_REFUNDED"):
        raise unprocessable("REFUND_NOT_ALLOWED", "Capture cannot be refunded.")
    amount = asked.amount.positive("/amount") if asked.amount else left
    if amount.currency is not left.currency:
        raise unprocessable("REFUND_CAPTURE_CURRENCY_MISMATCH", "Refund must be in the same currency as the capture.",
                            "/amount/currency_code")
    if amount > left:
        raise unprocessable("REFUND_AMOUNT_EXCEEDED", "The refund amount must be less than or equal to the capture "
                            "amount that has not yet been refunded.", "/amount/value")
    whole = wire.refund(desk, give_back(desk, its, amount, asked))
    return Reply(201, whole, wire.brief(whole))


def _check_usable(desk: Desk, its: Authorization) -> None:
    if its.status == "VOIDED":
        raise unprocessable("AUTHORIZATION_VOIDED", "A voided authorization cannot be captured or reauthorized.")
    if its.status == "CAPTURED":
        raise unprocessable("AUTHORIZATION_ALREADY_CAPTURED", "Authorization has previously been captured.")
    if its.status == "DENIED":
        raise unprocessable("AUTHORIZATION_DENIED", "A denied authorization cannot be captured.")
    if desk.now >= its.expires:
        raise unprocessable("AUTHORIZATION_EXPIRED", "An expired authorization cannot be captured.")


def _more(amount: Money) -> int:
    return min(amount.minor_amount * MORE_PERCENT // 100, MORE_MINOR)
