from tollbridge.contract.pb import client_sessions_pb2 as _client_sessions_pb2
from tollbridge.contract.pb import connectors_pb2 as _connectors_pb2
from tollbridge.contract.pb import errors_pb2 as _errors_pb2
from tollbridge.contract.pb import method_pb2 as _method_pb2
from tollbridge.contract.pb import method_types_pb2 as _method_types_pb2
from tollbridge.contract.pb import money_pb2 as _money_pb2
from tollbridge.contract.pb import orders_pb2 as _orders_pb2
from tollbridge.contract.pb import payment_options_pb2 as _payment_options_pb2
from tollbridge.contract.pb import people_pb2 as _people_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from tollbridge.contract.pb import statuses_pb2 as _statuses_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PaymentServiceApproveRequest(_message.Message):
    __slots__ = ("merchant_transaction_id", "connector_transaction_id", "amount", "reason", "metadata", "connector_feature_data", "state", "test_mode", "merchant_request_id")
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_transaction_id: str
    connector_transaction_id: str
    amount: _money_pb2.Money
    reason: str
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    merchant_request_id: str
    def __init__(self, merchant_transaction_id: _Optional[str] = ..., connector_transaction_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., reason: _Optional[str] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., merchant_request_id: _Optional[str] = ...) -> None: ...

class PaymentServiceApproveResponse(_message.Message):
    __slots__ = ("connector_transaction_id", "status", "error", "status_code", "response_headers", "merchant_transaction_id", "state", "connector_feature_data", "raw_connector_request", "raw_connector_response", "raw_connector_status")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_STATUS_FIELD_NUMBER: _ClassVar[int]
    connector_transaction_id: str
    status: _statuses_pb2.PaymentStatus
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    merchant_transaction_id: str
    state: _connectors_pb2.ConnectorState
    connector_feature_data: _secrets_pb2.SecretString
    raw_connector_request: _secrets_pb2.SecretString
    raw_connector_response: _secrets_pb2.SecretString
    raw_connector_status: _errors_pb2.RawConnectorStatus
    def __init__(self, connector_transaction_id: _Optional[str] = ..., status: _Optional[_Union[_statuses_pb2.PaymentStatus, str]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., merchant_transaction_id: _Optional[str] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_status: _Optional[_Union[_errors_pb2.RawConnectorStatus, _Mapping]] = ...) -> None: ...

class PaymentServiceRejectRequest(_message.Message):
    __slots__ = ("merchant_transaction_id", "connector_transaction_id", "amount", "reason", "metadata", "connector_feature_data", "state", "test_mode", "merchant_request_id")
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_transaction_id: str
    connector_transaction_id: str
    amount: _money_pb2.Money
    reason: str
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    merchant_request_id: str
    def __init__(self, merchant_transaction_id: _Optional[str] = ..., connector_transaction_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., reason: _Optional[str] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., merchant_request_id: _Optional[str] = ...) -> None: ...

class PaymentServiceRejectResponse(_message.Message):
    __slots__ = ("connector_transaction_id", "status", "error", "status_code", "response_headers", "merchant_transaction_id", "state", "connector_feature_data", "raw_connector_request", "raw_connector_response", "raw_connector_status")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_STATUS_FIELD_NUMBER: _ClassVar[int]
    connector_transaction_id: str
    status: _statuses_pb2.PaymentStatus
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    merchant_transaction_id: str
    state: _connectors_pb2.ConnectorState
    connector_feature_data: _secrets_pb2.SecretString
    raw_connector_request: _secrets_pb2.SecretString
    raw_connector_response: _secrets_pb2.SecretString
    raw_connector_status: _errors_pb2.RawConnectorStatus
    def __init__(self, connector_transaction_id: _Optional[str] = ..., status: _Optional[_Union[_statuses_pb2.PaymentStatus, str]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., merchant_transaction_id: _Optional[str] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_status: _Optional[_Union[_errors_pb2.RawConnectorStatus, _Mapping]] = ...) -> None: ...

class PaymentServiceUpdateMetadataRequest(_message.Message):
    __slots__ = ("merchant_transaction_id", "connector_transaction_id", "metadata", "payment_method_type", "connector_feature_data", "state", "test_mode", "merchant_request_id")
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_transaction_id: str
    connector_transaction_id: str
    metadata: _secrets_pb2.SecretString
    payment_method_type: _method_types_pb2.PaymentMethodType
    connector_feature_data: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    merchant_request_id: str
    def __init__(self, merchant_transaction_id: _Optional[str] = ..., connector_transaction_id: _Optional[str] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., merchant_request_id: _Optional[str] = ...) -> None: ...

class PaymentServiceUpdateMetadataResponse(_message.Message):
    __slots__ = ("connector_transaction_id", "status", "error", "status_code", "response_headers", "merchant_transaction_id", "state", "raw_connector_request", "raw_connector_response")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    connector_transaction_id: str
    status: _statuses_pb2.OperationStatus
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    merchant_transaction_id: str
    state: _connectors_pb2.ConnectorState
    raw_connector_request: _secrets_pb2.SecretString
    raw_connector_response: _secrets_pb2.SecretString
    def __init__(self, connector_transaction_id: _Optional[str] = ..., status: _Optional[_Union[_statuses_pb2.OperationStatus, str]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., merchant_transaction_id: _Optional[str] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaymentServicePostSessionTokensRequest(_message.Message):
    __slots__ = ("merchant_transaction_id", "amount", "order_amount", "order_tax_amount", "shipping_cost", "surcharge_amount", "payment_method", "payment_method_type", "capture_method", "setup_future_usage", "customer", "address", "order_details", "merchant_order_id", "description", "return_url", "session_token", "metadata", "connector_feature_data", "state", "test_mode", "merchant_request_id")
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    ORDER_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    ORDER_TAX_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_COST_FIELD_NUMBER: _ClassVar[int]
    SURCHARGE_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_METHOD_FIELD_NUMBER: _ClassVar[int]
    SETUP_FUTURE_USAGE_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ORDER_DETAILS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    RETURN_URL_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_transaction_id: str
    amount: _money_pb2.Money
    order_amount: _money_pb2.Money
    order_tax_amount: _money_pb2.Money
    shipping_cost: _money_pb2.Money
    surcharge_amount: _money_pb2.Money
    payment_method: _method_pb2.PaymentMethod
    payment_method_type: _method_types_pb2.PaymentMethodType
    capture_method: _payment_options_pb2.CaptureMethod
    setup_future_usage: _payment_options_pb2.FutureUsage
    customer: _people_pb2.Customer
    address: _people_pb2.PaymentAddress
    order_details: _containers.RepeatedCompositeFieldContainer[_orders_pb2.OrderDetailsWithAmount]
    merchant_order_id: str
    description: str
    return_url: str
    session_token: _secrets_pb2.SecretString
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    merchant_request_id: str
    def __init__(self, merchant_transaction_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., order_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., order_tax_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., shipping_cost: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., surcharge_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., capture_method: _Optional[_Union[_payment_options_pb2.CaptureMethod, str]] = ..., setup_future_usage: _Optional[_Union[_payment_options_pb2.FutureUsage, str]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., address: _Optional[_Union[_people_pb2.PaymentAddress, _Mapping]] = ..., order_details: _Optional[_Iterable[_Union[_orders_pb2.OrderDetailsWithAmount, _Mapping]]] = ..., merchant_order_id: _Optional[str] = ..., description: _Optional[str] = ..., return_url: _Optional[str] = ..., session_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., merchant_request_id: _Optional[str] = ...) -> None: ...

class PaymentServicePostSessionTokensResponse(_message.Message):
    __slots__ = ("connector_transaction_id", "connector_order_id", "status", "session_data", "error", "status_code", "response_headers", "merchant_transaction_id", "state", "connector_feature_data", "raw_connector_request", "raw_connector_response")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    SESSION_DATA_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    connector_transaction_id: str
    connector_order_id: str
    status: _statuses_pb2.PaymentStatus
    session_data: _client_sessions_pb2.ClientAuthenticationTokenData
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    merchant_transaction_id: str
    state: _connectors_pb2.ConnectorState
    connector_feature_data: _secrets_pb2.SecretString
    raw_connector_request: _secrets_pb2.SecretString
    raw_connector_response: _secrets_pb2.SecretString
    def __init__(self, connector_transaction_id: _Optional[str] = ..., connector_order_id: _Optional[str] = ..., status: _Optional[_Union[_statuses_pb2.PaymentStatus, str]] = ..., session_data: _Optional[_Union[_client_sessions_pb2.ClientAuthenticationTokenData, _Mapping]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., merchant_transaction_id: _Optional[str] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaymentServiceCalculateTaxRequest(_message.Message):
    __slots__ = ("merchant_transaction_id", "amount", "shipping_cost", "order_details", "address", "customer", "metadata", "connector_feature_data", "state", "test_mode", "merchant_request_id")
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_COST_FIELD_NUMBER: _ClassVar[int]
    ORDER_DETAILS_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_transaction_id: str
    amount: _money_pb2.Money
    shipping_cost: _money_pb2.Money
    order_details: _containers.RepeatedCompositeFieldContainer[_orders_pb2.OrderDetailsWithAmount]
    address: _people_pb2.PaymentAddress
    customer: _people_pb2.Customer
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    merchant_request_id: str
    def __init__(self, merchant_transaction_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., shipping_cost: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., order_details: _Optional[_Iterable[_Union[_orders_pb2.OrderDetailsWithAmount, _Mapping]]] = ..., address: _Optional[_Union[_people_pb2.PaymentAddress, _Mapping]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., merchant_request_id: _Optional[str] = ...) -> None: ...

class PaymentServiceCalculateTaxResponse(_message.Message):
    __slots__ = ("order_tax_amount", "shipping_tax_amount", "error", "status_code", "response_headers", "merchant_transaction_id", "state", "raw_connector_request", "raw_connector_response")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ORDER_TAX_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_TAX_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    order_tax_amount: _money_pb2.Money
    shipping_tax_amount: _money_pb2.Money
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    merchant_transaction_id: str
    state: _connectors_pb2.ConnectorState
    raw_connector_request: _secrets_pb2.SecretString
    raw_connector_response: _secrets_pb2.SecretString
    def __init__(self, order_tax_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., shipping_tax_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., merchant_transaction_id: _Optional[str] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...
