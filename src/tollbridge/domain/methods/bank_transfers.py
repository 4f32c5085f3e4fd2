"""The shopper sends the money: we say where to, and wait. Perhaps it comes late, or not the right amount.

The virtual accounts (Va) are Indonesian: the processor opens one for a single payment.
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.banks import BankName
from tollbridge.domain.secret import Secret


class InstantBankTransfer(Struct, frozen=True, kw_only=True, tag="instant_bank_transfer", tag_field="oneof"):
    """Any instant transfer that the processor offers."""


class AchBankTransfer(Struct, frozen=True, kw_only=True, tag="ach_bank_transfer", tag_field="oneof"):
    """United States: ACH credit."""


class SepaBankTransfer(Struct, frozen=True, kw_only=True, tag="sepa_bank_transfer", tag_field="oneof"):
    """SEPA area, in euros: credit transfer."""


class BacsBankTransfer(Struct, frozen=True, kw_only=True, tag="bacs_bank_transfer", tag_field="oneof"):
    """United Kingdom: to a sort code and account number."""


class MultibancoBankTransfer(Struct, frozen=True, kw_only=True, tag="multibanco_bank_transfer", tag_field="oneof"):
    """Portugal: entity and reference, paid at a cash machine or online."""


class PermataBankTransfer(Struct, frozen=True, kw_only=True, tag="permata_bank_transfer", tag_field="oneof"):
    """Virtual account at Permata."""


class BCABankTransfer(Struct, frozen=True, kw_only=True, tag="bca_bank_transfer", tag_field="oneof"):
    """Virtual account at BCA."""


class BNIVaBankTransfer(Struct, frozen=True, kw_only=True, tag="bni_va_bank_transfer", tag_field="oneof"):
    """Virtual account at BNI."""


class BRIVaBankTransfer(Struct, frozen=True, kw_only=True, tag="bri_va_bank_transfer", tag_field="oneof"):
    """Virtual account at BRI."""


class CIMBVaBankTransfer(Struct, frozen=True, kw_only=True, tag="cimb_va_bank_transfer", tag_field="oneof"):
    """Virtual account at CIMB Niaga."""


class DanamonVaBankTransfer(Struct, frozen=True, kw_only=True, tag="danamon_va_bank_transfer", tag_field="oneof"):
    """Virtual account at Danamon."""


class MandiriVaBankTransfer(Struct, frozen=True, kw_only=True, tag="mandiri_va_bank_transfer", tag_field="oneof"):
    """Virtual account at Mandiri."""


class LocalBankTransfer(Struct, frozen=True, kw_only=True, tag="local_bank_transfer", tag_field="oneof"):
    """Whatever transfer the country has."""

    bank_code: str | None = None  # in the processor's code


class IndonesianBankTransfer(Struct, frozen=True, kw_only=True, tag="indonesian_bank_transfer", tag_field="oneof"):
    """Indonesia: a transfer at `bank_name`."""

    bank_name: BankName | None = None


class InstantBankTransferFinland(
    Struct, frozen=True, kw_only=True, tag="instant_bank_transfer_finland", tag_field="oneof"
):
    """Finland: an instant transfer."""


class InstantBankTransferPoland(
    Struct, frozen=True, kw_only=True, tag="instant_bank_transfer_poland", tag_field="oneof"
):
    """Poland: an instant transfer."""


class Pix(Struct, frozen=True, kw_only=True, tag="pix", tag_field="oneof"):
    """Brazil: instant, by QR code or text to copy."""

    pix_key: Secret | None = None  # phone, email, CPF, CNPJ or a random one
    cpf: Secret | None = None  # of the payer, if a person
    cnpj: Secret | None = None  # of the payer, if a company
    source_bank_account_id: str | None = None
    destination_bank_account_id: str | None = None
    expiry_date: str | None = None  # of the code, in the form that the processor takes
