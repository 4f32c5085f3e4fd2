from tollbridge.contract.pb import connectors_pb2 as _connectors_pb2
from tollbridge.contract.pb import errors_pb2 as _errors_pb2
from tollbridge.contract.pb import method_types_pb2 as _method_types_pb2
from tollbridge.contract.pb import methods_cards_pb2 as _methods_cards_pb2
from tollbridge.contract.pb import people_pb2 as _people_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from tollbridge.contract.pb import statuses_pb2 as _statuses_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TokenStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TOKEN_STATUS_UNSPECIFIED: _ClassVar[TokenStatus]
    TOKEN_STATUS_ACTIVE: _ClassVar[TokenStatus]
    TOKEN_STATUS_EXPIRED: _ClassVar[TokenStatus]
    TOKEN_STATUS_CONSUMED: _ClassVar[TokenStatus]
    TOKEN_STATUS_SUSPENDED: _ClassVar[TokenStatus]
    TOKEN_STATUS_DELETED: _ClassVar[TokenStatus]
    TOKEN_STATUS_NOT_FOUND: _ClassVar[TokenStatus]
TOKEN_STATUS_UNSPECIFIED: TokenStatus
TOKEN_STATUS_ACTIVE: TokenStatus
TOKEN_STATUS_EXPIRED: TokenStatus
TOKEN_STATUS_CONSUMED: TokenStatus
TOKEN_STATUS_SUSPENDED: TokenStatus
TOKEN_STATUS_DELETED: TokenStatus
TOKEN_STATUS_NOT_FOUND: TokenStatus

class TokenServiceValidateRequest(_message.Message):
    __slots__ = ("merchant_payment_method_id", "payment_method_token", "connector_payment_method_id", "payment_method_type", "customer", "connector_feature_data", "state", "test_mode", "merchant_request_id")
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_payment_method_id: str
    payment_method_token: _secrets_pb2.SecretString
    connector_payment_method_id: str
    payment_method_type: _method_types_pb2.PaymentMethodType
    customer: _people_pb2.Customer
    connector_feature_data: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    merchant_request_id: str
    def __init__(self, merchant_payment_method_id: _Optional[str] = ..., payment_method_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_payment_method_id: _Optional[str] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., merchant_request_id: _Optional[str] = ...) -> None: ...

class TokenServiceValidateResponse(_message.Message):
    __slots__ = ("status", "payment_method_type", "card", "expires_at", "error", "status_code", "response_headers", "merchant_payment_method_id", "connector_payment_method_id", "state", "raw_connector_request", "raw_connector_response")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CARD_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    status: TokenStatus
    payment_method_type: _method_types_pb2.PaymentMethodType
    card: _methods_cards_pb2.CardDetailUpdate
    expires_at: int
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    merchant_payment_method_id: str
    connector_payment_method_id: str
    state: _connectors_pb2.ConnectorState
    raw_connector_request: _secrets_pb2.SecretString
    raw_connector_response: _secrets_pb2.SecretString
    def __init__(self, status: _Optional[_Union[TokenStatus, str]] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., card: _Optional[_Union[_methods_cards_pb2.CardDetailUpdate, _Mapping]] = ..., expires_at: _Optional[int] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., merchant_payment_method_id: _Optional[str] = ..., connector_payment_method_id: _Optional[str] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class TokenServiceDeleteRequest(_message.Message):
    __slots__ = ("merchant_payment_method_id", "payment_method_token", "connector_payment_method_id", "payment_method_type", "customer", "reason", "connector_feature_data", "state", "test_mode", "merchant_request_id")
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_payment_method_id: str
    payment_method_token: _secrets_pb2.SecretString
    connector_payment_method_id: str
    payment_method_type: _method_types_pb2.PaymentMethodType
    customer: _people_pb2.Customer
    reason: str
    connector_feature_data: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    merchant_request_id: str
    def __init__(self, merchant_payment_method_id: _Optional[str] = ..., payment_method_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_payment_method_id: _Optional[str] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., reason: _Optional[str] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., merchant_request_id: _Optional[str] = ...) -> None: ...

class TokenServiceDeleteResponse(_message.Message):
    __slots__ = ("status", "error", "status_code", "response_headers", "merchant_payment_method_id", "connector_payment_method_id", "state", "raw_connector_request", "raw_connector_response")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    status: _statuses_pb2.OperationStatus
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    merchant_payment_method_id: str
    connector_payment_method_id: str
    state: _connectors_pb2.ConnectorState
    raw_connector_request: _secrets_pb2.SecretString
    raw_connector_response: _secrets_pb2.SecretString
    def __init__(self, status: _Optional[_Union[_statuses_pb2.OperationStatus, str]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., merchant_payment_method_id: _Optional[str] = ..., connector_payment_method_id: _Optional[str] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...
