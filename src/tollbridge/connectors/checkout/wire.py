"""What is read of Checkout.com's answers; the names are those of its API reference."""

from __future__ import annotations

from msgspec import Struct, field


class Balances(Struct):
    total_authorized: int = 0
    total_captured: int = 0
    available_to_capture: int = 0


class Source(Struct):
    id: str | None = None
    avs_check: str | None = None
    cvv_check: str | None = None
    scheme: str | None = None


class Processing(Struct):
    partner_response_code: str | None = None
    partner_merchant_advice_code: str | None = None


class Link(Struct):
    href: str


class Links(Struct):
    redirect: Link | None = None


class Action(Struct):
    """Of a payment's own list, and of GET /payments/{id}/actions."""

    id: str
    type: str
    response_code: str | int | None = None
    response_summary: str | None = None
    approved: bool | None = None
    amount: int | None = None
    reference: str | None = None


class Payment(Struct):
    id: str
    status: str
    amount: int | None = None
    currency: str | None = None
    response_code: str | int | None = None
    response_summary: str | None = None
    reference: str | None = None
    scheme_id: str | int | None = None
    auth_code: str | int | None = None
    balances: Balances | None = None
    processing: Processing | None = None
    source: Source | None = None
    actions: list[Action] = []
    links: Links | None = field(name="_links", default=None)


class Payments(Struct):
    """Of GET /payments."""

    data: list[Payment]


class Accepted(Struct):
    """A capture, void or refund that was taken in: how it ends is told by its action, later."""

    action_id: str
    reference: str | None = None


class Increment(Struct):
    action_id: str
    status: str
    amount: int
    currency: str
    response_code: str | int | None = None
    response_summary: str | None = None


class Dispute(Struct):
    """As GET /disputes has it, and, with the payment's id beside, as an event."""

    id: str
    amount: int | None = None
    currency: str | None = None
    status: str | None = None
    category: str | None = None
    reason_code: str | None = None
    evidence_required_by: str | None = None
    received_on: str | None = None
    date: str | None = None
    payment: Identified | None = None
    payment_id: str | None = None


class Identified(Struct):
    id: str | None = None


class ErrorBody(Struct):
    error_type: str = ""
    error_codes: list[str] = []
