"""Payments: take, settle, cancel, reverse, refund, look up."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tollbridge import kit
from tollbridge.connectors.worldpay.account import OWN, PAYMENTS_7, Body, Ctx, merchant_name, next_path
from tollbridge.connectors.worldpay.instruments import (
    card,
    instrument,
    is_session,
    keepable,
    network_token,
    proxied,
    session,
    token,
)
from tollbridge.connectors.worldpay.three_ds import device_data, external
from tollbridge.domain import payments as asked
from tollbridge.domain.errors import InvalidField, MissingField, Unsupported
from tollbridge.domain.mandates import (
    ConnectorMandate,
    FutureUsage,
    MitCategory,
    NetworkMandate,
    NetworkTokenMandate,
    charged_by,
)
from tollbridge.domain.methods.cards import Card, CardForNetworkTransactionId, CardWithNoCvc, NetworkToken, StoredMethod
from tollbridge.domain.money import Money
from tollbridge.domain.recurring import ChargeMandate, ProxySetupMandate, SetupMandate, TokenSetupMandate
from tollbridge.domain.refunds import RefundRequest, RefundSync
from tollbridge.domain.secret import Secret
from tollbridge.domain.three_ds import AuthenticationType
from tollbridge.kit.quoting import quote

CaptureMethod = asked.CaptureMethod
AUTO = {
    None: True, CaptureMethod.AUTOMATIC: True, CaptureMethod.SEQUENTIAL_AUTOMATIC: True, CaptureMethod.MANUAL: False,
    CaptureMethod.MANUAL_MULTIPLE: False}
FAR = (asked.PaymentChannel.MAIL_ORDER, asked.PaymentChannel.TELEPHONE_ORDER)
BY_SHOPPER = {"type": "cardOnFile", "storedCardUsage": "subsequent"}
KEPT = {"type": "worldpay"}
FIRST = {"type": "subscription", "storedCardUsage": "first"}
AGREEMENTS = {  # of payments that the merchant starts
    MitCategory.RECURRING_MIT: {"type": "subscription", "storedCardUsage": "subsequent"},
    MitCategory.INSTALLMENT_MIT: {
        "type": "installment", "installmentType": "merchant", "storedCardUsage": "subsequent"},
    MitCategory.UNSCHEDULED_MIT: {"type": "unscheduled"},
    MitCategory.RESUBMISSION_MIT: {"type": "unscheduled"},
}
REFERENCE = re.compile(r"[-A-Za-z0-9_!@#$%()*=.:;?\[\]{}~`/+]{1,64}")


def value(money: Money) -> Body:
    return {"amount": money.minor_amount, "currency": money.currency}


def reference_of(req: Any, field: str) -> str:
    reference: str = getattr(req, field) or ""
    kit.require({field: reference})
    if not REFERENCE.fullmatch(reference):
        raise InvalidField(field, "not up to 64 of the characters that Worldpay takes")
    return reference


def payment_request(req: Any, ctx: Ctx, field: str, method: Callable[[], tuple[str, Body]],
                    capture: CaptureMethod | None, instruction: Callable[[], Body]) -> kit.HttpRequest:
    """`field` of the request is our own reference. What any of the parts lacks is told at once."""
    if capture not in AUTO:
        raise Unsupported(f"capture_method {capture}")
    channel = getattr(req, "payment_channel", None)
    reference, paid, line, more = kit.together(
        lambda: reference_of(req, field), method, lambda: merchant_name(req, ctx), instruction)
    return kit.post_json("/api/payments", {
        "transactionReference": reference,
        "merchant": {"entity": ctx.account.entity_id},
        "channel": "moto" if channel in FAR else None,
        "instruction": {
            "settlement": {"auto": AUTO[capture]} if req.amount.minor_amount else None,
            "method": paid[0], "paymentInstrument": paid[1], "narrative": {"line1": line},
            "value": {**value(req.amount),
                      "acceptPartialAmount": getattr(req, "enable_partial_authorization", None) or None},
            **more}})


def build_authorize(req: asked.Authorize | asked.ProxyAuthorize, ctx: Ctx) -> kit.HttpRequest:
    saves = req.setup_future_usage is FutureUsage.OFF_SESSION or req.setup_mandate_details is not None
    method, billing = getattr(req, "payment_method", None), req.address.billing_address
    stored = isinstance(method, StoredMethod)

    def paid() -> tuple[str, Body]:
        return proxied(req.card_proxy, billing) if isinstance(req, asked.ProxyAuthorize) else instrument(
            method, billing)

    return payment_request(req, ctx, "merchant_transaction_id", paid, req.capture_method, lambda: {
        "threeDS": three_ds(req, saves),
        "tokenCreation": KEPT if saves and not stored else None,
        "customerAgreement": FIRST if saves else BY_SHOPPER if stored else None})


def three_ds(req: Any, saves: bool) -> Body | None:
    """The first payment of an agreement wants a challenge: developer.worldpay.com/products/payments/recurring-first."""
    if req.authentication_data is not None:
        return external(req.authentication_data)
    if req.auth_type is not AuthenticationType.THREE_DS:
        return None
    back = getattr(req, "complete_authorize_url", None) or req.return_url
    device, _ = kit.together(lambda: device_data(req), lambda: kit.require({"complete_authorize_url": back}))
    return {"type": "integrated", "mode": "always", "deviceData": {**device, "channel": "browser"},
            "challenge": {"returnUrl": back, "preference": "challengeMandated" if saves else None}}


def build_token_authorize(req: asked.TokenAuthorize, ctx: Ctx) -> kit.HttpRequest:
    saves = req.setup_future_usage is FutureUsage.OFF_SESSION
    fresh = is_session(req.connector_token)
    about = {"tokenCreation": KEPT if saves and fresh else None,
             "customerAgreement": FIRST if saves else None if fresh else BY_SHOPPER}
    return payment_request(
        req, ctx, "merchant_transaction_id", lambda: by_token(req, saves), req.capture_method, lambda: about)


def by_token(req: asked.TokenAuthorize | TokenSetupMandate, saves: bool) -> tuple[str, Body]:
    """A token is made of a card that was typed in, and has a name; what is kept is one already."""
    its = req.connector_token
    if not is_session(its):
        return "card", token(its)
    card = session(its, req.address.billing_address)
    if saves:
        kit.require({"address.billing_address.first_name": card["cardHolderName"]})
    return "card", card


def build_setup(req: SetupMandate | ProxySetupMandate, ctx: Ctx) -> kit.HttpRequest:
    """An amount of zero verifies the card; more than that is only reserved."""
    billing = req.address.billing_address

    def kept() -> tuple[str, Body]:
        return proxied(req.card_proxy, billing) if isinstance(req, ProxySetupMandate) else keepable(
            req.payment_method, billing)

    return set_up(req, ctx, kept, KEPT, lambda: three_ds(req, saves=True))


def build_token_setup(req: TokenSetupMandate, ctx: Ctx) -> kit.HttpRequest:
    return set_up(req, ctx, lambda: by_token(req, saves=True), KEPT if is_session(req.connector_token) else None)


def set_up(req: Any, ctx: Ctx, method: Callable[[], tuple[str, Body]], creation: Body | None,
           proof: Callable[[], Body | None] = lambda: None) -> kit.HttpRequest:
    return payment_request(req, ctx, "merchant_recurring_payment_id", method, asked.CaptureMethod.MANUAL, lambda: {
        "threeDS": proof(), "tokenCreation": creation, "customerAgreement": FIRST})


def build_charge(req: ChargeMandate, ctx: Ctx) -> kit.HttpRequest:
    mandate = req.connector_recurring_payment_id
    reference = mandate.network_transaction_id if isinstance(mandate, NetworkMandate | NetworkTokenMandate) else None
    return payment_request(req, ctx, "merchant_charge_id", lambda: charged(req), req.capture_method, lambda: {
        "customerAgreement": agreement(req, reference)})


def charged(req: ChargeMandate) -> tuple[str, Body]:
    mandate, method = req.connector_recurring_payment_id, req.payment_method
    if mandate is None:
        raise MissingField("connector_recurring_payment_id")
    if isinstance(mandate, ConnectorMandate):
        its = mandate.connector_mandate_id
        kit.require({charged_by(mandate, "connector_mandate_id"): its})
        return "card", token(Secret(its or ""))
    kit.require({charged_by(mandate, "network_transaction_id"): mandate.network_transaction_id,
                 "payment_method": method})
    if not isinstance(method, Card | CardWithNoCvc | CardForNetworkTransactionId | NetworkToken):
        raise Unsupported(f"a network's id with {type(method).__name__}")
    billing = req.address.billing_address if req.address else None
    return network_token(method, billing) if isinstance(method, NetworkToken) else card(method, billing)


def agreement(req: ChargeMandate, reference: str | None) -> Body:
    """Without a category a token goes on as it was set up, as a subscription; of a network's id nothing is known."""
    if req.off_session is False:
        return BY_SHOPPER
    default = MitCategory.UNSCHEDULED_MIT if reference else MitCategory.RECURRING_MIT
    return {**AGREEMENTS[req.mit_category or default], "schemeReference": reference}


def own_reference(text: str | None, ctx: Ctx, field: str) -> str:
    """Letters, digits and hyphens, by the schema of the card payments behind this API."""
    reference = text or ctx.idempotency_key
    kit.require({field: reference})
    return re.sub("[^-A-Za-z0-9]", "-", reference or "")[:128]


def build_capture(req: asked.Capture, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json(next_path(req, "partiallySettlePayment", "/partialSettlements"), {
        "value": value(req.amount_to_capture),
        "reference": own_reference(req.merchant_capture_id, ctx, "merchant_capture_id")})


def build_void(req: asked.Void, ctx: Ctx) -> kit.HttpRequest:
    return kit.post(next_path(req, "cancelPayment", "/cancellations"))


def build_reverse(req: asked.Reverse, ctx: Ctx) -> kit.HttpRequest:
    return kit.post(next_path(req, "reversePayment", "/reversals"))


def build_refund(req: RefundRequest, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json(next_path(req, "partiallyRefundPayment", "/partialRefunds"), {
        "value": value(req.refund_amount),
        "reference": own_reference(req.merchant_refund_id, ctx, "merchant_refund_id")})


def build_increment(req: asked.IncrementAuthorization, ctx: Ctx) -> kit.HttpRequest:
    """`amount` is added: the total that is answered is the sum of all. Of the older API: the payments of this one are
    not made with estimated amounts.
    """
    path = kit.path("/payments/authorizations/incrementalAuthorizations/{connector_transaction_id}", req)
    return kit.post_json(path, {"value": value(req.amount)}, PAYMENTS_7)


def build_sync(req: asked.Sync, ctx: Ctx) -> kit.HttpRequest:
    """By the id; or, where it was lost with the answer, by our own reference, as `known_as` writes it."""
    if req.connector_transaction_id.startswith(OWN):
        reference, entity = quote(req.connector_transaction_id.removeprefix(OWN)), ctx.account.entity_id
        asks = kit.get(f"/payments/events?{OWN}{reference}&entity={quote(entity.reveal())}", in_path=entity)
        return asks.with_headers({"content-type": PAYMENTS_7})
    return kit.get(kit.path("/api/payments/{connector_transaction_id}", req))


def build_refund_sync(req: RefundSync, ctx: Ctx) -> kit.HttpRequest:
    """By the address that the answer to the refund gave."""
    field = "connector_refund_id" if req.connector_refund_id else "refund_id"
    return kit.get(kit.path(f"/api/payments/{{{field}}}", req))
