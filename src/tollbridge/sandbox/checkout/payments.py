"""Payments: asked for, decided at once or once the shopper has come back, and shown.

https://api-reference.checkout.com/#tag/Payments
"""

from __future__ import annotations

import secrets

from tollbridge.sandbox.checkout import asked, changes, notifications, vault
from tollbridge.sandbox.checkout.asked import Request, Source, ThreeDs
from tollbridge.sandbox.checkout.books import Action, Desk, Json, Method, Payment, new_id, stamp
from tollbridge.sandbox.checkout.cards import APPROVED, SUMMARIES
from tollbridge.sandbox.checkout.errors import Refused
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Call

REDIRECTS = frozenset({"ideal", "eps", "p24", "multibanco", "paypal"})
TYPES = frozenset({"Regular", "Recurring", "MOTO", "Installment", "Unscheduled"})
CARDS = frozenset({"card", "network_token"})


def create(desk: Desk, wish: Request) -> tuple[int, Json]:
    """The HTTP status, 202 while the shopper or a bank is asked, and the answer."""
    its = _read(desk, wish)
    secured = wish.three_ds.enabled and not wish.three_ds.proved and not wish.merchant_initiated
    desk.books.payments[its.id] = its
    if its.method.kind in REDIRECTS or (secured and its.method.kind == "card" and its.method.row.letter):
        its.letter, its.sid = "", new_id("sid")
    elif its.method.kind == "card":
        decide(desk, its, wish.three_ds, unsecured=secured)
        return 201, response(desk, its)
    notifications.of_payment(desk, "payment_pending", its, Action(new_id("act"), "Authorization", its.amount, None,
                                                                  desk.now))
    return 202, accepted(desk, its)


def _read(desk: Desk, wish: Request) -> Payment:
    if wish.source is None or not wish.source.type:
        raise Refused("source_type_required" if wish.source else "payment_source_required")
    amount = asked.check_money(wish.amount, wish.currency)
    check_channel(desk, wish)
    if wish.payment_type not in TYPES:
        raise Refused("payment_type_invalid")
    if (wish.previous_payment_id or "").startswith("pay_") and wish.previous_payment_id not in desk.books.payments:
        raise Refused("previous_payment_id_invalid")
    method = paid_with(desk, wish.source)
    if (wish.three_ds.enabled and not wish.three_ds.proved) or method.kind in REDIRECTS:
        lacking = [f"{name}_required" for name in ("success_url", "failure_url") if not getattr(wish, name)]
        if lacking:
            raise Refused(*lacking)
    if not amount and method.kind != "card":
        raise Refused("amount_invalid")
    letter = _authenticated(desk, wish, method) if wish.three_ds.authentication_id else None
    customer = vault.payer(desk, wish.customer)
    vault.spend(desk, wish.source)
    return Payment(
        new_id("pay"), desk.merchant, amount, wish.currency, wish.reference, method, desk.now, wish.payment_type,
        capture=wish.capture, keep=wish.source.type in ("card", "token") and wish.source.store_for_future_use,
        instrument=wish.source.id or None, customer=customer, estimated=wish.authorization_type == "Estimated",
        attempt=wish.three_ds.attempt_n3d, success_url=wish.success_url, failure_url=wish.failure_url,
        metadata=wish.metadata, letter=letter)


def _authenticated(desk: Desk, wish: Request, method: Method) -> str:
    """What came of its session, if it is one of this merchant's, of this card and amount. Raises Refused."""
    its = desk.books.sessions.get(wish.three_ds.authentication_id)
    if (its is None or not its.letter or (its.merchant, its.method.fingerprint, its.amount, its.currency)
            != (desk.merchant, method.fingerprint, wish.amount, wish.currency)):
        raise Refused("authentication_id_invalid")
    return its.letter


def check_channel(desk: Desk, wish: Request) -> None:
    asked.check_reference(wish.reference)
    if wish.processing_channel_id != desk.account.channel:
        raise Refused("channel_details_invalid" if wish.processing_channel_id else "processing_channel_id_required")


def paid_with(desk: Desk, source: Source) -> Method:
    """Raises Refused for what nobody can pay with."""
    if source.type in CARDS:
        return asked.card(source, desk.books, desk.now)
    if source.type == "token":
        return vault.token(desk, source.token)
    if source.type == "id":
        return vault.instrument(desk, source.id, "source_id_invalid")
    if source.type == "ach" or source.type in REDIRECTS:
        return Method(source.type, last4=source.account_number[-4:])
    raise Refused("payment_method_not_supported")


def decide(desk: Desk, its: Payment, proof: ThreeDs | None = None, *, unsecured: bool = False) -> None:
    """By the card. `unsecured`: 3DS was wanted, of a card that has none."""
    row = its.method.row
    code = row.code or APPROVED
    if code == "20154" and (its.letter in ("Y", "A") or (proof and proof.cryptogram)):
        code = APPROVED
    if its.letter in ("N", "R"):
        code = "20151"
    elif its.letter == "U" and not its.attempt:
        code = "20153"
    elif unsecured and not its.attempt:
        code = "20150"
    end(desk, its, code)


def end(desk: Desk, its: Payment, code: str, *, word: str = "Declined") -> None:
    """Approved, and captured behind the answer where that was wanted; or not."""
    its.code, verified = code, not its.amount
    action = Action(new_id("act"), "Card Verification" if verified else "Authorization", its.amount, its.reference,
                    desk.now, code, kind=None if verified else "Estimated" if its.estimated else "Final")
    its.actions.insert(0, action)
    if code != APPROVED:
        its.word = word
        kind = "card_verification_declined" if verified else f"payment_{word.lower()}"
        desk.behind.append(lambda: notifications.of_payment(desk, kind, its, action))
        return
    its.word, its.authorized = "Card Verified" if verified else "Authorized", its.amount
    its.scheme_id, its.auth_code = str(secrets.randbelow(9 * 10**14) + 10**14), f"{secrets.randbelow(10**6):06}"
    desk.book(EntryKind.AUTHORIZED, its, its.amount)
    if its.keep and its.instrument is None:
        its.instrument = desk.keep("src", its.method)
    kind = "card_verified" if verified else "payment_approved"
    desk.behind.append(lambda: notifications.of_payment(desk, kind, its, action))
    if its.capture and not verified:
        changes.begin(desk, its, "Capture", its.amount, its.reference)


def response(desk: Desk, its: Payment) -> Json:
    """Of a payment that was decided at once."""
    action = next(one for one in its.actions if one.type in ("Authorization", "Card Verification"))
    body = _common(desk, its) | {"action_id": action.id, "response_code": action.code,
                                 "response_summary": SUMMARIES.get(action.code or "", "Declined"),
                                 "processed_on": stamp(action.at)}
    if action.approved:
        body["auth_code"] = its.auth_code
    return body | {"status": its.word}  # its capture is told later


def accepted(desk: Desk, its: Payment) -> Json:
    body: Json = {"id": its.id, "status": its.status, "_links": {"self": desk.url(f"/payments/{its.id}")}}
    for name, value in (("reference", its.reference), ("customer", its.customer)):
        if value is not None:
            body[name] = value
    if its.sid:
        body["_links"]["redirect"] = desk.url(f"/3ds/{its.sid}")
    if its.method.kind == "card":
        body["3ds"] = {"downgraded": False, "enrolled": "Y"}
    return body


def details(desk: Desk, its: Payment) -> Json:
    body = _common(desk, its) | {"requested_on": stamp(its.at), "payment_type": its.kind, "metadata": its.metadata}
    body["actions"] = [
        {name: shown[name] for name in ("id", "type", "response_code", "response_summary")}
        for shown in (action.shown() for action in its.actions if action.code is not None)]
    if its.letter is not None and its.method.kind == "card":
        body["3ds"] = {"downgraded": False, "enrolled": "Y", "version": "2.2.0"} | (
            {"authentication_response": its.letter} if its.letter else {})
    if its.status == "Pending" and its.sid:
        body["_links"]["redirect"] = desk.url(f"/3ds/{its.sid}")
    return body


def _common(desk: Desk, its: Payment) -> Json:
    path = f"/payments/{its.id}"
    body: Json = {
        "id": its.id, "amount": its.amount, "currency": its.currency, "approved": its.code == APPROVED,
        "status": its.status, "risk": {"flagged": False}, "source": its.source(),
        "_links": {"self": desk.url(path), "actions": desk.url(f"{path}/actions")}}
    if its.code == APPROVED:
        body |= {"scheme_id": its.scheme_id, "balances": its.balances()}
        for name, possible in (("capture", its.open), ("void", its.open), ("refund", its.captured - its.refunded)):
            if possible > 0:
                body["_links"][name] = desk.url(f"{path}/{name}s")
    for name, value in (("reference", its.reference), ("customer", its.customer)):
        if value is not None:
            body[name] = value
    return body


def listed(desk: Desk, call: Call) -> Json:
    """By the merchant's reference, the latest first."""
    wanted = asked.query(call)
    if "reference" not in wanted:
        raise Refused("reference_required")
    found = [_common(desk, its) | {"requested_on": stamp(its.at), "payment_type": its.kind}
             for its in reversed(desk.books.payments.values())
             if (its.merchant, its.reference, its.destination) == (desk.merchant, wanted["reference"], "")]
    for one in found:
        one.pop("balances", None)
    return asked.paged(wanted, found, 10)


def actions(its: Payment) -> list[Json]:
    """The latest first; what waits is not listed."""
    return [action.shown() for action in its.actions if action.code is not None]
