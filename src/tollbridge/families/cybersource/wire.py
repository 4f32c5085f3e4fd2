"""What is read of Cybersource's answers, by its own names.

https://developer.cybersource.com/api-reference-assets/index.html
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from msgspec import Struct

from tollbridge.domain.money import Currency, Money


class Detail(Struct):
    field: str = ""
    reason: str = ""


class ErrorInformation(Struct):
    """Why a transaction was declined: `reason` is the code. Some say it in `message` alone."""

    reason: str | None = None
    message: str | None = None
    details: list[Detail] | None = None


class Advice(Struct, rename="camel"):
    """The network's word on trying again."""

    code: str | None = None
    code_raw: str | None = None


class ProcessorInformation(Struct, rename="camel"):
    """What acquirer, network and issuer said."""

    network_transaction_id: str | None = None
    transaction_id: str | None = None
    approval_code: str | None = None
    response_code: str | None = None
    merchant_advice: Advice | None = None
    avs: dict[str, Any] | None = None
    card_verification: dict[str, Any] | None = None


class AmountDetails(Struct, rename="camel"):
    currency: str | None = None
    total_amount: str | None = None
    authorized_amount: str | None = None
    refund_amount: str | None = None

    def money(self, amount: str | None) -> Money | None:
        """An amount in this currency; None where one of the two is missing."""
        return Money.from_major(amount, Currency(self.currency)) if amount and self.currency else None


class OrderInformation(Struct, rename="camel"):
    amount_details: AmountDetails | None = None


class Identified(Struct):
    id: str | None = None


class TokenInformation(Struct, rename="camel"):
    """What TOKEN_CREATE has left behind in the token vault."""

    payment_instrument: Identified | None = None


class Authentication(Struct, rename="camel"):
    """consumerAuthenticationInformation, of all three steps."""

    access_token: str | None = None
    reference_id: str | None = None
    device_data_collection_url: str | None = None
    step_up_url: str | None = None
    authentication_transaction_id: str | None = None
    cavv: str | None = None
    ucaf_authentication_data: str | None = None
    ucaf_collection_indicator: str | int | None = None
    eci_raw: str | None = None
    pares_status: str | None = None
    specification_version: str | None = None
    directory_server_transaction_id: str | None = None
    acs_transaction_id: str | None = None
    three_ds_server_transaction_id: str | None = None


class Service(Struct, rename="camel"):
    """One that the transaction asked for: `r_code` is "1" where it was done."""

    name: str | None = None
    r_code: str | None = None


class Application(Struct):
    status: str | None = None
    applications: list[Service] | None = None


class Client(Struct):
    code: str | None = None


class Transaction(Struct, rename="camel"):
    """The answer of every service; `application_information` in place of `status` where a transaction is looked up."""

    id: str
    status: str | None = None
    application_information: Application | None = None
    client_reference_information: Client | None = None
    error_information: ErrorInformation | None = None
    processor_information: ProcessorInformation | None = None
    order_information: OrderInformation | None = None
    token_information: TokenInformation | None = None
    consumer_authentication_information: Authentication | None = None
    refund_amount_details: AmountDetails | None = None

    @property
    def word(self) -> str:
        """The status; "" where there is none yet."""
        told = self.application_information.status if self.application_information else None
        return told or self.status or ""

    @property
    def own_reference(self) -> str | None:
        return self.client_reference_information.code if self.client_reference_information else None

    def results(self, services: Container[str | None]) -> list[str | None]:
        """Of those of its services that are among these."""
        done = self.application_information.applications if self.application_information else None
        return [one.r_code for one in done or () if one.name in services]

    @property
    def processor(self) -> ProcessorInformation:
        return self.processor_information or NOTHING


NOTHING = ProcessorInformation()


class Named(Struct):
    """An error of the token vault, and of what stands before all services."""

    type: str | None = None
    message: str | None = None


class Gateway(Struct):
    rmsg: str | None = None


class ErrorBody(Struct, rename="camel"):
    """HTTP 400 and up, in the four shapes that there are."""

    reason: str | None = None
    message: str | None = None
    details: list[Detail] | None = None
    error_information: ErrorInformation | None = None
    response: Gateway | None = None
    errors: list[Named] | None = None
