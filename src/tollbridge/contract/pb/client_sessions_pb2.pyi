from tollbridge.contract.pb import client_sessions_connectors_pb2 as _client_sessions_connectors_pb2
from tollbridge.contract.pb import countries_pb2 as _countries_pb2
from tollbridge.contract.pb import money_pb2 as _money_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SdkNextAction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SDK_NEXT_ACTION_UNSPECIFIED: _ClassVar[SdkNextAction]
    SDK_NEXT_ACTION_POST_SESSION_TOKENS: _ClassVar[SdkNextAction]
    SDK_NEXT_ACTION_CONFIRM: _ClassVar[SdkNextAction]

class GpayBillingAddressFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BILLING_ADDRESS_FORMAT_UNSPECIFIED: _ClassVar[GpayBillingAddressFormat]
    BILLING_ADDRESS_FORMAT_FULL: _ClassVar[GpayBillingAddressFormat]
    BILLING_ADDRESS_FORMAT_MIN: _ClassVar[GpayBillingAddressFormat]

class PaypalFlow(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAYPAL_FLOW_UNSPECIFIED: _ClassVar[PaypalFlow]
    PAYPAL_FLOW_CHECKOUT: _ClassVar[PaypalFlow]
SDK_NEXT_ACTION_UNSPECIFIED: SdkNextAction
SDK_NEXT_ACTION_POST_SESSION_TOKENS: SdkNextAction
SDK_NEXT_ACTION_CONFIRM: SdkNextAction
BILLING_ADDRESS_FORMAT_UNSPECIFIED: GpayBillingAddressFormat
BILLING_ADDRESS_FORMAT_FULL: GpayBillingAddressFormat
BILLING_ADDRESS_FORMAT_MIN: GpayBillingAddressFormat
PAYPAL_FLOW_UNSPECIFIED: PaypalFlow
PAYPAL_FLOW_CHECKOUT: PaypalFlow

class ClientAuthenticationTokenData(_message.Message):
    __slots__ = ("google_pay", "paypal", "apple_pay", "connector_specific", "authenticator_connector_specific")
    GOOGLE_PAY_FIELD_NUMBER: _ClassVar[int]
    PAYPAL_FIELD_NUMBER: _ClassVar[int]
    APPLE_PAY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_SPECIFIC_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATOR_CONNECTOR_SPECIFIC_FIELD_NUMBER: _ClassVar[int]
    google_pay: GpayClientAuthenticationResponse
    paypal: PaypalClientAuthenticationResponse
    apple_pay: ApplepayClientAuthenticationResponse
    connector_specific: _client_sessions_connectors_pb2.ConnectorSpecificClientAuthenticationResponse
    authenticator_connector_specific: AuthenticatorConnectorSpecificClientAuthenticationResponse
    def __init__(self, google_pay: _Optional[_Union[GpayClientAuthenticationResponse, _Mapping]] = ..., paypal: _Optional[_Union[PaypalClientAuthenticationResponse, _Mapping]] = ..., apple_pay: _Optional[_Union[ApplepayClientAuthenticationResponse, _Mapping]] = ..., connector_specific: _Optional[_Union[_client_sessions_connectors_pb2.ConnectorSpecificClientAuthenticationResponse, _Mapping]] = ..., authenticator_connector_specific: _Optional[_Union[AuthenticatorConnectorSpecificClientAuthenticationResponse, _Mapping]] = ...) -> None: ...

class SecretInfoToInitiateSdk(_message.Message):
    __slots__ = ("display", "payment")
    DISPLAY_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    display: _secrets_pb2.SecretString
    payment: _secrets_pb2.SecretString
    def __init__(self, display: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., payment: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class GpayClientAuthenticationResponse(_message.Message):
    __slots__ = ("google_pay_session",)
    GOOGLE_PAY_SESSION_FIELD_NUMBER: _ClassVar[int]
    google_pay_session: GooglePaySessionResponse
    def __init__(self, google_pay_session: _Optional[_Union[GooglePaySessionResponse, _Mapping]] = ...) -> None: ...

class GooglePaySessionResponse(_message.Message):
    __slots__ = ("merchant_info", "shipping_address_required", "email_required", "shipping_address_parameters", "allowed_payment_methods", "transaction_info", "delayed_session_token", "connector", "sdk_next_action", "secrets")
    MERCHANT_INFO_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_ADDRESS_REQUIRED_FIELD_NUMBER: _ClassVar[int]
    EMAIL_REQUIRED_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_ADDRESS_PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_PAYMENT_METHODS_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_INFO_FIELD_NUMBER: _ClassVar[int]
    DELAYED_SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FIELD_NUMBER: _ClassVar[int]
    SDK_NEXT_ACTION_FIELD_NUMBER: _ClassVar[int]
    SECRETS_FIELD_NUMBER: _ClassVar[int]
    merchant_info: GpayMerchantInfo
    shipping_address_required: bool
    email_required: bool
    shipping_address_parameters: GpayShippingAddressParameters
    allowed_payment_methods: _containers.RepeatedCompositeFieldContainer[GpayAllowedPaymentMethods]
    transaction_info: GpayTransactionInfo
    delayed_session_token: bool
    connector: str
    sdk_next_action: SdkNextAction
    secrets: SecretInfoToInitiateSdk
    def __init__(self, merchant_info: _Optional[_Union[GpayMerchantInfo, _Mapping]] = ..., shipping_address_required: _Optional[bool] = ..., email_required: _Optional[bool] = ..., shipping_address_parameters: _Optional[_Union[GpayShippingAddressParameters, _Mapping]] = ..., allowed_payment_methods: _Optional[_Iterable[_Union[GpayAllowedPaymentMethods, _Mapping]]] = ..., transaction_info: _Optional[_Union[GpayTransactionInfo, _Mapping]] = ..., delayed_session_token: _Optional[bool] = ..., connector: _Optional[str] = ..., sdk_next_action: _Optional[_Union[SdkNextAction, str]] = ..., secrets: _Optional[_Union[SecretInfoToInitiateSdk, _Mapping]] = ...) -> None: ...

class GpayMerchantInfo(_message.Message):
    __slots__ = ("merchant_id", "merchant_name")
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_NAME_FIELD_NUMBER: _ClassVar[int]
    merchant_id: str
    merchant_name: str
    def __init__(self, merchant_id: _Optional[str] = ..., merchant_name: _Optional[str] = ...) -> None: ...

class GpayShippingAddressParameters(_message.Message):
    __slots__ = ("phone_number_required",)
    PHONE_NUMBER_REQUIRED_FIELD_NUMBER: _ClassVar[int]
    phone_number_required: bool
    def __init__(self, phone_number_required: _Optional[bool] = ...) -> None: ...

class GpayAllowedPaymentMethods(_message.Message):
    __slots__ = ("payment_method_type", "parameters", "tokenization_specification")
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    TOKENIZATION_SPECIFICATION_FIELD_NUMBER: _ClassVar[int]
    payment_method_type: str
    parameters: GpayAllowedMethodsParameters
    tokenization_specification: GpayTokenizationSpecification
    def __init__(self, payment_method_type: _Optional[str] = ..., parameters: _Optional[_Union[GpayAllowedMethodsParameters, _Mapping]] = ..., tokenization_specification: _Optional[_Union[GpayTokenizationSpecification, _Mapping]] = ...) -> None: ...

class GpayAllowedMethodsParameters(_message.Message):
    __slots__ = ("allowed_auth_methods", "allowed_card_networks", "billing_address", "billing_address_parameters", "assurance_details")
    ALLOWED_AUTH_METHODS_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_CARD_NETWORKS_FIELD_NUMBER: _ClassVar[int]
    BILLING_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    BILLING_ADDRESS_PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    ASSURANCE_DETAILS_FIELD_NUMBER: _ClassVar[int]
    allowed_auth_methods: _containers.RepeatedScalarFieldContainer[str]
    allowed_card_networks: _containers.RepeatedScalarFieldContainer[str]
    billing_address: bool
    billing_address_parameters: GpayBillingAddressParameters
    assurance_details: bool
    def __init__(self, allowed_auth_methods: _Optional[_Iterable[str]] = ..., allowed_card_networks: _Optional[_Iterable[str]] = ..., billing_address: _Optional[bool] = ..., billing_address_parameters: _Optional[_Union[GpayBillingAddressParameters, _Mapping]] = ..., assurance_details: _Optional[bool] = ...) -> None: ...

class GpayBillingAddressParameters(_message.Message):
    __slots__ = ("phone_number", "format")
    PHONE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    phone_number: bool
    format: GpayBillingAddressFormat
    def __init__(self, phone_number: _Optional[bool] = ..., format: _Optional[_Union[GpayBillingAddressFormat, str]] = ...) -> None: ...

class GpayTokenizationSpecification(_message.Message):
    __slots__ = ("token_specification_type", "parameters")
    TOKEN_SPECIFICATION_TYPE_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    token_specification_type: str
    parameters: GpayTokenParameters
    def __init__(self, token_specification_type: _Optional[str] = ..., parameters: _Optional[_Union[GpayTokenParameters, _Mapping]] = ...) -> None: ...

class GpayTokenParameters(_message.Message):
    __slots__ = ("gateway", "gateway_merchant_id", "protocol_version", "public_key")
    GATEWAY_FIELD_NUMBER: _ClassVar[int]
    GATEWAY_MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    PROTOCOL_VERSION_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    gateway: str
    gateway_merchant_id: str
    protocol_version: str
    public_key: _secrets_pb2.SecretString
    def __init__(self, gateway: _Optional[str] = ..., gateway_merchant_id: _Optional[str] = ..., protocol_version: _Optional[str] = ..., public_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class GpayTransactionInfo(_message.Message):
    __slots__ = ("country_code", "currency_code", "total_price_status", "total_price")
    COUNTRY_CODE_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_PRICE_STATUS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_PRICE_FIELD_NUMBER: _ClassVar[int]
    country_code: _countries_pb2.CountryAlpha2
    currency_code: _money_pb2.Currency
    total_price_status: str
    total_price: int
    def __init__(self, country_code: _Optional[_Union[_countries_pb2.CountryAlpha2, str]] = ..., currency_code: _Optional[_Union[_money_pb2.Currency, str]] = ..., total_price_status: _Optional[str] = ..., total_price: _Optional[int] = ...) -> None: ...

class ApplepayClientAuthenticationResponse(_message.Message):
    __slots__ = ("session_response", "payment_request_data", "connector", "delayed_session_token", "sdk_next_action", "connector_reference_id", "connector_sdk_public_key", "connector_merchant_id")
    SESSION_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_REQUEST_DATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FIELD_NUMBER: _ClassVar[int]
    DELAYED_SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SDK_NEXT_ACTION_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_REFERENCE_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_SDK_PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    session_response: ApplePaySessionResponse
    payment_request_data: ApplePayPaymentRequest
    connector: str
    delayed_session_token: bool
    sdk_next_action: SdkNextAction
    connector_reference_id: str
    connector_sdk_public_key: str
    connector_merchant_id: str
    def __init__(self, session_response: _Optional[_Union[ApplePaySessionResponse, _Mapping]] = ..., payment_request_data: _Optional[_Union[ApplePayPaymentRequest, _Mapping]] = ..., connector: _Optional[str] = ..., delayed_session_token: _Optional[bool] = ..., sdk_next_action: _Optional[_Union[SdkNextAction, str]] = ..., connector_reference_id: _Optional[str] = ..., connector_sdk_public_key: _Optional[str] = ..., connector_merchant_id: _Optional[str] = ...) -> None: ...

class ApplePaySessionResponse(_message.Message):
    __slots__ = ("third_party_sdk",)
    THIRD_PARTY_SDK_FIELD_NUMBER: _ClassVar[int]
    third_party_sdk: ThirdPartySdkSessionResponse
    def __init__(self, third_party_sdk: _Optional[_Union[ThirdPartySdkSessionResponse, _Mapping]] = ...) -> None: ...

class ThirdPartySdkSessionResponse(_message.Message):
    __slots__ = ("secrets",)
    SECRETS_FIELD_NUMBER: _ClassVar[int]
    secrets: SecretInfoToInitiateSdk
    def __init__(self, secrets: _Optional[_Union[SecretInfoToInitiateSdk, _Mapping]] = ...) -> None: ...

class ApplePayPaymentRequest(_message.Message):
    __slots__ = ("country_code", "currency_code", "total", "merchant_capabilities", "supported_networks", "merchant_identifier")
    COUNTRY_CODE_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    SUPPORTED_NETWORKS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_IDENTIFIER_FIELD_NUMBER: _ClassVar[int]
    country_code: _countries_pb2.CountryAlpha2
    currency_code: _money_pb2.Currency
    total: AmountInfo
    merchant_capabilities: _containers.RepeatedScalarFieldContainer[str]
    supported_networks: _containers.RepeatedScalarFieldContainer[str]
    merchant_identifier: str
    def __init__(self, country_code: _Optional[_Union[_countries_pb2.CountryAlpha2, str]] = ..., currency_code: _Optional[_Union[_money_pb2.Currency, str]] = ..., total: _Optional[_Union[AmountInfo, _Mapping]] = ..., merchant_capabilities: _Optional[_Iterable[str]] = ..., supported_networks: _Optional[_Iterable[str]] = ..., merchant_identifier: _Optional[str] = ...) -> None: ...

class AmountInfo(_message.Message):
    __slots__ = ("label", "total_type", "amount")
    LABEL_FIELD_NUMBER: _ClassVar[int]
    TOTAL_TYPE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    label: str
    total_type: str
    amount: int
    def __init__(self, label: _Optional[str] = ..., total_type: _Optional[str] = ..., amount: _Optional[int] = ...) -> None: ...

class PaypalClientAuthenticationResponse(_message.Message):
    __slots__ = ("connector", "session_token", "sdk_next_action", "client_token", "transaction_info")
    CONNECTOR_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SDK_NEXT_ACTION_FIELD_NUMBER: _ClassVar[int]
    CLIENT_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_INFO_FIELD_NUMBER: _ClassVar[int]
    connector: str
    session_token: str
    sdk_next_action: SdkNextAction
    client_token: str
    transaction_info: PaypalTransactionInfo
    def __init__(self, connector: _Optional[str] = ..., session_token: _Optional[str] = ..., sdk_next_action: _Optional[_Union[SdkNextAction, str]] = ..., client_token: _Optional[str] = ..., transaction_info: _Optional[_Union[PaypalTransactionInfo, _Mapping]] = ...) -> None: ...

class PaypalTransactionInfo(_message.Message):
    __slots__ = ("flow", "currency_code", "total_price")
    FLOW_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_PRICE_FIELD_NUMBER: _ClassVar[int]
    flow: PaypalFlow
    currency_code: _money_pb2.Currency
    total_price: int
    def __init__(self, flow: _Optional[_Union[PaypalFlow, str]] = ..., currency_code: _Optional[_Union[_money_pb2.Currency, str]] = ..., total_price: _Optional[int] = ...) -> None: ...

class AuthenticatorConnectorSpecificClientAuthenticationResponse(_message.Message):
    __slots__ = ("plaid",)
    PLAID_FIELD_NUMBER: _ClassVar[int]
    plaid: PlaidClientAuthenticationResponse
    def __init__(self, plaid: _Optional[_Union[PlaidClientAuthenticationResponse, _Mapping]] = ...) -> None: ...

class PlaidClientAuthenticationResponse(_message.Message):
    __slots__ = ("link_token", "expires_in_seconds", "hosted_link_url")
    LINK_TOKEN_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_IN_SECONDS_FIELD_NUMBER: _ClassVar[int]
    HOSTED_LINK_URL_FIELD_NUMBER: _ClassVar[int]
    link_token: str
    expires_in_seconds: int
    hosted_link_url: str
    def __init__(self, link_token: _Optional[str] = ..., expires_in_seconds: _Optional[int] = ..., hosted_link_url: _Optional[str] = ...) -> None: ...
