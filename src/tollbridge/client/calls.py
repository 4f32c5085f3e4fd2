"""The operations as methods: one table, read by the async and the blocking client alike.

Nothing of the domain is imported here before an operation is used: types are for type checkers and editors.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, overload

if TYPE_CHECKING:
    from tollbridge.client import BlockingTollbridge, Tollbridge
    from tollbridge.domain.authentication import Authenticate, Authentication, PostAuthenticate, PreAuthenticate
    from tollbridge.domain.customers import CreateCustomer, CreatedCustomer, FoundCustomer, GetCustomer
    from tollbridge.domain.disputes import AcceptDispute, DefendDispute, Dispute, DisputeSync, SubmitEvidence
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
    )
    from tollbridge.domain.fraud import Notified, NotifyConnector, PostRiskCheck, PreRiskCheck, RiskAssessment
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
    from tollbridge.domain.sessions import ClientToken, CreateAccessToken, CreateClientToken, CreateSession, Session
    from tollbridge.domain.state import AccessToken
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
Q_contra = TypeVar("Q_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)


class AsyncCall(Protocol[Q_contra, R_co]):
    """An operation of a `Tollbridge`: takes what `Tollbridge.call` takes, but for the operation itself."""

    async def __call__(self, request: Q_contra, /, *, idempotency_key: str | None = None,
                       timeout_s: float | None = None) -> R_co: ...


class BlockingCall(Protocol[Q_contra, R_co]):
    """The same of a `BlockingTollbridge`."""

    def __call__(self, request: Q_contra, /, *, idempotency_key: str | None = None,
                 timeout_s: float | None = None) -> R_co: ...


class Call(Generic[Q, R]):
    """An operation as a method. Its name is that of the operation's constant, in lower case."""

    __slots__ = ("_name",)

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, client: None, owner: type) -> Call[Q, R]: ...

    @overload
    def __get__(self, client: Tollbridge, owner: type) -> AsyncCall[Q, R]: ...

    @overload
    def __get__(self, client: BlockingTollbridge, owner: type) -> BlockingCall[Q, R]: ...

    def __get__(self, client: Any, owner: type) -> Any:
        if client is None:
            return self
        operation = getattr(import_module("tollbridge.domain.operations"), self._name.upper())
        return partial(client.call, operation)


class Calls:
    """Every operation but those that a webhook asks for. Requests and results are those of the table of operations.

    A processor offers some of them: `supports` tells which, and the others raise Unsupported.
    """

    # -- payments
    authorize: Call[Authorize, Payment] = Call()
    """Reserve an amount; with automatic capture, also take it."""
    token_authorize: Call[TokenAuthorize, Payment] = Call()
    """The same with a token of the processor's own in place of the payment method."""
    proxy_authorize: Call[ProxyAuthorize, Payment] = Call()
    """The same for a card whose number only a vault knows."""
    capture: Call[Capture, Payment] = Call()
    """Take reserved money, the whole or a part."""
    void: Call[Void, Payment] = Call()
    """Release a reservation before anything is captured."""
    reverse: Call[Reverse, Payment] = Call()
    """Undo a captured payment before settlement."""
    sync: Call[Sync, Payment] = Call()
    """Ask how a payment stands; moves nothing."""
    increment_authorization: Call[IncrementAuthorization, IncrementedAuthorization] = Call()
    """Raise a reservation that allows it."""
    create_order: Call[CreateOrder, Order] = Call()
    """Open an order at a processor that wants one before the payment."""
    verify_redirect: Call[VerifyRedirect, RedirectVerification] = Call()
    """Check the request with which the shopper's browser came back."""
    approve: Call[ApprovePayment, Payment] = Call()
    """Let a payment go on that the processor holds for review."""
    reject: Call[RejectPayment, Payment] = Call()
    """End a payment that the processor holds for review."""
    update_metadata: Call[UpdateMetadata, MetadataUpdated] = Call()
    """Replace the metadata that the processor keeps with a payment."""
    post_session_tokens: Call[PostSessionTokens, SessionTokens] = Call()
    """Open an order for a wallet's own button."""
    calculate_tax: Call[CalculateTax, Tax] = Call()
    """Ask for the tax of an order."""

    # -- mandates
    setup_mandate: Call[SetupMandate, MandateSetup] = Call()
    """Ask for the consent to charge later, without a purchase."""
    token_setup_mandate: Call[TokenSetupMandate, MandateSetup] = Call()
    """The same with a token of the processor's own in place of the payment method."""
    proxy_setup_mandate: Call[ProxySetupMandate, MandateSetup] = Call()
    """The same for a card whose number only a vault knows."""
    charge_mandate: Call[ChargeMandate, Payment] = Call()
    """Take an amount on a mandate, the shopper away."""
    update_mandate: Call[UpdateMandate, UpdatedMandate] = Call()
    """Change a mandate: its limits, or the payment method that it charges."""
    revoke_mandate: Call[RevokeMandate, RevokedMandate] = Call()
    """End a mandate at the processor."""

    # -- refunds
    refund: Call[RefundRequest, Refund] = Call()
    """Give captured money back, the whole or a part."""
    refund_sync: Call[RefundSync, Refund] = Call()
    """Ask how a refund stands; moves nothing."""
    update_refund: Call[UpdateRefund, Refund] = Call()
    """Change what the processor keeps with a refund."""
    void_refund: Call[VoidRefund, Refund] = Call()
    """Call a refund off before it is paid out."""

    # -- authentication
    pre_authenticate: Call[PreAuthenticate, Authentication] = Call()
    """3DS, first step: what the shopper's browser has to do."""
    authenticate: Call[Authenticate, Authentication] = Call()
    """3DS, second step: ask the issuer."""
    post_authenticate: Call[PostAuthenticate, Authentication] = Call()
    """3DS, third step: the result of the challenge."""

    # -- what payments need first: tokens, sessions, customers, stored methods
    access_token: Call[CreateAccessToken, AccessToken] = Call()
    """Fetch an access token. Calls that need one fetch and keep it by themselves."""
    session: Call[CreateSession, Session] = Call()
    """Open a session between our server and the processor's."""
    client_token: Call[CreateClientToken, ClientToken] = Call()
    """Get what the processor's library in the browser or app needs to start."""
    create_customer: Call[CreateCustomer, CreatedCustomer] = Call()
    """Put a shopper on file at the processor."""
    get_customer: Call[GetCustomer, FoundCustomer] = Call()
    """Look a shopper up at the processor."""
    tokenize: Call[Tokenize, Token] = Call()
    """Have the processor keep a payment method."""
    create_payment_method: Call[CreatePaymentMethod, StoredPaymentMethod] = Call()
    """Open a stored method at the processor, as an empty gift card."""
    get_payment_method: Call[GetPaymentMethod, StoredPaymentMethod] = Call()
    """Look a stored method up, with its balance."""
    recharge_payment_method: Call[RechargePaymentMethod, Recharge] = Call()
    """Add an amount to a stored method."""
    check_eligibility: Call[CheckEligibility, Eligibility] = Call()
    """Ask whether this shopper may pay this amount this way."""
    validate_token: Call[ValidateToken, TokenState] = Call()
    """Ask whether a stored token can still be charged."""
    delete_token: Call[DeleteToken, DeletedToken] = Call()
    """Have the processor forget a stored token."""
    gift_card_balance: Call[CheckGiftCardBalance, GiftCardBalance] = Call()
    """Ask what is left on a gift card."""

    # -- disputes
    dispute_sync: Call[DisputeSync, Dispute] = Call()
    """Ask how a dispute stands."""
    accept_dispute: Call[AcceptDispute, Dispute] = Call()
    """Give in: the money stays with the shopper, for good."""
    defend_dispute: Call[DefendDispute, Dispute] = Call()
    """Answer the dispute: we do not give in."""
    submit_evidence: Call[SubmitEvidence, Dispute] = Call()
    """Hand in what speaks for us, before the dispute's due date."""

    # -- payouts
    create_payout: Call[CreatePayout, Payout] = Call()
    """Ask for a payout."""
    transfer_payout: Call[TransferPayout, Payout] = Call()
    """Send a payout that was created before."""
    payout_sync: Call[PayoutSync, Payout] = Call()
    """Ask how a payout stands; moves nothing."""
    void_payout: Call[VoidPayout, Payout] = Call()
    """Call a payout back before it is sent."""
    stage_payout: Call[StagePayout, Payout] = Call()
    """Ask for the rate and fees of a payout to come."""
    create_payout_link: Call[CreatePayoutLink, Payout] = Call()
    """Make a link by which the recipient claims the money."""
    create_payout_recipient: Call[CreatePayoutRecipient, Payout] = Call()
    """Put a recipient on file at the processor."""
    enroll_disburse_account: Call[EnrollDisburseAccount, Payout] = Call()
    """Register the account that a recipient is paid to."""
    check_payout_eligibility: Call[CheckPayoutEligibility, Payout] = Call()
    """Ask whether a card or account can be paid."""

    # -- risk and surcharge, and those who want to hear of it
    pre_risk_check: Call[PreRiskCheck, RiskAssessment] = Call()
    """Ask a fraud service for its decision before the payment is authorized."""
    post_risk_check: Call[PostRiskCheck, RiskAssessment] = Call()
    """Tell a fraud service how the authorization went, and ask again."""
    calculate_surcharge: Call[CalculateSurcharge, Surcharge] = Call()
    """Ask what a card may be charged on top."""
    notify_connector: Call[NotifyConnector, Notified] = Call()
    """Tell a fraud or surcharge service what became of a payment."""
