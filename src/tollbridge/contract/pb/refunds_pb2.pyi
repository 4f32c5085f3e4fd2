from tollbridge.contract.pb import browser_pb2 as _browser_pb2
from tollbridge.contract.pb import connectors_pb2 as _connectors_pb2
from tollbridge.contract.pb import errors_pb2 as _errors_pb2
from tollbridge.contract.pb import method_pb2 as _method_pb2
from tollbridge.contract.pb import method_types_pb2 as _method_types_pb2
from tollbridge.contract.pb import money_pb2 as _money_pb2
from tollbridge.contract.pb import payment_options_pb2 as _payment_options_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from tollbridge.contract.pb import splits_pb2 as _splits_pb2
from tollbridge.contract.pb import statuses_pb2 as _statuses_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PaymentServiceRefundRequest(_message.Message):
    __slots__ = ("merchant_refund_id", "connector_transaction_id", "payment_amount", "refund_amount", "reason", "webhook_url", "merchant_account_id", "capture_method", "metadata", "refund_metadata", "connector_feature_data", "browser_info", "state", "test_mode", "payment_method_type", "customer_id", "merchant_request_id", "connector_order_id", "payment_method", "split_refunds")
    MERCHANT_REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REFUND_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_URL_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_METHOD_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    REFUND_METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    SPLIT_REFUNDS_FIELD_NUMBER: _ClassVar[int]
    merchant_refund_id: str
    connector_transaction_id: str
    payment_amount: int
    refund_amount: _money_pb2.Money
    reason: str
    webhook_url: str
    merchant_account_id: str
    capture_method: _payment_options_pb2.CaptureMethod
    metadata: _secrets_pb2.SecretString
    refund_metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    browser_info: _browser_pb2.BrowserInformation
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    payment_method_type: _method_types_pb2.PaymentMethodType
    customer_id: str
    merchant_request_id: str
    connector_order_id: str
    payment_method: _method_pb2.PaymentMethod
    split_refunds: _splits_pb2.SplitRefundsDetails
    def __init__(self, merchant_refund_id: _Optional[str] = ..., connector_transaction_id: _Optional[str] = ..., payment_amount: _Optional[int] = ..., refund_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., reason: _Optional[str] = ..., webhook_url: _Optional[str] = ..., merchant_account_id: _Optional[str] = ..., capture_method: _Optional[_Union[_payment_options_pb2.CaptureMethod, str]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., refund_metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., customer_id: _Optional[str] = ..., merchant_request_id: _Optional[str] = ..., connector_order_id: _Optional[str] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., split_refunds: _Optional[_Union[_splits_pb2.SplitRefundsDetails, _Mapping]] = ...) -> None: ...

class RefundServiceGetRequest(_message.Message):
    __slots__ = ("merchant_refund_id", "connector_transaction_id", "refund_id", "refund_reason", "browser_info", "refund_metadata", "state", "test_mode", "payment_method_type", "connector_feature_data", "connector_refund_id", "refund_amount", "merchant_request_id", "connector_order_id", "split_refunds")
    MERCHANT_REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    REFUND_REASON_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    REFUND_METADATA_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    REFUND_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    SPLIT_REFUNDS_FIELD_NUMBER: _ClassVar[int]
    merchant_refund_id: str
    connector_transaction_id: str
    refund_id: str
    refund_reason: str
    browser_info: _browser_pb2.BrowserInformation
    refund_metadata: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    payment_method_type: _method_types_pb2.PaymentMethodType
    connector_feature_data: _secrets_pb2.SecretString
    connector_refund_id: str
    refund_amount: _money_pb2.Money
    merchant_request_id: str
    connector_order_id: str
    split_refunds: _splits_pb2.SplitRefundsDetails
    def __init__(self, merchant_refund_id: _Optional[str] = ..., connector_transaction_id: _Optional[str] = ..., refund_id: _Optional[str] = ..., refund_reason: _Optional[str] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., refund_metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_refund_id: _Optional[str] = ..., refund_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., merchant_request_id: _Optional[str] = ..., connector_order_id: _Optional[str] = ..., split_refunds: _Optional[_Union[_splits_pb2.SplitRefundsDetails, _Mapping]] = ...) -> None: ...

class RefundServiceVoidPostRefundRequest(_message.Message):
    __slots__ = ("merchant_refund_id", "connector_refund_id", "cancellation_reason", "browser_info", "refund_metadata", "state", "test_mode", "payment_method_type", "connector_feature_data", "merchant_request_id", "connector_order_id")
    MERCHANT_REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    CANCELLATION_REASON_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    REFUND_METADATA_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_refund_id: str
    connector_refund_id: str
    cancellation_reason: str
    browser_info: _browser_pb2.BrowserInformation
    refund_metadata: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    payment_method_type: _method_types_pb2.PaymentMethodType
    connector_feature_data: _secrets_pb2.SecretString
    merchant_request_id: str
    connector_order_id: str
    def __init__(self, merchant_refund_id: _Optional[str] = ..., connector_refund_id: _Optional[str] = ..., cancellation_reason: _Optional[str] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., refund_metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_request_id: _Optional[str] = ..., connector_order_id: _Optional[str] = ...) -> None: ...

class RefundResponse(_message.Message):
    __slots__ = ("merchant_refund_id", "connector_refund_id", "status", "error", "status_code", "response_headers", "refund_amount", "payment_amount", "refund_reason", "created_at", "updated_at", "processed_at", "customer_name", "email", "merchant_order_id", "metadata", "refund_metadata", "connector_transaction_id", "acquirer_reference_number", "state", "raw_connector_response", "raw_connector_request", "state_metadata", "merchant_transaction_id", "raw_connector_status")
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
    REFUND_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REFUND_REASON_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    PROCESSED_AT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_NAME_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    REFUND_METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    ACQUIRER_REFERENCE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    STATE_METADATA_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_STATUS_FIELD_NUMBER: _ClassVar[int]
    merchant_refund_id: str
    connector_refund_id: str
    status: _statuses_pb2.RefundStatus
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    refund_amount: _money_pb2.Money
    payment_amount: int
    refund_reason: str
    created_at: int
    updated_at: int
    processed_at: int
    customer_name: str
    email: _secrets_pb2.SecretString
    merchant_order_id: str
    metadata: _secrets_pb2.SecretString
    refund_metadata: _secrets_pb2.SecretString
    connector_transaction_id: str
    acquirer_reference_number: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    raw_connector_response: _secrets_pb2.SecretString
    raw_connector_request: _secrets_pb2.SecretString
    state_metadata: _secrets_pb2.SecretString
    merchant_transaction_id: str
    raw_connector_status: _errors_pb2.RawConnectorStatus
    def __init__(self, merchant_refund_id: _Optional[str] = ..., connector_refund_id: _Optional[str] = ..., status: _Optional[_Union[_statuses_pb2.RefundStatus, str]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., refund_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., payment_amount: _Optional[int] = ..., refund_reason: _Optional[str] = ..., created_at: _Optional[int] = ..., updated_at: _Optional[int] = ..., processed_at: _Optional[int] = ..., customer_name: _Optional[str] = ..., email: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_order_id: _Optional[str] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., refund_metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_transaction_id: _Optional[str] = ..., acquirer_reference_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state_metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_transaction_id: _Optional[str] = ..., raw_connector_status: _Optional[_Union[_errors_pb2.RawConnectorStatus, _Mapping]] = ...) -> None: ...
