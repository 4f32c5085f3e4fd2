"""Parameters of customers, setups and tokens. https://docs.stripe.com/api/setup_intents"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from tollbridge.sandbox.form import Form
from tollbridge.sandbox.stripe.errors import invalid, missing
from tollbridge.sandbox.stripe.method_types import check_type
from tollbridge.sandbox.stripe.parameters import (
    AutomaticParams,
    MandateParams,
    OptionParams,
    PaymentMethodData,
    ShippingParams,
)
from tollbridge.sandbox.stripe.parts import Address
from tollbridge.sandbox.stripe.reading import Params, is_redirectable


class WriteCustomer(Params, kw_only=True):
    address: Address | None = None
    description: str | None = None
    email: str | None = None
    invoice_settings: Form = {}
    metadata: dict[str, str] = {}
    name: str | None = None
    payment_method: str | None = None
    phone: str | None = None
    preferred_locales: list[str] = []
    shipping: ShippingParams | None = None
    tax_exempt: Literal["exempt", "none", "reverse"] = "none"


class AttachMethod(Params, kw_only=True):
    customer: str


class CreateEphemeralKey(Params, kw_only=True):
    customer: str


class ConfirmSetup(Params, kw_only=True):
    client_secret: str | None = None
    mandate_data: MandateParams | None = None
    payment_method: str | None = None
    payment_method_data: PaymentMethodData | None = None
    payment_method_options: OptionParams | None = None
    return_url: str | None = None
    use_stripe_sdk: bool = False

    def check(self) -> None:
        if self.payment_method_data is not None:
            self.payment_method_data.check_type("payment_method_data")
        if self.return_url is not None and not is_redirectable(self.return_url):
            raise invalid("Not a valid URL", param="return_url", code="url_invalid")


class SingleUseParams(Struct, kw_only=True):
    amount: int
    currency: str


class CreateSetup(ConfirmSetup, kw_only=True):
    attach_to_self: bool = False
    automatic_payment_methods: AutomaticParams | None = None
    confirm: bool = False
    customer: str | None = None
    description: str | None = None
    flow_directions: list[str] = []
    metadata: dict[str, str] = {}
    on_behalf_of: str | None = None
    payment_method_types: list[str] | None = None
    single_use: SingleUseParams | None = None
    usage: Literal["off_session", "on_session"] = "off_session"

    def check(self) -> None:
        for given in self.payment_method_types or ():
            check_type(given, "payment_method_types")
        super().check()


class CancelSetup(Params, kw_only=True):
    cancellation_reason: Literal["abandoned", "duplicate", "requested_by_customer"] | None = None


class TokenCardParams(Struct, kw_only=True):
    """A card as typed in, or as a phone gave it: then the number is the device's, with a cryptogram. Never kept.

    Stripe documents the plain card alone; the rest is what Stripe's own mobile libraries send.
    """

    number: str
    exp_month: int
    exp_year: int
    cvc: str | None = None
    cryptogram: str | None = None
    eci: str | None = None
    tokenization_method: Literal["apple_pay", "google_pay", "android_pay"] | None = None
    currency: str | None = None
    name: str | None = None
    address_city: str | None = None
    address_country: str | None = None
    address_line1: str | None = None
    address_line2: str | None = None
    address_state: str | None = None
    address_zip: str | None = None

    def __repr__(self) -> str:
        return "TokenCardParams(***)"


class TokenBankParams(Struct, kw_only=True):
    account_number: str
    country: str
    currency: str = "usd"
    account_holder_name: str | None = None
    account_holder_type: Literal["company", "individual"] | None = None
    account_type: Literal["checking", "futsu", "savings", "toza"] | None = None
    routing_number: str | None = None

    def __repr__(self) -> str:
        return "TokenBankParams(***)"


class CreateToken(Params, kw_only=True):
    """`pk_token` is Apple Pay's payment data, encrypted for Stripe, as Stripe's iOS library sends it."""

    card: TokenCardParams | None = None
    bank_account: TokenBankParams | None = None
    customer: str | None = None
    pk_token: str | None = None
    pk_token_instrument_name: str | None = None
    pk_token_payment_network: str | None = None
    pk_token_transaction_id: str | None = None

    def __repr__(self) -> str:
        return "CreateToken(***)"

    def check(self) -> None:
        given = [thing for thing in (self.card, self.bank_account, self.pk_token) if thing is not None]
        if not given:
            raise missing("card")
        if len(given) > 1:
            raise invalid("You may only specify one of these parameters: card, bank_account, pk_token.")
