"""An attempt to charge a card: the challenge before it, the issuer's yes or no, and the charge that records it."""

from __future__ import annotations

import secrets

from msgspec.structs import replace

from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.stripe import charges, consents, disputes
from tollbridge.sandbox.stripe.action_wire import NextAction, RedirectToUrl, UseStripeSdk
from tollbridge.sandbox.stripe.books import Desk, Held
from tollbridge.sandbox.stripe.cards import AUTHENTICATION_REQUIRED, Authentication, Decline
from tollbridge.sandbox.stripe.errors import documented
from tollbridge.sandbox.stripe.method_wire import ThreeDSecure
from tollbridge.sandbox.stripe.parameters import ImportedThreeDSecure
from tollbridge.sandbox.stripe.setup_wire import SetupIntent
from tollbridge.sandbox.stripe.wire import Charge, ErrorBody, PaymentIntent


def wants_challenge(held: Held, request_three_d_secure: str, *, off_session: bool = False) -> bool:
    authentication = held.behaviour.authentication
    if off_session and authentication is Authentication.UNLESS_OFF_SESSION:
        return False
    if off_session and authentication is Authentication.UNLESS_SET_UP and held.set_up:
        return False
    return authentication.challenges or (
        authentication is Authentication.OPTIONAL and request_three_d_secure != "automatic")


def challenge(desk: Desk, intent: PaymentIntent | SetupIntent, return_url: str | None) -> None:
    """Leaves it waiting for its card holder; without a return URL the browser library has to show the page."""
    waiting, url = desk.page(intent.id, return_url)
    if return_url is None:
        intent.next_action = NextAction(type="use_stripe_sdk",
                                        use_stripe_sdk=UseStripeSdk(source=waiting.source, stripe_js=url))
    else:
        intent.next_action = NextAction(type="redirect_to_url",
                                        redirect_to_url=RedirectToUrl(return_url=return_url, url=url))
    intent.status = "requires_action"
    desk.emit(f"{intent.object}.requires_action", intent)


def charge(desk: Desk, intent: PaymentIntent, held: Held, *, challenged: bool = False,
           unauthenticated: bool = False, elsewhere: ImportedThreeDSecure | None = None) -> ErrorBody | None:
    """Asks the issuer and records its answer. None is a yes; a no is given, and kept in the intent.

    `challenged` means that the holder has just been authenticated, `unauthenticated` that the issuer wanted that
    and nobody was there to do it, `elsewhere` that the merchant brought the outcome along.
    """
    decline = AUTHENTICATION_REQUIRED if unauthenticated else held.behaviour.decline
    three_d_secure = imported(elsewhere) if elsewhere else authentication(
        held, intent.payment_method_options.card.request_three_d_secure, challenged)
    intent.next_action = None
    if decline is not None:
        made = charges.make(desk, intent, held, status="failed", decline=decline, three_d_secure=three_d_secure)
        return _declined(desk, intent, held, made, decline)
    approved(desk, intent, held, charges.make(desk, intent, held, three_d_secure=three_d_secure,
                                              mandate=consents.given_for(desk, intent, held)))
    return None


def approved(desk: Desk, intent: PaymentIntent, held: Held, made: Charge) -> None:
    """The money is reserved, or taken where nothing says that it shall wait for a capture."""
    intent.last_payment_error = intent.next_action = None
    desk.book(EntryKind.AUTHORIZED, intent, intent.amount)
    if made.captured:
        desk.book(EntryKind.CAPTURED, intent, intent.amount)
        intent.amount_received = intent.amount
        intent.status = "succeeded"
    else:
        intent.amount_capturable = intent.amount
        intent.status = "requires_capture"
    consents.remember(desk, intent, held)
    desk.emit("charge.succeeded", made)
    desk.emit("payment_intent.succeeded" if made.captured else "payment_intent.amount_capturable_updated", intent)
    if made.captured:
        dispute_behind(desk, held, made)


def dispute_behind(desk: Desk, held: Held, made: Charge) -> None:
    """Some test cards pay, and are disputed as soon as the answer is out."""
    row = held.behaviour
    if row.dispute is not None:
        reason, inquiry = row.dispute, row.inquiry
        desk.behind.append(lambda later: disputes.open_one(later, made, reason, inquiry=inquiry))


def failed_authentication(held: Held, noun: str) -> ErrorBody:
    code, what = {"payment_intent": ("payment_intent_authentication_failure", "PaymentIntent"),
                  "setup_intent": ("setup_intent_authentication_failure", "SetupIntent")}[noun]
    return ErrorBody(
        type="invalid_request_error", code=code, payment_method=replace(held.method),
        message="The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new "
                f"PaymentMethod to attempt to fulfill this {what} again.")


def fail(desk: Desk, intent: PaymentIntent, error: ErrorBody) -> ErrorBody:
    """The attempt is over; another payment method may still pay."""
    intent.last_payment_error = documented(error)
    intent.next_action = None
    intent.payment_method = None
    intent.status = "requires_payment_method"
    desk.emit("payment_intent.payment_failed", intent)
    return error


def refused_by_issuer(held: Held, decline: Decline, charge_id: str | None = None) -> ErrorBody:
    return ErrorBody(type="card_error", code=decline.code, decline_code=decline.decline_code, charge=charge_id,
                     message=decline.message, param=decline.param, advice_code=decline.advice_code,
                     network_decline_code=decline.network_decline_code, payment_method=replace(held.method))


def _declined(desk: Desk, intent: PaymentIntent, held: Held, made: Charge, decline: Decline) -> ErrorBody:
    desk.emit("charge.failed", made)
    return fail(desk, intent, refused_by_issuer(held, decline, made.id))


def authentication(held: Held, request_three_d_secure: str, challenged: bool) -> ThreeDSecure | None:
    """A card that supports 3-D Secure without being enrolled is attempted where the request wants it."""
    row = held.behaviour.authentication
    if challenged or row is Authentication.FRICTIONLESS:
        return ThreeDSecure(authentication_flow="challenge" if challenged else "frictionless", result="authenticated",
                            electronic_commerce_indicator="05", transaction_id=_uuid())
    if request_three_d_secure != "automatic" and row is Authentication.NOT_ENROLLED:
        return ThreeDSecure(electronic_commerce_indicator="06", result="attempt_acknowledged", transaction_id=_uuid())
    return None


def imported(elsewhere: ImportedThreeDSecure) -> ThreeDSecure:
    full = elsewhere.electronic_commerce_indicator in ("05", "02")
    return ThreeDSecure(electronic_commerce_indicator=elsewhere.electronic_commerce_indicator,
                        result="authenticated" if full else "attempt_acknowledged",
                        transaction_id=elsewhere.transaction_id)


def _uuid() -> str:
    word = secrets.token_hex(16)
    return "-".join((word[:8], word[8:12], word[12:16], word[16:20], word[20:]))
