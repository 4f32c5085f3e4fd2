"""Payment intents: authorize, capture, void, get."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.stripe import wire
from tollbridge.connectors.stripe.account import Ctx, from_wire, to_wire
from tollbridge.connectors.stripe.addresses import (
    Form,
    acceptance as acceptance,
    billing_details as billing_details,
    full_name as full_name,
    mandate_data as mandate_data,
    shipping as shipping,
)
from tollbridge.connectors.stripe.connect import on_account, shared, told
from tollbridge.connectors.stripe.metadata import metadata
from tollbridge.connectors.stripe.methods import method_fields
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import ConnectorMandate, FutureUsage, SetupMandateDetails
from tollbridge.domain.money import Currency
from tollbridge.domain.payments import (
    Authorize,
    BillingDescriptor,
    Capture,
    CaptureMethod,
    ProxyAuthorize,
    Sync,
    TokenAuthorize,
    Void,
)
from tollbridge.domain.recurring import ChargeMandate
from tollbridge.domain.redirects import Redirect
from tollbridge.domain.results import (
    CardConnectorResponse,
    ConnectorResponseData,
    ExtendedAuthorizationResponseData,
    Payment,
)
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus

STATUS = kit.payment_statuses(
    succeeded=Status.CHARGED,
    requires_capture=Status.AUTHORIZED,
    canceled=Status.VOIDED,
    processing=Status.AUTHORIZING,
    requires_confirmation=Status.CONFIRMATION_AWAITED,
    requires_action=Status.AUTHENTICATION_PENDING,
    requires_payment_method=Status.FAILURE,  # of an attempt that failed; the intent itself lives on
    # words of charges and of the sources behind older payment methods: https://docs.stripe.com/api/sources/object
    pending=Status.PENDING,
    failed=Status.FAILURE,
    chargeable=Status.AUTHORIZING,
    consumed=Status.AUTHORIZING,
)
BY_US = (CaptureMethod.MANUAL, CaptureMethod.MANUAL_MULTIPLE)
TAKEN = (Status.CHARGED, Status.PARTIAL_CHARGED, Status.PARTIAL_CHARGED_AND_CHARGEABLE)
RESERVED = (Status.AUTHORIZED, *TAKEN)
REASONS = ("duplicate", "fraudulent", "requested_by_customer", "abandoned")  # any other word is refused
INTENT = "/v1/payment_intents/{connector_transaction_id}"
EXPAND = ["latest_charge"]


def build_authorize(req: Authorize, ctx: Ctx) -> kit.HttpRequest:
    customer = req.customer
    return on_account(kit.post_form("/v1/payment_intents", {
        "amount": to_wire(req.amount, "amount"),
        "currency": req.amount.currency.lower(),
        "metadata": metadata(req.metadata, req.merchant_transaction_id),
        "return_url": req.return_url,
        "confirm": True,
        "customer": customer.connector_customer_id if customer else None,
        "description": req.description,
        "shipping": shipping(req.address.shipping_address),
        **flexible(req, method_fields(req.payment_method, req)),
        "mandate_data": mandate_data(acceptance(req.customer_acceptance, req.setup_mandate_details), req.browser_info),
        "setup_future_usage": usage(req.setup_future_usage, req.setup_mandate_details),
        "off_session": req.off_session,
        **descriptor(req),
        "capture_method": "manual" if req.capture_method in BY_US else "automatic",
        **shared(req.split_payments),
        "expand": EXPAND,
    }), req.split_payments)


def descriptor(req: Authorize | TokenAuthorize | ProxyAuthorize | ChargeMandate) -> Form:
    """What the shopper reads on the statement: an Authorize has older fields for it too."""
    its = req.billing_descriptor or BillingDescriptor()
    return {"statement_descriptor": its.statement_descriptor or getattr(req, "statement_descriptor_name", None),
            "statement_descriptor_suffix":
                its.statement_descriptor_suffix or getattr(req, "statement_descriptor_suffix", None)}


def flexible(req: Authorize | ProxyAuthorize, fields: Form) -> Form:
    """What may be done to a reservation of a card later has to be asked for now, and is there for merchants on IC+
    pricing and where network and trade allow it; the answer tells. https://docs.stripe.com/payments/flexible-payments
    """
    wanted = {
        "request_multicapture": req.capture_method is CaptureMethod.MANUAL_MULTIPLE,
        "request_incremental_authorization": getattr(req, "request_incremental_authorization", False),
        "request_extended_authorization": getattr(req, "request_extended_authorization", False)}
    asked = {name: "if_available" for name, wish in wanted.items() if wish}
    if not asked:
        return fields
    options = fields.get("payment_method_options") or {}
    return {**fields, "payment_method_options": {**options, "card": {**options.get("card", {}), **asked}}}


def usage(wanted: FutureUsage | None, terms: SetupMandateDetails | None = None) -> str | None:
    """Terms of a mandate are about charges without the shopper, if nothing else is said."""
    if wanted is None:
        return "off_session" if terms else None
    return USAGE[wanted]


USAGE = {FutureUsage.OFF_SESSION: "off_session", FutureUsage.ON_SESSION: "on_session"}


def build_capture(req: Capture, ctx: Ctx) -> kit.HttpRequest:
    """One of several leaves the rest reserved: https://docs.stripe.com/payments/multicapture"""
    several = req.multiple_capture_data is not None or req.capture_method is CaptureMethod.MANUAL_MULTIPLE
    return on_account(kit.post_form(kit.path(f"{INTENT}/capture", req), {
        "amount_to_capture": to_wire(req.amount_to_capture, "amount_to_capture"),
        "final_capture": False if several else None}), req.split_payments)


def build_void(req: Void, ctx: Ctx) -> kit.HttpRequest:
    reason = req.cancellation_reason if req.cancellation_reason in REASONS else None
    return on_account(
        kit.post_form(kit.path(f"{INTENT}/cancel", req), {"cancellation_reason": reason}), req.split_payments)


def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    return on_account(kit.get(kit.path(INTENT, req) + "?expand%5B0%5D=latest_charge"), req.split_payments)


def parse_payment(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    intent = kit.read_json(res, wire.Intent)
    return replace(payment(intent), splits=told(getattr(req, "split_payments", None), intent.latest_charge))


def parse_sync(res: kit.HttpResponse, req: Sync, ctx: Ctx) -> Payment:
    intent = kit.read_json(res, wire.Intent)
    return payment(intent, Status.PAYMENT_METHOD_AWAITED if untried(intent) else None)


def payment(intent: wire.Intent, status: Status | None = None) -> Payment:
    """A payment intent as a Payment; `status` where the context knows better than the intent's own word."""
    status = status or STATUS[intent.status]
    received = intent.amount if intent.amount_received is None else intent.amount_received
    if status is Status.CHARGED and received < intent.amount:
        status = Status.PARTIAL_CHARGED
    elif status is Status.AUTHORIZED and intent.amount_received:
        status = Status.PARTIAL_CHARGED_AND_CHARGEABLE
    elif status is Status.VOIDED and intent.amount_received:
        status = Status.PARTIAL_CHARGED  # only the rest of it is released
    currency = Currency(intent.currency.upper())
    refused = status is Status.FAILURE
    asked = from_wire(intent.amount, currency)
    capturable = intent.amount_capturable
    return Payment(
        status=status, raw_connector_status=RawConnectorStatus(code=intent.status), connector_transaction_id=intent.id,
        merchant_transaction_id=intent.metadata.get("order_id"),
        error=failure(intent.last_payment_error or no_reason(intent.status)) if refused else None,
        amount=asked, authorized_money=asked if status in RESERVED else None,
        captured_amount=from_wire(received, currency) if status in TAKEN else None,
        capturable_amount=None if capturable is None else from_wire(capturable, currency),
        redirection_data=redirect(intent.next_action),
        mandate_reference=None if refused else stored(left_behind(intent.latest_charge) or intent.payment_method),
        network_transaction_id=None if refused else network_transaction_id(intent.latest_charge),
        connector_response=None if refused else told_of_card(intent.latest_charge),
        incremental_authorization_allowed=raisable(intent.latest_charge),
    )


def untried(intent: wire.Intent) -> bool:
    """Made for a shopper who has not paid yet (client_token): an attempt that failed has an error or a charge."""
    return intent.status == "requires_payment_method" and not intent.last_payment_error and not intent.latest_charge


def no_reason(word: str) -> wire.Error:
    """Of an attempt that failed, as the status says, and about which nothing else is told."""
    return wire.Error(code=word, message="no reason is given")


def redirect(action: wire.NextAction | None) -> Redirect | None:
    """Where the shopper goes: to authenticate, to the wallet, or to Stripe's page with the code, voucher or account to
    pay with. Other kinds (use_stripe_sdk, card_await_notification) send the shopper nowhere.
    """
    if action is None:
        return None
    for page in (getattr(action, kind) for kind in PAGES):
        address = page.address if page else None
        if address:
            return Redirect(uri=address)
    return None


PAGES = wire.NextAction.__struct_fields__


def stored(method: str | wire.Identified | None) -> ConnectorMandate | None:
    """The payment method, by which a later payment of the same customer can be made."""
    its = wire.id_of(method)
    return ConnectorMandate(connector_mandate_id=its, payment_method_id=its) if its else None


Tried = wire.Charge | wire.SetupAttempt | str | None
"""One attempt of an intent, as far as the answer tells of it."""


def left_behind(tried: Tried) -> str | wire.Identified | None:
    """Bancontact, iDEAL and Sofort are for one payment, and leave a SEPA debit behind for those to come."""
    details = None if tried is None or isinstance(tried, str) else tried.payment_method_details
    used = (details.bancontact or details.ideal or details.sofort) if details else None
    return used.generated_sepa_debit if used else None


def card_of(tried: Tried) -> wire.CardDetails | None:
    details = None if tried is None or isinstance(tried, str) else tried.payment_method_details
    return details.card if details else None


def network_transaction_id(tried: Tried) -> str | None:
    card = card_of(tried)
    return card.network_transaction_id if card else None


def raisable(charge: wire.Charge | str | None) -> bool | None:
    """Whether the reservation can be raised, as far as Stripe tells."""
    card = card_of(charge)
    return card.incremental_authorization.status == "available" if card and card.incremental_authorization else None


def told_of_card(tried: Tried) -> ConnectorResponseData | None:
    """What the issuer found of address and security code, as Stripe's own JSON; a reservation that is kept longer."""
    card = card_of(tried)
    if card is None:
        return None
    extended = card.extended_authorization is not None and card.extended_authorization.status == "enabled"
    if not (card.checks or extended):
        return None
    return ConnectorResponseData(
        additional_payment_method_data=CardConnectorResponse(payment_checks=msgspec.json.encode(card.checks))
        if card.checks else None,
        extended_authorization_response_data=ExtendedAuthorizationResponseData(
            extended_authentication_applied=True, capture_before=card.capture_before) if extended else None)


def failure(error: wire.Error) -> Failure:
    """https://docs.stripe.com/declines/codes: decline_code is the issuer's reason, the network_ codes the network's."""
    its = error.payment_intent or error.setup_intent
    return Failure(
        code=error.code or error.type, message=error.message or "", issuer_code=error.decline_code,
        decline_code=error.network_decline_code, advice_code=error.network_advice_code,
        connector_transaction_id=its.id if its else None)
