"""The processor's no, as a value: the `error` of a result whose status says no."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import force_setattr

from tollbridge.domain.declines import Decline
from tollbridge.domain.masking import masked
from tollbridge.domain.statuses import DisputeStatus, PaymentStatus, RefundStatus


class Failure(Struct, frozen=True, kw_only=True):
    """Why the processor refused: the leaves of the contract's ErrorInfo, laid flat.

    `code` and `message` are the processor's own; `issuer_code` and `issuer_message` are the issuer's reason in the
    processor's words; `decline_code` and `advice_code` are the network's own (whether and when to try again).
    `unified` is the same at every processor: the engine looks it up from the other codes (domain/declines.py).
    Card numbers in the processor's words are masked.
    """

    code: str
    message: str
    reason: str | None = None
    connector_transaction_id: str | None = None
    issuer_code: str | None = None
    issuer_message: str | None = None
    decline_code: str | None = None
    advice_code: str | None = None
    network_message: str | None = None
    status: PaymentStatus | RefundStatus | DisputeStatus | None = None
    unified: Decline | None = None

    def __post_init__(self) -> None:
        for name in ("code", "message", "reason", "issuer_message", "network_message"):
            text = getattr(self, name)
            if text and (clean := masked(text)) != text:
                force_setattr(self, name, clean)
