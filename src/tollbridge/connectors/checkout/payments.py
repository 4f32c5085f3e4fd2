"""Payments: authorize by method, token or alias, set up and charge a mandate, sync; and how their answers are read.

https://api-reference.checkout.com/#tag/Payments. What a payment's word means is decided with its amounts and actions:
https://www.checkout.com/docs/payments/manage-payments
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import msgspec

from tollbridge import kit
from tollbridge.connectors.checkout import wire
from tollbridge.connectors.checkout.account import Ctx, Form, money, to_wire
from tollbridge.connectors.checkout.level3 import level3
from tollbridge.connectors.checkout.methods import address, method_fields, proxied, token
from tollbridge.domain.errors import InvalidField, MissingField, OutcomeUnknown, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import (
    ConnectorMandate,
    FutureUsage,
    MitCategory,
    NetworkMandate,
    NetworkTokenMandate,
    charged_by,
)
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.methods.cards import Card, CardWithNoCvc, NetworkToken, StoredMethod
from tollbridge.domain.methods.wallets import ApplePay, GooglePay
from tollbridge.domain.payments import Authorize, CaptureMethod, PaymentChannel, ProxyAuthorize, Sync, TokenAuthorize
from tollbridge.domain.recurring import ChargeMandate, MandateSetup, ProxySetupMandate, SetupMandate, TokenSetupMandate
from tollbridge.domain.redirects import Redirect
from tollbridge.domain.results import CardConnectorResponse, ConnectorResponseData, Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus
from tollbridge.domain.three_ds import AuthenticationType
from tollbridge.kit.quoting import quote

STATUS = kit.payment_statuses(**{
    "Authorized": Status.AUTHORIZED,
    "Pending": Status.PENDING,
    "Card Verified": Status.CHARGED,  # nothing was to be taken: of an amount, it decides nothing
    "Captured": Status.CHARGED,
    "Partially Captured": Status.PARTIAL_CHARGED,
    "Refunded": Status.CHARGED,
    "Partially Refunded": Status.CHARGED,
    "Voided": Status.VOIDED,
    "Declined": Status.FAILURE,
    "Canceled": Status.FAILURE,
    "Cancelled": Status.FAILURE,
    "Expired": Status.EXPIRED,
    "Retry Scheduled": Status.PENDING,
})
"""`Paid` is the word of a payout."""
FAILED = (Status.FAILURE, Status.EXPIRED, Status.CAPTURE_FAILED)
TYPES = {MitCategory.RECURRING_MIT: "Recurring", MitCategory.INSTALLMENT_MIT: "Installment",
         MitCategory.UNSCHEDULED_MIT: "Unscheduled", MitCategory.RESUBMISSION_MIT: "Unscheduled"}
OWN = "reference="
"""Before a reference of ours: https://www.checkout.com/docs/payments/manage-payments/get-a-list-of-payments"""
BY_HAND = (CaptureMethod.MANUAL, CaptureMethod.MANUAL_MULTIPLE)
AT_ONCE = (CaptureMethod.AUTOMATIC, CaptureMethod.SEQUENTIAL_AUTOMATIC)
REMOTE = (PaymentChannel.MAIL_ORDER, PaymentChannel.TELEPHONE_ORDER)


def build_authorize(req: Authorize | TokenAuthorize | ProxyAuthorize, ctx: Ctx) -> kit.HttpRequest:
    return requested(req, ctx, paid_with(req, ctx), req.merchant_transaction_id)


def paid_with(req: Any, ctx: Ctx) -> Form:
    if isinstance(req, TokenAuthorize | TokenSetupMandate):
        return token(req.connector_token)
    if isinstance(req, ProxyAuthorize | ProxySetupMandate):
        return proxied(req.card_proxy)
    return method_fields(req.payment_method, req, ctx)


@singledispatch
def setup_fields(method: object, req: SetupMandate, ctx: Ctx) -> Form:
    """As of a payment, for what can be kept."""
    raise Unsupported(type(method).__name__)


for kind in (Card, CardWithNoCvc, NetworkToken, ApplePay, GooglePay, StoredMethod, AchDebit):
    setup_fields.register(kind, method_fields.dispatch(kind))


def build_setup(req: SetupMandate | TokenSetupMandate | ProxySetupMandate, ctx: Ctx) -> kit.HttpRequest:
    """A payment of nothing verifies the card and keeps it; one of an amount takes it too."""
    return requested(req, ctx, paid_with(req, ctx), req.merchant_recurring_payment_id or None, keep=True)


def build_charge(req: ChargeMandate, ctx: Ctx) -> kit.HttpRequest:
    """By what the vault keeps, or by the network's id of the first payment and the card."""
    mandate = req.connector_recurring_payment_id
    if isinstance(mandate, ConnectorMandate):
        kit.require({charged_by(mandate, "connector_mandate_id"): mandate.connector_mandate_id})
        source: Form = {"type": "id", "id": mandate.connector_mandate_id}
        earlier = mandate.connector_mandate_request_reference_id
    elif isinstance(mandate, NetworkMandate | NetworkTokenMandate):
        kit.require({charged_by(mandate, "network_transaction_id"): mandate.network_transaction_id,
                     "payment_method": req.payment_method})
        source = method_fields(req.payment_method, req, ctx)
        earlier = mandate.network_transaction_id
        if source["type"] in ("card", "network_token"):
            source = {**source, "stored": True}
    else:
        raise MissingField("connector_recurring_payment_id")
    return requested(req, ctx, source, req.merchant_charge_id, earlier=earlier)


def shopper_is_away(req: Any) -> bool:
    """As of a charge on a mandate, unless `off_session` says otherwise."""
    return isinstance(req, ChargeMandate) and req.off_session is not False


def requested(req: Any, ctx: Ctx, source: Form, reference: str | None, *, keep: bool = False,
              earlier: str | None = None) -> kit.HttpRequest:
    """POST /payments: the same for all; what a kind of request does not have is left out."""
    usage = getattr(req, "setup_future_usage", None)
    keep = keep or usage is not None or getattr(req, "setup_mandate_details", None) is not None
    away = shopper_is_away(req)
    browser, billing = getattr(req, "browser_info", None), req.address.billing_address if req.address else None
    customer = (req.customer.connector_customer_id if req.customer else None) or ""
    if source.get("type") in ("card", "network_token", "id", "token"):
        source = {**source, "billing_address": address(billing) or {}, "store_for_future_use": True if keep else None}
    back = req.return_url
    return kit.post_json("/payments", {
        **({"source": source} if "type" in source else source),
        "amount": to_wire(req.amount),
        "currency": req.amount.currency,
        "processing_channel_id": ctx.account.processing_channel_id,
        "reference": reference,
        "capture": getattr(req, "capture_method", None) not in BY_HAND,
        "authorization_type": "Estimated" if getattr(req, "request_incremental_authorization", None) else None,
        "payment_type": payment_type(req, away=away, keep=keep and usage is not FutureUsage.ON_SESSION),
        "merchant_initiated": away,
        "previous_payment_id": earlier if away else None,
        "3ds": three_ds(req),
        "success_url": returned(back, "success"),
        "failure_url": returned(back, "failure"),
        "payment_ip": browser.ip_address if browser else None,
        "metadata": metadata(req.metadata),
        "billing_descriptor": descriptor(getattr(req, "billing_descriptor", None)),
        "customer": {"id": customer} if customer.startswith("cus_") else None,
        **level3(req),
    })


def payment_type(req: Any, *, away: bool, keep: bool) -> str:
    reason = getattr(req, "mit_category", None)
    if reason is not None and (away or keep):
        return TYPES[reason]
    if getattr(req, "payment_channel", None) in REMOTE:
        return "MOTO"
    return "Unscheduled" if away or keep else "Regular"


def three_ds(req: Any) -> Form:
    """One that was run elsewhere comes with its proof; `xid` is the directory server's id of it. Of a session of
    Checkout.com's own the id is enough: it has the proof.
    """
    wanted, proof = getattr(req, "auth_type", None) is AuthenticationType.THREE_DS, getattr(
        req, "authentication_data", None)
    if proof is not None and (proof.connector_transaction_id or "").startswith("sid_"):
        return {"enabled": True, "authentication_id": proof.connector_transaction_id}
    if proof is not None:
        kit.require({"authentication_data.cavv": proof.cavv, "authentication_data.eci": proof.eci})
    return {
        "enabled": wanted or proof is not None,
        "challenge_indicator": "challenge_requested" if wanted else "no_preference",
        "eci": proof and proof.eci, "cryptogram": proof and proof.cavv, "version": proof and proof.message_version,
        "xid": proof and (proof.ds_transaction_id or proof.threeds_server_transaction_id)}


def returned(url: str | None, how: str) -> str | None:
    """Two addresses, so that the shop need not ask before it shows a page. It must ask before it delivers."""
    return f"{url}{'&' if '?' in url else '?'}status={how}" if url else None


def metadata(given: Secret | None) -> Form | None:
    """The caller's JSON object, its texts kept out of logs."""
    if given is None:
        return None
    try:
        found: Form = msgspec.json.decode(given.reveal(), type=dict[str, Any])
    except (ValueError, msgspec.DecodeError):
        raise InvalidField("metadata", "no JSON object") from None
    return {key: Secret(its) if isinstance(its, str) else its for key, its in found.items()}


def descriptor(wanted: Any) -> Form | None:
    """Name and city, or none of it."""
    if wanted is None or not (wanted.name and wanted.city):
        return None
    return {"name": wanted.name, "city": wanted.city, "reference": wanted.reference}


def known_as(req: Any, ctx: Ctx) -> str | None:
    """For a Sync of a payment whose answer was lost: our reference of it, told apart from Checkout.com's ids."""
    own = getattr(req, "merchant_transaction_id", None) or getattr(req, "merchant_charge_id", None)
    return OWN + own if own else None


def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    """By the payment's id, that of the shopper's session, sid_..., with which the browser comes back, or our own."""
    if req.connector_transaction_id.startswith(OWN):
        return kit.get(f"/payments?{OWN}{quote(req.connector_transaction_id.removeprefix(OWN))}&limit=2")
    return kit.get(kit.path("/payments/{connector_transaction_id}", req))


def parse_payment(res: kit.HttpResponse, req: Any, ctx: Ctx) -> Payment:
    """One without a word about it is captured at once: only those that ask for it are captured by hand."""
    automatic = getattr(req, "capture_method", None) not in BY_HAND
    return payment(kit.read_json(res, wire.Payment), automatic=automatic)


def parse_sync(res: kit.HttpResponse, req: Sync, ctx: Ctx) -> Payment:
    """Of those with our reference, only one that stands alone and was not refused is surely the one: the list comes
    late, and a reference may have been tried before.
    """
    automatic = req.capture_method in AT_ONCE
    if not req.connector_transaction_id.startswith(OWN):
        return payment(kit.read_json(res, wire.Payment), automatic=automatic)
    listed = kit.read_json(res, wire.Payments).data
    its = payment(listed[0], automatic=automatic) if len(listed) == 1 else None
    if its is None or its.error or its.status is Status.UNRESOLVED or (
            known_as(its, ctx) != req.connector_transaction_id):
        raise OutcomeUnknown(f"{len(listed)} payments are listed, and none is surely the one that was asked for")
    return its


def parse_setup(res: kit.HttpResponse, req: Any, ctx: Ctx) -> MandateSetup:
    its = parse_payment(res, req, ctx)
    return MandateSetup(
        status=its.status, connector_recurring_payment_id=its.connector_transaction_id, error=its.error,
        mandate_reference=its.mandate_reference, redirection_data=its.redirection_data,
        network_transaction_id=its.network_transaction_id, captured_amount=its.captured_amount,
        raw_connector_status=its.raw_connector_status)


def payment(body: wire.Payment, *, automatic: bool) -> Payment:
    status, error = decided(body, automatic=automatic)
    failed, held = error is not None, body.balances
    taken = held.total_captured if held else 0
    if status is Status.CHARGED and not taken:
        taken = body.amount or 0
    whole = money(body.amount, body.currency)
    return Payment(
        status=status, raw_connector_status=RawConnectorStatus(
            code=body.status, message=body.response_summary if no(body) else None),
        connector_transaction_id=body.id, merchant_transaction_id=body.reference, error=error, amount=whole,
        authorized_money=whole if status in (Status.AUTHORIZED, Status.CAPTURE_INITIATED, Status.CHARGED) else None,
        captured_amount=money(taken, body.currency) if taken and not failed else None,
        capturable_amount=money(held.available_to_capture, body.currency) if held and not failed else None,
        redirection_data=Redirect(uri=body.links.redirect.href) if body.links and body.links.redirect else None,
        network_transaction_id=text(body.scheme_id) if not failed else None,
        mandate_reference=kept(body) if not failed else None, connector_response=checks(body) if not failed else None)


def decided(body: wire.Payment, *, automatic: bool) -> tuple[Status, Failure | None]:
    """The word, less what it says too early: a reservation is captured after the answer, and may be declined then."""
    status = STATUS[body.status]
    left = body.balances.available_to_capture if body.balances else 0
    if status is Status.PENDING and body.links and body.links.redirect:
        return Status.AUTHENTICATION_PENDING, None
    taken = body.balances.total_captured if body.balances else 0
    if status is Status.CHARGED and body.amount is not None and 0 < taken < body.amount:
        status = Status.PARTIAL_CHARGED
    if status is Status.PARTIAL_CHARGED and left:
        return Status.PARTIAL_CHARGED_AND_CHARGEABLE, None
    if body.status == "Card Verified" and body.amount:
        return Status.UNRESOLVED, None
    if status is Status.AUTHORIZED:
        captures = [action for action in body.actions if action.type == "Capture"]
        if captures and all(no(action) for action in captures):
            return Status.CAPTURE_FAILED, told(captures[0], "Capture", body)
        return Status.CAPTURE_INITIATED if automatic or captures else status, None
    if status in FAILED:
        refused = next((action for action in body.actions if no(action)), None)
        return status, told(body if no(body) or refused is None else refused, body.status, body)
    return status, None


def no(its: wire.Payment | wire.Action) -> bool:
    """Codes of 10000 to 10999 approve: https://www.checkout.com/docs/developer-resources/codes/api-response-codes"""
    return its.response_code is not None and not str(its.response_code).startswith("10")


def told(its: wire.Payment | wire.Action, word: str, body: wire.Payment) -> Failure:
    """With the network's own codes, where the account is set up to have them."""
    raw = body.processing or wire.Processing()
    return Failure(
        code=str(its.response_code) if no(its) else word, message=its.response_summary or word,
        connector_transaction_id=body.id, decline_code=raw.partner_response_code,
        advice_code=raw.partner_merchant_advice_code)


def kept(body: wire.Payment) -> ConnectorMandate | None:
    """What the vault keeps of it; a charge on it names this payment too."""
    its = body.source.id if body.source else None
    return None if its is None else ConnectorMandate(
        connector_mandate_id=its, payment_method_id=its, connector_mandate_request_reference_id=body.id)


def checks(body: wire.Payment) -> ConnectorResponseData | None:
    its = body.source
    if its is None or not (its.avs_check or its.cvv_check):
        return None
    return ConnectorResponseData(additional_payment_method_data=CardConnectorResponse(
        payment_checks=msgspec.json.encode({"avs_check": its.avs_check, "cvv_check": its.cvv_check}),
        card_network=its.scheme, auth_code=text(body.auth_code)))


def text(value: str | int | None) -> str | None:
    return None if value is None else str(value)


