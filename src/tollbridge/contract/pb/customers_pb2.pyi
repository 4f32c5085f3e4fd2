from tollbridge.contract.pb import errors_pb2 as _errors_pb2
from tollbridge.contract.pb import people_pb2 as _people_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from tollbridge.contract.pb import splits_pb2 as _splits_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CustomerLookupStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CUSTOMER_LOOKUP_STATUS_UNSPECIFIED: _ClassVar[CustomerLookupStatus]
    CUSTOMER_LOOKUP_STATUS_FOUND: _ClassVar[CustomerLookupStatus]
    CUSTOMER_LOOKUP_STATUS_NOT_FOUND: _ClassVar[CustomerLookupStatus]
CUSTOMER_LOOKUP_STATUS_UNSPECIFIED: CustomerLookupStatus
CUSTOMER_LOOKUP_STATUS_FOUND: CustomerLookupStatus
CUSTOMER_LOOKUP_STATUS_NOT_FOUND: CustomerLookupStatus

class CustomerServiceCreateRequest(_message.Message):
    __slots__ = ("merchant_customer_id", "customer_name", "email", "phone_number", "address", "metadata", "connector_feature_data", "test_mode", "split_payments")
    MERCHANT_CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_NAME_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    PHONE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    SPLIT_PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    merchant_customer_id: str
    customer_name: str
    email: _secrets_pb2.SecretString
    phone_number: _secrets_pb2.SecretString
    address: _people_pb2.PaymentAddress
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    test_mode: bool
    split_payments: _splits_pb2.SplitPaymentsDetails
    def __init__(self, merchant_customer_id: _Optional[str] = ..., customer_name: _Optional[str] = ..., email: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., phone_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., address: _Optional[_Union[_people_pb2.PaymentAddress, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., test_mode: _Optional[bool] = ..., split_payments: _Optional[_Union[_splits_pb2.SplitPaymentsDetails, _Mapping]] = ...) -> None: ...

class CustomerServiceCreateResponse(_message.Message):
    __slots__ = ("merchant_customer_id", "connector_customer_id", "error", "status_code", "response_headers")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    MERCHANT_CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    merchant_customer_id: str
    connector_customer_id: str
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    def __init__(self, merchant_customer_id: _Optional[str] = ..., connector_customer_id: _Optional[str] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ...) -> None: ...

class CustomerServiceGetRequest(_message.Message):
    __slots__ = ("merchant_customer_id", "connector_customer_id", "email", "phone_number", "connector_feature_data")
    MERCHANT_CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    PHONE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    merchant_customer_id: str
    connector_customer_id: str
    email: _secrets_pb2.SecretString
    phone_number: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    def __init__(self, merchant_customer_id: _Optional[str] = ..., connector_customer_id: _Optional[str] = ..., email: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., phone_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class CustomerServiceGetResponse(_message.Message):
    __slots__ = ("customer", "error", "status_code", "response_headers", "merchant_customer_id", "lookup_status")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOOKUP_STATUS_FIELD_NUMBER: _ClassVar[int]
    customer: _people_pb2.Customer
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    merchant_customer_id: str
    lookup_status: CustomerLookupStatus
    def __init__(self, customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., merchant_customer_id: _Optional[str] = ..., lookup_status: _Optional[_Union[CustomerLookupStatus, str]] = ...) -> None: ...
