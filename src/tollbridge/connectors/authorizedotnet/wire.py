"""What is read of Authorize.Net's answers; its nouns and spelling. Numbers come as texts, or as numbers."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field

from tollbridge.domain.secret import Secret


class Message(Struct):
    code: str = ""
    text: str = ""


class Messages(Struct):
    """Of the call as a whole: `resultCode` is Ok or Error."""

    result: str = field(name="resultCode")
    message: list[Message] = []


class TransactionError(Struct):
    """Why a transaction was refused: `errorCode` is the response reason code."""

    code: str = field(name="errorCode", default="")
    text: str = field(name="errorText", default="")


class ProfileIds(Struct):
    """The stored method that was paid with."""

    customer: str = field(name="customerProfileId", default="")
    method: str = field(name="customerPaymentProfileId", default="")


class SecureAcceptance(Struct):
    """Where a payer consents."""

    url: str | None = field(name="SecureAcceptanceUrl", default=None)


class TransactionResponse(Struct):
    """`transId` is "0" where nothing was stored; `accountNumber` is masked, as "XXXX1111"."""

    response_code: str | int | None = field(name="responseCode", default=None)
    auth_code: str | None = field(name="authCode", default=None)
    avs: str | None = field(name="avsResultCode", default=None)
    cvv: str | None = field(name="cvvResultCode", default=None)
    cavv: str | None = field(name="cavvResultCode", default=None)
    trans_id: str | None = field(name="transId", default=None)
    account_number: str | None = field(name="accountNumber", default=None)
    account_type: str | None = field(name="accountType", default=None)
    network_trans_id: str | None = field(name="networkTransId", default=None)
    errors: list[TransactionError] = []
    profile: ProfileIds | None = None
    secure: SecureAcceptance | None = field(name="secureAcceptance", default=None)


class ProfileResponse(Struct):
    """What became of `createProfile`: ids, or messages that say why there are none."""

    customer: str | None = field(name="customerProfileId", default=None)
    methods: list[str] = field(name="customerPaymentProfileIdList", default=[])


class TransactionAnswer(Struct):
    """createTransactionResponse; also ErrorResponse, which has messages only."""

    messages: Messages
    transaction: TransactionResponse | None = field(name="transactionResponse", default=None)
    profile: ProfileResponse | None = field(name="profileResponse", default=None)


class ReturnedItem(Struct):
    """An eCheck that the shopper's bank sent back."""

    code: str = ""
    description: str = ""


class Transaction(Struct):
    """transactionDetailsType; `settleAmount` is what was, or will be, taken. No currency is stated."""

    status: str = field(name="transactionStatus")
    trans_id: str = field(name="transId")
    reason_code: int = field(name="responseReasonCode", default=0)
    reason: str = field(name="responseReasonDescription", default="")
    auth_amount: Decimal | None = field(name="authAmount", default=None)
    settle_amount: Decimal | None = field(name="settleAmount", default=None)
    auth_code: str | None = field(name="authCode", default=None)
    avs: str | None = field(name="AVSResponse", default=None)
    cvv: str | None = field(name="cardCodeResponse", default=None)
    cavv: str | None = field(name="CAVVResponse", default=None)
    network_trans_id: str | None = field(name="networkTransId", default=None)
    returned: list[ReturnedItem] = field(name="returnedItems", default=[])
    ref_trans_id: str | None = field(name="refTransId", default=None)


class DetailsAnswer(Struct):
    messages: Messages
    transaction: Transaction | None = None


class ProfileAnswer(Struct):
    """Of every call about customer and payment profiles. A direct response is comma-separated: response code, subcode,
    reason code, reason text.
    """

    messages: Messages
    customer: str | None = field(name="customerProfileId", default=None)
    method: str | None = field(name="customerPaymentProfileId", default=None)
    methods: list[str] = field(name="customerPaymentProfileIdList", default=[])
    direct: str | None = field(name="validationDirectResponse", default=None)
    directs: list[str] = field(name="validationDirectResponseList", default=[])


class CustomerProfile(Struct):
    customer: str = field(name="customerProfileId")
    merchant_customer_id: str | None = field(name="merchantCustomerId", default=None)
    email: str | None = None


class CustomerAnswer(Struct):
    messages: Messages
    profile: CustomerProfile | None = None


class MaskedCard(Struct):
    """As stored: "XXXX1111" and, where it was asked for, the expiry, "2031-09"."""

    number: str = field(name="cardNumber", default="")
    expiry: str = field(name="expirationDate", default="")
    type: str | None = field(name="cardType", default=None)


class MaskedPayment(Struct):
    card: MaskedCard | None = field(name="creditCard", default=None)


class PaymentProfile(Struct):
    id: str = field(name="customerPaymentProfileId")
    payment: MaskedPayment | None = None


class PaymentProfileAnswer(Struct):
    messages: Messages
    profile: PaymentProfile | None = field(name="paymentProfile", default=None)


class CreditCard(Struct, rename="camel"):
    """As a refund wants it: the last four digits, or the whole number, and "XXXX" or the expiry."""

    card_number: Secret
    expiration_date: Secret


class BankAccount(Struct, rename="camel"):
    account_type: str
    routing_number: Secret
    account_number: Secret
    name_on_account: Secret


class Paid(Struct, rename="camel", omit_defaults=True):
    """connector_feature_data: what a payment was paid with; of a reservation how much is reserved, in minor units."""

    credit_card: CreditCard | None = None
    bank_account: BankAccount | None = None
    pay_pal: bool = False
    authorized: int | None = None


class Profile(Struct):
    """A payment profile in the event about its customer."""

    id: str | None = None


class Payload(Struct):
    """Of an event: `id` is that of the entity; a payment profile names its customer beside, a customer its methods."""

    id: str | None = None
    response_code: int | None = field(name="responseCode", default=None)
    reference: str | None = field(name="merchantReferenceId", default=None)
    customer: str | int | None = field(name="customerProfileId", default=None)
    methods: list[Profile] = field(name="paymentProfiles", default=[])


class Event(Struct):
    type: str = field(name="eventType")
    id: str | None = field(name="notificationId", default=None)
    payload: Payload = field(default_factory=Payload)
