"""Mandates: a payment method in the vault. https://developer.paypal.com/braintree/graphql/guides/vaulting

Vaulting a card verifies it, without taking money. By the network's id of a first payment any card is charged that is
kept elsewhere (externalVault).
"""

from __future__ import annotations

from functools import singledispatch

from tollbridge import kit
from tollbridge.connectors.braintree import banks, paypal
from tollbridge.connectors.braintree.account import Body, Ctx, MerchantAccount, agree, call, merchant_account
from tollbridge.connectors.braintree.errors import refusal, why_not
from tollbridge.connectors.braintree.methods import bare_method, kept, parse_token, proxied, tokenizing
from tollbridge.connectors.braintree.payments import ORDER, charge, parse_payment
from tollbridge.connectors.braintree.three_ds import pass_through
from tollbridge.connectors.braintree.wire import Answer, Verification
from tollbridge.domain.errors import MissingField, Rejected, Unsupported
from tollbridge.domain.extensions import DeletedToken, DeleteToken
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import (
    ConnectorMandate,
    MitCategory,
    NetworkMandate,
    NetworkTokenMandate,
    charged_by,
)
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.methods.cards import Card, CardForNetworkTransactionId, StoredMethod
from tollbridge.domain.methods.wallets import ApplePayThirdPartySdk, GooglePayThirdPartySdk, PaypalRedirect, PaypalSdk
from tollbridge.domain.people import Address, Customer
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
from tollbridge.domain.state import ConnectorState
from tollbridge.domain.statuses import MandateStatus, OperationStatus, PaymentStatus as Status, RawConnectorStatus
from tollbridge.domain.stored_methods import Token

VERIFICATION = kit.payment_statuses(
    VERIFIED=Status.CHARGED,  # the method is kept: nothing more is due, though nothing was taken
    VERIFYING=Status.PENDING,
    PENDING=Status.PENDING,
    PROCESSOR_DECLINED=Status.FAILURE,
    GATEWAY_REJECTED=Status.FAILURE,
    FAILED=Status.FAILURE,
)
INITIATORS = {
    MitCategory.RECURRING_MIT: "RECURRING", MitCategory.INSTALLMENT_MIT: "INSTALLMENT",
    MitCategory.UNSCHEDULED_MIT: "UNSCHEDULED", MitCategory.RESUBMISSION_MIT: "UNSCHEDULED",
}


# -- set up ---------------------------------------------------------------------------------------------------------
@singledispatch
def kept_method(method: object) -> Secret | None:
    """The payment method to keep; None of a number, which becomes one first."""
    raise Unsupported(type(method).__name__)


@kept_method.register
def number(method: Card) -> Secret | None:
    return None


@kept_method.register(AchDebit)
@kept_method.register(PaypalRedirect)
def to_come(method: AchDebit | PaypalRedirect) -> Secret | None:
    return None


@kept_method.register(StoredMethod)
@kept_method.register(ApplePayThirdPartySdk)
@kept_method.register(GooglePayThirdPartySdk)
@kept_method.register(PaypalSdk)
def token(method: StoredMethod | ApplePayThirdPartySdk | GooglePayThirdPartySdk | PaypalSdk) -> Secret | None:
    kit.require({f"payment_method.{method.__struct_config__.tag}.token": method.token})
    return method.token


def check_setup(req: SetupMandate, ctx: Ctx) -> None:
    """Before a card number is handed out."""
    kept_method(req.payment_method)
    if isinstance(req.payment_method, AchDebit):
        banks.bank_account(req.payment_method, req)
    if req.authentication_data is not None:
        pass_through(req.authentication_data)


def setup(req: SetupMandate, ctx: Ctx) -> kit.Exchanges[MandateSetup]:
    its, method = kept_method(req.payment_method), req.payment_method
    if isinstance(method, PaypalRedirect) and kept(req.connector_feature_data).paypal_agreement is None:
        return paypal.to_agree((yield paypal.agreement(req, ctx)), req)
    if its is None:
        made = parse_token((yield to_token(req, ctx)), req, ctx)
        if not isinstance(made, Token):
            return made
        its = made.payment_method_token
    if isinstance(method, AchDebit):
        return parse_setup((yield banks.vault(its, customer_id(req.customer, req.state), req, ctx)), req, ctx)
    proof = pass_through(req.authentication_data) if req.authentication_data else None
    return parse_setup((yield vault(its, req.customer, req.state, ctx, proof)), req, ctx)


def to_token(req: SetupMandate, ctx: Ctx) -> kit.HttpRequest:
    if isinstance(req.payment_method, PaypalRedirect):
        return paypal.agreement(req, ctx)
    if isinstance(req.payment_method, AchDebit):
        return call("tokenizeUsBankAccount", banks.bank_account(req.payment_method, req))
    return tokenizing(bare_method(req.payment_method), req.address.billing_address or Address())


def proxy_setup(req: ProxySetupMandate, ctx: Ctx) -> kit.Exchanges[MandateSetup]:
    made = parse_token((yield proxied(req.card_proxy, req.address.billing_address or Address())), req, ctx)
    if not isinstance(made, Token):
        return made
    return parse_setup((yield vault(made.payment_method_token, req.customer, req.state, ctx)), req, ctx)


def build_token_setup(req: TokenSetupMandate, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_token": req.connector_token})
    return vault(req.connector_token, req.customer, req.state, ctx)


def vault(its: Secret | None, customer: Customer | None, state: ConnectorState | None, ctx: Ctx,
          proof: Body | None = None) -> kit.HttpRequest:
    """Without a customer of Braintree's a new one is made. The account says where a card is verified."""
    account = ctx.account.merchant_account_id
    return call("vaultPaymentMethod", {
        "paymentMethodId": its, "customerId": customer_id(customer, state), "threeDSecurePassThrough": proof,
        "verification": {"merchantAccountId": account} if account else None})


def customer_id(customer: Customer | None, state: ConnectorState | None) -> str | None:
    return (state.connector_customer_id if state else None) or (customer.connector_customer_id if customer else None)


def parse_setup(res: kit.HttpResponse, req: object, ctx: Ctx) -> MandateSetup | Failure | Rejected:
    answer = kit.read_json(res, Answer)
    its, kept = answer.its.verification or Verification(), answer.its.payment_method
    if its.status is None and kept is None:
        return refusal(answer, res)
    status = VERIFICATION[its.status] if its.status else Status.CHARGED
    refused = status is Status.FAILURE
    if status is Status.CHARGED and kept is None:
        status = Status.UNRESOLVED  # verified, and nothing to charge by
    return MandateSetup(
        status=status, raw_connector_status=RawConnectorStatus(code=its.status) if its.status else None,
        connector_recurring_payment_id=its.id,
        error=why_not(its, its.status or "", None) if refused else None,
        mandate_reference=ConnectorMandate(connector_mandate_id=kept.id) if kept and not refused else None)


# -- charge ---------------------------------------------------------------------------------------------------------
def charge_mandate(req: ChargeMandate, ctx: Ctx) -> kit.Exchanges[Payment]:
    mandate = req.connector_recurring_payment_id
    if mandate is None:
        raise MissingField("connector_recurring_payment_id")
    account = account_of(req, ctx)
    if not isinstance(mandate, ConnectorMandate):
        return (yield from charge_known(req, mandate, account, ctx))
    its = mandate.connector_mandate_id or mandate.payment_method_id
    kit.require({charged_by(mandate, "connector_mandate_id"): its})
    res = yield charge("PaymentMethod", req.capture_method,
                       {"paymentMethodId": its, "transaction": transaction(req, account)})
    return parse_payment(res, req, ctx)


def charge_known(req: ChargeMandate, mandate: NetworkMandate | NetworkTokenMandate, account: Secret,
                 ctx: Ctx) -> kit.Exchanges[Payment]:
    """A card that the merchant keeps, by the network's id of the payment in which the shopper agreed."""
    method = req.payment_method
    kit.require({"payment_method": method})
    if not isinstance(mandate, NetworkMandate) or not isinstance(method, CardForNetworkTransactionId):
        raise Unsupported(f"charge by a network transaction id with {type(method).__name__}")
    first = mandate.network_transaction_id
    kit.require({charged_by(mandate, "network_transaction_id"): first})
    billing = (req.address.billing_address if req.address else None) or Address()
    made = parse_token((yield tokenizing(bare_method(method), billing)), req, ctx)
    if not isinstance(made, Token):
        return made
    res = yield charge("CreditCard", req.capture_method, {
        "paymentMethodId": made.payment_method_token, "transaction": transaction(req, account),
        "options": {"externalVault": {"status": "VAULTED", "verifyingNetworkTransactionId": first}}})
    return parse_payment(res, req, ctx)


def account_of(req: ChargeMandate, ctx: Ctx) -> Secret:
    """The request has fields of its own for it."""
    if not req.merchant_account_id:
        return merchant_account(req.connector_feature_data, req.amount, ctx)
    kit.require({"merchant_configured_currency": req.merchant_configured_currency})
    agree(MerchantAccount(merchant_config_currency=req.merchant_configured_currency), req.amount, "amount")
    return req.merchant_account_id


def transaction(req: ChargeMandate, account: Secret) -> Body:
    """With the shopper there it is a payment like another: no initiator is named."""
    initiator = None if req.off_session is False else INITIATORS[req.mit_category or MitCategory.UNSCHEDULED_MIT]
    return {"amount": req.amount.major(), "merchantAccountId": account, "orderId": req.merchant_charge_id or None,
            "paymentInitiator": initiator}


def own_order(req: ChargeMandate, ctx: Ctx) -> str | None:
    return ORDER + req.merchant_charge_id if req.merchant_charge_id else None


# -- revoke ---------------------------------------------------------------------------------------------------------
def build_revoke(req: RevokeMandate, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_mandate_id": req.connector_mandate_id})
    return call("deletePaymentMethodFromVault", {"paymentMethodId": req.connector_mandate_id})


def parse_revoked(res: kit.HttpResponse, req: object, ctx: Ctx) -> RevokedMandate | Failure | Rejected:
    answer = kit.read_json(res, Answer)
    if answer.errors or not answer.done:
        return refusal(answer, res)
    return RevokedMandate(status=MandateStatus.REVOKED)


def build_delete(req: DeleteToken, ctx: Ctx) -> kit.HttpRequest:
    """Braintree has one id for both: what a method is paid with, and what it is known as."""
    its = req.connector_payment_method_id or req.payment_method_token
    kit.require({"connector_payment_method_id": its})
    return call("deletePaymentMethodFromVault", {"paymentMethodId": its})


def parse_deleted(res: kit.HttpResponse, req: DeleteToken, ctx: Ctx) -> DeletedToken | Failure | Rejected:
    gone = parse_revoked(res, req, ctx)
    if not isinstance(gone, RevokedMandate):
        return gone
    its = req.connector_payment_method_id or req.payment_method_token.reveal()
    return DeletedToken(status=OperationStatus.SUCCESS, connector_payment_method_id=its)
