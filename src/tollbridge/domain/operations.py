"""The one table of operations. Edges, subjects, command-line verbs, documentation and SDKs are derived from it.

An operation is a typed key: its request, its result, and what the engine must know to run it safely. A new operation
is one entry here. Methods of the wire contract come first, then those of our own package `tollbridge.v1`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Generic, TypeVar

from tollbridge.domain.authentication import Authenticate, Authentication, PostAuthenticate, PreAuthenticate
from tollbridge.domain.customers import CreateCustomer, CreatedCustomer, FoundCustomer, GetCustomer
from tollbridge.domain.disputes import AcceptDispute, DefendDispute, Dispute, DisputeSync, SubmitEvidence
from tollbridge.domain.events import Event, EventReference, HandleEvent, ParseEvent
from tollbridge.domain.extensions import (
    ApprovePayment,
    CalculateTax,
    CheckGiftCardBalance,
    DeletedToken,
    DeleteToken,
    GiftCardBalance,
    MetadataUpdated,
    PostSessionTokens,
    RejectPayment,
    SessionTokens,
    Tax,
    TokenState,
    UpdatedMandate,
    UpdateMandate,
    UpdateMetadata,
    UpdateRefund,
    ValidateToken,
    VerifyWebhookSource,
    WebhookSource,
)
from tollbridge.domain.failures import Failure
from tollbridge.domain.fraud import Notified, NotifyConnector, PostRiskCheck, PreRiskCheck, RiskAssessment
from tollbridge.domain.inbound import RequestDetails
from tollbridge.domain.money import Money
from tollbridge.domain.payments import (
    Authorize,
    Capture,
    CreateOrder,
    IncrementAuthorization,
    ProxyAuthorize,
    Reverse,
    Sync,
    TokenAuthorize,
    Void,
)
from tollbridge.domain.payouts import (
    CheckPayoutEligibility,
    CreatePayout,
    CreatePayoutLink,
    CreatePayoutRecipient,
    EnrollDisburseAccount,
    Payout,
    PayoutSync,
    StagePayout,
    TransferPayout,
    VoidPayout,
)
from tollbridge.domain.recurring import (
    ChargeMandate,
    MandateSetup,
    ProxySetupMandate,
    RevokedMandate,
    RevokeMandate,
    SetupMandate,
    TokenSetupMandate,
)
from tollbridge.domain.redirect_returns import RedirectVerification, VerifyRedirect
from tollbridge.domain.refunds import Refund, RefundRequest, RefundSync, VoidRefund
from tollbridge.domain.results import IncrementedAuthorization, Order, Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.sessions import ClientToken, CreateAccessToken, CreateClientToken, CreateSession, Session
from tollbridge.domain.state import AccessToken, ConnectorState
from tollbridge.domain.statuses import PaymentStatus, PayoutStatus, RefundStatus
from tollbridge.domain.stored_methods import (
    CheckEligibility,
    CreatePaymentMethod,
    Eligibility,
    GetPaymentMethod,
    Recharge,
    RechargePaymentMethod,
    StoredPaymentMethod,
    Token,
    Tokenize,
)
from tollbridge.domain.surcharges import CalculateSurcharge, Surcharge

Q = TypeVar("Q")  # the request of an operation
R = TypeVar("R")  # its result


class Effect(Enum):
    """What an operation may leave behind at the processor."""

    QUERY = auto()  # changes nothing; its own failure says nothing of what it asked about, so is never a Failure
    CHANGE = auto()  # leaves a token, an order, a customer
    MONEY = auto()


class Scope(Enum):
    """Whose the result of a pre-step is: what a cache may share it by."""

    ACCOUNT = auto()
    CUSTOMER = auto()
    PAYMENT = auto()  # never cached


@dataclass(frozen=True, slots=True, eq=False)
class Operation(Generic[Q, R]):
    """A typed key, compared by identity. The last four fields are for an operation that is a pre-step of another."""

    name: str  # of our constant, lower-case; the command-line verb
    flow: str  # the contract's key, in goldens and on command lines; ours where the contract has none
    request: type[Q]
    result: type[R]
    rpc: str | None = None  # "types.PaymentService/Authorize"; None: a step of our own, at no edge
    effect: Effect = Effect.QUERY
    refused: Callable[[Failure], R] | None = None  # a no as a result; None: a no to this is a Rejected
    agrees: Callable[[Q, R], bool] | None = None  # integrity: what the result states is what was asked
    scope: Scope = Scope.PAYMENT
    derive: Callable[[Any], Q] | None = None  # its request, from the other's
    given: Callable[[Any], R | None] | None = None  # its result, if the other's request brings it
    path: str | None = None  # where in that request, for MissingField

    def __reduce__(self) -> str:
        """Pickles by name, so that a key stays the same key in another process."""
        return self.name.upper()


def same(asked: Money, stated: Money | None, *, or_less: bool = False) -> bool:
    """Whether the stated amount is the one asked for. What the processor does not state is not compared."""
    if stated is None or stated == asked:
        return True
    return or_less and stated.currency is asked.currency and stated.minor_amount < asked.minor_amount


def authorized(asked: Money, got: Payment, *, or_less: bool = False) -> bool:
    """Whether every amount that is stated of a payment is the one asked for; what is captured may be less."""
    return (same(asked, got.amount, or_less=or_less) and same(asked, got.authorized_money, or_less=or_less)
            and same(asked, got.captured_amount, or_less=True))


def state(request: object) -> ConnectorState:
    """Of any request; a webhook has none."""
    return getattr(request, "state", None) or _NO_STATE


_NO_STATE = ConnectorState()


def _token(request: object) -> AccessToken | None:
    """The access token that a request brings: in its state, or beside it as events and payouts have it."""
    if (its := state(request).access_token) is not None:
        return its
    beside = getattr(request, "access_token", None)
    if isinstance(beside, Secret):
        return AccessToken(token=beside) if beside else None
    return beside if isinstance(beside, AccessToken) else None


# -- payments ---------------------------------------------------------------------------------------------------
AUTHORIZE = Operation(
    "authorize", "authorize", Authorize, Payment, "types.PaymentService/Authorize", Effect.MONEY, Payment.refused,
    agrees=lambda req, got: authorized(req.amount, got, or_less=bool(req.enable_partial_authorization)))
TOKEN_AUTHORIZE = Operation(
    "token_authorize", "token_authorize", TokenAuthorize, Payment, "types.PaymentService/TokenAuthorize",
    Effect.MONEY, Payment.refused, agrees=lambda req, got: authorized(req.amount, got))
PROXY_AUTHORIZE = Operation(
    "proxy_authorize", "proxy_authorize", ProxyAuthorize, Payment, "types.PaymentService/ProxyAuthorize",
    Effect.MONEY, Payment.refused, agrees=lambda req, got: authorized(req.amount, got))
CAPTURE = Operation(
    "capture", "capture", Capture, Payment, "types.PaymentService/Capture", Effect.MONEY,
    lambda failure: Payment.refused(failure, PaymentStatus.CAPTURE_FAILED),
    agrees=lambda req, got: got.captured_amount is None
    or got.captured_amount.currency is req.amount_to_capture.currency)
VOID = Operation(
    "void", "void", Void, Payment, "types.PaymentService/Void", Effect.MONEY,
    lambda failure: Payment.refused(failure, PaymentStatus.VOID_FAILED))
REVERSE = Operation(
    "reverse", "reverse", Reverse, Payment, "types.PaymentService/Reverse", Effect.MONEY,
    lambda failure: Payment.refused(failure, PaymentStatus.VOID_FAILED))
SYNC = Operation("sync", "get", Sync, Payment, "types.PaymentService/Get", refused=Payment.refused)
INCREMENT_AUTHORIZATION = Operation(
    "increment_authorization", "incremental_authorization", IncrementAuthorization, IncrementedAuthorization,
    "types.PaymentService/IncrementalAuthorization", Effect.MONEY, IncrementedAuthorization.refused)
CREATE_ORDER = Operation(
    "create_order", "create_order", CreateOrder, Order, "types.PaymentService/CreateOrder", Effect.CHANGE,
    refused=Order.refused, scope=Scope.PAYMENT,
    derive=lambda req: CreateOrder(amount=req.amount, merchant_order_id=req.merchant_order_id, state=req.state),
    given=lambda req: Order(status=None, connector_order_id=its) if (its := req.connector_order_id) else None,
    path="connector_order_id")
VERIFY_REDIRECT = Operation(
    "verify_redirect", "verify_redirect_response", VerifyRedirect, RedirectVerification,
    "types.PaymentService/VerifyRedirectResponse", refused=RedirectVerification.refused)

# -- mandates -----------------------------------------------------------------------------------------------------
SETUP_MANDATE = Operation(
    "setup_mandate", "setup_recurring", SetupMandate, MandateSetup, "types.PaymentService/SetupRecurring",
    Effect.MONEY, MandateSetup.refused)
TOKEN_SETUP_MANDATE = Operation(
    "token_setup_mandate", "token_setup_recurring", TokenSetupMandate, MandateSetup,
    "types.PaymentService/TokenSetupRecurring", Effect.MONEY, MandateSetup.refused)
PROXY_SETUP_MANDATE = Operation(
    "proxy_setup_mandate", "proxy_setup_recurring", ProxySetupMandate, MandateSetup,
    "types.PaymentService/ProxySetupRecurring", Effect.MONEY, MandateSetup.refused)
CHARGE_MANDATE = Operation(
    "charge_mandate", "charge", ChargeMandate, Payment, "types.RecurringPaymentService/Charge", Effect.MONEY,
    Payment.refused,
    agrees=lambda req, got: authorized(req.amount, got, or_less=bool(req.enable_partial_authorization)))
REVOKE_MANDATE = Operation(
    "revoke_mandate", "recurring_revoke", RevokeMandate, RevokedMandate, "types.RecurringPaymentService/Revoke",
    Effect.CHANGE, RevokedMandate.refused)

# -- refunds ------------------------------------------------------------------------------------------------------
REFUND = Operation(
    "refund", "refund", RefundRequest, Refund, "types.PaymentService/Refund", Effect.MONEY, Refund.refused,
    agrees=lambda req, got: same(req.refund_amount, got.refund_amount))
REFUND_SYNC = Operation(
    "refund_sync", "refund_get", RefundSync, Refund, "types.RefundService/Get", refused=Refund.refused)
VOID_REFUND = Operation(
    "void_refund", "void_post_refund", VoidRefund, Refund, "types.RefundService/VoidPostRefund", Effect.MONEY,
    lambda failure: Refund.refused(failure, RefundStatus.REFUND_MANUAL_REVIEW))

# -- authentication -------------------------------------------------------------------------------------------------
PRE_AUTHENTICATE = Operation(
    "pre_authenticate", "pre_authenticate", PreAuthenticate, Authentication,
    "types.PaymentMethodAuthenticationService/PreAuthenticate", Effect.CHANGE, Authentication.refused)
AUTHENTICATE = Operation(
    "authenticate", "authenticate", Authenticate, Authentication,
    "types.PaymentMethodAuthenticationService/Authenticate", Effect.CHANGE, Authentication.refused)
POST_AUTHENTICATE = Operation(
    "post_authenticate", "post_authenticate", PostAuthenticate, Authentication,
    "types.PaymentMethodAuthenticationService/PostAuthenticate", Effect.CHANGE, Authentication.refused)

# -- what payments need first: tokens, sessions, customers, stored methods -------------------------------------------
ACCESS_TOKEN = Operation(
    "access_token", "create_server_authentication_token", CreateAccessToken, AccessToken,
    "types.MerchantAuthenticationService/CreateServerAuthenticationToken", scope=Scope.ACCOUNT,
    derive=lambda _: CreateAccessToken(), given=_token, path="state.access_token")
SESSION = Operation(
    "session", "create_server_session_authentication_token", CreateSession, Session,
    "types.MerchantAuthenticationService/CreateServerSessionAuthenticationToken", Effect.CHANGE, Session.refused,
    given=lambda req: Session(session_token=its) if (its := getattr(req, "session_token", None)) else None,
    path="session_token")
CLIENT_TOKEN = Operation(
    "client_token", "create_client_authentication_token", CreateClientToken, ClientToken,
    "types.MerchantAuthenticationService/CreateClientAuthenticationToken", Effect.CHANGE, ClientToken.refused)
CREATE_CUSTOMER = Operation(
    "create_customer", "customer_create", CreateCustomer, CreatedCustomer, "types.CustomerService/Create",
    Effect.CHANGE, CreatedCustomer.refused, scope=Scope.CUSTOMER, derive=CreateCustomer.of,
    given=lambda req: CreatedCustomer(connector_customer_id=its) if (its := state(req).connector_customer_id) else None,
    path="state.connector_customer_id")
GET_CUSTOMER = Operation(
    "get_customer", "customer_get", GetCustomer, FoundCustomer, "types.CustomerService/Get")
TOKENIZE = Operation(
    "tokenize", "tokenize", Tokenize, Token, "types.PaymentMethodService/Tokenize", Effect.CHANGE, Token.refused,
    derive=Tokenize.of, path="payment_method.token")
CREATE_PAYMENT_METHOD = Operation(
    "create_payment_method", "payment_method_create", CreatePaymentMethod, StoredPaymentMethod,
    "types.PaymentMethodService/Create", Effect.CHANGE, StoredPaymentMethod.refused)
GET_PAYMENT_METHOD = Operation(
    "get_payment_method", "payment_method_get", GetPaymentMethod, StoredPaymentMethod,
    "types.PaymentMethodService/Get")
RECHARGE_PAYMENT_METHOD = Operation(
    "recharge_payment_method", "payment_method_recharge", RechargePaymentMethod, Recharge,
    "types.PaymentMethodService/Recharge", Effect.MONEY, Recharge.refused)
CHECK_ELIGIBILITY = Operation(
    "check_eligibility", "eligibility", CheckEligibility, Eligibility, "types.PaymentMethodService/Eligibility")

# -- disputes -----------------------------------------------------------------------------------------------------
DISPUTE_SYNC = Operation("dispute_sync", "dispute_get", DisputeSync, Dispute, "types.DisputeService/Get")
ACCEPT_DISPUTE = Operation(
    "accept_dispute", "accept", AcceptDispute, Dispute, "types.DisputeService/Accept", Effect.MONEY, Dispute.refused)
DEFEND_DISPUTE = Operation(
    "defend_dispute", "defend", DefendDispute, Dispute, "types.DisputeService/Defend", Effect.CHANGE, Dispute.refused)
SUBMIT_EVIDENCE = Operation(
    "submit_evidence", "submit_evidence", SubmitEvidence, Dispute, "types.DisputeService/SubmitEvidence",
    Effect.CHANGE, Dispute.refused)

# -- payouts ------------------------------------------------------------------------------------------------------
CREATE_PAYOUT = Operation(
    "create_payout", "payout_create", CreatePayout, Payout, "types.PayoutService/Create", Effect.MONEY, Payout.refused)
TRANSFER_PAYOUT = Operation(
    "transfer_payout", "payout_transfer", TransferPayout, Payout, "types.PayoutService/Transfer", Effect.MONEY,
    Payout.refused)
PAYOUT_SYNC = Operation("payout_sync", "payout_get", PayoutSync, Payout, "types.PayoutService/Get")
VOID_PAYOUT = Operation(
    "void_payout", "payout_void", VoidPayout, Payout, "types.PayoutService/Void", Effect.MONEY,
    lambda failure: Payout.refused(failure, PayoutStatus.PENDING))
STAGE_PAYOUT = Operation(
    "stage_payout", "payout_stage", StagePayout, Payout, "types.PayoutService/Stage", Effect.CHANGE, Payout.refused)
CREATE_PAYOUT_LINK = Operation(
    "create_payout_link", "payout_create_link", CreatePayoutLink, Payout, "types.PayoutService/CreateLink",
    Effect.MONEY, Payout.refused)
CREATE_PAYOUT_RECIPIENT = Operation(
    "create_payout_recipient", "payout_create_recipient", CreatePayoutRecipient, Payout,
    "types.PayoutService/CreateRecipient", Effect.CHANGE, Payout.refused)
ENROLL_DISBURSE_ACCOUNT = Operation(
    "enroll_disburse_account", "payout_enroll_disburse_account", EnrollDisburseAccount, Payout,
    "types.PayoutService/EnrollDisburseAccount", Effect.CHANGE, Payout.refused)
CHECK_PAYOUT_ELIGIBILITY = Operation(
    "check_payout_eligibility", "payout_eligibility", CheckPayoutEligibility, Payout,
    "types.PayoutService/Eligibility")

# -- risk and surcharge -----------------------------------------------------------------------------------------------
PRE_RISK_CHECK = Operation(
    "pre_risk_check", "pre_risk_check", PreRiskCheck, RiskAssessment,
    "types.FraudAndRiskManagementService/PreRiskCheck", Effect.CHANGE, RiskAssessment.refused)
POST_RISK_CHECK = Operation(
    "post_risk_check", "post_risk_check", PostRiskCheck, RiskAssessment,
    "types.FraudAndRiskManagementService/PostRiskCheck", Effect.CHANGE, RiskAssessment.refused)
CALCULATE_SURCHARGE = Operation(
    "calculate_surcharge", "surcharge_calculate", CalculateSurcharge, Surcharge, "types.SurchargeService/Calculate",
    Effect.CHANGE, Surcharge.refused)

# -- events: run by peek and receive, never as a flow (notify_connector is one) -------------------------------------
PARSE_EVENT = Operation("parse_event", "parse_event", ParseEvent, EventReference, "types.EventService/ParseEvent")
HANDLE_EVENT = Operation("handle_event", "handle_event", HandleEvent, Event, "types.EventService/HandleEvent")
NOTIFY_CONNECTOR = Operation(
    "notify_connector", "notify_connector", NotifyConnector, Notified, "types.EventService/NotifyConnector",
    Effect.CHANGE, Notified.refused)

# -- our own package tollbridge.v1 -------------------------------------------------------------------------------------
APPROVE = Operation(
    "approve", "approve", ApprovePayment, Payment, "tollbridge.v1.PaymentService/Approve", Effect.MONEY,
    lambda failure: Payment.refused(failure, PaymentStatus.UNRESOLVED))
REJECT = Operation(
    "reject", "reject", RejectPayment, Payment, "tollbridge.v1.PaymentService/Reject", Effect.MONEY,
    lambda failure: Payment.refused(failure, PaymentStatus.UNRESOLVED))
UPDATE_METADATA = Operation(
    "update_metadata", "update_metadata", UpdateMetadata, MetadataUpdated,
    "tollbridge.v1.PaymentService/UpdateMetadata", Effect.CHANGE, MetadataUpdated.refused)
POST_SESSION_TOKENS = Operation(
    "post_session_tokens", "post_session_tokens", PostSessionTokens, SessionTokens,
    "tollbridge.v1.PaymentService/PostSessionTokens", Effect.CHANGE, SessionTokens.refused)
CALCULATE_TAX = Operation(
    "calculate_tax", "tax_calculate", CalculateTax, Tax, "tollbridge.v1.PaymentService/CalculateTax")
UPDATE_REFUND = Operation(
    "update_refund", "refund_update", UpdateRefund, Refund, "tollbridge.v1.RefundService/Update", Effect.CHANGE,
    lambda failure: Refund.refused(failure, RefundStatus.REFUND_MANUAL_REVIEW))
UPDATE_MANDATE = Operation(
    "update_mandate", "mandate_update", UpdateMandate, UpdatedMandate, "tollbridge.v1.MandateService/Update",
    Effect.CHANGE, UpdatedMandate.refused)
VALIDATE_TOKEN = Operation(
    "validate_token", "token_validate", ValidateToken, TokenState, "tollbridge.v1.TokenService/Validate")
DELETE_TOKEN = Operation(
    "delete_token", "token_delete", DeleteToken, DeletedToken, "tollbridge.v1.TokenService/Delete", Effect.CHANGE,
    DeletedToken.refused)
GIFT_CARD_BALANCE = Operation(
    "gift_card_balance", "gift_card_balance", CheckGiftCardBalance, GiftCardBalance,
    "tollbridge.v1.GiftCardService/Balance")
VERIFY_WEBHOOK_SOURCE = Operation(
    "verify_webhook_source", "verify_webhook_source", VerifyWebhookSource, WebhookSource,
    "tollbridge.v1.EventService/VerifySource",
    # as a pre-step of a webhook: the processor itself is asked, about what came in
    derive=lambda received: VerifyWebhookSource(
        request_details=RequestDetails(uri=received.hook.path, headers=dict(received.hook.headers),
                                       body=received.hook.body, query_params=received.hook.query or None),
        webhook_secrets=received.secrets, access_token=received.access_token))

OPERATIONS: tuple[Operation[Any, Any], ...] = tuple(
    value for value in tuple(globals().values()) if isinstance(value, Operation))
BY_FLOW: Mapping[str, Operation[Any, Any]] = {operation.flow: operation for operation in OPERATIONS}
