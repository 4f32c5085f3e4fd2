"""Sending money out: to cards, bank accounts and wallets. All of these give a `Payout`.

Most take the same fields; `access_token` is the account's, where the caller already has one.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.banks import BankName
from tollbridge.domain.failures import Failure
from tollbridge.domain.methods.cards import CardNetwork
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.people import Address, BrowserInformation, Country, Customer
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PayoutStatus


class PayoutPriority(StrEnum):
    """How fast it should arrive. Faster costs more."""

    INSTANT = "INSTANT"
    FAST = "FAST"
    REGULAR = "REGULAR"
    WIRE = "WIRE"  # by wire transfer
    CROSS_BORDER = "CROSS_BORDER"
    INTERNAL = "INTERNAL"  # within the processor, to another of its accounts


class PayoutRecipientType(StrEnum):
    """Who is paid. Processors ask because the law does."""

    INDIVIDUAL = "INDIVIDUAL"
    COMPANY = "COMPANY"
    NON_PROFIT = "NON_PROFIT"
    PUBLIC_SECTOR = "PUBLIC_SECTOR"
    NATURAL_PERSON = "NATURAL_PERSON"
    BUSINESS = "BUSINESS"
    PERSONAL = "PERSONAL"


class PayoutAddress(Struct, frozen=True, kw_only=True):
    """Where the recipient lives."""

    shipping_address: Address | None = None
    billing_address: Address | None = None


class CardPayout(Struct, frozen=True, kw_only=True, tag="card", tag_field="oneof"):
    """To a card (push to card)."""

    card_number: Secret
    card_exp_month: Secret  # two digits
    card_exp_year: Secret  # four digits (two are accepted)
    card_holder_name: Secret | None = None
    card_network: CardNetwork | None = None


class AchPayout(Struct, frozen=True, kw_only=True, tag="ach", tag_field="oneof"):
    """To or from a US bank account."""

    bank_name: BankName | None = None
    bank_country_code: Country | None = None
    bank_city: str | None = None
    bank_account_number: Secret | None = None
    bank_routing_number: Secret | None = None


class BacsPayout(Struct, frozen=True, kw_only=True, tag="bacs", tag_field="oneof"):
    """To or from a British bank account."""

    bank_name: BankName | None = None
    bank_country_code: Country | None = None
    bank_city: str | None = None
    bank_account_number: Secret | None = None
    bank_sort_code: Secret | None = None


class SepaPayout(Struct, frozen=True, kw_only=True, tag="sepa", tag_field="oneof"):
    """To or from a bank account in the SEPA area."""

    iban: Secret
    bank_name: BankName | None = None
    bank_country_code: Country | None = None
    bank_city: str | None = None
    bic: Secret | None = None


class PixPayout(Struct, frozen=True, kw_only=True, tag="pix", tag_field="oneof"):
    """To or from a Brazilian bank account."""

    bank_account_number: Secret
    bank_name: BankName | None = None
    bank_branch: str | None = None
    tax_id: Secret | None = None  # CPF or CNPJ of its holder
    ispb: Secret | None = None  # eight digits: the bank, in the central bank's register


class PixKeyPayout(Struct, frozen=True, kw_only=True, tag="pix_key", tag_field="oneof"):
    """To or from the account behind a Pix key."""

    pix_key: Secret  # phone, email, CPF, CNPJ or a random one


class PixEmvPayout(Struct, frozen=True, kw_only=True, tag="pix_emv", tag_field="oneof"):
    """To or from what a Pix QR code names."""

    emv: Secret  # the text in the code


class ApplePayPayout(Struct, frozen=True, kw_only=True, tag="apple_pay_decrypt", tag_field="oneof"):
    """To the card behind an Apple Pay token, decrypted."""

    dpan: Secret  # the device's number in place of the card's
    expiry_month: Secret  # two digits
    expiry_year: Secret  # four digits (two are accepted)
    card_holder_name: Secret | None = None
    card_network: CardNetwork | None = None


class PaypalPayout(Struct, frozen=True, kw_only=True, tag="paypal", tag_field="oneof"):
    """To a PayPal account: one of the three."""

    email: Secret | None = None
    telephone_number: Secret | None = None
    paypal_id: Secret | None = None


class VenmoPayout(Struct, frozen=True, kw_only=True, tag="venmo", tag_field="oneof"):
    """To a Venmo account."""

    telephone_number: Secret | None = None


class InteracPayout(Struct, frozen=True, kw_only=True, tag="interac", tag_field="oneof"):
    """To a Canadian, by Interac e-Transfer."""

    email: Secret | None = None


class OpenBankingUkPayout(Struct, frozen=True, kw_only=True, tag="open_banking_uk", tag_field="oneof"):
    """To a British account through open banking."""

    account_holder_name: Secret
    iban: Secret


class PassthroughPayout(Struct, frozen=True, kw_only=True, tag="passthrough", tag_field="oneof"):
    """To what the processor already has on file."""

    psp_token: Secret  # the processor's
    token_type: PaymentMethodType | None = None  # what kind of method it is


PayoutMethod = (
    CardPayout | AchPayout | BacsPayout | SepaPayout | PixPayout | ApplePayPayout | PaypalPayout | VenmoPayout
    | InteracPayout | OpenBankingUkPayout | PassthroughPayout | PixKeyPayout | PixEmvPayout
)


SourceBankData = AchPayout | BacsPayout | SepaPayout | PixPayout | PixKeyPayout | PixEmvPayout


class CreatePayout(Struct, frozen=True, kw_only=True):
    """Ask for a payout of `amount`. Whether it is sent at once, or waits for a TransferPayout, is the processor's rule.
    """

    amount: Money  # leaves our account, in its currency
    merchant_payout_id: str | None = None  # ours; the idempotency key, where the caller gives no other
    address: PayoutAddress = PayoutAddress()
    connector_feature_data: Secret | None = None
    payout_method_data: PayoutMethod | None = None  # where the money goes
    connector_quote_id: str | None = None  # of a StagePayout: fixes the rate
    connector_payout_id: str | None = None  # of one that was begun before
    destination_currency: Currency | None = None  # what the recipient gets; None: as `amount`
    customer: Customer | None = None
    priority: PayoutPriority | None = None
    connector_payout_method_id: str | None = None  # what the processor has on file, in place of `payout_method_data`
    webhook_url: str | None = None
    browser_info: BrowserInformation | None = None
    access_token: Secret | None = None
    source_bank_data: SourceBankData | None = None  # where the money is taken from
    description: str | None = None

    @property
    def on_file(self) -> Secret | None:
        """What the processor has on file to pay to, as its own field has it or the method."""
        if self.connector_payout_method_id:
            return Secret(self.connector_payout_method_id)
        its = self.payout_method_data
        return its.psp_token if isinstance(its, PassthroughPayout) else None


class TransferPayout(Struct, frozen=True, kw_only=True):
    """Send a payout that was created before."""

    amount: Money  # leaves our account, in its currency
    merchant_payout_id: str | None = None  # ours; the idempotency key, where the caller gives no other
    address: PayoutAddress = PayoutAddress()
    payout_method_data: PayoutMethod | None = None  # where the money goes
    connector_quote_id: str | None = None  # of a StagePayout: fixes the rate
    connector_payout_id: str | None = None  # of the CreatePayout
    destination_currency: Currency | None = None  # what the recipient gets; None: as `amount`
    customer: Customer | None = None
    priority: PayoutPriority | None = None
    connector_payout_method_id: str | None = None  # what the processor has on file, in place of `payout_method_data`
    webhook_url: str | None = None
    browser_info: BrowserInformation | None = None
    access_token: Secret | None = None
    source_bank_data: SourceBankData | None = None  # where the money is taken from
    description: str | None = None


class PayoutSync(Struct, frozen=True, kw_only=True):
    """Ask how a payout stands; moves nothing."""

    merchant_payout_id: str | None = None
    connector_payout_id: str | None = None  # what it is looked up by
    access_token: Secret | None = None


class VoidPayout(Struct, frozen=True, kw_only=True):
    """Call a payout back before it is sent."""

    merchant_payout_id: str | None = None
    address: PayoutAddress = PayoutAddress()
    connector_feature_data: Secret | None = None
    connector_payout_id: str | None = None
    access_token: Secret | None = None


class StagePayout(Struct, frozen=True, kw_only=True):
    """Ask for a quote: rate and fees for a payout to come. Moves nothing."""

    amount: Money  # leaves our account, in its currency
    merchant_quote_id: str | None = None  # ours
    address: PayoutAddress = PayoutAddress()
    destination_currency: Currency | None = None  # what the recipient gets; None: as `amount`
    customer: Customer | None = None
    browser_info: BrowserInformation | None = None
    access_token: Secret | None = None


class CreatePayoutLink(Struct, frozen=True, kw_only=True):
    """Make a link by which the recipient claims `amount`, and chooses where it goes."""

    amount: Money  # leaves our account, in its currency
    merchant_payout_id: str | None = None  # ours; the idempotency key, where the caller gives no other
    address: PayoutAddress = PayoutAddress()
    connector_feature_data: Secret | None = None
    payout_method_data: PayoutMethod | None = None  # where the money goes, if it is fixed
    connector_quote_id: str | None = None  # of a StagePayout: fixes the rate
    connector_payout_id: str | None = None
    destination_currency: Currency | None = None  # what the recipient gets; None: as `amount`
    customer: Customer | None = None
    priority: PayoutPriority | None = None
    connector_payout_method_id: str | None = None
    webhook_url: str | None = None
    browser_info: BrowserInformation | None = None
    access_token: Secret | None = None
    description: str | None = None
    source_bank_data: SourceBankData | None = None  # where the money is taken from


class CreatePayoutRecipient(Struct, frozen=True, kw_only=True):
    """Put a recipient on file at the processor. Moves nothing."""

    amount: Money  # of the payout to come
    merchant_payout_id: str | None = None
    address: PayoutAddress = PayoutAddress()
    payout_method_data: PayoutMethod | None = None
    recipient_type: PayoutRecipientType | None = None
    customer: Customer | None = None
    access_token: Secret | None = None


class EnrollDisburseAccount(Struct, frozen=True, kw_only=True):
    """Register the account that a recipient is paid to. Moves nothing."""

    amount: Money  # of the payout to come
    merchant_payout_id: str | None = None
    address: PayoutAddress = PayoutAddress()
    payout_method_data: PayoutMethod | None = None
    customer: Customer | None = None
    access_token: Secret | None = None


class CheckPayoutEligibility(Struct, frozen=True, kw_only=True):
    """Ask whether this card or account can be paid. Moves nothing."""

    amount: Money  # of the payout to come
    merchant_payout_id: str | None = None
    connector_feature_data: Secret | None = None
    payout_method_data: PayoutMethod | None = None  # what would be paid
    connector_payout_id: str | None = None
    destination_currency: Currency | None = None
    access_token: Secret | None = None


class Payout(Struct, frozen=True, kw_only=True):
    """How a payout stands. A refusal is FAILED with `error` set; of a void, PENDING: sync tells."""

    payout_status: PayoutStatus | None = None
    connector_payout_id: str | None = None  # keep it: sync, transfer and void need it
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure, status: PayoutStatus = PayoutStatus.FAILED) -> Payout:
        """The processor's no as a result. FAILED says that no money moved: a refused void leaves that open."""
        return cls(payout_status=status, error=failure)
