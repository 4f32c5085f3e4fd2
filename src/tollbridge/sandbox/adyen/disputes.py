"""Chargebacks, and the Disputes API v30: https://docs.adyen.com/risk-management/disputes-api

Reasons and document types are those of the schema's own example, for every dispute.
"""

from __future__ import annotations

import base64
import binascii
from datetime import timedelta

from tollbridge.sandbox.adyen import notifications, requests
from tollbridge.sandbox.adyen.books import Desk, Dispute, Payment, new_reference, stamp
from tollbridge.sandbox.adyen.errors import missing
from tollbridge.sandbox.adyen.requests import DisputeRequest
from tollbridge.sandbox.adyen.wire import (
    Amount,
    DefenseDocumentType,
    DefenseReason,
    DisputeResponse,
    DisputeServiceResult,
)
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Settlement

REASONS: dict[str, dict[str, str]] = {
    "GoodsNotReturned": {"TIDorInvoice": "Optional", "GoodsNotReturned": "Required"},
    "GoodsRepairedOrReplaced": {"TIDorInvoice": "Optional", "GoodsRepairedOrReplaced": "Required"},
    "GoodsWereAsDescribed": {"GoodsWereAsDescribed": "Required", "TIDorInvoice": "Required"},
    "SupplyDefenseMaterial": {"TIDorInvoice": "Optional", "DefenseMaterial": "Required"},
}
_DOCUMENTS = frozenset(document for documents in REASONS.values() for document in documents)
LARGEST = {"application/pdf": 2 * 1024 * 1024, "image/jpg": 10 * 1024 * 1024, "image/jpeg": 10 * 1024 * 1024,
           "image/tiff": 10 * 1024 * 1024}
"""Kinds of files and their sizes as the Disputes API is known to take them; the page was not read for this."""
DEFENSE_PERIOD = timedelta(days=14)
_STATUS = {"NOTIFICATION_OF_CHARGEBACK": "Undefended", "CHARGEBACK": "Undefended", "CHARGEBACK_REVERSED": "Won",
           "SECOND_CHARGEBACK": "Lost"}
_MONEY = {"CHARGEBACK": EntryKind.DISPUTED, "SECOND_CHARGEBACK": EntryKind.DISPUTED,
          "CHARGEBACK_REVERSED": EntryKind.REINSTATED}


def open_one(desk: Desk, payment: Payment) -> None:
    """What the payment's holder name has in store for it."""
    dispute = Dispute(psp=new_reference(), payment=payment.psp, reference=payment.reference,
                      amount=Amount(payment.amount.currency, payment.captured),
                      reason_code=payment.course.reason_code or "10.4")
    desk.books.disputes[dispute.psp] = dispute
    for event in payment.course.disputes:
        _happens(desk, dispute, event)


def _happens(desk: Desk, dispute: Dispute, event: str) -> None:
    payment = desk.books.payments[dispute.payment]
    dispute.status = _STATUS.get(event, dispute.status)
    if event in _MONEY:
        desk.book(_MONEY[event], payment, dispute.amount.value)
    more = {"chargebackReasonCode": dispute.reason_code, "chargebackSchemeCode": payment.variant,
            "defendable": str(dispute.status == "Undefended").lower(), "disputeStatus": dispute.status,
            "defensePeriodEndsAt": stamp(desk.now + DEFENSE_PERIOD)}
    notifications.of_payment(desk, event, payment, psp=dispute.psp, amount=dispute.amount,
                             reason=f"Payment.TxId={int(payment.psp, 36) % 10**12} dispute", more=more)


def settle(desk: Desk, dispute: Dispute, outcome: Settlement | None) -> str:
    """Won is the rule where nothing else is wished for. Raises ValueError for a dispute that is over."""
    if dispute.status not in ("Undefended", "Pending"):
        raise ValueError(f"{dispute.psp} does not wait: it is {dispute.status}")
    if outcome is not Settlement.FAILED:
        _happens(desk, dispute, "CHARGEBACK_REVERSED")
    elif dispute.status == "Undefended":
        dispute.status = "Lost"
        _happens(desk, dispute, "DISPUTE_DEFENSE_PERIOD_ENDED")
    else:  # whoever defends is paid first, and loses that again
        _happens(desk, dispute, "CHARGEBACK_REVERSED")
        _happens(desk, dispute, "SECOND_CHARGEBACK")
    return dispute.status


def accept(desk: Desk, request: DisputeRequest) -> DisputeResponse:
    dispute = _find(desk, request)
    if dispute is None or dispute.status != "Undefended":
        return _no(dispute)
    dispute.status = "Accepted"
    return _yes()


def reasons(desk: Desk, request: DisputeRequest) -> DisputeResponse:
    dispute = _find(desk, request)
    if dispute is None:
        return _no(dispute)
    return DisputeResponse(dispute_service_result=DisputeServiceResult(success=True), defense_reasons=[
        DefenseReason(defense_reason_code=reason, satisfied=_is_satisfied(dispute, reason), defense_document_types=[
            DefenseDocumentType(available=document in dispute.documents, defense_document_type_code=document,
                                requirement_level=level) for document, level in documents.items()])
        for reason, documents in REASONS.items()])


def supply(desk: Desk, request: DisputeRequest) -> DisputeResponse:
    dispute = _find(desk, request)
    if not request.defense_documents:
        raise missing("defenseDocuments")
    if dispute is None or dispute.status != "Undefended":
        return _no(dispute)
    taken: dict[str, str] = {}
    for document in request.defense_documents:
        code, kind, content = (str(document.get(name) or "") for name in
                               ("defenseDocumentTypeCode", "contentType", "content"))
        if code not in _DOCUMENTS:
            return _no(dispute, f"Invalid defense document type: {code[:60]}")
        if kind not in LARGEST:
            return _no(dispute, f"Invalid content type: {kind[:60]}")
        try:
            size = len(base64.b64decode(content, validate=True))
        except (binascii.Error, ValueError):
            return _no(dispute, "Content is not in Base64")
        if not 0 < size <= LARGEST[kind]:
            return _no(dispute, "Content is empty or too large")
        taken[code] = kind
    dispute.documents |= taken
    return _yes()


def delete(desk: Desk, request: DisputeRequest) -> DisputeResponse:
    dispute = _find(desk, request)
    if not request.defense_document_type:
        raise missing("defenseDocumentType")
    if dispute is None or dispute.status != "Undefended":
        return _no(dispute)
    if dispute.documents.pop(request.defense_document_type, None) is None:
        return _no(dispute, "Defense document not found")
    return _yes()


def defend(desk: Desk, request: DisputeRequest) -> DisputeResponse:
    dispute = _find(desk, request)
    if not request.defense_reason_code:
        raise missing("defenseReasonCode")
    if dispute is None or dispute.status != "Undefended":
        return _no(dispute)
    if request.defense_reason_code not in REASONS:
        return _no(dispute, "Invalid defense reason code")
    if not _is_satisfied(dispute, request.defense_reason_code):
        return _no(dispute, "Required defense documents are missing")
    dispute.status = "Pending"
    desk.behind.append(lambda: _happens(desk, dispute, "INFORMATION_SUPPLIED"))
    return _yes()


def _find(desk: Desk, request: DisputeRequest) -> Dispute | None:
    account = requests.merchant_account(request)
    if not request.dispute_psp_reference:
        raise missing("disputePspReference")
    dispute = desk.books.disputes.get(request.dispute_psp_reference)
    if dispute is None or desk.books.payments[dispute.payment].merchant_account != account:
        return None
    return dispute


def _is_satisfied(dispute: Dispute, reason: str) -> bool:
    return all(document in dispute.documents for document, level in REASONS[reason].items() if level == "Required")


def _yes() -> DisputeResponse:
    return DisputeResponse(dispute_service_result=DisputeServiceResult(success=True))


def _no(dispute: Dispute | None, why: str | None = None) -> DisputeResponse:
    told = why or ("Dispute not found" if dispute is None else f"Dispute is {dispute.status}")
    return DisputeResponse(dispute_service_result=DisputeServiceResult(success=False, error_message=told))
