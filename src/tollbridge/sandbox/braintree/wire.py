"""Objects as Braintree's schema has them: whole; what was asked for is taken from them (graphql.project)."""

from __future__ import annotations

from tollbridge.domain.money import Money
from tollbridge.sandbox.braintree.books import (
    REPLY_WITHIN_S,
    Context,
    Customer,
    Desk,
    Dispute,
    Method,
    Refund,
    Transaction,
    day,
    stamp,
)
from tollbridge.sandbox.braintree.graphql import Json

NODE = ("Node",)
VENMO: Json = {"__typename": "VenmoAccountDetails", "username": "sandbox-shopper", "venmoUserId": "1"}
VERDICTS = {"AUTHENTICATE_SUCCESSFUL": "SUCCESSFUL_AUTHENTICATION", "AUTHENTICATE_FAILED": "FAILED_AUTHENTICATION",
            "AUTHENTICATE_FRICTIONLESS_FAILED": "FAILED_AUTHENTICATION",
            "AUTHENTICATE_ATTEMPT_SUCCESSFUL": "SUCCESSFUL_ATTEMPTS_TRANSACTION",
            "AUTHENTICATE_UNABLE_TO_AUTHENTICATE": "UNABLE_TO_COMPLETE_AUTHENTICATION",
            "CHALLENGE_REQUIRED": "CHALLENGE_REQUIRED_FOR_AUTHENTICATION"}


def amount(its: Money) -> Json:
    return {"__typename": "MonetaryAmount", "value": its.major(), "currencyCode": its.currency.value,
            "currencyIsoCode": its.currency.value}


def method(desk: Desk, its: Method) -> Json:
    details: Json = {"__typename": "CreditCardDetails", "brandCode": its.brand, "last4": its.last4, "bin": its.bin,
               "expirationMonth": its.month, "expirationYear": its.year, "cardholderName": its.holder,
               "threeDSecure": {"__typename": "ThreeDSecureDetails", "authentication": authentication(its)}
               if its.proof else None}
    if its.kind == "usbank":
        details = {"__typename": "UsBankAccountDetails", "last4": its.last4, "verified": its.multi}
    return {"__typename": "PaymentMethod", "__kinds": NODE, "id": its.id, "legacyId": its.legacy,
            "usage": "MULTI_USE" if its.multi else "SINGLE_USE", "createdAt": stamp(its.created),
            "details": {"paypal": {"__typename": "PayPalAccountDetails", "email": None}, "venmo": VENMO}.get(
                its.kind, details),
            "customer": lambda: customer(desk.books.customers[its.customer]) if its.customer else None}


def authentication(its: Method) -> Json:
    proved = its.authenticated
    attempt = its.proof == "AUTHENTICATE_ATTEMPT_SUCCESSFUL"
    return {"__typename": "ThreeDSecureAuthentication", "authenticationStatus": its.proof, "version": "2.2.0",
            "liabilityShifted": proved, "liabilityShiftPossible": proved, "transactionStatusReason": None,
            "transactionStatus": VERDICTS.get(its.proof or ""),
            "eciFlag": ("06" if attempt else "05") if proved else "07",
            "cavv": "AAIBBYNoEwAAACcKhAJkdQAAAAA=" if proved else None, "threeDSecureServerTransactionId": its.legacy,
            "directoryServerTransactionId": its.legacy, "acsTransactionId": its.legacy}


def context(its: Context) -> Json:
    return {"__typename": "LocalPaymentContext", "__kinds": NODE, "id": its.id, "legacyId": its.legacy,
            "type": its.type, "approvalUrl": its.url, "orderId": its.order_id, "amount": amount(its.amount),
            "approvedAt": None, "createdAt": stamp(its.created),
            "transactedAt": stamp(its.transacted) if its.transacted else None,
            "expiredAt": stamp(its.expired) if its.expired else None}


def transaction(desk: Desk, its: Transaction) -> Json:
    refunds = [one for one in desk.books.refunds.values() if one.payment is its]
    disputes = [one for one in desk.books.disputes.values() if one.payment is its]
    return {
        "__typename": "Transaction", "__kinds": ("Node", "Payment"), "id": its.id, "legacyId": its.legacy,
        "createdAt": stamp(its.created), "status": its.status, "amount": amount(its.amount), "source": "API",
        "initialRequestedAuthorizationAmount": amount(its.asked), "orderId": its.order_id,
        "merchantAccountId": its.account, "paymentMethodSnapshot": snapshot(its),
        "paymentMethod": method(desk, its.kept) if its.kept else None, "statusHistory": [*its.history],
        "customer": lambda: customer(desk.books.customers[its.customer]) if its.customer else None,
        "refunds": lambda: [refund(desk, one) for one in refunds],
        "disputes": lambda: [dispute(desk, one) for one in disputes], "authorizationAdjustments": [*its.adjustments],
        "partiallyAuthorized": False, "partialCaptureDetails": lambda: _parts(desk, its)}


def _parts(desk: Desk, its: Transaction) -> Json | None:
    if its.parent:
        return {"__typename": "ChildCapture",
                "parentAuthorization": transaction(desk, desk.books.transactions[its.parent])}
    children = [one for one in desk.books.transactions.values() if one.parent == its.id]
    return {"__typename": "ParentAuthorization", "totalAmountAuthorized": amount(its.asked),
            "childCaptures": [transaction(desk, one) for one in children]} if children else None


def snapshot(its: Transaction) -> Json:
    if its.method.kind == "usbank":
        return {"__typename": "UsBankAccountDetails", "last4": its.method.last4, "verified": True}
    if its.method.kind == "local":
        return {"__typename": "LocalPaymentDetails", "type": None}
    if its.method.kind == "venmo":
        return VENMO
    if its.method.kind == "paypal":
        return {"__typename": "PayPalTransactionDetails", "authorizationId": None, "captureId": None}
    return {"__typename": "CreditCardTransactionDetails", "networkTransactionId": f"0{its.created:.0f}".ljust(15, "0"),
            "creditCard": {"__typename": "CreditCardDetails", "brandCode": its.method.brand, "last4": its.method.last4,
                           "bin": its.method.bin, "expirationMonth": its.method.month,
                           "expirationYear": its.method.year, "cardholderName": its.method.holder}}


def event(at: float, status: str, of: Money, code: str | None = None, text: str | None = None,
          gateway: str | None = None, by: Method | None = None) -> Json:
    """How something came to a status; which other fields it has, its type says."""
    kind = "".join(word.title() for word in status.split("_")) + "Event"
    told: Json = {"__typename": kind, "__kinds": ("PaymentStatusEvent",), "status": status, "timestamp": stamp(at),
                  "amount": amount(of), "source": "API",
                  "terminal": status not in ("AUTHORIZED", "AUTHORIZING", "SUBMITTED_FOR_SETTLEMENT", "SETTLING")}
    if status in ("AUTHORIZED", "PROCESSOR_DECLINED", "GATEWAY_REJECTED", "FAILED"):
        told["processorResponse"] = {
            "__typename": "TransactionAuthorizationProcessorResponse", "legacyCode": code, "message": text,
            "additionalInformation": f"{code} : {text.upper()}" if text and status == "PROCESSOR_DECLINED" else None,
            "authorizationId": "SANDBX" if status == "AUTHORIZED" else None, "cvvResponse": by.cvv if by else None,
            "avsPostalCodeResponse": by.postal if by else None, "avsStreetAddressResponse": by.street if by else None}
        told["networkResponse"] = None
    if status in ("PROCESSOR_DECLINED", "GATEWAY_REJECTED", "FAILED"):
        told["merchantAdviceCodeResponse"] = None
    if status == "GATEWAY_REJECTED":
        told |= {"gatewayRejectionReason": gateway, "duplicateOf": None}
    if status == "SETTLEMENT_DECLINED":
        told["processorResponse"] = {"__typename": "TransactionSettlementProcessorResponse", "legacyCode": code,
                                     "message": text}
    return told


def refund(desk: Desk, its: Refund) -> Json:
    return {"__typename": "Refund", "__kinds": ("Node", "Payment"), "id": its.id, "legacyId": its.legacy,
            "createdAt": stamp(its.created), "amount": amount(its.amount), "orderId": its.order_id,
            "status": its.status, "statusHistory": [*its.history], "merchantAccountId": its.account, "source": "API",
            "refundedTransaction": lambda: transaction(desk, its.payment)}


def customer(its: Customer) -> Json:
    return {"__typename": "Customer", "__kinds": NODE, "id": its.id, "legacyId": its.legacy,
            "createdAt": stamp(its.created), **its.shown}


def dispute(desk: Desk, its: Dispute) -> Json:
    reason = {"__typename": "DisputeProcessorResponse", "reason": "FRAUD", "reasonCode": "83",
              "reasonDescription": "Fraud Card Absent Environment", "receivedDate": day(its.created),
              "processorComments": None, "referenceNumber": None}
    return {"__typename": "Dispute", "__kinds": NODE, "id": its.id, "legacyId": its.legacy,
            "amountDisputed": amount(its.payment.amount), "caseNumber": f"CASE-{its.legacy.upper()}",
            "amountWon": amount(its.payment.amount) if its.status == "WON" else None,
            "createdAt": stamp(its.created), "receivedDate": day(its.created),
            "responseDeadline": stamp(its.created + REPLY_WITHIN_S), "replyByDate": day(its.created + REPLY_WITHIN_S),
            "referenceNumber": None, "type": "CHARGEBACK", "status": its.status, "statusHistory": [*its.history],
            "evidence": [*its.evidence], "processorResponse": reason, "originalDispute": None,
            "transaction": lambda: transaction(desk, its.payment)}
