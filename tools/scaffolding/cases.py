"""The cases of a new connector, without what is sent and what comes of it: both are computed."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
CARD = {"card_number": "4111111111111111", "card_exp_month": "09", "card_exp_year": "2031", "card_cvc": "314"}


def source_of_nothing() -> Json:
    """Nobody vouches for what is invented: the contract suite asks for each address."""
    return {"kind": "documentation", "address": "", "read": False, "values": "shaped"}


def _pay(minor_amount: str = "4250", currency: str = "USD") -> Json:
    return {"merchant_transaction_id": "order-1001", "amount": {"minor_amount": minor_amount, "currency": currency},
            "payment_method": {"card": CARD}}


def _paid(status: str, amount: int = 4250, currency: str = "USD", **more: str) -> Json:
    return {"id": "pay_1001", "status": status, "amount": amount, "currency": currency, **more}


GET = {"connector_transaction_id": "pay_1001"}
CASES: tuple[tuple[str, str, Json, int, Json], ...] = (
    ("authorize.card.paid", "authorize", _pay(), 200, _paid("paid")),
    ("authorize.card.jpy", "authorize", _pay("98760", "JPY"), 200, _paid("paid", 98760, "JPY")),
    ("authorize.card.kwd", "authorize", _pay("98760", "KWD"), 200, _paid("paid", 98760, "KWD")),
    ("authorize.card.pending", "authorize", _pay(), 200, _paid("pending")),
    ("authorize.card.unknown_status", "authorize", _pay(), 200, _paid("a_word_of_tomorrow")),
    ("authorize.card.declined", "authorize", _pay(), 422,
     {"code": "insufficient_funds", "message": "The card has insufficient funds."}),
    ("authorize.card.bad_credentials", "authorize", _pay(), 401, {"code": "unauthorized", "message": "Unknown key."}),
    ("get.paid", "get", GET, 200, _paid("paid")),
    ("get.declined", "get", GET, 200, _paid("declined", reason="do_not_honor")),
    ("get.not_found", "get", GET, 404, {"code": "not_found", "message": "No such payment."}),
)
"""Name, operation, request, HTTP status and body of the answer."""
