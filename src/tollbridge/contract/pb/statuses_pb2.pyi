from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class PaymentStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAYMENT_STATUS_UNSPECIFIED: _ClassVar[PaymentStatus]
    STARTED: _ClassVar[PaymentStatus]
    AUTHENTICATION_FAILED: _ClassVar[PaymentStatus]
    ROUTER_DECLINED: _ClassVar[PaymentStatus]
    AUTHENTICATION_PENDING: _ClassVar[PaymentStatus]
    AUTHENTICATION_SUCCESSFUL: _ClassVar[PaymentStatus]
    AUTHORIZED: _ClassVar[PaymentStatus]
    AUTHORIZATION_FAILED: _ClassVar[PaymentStatus]
    CHARGED: _ClassVar[PaymentStatus]
    AUTHORIZING: _ClassVar[PaymentStatus]
    COD_INITIATED: _ClassVar[PaymentStatus]
    VOIDED: _ClassVar[PaymentStatus]
    VOID_INITIATED: _ClassVar[PaymentStatus]
    CAPTURE_INITIATED: _ClassVar[PaymentStatus]
    CAPTURE_FAILED: _ClassVar[PaymentStatus]
    VOID_FAILED: _ClassVar[PaymentStatus]
    AUTO_REFUNDED: _ClassVar[PaymentStatus]
    PARTIAL_CHARGED: _ClassVar[PaymentStatus]
    PARTIAL_CHARGED_AND_CHARGEABLE: _ClassVar[PaymentStatus]
    UNRESOLVED: _ClassVar[PaymentStatus]
    PENDING: _ClassVar[PaymentStatus]
    FAILURE: _ClassVar[PaymentStatus]
    PAYMENT_METHOD_AWAITED: _ClassVar[PaymentStatus]
    CONFIRMATION_AWAITED: _ClassVar[PaymentStatus]
    DEVICE_DATA_COLLECTION_PENDING: _ClassVar[PaymentStatus]
    PARTIALLY_AUTHORIZED: _ClassVar[PaymentStatus]
    EXPIRED: _ClassVar[PaymentStatus]
    VOIDED_POST_CAPTURE: _ClassVar[PaymentStatus]

class AuthorizationStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AUTHORIZATION_STATUS_UNSPECIFIED: _ClassVar[AuthorizationStatus]
    AUTHORIZATION_SUCCESS: _ClassVar[AuthorizationStatus]
    AUTHORIZATION_FAILURE: _ClassVar[AuthorizationStatus]
    AUTHORIZATION_PROCESSING: _ClassVar[AuthorizationStatus]
    AUTHORIZATION_UNRESOLVED: _ClassVar[AuthorizationStatus]

class RefundStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REFUND_STATUS_UNSPECIFIED: _ClassVar[RefundStatus]
    REFUND_FAILURE: _ClassVar[RefundStatus]
    REFUND_MANUAL_REVIEW: _ClassVar[RefundStatus]
    REFUND_PENDING: _ClassVar[RefundStatus]
    REFUND_SUCCESS: _ClassVar[RefundStatus]
    REFUND_TRANSACTION_FAILURE: _ClassVar[RefundStatus]

class DisputeStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DISPUTE_STATUS_UNSPECIFIED: _ClassVar[DisputeStatus]
    DISPUTE_OPENED: _ClassVar[DisputeStatus]
    DISPUTE_EXPIRED: _ClassVar[DisputeStatus]
    DISPUTE_ACCEPTED: _ClassVar[DisputeStatus]
    DISPUTE_CANCELLED: _ClassVar[DisputeStatus]
    DISPUTE_CHALLENGED: _ClassVar[DisputeStatus]
    DISPUTE_WON: _ClassVar[DisputeStatus]
    DISPUTE_LOST: _ClassVar[DisputeStatus]

class DisputeStage(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DISPUTE_STAGE_UNSPECIFIED: _ClassVar[DisputeStage]
    PRE_DISPUTE: _ClassVar[DisputeStage]
    ACTIVE_DISPUTE: _ClassVar[DisputeStage]
    PRE_ARBITRATION: _ClassVar[DisputeStage]

class MandateStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MANDATE_STATUS_UNSPECIFIED: _ClassVar[MandateStatus]
    MANDATE_PENDING: _ClassVar[MandateStatus]
    ACTIVE: _ClassVar[MandateStatus]
    MANDATE_INACTIVE: _ClassVar[MandateStatus]
    REVOKED: _ClassVar[MandateStatus]
    MANDATE_REVOKE_FAILED: _ClassVar[MandateStatus]

class OperationStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OPERATION_STATUS_UNSPECIFIED: _ClassVar[OperationStatus]
    OPERATION_STATUS_SUCCESS: _ClassVar[OperationStatus]
    OPERATION_STATUS_FAILURE: _ClassVar[OperationStatus]
    OPERATION_STATUS_PENDING: _ClassVar[OperationStatus]
    OPERATION_STATUS_AUTHENTICATION_FAILED: _ClassVar[OperationStatus]
    OPERATION_STATUS_RATE_LIMITED: _ClassVar[OperationStatus]
    OPERATION_STATUS_INVALID_REQUEST: _ClassVar[OperationStatus]

class SettlementStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SETTLEMENT_STATUS_UNSPECIFIED: _ClassVar[SettlementStatus]
    SETTLEMENT_STATUS_SETTLED: _ClassVar[SettlementStatus]
    SETTLEMENT_STATUS_NOT_SETTLED: _ClassVar[SettlementStatus]

class RechargeStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RECHARGE_STATUS_UNSPECIFIED: _ClassVar[RechargeStatus]
    RECHARGE_SUCCESS: _ClassVar[RechargeStatus]
    RECHARGE_FAILURE: _ClassVar[RechargeStatus]
    RECHARGE_PENDING: _ClassVar[RechargeStatus]

class EligibilityStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ELIGIBILITY_STATUS_UNSPECIFIED: _ClassVar[EligibilityStatus]
    INELIGIBLE: _ClassVar[EligibilityStatus]
    ELIGIBLE: _ClassVar[EligibilityStatus]
PAYMENT_STATUS_UNSPECIFIED: PaymentStatus
STARTED: PaymentStatus
AUTHENTICATION_FAILED: PaymentStatus
ROUTER_DECLINED: PaymentStatus
AUTHENTICATION_PENDING: PaymentStatus
AUTHENTICATION_SUCCESSFUL: PaymentStatus
AUTHORIZED: PaymentStatus
AUTHORIZATION_FAILED: PaymentStatus
CHARGED: PaymentStatus
AUTHORIZING: PaymentStatus
COD_INITIATED: PaymentStatus
VOIDED: PaymentStatus
VOID_INITIATED: PaymentStatus
CAPTURE_INITIATED: PaymentStatus
CAPTURE_FAILED: PaymentStatus
VOID_FAILED: PaymentStatus
AUTO_REFUNDED: PaymentStatus
PARTIAL_CHARGED: PaymentStatus
PARTIAL_CHARGED_AND_CHARGEABLE: PaymentStatus
UNRESOLVED: PaymentStatus
PENDING: PaymentStatus
FAILURE: PaymentStatus
PAYMENT_METHOD_AWAITED: PaymentStatus
CONFIRMATION_AWAITED: PaymentStatus
DEVICE_DATA_COLLECTION_PENDING: PaymentStatus
PARTIALLY_AUTHORIZED: PaymentStatus
EXPIRED: PaymentStatus
VOIDED_POST_CAPTURE: PaymentStatus
AUTHORIZATION_STATUS_UNSPECIFIED: AuthorizationStatus
AUTHORIZATION_SUCCESS: AuthorizationStatus
AUTHORIZATION_FAILURE: AuthorizationStatus
AUTHORIZATION_PROCESSING: AuthorizationStatus
AUTHORIZATION_UNRESOLVED: AuthorizationStatus
REFUND_STATUS_UNSPECIFIED: RefundStatus
REFUND_FAILURE: RefundStatus
REFUND_MANUAL_REVIEW: RefundStatus
REFUND_PENDING: RefundStatus
REFUND_SUCCESS: RefundStatus
REFUND_TRANSACTION_FAILURE: RefundStatus
DISPUTE_STATUS_UNSPECIFIED: DisputeStatus
DISPUTE_OPENED: DisputeStatus
DISPUTE_EXPIRED: DisputeStatus
DISPUTE_ACCEPTED: DisputeStatus
DISPUTE_CANCELLED: DisputeStatus
DISPUTE_CHALLENGED: DisputeStatus
DISPUTE_WON: DisputeStatus
DISPUTE_LOST: DisputeStatus
DISPUTE_STAGE_UNSPECIFIED: DisputeStage
PRE_DISPUTE: DisputeStage
ACTIVE_DISPUTE: DisputeStage
PRE_ARBITRATION: DisputeStage
MANDATE_STATUS_UNSPECIFIED: MandateStatus
MANDATE_PENDING: MandateStatus
ACTIVE: MandateStatus
MANDATE_INACTIVE: MandateStatus
REVOKED: MandateStatus
MANDATE_REVOKE_FAILED: MandateStatus
OPERATION_STATUS_UNSPECIFIED: OperationStatus
OPERATION_STATUS_SUCCESS: OperationStatus
OPERATION_STATUS_FAILURE: OperationStatus
OPERATION_STATUS_PENDING: OperationStatus
OPERATION_STATUS_AUTHENTICATION_FAILED: OperationStatus
OPERATION_STATUS_RATE_LIMITED: OperationStatus
OPERATION_STATUS_INVALID_REQUEST: OperationStatus
SETTLEMENT_STATUS_UNSPECIFIED: SettlementStatus
SETTLEMENT_STATUS_SETTLED: SettlementStatus
SETTLEMENT_STATUS_NOT_SETTLED: SettlementStatus
RECHARGE_STATUS_UNSPECIFIED: RechargeStatus
RECHARGE_SUCCESS: RechargeStatus
RECHARGE_FAILURE: RechargeStatus
RECHARGE_PENDING: RechargeStatus
ELIGIBILITY_STATUS_UNSPECIFIED: EligibilityStatus
INELIGIBLE: EligibilityStatus
ELIGIBLE: EligibilityStatus
