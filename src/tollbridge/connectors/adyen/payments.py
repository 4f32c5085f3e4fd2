"""Payments: /payments reserves or takes, /payments/details goes on where the shopper came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.adyen import wire
from tollbridge.connectors.adyen.account import CHECKOUT, Ctx, amount, from_wire, to_wire
from tollbridge.connectors.adyen.cards import Anyone, by_token, charges_to_come, exemption, interaction, proxied
from tollbridge.connectors.adyen.declines import decline_of, raw_code
from tollbridge.connectors.adyen.methods import method_fields
from tollbridge.connectors.adyen.shopper import (
    Form,
    about,
    email,
    risk_data,
    shopper_reference,
    street,
    telephone,
)
from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.inbound import HttpMethod
from tollbridge.domain.mandates import ConnectorMandate, FutureUsage, MitCategory
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.payments import (
    Authorize,
    CaptureMethod,
    PartnerMerchantIdentifierDetails,
    ProxyAuthorize,
    Sync,
    TokenAuthorize,
)
from tollbridge.domain.redirect_returns import RedirectVerification, VerifyRedirect
from tollbridge.domain.redirects import FormRedirect, Redirect
from tollbridge.domain.results import CardConnectorResponse, ConnectorResponseData, Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.splits import AdyenSplitData, AdyenSplitType, SplitPaymentsDetails, SplitRefundsDetails
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus
from tollbridge.domain.three_ds import AuthenticationType

# https://docs.adyen.com/online-payments/build-your-integration/payment-result-codes, and the schema's text. "Success"
# is in its enum alone, without a meaning: as any unknown word, it decides nothing.
STATUS = kit.payment_statuses(
    Authorised=Status.CHARGED,  # AUTHORIZED where the capture is a call of its own
    PartiallyAuthorised=Status.PARTIALLY_AUTHORIZED,
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
PAYMENTS, PARTLY = f"{CHECKOUT}/payments", "PartiallyAuthorised"
BY_US = (CaptureMethod.MANUAL, CaptureMethod.MANUAL_MULTIPLE)
NOTHING: Mapping[str, object] = {}
SPLITS = {
    AdyenSplitType.BALANCE_ACCOUNT: "BalanceAccount", AdyenSplitType.ACQUIRING_FEES: "AcquiringFees",
    AdyenSplitType.PAYMENT_FEE: "PaymentFee", AdyenSplitType.ADYEN_FEES: "AdyenFees",
    AdyenSplitType.ADYEN_COMMISSION: "AdyenCommission", AdyenSplitType.ADYEN_MARKUP: "AdyenMarkup",
    AdyenSplitType.INTERCHANGE: "Interchange", AdyenSplitType.SCHEME_FEE: "SchemeFee",
    AdyenSplitType.COMMISSION: "Commission", AdyenSplitType.TOP_UP: "TopUp", AdyenSplitType.VAT: "VAT",
}
RETURNED = ("redirectResult", "threeDSResult", "payload")
"""What the shopper comes back with: from a page, from a native 3DS challenge, from older redirects."""


# -- what is asked -----------------------------------------------------------------------------------------------------
def build_authorize(req: Authorize, ctx: Ctx) -> kit.HttpRequest:
    base, paid_with, _ = kit.together(
        lambda: common(req, ctx, off_session=bool(req.off_session)), lambda: method_fields(req.payment_method, req),
        lambda: needed(req))
    return kit.post_json(PAYMENTS, {
        **base,
        "shopperInteraction": interaction(req.off_session, req.payment_channel),
        "shopperLocale": req.locale or None,
        "surcharge": {"value": to_wire(req.surcharge_amount, "surcharge_amount")} if req.surcharge_amount else None,
        **shared(req.split_payments),
        "applicationInfo": software(req.partner_merchant_identifier_details),
        **paid_with,
    })


def order(joined: str | None) -> Form | None:
    """As create_order gave it, or the payment before this one; an id without data is no order of Adyen's."""
    reference, _, data = (joined or "").partition(":")
    return {"pspReference": reference, "orderData": Secret(data)} if data else None


def build_token_authorize(req: TokenAuthorize, ctx: Ctx) -> kit.HttpRequest:
    base, paid_with, _ = kit.together(
        lambda: common(req, ctx), lambda: by_token(req.connector_token, req),
        lambda: needed(req, {"connector_token": req.connector_token}))
    return kit.post_json(PAYMENTS, {**base, **paid_with})


def build_proxy_authorize(req: ProxyAuthorize, ctx: Ctx) -> kit.HttpRequest:
    base, paid_with, _ = kit.together(
        lambda: common(req, ctx), lambda: proxied(req.card_proxy, req), lambda: needed(req))
    return kit.post_json(PAYMENTS, {**base, "shopperInteraction": "Ecommerce", **paid_with})


def needed(req: Authorize | TokenAuthorize | ProxyAuthorize, also: Mapping[str, object] = NOTHING) -> Form:
    """By the schema."""
    kit.require({"merchant_transaction_id": req.merchant_transaction_id, "return_url": req.return_url, **also})
    return {}


def common(req: Authorize | TokenAuthorize | ProxyAuthorize, ctx: Ctx, *, off_session: bool = False) -> Form:
    """What every payment has."""
    billing, descriptor = req.address.billing_address, req.billing_descriptor
    statement = getattr(req, "statement_descriptor_name", None)
    return {
        "amount": amount(req.amount), "merchantAccount": ctx.account.merchant_account,
        "reference": req.merchant_transaction_id, "returnUrl": req.return_url,
        "additionalData": additional(req), **kept(req, off_session=off_session),
        "shopperIP": req.browser_info.ip_address if req.browser_info else None,
        "shopperEmail": email(billing, req.customer), "telephoneNumber": telephone(billing),
        "shopperStatement": (descriptor.statement_descriptor if descriptor else None) or statement,
        "billingAddress": street(billing), "deliveryAddress": street(req.address.shipping_address),
        "merchantOrderReference": req.merchant_order_id or None, **about(req.metadata),
        "order": order(req.connector_order_id),
    }


def additional(req: Anyone) -> Form:
    """https://docs.adyen.com/api-explorer/Checkout/68/post/payments: texts all. A reservation that is to be captured
    or raised later is a PreAuth.
    """
    later = getattr(req, "capture_method", None) in BY_US
    raised = bool(getattr(req, "request_incremental_authorization", False))
    wanted = getattr(req, "auth_type", None) is AuthenticationType.THREE_DS
    return {
        "authorisationType": "PreAuth" if later or raised else None, "manualCapture": "true" if later else None,
        "executeThreeD": "true" if wanted else "false",
        "allowPartialAuth": "true" if getattr(req, "enable_partial_authorization", False) else None,
        "scaExemption": exemption(getattr(req, "authentication_data", None)), **risk_data(req.metadata),
    }


def kept(req: Authorize | TokenAuthorize | ProxyAuthorize, *, off_session: bool) -> Form:
    """Whether the method is stored, and how it is charged: https://docs.adyen.com/online-payments/tokenization

    For a shopper whom nobody knows nothing can be stored.
    """
    usage, alone = req.setup_future_usage, charges_to_come(req)
    reference = shopper_reference(req.customer, req.state, kept=alone or off_session or usage is not None)
    if alone or off_session:
        kit.require({"customer.connector_customer_id": reference})
        return {"shopperReference": reference, "recurringProcessingModel": model(getattr(req, "mit_category", None)),
                "storePaymentMethod": True if alone else None}
    store = usage is FutureUsage.ON_SESSION and reference is not None
    return {"shopperReference": reference, "recurringProcessingModel": "CardOnFile" if store else None,
            "storePaymentMethod": True if store else None}


def model(category: MitCategory | None) -> str:
    """Fixed intervals are a subscription; whatever else the merchant charges alone is not scheduled."""
    return "Subscription" if category is MitCategory.RECURRING_MIT else "UnscheduledCardOnFile"


def software(partner: PartnerMerchantIdentifierDetails | None) -> Form | None:
    """The merchant's shop, and the plug-in that connects it."""
    if partner is None:
        return None
    shop, plug_in = partner.merchant_details, partner.partner_details
    return {"merchantApplication": {"name": shop.name, "version": shop.version} if shop else None,
            "externalPlatform": {"name": plug_in.name, "version": plug_in.version,
                                 "integrator": plug_in.integrator} if plug_in else None}


def shared(split: SplitPaymentsDetails | SplitRefundsDetails | None,
           field: str = "split_payments.adyen_split_payment") -> Form:
    """Among balance accounts: https://docs.adyen.com/platforms/online-payments/split-transactions"""
    if split is None:
        return {}
    if not isinstance(split, AdyenSplitData):
        raise Unsupported(f"{split.__struct_config__.tag} on adyen")
    path = f"{field}.split_items"
    kit.require({f"{path}[{number}].split_type": item.split_type for number, item in enumerate(split.split_items)})
    return {"store": split.store or None, "splits": [{
        "amount": amount(item.amount, f"{path}[{number}].amount") if item.amount else None,
        "type": SPLITS[item.split_type] if item.split_type else None, "account": item.account or None,
        "reference": item.reference or None, "description": item.description or None,
    } for number, item in enumerate(split.split_items)]}


def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    """With what the shopper came back with: there is no question by id."""
    kit.require({"encoded_data": req.encoded_data})
    given = req.encoded_data.reveal().lstrip("?") if req.encoded_data else ""
    return came_back(dict(parse_qsl(given)), "encoded_data")


def build_verify(req: VerifyRedirect, ctx: Ctx) -> kit.HttpRequest:
    """Anybody could write the address that the browser comes back to: Adyen is asked, which goes on with the payment
    too, as a sync does.
    """
    return came_back(kit.brought_back(req), "request_details.query_params")


def came_back(given: Mapping[str, str], path: str) -> kit.HttpRequest:
    for name in RETURNED:
        if name in given:
            return kit.post_json(f"{PAYMENTS}/details", {"details": {name: Secret(given[name])}})
    raise InvalidField(path, f"has none of {', '.join(RETURNED)}")


# -- what is answered --------------------------------------------------------------------------------------------------
def parse_payment(res: kit.HttpResponse, req: Any, ctx: Ctx) -> Payment:
    return payment(kit.read_json(res, wire.PaymentBody), req.capture_method, req.amount)


def parse_sync(res: kit.HttpResponse, req: Sync, ctx: Ctx) -> Payment:
    """Here the amount is compared with nothing, so it is told of a part too."""
    body = kit.read_json(res, wire.PaymentBody)
    its = payment(body, req.capture_method, req.amount)
    return replace(its, amount=money(body.amount)) if body.amount else its


def parse_verified(res: kit.HttpResponse, req: VerifyRedirect, ctx: Ctx) -> RedirectVerification:
    """The request does not tell how the payment is captured: what is authorised is reserved at least."""
    its = payment(kit.read_json(res, wire.PaymentBody), CaptureMethod.MANUAL)
    return RedirectVerification(
        status=its.status, source_verified=True, connector_transaction_id=its.connector_transaction_id,
        response_amount=its.amount or its.authorized_amount, error=its.error)


def payment(body: wire.PaymentBody, capture: CaptureMethod | None = None, asked: Money | None = None) -> Payment:
    """A payment, as far as it came with this answer. A part that was authorised is not what was asked for: it is told,
    and not compared.
    """
    data = body.additionalData or wire.Additional()
    stated = money(body.amount) if body.amount else None
    part = part_of(asked, data, stated) if body.resultCode == PARTLY else None
    status = status_of(body, capture, part)
    refused = status is Status.FAILURE
    return Payment(
        status=status, raw_connector_status=RawConnectorStatus(code=body.resultCode),
        connector_transaction_id=body.pspReference, merchant_transaction_id=body.merchantReference,
        error=failure(body, data) if refused else None,
        amount=None if body.resultCode == PARTLY else stated, authorized_amount=part,
        authorized_money=stated if status in (Status.AUTHORIZED, Status.CHARGED) else None,
        captured_amount=stated if status is Status.CHARGED else None,
        redirection_data=redirect(body.action), connector_feature_data=action_data(body.action) or rest(body),
        mandate_reference=None if refused else stored(data), network_transaction_id=data.networkTxReference,
        network_txn_link_id=data.transactionLinkId, connector_response=None if refused else checks(data),
        connector_customer_id=data.shopper,
    )


def status_of(body: wire.PaymentBody, capture: CaptureMethod | None, part: Money | None) -> Status:
    status = STATUS[body.resultCode]
    if status is Status.CHARGED and capture in BY_US:
        return Status.AUTHORIZED
    if status is Status.PARTIALLY_AUTHORIZED and part is None:
        return Status.UNRESOLVED  # a part, but of what size?
    if body.resultCode == "Pending" and read(body.action):
        return Status.AUTHENTICATION_PENDING  # it waits for the shopper: a QR code, an app
    return status


def part_of(asked: Money | None, data: wire.Additional, stated: Money | None) -> Money | None:
    """What is reserved: https://docs.adyen.com/online-payments/partial-authorization. The answer's amount, where it is
    less than was asked for, or an amount of its own; None where neither tells.
    """
    if data.authorisedAmountCurrency and (data.authorisedAmountValue or "").isdecimal():
        return from_wire(int(data.authorisedAmountValue or ""), Currency(data.authorisedAmountCurrency))
    if stated and asked and stated.currency is asked.currency and stated < asked:
        return stated
    return None


def money(its: wire.Amount) -> Money:
    return from_wire(its.value, Currency(its.currency))


def redirect(action: msgspec.Raw) -> Redirect | FormRedirect | None:
    """Where the shopper goes: to the bank, the wallet, the challenge, or to Adyen's page that shows code or voucher."""
    its = read(action)
    if its is None:
        return None
    address = its.url or its.instructionsUrl or its.downloadUrl
    if address and (its.method or "").upper() == "POST":
        return FormRedirect(endpoint=address, method=HttpMethod.POST, form_fields=its.data or {})
    return Redirect(uri=address) if address else None


def read(action: msgspec.Raw) -> wire.Action | None:
    """An action of a kind or shape that is new to us is handed on all the same: only its address is lost."""
    try:
        return msgspec.json.decode(action, type=wire.Action | None)
    except msgspec.ValidationError:
        return None


def action_data(action: msgspec.Raw) -> Secret | None:
    """The whole action, as Adyen's own libraries take it (handleAction): native 3DS, QR code, voucher, account."""
    return Secret(bytes(action).decode()) if read(action) else None


def rest(body: wire.PaymentBody) -> Secret | None:
    """Of the order that this payment belongs to: the `connector_order_id` of the next one."""
    joined = body.order.joined if body.order else None
    return kit.carry(OfOrder(connector_order_id=joined)) if joined else None


class OfOrder(Struct):
    connector_order_id: str


def stored(data: wire.Additional) -> ConnectorMandate | None:
    its = data.stored or data.token
    return ConnectorMandate(connector_mandate_id=its) if its else None


def checks(data: wire.Additional) -> ConnectorResponseData | None:
    """What the issuer found of address and security code, in Adyen's words, with its approval code."""
    found = {name: text for name, text in (("avsResult", data.avsResult), ("cvcResult", data.cvcResult)) if text}
    if not (found or data.authCode):
        return None
    return ConnectorResponseData(additional_payment_method_data=CardConnectorResponse(
        payment_checks=msgspec.json.encode(found) if found else None, card_network=data.paymentMethod,
        auth_code=data.authCode))


def failure(body: wire.PaymentBody, data: wire.Additional) -> Failure:
    """https://docs.adyen.com/development-resources/refusal-reasons: Adyen's reason by number; the issuer's as it came
    ("05 : Do not honor"), which begins with the network's code.
    """
    raw, code = data.refusalReasonRaw, body.refusalReasonCode or body.resultCode
    network = data.refusalCodeRaw or raw_code(raw)
    words = (raw or "").partition(":")[2].strip()
    return Failure(
        code=code, message=body.refusalReason or "", issuer_message=raw, decline_code=network,
        network_message=raw if data.refusalCodeRaw else words or raw, advice_code=advice(data.merchantAdviceCode),
        connector_transaction_id=body.pspReference,
        unified=decline_of(body.refusalReasonCode or body.refusalReason or "", network))


def advice(text: str | None) -> str | None:
    """Mastercard's code; its meaning may stand behind a colon."""
    return text.partition(":")[0].strip() or None if text else None
