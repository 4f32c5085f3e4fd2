"""What an event is about, as PayPal's own objects: order, authorization, capture, refund, payout, payment token.

https://developer.paypal.com/docs/api/payments/v2/ has the fields. Only those are here that an event's content needs.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.paypal.account import Amount
from tollbridge.domain.failures import Failure
from tollbridge.domain.refunds import Refund
from tollbridge.domain.results import Payment
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus, RefundStatus

AUTHORIZATION = kit.payment_statuses(
    CREATED=Status.AUTHORIZED,
    CAPTURED=Status.CHARGED,
    PARTIALLY_CAPTURED=Status.PARTIAL_CHARGED_AND_CHARGEABLE,
    DENIED=Status.AUTHORIZATION_FAILED,
    VOIDED=Status.VOIDED,
    PENDING=Status.AUTHORIZING,
)
CAPTURE = kit.payment_statuses(
    COMPLETED=Status.CHARGED,
    PARTIALLY_REFUNDED=Status.CHARGED,
    REFUNDED=Status.CHARGED,
    PENDING=Status.CAPTURE_INITIATED,
    DECLINED=Status.FAILURE,
    FAILED=Status.FAILURE,
)
ORDER = kit.payment_statuses(
    CREATED=Status.AUTHENTICATION_PENDING,
    SAVED=Status.CONFIRMATION_AWAITED,
    APPROVED=Status.CONFIRMATION_AWAITED,
    PAYER_ACTION_REQUIRED=Status.AUTHENTICATION_PENDING,
    COMPLETED=Status.CHARGED,
    VOIDED=Status.VOIDED,
)
REFUND = kit.refund_statuses(
    COMPLETED=RefundStatus.REFUND_SUCCESS,
    PENDING=RefundStatus.REFUND_PENDING,
    FAILED=RefundStatus.REFUND_FAILURE,
    CANCELLED=RefundStatus.REFUND_FAILURE,
)
REFUSED = (Status.FAILURE, Status.AUTHORIZATION_FAILED)


class StatusDetails(Struct):
    reason: str | None = None


class RelatedIds(Struct):
    order_id: str | None = None


class SupplementaryData(Struct):
    related_ids: RelatedIds | None = None


class ProcessorResponse(Struct):
    response_code: str | None = None
    payment_advice_code: str | None = None


class NetworkTransaction(Struct):
    id: str | None = None


class Link(Struct):
    href: str
    rel: str = ""


class Movement(Struct):
    """An authorization, a capture or a refund."""

    id: str
    status: str = ""
    status_details: StatusDetails | None = None
    amount: Amount | None = None
    invoice_id: str | None = None
    final_capture: bool | None = None
    supplementary_data: SupplementaryData | None = None
    processor_response: ProcessorResponse | None = None
    network_transaction_reference: NetworkTransaction | None = None
    links: list[Link] = []

    @property
    def order_id(self) -> str | None:
        related = self.supplementary_data.related_ids if self.supplementary_data else None
        return related.order_id if related else None


class Payments(Struct):
    authorizations: list[Movement] = []
    captures: list[Movement] = []


class PurchaseUnit(Struct):
    invoice_id: str | None = None
    amount: Amount | None = None
    payments: Payments | None = None


class Order(Struct):
    """The event of a reversed approval has `order_id`, the others `id`."""

    id: str | None = None
    order_id: str | None = None
    status: str = ""
    intent: str = "CAPTURE"
    purchase_units: list[PurchaseUnit] = []


def raw(word: str) -> RawConnectorStatus:
    return RawConnectorStatus(code=word)


def failure(its: Movement) -> Failure:
    """The reason that PayPal states, and what the card's processor answered."""
    code = its.status_details.reason if its.status_details and its.status_details.reason else its.status
    answer = its.processor_response or ProcessorResponse()
    return Failure(code=code, message="", issuer_code=answer.response_code, advice_code=answer.payment_advice_code)


def authorization(its: Movement) -> Payment:
    return movement(its, AUTHORIZATION[its.status])


def capture(its: Movement) -> Payment:
    """`final_capture` is false where more may be taken of the same authorization."""
    status = CAPTURE[its.status]
    if status is Status.CHARGED and its.final_capture is False:
        status = Status.PARTIAL_CHARGED_AND_CHARGEABLE
    taken = status in (Status.CHARGED, Status.PARTIAL_CHARGED_AND_CHARGEABLE)
    return movement(its, status, captured_amount=its.amount.money if taken and its.amount else None)


def movement(its: Movement, status: Status, **stated: Any) -> Payment:
    reference = its.network_transaction_reference
    return Payment(
        status=status, raw_connector_status=raw(its.status),
        connector_transaction_id=its.order_id or its.id, merchant_transaction_id=its.invoice_id,
        amount=its.amount.money if its.amount else None, network_transaction_id=reference.id if reference else None,
        error=failure(its) if status in REFUSED else None, **stated)


def order(its: Order) -> Payment:
    """As its last capture or authorization is; before there is one, as the order's own word says."""
    unit = its.purchase_units[0] if its.purchase_units else PurchaseUnit()
    payments = unit.payments or Payments()
    for moved, read in ((payments.captures, capture), (payments.authorizations, authorization)):
        if moved:
            last = read(moved[-1])
            return Payment(status=last.status, raw_connector_status=last.raw_connector_status,
                           connector_transaction_id=its.id, merchant_transaction_id=unit.invoice_id, amount=last.amount,
                           captured_amount=last.captured_amount, error=last.error,
                           network_transaction_id=last.network_transaction_id)
    status = ORDER[its.status]
    if status is Status.CHARGED and its.intent == "AUTHORIZE":
        status = Status.AUTHORIZED
    return Payment(status=status, raw_connector_status=raw(its.status),
                   connector_transaction_id=its.id, merchant_transaction_id=unit.invoice_id,
                   amount=unit.amount.money if unit.amount else None)


def refund(its: Movement) -> Refund:
    status = REFUND[its.status]
    return Refund(
        status=status, raw_connector_status=raw(its.status), connector_refund_id=its.id,
        connector_transaction_id=its.order_id, merchant_refund_id=its.invoice_id,
        refund_amount=its.amount.money if its.amount else None,
        error=failure(its) if status is RefundStatus.REFUND_FAILURE else None)
