from tollbridge.contract.pb import banks_pb2 as _banks_pb2
from tollbridge.contract.pb import countries_pb2 as _countries_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class UpiSource(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    UPI_CC: _ClassVar[UpiSource]
    UPI_CL: _ClassVar[UpiSource]
    UPI_ACCOUNT: _ClassVar[UpiSource]
    UPI_CC_CL: _ClassVar[UpiSource]
    UPI_PPI: _ClassVar[UpiSource]
    UPI_VOUCHER: _ClassVar[UpiSource]
UPI_CC: UpiSource
UPI_CL: UpiSource
UPI_ACCOUNT: UpiSource
UPI_CC_CL: UpiSource
UPI_PPI: UpiSource
UPI_VOUCHER: UpiSource

class Ach(_message.Message):
    __slots__ = ("account_number", "routing_number", "card_holder_name", "bank_account_holder_name", "bank_name", "bank_type", "bank_holder_type")
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ROUTING_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CARD_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    BANK_ACCOUNT_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    BANK_NAME_FIELD_NUMBER: _ClassVar[int]
    BANK_TYPE_FIELD_NUMBER: _ClassVar[int]
    BANK_HOLDER_TYPE_FIELD_NUMBER: _ClassVar[int]
    account_number: _secrets_pb2.SecretString
    routing_number: _secrets_pb2.SecretString
    card_holder_name: _secrets_pb2.SecretString
    bank_account_holder_name: _secrets_pb2.SecretString
    bank_name: _banks_pb2.BankNames
    bank_type: _banks_pb2.BankType
    bank_holder_type: _banks_pb2.BankHolderType
    def __init__(self, account_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., routing_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., bank_account_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., bank_name: _Optional[_Union[_banks_pb2.BankNames, str]] = ..., bank_type: _Optional[_Union[_banks_pb2.BankType, str]] = ..., bank_holder_type: _Optional[_Union[_banks_pb2.BankHolderType, str]] = ...) -> None: ...

class Bacs(_message.Message):
    __slots__ = ("account_number", "sort_code", "bank_account_holder_name")
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    SORT_CODE_FIELD_NUMBER: _ClassVar[int]
    BANK_ACCOUNT_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    account_number: _secrets_pb2.SecretString
    sort_code: _secrets_pb2.SecretString
    bank_account_holder_name: _secrets_pb2.SecretString
    def __init__(self, account_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., sort_code: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., bank_account_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class Becs(_message.Message):
    __slots__ = ("account_number", "bsb_number", "bank_account_holder_name")
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    BSB_NUMBER_FIELD_NUMBER: _ClassVar[int]
    BANK_ACCOUNT_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    account_number: _secrets_pb2.SecretString
    bsb_number: _secrets_pb2.SecretString
    bank_account_holder_name: _secrets_pb2.SecretString
    def __init__(self, account_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., bsb_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., bank_account_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class Eft(_message.Message):
    __slots__ = ("account_number", "branch_code", "bank_account_holder_name", "bank_name", "bank_type")
    ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    BRANCH_CODE_FIELD_NUMBER: _ClassVar[int]
    BANK_ACCOUNT_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    BANK_NAME_FIELD_NUMBER: _ClassVar[int]
    BANK_TYPE_FIELD_NUMBER: _ClassVar[int]
    account_number: _secrets_pb2.SecretString
    branch_code: _secrets_pb2.SecretString
    bank_account_holder_name: _secrets_pb2.SecretString
    bank_name: _banks_pb2.BankNames
    bank_type: _banks_pb2.BankType
    def __init__(self, account_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., branch_code: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., bank_account_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., bank_name: _Optional[_Union[_banks_pb2.BankNames, str]] = ..., bank_type: _Optional[_Union[_banks_pb2.BankType, str]] = ...) -> None: ...

class Sepa(_message.Message):
    __slots__ = ("iban", "bank_account_holder_name")
    IBAN_FIELD_NUMBER: _ClassVar[int]
    BANK_ACCOUNT_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    iban: _secrets_pb2.SecretString
    bank_account_holder_name: _secrets_pb2.SecretString
    def __init__(self, iban: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., bank_account_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class SepaGuaranteedDebit(_message.Message):
    __slots__ = ("iban", "bank_account_holder_name")
    IBAN_FIELD_NUMBER: _ClassVar[int]
    BANK_ACCOUNT_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    iban: _secrets_pb2.SecretString
    bank_account_holder_name: _secrets_pb2.SecretString
    def __init__(self, iban: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., bank_account_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class Bizum(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Blik(_message.Message):
    __slots__ = ("blik_code",)
    BLIK_CODE_FIELD_NUMBER: _ClassVar[int]
    blik_code: str
    def __init__(self, blik_code: _Optional[str] = ...) -> None: ...

class EftBankRedirect(_message.Message):
    __slots__ = ("provider",)
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    provider: str
    def __init__(self, provider: _Optional[str] = ...) -> None: ...

class Eps(_message.Message):
    __slots__ = ("bank_name", "country")
    BANK_NAME_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    bank_name: _banks_pb2.BankNames
    country: _countries_pb2.CountryAlpha2
    def __init__(self, bank_name: _Optional[_Union[_banks_pb2.BankNames, str]] = ..., country: _Optional[_Union[_countries_pb2.CountryAlpha2, str]] = ...) -> None: ...

class Giropay(_message.Message):
    __slots__ = ("bank_account_bic", "bank_account_iban", "country")
    BANK_ACCOUNT_BIC_FIELD_NUMBER: _ClassVar[int]
    BANK_ACCOUNT_IBAN_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    bank_account_bic: _secrets_pb2.SecretString
    bank_account_iban: _secrets_pb2.SecretString
    country: _countries_pb2.CountryAlpha2
    def __init__(self, bank_account_bic: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., bank_account_iban: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., country: _Optional[_Union[_countries_pb2.CountryAlpha2, str]] = ...) -> None: ...

class Ideal(_message.Message):
    __slots__ = ("bank_name",)
    BANK_NAME_FIELD_NUMBER: _ClassVar[int]
    bank_name: _banks_pb2.BankNames
    def __init__(self, bank_name: _Optional[_Union[_banks_pb2.BankNames, str]] = ...) -> None: ...

class Interac(_message.Message):
    __slots__ = ("country", "email")
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    country: _countries_pb2.CountryAlpha2
    email: _secrets_pb2.SecretString
    def __init__(self, country: _Optional[_Union[_countries_pb2.CountryAlpha2, str]] = ..., email: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class LocalBankRedirect(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class NetbankingPayment(_message.Message):
    __slots__ = ("issuer",)
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    issuer: _banks_pb2.BankNames
    def __init__(self, issuer: _Optional[_Union[_banks_pb2.BankNames, str]] = ...) -> None: ...

class OnlineBankingCzechRepublic(_message.Message):
    __slots__ = ("issuer",)
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    issuer: _banks_pb2.BankNames
    def __init__(self, issuer: _Optional[_Union[_banks_pb2.BankNames, str]] = ...) -> None: ...

class OnlineBankingFPX(_message.Message):
    __slots__ = ("issuer",)
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    issuer: _banks_pb2.BankNames
    def __init__(self, issuer: _Optional[_Union[_banks_pb2.BankNames, str]] = ...) -> None: ...

class OnlineBankingFinland(_message.Message):
    __slots__ = ("email",)
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    email: _secrets_pb2.SecretString
    def __init__(self, email: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class OnlineBankingPoland(_message.Message):
    __slots__ = ("issuer",)
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    issuer: _banks_pb2.BankNames
    def __init__(self, issuer: _Optional[_Union[_banks_pb2.BankNames, str]] = ...) -> None: ...

class OnlineBankingSlovakia(_message.Message):
    __slots__ = ("issuer",)
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    issuer: _banks_pb2.BankNames
    def __init__(self, issuer: _Optional[_Union[_banks_pb2.BankNames, str]] = ...) -> None: ...

class OnlineBankingThailand(_message.Message):
    __slots__ = ("issuer",)
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    issuer: _banks_pb2.BankNames
    def __init__(self, issuer: _Optional[_Union[_banks_pb2.BankNames, str]] = ...) -> None: ...

class OpenBanking(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class OpenBankingPIS(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class OpenBankingUK(_message.Message):
    __slots__ = ("country", "issuer")
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    country: str
    issuer: str
    def __init__(self, country: _Optional[str] = ..., issuer: _Optional[str] = ...) -> None: ...

class Przelewy24(_message.Message):
    __slots__ = ("bank_name",)
    BANK_NAME_FIELD_NUMBER: _ClassVar[int]
    bank_name: _banks_pb2.BankNames
    def __init__(self, bank_name: _Optional[_Union[_banks_pb2.BankNames, str]] = ...) -> None: ...

class Pse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Sofort(_message.Message):
    __slots__ = ("country", "preferred_language")
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    PREFERRED_LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    country: _countries_pb2.CountryAlpha2
    preferred_language: str
    def __init__(self, country: _Optional[_Union[_countries_pb2.CountryAlpha2, str]] = ..., preferred_language: _Optional[str] = ...) -> None: ...

class Trustly(_message.Message):
    __slots__ = ("country",)
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    country: _countries_pb2.CountryAlpha2
    def __init__(self, country: _Optional[_Union[_countries_pb2.CountryAlpha2, str]] = ...) -> None: ...

class AchBankTransfer(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BacsBankTransfer(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BCABankTransfer(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BNIVaBankTransfer(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BRIVaBankTransfer(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CIMBVaBankTransfer(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DanamonVaBankTransfer(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class IndonesianBankTransfer(_message.Message):
    __slots__ = ("bank_name",)
    BANK_NAME_FIELD_NUMBER: _ClassVar[int]
    bank_name: _banks_pb2.BankNames
    def __init__(self, bank_name: _Optional[_Union[_banks_pb2.BankNames, str]] = ...) -> None: ...

class InstantBankTransfer(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class InstantBankTransferFinland(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class InstantBankTransferPoland(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class LocalBankTransfer(_message.Message):
    __slots__ = ("bank_code",)
    BANK_CODE_FIELD_NUMBER: _ClassVar[int]
    bank_code: str
    def __init__(self, bank_code: _Optional[str] = ...) -> None: ...

class MandiriVaBankTransfer(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class MultibancoBankTransfer(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PermataBankTransfer(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SepaBankTransfer(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DuitNow(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PixPayment(_message.Message):
    __slots__ = ("pix_key", "cpf", "cnpj", "source_bank_account_id", "destination_bank_account_id", "expiry_date")
    PIX_KEY_FIELD_NUMBER: _ClassVar[int]
    CPF_FIELD_NUMBER: _ClassVar[int]
    CNPJ_FIELD_NUMBER: _ClassVar[int]
    SOURCE_BANK_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_BANK_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRY_DATE_FIELD_NUMBER: _ClassVar[int]
    pix_key: _secrets_pb2.SecretString
    cpf: _secrets_pb2.SecretString
    cnpj: _secrets_pb2.SecretString
    source_bank_account_id: str
    destination_bank_account_id: str
    expiry_date: str
    def __init__(self, pix_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., cpf: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., cnpj: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., source_bank_account_id: _Optional[str] = ..., destination_bank_account_id: _Optional[str] = ..., expiry_date: _Optional[str] = ...) -> None: ...

class UpiCollect(_message.Message):
    __slots__ = ("vpa_id", "upi_source")
    VPA_ID_FIELD_NUMBER: _ClassVar[int]
    UPI_SOURCE_FIELD_NUMBER: _ClassVar[int]
    vpa_id: _secrets_pb2.SecretString
    upi_source: UpiSource
    def __init__(self, vpa_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., upi_source: _Optional[_Union[UpiSource, str]] = ...) -> None: ...

class UpiIntent(_message.Message):
    __slots__ = ("app_name", "upi_source")
    APP_NAME_FIELD_NUMBER: _ClassVar[int]
    UPI_SOURCE_FIELD_NUMBER: _ClassVar[int]
    app_name: str
    upi_source: UpiSource
    def __init__(self, app_name: _Optional[str] = ..., upi_source: _Optional[_Union[UpiSource, str]] = ...) -> None: ...

class UpiQr(_message.Message):
    __slots__ = ("upi_source",)
    UPI_SOURCE_FIELD_NUMBER: _ClassVar[int]
    upi_source: UpiSource
    def __init__(self, upi_source: _Optional[_Union[UpiSource, str]] = ...) -> None: ...
