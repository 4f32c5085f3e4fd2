from tollbridge.contract.pb import banks_pb2 as _banks_pb2
from tollbridge.contract.pb import connectors_pb2 as _connectors_pb2
from tollbridge.contract.pb import countries_pb2 as _countries_pb2
from tollbridge.contract.pb import errors_pb2 as _errors_pb2
from tollbridge.contract.pb import method_pb2 as _method_pb2
from tollbridge.contract.pb import method_types_pb2 as _method_types_pb2
from tollbridge.contract.pb import money_pb2 as _money_pb2
from tollbridge.contract.pb import orders_pb2 as _orders_pb2
from tollbridge.contract.pb import people_pb2 as _people_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from tollbridge.contract.pb import splits_pb2 as _splits_pb2
from tollbridge.contract.pb import statuses_pb2 as _statuses_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class WalletStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    WALLET_STATUS_UNSPECIFIED: _ClassVar[WalletStatus]
    ACTIVE_WALLET: _ClassVar[WalletStatus]
    INACTIVE_WALLET: _ClassVar[WalletStatus]

class WalletItemStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    WALLET_ITEM_STATUS_UNSPECIFIED: _ClassVar[WalletItemStatus]
    WALLET_ITEM_ACTIVE: _ClassVar[WalletItemStatus]
    WALLET_ITEM_INACTIVE: _ClassVar[WalletItemStatus]
    WALLET_ITEM_DEPLETED: _ClassVar[WalletItemStatus]
    WALLET_ITEM_EXPIRED: _ClassVar[WalletItemStatus]
WALLET_STATUS_UNSPECIFIED: WalletStatus
ACTIVE_WALLET: WalletStatus
INACTIVE_WALLET: WalletStatus
WALLET_ITEM_STATUS_UNSPECIFIED: WalletItemStatus
WALLET_ITEM_ACTIVE: WalletItemStatus
WALLET_ITEM_INACTIVE: WalletItemStatus
WALLET_ITEM_DEPLETED: WalletItemStatus
WALLET_ITEM_EXPIRED: WalletItemStatus

class PaymentMethodServiceTokenizeRequest(_message.Message):
    __slots__ = ("merchant_payment_method_id", "amount", "payment_method", "customer", "address", "metadata", "connector_feature_data", "return_url", "test_mode", "state", "split_payments")
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    RETURN_URL_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SPLIT_PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    merchant_payment_method_id: str
    amount: _money_pb2.Money
    payment_method: _method_pb2.PaymentMethod
    customer: _people_pb2.Customer
    address: _people_pb2.PaymentAddress
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    return_url: str
    test_mode: bool
    state: _connectors_pb2.ConnectorState
    split_payments: _splits_pb2.SplitPaymentsDetails
    def __init__(self, merchant_payment_method_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., address: _Optional[_Union[_people_pb2.PaymentAddress, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., return_url: _Optional[str] = ..., test_mode: _Optional[bool] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., split_payments: _Optional[_Union[_splits_pb2.SplitPaymentsDetails, _Mapping]] = ...) -> None: ...

class PaymentMethodServiceTokenizeResponse(_message.Message):
    __slots__ = ("payment_method_token", "error", "status_code", "response_headers", "merchant_payment_method_id", "state", "connector_payment_method_id")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    PAYMENT_METHOD_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    payment_method_token: str
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    merchant_payment_method_id: str
    state: _connectors_pb2.ConnectorState
    connector_payment_method_id: str
    def __init__(self, payment_method_token: _Optional[str] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., merchant_payment_method_id: _Optional[str] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., connector_payment_method_id: _Optional[str] = ...) -> None: ...

class PaymentMethodServiceCreateRequest(_message.Message):
    __slots__ = ("merchant_payment_method_id", "customer", "description", "payment_method_type", "state", "product_id", "metadata", "connector_feature_data", "test_mode")
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    merchant_payment_method_id: str
    customer: _people_pb2.Customer
    description: str
    payment_method_type: _method_types_pb2.PaymentMethodType
    state: _connectors_pb2.ConnectorState
    product_id: str
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    test_mode: bool
    def __init__(self, merchant_payment_method_id: _Optional[str] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., description: _Optional[str] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., product_id: _Optional[str] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., test_mode: _Optional[bool] = ...) -> None: ...

class PaymentMethodServiceCreateResponse(_message.Message):
    __slots__ = ("merchant_payment_method_id", "connector_payment_method_id", "payment_method_details", "customer", "address", "error", "status_code", "response_headers", "raw_connector_response", "raw_connector_request")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_DETAILS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    merchant_payment_method_id: str
    connector_payment_method_id: str
    payment_method_details: PaymentMethodDetails
    customer: _people_pb2.Customer
    address: _people_pb2.Address
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    raw_connector_response: _secrets_pb2.SecretString
    raw_connector_request: _secrets_pb2.SecretString
    def __init__(self, merchant_payment_method_id: _Optional[str] = ..., connector_payment_method_id: _Optional[str] = ..., payment_method_details: _Optional[_Union[PaymentMethodDetails, _Mapping]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., address: _Optional[_Union[_people_pb2.Address, _Mapping]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaymentMethodServiceGetRequest(_message.Message):
    __slots__ = ("merchant_payment_method_id", "connector_payment_method_id", "customer", "state", "connector_feature_data", "metadata", "test_mode", "payment_method_type", "payment_method_token")
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TOKEN_FIELD_NUMBER: _ClassVar[int]
    merchant_payment_method_id: str
    connector_payment_method_id: str
    customer: _people_pb2.Customer
    state: _connectors_pb2.ConnectorState
    connector_feature_data: _secrets_pb2.SecretString
    metadata: _secrets_pb2.SecretString
    test_mode: bool
    payment_method_type: _method_types_pb2.PaymentMethodType
    payment_method_token: str
    def __init__(self, merchant_payment_method_id: _Optional[str] = ..., connector_payment_method_id: _Optional[str] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., test_mode: _Optional[bool] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., payment_method_token: _Optional[str] = ...) -> None: ...

class PaymentMethodServiceGetResponse(_message.Message):
    __slots__ = ("merchant_payment_method_id", "connector_payment_method_id", "payment_method_details", "customer", "address", "error", "status_code", "response_headers", "raw_connector_response", "raw_connector_request")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_DETAILS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    merchant_payment_method_id: str
    connector_payment_method_id: str
    payment_method_details: PaymentMethodDetails
    customer: _people_pb2.Customer
    address: _people_pb2.Address
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    raw_connector_response: _secrets_pb2.SecretString
    raw_connector_request: _secrets_pb2.SecretString
    def __init__(self, merchant_payment_method_id: _Optional[str] = ..., connector_payment_method_id: _Optional[str] = ..., payment_method_details: _Optional[_Union[PaymentMethodDetails, _Mapping]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., address: _Optional[_Union[_people_pb2.Address, _Mapping]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaymentMethodServiceRechargeRequest(_message.Message):
    __slots__ = ("merchant_payment_method_id", "connector_payment_method_id", "merchant_request_id", "merchant_recharge_id", "product_id", "amount", "description", "payment_method_type", "state", "metadata", "connector_feature_data", "test_mode")
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_RECHARGE_ID_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    merchant_payment_method_id: str
    connector_payment_method_id: str
    merchant_request_id: str
    merchant_recharge_id: str
    product_id: str
    amount: _money_pb2.Money
    description: str
    payment_method_type: _method_types_pb2.PaymentMethodType
    state: _connectors_pb2.ConnectorState
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    test_mode: bool
    def __init__(self, merchant_payment_method_id: _Optional[str] = ..., connector_payment_method_id: _Optional[str] = ..., merchant_request_id: _Optional[str] = ..., merchant_recharge_id: _Optional[str] = ..., product_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., description: _Optional[str] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., test_mode: _Optional[bool] = ...) -> None: ...

class PaymentMethodServiceRechargeResponse(_message.Message):
    __slots__ = ("merchant_payment_method_id", "connector_payment_method_id", "merchant_recharge_id", "connector_recharge_id", "status", "payment_method_details", "error", "status_code", "response_headers", "raw_connector_response", "raw_connector_request")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_RECHARGE_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_RECHARGE_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_DETAILS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    merchant_payment_method_id: str
    connector_payment_method_id: str
    merchant_recharge_id: str
    connector_recharge_id: str
    status: _statuses_pb2.RechargeStatus
    payment_method_details: PaymentMethodDetails
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    raw_connector_response: _secrets_pb2.SecretString
    raw_connector_request: _secrets_pb2.SecretString
    def __init__(self, merchant_payment_method_id: _Optional[str] = ..., connector_payment_method_id: _Optional[str] = ..., merchant_recharge_id: _Optional[str] = ..., connector_recharge_id: _Optional[str] = ..., status: _Optional[_Union[_statuses_pb2.RechargeStatus, str]] = ..., payment_method_details: _Optional[_Union[PaymentMethodDetails, _Mapping]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaymentMethodServiceEligibilityRequest(_message.Message):
    __slots__ = ("amount", "customer", "address", "order_details", "country", "payment_method_type", "description", "metadata", "connector_feature_data", "test_mode")
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ORDER_DETAILS_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    amount: _money_pb2.Money
    customer: _people_pb2.Customer
    address: _people_pb2.PaymentAddress
    order_details: _containers.RepeatedCompositeFieldContainer[_orders_pb2.OrderDetailsWithAmount]
    country: _countries_pb2.CountryAlpha2
    payment_method_type: _method_types_pb2.PaymentMethodType
    description: str
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    test_mode: bool
    def __init__(self, amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., address: _Optional[_Union[_people_pb2.PaymentAddress, _Mapping]] = ..., order_details: _Optional[_Iterable[_Union[_orders_pb2.OrderDetailsWithAmount, _Mapping]]] = ..., country: _Optional[_Union[_countries_pb2.CountryAlpha2, str]] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., description: _Optional[str] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., test_mode: _Optional[bool] = ...) -> None: ...

class PaymentMethodServiceEligibilityResponse(_message.Message):
    __slots__ = ("eligibility", "status_code", "error_info", "raw_connector_request", "raw_connector_response", "response_headers")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ELIGIBILITY_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    ERROR_INFO_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    eligibility: _statuses_pb2.EligibilityStatus
    status_code: int
    error_info: _errors_pb2.ErrorInfo
    raw_connector_request: _secrets_pb2.SecretString
    raw_connector_response: _secrets_pb2.SecretString
    response_headers: _containers.ScalarMap[str, str]
    def __init__(self, eligibility: _Optional[_Union[_statuses_pb2.EligibilityStatus, str]] = ..., status_code: _Optional[int] = ..., error_info: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., response_headers: _Optional[_Mapping[str, str]] = ...) -> None: ...

class PaymentMethodDetails(_message.Message):
    __slots__ = ("wallet", "bank_account")
    WALLET_FIELD_NUMBER: _ClassVar[int]
    BANK_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    wallet: WalletDetails
    bank_account: BankAccountDetails
    def __init__(self, wallet: _Optional[_Union[WalletDetails, _Mapping]] = ..., bank_account: _Optional[_Union[BankAccountDetails, _Mapping]] = ...) -> None: ...

class WalletDetails(_message.Message):
    __slots__ = ("wallet_account_id", "wallet_pin", "wallet_status", "wallet_holder_name", "balance", "product_id", "items")
    WALLET_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    WALLET_PIN_FIELD_NUMBER: _ClassVar[int]
    WALLET_STATUS_FIELD_NUMBER: _ClassVar[int]
    WALLET_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    wallet_account_id: str
    wallet_pin: _secrets_pb2.SecretString
    wallet_status: WalletStatus
    wallet_holder_name: str
    balance: int
    product_id: str
    items: _containers.RepeatedCompositeFieldContainer[WalletItem]
    def __init__(self, wallet_account_id: _Optional[str] = ..., wallet_pin: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., wallet_status: _Optional[_Union[WalletStatus, str]] = ..., wallet_holder_name: _Optional[str] = ..., balance: _Optional[int] = ..., product_id: _Optional[str] = ..., items: _Optional[_Iterable[_Union[WalletItem, _Mapping]]] = ...) -> None: ...

class WalletItem(_message.Message):
    __slots__ = ("wallet_item_id", "product_id", "status", "available_balance", "expiry_date")
    WALLET_ITEM_ID_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_BALANCE_FIELD_NUMBER: _ClassVar[int]
    EXPIRY_DATE_FIELD_NUMBER: _ClassVar[int]
    wallet_item_id: str
    product_id: str
    status: WalletItemStatus
    available_balance: _money_pb2.Money
    expiry_date: str
    def __init__(self, wallet_item_id: _Optional[str] = ..., product_id: _Optional[str] = ..., status: _Optional[_Union[WalletItemStatus, str]] = ..., available_balance: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., expiry_date: _Optional[str] = ...) -> None: ...

class BankAccountDetails(_message.Message):
    __slots__ = ("accounts",)
    ACCOUNTS_FIELD_NUMBER: _ClassVar[int]
    accounts: _containers.RepeatedCompositeFieldContainer[BankAccount]
    def __init__(self, accounts: _Optional[_Iterable[_Union[BankAccount, _Mapping]]] = ...) -> None: ...

class BankAccount(_message.Message):
    __slots__ = ("account_name", "account_id", "bank_type", "bank_holder_type", "balance", "available_balance", "ach", "bacs", "sepa")
    ACCOUNT_NAME_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    BANK_TYPE_FIELD_NUMBER: _ClassVar[int]
    BANK_HOLDER_TYPE_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_BALANCE_FIELD_NUMBER: _ClassVar[int]
    ACH_FIELD_NUMBER: _ClassVar[int]
    BACS_FIELD_NUMBER: _ClassVar[int]
    SEPA_FIELD_NUMBER: _ClassVar[int]
    account_name: str
    account_id: _secrets_pb2.SecretString
    bank_type: _banks_pb2.BankType
    bank_holder_type: _banks_pb2.BankHolderType
    balance: _money_pb2.Money
    available_balance: _money_pb2.Money
    ach: BankAccountDetailsAch
    bacs: BankAccountDetailsBacs
    sepa: BankAccountDetailsSepa
    def __init__(self, account_name: _Optional[str] = ..., account_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., bank_type: _Optional[_Union[_banks_pb2.BankType, str]] = ..., bank_holder_type: _Optional[_Union[_banks_pb2.BankHolderType, str]] = ..., balance: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., available_balance: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., ach: _Optional[_Union[BankAccountDetailsAch, _Mapping]] = ..., bacs: _Optional[_Union[BankAccountDetailsBacs, _Mapping]] = ..., sepa: _Optional[_Union[BankAccountDetailsSepa, _Mapping]] = ...) -> None: ...

class BankAccountDetailsAch(_message.Message):
    __slots__ = ("account_number", "routing_number")
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ROUTING_NUMBER_FIELD_NUMBER: _ClassVar[int]
    account_number: _secrets_pb2.SecretString
    routing_number: _secrets_pb2.SecretString
    def __init__(self, account_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., routing_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class BankAccountDetailsBacs(_message.Message):
    __slots__ = ("account_number", "sort_code")
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    SORT_CODE_FIELD_NUMBER: _ClassVar[int]
    account_number: _secrets_pb2.SecretString
    sort_code: _secrets_pb2.SecretString
    def __init__(self, account_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., sort_code: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class BankAccountDetailsSepa(_message.Message):
    __slots__ = ("iban", "bic")
    IBAN_FIELD_NUMBER: _ClassVar[int]
    BIC_FIELD_NUMBER: _ClassVar[int]
    iban: _secrets_pb2.SecretString
    bic: _secrets_pb2.SecretString
    def __init__(self, iban: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., bic: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...
