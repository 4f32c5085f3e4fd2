"""3DS: as part of a payment that waits for it (Payments API), or of its own (3DS API, version 3).

Within a payment, connector_feature_data of the answer that waits goes into the next step: device data
(Authenticate), then the result of the challenge (PostAuthenticate), and the answer is the payment's. Without it, the
three steps only authenticate, and what the last one gives goes into an Authorize.
"""

from __future__ import annotations

from typing import Any

from tollbridge import kit
from tollbridge.connectors.worldpay import wire
from tollbridge.connectors.worldpay.account import THREE_DS_3, Body, Ctx, Kept, kept
from tollbridge.connectors.worldpay.instruments import front
from tollbridge.domain.authentication import Authenticate, Authentication, PostAuthenticate, PreAuthenticate
from tollbridge.domain.failures import Failure
from tollbridge.domain.inbound import HttpMethod
from tollbridge.domain.people import BrowserInformation
from tollbridge.domain.redirects import FormRedirect
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.domain.three_ds import AuthenticationData, DecoupledAuthenticationType, TransactionStatus

STATUS = kit.payment_statuses(
    initialized=Status.DEVICE_DATA_COLLECTION_PENDING, challenged=Status.AUTHENTICATION_PENDING,
    authenticated=Status.AUTHENTICATION_SUCCESSFUL, alreadyAuthenticated=Status.AUTHENTICATION_SUCCESSFUL,
    bypassed=Status.AUTHENTICATION_SUCCESSFUL,  # by the merchant's own rules; its ECI shifts no liability
    authenticationFailed=Status.AUTHENTICATION_FAILED, signatureFailed=Status.AUTHENTICATION_FAILED,
    unavailable=Status.AUTHENTICATION_FAILED, authenticationOutage=Status.AUTHENTICATION_FAILED)
VERDICTS = {
    "Y": TransactionStatus.SUCCESS, "N": TransactionStatus.FAILURE, "R": TransactionStatus.REJECTED,
    "U": TransactionStatus.VERIFICATION_NOT_PERFORMED, "A": TransactionStatus.NOT_VERIFIED,
    "C": TransactionStatus.CHALLENGE_REQUIRED, "I": TransactionStatus.INFORMATION_ONLY}
FLOWS = {DecoupledAuthenticationType.CHALLENGE: "challenge", DecoupledAuthenticationType.FRICTIONLESS: "frictionless"}
PROVED = ("01", "02", "05", "06")
DEPTHS = (1, 4, 8, 15, 16, 24, 32, 48)
PAYMENT = "/api/payments/{link_data}"


def device_data(req: Any) -> Body:
    browser = req.browser_info or BrowserInformation()
    kit.require({"browser_info.accept_header": browser.accept_header, "browser_info.user_agent": browser.user_agent})
    depths = [depth for depth in DEPTHS if depth <= (browser.color_depth or 0)]
    offset = browser.time_zone_offset_minutes
    return {
        "acceptHeader": browser.accept_header, "userAgentHeader": browser.user_agent,
        "browserLanguage": browser.language or None, "browserScreenWidth": browser.screen_width,
        "browserScreenHeight": browser.screen_height, "browserColorDepth": str(depths[-1]) if depths else None,
        "timeZone": None if offset is None else str(offset), "browserJavaEnabled": browser.java_enabled,
        "browserJavascriptEnabled": browser.java_script_enabled}


def external(data: AuthenticationData) -> Body:
    """3DS that the merchant ran elsewhere, or in our three steps."""
    proved = data.eci in PROVED
    kit.require({"authentication_data.eci": data.eci, "authentication_data.message_version": data.message_version,
                 **({"authentication_data.cavv": data.cavv,
                     "authentication_data.ds_transaction_id": data.ds_transaction_id} if proved else {})})
    return {"type": "external", "version": data.message_version, "eci": data.eci,
            "authenticationValue": data.cavv or None, "dsTransactionId": data.ds_transaction_id or None,
            "authenticationFlow": FLOWS.get(data.authentication_type) if data.authentication_type else None}


def redirect(answer: wire.Answer) -> FormRedirect | None:
    """For a hidden frame, to collect device data; for a visible one, to challenge the shopper."""
    if (asked := answer.device_data_collection) is not None:
        fields = {"JWT": asked.jwt, **({"Bin": asked.bin} if asked.bin else {})}
        return FormRedirect(endpoint=asked.url, method=HttpMethod.POST, form_fields=fields)
    if (challenge := answer.challenge) is not None:
        return FormRedirect(endpoint=challenge.url, method=HttpMethod.POST, form_fields={"JWT": challenge.jwt})
    return None


def about(req: Any, ctx: Ctx, reference: str | None) -> Body:
    kit.require({"merchant_order_id": reference})
    return {"transactionReference": reference, "merchant": {"entity": ctx.account.entity_id}}


def build_pre(req: PreAuthenticate, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json("/verifications/customers/3ds/deviceDataInitialization", {
        **about(req, ctx, req.merchant_transaction_id or req.merchant_order_id),
        "paymentInstrument": front(req.payment_method, req.address.billing_address)}, THREE_DS_3)


def collected(req: Authenticate) -> str | None:
    """What the frame's message called SessionId."""
    back = req.redirection_response
    return (back.payload.get("collectionReference") or back.payload.get("SessionId") or back.params) if back else None


def build_authenticate(req: Authenticate, ctx: Ctx) -> kit.HttpRequest:
    known = kept(req)
    if known.link_data:
        return kit.post_json(kit.path(PAYMENT + "/3dsDeviceData", known), {"collectionReference": collected(req)})
    back = req.continue_redirection_url or req.return_url
    its, paid, device, _ = kit.together(
        lambda: about(req, ctx, known.reference or req.merchant_order_id),
        lambda: front(req.payment_method, req.address.billing_address),
        lambda: device_data(req), lambda: kit.require({"continue_redirection_url": back}))
    return kit.post_json("/verifications/customers/3ds/authentication", {
        **its,
        "instruction": {"value": {"amount": req.amount.minor_amount, "currency": req.amount.currency},
                        "paymentInstrument": paid},
        "deviceData": {**device, "collectionReference": collected(req),
                       "ipAddress": (req.browser_info.ip_address or None) if req.browser_info else None},
        "challenge": {"returnUrl": back}}, THREE_DS_3)


def build_post(req: PostAuthenticate, ctx: Ctx) -> kit.HttpRequest:
    known = kept(req)
    if known.link_data:
        return kit.post_json(kit.path(PAYMENT + "/3dsChallenges", known), {})
    kit.require({"connector_feature_data": known.challenge})
    return kit.post_json("/verifications/customers/3ds/verification", {
        **about(req, ctx, known.reference), "challenge": {"reference": known.challenge}}, THREE_DS_3)


def authentication(answer: wire.Answer) -> Authentication:
    """Of a step without a payment."""
    status = STATUS[answer.outcome]
    refused = status is Status.AUTHENTICATION_FAILED
    challenge = answer.challenge.reference if answer.challenge else None
    return Authentication(
        status=status, redirection_data=redirect(answer), authentication_data=proof(answer),
        error=Failure(code=answer.outcome, message=answer.outcome) if refused else None,
        connector_feature_data=kit.carry(Kept(reference=answer.transaction_reference, challenge=challenge)))


def proof(answer: wire.Answer) -> AuthenticationData | None:
    its, within = answer.authentication, answer.three_ds
    if within is not None:
        return AuthenticationData(
            eci=within.eci, message_version=within.version, ds_transaction_id=within.ds_transaction_id,
            acs_transaction_id=within.acs_transaction_id, trans_status=VERDICTS.get(within.status or ""))
    if its is None:
        return None
    return AuthenticationData(
        eci=its.eci, message_version=its.version, ds_transaction_id=its.transaction_id,
        cavv=Secret(its.authentication_value) if its.authentication_value else None,
        acs_transaction_id=answer.acs_transaction_id, trans_status=VERDICTS.get(answer.status or ""))
