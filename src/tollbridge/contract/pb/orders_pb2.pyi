from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ProductType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PRODUCT_TYPE_UNSPECIFIED: _ClassVar[ProductType]
    PHYSICAL: _ClassVar[ProductType]
    DIGITAL: _ClassVar[ProductType]
    TRAVEL: _ClassVar[ProductType]
    RIDE: _ClassVar[ProductType]
    EVENT: _ClassVar[ProductType]
    ACCOMMODATION: _ClassVar[ProductType]

class TaxStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TAX_STATUS_UNSPECIFIED: _ClassVar[TaxStatus]
    TAX_STATUS_TAXABLE: _ClassVar[TaxStatus]
    TAX_STATUS_EXEMPT: _ClassVar[TaxStatus]
PRODUCT_TYPE_UNSPECIFIED: ProductType
PHYSICAL: ProductType
DIGITAL: ProductType
TRAVEL: ProductType
RIDE: ProductType
EVENT: ProductType
ACCOMMODATION: ProductType
TAX_STATUS_UNSPECIFIED: TaxStatus
TAX_STATUS_TAXABLE: TaxStatus
TAX_STATUS_EXEMPT: TaxStatus

class OrderDetailsWithAmount(_message.Message):
    __slots__ = ("product_name", "quantity", "amount", "tax_rate", "total_tax_amount", "requires_shipping", "product_img_link", "product_id", "category", "sub_category", "brand", "description", "unit_of_measure", "product_type", "product_tax_code", "sku", "upc", "commodity_code", "unit_discount_amount")
    PRODUCT_NAME_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    TAX_RATE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_TAX_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REQUIRES_SHIPPING_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_IMG_LINK_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    SUB_CATEGORY_FIELD_NUMBER: _ClassVar[int]
    BRAND_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    UNIT_OF_MEASURE_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_TYPE_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_TAX_CODE_FIELD_NUMBER: _ClassVar[int]
    SKU_FIELD_NUMBER: _ClassVar[int]
    UPC_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_CODE_FIELD_NUMBER: _ClassVar[int]
    UNIT_DISCOUNT_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    product_name: str
    quantity: int
    amount: int
    tax_rate: float
    total_tax_amount: int
    requires_shipping: bool
    product_img_link: str
    product_id: str
    category: str
    sub_category: str
    brand: str
    description: str
    unit_of_measure: str
    product_type: ProductType
    product_tax_code: str
    sku: str
    upc: str
    commodity_code: str
    unit_discount_amount: int
    def __init__(self, product_name: _Optional[str] = ..., quantity: _Optional[int] = ..., amount: _Optional[int] = ..., tax_rate: _Optional[float] = ..., total_tax_amount: _Optional[int] = ..., requires_shipping: _Optional[bool] = ..., product_img_link: _Optional[str] = ..., product_id: _Optional[str] = ..., category: _Optional[str] = ..., sub_category: _Optional[str] = ..., brand: _Optional[str] = ..., description: _Optional[str] = ..., unit_of_measure: _Optional[str] = ..., product_type: _Optional[_Union[ProductType, str]] = ..., product_tax_code: _Optional[str] = ..., sku: _Optional[str] = ..., upc: _Optional[str] = ..., commodity_code: _Optional[str] = ..., unit_discount_amount: _Optional[int] = ...) -> None: ...

class L2L3Data(_message.Message):
    __slots__ = ("order_info", "tax_info")
    ORDER_INFO_FIELD_NUMBER: _ClassVar[int]
    TAX_INFO_FIELD_NUMBER: _ClassVar[int]
    order_info: OrderInfo
    tax_info: TaxInfo
    def __init__(self, order_info: _Optional[_Union[OrderInfo, _Mapping]] = ..., tax_info: _Optional[_Union[TaxInfo, _Mapping]] = ...) -> None: ...

class OrderInfo(_message.Message):
    __slots__ = ("order_date", "order_details", "merchant_order_reference_id", "discount_amount", "shipping_cost", "duty_amount")
    ORDER_DATE_FIELD_NUMBER: _ClassVar[int]
    ORDER_DETAILS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ORDER_REFERENCE_ID_FIELD_NUMBER: _ClassVar[int]
    DISCOUNT_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_COST_FIELD_NUMBER: _ClassVar[int]
    DUTY_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    order_date: int
    order_details: _containers.RepeatedCompositeFieldContainer[OrderDetailsWithAmount]
    merchant_order_reference_id: str
    discount_amount: int
    shipping_cost: int
    duty_amount: int
    def __init__(self, order_date: _Optional[int] = ..., order_details: _Optional[_Iterable[_Union[OrderDetailsWithAmount, _Mapping]]] = ..., merchant_order_reference_id: _Optional[str] = ..., discount_amount: _Optional[int] = ..., shipping_cost: _Optional[int] = ..., duty_amount: _Optional[int] = ...) -> None: ...

class TaxInfo(_message.Message):
    __slots__ = ("tax_status", "customer_tax_registration_id", "merchant_tax_registration_id", "shipping_amount_tax", "order_tax_amount")
    TAX_STATUS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_TAX_REGISTRATION_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_TAX_REGISTRATION_ID_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_AMOUNT_TAX_FIELD_NUMBER: _ClassVar[int]
    ORDER_TAX_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    tax_status: TaxStatus
    customer_tax_registration_id: _secrets_pb2.SecretString
    merchant_tax_registration_id: _secrets_pb2.SecretString
    shipping_amount_tax: int
    order_tax_amount: int
    def __init__(self, tax_status: _Optional[_Union[TaxStatus, str]] = ..., customer_tax_registration_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_tax_registration_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., shipping_amount_tax: _Optional[int] = ..., order_tax_amount: _Optional[int] = ...) -> None: ...
