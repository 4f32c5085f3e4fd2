"""Tollbridge: one unified payments API over many payment processors.

    from tollbridge import Authorize, Currency, Money, Tollbridge, card

    async with Tollbridge("stripe", environment="test", api_key="sk_test_...") as stripe:
        payment = await stripe.authorize(Authorize(
            amount=Money.from_major("12.34", Currency.EUR),
            payment_method=card("4242424242424242", "12", "2030", cvc="123"),
            merchant_transaction_id="order-1"))

Everything public that a program needs is here, and imported when it is first used. Payment methods beside cards are in
`tollbridge.domain.methods`; what a connector is made of, in `tollbridge.kit`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # For type checkers and editors; a test compares it with the table below, which is what counts when a program runs.
    from tollbridge._version import __version__
    from tollbridge.client import BlockingTollbridge, Tollbridge
    from tollbridge.client.core import HandledWebhook, plain_headers
    from tollbridge.domain.authentication import Authenticate, Authentication, PostAuthenticate, PreAuthenticate
    from tollbridge.domain.customers import CreateCustomer, CreatedCustomer, FoundCustomer, GetCustomer
    from tollbridge.domain.declines import Decline, Explanation, Retry, explain
    from tollbridge.domain.disputes import (
        AcceptDispute,
        DefendDispute,
        Dispute,
        DisputeSync,
        EvidenceDocument,
        EvidenceType,
        SubmitEvidence,
    )
    from tollbridge.domain.environment import Environment
    from tollbridge.domain.errors import (
        BadCredentials,
        BadInput,
        ConnectorError,
        InvalidField,
        MissingField,
        NotSent,
        OutcomeUnknown,
        Problem,
        Rejected,
        SignatureMismatch,
        Stale,
        Unreachable,
        Unsupported,
    )
    from tollbridge.domain.events import (
        DisputeReference,
        Event,
        EventReference,
        HandleEvent,
        ParseEvent,
        PaymentReference,
        RefundReference,
        WebhookEventType,
    )
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
    from tollbridge.domain.features import Feature
    from tollbridge.domain.fraud import Notified, NotifyConnector, PostRiskCheck, PreRiskCheck, RiskAssessment
    from tollbridge.domain.inbound import RequestDetails
    from tollbridge.domain.mandates import (
        AcceptanceType,
        ConnectorMandate,
        CustomerAcceptance,
        FutureUsage,
        MandateReference,
        MitCategory,
        NetworkMandate,
        SetupMandateDetails,
    )
    from tollbridge.domain.methods import PaymentMethod
    from tollbridge.domain.methods.cards import Card, CardNetwork, NetworkToken, StoredMethod
    from tollbridge.domain.money import Currency, Money
    from tollbridge.domain.operations import (
        ACCEPT_DISPUTE,
        ACCESS_TOKEN,
        APPROVE,
        AUTHENTICATE,
        AUTHORIZE,
        CALCULATE_SURCHARGE,
        CALCULATE_TAX,
        CAPTURE,
        CHARGE_MANDATE,
        CHECK_ELIGIBILITY,
        CHECK_PAYOUT_ELIGIBILITY,
        CLIENT_TOKEN,
        CREATE_CUSTOMER,
        CREATE_ORDER,
        CREATE_PAYMENT_METHOD,
        CREATE_PAYOUT,
        CREATE_PAYOUT_LINK,
        CREATE_PAYOUT_RECIPIENT,
        DEFEND_DISPUTE,
        DELETE_TOKEN,
        DISPUTE_SYNC,
        ENROLL_DISBURSE_ACCOUNT,
        GET_CUSTOMER,
        GET_PAYMENT_METHOD,
        GIFT_CARD_BALANCE,
        HANDLE_EVENT,
        INCREMENT_AUTHORIZATION,
        NOTIFY_CONNECTOR,
        OPERATIONS,
        PARSE_EVENT,
        PAYOUT_SYNC,
        POST_AUTHENTICATE,
        POST_RISK_CHECK,
        POST_SESSION_TOKENS,
        PRE_AUTHENTICATE,
        PRE_RISK_CHECK,
        PROXY_AUTHORIZE,
        PROXY_SETUP_MANDATE,
        RECHARGE_PAYMENT_METHOD,
        REFUND,
        REFUND_SYNC,
        REJECT,
        REVERSE,
        REVOKE_MANDATE,
        SESSION,
        SETUP_MANDATE,
        STAGE_PAYOUT,
        SUBMIT_EVIDENCE,
        SYNC,
        TOKEN_AUTHORIZE,
        TOKEN_SETUP_MANDATE,
        TOKENIZE,
        TRANSFER_PAYOUT,
        UPDATE_MANDATE,
        UPDATE_METADATA,
        UPDATE_REFUND,
        VALIDATE_TOKEN,
        VERIFY_REDIRECT,
        VERIFY_WEBHOOK_SOURCE,
        VOID,
        VOID_PAYOUT,
        VOID_REFUND,
        Operation,
    )
    from tollbridge.domain.orders import OrderLine
    from tollbridge.domain.payments import (
        Authorize,
        BillingDescriptor,
        Capture,
        CaptureMethod,
        CreateOrder,
        IncrementAuthorization,
        MultipleCapture,
        PaymentChannel,
        ProxyAuthorize,
        Reverse,
        Sync,
        TokenAuthorize,
        Void,
    )
    from tollbridge.domain.payouts import (
        CardPayout,
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
    from tollbridge.domain.people import Address, BrowserInformation, Country, Customer, PaymentAddress
    from tollbridge.domain.reattempts import Reattempt, ReattemptLimit, reattempt
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
    from tollbridge.domain.redirects import FormRedirect, HtmlRedirect, Redirect, RedirectForm
    from tollbridge.domain.refunds import Refund, RefundRequest, RefundSync, VoidRefund
    from tollbridge.domain.results import IncrementedAuthorization, Order, Payment
    from tollbridge.domain.secret import Secret
    from tollbridge.domain.sessions import ClientToken, CreateAccessToken, CreateClientToken, CreateSession, Session
    from tollbridge.domain.state import AccessToken, ConnectorState
    from tollbridge.domain.statuses import (
        AuthorizationStatus,
        DisputeStage,
        DisputeStatus,
        MandateStatus,
        OperationStatus,
        PaymentStatus,
        PayoutStatus,
        RawConnectorStatus,
        RechargeStatus,
        RefundStatus,
        SettlementStatus,
    )
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
    from tollbridge.domain.three_ds import (
        AuthenticationData,
        AuthenticationType,
        ExemptionIndicator,
        RedirectionResponse,
        TransactionStatus,
    )
    from tollbridge.engine import build, parse
    from tollbridge.engine.retries import Retries
    from tollbridge.kit.connector import Connector
    from tollbridge.kit.flow import Context
    from tollbridge.kit.http import ClientCertificate, HttpRequest, HttpResponse
    from tollbridge.methods import card, stored, upi
    from tollbridge.transport import AsyncTransport, Guard, Limits, Proxy, SyncTransport, Timeouts, TransportSettings

_PUBLIC = {
    "tollbridge._version": "__version__",
    "tollbridge.client": "BlockingTollbridge Tollbridge",
    "tollbridge.client.core": "HandledWebhook plain_headers",
    "tollbridge.domain.authentication": "Authenticate Authentication PostAuthenticate PreAuthenticate",
    "tollbridge.domain.customers": "CreateCustomer CreatedCustomer FoundCustomer GetCustomer",
    "tollbridge.domain.declines": "Decline Explanation Retry explain",
    "tollbridge.domain.disputes": (
        "AcceptDispute DefendDispute Dispute "
        "DisputeSync EvidenceDocument EvidenceType SubmitEvidence"),
    "tollbridge.domain.environment": "Environment",
    "tollbridge.domain.errors": (
        "BadCredentials BadInput ConnectorError InvalidField MissingField NotSent OutcomeUnknown Problem Rejected "
        "SignatureMismatch Stale Unreachable Unsupported"
    ),
    "tollbridge.domain.events": (
        "DisputeReference Event EventReference HandleEvent ParseEvent PaymentReference RefundReference "
        "WebhookEventType"
    ),
    "tollbridge.domain.extensions": (
        "ApprovePayment CalculateTax CheckGiftCardBalance DeleteToken DeletedToken GiftCardBalance "
        "MetadataUpdated PostSessionTokens RejectPayment SessionTokens Tax TokenState UpdateMandate "
        "UpdateMetadata UpdateRefund UpdatedMandate ValidateToken VerifyWebhookSource WebhookSource"
    ),
    "tollbridge.domain.failures": "Failure",
    "tollbridge.domain.features": "Feature",
    "tollbridge.domain.fraud": "Notified NotifyConnector PostRiskCheck PreRiskCheck RiskAssessment",
    "tollbridge.domain.inbound": "RequestDetails",
    "tollbridge.domain.mandates": (
        "AcceptanceType ConnectorMandate CustomerAcceptance FutureUsage "
        "MandateReference MitCategory NetworkMandate SetupMandateDetails"),
    "tollbridge.domain.methods": "PaymentMethod",
    "tollbridge.domain.methods.cards": "Card CardNetwork NetworkToken StoredMethod",
    "tollbridge.domain.money": "Currency Money",
    "tollbridge.domain.operations": (
        "ACCEPT_DISPUTE ACCESS_TOKEN APPROVE AUTHENTICATE AUTHORIZE CALCULATE_SURCHARGE CALCULATE_TAX CAPTURE "
        "CHARGE_MANDATE CHECK_ELIGIBILITY CHECK_PAYOUT_ELIGIBILITY CLIENT_TOKEN CREATE_CUSTOMER CREATE_ORDER "
        "CREATE_PAYMENT_METHOD CREATE_PAYOUT CREATE_PAYOUT_LINK CREATE_PAYOUT_RECIPIENT DEFEND_DISPUTE "
        "DELETE_TOKEN DISPUTE_SYNC ENROLL_DISBURSE_ACCOUNT GET_CUSTOMER GET_PAYMENT_METHOD GIFT_CARD_BALANCE "
        "HANDLE_EVENT INCREMENT_AUTHORIZATION NOTIFY_CONNECTOR OPERATIONS PARSE_EVENT PAYOUT_SYNC "
        "POST_AUTHENTICATE POST_RISK_CHECK POST_SESSION_TOKENS PRE_AUTHENTICATE PRE_RISK_CHECK PROXY_AUTHORIZE "
        "PROXY_SETUP_MANDATE RECHARGE_PAYMENT_METHOD REFUND REFUND_SYNC REJECT REVERSE REVOKE_MANDATE SESSION "
        "SETUP_MANDATE STAGE_PAYOUT SUBMIT_EVIDENCE SYNC TOKENIZE TOKEN_AUTHORIZE TOKEN_SETUP_MANDATE "
        "TRANSFER_PAYOUT UPDATE_MANDATE UPDATE_METADATA UPDATE_REFUND VALIDATE_TOKEN VERIFY_REDIRECT "
        "VERIFY_WEBHOOK_SOURCE VOID VOID_PAYOUT VOID_REFUND Operation"
    ),
    "tollbridge.domain.orders": "OrderLine",
    "tollbridge.domain.payments": (
        "Authorize BillingDescriptor Capture CaptureMethod CreateOrder IncrementAuthorization MultipleCapture "
        "PaymentChannel ProxyAuthorize Reverse Sync TokenAuthorize Void"
    ),
    "tollbridge.domain.payouts": (
        "CardPayout CheckPayoutEligibility CreatePayout CreatePayoutLink CreatePayoutRecipient "
        "EnrollDisburseAccount Payout PayoutSync StagePayout TransferPayout VoidPayout"),
    "tollbridge.domain.people": "Address BrowserInformation Country Customer PaymentAddress",
    "tollbridge.domain.recurring": (
        "ChargeMandate MandateSetup ProxySetupMandate RevokeMandate RevokedMandate SetupMandate TokenSetupMandate"
    ),
    "tollbridge.domain.reattempts": "Reattempt ReattemptLimit reattempt",
    "tollbridge.domain.redirect_returns": "RedirectVerification VerifyRedirect",
    "tollbridge.domain.redirects": "FormRedirect HtmlRedirect Redirect RedirectForm",
    "tollbridge.domain.refunds": "Refund RefundRequest RefundSync VoidRefund",
    "tollbridge.domain.results": "IncrementedAuthorization Order Payment",
    "tollbridge.domain.secret": "Secret",
    "tollbridge.domain.sessions": "ClientToken CreateAccessToken CreateClientToken CreateSession Session",
    "tollbridge.domain.state": "AccessToken ConnectorState",
    "tollbridge.domain.statuses": (
        "AuthorizationStatus DisputeStage DisputeStatus MandateStatus OperationStatus PaymentStatus PayoutStatus "
        "RawConnectorStatus RechargeStatus RefundStatus SettlementStatus"
    ),
    "tollbridge.domain.stored_methods": (
        "CheckEligibility CreatePaymentMethod Eligibility GetPaymentMethod Recharge RechargePaymentMethod "
        "StoredPaymentMethod Token Tokenize"
    ),
    "tollbridge.domain.surcharges": "CalculateSurcharge Surcharge",
    "tollbridge.domain.three_ds": (
        "AuthenticationData AuthenticationType "
        "ExemptionIndicator RedirectionResponse TransactionStatus"),
    "tollbridge.engine": "build parse",
    "tollbridge.engine.retries": "Retries",
    "tollbridge.kit.connector": "Connector",
    "tollbridge.kit.flow": "Context",
    "tollbridge.kit.http": "ClientCertificate HttpRequest HttpResponse",
    "tollbridge.methods": "card stored upi",
    "tollbridge.transport": "AsyncTransport Guard Limits Proxy SyncTransport Timeouts TransportSettings",
}
_MODULES = {name: module for module, names in _PUBLIC.items() for name in names.split()}

__all__ = [
    "ACCEPT_DISPUTE", "ACCESS_TOKEN", "APPROVE", "AUTHENTICATE", "AUTHORIZE", "CALCULATE_SURCHARGE", "CALCULATE_TAX",
    "CAPTURE", "CHARGE_MANDATE", "CHECK_ELIGIBILITY", "CHECK_PAYOUT_ELIGIBILITY", "CLIENT_TOKEN", "CREATE_CUSTOMER",
    "CREATE_ORDER", "CREATE_PAYMENT_METHOD", "CREATE_PAYOUT", "CREATE_PAYOUT_LINK", "CREATE_PAYOUT_RECIPIENT",
    "DEFEND_DISPUTE", "DELETE_TOKEN", "DISPUTE_SYNC", "ENROLL_DISBURSE_ACCOUNT", "GET_CUSTOMER", "GET_PAYMENT_METHOD",
    "GIFT_CARD_BALANCE", "HANDLE_EVENT", "INCREMENT_AUTHORIZATION", "NOTIFY_CONNECTOR", "OPERATIONS", "PARSE_EVENT",
    "PAYOUT_SYNC", "POST_AUTHENTICATE", "POST_RISK_CHECK", "POST_SESSION_TOKENS", "PRE_AUTHENTICATE", "PRE_RISK_CHECK",
    "PROXY_AUTHORIZE", "PROXY_SETUP_MANDATE", "RECHARGE_PAYMENT_METHOD", "REFUND", "REFUND_SYNC", "REJECT", "REVERSE",
    "REVOKE_MANDATE", "SESSION", "SETUP_MANDATE", "STAGE_PAYOUT", "SUBMIT_EVIDENCE", "SYNC", "TOKENIZE",
    "TOKEN_AUTHORIZE", "TOKEN_SETUP_MANDATE", "TRANSFER_PAYOUT", "UPDATE_MANDATE", "UPDATE_METADATA", "UPDATE_REFUND",
    "VALIDATE_TOKEN", "VERIFY_REDIRECT", "VERIFY_WEBHOOK_SOURCE", "VOID", "VOID_PAYOUT", "VOID_REFUND", "AcceptDispute",
    "AcceptanceType", "AccessToken", "Address", "ApprovePayment", "AsyncTransport", "Authenticate", "Authentication",
    "AuthenticationData", "AuthenticationType", "AuthorizationStatus", "Authorize", "BadCredentials", "BadInput",
    "BillingDescriptor", "BlockingTollbridge", "BrowserInformation", "CalculateSurcharge", "CalculateTax", "Capture",
    "CaptureMethod", "Card", "CardNetwork", "CardPayout", "ChargeMandate", "CheckEligibility", "CheckGiftCardBalance",
    "CheckPayoutEligibility", "ClientCertificate", "ClientToken", "Connector", "ConnectorError", "ConnectorMandate",
    "ConnectorState", "Context", "Country", "CreateAccessToken", "CreateClientToken", "CreateCustomer", "CreateOrder",
    "CreatePaymentMethod", "CreatePayout", "CreatePayoutLink", "CreatePayoutRecipient", "CreateSession",
    "CreatedCustomer", "Currency", "Customer", "CustomerAcceptance", "Decline", "DefendDispute", "DeleteToken",
    "DeletedToken", "Dispute", "DisputeReference", "DisputeStage", "DisputeStatus", "DisputeSync", "Eligibility",
    "EnrollDisburseAccount", "Environment", "Event", "EventReference", "EvidenceDocument", "EvidenceType",
    "ExemptionIndicator", "Explanation", "Failure", "Feature", "FormRedirect", "FoundCustomer", "FutureUsage",
    "GetCustomer", "GetPaymentMethod", "GiftCardBalance", "Guard", "HandleEvent", "HandledWebhook", "HtmlRedirect",
    "HttpRequest", "HttpResponse", "IncrementAuthorization", "IncrementedAuthorization", "InvalidField", "Limits",
    "MandateReference", "MandateSetup", "MandateStatus", "MetadataUpdated", "MissingField", "MitCategory", "Money",
    "MultipleCapture", "NetworkMandate", "NetworkToken", "NotSent", "Notified", "NotifyConnector", "Operation",
    "OperationStatus", "Order", "OrderLine", "OutcomeUnknown", "ParseEvent", "Payment", "PaymentAddress",
    "PaymentChannel", "PaymentMethod", "PaymentReference", "PaymentStatus", "Payout", "PayoutStatus", "PayoutSync",
    "PostAuthenticate", "PostRiskCheck", "PostSessionTokens", "PreAuthenticate", "PreRiskCheck", "Problem", "Proxy",
    "ProxyAuthorize", "ProxySetupMandate", "RawConnectorStatus", "Reattempt", "ReattemptLimit", "Recharge",
    "RechargePaymentMethod", "RechargeStatus", "Redirect", "RedirectForm", "RedirectVerification",
    "RedirectionResponse", "Refund", "RefundReference", "RefundRequest", "RefundStatus", "RefundSync", "RejectPayment",
    "Rejected", "RequestDetails", "Retries", "Retry", "Reverse", "RevokeMandate", "RevokedMandate", "RiskAssessment",
    "Secret", "Session", "SessionTokens", "SettlementStatus", "SetupMandate", "SetupMandateDetails",
    "SignatureMismatch", "StagePayout", "Stale", "StoredMethod", "StoredPaymentMethod", "SubmitEvidence", "Surcharge",
    "Sync", "SyncTransport", "Tax", "Timeouts", "Token", "TokenAuthorize", "TokenSetupMandate", "TokenState",
    "Tokenize", "Tollbridge", "TransactionStatus", "TransferPayout", "TransportSettings", "Unreachable", "Unsupported",
    "UpdateMandate", "UpdateMetadata", "UpdateRefund", "UpdatedMandate", "ValidateToken", "VerifyRedirect",
    "VerifyWebhookSource", "Void", "VoidPayout", "VoidRefund", "WebhookEventType", "WebhookSource", "__version__",
    "build", "card", "explain", "parse", "plain_headers", "reattempt", "stored", "upi",
]


if not TYPE_CHECKING:  # to a type checker it would mean that every name is there
    def __getattr__(name: str) -> object:
        module = _MODULES.get(name)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(module), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})
