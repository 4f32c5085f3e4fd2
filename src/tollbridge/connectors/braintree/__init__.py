"""Braintree: one GraphQL URL; cards and wallets are charged by the id of a payment method.

API https://developer.paypal.com/braintree/graphql, calls https://graphql.braintreepayments.com/guides/making_api_calls/,
errors https://developer.paypal.com/braintree/in-person/guides/graphql-error-handling, declines
https://developer.paypal.com/braintree/docs/reference/general/processor-responses/authorization-responses, test values
https://developer.paypal.com/braintree/docs/reference/general/testing. Amounts: decimal texts in major units, with the
decimal places of ISO 4217, and no currency beside them: the merchant account decides it.

Merchant accounts: each has one currency. `merchant_account_id` and `merchant_config_currency` of the account, or of the
same names in a request's connector_feature_data, say which; an amount of another currency is refused before sending.

Idempotency: none. A single-use payment method can be charged once only, and a second charge of it is refused without a
word about the first: an unknown outcome. The gateway may be set to reject a second transaction like one just made, with
DUPLICATE and the id of that one.

Oddities, as of 2026-11:
- Every answer is HTTP 200: `errors` says that a call was refused, and with which class; a decline is a transaction
  whose status says no, with the reason in the event of that status in statusHistory.
- A card number becomes a single-use payment method first (tokenizeCreditCard), which then is charged.
- 3DS runs in the shopper's browser, by Braintree's library: an authorize with a card number gives the client token and
  the card's id for it; what the library gives back is charged as a `token`, with THREE_DS where a payment without
  authentication must not go through.
- A card that is kept is found in transaction.paymentMethod: only methods that can be used again stand there.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import msgspec
from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.braintree.declines import DECLINES, of_processor
from tollbridge.connectors.braintree.wire import (
    Answer,
    Data,
    Error,
    Extensions,
    LegacyBody,
    NetworkResponse,
    ProcessorResponse,
    Transaction,
)
from tollbridge.domain.errors import BadCredentials, InvalidField, OutcomeUnknown, Rejected, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature
from tollbridge.domain.mandates import ConnectorMandate
from tollbridge.domain.methods.cards import Card, StoredMethod
from tollbridge.domain.methods.wallets import ApplePayThirdPartySdk, GooglePayThirdPartySdk, PaypalSdk
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import AUTHORIZE, TOKENIZE
from tollbridge.domain.payments import Authorize, CaptureMethod
from tollbridge.domain.people import Address
from tollbridge.domain.redirects import BraintreeForm
from tollbridge.domain.results import CardConnectorResponse, ConnectorResponseData, Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus
from tollbridge.domain.stored_methods import Token, Tokenize
from tollbridge.domain.three_ds import AuthenticationData, AuthenticationType, ExemptionIndicator, TransactionStatus


class Account(Struct, frozen=True, kw_only=True):
    """API keys, and the merchant account to charge through, with its currency:
    https://developer.paypal.com/braintree/articles/control-panel/important-gateway-credentials

    What wallets' buttons show is in the contract, and not read yet.
    """

    public_key: Secret
    private_key: Secret
    merchant_account_id: Secret | None = None
    merchant_config_currency: str | None = None
    base_url: str | None = None
    apple_pay_supported_networks: tuple[str, ...] = ()
    apple_pay_merchant_capabilities: tuple[str, ...] = ()
    apple_pay_label: str | None = None
    gpay_merchant_name: str | None = None
    gpay_merchant_id: str | None = None
    gpay_allowed_auth_methods: tuple[str, ...] = ()
    gpay_allowed_card_networks: tuple[str, ...] = ()
    gpay_gateway_merchant_id: str | None = None
    paypal_client_id: str | None = None


Ctx = kit.Context[Account]
Body = dict[str, Any]
STATUS = kit.payment_statuses(
    AUTHORIZED=Status.AUTHORIZED,
    AUTHORIZING=Status.AUTHORIZING,
    AUTHORIZATION_EXPIRED=Status.EXPIRED,
    SUBMITTED_FOR_SETTLEMENT=Status.CHARGED,
    SETTLING=Status.CHARGED,
    SETTLED=Status.CHARGED,
    SETTLEMENT_PENDING=Status.CAPTURE_INITIATED,
    SETTLEMENT_CONFIRMED=Status.PARTIAL_CHARGED,  # captured in part, by transactions of their own
    SETTLEMENT_DECLINED=Status.FAILURE,
    PROCESSOR_DECLINED=Status.FAILURE,
    GATEWAY_REJECTED=Status.FAILURE,
    FAILED=Status.FAILURE,
    VOIDED=Status.VOIDED,
)
NO = (Status.FAILURE, Status.EXPIRED)

EVENT = "processorResponse { legacyCode message additionalInformation } networkResponse { code message }"
TRANSACTION = (
    "transaction { id status amount { value currencyCode } paymentMethod { id } "
    "paymentMethodSnapshot { ... on CreditCardTransactionDetails { networkTransactionId } } "
    "statusHistory { status "
    "... on AuthorizedEvent { processorResponse { authorizationId cvvResponse avsPostalCodeResponse "
    "avsStreetAddressResponse } } "
    f"... on ProcessorDeclinedEvent {{ {EVENT} merchantAdviceCodeResponse {{ code }} }} "
    f"... on GatewayRejectedEvent {{ gatewayRejectionReason duplicateOf {{ id }} {EVENT} }} "
    f"... on FailedEvent {{ {EVENT} merchantAdviceCodeResponse {{ code }} }} "
    "... on SettlementDeclinedEvent { processorResponse { legacyCode message } } } }")


def mutation(field: str, selection: str) -> str:
    kind = f"{field[0].upper()}{field[1:]}Input!"
    return f"mutation($input: {kind}) {{ {field}(input: $input) {{ {selection} }} }}"


QUERIES = {
    **{field: mutation(field, TRANSACTION) for field in (
        "chargeCreditCard", "authorizeCreditCard", "chargePaymentMethod", "authorizePaymentMethod")},
    "tokenizeCreditCard": mutation("tokenizeCreditCard", "paymentMethod { id }"),
    "createClientToken": mutation("createClientToken", "clientToken"),
}


def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    return req.with_headers({
        "authorization": kit.basic(ctx.account.public_key, ctx.account.private_key), "braintree-version": "2019-01-01"})


def call(field: str, given: Body) -> kit.HttpRequest:
    return kit.post_json("/graphql", {"query": QUERIES[field], "variables": {"input": given}})


# -- tokenize -------------------------------------------------------------------------------------------------------
@singledispatch
def bare_method(method: object) -> Body:
    raise Unsupported(type(method).__name__)


@bare_method.register
def bare_card(method: Card) -> Body:
    return {
        "number": method.card_number, "expirationYear": method.card_exp_year,
        "expirationMonth": Secret(method.card_exp_month.reveal().zfill(2)), "cvv": method.card_cvc or None,
        "cardholderName": method.card_holder_name}


def build_tokenize(req: Tokenize, ctx: Ctx) -> kit.HttpRequest:
    """With the two lines of the address that issuers check."""
    billing = (req.address.billing_address if req.address else None) or Address()
    checked = {"streetAddress": billing.line1 or None, "postalCode": billing.zip_code or None}
    return call("tokenizeCreditCard", {"creditCard": {
        **bare_method(req.payment_method), "billingAddress": checked if any(checked.values()) else None}})


def parse_token(res: kit.HttpResponse, req: object, ctx: Ctx) -> Token | Failure | Rejected:
    data = kit.read_json(res, Answer)
    payload = data.data.tokenize_credit_card if data.data else None
    if payload is None or payload.payment_method is None:
        return refusal(data, res)
    its = payload.payment_method.id
    return Token(payment_method_token=Secret(its), connector_payment_method_id=its)


# -- authorize ------------------------------------------------------------------------------------------------------
@singledispatch
def method_id(method: object, ctx: Ctx) -> Secret | None:
    """The id of a payment method at Braintree."""
    raise Unsupported(type(method).__name__)


@method_id.register
def card(method: Card, ctx: Ctx) -> Secret | None:
    return ctx.given(TOKENIZE).payment_method_token


@method_id.register
def stored(method: StoredMethod, ctx: Ctx) -> Secret | None:
    return method.token


@method_id.register(ApplePayThirdPartySdk)
@method_id.register(GooglePayThirdPartySdk)
@method_id.register(PaypalSdk)
def wallet(method: ApplePayThirdPartySdk | GooglePayThirdPartySdk | PaypalSdk, ctx: Ctx) -> Secret | None:
    return method.token


class MerchantAccount(Struct, frozen=True, kw_only=True):
    """Of a request's connector_feature_data: a merchant account for this payment."""

    merchant_account_id: Secret | None = None
    merchant_config_currency: str | None = None


def merchant_account(req: Authorize, ctx: Ctx) -> Secret:
    """Through which to charge. The amount goes out without its currency, so the two have to agree."""
    own = kit.carried(req.connector_feature_data, MerchantAccount) if req.connector_feature_data else MerchantAccount()
    name, currency = ctx.account.merchant_account_id, ctx.account.merchant_config_currency
    if own.merchant_account_id:
        name, currency = own.merchant_account_id, own.merchant_config_currency
        kit.require({"connector_feature_data.merchant_config_currency": currency})
    if not name or not currency:
        raise BadCredentials("a payment needs the merchant account of its currency: both name it",
                             "merchant_account_id", "merchant_config_currency")
    if currency.upper() != req.amount.currency:
        raise InvalidField("amount.currency", f"the merchant account is for {currency}")
    return name


def has_number(req: Authorize) -> bool:
    """Of a card: it has to be a token first."""
    return isinstance(req.payment_method, Card)


def asks_the_shopper(req: Authorize) -> bool:
    """3DS that is still to be done in the browser. What it ends with is charged as a token."""
    return (req.auth_type is AuthenticationType.THREE_DS and req.authentication_data is None
            and has_number(req))


def check_authorize(req: Authorize, ctx: Ctx) -> None:
    """Before a card number is handed out."""
    merchant_account(req, ctx)
    three_ds(req)
    if asks_the_shopper(req):
        kit.require({"complete_authorize_url": return_url(req)})
    if not has_number(req):
        kit.require({f"payment_method.{req.payment_method.__struct_config__.tag}.token":
                     method_id(req.payment_method, ctx)})


def build_authorize(req: Authorize, ctx: Ctx) -> kit.HttpRequest:
    account, method = merchant_account(req, ctx), method_id(req.payment_method, ctx)
    if asks_the_shopper(req):
        return call("createClientToken", {"clientToken": {"merchantAccountId": account}})
    options = three_ds(req)
    of = "CreditCard" if options or has_number(req) else "PaymentMethod"
    keep = Feature.SETUP_MANDATE in req.features()
    return call(("authorize" if req.capture_method is CaptureMethod.MANUAL else "charge") + of, {
        "paymentMethodId": method,
        "transaction": {
            "amount": req.amount.major(), "merchantAccountId": account, "orderId": req.merchant_transaction_id or None,
            "customerId": req.customer.connector_customer_id if keep and req.customer else None,
            "vaultPaymentMethodAfterTransacting": {"when": "ON_SUCCESSFUL_TRANSACTION"} if keep else None},
        "options": options})


def return_url(req: Authorize) -> str | None:
    return req.complete_authorize_url or req.return_url


VERDICTS = {
    TransactionStatus.SUCCESS: "Y", TransactionStatus.FAILURE: "N", TransactionStatus.REJECTED: "R",
    TransactionStatus.VERIFICATION_NOT_PERFORMED: "U", TransactionStatus.NOT_VERIFIED: "A",
    TransactionStatus.CHALLENGE_REQUIRED: "C", TransactionStatus.INFORMATION_ONLY: "I",
}
EXEMPTIONS = {
    ExemptionIndicator.LOW_VALUE: "LOW_VALUE", ExemptionIndicator.SECURE_CORPORATE_PAYMENT: "SECURE_CORPORATE",
    ExemptionIndicator.TRANSACTION_RISK_ASSESSMENT: "TRANSACTION_RISK_ANALYSIS",
    ExemptionIndicator.TRUSTED_LISTING: "TRUSTED_BENEFICIARY",
}


def three_ds(req: Authorize) -> Body | None:
    """What a card's authentication was, or that there has to be one behind a token."""
    if req.authentication_data is not None:
        return passed_through(req.authentication_data)
    if req.auth_type is AuthenticationType.THREE_DS:
        return {"threeDSecureAuthentication": {"required": True}}
    return None


def passed_through(data: AuthenticationData) -> Body:
    """3DS that the merchant ran elsewhere."""
    kit.require({"authentication_data.eci": data.eci, "authentication_data.cavv": data.cavv})
    exemption = data.exemption_indicator
    if exemption and exemption not in EXEMPTIONS:
        raise Unsupported(f"{exemption} with Braintree")
    return {
        "threeDSecureAuthentication": {"passThrough": {
            "eciFlag": data.eci, "cavv": data.cavv,
            "threeDSecureServerTransactionId": data.threeds_server_transaction_id,
            "version": data.message_version,
            "authenticationResponse": VERDICTS.get(data.trans_status) if data.trans_status else None,
            "directoryServerTransactionId": data.ds_transaction_id}},
        "scaExemption": EXEMPTIONS[exemption] if exemption else None}


def parse_authorize(res: kit.HttpResponse, req: Authorize, ctx: Ctx) -> Payment | Failure | Rejected:
    answer = kit.read_json(res, Answer)
    data = answer.data or Data()
    if data.create_client_token and data.create_client_token.client_token:
        return challenge(data.create_client_token.client_token, req, ctx)
    for payload in (data.charge_credit_card, data.authorize_credit_card, data.charge_payment_method,
                    data.authorize_payment_method):
        if payload and payload.transaction:
            return payment(payload.transaction)
    return refusal(answer, res)


def challenge(client_token: str, req: Authorize, ctx: Ctx) -> Payment:
    """For Braintree's library: it asks the shopper, and gives back what to charge."""
    token = method_id(req.payment_method, ctx)
    number = req.payment_method.card_number.reveal() if isinstance(req.payment_method, Card) else ""
    return Payment(
        status=Status.AUTHENTICATION_PENDING, raw_connector_status=None, connector_transaction_id=None,
        redirection_data=BraintreeForm(client_token=Secret(client_token), card_token=token or Secret(""),
                                       bin=number[:6], acs_url=return_url(req) or ""))


# -- what Braintree answers -----------------------------------------------------------------------------------------
def payment(its: Transaction) -> Payment:
    status = STATUS[its.status]
    refused = status in NO
    stated = Money.from_major(its.amount.value, Currency(its.amount.currency_code)) if its.amount else None
    kept = its.payment_method.id if its.payment_method and not refused else None
    return Payment(
        status=status, raw_connector_status=RawConnectorStatus(code=its.status), connector_transaction_id=its.id,
        error=failure(its) if refused else None,
        authorized_money=None if refused else stated,
        captured_amount=stated if status is Status.CHARGED else None,
        mandate_reference=ConnectorMandate(connector_mandate_id=kept) if kept else None,
        network_transaction_id=its.payment_method_snapshot.network_transaction_id
        if its.payment_method_snapshot and not refused else None,
        connector_response=checks(its))


def failure(its: Transaction) -> Failure:
    """The gateway's reason, else the processor's code, else the status: what is most of a reason.

    The gateway may reject what the processor had approved: then the processor's words are none of the no.
    """
    event = its.event()
    if event.gateway_rejection_reason:
        twin = event.duplicate_of
        return Failure(code=event.gateway_rejection_reason, message=its.status, connector_transaction_id=its.id,
                       reason=f"duplicate of {twin.id}" if twin else None)
    processor, network = event.processor_response or ProcessorResponse(), event.network_response or NetworkResponse()
    advice = event.merchant_advice_code_response
    return Failure(
        code=processor.legacy_code or its.status, message=processor.message or its.status,
        reason=processor.additional_information, decline_code=network.code, network_message=network.message,
        advice_code=advice.code if advice else None, connector_transaction_id=its.id,
        unified=of_processor(processor.legacy_code))


def checks(its: Transaction) -> ConnectorResponseData | None:
    """Of an authorization: the issuer's approval code, and what it said of address and CVC."""
    said = next((event.processor_response for event in its.status_history or ()
                 if event.status == "AUTHORIZED" and event.processor_response), None)
    if said is None:
        return None
    found = {"cvv": said.cvv_response, "postal_code": said.avs_postal_code_response,
             "street_address": said.avs_street_address_response}
    return ConnectorResponseData(additional_payment_method_data=CardConnectorResponse(
        auth_code=said.authorization_id, payment_checks=msgspec.json.encode(found) if any(found.values()) else None))


UNTOUCHED = {"AUTHENTICATION": 401, "AUTHORIZATION": 403, "NOT_FOUND": 404, "UNSUPPORTED_CLIENT": 426,
             "RESOURCE_LIMIT": 429}
"""Classes of errors by which nothing was done, with the HTTP status that another API would give. The classes are those
that Braintree's own SDK tells apart: https://github.com/braintree/braintree_php/blob/master/lib/Braintree/Util.php
"""

USED = ("91564", "91566")
"""A single-use payment method that an earlier call has charged, or charges just now: what came of it is not told."""


def refusal(answer: Answer, res: kit.HttpResponse) -> Failure | Rejected:
    """An answer without a result. Raises OutcomeUnknown where its errors do not say that nothing was done."""
    kinds = [kind_of(error) for error in answer.errors or ()]
    if not kinds or any(kind != "VALIDATION" and kind not in UNTOUCHED for kind in kinds):
        why = ", ".join(f"{kind}: {error.message}" for kind, error in zip(kinds, answer.errors or (), strict=True))
        raise OutcomeUnknown(why or "neither data nor errors", http_status=res.status)
    worst = kinds.index("VALIDATION") if "VALIDATION" in kinds else 0
    error, kind = (answer.errors or [])[worst], kinds[worst]
    extensions = error.extensions or Extensions()
    if extensions.legacy_code in USED:
        raise OutcomeUnknown(f"{extensions.legacy_code}: {error.message}", http_status=res.status)
    if kind == "VALIDATION":
        return Failure(code=extensions.legacy_code or kind, message=error.message,
                       reason=".".join(extensions.input_path) if extensions.input_path else None)
    return Rejected(extensions.legacy_code or kind, error.message, UNTOUCHED[kind])


def kind_of(error: Error) -> str:
    """Its class; a legacy code without one is of a validation."""
    extensions = error.extensions or Extensions()
    return extensions.error_class or ("VALIDATION" if extensions.legacy_code else "UNKNOWN")


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """GraphQL errors come with 200: this is the gateway's own voice, or a proxy's."""
    if res.status not in (400, 422):
        return None
    legacy = kit.read_json(res, LegacyBody).api_error_response
    for error in (*legacy.errors.errors, *legacy.errors.transaction.errors):
        return Failure(code=error.code, message=error.message, reason=legacy.message)
    return None


CARDS_ONLY = frozenset({Feature.THREE_DS, Feature.EXTERNAL_THREE_DS})
CONNECTOR = kit.Connector(
    id="braintree", account=Account, live_url="https://payments.braintree-api.com",
    test_url="https://payments.sandbox.braintree-api.com", sign=sign, error=parse_error, declines=DECLINES,
    older_auth={"signature-key": ("public_key", "", "private_key")},
    flows=(
        kit.Flow(TOKENIZE, build_tokenize, parse_token, methods=bare_method),
        kit.Flow(AUTHORIZE, build_authorize, parse_authorize, methods=method_id,
                 needs=(kit.Need(TOKENIZE, when=has_number),), check=check_authorize,
                 features=frozenset({Feature.MANUAL_CAPTURE, Feature.SETUP_MANDATE, *CARDS_ONLY}),
                 without=dict.fromkeys((ApplePayThirdPartySdk, GooglePayThirdPartySdk, PaypalSdk), CARDS_ONLY)),
    ),
)
