"""What a shopper has to do: an action, and the word that leads back from it to the payment."""

from __future__ import annotations

import base64
from datetime import timedelta

from msgspec import json

from tollbridge.sandbox.adyen.books import NAME, Desk, Payment, State, Turn, stamp
from tollbridge.sandbox.adyen.methods import Kind
from tollbridge.sandbox.adyen.wire import Action

PAGE = "/checkoutshopper/checkoutPaymentRedirect/{word}"
VOUCHER_LASTS = timedelta(days=3)


def page_url(desk: Desk, payment: Payment) -> str:
    return desk.host.url_of(NAME) + PAGE.format(word=desk.wait_for(payment))


def redirect(desk: Desk, payment: Payment, turn: Turn) -> Action:
    payment.state, payment.turn, payment.result_code = State.WAITING, turn, "RedirectShopper"
    return Action(type="redirect", method="GET", url=page_url(desk, payment), payment_method_type=payment.method)


def fingerprint(desk: Desk, payment: Payment) -> Action:
    """Native 3-D Secure 2: the issuer looks at the device first."""
    payment.state, payment.turn, payment.result_code = State.WAITING, Turn.FINGERPRINT, "IdentifyShopper"
    return _three_ds2(desk, payment, "fingerprint", {
        "threeDSMethodURL": desk.host.url_of(NAME), "threeDSServerTransID": payment.psp,
        "threeDSMethodNotificationURL": desk.host.url_of(NAME)})


def challenge(desk: Desk, payment: Payment) -> Action:
    payment.turn, payment.result_code = Turn.CHALLENGE, "ChallengeShopper"
    return _three_ds2(desk, payment, "challenge", {
        "acsURL": page_url(desk, payment), "acsTransID": payment.psp, "threeDSServerTransID": payment.psp,
        "messageVersion": "2.2.0", "acsReferenceNumber": "ADYEN-ACS-SIMULATOR"})


def _three_ds2(desk: Desk, payment: Payment, subtype: str, token: dict[str, str]) -> Action:
    sealed = base64.b64encode(json.encode(token)).decode()
    return Action(type="threeDS2", subtype=subtype, payment_method_type="scheme", url=page_url(desk, payment),
                  payment_data=desk.wait_for(payment), authorisation_token=desk.wait_for(payment), token=sealed)


def present(desk: Desk, payment: Payment, kind: Kind) -> Action:
    """For methods that are paid elsewhere. Its URL is a page that stands in for the app, the shop or the bank."""
    payment.state, payment.turn = State.WAITING, Turn.ELSEWHERE
    payment.result_code = {Kind.VOUCHER: "PresentToShopper", Kind.BANK_TRANSFER: "Received"}.get(kind, "Pending")
    action = Action(type="voucher", payment_method_type=payment.method, url=page_url(desk, payment))
    if kind is Kind.VOUCHER:
        action.reference, action.merchant_name = payment.psp, payment.merchant_account
        action.initial_amount = action.total_amount = payment.amount
        action.expires_at, action.merchant_reference = stamp(desk.now + VOUCHER_LASTS), payment.reference
    elif kind is Kind.BANK_TRANSFER:
        action.type, action.reference, action.total_amount = "bankTransfer", payment.psp, payment.amount
        action.beneficiary, action.iban, action.bic = "Tollbridge Sandbox", "NL13TEST0123456789", "TESTNL02"
    else:
        action.payment_data = desk.wait_for(payment)
        action.type = {Kind.QR_CODE: "qrCode", Kind.AWAIT: "await"}.get(kind, "sdk")
    if kind is Kind.QR_CODE:
        action.qr_code_data = f"SANDBOX:{payment.psp}"
    if kind is Kind.SDK:
        action.sdk_data = {"token": payment.psp}
    return action
