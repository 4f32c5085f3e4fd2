"""What is bought. Invoice and pay-later methods decide by it, commercial cards cost less with it (level 2 and 3)."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.money import Money
from tollbridge.domain.secret import Secret


class ProductType(StrEnum):
    """What kind of goods a line is."""

    PHYSICAL = "PHYSICAL"
    DIGITAL = "DIGITAL"
    TRAVEL = "TRAVEL"
    RIDE = "RIDE"
    EVENT = "EVENT"
    ACCOMMODATION = "ACCOMMODATION"


class OrderLine(Struct, frozen=True, kw_only=True):
    """One line of the order: `quantity` pieces at `amount` each."""

    amount: Money  # of one piece
    product_name: str = ""
    quantity: int = 0
    tax_rate: float | None = None  # a share: 0.1 is ten percent
    total_tax_amount: Money | None = None  # of the whole line
    requires_shipping: bool | None = None
    product_img_link: str | None = None  # URL
    product_id: str | None = None  # ours
    category: str | None = None
    sub_category: str | None = None
    brand: str | None = None
    description: str | None = None
    unit_of_measure: str | None = None  # of `quantity`, in the network's code
    product_type: ProductType | None = None
    product_tax_code: str | None = None  # in the tax service's code
    sku: str | None = None  # ours, of stock
    upc: str | None = None  # the bar code's number
    commodity_code: str | None = None  # of the kind of goods, in the network's code
    unit_discount_amount: Money | None = None  # of one piece


class OrderInfo(Struct, frozen=True, kw_only=True):
    """The order as level 2 and 3 want it."""

    order_date: int | None = None  # epoch seconds
    order_details: tuple[OrderLine, ...] = ()
    merchant_order_reference_id: str | None = None  # the buyer's order number
    discount_amount: Money | None = None  # of the whole order, as the two below
    shipping_cost: Money | None = None
    duty_amount: Money | None = None


class TaxStatus(StrEnum):
    """Whether the order is taxed at all."""

    TAXABLE = "TAX_STATUS_TAXABLE"
    EXEMPT = "TAX_STATUS_EXEMPT"


class TaxInfo(Struct, frozen=True, kw_only=True):
    """The tax on the order, and who is registered for it."""

    tax_status: TaxStatus | None = None
    customer_tax_registration_id: Secret | None = None
    merchant_tax_registration_id: Secret | None = None
    shipping_amount_tax: Money | None = None  # part of `order_tax_amount`
    order_tax_amount: Money | None = None


class Level2And3(Struct, frozen=True, kw_only=True):
    """Order and tax, as corporate and purchasing cards want them."""

    order_info: OrderInfo | None = None
    tax_info: TaxInfo | None = None
