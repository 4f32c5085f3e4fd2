"""Shoppers in the vault, and what the library in their browser starts with.

https://developer.paypal.com/braintree/graphql/guides/customers, https://developer.paypal.com/braintree/graphql/guides/client_tokens
"""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.braintree.account import Ctx, ask, call, merchant_account
from tollbridge.connectors.braintree.errors import node, refusal
from tollbridge.connectors.braintree.wire import Answer, NodeAnswer, Shopper
from tollbridge.domain.client_tokens import (
    AmountInfo,
    ApplepayClientAuthenticationResponse,
    ApplePayPaymentRequest,
    ApplePaySessionResponse,
    ClientAuthenticationTokenData,
    GooglePaySessionResponse,
    GpayAllowedMethodsParameters,
    GpayAllowedPaymentMethods,
    GpayClientAuthenticationResponse,
    GpayMerchantInfo,
    GpayTokenizationSpecification,
    GpayTokenParameters,
    GpayTransactionInfo,
    PaypalClientAuthenticationResponse,
    PaypalFlow,
    PaypalTransactionInfo,
    SdkNextAction,
    SecretInfoToInitiateSdk,
    ThirdPartySdkSessionResponse,
)
from tollbridge.domain.customers import (
    CreateCustomer,
    CreatedCustomer,
    CustomerLookupStatus,
    FoundCustomer,
    GetCustomer,
)
from tollbridge.domain.errors import Rejected, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.methods.kinds import PaymentMethodType as Kind
from tollbridge.domain.people import Customer
from tollbridge.domain.secret import Secret
from tollbridge.domain.sessions import ClientToken, CreateClientToken, PaymentClientAuthenticationContext

WALLETS = (Kind.APPLE_PAY, Kind.GOOGLE_PAY, Kind.PAY_PAL)


def build_create(req: CreateCustomer, ctx: Ctx) -> kit.HttpRequest:
    first, _, last = (req.customer_name or "").partition(" ")
    return call("createCustomer", {"customer": {
        "email": req.email, "firstName": first or None, "lastName": last or None, "phoneNumber": req.phone_number}})


def parse_created(res: kit.HttpResponse, req: object, ctx: Ctx) -> CreatedCustomer | Failure | Rejected:
    answer = kit.read_json(res, Answer)
    its = answer.its.customer
    return CreatedCustomer(connector_customer_id=its.id) if its else refusal(answer, res)


def build_get(req: GetCustomer, ctx: Ctx) -> kit.HttpRequest:
    """By Braintree's own id alone: several customers may have one email address."""
    kit.require({"connector_customer_id": req.connector_customer_id})
    return ask("Customer", {"id": req.connector_customer_id})


def parse_found(res: kit.HttpResponse, req: object, ctx: Ctx) -> FoundCustomer | Rejected:
    its = node(res, NodeAnswer[Shopper], "customer")
    if isinstance(its, Rejected):
        return its if its.http_status != 404 else FoundCustomer(lookup_status=CustomerLookupStatus.NOT_FOUND)
    return FoundCustomer(lookup_status=CustomerLookupStatus.FOUND, customer=Customer(
        connector_customer_id=its.id, name=" ".join(filter(None, (its.first_name, its.last_name))) or None,
        first_name=its.first_name, last_name=its.last_name, email=Secret(its.email) if its.email else None,
        phone_number=Secret(its.phone_number) if its.phone_number else None))


# -- client tokens --------------------------------------------------------------------------------------------------
def about(req: CreateClientToken) -> PaymentClientAuthenticationContext:
    """Which wallet it is for decides what the answer has to hold."""
    its = req.domain_context
    kit.require({"payment": its})
    if not isinstance(its, PaymentClientAuthenticationContext):
        raise Unsupported("client token for an authenticator")
    if req.permissions is not None:
        raise Unsupported("client token with permissions")
    kit.require({"payment.payment_method_type": its.payment_method_type})
    if its.payment_method_type not in WALLETS:
        raise Unsupported(f"client token for {its.payment_method_type}: for 3DS of a card, authorize gives it")
    return its


def build_client_token(req: CreateClientToken, ctx: Ctx) -> kit.HttpRequest:
    its = about(req)
    account = merchant_account(req.connector_feature_data, its.amount, ctx, "payment.amount")
    return call("createClientToken", {"clientToken": {
        "merchantAccountId": account,
        "customerId": its.customer.connector_customer_id if its.customer else None}})


def parse_client_token(res: kit.HttpResponse, req: CreateClientToken, ctx: Ctx) -> ClientToken | Failure | Rejected:
    answer = kit.read_json(res, Answer)
    token = answer.its.client_token
    return ClientToken(session_data=session(Secret(token), about(req), ctx)) if token else refusal(answer, res)


def session(token: Secret, its: PaymentClientAuthenticationContext, ctx: Ctx) -> ClientAuthenticationTokenData:
    """For the wallet's own sheet; the token itself is what Braintree's library starts with."""
    secrets = SecretInfoToInitiateSdk(display=token)
    if its.payment_method_type is Kind.APPLE_PAY:
        return ApplepayClientAuthenticationResponse(
            connector="braintree", sdk_next_action=SdkNextAction.CONFIRM,
            session_response=ApplePaySessionResponse(third_party_sdk=ThirdPartySdkSessionResponse(secrets=secrets)),
            payment_request_data=ApplePayPaymentRequest(
                country_code=its.country_alpha2_code, currency_code=its.amount.currency,
                total=AmountInfo(amount=its.amount, label=ctx.account.apple_pay_label or ""),
                merchant_capabilities=ctx.account.apple_pay_merchant_capabilities,
                supported_networks=ctx.account.apple_pay_supported_networks))
    if its.payment_method_type is Kind.GOOGLE_PAY:
        return GpayClientAuthenticationResponse(google_pay_session=google_pay(secrets, its, ctx))
    return PaypalClientAuthenticationResponse(
        session_token=token, client_token=token, connector="braintree", sdk_next_action=SdkNextAction.CONFIRM,
        transaction_info=PaypalTransactionInfo(
            total_price=its.amount, currency_code=its.amount.currency, flow=PaypalFlow.CHECKOUT))


def google_pay(secrets: SecretInfoToInitiateSdk, its: PaymentClientAuthenticationContext,
               ctx: Ctx) -> GooglePaySessionResponse:
    account = ctx.account
    return GooglePaySessionResponse(
        merchant_info=GpayMerchantInfo(
            merchant_id=account.gpay_merchant_id, merchant_name=account.gpay_merchant_name or ""),
        allowed_payment_methods=(GpayAllowedPaymentMethods(
            payment_method_type="CARD",
            parameters=GpayAllowedMethodsParameters(
                allowed_auth_methods=account.gpay_allowed_auth_methods,
                allowed_card_networks=account.gpay_allowed_card_networks),
            tokenization_specification=GpayTokenizationSpecification(
                token_specification_type="PAYMENT_GATEWAY",  # noqa: S106 - Google's word
                parameters=GpayTokenParameters(
                    gateway="braintree", gateway_merchant_id=account.gpay_gateway_merchant_id))),),
        transaction_info=GpayTransactionInfo(
            total_price=its.amount, country_code=its.country_alpha2_code, currency_code=its.amount.currency,
            total_price_status="FINAL"),
        connector="braintree", sdk_next_action=SdkNextAction.CONFIRM, secrets=secrets)
