from tollbridge.contract.pb import countries_pb2 as _countries_pb2
from tollbridge.contract.pb import errors_pb2 as _errors_pb2
from tollbridge.contract.pb import money_pb2 as _money_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SurchargeStrategy(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SURCHARGE_STRATEGY_UNSPECIFIED: _ClassVar[SurchargeStrategy]
    APPLY: _ClassVar[SurchargeStrategy]
    WAIVE: _ClassVar[SurchargeStrategy]
SURCHARGE_STRATEGY_UNSPECIFIED: SurchargeStrategy
APPLY: SurchargeStrategy
WAIVE: SurchargeStrategy

class SurchargeServiceCalculateRequest(_message.Message):
    __slots__ = ("merchant_surcharge_id", "amount", "card_bin", "postal_code", "previous_connector_surcharge_id", "country", "surcharge_strategy")
    MERCHANT_SURCHARGE_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CARD_BIN_FIELD_NUMBER: _ClassVar[int]
    POSTAL_CODE_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_CONNECTOR_SURCHARGE_ID_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    SURCHARGE_STRATEGY_FIELD_NUMBER: _ClassVar[int]
    merchant_surcharge_id: str
    amount: _money_pb2.Money
    card_bin: str
    postal_code: _secrets_pb2.SecretString
    previous_connector_surcharge_id: str
    country: _countries_pb2.CountryAlpha2
    surcharge_strategy: SurchargeStrategy
    def __init__(self, merchant_surcharge_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., card_bin: _Optional[str] = ..., postal_code: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., previous_connector_surcharge_id: _Optional[str] = ..., country: _Optional[_Union[_countries_pb2.CountryAlpha2, str]] = ..., surcharge_strategy: _Optional[_Union[SurchargeStrategy, str]] = ...) -> None: ...

class SurchargeServiceCalculateResponse(_message.Message):
    __slots__ = ("merchant_surcharge_id", "surcharge_amount", "surcharge_percentage", "connector_surcharge_id", "status_code", "error")
    MERCHANT_SURCHARGE_ID_FIELD_NUMBER: _ClassVar[int]
    SURCHARGE_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SURCHARGE_PERCENTAGE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_SURCHARGE_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    merchant_surcharge_id: str
    surcharge_amount: _money_pb2.Money
    surcharge_percentage: float
    connector_surcharge_id: str
    status_code: int
    error: _errors_pb2.ErrorInfo
    def __init__(self, merchant_surcharge_id: _Optional[str] = ..., surcharge_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., surcharge_percentage: _Optional[float] = ..., connector_surcharge_id: _Optional[str] = ..., status_code: _Optional[int] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ...) -> None: ...
