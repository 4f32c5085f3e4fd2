"""Reads JSON requests into their shapes, with Adyen's refusals for what is no JSON, unknown or of another type."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from tollbridge.domain.money import Currency
from tollbridge.sandbox.adyen.currencies import money
from tollbridge.sandbox.adyen.errors import invalid, invalid_merchant_account, missing_object, unreadable
from tollbridge.sandbox.adyen.wire import Amount

R = TypeVar("R", bound="Request")
LARGEST_AMOUNT = 10**15


class Part(Struct, kw_only=True, rename="camel"):
    """An object within a request, of which only some fields are looked at."""


class Request(Struct, kw_only=True, rename="camel"):
    """Nothing is required by type: what is missing has an error code of its own, which the endpoint gives."""

    UNREAD: ClassVar[str] = ""
    """Further fields that the schema knows, which change nothing here."""

    merchant_account: str | None = None


class GivenAmount(Part):
    currency: str | None = None
    value: int | None = None


class Order(Part):
    psp_reference: str | None = None
    order_data: str | None = None


class PaymentRequest(Request):
    UNREAD: ClassVar[str] = """
        accountInfo additionalAmount applicationInfo bankAccount billingAddress checkoutAttemptId company conversionId
        countryCode dateOfBirth dccQuote deliveryAddress deliveryDate deviceFingerprint enablePayOut entityType
        fraudOffset fundOrigin fundRecipient installments lineItems localizedShopperStatement mandate mcc
        merchantOrderReference merchantRiskIndicator metadata orderReference origin platformChargebackLogic
        recurringExpiry recurringFrequency redirectFromIssuerMethod redirectToIssuerMethod riskData sessionValidity
        shopperConversionId shopperIP shopperLocale shopperName shopperStatement shopperTaxInfo socialSecurityNumber
        splits store subMerchants surcharge telephoneNumber trustedShopper"""

    amount: GivenAmount | None = None
    reference: str | None = None
    payment_method: dict[str, Any] | None = None
    return_url: str | None = None
    additional_data: dict[str, Any] = {}
    browser_info: dict[str, Any] | None = None
    capture_delay_hours: int | None = None
    channel: Literal["iOS", "Android", "Web"] | None = None
    enable_one_click: bool = False
    enable_recurring: bool = False
    mpi_data: dict[str, Any] | None = None
    order: Order | None = None
    recurring_processing_model: Literal["CardOnFile", "Subscription", "UnscheduledCardOnFile"] | None = None
    shopper_email: str | None = None
    shopper_interaction: Literal["Ecommerce", "ContAuth", "Moto", "POS"] | None = None
    shopper_reference: str | None = None
    store_payment_method: bool = False
    three_ds2_request_data: dict[str, Any] | None = msgspec.field(default=None, name="threeDS2RequestData")
    three_ds_authentication_only: bool = msgspec.field(default=False, name="threeDSAuthenticationOnly")


class PaymentDetailsRequest(Request):
    UNREAD: ClassVar[str] = "threeDSAuthenticationOnly"

    details: dict[str, Any] | None = None
    payment_data: str | None = None


class ModificationRequest(Request):
    """One shape for all of them; each operation takes some of its fields."""

    amount: GivenAmount | None = None
    reference: str | None = None
    payment_reference: str | None = None
    reason: Literal["delayedCharge", "noShow"] | None = None
    merchant_refund_reason: Literal["FRAUD", "CUSTOMER REQUEST", "RETURN", "DUPLICATE", "OTHER"] | None = None
    capture_psp_reference: str | None = None
    store: str | None = None
    line_items: list[dict[str, Any]] | None = None
    splits: list[dict[str, Any]] | None = None


class SessionRequest(Request):
    UNREAD: ClassVar[str] = """
        accountInfo additionalAmount allowedPaymentMethods applicationInfo billingAddress blockedPaymentMethods channel
        company countryCode dateOfBirth deliverAt deliveryAddress enableOneClick enablePayOut enableRecurring
        fundOrigin fundRecipient installmentOptions lineItems mandate mcc merchantOrderReference metadata mpiData
        recurringExpiry recurringFrequency recurringProcessingModel redirectFromIssuerMethod redirectToIssuerMethod
        riskData shopperEmail shopperIP shopperInteraction shopperLocale shopperName shopperStatement
        showInstallmentAmount showRemovePaymentMethodButton socialSecurityNumber splitCardFundingSources splits store
        storeFiltrationMode storePaymentMethod telephoneNumber threeDS2RequestData threeDSAuthenticationOnly
        trustedShopper"""

    amount: GivenAmount | None = None
    reference: str | None = None
    return_url: str | None = None
    expires_at: str | None = None
    capture_delay_hours: int | None = None
    additional_data: dict[str, Any] = {}
    shopper_reference: str | None = None


class PaymentMethodsRequest(Request):
    UNREAD: ClassVar[str] = """
        additionalData browserInfo channel countryCode order shopperConversionId shopperEmail shopperIP shopperLocale
        splitCardFundingSources store storeFiltrationMode telephoneNumber"""

    amount: GivenAmount | None = None
    allowed_payment_methods: list[str] | None = None
    blocked_payment_methods: list[str] = []
    shopper_reference: str | None = None


class BalanceCheckRequest(Request):
    UNREAD: ClassVar[str] = """
        accountInfo additionalAmount additionalData applicationInfo billingAddress browserInfo captureDelayHours
        dateOfBirth dccQuote deliveryAddress deliveryDate deviceFingerprint fraudOffset installments
        localizedShopperStatement mcc merchantOrderReference merchantRiskIndicator metadata orderReference recurring
        recurringProcessingModel reference selectedBrand selectedRecurringDetailReference sessionId shopperEmail
        shopperIP shopperInteraction shopperLocale shopperName shopperReference shopperStatement socialSecurityNumber
        splits store telephoneNumber threeDS2RequestData threeDSAuthenticationOnly totalsGroup trustedShopper"""

    amount: GivenAmount | None = None
    payment_method: dict[str, Any] | None = None


class CreateOrderRequest(Request):
    amount: GivenAmount | None = None
    reference: str | None = None
    expires_at: str | None = None


class CancelOrderRequest(Request):
    order: Order | None = None


class StoredPaymentMethodRequest(Request):
    UNREAD: ClassVar[str] = "shopperEmail shopperIP storingMethod"

    payment_method: dict[str, Any] | None = None
    shopper_reference: str | None = None


class Recurring(Part):
    contract: str | None = None


class RecurringDetailsRequest(Request):
    recurring: Recurring | None = None
    shopper_reference: str | None = None


class DisableRequest(Request):
    UNREAD: ClassVar[str] = "contract"

    shopper_reference: str | None = None
    recurring_detail_reference: str | None = None


class Bank(Part):
    iban: str | None = None
    bank_account_number: str | None = None
    owner_name: str | None = None


class PayoutRequest(Request):
    """One shape for all that ask for a payout or store what it goes to; each takes some of its fields."""

    amount: GivenAmount | None = None
    reference: str | None = None
    card: dict[str, Any] | None = None
    bank: Bank | None = None
    recurring: Recurring | None = None
    selected_recurring_detail_reference: str | None = None
    shopper_email: str | None = None
    shopper_reference: str | None = None
    date_of_birth: str | None = None
    nationality: str | None = None
    entity_type: str | None = None


class ModifyRequest(Request):
    UNREAD: ClassVar[str] = "additionalData"

    original_reference: str | None = None


class DisputeRequest(Request):
    """One shape for all of the Disputes API, which calls the merchant account otherwise; each takes some fields."""

    merchant_account: str | None = msgspec.field(default=None, name="merchantAccountCode")
    dispute_psp_reference: str | None = None
    defense_reason_code: str | None = None
    defense_document_type: str | None = None
    defense_documents: list[dict[str, Any]] | None = None


def known_fields(shape: type[Request]) -> frozenset[str]:
    """Every field of a request that is no shared shape."""
    return frozenset({field.encode_name for field in fields(shape)} | set(shape.UNREAD.split()))


def read(body: bytes, shape: type[R], name: str, known: frozenset[str]) -> tuple[R, dict[str, Any]]:
    """The request in its shape, and as it came; `name` is the schema's. Raises AdyenError, which shows no value."""
    try:
        given = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        raise unreadable(f"Unexpected input: {'end of input' if not body else 'not JSON'}") from None
    if not isinstance(given, dict):
        raise unreadable("Unexpected input: expected an object")
    unknown = [field[:40] for field in given if field not in known]
    if unknown:
        raise invalid("702", f"Structure of {name} contains the following unknown fields: [{', '.join(unknown)}]")
    try:
        return msgspec.convert(given, shape), given
    except msgspec.ValidationError as error:
        where = str(error).rpartition(" - at ")[2] or "the request"
        raise invalid("702", f"Invalid value in {where}") from None


def merchant_account(request: Request) -> str:
    """Raises AdyenError for an account that there is not: one that is named `Unknown...`, here."""
    named = request.merchant_account or ""
    if not named.strip() or named.startswith("Unknown"):
        raise invalid_merchant_account()
    return named


def amount(given: GivenAmount | None, *, zero: bool = False) -> Amount:
    """`zero` is for a card that is to be verified only."""
    if given is None:
        raise missing_object("amount", "100")
    if given.currency is None or given.currency not in Currency.__members__:
        raise invalid("138", "Unsupported currency specified")
    if given.value is None or not 0 <= given.value <= LARGEST_AMOUNT or (given.value == 0 and not zero):
        raise invalid("137", "Invalid amount specified")
    amount = Amount(currency=given.currency, value=given.value)
    try:
        money(amount)
    except ValueError:
        raise invalid("137", "Invalid amount specified") from None
    return amount
