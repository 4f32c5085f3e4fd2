"""An attempt to charge a card: the challenge before it, the issuer's yes or no, and the charge that records it."""

from __future__ import annotations

import secrets

from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.stripe.books import NAME, Challenge, Desk, Held, new_id
from tollbridge.sandbox.stripe.cards import AUTHENTICATION_REQUIRED, Authentication, Decline
from tollbridge.sandbox.stripe.errors import documented
from tollbridge.sandbox.stripe.wire import (
    CardDetails,
    Charge,
    ErrorBody,
    NetworkToken,
    NextAction,
    Outcome,
    PaymentIntent,
    PaymentMethodDetails,
    RedirectToUrl,
    ThreeDSecure,
    UseStripeSdk,
)

_NO_DETAILS = "The bank did not return any further details with this decline."


def wants_challenge(held: Held, request_three_d_secure: str) -> bool:
    authentication = held.behaviour.authentication
    return authentication is Authentication.REQUIRED or (
        authentication is Authentication.OPTIONAL and request_three_d_secure != "automatic")


def challenge(desk: Desk, intent: PaymentIntent, return_url: str | None) -> None:
    """Leaves the intent waiting for its card holder; without a return URL the browser library has to show it."""
    source = new_id("src_1")
    waiting = Challenge(source, f"src_client_secret_{new_id('', 24)}", intent.id, return_url,
                        intent.payment_method_options.card.request_three_d_secure)
    desk.books.challenges[source] = waiting
    url = f"{desk.host.url_of(NAME)}/redirect/authenticate/{source}?client_secret={waiting.secret}"
    if return_url is None:
        intent.next_action = NextAction(type="use_stripe_sdk",
                                        use_stripe_sdk=UseStripeSdk(source=source, stripe_js=url))
    else:
        intent.next_action = NextAction(type="redirect_to_url",
                                        redirect_to_url=RedirectToUrl(return_url=return_url, url=url))
    intent.status = "requires_action"
    desk.emit("payment_intent.requires_action", intent)


def charge(desk: Desk, intent: PaymentIntent, held: Held, *, challenged: bool = False,
           unauthenticated: bool = False) -> ErrorBody | None:
    """Asks the issuer and records its answer. None is a yes; a no is given, and kept in the intent.

    `challenged` means that the holder has just been authenticated, `unauthenticated` that the issuer wanted that
    and nobody was there to do it.
    """
    decline = AUTHENTICATION_REQUIRED if unauthenticated else held.behaviour.decline
    made = _charge(desk, intent, held, decline, _three_d_secure(intent, held, challenged))
    desk.books.charges[made.id] = made
    intent.latest_charge = made.id
    intent.next_action = None
    if decline is not None:
        return _declined(desk, intent, held, made, decline)
    _approved(desk, intent, made)
    return None


def fail_authentication(desk: Desk, intent: PaymentIntent, held: Held) -> None:
    """The holder did not pass the challenge: no charge is made."""
    _fail(desk, intent, ErrorBody(
        type="invalid_request_error", code="payment_intent_authentication_failure", payment_method=held.method,
        message="The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new "
                "PaymentMethod to attempt to fulfill this PaymentIntent again."))


def _approved(desk: Desk, intent: PaymentIntent, made: Charge) -> None:
    intent.last_payment_error = None
    desk.book(EntryKind.AUTHORIZED, intent, intent.amount)
    if made.captured:
        desk.book(EntryKind.CAPTURED, intent, intent.amount)
        intent.amount_received = intent.amount
        intent.status = "succeeded"
    else:
        intent.amount_capturable = intent.amount
        intent.status = "requires_capture"
    desk.emit("charge.succeeded", made)
    desk.emit("payment_intent.succeeded" if made.captured else "payment_intent.amount_capturable_updated", intent)


def _declined(desk: Desk, intent: PaymentIntent, held: Held, made: Charge, decline: Decline) -> ErrorBody:
    error = ErrorBody(type="card_error", code=decline.code, decline_code=decline.decline_code, charge=made.id,
                      message=decline.message, param=decline.param, advice_code=decline.advice_code,
                      network_decline_code=decline.network_decline_code, payment_method=held.method)
    desk.emit("charge.failed", made)
    return _fail(desk, intent, error)


def _fail(desk: Desk, intent: PaymentIntent, error: ErrorBody) -> ErrorBody:
    intent.last_payment_error = documented(error)
    intent.next_action = None
    intent.payment_method = None
    intent.status = "requires_payment_method"
    desk.emit("payment_intent.payment_failed", intent)
    return error


def _charge(desk: Desk, intent: PaymentIntent, held: Held, decline: Decline | None,
            three_d_secure: ThreeDSecure | None) -> Charge:
    captured = decline is None and intent.capture_method != "manual"
    method = held.method
    return Charge(
        id=new_id("ch_3"), amount=intent.amount, amount_captured=intent.amount if captured else 0,
        balance_transaction=new_id("txn_3") if captured else None, billing_details=method.billing_details,
        calculated_statement_descriptor=intent.statement_descriptor or "TOLLBRIDGE SANDBOX", captured=captured,
        created=desk.now, currency=intent.currency, customer=intent.customer, description=intent.description,
        failure_code=decline.code if decline else None, failure_message=decline.message if decline else None,
        metadata=dict(intent.metadata), on_behalf_of=intent.on_behalf_of, outcome=_outcome(decline),
        paid=decline is None, payment_intent=intent.id, payment_method=method.id,
        payment_method_details=PaymentMethodDetails(card=_details(intent, held, decline, three_d_secure)),
        receipt_email=intent.receipt_email, shipping=intent.shipping,
        statement_descriptor=intent.statement_descriptor,
        statement_descriptor_suffix=intent.statement_descriptor_suffix,
        status="failed" if decline else "succeeded", transfer_group=intent.transfer_group)


def _details(intent: PaymentIntent, held: Held, decline: Decline | None,
             three_d_secure: ThreeDSecure | None) -> CardDetails:
    card = held.method.card
    return CardDetails(
        amount_authorized=None if decline else intent.amount, brand=card.brand, checks=card.checks,
        country=card.country, exp_month=card.exp_month, exp_year=card.exp_year, fingerprint=card.fingerprint,
        funding=card.funding, last4=card.last4, network=card.brand, network_token=NetworkToken(),
        network_transaction_id=f"{secrets.randbelow(10**15):015}", three_d_secure=three_d_secure)


def _outcome(decline: Decline | None) -> Outcome:
    if decline is None:
        return Outcome(network_status="approved_by_network", seller_message="Payment complete.", type="authorized")
    told = decline.decline_code
    return Outcome(
        network_status="declined_by_network", type="issuer_declined", reason=told, advice_code=decline.advice_code,
        network_decline_code=decline.network_decline_code,
        seller_message=_NO_DETAILS if told == "generic_decline" else f"The bank returned the decline code `{told}`.")


def _three_d_secure(intent: PaymentIntent, held: Held, challenged: bool) -> ThreeDSecure | None:
    """A card that supports 3-D Secure without being enrolled is attempted where the request wants it."""
    if challenged:
        return ThreeDSecure(authentication_flow="challenge", electronic_commerce_indicator="05",
                            result="authenticated", transaction_id=_uuid())
    asked = intent.payment_method_options.card.request_three_d_secure != "automatic"
    if asked and held.behaviour.authentication is Authentication.NOT_ENROLLED:
        return ThreeDSecure(electronic_commerce_indicator="06", result="attempt_acknowledged", transaction_id=_uuid())
    return None


def _uuid() -> str:
    word = secrets.token_hex(16)
    return "-".join((word[:8], word[8:12], word[12:16], word[16:20], word[20:]))
