"""What is read of a request, by the names of the API; other members are not looked at, as with the real one."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

import msgspec

from tollbridge.domain.money import Currency
from tollbridge.sandbox.cybersource.errors import Invalid


class Part(msgspec.Struct, rename="camel", frozen=True):
    """A branch of the body."""


class Reference(Part, frozen=True):
    code: str = ""


class Options(Part, frozen=True):
    partial_auth_indicator: bool = False
    ignore_avs_result: bool = False
    ignore_cv_result: bool = False


class CaptureOptions(Part, frozen=True):
    capture_sequence_number: int = 1
    total_capture_count: int = 1


class Processing(Part, frozen=True):
    capture: bool = False
    action_list: tuple[str, ...] = ()
    action_token_types: tuple[str, ...] = ("customer", "paymentInstrument")
    authorization_options: Options = Options()
    capture_options: CaptureOptions = CaptureOptions()


class Card(Part, frozen=True):
    number: str = ""
    expiration_month: str = ""
    expiration_year: str = ""
    security_code: str = ""


class Fluid(Part, frozen=True):
    value: str = ""


class BankAccount(Part, frozen=True):
    number: str = ""


class Bank(Part, frozen=True):
    account: BankAccount = BankAccount()
    routing_number: str = ""


class Stored(Part, frozen=True):
    id: str = ""


class PaymentInformation(Part, frozen=True):
    card: Card = Card()
    tokenized_card: Card = Card()
    fluid_data: Fluid = Fluid()
    bank: Bank = Bank()
    payment_instrument: Stored = Stored()
    customer: Stored = Stored()


class Amount(Part, frozen=True):
    total_amount: str = ""
    additional_amount: str = ""
    currency: str = ""

    def minor(self, place: str, text: str) -> int:
        """In the currency's smallest unit. Raises Invalid for what is no amount of it."""
        lacking = [f"{place}.{name}" for name, value in (("totalAmount", text), ("currency", self.currency))
                   if not value]
        if lacking:
            raise Invalid("MISSING_FIELD", *lacking)
        try:
            amount = Decimal(text).scaleb(Currency(self.currency).exponent)
        except InvalidOperation:
            raise Invalid("INVALID_DATA", f"{place}.totalAmount") from None
        except ValueError:
            raise Invalid("INVALID_DATA", f"{place}.currency") from None
        if not amount.is_finite() or amount < 0 or amount != amount.to_integral_value() or len(text) > 19:
            raise Invalid("INVALID_DATA", f"{place}.totalAmount")
        return int(amount)


class BillTo(Part, frozen=True):
    first_name: str = ""
    last_name: str = ""
    address1: str = ""
    locality: str = ""
    administrative_area: str = ""
    postal_code: str = ""
    country: str = ""
    email: str = ""

    def check(self) -> None:
        """https://developer.cybersource.com/docs/cybs/en-us/payments/developer/all/rest/payments/CreatingOnlineAuth.html"""
        names = ["firstName", "lastName", "address1", "locality", "country", "email"]
        if self.country in ("US", "CA"):
            names += ["administrativeArea", "postalCode"]
        given = msgspec.to_builtins(self)
        lacking = [f"orderInformation.billTo.{name}" for name in names if not given[name]]
        if lacking:
            raise Invalid("MISSING_FIELD", *lacking)


class Order(Part, frozen=True):
    amount_details: Amount = Amount()
    bill_to: BillTo = BillTo()


class Reversal(Part, frozen=True):
    amount_details: Amount = Amount()


class Token(Part, frozen=True):
    transient_token_jwt: str = ""


class Payer(Part, frozen=True):
    reference_id: str = ""
    authentication_transaction_id: str = ""
    return_url: str = ""


class Asked(Part, frozen=True):
    client_reference_information: Reference = Reference()
    processing_information: Processing = Processing()
    payment_information: PaymentInformation = PaymentInformation()
    order_information: Order = Order()
    reversal_information: Reversal = Reversal()
    token_information: Token = Token()
    consumer_authentication_information: Payer = Payer()

    @property
    def code(self) -> str:
        return self.client_reference_information.code

    @property
    def currency(self) -> str:
        return self.order_information.amount_details.currency

    def minor(self) -> int:
        its = self.order_information.amount_details
        return its.minor("orderInformation.amountDetails", its.total_amount)


def read(body: bytes, *, named: bool = True) -> Asked:
    """Raises Invalid for what is no JSON, has other types, or is `named` and names no reference."""
    try:
        asked = msgspec.json.decode(body, type=Asked)
    except msgspec.ValidationError as error:
        place = re.search(r"at `\$\.([\w.]+)", str(error))
        raise Invalid("INVALID_DATA", *([place[1]] if place else [])) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Invalid("INVALID_DATA") from None
    if named and not asked.code:
        raise Invalid("MISSING_FIELD", "clientReferenceInformation.code")
    if len(asked.code) > 50:
        raise Invalid("INVALID_DATA", "clientReferenceInformation.code")
    return asked
