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
)

CHECKOUT = "/v68"
RECURRING = "/pal/servlet/Recurring/v68"
PAYOUT = "/pal/servlet/Payout/v68"
DISPUTES = "/ca/services/DisputeService/v30"


class Operation(NamedTuple):
    """`execute` takes the desk, the request, and the parts of the path by their names."""

    name: str
    method: str
    path: str
    shape: type[Request]
    execute: Callable[..., Any]
    status: int = 200


def _post(name: str, path: str, shape: type[Request], execute: Callable[..., Any], status: int = 200) -> Operation:
    return Operation(name, "POST", path, shape, execute, status)


def _modify(name: str, path: str, execute: Callable[..., Any]) -> Operation:
    return _post(name, CHECKOUT + path, ModificationRequest, execute, 201)


OPERATIONS = (
    _post("payments.create", f"{CHECKOUT}/payments", PaymentRequest, payments.create),
    _post("payments.details", f"{CHECKOUT}/payments/details", PaymentDetailsRequest, payments.details),
    _modify("captures.create", "/payments/{payment}/captures", modifications.capture),
    _modify("cancels.create", "/payments/{payment}/cancels", modifications.cancel),
    _modify("cancels.by_reference", "/cancels", modifications.cancel_by_reference),
    _modify("refunds.create", "/payments/{payment}/refunds", modifications.refund),
    _modify("reversals.create", "/payments/{payment}/reversals", modifications.reverse),
    _modify("amount_updates.create", "/payments/{payment}/amountUpdates", modifications.adjust),
    _post("sessions.create", f"{CHECKOUT}/sessions", SessionRequest, checkout.create_session, 201),
    Operation("sessions.retrieve", "GET", CHECKOUT + "/sessions/{session}", Request, checkout.retrieve_session),
    _post("payment_methods.list", f"{CHECKOUT}/paymentMethods", PaymentMethodsRequest, checkout.offered),
    _post("payment_methods.balance", f"{CHECKOUT}/paymentMethods/balance", BalanceCheckRequest, checkout.balance),
    _post("orders.create", f"{CHECKOUT}/orders", CreateOrderRequest, checkout.create),
    _post("orders.cancel", f"{CHECKOUT}/orders/cancel", CancelOrderRequest, checkout.cancel),
    _post("stored_payment_methods.create", f"{CHECKOUT}/storedPaymentMethods", StoredPaymentMethodRequest,
          recurring.store, 201),
    _post("recurring.list", f"{RECURRING}/listRecurringDetails", RecurringDetailsRequest, recurring.listed),
    _post("recurring.disable", f"{RECURRING}/disable", DisableRequest, recurring.disable),
    _post("payouts.store", f"{PAYOUT}/storeDetail", PayoutRequest, payouts.store),
    _post("payouts.store_and_submit", f"{PAYOUT}/storeDetailAndSubmitThirdParty", PayoutRequest,
          payouts.store_and_submit),
    _post("payouts.submit", f"{PAYOUT}/submitThirdParty", PayoutRequest, payouts.submit),
    _post("payouts.confirm", f"{PAYOUT}/confirmThirdParty", ModifyRequest, payouts.confirm),
    _post("payouts.decline", f"{PAYOUT}/declineThirdParty", ModifyRequest, payouts.decline),
    _post("payouts.pay", f"{PAYOUT}/payout", PayoutRequest, payouts.pay_at_once),
    _post("disputes.accept", f"{DISPUTES}/acceptDispute", DisputeRequest, disputes.accept),
    _post("disputes.defend", f"{DISPUTES}/defendDispute", DisputeRequest, disputes.defend),
    _post("disputes.reasons", f"{DISPUTES}/retrieveApplicableDefenseReasons", DisputeRequest, disputes.reasons),
    _post("disputes.supply", f"{DISPUTES}/supplyDefenseDocument", DisputeRequest, disputes.supply),
    _post("disputes.delete", f"{DISPUTES}/deleteDisputeDefenseDocument", DisputeRequest, disputes.delete),
)
