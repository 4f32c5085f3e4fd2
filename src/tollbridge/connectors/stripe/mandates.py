"""Mandates: a setup intent stores a payment method, a payment intent off session charges it, detaching it ends it.

https://docs.stripe.com/api/setup_intents, https://docs.stripe.com/payments/save-and-reuse. What we keep as the mandate
is the payment method: it is charged together with the customer that it is attached to, `connector_customer_id`. Setting
up takes no money, whatever its amount.

A mandate by the network's id of the first payment goes in `mit_exemption`, beside the card or network token. As of
2026-04 Stripe opens that account by account and does not describe it; ActiveMerchant's gateway has it, see methods.py.
"""

from __future__ import annotations

from functools import singledispatch

from tollbridge import kit
from tollbridge.connectors.stripe import payments, wire
from tollbridge.connectors.stripe.account import Ctx, to_wire
from tollbridge.connectors.stripe.addresses import (
    EMAIL,
    NAME,
    Form,
    acceptance,
    billed,
    full_name,
    mandate_data,
    shipping,
)
from tollbridge.connectors.stripe.banks import NETWORKS
from tollbridge.connectors.stripe.connect import on_account, shared
from tollbridge.connectors.stripe.metadata import metadata
from tollbridge.connectors.stripe.methods import by_network_token, method_fields
from tollbridge.connectors.stripe.payments import (
    EXPAND,
    descriptor,
    failure,
    left_behind,
    network_transaction_id,
    no_reason,
    redirect,
    stored,
    told_of_card,
    usage,
)
from tollbridge.connectors.stripe.tokens import (
    MethodBody,
    bare_method,
    card_options,
    customer_id,
    proxied,
)
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.mandates import ConnectorMandate, NetworkMandate, NetworkTokenMandate, charged_by
from tollbridge.domain.methods import (
    AchDebit,
    ApplePayThirdPartySdk,
    BacsDebit,
    BancontactCard,
    BecsDebit,
    Boleto,
    CashappQr,
    GooglePay,
    GooglePayThirdPartySdk,
    Ideal,
    PaypalRedirect,
    SepaDebit,
    Sofort,
)
from tollbridge.domain.methods.cards import Card, CardForNetworkTransactionId, NetworkToken, StoredMethod
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.methods.wallets import GooglePayDecryptedData
from tollbridge.domain.payments import CaptureMethod, Sync
from tollbridge.domain.recurring import (
    ChargeMandate,
    MandateSetup,
    ProxySetupMandate,
    RevokedMandate,
    RevokeMandate,
    SetupMandate,
    TokenSetupMandate,
)
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import MandateStatus, PaymentStatus as Status, RawConnectorStatus

SETUP_STATUS = kit.payment_statuses(
    succeeded=Status.CHARGED,  # the method is stored: nothing more is due, though nothing was taken
    processing=Status.PENDING,
    requires_action=Status.AUTHENTICATION_PENDING,
    requires_confirmation=Status.CONFIRMATION_AWAITED,
    requires_payment_method=Status.FAILURE,  # we always confirm, so an attempt failed
    canceled=Status.VOIDED,
)
KINDS = {
    PaymentMethodType.SEPA: "sepa_debit", PaymentMethodType.ACH: "us_bank_account",
    PaymentMethodType.BACS: "bacs_debit", PaymentMethodType.BECS: "au_becs_debit",
    **dict.fromkeys((PaymentMethodType.BANCONTACT_CARD, PaymentMethodType.IDEAL, PaymentMethodType.SOFORT),
                    "sepa_debit"),  # which these leave behind
    PaymentMethodType.ALI_PAY: "alipay", PaymentMethodType.AMAZON_PAY: "amazon_pay",
    PaymentMethodType.BOLETO: "boleto", PaymentMethodType.CASHAPP: "cashapp",
    PaymentMethodType.KAKAO_PAY: "kakao_pay", PaymentMethodType.PAY_PAL: "paypal",
    PaymentMethodType.REVOLUT_PAY: "revolut_pay", PaymentMethodType.SATISPAY: "satispay",
}
"""What is charged, where it is no card: a payment intent that names no type takes cards only."""
LEAVING_SEPA = (BancontactCard, Ideal, Sofort)
SINGLE = frozenset({"bancontact", "ideal", "sofort"})
OTHERS = BacsDebit | BecsDebit | Boleto | CashappQr | PaypalRedirect
TOKENS = ApplePayThirdPartySdk | GooglePay | GooglePayThirdPartySdk


@singledispatch
def setup_fields(method: object, req: SetupMandate) -> Form:
    """What a payment method adds to the form of a setup intent."""
    raise Unsupported(type(method).__name__)


@setup_fields.register
def card(method: Card, req: SetupMandate) -> Form:
    return {"payment_method_data": bare_method(method),
            "payment_method_options": card_options(method.card_network, req.auth_type, req.payment_channel),
            "payment_method_types": ["card"]}


@setup_fields.register
def sepa(method: SepaDebit, req: SetupMandate) -> Form:
    return debit(bare_method(method), method.bank_account_holder_name, req)


@setup_fields.register
def ach(method: AchDebit, req: SetupMandate) -> Form:
    return debit(bare_method(method), method.bank_account_holder_name or method.card_holder_name, req)


@setup_fields.register
def token(method: StoredMethod, req: SetupMandate) -> Form:
    return {"payment_method": method.token}


@setup_fields.register
def wallet(method: TOKENS, req: SetupMandate) -> Form:
    """By the token that Stripe's libraries make of the card in it."""
    if isinstance(method, GooglePay) and isinstance(method.tokenization_data, GooglePayDecryptedData):
        raise Unsupported("decrypted Google Pay in setup_mandate on stripe")
    return method_fields(method, req)


@setup_fields.register
def as_paid(method: BancontactCard | Ideal | Sofort | OTHERS, req: SetupMandate) -> Form:
    """As a payment has it, but for options, of which set-ups have those of cards alone. Those that leave a SEPA debit
    behind need for it what it needs: https://docs.stripe.com/payments/ideal/set-up-payment
    """
    consent = acceptance(req.customer_acceptance, req.setup_mandate_details)
    if isinstance(method, LEAVING_SEPA):
        holder = method.card_holder_name if isinstance(method, BancontactCard) else None
        billed(req, NAME, EMAIL, holder=holder, also={"customer_acceptance": consent})
    elif isinstance(method, BacsDebit | BecsDebit):
        kit.require({"customer_acceptance": consent})
    return {**method_fields(method, req), "payment_method_options": None}


def debit(fields: Form, holder: Secret | None, req: SetupMandate) -> Form:
    """The holder's name has to be there, of SEPA the email address too: the mandate is sent to it."""
    address, customer = req.address.billing_address, req.customer
    name = holder or (full_name(address) if address else None)
    if name is None and customer is not None and customer.name:
        name = Secret(customer.name)
    email = (address.email if address else None) or (customer.email if customer else None)
    consent = acceptance(req.customer_acceptance, req.setup_mandate_details)
    kit.require({NAME: name, "customer_acceptance": consent}
                | ({EMAIL: email} if fields["type"] == "sepa_debit" else {}))
    return {"payment_method_data": {**fields, "billing_details": {"name": name, "email": email}},
            "payment_method_types": [fields["type"]]}


def build_setup(req: SetupMandate, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_form("/v1/setup_intents", {
        **setup(req),
        **setup_fields(req.payment_method, req),
        "mandate_data": mandate_data(acceptance(req.customer_acceptance, req.setup_mandate_details), req.browser_info),
    })


def build_token_setup(req: TokenSetupMandate, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_form("/v1/setup_intents", {
        **setup(req),
        "payment_method": req.connector_token,
        "mandate_data": mandate_data(acceptance(req.customer_acceptance, req.setup_mandate_details), None),
    })


def build_proxy_setup(req: ProxySetupMandate, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_form("/v1/setup_intents", {
        **setup(req),
        "description": req.description,
        "payment_method_data": proxied(req.card_proxy),
        "payment_method_options": card_options(req.card_proxy.card_network, req.auth_type),
        "payment_method_types": ["card"],
        "mandate_data": mandate_data(acceptance(req.customer_acceptance, req.setup_mandate_details), req.browser_info),
    })


def setup(req: SetupMandate | TokenSetupMandate | ProxySetupMandate) -> Form:
    return {
        "confirm": True,
        "usage": usage(req.setup_future_usage, req.setup_mandate_details),
        "customer": customer_id(req.customer, req.state),
        "return_url": req.return_url,
        "metadata": metadata(req.metadata, req.merchant_recurring_payment_id),
        "expand": ["latest_attempt"],
    }


def parse_setup(res: kit.HttpResponse, req: object, ctx: Ctx) -> MandateSetup:
    its = set_up(kit.read_json(res, wire.SetupIntent))
    return MandateSetup(
        status=its.status, raw_connector_status=its.raw_connector_status,
        connector_recurring_payment_id=its.connector_transaction_id, error=its.error,
        mandate_reference=its.mandate_reference, redirection_data=its.redirection_data,
        network_transaction_id=its.network_transaction_id, connector_response=its.connector_response)


def set_up(body: wire.SetupIntent) -> Payment:
    """A setup intent as a payment of nothing, as a question about it wants it."""
    status, tried = SETUP_STATUS[body.status], body.latest_attempt
    refused = status is Status.FAILURE
    return Payment(
        status=status, raw_connector_status=RawConnectorStatus(code=body.status), connector_transaction_id=body.id,
        merchant_transaction_id=body.metadata.get("order_id"),
        error=failure(body.last_setup_error or no_reason(body.status)) if refused else None,
        mandate_reference=None if refused else stored(left_behind(tried) or lasting(body)),
        redirection_data=redirect(body.next_action),
        network_transaction_id=None if refused else network_transaction_id(tried),
        connector_response=None if refused else told_of_card(tried))


def lasting(body: wire.SetupIntent) -> str | wire.Identified | None:
    """What can be charged again: not the method itself where a SEPA debit is left behind, which a question tells."""
    return None if SINGLE.intersection(body.payment_method_types) else body.payment_method


def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    """Of a payment, or of a set-up, which is an intent of another kind: its id tells."""
    if not is_set_up(req):
        return payments.build_sync(req, ctx)
    return kit.get(kit.path("/v1/setup_intents/{connector_transaction_id}", req) + "?expand%5B0%5D=latest_attempt")


def parse_sync(res: kit.HttpResponse, req: Sync, ctx: Ctx) -> Payment:
    return set_up(kit.read_json(res, wire.SetupIntent)) if is_set_up(req) else payments.parse_sync(res, req, ctx)


def is_set_up(req: Sync) -> bool:
    return req.connector_transaction_id.startswith("seti_")


def build_charge(req: ChargeMandate, ctx: Ctx) -> kit.HttpRequest:
    """https://docs.stripe.com/payments/save-and-reuse#charge-saved-payment-method"""
    kit.require({"connector_recurring_payment_id": req.connector_recurring_payment_id})
    return on_account(kit.post_form("/v1/payment_intents", {
        "amount": to_wire(req.amount, "amount"),
        "currency": req.amount.currency.lower(),
        "metadata": metadata(req.metadata, req.merchant_charge_id),
        "return_url": req.return_url,
        "confirm": True,
        **charged(req),
        "customer": req.connector_customer_id or customer_id(req.customer, req.state),
        "description": req.description,
        "shipping": shipping(req.address.shipping_address) if req.address else None,
        "off_session": True if req.off_session is None else req.off_session,
        **descriptor(req),
        "capture_method": "manual" if req.capture_method is CaptureMethod.MANUAL else "automatic",
        **shared(req.split_payments),
        "expand": EXPAND,
    }), req.split_payments)


def charged(req: ChargeMandate) -> Form:
    """What the mandate is charged by. A stored method beside a mandate of Stripe's own is the one that is charged: both
    are ids of a payment method there.
    """
    mandate, method = req.connector_recurring_payment_id, req.payment_method
    if isinstance(mandate, ConnectorMandate):
        beside = method.token if isinstance(method, StoredMethod) else None
        its = mandate.connector_mandate_id or mandate.payment_method_id
        kit.require({charged_by(mandate, "connector_mandate_id"): beside or its})
        kind = KINDS.get(req.payment_method_type) if req.payment_method_type else None
        types = [kind] if kind else None if beside else ["card"]
        return {"payment_method": beside or its, "payment_method_types": types}
    kit.require({"payment_method": method})
    if isinstance(mandate, NetworkMandate) and isinstance(method, CardForNetworkTransactionId):
        return {"payment_method_data": {"type": "card", "card": {
                    "number": method.card_number, "exp_month": method.card_exp_month,
                    "exp_year": method.card_exp_year}},
                "payment_method_options": {"card": {
                    "network": NETWORKS.get(method.card_network) if method.card_network else None,
                    **exemption(mandate)}}}
    if isinstance(mandate, NetworkTokenMandate) and isinstance(method, NetworkToken):
        fields = by_network_token(method.token_number, method.token_exp_month, method.token_exp_year, None, None)
        return {**fields, "payment_method_options": {"card": exemption(mandate)}}
    raise Unsupported(f"charge by a network transaction id with {type(method).__name__}")


def exemption(mandate: NetworkMandate | NetworkTokenMandate) -> Form:
    """The payment that the shopper agreed in, by the network's id of it."""
    its = mandate.network_transaction_id
    kit.require({charged_by(mandate, "network_transaction_id"): its})
    return {"mit_exemption": {"network_transaction_id": its}}


def build_revoke(req: RevokeMandate, ctx: Ctx) -> kit.HttpRequest:
    """https://docs.stripe.com/api/payment_methods/detach: a method that is detached can never be charged again."""
    return kit.post_form(kit.path("/v1/payment_methods/{connector_mandate_id}/detach", req), {})


def parse_revoked(res: kit.HttpResponse, req: object, ctx: Ctx) -> RevokedMandate:
    """It has ended when it is no customer's any more."""
    attached = kit.read_json(res, MethodBody).customer is not None
    return RevokedMandate(status=MandateStatus.MANDATE_PENDING if attached else MandateStatus.REVOKED)


UNAUTHENTICATED = [method for method in setup_fields.registry if method not in (object, Card, *TOKENS.__args__)]
"""Those for which 3DS cannot be asked for."""
