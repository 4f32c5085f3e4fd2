"""The shopper pays in their own bank's pages or app: sure at once or soon, and hard to take back.

Most need no fields here: the processor's page asks for the rest.
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.banks import BankName
from tollbridge.domain.people import Country
from tollbridge.domain.secret import Secret


class OnlineBankingThailand(Struct, frozen=True, kw_only=True, tag="online_banking_thailand", tag_field="oneof"):
    """Thailand: online banking at `issuer`."""

    issuer: BankName | None = None


class OnlineBankingCzechRepublic(
    Struct, frozen=True, kw_only=True, tag="online_banking_czech_republic", tag_field="oneof"
):
    """Czech Republic: online banking at `issuer`."""

    issuer: BankName | None = None


class OnlineBankingFinland(Struct, frozen=True, kw_only=True, tag="online_banking_finland", tag_field="oneof"):
    """Finland: online banking; the bank is chosen on the processor's page."""

    email: Secret | None = None


class OnlineBankingFPX(Struct, frozen=True, kw_only=True, tag="online_banking_fpx", tag_field="oneof"):
    """Malaysia: online banking at `issuer`, by the FPX network."""

    issuer: BankName | None = None


class OnlineBankingPoland(Struct, frozen=True, kw_only=True, tag="online_banking_poland", tag_field="oneof"):
    """Poland: online banking at `issuer`."""

    issuer: BankName | None = None


class OnlineBankingSlovakia(Struct, frozen=True, kw_only=True, tag="online_banking_slovakia", tag_field="oneof"):
    """Slovakia: online banking at `issuer`."""

    issuer: BankName | None = None


class OpenBankingUK(Struct, frozen=True, kw_only=True, tag="open_banking_uk", tag_field="oneof"):
    """United Kingdom, by open banking."""

    country: str | None = None  # ISO 3166-1 alpha-2
    issuer: str | None = None  # the bank


class OpenBankingPIS(Struct, frozen=True, kw_only=True, tag="open_banking_pis", tag_field="oneof"):
    """Open banking by a payment initiation service."""


class OpenBanking(Struct, frozen=True, kw_only=True, tag="open_banking", tag_field="oneof"):
    """Open banking; the processor's page finds the bank."""


class LocalBankRedirect(Struct, frozen=True, kw_only=True, tag="local_bank_redirect", tag_field="oneof"):
    """Whatever bank redirect the processor offers in the country of the billing address."""


class Ideal(Struct, frozen=True, kw_only=True, tag="ideal", tag_field="oneof"):
    """Netherlands: all banks, by iDEAL."""

    bank_name: BankName | None = None  # may be left to iDEAL's page


class Sofort(Struct, frozen=True, kw_only=True, tag="sofort", tag_field="oneof"):
    """Germany, Austria and neighbours: Klarna's bank payment."""

    country: Country | None = None
    preferred_language: str | None = None  # ISO 639-1, as "de"


class Trustly(Struct, frozen=True, kw_only=True, tag="trustly", tag_field="oneof"):
    """Nordic countries and others: Trustly logs the shopper into the bank."""

    country: Country | None = None


class Giropay(Struct, frozen=True, kw_only=True, tag="giropay", tag_field="oneof"):
    """Germany: the banks' own scheme, closed at the end of 2024."""

    bank_account_bic: Secret | None = None
    bank_account_iban: Secret | None = None
    country: Country | None = None


class Eps(Struct, frozen=True, kw_only=True, tag="eps", tag_field="oneof"):
    """Austria: all banks, by eps."""

    bank_name: BankName | None = None
    country: Country | None = None


class Przelewy24(Struct, frozen=True, kw_only=True, tag="przelewy24", tag_field="oneof"):
    """Poland: all banks, by Przelewy24."""

    bank_name: BankName | None = None


class Pse(Struct, frozen=True, kw_only=True, tag="pse", tag_field="oneof"):
    """Colombia: all banks, by PSE."""


class BancontactCard(Struct, frozen=True, kw_only=True, tag="bancontact_card", tag_field="oneof"):
    """Belgium: a card, confirmed in the bank's app."""

    card_number: Secret
    card_exp_month: Secret  # two digits
    card_exp_year: Secret  # four digits (two are accepted)
    card_holder_name: Secret | None = None


class Blik(Struct, frozen=True, kw_only=True, tag="blik", tag_field="oneof"):
    """Poland: six digits from the bank's app, good for two minutes."""

    blik_code: Secret | None = None


class Interac(Struct, frozen=True, kw_only=True, tag="interac", tag_field="oneof"):
    """Canada: Interac Online or e-Transfer; `email` is the payer's."""

    country: Country | None = None
    email: Secret | None = None


class Bizum(Struct, frozen=True, kw_only=True, tag="bizum", tag_field="oneof"):
    """Spain: confirmed in the bank's app, by phone number."""


class EftBankRedirect(Struct, frozen=True, kw_only=True, tag="eft_bank_redirect", tag_field="oneof"):
    """South Africa: instant EFT."""

    provider: str = ""  # who runs it, as "ozow"


class NetbankingPayment(Struct, frozen=True, kw_only=True, tag="netbanking", tag_field="oneof"):
    """India: online banking at `issuer`."""

    issuer: BankName | None = None
