"""The shopper's browser comes back: is what it brings from the processor, and what does it say?"""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.failures import Failure
from tollbridge.domain.inbound import RequestDetails
from tollbridge.domain.money import Money
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus


class RedirectResponseSecrets(Struct, frozen=True, kw_only=True):
    """Keys to check the signature of a redirect with."""

    secret: Secret
    additional_secret: Secret | None = None  # where two keys are needed


class VerifyRedirect(Struct, frozen=True, kw_only=True):
    """Check the request with which the browser came back. Gives a `RedirectVerification`."""

    request_details: RequestDetails
    merchant_order_id: str | None = None
    redirect_response_secrets: RedirectResponseSecrets | None = None  # to check its signature with


class RedirectVerification(Struct, frozen=True, kw_only=True):
    """What a redirect says of the payment. Believe it only if `source_verified`; a sync is always the better source."""

    status: PaymentStatus
    source_verified: bool = False  # the signature is the processor's
    connector_transaction_id: str | None = None
    response_amount: Money | None = None  # as stated there: compare it with the order
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> RedirectVerification:
        """The processor's no as a result."""
        return cls(status=PaymentStatus.FAILURE, source_verified=True, error=failure)
