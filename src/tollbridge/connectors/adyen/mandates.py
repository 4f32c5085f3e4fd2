"""Mandates: a payment stores the method at Adyen, later ones charge it; sessions for Adyen's own front-end libraries.

https://docs.adyen.com/online-payments/tokenization. What we keep as the mandate is storedPaymentMethodId, which is
charged together with the shopper's reference, `connector_customer_id`. A mandate by the network's id of the first
payment needs the card or network token itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from tollbridge import kit
from tollbridge.connectors.adyen import wire
from tollbridge.connectors.adyen.account import CHECKOUT, Ctx, amount
from tollbridge.connectors.adyen.cards import BRANDS, interaction, numbered, proxied, token_number
from tollbridge.connectors.adyen.methods import setup_fields
from tollbridge.connectors.adyen.payments import PAYMENTS, additional, model, payment, shared, software
from tollbridge.connectors.adyen.shopper import (
    Form,
    about,
    email,
    full_name,
    metadata,
    shopper_reference,
    street,
    telephone,
)
from tollbridge.domain.client_tokens import AdyenClientAuthenticationResponse
from tollbridge.domain.errors import MissingField, Unsupported
from tollbridge.domain.features import Feature
from tollbridge.domain.mandates import ConnectorMandate, NetworkMandate, NetworkTokenMandate, charged_by
from tollbridge.domain.methods.cards import CardForNetworkTransactionId, NetworkToken
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.methods.wallets import ApplePay, GooglePay
from tollbridge.domain.recurring import ChargeMandate, MandateSetup, ProxySetupMandate, SetupMandate
from tollbridge.domain.secret import Secret
from tollbridge.domain.sessions import ClientToken, CreateClientToken, PaymentClientAuthenticationContext
from tollbridge.kit.networks import network_of

KINDS: Mapping[PaymentMethodType, str] = {
    PaymentMethodType.ACH: "ach", PaymentMethodType.BACS: "directdebit_GB", PaymentMethodType.BECS: "directdebit_AU",
    PaymentMethodType.IDEAL: "sepadirectdebit",  # https://docs.adyen.com/payment-methods/ideal, "Recurring payments"
    PaymentMethodType.PAY_PAL: "paypal",
    PaymentMethodType.SEPA: "sepadirectdebit", PaymentMethodType.TWINT: "twint",
}
"""What a token stands for, where it is no card."""
WITHOUT: Mapping[type, frozenset[Feature]] = {
    ApplePay: frozenset({Feature.THREE_DS, Feature.EXTERNAL_THREE_DS}),
    GooglePay: frozenset({Feature.EXTERNAL_THREE_DS})}


# -- setting up --------------------------------------------------------------------------------------------------------
def build_setup(req: SetupMandate, ctx: Ctx) -> kit.HttpRequest:
    base, paid_with = kit.together(lambda: setup(req, ctx), lambda: setup_fields(req.payment_method, req))
    descriptor = req.billing_descriptor
    return kit.post_json(PAYMENTS, {
        **base, "shopperLocale": req.locale or None, "deliveryAddress": street(req.address.shipping_address),
        "merchantOrderReference": req.merchant_order_id or None,
        "shopperStatement": descriptor.statement_descriptor if descriptor else None,
        "applicationInfo": software(req.partner_merchant_identifier_details), **paid_with})


def build_proxy_setup(req: ProxySetupMandate, ctx: Ctx) -> kit.HttpRequest:
    base, paid_with = kit.together(lambda: setup(req, ctx), lambda: proxied(req.card_proxy, req))
    return kit.post_json(PAYMENTS, {**base, **paid_with})


def setup(req: SetupMandate | ProxySetupMandate, ctx: Ctx) -> Form:
    """As a payment; of nothing, the method is only verified."""
    billing = req.address.billing_address
    reference = shopper_reference(req.customer, req.state, kept=True)
    kit.require({"merchant_recurring_payment_id": req.merchant_recurring_payment_id, "return_url": req.return_url,
                 "customer.connector_customer_id": reference})
    return {
        "amount": amount(req.amount), "merchantAccount": ctx.account.merchant_account,
        "reference": req.merchant_recurring_payment_id, "returnUrl": req.return_url,
        "shopperInteraction": "Ecommerce", "storePaymentMethod": True, "shopperReference": reference,
        "recurringProcessingModel": model(getattr(req, "mit_category", None)), "additionalData": additional(req),
        "shopperIP": req.browser_info.ip_address if req.browser_info else None,
        "shopperEmail": email(billing, req.customer), "telephoneNumber": telephone(billing),
        "billingAddress": street(billing), **about(req.metadata),
    }


def parse_setup(res: kit.HttpResponse, req: object, ctx: Ctx) -> MandateSetup:
    its = payment(kit.read_json(res, wire.PaymentBody))
    return MandateSetup(
        status=its.status, connector_recurring_payment_id=its.connector_transaction_id, error=its.error,
        mandate_reference=its.mandate_reference, redirection_data=its.redirection_data,
        network_transaction_id=its.network_transaction_id, connector_response=its.connector_response,
        connector_feature_data=its.connector_feature_data, raw_connector_status=its.raw_connector_status)


# -- charging ----------------------------------------------------------------------------------------------------------
def build_charge(req: ChargeMandate, ctx: Ctx) -> kit.HttpRequest:
    billing = req.address.billing_address if req.address else None
    paid_with, _ = kit.together(lambda: charged(req), lambda: needed(req))
    descriptor = req.billing_descriptor
    return kit.post_json(PAYMENTS, {
        "amount": amount(req.amount), "merchantAccount": ctx.account.merchant_account, **paid_with,
        "reference": req.merchant_charge_id, "returnUrl": req.return_url,
        "shopperInteraction": interaction(req.off_session is not False, req.payment_channel),
        "recurringProcessingModel": model(req.mit_category), "additionalData": with_link(req),
        "shopperIP": req.browser_info.ip_address if req.browser_info else None,
        "shopperLocale": req.locale or None, "shopperEmail": req.email or email(billing, req.customer),
        "shopperStatement": descriptor.statement_descriptor if descriptor else None,
        "telephoneNumber": telephone(billing), "billingAddress": street(billing),
        "deliveryAddress": street(req.address.shipping_address) if req.address else None,
        "merchantOrderReference": req.merchant_order_id or None, **about(req.metadata),
        **shared(req.split_payments),
        "applicationInfo": software(req.partner_merchant_identifier_details),
    })


def needed(req: ChargeMandate) -> Form:
    """By the schema."""
    kit.require({"merchant_charge_id": req.merchant_charge_id, "return_url": req.return_url})
    return {}


def charged(req: ChargeMandate) -> Form:
    """What is charged, and whose it is: a token is nothing without its shopper."""
    mandate = req.connector_recurring_payment_id
    kit.require({"connector_recurring_payment_id": mandate})
    reference = req.connector_customer_id or shopper_reference(req.customer, req.state, kept=True)
    if not isinstance(mandate, ConnectorMandate):
        return {"paymentMethod": by_network(req, mandate), "shopperReference": reference}
    kit.require({charged_by(mandate, "connector_mandate_id"): mandate.connector_mandate_id,
                 "connector_customer_id": reference})
    kind = KINDS.get(req.payment_method_type, "scheme") if req.payment_method_type else "scheme"
    return {"paymentMethod": {"type": kind, "storedPaymentMethodId": mandate.connector_mandate_id},
            "shopperReference": reference}


def by_network(req: ChargeMandate, mandate: NetworkMandate | NetworkTokenMandate | None) -> Form:
    """https://docs.adyen.com/online-payments/tokenization/without-adyen-tokens"""
    assert mandate is not None  # noqa: S101 - `charged` has seen to it that there is one
    its = mandate.network_transaction_id
    kit.require({charged_by(mandate, "network_transaction_id"): its, "payment_method": req.payment_method})
    method, billing = req.payment_method, req.address.billing_address if req.address else None
    if isinstance(method, CardForNetworkTransactionId):
        paid_with, number = numbered(method, None, billing), method.card_number
    elif isinstance(method, NetworkToken):
        paid_with, number = token_number(method, full_name(billing)), method.token_number
    else:
        raise Unsupported(f"payment method {type(method).__name__} in charge on adyen")
    network = method.card_network or network_of(number)
    return {**paid_with, "brand": BRANDS.get(network) if network else None, "networkPaymentReference": its}


def with_link(req: ChargeMandate) -> Form:
    """With the network's link between payments of one agreement, where it gave one."""
    mandate = req.connector_recurring_payment_id
    link = mandate.transaction_link_id if isinstance(mandate, NetworkMandate | NetworkTokenMandate) else None
    return {**additional(req), "transactionLinkId": link}


# -- sessions ----------------------------------------------------------------------------------------------------------
def build_session(req: CreateClientToken, ctx: Ctx) -> kit.HttpRequest:
    """For Drop-in and Components, which show what the account offers: https://docs.adyen.com/api-explorer/Checkout/68"""
    about = req.domain_context
    if not isinstance(about, PaymentClientAuthenticationContext):
        raise MissingField("payment")
    customer = about.customer
    kit.require({"merchant_client_session_id": req.merchant_client_session_id, "payment.return_url": about.return_url})
    return kit.post_json(f"{CHECKOUT}/sessions", {
        "amount": amount(about.amount, "payment.amount"), "merchantAccount": ctx.account.merchant_account,
        "reference": req.merchant_client_session_id, "returnUrl": about.return_url,
        "countryCode": about.country_alpha2_code, "metadata": metadata(about.metadata),
        "shopperReference": shopper_reference(customer, None, kept=True),
        "shopperEmail": customer.email if customer else None,
    })


def parse_session(res: kit.HttpResponse, req: object, ctx: Ctx) -> ClientToken:
    body = kit.read_json(res, wire.SessionBody)
    return ClientToken(session_data=AdyenClientAuthenticationResponse(
        session_id=body.id, session_data=Secret(body.sessionData)))
