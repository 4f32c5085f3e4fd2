"""Mandates: a card checked with an amount of zero and kept in the token vault, then charged by the merchant alone.

https://developer.cybersource.com/docs/cybs/en-us/credentialed/developer/all/rest/credentialed-transactions/cof-intro.html
"""

from __future__ import annotations

from tollbridge import kit
from tollbridge.domain import recurring as asked
from tollbridge.domain.errors import InvalidField
from tollbridge.domain.mandates import ConnectorMandate, charged_by
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.families.cybersource import payments, three_ds, wire
from tollbridge.families.cybersource.account import Ctx
from tollbridge.families.cybersource.face import Body, Face, amount, bill_to, email, major, merchant_defined
from tollbridge.families.cybersource.methods import filled, method_fields

INTERNET = "internet"
CARDS = (PaymentMethodType.CREDIT, PaymentMethodType.DEBIT)


def build_setup(face: Face, req: asked.SetupMandate | asked.ProxySetupMandate, ctx: Ctx) -> kit.HttpRequest:
    """Nothing is reserved: the card is checked, and kept."""
    method, order = (req.card_proxy, None) if isinstance(req, asked.ProxySetupMandate) else (
        req.payment_method, req.merchant_order_id)
    needed = {"merchant_recurring_payment_id": req.merchant_recurring_payment_id, **email(req.address, req.customer)}
    parts, data = filled(method, face, needed), req.authentication_data
    kit.require({**needed, **three_ds.wanted(data, parts.network)})
    return kit.post_json(payments.PAYMENT, {
        "clientReferenceInformation": {"code": req.merchant_recurring_payment_id},
        "processingInformation": {
            "commerceIndicator": payments.order(req, data, parts.network), "capture": False,
            **parts.processing, **payments.TOKENS,
            "authorizationOptions": {**payments.lenient(ctx), **payments.STORES}},
        "paymentInformation": parts.payment,
        "orderInformation": {"amountDetails": {"totalAmount": "0", "currency": req.amount.currency},
                             "billTo": bill_to(face, req.address.billing_address, req.customer)},
        "consumerAuthenticationInformation": three_ds.shown(face, data, parts),
        "tokenInformation": parts.token,
        "merchantDefinedInformation": merchant_defined(face, req.metadata, order)})


def parse_setup(res: kit.HttpResponse, req: object, ctx: Ctx) -> asked.MandateSetup:
    """A card that the issuer approves of is a mandate once the vault has kept it."""
    its = payments.payment(kit.read_json(res, wire.Transaction))
    kept = its.status is Status.AUTHORIZED and its.mandate_reference is not None
    return asked.MandateSetup(
        status=Status.CHARGED if kept else its.status, connector_recurring_payment_id=its.connector_transaction_id,
        error=its.error, mandate_reference=its.mandate_reference,
        mandate_reference_details=its.mandate_reference_details, network_transaction_id=its.network_transaction_id,
        connector_response=its.connector_response, raw_connector_status=its.raw_connector_status)


def build_charge(face: Face, req: asked.ChargeMandate, ctx: Ctx) -> kit.HttpRequest:
    """Of the merchant's own accord, unless the request says that the shopper is there: then a network takes a claim of
    the merchant's initiative for an untrue one.
    """
    there = req.off_session is False
    if there and req.mit_category:
        raise InvalidField("mit_category", "says why the shopper is not needed; off_session, that they are there")
    paid_with, initiated = charged(face, req)
    customer, address = req.customer, req.address.billing_address if req.address else None
    return kit.post_json(payments.PAYMENT, {
        "clientReferenceInformation": {"code": req.merchant_charge_id},
        "processingInformation": {
            "commerceIndicator": payments.ORDERS.get(req.mit_category, INTERNET) if req.mit_category else INTERNET,
            "capture": payments.automatic(req.capture_method),
            "authorizationOptions": {
                **payments.lenient(ctx), "partialAuthIndicator": req.enable_partial_authorization or None,
                "initiator": {"type": "customer", "storedCredentialUsed": True} if there else payments.alone(
                    req.mit_category, initiated)}},
        "paymentInformation": paid_with if there else payments.away(paid_with),
        "merchantInformation": payments.descriptor(req.billing_descriptor),
        "orderInformation": {"amountDetails": amount(req.amount), "billTo": bill_to(face, address, customer)},
        "merchantDefinedInformation": merchant_defined(face, req.metadata, req.merchant_order_id)})


def charged(face: Face, req: asked.ChargeMandate) -> tuple[Body, Body]:
    """What is charged, and which payment began it."""
    its = req.connector_recurring_payment_id
    needed = {"merchant_charge_id": req.merchant_charge_id}
    first = req.original_payment_authorized_amount  # which Discover and Diners want
    initiated: Body = {"originalAuthorizedAmount": major(first) if first else None}
    if isinstance(its, ConnectorMandate):
        kit.require({**needed, charged_by(its, "connector_mandate_id"): its.connector_mandate_id})
        chosen = face.selects_type and req.payment_method_type in CARDS
        return {"paymentInstrument": {"id": its.connector_mandate_id},
                "card": {"typeSelectionIndicator": "1"} if chosen else None}, initiated
    path = charged_by(its, "network_transaction_id") if its else "connector_recurring_payment_id"
    card = {"payment_method": req.payment_method} if its else {}
    kit.require({**needed, path: its and its.network_transaction_id, **card})
    initiated["previousTransactionId"] = its.network_transaction_id if its else None
    return method_fields(req.payment_method, face).payment, initiated
