"""3DS of its own: sessions that the merchant's pages host, and the issuer's pages for them.

https://api-reference.checkout.com/#tag/Sessions. With an access token all is told; with a session's own secret neither
the secret, nor eci or cryptogram.
"""

from __future__ import annotations

import secrets
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import parse_qs

import msgspec
from msgspec import Struct

from tollbridge.sandbox import pages
from tollbridge.sandbox.checkout import asked, payments
from tollbridge.sandbox.checkout.asked import Source
from tollbridge.sandbox.checkout.books import Books, Desk, Json, Method, new_id
from tollbridge.sandbox.checkout.errors import Refused, not_allowed, not_found
from tollbridge.sandbox.simulator import Answer, Call, Settlement

PATH = "/sessions"
BROWSER, APP = "sessions:browser", "sessions:app"
SCOPES = frozenset({BROWSER, APP})
OPEN_S = 3600.0
LONGEST_REFERENCE = 100
WORDS = {"Y": "approved", "A": "attempted", "N": "declined", "U": "unavailable", "R": "rejected"}
SCHEMES = {"Visa": "visa", "Mastercard": "mastercard", "American Express": "amex", "JCB": "jcb",
           "Diners Club International": "diners", "Discover": "discover"}
SCRIPTED = "visa"
"""The network whose issuers want to see the device first; the sandbox's own rule."""
REASONS = {"N": "01", "U": "22", "R": "11"}
NOT_ENROLLED = "13"
TOLD_BY_BROWSER = ("accept_header", "java_enabled", "language", "color_depth", "screen_height", "screen_width",
                   "timezone", "user_agent", "ip_address")
OVER = "<p>This challenge is over, or never was.</p>"


class Completion(Struct):
    type: str = ""
    challenge_notification_url: str = ""


class Wish(Struct):
    """POST /sessions."""

    source: Source | None = None
    amount: int | None = None
    currency: str = ""
    processing_channel_id: str = ""
    reference: str | None = None
    completion: Completion | None = None
    channel_data: dict[str, Any] | None = None


class Fetched(Struct):
    three_ds_method_completion: str = ""


@dataclass(slots=True)
class Session:
    """`letter` is the issuer's verdict; "" while there is none."""

    id: str
    merchant: str
    method: Method
    amount: int
    currency: str
    reference: str | None
    back: str
    at: float
    payment: bool
    instrument: str
    secret: str = field(default_factory=lambda: f"sek_{b64encode(secrets.token_bytes(32)).decode()}")
    transaction_id: str = field(default_factory=lambda: uuid())
    ds_id: str = field(default_factory=lambda: uuid())
    acs_id: str = field(default_factory=lambda: uuid())
    word: str = "pending"
    letter: str = ""
    known: bool = False
    """What the browser is."""
    challenged: bool = False
    canceled: bool = False
    completed: bool = False
    cryptogram: str = ""

    @property
    def scheme(self) -> str:
        return SCHEMES.get(self.method.scheme, "visa")

    @property
    def final(self) -> bool:
        return self.word not in ("pending", "challenged")

    @property
    def script(self) -> bool:
        return self.scheme == SCRIPTED and bool(self.method.row.letter)


def uuid() -> str:
    word = secrets.token_hex(16)
    return "-".join((word[:8], word[8:12], word[12:16], word[16:20], word[20:]))


def may(scopes: frozenset[str], call: Call) -> bool:
    """By an access token, or by the secret of that session."""
    return bool(scopes & SCOPES) or call.arguments.get("id") in scopes


def holder(books: Books, secret: str, now: float) -> tuple[str, frozenset[str]]:
    """Whose session it is that has the secret, and which; empty where none has."""
    its = next((one for one in books.sessions.values() if one.secret == secret and now < one.at + OPEN_S), None)
    return (its.merchant, frozenset({its.id})) if its else ("", frozenset())


# -- the API --------------------------------------------------------------------------------------------------------
def create(desk: Desk, wish: Wish) -> tuple[int, Json]:
    """HTTP 202 where the browser has still to be told of. Only sessions of the merchant's own pages are made."""
    if wish.source is None or wish.completion is None:
        raise Refused(*(f"{name}_required" for name in ("source", "completion") if getattr(wish, name) is None))
    if wish.completion.type == "hosted":
        raise Refused(status=501)
    if wish.completion.type != "non_hosted":
        raise Refused("completion_type_invalid")
    asked.check_money(wish.amount or 0, wish.currency)
    if wish.reference is not None and len(wish.reference) > LONGEST_REFERENCE:
        raise Refused("reference_invalid")
    if wish.processing_channel_id != desk.account.channel:
        raise Refused("channel_details_invalid" if wish.processing_channel_id else "processing_channel_id_required")
    method = payments.paid_with(desk, wish.source)
    if method.kind != "card":
        raise Refused("source_type_invalid")
    its = Session(
        new_id("sid"), desk.merchant, method, wish.amount or 0, wish.currency, wish.reference,
        wish.completion.challenge_notification_url, desk.now, wish.amount is not None,
        wish.source.id or desk.keep("src", method))
    if wish.channel_data is not None:
        _check_browser(desk, wish.channel_data)
        its.known = True
        if not its.script:
            _ask_the_issuer(its)
    desk.books.sessions[its.id] = its
    return 202 if wish.channel_data is None else 201, shown(desk, its)


def show(desk: Desk, its_id: str) -> Json:
    return shown(desk, find(desk, its_id))


def collect(desk: Desk, call: Call) -> Json:
    its = _waiting(desk, call, known=False)
    _check_browser(desk, asked.read(call.body, dict[str, Any]))
    its.known = True
    _ask_the_issuer(its)
    return shown(desk, its)


def fetched(desk: Desk, call: Call) -> Json:
    its = _waiting(desk, call, known=True)
    if asked.read(call.body, Fetched).three_ds_method_completion not in ("Y", "N", "U"):
        raise Refused("three_ds_method_completion_invalid")
    _ask_the_issuer(its)
    return shown(desk, its)


def complete(desk: Desk, its_id: str) -> None:
    its = find(desk, its_id)
    if not its.final:
        raise _not_now()
    its.completed = True


def find(desk: Desk, its_id: str) -> Session:
    """Raises Refused. One that nobody ends in an hour has expired."""
    its = desk.books.sessions.get(its_id)
    if its is None or its.merchant != desk.merchant:
        raise not_found()
    if not its.final and desk.now > its.at + OPEN_S:
        its.word = "expired"
    return its


def _waiting(desk: Desk, call: Call, *, known: bool) -> Session:
    its = find(desk, call.arguments["id"])
    if its.word != "pending" or its.known is not known:
        raise _not_now()
    return its


def _not_now() -> Refused:
    return Refused("update_not_allowed_due_to_state", status=403)


def _check_browser(desk: Desk, data: dict[str, Any]) -> None:
    """Apps are not simulated. A token for apps alone is not good for a browser."""
    if data.get("channel") == "app":
        raise Refused(status=501)
    if data.get("channel") != "browser":
        raise Refused("channel_data_invalid")
    if APP in desk.scopes and BROWSER not in desk.scopes:
        raise not_allowed()
    if lacking := [f"{name}_required" for name in TOLD_BY_BROWSER if data.get(name) in (None, "")]:
        raise Refused(*lacking)
    if data.get("three_ds_method_completion", "U") not in ("Y", "N", "U"):
        raise Refused("three_ds_method_completion_invalid")


def _ask_the_issuer(its: Session) -> None:
    row = its.method.row
    if row.letter and row.challenged:
        its.word, its.challenged = "challenged", True
    else:
        end(its, row.letter or "U")


def end(its: Session, letter: str) -> None:
    its.letter, its.word = letter, WORDS[letter]
    if letter in ("Y", "A"):
        its.cryptogram = b64encode(secrets.token_bytes(20)).decode()


def shown(desk: Desk, its: Session) -> Json:
    """With an access token all of it."""
    path = f"{PATH}/{its.id}"
    actions, links = _actions(its), {"self": desk.url(path)}
    for action, name, below in (("collect_channel_data", "collect_channel_data", f"{path}/collect-data"),
                                ("issuer_fingerprint", "three_ds_method_url", f"/3ds-method/{its.id}"),
                                ("complete", "complete", f"{path}/complete")):
        if action in actions:
            links[name] = desk.url(below)
    if actions == ["issuer_fingerprint"]:
        links["issuer_fingerprint"] = desk.url(f"{path}/issuer-fingerprint")
    body: Json = {
        "id": its.id, "transaction_id": its.transaction_id, "scheme": its.scheme, "amount": its.amount,
        "currency": its.currency, "authentication_type": "regular",
        "authentication_category": "payment" if its.payment else "non_payment", "status": its.word,
        "protocol_version": "2.2.0", "completed": its.completed, "next_actions": actions,
        "card": {"instrument_id": its.instrument, "fingerprint": its.method.fingerprint}, "_links": links}
    if its.reference is not None:
        body["reference"] = its.reference
    if its.word != "pending" and its.method.row.letter:
        body["ds"] = {"ds_id": "A000000003", "reference_number": "SANDBOX.DS", "transaction_id": its.ds_id}
        body["acs"] = _issuer(desk, its)
    if its.word == "challenged":
        body["3ds"] = {"challenge_request": encoded({
            "threeDSServerTransID": its.transaction_id, "acsTransID": its.acs_id, "messageType": "CReq",
            "messageVersion": "2.2.0", "challengeWindowSize": "05"}), "interaction_counter": "00"}
    if its.final:
        body |= _verdict(its)
    if desk.scopes & SCOPES:
        body |= {"session_secret": its.secret} | _proof(its)
    return body


def _actions(its: Session) -> list[str]:
    if its.final:
        return [] if its.completed or its.word == "expired" else ["complete"]
    if its.word == "challenged":
        return ["challenge_cardholder"]
    return (["issuer_fingerprint"] if its.known else
            ["collect_channel_data", *(["issuer_fingerprint"] if its.script else [])])


def _issuer(desk: Desk, its: Session) -> Json:
    body: Json = {"reference_number": "SANDBOX.ACS", "transaction_id": its.acs_id, "operator_id": "SANDBOX",
                  "challenge_mandated": its.challenged}
    if its.challenged:
        body |= {"url": desk.url(f"/acs/{its.id}")["href"], "interface": "html", "authentication_type": "02"}
    return body | ({"challenge_cancel_reason": "cardholder_cancel"} if its.canceled else {})


def _verdict(its: Session) -> Json:
    """Of one that has expired there is none."""
    body: Json = {"approved": its.letter in ("Y", "A"), "challenged": its.challenged}
    if its.word == "expired":
        return body
    body["response_code"] = its.letter
    if its.letter in REASONS:
        body["response_status_reason"] = REASONS[its.letter] if its.method.row.letter else NOT_ENROLLED
    if its.letter == "U":
        body["status_reason"] = "rreq_status" if its.challenged else "ares_status"
    if its.letter == "R":
        body["cardholder_info"] = "Please contact your bank."
    return body


def _proof(its: Session) -> Json:
    if not its.final or its.word == "expired":
        return {}
    of = ("02", "01", "00") if its.scheme == "mastercard" else ("05", "06", "07")
    eci = dict(zip("YA", of, strict=False)).get(its.letter, of[2])
    return {"eci": eci, **({"cryptogram": its.cryptogram, "xid": its.ds_id} if its.cryptogram else {})}


# -- the issuer's pages ---------------------------------------------------------------------------------------------
def script(books: Books, call: Call) -> Answer:
    """Of the hidden frame: it has seen enough, and goes back."""
    its = books.sessions.get(call.arguments["id"])
    told = decoded(_form(call, "threeDSMethodData"))
    back = told.get("threeDSMethodNotificationURL")
    if its is None or told.get("threeDSServerTransID") != its.transaction_id or not isinstance(back, str):
        return pages.page("<p>There is no such session.</p>", title="Card issuer", status=400)
    return pages.back_to(back, {"threeDSMethodData": encoded({"threeDSServerTransID": its.transaction_id})})


def challenge(books: Books, call: Call) -> Answer:
    """First it comes with the challenge request, then with the shopper's answer."""
    its = books.sessions.get(call.arguments["id"])
    if its is None or its.word != "challenged":
        return pages.page(OVER, title="Card issuer", status=404)
    outcome = _form(call, "outcome")
    if outcome not in ("passed", "failed", "abandoned"):
        told = decoded(_form(call, "creq"))
        if (told.get("threeDSServerTransID"), told.get("acsTransID")) != (its.transaction_id, its.acs_id):
            return pages.page("<p>This is no challenge request.</p>", title="Card issuer", status=400)
        who = f"Is it you who pays {escape(its.merchant)} with the card that ends in {escape(its.method.last4)}?"
        buttons = {"passed": "Yes", "failed": "No", "abandoned": "Cancel"}
        return pages.page(pages.question(who, buttons), title="Card issuer")
    finish(its, outcome)
    if not its.back:
        return pages.page("<p>You may go back to the shop.</p>", title="Card issuer")
    return pages.back_to(its.back, {"cres": encoded({
        "threeDSServerTransID": its.transaction_id, "acsTransID": its.acs_id, "messageType": "CRes",
        "messageVersion": "2.2.0", "transStatus": "Y" if its.letter == "Y" else "N"})})


def finish(its: Session, outcome: str) -> None:
    end(its, its.method.row.letter if outcome == "passed" else "N")
    if outcome == "abandoned":
        its.word, its.canceled = "challenge_abandoned", True


def settle(its: Session, outcome: Settlement | None) -> str:
    """The shopper ends the challenge elsewhere. Raises ValueError where none waits."""
    if its.word != "challenged":
        raise ValueError(f"{its.id} does not wait for the shopper: it is {its.word}")
    finish(its, "failed" if outcome is Settlement.FAILED else "passed")
    return its.word


def _form(call: Call, name: str) -> str:
    return parse_qs(call.body.decode("ascii", "replace")).get(name, [""])[0]


def encoded(message: Json) -> str:
    """As EMV 3DS has its messages in forms."""
    return urlsafe_b64encode(msgspec.json.encode(message)).decode().rstrip("=")


def decoded(text: str) -> Json:
    """Empty for what is none."""
    try:
        return msgspec.json.decode(urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=dict[str, Any])
    except (ValueError, msgspec.DecodeError):
        return {}
