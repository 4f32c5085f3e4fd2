from tollbridge.contract.pb import browser_pb2 as _browser_pb2
from tollbridge.contract.pb import errors_pb2 as _errors_pb2
from tollbridge.contract.pb import money_pb2 as _money_pb2
from tollbridge.contract.pb import payout_methods_pb2 as _payout_methods_pb2
from tollbridge.contract.pb import people_pb2 as _people_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PayoutServiceCreateRequest(_message.Message):
    __slots__ = ("merchant_payout_id", "address", "connector_feature_data", "payout_method_data", "connector_quote_id", "connector_payout_id", "amount", "destination_currency", "customer", "priority", "connector_payout_method_id", "webhook_url", "browser_info", "access_token", "source_bank_data", "description")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_METHOD_DATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_CURRENCY_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_URL_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SOURCE_BANK_DATA_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    address: PayoutAddress
    connector_feature_data: _secrets_pb2.SecretString
    payout_method_data: _payout_methods_pb2.PayoutMethod
    connector_quote_id: str
    connector_payout_id: str
    amount: _money_pb2.Money
    destination_currency: _money_pb2.Currency
    customer: _people_pb2.Customer
    priority: PayoutEnums.PayoutPriority
    connector_payout_method_id: str
    webhook_url: str
    browser_info: _browser_pb2.BrowserInformation
    access_token: _secrets_pb2.SecretString
    source_bank_data: _payout_methods_pb2.SourceBankData
    description: str
    def __init__(self, merchant_payout_id: _Optional[str] = ..., address: _Optional[_Union[PayoutAddress, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., payout_method_data: _Optional[_Union[_payout_methods_pb2.PayoutMethod, _Mapping]] = ..., connector_quote_id: _Optional[str] = ..., connector_payout_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., destination_currency: _Optional[_Union[_money_pb2.Currency, str]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., priority: _Optional[_Union[PayoutEnums.PayoutPriority, str]] = ..., connector_payout_method_id: _Optional[str] = ..., webhook_url: _Optional[str] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., access_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., source_bank_data: _Optional[_Union[_payout_methods_pb2.SourceBankData, _Mapping]] = ..., description: _Optional[str] = ...) -> None: ...

class PayoutServiceCreateResponse(_message.Message):
    __slots__ = ("merchant_payout_id", "payout_status", "connector_payout_id", "error", "status_code")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_STATUS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    payout_status: PayoutEnums.PayoutStatus
    connector_payout_id: str
    error: _errors_pb2.ErrorInfo
    status_code: int
    def __init__(self, merchant_payout_id: _Optional[str] = ..., payout_status: _Optional[_Union[PayoutEnums.PayoutStatus, str]] = ..., connector_payout_id: _Optional[str] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ...) -> None: ...

class PayoutServiceTransferRequest(_message.Message):
    __slots__ = ("merchant_payout_id", "address", "payout_method_data", "connector_quote_id", "amount", "connector_payout_id", "destination_currency", "customer", "priority", "connector_payout_method_id", "webhook_url", "browser_info", "access_token", "source_bank_data", "description")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_METHOD_DATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_CURRENCY_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_URL_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SOURCE_BANK_DATA_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    address: PayoutAddress
    payout_method_data: _payout_methods_pb2.PayoutMethod
    connector_quote_id: str
    amount: _money_pb2.Money
    connector_payout_id: str
    destination_currency: _money_pb2.Currency
    customer: _people_pb2.Customer
    priority: PayoutEnums.PayoutPriority
    connector_payout_method_id: str
    webhook_url: str
    browser_info: _browser_pb2.BrowserInformation
    access_token: _secrets_pb2.SecretString
    source_bank_data: _payout_methods_pb2.SourceBankData
    description: str
    def __init__(self, merchant_payout_id: _Optional[str] = ..., address: _Optional[_Union[PayoutAddress, _Mapping]] = ..., payout_method_data: _Optional[_Union[_payout_methods_pb2.PayoutMethod, _Mapping]] = ..., connector_quote_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., connector_payout_id: _Optional[str] = ..., destination_currency: _Optional[_Union[_money_pb2.Currency, str]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., priority: _Optional[_Union[PayoutEnums.PayoutPriority, str]] = ..., connector_payout_method_id: _Optional[str] = ..., webhook_url: _Optional[str] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., access_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., source_bank_data: _Optional[_Union[_payout_methods_pb2.SourceBankData, _Mapping]] = ..., description: _Optional[str] = ...) -> None: ...

class PayoutServiceTransferResponse(_message.Message):
    __slots__ = ("merchant_payout_id", "payout_status", "connector_payout_id", "error", "status_code")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_STATUS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    payout_status: PayoutEnums.PayoutStatus
    connector_payout_id: str
    error: _errors_pb2.ErrorInfo
    status_code: int
    def __init__(self, merchant_payout_id: _Optional[str] = ..., payout_status: _Optional[_Union[PayoutEnums.PayoutStatus, str]] = ..., connector_payout_id: _Optional[str] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ...) -> None: ...

class PayoutServiceGetRequest(_message.Message):
    __slots__ = ("merchant_payout_id", "connector_payout_id", "access_token")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    connector_payout_id: str
    access_token: _secrets_pb2.SecretString
    def __init__(self, merchant_payout_id: _Optional[str] = ..., connector_payout_id: _Optional[str] = ..., access_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PayoutServiceGetResponse(_message.Message):
    __slots__ = ("merchant_payout_id", "payout_status", "connector_payout_id", "error", "status_code")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_STATUS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    payout_status: PayoutEnums.PayoutStatus
    connector_payout_id: str
    error: _errors_pb2.ErrorInfo
    status_code: int
    def __init__(self, merchant_payout_id: _Optional[str] = ..., payout_status: _Optional[_Union[PayoutEnums.PayoutStatus, str]] = ..., connector_payout_id: _Optional[str] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ...) -> None: ...

class PayoutServiceVoidRequest(_message.Message):
    __slots__ = ("merchant_payout_id", "address", "connector_feature_data", "connector_payout_id", "access_token")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    address: PayoutAddress
    connector_feature_data: _secrets_pb2.SecretString
    connector_payout_id: str
    access_token: _secrets_pb2.SecretString
    def __init__(self, merchant_payout_id: _Optional[str] = ..., address: _Optional[_Union[PayoutAddress, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_payout_id: _Optional[str] = ..., access_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PayoutServiceVoidResponse(_message.Message):
    __slots__ = ("merchant_payout_id", "payout_status", "connector_payout_id", "error", "status_code")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_STATUS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    payout_status: PayoutEnums.PayoutStatus
    connector_payout_id: str
    error: _errors_pb2.ErrorInfo
    status_code: int
    def __init__(self, merchant_payout_id: _Optional[str] = ..., payout_status: _Optional[_Union[PayoutEnums.PayoutStatus, str]] = ..., connector_payout_id: _Optional[str] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ...) -> None: ...

class PayoutServiceStageRequest(_message.Message):
    __slots__ = ("merchant_quote_id", "address", "amount", "destination_currency", "customer", "browser_info", "access_token")
    MERCHANT_QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_CURRENCY_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    merchant_quote_id: str
    address: PayoutAddress
    amount: _money_pb2.Money
    destination_currency: _money_pb2.Currency
    customer: _people_pb2.Customer
    browser_info: _browser_pb2.BrowserInformation
    access_token: _secrets_pb2.SecretString
    def __init__(self, merchant_quote_id: _Optional[str] = ..., address: _Optional[_Union[PayoutAddress, _Mapping]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., destination_currency: _Optional[_Union[_money_pb2.Currency, str]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., access_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PayoutServiceStageResponse(_message.Message):
    __slots__ = ("merchant_payout_id", "payout_status", "connector_payout_id", "error", "status_code")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_STATUS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    payout_status: PayoutEnums.PayoutStatus
    connector_payout_id: str
    error: _errors_pb2.ErrorInfo
    status_code: int
    def __init__(self, merchant_payout_id: _Optional[str] = ..., payout_status: _Optional[_Union[PayoutEnums.PayoutStatus, str]] = ..., connector_payout_id: _Optional[str] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ...) -> None: ...

class PayoutServiceCreateLinkRequest(_message.Message):
    __slots__ = ("merchant_payout_id", "address", "connector_feature_data", "payout_method_data", "connector_quote_id", "connector_payout_id", "amount", "destination_currency", "customer", "priority", "connector_payout_method_id", "webhook_url", "browser_info", "access_token", "description", "source_bank_data")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_METHOD_DATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_CURRENCY_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_URL_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    SOURCE_BANK_DATA_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    address: PayoutAddress
    connector_feature_data: _secrets_pb2.SecretString
    payout_method_data: _payout_methods_pb2.PayoutMethod
    connector_quote_id: str
    connector_payout_id: str
    amount: _money_pb2.Money
    destination_currency: _money_pb2.Currency
    customer: _people_pb2.Customer
    priority: PayoutEnums.PayoutPriority
    connector_payout_method_id: str
    webhook_url: str
    browser_info: _browser_pb2.BrowserInformation
    access_token: _secrets_pb2.SecretString
    description: str
    source_bank_data: _payout_methods_pb2.SourceBankData
    def __init__(self, merchant_payout_id: _Optional[str] = ..., address: _Optional[_Union[PayoutAddress, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., payout_method_data: _Optional[_Union[_payout_methods_pb2.PayoutMethod, _Mapping]] = ..., connector_quote_id: _Optional[str] = ..., connector_payout_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., destination_currency: _Optional[_Union[_money_pb2.Currency, str]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., priority: _Optional[_Union[PayoutEnums.PayoutPriority, str]] = ..., connector_payout_method_id: _Optional[str] = ..., webhook_url: _Optional[str] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., access_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., description: _Optional[str] = ..., source_bank_data: _Optional[_Union[_payout_methods_pb2.SourceBankData, _Mapping]] = ...) -> None: ...

class PayoutServiceCreateLinkResponse(_message.Message):
    __slots__ = ("merchant_payout_id", "payout_status", "connector_payout_id", "error", "status_code")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_STATUS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    payout_status: PayoutEnums.PayoutStatus
    connector_payout_id: str
    error: _errors_pb2.ErrorInfo
    status_code: int
    def __init__(self, merchant_payout_id: _Optional[str] = ..., payout_status: _Optional[_Union[PayoutEnums.PayoutStatus, str]] = ..., connector_payout_id: _Optional[str] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ...) -> None: ...

class PayoutServiceCreateRecipientRequest(_message.Message):
    __slots__ = ("merchant_payout_id", "address", "payout_method_data", "amount", "recipient_type", "customer", "access_token")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_METHOD_DATA_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    address: PayoutAddress
    payout_method_data: _payout_methods_pb2.PayoutMethod
    amount: _money_pb2.Money
    recipient_type: PayoutEnums.PayoutRecipientType
    customer: _people_pb2.Customer
    access_token: _secrets_pb2.SecretString
    def __init__(self, merchant_payout_id: _Optional[str] = ..., address: _Optional[_Union[PayoutAddress, _Mapping]] = ..., payout_method_data: _Optional[_Union[_payout_methods_pb2.PayoutMethod, _Mapping]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., recipient_type: _Optional[_Union[PayoutEnums.PayoutRecipientType, str]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., access_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PayoutServiceCreateRecipientResponse(_message.Message):
    __slots__ = ("merchant_payout_id", "payout_status", "connector_payout_id", "error", "status_code")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_STATUS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    payout_status: PayoutEnums.PayoutStatus
    connector_payout_id: str
    error: _errors_pb2.ErrorInfo
    status_code: int
    def __init__(self, merchant_payout_id: _Optional[str] = ..., payout_status: _Optional[_Union[PayoutEnums.PayoutStatus, str]] = ..., connector_payout_id: _Optional[str] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ...) -> None: ...

class PayoutServiceEnrollDisburseAccountRequest(_message.Message):
    __slots__ = ("merchant_payout_id", "address", "payout_method_data", "amount", "customer", "access_token")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_METHOD_DATA_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    address: PayoutAddress
    payout_method_data: _payout_methods_pb2.PayoutMethod
    amount: _money_pb2.Money
    customer: _people_pb2.Customer
    access_token: _secrets_pb2.SecretString
    def __init__(self, merchant_payout_id: _Optional[str] = ..., address: _Optional[_Union[PayoutAddress, _Mapping]] = ..., payout_method_data: _Optional[_Union[_payout_methods_pb2.PayoutMethod, _Mapping]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., access_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PayoutServiceEnrollDisburseAccountResponse(_message.Message):
    __slots__ = ("merchant_payout_id", "payout_status", "connector_payout_id", "error", "status_code")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_STATUS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    payout_status: PayoutEnums.PayoutStatus
    connector_payout_id: str
    error: _errors_pb2.ErrorInfo
    status_code: int
    def __init__(self, merchant_payout_id: _Optional[str] = ..., payout_status: _Optional[_Union[PayoutEnums.PayoutStatus, str]] = ..., connector_payout_id: _Optional[str] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ...) -> None: ...

class PayoutMethodEligibilityRequest(_message.Message):
    __slots__ = ("merchant_payout_id", "connector_feature_data", "payout_method_data", "amount", "connector_payout_id", "destination_currency", "access_token")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_METHOD_DATA_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_CURRENCY_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    connector_feature_data: _secrets_pb2.SecretString
    payout_method_data: _payout_methods_pb2.PayoutMethod
    amount: _money_pb2.Money
    connector_payout_id: str
    destination_currency: _money_pb2.Currency
    access_token: _secrets_pb2.SecretString
    def __init__(self, merchant_payout_id: _Optional[str] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., payout_method_data: _Optional[_Union[_payout_methods_pb2.PayoutMethod, _Mapping]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., connector_payout_id: _Optional[str] = ..., destination_currency: _Optional[_Union[_money_pb2.Currency, str]] = ..., access_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PayoutMethodEligibilityResponse(_message.Message):
    __slots__ = ("merchant_payout_id", "payout_status", "connector_payout_id", "error", "status_code")
    MERCHANT_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_STATUS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYOUT_ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    merchant_payout_id: str
    payout_status: PayoutEnums.PayoutStatus
    connector_payout_id: str
    error: _errors_pb2.ErrorInfo
    status_code: int
    def __init__(self, merchant_payout_id: _Optional[str] = ..., payout_status: _Optional[_Union[PayoutEnums.PayoutStatus, str]] = ..., connector_payout_id: _Optional[str] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ...) -> None: ...

class PayoutAddress(_message.Message):
    __slots__ = ("shipping_address", "billing_address")
    SHIPPING_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    BILLING_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    shipping_address: _people_pb2.Address
    billing_address: _people_pb2.Address
    def __init__(self, shipping_address: _Optional[_Union[_people_pb2.Address, _Mapping]] = ..., billing_address: _Optional[_Union[_people_pb2.Address, _Mapping]] = ...) -> None: ...

class PayoutEnums(_message.Message):
    __slots__ = ()
    class PayoutPriority(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        PAYOUT_PRIORITY_UNSPECIFIED: _ClassVar[PayoutEnums.PayoutPriority]
        INSTANT: _ClassVar[PayoutEnums.PayoutPriority]
        FAST: _ClassVar[PayoutEnums.PayoutPriority]
        REGULAR: _ClassVar[PayoutEnums.PayoutPriority]
        WIRE: _ClassVar[PayoutEnums.PayoutPriority]
        CROSS_BORDER: _ClassVar[PayoutEnums.PayoutPriority]
        INTERNAL: _ClassVar[PayoutEnums.PayoutPriority]
    PAYOUT_PRIORITY_UNSPECIFIED: PayoutEnums.PayoutPriority
    INSTANT: PayoutEnums.PayoutPriority
    FAST: PayoutEnums.PayoutPriority
    REGULAR: PayoutEnums.PayoutPriority
    WIRE: PayoutEnums.PayoutPriority
    CROSS_BORDER: PayoutEnums.PayoutPriority
    INTERNAL: PayoutEnums.PayoutPriority
    class PayoutRecipientType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        PAYOUT_RECIPIENT_TYPE_UNSPECIFIED: _ClassVar[PayoutEnums.PayoutRecipientType]
        INDIVIDUAL: _ClassVar[PayoutEnums.PayoutRecipientType]
        COMPANY: _ClassVar[PayoutEnums.PayoutRecipientType]
        NON_PROFIT: _ClassVar[PayoutEnums.PayoutRecipientType]
        PUBLIC_SECTOR: _ClassVar[PayoutEnums.PayoutRecipientType]
        NATURAL_PERSON: _ClassVar[PayoutEnums.PayoutRecipientType]
        BUSINESS: _ClassVar[PayoutEnums.PayoutRecipientType]
        PERSONAL: _ClassVar[PayoutEnums.PayoutRecipientType]
    PAYOUT_RECIPIENT_TYPE_UNSPECIFIED: PayoutEnums.PayoutRecipientType
    INDIVIDUAL: PayoutEnums.PayoutRecipientType
    COMPANY: PayoutEnums.PayoutRecipientType
    NON_PROFIT: PayoutEnums.PayoutRecipientType
    PUBLIC_SECTOR: PayoutEnums.PayoutRecipientType
    NATURAL_PERSON: PayoutEnums.PayoutRecipientType
    BUSINESS: PayoutEnums.PayoutRecipientType
    PERSONAL: PayoutEnums.PayoutRecipientType
    class PayoutStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        PAYOUT_STATUS_UNSPECIFIED: _ClassVar[PayoutEnums.PayoutStatus]
        SUCCESS: _ClassVar[PayoutEnums.PayoutStatus]
        FAILED: _ClassVar[PayoutEnums.PayoutStatus]
        CANCELLED: _ClassVar[PayoutEnums.PayoutStatus]
        INITIATED: _ClassVar[PayoutEnums.PayoutStatus]
        EXPIRED: _ClassVar[PayoutEnums.PayoutStatus]
        REVERSED: _ClassVar[PayoutEnums.PayoutStatus]
        PENDING: _ClassVar[PayoutEnums.PayoutStatus]
        INELIGIBLE: _ClassVar[PayoutEnums.PayoutStatus]
        REQUIRES_CREATION: _ClassVar[PayoutEnums.PayoutStatus]
        REQUIRES_CONFIRMATION: _ClassVar[PayoutEnums.PayoutStatus]
        REQUIRES_PAYOUT_METHOD_DATA: _ClassVar[PayoutEnums.PayoutStatus]
        REQUIRES_FULFILLMENT: _ClassVar[PayoutEnums.PayoutStatus]
        REQUIRES_VENDOR_ACCOUNT_CREATION: _ClassVar[PayoutEnums.PayoutStatus]
    PAYOUT_STATUS_UNSPECIFIED: PayoutEnums.PayoutStatus
    SUCCESS: PayoutEnums.PayoutStatus
    FAILED: PayoutEnums.PayoutStatus
    CANCELLED: PayoutEnums.PayoutStatus
    INITIATED: PayoutEnums.PayoutStatus
    EXPIRED: PayoutEnums.PayoutStatus
    REVERSED: PayoutEnums.PayoutStatus
    PENDING: PayoutEnums.PayoutStatus
    INELIGIBLE: PayoutEnums.PayoutStatus
    REQUIRES_CREATION: PayoutEnums.PayoutStatus
    REQUIRES_CONFIRMATION: PayoutEnums.PayoutStatus
    REQUIRES_PAYOUT_METHOD_DATA: PayoutEnums.PayoutStatus
    REQUIRES_FULFILLMENT: PayoutEnums.PayoutStatus
    REQUIRES_VENDOR_ACCOUNT_CREATION: PayoutEnums.PayoutStatus
    def __init__(self) -> None: ...
