from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PayboxConfig(_message.Message):
    __slots__ = ("site", "rank", "key", "merchant_id", "base_url")
    SITE_FIELD_NUMBER: _ClassVar[int]
    RANK_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    site: _secrets_pb2.SecretString
    rank: _secrets_pb2.SecretString
    key: _secrets_pb2.SecretString
    merchant_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, site: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., rank: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class PayconexConfig(_message.Message):
    __slots__ = ("api_key", "account_id", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    account_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., account_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class PayloadConfig(_message.Message):
    __slots__ = ("auth_key_map", "base_url")
    class AuthKeyMapEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: PayloadCurrencyAuthData
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[PayloadCurrencyAuthData, _Mapping]] = ...) -> None: ...
    AUTH_KEY_MAP_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    auth_key_map: _containers.MessageMap[str, PayloadCurrencyAuthData]
    base_url: str
    def __init__(self, auth_key_map: _Optional[_Mapping[str, PayloadCurrencyAuthData]] = ..., base_url: _Optional[str] = ...) -> None: ...

class PayloadCurrencyAuthData(_message.Message):
    __slots__ = ("api_key", "processing_account_id")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    PROCESSING_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    processing_account_id: _secrets_pb2.SecretString
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., processing_account_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaymeConfig(_message.Message):
    __slots__ = ("seller_payme_id", "payme_client_key", "base_url")
    SELLER_PAYME_ID_FIELD_NUMBER: _ClassVar[int]
    PAYME_CLIENT_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    seller_payme_id: _secrets_pb2.SecretString
    payme_client_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, seller_payme_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., payme_client_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class PaypalConfig(_message.Message):
    __slots__ = ("client_id", "client_secret", "payer_id", "base_url")
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    PAYER_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    client_id: _secrets_pb2.SecretString
    client_secret: _secrets_pb2.SecretString
    payer_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, client_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., client_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., payer_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class PaysafeAchAccountId(_message.Message):
    __slots__ = ("account_id",)
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    account_id: _secrets_pb2.SecretString
    def __init__(self, account_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaysafeApplePayAccountId(_message.Message):
    __slots__ = ("encrypt", "decrypt")
    ENCRYPT_FIELD_NUMBER: _ClassVar[int]
    DECRYPT_FIELD_NUMBER: _ClassVar[int]
    encrypt: _secrets_pb2.SecretString
    decrypt: _secrets_pb2.SecretString
    def __init__(self, encrypt: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., decrypt: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaysafeCardAccountId(_message.Message):
    __slots__ = ("no_three_ds", "three_ds")
    NO_THREE_DS_FIELD_NUMBER: _ClassVar[int]
    THREE_DS_FIELD_NUMBER: _ClassVar[int]
    no_three_ds: _secrets_pb2.SecretString
    three_ds: _secrets_pb2.SecretString
    def __init__(self, no_three_ds: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., three_ds: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaysafeConfig(_message.Message):
    __slots__ = ("username", "password", "base_url", "account_id")
    USERNAME_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    username: _secrets_pb2.SecretString
    password: _secrets_pb2.SecretString
    base_url: str
    account_id: PaysafePaymentMethodDetails
    def __init__(self, username: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., password: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., account_id: _Optional[_Union[PaysafePaymentMethodDetails, _Mapping]] = ...) -> None: ...

class PaysafeInteracAccountId(_message.Message):
    __slots__ = ("three_ds",)
    THREE_DS_FIELD_NUMBER: _ClassVar[int]
    three_ds: _secrets_pb2.SecretString
    def __init__(self, three_ds: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaysafePaymentMethodDetails(_message.Message):
    __slots__ = ("card", "ach", "apple_pay", "interac", "skrill", "pay_safe_card")
    class CardEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: PaysafeCardAccountId
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[PaysafeCardAccountId, _Mapping]] = ...) -> None: ...
    class AchEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: PaysafeAchAccountId
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[PaysafeAchAccountId, _Mapping]] = ...) -> None: ...
    class ApplePayEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: PaysafeApplePayAccountId
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[PaysafeApplePayAccountId, _Mapping]] = ...) -> None: ...
    class InteracEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: PaysafeInteracAccountId
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[PaysafeInteracAccountId, _Mapping]] = ...) -> None: ...
    class SkrillEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: PaysafeRedirectAccountId
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[PaysafeRedirectAccountId, _Mapping]] = ...) -> None: ...
    class PaySafeCardEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: PaysafeRedirectAccountId
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[PaysafeRedirectAccountId, _Mapping]] = ...) -> None: ...
    CARD_FIELD_NUMBER: _ClassVar[int]
    ACH_FIELD_NUMBER: _ClassVar[int]
    APPLE_PAY_FIELD_NUMBER: _ClassVar[int]
    INTERAC_FIELD_NUMBER: _ClassVar[int]
    SKRILL_FIELD_NUMBER: _ClassVar[int]
    PAY_SAFE_CARD_FIELD_NUMBER: _ClassVar[int]
    card: _containers.MessageMap[str, PaysafeCardAccountId]
    ach: _containers.MessageMap[str, PaysafeAchAccountId]
    apple_pay: _containers.MessageMap[str, PaysafeApplePayAccountId]
    interac: _containers.MessageMap[str, PaysafeInteracAccountId]
    skrill: _containers.MessageMap[str, PaysafeRedirectAccountId]
    pay_safe_card: _containers.MessageMap[str, PaysafeRedirectAccountId]
    def __init__(self, card: _Optional[_Mapping[str, PaysafeCardAccountId]] = ..., ach: _Optional[_Mapping[str, PaysafeAchAccountId]] = ..., apple_pay: _Optional[_Mapping[str, PaysafeApplePayAccountId]] = ..., interac: _Optional[_Mapping[str, PaysafeInteracAccountId]] = ..., skrill: _Optional[_Mapping[str, PaysafeRedirectAccountId]] = ..., pay_safe_card: _Optional[_Mapping[str, PaysafeRedirectAccountId]] = ...) -> None: ...

class PaysafeRedirectAccountId(_message.Message):
    __slots__ = ("three_ds",)
    THREE_DS_FIELD_NUMBER: _ClassVar[int]
    three_ds: _secrets_pb2.SecretString
    def __init__(self, three_ds: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaytmConfig(_message.Message):
    __slots__ = ("merchant_id", "merchant_key", "website", "client_id", "base_url")
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_KEY_FIELD_NUMBER: _ClassVar[int]
    WEBSITE_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    merchant_id: _secrets_pb2.SecretString
    merchant_key: _secrets_pb2.SecretString
    website: _secrets_pb2.SecretString
    client_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., website: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., client_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class PayuConfig(_message.Message):
    __slots__ = ("api_key", "api_secret", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    API_SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    api_secret: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class PeachpaymentsConfig(_message.Message):
    __slots__ = ("api_key", "tenant_id", "base_url", "client_merchant_reference_id", "merchant_payment_method_route_id")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    TENANT_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    CLIENT_MERCHANT_REFERENCE_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_PAYMENT_METHOD_ROUTE_ID_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    tenant_id: _secrets_pb2.SecretString
    base_url: str
    client_merchant_reference_id: _secrets_pb2.SecretString
    merchant_payment_method_route_id: _secrets_pb2.SecretString
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., tenant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., client_merchant_reference_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_payment_method_route_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PhonepeConfig(_message.Message):
    __slots__ = ("merchant_id", "salt_key", "salt_index", "base_url")
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    SALT_KEY_FIELD_NUMBER: _ClassVar[int]
    SALT_INDEX_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    merchant_id: _secrets_pb2.SecretString
    salt_key: _secrets_pb2.SecretString
    salt_index: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., salt_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., salt_index: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class PinelabsOnlineConfig(_message.Message):
    __slots__ = ("client_id", "client_secret", "base_url")
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    client_id: _secrets_pb2.SecretString
    client_secret: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, client_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., client_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class PlacetopayConfig(_message.Message):
    __slots__ = ("login", "tran_key", "base_url")
    LOGIN_FIELD_NUMBER: _ClassVar[int]
    TRAN_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    login: _secrets_pb2.SecretString
    tran_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, login: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., tran_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class PowertranzConfig(_message.Message):
    __slots__ = ("power_tranz_id", "power_tranz_password", "base_url")
    POWER_TRANZ_ID_FIELD_NUMBER: _ClassVar[int]
    POWER_TRANZ_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    power_tranz_id: _secrets_pb2.SecretString
    power_tranz_password: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, power_tranz_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., power_tranz_password: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class PproConfig(_message.Message):
    __slots__ = ("api_key", "merchant_id", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    merchant_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class QwikcilverConfig(_message.Message):
    __slots__ = ("bootstrap_bearer_token", "terminal_id", "username", "password", "base_url")
    BOOTSTRAP_BEARER_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TERMINAL_ID_FIELD_NUMBER: _ClassVar[int]
    USERNAME_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    bootstrap_bearer_token: _secrets_pb2.SecretString
    terminal_id: _secrets_pb2.SecretString
    username: _secrets_pb2.SecretString
    password: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, bootstrap_bearer_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., terminal_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., username: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., password: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class RapydConfig(_message.Message):
    __slots__ = ("access_key", "secret_key", "base_url")
    ACCESS_KEY_FIELD_NUMBER: _ClassVar[int]
    SECRET_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    access_key: _secrets_pb2.SecretString
    secret_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, access_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., secret_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class RedsysConfig(_message.Message):
    __slots__ = ("merchant_id", "terminal_id", "sha256_pwd", "base_url")
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    TERMINAL_ID_FIELD_NUMBER: _ClassVar[int]
    SHA256_PWD_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    merchant_id: _secrets_pb2.SecretString
    terminal_id: _secrets_pb2.SecretString
    sha256_pwd: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., terminal_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., sha256_pwd: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class RevolutConfig(_message.Message):
    __slots__ = ("secret_api_key", "signing_secret", "base_url")
    SECRET_API_KEY_FIELD_NUMBER: _ClassVar[int]
    SIGNING_SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    secret_api_key: _secrets_pb2.SecretString
    signing_secret: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, secret_api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., signing_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class Revolv3Config(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class ScreenstreamConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class Shift4Config(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class SilverflowConfig(_message.Message):
    __slots__ = ("api_key", "api_secret", "merchant_acceptor_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    API_SECRET_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCEPTOR_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    api_secret: _secrets_pb2.SecretString
    merchant_acceptor_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_acceptor_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class StaxConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class StripeConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class TamaraConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class TruelayerConfig(_message.Message):
    __slots__ = ("client_id", "client_secret", "merchant_account_id", "account_holder_name", "private_key", "kid", "base_url", "secondary_base_url")
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    PRIVATE_KEY_FIELD_NUMBER: _ClassVar[int]
    KID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    SECONDARY_BASE_URL_FIELD_NUMBER: _ClassVar[int]
    client_id: _secrets_pb2.SecretString
    client_secret: _secrets_pb2.SecretString
    merchant_account_id: _secrets_pb2.SecretString
    account_holder_name: _secrets_pb2.SecretString
    private_key: _secrets_pb2.SecretString
    kid: _secrets_pb2.SecretString
    base_url: str
    secondary_base_url: str
    def __init__(self, client_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., client_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_account_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., account_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., private_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., kid: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., secondary_base_url: _Optional[str] = ...) -> None: ...

class TrustlyConfig(_message.Message):
    __slots__ = ("username", "password", "private_key", "base_url")
    USERNAME_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    PRIVATE_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    username: _secrets_pb2.SecretString
    password: _secrets_pb2.SecretString
    private_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, username: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., password: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., private_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class TrustpayConfig(_message.Message):
    __slots__ = ("api_key", "project_id", "secret_key", "base_url", "base_url_bank_redirects")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    PROJECT_ID_FIELD_NUMBER: _ClassVar[int]
    SECRET_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_BANK_REDIRECTS_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    project_id: _secrets_pb2.SecretString
    secret_key: _secrets_pb2.SecretString
    base_url: str
    base_url_bank_redirects: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., project_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., secret_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., base_url_bank_redirects: _Optional[str] = ...) -> None: ...

class TrustpaymentsConfig(_message.Message):
    __slots__ = ("username", "password", "site_reference", "base_url")
    USERNAME_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    SITE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    username: _secrets_pb2.SecretString
    password: _secrets_pb2.SecretString
    site_reference: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, username: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., password: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., site_reference: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class TsysConfig(_message.Message):
    __slots__ = ("device_id", "transaction_key", "developer_id", "base_url")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_KEY_FIELD_NUMBER: _ClassVar[int]
    DEVELOPER_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    device_id: _secrets_pb2.SecretString
    transaction_key: _secrets_pb2.SecretString
    developer_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, device_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., transaction_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., developer_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class TsysTransitConfig(_message.Message):
    __slots__ = ("device_id", "transaction_key", "developer_id", "base_url")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_KEY_FIELD_NUMBER: _ClassVar[int]
    DEVELOPER_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    device_id: _secrets_pb2.SecretString
    transaction_key: _secrets_pb2.SecretString
    developer_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, device_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., transaction_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., developer_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class TwocTwopPacoConfig(_message.Message):
    __slots__ = ("access_token", "office_id", "paco_kid", "merchant_signing_private_key", "merchant_encryption_private_key", "paco_signing_public_key", "paco_encryption_public_key", "response_audience", "base_url")
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    OFFICE_ID_FIELD_NUMBER: _ClassVar[int]
    PACO_KID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_SIGNING_PRIVATE_KEY_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ENCRYPTION_PRIVATE_KEY_FIELD_NUMBER: _ClassVar[int]
    PACO_SIGNING_PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    PACO_ENCRYPTION_PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    access_token: _secrets_pb2.SecretString
    office_id: _secrets_pb2.SecretString
    paco_kid: _secrets_pb2.SecretString
    merchant_signing_private_key: _secrets_pb2.SecretString
    merchant_encryption_private_key: _secrets_pb2.SecretString
    paco_signing_public_key: _secrets_pb2.SecretString
    paco_encryption_public_key: _secrets_pb2.SecretString
    response_audience: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, access_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., office_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., paco_kid: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_signing_private_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_encryption_private_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., paco_signing_public_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., paco_encryption_public_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., response_audience: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class VoltConfig(_message.Message):
    __slots__ = ("username", "password", "client_id", "client_secret", "base_url", "secondary_base_url")
    USERNAME_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    SECONDARY_BASE_URL_FIELD_NUMBER: _ClassVar[int]
    username: _secrets_pb2.SecretString
    password: _secrets_pb2.SecretString
    client_id: _secrets_pb2.SecretString
    client_secret: _secrets_pb2.SecretString
    base_url: str
    secondary_base_url: str
    def __init__(self, username: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., password: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., client_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., client_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., secondary_base_url: _Optional[str] = ...) -> None: ...

class WellsfargoConfig(_message.Message):
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

class WorldpayConfig(_message.Message):
    __slots__ = ("username", "password", "entity_id", "base_url", "merchant_name")
    USERNAME_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    ENTITY_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_NAME_FIELD_NUMBER: _ClassVar[int]
    username: _secrets_pb2.SecretString
    password: _secrets_pb2.SecretString
    entity_id: _secrets_pb2.SecretString
    base_url: str
    merchant_name: _secrets_pb2.SecretString
    def __init__(self, username: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., password: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., entity_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., merchant_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class WorldpayvantivConfig(_message.Message):
    __slots__ = ("user", "password", "merchant_id", "base_url", "report_group", "merchant_config_currency", "secondary_base_url")
    USER_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    REPORT_GROUP_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_CONFIG_CURRENCY_FIELD_NUMBER: _ClassVar[int]
    SECONDARY_BASE_URL_FIELD_NUMBER: _ClassVar[int]
    user: _secrets_pb2.SecretString
    password: _secrets_pb2.SecretString
    merchant_id: _secrets_pb2.SecretString
    base_url: str
    report_group: str
    merchant_config_currency: str
    secondary_base_url: str
    def __init__(self, user: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., password: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., report_group: _Optional[str] = ..., merchant_config_currency: _Optional[str] = ..., secondary_base_url: _Optional[str] = ...) -> None: ...

class WorldpayxmlConfig(_message.Message):
    __slots__ = ("api_username", "api_password", "merchant_code", "base_url")
    API_USERNAME_FIELD_NUMBER: _ClassVar[int]
    API_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_CODE_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_username: _secrets_pb2.SecretString
    api_password: _secrets_pb2.SecretString
    merchant_code: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_username: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_password: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_code: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class XenditConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class ZiftConfig(_message.Message):
    __slots__ = ("user_name", "password", "account_id", "base_url")
    USER_NAME_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    user_name: _secrets_pb2.SecretString
    password: _secrets_pb2.SecretString
    account_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, user_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., password: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., account_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...
