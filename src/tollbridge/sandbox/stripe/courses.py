"""How payments that are not made with a card go on: a page or a code for the customer, processing, the end."""

from __future__ import annotations

from tollbridge.sandbox.simulator import Settlement
from tollbridge.sandbox.stripe import asking, attempts, charges, consents, disputes
from tollbridge.sandbox.stripe.accounts import ENDS_MANDATE, failure_message
from tollbridge.sandbox.stripe.action_wire import NextAction
from tollbridge.sandbox.stripe.asking import Asking
from tollbridge.sandbox.stripe.books import Desk, Held
from tollbridge.sandbox.stripe.errors import invalid, missing
from tollbridge.sandbox.stripe.method_types import Course, check_currency
from tollbridge.sandbox.stripe.parameters import Confirming, VerifyMicrodeposits
from tollbridge.sandbox.stripe.setup_wire import SetupIntent
from tollbridge.sandbox.stripe.wire import Charge, ErrorBody, PaymentIntent


def begin(desk: Desk, intent: PaymentIntent, held: Held, params: Confirming) -> None:
    """Raises StripeError as `check` does."""
    check(desk, intent, held, params)
    kind, off_session = held.kind, params.off_session != "false"
    options = params.payment_method_options
    skipped = options is not None and options.us_bank_account is not None and (
        options.us_bank_account.verification_method == "skip")
    if kind.word == "us_bank_account" and not (held.verified or skipped or off_session):
        ask_for_microdeposits(desk, intent)
    elif kind.course is Course.DEBIT or (off_session and held.set_up):
        process(desk, intent, held)
    else:
        _, url = desk.page(intent.id, params.return_url)
        intent.next_action = _action(desk, intent, held, params, url)
        intent.status = "requires_action"
        desk.emit("payment_intent.requires_action", intent)


def check(desk: Desk, intent: PaymentIntent, held: Held, params: Confirming) -> None:
    """Raises StripeError for what the method's type cannot do, and for what it needs and does not have."""
    kind, off_session = held.kind, params.off_session != "false"
    check_currency([kind.word], intent.currency)
    if intent.capture_method == "manual" and not kind.manual_capture:
        raise invalid(f"The payment method type {kind.word} does not support manual capture.", param="capture_method")
    if off_session and not kind.reusable:
        raise invalid(f"The payment method type {kind.word} does not support off-session payments.",
                      param="off_session")
    if kind.customer and intent.customer is None:
        raise missing("customer")
    if kind.course is Course.REDIRECT and params.return_url is None and not off_session:
        raise missing("return_url")
    if kind.word == "afterpay_clearpay" and intent.shipping is None:
        raise missing("shipping")
    if kind.course is not Course.DEBIT:
        _action(desk, intent, held, params, "")


def ask_for_microdeposits(desk: Desk, intent: PaymentIntent | SetupIntent) -> None:
    _, url = desk.page(intent.id, None)
    intent.next_action = asking.microdeposits(desk.now, url)
    intent.status = "requires_action"
    desk.emit(f"{intent.object}.requires_action", intent)


def customer_said(desk: Desk, intent: PaymentIntent, held: Held, *, yes: bool) -> None:
    """The customer has paid, or has turned away, on a page or wherever the code led to."""
    intent.next_action = None
    desk.close_pages(intent.id)
    if not yes:
        attempts.fail(desk, intent, ErrorBody(
            type="invalid_request_error", code="payment_intent_payment_attempt_failed"
            if held.kind.course is Course.DISPLAY else "payment_intent_authentication_failure",
            message="The customer did not complete the payment, or their payment method failed it.",
            payment_method_type=held.method.type))
    elif held.kind.slow:
        held.verified = True
        process(desk, intent, held)
    else:
        mandate = consents.given_for(desk, intent, held)
        attempts.approved(desk, intent, held, charges.make(desk, intent, held, mandate=mandate))


def process(desk: Desk, intent: PaymentIntent, held: Held) -> None:
    """The bank has been asked. What its test account does at once is done right behind the answer."""
    made = charges.make(desk, intent, held, status="pending", mandate=consents.given_for(desk, intent, held))
    intent.next_action, intent.last_payment_error, intent.status = None, None, "processing"
    desk.emit("charge.pending", made)
    desk.emit("payment_intent.processing", intent)
    if held.account is not None and not held.account.waits:
        desk.behind.append(lambda later: settle(later, intent, held, None))


def settle(desk: Desk, intent: PaymentIntent, held: Held, outcome: Settlement | None) -> None:
    """Ends the processing; without an outcome as the test account says."""
    failure = held.account.failure if held.account else None
    if outcome is Settlement.SUCCEEDED or (outcome is None and failure is None):
        _collected(desk, intent, held, desk.charge(str(intent.latest_charge)))
    else:
        _bounced(desk, intent, held, desk.charge(str(intent.latest_charge)), failure or "insufficient_funds")


def verify(desk: Desk, params: VerifyMicrodeposits, intent: str) -> PaymentIntent:
    found = desk.intent(intent)
    check_verification(found, params)
    held = desk.held(str(found.payment_method))
    held.verified = True
    desk.close_pages(found.id)
    process(desk, found, held)
    return found


def check_verification(intent: PaymentIntent | SetupIntent, params: VerifyMicrodeposits) -> None:
    """Raises StripeError for other amounts or another code than those of test accounts."""
    if intent.next_action is None or intent.next_action.type != "verify_with_microdeposits":
        raise invalid("This intent does not wait for the verification of microdeposits.")
    if not asking.proves(params.amounts, params.descriptor_code):
        raise invalid("The microdeposits that you provided do not match those that were sent to this account.",
                      code="payment_method_microdeposit_verification_amounts_mismatch",
                      param="amounts" if params.amounts else "descriptor_code")


def _collected(desk: Desk, intent: PaymentIntent, held: Held, made: Charge) -> None:
    made.status, made.paid, made.amount_captured = "succeeded", True, made.amount
    attempts.approved(desk, intent, held, made)
    if held.account is not None and held.account.disputed:
        disputes.open_one(desk, made, "debit_not_authorized")


def _bounced(desk: Desk, intent: PaymentIntent, held: Held, made: Charge, code: str) -> None:
    made.status, made.captured, made.balance_transaction = "failed", False, None
    made.failure_code, made.failure_message = code, failure_message(code)
    if code in ENDS_MANDATE:
        consents.end(desk, held)
    desk.emit("charge.failed", made)
    attempts.fail(desk, intent, ErrorBody(
        type="card_error", code="payment_intent_payment_attempt_failed", decline_code=code, charge=made.id,
        message=failure_message(code), payment_method=held.method, payment_method_type=held.method.type))


def _action(desk: Desk, intent: PaymentIntent, held: Held, params: Confirming, url: str) -> NextAction:
    return asking.next_action(held.kind, Asking(
        now=desk.now, url=url, return_url=params.return_url, amount=intent.amount, currency=intent.currency,
        options=params.payment_method_options))
