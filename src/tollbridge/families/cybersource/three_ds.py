"""3DS: what a payment shows of it, and the three steps of payer authentication.

https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth/pa2-ccdc-intro.html
Set-up gives a form for a hidden frame, which takes the browser's device data; the check of the enrolment asks the
issuer, and gives a form for a frame with the challenge where it wants one; the validation fetches the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.authentication import Authenticate, Authentication, PostAuthenticate, PreAuthenticate
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.inbound import HttpMethod
from tollbridge.domain.methods import PaymentMethod
from tollbridge.domain.methods.cards import CardNetwork
from tollbridge.domain.people import BrowserInformation
from tollbridge.domain.redirects import FormRedirect
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.domain.three_ds import (
    AuthenticationData,
    CavvAlgorithm,
    DecoupledAuthenticationType as Action,
    ExemptionIndicator as Exemption,
    TransactionStatus as Verdict,
)
from tollbridge.families.cybersource import wire
from tollbridge.families.cybersource.account import Ctx
from tollbridge.families.cybersource.errors import failure
from tollbridge.families.cybersource.face import Body, Face, amount, bill_to, email
from tollbridge.families.cybersource.methods import Parts, method_fields

SETUPS = kit.payment_statuses(COMPLETED=Status.DEVICE_DATA_COLLECTION_PENDING, FAILED=Status.AUTHENTICATION_FAILED)
STATUS = kit.payment_statuses(
    AUTHENTICATION_SUCCESSFUL=Status.AUTHENTICATION_SUCCESSFUL,
    PENDING_AUTHENTICATION=Status.AUTHENTICATION_PENDING,
    AUTHENTICATION_FAILED=Status.AUTHENTICATION_FAILED,
    INVALID_REQUEST=Status.AUTHENTICATION_FAILED,
)
LETTERS: Mapping[Verdict, str] = {
    Verdict.SUCCESS: "Y", Verdict.FAILURE: "N", Verdict.VERIFICATION_NOT_PERFORMED: "U", Verdict.NOT_VERIFIED: "A",
    Verdict.REJECTED: "R", Verdict.CHALLENGE_REQUIRED: "C",
    Verdict.CHALLENGE_REQUIRED_DECOUPLED_AUTHENTICATION: "D", Verdict.INFORMATION_ONLY: "I",
}
VERDICTS = {letter: verdict for verdict, letter in LETTERS.items()}
EXEMPTIONS: Mapping[Exemption, str] = {
    Exemption.LOW_VALUE: "lowValueExemptionIndicator",
    Exemption.TRANSACTION_RISK_ASSESSMENT: "riskAnalysisExemptionIndicator",
    Exemption.TRUSTED_LISTING: "trustedMerchantExemptionIndicator",
    Exemption.SECURE_CORPORATE_PAYMENT: "secureCorporatePaymentIndicator",
    Exemption.SCA_DELEGATION: "delegatedAuthenticationExemptionIndicator",
}
ALGORITHMS = dict(zip(CavvAlgorithm, "01234A", strict=True))
FLOWS = {Action.CHALLENGE: "CH", Action.FRICTIONLESS: "FR"}
INDICATORS: Mapping[CardNetwork, str] = {
    CardNetwork.VISA: "vbv", CardNetwork.AMEX: "aesk", CardNetwork.JCB: "js", CardNetwork.DISCOVER: "dipb",
    CardNetwork.DINERS: "pb", CardNetwork.UNIONPAY: "up3ds",
}
"""https://developer.cybersource.com/docs/cybs/en-us/payments/developer/all/rest/payments/Commerce_Indicators.html"""
UCAF = (CardNetwork.MASTERCARD, CardNetwork.MAESTRO)
COLLECTED = {"02": "2", "01": "1"}
PROVED = frozenset({"05", "06", "02", "01"})  # authenticated or attempted: the issuer bears the fraud
PROVING = (Verdict.SUCCESS, Verdict.NOT_VERIFIED)


def indicator(data: AuthenticationData | None, network: CardNetwork | None) -> str:
    """The kind of order: with 3DS, how far the network says that it went."""
    eci = data.eci if data else None
    if network in UCAF:
        return "spa" if eci in ("01", "02") else "internet"
    known = INDICATORS.get(network) if network else None
    if known is None or eci not in ("05", "06"):
        return "internet"
    return known if eci == "05" else f"{known}_attempted"


def wanted(data: AuthenticationData | None, network: CardNetwork | None) -> dict[str, object]:
    """By path, what the network has to see of 3DS before it shifts the liability; of Mastercard's, more than of others:
    https://developer.cybersource.com/docs/nab/en-us/payer-auth/developer/all/rest/payer-auth/pa-ccdc-api-intro/pa-ccdc-validation-service-intro/pa-ccdc-validation-service-combining-services-mapp.html
    Nothing where nothing is claimed: of an exemption alone, or of an issuer that did not vouch.
    """
    if data is None or (data.exemption_indicator and not (data.cavv or data.eci or data.trans_status)):
        return {}
    said = data.eci or data.trans_status
    if said and data.eci not in PROVED and data.trans_status not in PROVING:
        return {}
    proof: dict[str, object] = {"authentication_data.cavv": data.cavv, "authentication_data.eci": data.eci}
    if network in UCAF:
        proof |= {"authentication_data.ucaf_collection_indicator": collected(data),
                  "authentication_data.ds_transaction_id": data.ds_transaction_id,
                  "authentication_data.message_version": data.message_version}
    return proof


def collected(data: AuthenticationData) -> str | None:
    """Mastercard's word for how strong it was: one for each ECI."""
    return data.ucaf_collection_indicator or COLLECTED.get(data.eci or "")


def exempted(claim: Exemption) -> Body:
    """Without a word for it the payment would go out as one that claims nothing, and the issuer ask for 3DS."""
    if claim not in EXEMPTIONS:
        raise Unsupported(f"authentication_data.exemption_indicator {claim}")
    return {EXEMPTIONS[claim]: "1"}


def shown(face: Face, data: AuthenticationData | None, parts: Parts) -> Body | None:
    """The outcome of an authentication, as a payment shows it, with what the method says itself. A cryptogram of
    Mastercard's has a field of its own.
    """
    if data is None:
        return parts.authentication or None
    ucaf = parts.network in UCAF
    body: Body = {
        "cavv": None if ucaf else data.cavv, "ucafAuthenticationData": data.cavv if ucaf else None,
        "ucafCollectionIndicator": collected(data) if ucaf else None, "eciRaw": data.eci,
        "paresStatus": LETTERS.get(data.trans_status) if data.trans_status else None,
        "directoryServerTransactionId": data.ds_transaction_id, "acsTransactionId": data.acs_transaction_id,
        "specificationVersion": data.message_version, "paSpecificationVersion": data.message_version}
    if face.enrolled and data.cavv:  # else nobody has asked, or the issuer has vouched for nothing
        body |= {"veresEnrolled": "Y", "cavvAlgorithm": "2"}
    body |= french(data)
    if data.exemption_indicator is not None:
        body["strongAuthentication"] = exempted(data.exemption_indicator)
    return body | parts.authentication


def french(data: AuthenticationData) -> Body:
    """What Cartes Bancaires and its acquirers want to see besides:
    https://pypi.org/project/cybersource-rest-client-python/0.0.80/ (Ptsv2paymentsConsumerAuthenticationInformation)
    """
    at, its = data.created_at, data.network_params.cartes_bancaires if data.network_params else None
    body: Body = {
        "authenticationDate": f"{datetime.fromtimestamp(at, UTC):%Y%m%d%H%M%S}" if at else None,
        "effectiveAuthenticationType": FLOWS.get(data.authentication_type) if data.authentication_type else None,
        "challengeCode": data.challenge_code, "challengeCancelCode": data.challenge_cancel,
        "signedParesStatusReason": data.challenge_code_reason,
        "networkScore": f"{its.cb_score:02}" if its and its.cb_score else None}
    if its and its.cavv_algorithm:
        body["cavvAlgorithm"] = ALGORITHMS[its.cavv_algorithm]
    return body


# -- the three steps ----------------------------------------------------------------------------------------------
class Remembered(Struct):
    """What a later step needs of an earlier one."""

    reference_id: str | None = None
    authentication_transaction_id: str | None = None


def remembered(data: Secret | None) -> Remembered:
    return kit.carried(data, Remembered) if data else Remembered()


def asked(face: Face, method: PaymentMethod) -> Body:
    """The card as its issuer is asked about it: no CVC goes there."""
    its: Body = method_fields(method, face).payment
    return {"card": {**its["card"], "securityCode": None}}


def build_setup(face: Face, req: PreAuthenticate, ctx: Ctx) -> kit.HttpRequest:
    code = req.merchant_order_id or req.merchant_transaction_id
    kit.require({"merchant_order_id": code})
    return kit.post_json("/risk/v1/authentication-setups", {
        "clientReferenceInformation": {"code": code},
        "paymentInformation": asked(face, req.payment_method)})


def parse_setup(res: kit.HttpResponse, req: PreAuthenticate, ctx: Ctx) -> Authentication:
    body = kit.read_json(res, wire.Transaction)
    its, status = body.consumer_authentication_information or wire.Authentication(), SETUPS[body.word]
    return Authentication(
        status=status, connector_transaction_id=body.id, error=refused(body, status),
        redirection_data=form(its.device_data_collection_url, its.access_token),
        connector_feature_data=kit.carry(Remembered(reference_id=its.reference_id)))


def build_enroll(face: Face, req: Authenticate, ctx: Ctx) -> kit.HttpRequest:
    """Asks the issuer."""
    kit.require({"merchant_order_id": req.merchant_order_id, **email(req.address, req.customer)})
    back = req.redirection_response
    known = remembered(req.connector_feature_data).reference_id or (back.params if back else None)
    return kit.post_json("/risk/v1/authentications", {
        "clientReferenceInformation": {"code": req.merchant_order_id},
        "paymentInformation": asked(face, req.payment_method),
        "orderInformation": {"amountDetails": amount(req.amount),
                             "billTo": bill_to(face, req.address.billing_address, req.customer)},
        "consumerAuthenticationInformation": {
            "referenceId": known, "returnUrl": req.continue_redirection_url or req.return_url,
            "transactionMode": "S", "deviceChannel": "BROWSER" if req.browser_info else None},
        "deviceInformation": device(req.browser_info)})


def device(browser: BrowserInformation | None) -> Body | None:
    """The browser's eleven values, which EMV 3DS wants."""
    if browser is None:
        return None

    def text(value: int | None) -> str | None:
        return None if value is None else str(value)

    return {
        "ipAddress": browser.ip_address, "httpAcceptContent": browser.accept_header,
        "httpBrowserLanguage": browser.language, "httpBrowserJavaEnabled": browser.java_enabled,
        "httpBrowserJavaScriptEnabled": browser.java_script_enabled,
        "httpBrowserColorDepth": text(browser.color_depth), "httpBrowserScreenHeight": text(browser.screen_height),
        "httpBrowserScreenWidth": text(browser.screen_width),
        "httpBrowserTimeDifference": text(browser.time_zone_offset_minutes),
        "userAgentBrowserValue": browser.user_agent}


def build_validate(face: Face, req: PostAuthenticate, ctx: Ctx) -> kit.HttpRequest:
    """What the shopper's browser brings back counts only where nobody has kept what Cybersource said."""
    back = req.redirection_response
    known = remembered(req.connector_feature_data).authentication_transaction_id or (
        back.payload.get("TransactionId") if back else None)
    kit.require({"merchant_order_id": req.merchant_order_id, "redirection_response.payload.TransactionId": known})
    return kit.post_json("/risk/v1/authentication-results", {
        "clientReferenceInformation": {"code": req.merchant_order_id},
        "paymentInformation": asked(face, req.payment_method),
        "orderInformation": {"amountDetails": amount(req.amount)},
        "consumerAuthenticationInformation": {"authenticationTransactionId": known}})


def parse_authentication(res: kit.HttpResponse, req: Authenticate | PostAuthenticate, ctx: Ctx) -> Authentication:
    body = kit.read_json(res, wire.Transaction)
    its, status = body.consumer_authentication_information or wire.Authentication(), STATUS[body.word]
    return Authentication(
        status=status, connector_transaction_id=body.id, error=refused(body, status),
        redirection_data=challenge(body), authentication_data=outcome(its),
        connector_feature_data=kit.carry(Remembered(
            authentication_transaction_id=its.authentication_transaction_id)))


def refused(body: wire.Transaction, status: Status) -> Failure | None:
    return failure(body) if status is Status.AUTHENTICATION_FAILED else None


def outcome(its: wire.Authentication) -> AuthenticationData | None:
    """As the payment wants it."""
    proof, ucaf = its.cavv or its.ucaf_authentication_data, its.ucaf_collection_indicator
    if not (proof or its.eci_raw or its.pares_status):
        return None
    return AuthenticationData(
        eci=its.eci_raw, cavv=Secret(proof) if proof else None, message_version=its.specification_version,
        trans_status=VERDICTS.get(its.pares_status or ""), ds_transaction_id=its.directory_server_transaction_id,
        acs_transaction_id=its.acs_transaction_id, threeds_server_transaction_id=its.three_ds_server_transaction_id,
        ucaf_collection_indicator=None if ucaf is None else str(ucaf),
        connector_transaction_id=its.authentication_transaction_id)


def challenge(body: wire.Transaction) -> FormRedirect | None:
    """Where the issuer wants to see the shopper: a form for a frame."""
    its = body.consumer_authentication_information
    return form(its.step_up_url, its.access_token) if its else None


def form(url: str | None, token: str | None) -> FormRedirect | None:
    return FormRedirect(endpoint=url, method=HttpMethod.POST, form_fields={"JWT": token}) if url and token else None
