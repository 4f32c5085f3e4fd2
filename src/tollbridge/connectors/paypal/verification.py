"""Whether a webhook is PayPal's: PayPal itself is asked, about the very bytes that came in.

https://developer.paypal.com/api/rest/webhooks/rest/ and the schema of POST /v1/notifications/verify-webhook-signature.
The signature covers transmission id, time, webhook id and the CRC32 of the body, byte for byte, so the body goes into
the question as it came. An address and its events are set at the app in the developer dashboard, Webhooks; the id that
is shown there is the `secret`. What nobody could have signed is refused without a call: anyone may post to that
address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.paypal.account import Ctx, sign
from tollbridge.domain.errors import SignatureMismatch
from tollbridge.domain.events import WebhookSecrets
from tollbridge.domain.extensions import VerifyWebhookSource, WebhookSource
from tollbridge.domain.operations import VERIFY_WEBHOOK_SOURCE

# "PayPal reattempts delivery up to 25 times over the course of 3 days". No page says whether the time in the header is
# that of the attempt or of the first one: the tolerance serves both. Replays within it are dropped by the event's id.
REDELIVERS_FOR = timedelta(days=3)
LATE = timedelta(hours=1)  # for the last attempt to come in, and for clocks
EARLY = timedelta(minutes=5)
# As the schema has them. What is not even of this shape was signed by nobody.
PROOF = {
    "auth_algo": ("paypal-auth-algo", re.compile(r"[a-zA-Z0-9]{1,100}")),
    "cert_url": ("paypal-cert-url", re.compile(r"https?://[!-~]{1,490}")),
    "transmission_id": ("paypal-transmission-id", re.compile(r"(?!\d+$)[\w-]{2,50}", re.ASCII)),
    "transmission_sig": ("paypal-transmission-sig", re.compile(r"(?!\d+$)[A-Za-z0-9+/][A-Za-z0-9+/=]{1,499}")),
    "transmission_time": ("paypal-transmission-time", re.compile(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z", re.ASCII)),
}
CERTIFICATES = re.compile(r"https://[a-z0-9.-]{1,100}\.paypal\.com/[!-~]{1,400}")


class Verdict(Struct):
    verification_status: str


def signed(hook: kit.WebhookRequest) -> dict[str, str]:
    """What a delivery of PayPal's proves itself with. Raises SignatureMismatch where a part of it is missing."""
    proof = {name: hook.header(header) for name, (header, _) in PROOF.items()}
    if bad := [header for name, (header, shape) in PROOF.items() if not shape.fullmatch(proof[name])]:
        raise SignatureMismatch(f"no {', no '.join(bad)}")
    return proof


def signed_by_paypal(received: kit.Received) -> bool:
    """Whether it is worth a call: not what lacks a header, or is no JSON object."""
    try:
        signed(received.hook)
        raw_event(received.hook.body)
    except SignatureMismatch:
        return False
    return True


def require_plausible(proof: Mapping[str, str], ctx: Ctx) -> None:
    """Sent within the time that PayPal keeps trying, with a certificate of PayPal's or of the account's own host."""
    own = ctx.account.base_url
    if not CERTIFICATES.fullmatch(proof["cert_url"]) and not (own and host(own) == host(proof["cert_url"])):
        raise SignatureMismatch("the certificate is not PayPal's")
    try:
        age = ctx.now - datetime.fromisoformat(proof["transmission_time"])
    except ValueError:
        raise SignatureMismatch("no paypal-transmission-time") from None
    if not -EARLY <= age <= REDELIVERS_FOR + LATE:
        raise SignatureMismatch("paypal-transmission-time outside the tolerance")


def host(url: str) -> str:
    """Scheme, host and port."""
    return "/".join(url.split("/", 3)[:3])


def raw_event(body: bytes) -> msgspec.Raw:
    """The body, to stand in the question as it is. It must be one JSON object: else it could say more than itself.

    A name that is there twice is refused: PayPal might judge one of the two, and we read the other.
    """
    try:
        msgspec.json.decode(body, type=dict[str, Any])
        json.loads(body, object_pairs_hook=_unique)
    except (ValueError, msgspec.DecodeError, RecursionError):
        raise SignatureMismatch("no event: not a JSON object with each name once") from None
    return msgspec.Raw(body)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


def build(req: VerifyWebhookSource, ctx: Ctx) -> kit.HttpRequest:
    details = req.request_details
    hook = kit.WebhookRequest("POST", "", "", tuple(details.headers.items()), details.body)
    proof = signed(hook)
    require_plausible(proof, ctx)
    webhook_id = req.webhook_secrets.secret if req.webhook_secrets else None
    kit.require({"webhook_secrets.secret": webhook_id})
    return kit.post_json("/v1/notifications/verify-webhook-signature",
                         {**proof, "webhook_id": webhook_id, "webhook_event": raw_event(details.body)})


def parse(res: kit.HttpResponse, req: object, ctx: Ctx) -> WebhookSource:
    return WebhookSource(source_verified=kit.read_json(res, Verdict).verification_status == "SUCCESS")


def sign_question(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """Never with an idempotency key: the verdict on one webhook must not be given again for another."""
    return sign(req, replace(ctx, idempotency_key=None))


def verify(hook: kit.WebhookRequest, secrets: WebhookSecrets, ctx: Ctx) -> None:
    """`secret` is the webhook's id in the developer dashboard. What was not worth the question proves nothing."""
    require_plausible(signed(hook), ctx)
    raw_event(hook.body)
    if not ctx.given(VERIFY_WEBHOOK_SOURCE).source_verified:
        raise SignatureMismatch("PayPal did not send it")
