from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Affirm(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class AfterpayClearpay(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Alma(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Klarna(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class TamaraRedirect(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CryptoCurrency(_message.Message):
    __slots__ = ("pay_currency", "network")
    PAY_CURRENCY_FIELD_NUMBER: _ClassVar[int]
    NETWORK_FIELD_NUMBER: _ClassVar[int]
    pay_currency: str
    network: str
    def __init__(self, pay_currency: _Optional[str] = ..., network: _Optional[str] = ...) -> None: ...

class ClassicReward(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class EVoucher(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Givex(_message.Message):
    __slots__ = ("number", "cvc")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    CVC_FIELD_NUMBER: _ClassVar[int]
    number: _secrets_pb2.SecretString
    cvc: _secrets_pb2.SecretString
    def __init__(self, number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., cvc: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaySafeCard(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Alfamart(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Boleto(_message.Message):
    __slots__ = ("social_security_number", "expiration_date")
    SOCIAL_SECURITY_NUMBER_FIELD_NUMBER: _ClassVar[int]
    EXPIRATION_DATE_FIELD_NUMBER: _ClassVar[int]
    social_security_number: str
    expiration_date: str
    def __init__(self, social_security_number: _Optional[str] = ..., expiration_date: _Optional[str] = ...) -> None: ...

class Efecty(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class FamilyMart(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Indomaret(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Lawson(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class MiniStop(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Oxxo(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PagoEfectivo(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PayEasy(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RedCompra(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RedPagos(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Seicomart(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SevenEleven(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
