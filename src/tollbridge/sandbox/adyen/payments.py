"""`/payments` and `/payments/details`: a payment begins, and goes on once its shopper has done something."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from msgspec import DecodeError, json

from tollbridge.sandbox.adyen import actions, authorisations, cards, instruments, orders, requests
from tollbridge.sandbox.adyen.books import Desk, Payment, State, Turn
from tollbridge.sandbox.adyen.errors import invalid, missing, missing_object, no_acquirer
from tollbridge.sandbox.adyen.instruments import Instrument
from tollbridge.sandbox.adyen.methods import KINDS, Kind, is_offered, may_wait_for_capture
from tollbridge.sandbox.adyen.presentation import presented
from tollbridge.sandbox.adyen.requests import PaymentDetailsRequest, PaymentRequest
from tollbridge.sandbox.adyen.wire import PaymentResponse

_PRESENTED = (Kind.VOUCHER, Kind.BANK_TRANSFER, Kind.QR_CODE, Kind.AWAIT, Kind.SDK)


def create(desk: Desk, request: PaymentRequest) -> PaymentResponse:
    payment = _checked(desk, request)
    desk.books.payments[payment.psp] = payment
    kind = KINDS[payment.method]
    if kind in (Kind.CARD, Kind.WALLET):
        return _card(desk, request, payment)
    if kind is Kind.REDIRECT and payment.token is None:
        if payment.method == "paypal" and (request.payment_method or {}).get("subtype") == "sdk":
            return presented(desk, payment, actions.present(desk, payment, Kind.SDK))
        return presented(desk, payment, actions.redirect(desk, payment, Turn.PAGE))
    if kind in _PRESENTED:
        return presented(desk, payment, actions.present(desk, payment, kind))
    if kind is Kind.DEBIT:
        if payment.course.outcome is not cards.PENDING:
            desk.behind.append(lambda: authorisations.authorise(desk, payment))
        payment.turn = Turn.ELSEWHERE
        return presented(desk, payment)
    authorisations.authorise(desk, payment)
    return presented(desk, payment)


def _checked(desk: Desk, request: PaymentRequest) -> Payment:
    """Raises AdyenError for what cannot be begun at all."""
    account = requests.merchant_account(request)
    amount = requests.amount(request.amount, zero=True)
    if not request.reference:
        raise missing("reference", "130")
    if not request.payment_method:
        raise missing_object("paymentMethod", "14_006")
    if not request.return_url and request.shopper_interaction not in ("ContAuth", "Moto", "POS"):
        raise invalid("14_030", "Return URL is missing.")
    requested = request.additional_data.get("RequestedTestAcquirerResponseCode")
    wanted = str(request.payment_method.get("type") or "scheme")
    if not is_offered(wanted, amount.currency):
        raise no_acquirer(wanted, amount.currency)
    instrument = instruments.read(desk, request.payment_method, None if requested is None else str(requested),
                                  request.shopper_reference)
    if amount.value == 0 and KINDS[instrument.method] not in (Kind.CARD, Kind.WALLET):
        raise invalid("137", "Invalid amount specified")
    stores = request.store_payment_method or request.enable_recurring or request.enable_one_click
    if stores and not request.shopper_reference:
        raise invalid("000", "Recurring payments require a shopperReference")
    manual = may_wait_for_capture(instrument.method) and waits_for_capture(request.additional_data)
    payment = Payment(
        psp=desk.psp, merchant_account=account, reference=request.reference, amount=amount, method=instrument.method,
        variant=instrument.variant, course=instrument.course, face=instrument.face, stores=stores, manual=manual,
        return_url=request.return_url or "", shopper_reference=request.shopper_reference,
        shopper_email=request.shopper_email, processing_model=request.recurring_processing_model,
        authenticates_only=request.three_ds_authentication_only, capture_delay_h=request.capture_delay_hours or 0,
        order=orders.towards(desk, request.order, amount),
        gift_card=instrument.gift_card, token=instrument.stored.id if instrument.stored else None)
    payment.authenticated = _authenticated_elsewhere(request, instrument)
    return payment


def waits_for_capture(additional_data: dict[str, Any]) -> bool:
    """https://docs.adyen.com/online-payments/capture#manual-capture, for one payment."""
    return str(additional_data.get("manualCapture", "")).lower() == "true"


def _authenticated_elsewhere(request: PaymentRequest, instrument: Instrument) -> bool:
    """3-D Secure that the merchant ran with another provider; a network token's cryptogram is no such thing."""
    proof = request.mpi_data or {}
    return (instrument.method != "networkToken" and bool(proof.get("cavv"))
            and proof.get("authenticationResponse", "Y") == "Y")


def _card(desk: Desk, request: PaymentRequest, payment: Payment) -> PaymentResponse:
    if _asks_holder(request, payment):
        if _is_native(request):
            return presented(desk, payment, actions.fingerprint(desk, payment))
        return presented(desk, payment, actions.redirect(desk, payment, Turn.THREE_DS_PAGE))
    if payment.authenticates_only:
        payment.state, payment.result_code = State.AUTHENTICATED, "AuthenticationNotRequired"
        return PaymentResponse(result_code=payment.result_code, psp_reference=payment.psp)
    authorisations.authorise(desk, payment)
    return presented(desk, payment)


def _asks_holder(request: PaymentRequest, payment: Payment) -> bool:
    """An enrolled card, a shopper who is there, and a merchant who can show them to the issuer.

    The holder of a Bancontact card is always asked.
    """
    enrolled = payment.method == "bcmc" or (payment.face is not None and payment.face.three_ds)
    if not enrolled or payment.authenticated:
        return False
    if request.shopper_interaction not in (None, "Ecommerce") or not request.return_url:
        return False
    if payment.method == "bcmc":
        return True
    if str(request.additional_data.get("executeThreeD", "")).lower() == "false":
        return False
    return request.browser_info is not None or request.channel in ("iOS", "Android") or _is_native(request)


def _is_native(request: PaymentRequest) -> bool:
    return (str(request.additional_data.get("allow3DS2", "")).lower() == "true"
            or request.three_ds2_request_data is not None)


def details(desk: Desk, request: PaymentDetailsRequest) -> PaymentResponse:
    if not request.details:
        raise missing_object("details", "14_002")
    given = {name: text for name, text in request.details.items() if isinstance(text, str)}
    payment = _led_back(desk, given, request.payment_data)
    if payment.turn in (Turn.FINGERPRINT, Turn.CHALLENGE):
        return _native(desk, payment, given)
    if payment.turn is Turn.THREE_DS_PAGE:
        authenticated(desk, payment, yes=payment.said == "complete")
    return presented(desk, payment)


def _led_back(desk: Desk, given: dict[str, str], payment_data: str | None) -> Payment:
    words = [given.get("redirectResult"), given.get("payload"), given.get("MD"), payment_data,
             _decoded(given.get("threeDSResult")).get("authorisationToken")]
    named = [word for word in words if isinstance(word, str)]
    for word in named:
        if word in desk.books.waiting:
            return desk.books.payments[desk.books.waiting[word]]
    if not named:
        raise missing("paymentData")
    raise invalid("14_018", "Invalid payload provided")


def _native(desk: Desk, payment: Payment, given: dict[str, str]) -> PaymentResponse:
    """The device's fingerprint brings on the challenge; what the holder did there decides."""
    proof = _decoded(given.get("threeds2.challengeResult") or given.get("threeDSResult"))
    if payment.turn is Turn.FINGERPRINT and "transStatus" not in proof:
        if not (given.get("threeds2.fingerprint") or given.get("threeDSResult")):
            raise missing("threeds2.fingerprint")
        return presented(desk, payment, actions.challenge(desk, payment))
    if "transStatus" not in proof:
        raise missing("threeds2.challengeResult")
    authenticated(desk, payment, yes=proof["transStatus"] == "Y")
    return presented(desk, payment)


def authenticated(desk: Desk, payment: Payment, *, yes: bool) -> None:
    payment.turn = None
    if yes:
        payment.authenticated = True
        authorisations.authorise(desk, payment)
    else:
        authorisations.refuse(desk, payment, cards.NOT_AUTHENTICATED)


def _decoded(text: str | None) -> dict[str, Any]:
    """What a browser sends in Base64; nothing where it is none."""
    try:
        decoded = json.decode(base64.b64decode(text or "", validate=True))
    except (binascii.Error, ValueError, DecodeError):
        return {}
    return decoded if isinstance(decoded, dict) else {}


def customer_said(desk: Desk, payment: Payment, said: str) -> None:
    """What the shopper chose on a page, or elsewhere: `complete`, `fail` or `cancel`."""
    payment.said = said
    if payment.turn is Turn.THREE_DS_PAGE:
        return  # the payment goes on when the merchant hands in the result
    if payment.turn in (Turn.FINGERPRINT, Turn.CHALLENGE):
        authenticated(desk, payment, yes=said == "complete")
    elif said == "complete":
        authorisations.approve(desk, payment)
    else:
        authorisations.refuse(desk, payment, cards.SHOPPER_CANCELLED if said == "cancel" else cards.REFUSED)
