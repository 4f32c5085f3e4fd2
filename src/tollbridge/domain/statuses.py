"""How things stand, in the words of the contract: one enum for each kind of result.

A connector maps the processor's words to these. A word that it does not know becomes the undecided member of the enum
(UNRESOLVED, AUTHORIZATION_UNRESOLVED, REFUND_MANUAL_REVIEW or a pending one; for a dispute None), never a success and
never a failure, and the word itself stays in `raw_connector_status`.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class PaymentStatus(StrEnum):
    """Where the money of a payment is. Deliver on CHARGED, or on AUTHORIZED where you capture later."""

    # before the issuer is asked
    STARTED = "STARTED"  # known to the processor, nothing tried yet
    PAYMENT_METHOD_AWAITED = "PAYMENT_METHOD_AWAITED"  # needs a payment method, the first or another one
    DEVICE_DATA_COLLECTION_PENDING = "DEVICE_DATA_COLLECTION_PENDING"  # 3DS wants browser data: `redirection_data`
    CONFIRMATION_AWAITED = "CONFIRMATION_AWAITED"  # waits for one more call of ours that confirms it
    AUTHENTICATION_PENDING = "AUTHENTICATION_PENDING"  # the shopper has to act, see `redirection_data`
    AUTHENTICATION_SUCCESSFUL = "AUTHENTICATION_SUCCESSFUL"  # it is the shopper; nothing is reserved yet
    AUTHENTICATION_FAILED = "AUTHENTICATION_FAILED"  # final: nothing is reserved

    # reserved or not
    AUTHORIZING = "AUTHORIZING"  # the issuer has been asked: sync
    AUTHORIZED = "AUTHORIZED"  # reserved, not taken: capture or void it
    AUTHORIZATION_FAILED = "AUTHORIZATION_FAILED"  # final: refused, nothing is reserved
    PARTIALLY_AUTHORIZED = "PARTIALLY_AUTHORIZED"  # less is reserved than was asked for, see `authorized_amount`

    # taken
    CHARGED = "CHARGED"  # the whole amount is taken
    PARTIAL_CHARGED = "PARTIAL_CHARGED"  # part of it is taken, see `captured_amount`; the rest is released
    PARTIAL_CHARGED_AND_CHARGEABLE = "PARTIAL_CHARGED_AND_CHARGEABLE"  # part of it is taken, the rest is still reserved
    AUTO_REFUNDED = "AUTO_REFUNDED"  # taken, then given back by the processor on its own
    CAPTURE_INITIATED = "CAPTURE_INITIATED"  # the capture is accepted but not done: sync
    CAPTURE_FAILED = "CAPTURE_FAILED"  # nothing was taken by that capture; the reservation may still stand

    # released or undone
    VOID_INITIATED = "VOID_INITIATED"  # the void is accepted but not done: sync
    VOIDED = "VOIDED"  # released, nothing was taken
    VOID_FAILED = "VOID_FAILED"  # the reservation stands
    VOIDED_POST_CAPTURE = "VOIDED_POST_CAPTURE"  # taken and undone before settlement (a Reverse)

    # the rest
    COD_INITIATED = "COD_INITIATED"  # cash on delivery: to be paid at the door
    EXPIRED = "EXPIRED"  # final: not paid in time, or the reservation has lapsed
    ROUTER_DECLINED = "ROUTER_DECLINED"  # final: refused by routing or rules, the issuer was never asked
    PENDING = "PENDING"  # the processor works on it, or waits for money (voucher, transfer): sync
    FAILURE = "FAILURE"  # final: no money moved
    UNRESOLVED = "UNRESOLVED"  # a word of the processor's that we do not know: sync, never guess


class RefundStatus(StrEnum):
    """Whether captured money has gone back to the shopper."""

    REFUND_FAILURE = "REFUND_FAILURE"  # final: not given back
    REFUND_MANUAL_REVIEW = "REFUND_MANUAL_REVIEW"  # a person must look; also any word we do not know
    REFUND_PENDING = "REFUND_PENDING"  # accepted, not done: sync
    REFUND_SUCCESS = "REFUND_SUCCESS"  # done, as far as the processor is concerned; the issuer may take days to show it
    REFUND_TRANSACTION_FAILURE = "REFUND_TRANSACTION_FAILURE"  # final: not given back, due to the payment


class AuthorizationStatus(StrEnum):
    """Whether a reservation was raised. On anything but success the reservation that was there still counts."""

    AUTHORIZATION_SUCCESS = "AUTHORIZATION_SUCCESS"  # raised
    AUTHORIZATION_FAILURE = "AUTHORIZATION_FAILURE"  # not raised
    AUTHORIZATION_PROCESSING = "AUTHORIZATION_PROCESSING"  # the issuer has been asked: sync the payment
    AUTHORIZATION_UNRESOLVED = "AUTHORIZATION_UNRESOLVED"  # a word that we do not know: sync the payment


class MandateStatus(StrEnum):
    """Whether a consent to charge later is in force."""

    MANDATE_PENDING = "MANDATE_PENDING"  # waits for shopper, bank or processor; also any word we do not know
    ACTIVE = "ACTIVE"  # may be charged
    MANDATE_INACTIVE = "MANDATE_INACTIVE"  # may not be charged now: expired, paused or refused
    REVOKED = "REVOKED"  # final: taken back
    MANDATE_REVOKE_FAILED = "MANDATE_REVOKE_FAILED"  # still in force: the call to revoke it was refused


class DisputeStatus(StrEnum):
    """Who has to move next in a dispute, or who has won it. The money is gone until it is won or cancelled."""

    DISPUTE_OPENED = "DISPUTE_OPENED"  # ours to answer until `due_date`
    DISPUTE_EXPIRED = "DISPUTE_EXPIRED"  # the time to answer has run out: lost
    DISPUTE_ACCEPTED = "DISPUTE_ACCEPTED"  # we have given in: lost
    DISPUTE_CANCELLED = "DISPUTE_CANCELLED"  # taken back by the shopper or the issuer
    DISPUTE_CHALLENGED = "DISPUTE_CHALLENGED"  # we have answered; the issuer or the network decides
    DISPUTE_WON = "DISPUTE_WON"  # the money is ours again
    DISPUTE_LOST = "DISPUTE_LOST"  # the money stays with the shopper


class DisputeStage(StrEnum):
    """How far a dispute has gone."""

    PRE_DISPUTE = "PRE_DISPUTE"  # an inquiry or a warning: no money has moved yet
    ACTIVE_DISPUTE = "ACTIVE_DISPUTE"  # a chargeback: the money was taken from us
    PRE_ARBITRATION = "PRE_ARBITRATION"  # the issuer does not accept our answer; the network would be next, at a fee


class PayoutStatus(StrEnum):
    """Where the money of a payout is. The `REQUIRES_...` members wait for a further call of ours."""

    SUCCESS = "SUCCESS"  # paid out
    FAILED = "FAILED"  # final: not sent
    CANCELLED = "CANCELLED"  # final: called back before it was sent
    INITIATED = "INITIATED"  # accepted, on its way
    EXPIRED = "EXPIRED"  # final: not claimed or not confirmed in time
    REVERSED = "REVERSED"  # sent and come back, as from a closed account
    PENDING = "PENDING"  # in the processor's hands: sync; also any word that we do not know
    INELIGIBLE = "INELIGIBLE"  # this recipient or method cannot be paid
    REQUIRES_CREATION = "REQUIRES_CREATION"  # only staged: create it
    REQUIRES_CONFIRMATION = "REQUIRES_CONFIRMATION"  # created: waits to be confirmed
    REQUIRES_PAYOUT_METHOD_DATA = "REQUIRES_PAYOUT_METHOD_DATA"  # waits for where to send the money
    REQUIRES_FULFILLMENT = "REQUIRES_FULFILLMENT"  # ready: transfer it
    REQUIRES_VENDOR_ACCOUNT_CREATION = "REQUIRES_VENDOR_ACCOUNT_CREATION"  # the recipient has no account there yet


class OperationStatus(StrEnum):
    """How a call went as a whole, where its answer has no status of a payment to tell."""

    SUCCESS = "OPERATION_STATUS_SUCCESS"
    FAILURE = "OPERATION_STATUS_FAILURE"
    PENDING = "OPERATION_STATUS_PENDING"
    AUTHENTICATION_FAILED = "OPERATION_STATUS_AUTHENTICATION_FAILED"  # our credentials
    RATE_LIMITED = "OPERATION_STATUS_RATE_LIMITED"  # did nothing: wait
    INVALID_REQUEST = "OPERATION_STATUS_INVALID_REQUEST"  # did nothing: fix the request


class RechargeStatus(StrEnum):
    """Whether value was added to a stored wallet or card."""

    RECHARGE_SUCCESS = "RECHARGE_SUCCESS"  # the balance is higher
    RECHARGE_FAILURE = "RECHARGE_FAILURE"  # the balance is as it was
    RECHARGE_PENDING = "RECHARGE_PENDING"  # not known yet; also any word that we do not know


class SettlementStatus(StrEnum):
    """Whether captured money has been paid to the merchant's account."""

    SETTLED = "SETTLEMENT_STATUS_SETTLED"
    NOT_SETTLED = "SETTLEMENT_STATUS_NOT_SETTLED"


class RawConnectorStatus(Struct, frozen=True, kw_only=True):
    """The status in the processor's own words, untranslated: for logs and support, and to see what an UNRESOLVED was.
    """

    code: str | None = None
    message: str | None = None
    reason: str | None = None


UNDECIDED: frozenset[StrEnum] = frozenset({
    PaymentStatus.AUTHENTICATION_PENDING, PaymentStatus.AUTHORIZING, PaymentStatus.CAPTURE_INITIATED,
    PaymentStatus.VOID_INITIATED, PaymentStatus.PENDING, PaymentStatus.UNRESOLVED,
    RefundStatus.REFUND_PENDING, RefundStatus.REFUND_MANUAL_REVIEW,
    AuthorizationStatus.AUTHORIZATION_PROCESSING, AuthorizationStatus.AUTHORIZATION_UNRESOLVED,
    PayoutStatus.PENDING,
})
"""Neither a success nor a no: the money may still move."""
