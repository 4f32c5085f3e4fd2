"""All that a connector module may use beside the domain: `from tollbridge import kit`."""

from __future__ import annotations

from tollbridge.kit.answers import UNTOUCHED, rejected
from tollbridge.kit.carry import carried, carry, if_carried
from tollbridge.kit.connector import Connector, Idempotency
from tollbridge.kit.dates import year
from tollbridge.kit.flow import (
    AnyFlow,
    Context,
    Credentials,
    Exchanges,
    Flow,
    Need,
    Sign,
    Steps,
    Unseal,
    unsealed,
    unsigned,
)
from tollbridge.kit.form import post_form
from tollbridge.kit.http import ClientCertificate, HttpRequest, HttpResponse
from tollbridge.kit.json import number, post_json, read_json
from tollbridge.kit.returns import brought_back
from tollbridge.kit.sign import basic, bearer, hmac_sha256, hmac_sha512, require_recent, require_signature
from tollbridge.kit.states import state_code
from tollbridge.kit.status import (
    StatusMap,
    authorization_statuses,
    mandate_statuses,
    payment_statuses,
    payout_statuses,
    recharge_statuses,
    refund_statuses,
)
from tollbridge.kit.url import get, path, post, require, together
from tollbridge.kit.webhook import Received, Verified, Webhook, WebhookRequest, accepted

__all__ = [
    "UNTOUCHED",
    "AnyFlow",
    "ClientCertificate",
    "Connector",
    "Context",
    "Credentials",
    "Exchanges",
    "Flow",
    "HttpRequest",
    "HttpResponse",
    "Idempotency",
    "Need",
    "Received",
    "Sign",
    "StatusMap",
    "Steps",
    "Unseal",
    "Verified",
    "Webhook",
    "WebhookRequest",
    "accepted",
    "authorization_statuses",
    "basic",
    "bearer",
    "brought_back",
    "carried",
    "carry",
    "get",
    "hmac_sha256",
    "hmac_sha512",
    "if_carried",
    "mandate_statuses",
    "number",
    "path",
    "payment_statuses",
    "payout_statuses",
    "post",
    "post_form",
    "post_json",
    "read_json",
    "recharge_statuses",
    "refund_statuses",
    "rejected",
    "require",
    "require_recent",
    "require_signature",
    "state_code",
    "together",
    "unsealed",
    "unsigned",
    "year",
]
