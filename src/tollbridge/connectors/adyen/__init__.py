"""Adyen: JSON both ways, Checkout v68; one pspReference for the life of a payment."""

from __future__ import annotations

from datetime import timedelta

from tollbridge import kit
from tollbridge.connectors.adyen import wire
from tollbridge.connectors.adyen.account import Account, Ctx, base, sign
from tollbridge.connectors.adyen.declines import DECLINES
from tollbridge.connectors.adyen.webhook import acknowledge, parse_event, peek, verify
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure

LIVE = "https://checkout-live.adyenpayments.com"  # never used: `base` puts the account's prefix in


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """A validation error is a no; one that is marked transient says nothing about the request."""
    error = kit.read_json(res, wire.ErrorBody)
    if res.headers.get("transient-error", "").lower() == "true":
        return OutcomeUnknown(f"{error.errorCode}: {error.message}", http_status=res.status)
    if res.status in kit.UNTOUCHED:
        return kit.rejected(res, error.errorCode, error.message)
    if res.status in (400, 422):
        return Failure(code=error.errorCode, message=error.message, connector_transaction_id=error.pspReference)
    return None


CONNECTOR = kit.Connector(
    id="adyen", account=Account, live_url=LIVE, test_url="https://checkout-test.adyen.com", base=base,
    sign=sign, error=parse_error,
    declines=DECLINES, webhook=kit.Webhook(peek, verify, parse_event, acknowledge),
    idempotency=kit.Idempotency("idempotency-key", max_length=64, kept_for=timedelta(days=7)),
    flows=(
    ),
)
