from tollbridge.contract.pb import connectors_pb2 as _connectors_pb2
from tollbridge.contract.pb import errors_pb2 as _errors_pb2
from tollbridge.contract.pb import fraud_pb2 as _fraud_pb2
from tollbridge.contract.pb import merchants_pb2 as _merchants_pb2
from tollbridge.contract.pb import money_pb2 as _money_pb2
from tollbridge.contract.pb import statuses_pb2 as _statuses_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class NotifyEventType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NOTIFY_EVENT_TYPE_UNSPECIFIED: _ClassVar[NotifyEventType]
    SURCHARGE_PAYMENT_SUCCEEDED: _ClassVar[NotifyEventType]
    SURCHARGE_REFUND_SUCCEEDED: _ClassVar[NotifyEventType]
    FRM_PAYMENT_SUCCEEDED: _ClassVar[NotifyEventType]
    FRM_PAYMENT_FAILURE: _ClassVar[NotifyEventType]
    FRM_REFUND_PROCESSED: _ClassVar[NotifyEventType]
    FRM_CHARGEBACK_RECEIVED: _ClassVar[NotifyEventType]
NOTIFY_EVENT_TYPE_UNSPECIFIED: NotifyEventType
SURCHARGE_PAYMENT_SUCCEEDED: NotifyEventType
SURCHARGE_REFUND_SUCCEEDED: NotifyEventType
FRM_PAYMENT_SUCCEEDED: NotifyEventType
FRM_PAYMENT_FAILURE: NotifyEventType
FRM_REFUND_PROCESSED: NotifyEventType
FRM_CHARGEBACK_RECEIVED: NotifyEventType

class NotifyConnectorRequest(_message.Message):
    __slots__ = ("event_id", "event_type", "content", "timestamp", "state")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    event_type: NotifyEventType
    content: NotifyConnectorContent
    timestamp: int
    state: _connectors_pb2.ConnectorState
    def __init__(self, event_id: _Optional[str] = ..., event_type: _Optional[_Union[NotifyEventType, str]] = ..., content: _Optional[_Union[NotifyConnectorContent, _Mapping]] = ..., timestamp: _Optional[int] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ...) -> None: ...

class NotifyConnectorResponse(_message.Message):
    __slots__ = ("status_code", "error")
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    status_code: int
    error: _errors_pb2.ErrorInfo
    def __init__(self, status_code: _Optional[int] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ...) -> None: ...

class NotifyConnectorContent(_message.Message):
    __slots__ = ("surcharge_content", "frm_notification")
    SURCHARGE_CONTENT_FIELD_NUMBER: _ClassVar[int]
    FRM_NOTIFICATION_FIELD_NUMBER: _ClassVar[int]
    surcharge_content: SurchargeContent
    frm_notification: FrmNotificationContent
    def __init__(self, surcharge_content: _Optional[_Union[SurchargeContent, _Mapping]] = ..., frm_notification: _Optional[_Union[FrmNotificationContent, _Mapping]] = ...) -> None: ...

class SurchargeContent(_message.Message):
    __slots__ = ("connector_surcharge_id",)
    CONNECTOR_SURCHARGE_ID_FIELD_NUMBER: _ClassVar[int]
    connector_surcharge_id: str
    def __init__(self, connector_surcharge_id: _Optional[str] = ...) -> None: ...

class FrmNotificationContent(_message.Message):
    __slots__ = ("connector_transaction_id", "amount", "frm_transaction_id", "payment_details", "refund", "chargeback", "frm_decision", "merchant_details")
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    FRM_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_DETAILS_FIELD_NUMBER: _ClassVar[int]
    REFUND_FIELD_NUMBER: _ClassVar[int]
    CHARGEBACK_FIELD_NUMBER: _ClassVar[int]
    FRM_DECISION_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_DETAILS_FIELD_NUMBER: _ClassVar[int]
    connector_transaction_id: str
    amount: _money_pb2.Money
    frm_transaction_id: str
    payment_details: FrmPaymentDetails
    refund: FrmRefundDetails
    chargeback: FrmChargebackDetails
    frm_decision: _fraud_pb2.FrmDecision
    merchant_details: _merchants_pb2.MerchantDetails
    def __init__(self, connector_transaction_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., frm_transaction_id: _Optional[str] = ..., payment_details: _Optional[_Union[FrmPaymentDetails, _Mapping]] = ..., refund: _Optional[_Union[FrmRefundDetails, _Mapping]] = ..., chargeback: _Optional[_Union[FrmChargebackDetails, _Mapping]] = ..., frm_decision: _Optional[_Union[_fraud_pb2.FrmDecision, str]] = ..., merchant_details: _Optional[_Union[_merchants_pb2.MerchantDetails, _Mapping]] = ...) -> None: ...

class FrmPaymentDetails(_message.Message):
    __slots__ = ("connector_transaction_id", "merchant_transaction_id", "payment_status")
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_STATUS_FIELD_NUMBER: _ClassVar[int]
    connector_transaction_id: str
    merchant_transaction_id: str
    payment_status: _statuses_pb2.PaymentStatus
    def __init__(self, connector_transaction_id: _Optional[str] = ..., merchant_transaction_id: _Optional[str] = ..., payment_status: _Optional[_Union[_statuses_pb2.PaymentStatus, str]] = ...) -> None: ...

class FrmRefundDetails(_message.Message):
    __slots__ = ("connector_refund_id", "merchant_refund_id", "refund_reason")
    CONNECTOR_REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    REFUND_REASON_FIELD_NUMBER: _ClassVar[int]
    connector_refund_id: str
    merchant_refund_id: str
    refund_reason: str
    def __init__(self, connector_refund_id: _Optional[str] = ..., merchant_refund_id: _Optional[str] = ..., refund_reason: _Optional[str] = ...) -> None: ...

class FrmChargebackDetails(_message.Message):
    __slots__ = ("connector_dispute_id", "merchant_dispute_id", "chargeback_reason")
    CONNECTOR_DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    CHARGEBACK_REASON_FIELD_NUMBER: _ClassVar[int]
    connector_dispute_id: str
    merchant_dispute_id: str
    chargeback_reason: str
    def __init__(self, connector_dispute_id: _Optional[str] = ..., merchant_dispute_id: _Optional[str] = ..., chargeback_reason: _Optional[str] = ...) -> None: ...
