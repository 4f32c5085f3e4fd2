"""What Stripe sends, as far as it is read. API version 2022-11-15: https://docs.stripe.com/api"""

from __future__ import annotations

from msgspec import Struct


class Page(Struct):
    """A page for the shopper, under whichever name the kind of action has it."""

    url: str | None = None
    hosted_instructions_url: str | None = None
    hosted_voucher_url: str | None = None
    hosted_verification_url: str | None = None

    @property
    def address(self) -> str | None:
        return self.url or self.hosted_instructions_url or self.hosted_voucher_url or self.hosted_verification_url


class NextAction(Struct):
    """What the shopper has to do, each kind on a page; the kinds without one are not read."""

    redirect_to_url: Page | None = None
    alipay_handle_redirect: Page | None = None
    boleto_display_details: Page | None = None
    cashapp_handle_redirect_or_display_qr_code: Page | None = None
    display_bank_transfer_instructions: Page | None = None
    konbini_display_details: Page | None = None
    multibanco_display_details: Page | None = None  # newer than the version, as is Swish's
    oxxo_display_details: Page | None = None
    paynow_display_qr_code: Page | None = None
    pix_display_qr_code: Page | None = None
    promptpay_display_qr_code: Page | None = None
    swish_handle_redirect_or_display_qr_code: Page | None = None
    verify_with_microdeposits: Page | None = None
    wechat_pay_display_qr_code: Page | None = None


class Identified(Struct):
    """An expanded object of which only the id matters."""

    id: str


class Error(Struct):
    """https://docs.stripe.com/api/errors, and an intent's last_payment_error."""

    type: str = ""
    code: str | None = None
    message: str | None = None
    decline_code: str | None = None
    network_decline_code: str | None = None
    network_advice_code: str | None = None
    payment_intent: Identified | None = None
    setup_intent: Identified | None = None


class ErrorBody(Struct):
    error: Error


class Possible(Struct):
    """Of what was asked for with a reservation: "available" or "unavailable", "enabled" or "disabled"."""

    status: str | None = None


class CardDetails(Struct):
    network_transaction_id: str | None = None
    incremental_authorization: Possible | None = None
    extended_authorization: Possible | None = None
    capture_before: int | None = None
    checks: dict[str, str | None] | None = None  # address_line1_check, address_postal_code_check, cvc_check


class OneTimeDetails(Struct):
    """Of a bank redirect that can be used once, and leaves a SEPA debit behind."""

    generated_sepa_debit: str | Identified | None = None


class PaymentMethodDetails(Struct):
    card: CardDetails | None = None
    bancontact: OneTimeDetails | None = None
    ideal: OneTimeDetails | None = None
    sofort: OneTimeDetails | None = None


class SetupAttempt(Struct):
    """One attempt of a setup intent."""

    payment_method_details: PaymentMethodDetails | None = None


class SetupIntent(Struct):
    """https://docs.stripe.com/api/setup_intents/object"""

    id: str
    status: str
    last_setup_error: Error | None = None
    next_action: NextAction | None = None
    payment_method: str | Identified | None = None
    payment_method_types: tuple[str, ...] = ()
    latest_attempt: SetupAttempt | str | None = None
    metadata: dict[str, str] = {}


class Outcome(Struct):
    """Why an attempt went as it did; `reason` is the issuer's decline code where the issuer said no."""

    type: str | None = None
    reason: str | None = None


class Charge(Struct):
    """One attempt of a payment intent."""

    id: str
    status: str
    amount: int
    currency: str
    captured: bool = True  # always there; without it nothing was only reserved
    refunded: bool = False  # of what was only reserved: released
    amount_captured: int | None = None
    payment_intent: str | Identified | None = None
    payment_method_details: PaymentMethodDetails | None = None
    failure_code: str | None = None
    failure_message: str | None = None
    outcome: Outcome | None = None
    metadata: dict[str, str] = {}


class Intent(Struct):
    """A payment intent; amounts in Stripe's minor units."""

    id: str
    status: str
    currency: str
    amount: int
    amount_received: int | None = None
    amount_capturable: int | None = None
    next_action: NextAction | None = None
    last_payment_error: Error | None = None
    latest_charge: Charge | str | None = None
    payment_method: str | Identified | None = None
    metadata: dict[str, str] = {}


class RefundBody(Struct):
    id: str
    status: str | None
    currency: str
    amount: int
    payment_intent: str | Identified | None = None
    failure_reason: str | None = None
    metadata: dict[str, str] | None = None


class EvidenceDetails(Struct):
    due_by: int | None = None


class DisputeBody(Struct):
    id: str
    status: str
    amount: int
    currency: str
    created: int
    reason: str | None = None
    charge: str | Identified | None = None
    payment_intent: str | Identified | None = None
    evidence_details: EvidenceDetails | None = None


class EventHead(Struct):
    id: str
    type: str


class IntentData(Struct):
    object: Intent


class IntentEvent(Struct):
    data: IntentData


class ChargeData(Struct):
    object: Charge


class ChargeEvent(Struct):
    data: ChargeData


class RefundData(Struct):
    object: RefundBody


class RefundEvent(Struct):
    data: RefundData


class DisputeData(Struct):
    object: DisputeBody


class DisputeEvent(Struct):
    data: DisputeData


class SetupData(Struct):
    object: SetupIntent


class SetupEvent(Struct):
    data: SetupData


class Mandate(Struct):
    """The consent to a bank debit, which the shopper may take back with the bank."""

    status: str
    payment_method: str | Identified | None = None


class MandateData(Struct):
    object: Mandate


class MandateEvent(Struct):
    data: MandateData


class Payout(Struct):
    id: str
    metadata: dict[str, str] | None = None


class PayoutData(Struct):
    object: Payout


class PayoutEvent(Struct):
    data: PayoutData


def id_of(reference: str | Identified | None) -> str | None:
    """The id of what Stripe gives as an id, or expanded as an object."""
    return reference.id if isinstance(reference, Identified) else reference
