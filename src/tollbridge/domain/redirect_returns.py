"""Redirect returns."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.failures import Failure
from tollbridge.domain.inbound import RequestDetails
from tollbridge.domain.money import Money
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus


class RedirectResponseSecrets(Struct, frozen=True, kw_only=True):
    """Redirect Response Secrets."""

    secret: Secret
    additional_secret: Secret | None = None


class VerifyRedirect(Struct, frozen=True, kw_only=True):
    """Verify Redirect."""

    request_details: RequestDetails
    merchant_order_id: str | None = None
    redirect_response_secrets: RedirectResponseSecrets | None = None


class RedirectVerification(Struct, frozen=True, kw_only=True):
    """Redirect Verification."""

    status: PaymentStatus
    source_verified: bool = False
    connector_transaction_id: str | None = None
    response_amount: Money | None = None
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> RedirectVerification:
        """The processor's no as a result."""
        return cls(status=PaymentStatus.FAILURE, source_verified=True, error=failure)
