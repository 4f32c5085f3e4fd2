"""Parameters of payments: PaymentIntents, payment methods, refunds. https://docs.stripe.com/api/payment_intents"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from tollbridge.sandbox.form import Form
from tollbridge.sandbox.stripe.currencies import check_amount
from tollbridge.sandbox.stripe.errors import invalid, missing
from tollbridge.sandbox.stripe.method_types import METHOD_TYPES, check_type
from tollbridge.sandbox.stripe.parts import Address
from tollbridge.sandbox.stripe.reading import OfAType, Params, check_positive, is_redirectable


class CardNumber(Struct, kw_only=True):
    """A card as typed in, or a token of it. Never kept."""

    number: str | None = None
    exp_month: int | None = None
    exp_year: int | None = None
    cvc: str | None = None
    token: str | None = None
    networks: Form = {}

    def __repr__(self) -> str:
        return "CardNumber(***)"


class BankNumber(Struct, kw_only=True):
    """A bank account, in the words of its scheme. Never kept."""

    iban: str | None = None
    account_number: str | None = None
    routing_number: str | None = None
    sort_code: str | None = None
    bsb_number: str | None = None
    account_holder_type: Literal["company", "individual"] = "individual"
    account_type: Literal["checking", "savings"] = "checking"

    def __repr__(self) -> str:
        return "BankNumber(***)"


class SepaNumber(BankNumber, kw_only=True):
    iban: str


class UsBankNumber(BankNumber, kw_only=True):
    account_number: str
    routing_number: str


class BacsNumber(BankNumber, kw_only=True):
    account_number: str
    sort_code: str


class AuBecsNumber(BankNumber, kw_only=True):
    account_number: str
    bsb_number: str


class BankParams(Struct, kw_only=True):
    bank: str | None = None


class SofortParams(Struct, kw_only=True):
    country: Literal["AT", "BE", "DE", "ES", "IT", "NL"]


class BoletoParams(Struct, kw_only=True):
    tax_id: str


class BirthParams(Struct, kw_only=True):
    day: int
    month: int
    year: int


class KlarnaParams(Struct, kw_only=True):
    dob: BirthParams | None = None


class BillingParams(Struct, kw_only=True):
    address: Address | None = None
    email: str | None = None
    name: str | None = None
    phone: str | None = None


class MethodParams(OfAType, kw_only=True):
    """A payment method: its type, and the object that bears the type's name."""

    card: CardNumber | None = None
    affirm: Form = {}
    afterpay_clearpay: Form = {}
    alipay: Form = {}
    amazon_pay: Form = {}
    au_becs_debit: AuBecsNumber | None = None
    bacs_debit: BacsNumber | None = None
    bancontact: Form = {}
    blik: Form = {}
    boleto: BoletoParams | None = None
    cashapp: Form = {}
    customer_balance: Form = {}
    eps: BankParams | None = None
    giropay: Form = {}
    ideal: BankParams | None = None
    klarna: KlarnaParams | None = None
    konbini: Form = {}
    oxxo: Form = {}
    p24: BankParams | None = None
    sepa_debit: SepaNumber | None = None
    sofort: SofortParams | None = None
    us_bank_account: UsBankNumber | None = None
    wechat_pay: Form = {}
    billing_details: BillingParams | None = None
    metadata: dict[str, str] = {}
    radar_options: Form = {}
    allow_redisplay: str | None = None

    def check_type(self, prefix: str) -> None:
        """Raises StripeError where what its type needs is missing; `prefix` is its own bracketed path, or empty."""
        def path(*names: str) -> str:
            first, *rest = (prefix, *names) if prefix else names
            return first + "".join(f"[{name}]" for name in rest)
        if self.type in _NEEDS_OBJECT and getattr(self, self.type) is None:
            raise missing(path(self.type))
        for name in METHOD_TYPES[self.type].billing:
            if not getattr(self.billing_details, name, None):
                raise missing(path("billing_details", name))


_NEEDS_OBJECT = ("card", "au_becs_debit", "bacs_debit", "boleto", "sepa_debit", "sofort", "us_bank_account")


class PaymentMethodData(MethodParams, kw_only=True):
    """`ip`, `user_agent` and the like are undocumented; Stripe takes them, as its own browser library sends them."""

    ip: str | None = None
    user_agent: str | None = None
    payment_user_agent: str | None = None
    referrer: str | None = None
    time_on_page: str | None = None


class MitExemption(Struct, kw_only=True):
    network_transaction_id: str | None = None
    claim_without_transaction_id: bool = False


class ImportedThreeDSecure(Struct, kw_only=True):
    """3DS that the merchant ran elsewhere: https://docs.stripe.com/payments/payment-intents/three-d-secure-import"""

    version: str
    cryptogram: str
    transaction_id: str
    electronic_commerce_indicator: Literal["01", "02", "05", "06", "07"] | None = None
    ares_trans_status: Literal["A", "C", "I", "N", "R", "U", "Y"] | None = None
    exemption_indicator: Literal["low_risk", "none"] | None = None


class CardOptionParams(Struct, kw_only=True):
    three_d_secure: ImportedThreeDSecure | None = None
    request_three_d_secure: Literal["automatic", "any", "challenge"] = "automatic"
    capture_method: Literal["manual"] | None = None
    network: str | None = None
    setup_future_usage: Literal["on_session", "off_session", "none"] | None = None
    statement_descriptor_suffix_kana: str | None = None
    statement_descriptor_suffix_kanji: str | None = None
    mandate_options: Form = {}
    installments: Form = {}
    mit_exemption: MitExemption | None = None
    request_extended_authorization: Literal["if_available", "never"] | None = None
    request_incremental_authorization: Literal["if_available", "never"] | None = None
    request_multicapture: Literal["if_available", "never"] | None = None
    request_incremental_authorization_support: bool = False
    moto: bool | None = None
    cvc_token: str | None = None


class BlikOptionParams(Struct, kw_only=True):
    code: str | None = None
    mandate_options: Form = {}
    setup_future_usage: Literal["none"] | None = None


class BankTransferParams(Struct, kw_only=True):
    type: Literal["eu_bank_transfer", "gb_bank_transfer", "jp_bank_transfer", "mx_bank_transfer", "us_bank_transfer"]
    eu_bank_transfer: Form = {}
    requested_address_types: list[str] = []


class CustomerBalanceOptionParams(Struct, kw_only=True):
    bank_transfer: BankTransferParams | None = None
    funding_type: Literal["bank_transfer"] | None = None
    setup_future_usage: Literal["none"] | None = None


class UsBankOptionParams(Struct, kw_only=True):
    verification_method: Literal["automatic", "instant", "microdeposits", "skip"] = "automatic"
    financial_connections: Form = {}
    networks: Form = {}
    preferred_settlement_speed: Literal["fastest", "standard"] | None = None
    setup_future_usage: Literal["on_session", "off_session", "none"] | None = None


class WechatOptionParams(Struct, kw_only=True):
    client: Literal["android", "ios", "web"]
    app_id: str | None = None
    setup_future_usage: Literal["none"] | None = None


class OptionParams(Struct, kw_only=True):
    card: CardOptionParams | None = None
    blik: BlikOptionParams | None = None
    customer_balance: CustomerBalanceOptionParams | None = None
    us_bank_account: UsBankOptionParams | None = None
    wechat_pay: WechatOptionParams | None = None
    affirm: Form = {}
    afterpay_clearpay: Form = {}
    alipay: Form = {}
    amazon_pay: Form = {}
    au_becs_debit: Form = {}
    bacs_debit: Form = {}
    bancontact: Form = {}
    boleto: Form = {}
    cashapp: Form = {}
    eps: Form = {}
    giropay: Form = {}
    ideal: Form = {}
    klarna: Form = {}
    konbini: Form = {}
    oxxo: Form = {}
    p24: Form = {}
    sepa_debit: Form = {}
    sofort: Form = {}


class ShippingParams(Struct, kw_only=True):
    address: Address
    name: str
    carrier: str | None = None
    phone: str | None = None
    tracking_number: str | None = None


class AutomaticParams(Struct, kw_only=True):
    enabled: bool
    allow_redirects: Literal["always", "never"] | None = None


class OnlineParams(Struct, kw_only=True):
    ip_address: str
    user_agent: str


class AcceptanceParams(Struct, kw_only=True):
    type: Literal["offline", "online"]
    accepted_at: int | None = None
    offline: Form = {}
    online: OnlineParams | None = None


class MandateParams(Struct, kw_only=True):
    customer_acceptance: AcceptanceParams


class Confirming(Params, kw_only=True):
    """What both creating and confirming take."""

    payment_method: str | None = None
    payment_method_data: PaymentMethodData | None = None
    payment_method_options: OptionParams | None = None
    payment_method_types: list[str] | None = None
    capture_method: Literal["automatic", "automatic_async", "manual"] | None = None
    setup_future_usage: Literal["on_session", "off_session"] | None = None
    return_url: str | None = None
    receipt_email: str | None = None
    shipping: ShippingParams | None = None
    off_session: Literal["true", "false", "one_off", "recurring"] = "false"
    error_on_requires_action: bool = False
    use_stripe_sdk: bool = False
    mandate: str | None = None
    mandate_data: MandateParams | None = None
    radar_options: Form = {}

    def check(self) -> None:
        for given in self.payment_method_types or ():
            check_type(given, "payment_method_types")
        if self.payment_method_data is not None:
            self.payment_method_data.check_type("payment_method_data")
        if self.return_url is not None and not is_redirectable(self.return_url):
            raise invalid("Not a valid URL", param="return_url", code="url_invalid")


class CreateIntent(Confirming, kw_only=True):
    amount: int
    currency: str
    confirm: bool = False
    confirmation_method: Literal["automatic", "manual"] = "automatic"
    automatic_payment_methods: AutomaticParams | None = None
    customer: str | None = None
    description: str | None = None
    metadata: dict[str, str] = {}
    statement_descriptor: str | None = None
    statement_descriptor_suffix: str | None = None
    on_behalf_of: str | None = None
    application_fee_amount: int | None = None
    transfer_data: Form = {}
    transfer_group: str | None = None

    def check(self) -> None:
        self.currency = self.currency.lower()
        check_amount(self.amount, self.currency)
        if not self.confirm and self.return_url is not None:
            raise invalid("The parameter `return_url` cannot be passed when creating a PaymentIntent unless "
                          "`confirm` is set to true.", param="return_url")
        super().check()


class ConfirmIntent(Confirming, kw_only=True):
    client_secret: str | None = None


class CaptureIntent(Params, kw_only=True):
    amount_to_capture: int | None = None
    metadata: dict[str, str] = {}
    application_fee_amount: int | None = None
    statement_descriptor: str | None = None
    statement_descriptor_suffix: str | None = None
    transfer_data: Form = {}
    final_capture: bool = True

    def check(self) -> None:
        check_positive(self.amount_to_capture, "amount_to_capture")


class CancelIntent(Params, kw_only=True):
    cancellation_reason: Literal["duplicate", "fraudulent", "requested_by_customer", "abandoned"] | None = None


class RetrieveIntent(Params, kw_only=True):
    client_secret: str | None = None


class SearchIntents(Params, kw_only=True):
    query: str
    limit: int = 10

    def check(self) -> None:
        if not 1 <= self.limit <= 100:
            raise invalid("This value must be between 1 and 100.", param="limit")


class CreateRefund(Params, kw_only=True):
    payment_intent: str | None = None
    charge: str | None = None
    amount: int | None = None
    metadata: dict[str, str] = {}
    reason: Literal["duplicate", "fraudulent", "requested_by_customer"] | None = None
    instructions_email: str | None = None
    refund_application_fee: bool = False
    reverse_transfer: bool = False

    def check(self) -> None:
        if self.payment_intent is None and self.charge is None:
            raise invalid("One of the following params should be provided for this request: payment_intent or "
                          "charge.", code="parameter_missing")
        check_positive(self.amount, "amount")


class CreatePaymentMethod(MethodParams, kw_only=True):
    expand: list[str] = []

    def check(self) -> None:
        self.check_type("")


class IncrementIntent(Params, kw_only=True):
    amount: int
    application_fee_amount: int | None = None
    description: str | None = None
    metadata: dict[str, str] = {}
    statement_descriptor: str | None = None
    transfer_data: Form = {}

    def check(self) -> None:
        check_positive(self.amount, "amount")


class VerifyMicrodeposits(Params, kw_only=True):
    amounts: list[str] = []
    descriptor_code: str | None = None
    client_secret: str | None = None
