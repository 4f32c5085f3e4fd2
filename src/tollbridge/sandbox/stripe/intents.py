"""PaymentIntents: create, confirm, capture, cancel, retrieve. https://docs.stripe.com/api/payment_intents"""

from __future__ import annotations

from msgspec.structs import replace

from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.stripe import attempts, methods
from tollbridge.sandbox.stripe.books import Books, Desk, Held, new_id
from tollbridge.sandbox.stripe.errors import StripeError, invalid, unexpected_state
from tollbridge.sandbox.stripe.parameters import (
    CancelIntent,
    CaptureIntent,
    Confirming,
    ConfirmIntent,
    CreateIntent,
    RetrieveIntent,
    ShippingParams,
)
from tollbridge.sandbox.stripe.wire import (
    AutomaticPaymentMethods,
    CardOptions,
    Charge,
    ErrorBody,
    PaymentIntent,
    PaymentMethodOptions,
    Refund,
    Shipping,
)

CANCELABLE = ("requires_payment_method", "requires_capture", "requires_confirmation", "requires_action", "processing")
CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")


def create(desk: Desk, params: CreateIntent) -> PaymentIntent:
    held = _method(desk, params)
    new = new_id("pi_3")
    automatic = params.automatic_payment_methods
    intent = PaymentIntent(
        id=new, amount=params.amount, amount_details={"tip": {}}, client_secret=f"{new}_secret_{new_id('', 25)}",
        automatic_payment_methods=AutomaticPaymentMethods(enabled=automatic.enabled) if automatic else None,
        application_fee_amount=params.application_fee_amount, capture_method=params.capture_method or "automatic",
        confirmation_method=params.confirmation_method, created=desk.now, currency=params.currency,
        customer=params.customer, description=params.description, metadata=_metadata({}, params.metadata),
        on_behalf_of=params.on_behalf_of, payment_method_options=PaymentMethodOptions(card=CardOptions()),
        payment_method_types=params.payment_method_types or ["card"], status="requires_payment_method",
        statement_descriptor=params.statement_descriptor, transfer_group=params.transfer_group,
        statement_descriptor_suffix=params.statement_descriptor_suffix)
    _apply(intent, params, held)
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
    _apply(found, params, _method(desk, params))
    return _confirm(desk, found, params)


def capture(desk: Desk, params: CaptureIntent, intent: str) -> PaymentIntent:
    """Takes all or part of what is reserved; the rest is released at once, and shows as refunded, as at Stripe."""
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
    charged = desk.charge(str(found.latest_charge))
    charged.captured, charged.amount_captured = True, amount
    charged.balance_transaction = new_id("txn_3")
    desk.book(EntryKind.CAPTURED, found, amount)
    desk.emit("charge.captured", charged)
    _release(desk, found, charged, found.amount_capturable - amount)
    found.amount_received, found.amount_capturable, found.status = amount, 0, "succeeded"
    found.metadata = _metadata(found.metadata, params.metadata)
    desk.emit("payment_intent.succeeded", found)
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
    drop_challenges(desk.books, found)
    desk.emit("payment_intent.canceled", found)
    return found


def drop_challenges(books: Books, intent: PaymentIntent) -> None:
    """No challenge of this payment can be completed any more."""
    for source in [source for source, waiting in books.challenges.items() if waiting.intent == intent.id]:
        del books.challenges[source]


def _method(desk: Desk, params: Confirming) -> Held | None:
    if params.payment_method_data is not None:
        return methods.keep(desk, params.payment_method_data)
    return methods.find(desk, params.payment_method) if params.payment_method is not None else None


def _apply(intent: PaymentIntent, params: Confirming, held: Held | None) -> None:
    """Writes into the intent what creating and confirming may both state."""
    if held is not None:
        intent.payment_method = held.method.id
        intent.status = "requires_confirmation"
    card = params.payment_method_options.card if params.payment_method_options else None
    if card is not None:
        intent.payment_method_options = PaymentMethodOptions(card=CardOptions(
            network=card.network, request_three_d_secure=card.request_three_d_secure))
    intent.capture_method = (card.capture_method if card else None) or params.capture_method or intent.capture_method
    intent.payment_method_types = params.payment_method_types or intent.payment_method_types
    intent.setup_future_usage = params.setup_future_usage or intent.setup_future_usage
    intent.receipt_email = params.receipt_email or intent.receipt_email
    intent.shipping = _shipping(params.shipping) if params.shipping else intent.shipping


def _confirm(desk: Desk, intent: PaymentIntent, params: Confirming) -> PaymentIntent:
    if intent.payment_method is None:
        raise unexpected_state("You cannot confirm this PaymentIntent because it's missing a payment method. You can "
                               "either update the PaymentIntent with a payment method and then confirm it again, or "
                               "confirm it again directly with a payment method.", intent)
    held = desk.held(str(intent.payment_method))
    drop_challenges(desk.books, intent)
    challenged = attempts.wants_challenge(held, intent.payment_method_options.card.request_three_d_secure)
    nobody_there = params.off_session != "false" or params.error_on_requires_action
    if challenged and not nobody_there:
        attempts.challenge(desk, intent, params.return_url)
        return intent
    declined = attempts.charge(desk, intent, held, unauthenticated=challenged)
    if declined is not None:
        raise _card_error(declined, intent)
    return intent


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


def _shipping(given: ShippingParams) -> Shipping:
    return Shipping(address=given.address, carrier=given.carrier, name=given.name, phone=given.phone,
                    tracking_number=given.tracking_number)
