"""3DS of its own, in three steps: sessions that the merchant's pages host, apart from any payment.

https://www.checkout.com/docs/payments/authenticate-payments/3d-secure/sessions/non-hosted-sessions
PreAuthenticate opens a session, and has a form for a hidden frame where the issuer wants to see the device first (3DS
method). Authenticate hands over what the browser is; the issuer decides, or there is a form for a frame with its
challenge. PostAuthenticate asks what came of that: what the browser brings back is not believed. If the first step has
the whole of `browser_info`, that goes along: the issuer may decide there, and the second step says how the frame fared.

All of it takes an access token of scope sessions:browser. A session's own secret (sek_...) is for calls from a browser:
nobody is told eci or cryptogram for it, so it is not read. `complete` only has a result posted to a callback.
"""

from __future__ import annotations

import base64
from functools import singledispatch
from typing import Any

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.checkout.account import Ctx, Form, money, to_wire
from tollbridge.connectors.checkout.declines import DECLINES
from tollbridge.connectors.checkout.methods import address, full_name, token
from tollbridge.connectors.checkout.wire import Link
from tollbridge.domain.authentication import Authenticate, Authentication, PostAuthenticate, PreAuthenticate
from tollbridge.domain.declines import Decline
from tollbridge.domain.errors import OutcomeUnknown, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.inbound import HttpMethod
from tollbridge.domain.methods.cards import Card, CardWithNoCvc, NetworkToken, StoredMethod
from tollbridge.domain.people import Address, BrowserInformation
from tollbridge.domain.redirects import FormRedirect
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.domain.three_ds import AuthenticationData, TransactionStatus as Verdict

STATUS = kit.payment_statuses(
    pending=Status.DEVICE_DATA_COLLECTION_PENDING, processing=Status.PENDING, challenged=Status.AUTHENTICATION_PENDING,
    approved=Status.AUTHENTICATION_SUCCESSFUL, attempted=Status.AUTHENTICATION_SUCCESSFUL,
    **dict.fromkeys(("unavailable", "declined", "rejected", "expired", "challenge_abandoned"),
                    Status.AUTHENTICATION_FAILED))
UNIFIED = {  # where no reason of the issuer's says more
    "unavailable": Decline.ISSUER_UNAVAILABLE, "declined": Decline.AUTHENTICATION_FAILED,
    "rejected": Decline.AUTHENTICATION_FAILED}
BY_SHOPPER = {"expired": Decline.EXPIRED_PAYMENT, "challenge_abandoned": Decline.CANCELED_BY_CUSTOMER}
VERDICTS = {
    "Y": Verdict.SUCCESS, "N": Verdict.FAILURE, "U": Verdict.VERIFICATION_NOT_PERFORMED, "A": Verdict.NOT_VERIFIED,
    "C": Verdict.CHALLENGE_REQUIRED, "D": Verdict.CHALLENGE_REQUIRED_DECOUPLED_AUTHENTICATION, "R": Verdict.REJECTED,
    "I": Verdict.INFORMATION_ONLY}
PROVING = (None, "Y", "A", "I")
BY_BROWSER = frozenset({"collect_channel_data", "issuer_fingerprint"})
FETCHED = "threeDSMethodData"  # EMV 3DS: goes to the issuer, and comes back once the device was seen
WHOLE_PAGE = "05"  # EMV 3DS: of the size of a challenge


class Party(Struct):
    """The issuer's server (acs), or the network's (ds)."""

    transaction_id: str | None = None
    url: str | None = None


class Challenge(Struct):
    challenge_request: str | None = None


class Links(Struct):
    three_ds_method_url: Link | None = None


class Session(Struct):
    id: str
    status: str
    amount: int | None = None
    currency: str | None = None
    transaction_id: str | None = None
    protocol_version: str | None = None
    next_actions: list[str] = []
    approved: bool | None = None
    status_reason: str | None = None
    response_code: str | None = None
    response_status_reason: str | None = None
    cryptogram: str | None = None
    eci: str | None = None
    xid: str | None = None
    cardholder_info: str | None = None
    acs: Party | None = None
    ds: Party | None = None
    three_ds: Challenge | None = field(name="3ds", default=None)
    links: Links | None = field(name="_links", default=None)


class Kept(Struct):
    """Of the first step: whether the browser was sent to the issuer, and whether Checkout.com knows the browser."""

    id: str
    sent: bool = False
    known: bool = False


@singledispatch
def source(method: object, req: PreAuthenticate) -> Form:
    """What is to be authenticated."""
    raise Unsupported(type(method).__name__)


@source.register(Card)
@source.register(CardWithNoCvc)
def card(method: Any, req: PreAuthenticate) -> Form:
    return {"type": "card", "number": method.card_number, **expiry(method.card_exp_month, method.card_exp_year, "card"),
            "name": method.card_holder_name or name_of(req)}


@source.register
def network_token(method: NetworkToken, req: PreAuthenticate) -> Form:
    return {"type": "network_token", "token": method.token_number,
            **expiry(method.token_exp_month, method.token_exp_year, "token"), "name": name_of(req)}


@source.register
def stored(method: StoredMethod, req: PreAuthenticate) -> Form:
    return token(method.token)


def expiry(month: Secret, its_year: Secret, kind: str) -> Form:
    return {"expiry_month": kit.number(month, f"payment_method.{kind}_exp_month"),
            "expiry_year": kit.number(kit.year(its_year), f"payment_method.{kind}_exp_year")}


def name_of(req: PreAuthenticate) -> Secret | None:
    return full_name(req.address.billing_address) if req.address.billing_address else None


def holder(req: PreAuthenticate) -> Form:
    """The networks want a name, and an email or a telephone."""
    billing = req.address.billing_address or Address()
    code = (billing.phone_country_code or "").lstrip("+")
    return {"email": billing.email or (req.customer.email if req.customer else None),
            "mobile_phone": {"country_code": code, "number": billing.phone_number}
            if code and billing.phone_number else None,
            "billing_address": address(req.address.billing_address)}


def browser(its: BrowserInformation | None) -> dict[str, Any]:
    """By path, what 3DS has to know of it."""
    its = its or BrowserInformation()
    return {
        "browser_info.accept_header": its.accept_header, "browser_info.java_enabled": its.java_enabled,
        "browser_info.language": its.language, "browser_info.color_depth": its.color_depth,
        "browser_info.screen_height": its.screen_height, "browser_info.screen_width": its.screen_width,
        "browser_info.time_zone_offset_minutes": its.time_zone_offset_minutes,
        "browser_info.user_agent": its.user_agent, "browser_info.ip_address": its.ip_address}


def channel(its: BrowserInformation, fetched: str | None = None) -> Form:
    return {
        "channel": "browser", "three_ds_method_completion": fetched, "accept_header": its.accept_header,
        "java_enabled": its.java_enabled, "javascript_enabled": its.java_script_enabled, "language": its.language,
        "color_depth": str(its.color_depth), "screen_height": str(its.screen_height),
        "screen_width": str(its.screen_width), "timezone": str(its.time_zone_offset_minutes),
        "user_agent": its.user_agent, "ip_address": its.ip_address}


def is_whole(its: BrowserInformation | None) -> bool:
    return all(value or value == 0 for value in browser(its).values())


# -- the three steps ------------------------------------------------------------------------------------------------
def build_pre(req: PreAuthenticate, ctx: Ctx) -> kit.HttpRequest:
    """The issuer's pages come back to the merchant's: without an address of one nobody would know that they have."""
    back, asked = req.return_url or req.continue_redirection_url, to_wire(req.amount)
    kit.require({"return_url": back})
    return kit.post_json("/sessions", {
        "source": source(req.payment_method, req) | holder(req),
        "amount": asked or None, "currency": req.amount.currency,
        "processing_channel_id": ctx.account.processing_channel_id,
        "authentication_category": "payment" if asked else "non_payment",
        "reference": req.merchant_transaction_id or req.merchant_order_id,
        "shipping_address": address(req.address.shipping_address),
        "completion": {"type": "non_hosted", "challenge_notification_url": back},
        "channel_data": channel(req.browser_info) if req.browser_info and is_whole(req.browser_info) else None})


def kept(req: Authenticate | PostAuthenticate) -> Kept | None:
    """Of connector_feature_data; without it the session's id is all that is known."""
    if req.connector_feature_data:
        return kit.carried(req.connector_feature_data, Kept)
    its = req.authentication_data.connector_transaction_id if req.authentication_data else None
    return Kept(its) if its else None


def build_authenticate(req: Authenticate, ctx: Ctx) -> kit.HttpRequest:
    its, back = kept(req), req.redirection_response
    fetched = back is not None and (FETCHED in back.payload or FETCHED in (back.params or ""))
    if its and its.known:
        return put("issuer-fingerprint", its, {"three_ds_method_completion": "Y" if fetched else "U"})
    kit.require({"connector_feature_data": its, **browser(req.browser_info)})
    done = "Y" if fetched else "N" if its and its.sent else "U"
    return put("collect-data", its, channel(req.browser_info or BrowserInformation(), done))


def put(what: str, its: Kept | None, body: Form) -> kit.HttpRequest:
    return replace(kit.post_json(kit.path("/sessions/{id}/", its) + what, body), method="PUT")


def build_post(req: PostAuthenticate, ctx: Ctx) -> kit.HttpRequest:
    its = kept(req)
    kit.require({"connector_feature_data": its})
    return kit.get(kit.path("/sessions/{id}", its))


def parse_pre(res: kit.HttpResponse, req: PreAuthenticate, ctx: Ctx) -> Authentication:
    return authentication(res, req, Kept("", known=is_whole(req.browser_info)))


def parse_step(res: kit.HttpResponse, req: Authenticate | PostAuthenticate, ctx: Ctx) -> Authentication:
    return authentication(res, req, kept(req) or Kept(""))


def authentication(res: kit.HttpResponse, req: Any, before: Kept) -> Authentication:
    """A session of another amount is of another payment: the shopper has not agreed to this one."""
    body = kit.read_json(res, Session)
    about = money(body.amount, body.currency)
    if about is not None and about != req.amount:
        raise OutcomeUnknown(f"the session is of another amount: {about}")
    status, page = decided(body), form(body, req)
    return Authentication(
        status=status, connector_transaction_id=body.id, redirection_data=page,
        error=refused(body) if status is Status.AUTHENTICATION_FAILED else None,
        connector_feature_data=kit.carry(Kept(
            body.id, sent=before.sent or "issuer_fingerprint" in body.next_actions, known=before.known)),
        authentication_data=AuthenticationData(
            eci=body.eci, cavv=Secret(body.cryptogram) if body.cryptogram else None,
            message_version=body.protocol_version, threeds_server_transaction_id=body.transaction_id,
            ds_transaction_id=body.xid or (body.ds.transaction_id if body.ds else None),
            acs_transaction_id=body.acs.transaction_id if body.acs else None, connector_transaction_id=body.id,
            trans_status=VERDICTS.get(body.response_code or ""), challenge_code_reason=body.response_status_reason))


def decided(body: Session) -> Status:
    """The word, unless what stands beside it says something else: then nothing is decided."""
    status = STATUS[body.status]
    if status is Status.DEVICE_DATA_COLLECTION_PENDING and not BY_BROWSER.intersection(body.next_actions):
        return Status.PENDING
    if status is Status.AUTHENTICATION_SUCCESSFUL and (
            body.response_code not in PROVING or (body.status == "approved" and body.approved is False)):
        return Status.UNRESOLVED
    return status


def form(body: Session, req: Any) -> FormRedirect | None:
    """What the browser sends to the issuer: for a hidden frame of its script, for one to be seen of its challenge."""
    script = body.links.three_ds_method_url if body.links else None
    if "issuer_fingerprint" in body.next_actions and script:
        return posted(script.href, FETCHED, encoded({
            "threeDSServerTransID": body.transaction_id,
            "threeDSMethodNotificationURL": req.continue_redirection_url or req.return_url}))
    if "challenge_cardholder" not in body.next_actions or not (body.acs and body.acs.url):
        return None
    asked = body.three_ds.challenge_request if body.three_ds else None
    return posted(body.acs.url, "creq", asked or encoded({
        "threeDSServerTransID": body.transaction_id, "acsTransID": body.acs.transaction_id, "messageType": "CReq",
        "messageVersion": body.protocol_version, "challengeWindowSize": WHOLE_PAGE}))


def posted(url: str, name: str, value: str) -> FormRedirect:
    return FormRedirect(endpoint=url, method=HttpMethod.POST, form_fields={name: value})


def encoded(message: Form) -> str:
    """As EMV 3DS has its messages in forms."""
    return base64.urlsafe_b64encode(msgspec.json.encode(message)).decode().rstrip("=")


def refused(body: Session) -> Failure:
    """By the issuer's reason, 01 to 26, where it gives one; what it has to say to the shopper is the message."""
    reason = body.response_status_reason
    unified = Decline.FRAUD_SUSPECTED if body.status_reason == "risk_declined" else BY_SHOPPER.get(
        body.status, None if reason in DECLINES else UNIFIED.get(body.status))
    return Failure(
        code=body.status, message=body.cardholder_info or f"3D Secure: {body.status}", reason=body.status_reason,
        issuer_code=reason, connector_transaction_id=body.id, unified=unified)
