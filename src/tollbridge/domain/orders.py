"""Orders."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.money import Money
from tollbridge.domain.secret import Secret


class ProductType(StrEnum):
    """Product Type."""

    PHYSICAL = "PHYSICAL"
    DIGITAL = "DIGITAL"
    TRAVEL = "TRAVEL"
    RIDE = "RIDE"
    EVENT = "EVENT"
    ACCOMMODATION = "ACCOMMODATION"


class OrderLine(Struct, frozen=True, kw_only=True):
    """Order Line."""

    amount: Money
    product_name: str = ""
    quantity: int = 0
    tax_rate: float | None = None
    total_tax_amount: Money | None = None
    requires_shipping: bool | None = None
    product_img_link: str | None = None
    product_id: str | None = None
    category: str | None = None
    sub_category: str | None = None
    brand: str | None = None
    description: str | None = None
    unit_of_measure: str | None = None
    product_type: ProductType | None = None
    product_tax_code: str | None = None
    sku: str | None = None
    upc: str | None = None
    commodity_code: str | None = None
    unit_discount_amount: Money | None = None


class OrderInfo(Struct, frozen=True, kw_only=True):
    """Order Info."""

    order_date: int | None = None
    order_details: tuple[OrderLine, ...] = ()
    merchant_order_reference_id: str | None = None
    discount_amount: Money | None = None
    shipping_cost: Money | None = None
    duty_amount: Money | None = None


class TaxStatus(StrEnum):
    """Tax Status."""

    TAXABLE = "TAX_STATUS_TAXABLE"
    EXEMPT = "TAX_STATUS_EXEMPT"


class TaxInfo(Struct, frozen=True, kw_only=True):
    """Tax Info."""

    tax_status: TaxStatus | None = None
    customer_tax_registration_id: Secret | None = None
    merchant_tax_registration_id: Secret | None = None
    shipping_amount_tax: Money | None = None
    order_tax_amount: Money | None = None


class Level2And3(Struct, frozen=True, kw_only=True):
    """Level2 And3."""

    order_info: OrderInfo | None = None
    tax_info: TaxInfo | None = None
