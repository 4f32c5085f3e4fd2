"""Request parameters: their shapes, and Stripe's refusals for those that are missing, unknown or not of their type.

What is refused here is refused before the endpoint begins, so no idempotency key keeps it.
"""

from __future__ import annotations

import re
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from tollbridge.sandbox.form import Form
from tollbridge.sandbox.stripe.currencies import LARGEST_AMOUNT, check_amount
from tollbridge.sandbox.stripe.errors import StripeError, invalid, missing
from tollbridge.sandbox.stripe.wire import Address

S = TypeVar("S", bound=Struct)

_ACTIVATED = ("card",)
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")


class Params(Struct, kw_only=True):
    """What every endpoint takes."""

    expand: list[str] = []

    def check(self) -> None:
        """Raises StripeError for what the types alone do not say."""


class CardNumber(Struct, kw_only=True):
    """A card as typed in, or a ready-made token of it. Never kept."""

    number: str | None = None
    exp_month: int | None = None
    exp_year: int | None = None
    cvc: str | None = None
    token: str | None = None
    networks: Form = {}

    def __repr__(self) -> str:
        return "CardNumber(***)"


class BillingParams(Struct, kw_only=True):
    address: Address | None = None
    email: str | None = None
    name: str | None = None
    phone: str | None = None


class PaymentMethodData(Struct, kw_only=True):
    """`ip`, `user_agent` and the like are undocumented; Stripe takes them, as its own browser library sends them."""

    type: str
    card: CardNumber
    billing_details: BillingParams | None = None
    metadata: dict[str, str] = {}
    radar_options: Form = {}
    allow_redisplay: str | None = None
    ip: str | None = None
    user_agent: str | None = None
    payment_user_agent: str | None = None
    referrer: str | None = None
    time_on_page: str | None = None


class CardOptionParams(Struct, kw_only=True):
    request_three_d_secure: Literal["automatic", "any", "challenge"] = "automatic"
    capture_method: Literal["manual"] | None = None
    network: str | None = None
    setup_future_usage: Literal["on_session", "off_session", "none"] | None = None
    statement_descriptor_suffix_kana: str | None = None
    statement_descriptor_suffix_kanji: str | None = None
    mandate_options: Form = {}
    installments: Form = {}
    mit_exemption: Form = {}
    moto: bool | None = None
    three_d_secure: Form = {}
    cvc_token: str | None = None


class OptionParams(Struct, kw_only=True):
    card: CardOptionParams | None = None


class ShippingParams(Struct, kw_only=True):
    address: Address
    name: str
    carrier: str | None = None
    phone: str | None = None
    tracking_number: str | None = None


class AutomaticParams(Struct, kw_only=True):
    enabled: bool
    allow_redirects: Literal["always", "never"] | None = None


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
    mandate_data: Form = {}
    radar_options: Form = {}

    def check(self) -> None:
        for given in self.payment_method_types or ():
            _check_type(given, "payment_method_types")
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


class CreatePaymentMethod(Params, kw_only=True):
    type: str
    card: CardNumber
    billing_details: BillingParams | None = None
    metadata: dict[str, str] = {}
    allow_redisplay: str | None = None


_OF_A_TYPE = (PaymentMethodData, CreatePaymentMethod)
"""Shapes whose `type` is looked at first, since it decides which others there are."""


def check_positive(amount: int | None, param: str) -> None:
    if amount is None:
        return
    if amount < 1:
        raise invalid("This value must be greater than or equal to 1.", param=param,
                      code="parameter_invalid_integer")
    if amount > LARGEST_AMOUNT:
        raise invalid("This value must be less than or equal to 99999999.", param=param,
                      code="parameter_invalid_integer")


def is_redirectable(url: str) -> bool:
    """Any scheme but those that a browser would run in the page: apps have return URLs of their own."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*):(?://)?[^\s]", url, re.IGNORECASE)
    return scheme is not None and scheme[1].lower() not in ("javascript", "data", "vbscript")


def _check_type(given: str, param: str) -> None:
    if given not in _ACTIVATED:
        raise invalid(f"The payment method type provided: {given} is invalid. Please ensure the provided type is "
                      "activated in your dashboard (https://dashboard.stripe.com/account/payments/settings) and your "
                      "account is enabled for any preview features that you are trying to use.", param=param)


def read(form: Form, shape: type[S], prefix: str = "") -> S:
    """The parameters in their shape. Raises StripeError for the first that is wrong, named by its bracketed path."""
    if issubclass(shape, _OF_A_TYPE) and isinstance(given := form.get("type"), str):
        _check_type(given, _join(prefix, "type"))
    known = {field.name: field for field in fields(shape)}
    unknown = [_join(prefix, name) for name in form if name not in known]
    if unknown:
        raise invalid(f"Received unknown parameter{'s' * (len(unknown) > 1)}: {', '.join(unknown)}",
                      param=unknown[0], code="parameter_unknown")
    values: dict[str, Any] = {}
    for name, field in known.items():
        if name in form:
            values[name] = _value(form[name], field, _join(prefix, name))
        elif field.default is NODEFAULT and field.default_factory is NODEFAULT:
            raise missing(_join(prefix, name))
    return shape(**{name: value for name, value in values.items() if value is not UNCHANGED})


UNCHANGED = object()
"""An empty text that unsets an optional parameter: as if it were not there."""


def _join(prefix: str, name: str) -> str:
    return f"{prefix}[{name}]" if prefix else name


def _value(given: str | Form, field: FieldInfo, param: str) -> Any:
    wanted, optional = _bare(field.type)
    if given == "" and wanted is str and optional:
        return UNCHANGED
    if given == "":
        raise invalid(f"You passed an empty string for '{param}'. We assume empty values are an attempt to unset a "
                      f"parameter; however '{param}' cannot be unset. You should remove '{param}' from your request "
                      "or supply a non-empty value.", param=param, code="parameter_invalid_empty")
    if isinstance(wanted, type) and issubclass(wanted, Struct):
        return read(_group(given, "object", param), wanted, param)
    if wanted == dict[str, str]:
        return _texts(given, "object", param)
    if wanted == list[str]:
        return list(_texts(given, "array", param).values())
    if get_origin(wanted) is dict:
        return _group(given, "object", param)
    return _scalar(given, wanted, param)


def _bare(declared: Any) -> tuple[Any, bool]:
    """The type without None, and whether None was there."""
    if get_origin(declared) not in (Union, UnionType):
        return declared, False
    member, = (member for member in get_args(declared) if member is not NoneType)
    return member, True


def _group(given: str | Form, noun: str, param: str) -> Form:
    if isinstance(given, str):
        raise invalid(f"Invalid {noun}", param=param)
    return given


def _texts(given: str | Form, noun: str, param: str) -> dict[str, str]:
    group = _group(given, noun, param)
    texts = {name: text for name, text in group.items() if isinstance(text, str)}
    if len(texts) < len(group):
        raise invalid(f"Invalid {noun}", param=param)
    return texts


def _scalar(given: str | Form, wanted: Any, param: str) -> Any:
    if not isinstance(given, str):
        raise invalid("Invalid string: {...}", param=param)
    if wanted is int and _INTEGER.fullmatch(given):
        return int(given)  # "03" too, which msgspec would refuse
    try:
        return msgspec.convert(given, wanted, strict=False)
    except msgspec.ValidationError:
        raise _wrong_type(given, wanted, param) from None


def _wrong_type(given: str, wanted: Any, param: str) -> StripeError:
    if wanted is int:
        return invalid(f"Invalid integer: {given[:50]}", param=param, code="parameter_invalid_integer")
    if wanted is bool:
        return invalid(f"Invalid boolean: {given[:50]}", param=param)
    *others, last = get_args(wanted)
    words = f"{', '.join(others)}, or {last}" if len(others) > 1 else " or ".join((*others, last))
    return invalid(f"Invalid {param}: must be one of {words}", param=param)
