"""Payout v68: to a bank account or card, reviewed before it is sent, or at once to a card.

https://docs.adyen.com/payouts/payout-service
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from tollbridge.sandbox import card_numbers
from tollbridge.sandbox.adyen import cards, instruments, notifications, requests
from tollbridge.sandbox.adyen.books import Desk, Face, Payout, Stored, new_reference, stamp
from tollbridge.sandbox.adyen.cards import Outcome
from tollbridge.sandbox.adyen.errors import AdyenError, invalid, missing, missing_object, no_original
from tollbridge.sandbox.adyen.requests import ModifyRequest, PayoutRequest
from tollbridge.sandbox.adyen.wire import PayoutResult
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Settlement

Destination = Callable[[Desk, PayoutRequest], Stored | Face]


def store(desk: Desk, request: PayoutRequest) -> PayoutResult:
    requests.merchant_account(request)
    return PayoutResult(psp_reference=desk.psp, recurring_detail_reference=_stored(desk, request).id,
                        result_code="Success")


def store_and_submit(desk: Desk, request: PayoutRequest) -> PayoutResult:
    payout = _payout(desk, request, _stored)
    return PayoutResult(psp_reference=payout.psp, result_code="[payout-submit-received]")


def submit(desk: Desk, request: PayoutRequest) -> PayoutResult:
    payout = _payout(desk, request, _selected)
    return PayoutResult(psp_reference=payout.psp, result_code="[payout-submit-received]")


def pay_at_once(desk: Desk, request: PayoutRequest) -> PayoutResult:
    """An instant payout to a card: its result is the answer, and is told as well."""
    payout = _payout(desk, request, _card_or_selected)
    outcome = send(desk, payout)
    if not outcome.approves:
        return PayoutResult(psp_reference=payout.psp, result_code=outcome.result_code, refusal_reason=outcome.reason)
    return PayoutResult(psp_reference=payout.psp, result_code="Authorised", auth_code=f"{secrets.randbelow(10**6):06}")


def confirm(desk: Desk, request: ModifyRequest) -> PayoutResult:
    payout = _submitted(desk, request)
    payout.status = "confirmed"
    desk.behind.append(lambda: send(desk, payout))
    return PayoutResult(psp_reference=desk.psp, response="[payout-confirm-received]")


def decline(desk: Desk, request: ModifyRequest) -> PayoutResult:
    payout = _submitted(desk, request)
    payout.status = "declined"
    desk.behind.append(lambda: _told(desk, payout, "PAYOUT_DECLINE"))
    return PayoutResult(psp_reference=desk.psp, response="[payout-decline-received]")


def send(desk: Desk, payout: Payout, *, fails: bool = False) -> Outcome:
    """What the bank says, as the holder's name has it."""
    outcome = cards.REFUSED if fails else cards.course(payout.face.holder).outcome
    if not outcome.approves:
        payout.status = "refused"
        _told(desk, payout, "PAYOUT_THIRDPARTY", success=False, reason=outcome.reason)
        return outcome
    payout.status = "paid"
    desk.book_payout(EntryKind.PAID_OUT, payout)
    _told(desk, payout, "PAYOUT_THIRDPARTY", reason="Approved")
    return outcome


def settle(desk: Desk, payout: Payout, outcome: Settlement | None) -> str:
    """Reviews one that is submitted, or has one come back that was paid. Raises ValueError for any other."""
    if payout.status == "submitted":
        send(desk, payout, fails=outcome is Settlement.FAILED)
    elif payout.status == "paid" and outcome is Settlement.FAILED:
        payout.status = "reversed"
        desk.book_payout(EntryKind.PAYOUT_RETURNED, payout)
        _told(desk, payout, "PAIDOUT_REVERSED", reason="Account closed")
    else:
        raise ValueError(f"{payout.psp} does not wait: it is {payout.status}")
    return payout.status


def _told(desk: Desk, payout: Payout, event: str, *, success: bool = True, reason: str = "") -> None:
    face = payout.face
    more = {} if event == "PAIDOUT_REVERSED" else {"paymentMethodVariant": face.variant}
    if face.is_card and event == "PAYOUT_THIRDPARTY":
        more |= {"cardSummary": face.last_four, "expiryDate": f"{face.expiry_month}/{face.expiry_year}"}
    notifications.notify(desk, event, psp=payout.psp, merchant_account=payout.merchant_account,
                         reference=payout.reference, amount=payout.amount, method=face.variant, success=success,
                         reason=reason, more=more)


def _payout(desk: Desk, request: PayoutRequest, where: Destination) -> Payout:
    account = requests.merchant_account(request)
    amount = requests.amount(request.amount)
    if not request.reference:
        raise missing("reference", "130")
    found = where(desk, request)
    payout = Payout(psp=desk.psp, merchant_account=account, reference=request.reference, amount=amount,
                    face=found.face if isinstance(found, Stored) else found)
    desk.books.payouts[payout.psp] = payout
    return payout


def _stored(desk: Desk, request: PayoutRequest) -> Stored:
    """Who is paid, and where to; all of it is asked for when it is stored."""
    for name, given, code in (("shopperEmail", request.shopper_email, "181"),
                              ("shopperReference", request.shopper_reference, "180"),
                              ("dateOfBirth", request.date_of_birth, "152"),
                              ("nationality", request.nationality, "14_002"),
                              ("entityType", request.entity_type, "14_002")):
        if not given:
            raise missing(name, code)
    if request.recurring is None or "PAYOUT" not in (request.recurring.contract or ""):
        raise invalid("183", "Invalid recurring contract")
    stored = Stored(id=new_reference(), shopper_reference=request.shopper_reference or "", method="payout",
                    face=_face(desk, request), course=cards.Course(), first_psp=desk.psp, created=stamp(desk.now),
                    contracts=["PAYOUT"], email=request.shopper_email)
    desk.books.stored[stored.id] = stored
    return stored


def _selected(desk: Desk, request: PayoutRequest) -> Stored:
    """`LATEST` is the one that was stored last."""
    owned = [stored for stored in desk.books.stored.values()
             if stored.shopper_reference == request.shopper_reference and "PAYOUT" in stored.contracts]
    if not owned:
        raise invalid("800", "Contract not found")
    wanted = request.selected_recurring_detail_reference
    found = owned[-1] if wanted == "LATEST" else next((stored for stored in owned if stored.id == wanted), None)
    if found is None:
        raise invalid("803", "PaymentDetail not found")
    return found


def _card_or_selected(desk: Desk, request: PayoutRequest) -> Stored | Face:
    return _face(desk, request) if request.card else _selected(desk, request)


def _face(desk: Desk, request: PayoutRequest) -> Face:
    if request.card:
        card = instruments.from_card(desk, request.card, None)
        if card.face is not None:
            return card.face
    bank = request.bank
    if bank is None:
        raise missing_object("bank", "110")
    if not bank.owner_name:
        raise invalid("127", "Account holder missing")
    number = (bank.iban or bank.bank_account_number or "").replace(" ", "").upper()
    if bank.iban and not instruments.is_iban(number):
        raise invalid("161", "Invalid iban")
    if not re.fullmatch(r"[A-Z0-9]{4,34}", number):
        raise invalid("126", "Bank Account or Bank Location Id not valid or missing")
    return Face(variant="bankTransfer_IBAN" if bank.iban else "bankTransfer", last_four=number[-4:],
                holder=bank.owner_name, alias=card_numbers.fingerprint(number, desk.books.pepper))


def _submitted(desk: Desk, request: ModifyRequest) -> Payout:
    account = requests.merchant_account(request)
    payout = desk.books.payouts.get(request.original_reference or "")
    if payout is None or payout.merchant_account != account:
        raise no_original()
    if payout.status != "submitted":
        raise AdyenError(422, "000", f"Payout is already {payout.status}")
    return payout
