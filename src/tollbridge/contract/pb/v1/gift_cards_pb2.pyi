from tollbridge.contract.pb import connectors_pb2 as _connectors_pb2
from tollbridge.contract.pb import errors_pb2 as _errors_pb2
from tollbridge.contract.pb import method_pb2 as _method_pb2
from tollbridge.contract.pb import money_pb2 as _money_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GiftCardServiceBalanceRequest(_message.Message):
    __slots__ = ("merchant_payment_method_id", "payment_method", "amount", "metadata", "connector_feature_data", "state", "test_mode", "merchant_request_id")
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_payment_method_id: str
    payment_method: _method_pb2.PaymentMethod
    amount: _money_pb2.Money
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    merchant_request_id: str
    def __init__(self, merchant_payment_method_id: _Optional[str] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., merchant_request_id: _Optional[str] = ...) -> None: ...

class GiftCardServiceBalanceResponse(_message.Message):
    __slots__ = ("balance", "error", "status_code", "response_headers", "merchant_payment_method_id", "state", "raw_connector_request", "raw_connector_response")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    balance: _money_pb2.Money
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    merchant_payment_method_id: str
    state: _connectors_pb2.ConnectorState
    raw_connector_request: _secrets_pb2.SecretString
    raw_connector_response: _secrets_pb2.SecretString
    def __init__(self, balance: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., merchant_payment_method_id: _Optional[str] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...
