"""What PhonePe sends, as far as it is read. One shape for all answers, and for what a callback carries in base64.

https://developer.phonepe.com/v1/reference/pay-api-1, .../check-status-api-1, .../refund-8: fields that are not known
are to be ignored, and new codes are to be expected. Of mandates .../auth-request-status, .../recurring-init,
.../recurring-debit-execute-status, .../cancel-subscription, .../revoke-subscription.
"""

from __future__ import annotations

from msgspec import Struct


class RedirectInfo(Struct):
    url: str
    method: str = "GET"


class InstrumentResponse(Struct, rename="camel"):
    """Where the shopper goes on: a page, or a link that opens a UPI app (for a QR code, the text of the code)."""

    redirect_info: RedirectInfo | None = None
    intent_url: str | None = None


class PaymentInstrument(Struct):
    """What the shopper paid with. `utr`: the reference by which both banks know a UPI transfer."""

    type: str | None = None
    utr: str | None = None


class Transaction(Struct, rename="camel"):
    """A payment or a refund. `merchant_transaction_id` is ours; `original_transaction_id` is the payment of a refund.

    The wallet's reservations (auth & capture) and the debits of a mandate call ours `transactionId`; the state of a
    reservation is `authState`. `callback_type` is there in a mandate's callbacks alone.
    """

    merchant_transaction_id: str | None = None
    transaction_id: str | None = None
    original_transaction_id: str | None = None
    amount: int | None = None
    state: str | None = None
    auth_state: str | None = None
    response_code: str | None = None
    instrument_response: InstrumentResponse | None = None
    payment_instrument: PaymentInstrument | None = None
    callback_type: str | None = None


class Answer(Struct):
    """`success` is absent in the answers of auth & capture; `data` may be null or empty where nothing is known."""

    code: str
    success: bool | None = None
    message: str | None = ""
    data: Transaction | None = None

    @property
    def about(self) -> Transaction:
        return self.data or Transaction()


class Callback(Struct):
    """The body of a server-to-server callback: an Answer's JSON in base64."""

    response: str


class Part(Struct, rename="camel"):
    """One side of a mandate: the notice of a debit, the money of a debit or of the set-up, the subscription itself."""

    state: str | None = None
    amount: int | None = None
    subscription_id: str | None = None
    pay_response_code: str | None = None
    pay_response_code_description: str | None = None


class Mandate(Transaction, rename="camel"):
    """What is said of a mandate or of a debit of it. The merchant's own ids: of the subscription, of the request to
    the shopper, and `transaction_id` of a debit. Where the shopper goes on has two names.
    """

    subscription_id: str | None = None
    merchant_subscription_id: str | None = None
    auth_request_id: str | None = None
    redirect_url: str | None = None
    intent_url: str | None = None
    notification_details: Part | None = None
    transaction_details: Part | None = None
    subscription_details: Part | None = None

    @property
    def notice(self) -> Part:
        return self.notification_details or Part()

    @property
    def money(self) -> Part:
        return self.transaction_details or Part()

    @property
    def subscription(self) -> Part:
        return self.subscription_details or Part()


class MandateAnswer(Answer):
    data: Mandate | None = None

    @property
    def about(self) -> Mandate:
        return self.data or Mandate()
