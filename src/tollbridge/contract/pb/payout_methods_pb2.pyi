from tollbridge.contract.pb import banks_pb2 as _banks_pb2
from tollbridge.contract.pb import countries_pb2 as _countries_pb2
from tollbridge.contract.pb import methods_cards_pb2 as _methods_cards_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PayoutMethod(_message.Message):
    __slots__ = ("card", "ach", "bacs", "sepa", "pix", "apple_pay_decrypt", "paypal", "venmo", "interac", "open_banking_uk", "passthrough", "pix_key", "pix_emv")
    CARD_FIELD_NUMBER: _ClassVar[int]
    ACH_FIELD_NUMBER: _ClassVar[int]
    BACS_FIELD_NUMBER: _ClassVar[int]
    SEPA_FIELD_NUMBER: _ClassVar[int]
    PIX_FIELD_NUMBER: _ClassVar[int]
    APPLE_PAY_DECRYPT_FIELD_NUMBER: _ClassVar[int]
    PAYPAL_FIELD_NUMBER: _ClassVar[int]
    VENMO_FIELD_NUMBER: _ClassVar[int]
    INTERAC_FIELD_NUMBER: _ClassVar[int]
    OPEN_BANKING_UK_FIELD_NUMBER: _ClassVar[int]
    PASSTHROUGH_FIELD_NUMBER: _ClassVar[int]
    PIX_KEY_FIELD_NUMBER: _ClassVar[int]
    PIX_EMV_FIELD_NUMBER: _ClassVar[int]
    card: CardPayout
    ach: AchBankTransferPayout
    bacs: BacsBankTransferPayout
    sepa: SepaBankTransferPayout
    pix: PixBankTransferPayout
    apple_pay_decrypt: ApplePayDecrypt
    paypal: Paypal
    venmo: Venmo
    interac: InteracPayout
    open_banking_uk: OpenBankingUkPayout
    passthrough: _methods_cards_pb2.Passthrough
    pix_key: PixKeyBankTransferPayout
    pix_emv: PixEmvBankTransferPayout
    def __init__(self, card: _Optional[_Union[CardPayout, _Mapping]] = ..., ach: _Optional[_Union[AchBankTransferPayout, _Mapping]] = ..., bacs: _Optional[_Union[BacsBankTransferPayout, _Mapping]] = ..., sepa: _Optional[_Union[SepaBankTransferPayout, _Mapping]] = ..., pix: _Optional[_Union[PixBankTransferPayout, _Mapping]] = ..., apple_pay_decrypt: _Optional[_Union[ApplePayDecrypt, _Mapping]] = ..., paypal: _Optional[_Union[Paypal, _Mapping]] = ..., venmo: _Optional[_Union[Venmo, _Mapping]] = ..., interac: _Optional[_Union[InteracPayout, _Mapping]] = ..., open_banking_uk: _Optional[_Union[OpenBankingUkPayout, _Mapping]] = ..., passthrough: _Optional[_Union[_methods_cards_pb2.Passthrough, _Mapping]] = ..., pix_key: _Optional[_Union[PixKeyBankTransferPayout, _Mapping]] = ..., pix_emv: _Optional[_Union[PixEmvBankTransferPayout, _Mapping]] = ...) -> None: ...

class CardPayout(_message.Message):
    __slots__ = ("card_number", "card_exp_month", "card_exp_year", "card_holder_name", "card_network")
    CARD_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_MONTH_FIELD_NUMBER: _ClassVar[int]
    CARD_EXP_YEAR_FIELD_NUMBER: _ClassVar[int]
    CARD_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    CARD_NETWORK_FIELD_NUMBER: _ClassVar[int]
    card_number: _secrets_pb2.CardNumberType
    card_exp_month: _secrets_pb2.SecretString
    card_exp_year: _secrets_pb2.SecretString
    card_holder_name: _secrets_pb2.SecretString
    card_network: _methods_cards_pb2.CardNetwork
    def __init__(self, card_number: _Optional[_Union[_secrets_pb2.CardNumberType, _Mapping]] = ..., card_exp_month: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_exp_year: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_network: _Optional[_Union[_methods_cards_pb2.CardNetwork, str]] = ...) -> None: ...

class ApplePayDecrypt(_message.Message):
    __slots__ = ("dpan", "expiry_month", "expiry_year", "card_holder_name", "card_network")
    DPAN_FIELD_NUMBER: _ClassVar[int]
    EXPIRY_MONTH_FIELD_NUMBER: _ClassVar[int]
    EXPIRY_YEAR_FIELD_NUMBER: _ClassVar[int]
    CARD_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    CARD_NETWORK_FIELD_NUMBER: _ClassVar[int]
    dpan: _secrets_pb2.CardNumberType
    expiry_month: _secrets_pb2.SecretString
    expiry_year: _secrets_pb2.SecretString
    card_holder_name: _secrets_pb2.SecretString
    card_network: _methods_cards_pb2.CardNetwork
    def __init__(self, dpan: _Optional[_Union[_secrets_pb2.CardNumberType, _Mapping]] = ..., expiry_month: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., expiry_year: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., card_network: _Optional[_Union[_methods_cards_pb2.CardNetwork, str]] = ...) -> None: ...

class AchBankTransferPayout(_message.Message):
    __slots__ = ("bank_name", "bank_country_code", "bank_city", "bank_account_number", "bank_routing_number")
    BANK_NAME_FIELD_NUMBER: _ClassVar[int]
    BANK_COUNTRY_CODE_FIELD_NUMBER: _ClassVar[int]
    BANK_CITY_FIELD_NUMBER: _ClassVar[int]
    BANK_ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    BANK_ROUTING_NUMBER_FIELD_NUMBER: _ClassVar[int]
    bank_name: _banks_pb2.BankNames
    bank_country_code: _countries_pb2.CountryAlpha2
    bank_city: str
    bank_account_number: _secrets_pb2.SecretString
    bank_routing_number: _secrets_pb2.SecretString
    def __init__(self, bank_name: _Optional[_Union[_banks_pb2.BankNames, str]] = ..., bank_country_code: _Optional[_Union[_countries_pb2.CountryAlpha2, str]] = ..., bank_city: _Optional[str] = ..., bank_account_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., bank_routing_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class BacsBankTransferPayout(_message.Message):
    __slots__ = ("bank_name", "bank_country_code", "bank_city", "bank_account_number", "bank_sort_code")
    BANK_NAME_FIELD_NUMBER: _ClassVar[int]
    BANK_COUNTRY_CODE_FIELD_NUMBER: _ClassVar[int]
    BANK_CITY_FIELD_NUMBER: _ClassVar[int]
    BANK_ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    BANK_SORT_CODE_FIELD_NUMBER: _ClassVar[int]
    bank_name: _banks_pb2.BankNames
    bank_country_code: _countries_pb2.CountryAlpha2
    bank_city: str
    bank_account_number: _secrets_pb2.SecretString
    bank_sort_code: _secrets_pb2.SecretString
    def __init__(self, bank_name: _Optional[_Union[_banks_pb2.BankNames, str]] = ..., bank_country_code: _Optional[_Union[_countries_pb2.CountryAlpha2, str]] = ..., bank_city: _Optional[str] = ..., bank_account_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., bank_sort_code: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class SepaBankTransferPayout(_message.Message):
    __slots__ = ("bank_name", "bank_country_code", "bank_city", "iban", "bic")
    BANK_NAME_FIELD_NUMBER: _ClassVar[int]
    BANK_COUNTRY_CODE_FIELD_NUMBER: _ClassVar[int]
    BANK_CITY_FIELD_NUMBER: _ClassVar[int]
    IBAN_FIELD_NUMBER: _ClassVar[int]
    BIC_FIELD_NUMBER: _ClassVar[int]
    bank_name: _banks_pb2.BankNames
    bank_country_code: _countries_pb2.CountryAlpha2
    bank_city: str
    iban: _secrets_pb2.SecretString
    bic: _secrets_pb2.SecretString
    def __init__(self, bank_name: _Optional[_Union[_banks_pb2.BankNames, str]] = ..., bank_country_code: _Optional[_Union[_countries_pb2.CountryAlpha2, str]] = ..., bank_city: _Optional[str] = ..., iban: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., bic: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PixBankTransferPayout(_message.Message):
    __slots__ = ("bank_name", "bank_branch", "bank_account_number", "tax_id", "ispb")
    BANK_NAME_FIELD_NUMBER: _ClassVar[int]
    BANK_BRANCH_FIELD_NUMBER: _ClassVar[int]
    BANK_ACCOUNT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TAX_ID_FIELD_NUMBER: _ClassVar[int]
    ISPB_FIELD_NUMBER: _ClassVar[int]
    bank_name: _banks_pb2.BankNames
    bank_branch: str
    bank_account_number: _secrets_pb2.SecretString
    tax_id: _secrets_pb2.SecretString
    ispb: _secrets_pb2.SecretString
    def __init__(self, bank_name: _Optional[_Union[_banks_pb2.BankNames, str]] = ..., bank_branch: _Optional[str] = ..., bank_account_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., tax_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., ispb: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PixKeyBankTransferPayout(_message.Message):
    __slots__ = ("pix_key",)
    PIX_KEY_FIELD_NUMBER: _ClassVar[int]
    pix_key: _secrets_pb2.SecretString
    def __init__(self, pix_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PixEmvBankTransferPayout(_message.Message):
    __slots__ = ("emv",)
    EMV_FIELD_NUMBER: _ClassVar[int]
    emv: _secrets_pb2.SecretString
    def __init__(self, emv: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class InteracPayout(_message.Message):
    __slots__ = ("email",)
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    email: _secrets_pb2.SecretString
    def __init__(self, email: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class OpenBankingUkPayout(_message.Message):
    __slots__ = ("account_holder_name", "iban")
    ACCOUNT_HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    IBAN_FIELD_NUMBER: _ClassVar[int]
    account_holder_name: _secrets_pb2.SecretString
    iban: _secrets_pb2.SecretString
    def __init__(self, account_holder_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., iban: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class Paypal(_message.Message):
    __slots__ = ("email", "telephone_number", "paypal_id")
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    TELEPHONE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PAYPAL_ID_FIELD_NUMBER: _ClassVar[int]
    email: _secrets_pb2.SecretString
    telephone_number: _secrets_pb2.SecretString
    paypal_id: _secrets_pb2.SecretString
    def __init__(self, email: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., telephone_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., paypal_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class Venmo(_message.Message):
    __slots__ = ("telephone_number",)
    TELEPHONE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    telephone_number: _secrets_pb2.SecretString
    def __init__(self, telephone_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class SourceBankData(_message.Message):
    __slots__ = ("ach", "bacs", "sepa", "pix", "pix_key", "pix_emv")
    ACH_FIELD_NUMBER: _ClassVar[int]
    BACS_FIELD_NUMBER: _ClassVar[int]
    SEPA_FIELD_NUMBER: _ClassVar[int]
    PIX_FIELD_NUMBER: _ClassVar[int]
    PIX_KEY_FIELD_NUMBER: _ClassVar[int]
    PIX_EMV_FIELD_NUMBER: _ClassVar[int]
    ach: AchBankTransferPayout
    bacs: BacsBankTransferPayout
    sepa: SepaBankTransferPayout
    pix: PixBankTransferPayout
    pix_key: PixKeyBankTransferPayout
    pix_emv: PixEmvBankTransferPayout
    def __init__(self, ach: _Optional[_Union[AchBankTransferPayout, _Mapping]] = ..., bacs: _Optional[_Union[BacsBankTransferPayout, _Mapping]] = ..., sepa: _Optional[_Union[SepaBankTransferPayout, _Mapping]] = ..., pix: _Optional[_Union[PixBankTransferPayout, _Mapping]] = ..., pix_key: _Optional[_Union[PixKeyBankTransferPayout, _Mapping]] = ..., pix_emv: _Optional[_Union[PixEmvBankTransferPayout, _Mapping]] = ...) -> None: ...
