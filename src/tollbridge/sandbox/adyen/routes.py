"""The operations of the simulated Adyen: name in faults, request, shape, what is done, and the HTTP status."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tollbridge.sandbox.adyen import checkout, disputes, modifications, payments, payouts, recurring
from tollbridge.sandbox.adyen.requests import (
    BalanceCheckRequest,
    CancelOrderRequest,
    CreateOrderRequest,
    DisableRequest,
    DisputeRequest,
    ModificationRequest,
    ModifyRequest,
    PaymentDetailsRequest,
    PaymentMethodsRequest,
    PaymentRequest,
    PayoutRequest,
    RecurringDetailsRequest,
    Request,
    SessionRequest,
    StoredPaymentMethodRequest,
    known_fields,
)

CHECKOUT = "/v68"
RECURRING = "/pal/servlet/Recurring/v68"
PAYOUT = "/pal/servlet/Payout/v68"
DISPUTES = "/ca/services/DisputeService/v30"


_ANY_MODIFICATION = "merchantAccount reference applicationInfo"
_ANY_PAYOUT = "merchantAccount fraudOffset recurring shopperEmail shopperName shopperReference"
_PAYEE = "additionalData dateOfBirth entityType nationality socialSecurityNumber"
_STORED = f"{_ANY_PAYOUT} {_PAYEE} bank billingAddress card selectedBrand telephoneNumber"
_ASKED = "amount reference"
_ANY_DISPUTE = "merchantAccountCode disputePspReference"


class Operation(NamedTuple):
    """`execute` takes the desk, the request, and the parts of the path by their names."""

    name: str
    method: str
    path: str
    shape: type[Request]
    request: str
    """As the schema names it."""
    known: frozenset[str]
    execute: Callable[..., Any]
    status: int = 200


def _post(name: str, path: str, shape: type[Request], execute: Callable[..., Any], status: int = 200,
          request: str | None = None) -> Operation:
    return Operation(name, "POST", path, shape, request or shape.__name__, known_fields(shape), execute, status)


def _modify(name: str, path: str, execute: Callable[..., Any], request: str, takes: str = "") -> Operation:
    known = frozenset(f"{_ANY_MODIFICATION} {takes}".split())
    return Operation(name, "POST", CHECKOUT + path, ModificationRequest, request, known, execute, 201)


def _pay_out(name: str, path: str, execute: Callable[..., Any], request: str, takes: str) -> Operation:
    return Operation(name, "POST", f"{PAYOUT}/{path}", PayoutRequest, request, frozenset(takes.split()), execute)


def _dispute(name: str, path: str, execute: Callable[..., Any], request: str, takes: str = "") -> Operation:
    known = frozenset(f"{_ANY_DISPUTE} {takes}".split())
    return Operation(name, "POST", f"{DISPUTES}/{path}", DisputeRequest, request, known, execute)


OPERATIONS = (
    _post("payments.create", f"{CHECKOUT}/payments", PaymentRequest, payments.create),
    Operation("payments.details", "POST", f"{CHECKOUT}/payments/details", PaymentDetailsRequest,
              "PaymentDetailsRequest", known_fields(PaymentDetailsRequest) - {"merchantAccount"}, payments.details),
    _modify("captures.create", "/payments/{payment}/captures", modifications.capture, "PaymentCaptureRequest",
            "amount lineItems splits"),
    _modify("cancels.create", "/payments/{payment}/cancels", modifications.cancel, "PaymentCancelRequest"),
    _modify("cancels.by_reference", "/cancels", modifications.cancel_by_reference, "StandalonePaymentCancelRequest",
            "paymentReference"),
    _modify("refunds.create", "/payments/{payment}/refunds", modifications.refund, "PaymentRefundRequest",
            "amount capturePspReference lineItems merchantRefundReason splits store"),
    _modify("reversals.create", "/payments/{payment}/reversals", modifications.reverse, "PaymentReversalRequest"),
    _modify("amount_updates.create", "/payments/{payment}/amountUpdates", modifications.adjust,
            "PaymentAmountUpdateRequest", "amount reason splits"),
    _post("sessions.create", f"{CHECKOUT}/sessions", SessionRequest, checkout.create_session, 201,
          "CreateCheckoutSessionRequest"),
    Operation("sessions.retrieve", "GET", CHECKOUT + "/sessions/{session}", Request, "", frozenset(),
              checkout.retrieve_session),
    _post("payment_methods.list", f"{CHECKOUT}/paymentMethods", PaymentMethodsRequest, checkout.offered),
    _post("payment_methods.balance", f"{CHECKOUT}/paymentMethods/balance", BalanceCheckRequest, checkout.balance),
    _post("orders.create", f"{CHECKOUT}/orders", CreateOrderRequest, checkout.create),
    _post("orders.cancel", f"{CHECKOUT}/orders/cancel", CancelOrderRequest, checkout.cancel),
    _post("stored_payment_methods.create", f"{CHECKOUT}/storedPaymentMethods", StoredPaymentMethodRequest,
          recurring.store, 201),
    _post("recurring.list", f"{RECURRING}/listRecurringDetails", RecurringDetailsRequest, recurring.listed),
    _post("recurring.disable", f"{RECURRING}/disable", DisableRequest, recurring.disable),
    _pay_out("payouts.store", "storeDetail", payouts.store, "StoreDetailRequest", _STORED),
    _pay_out("payouts.store_and_submit", "storeDetailAndSubmitThirdParty", payouts.store_and_submit,
             "StoreDetailAndSubmitRequest", f"{_STORED} {_ASKED} shopperStatement"),
    _pay_out("payouts.submit", "submitThirdParty", payouts.submit, "SubmitRequest",
             f"{_ANY_PAYOUT} {_PAYEE} {_ASKED} selectedRecurringDetailReference shopperStatement"),
    _post("payouts.confirm", f"{PAYOUT}/confirmThirdParty", ModifyRequest, payouts.confirm),
    _post("payouts.decline", f"{PAYOUT}/declineThirdParty", ModifyRequest, payouts.decline),
    _pay_out("payouts.pay", "payout", payouts.pay_at_once, "PayoutRequest",
             f"{_ANY_PAYOUT} {_ASKED} billingAddress card fundSource selectedRecurringDetailReference "
             "shopperInteraction telephoneNumber"),
    _dispute("disputes.accept", "acceptDispute", disputes.accept, "AcceptDisputeRequest"),
    _dispute("disputes.defend", "defendDispute", disputes.defend, "DefendDisputeRequest", "defenseReasonCode"),
    _dispute("disputes.reasons", "retrieveApplicableDefenseReasons", disputes.reasons, "DefenseReasonsRequest"),
    _dispute("disputes.supply", "supplyDefenseDocument", disputes.supply, "SupplyDefenseDocumentRequest",
             "defenseDocuments"),
    _dispute("disputes.delete", "deleteDisputeDefenseDocument", disputes.delete, "DeleteDefenseDocumentRequest",
             "defenseDocumentType"),
)
