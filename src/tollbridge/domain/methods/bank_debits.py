"""Bank debits."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.banks import BankHolderType, BankName, BankType
from tollbridge.domain.secret import Secret


class AchDebit(Struct, frozen=True, kw_only=True, tag="ach", tag_field="oneof"):
    """Ach Debit."""

    account_number: Secret
    routing_number: Secret
    card_holder_name: Secret | None = None
    bank_account_holder_name: Secret | None = None
    bank_name: BankName | None = None
    bank_type: BankType | None = None
    bank_holder_type: BankHolderType | None = None


class SepaDebit(Struct, frozen=True, kw_only=True, tag="sepa", tag_field="oneof"):
    """Sepa Debit."""

    iban: Secret
    bank_account_holder_name: Secret | None = None


class BacsDebit(Struct, frozen=True, kw_only=True, tag="bacs", tag_field="oneof"):
    """Bacs Debit."""

    account_number: Secret
    sort_code: Secret
    bank_account_holder_name: Secret | None = None


class BecsDebit(Struct, frozen=True, kw_only=True, tag="becs", tag_field="oneof"):
    """Becs Debit."""

    account_number: Secret
    bsb_number: Secret
    bank_account_holder_name: Secret | None = None


class SepaGuaranteedDebit(Struct, frozen=True, kw_only=True, tag="sepa_guaranteed_debit", tag_field="oneof"):
    """Sepa Guaranteed Debit."""

    iban: Secret
    bank_account_holder_name: Secret | None = None


class EftDebit(Struct, frozen=True, kw_only=True, tag="eft", tag_field="oneof"):
    """Eft Debit."""

    account_number: Secret
    branch_code: Secret
    bank_account_holder_name: Secret | None = None
    bank_name: BankName | None = None
    bank_type: BankType | None = None
