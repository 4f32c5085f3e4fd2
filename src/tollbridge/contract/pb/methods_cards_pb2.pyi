from tollbridge.contract.pb import method_types_pb2 as _method_types_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TokenSource(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TOKEN_SOURCE_UNSPECIFIED: _ClassVar[TokenSource]
    GOOGLEPAY: _ClassVar[TokenSource]
    APPLEPAY: _ClassVar[TokenSource]

class CardNetwork(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CARD_NETWORK_UNSPECIFIED: _ClassVar[CardNetwork]
    VISA: _ClassVar[CardNetwork]
    MASTERCARD: _ClassVar[CardNetwork]
    AMEX: _ClassVar[CardNetwork]
    DISCOVER: _ClassVar[CardNetwork]
    JCB: _ClassVar[CardNetwork]
    DINERS: _ClassVar[CardNetwork]
    UNIONPAY: _ClassVar[CardNetwork]
    MAESTRO: _ClassVar[CardNetwork]
    CARTES_BANCAIRES: _ClassVar[CardNetwork]
    RUPAY: _ClassVar[CardNetwork]
    INTERAC_CARD: _ClassVar[CardNetwork]
    STAR: _ClassVar[CardNetwork]
    PULSE: _ClassVar[CardNetwork]
    ACCEL: _ClassVar[CardNetwork]
    NYCE: _ClassVar[CardNetwork]
TOKEN_SOURCE_UNSPECIFIED: TokenSource
GOOGLEPAY: TokenSource
APPLEPAY: TokenSource
CARD_NETWORK_UNSPECIFIED: CardNetwork
VISA: CardNetwork
MASTERCARD: CardNetwork
AMEX: CardNetwork
DISCOVER: CardNetwork
JCB: CardNetwork
DINERS: CardNetwork
UNIONPAY: CardNetwork
MAESTRO: CardNetwork
CARTES_BANCAIRES: CardNetwork
RUPAY: CardNetwork
INTERAC_CARD: CardNetwork
STAR: CardNetwork
PULSE: CardNetwork
ACCEL: CardNetwork
NYCE: CardNetwork

class CardDetails(_message.Message):
    __slots__ = ("card_number", "card_exp_month", "card_exp_year", "card_cvc", "card_holder_name", "card_issuer", "card_network", "card_type", "card_issuing_country_alpha2", "bank_code", "nick_name")
    CARD_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_MONTH_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_YEAR_FIELD_NUMBER: _ClassVar[int]
    CARD_CVC_FIELD_NUMBER: _ClassVar[int]
    CARD_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    CARD_ISSUER_FIELD_NUMBER: _ClassVar[int]
    CARD_NETWORK_FIELD_NUMBER: _ClassVar[int]
    CARD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CARD_ISSUING_COUNTRY_ALPHA2_FIELD_NUMBER: _ClassVar[int]
    BANK_CODE_FIELD_NUMBER: _ClassVar[int]
    NICK_NAME_FIELD_NUMBER: _ClassVar[int]
    card_number: _secrets_pb2.CardNumberType
    card_exp_month: _secrets_pb2.SecretString
    card_exp_year: _secrets_pb2.SecretString
    card_cvc: _secrets_pb2.SecretString
    card_holder_name: _secrets_pb2.SecretString
    card_issuer: str
    card_network: CardNetwork
    card_type: str
    card_issuing_country_alpha2: str
    bank_code: str
    nick_name: str
    def __init__(self, card_number: _Optional[_Union[_secrets_pb2.CardNumberType, _Mapping]] = ..., card_exp_month: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_exp_year: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_cvc: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_issuer: _Optional[str] = ..., card_network: _Optional[_Union[CardNetwork, str]] = ..., card_type: _Optional[str] = ..., card_issuing_country_alpha2: _Optional[str] = ..., bank_code: _Optional[str] = ..., nick_name: _Optional[str] = ...) -> None: ...

class CardDetailsWithNoCvc(_message.Message):
    __slots__ = ("card_number", "card_exp_month", "card_exp_year", "card_holder_name", "card_issuer", "card_network", "card_type", "card_issuing_country_alpha2", "bank_code", "nick_name")
    CARD_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_MONTH_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_YEAR_FIELD_NUMBER: _ClassVar[int]
    CARD_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    CARD_ISSUER_FIELD_NUMBER: _ClassVar[int]
    CARD_NETWORK_FIELD_NUMBER: _ClassVar[int]
    CARD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CARD_ISSUING_COUNTRY_ALPHA2_FIELD_NUMBER: _ClassVar[int]
    BANK_CODE_FIELD_NUMBER: _ClassVar[int]
    NICK_NAME_FIELD_NUMBER: _ClassVar[int]
    card_number: _secrets_pb2.CardNumberType
    card_exp_month: _secrets_pb2.SecretString
    card_exp_year: _secrets_pb2.SecretString
    card_holder_name: _secrets_pb2.SecretString
    card_issuer: str
    card_network: CardNetwork
    card_type: str
    card_issuing_country_alpha2: str
    bank_code: str
    nick_name: str
    def __init__(self, card_number: _Optional[_Union[_secrets_pb2.CardNumberType, _Mapping]] = ..., card_exp_month: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_exp_year: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_issuer: _Optional[str] = ..., card_network: _Optional[_Union[CardNetwork, str]] = ..., card_type: _Optional[str] = ..., card_issuing_country_alpha2: _Optional[str] = ..., bank_code: _Optional[str] = ..., nick_name: _Optional[str] = ...) -> None: ...

class ProxyCardDetails(_message.Message):
    __slots__ = ("card_number", "card_exp_month", "card_exp_year", "card_cvc", "card_holder_name", "card_issuer", "card_network", "card_type", "card_issuing_country_alpha2", "bank_code", "nick_name")
    CARD_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_MONTH_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_YEAR_FIELD_NUMBER: _ClassVar[int]
    CARD_CVC_FIELD_NUMBER: _ClassVar[int]
    CARD_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    CARD_ISSUER_FIELD_NUMBER: _ClassVar[int]
    CARD_NETWORK_FIELD_NUMBER: _ClassVar[int]
    CARD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CARD_ISSUING_COUNTRY_ALPHA2_FIELD_NUMBER: _ClassVar[int]
    BANK_CODE_FIELD_NUMBER: _ClassVar[int]
    NICK_NAME_FIELD_NUMBER: _ClassVar[int]
    card_number: _secrets_pb2.SecretString
    card_exp_month: _secrets_pb2.SecretString
    card_exp_year: _secrets_pb2.SecretString
    card_cvc: _secrets_pb2.SecretString
    card_holder_name: _secrets_pb2.SecretString
    card_issuer: str
    card_network: CardNetwork
    card_type: str
    card_issuing_country_alpha2: str
    bank_code: str
    nick_name: str
    def __init__(self, card_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_exp_month: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_exp_year: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_cvc: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_issuer: _Optional[str] = ..., card_network: _Optional[_Union[CardNetwork, str]] = ..., card_type: _Optional[str] = ..., card_issuing_country_alpha2: _Optional[str] = ..., bank_code: _Optional[str] = ..., nick_name: _Optional[str] = ...) -> None: ...

class CardDetailsForNetworkTransactionId(_message.Message):
    __slots__ = ("card_number", "card_exp_month", "card_exp_year", "card_issuer", "card_network", "card_type", "card_issuing_country", "bank_code", "nick_name", "card_holder_name")
    CARD_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_MONTH_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_YEAR_FIELD_NUMBER: _ClassVar[int]
    CARD_ISSUER_FIELD_NUMBER: _ClassVar[int]
    CARD_NETWORK_FIELD_NUMBER: _ClassVar[int]
    CARD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CARD_ISSUING_COUNTRY_FIELD_NUMBER: _ClassVar[int]
    BANK_CODE_FIELD_NUMBER: _ClassVar[int]
    NICK_NAME_FIELD_NUMBER: _ClassVar[int]
    CARD_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    card_number: _secrets_pb2.CardNumberType
    card_exp_month: _secrets_pb2.SecretString
    card_exp_year: _secrets_pb2.SecretString
    card_issuer: str
    card_network: CardNetwork
    card_type: str
    card_issuing_country: str
    bank_code: str
    nick_name: _secrets_pb2.SecretString
    card_holder_name: _secrets_pb2.SecretString
    def __init__(self, card_number: _Optional[_Union[_secrets_pb2.CardNumberType, _Mapping]] = ..., card_exp_month: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_exp_year: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_issuer: _Optional[str] = ..., card_network: _Optional[_Union[CardNetwork, str]] = ..., card_type: _Optional[str] = ..., card_issuing_country: _Optional[str] = ..., bank_code: _Optional[str] = ..., nick_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class NetworkTokenData(_message.Message):
    __slots__ = ("token_number", "token_exp_month", "token_exp_year", "token_cryptogram", "card_issuer", "card_network", "card_type", "card_issuing_country", "bank_code", "nick_name", "eci")
    TOKEN_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TOKEN_EXP_MONTH_FIELD_NUMBER: _ClassVar[int]
    TOKEN_EXP_YEAR_FIELD_NUMBER: _ClassVar[int]
    TOKEN_CRYPTOGRAM_FIELD_NUMBER: _ClassVar[int]
    CARD_ISSUER_FIELD_NUMBER: _ClassVar[int]
    CARD_NETWORK_FIELD_NUMBER: _ClassVar[int]
    CARD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CARD_ISSUING_COUNTRY_FIELD_NUMBER: _ClassVar[int]
    BANK_CODE_FIELD_NUMBER: _ClassVar[int]
    NICK_NAME_FIELD_NUMBER: _ClassVar[int]
    ECI_FIELD_NUMBER: _ClassVar[int]
    token_number: _secrets_pb2.NetworkTokenType
    token_exp_month: _secrets_pb2.SecretString
    token_exp_year: _secrets_pb2.SecretString
    token_cryptogram: _secrets_pb2.SecretString
    card_issuer: str
    card_network: CardNetwork
    card_type: str
    card_issuing_country: str
    bank_code: str
    nick_name: _secrets_pb2.SecretString
    eci: str
    def __init__(self, token_number: _Optional[_Union[_secrets_pb2.NetworkTokenType, _Mapping]] = ..., token_exp_month: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., token_exp_year: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., token_cryptogram: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_issuer: _Optional[str] = ..., card_network: _Optional[_Union[CardNetwork, str]] = ..., card_type: _Optional[str] = ..., card_issuing_country: _Optional[str] = ..., bank_code: _Optional[str] = ..., nick_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., eci: _Optional[str] = ...) -> None: ...

class DecryptedWalletTokenDetailsForNetworkTransactionId(_message.Message):
    __slots__ = ("decrypted_token", "token_exp_month", "token_exp_year", "card_holder_name", "eci", "token_source")
    DECRYPTED_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOKEN_EXP_MONTH_FIELD_NUMBER: _ClassVar[int]
    TOKEN_EXP_YEAR_FIELD_NUMBER: _ClassVar[int]
    CARD_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    ECI_FIELD_NUMBER: _ClassVar[int]
    TOKEN_SOURCE_FIELD_NUMBER: _ClassVar[int]
    decrypted_token: _secrets_pb2.NetworkTokenType
    token_exp_month: _secrets_pb2.SecretString
    token_exp_year: _secrets_pb2.SecretString
    card_holder_name: _secrets_pb2.SecretString
    eci: str
    token_source: TokenSource
    def __init__(self, decrypted_token: _Optional[_Union[_secrets_pb2.NetworkTokenType, _Mapping]] = ..., token_exp_month: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., token_exp_year: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., eci: _Optional[str] = ..., token_source: _Optional[_Union[TokenSource, str]] = ...) -> None: ...

class TokenPaymentMethodType(_message.Message):
    __slots__ = ("token",)
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    token: _secrets_pb2.SecretString
    def __init__(self, token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class Passthrough(_message.Message):
    __slots__ = ("psp_token", "token_type")
    PSP_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOKEN_TYPE_FIELD_NUMBER: _ClassVar[int]
    psp_token: str
    token_type: _method_types_pb2.PaymentMethodType
    def __init__(self, psp_token: _Optional[str] = ..., token_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ...) -> None: ...

class CardRedirect(_message.Message):
    __slots__ = ("type",)
    class CardRedirectType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        CARD_REDIRECT_TYPE_UNSPECIFIED: _ClassVar[CardRedirect.CardRedirectType]
        KNET: _ClassVar[CardRedirect.CardRedirectType]
        BENEFIT: _ClassVar[CardRedirect.CardRedirectType]
        MOMO_ATM: _ClassVar[CardRedirect.CardRedirectType]
        CARD_REDIRECT: _ClassVar[CardRedirect.CardRedirectType]
    CARD_REDIRECT_TYPE_UNSPECIFIED: CardRedirect.CardRedirectType
    KNET: CardRedirect.CardRedirectType
    BENEFIT: CardRedirect.CardRedirectType
    MOMO_ATM: CardRedirect.CardRedirectType
    CARD_REDIRECT: CardRedirect.CardRedirectType
    TYPE_FIELD_NUMBER: _ClassVar[int]
    type: CardRedirect.CardRedirectType
    def __init__(self, type: _Optional[_Union[CardRedirect.CardRedirectType, str]] = ...) -> None: ...

class BancontactCard(_message.Message):
    __slots__ = ("card_number", "card_exp_month", "card_exp_year", "card_holder_name")
    CARD_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_MONTH_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_YEAR_FIELD_NUMBER: _ClassVar[int]
    CARD_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    card_number: _secrets_pb2.CardNumberType
    card_exp_month: _secrets_pb2.SecretString
    card_exp_year: _secrets_pb2.SecretString
    card_holder_name: _secrets_pb2.SecretString
    def __init__(self, card_number: _Optional[_Union[_secrets_pb2.CardNumberType, _Mapping]] = ..., card_exp_month: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_exp_year: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaymentMethodUpdate(_message.Message):
    __slots__ = ("card",)
    CARD_FIELD_NUMBER: _ClassVar[int]
    card: CardDetailUpdate
    def __init__(self, card: _Optional[_Union[CardDetailUpdate, _Mapping]] = ...) -> None: ...

class CardDetailUpdate(_message.Message):
    __slots__ = ("card_exp_month", "card_exp_year", "last4_digits", "issuer_country", "card_issuer", "card_network", "card_holder_name")
    CARD_EXP_MONTH_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_YEAR_FIELD_NUMBER: _ClassVar[int]
    LAST4_DIGITS_FIELD_NUMBER: _ClassVar[int]
    ISSUER_COUNTRY_FIELD_NUMBER: _ClassVar[int]
    CARD_ISSUER_FIELD_NUMBER: _ClassVar[int]
    CARD_NETWORK_FIELD_NUMBER: _ClassVar[int]
    CARD_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    card_exp_month: str
    card_exp_year: str
    last4_digits: str
    issuer_country: str
    card_issuer: str
    card_network: str
    card_holder_name: str
    def __init__(self, card_exp_month: _Optional[str] = ..., card_exp_year: _Optional[str] = ..., last4_digits: _Optional[str] = ..., issuer_country: _Optional[str] = ..., card_issuer: _Optional[str] = ..., card_network: _Optional[str] = ..., card_holder_name: _Optional[str] = ...) -> None: ...

class AdditionalPaymentData(_message.Message):
    __slots__ = ("card",)
    CARD_FIELD_NUMBER: _ClassVar[int]
    card: AdditionalCardInfo
    def __init__(self, card: _Optional[_Union[AdditionalCardInfo, _Mapping]] = ...) -> None: ...

class AdditionalCardInfo(_message.Message):
    __slots__ = ("card_issuer", "last4", "card_isin", "card_extended_bin", "card_exp_month", "card_exp_year", "card_holder_name")
    CARD_ISSUER_FIELD_NUMBER: _ClassVar[int]
    LAST4_FIELD_NUMBER: _ClassVar[int]
    CARD_ISIN_FIELD_NUMBER: _ClassVar[int]
    CARD_EXTENDED_BIN_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_MONTH_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_YEAR_FIELD_NUMBER: _ClassVar[int]
    CARD_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    card_issuer: str
    last4: str
    card_isin: str
    card_extended_bin: str
    card_exp_month: _secrets_pb2.SecretString
    card_exp_year: _secrets_pb2.SecretString
    card_holder_name: _secrets_pb2.SecretString
    def __init__(self, card_issuer: _Optional[str] = ..., last4: _Optional[str] = ..., card_isin: _Optional[str] = ..., card_extended_bin: _Optional[str] = ..., card_exp_month: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_exp_year: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...
