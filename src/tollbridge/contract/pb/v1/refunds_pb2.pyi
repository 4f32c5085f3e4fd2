from tollbridge.contract.pb import connectors_pb2 as _connectors_pb2
from tollbridge.contract.pb import errors_pb2 as _errors_pb2
from tollbridge.contract.pb import method_types_pb2 as _method_types_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from tollbridge.contract.pb import statuses_pb2 as _statuses_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RefundServiceUpdateRequest(_message.Message):
    __slots__ = ("merchant_refund_id", "connector_refund_id", "connector_transaction_id", "reason", "refund_metadata", "payment_method_type", "connector_feature_data", "state", "test_mode", "merchant_request_id")
    MERCHANT_REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REFUND_METADATA_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_refund_id: str
    connector_refund_id: str
    connector_transaction_id: str
    reason: str
    refund_metadata: _secrets_pb2.SecretString
    payment_method_type: _method_types_pb2.PaymentMethodType
    connector_feature_data: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    merchant_request_id: str
    def __init__(self, merchant_refund_id: _Optional[str] = ..., connector_refund_id: _Optional[str] = ..., connector_transaction_id: _Optional[str] = ..., reason: _Optional[str] = ..., refund_metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., merchant_request_id: _Optional[str] = ...) -> None: ...

class RefundServiceUpdateResponse(_message.Message):
    __slots__ = ("merchant_refund_id", "connector_refund_id", "status", "error", "status_code", "response_headers", "state", "raw_connector_request", "raw_connector_response", "raw_connector_status")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    MERCHANT_REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_STATUS_FIELD_NUMBER: _ClassVar[int]
    merchant_refund_id: str
    connector_refund_id: str
    status: _statuses_pb2.RefundStatus
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    state: _connectors_pb2.ConnectorState
    raw_connector_request: _secrets_pb2.SecretString
    raw_connector_response: _secrets_pb2.SecretString
    raw_connector_status: _errors_pb2.RawConnectorStatus
    def __init__(self, merchant_refund_id: _Optional[str] = ..., connector_refund_id: _Optional[str] = ..., status: _Optional[_Union[_statuses_pb2.RefundStatus, str]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_status: _Optional[_Union[_errors_pb2.RawConnectorStatus, _Mapping]] = ...) -> None: ...
