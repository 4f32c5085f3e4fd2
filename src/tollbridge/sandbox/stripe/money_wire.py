"""Stripe's disputes, files, payouts and transfers as they stand on the wire in API version 2022-11-15."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from tollbridge.sandbox.stripe.parts import Evidence

if TYPE_CHECKING:
    from tollbridge.sandbox.stripe.wire import Charge, PaymentIntent


class BalanceTransaction(Struct, kw_only=True):
    id: str
    object: str = "balance_transaction"
    amount: int
    available_on: int
    created: int
    currency: str
    description: str
    exchange_rate: None = None
    fee: int = 0
    fee_details: list[Struct] = []
    net: int
    reporting_category: str
    source: str
    status: str = "available"
    type: str


class EvidenceDetails(Struct, kw_only=True):
    due_by: int
    has_evidence: bool = False
    past_due: bool = False
    submission_count: int = 0


class Dispute(Struct, kw_only=True):
    id: str
    object: str = "dispute"
    amount: int
    balance_transactions: list[BalanceTransaction] = []
    charge: str | Charge
    created: int
    currency: str
    evidence: Evidence
    evidence_details: EvidenceDetails
    is_charge_refundable: bool
    livemode: bool = False
    metadata: dict[str, str] = {}
    payment_intent: str | PaymentIntent
    reason: str
    status: str


class DisputeList(Struct, kw_only=True):
    object: str = "list"
    data: list[Dispute]
    has_more: bool = False
    url: str = "/v1/disputes"


class File(Struct, kw_only=True):
    id: str
    object: str = "file"
    created: int
    expires_at: int | None = None
    filename: str | None = None
    links: None = None
    purpose: str
    size: int
    title: None = None
    type: str | None = None
    url: str


class Payout(Struct, kw_only=True):
    id: str
    object: str = "payout"
    amount: int
    arrival_date: int
    automatic: bool = False
    balance_transaction: str | None = None
    created: int
    currency: str
    description: str | None = None
    destination: str | None = None
    failure_balance_transaction: str | None = None
    failure_code: str | None = None
    failure_message: str | None = None
    livemode: bool = False
    metadata: dict[str, str] = {}
    method: str
    original_payout: str | Payout | None = None
    reconciliation_status: str = "not_applicable"
    reversed_by: str | Payout | None = None
    source_type: str
    statement_descriptor: str | None = None
    status: str
    type: str


class TransferReversal(Struct, kw_only=True):
    id: str
    object: str = "transfer_reversal"
    amount: int
    balance_transaction: str
    created: int
    currency: str
    destination_payment_refund: str
    metadata: dict[str, str] = {}
    source_refund: None = None
    transfer: str


class ReversalList(Struct, kw_only=True):
    object: str = "list"
    data: list[TransferReversal] = []
    has_more: bool = False
    url: str


class Transfer(Struct, kw_only=True):
    id: str
    object: str = "transfer"
    amount: int
    amount_reversed: int = 0
    balance_transaction: str
    created: int
    currency: str
    description: str | None = None
    destination: str
    destination_payment: str
    livemode: bool = False
    metadata: dict[str, str] = {}
    reversals: ReversalList
    reversed: bool = False
    source_transaction: str | None = None
    source_type: str = "card"
    transfer_group: str | None = None
