"""Bank redirects."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.banks import BankName
from tollbridge.domain.people import Country
from tollbridge.domain.secret import Secret


class OnlineBankingThailand(Struct, frozen=True, kw_only=True, tag="online_banking_thailand", tag_field="oneof"):
    """Online Banking Thailand."""

    issuer: BankName | None = None


class OnlineBankingCzechRepublic(Struct, frozen=True, kw_only=True, tag="online_banking_czech_republic", tag_field="oneof"):
    """Online Banking Czech Republic."""

    issuer: BankName | None = None


class OnlineBankingFinland(Struct, frozen=True, kw_only=True, tag="online_banking_finland", tag_field="oneof"):
    """Online Banking Finland."""

    email: Secret | None = None


class OnlineBankingFPX(Struct, frozen=True, kw_only=True, tag="online_banking_fpx", tag_field="oneof"):
    """Online BankingFPX."""

    issuer: BankName | None = None


class OnlineBankingPoland(Struct, frozen=True, kw_only=True, tag="online_banking_poland", tag_field="oneof"):
    """Online Banking Poland."""

    issuer: BankName | None = None


class OnlineBankingSlovakia(Struct, frozen=True, kw_only=True, tag="online_banking_slovakia", tag_field="oneof"):
    """Online Banking Slovakia."""

    issuer: BankName | None = None


class OpenBankingUK(Struct, frozen=True, kw_only=True, tag="open_banking_uk", tag_field="oneof"):
    """Open BankingUK."""

    country: str | None = None
    issuer: str | None = None


class OpenBankingPIS(Struct, frozen=True, kw_only=True, tag="open_banking_pis", tag_field="oneof"):
    """Open BankingPIS."""


class OpenBanking(Struct, frozen=True, kw_only=True, tag="open_banking", tag_field="oneof"):
    """Open Banking."""


class LocalBankRedirect(Struct, frozen=True, kw_only=True, tag="local_bank_redirect", tag_field="oneof"):
    """Local Bank Redirect."""


class Ideal(Struct, frozen=True, kw_only=True, tag="ideal", tag_field="oneof"):
    """Ideal."""

    bank_name: BankName | None = None


class Sofort(Struct, frozen=True, kw_only=True, tag="sofort", tag_field="oneof"):
    """Sofort."""

    country: Country | None = None
    preferred_language: str | None = None


class Trustly(Struct, frozen=True, kw_only=True, tag="trustly", tag_field="oneof"):
    """Trustly."""

    country: Country | None = None


class Giropay(Struct, frozen=True, kw_only=True, tag="giropay", tag_field="oneof"):
    """Giropay."""

    bank_account_bic: Secret | None = None
    bank_account_iban: Secret | None = None
    country: Country | None = None


class Eps(Struct, frozen=True, kw_only=True, tag="eps", tag_field="oneof"):
    """Eps."""

    bank_name: BankName | None = None
    country: Country | None = None


class Przelewy24(Struct, frozen=True, kw_only=True, tag="przelewy24", tag_field="oneof"):
    """Przelewy24."""

    bank_name: BankName | None = None


class Pse(Struct, frozen=True, kw_only=True, tag="pse", tag_field="oneof"):
    """Pse."""


class BancontactCard(Struct, frozen=True, kw_only=True, tag="bancontact_card", tag_field="oneof"):
    """Bancontact Card."""

    card_number: Secret
    card_exp_month: Secret
    card_exp_year: Secret
    card_holder_name: Secret | None = None


class Blik(Struct, frozen=True, kw_only=True, tag="blik", tag_field="oneof"):
    """Blik."""

    blik_code: str | None = None


class Interac(Struct, frozen=True, kw_only=True, tag="interac", tag_field="oneof"):
    """Interac."""

    country: Country | None = None
    email: Secret | None = None


class Bizum(Struct, frozen=True, kw_only=True, tag="bizum", tag_field="oneof"):
    """Bizum."""


class EftBankRedirect(Struct, frozen=True, kw_only=True, tag="eft_bank_redirect", tag_field="oneof"):
    """Eft Bank Redirect."""

    provider: str = ""


class NetbankingPayment(Struct, frozen=True, kw_only=True, tag="netbanking", tag_field="oneof"):
    """Netbanking Payment."""

    issuer: BankName | None = None
