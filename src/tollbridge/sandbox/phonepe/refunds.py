"""Refunds: pending until they are settled, never more than the payment in all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tollbridge.sandbox.phonepe.answers import PhonePeError
from tollbridge.sandbox.phonepe.books import COMPLETED, FAILED, Desk, Transaction, amount, new_id, own_id, text


def create(desk: Desk, fields: Mapping[str, Any], salt_index: str) -> tuple[str, Mapping[str, Any]]:
    merchant, its_id = text(fields, "merchantId"), own_id(fields, "merchantTransactionId")
    wanted = amount(fields)
    payment = desk.find(merchant, text(fields, "originalTransactionId"))
    desk.take_id(merchant, its_id)
    if payment.original is not None or payment.state != COMPLETED:
        raise PhonePeError(200, "PAYMENT_ERROR", "The payment cannot be refunded",
                           {"merchantId": merchant, "responseCode": "TXN_NOT_ALLOWED"})
    taken = sum(one.amount for one in desk.books.refunds_of(payment) if one.state != FAILED)
    if wanted > payment.amount - taken:
        raise PhonePeError(200, "PAYMENT_ERROR", "Refund amount is greater than what is left of the payment",
                           {"merchantId": merchant, "responseCode": "EXCESS_REFUND_AMOUNT"})
    one = desk.keep(Transaction(merchant, its_id, new_id("TR"), wanted, payment.instrument, salt_index,
                                original=payment.own_id))
    return one.code, one.data()
