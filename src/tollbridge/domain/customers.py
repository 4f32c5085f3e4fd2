"""Shoppers as the processor keeps them: some want one on file before anything is stored or charged."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from msgspec import Struct

from tollbridge.domain.failures import Failure
from tollbridge.domain.people import Customer, PaymentAddress
from tollbridge.domain.secret import Secret
from tollbridge.domain.splits import SplitPaymentsDetails


class CustomerLookupStatus(StrEnum):
    """Whether the processor has such a customer."""

    FOUND = "CUSTOMER_LOOKUP_STATUS_FOUND"
    NOT_FOUND = "CUSTOMER_LOOKUP_STATUS_NOT_FOUND"


class CreateCustomer(Struct, frozen=True, kw_only=True):
    """Put a shopper on file at the processor. Gives a `CreatedCustomer`. Also a pre-step of a payment, see `of`."""

    merchant_customer_id: str | None = None  # ours
    customer_name: str | None = None
    email: Secret | None = None
    phone_number: Secret | None = None
    address: PaymentAddress | None = None
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    test_mode: bool | None = None
    split_payments: SplitPaymentsDetails | None = None

    @classmethod
    def of(cls, request: Any) -> CreateCustomer:
        """The customer of any request that names one, with its address where it has one."""
        customer: Customer | None = getattr(request, "customer", None)
        address: PaymentAddress | None = getattr(request, "address", None)
        if customer is None:
            return cls(address=address)
        return cls(
            merchant_customer_id=customer.id, customer_name=customer.name, email=customer.email,
            phone_number=customer.phone_number, address=address)


class GetCustomer(Struct, frozen=True, kw_only=True):
    """Look a shopper up at the processor, by any of these. Gives a `FoundCustomer`."""

    merchant_customer_id: str | None = None  # ours
    connector_customer_id: str | None = None  # the processor's
    email: Secret | None = None
    phone_number: Secret | None = None
    connector_feature_data: Secret | None = None


class CreatedCustomer(Struct, frozen=True, kw_only=True):
    """The processor's id of the shopper: goes into `state` of the calls that follow. A refusal has `error` set instead.
    """

    connector_customer_id: str | None = None
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> CreatedCustomer:
        """The processor's no as a result."""
        return cls(error=failure)


class FoundCustomer(Struct, frozen=True, kw_only=True):
    """What the processor has on file. NOT_FOUND is an answer, no error."""

    customer: Customer | None = None
    error: Failure | None = None
    lookup_status: CustomerLookupStatus | None = None
