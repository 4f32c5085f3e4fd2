"""Direct debits: we pull the money from the shopper's account. It takes days to be sure, and can come back for weeks.

Account numbers are `Secret`. A debit needs a mandate: see domain/mandates.py.
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.banks import BankHolderType, BankName, BankType
from tollbridge.domain.secret import Secret


class AchDebit(Struct, frozen=True, kw_only=True, tag="ach", tag_field="oneof"):
    """United States: ACH."""

    account_number: Secret
    routing_number: Secret  # nine digits: the bank
    card_holder_name: Secret | None = None  # as `bank_account_holder_name`; the contract has both
    bank_account_holder_name: Secret | None = None
    bank_name: BankName | None = None
    bank_type: BankType | None = None
    bank_holder_type: BankHolderType | None = None


class SepaDebit(Struct, frozen=True, kw_only=True, tag="sepa", tag_field="oneof"):
    """SEPA area, in euros: the direct debit that can be returned for eight weeks."""

    iban: Secret
    bank_account_holder_name: Secret | None = None


class BacsDebit(Struct, frozen=True, kw_only=True, tag="bacs", tag_field="oneof"):
    """United Kingdom: Bacs."""

    account_number: Secret
    sort_code: Secret  # six digits: the branch
    bank_account_holder_name: Secret | None = None


class BecsDebit(Struct, frozen=True, kw_only=True, tag="becs", tag_field="oneof"):
    """Australia: BECS."""

    account_number: Secret
    bsb_number: Secret  # six digits: the branch
    bank_account_holder_name: Secret | None = None


class SepaGuaranteedDebit(Struct, frozen=True, kw_only=True, tag="sepa_guaranteed_debit", tag_field="oneof"):
    """SEPA area, with the processor bearing the risk."""

    iban: Secret
    bank_account_holder_name: Secret | None = None


class EftDebit(Struct, frozen=True, kw_only=True, tag="eft", tag_field="oneof"):
    """South Africa: EFT."""

    account_number: Secret
    branch_code: Secret  # six digits
    bank_account_holder_name: Secret | None = None
    bank_name: BankName | None = None
    bank_type: BankType | None = None
