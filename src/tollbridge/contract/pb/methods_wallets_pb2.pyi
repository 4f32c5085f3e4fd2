from tollbridge.contract.pb import countries_pb2 as _countries_pb2
from tollbridge.contract.pb import methods_cards_pb2 as _methods_cards_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AppleWallet(_message.Message):
    __slots__ = ("payment_data", "payment_method", "transaction_identifier")
    class PaymentData(_message.Message):
        __slots__ = ("encrypted_data", "decrypted_data")
        ENCRYPTED_DATA_FIELD_NUMBER: _ClassVar[int]
        DECRYPTED_DATA_FIELD_NUMBER: _ClassVar[int]
        encrypted_data: str
        decrypted_data: ApplePayDecryptedData
        def __init__(self, encrypted_data: _Optional[str] = ..., decrypted_data: _Optional[_Union[ApplePayDecryptedData, _Mapping]] = ...) -> None: ...
    class PaymentMethod(_message.Message):
        __slots__ = ("display_name", "network", "type")
        DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
        NETWORK_FIELD_NUMBER: _ClassVar[int]
        TYPE_FIELD_NUMBER: _ClassVar[int]
        display_name: str
        network: str
        type: str
        def __init__(self, display_name: _Optional[str] = ..., network: _Optional[str] = ..., type: _Optional[str] = ...) -> None: ...
    PAYMENT_DATA_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_IDENTIFIER_FIELD_NUMBER: _ClassVar[int]
    payment_data: AppleWallet.PaymentData
    payment_method: AppleWallet.PaymentMethod
    transaction_identifier: str
    def __init__(self, payment_data: _Optional[_Union[AppleWallet.PaymentData, _Mapping]] = ..., payment_method: _Optional[_Union[AppleWallet.PaymentMethod, _Mapping]] = ..., transaction_identifier: _Optional[str] = ...) -> None: ...

class ApplePayDecryptedData(_message.Message):
    __slots__ = ("application_primary_account_number", "application_expiration_month", "application_expiration_year", "payment_data")
    APPLICATION_PRIMARY_ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_EXPIRATION_MONTH_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_EXPIRATION_YEAR_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_DATA_FIELD_NUMBER: _ClassVar[int]
    application_primary_account_number: _secrets_pb2.CardNumberType
    application_expiration_month: _secrets_pb2.SecretString
    application_expiration_year: _secrets_pb2.SecretString
    payment_data: ApplePayCryptogramData
    def __init__(self, application_primary_account_number: _Optional[_Union[_secrets_pb2.CardNumberType, _Mapping]] = ..., application_expiration_month: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., application_expiration_year: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., payment_data: _Optional[_Union[ApplePayCryptogramData, _Mapping]] = ...) -> None: ...

class ApplePayCryptogramData(_message.Message):
    __slots__ = ("online_payment_cryptogram", "eci_indicator")
    ONLINE_PAYMENT_CRYPTOGRAM_FIELD_NUMBER: _ClassVar[int]
    ECI_INDICATOR_FIELD_NUMBER: _ClassVar[int]
    online_payment_cryptogram: _secrets_pb2.SecretString
    eci_indicator: str
    def __init__(self, online_payment_cryptogram: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., eci_indicator: _Optional[str] = ...) -> None: ...

class ApplePayThirdPartySdkWallet(_message.Message):
    __slots__ = ("token",)
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    token: _secrets_pb2.SecretString
    def __init__(self, token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class GoogleWallet(_message.Message):
    __slots__ = ("type", "description", "info", "tokenization_data")
    class PaymentMethodInfo(_message.Message):
        __slots__ = ("card_network", "card_details", "assurance_details")
        class AssuranceDetails(_message.Message):
            __slots__ = ("card_holder_authenticated", "account_verified")
            CARD_HOLDER_AUTHENTICATED_FIELD_NUMBER: _ClassVar[int]
            ACCOUNT_VERIFIED_FIELD_NUMBER: _ClassVar[int]
            card_holder_authenticated: bool
            account_verified: bool
            def __init__(self, card_holder_authenticated: _Optional[bool] = ..., account_verified: _Optional[bool] = ...) -> None: ...
        CARD_NETWORK_FIELD_NUMBER: _ClassVar[int]
        CARD_DETAILS_FIELD_NUMBER: _ClassVar[int]
        ASSURANCE_DETAILS_FIELD_NUMBER: _ClassVar[int]
        card_network: str
        card_details: str
        assurance_details: GoogleWallet.PaymentMethodInfo.AssuranceDetails
        def __init__(self, card_network: _Optional[str] = ..., card_details: _Optional[str] = ..., assurance_details: _Optional[_Union[GoogleWallet.PaymentMethodInfo.AssuranceDetails, _Mapping]] = ...) -> None: ...
    class TokenizationData(_message.Message):
        __slots__ = ("decrypted_data", "encrypted_data")
        DECRYPTED_DATA_FIELD_NUMBER: _ClassVar[int]
        ENCRYPTED_DATA_FIELD_NUMBER: _ClassVar[int]
        decrypted_data: GooglePayDecryptedData
        encrypted_data: GooglePayEncryptedTokenizationData
        def __init__(self, decrypted_data: _Optional[_Union[GooglePayDecryptedData, _Mapping]] = ..., encrypted_data: _Optional[_Union[GooglePayEncryptedTokenizationData, _Mapping]] = ...) -> None: ...
    TYPE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    INFO_FIELD_NUMBER: _ClassVar[int]
    TOKENIZATION_DATA_FIELD_NUMBER: _ClassVar[int]
    type: str
    description: str
    info: GoogleWallet.PaymentMethodInfo
    tokenization_data: GoogleWallet.TokenizationData
    def __init__(self, type: _Optional[str] = ..., description: _Optional[str] = ..., info: _Optional[_Union[GoogleWallet.PaymentMethodInfo, _Mapping]] = ..., tokenization_data: _Optional[_Union[GoogleWallet.TokenizationData, _Mapping]] = ...) -> None: ...

class GooglePayDecryptedData(_message.Message):
    __slots__ = ("card_exp_month", "card_exp_year", "application_primary_account_number", "cryptogram", "eci_indicator")
    CARD_EXP_MONTH_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_YEAR_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_PRIMARY_ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CRYPTOGRAM_FIELD_NUMBER: _ClassVar[int]
    ECI_INDICATOR_FIELD_NUMBER: _ClassVar[int]
    card_exp_month: _secrets_pb2.SecretString
    card_exp_year: _secrets_pb2.SecretString
    application_primary_account_number: _secrets_pb2.CardNumberType
    cryptogram: _secrets_pb2.SecretString
    eci_indicator: str
    def __init__(self, card_exp_month: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_exp_year: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., application_primary_account_number: _Optional[_Union[_secrets_pb2.CardNumberType, _Mapping]] = ..., cryptogram: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., eci_indicator: _Optional[str] = ...) -> None: ...

class GooglePayEncryptedTokenizationData(_message.Message):
    __slots__ = ("token_type", "token")
    TOKEN_TYPE_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    token_type: str
    token: str
    def __init__(self, token_type: _Optional[str] = ..., token: _Optional[str] = ...) -> None: ...

class GooglePayThirdPartySdkWallet(_message.Message):
    __slots__ = ("token",)
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    token: _secrets_pb2.SecretString
    def __init__(self, token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaypalSdkWallet(_message.Message):
    __slots__ = ("token",)
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    token: _secrets_pb2.SecretString
    def __init__(self, token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaypalRedirectWallet(_message.Message):
    __slots__ = ("email",)
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    email: _secrets_pb2.SecretString
    def __init__(self, email: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PazeWallet(_message.Message):
    __slots__ = ("complete_response", "decrypted_data")
    COMPLETE_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    DECRYPTED_DATA_FIELD_NUMBER: _ClassVar[int]
    complete_response: _secrets_pb2.SecretString
    decrypted_data: PazeDecryptedData
    def __init__(self, complete_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., decrypted_data: _Optional[_Union[PazeDecryptedData, _Mapping]] = ...) -> None: ...

class PazeDecryptedData(_message.Message):
    __slots__ = ("client_id", "profile_id", "token", "payment_card_network", "dynamic_data", "billing_address", "consumer", "eci")
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    PROFILE_ID_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_CARD_NETWORK_FIELD_NUMBER: _ClassVar[int]
    DYNAMIC_DATA_FIELD_NUMBER: _ClassVar[int]
    BILLING_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CONSUMER_FIELD_NUMBER: _ClassVar[int]
    ECI_FIELD_NUMBER: _ClassVar[int]
    client_id: _secrets_pb2.SecretString
    profile_id: str
    token: PazeToken
    payment_card_network: _methods_cards_pb2.CardNetwork
    dynamic_data: _containers.RepeatedCompositeFieldContainer[PazeDynamicData]
    billing_address: PazeAddress
    consumer: PazeConsumer
    eci: str
    def __init__(self, client_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., profile_id: _Optional[str] = ..., token: _Optional[_Union[PazeToken, _Mapping]] = ..., payment_card_network: _Optional[_Union[_methods_cards_pb2.CardNetwork, str]] = ..., dynamic_data: _Optional[_Iterable[_Union[PazeDynamicData, _Mapping]]] = ..., billing_address: _Optional[_Union[PazeAddress, _Mapping]] = ..., consumer: _Optional[_Union[PazeConsumer, _Mapping]] = ..., eci: _Optional[str] = ...) -> None: ...

class PazeToken(_message.Message):
    __slots__ = ("payment_token", "token_expiration_month", "token_expiration_year", "payment_account_reference")
    PAYMENT_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOKEN_EXPIRATION_MONTH_FIELD_NUMBER: _ClassVar[int]
    TOKEN_EXPIRATION_YEAR_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_ACCOUNT_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    payment_token: _secrets_pb2.NetworkTokenType
    token_expiration_month: _secrets_pb2.SecretString
    token_expiration_year: _secrets_pb2.SecretString
    payment_account_reference: _secrets_pb2.SecretString
    def __init__(self, payment_token: _Optional[_Union[_secrets_pb2.NetworkTokenType, _Mapping]] = ..., token_expiration_month: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., token_expiration_year: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., payment_account_reference: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PazeDynamicData(_message.Message):
    __slots__ = ("dynamic_data_value", "dynamic_data_type", "dynamic_data_expiration")
    DYNAMIC_DATA_VALUE_FIELD_NUMBER: _ClassVar[int]
    DYNAMIC_DATA_TYPE_FIELD_NUMBER: _ClassVar[int]
    DYNAMIC_DATA_EXPIRATION_FIELD_NUMBER: _ClassVar[int]
    dynamic_data_value: _secrets_pb2.SecretString
    dynamic_data_type: str
    dynamic_data_expiration: str
    def __init__(self, dynamic_data_value: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., dynamic_data_type: _Optional[str] = ..., dynamic_data_expiration: _Optional[str] = ...) -> None: ...

class PazeAddress(_message.Message):
    __slots__ = ("name", "line1", "line2", "line3", "city", "state", "zip", "country_code")
    NAME_FIELD_NUMBER: _ClassVar[int]
    LINE1_FIELD_NUMBER: _ClassVar[int]
    LINE2_FIELD_NUMBER: _ClassVar[int]
    LINE3_FIELD_NUMBER: _ClassVar[int]
    CITY_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ZIP_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_CODE_FIELD_NUMBER: _ClassVar[int]
    name: _secrets_pb2.SecretString
    line1: _secrets_pb2.SecretString
    line2: _secrets_pb2.SecretString
    line3: _secrets_pb2.SecretString
    city: _secrets_pb2.SecretString
    state: _secrets_pb2.SecretString
    zip: _secrets_pb2.SecretString
    country_code: _countries_pb2.CountryAlpha2
    def __init__(self, name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., line1: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., line2: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., line3: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., city: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., zip: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., country_code: _Optional[_Union[_countries_pb2.CountryAlpha2, str]] = ...) -> None: ...

class PazeConsumer(_message.Message):
    __slots__ = ("first_name", "last_name", "full_name", "email_address", "mobile_number", "country_code", "language_code")
    FIRST_NAME_FIELD_NUMBER: _ClassVar[int]
    LAST_NAME_FIELD_NUMBER: _ClassVar[int]
    FULL_NAME_FIELD_NUMBER: _ClassVar[int]
    EMAIL_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    MOBILE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_CODE_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    first_name: _secrets_pb2.SecretString
    last_name: _secrets_pb2.SecretString
    full_name: _secrets_pb2.SecretString
    email_address: _secrets_pb2.SecretString
    mobile_number: PazePhoneNumber
    country_code: _countries_pb2.CountryAlpha2
    language_code: str
    def __init__(self, first_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., last_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., full_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., email_address: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., mobile_number: _Optional[_Union[PazePhoneNumber, _Mapping]] = ..., country_code: _Optional[_Union[_countries_pb2.CountryAlpha2, str]] = ..., language_code: _Optional[str] = ...) -> None: ...

class PazePhoneNumber(_message.Message):
    __slots__ = ("country_code", "phone_number")
    COUNTRY_CODE_FIELD_NUMBER: _ClassVar[int]
    PHONE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    country_code: _secrets_pb2.SecretString
    phone_number: _secrets_pb2.SecretString
    def __init__(self, country_code: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., phone_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class SamsungWallet(_message.Message):
    __slots__ = ("payment_credential",)
    class PaymentCredential(_message.Message):
        __slots__ = ("method", "recurring_payment", "card_brand", "dpan_last_four_digits", "card_last_four_digits", "token_data")
        class TokenData(_message.Message):
            __slots__ = ("type", "version", "data")
            TYPE_FIELD_NUMBER: _ClassVar[int]
            VERSION_FIELD_NUMBER: _ClassVar[int]
            DATA_FIELD_NUMBER: _ClassVar[int]
            type: str
            version: str
            data: _secrets_pb2.SecretString
            def __init__(self, type: _Optional[str] = ..., version: _Optional[str] = ..., data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...
        METHOD_FIELD_NUMBER: _ClassVar[int]
        RECURRING_PAYMENT_FIELD_NUMBER: _ClassVar[int]
        CARD_BRAND_FIELD_NUMBER: _ClassVar[int]
        DPAN_LAST_FOUR_DIGITS_FIELD_NUMBER: _ClassVar[int]
        CARD_LAST_FOUR_DIGITS_FIELD_NUMBER: _ClassVar[int]
        TOKEN_DATA_FIELD_NUMBER: _ClassVar[int]
        method: str
        recurring_payment: bool
        card_brand: _methods_cards_pb2.CardNetwork
        dpan_last_four_digits: _secrets_pb2.SecretString
        card_last_four_digits: _secrets_pb2.SecretString
        token_data: SamsungWallet.PaymentCredential.TokenData
        def __init__(self, method: _Optional[str] = ..., recurring_payment: _Optional[bool] = ..., card_brand: _Optional[_Union[_methods_cards_pb2.CardNetwork, str]] = ..., dpan_last_four_digits: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_last_four_digits: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., token_data: _Optional[_Union[SamsungWallet.PaymentCredential.TokenData, _Mapping]] = ...) -> None: ...
    PAYMENT_CREDENTIAL_FIELD_NUMBER: _ClassVar[int]
    payment_credential: SamsungWallet.PaymentCredential
    def __init__(self, payment_credential: _Optional[_Union[SamsungWallet.PaymentCredential, _Mapping]] = ...) -> None: ...

class AmazonPayRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class AliPayRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class AliPayHKRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BillDeskRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BluecodeRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CashappQrWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CashfreeRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DanaRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class EaseBuzzRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GcashRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GoPayRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class KakaoPayRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class LazyPayRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class MBWay(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class MbWayRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class MifinityRedirectWallet(_message.Message):
    __slots__ = ("date_of_birth", "language_preference")
    DATE_OF_BIRTH_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_PREFERENCE_FIELD_NUMBER: _ClassVar[int]
    date_of_birth: _secrets_pb2.SecretString
    language_preference: str
    def __init__(self, date_of_birth: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., language_preference: _Optional[str] = ...) -> None: ...

class MobilePayRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class MomoRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PayURedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PayseraRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PhonePeRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class QwikcilverDirectWallet(_message.Message):
    __slots__ = ("wallet_number",)
    WALLET_NUMBER_FIELD_NUMBER: _ClassVar[int]
    wallet_number: _secrets_pb2.SecretString
    def __init__(self, wallet_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class RevolutPayRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RevolutPayWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Satispay(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SatispayRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SkrillRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SwishQrWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class TouchNGoRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class TwintRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class VenmoRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class VippsRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class WeChatPayQrWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class WeChatPayRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Wero(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class WeroRedirectWallet(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
