"""Payer authentication: set-up, check of the enrolment, a challenge in the browser, validation."""

from __future__ import annotations

import secrets
from base64 import b64encode
from html import escape
from typing import Any
from urllib.parse import parse_qs

from tollbridge.sandbox import pages
from tollbridge.sandbox.cybersource import vault
from tollbridge.sandbox.cybersource.asked import Asked
from tollbridge.sandbox.cybersource.books import NAME, Books, Desk, Enrolment, new_id, new_token
from tollbridge.sandbox.cybersource.errors import Invalid
from tollbridge.sandbox.simulator import Answer, Call, Settlement

STEP_UP = "/V2/Cruise/StepUp/{page}"
PASSES = ("Y", "A", "U", "")
"""Letters with which a payment may go on: https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth/pa-testing-intro.html
"""


def set_up(desk: Desk, asked: Asked) -> dict[str, Any]:
    vault.paid_with(desk, asked)
    reference = new_token()
    desk.books.setups.add((desk.merchant, reference))
    return _told(desk, asked, "COMPLETED", {
        "accessToken": new_token(), "referenceId": reference,
        "deviceDataCollectionUrl": f"{desk.host.url_of(NAME)}/V1/Cruise/Collect"})


def enrol(desk: Desk, asked: Asked) -> dict[str, Any]:
    asked.minor()
    method, _ = vault.paid_with(desk, asked)
    asked.order_information.bill_to.check()
    payer = asked.consumer_authentication_information
    if not payer.return_url:
        raise Invalid("MISSING_FIELD", "consumerAuthenticationInformation.returnUrl")
    if payer.reference_id and (desk.merchant, payer.reference_id) not in desk.books.setups:
        raise Invalid("INVALID_DATA", "consumerAuthenticationInformation.referenceId")
    its = Enrolment(new_token()[:20], desk.merchant, new_token(), method, method.verdict, payer.return_url)
    desk.books.enrolments[its.id] = its
    if not its.verdict.challenged:
        its.letter = its.verdict.letter
        return _verdict(desk, asked, its)
    return _told(desk, asked, "PENDING_AUTHENTICATION", {
        "authenticationTransactionId": its.id, "veresEnrolled": its.verdict.enrolled, "paresStatus": "C",
        "stepUpUrl": desk.host.url_of(NAME) + STEP_UP.format(page=its.page), "accessToken": new_token()})


def validate(desk: Desk, asked: Asked) -> dict[str, Any]:
    given = asked.consumer_authentication_information.authentication_transaction_id
    if not given:
        raise Invalid("MISSING_FIELD", "consumerAuthenticationInformation.authenticationTransactionId")
    its = desk.books.enrolments.get(given)
    if its is None or its.merchant != desk.merchant:
        raise Invalid("INVALID_DATA", "consumerAuthenticationInformation.authenticationTransactionId")
    return _verdict(desk, asked, its)


def _verdict(desk: Desk, asked: Asked, its: Enrolment) -> dict[str, Any]:
    """A challenge that was never ended is none that was passed."""
    letter = its.letter or ("N" if its.verdict.challenged else "")
    ucaf = its.method.ucaf
    eci = {"Y": "02" if ucaf else "05", "A": "01" if ucaf else "06"}.get(letter, "00" if ucaf else "07")
    body: dict[str, Any] = {"authenticationTransactionId": its.id, "eciRaw": eci, "specificationVersion": "2.2.0",
                            "veresEnrolled": its.verdict.enrolled}
    if letter:
        body |= {"paresStatus": letter, "directoryServerTransactionId": _uuid(), "acsTransactionId": _uuid(),
                 "threeDSServerTransactionId": _uuid()}
    if letter in ("Y", "A"):
        proof = b64encode(secrets.token_bytes(20)).decode()
        body |= {"ucafAuthenticationData": proof, "ucafCollectionIndicator": 2} if ucaf else {"cavv": proof}
    if letter in PASSES:
        return _told(desk, asked, "AUTHENTICATION_SUCCESSFUL", body)
    return _told(desk, asked, "AUTHENTICATION_FAILED", body, errorInformation={
        "reason": "CONSUMER_AUTHENTICATION_FAILED", "message": "The payer could not be authenticated."})


def _told(desk: Desk, asked: Asked, status: str, payer: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": new_id(), "submitTimeUtc": desk.time(), "status": status,
            "clientReferenceInformation": {"code": asked.code}, "consumerAuthenticationInformation": payer, **more}


def _uuid() -> str:
    word = secrets.token_hex(16)
    return f"{word[:8]}-{word[8:12]}-{word[12:16]}-{word[16:20]}-{word[20:]}"


def show(books: Books, call: Call) -> Answer:
    """The issuer's page: first it comes with the access token, then with the shopper's answer."""
    its = next((one for one in books.enrolments.values() if one.page == call.arguments["page"]), None)
    if its is None or its.letter:
        return pages.page("<p>This challenge is over, or never was.</p>", title="Card issuer", status=404)
    outcome = parse_qs(call.body.decode("ascii", "replace")).get("outcome", [""])[0]
    if outcome not in ("passed", "failed"):
        asked = f"Is it you who pays {escape(its.merchant)} with the card that ends in {escape(its.method.last4)}?"
        return pages.page(pages.question(asked, {"passed": "Yes", "failed": "No"}), title="Card issuer")
    finish(its, passed=outcome == "passed")
    return pages.back_to(its.return_url, {"TransactionId": its.id})


def finish(its: Enrolment, *, passed: bool) -> None:
    its.letter = its.verdict.letter if passed else "N"


def settle(its: Enrolment, outcome: Settlement | None) -> str:
    """The shopper ends the challenge elsewhere. Raises ValueError where none waits."""
    if its.letter or not its.verdict.challenged:
        raise ValueError(f"{its.id} does not wait: its challenge is over, or never was")
    finish(its, passed=outcome is not Settlement.FAILED)
    return "AUTHENTICATION_SUCCESSFUL" if its.letter in PASSES else "AUTHENTICATION_FAILED"


