"""Payments: what /payments and /payments/details answer."""

from __future__ import annotations

from tollbridge import kit
from tollbridge.domain.statuses import PaymentStatus as Status

# https://docs.adyen.com/online-payments/build-your-integration/payment-result-codes, and the schema's enum.
STATUS = kit.payment_statuses(
    Authorised=Status.CHARGED,  # AUTHORIZED where the capture is a call of its own
    PartiallyAuthorised=Status.PARTIALLY_AUTHORIZED,
    Success=Status.CHARGED,
    AuthenticationFinished=Status.AUTHENTICATION_SUCCESSFUL,
    AuthenticationNotRequired=Status.PENDING,
    RedirectShopper=Status.AUTHENTICATION_PENDING,
    ChallengeShopper=Status.AUTHENTICATION_PENDING,
    IdentifyShopper=Status.AUTHENTICATION_PENDING,
    PresentToShopper=Status.AUTHENTICATION_PENDING,
    Pending=Status.PENDING,
    Received=Status.PENDING,
    Cancelled=Status.VOIDED,
    Refused=Status.FAILURE,
    Error=Status.FAILURE,
)
