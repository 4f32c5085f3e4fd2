"""Sale, authorization, capture, reversal, void, credit, token and query; what is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.worldpayvantiv import wire
from tollbridge.connectors.worldpayvantiv.account import Ctx
from tollbridge.connectors.worldpayvantiv.level3 import enhanced
from tollbridge.connectors.worldpayvantiv.methods import (
    Means,
    contact,
    cut,
    expiry,
    full_name,
    method_fields,
    proxied,
    register_fields,
    repeated,
    token,
)
from tollbridge.connectors.worldpayvantiv.wire import Body, call, minor, own_id
from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.mandates import ConnectorMandate, FutureUsage, MitCategory
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.payments import (
    Authorize,
    BillingDescriptor,
    Capture,
    CaptureMethod,
    IncrementAuthorization,
    PaymentChannel,
    ProxyAuthorize,
    Reverse,
    Sync,
    TokenAuthorize,
    Void,
)
from tollbridge.domain.people import Address, PaymentAddress
from tollbridge.domain.recurring import ChargeMandate, ProxySetupMandate, SetupMandate, TokenSetupMandate
from tollbridge.domain.refunds import RefundRequest, RefundSync, VoidRefund
from tollbridge.domain.secret import Secret
from tollbridge.domain.stored_methods import Tokenize
from tollbridge.domain.three_ds import AuthenticationData

Setup = SetupMandate | TokenSetupMandate | ProxySetupMandate
FIRST: Mapping[MitCategory | None, str] = {
    MitCategory.RECURRING_MIT: "initialRecurring", MitCategory.INSTALLMENT_MIT: "initialInstallment"}
LATER: Mapping[MitCategory | None, str] = {
    MitCategory.RECURRING_MIT: "recurring", MitCategory.INSTALLMENT_MIT: "installment"}
CHANNELS: Mapping[PaymentChannel | None, str] = {
    PaymentChannel.MAIL_ORDER: "mailorder", PaymentChannel.TELEPHONE_ORDER: "telephone"}
PROVEN = {"02": "3dsAuthenticated", "05": "3dsAuthenticated", "01": "3dsAttempted", "06": "3dsAttempted"}
LINE, PHONE = re.compile(r"[A-Za-z0-9 *,\-'#&.]{4,25}"), re.compile("[0-9]{1,13}")


class Kept(Struct, omit_defaults=True):
    """What a charge on a token needs beside it."""

    exp_date: str | None = None
    network_transaction_id: str | None = None


class Reservation(Struct, omit_defaults=True):
    """What tells a capture of a part from one of all that is left; and a debit, which is undone by an element of its
    own.
    """

    amount: int
    debit: bool = False


def reserves(req: Authorize | TokenAuthorize | ProxyAuthorize | ChargeMandate) -> bool:
    """Of nothing, too, no sale can be made: an authorization of zero asks the issuer about the card."""
    return req.capture_method in (CaptureMethod.MANUAL, CaptureMethod.MANUAL_MULTIPLE) or not req.amount.minor_amount


def pay(req: Any, means: Means, ctx: Ctx, *, reserve: bool, first: str | None = None, source: str | None = None,
        **mandate: str | None) -> kit.HttpRequest:
    """A sale takes the money, an authorization reserves it, an echeckSale debits an account."""
    address, proof = req.address or PaymentAddress(), getattr(req, "authentication_data", None)
    content: Body = {
        "orderId": getattr(req, "merchant_order_id", None) or own_id("ord", ctx),
        "amount": minor(req.amount, "amount", ctx),
        "orderSource": PROVEN.get(proof.eci or "") if proof else source or means.source
        or CHANNELS.get(getattr(req, "payment_channel", None), "ecommerce"),
        "billToAddress": contact(address.billing_address), "shipToAddress": contact(address.shipping_address),
        **means.body}
    if "echeck" in means.body:
        return call("echeckSale", "chk", {**content, "billToAddress": payer(req, address.billing_address)}, ctx)
    who = req.customer.id if req.customer else None
    raised = bool(getattr(req, "request_incremental_authorization", None))
    if raised and not reserve:
        raise Unsupported("incremental_authorization with automatic capture")
    content |= {
        "cardholderAuthentication": proofs(means, proof),
        "customBilling": descriptor(req),
        "enhancedData": enhanced(req, address.shipping_address, ctx),
        "allowPartialAuth": getattr(req, "enable_partial_authorization", None) or None,
        "processingType": first, **mandate, "authIndicator": "Estimated" if raised else None}
    element, operation = ("authorization", "aut") if reserve else ("sale", "sal")
    return call(element, operation, content, ctx, **{"@customerId": who if who and len(who) <= 50 else None})


def payer(req: Any, billing: Address | None) -> Body | None:
    """Of a debit, with the name that Worldpay wants (709)."""
    holder = req.payment_method.bank_account_holder_name or req.payment_method.card_holder_name
    name = (full_name(billing) if billing else "") or (holder.reveal() if holder else "")
    kit.require({"address.billing_address": billing, "payment_method.ach.bank_account_holder_name": name})
    return {**(contact(billing) or {}), "name": cut(name, 100)}


def descriptor(req: Any) -> Body | None:
    """A line that the schema does not take would have the whole document refused."""
    said = getattr(req, "billing_descriptor", None) or BillingDescriptor()
    line = said.statement_descriptor or (said.name.reveal() if said.name else None)
    line = line or getattr(req, "statement_descriptor_name", None)
    if line and not LINE.fullmatch(line):
        raise InvalidField("billing_descriptor.statement_descriptor",
                           "not 4 to 25 letters, digits, spaces and signs of * , - ' # & .")
    phone = said.phone if said.phone and PHONE.fullmatch(said.phone.reveal()) else None
    return {"phone": phone, "descriptor": line} if phone or line else None


def proofs(means: Means, proof: AuthenticationData | None) -> Body | None:
    """Of 3DS, and of a wallet or network token; where there are both, the second has a place of its own.

    https://support.worldpay.com/support/CNP-API/content/authentval.htm
    """
    if proof is None:
        return {"authenticationValue": means.cryptogram} if means.cryptogram else None
    kit.require({"authentication_data.eci": proof.eci, "authentication_data.cavv": proof.cavv})
    if proof.eci not in PROVEN:
        raise InvalidField("authentication_data.eci", "neither authenticated (02, 05) nor attempted (01, 06)")
    return {"authenticationValue": proof.cavv, "authenticationTransactionId": proof.ds_transaction_id,
            "authenticationProtocolVersion": (proof.message_version or "2")[:1],
            "tokenAuthenticationValue": means.cryptogram}


def keeps(req: Any) -> bool:
    return (isinstance(req, Setup) or req.setup_future_usage is FutureUsage.OFF_SESSION
            or getattr(req, "setup_mandate_details", None) is not None)


def means_of(req: Any) -> Means:
    """What is paid with, or kept: a method, a token, or what a vault's proxy puts in."""
    if isinstance(req, TokenAuthorize | TokenSetupMandate):
        kit.require({"connector_token": req.connector_token})
        return token(req.connector_token)
    if isinstance(req, ProxyAuthorize | ProxySetupMandate):
        return proxied(req.card_proxy)
    return method_fields(req.payment_method)


def build_authorize(req: Authorize | TokenAuthorize | ProxyAuthorize, ctx: Ctx) -> kit.HttpRequest:
    return pay(req, means_of(req), ctx, reserve=reserves(req), first=first_of(req))


def first_of(req: Any) -> str | None:
    return FIRST.get(getattr(req, "mit_category", None), "initialCOF") if keeps(req) else None


def build_setup(req: Setup, ctx: Ctx) -> kit.HttpRequest:
    """An authorization of nothing: the issuer is asked about the card, and its number becomes a token."""
    if req.amount.minor_amount:
        raise InvalidField("amount.minor_amount", "must be 0: a set-up takes and reserves nothing")
    return pay(req, means_of(req), ctx, reserve=True, first=first_of(req))


def build_increment(req: IncrementAuthorization, ctx: Ctx) -> kit.HttpRequest:
    """What is added, as networks count it, to an authorization that was marked as an estimate. Schema 12.30."""
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    return call("authorization", "aut", {
        "cnpTxnId": req.connector_transaction_id, "amount": minor(req.amount, "amount", ctx),
        "authIndicator": "Incremental"}, ctx)


def build_charge(req: ChargeMandate, ctx: Ctx) -> kit.HttpRequest:
    """Of a subscription or an instalment the source of the order says so; any other is merchantInitiatedCOF, unless the
    shopper is there.
    """
    mandate = req.connector_recurring_payment_id
    kit.require({"connector_recurring_payment_id": mandate})
    if isinstance(mandate, ConnectorMandate):
        its, known = mandate.connector_mandate_id, req.additional_payment_data
        kit.require({"connector_recurring_payment_id.connector_mandate_id.connector_mandate_id": its})
        kept = kit.if_carried(mandate.mandate_metadata, Kept) or Kept()
        date = Secret(kept.exp_date) if kept.exp_date else None
        if known and known.card_exp_month and known.card_exp_year:
            date = expiry(known.card_exp_month, known.card_exp_year)
        means, original = token(Secret(its or ""), date), kept.network_transaction_id
    else:
        means, original = repeated(req.payment_method), mandate.network_transaction_id if mandate else None
    there = req.off_session is False
    source = None if there else LATER.get(req.mit_category)
    why = None if source else "cardholderInitiatedCOF" if there else "merchantInitiatedCOF"
    return pay(req, means, ctx, reserve=reserves(req), first=why,
               source=source or means.source or "ecommerce", originalNetworkTransactionId=original or None)


def build_capture(req: Capture, ctx: Ctx) -> kit.HttpRequest:
    """`partial`: there are others of the same authorization. .../CNP-API/content/capture.htm"""
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    return call("capture", "cap", {
        "cnpTxnId": req.connector_transaction_id,
        "amount": minor(req.amount_to_capture, "amount_to_capture", ctx)}, ctx,
        **{"@partial": True if req.multiple_capture_data else None})


def build_void(req: Void, ctx: Ctx) -> kit.HttpRequest:
    """Without an amount the whole reservation is released: .../CNP-API/content/notesauthrevtrans.htm"""
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    return call("authReversal", "rev", {"cnpTxnId": req.connector_transaction_id}, ctx)


def build_reverse(req: Reverse, ctx: Ctx) -> kit.HttpRequest:
    """Of what has not settled. That it was a debit is known by what its answer carries along."""
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    kept = kit.if_carried(req.connector_feature_data, Reservation)
    return undo(req.connector_transaction_id, kept is not None and kept.debit, ctx)


def build_void_refund(req: VoidRefund, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_refund_id": req.connector_refund_id})
    return undo(req.connector_refund_id, req.payment_method_type is PaymentMethodType.ACH, ctx)


def undo(its: str, debit: bool, ctx: Ctx) -> kit.HttpRequest:
    return call("echeckVoid" if debit else "void", "und", {"cnpTxnId": its}, ctx)


def build_refund(req: RefundRequest, ctx: Ctx) -> kit.HttpRequest:
    """Of a sale or capture, by its id; of a debit, by an element of its own."""
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    element = "echeckCredit" if req.payment_method_type is PaymentMethodType.ACH else "credit"
    return call(element, "ref", {"cnpTxnId": req.connector_transaction_id,
                                    "amount": minor(req.refund_amount, "refund_amount", ctx)}, ctx)


def build_tokenize(req: Tokenize, ctx: Ctx) -> kit.HttpRequest:
    return call("registerTokenRequest", "tok", register_fields(req.payment_method), ctx)


def is_ours(reference: str) -> bool:
    """An id of ours, of a payment whose answer never came, and not one of Worldpay's."""
    return reference.partition("_")[0] in ("sal", "aut", "chk")


def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    if is_ours(req.connector_transaction_id):
        return call("queryTransaction", "ask", {"origId": req.connector_transaction_id}, ctx)
    return wire.status_of("connector_transaction_id", req, ctx)


def build_refund_sync(req: RefundSync, ctx: Ctx) -> kit.HttpRequest:
    older = req.refund_id and not req.connector_refund_id
    return wire.status_of("refund_id" if older else "connector_refund_id", req, ctx)
