"""Parts that several of Stripe's objects share, and requests too."""

from __future__ import annotations

from msgspec import Struct


class Address(Struct, kw_only=True):
    city: str | None = None
    country: str | None = None
    line1: str | None = None
    line2: str | None = None
    postal_code: str | None = None
    state: str | None = None


class BillingDetails(Struct, kw_only=True):
    address: Address
    email: str | None = None
    name: str | None = None
    phone: str | None = None


class Shipping(Struct, kw_only=True):
    address: Address
    carrier: str | None = None
    name: str | None = None
    phone: str | None = None
    tracking_number: str | None = None


class Evidence(Struct, kw_only=True):
    """What the merchant says against a dispute; the fields of `EVIDENCE_FILES` name files."""

    access_activity_log: str | None = None
    billing_address: str | None = None
    cancellation_policy: str | None = None
    cancellation_policy_disclosure: str | None = None
    cancellation_rebuttal: str | None = None
    customer_communication: str | None = None
    customer_email_address: str | None = None
    customer_name: str | None = None
    customer_purchase_ip: str | None = None
    customer_signature: str | None = None
    duplicate_charge_documentation: str | None = None
    duplicate_charge_explanation: str | None = None
    duplicate_charge_id: str | None = None
    product_description: str | None = None
    receipt: str | None = None
    refund_policy: str | None = None
    refund_policy_disclosure: str | None = None
    refund_refusal_explanation: str | None = None
    service_date: str | None = None
    service_documentation: str | None = None
    shipping_address: str | None = None
    shipping_carrier: str | None = None
    shipping_date: str | None = None
    shipping_documentation: str | None = None
    shipping_tracking_number: str | None = None
    uncategorized_file: str | None = None
    uncategorized_text: str | None = None


EVIDENCE_FILES = ("cancellation_policy", "customer_communication", "customer_signature",
                  "duplicate_charge_documentation", "receipt", "refund_policy", "service_documentation",
                  "shipping_documentation", "uncategorized_file")
