from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class EasebuzzConfig(_message.Message):
    __slots__ = ("api_key", "api_salt", "base_url", "secondary_base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    API_SALT_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    SECONDARY_BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    api_salt: _secrets_pb2.SecretString
    base_url: str
    secondary_base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_salt: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., secondary_base_url: _Optional[str] = ...) -> None: ...

class EbanxConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class ElavonConfig(_message.Message):
    __slots__ = ("ssl_merchant_id", "ssl_user_id", "ssl_pin", "base_url")
    SSL_MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    SSL_USER_ID_FIELD_NUMBER: _ClassVar[int]
    SSL_PIN_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    ssl_merchant_id: _secrets_pb2.SecretString
    ssl_user_id: _secrets_pb2.SecretString
    ssl_pin: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, ssl_merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., ssl_user_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., ssl_pin: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class FinixConfig(_message.Message):
    __slots__ = ("finix_user_name", "finix_password", "merchant_identity_id", "merchant_id", "base_url")
    FINIX_USER_NAME_FIELD_NUMBER: _ClassVar[int]
    FINIX_PASSWORD_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_IDENTITY_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    finix_user_name: _secrets_pb2.SecretString
    finix_password: _secrets_pb2.SecretString
    merchant_identity_id: _secrets_pb2.SecretString
    merchant_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, finix_user_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., finix_password: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_identity_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class FiservConfig(_message.Message):
    __slots__ = ("api_key", "merchant_account", "api_secret", "base_url", "terminal_id")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    API_SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    TERMINAL_ID_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    merchant_account: _secrets_pb2.SecretString
    api_secret: _secrets_pb2.SecretString
    base_url: str
    terminal_id: _secrets_pb2.SecretString
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_account: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., terminal_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class FiservcommercehubConfig(_message.Message):
    __slots__ = ("api_key", "secret", "merchant_id", "terminal_id", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    TERMINAL_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    secret: _secrets_pb2.SecretString
    merchant_id: _secrets_pb2.SecretString
    terminal_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., terminal_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class FiservemeaConfig(_message.Message):
    __slots__ = ("api_key", "api_secret", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    API_SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    api_secret: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class FiuuConfig(_message.Message):
    __slots__ = ("merchant_id", "verify_key", "secret_key", "base_url", "secondary_base_url")
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    VERIFY_KEY_FIELD_NUMBER: _ClassVar[int]
    SECRET_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    SECONDARY_BASE_URL_FIELD_NUMBER: _ClassVar[int]
    merchant_id: _secrets_pb2.SecretString
    verify_key: _secrets_pb2.SecretString
    secret_key: _secrets_pb2.SecretString
    base_url: str
    secondary_base_url: str
    def __init__(self, merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., verify_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., secret_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., secondary_base_url: _Optional[str] = ...) -> None: ...

class FlywireConfig(_message.Message):
    __slots__ = ("api_key", "shared_secret", "recipient_id", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    SHARED_SECRET_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    shared_secret: _secrets_pb2.SecretString
    recipient_id: str
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., shared_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., recipient_id: _Optional[str] = ..., base_url: _Optional[str] = ...) -> None: ...

class ForteConfig(_message.Message):
    __slots__ = ("api_access_id", "organization_id", "location_id", "api_secret_key", "base_url")
    API_ACCESS_ID_FIELD_NUMBER: _ClassVar[int]
    ORGANIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    LOCATION_ID_FIELD_NUMBER: _ClassVar[int]
    API_SECRET_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_access_id: _secrets_pb2.SecretString
    organization_id: _secrets_pb2.SecretString
    location_id: _secrets_pb2.SecretString
    api_secret_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_access_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., organization_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., location_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_secret_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class GetnetConfig(_message.Message):
    __slots__ = ("api_key", "api_secret", "seller_id", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    API_SECRET_FIELD_NUMBER: _ClassVar[int]
    SELLER_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    api_secret: _secrets_pb2.SecretString
    seller_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., seller_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class GigadatConfig(_message.Message):
    __slots__ = ("campaign_id", "access_token", "security_token", "base_url", "site")
    CAMPAIGN_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SECURITY_TOKEN_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    SITE_FIELD_NUMBER: _ClassVar[int]
    campaign_id: _secrets_pb2.SecretString
    access_token: _secrets_pb2.SecretString
    security_token: _secrets_pb2.SecretString
    base_url: str
    site: str
    def __init__(self, campaign_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., access_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., security_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., site: _Optional[str] = ...) -> None: ...

class GivepaymentsConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class GlobalpayConfig(_message.Message):
    __slots__ = ("app_id", "app_key", "base_url")
    APP_ID_FIELD_NUMBER: _ClassVar[int]
    APP_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    app_id: _secrets_pb2.SecretString
    app_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, app_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., app_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class GlobepayConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class GlomopayConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class HelcimConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class HipayConfig(_message.Message):
    __slots__ = ("api_key", "api_secret", "base_url", "secondary_base_url", "third_base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    API_SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    SECONDARY_BASE_URL_FIELD_NUMBER: _ClassVar[int]
    THIRD_BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    api_secret: _secrets_pb2.SecretString
    base_url: str
    secondary_base_url: str
    third_base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., secondary_base_url: _Optional[str] = ..., third_base_url: _Optional[str] = ...) -> None: ...

class HyperpgConfig(_message.Message):
    __slots__ = ("username", "password", "merchant_id", "base_url")
    USERNAME_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    username: _secrets_pb2.SecretString
    password: _secrets_pb2.SecretString
    merchant_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, username: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., password: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class HyperswitchConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class IatapayConfig(_message.Message):
    __slots__ = ("client_id", "merchant_id", "client_secret", "base_url")
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    client_id: _secrets_pb2.SecretString
    merchant_id: _secrets_pb2.SecretString
    client_secret: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, client_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., client_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class ImerchantsolutionsConfig(_message.Message):
    __slots__ = ("api_key", "merchant_id", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    merchant_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class InterpaymentsConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class ItaubankConfig(_message.Message):
    __slots__ = ("client_secret", "client_id", "certificates", "private_key", "base_url", "secondary_base_url")
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATES_FIELD_NUMBER: _ClassVar[int]
    PRIVATE_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    SECONDARY_BASE_URL_FIELD_NUMBER: _ClassVar[int]
    client_secret: _secrets_pb2.SecretString
    client_id: _secrets_pb2.SecretString
    certificates: _secrets_pb2.SecretString
    private_key: _secrets_pb2.SecretString
    base_url: str
    secondary_base_url: str
    def __init__(self, client_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., client_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., certificates: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., private_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., secondary_base_url: _Optional[str] = ...) -> None: ...

class JpmorganConfig(_message.Message):
    __slots__ = ("client_id", "client_secret", "base_url", "company_name", "product_name", "merchant_purchase_description", "statement_descriptor", "secondary_base_url")
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    COMPANY_NAME_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_NAME_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_PURCHASE_DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_DESCRIPTOR_FIELD_NUMBER: _ClassVar[int]
    SECONDARY_BASE_URL_FIELD_NUMBER: _ClassVar[int]
    client_id: _secrets_pb2.SecretString
    client_secret: _secrets_pb2.SecretString
    base_url: str
    company_name: _secrets_pb2.SecretString
    product_name: _secrets_pb2.SecretString
    merchant_purchase_description: _secrets_pb2.SecretString
    statement_descriptor: _secrets_pb2.SecretString
    secondary_base_url: str
    def __init__(self, client_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., client_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., company_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., product_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_purchase_description: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., statement_descriptor: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., secondary_base_url: _Optional[str] = ...) -> None: ...

class JuspayConfig(_message.Message):
    __slots__ = ("api_key", "merchant_id", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    merchant_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class KountConfig(_message.Message):
    __slots__ = ("api_key", "auth_server_id", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    AUTH_SERVER_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    auth_server_id: str
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., auth_server_id: _Optional[str] = ..., base_url: _Optional[str] = ...) -> None: ...

class LoonioConfig(_message.Message):
    __slots__ = ("merchant_id", "merchant_token", "base_url")
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_TOKEN_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    merchant_id: _secrets_pb2.SecretString
    merchant_token: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class MifinityConfig(_message.Message):
    __slots__ = ("key", "base_url", "brand_id", "destination_account_number")
    KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    BRAND_ID_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    key: _secrets_pb2.SecretString
    base_url: str
    brand_id: _secrets_pb2.SecretString
    destination_account_number: _secrets_pb2.SecretString
    def __init__(self, key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., brand_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., destination_account_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class MollieConfig(_message.Message):
    __slots__ = ("api_key", "profile_token", "base_url", "secondary_base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    PROFILE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    SECONDARY_BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    profile_token: _secrets_pb2.SecretString
    base_url: str
    secondary_base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., profile_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ..., secondary_base_url: _Optional[str] = ...) -> None: ...

class MultisafepayConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class NexinetsConfig(_message.Message):
    __slots__ = ("merchant_id", "api_key", "base_url")
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    merchant_id: _secrets_pb2.SecretString
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class NexixpayConfig(_message.Message):
    __slots__ = ("api_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class NmiConfig(_message.Message):
    __slots__ = ("api_key", "public_key", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    public_key: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., public_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class NoonConfig(_message.Message):
    __slots__ = ("api_key", "application_identifier", "business_identifier", "base_url")
    API_KEY_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_IDENTIFIER_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_IDENTIFIER_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    api_key: _secrets_pb2.SecretString
    application_identifier: _secrets_pb2.SecretString
    business_identifier: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, api_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., application_identifier: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., business_identifier: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class NovalnetConfig(_message.Message):
    __slots__ = ("product_activation_key", "payment_access_key", "tariff_id", "base_url")
    PRODUCT_ACTIVATION_KEY_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_ACCESS_KEY_FIELD_NUMBER: _ClassVar[int]
    TARIFF_ID_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    product_activation_key: _secrets_pb2.SecretString
    payment_access_key: _secrets_pb2.SecretString
    tariff_id: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, product_activation_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., payment_access_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., tariff_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...

class NuveiConfig(_message.Message):
    __slots__ = ("merchant_id", "merchant_site_id", "merchant_secret", "base_url")
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_SITE_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_SECRET_FIELD_NUMBER: _ClassVar[int]
    BASE_URL_FIELD_NUMBER: _ClassVar[int]
    merchant_id: _secrets_pb2.SecretString
    merchant_site_id: _secrets_pb2.SecretString
    merchant_secret: _secrets_pb2.SecretString
    base_url: str
    def __init__(self, merchant_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_site_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., base_url: _Optional[str] = ...) -> None: ...
