"""What Adyen sends, as far as it is read. Schema: Checkout v68, https://github.com/Adyen/adyen-openapi"""

from __future__ import annotations

from msgspec import Raw, Struct

NOTHING = Raw(b"null")


class ErrorBody(Struct):
    """https://docs.adyen.com/development-resources/error-codes"""

    errorCode: str
    message: str = ""
    errorType: str = ""
    pspReference: str | None = None


class Amount(Struct):
    currency: str
    value: int


class Action(Struct):
    """What the shopper has to do next. Every kind may have a `url`; a redirect by POST has form fields in `data`."""

    type: str
    url: str | None = None
    method: str | None = None
    data: dict[str, str] | None = None
    instructionsUrl: str | None = None  # of a voucher
    downloadUrl: str | None = None  # of a voucher or a bank transfer


class Additional(Struct, rename={
        "stored": "recurring.recurringDetailReference", "token": "tokenization.storedPaymentMethodId",
        "shopper": "recurring.shopperReference"}):
    """Which of these an account gets is set in its Customer Area ("Additional data settings"). All are texts."""

    stored: str | None = None
    token: str | None = None  # the newer name of the same
    shopper: str | None = None
    networkTxReference: str | None = None
    transactionLinkId: str | None = None
    refusalReasonRaw: str | None = None
    refusalCodeRaw: str | None = None
    merchantAdviceCode: str | None = None
    authCode: str | None = None
    avsResult: str | None = None
    cvcResult: str | None = None
    paymentMethod: str | None = None
    authorisedAmountCurrency: str | None = None
    authorisedAmountValue: str | None = None


class OpenOrder(Struct):
    """Several payments pay it."""

    pspReference: str
    orderData: str | None = None

    @property
    def joined(self) -> str | None:
        """Of an order that is closed there is no data any more."""
        return f"{self.pspReference}:{self.orderData}" if self.orderData else None


class PaymentBody(Struct):
    """Of /payments and /payments/details. A redirect may come without a pspReference."""

    resultCode: str
    pspReference: str | None = None
    merchantReference: str | None = None
    amount: Amount | None = None
    additionalData: Additional | None = None
    refusalReason: str | None = None
    refusalReasonCode: str | None = None
    action: Raw = NOTHING
    order: OpenOrder | None = None


class ThreeDs2Result(Struct):
    transStatus: str | None = None
    transStatusReason: str | None = None
    eci: str | None = None
    authenticationValue: str | None = None
    dsTransID: str | None = None
    messageVersion: str | None = None
    threeDSServerTransID: str | None = None
    challengeCancel: str | None = None


class AuthenticationBody(PaymentBody):
    """Of the same two, where nothing is to be authorised."""

    threeDS2Result: ThreeDs2Result | None = None


class ModificationBody(Struct):
    """Of /captures, /cancels, /reversals, /refunds and /amountUpdates: accepted, no more; a webhook has the outcome."""

    paymentPspReference: str
    pspReference: str
    status: str
    reference: str | None = None
    amount: Amount | None = None


class SessionBody(Struct):
    id: str
    sessionData: str
