"""A payment as an answer or a webhook shows it."""

from __future__ import annotations

from tollbridge.sandbox.adyen.books import Desk, Payment, State
from tollbridge.sandbox.adyen.methods import KINDS, Kind
from tollbridge.sandbox.adyen.wire import Action, PaymentResponse, ThreeDS2Result

_CARDS = (Kind.CARD, Kind.WALLET)


def presented(desk: Desk, payment: Payment, action: Action | None = None) -> PaymentResponse:
    """Without a `pspReference` while the shopper is redirected or challenged, as in Adyen's own examples."""
    away = payment.turn is not None and payment.result_code in ("RedirectShopper", "IdentifyShopper",
                                                                "ChallengeShopper")
    answer = PaymentResponse(result_code=payment.result_code, action=action, order=desk.order_of(payment))
    if away:
        return answer
    answer.psp_reference, answer.merchant_reference = payment.psp, payment.reference
    answer.amount = payment.amount
    if payment.refusal is not None:
        answer.refusal_reason, answer.refusal_reason_code = payment.refusal[0], str(payment.refusal[1])
    if payment.state is State.AUTHENTICATED:
        answer.three_ds2_result = ThreeDS2Result(
            authentication_value="QURZRU4gM0RTMiBURVNUIENBVlY=", eci="05", message_version="2.2.0", trans_status="Y",
            three_ds_server_trans_id=payment.psp, ds_trans_id=payment.psp)
    answer.additional_data = additional_data(payment) or None
    return answer


def additional_data(payment: Payment) -> dict[str, str]:
    shown: dict[str, str] = {}
    if KINDS[payment.method] in _CARDS and payment.state is not State.WAITING:
        shown |= _issuer(payment) | _card(payment) | _three_ds(payment)
    if KINDS[payment.method] is Kind.DEBIT and payment.method.startswith("sepa"):
        shown |= {"sepadirectdebit.mandateId": payment.psp,
                  "sepadirectdebit.sequenceType": "OneOff" if payment.processing_model is None else "First"}
    if payment.state is State.AUTHORISED and payment.token is not None and payment.shopper_reference is not None:
        shown |= {"recurring.recurringDetailReference": payment.token,
                  "recurring.shopperReference": payment.shopper_reference,
                  "tokenization.storedPaymentMethodId": payment.token,
                  "tokenization.shopperReference": payment.shopper_reference,
                  "tokenization.store.operationType": "created" if payment.stored_now else "alreadyExisting"}
    if payment.processing_model is not None:
        shown["recurringProcessingModel"] = payment.processing_model
    return shown


def _issuer(payment: Payment) -> dict[str, str]:
    asked = payment.face is not None and payment.face.cvc_given
    refused = payment.refusal is not None
    raw = payment.course.raw or (f"DECLINED {payment.refusal[0]}" if payment.refusal else "AUTHORISED")
    answered = {"avsResult": "4 AVS not supported for this card type", "avsResultRaw": "4", "refusalReasonRaw": raw,
                "cvcResult": "1 Matches" if asked and not refused else "0 Unknown",
                "cvcResultRaw": "M" if asked and not refused else "U", "acquirerCode": "TestPmmAcquirer",
                "acquirerReference": f"{payment.psp}A"}
    if not refused:
        answered |= {"authCode": payment.auth_code, "networkTxReference": f"{int(payment.psp, 36) % 10**15:015}"}
    return answered


def _card(payment: Payment) -> dict[str, str]:
    face = payment.face
    if face is None:
        return {}
    shown = {"cardSummary": face.last_four, "paymentMethodVariant": payment.variant, "fundingSource": "CREDIT"}
    if face.is_card:
        shown["expiryDate"] = f"{face.expiry_month.removeprefix('0')}/{face.expiry_year}"
    if face.bin:
        shown["cardBin"] = face.bin
    return shown


def _three_ds(payment: Payment) -> dict[str, str]:
    if not payment.authenticated:
        return {}
    return {"threeDOffered": "true", "threeDOfferedResponse": "C", "threeDAuthenticated": "true",
            "threeDAuthenticatedResponse": "Y", "threeDSVersion": "2.2.0", "eci": "05", "liabilityShift": "true"}
