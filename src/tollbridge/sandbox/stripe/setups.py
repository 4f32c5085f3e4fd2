"""SetupIntents: a method is agreed to be charged later. https://docs.stripe.com/api/setup_intents"""

from __future__ import annotations

from msgspec.structs import replace

from tollbridge.sandbox.stripe import asking, attempts, charges, consents, courses, intents, methods
from tollbridge.sandbox.stripe.action_wire import NextAction, RedirectToUrl
from tollbridge.sandbox.stripe.books import Desk, Held, new_id
from tollbridge.sandbox.stripe.errors import StripeError, documented, invalid, missing
from tollbridge.sandbox.stripe.method_types import CARD, METHOD_TYPES, Course
from tollbridge.sandbox.stripe.method_wire import Nothing, RedirectDetails, ThreeDSecure
from tollbridge.sandbox.stripe.parameters import VerifyMicrodeposits
from tollbridge.sandbox.stripe.reading import Params
from tollbridge.sandbox.stripe.setup_parameters import CancelSetup, ConfirmSetup, CreateSetup
from tollbridge.sandbox.stripe.setup_wire import AttemptCard, AttemptDetails, SetupAttempt, SetupIntent
from tollbridge.sandbox.stripe.wire import AutomaticPaymentMethods, CardOptions, ErrorBody, PaymentMethodOptions


def create(desk: Desk, params: CreateSetup) -> SetupIntent:
    if params.customer is not None:
        desk.customer(params.customer)
    new, automatic = new_id("seti_1"), params.automatic_payment_methods
    reusable = [word for word, kind in METHOD_TYPES.items() if kind.reusable]
    setup = SetupIntent(
        id=new, client_secret=f"{new}_secret_{new_id('', 25)}", created=desk.now, customer=params.customer,
        automatic_payment_methods=AutomaticPaymentMethods(enabled=automatic.enabled) if automatic else None,
        description=params.description, on_behalf_of=params.on_behalf_of, usage=params.usage,
        metadata={name: text for name, text in params.metadata.items() if text},
        payment_method_options=PaymentMethodOptions(card=CardOptions()), status="requires_payment_method",
        payment_method_types=params.payment_method_types or (reusable if automatic and automatic.enabled else [CARD]))
    _apply(desk, setup, params)
    if params.confirm:
        _check(desk, setup, params)
    desk.books.setups[new] = setup
    desk.emit("setup_intent.created", setup)
    return _confirm(desk, setup, params) if params.confirm else setup


def retrieve(desk: Desk, params: Params, intent: str) -> SetupIntent:
    return desk.find(desk.books.setups, "setupintent", intent, param="intent")


def confirm(desk: Desk, params: ConfirmSetup, intent: str) -> SetupIntent:
    found = retrieve(desk, params, intent)
    if found.status not in ("requires_payment_method", "requires_confirmation", "requires_action"):
        raise _unexpected(f"You cannot confirm this SetupIntent because it has a status of {found.status}.", found)
    _apply(desk, found, params)
    _check(desk, found, params)
    return _confirm(desk, found, params)


def cancel(desk: Desk, params: CancelSetup, intent: str) -> SetupIntent:
    found = retrieve(desk, params, intent)
    if found.status in ("succeeded", "canceled"):
        raise _unexpected(f"You cannot cancel this SetupIntent because it has a status of {found.status}.", found)
    found.status, found.next_action, found.cancellation_reason = "canceled", None, params.cancellation_reason
    desk.close_pages(found.id)
    desk.emit("setup_intent.canceled", found)
    return found


def verify(desk: Desk, params: VerifyMicrodeposits, intent: str) -> SetupIntent:
    found = retrieve(desk, params, intent)
    courses.check_verification(found, params)
    customer_said(desk, found, desk.held(str(found.payment_method)), yes=True)
    return found


def customer_said(desk: Desk, setup: SetupIntent, held: Held, *, yes: bool) -> None:
    """The customer has agreed, or not: on the page of the card's issuer or of the bank."""
    setup.next_action = None
    desk.close_pages(setup.id)
    if not yes:
        _fail(desk, setup, held, attempts.failed_authentication(held, setup.object))
    elif held.behaviour.decline is not None and not held.behaviour.saved_anyway:
        _fail(desk, setup, held, attempts.refused_by_issuer(held, held.behaviour.decline))
    else:
        held.verified = True
        _succeed(desk, setup, held, challenged=held.method.type == CARD)


def _apply(desk: Desk, setup: SetupIntent, params: ConfirmSetup) -> None:
    held = methods.given(desk, params.payment_method, params.payment_method_data)
    if held is not None:
        intents.check_allowed(held, setup.payment_method_types, "SetupIntent")
        consents.check_usable(held, str(setup.customer) if setup.customer else None)
        setup.payment_method, setup.status = held.method.id, "requires_confirmation"
    card = params.payment_method_options.card if params.payment_method_options else None
    if card is not None:
        setup.payment_method_options = PaymentMethodOptions(card=CardOptions(
            network=card.network, request_three_d_secure=card.request_three_d_secure))
    consents.accept(desk, setup, params.mandate_data)


def _check(desk: Desk, setup: SetupIntent, params: ConfirmSetup) -> None:
    if setup.payment_method is None:
        raise _unexpected("You cannot confirm this SetupIntent because it's missing a payment method. Update the "
                          "SetupIntent with a payment method and then confirm it again.", setup)
    kind = desk.held(str(setup.payment_method)).kind
    if not kind.reusable:
        raise invalid(f"The payment method type {kind.word} cannot be set up for future payments.",
                      param="payment_method_types")
    if kind.course is Course.REDIRECT and params.return_url is None:
        raise missing("return_url")


def _confirm(desk: Desk, setup: SetupIntent, params: ConfirmSetup) -> SetupIntent:
    held = desk.held(str(setup.payment_method))
    desk.close_pages(setup.id)
    row = held.behaviour
    if held.method.type == CARD:
        if attempts.wants_challenge(held, setup.payment_method_options.card.request_three_d_secure):
            attempts.challenge(desk, setup, params.return_url)
        elif row.decline is not None and not row.saved_anyway:
            error = attempts.refused_by_issuer(held, row.decline)
            _fail(desk, setup, held, error)
            raise StripeError(402, replace(error, setup_intent=setup))
        else:
            _succeed(desk, setup, held)
    elif held.kind.course in (Course.REDIRECT, Course.DISPLAY):
        _ask(desk, setup, held, params)
    elif held.method.type == "us_bank_account" and not (held.verified or _skipped(params)):
        courses.ask_for_microdeposits(desk, setup)
    else:
        _succeed(desk, setup, held)
    return setup


def _skipped(params: ConfirmSetup) -> bool:
    options = params.payment_method_options.us_bank_account if params.payment_method_options else None
    return options is not None and options.verification_method == "skip"


def _ask(desk: Desk, setup: SetupIntent, held: Held, params: ConfirmSetup) -> None:
    _, url = desk.page(setup.id, params.return_url)
    if held.kind.course is Course.REDIRECT:
        setup.next_action = NextAction(type="redirect_to_url", redirect_to_url=RedirectToUrl(
            return_url=params.return_url or "", url=url))
    else:
        setup.next_action = asking.next_action(held.kind, asking.Asking(
            now=desk.now, url=url, return_url=params.return_url, amount=0, currency="",
            options=params.payment_method_options))
    setup.status = "requires_action"
    desk.emit("setup_intent.requires_action", setup)


def _succeed(desk: Desk, setup: SetupIntent, held: Held, *, challenged: bool = False) -> None:
    held.set_up = held.set_up or setup.usage == "off_session"
    detail = _detail(setup, held, challenged)
    if held.kind.becomes_sepa:
        debit = methods.becomes_sepa(desk, held)
        debit.set_up = held.set_up
        detail = RedirectDetails(generated_sepa_debit=debit.method.id, iban_last4="3000", verified_name="Jenny Rosen",
                                 generated_sepa_debit_mandate=consents.given_for(desk, setup, debit))
        if setup.customer is not None:
            consents.attach(desk, debit, str(setup.customer))
    else:
        setup.mandate = consents.given_for(desk, setup, held)
        if setup.customer is not None:
            consents.attach(desk, held, str(setup.customer))
    _note_attempt(desk, setup, held, detail, "succeeded")
    setup.status, setup.last_setup_error = "succeeded", None
    desk.emit("setup_intent.succeeded", setup)


def _fail(desk: Desk, setup: SetupIntent, held: Held, error: ErrorBody) -> None:
    attempt = _note_attempt(desk, setup, held, _detail(setup, held, challenged=False), "failed")
    setup.last_setup_error = attempt.setup_error = documented(error)
    setup.status, setup.payment_method = "requires_payment_method", None
    desk.emit("setup_intent.setup_failed", setup)


def _note_attempt(desk: Desk, setup: SetupIntent, held: Held, detail: AttemptCard | RedirectDetails | Nothing,
                  status: str) -> SetupAttempt:
    details = AttemptDetails(type=held.method.type)
    if hasattr(details, held.method.type):
        setattr(details, held.method.type, detail)
    made = SetupAttempt(
        id=new_id("setatt_1"), created=desk.now, customer=str(setup.customer) if setup.customer else None,
        on_behalf_of=setup.on_behalf_of, payment_method=held.method.id, payment_method_details=details,
        setup_intent=setup.id, status=status, usage=setup.usage)
    desk.books.attempts[made.id] = made
    setup.latest_attempt = made.id
    return made


def _detail(setup: SetupIntent, held: Held, challenged: bool) -> AttemptCard | RedirectDetails | Nothing:
    if held.method.type != CARD:
        return Nothing()
    card = held.card
    proof: ThreeDSecure | None = attempts.authentication(
        held, setup.payment_method_options.card.request_three_d_secure, challenged)
    return AttemptCard(
        brand=card.brand, checks=card.checks, country=card.country, exp_month=card.exp_month, exp_year=card.exp_year,
        fingerprint=card.fingerprint, funding=card.funding, last4=card.last4, network=card.brand,
        network_transaction_id=charges.network_transaction_id(), three_d_secure=proof, wallet=card.wallet)


def _unexpected(message: str, setup: SetupIntent) -> StripeError:
    return StripeError(400, ErrorBody(type="invalid_request_error", code="setup_intent_unexpected_state",
                                      message=message, setup_intent=setup))
