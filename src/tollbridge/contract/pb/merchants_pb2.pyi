from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class BillingDescriptor(_message.Message):
    __slots__ = ("name", "city", "phone", "statement_descriptor", "statement_descriptor_suffix", "reference")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CITY_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_DESCRIPTOR_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_DESCRIPTOR_SUFFIX_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    name: _secrets_pb2.SecretString
    city: _secrets_pb2.SecretString
    phone: _secrets_pb2.SecretString
    statement_descriptor: str
    statement_descriptor_suffix: str
    reference: str
    def __init__(self, name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., city: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., phone: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., statement_descriptor: _Optional[str] = ..., statement_descriptor_suffix: _Optional[str] = ..., reference: _Optional[str] = ...) -> None: ...

class MerchantDetails(_message.Message):
    __slots__ = ("merchant_id", "merchant_category_code")
    MERCHANT_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_CATEGORY_CODE_FIELD_NUMBER: _ClassVar[int]
    merchant_id: str
    merchant_category_code: int
    def __init__(self, merchant_id: _Optional[str] = ..., merchant_category_code: _Optional[int] = ...) -> None: ...

class PartnerMerchantIdentifierDetails(_message.Message):
    __slots__ = ("partner_details", "merchant_details")
    PARTNER_DETAILS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_DETAILS_FIELD_NUMBER: _ClassVar[int]
    partner_details: PartnerApplicationDetails
    merchant_details: MerchantApplicationDetails
    def __init__(self, partner_details: _Optional[_Union[PartnerApplicationDetails, _Mapping]] = ..., merchant_details: _Optional[_Union[MerchantApplicationDetails, _Mapping]] = ...) -> None: ...

class PartnerApplicationDetails(_message.Message):
    __slots__ = ("name", "version", "integrator")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    INTEGRATOR_FIELD_NUMBER: _ClassVar[int]
    name: str
    version: str
    integrator: str
    def __init__(self, name: _Optional[str] = ..., version: _Optional[str] = ..., integrator: _Optional[str] = ...) -> None: ...

class MerchantApplicationDetails(_message.Message):
    __slots__ = ("name", "version")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    name: str
    version: str
    def __init__(self, name: _Optional[str] = ..., version: _Optional[str] = ...) -> None: ...
