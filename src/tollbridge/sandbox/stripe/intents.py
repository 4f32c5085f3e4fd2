"""PaymentIntents: create, confirm, capture, cancel, retrieve, increment. https://docs.stripe.com/api/payment_intents"""

from __future__ import annotations

from msgspec import UNSET
from msgspec.structs import replace

from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.stripe import attempts, consents, courses, methods
from tollbridge.sandbox.stripe.books import Desk, Held, new_id
from tollbridge.sandbox.stripe.currencies import check_amount
from tollbridge.sandbox.stripe.errors import StripeError, invalid, unexpected_state
from tollbridge.sandbox.stripe.method_types import CARD, check_currency, usable
from tollbridge.sandbox.stripe.method_wire import CardDetails
from tollbridge.sandbox.stripe.parameters import (
    CancelIntent,
    CaptureIntent,
    Confirming,
    ConfirmIntent,
    CreateIntent,
    IncrementIntent,
    RetrieveIntent,
    ShippingParams,
)
from tollbridge.sandbox.stripe.parts import Shipping
from tollbridge.sandbox.stripe.wire import (
    AutomaticPaymentMethods,
    CardOptions,
    Charge,
    ErrorBody,
    PaymentIntent,
    PaymentMethodOptions,
    Refund,
)

CANCELABLE = ("requires_payment_method", "requires_capture", "requires_confirmation", "requires_action", "processing")
CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")


def create(desk: Desk, params: CreateIntent) -> PaymentIntent:
    if params.customer is not None:
        desk.customer(params.customer)
    check_currency(params.payment_method_types or [], params.currency)
    held = methods.given(desk, params.payment_method, params.payment_method_data)
    new = new_id("pi_3")
    automatic = params.automatic_payment_methods
    intent = PaymentIntent(
        id=new, amount=params.amount, amount_details={"tip": {}}, client_secret=f"{new}_secret_{new_id('', 25)}",
        automatic_payment_methods=AutomaticPaymentMethods(enabled=automatic.enabled) if automatic else None,
        application_fee_amount=params.application_fee_amount, capture_method=params.capture_method or "automatic",
        confirmation_method=params.confirmation_method, created=desk.now, currency=params.currency,
        customer=params.customer, description=params.description, metadata=_metadata({}, params.metadata),
        on_behalf_of=params.on_behalf_of, payment_method_options=PaymentMethodOptions(card=CardOptions()),
        payment_method_types=_types(params), status="requires_payment_method",
        statement_descriptor=params.statement_descriptor, transfer_group=params.transfer_group,
        statement_descriptor_suffix=params.statement_descriptor_suffix)
    _apply(desk, intent, params, held)
    if params.confirm and held is not None and held.method.type != CARD:
        courses.check(desk, intent, held, params)  # what is refused for its parameters leaves no payment behind
    desk.books.intents[new] = intent
    desk.emit("payment_intent.created", intent)
    return _confirm(desk, intent, params) if params.confirm else intent


def retrieve(desk: Desk, params: RetrieveIntent, intent: str) -> PaymentIntent:
    return desk.intent(intent)


def confirm(desk: Desk, params: ConfirmIntent, intent: str) -> PaymentIntent:
    found = desk.intent(intent)
    if found.status in ("succeeded", "requires_capture"):
        raise unexpected_state("You cannot confirm this PaymentIntent because it has already succeeded after being "
                               "previously confirmed.", found)
    if found.status not in CONFIRMABLE:
        raise unexpected_state(f"You cannot confirm this PaymentIntent because it has a status of {found.status}. "
                               "Only a PaymentIntent with one of the following statuses may be confirmed: "
                               "requires_confirmation, requires_action.", found)
    _apply(desk, found, params, methods.given(desk, params.payment_method, params.payment_method_data))
    return _confirm(desk, found, params)


def capture(desk: Desk, params: CaptureIntent, intent: str) -> PaymentIntent:
    """Takes all or part of what is reserved; the rest is released at once, and shows as refunded, as at Stripe. One of
    several captures (`final_capture` false) keeps it, where the payment was made for that.
    """
    found = desk.intent(intent)
    if found.status == "succeeded":
        raise unexpected_state("This PaymentIntent could not be captured because it has already been captured.", found)
    if found.status != "requires_capture":
        raise unexpected_state(f"This PaymentIntent could not be captured because it has a status of {found.status}. "
                               "Only a PaymentIntent with one of the following statuses may be captured: "
                               "requires_capture.", found)
    amount = found.amount_capturable if params.amount_to_capture is None else params.amount_to_capture
    if amount > found.amount_capturable:
        raise invalid("The payment could not be captured because the requested capture amount is greater than the "
                      "amount you can capture for this charge.", param="amount_to_capture", code="amount_too_large")
    if not params.final_capture and found.payment_method_options.card.request_multicapture != "if_available":
        raise invalid("This PaymentIntent is not eligible for multicapture.", param="final_capture")
    charged = desk.charge(str(found.latest_charge))
    charged.captured, charged.amount_captured = True, charged.amount_captured + amount
    charged.balance_transaction = new_id("txn_3")
    held = desk.held(charged.payment_method)
    desk.book(EntryKind.CAPTURED, found, amount)
    desk.emit("charge.captured", charged)
    found.metadata = _metadata(found.metadata, params.metadata)
    left, found.amount_received = found.amount_capturable - amount, found.amount_received + amount
    if left and not params.final_capture:
        found.amount_capturable = left
        desk.emit("payment_intent.amount_capturable_updated", found)
        return found
    _release(desk, found, charged, left)
    found.amount_capturable, found.status = 0, "succeeded"
    desk.emit("payment_intent.succeeded", found)
    attempts.dispute_behind(desk, held, charged)
    return found


def increment(desk: Desk, params: IncrementIntent, intent: str) -> PaymentIntent:
    """Raises what is reserved to a new total, where the payment was made for that."""
    found = desk.intent(intent)
    if found.status != "requires_capture":
        raise unexpected_state("This PaymentIntent could not be incremented because it has a status of "
                               f"{found.status}. Only a PaymentIntent with one of the following statuses may be "
                               "incremented: requires_capture.", found)
    if found.payment_method_options.card.request_incremental_authorization != "if_available":
        raise invalid("This PaymentIntent is not eligible for incremental authorization.", param="intent")
    if params.amount <= found.amount:
        raise invalid("The amount has to be greater than the one that is authorized.", param="amount")
    check_amount(params.amount, found.currency)
    desk.book(EntryKind.INCREMENTED, found, params.amount - found.amount)
    charged = desk.charge(str(found.latest_charge))
    charged.amount = found.amount = found.amount_capturable = params.amount
    detail = charged.payment_method_details.card
    if isinstance(detail, CardDetails):
        detail.amount_authorized = params.amount
    found.description = params.description or found.description
    found.metadata = _metadata(found.metadata, params.metadata)
    desk.emit("payment_intent.amount_capturable_updated", found)
    return found


def cancel(desk: Desk, params: CancelIntent, intent: str) -> PaymentIntent:
    found = desk.intent(intent)
    if found.status not in CANCELABLE:
        raise unexpected_state(f"You cannot cancel this PaymentIntent because it has a status of {found.status}. "
                               "Only a PaymentIntent with one of the following statuses may be canceled: "
                               f"{', '.join(CANCELABLE)}.", found)
    if found.status == "requires_capture":
        _release(desk, found, desk.charge(str(found.latest_charge)), found.amount_capturable)
        found.amount_capturable = 0
    found.status, found.canceled_at, found.next_action = "canceled", desk.now, None
    found.cancellation_reason = params.cancellation_reason
    desk.close_pages(found.id)
    _withdraw_pending(desk, found)
    desk.emit("payment_intent.canceled", found)
    return found


def _withdraw_pending(desk: Desk, intent: PaymentIntent) -> None:
    """A debit that was still on its way is called back."""
    charged = desk.books.charges.get(str(intent.latest_charge))
    if charged is not None and charged.status == "pending":
        charged.status, charged.captured, charged.balance_transaction = "failed", False, None
        charged.failure_code, charged.failure_message = "payment_canceled", "The payment was canceled."
        desk.emit("charge.failed", charged)


def _types(params: CreateIntent) -> list[str]:
    automatic = params.automatic_payment_methods
    if params.payment_method_types is None and automatic is not None and automatic.enabled:
        return usable(params.currency)
    return params.payment_method_types or [CARD]


def _apply(desk: Desk, intent: PaymentIntent, params: Confirming, held: Held | None) -> None:
    """Writes into the intent what creating and confirming may both state."""
    types = params.payment_method_types or intent.payment_method_types
    if held is not None:
        consents.check_usable(held, str(intent.customer) if intent.customer else None)
        check_allowed(held, types, "PaymentIntent")
        intent.payment_method = held.method.id
        intent.status = "requires_confirmation"
    card = params.payment_method_options.card if params.payment_method_options else None
    if card is not None:
        intent.payment_method_options = PaymentMethodOptions(card=CardOptions(
            network=card.network, request_three_d_secure=card.request_three_d_secure,
            request_incremental_authorization="if_available" if card.request_incremental_authorization_support
            else card.request_incremental_authorization or UNSET,
            request_multicapture=card.request_multicapture or UNSET))
    intent.capture_method = (card.capture_method if card else None) or params.capture_method or intent.capture_method
    intent.payment_method_types = types
    intent.setup_future_usage = params.setup_future_usage or intent.setup_future_usage
    intent.receipt_email = params.receipt_email or intent.receipt_email
    intent.shipping = shipping(params.shipping) if params.shipping else intent.shipping
    consents.accept(desk, intent, params.mandate_data)


def check_allowed(held: Held, types: list[str], noun: str) -> None:
    if held.method.type not in types:
        raise invalid(f"The PaymentMethod provided ({held.method.type}) is not allowed for this {noun}. Please attach "
                      f"a PaymentMethod of one of the following types: {', '.join(types)}.", param="payment_method")


def _confirm(desk: Desk, intent: PaymentIntent, params: Confirming) -> PaymentIntent:
    if intent.payment_method is None:
        raise unexpected_state("You cannot confirm this PaymentIntent because it's missing a payment method. You can "
                               "either update the PaymentIntent with a payment method and then confirm it again, or "
                               "confirm it again directly with a payment method.", intent)
    held = desk.held(str(intent.payment_method))
    consents.check_usable(held, str(intent.customer) if intent.customer else None)
    desk.close_pages(intent.id)
    if held.method.type == CARD:
        _charge_card(desk, intent, held, params)
    else:
        courses.begin(desk, intent, held, params)
    return intent


def _charge_card(desk: Desk, intent: PaymentIntent, held: Held, params: Confirming) -> None:
    off_session = params.off_session != "false"
    options = params.payment_method_options
    exempt = options.card.mit_exemption if options and options.card else None
    if exempt is not None and exempt.network_transaction_id is not None:
        held.set_up = True  # agreed to elsewhere, which the network's transaction id proves
    elsewhere = options.card.three_d_secure if options and options.card else None
    challenged = elsewhere is None and attempts.wants_challenge(
        held, intent.payment_method_options.card.request_three_d_secure, off_session=off_session)
    if challenged and not (off_session or params.error_on_requires_action):
        attempts.challenge(desk, intent, params.return_url)
        return
    declined = attempts.charge(desk, intent, held, unauthenticated=challenged, elsewhere=elsewhere)
    if declined is not None:
        raise _card_error(declined, intent)


def _card_error(declined: ErrorBody, intent: PaymentIntent) -> StripeError:
    return StripeError(402, replace(declined, payment_intent=intent))


def _release(desk: Desk, intent: PaymentIntent, charged: Charge, amount: int) -> None:
    """Gives back what was reserved and is not taken. Stripe writes that as a refund, though no money ever moved."""
    if amount == 0:
        return
    charged.amount_refunded += amount
    charged.refunded = charged.amount_refunded == charged.amount
    released = Refund(id=new_id("re_3"), amount=amount, charge=charged.id, created=desk.now,
                      currency=charged.currency, payment_intent=intent.id)
    desk.books.refunds[released.id] = released
    desk.book(EntryKind.RELEASED, intent, amount)
    desk.emit("charge.refunded", charged)


def _metadata(before: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    """An empty text takes its key away."""
    return {name: text for name, text in {**before, **given}.items() if text}


def shipping(given: ShippingParams) -> Shipping:
    return Shipping(address=given.address, carrier=given.carrier, name=given.name, phone=given.phone,
                    tracking_number=given.tracking_number)
