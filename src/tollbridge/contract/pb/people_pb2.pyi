from tollbridge.contract.pb import countries_pb2 as _countries_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DocumentKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DOCUMENT_KIND_UNSPECIFIED: _ClassVar[DocumentKind]
    CPF: _ClassVar[DocumentKind]
    CNPJ: _ClassVar[DocumentKind]
    PSN: _ClassVar[DocumentKind]
    OTHER: _ClassVar[DocumentKind]
DOCUMENT_KIND_UNSPECIFIED: DocumentKind
CPF: DocumentKind
CNPJ: DocumentKind
PSN: DocumentKind
OTHER: DocumentKind

class Customer(_message.Message):
    __slots__ = ("name", "email", "id", "connector_customer_id", "phone_number", "phone_country_code", "first_name", "last_name", "salutation", "customer_document_details")
    NAME_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    PHONE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PHONE_COUNTRY_CODE_FIELD_NUMBER: _ClassVar[int]
    FIRST_NAME_FIELD_NUMBER: _ClassVar[int]
    LAST_NAME_FIELD_NUMBER: _ClassVar[int]
    SALUTATION_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_DOCUMENT_DETAILS_FIELD_NUMBER: _ClassVar[int]
    name: str
    email: _secrets_pb2.SecretString
    id: str
    connector_customer_id: str
    phone_number: _secrets_pb2.SecretString
    phone_country_code: str
    first_name: str
    last_name: str
    salutation: str
    customer_document_details: CustomerDocumentDetails
    def __init__(self, name: _Optional[str] = ..., email: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., id: _Optional[str] = ..., connector_customer_id: _Optional[str] = ..., phone_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., phone_country_code: _Optional[str] = ..., first_name: _Optional[str] = ..., last_name: _Optional[str] = ..., salutation: _Optional[str] = ..., customer_document_details: _Optional[_Union[CustomerDocumentDetails, _Mapping]] = ...) -> None: ...

class CustomerDocumentDetails(_message.Message):
    __slots__ = ("document_type", "document_number")
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    document_type: DocumentKind
    document_number: _secrets_pb2.SecretString
    def __init__(self, document_type: _Optional[_Union[DocumentKind, str]] = ..., document_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class Address(_message.Message):
    __slots__ = ("first_name", "last_name", "line1", "line2", "line3", "city", "state", "zip_code", "country_alpha2_code", "email", "phone_number", "phone_country_code")
    FIRST_NAME_FIELD_NUMBER: _ClassVar[int]
    LAST_NAME_FIELD_NUMBER: _ClassVar[int]
    LINE1_FIELD_NUMBER: _ClassVar[int]
    LINE2_FIELD_NUMBER: _ClassVar[int]
    LINE3_FIELD_NUMBER: _ClassVar[int]
    CITY_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ZIP_CODE_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_ALPHA2_CODE_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    PHONE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PHONE_COUNTRY_CODE_FIELD_NUMBER: _ClassVar[int]
    first_name: _secrets_pb2.SecretString
    last_name: _secrets_pb2.SecretString
    line1: _secrets_pb2.SecretString
    line2: _secrets_pb2.SecretString
    line3: _secrets_pb2.SecretString
    city: _secrets_pb2.SecretString
    state: _secrets_pb2.SecretString
    zip_code: _secrets_pb2.SecretString
    country_alpha2_code: _countries_pb2.CountryAlpha2
    email: _secrets_pb2.SecretString
    phone_number: _secrets_pb2.SecretString
    phone_country_code: str
    def __init__(self, first_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., last_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., line1: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., line2: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., line3: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., city: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., zip_code: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., country_alpha2_code: _Optional[_Union[_countries_pb2.CountryAlpha2, str]] = ..., email: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., phone_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., phone_country_code: _Optional[str] = ...) -> None: ...

class PaymentAddress(_message.Message):
    __slots__ = ("shipping_address", "billing_address")
    SHIPPING_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    BILLING_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    shipping_address: Address
    billing_address: Address
    def __init__(self, shipping_address: _Optional[_Union[Address, _Mapping]] = ..., billing_address: _Optional[_Union[Address, _Mapping]] = ...) -> None: ...

class CustomerInfo(_message.Message):
    __slots__ = ("customer_name", "customer_email", "customer_phone_number", "customer_bank_id", "customer_bank_name")
    CUSTOMER_NAME_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_EMAIL_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_PHONE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_BANK_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_BANK_NAME_FIELD_NUMBER: _ClassVar[int]
    customer_name: _secrets_pb2.SecretString
    customer_email: _secrets_pb2.SecretString
    customer_phone_number: _secrets_pb2.SecretString
    customer_bank_id: _secrets_pb2.SecretString
    customer_bank_name: _secrets_pb2.SecretString
    def __init__(self, customer_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., customer_email: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., customer_phone_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., customer_bank_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., customer_bank_name: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...
