"""The page where the payer agrees to an order or to being remembered, or shows their bank who they are."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

from tollbridge.sandbox.pages import back_to, page, question
from tollbridge.sandbox.paypal import wire
from tollbridge.sandbox.paypal.books import Desk, Instrument, Order, Token, written
from tollbridge.sandbox.paypal.cards import ANY_CARD
from tollbridge.sandbox.paypal.errors import PaypalError
from tollbridge.sandbox.paypal.instruments import PAYER, WALLETS, told
from tollbridge.sandbox.paypal.orders import ON_APPROVAL, execute
from tollbridge.sandbox.simulator import Answer, Call

APPROVE, ECHECK, DISPUTE, CANCEL = "approve", "echeck", "dispute", "cancel"
_OPEN = ("CREATED", "PAYER_ACTION_REQUIRED")
_WAITING = "PAYER_ACTION_REQUIRED"


def show(desk: Desk, call: Call) -> Answer:
    waiting = _waiting(desk, call)
    if waiting is None:
        return _gone()
    kind = waiting.instrument.kind if waiting.instrument else "paypal"
    if isinstance(waiting, Token):
        asked = f"Do you agree that your {escape(kind)} account is remembered?"
    else:
        amount = written(waiting.amount)
        asked = f"Do you pay <strong>{escape(amount['value'])} {escape(amount['currency_code'])}</strong>?"
    return page(question(asked, _buttons(waiting, kind)), title=f"{escape(kind)} sandbox")


def complete(desk: Desk, call: Call) -> Answer:
    """Takes the payer's answer and sends the browser back to the merchant."""
    waiting = _waiting(desk, call)
    if waiting is None:
        return _gone()
    outcome = parse_qs(call.body.decode("ascii", "replace")).get("outcome", [""])[0]
    if outcome not in _buttons(waiting, waiting.instrument.kind if waiting.instrument else "paypal"):
        return page("<p>Choose one of the buttons.</p>", title="PayPal sandbox", status=400)
    added: dict[str, str] = {}
    if outcome != CANCEL:
        try:
            added = agree_to_token(desk, waiting) if isinstance(waiting, Token) else agree(
                desk, waiting, outcome)
        except PaypalError as error:
            return page(f"<p>{escape(str(error))}</p>", title="PayPal sandbox", status=422)
    return _leave(waiting, outcome, added)


def agree(desk: Desk, order: Order, outcome: str = APPROVE) -> dict[str, str]:
    """What the browser takes back to the merchant, beside the order's id."""
    payer = order.instrument
    if payer is not None and payer.card is not None:
        return _authenticate(desk, order, payer)
    if payer is None or payer.kind in WALLETS:
        order.instrument = _wallet(payer, order)
        order.instrument.slow, order.instrument.disputes = outcome == ECHECK, outcome == DISPUTE
    order.status, order.updated = "APPROVED", desk.now
    desk.emit("CHECKOUT.ORDER.APPROVED", "checkout-order", wire.order(desk, order),
              "An order has been approved by buyer")
    if order.instruction == ON_APPROVAL and order.instrument is not None:
        execute(desk, order, order.instrument)
    return {"PayerID": str(PAYER["account_id"])}


def agree_to_token(desk: Desk, token: Token) -> dict[str, str]:
    its = token.instrument
    if its.kind in WALLETS:
        its.shown = {**PAYER, **its.shown}
    token.status = "APPROVED"
    return {"approval_token_id": token.id}


def give_up(desk: Desk, order: Order) -> None:
    """The payer never came: PayPal lets an order expire after some hours."""
    order.status, order.updated = "VOIDED", desk.now
    if order.instrument is not None and order.instrument.authentication is None:
        order.instrument = None


def _wallet(before: Instrument | None, order: Order) -> Instrument:
    """The payer's account, which the page asks for."""
    if before is None:
        return Instrument("paypal", dict(PAYER), return_url=order.return_url, cancel_url=order.cancel_url)
    before.shown = {**PAYER, **before.shown}
    return before


def _authenticate(desk: Desk, order: Order, card: Instrument) -> dict[str, str]:
    """Where it fails the order goes on waiting: PayPal's page says not to take the money."""
    verdict = (card.card or ANY_CARD).verdict
    if verdict is None:
        raise TypeError("a card that is never asked about was asked about")
    card.authentication, card.challenge, order.updated = told(verdict), False, desk.now
    if verdict.goes_on:
        order.status = "APPROVED"
    return {"liability_shift": verdict.liability_shift}


def _buttons(waiting: Order | Token, kind: str) -> dict[str, str]:
    if kind == "card":
        return {APPROVE: "Authenticate", CANCEL: "Cancel"}
    if kind in WALLETS and isinstance(waiting, Order):
        return {APPROVE: "Pay", ECHECK: "Pay by eCheck", DISPUTE: "Pay and dispute it", CANCEL: "Cancel"}
    return {APPROVE: "Agree", CANCEL: "Cancel"}


def _waiting(desk: Desk, call: Call) -> Order | Token | None:
    reference = parse_qs(call.query).get("token", [""])[0]
    order = desk.books.orders.get(reference)
    if order is not None:
        authenticated = order.instrument is not None and order.instrument.authentication is not None
        return order if order.status in _OPEN and not authenticated else None
    token = desk.books.setup_tokens.get(reference)
    return token if token is not None and token.status == _WAITING else None


def _leave(waiting: Order | Token, outcome: str, added: dict[str, str]) -> Answer:
    back = waiting.instrument
    own = waiting if isinstance(waiting, Order) else None
    if outcome == CANCEL:
        url = (back and back.cancel_url) or (own and own.cancel_url)
    else:
        url = (back and back.return_url) or (own and own.return_url)
    if not url:
        return page("<p>Thank you. You may close this page.</p>", title="PayPal sandbox")
    return back_to(url, {"token": waiting.id, **added})


def _gone() -> Answer:
    return page("<p>Nothing is asked here, or not any more.</p>", title="PayPal sandbox", status=404)
