from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AbsaSanlamConfig(_message.Message):
    __slots__ = ("api_key", "merchant_id", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    merchant_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class AciConfig(_message.Message):
    __slots__ = ("api_key", "entity_id", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    ENTITY_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    entity_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., entity_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class AdyenConfig(_message.Message):
    __slots__ = ("api_key", "merchant_account", "review_key", "base_url", "dispute_base_url", "endpoint_prefix")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    REVIEW_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_BASE_URL_FIELD_NUMBER: _ClassVar[int]
    ENDPOINT_PREFIX_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    merchant_account: _secrets_pb2.SecretString
    review_key: _secrets_pb2.SecretString
    base_url: str
    dispute_base_url: str
    endpoint_prefix: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_account: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., review_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., dispute_base_url: _Optional[str] = ..., endpoint_prefix: _Optional[str] = ...) -> None: ...

class AffirmConfig(_message.Message):
    __slots__ = ("public_key", "private_key", "base_url")
    PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    PRIVATE_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    public_key: _secrets_pb2.SecretString
    private_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, public_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., private_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class AirwallexConfig(_message.Message):
    __slots__ = ("api_key", "client_id", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    client_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., client_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class AuthipayConfig(_message.Message):
    __slots__ = ("api_key", "api_secret", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    API_SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    api_secret: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class AuthorizedotnetConfig(_message.Message):
    __slots__ = ("name", "transaction_key", "base_url")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    name: _secrets_pb2.SecretString
    transaction_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., transaction_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class AxisbankConfig(_message.Message):
    __slots__ = ("merchant_kid", "juspay_kid", "merchant_private_key", "juspay_public_key", "base_url")
    MERCHANT_KID_FIELD_NUMBER: _ClassVar[int]
    JUSPAY_KID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_PRIVATE_KEY_FIELD_NUMBER: _ClassVar[int]
    JUSPAY_PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    merchant_kid: _secrets_pb2.SecretString
    juspay_kid: _secrets_pb2.SecretString
    merchant_private_key: _secrets_pb2.SecretString
    juspay_public_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, merchant_kid: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., juspay_kid: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_private_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., juspay_public_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class BamboraConfig(_message.Message):
    __slots__ = ("merchant_id", "api_key", "base_url")
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    merchant_id: _secrets_pb2.SecretString
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class BamboraapacConfig(_message.Message):
    __slots__ = ("username", "password", "account_number", "base_url")
    USERNAME_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    username: _secrets_pb2.SecretString
    password: _secrets_pb2.SecretString
    account_number: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, username: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., password: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., account_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class BankOfAmericaConfig(_message.Message):
    __slots__ = ("api_key", "merchant_account", "api_secret", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    API_SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    merchant_account: _secrets_pb2.SecretString
    api_secret: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_account: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class BarclaycardConfig(_message.Message):
    __slots__ = ("api_key", "merchant_account", "api_secret", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    API_SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    merchant_account: _secrets_pb2.SecretString
    api_secret: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_account: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class BillwerkConfig(_message.Message):
    __slots__ = ("api_key", "public_api_key", "base_url", "secondary_base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    SECONDARY_BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    public_api_key: _secrets_pb2.SecretString
    base_url: str
    secondary_base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., public_api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., secondary_base_url: _Optional[str] = ...) -> None: ...

class BluesnapConfig(_message.Message):
    __slots__ = ("username", "password", "base_url")
    USERNAME_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    username: _secrets_pb2.SecretString
    password: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, username: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., password: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class BraintreeConfig(_message.Message):
    __slots__ = ("public_key", "private_key", "base_url", "merchant_account_id", "merchant_config_currency", "apple_pay_supported_networks", "apple_pay_merchant_capabilities", "apple_pay_label", "gpay_merchant_name", "gpay_merchant_id", "gpay_allowed_auth_methods", "gpay_allowed_card_networks", "paypal_client_id", "gpay_gateway_merchant_id")
    PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    PRIVATE_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_CONFIG_CURRENCY_FIELD_NUMBER: _ClassVar[int]
    APPLE_PAY_SUPPORTED_NETWORKS_FIELD_NUMBER: _ClassVar[int]
    APPLE_PAY_MERCHANT_CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    APPLE_PAY_LABEL_FIELD_NUMBER: _ClassVar[int]
    GPAY_MERCHANT_NAME_FIELD_NUMBER: _ClassVar[int]
    GPAY_MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    GPAY_ALLOWED_AUTH_METHODS_FIELD_NUMBER: _ClassVar[int]
    GPAY_ALLOWED_CARD_NETWORKS_FIELD_NUMBER: _ClassVar[int]
    PAYPAL_CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    GPAY_GATEWAY_MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    public_key: _secrets_pb2.SecretString
    private_key: _secrets_pb2.SecretString
    base_url: str
    merchant_account_id: _secrets_pb2.SecretString
    merchant_config_currency: str
    apple_pay_supported_networks: _containers.RepeatedScalarFieldContainer[str]
    apple_pay_merchant_capabilities: _containers.RepeatedScalarFieldContainer[str]
    apple_pay_label: str
    gpay_merchant_name: str
    gpay_merchant_id: str
    gpay_allowed_auth_methods: _containers.RepeatedScalarFieldContainer[str]
    gpay_allowed_card_networks: _containers.RepeatedScalarFieldContainer[str]
    paypal_client_id: str
    gpay_gateway_merchant_id: str
    def __init__(self, public_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., private_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., merchant_account_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_config_currency: _Optional[str] = ..., apple_pay_supported_networks: _Optional[_Iterable[str]] = ..., apple_pay_merchant_capabilities: _Optional[_Iterable[str]] = ..., apple_pay_label: _Optional[str] = ..., gpay_merchant_name: _Optional[str] = ..., gpay_merchant_id: _Optional[str] = ..., gpay_allowed_auth_methods: _Optional[_Iterable[str]] = ..., gpay_allowed_card_networks: _Optional[_Iterable[str]] = ..., paypal_client_id: _Optional[str] = ..., gpay_gateway_merchant_id: _Optional[str] = ...) -> None: ...

class CalidaConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class CashfreeConfig(_message.Message):
    __slots__ = ("app_id", "secret_key", "base_url")
    APP_ID_FIELD_NUMBER: _ClassVar[int]
    SECRET_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    app_id: _secrets_pb2.SecretString
    secret_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, app_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., secret_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class CashtocodeConfig(_message.Message):
    __slots__ = ("auth_key_map", "base_url")
    class AuthKeyMapEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: CashtocodeCurrencyAuthData
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[CashtocodeCurrencyAuthData, _Mapping]] = ...) -> None: ...
    AUTH_KEY_MAP_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    auth_key_map: _containers.MessageMap[str, CashtocodeCurrencyAuthData]
    base_url: str
    def __init__(self, auth_key_map: _Optional[_Mapping[str, CashtocodeCurrencyAuthData]] = ..., base_url: _Optional[str] = ...) -> None: ...

class CashtocodeCurrencyAuthData(_message.Message):
    __slots__ = ("password_classic", "password_evoucher", "username_classic", "username_evoucher", "merchant_id_classic", "merchant_id_evoucher")
    PASSWORD_CLASSIC_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_EVOUCHER_FIELD_NUMBER: _ClassVar[int]
    USERNAME_CLASSIC_FIELD_NUMBER: _ClassVar[int]
    USERNAME_EVOUCHER_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ID_CLASSIC_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ID_EVOUCHER_FIELD_NUMBER: _ClassVar[int]
    password_classic: _secrets_pb2.SecretString
    password_evoucher: _secrets_pb2.SecretString
    username_classic: _secrets_pb2.SecretString
    username_evoucher: _secrets_pb2.SecretString
    merchant_id_classic: _secrets_pb2.SecretString
    merchant_id_evoucher: _secrets_pb2.SecretString
    def __init__(self, password_classic: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., password_evoucher: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., username_classic: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., username_evoucher: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_id_classic: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_id_evoucher: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class CeleroConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class CheckoutConfig(_message.Message):
    __slots__ = ("api_key", "api_secret", "processing_channel_id", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    API_SECRET_FIELD_NUMBER: _ClassVar[int]
    PROCESSING_CHANNEL_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    api_secret: _secrets_pb2.SecretString
    processing_channel_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., processing_channel_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class CoinbaseConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class CoingateConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class CryptopayConfig(_message.Message):
    __slots__ = ("api_key", "api_secret", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    API_SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    api_secret: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class CybersourceConfig(_message.Message):
    __slots__ = ("api_key", "merchant_account", "api_secret", "base_url", "disable_avs", "disable_cvn")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    API_SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    DISABLE_AVS_FIELD_NUMBER: _ClassVar[int]
    DISABLE_CVN_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    merchant_account: _secrets_pb2.SecretString
    api_secret: _secrets_pb2.SecretString
    base_url: str
    disable_avs: bool
    disable_cvn: bool
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_account: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., disable_avs: _Optional[bool] = ..., disable_cvn: _Optional[bool] = ...) -> None: ...

class DatatransConfig(_message.Message):
    __slots__ = ("merchant_id", "password", "base_url")
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    merchant_id: _secrets_pb2.SecretString
    password: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., password: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class DlocalConfig(_message.Message):
    __slots__ = ("x_login", "x_trans_key", "secret", "base_url")
    X_LOGIN_FIELD_NUMBER: _ClassVar[int]
    X_TRANS_KEY_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    x_login: _secrets_pb2.SecretString
    x_trans_key: _secrets_pb2.SecretString
    secret: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, x_login: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., x_trans_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...
