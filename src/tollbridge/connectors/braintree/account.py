"""Credentials, the merchant account of a currency, and the documents of the one GraphQL URL."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.errors import BadCredentials, InvalidField
from tollbridge.domain.money import Money
from tollbridge.domain.secret import Secret


class Account(Struct, frozen=True, kw_only=True):
    """API keys, and the merchant account to charge through, with its currency:
    https://developer.paypal.com/braintree/articles/control-panel/important-gateway-credentials

    What begins with apple_pay and gpay is shown by the wallets' sheets.
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


class MerchantAccount(Struct, frozen=True, kw_only=True):
    """Of a request's connector_feature_data: a merchant account for this payment."""

    merchant_account_id: Secret | None = None
    merchant_config_currency: str | None = None


def merchant_account(own: Secret | None, amount: Money, ctx: Ctx, path: str = "amount") -> Secret:
    """Through which to charge. An amount goes out without its currency, so the two have to agree."""
    its = own_account(own, ctx)
    if not its.merchant_account_id or not its.merchant_config_currency:
        raise BadCredentials("a payment needs the merchant account of its currency: both name it",
                             "merchant_account_id", "merchant_config_currency")
    agree(its, amount, path)
    return its.merchant_account_id


def stated(own: Secret | None, amount: Money, ctx: Ctx, path: str = "amount") -> str:
    """The amount of a change to a payment, which has its currency already: the account's, as far as it says one."""
    agree(own_account(own, ctx), amount, path)
    return amount.major()


def own_account(own: Secret | None, ctx: Ctx) -> MerchantAccount:
    """The request's comes before the account's."""
    named = kit.carried(own, MerchantAccount) if own else MerchantAccount()
    if named.merchant_account_id:
        kit.require({"connector_feature_data.merchant_config_currency": named.merchant_config_currency})
        return named
    return MerchantAccount(merchant_account_id=ctx.account.merchant_account_id,
                           merchant_config_currency=ctx.account.merchant_config_currency)


def agree(its: MerchantAccount, amount: Money, path: str) -> None:
    currency = its.merchant_config_currency
    if currency and currency.upper() != amount.currency:
        raise InvalidField(f"{path}.currency", f"the merchant account is for {currency}")


def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    return req.with_headers({
        "authorization": kit.basic(ctx.account.public_key, ctx.account.private_key), "braintree-version": "2019-01-01"})


# -- documents ------------------------------------------------------------------------------------------------------
_EVENT = "processorResponse { legacyCode message additionalInformation } networkResponse { code message }"
HISTORY = (
    "statusHistory { status "
    "... on AuthorizedEvent { processorResponse { authorizationId cvvResponse avsPostalCodeResponse "
    "avsStreetAddressResponse } } "
    f"... on ProcessorDeclinedEvent {{ {_EVENT} merchantAdviceCodeResponse {{ code }} }} "
    f"... on GatewayRejectedEvent {{ gatewayRejectionReason duplicateOf {{ id }} {_EVENT} }} "
    f"... on FailedEvent {{ {_EVENT} merchantAdviceCodeResponse {{ code }} }} "
    "... on SettlementDeclinedEvent { processorResponse { legacyCode message } } }")
FIELDS = (
    "id status amount { value currencyCode } initialRequestedAuthorizationAmount { value currencyCode } orderId "
    "paymentMethod { id } "
    f"paymentMethodSnapshot {{ ... on CreditCardTransactionDetails {{ networkTransactionId }} }} {HISTORY}")
TRANSACTION = f"transaction {{ {FIELDS} }}"
_PARENT = ("... on ParentAuthorization { totalAmountAuthorized { value currencyCode } "
           "childCaptures { status amount { value currencyCode } } }")
PARTS = (f"partialCaptureDetails {{ {_PARENT} "
         f"... on ChildCapture {{ parentAuthorization {{ status partialCaptureDetails {{ {_PARENT} }} }} }} }}")
REFUND = f"id status amount {{ value currencyCode }} orderId refundedTransaction {{ id }} {HISTORY}"
VERIFICATION = (
    "verification { id status gatewayRejectionReason processorResponse { legacyCode message additionalInformation } "
    "networkResponse { code message } }")
DISPUTE = (
    "id status type caseNumber createdAt responseDeadline replyByDate amountDisputed { value currencyCode } "
    "processorResponse { reason reasonCode reasonDescription } transaction { id } evidence { id }")
METHOD = (
    "id details { __typename ... on CreditCardDetails { threeDSecure { authentication { authenticationStatus "
    "transactionStatus transactionStatusReason eciFlag cavv version threeDSecureServerTransactionId "
    "directoryServerTransactionId acsTransactionId } } } }")
CONTEXT = "id approvalUrl orderId amount { value currencyCode } approvedAt transactedAt expiredAt"
CUSTOMER = "id email firstName lastName phoneNumber"


def mutation(field: str, selection: str) -> str:
    kind = f"{field[0].upper()}{field[1:]}Input!"
    return f"mutation($input: {kind}) {{ {field}(input: $input) {{ {selection} }} }}"


def search(what: str, of: str, selection: str) -> str:
    return (f"query($input: {of}!) {{ search {{ {what}(input: $input) "
            f"{{ edges {{ node {{ {selection} }} }} }} }} }}")


MUTATIONS = {field: mutation(field, selection) for field, selection in {
    **dict.fromkeys(("chargeCreditCard", "authorizeCreditCard", "chargePaymentMethod", "authorizePaymentMethod",
                     "chargeVenmoAccount", "authorizeVenmoAccount", "captureTransaction"), TRANSACTION),
    **dict.fromkeys(("chargePayPalAccount", "authorizePayPalAccount"),
                    f"{TRANSACTION} billingAgreementWithPurchasePaymentMethod {{ id }}"),
    "partialCaptureTransaction": f"capture {{ {FIELDS} {PARTS} }}",
    "reverseTransaction": f"reversal {{ __typename ... on Transaction {{ {FIELDS} }} ... on Refund {{ {REFUND} }} }}",
    "updateTransactionAmount": f"transaction {{ {FIELDS} authorizationAdjustments {{ successful timestamp "
                               "processorResponse { legacyCode message } } }",
    "refundTransaction": f"refund {{ {REFUND} }}",
    "reverseRefund": f"refund {{ {REFUND} }}",
    **dict.fromkeys(("tokenizeCreditCard", "tokenizeNetworkToken", "tokenizeUsBankAccount",
                     "tokenizePayPalOneTimePayment", "tokenizePayPalBillingAgreement"), "paymentMethod { id }"),
    "createNonInstantLocalPaymentContext": f"paymentContext {{ {CONTEXT} }}",
    "createPayPalOneTimePayment": "approvalUrl paymentId",
    "createPayPalBillingAgreement": "approvalUrl billingAgreementToken",
    "performThreeDSecureLookup": "threeDSecureLookupData { acsUrl authenticationId version pareq md termUrl "
                                 f"transactionId }} paymentMethod {{ {METHOD} }}",
    **dict.fromkeys(("vaultPaymentMethod", "vaultUsBankAccount"), f"paymentMethod {{ id }} {VERIFICATION}"),
    "deletePaymentMethodFromVault": "clientMutationId",
    "createClientToken": "clientToken",
    "createCustomer": f"customer {{ {CUSTOMER} }}",
    "acceptDispute": f"dispute {{ {DISPUTE} }}",
    "finalizeDispute": f"dispute {{ {DISPUTE} }}",
    "createDisputeTextEvidence": "evidence { id }",
    "createDisputeFileEvidence": "evidence { id }",
}.items()}
QUERIES = {
    "transactions": search("transactions", "TransactionSearchInput", f"{FIELDS} {PARTS}"),
    "refunds": search("refunds", "RefundSearchInput", REFUND),
    "LocalPaymentContext": f"query($id: ID!) {{ node(id: $id) {{ ... on LocalPaymentContext {{ {CONTEXT} }} }} }}",
    "Dispute": f"query($id: ID!) {{ node(id: $id) {{ ... on Dispute {{ {DISPUTE} }} }} }}",
    "PaymentMethod": f"query($id: ID!) {{ node(id: $id) {{ ... on PaymentMethod {{ {METHOD} }} }} }}",
    "Customer": f"query($id: ID!) {{ node(id: $id) {{ ... on Customer {{ {CUSTOMER} }} }} }}",
    "idFromLegacyId": "query($legacyId: ID!, $type: LegacyIdType!) "
                      "{ idFromLegacyId(legacyId: $legacyId, type: $type) }",
}


def call(field: str, given: Body) -> kit.HttpRequest:
    return kit.post_json("/graphql", {"query": MUTATIONS[field], "variables": {"input": given}})


def ask(name: str, variables: Body) -> kit.HttpRequest:
    return kit.post_json("/graphql", {"query": QUERIES[name], "variables": variables})
