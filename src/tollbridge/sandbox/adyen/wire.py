"""What the simulated Adyen answers: Checkout v68, Recurring v68, Payout v68 and Disputes v30, after their schemas."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field


class Wire(Struct, kw_only=True, rename="camel", omit_defaults=True):
    pass


class Amount(Struct, frozen=True):
    currency: str
    value: int


class ServiceError(Wire):
    status: int
    error_code: str
    message: str
    error_type: str
    psp_reference: str | None = None


class Action(Wire):
    """What the shopper has to do next; `type` says which of the fields are there."""

    type: str
    payment_method_type: str | None = None
    url: str | None = None
    method: str | None = None
    payment_data: str | None = None
    subtype: str | None = None
    token: str | None = None
    authorisation_token: str | None = None
    qr_code_data: str | None = None
    sdk_data: dict[str, str] | None = None
    reference: str | None = None
    expires_at: str | None = None
    initial_amount: Amount | None = None
    total_amount: Amount | None = None
    merchant_name: str | None = None
    merchant_reference: str | None = None
    beneficiary: str | None = None
    iban: str | None = None
    bic: str | None = None


class Order(Wire):
    psp_reference: str
    order_data: str | None = None
    amount: Amount | None = None
    remaining_amount: Amount | None = None
    reference: str | None = None
    expires_at: str | None = None


class ThreeDS2Result(Wire):
    authentication_value: str | None = None
    ds_trans_id: str | None = field(default=None, name="dsTransID")
    eci: str | None = None
    message_version: str | None = None
    three_ds_server_trans_id: str | None = field(default=None, name="threeDSServerTransID")
    trans_status: str | None = None


class PaymentResponse(Wire):
    result_code: str
    psp_reference: str | None = None
    merchant_reference: str | None = None
    amount: Amount | None = None
    refusal_reason: str | None = None
    refusal_reason_code: str | None = None
    additional_data: dict[str, str] | None = None
    action: Action | None = None
    order: Order | None = None
    three_ds2_result: ThreeDS2Result | None = field(default=None, name="threeDS2Result")


class ModificationResponse(Wire):
    """`status` is always `received`: what became of it is told by webhook."""

    merchant_account: str
    psp_reference: str
    status: str
    payment_psp_reference: str | None = None
    payment_reference: str | None = None
    reference: str | None = None
    amount: Amount | None = None
    reason: str | None = None
    merchant_refund_reason: str | None = None
    capture_psp_reference: str | None = None
    store: str | None = None
    line_items: Any = None
    splits: Any = None


class SessionResult(Wire):
    id: str
    status: str
    reference: str | None = None


class OfferedMethod(Wire):
    name: str
    type: str
    brands: list[str] | None = None


class StoredPaymentMethod(Wire):
    """A card or account on file, as Checkout shows it."""

    id: str
    type: str
    name: str | None = None
    brand: str | None = None
    expiry_month: str | None = None
    expiry_year: str | None = None
    holder_name: str | None = None
    last_four: str | None = None
    owner_name: str | None = None
    shopper_reference: str | None = None
    supported_shopper_interactions: list[str] | None = None


class PaymentMethods(Wire):
    payment_methods: list[OfferedMethod]
    stored_payment_methods: list[StoredPaymentMethod] | None = None


class Balance(Wire):
    psp_reference: str
    result_code: str
    balance: Amount


class CreatedOrder(Wire):
    psp_reference: str
    result_code: str
    reference: str
    amount: Amount
    remaining_amount: Amount
    order_data: str
    expires_at: str


class CancelledOrder(Wire):
    psp_reference: str
    result_code: str


class RecurringCard(Wire):
    expiry_month: str
    expiry_year: str
    number: str
    """The last four digits only."""
    holder_name: str | None = None


class RecurringBank(Wire):
    owner_name: str


class RecurringDetail(Wire):
    recurring_detail_reference: str
    variant: str
    payment_method_variant: str
    creation_date: str
    contract_types: list[str]
    alias: str | None = None
    alias_type: str | None = None
    card: RecurringCard | None = None
    bank: RecurringBank | None = None
    first_psp_reference: str | None = None


class RecurringDetailWrapper(Struct):
    RecurringDetail: RecurringDetail


class RecurringDetails(Wire):
    shopper_reference: str | None = None
    creation_date: str | None = None
    last_known_shopper_email: str | None = None
    details: list[RecurringDetailWrapper] | None = None


class Disabled(Wire):
    response: str


class PayoutResult(Wire):
    psp_reference: str
    result_code: str | None = None
    response: str | None = None
    refusal_reason: str | None = None
    auth_code: str | None = None
    recurring_detail_reference: str | None = None
    additional_data: dict[str, str] | None = None


class DefenseDocumentType(Wire):
    available: bool
    defense_document_type_code: str
    requirement_level: str


class DefenseReason(Wire):
    defense_document_types: list[DefenseDocumentType]
    defense_reason_code: str
    satisfied: bool


class DisputeServiceResult(Wire):
    success: bool
    error_message: str | None = None


class DisputeResponse(Wire):
    dispute_service_result: DisputeServiceResult
    defense_reasons: list[DefenseReason] | None = None
