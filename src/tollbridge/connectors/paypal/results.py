"""What PayPal's orders, authorizations and captures say of a payment."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.paypal import wire
from tollbridge.connectors.paypal.remembered import AUTHORIZE, CAPTURE, ORDER, Remembered
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import ConnectorMandate
from tollbridge.domain.money import Money
from tollbridge.domain.redirects import Redirect
from tollbridge.domain.results import CardConnectorResponse, ConnectorResponseData, Payment
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus

ORDER_STATUS = kit.payment_statuses(
    CREATED=Status.PENDING,
    SAVED=Status.PENDING,
    PAYER_ACTION_REQUIRED=Status.AUTHENTICATION_PENDING,
    APPROVED=Status.AUTHENTICATION_SUCCESSFUL,  # a second Authorize, with the order's id, takes or reserves the money
    # Of an order that does not show what was paid on it: "A completed order can indicate a payment was authorized, an
    # authorized payment was captured, or a payment was declined".
    # https://developer.paypal.com/api/orders/v2/definitions/order_status
    COMPLETED=Status.UNRESOLVED,
    VOIDED=Status.VOIDED,
)
AUTHORIZATION_STATUS = kit.payment_statuses(
    CREATED=Status.AUTHORIZED,
    PENDING=Status.PENDING,
    CAPTURED=Status.CHARGED,
    PARTIALLY_CAPTURED=Status.PARTIAL_CHARGED,
    VOIDED=Status.VOIDED,
    DENIED=Status.FAILURE,
    # PayPal's pages do not have these words for authorizations; they can mean but one thing
    EXPIRED=Status.EXPIRED,
    DECLINED=Status.FAILURE,
    FAILED=Status.FAILURE,
)
CAPTURE_STATUS = kit.payment_statuses(
    COMPLETED=Status.CHARGED,
    REFUNDED=Status.CHARGED,  # it was taken: the refund tells of itself
    PARTIALLY_REFUNDED=Status.CHARGED,
    PENDING=Status.PENDING,
    DECLINED=Status.FAILURE,
    FAILED=Status.FAILURE,
    # these PayPal's pages have for authorizations alone
    CREATED=Status.AUTHORIZED,
    CAPTURED=Status.CHARGED,
    PARTIALLY_CAPTURED=Status.PARTIAL_CHARGED,
    VOIDED=Status.VOIDED,
    DENIED=Status.FAILURE,
    EXPIRED=Status.EXPIRED,
)
TAKEN = (Status.CHARGED, Status.PARTIAL_CHARGED, Status.PARTIAL_CHARGED_AND_CHARGEABLE)
RELEASED = (Status.VOIDED, Status.EXPIRED)
"""Of an authorization: what was not captured by then is not to be had any more."""
LEADING = ("payer-action", "approve")
"""Names of the link to the page where the shopper agrees or authenticates."""


def of_order(order: wire.Order) -> Payment:
    """By what was paid on it, if anything was."""
    unit = order.purchase_units[0] if order.purchase_units else wire.PurchaseUnit()
    payments = unit.payments or wire.Payments()
    if payments.captures or payments.authorizations:
        its = settled(order, unit, payments)
    else:
        its = Payment(
            status=ORDER_STATUS[order.status], raw_connector_status=RawConnectorStatus(code=order.status),
            connector_transaction_id=order.id, amount=unit.amount.money if unit.amount else None,
            connector_feature_data=kit.carry(Remembered(psync_flow=order.intent or None, order_id=order.id)))
    vault = vaulted(order.payment_source)
    return replace(
        its, merchant_transaction_id=unit.invoice_id, redirection_data=redirect(order.links),
        mandate_reference=ConnectorMandate(connector_mandate_id=vault.id) if vault and vault.id else None,
        connector_customer_id=vault.customer.id if vault and vault.customer else None)


def settled(order: wire.Order, unit: wire.PurchaseUnit, payments: wire.Payments) -> Payment:
    """Captures tell more than the authorization that they were made on, but for those that came to nothing."""
    ordered = unit.amount.money if unit.amount else None
    authorization = next((one for one in payments.authorizations if AUTHORIZATION_STATUS[one.status]
                          is not Status.FAILURE), next(iter(payments.authorizations), None))
    captures = [one for one in payments.captures if CAPTURE_STATUS[one.status] is not Status.FAILURE]
    captures.sort(key=lambda one: CAPTURE_STATUS[one.status] not in TAKEN)
    if authorization is None or captures:
        reserved = (authorization.amount.money if authorization and authorization.amount else None) or ordered
        before = Remembered(authorize_id=authorization.id if authorization else None,
                            order_id=order.id, authorized=reserved.minor_amount if reserved else None)
        its = of_captures(captures or payments.captures, before, order.id)
        released = authorization is not None and AUTHORIZATION_STATUS[authorization.status] in RELEASED
        if released and its.status is Status.PARTIAL_CHARGED_AND_CHARGEABLE:
            its = replace(its, status=Status.PARTIAL_CHARGED)
    else:
        its = of_authorization(authorization, Remembered(order_id=order.id), order.id)
    return replace(its, amount=ordered or its.amount,
                   authorized_money=None if its.error else ordered or its.authorized_money)


def of_captures(captures: Sequence[wire.Transaction], before: Remembered, payment_id: str) -> Payment:
    """One after the other: the last one tells how it stands (a pending one comes last), with what all have taken."""
    first, *others = captures
    its, remains = _captured(first, before, payment_id)
    for capture in others:
        its, remains = _captured(capture, remains, payment_id)
    return its


def of_capture(capture: wire.Transaction, before: Remembered, payment_id: str, *, just_now: bool = False) -> Payment:
    """`before` is what was known of the payment; `just_now`, and what this capture took comes on top of it."""
    if not just_now:
        before = replace(before, captured=None)
    return _captured(capture, before, payment_id)[0]


def _captured(capture: wire.Transaction, before: Remembered, payment_id: str) -> tuple[Payment, Remembered]:
    status = CAPTURE_STATUS[capture.status]
    amount = capture.amount.money if capture.amount else None
    taken = Money(before.captured, amount.currency) if before.captured and amount else None
    if status in TAKEN and amount is not None:
        taken = Money(amount.minor_amount + (before.captured or 0), amount.currency)
        if before.authorized is not None and taken.minor_amount < before.authorized:
            more = capture.final_capture is False
            status = Status.PARTIAL_CHARGED_AND_CHARGEABLE if more else Status.PARTIAL_CHARGED
    alone = capture.final_capture is not False and not before.captured
    after = replace(before, capture_id=capture.id, psync_flow=CAPTURE if alone else ORDER,
                    captured=taken.minor_amount if taken else before.captured)
    payment = told(capture, status, payment_id, after)
    return replace(payment, captured_amount=taken, amount=amount), after


def of_authorization(authorization: wire.Transaction, before: Remembered, payment_id: str) -> Payment:
    status = AUTHORIZATION_STATUS[authorization.status]
    amount = authorization.amount.money if authorization.amount else None
    after = replace(before, authorize_id=authorization.id, psync_flow=AUTHORIZE,
                    authorized=amount.minor_amount if amount else None)
    payment = told(authorization, status, payment_id, after)
    return replace(payment, amount=amount, authorized_money=amount if status is not Status.FAILURE else None)


def told(its: wire.Transaction, status: Status, payment_id: str, after: Remembered) -> Payment:
    """What authorizations and captures have in common. The payment's id is that of its order."""
    related = its.supplementary_data.related_ids if its.supplementary_data else None
    if related is not None:
        payment_id = related.order_id or payment_id
        after = replace(after, order_id=related.order_id or after.order_id,
                        authorize_id=after.authorize_id or related.authorization_id)
    payment_id = payment_id or its.id
    refused = status in (Status.FAILURE, Status.EXPIRED)
    reference = its.network_transaction_reference
    return Payment(
        status=status, connector_transaction_id=payment_id, merchant_transaction_id=its.invoice_id,
        raw_connector_status=RawConnectorStatus(
            code=its.status, reason=its.status_details.reason if its.status_details else None),
        error=failure(its, payment_id) if refused else None,
        network_transaction_id=reference.id if reference and not refused else None,
        connector_response=checks(its.processor_response),
        connector_feature_data=kit.carry(after))


def failure(its: wire.Transaction, payment_id: str | None) -> Failure:
    """The processor's response code where there is one, else PayPal's own reason.

    https://developer.paypal.com/api/rest/reference/orders/v2/errors/ and the definition of processor_response
    """
    response = its.processor_response or wire.ProcessorResponse()
    reason = its.status_details.reason if its.status_details else None
    return Failure(
        code=response.response_code or reason or its.status, message=reason or its.status,
        advice_code=response.payment_advice_code, connector_transaction_id=payment_id)


def checks(response: wire.ProcessorResponse | None) -> ConnectorResponseData | None:
    """What the issuer found of address and security code, in PayPal's words."""
    if response is None or not (response.avs_code or response.cvv_code):
        return None
    found = {"avs_code": response.avs_code, "cvv_code": response.cvv_code}
    return ConnectorResponseData(additional_payment_method_data=CardConnectorResponse(
        payment_checks=msgspec.json.encode({name: code for name, code in found.items() if code})))


def redirect(links: Sequence[wire.Link]) -> Redirect | None:
    """The page where the shopper agrees, or shows the issuer who they are."""
    return next((Redirect(uri=link.href) for link in links if link.rel in LEADING), None)


def vaulted(sources: wire.Sources | None) -> wire.Vaulted | None:
    """What the vault has kept of the method."""
    source = sources.source if sources else None
    return source.attributes.vault if source and source.attributes else None
