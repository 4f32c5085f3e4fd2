from tollbridge.contract.pb import methods_bank_pb2 as _methods_bank_pb2
from tollbridge.contract.pb import people_pb2 as _people_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ConnectorResponseData(_message.Message):
    __slots__ = ("additional_payment_method_data", "extended_authorization_response_data", "is_overcapture_enabled")
    ADDITIONAL_PAYMENT_METHOD_DATA_FIELD_NUMBER: _ClassVar[int]
    EXTENDED_AUTHORIZATION_RESPONSE_DATA_FIELD_NUMBER: _ClassVar[int]
    IS_OVERCAPTURE_ENABLED_FIELD_NUMBER: _ClassVar[int]
    additional_payment_method_data: AdditionalPaymentMethodConnectorResponse
    extended_authorization_response_data: ExtendedAuthorizationResponseData
    is_overcapture_enabled: bool
    def __init__(self, additional_payment_method_data: _Optional[_Union[AdditionalPaymentMethodConnectorResponse, _Mapping]] = ..., extended_authorization_response_data: _Optional[_Union[ExtendedAuthorizationResponseData, _Mapping]] = ..., is_overcapture_enabled: _Optional[bool] = ...) -> None: ...

class AdditionalPaymentMethodConnectorResponse(_message.Message):
    __slots__ = ("card", "upi", "google_pay", "apple_pay", "bank_redirect")
    CARD_FIELD_NUMBER: _ClassVar[int]
    UPI_FIELD_NUMBER: _ClassVar[int]
    GOOGLE_PAY_FIELD_NUMBER: _ClassVar[int]
    APPLE_PAY_FIELD_NUMBER: _ClassVar[int]
    BANK_REDIRECT_FIELD_NUMBER: _ClassVar[int]
    card: CardConnectorResponse
    upi: UpiConnectorResponse
    google_pay: GooglePayConnectorResponse
    apple_pay: ApplePayConnectorResponse
    bank_redirect: BankRedirectConnectorResponse
    def __init__(self, card: _Optional[_Union[CardConnectorResponse, _Mapping]] = ..., upi: _Optional[_Union[UpiConnectorResponse, _Mapping]] = ..., google_pay: _Optional[_Union[GooglePayConnectorResponse, _Mapping]] = ..., apple_pay: _Optional[_Union[ApplePayConnectorResponse, _Mapping]] = ..., bank_redirect: _Optional[_Union[BankRedirectConnectorResponse, _Mapping]] = ...) -> None: ...

class CardConnectorResponse(_message.Message):
    __slots__ = ("authentication_data", "payment_checks", "card_network", "domestic_network", "auth_code")
    AUTHENTICATION_DATA_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_CHECKS_FIELD_NUMBER: _ClassVar[int]
    CARD_NETWORK_FIELD_NUMBER: _ClassVar[int]
    DOMESTIC_NETWORK_FIELD_NUMBER: _ClassVar[int]
    AUTH_CODE_FIELD_NUMBER: _ClassVar[int]
    authentication_data: bytes
    payment_checks: bytes
    card_network: str
    domestic_network: str
    auth_code: str
    def __init__(self, authentication_data: _Optional[bytes] = ..., payment_checks: _Optional[bytes] = ..., card_network: _Optional[str] = ..., domestic_network: _Optional[str] = ..., auth_code: _Optional[str] = ...) -> None: ...

class UpiConnectorResponse(_message.Message):
    __slots__ = ("upi_mode",)
    UPI_MODE_FIELD_NUMBER: _ClassVar[int]
    upi_mode: _methods_bank_pb2.UpiSource
    def __init__(self, upi_mode: _Optional[_Union[_methods_bank_pb2.UpiSource, str]] = ...) -> None: ...

class GooglePayConnectorResponse(_message.Message):
    __slots__ = ("auth_code",)
    AUTH_CODE_FIELD_NUMBER: _ClassVar[int]
    auth_code: str
    def __init__(self, auth_code: _Optional[str] = ...) -> None: ...

class ApplePayConnectorResponse(_message.Message):
    __slots__ = ("auth_code",)
    AUTH_CODE_FIELD_NUMBER: _ClassVar[int]
    auth_code: str
    def __init__(self, auth_code: _Optional[str] = ...) -> None: ...

class BankRedirectConnectorResponse(_message.Message):
    __slots__ = ("interac",)
    INTERAC_FIELD_NUMBER: _ClassVar[int]
    interac: InteracCustomerInfo
    def __init__(self, interac: _Optional[_Union[InteracCustomerInfo, _Mapping]] = ...) -> None: ...

class InteracCustomerInfo(_message.Message):
    __slots__ = ("customer_info",)
    CUSTOMER_INFO_FIELD_NUMBER: _ClassVar[int]
    customer_info: _people_pb2.CustomerInfo
    def __init__(self, customer_info: _Optional[_Union[_people_pb2.CustomerInfo, _Mapping]] = ...) -> None: ...

class ExtendedAuthorizationResponseData(_message.Message):
    __slots__ = ("extended_authentication_applied", "capture_before", "extended_authorization_last_applied_at")
    EXTENDED_AUTHENTICATION_APPLIED_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_BEFORE_FIELD_NUMBER: _ClassVar[int]
    EXTENDED_AUTHORIZATION_LAST_APPLIED_AT_FIELD_NUMBER: _ClassVar[int]
    extended_authentication_applied: bool
    capture_before: int
    extended_authorization_last_applied_at: int
    def __init__(self, extended_authentication_applied: _Optional[bool] = ..., capture_before: _Optional[int] = ..., extended_authorization_last_applied_at: _Optional[int] = ...) -> None: ...
