"""Bank transfers."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.banks import BankName
from tollbridge.domain.secret import Secret


class InstantBankTransfer(Struct, frozen=True, kw_only=True, tag="instant_bank_transfer", tag_field="oneof"):
    """Instant Bank Transfer."""


class AchBankTransfer(Struct, frozen=True, kw_only=True, tag="ach_bank_transfer", tag_field="oneof"):
    """Ach Bank Transfer."""


class SepaBankTransfer(Struct, frozen=True, kw_only=True, tag="sepa_bank_transfer", tag_field="oneof"):
    """Sepa Bank Transfer."""


class BacsBankTransfer(Struct, frozen=True, kw_only=True, tag="bacs_bank_transfer", tag_field="oneof"):
    """Bacs Bank Transfer."""


class MultibancoBankTransfer(Struct, frozen=True, kw_only=True, tag="multibanco_bank_transfer", tag_field="oneof"):
    """Multibanco Bank Transfer."""


class PermataBankTransfer(Struct, frozen=True, kw_only=True, tag="permata_bank_transfer", tag_field="oneof"):
    """Permata Bank Transfer."""


class BCABankTransfer(Struct, frozen=True, kw_only=True, tag="bca_bank_transfer", tag_field="oneof"):
    """BCA Bank Transfer."""


class BNIVaBankTransfer(Struct, frozen=True, kw_only=True, tag="bni_va_bank_transfer", tag_field="oneof"):
    """BNI Va Bank Transfer."""


class BRIVaBankTransfer(Struct, frozen=True, kw_only=True, tag="bri_va_bank_transfer", tag_field="oneof"):
    """BRI Va Bank Transfer."""


class CIMBVaBankTransfer(Struct, frozen=True, kw_only=True, tag="cimb_va_bank_transfer", tag_field="oneof"):
    """CIMB Va Bank Transfer."""


class DanamonVaBankTransfer(Struct, frozen=True, kw_only=True, tag="danamon_va_bank_transfer", tag_field="oneof"):
    """Danamon Va Bank Transfer."""


class MandiriVaBankTransfer(Struct, frozen=True, kw_only=True, tag="mandiri_va_bank_transfer", tag_field="oneof"):
    """Mandiri Va Bank Transfer."""


class LocalBankTransfer(Struct, frozen=True, kw_only=True, tag="local_bank_transfer", tag_field="oneof"):
    """Local Bank Transfer."""

    bank_code: str | None = None


class IndonesianBankTransfer(Struct, frozen=True, kw_only=True, tag="indonesian_bank_transfer", tag_field="oneof"):
    """Indonesian Bank Transfer."""

    bank_name: BankName | None = None


class InstantBankTransferFinland(Struct, frozen=True, kw_only=True, tag="instant_bank_transfer_finland", tag_field="oneof"):
    """Instant Bank Transfer Finland."""


class InstantBankTransferPoland(Struct, frozen=True, kw_only=True, tag="instant_bank_transfer_poland", tag_field="oneof"):
    """Instant Bank Transfer Poland."""


class Pix(Struct, frozen=True, kw_only=True, tag="pix", tag_field="oneof"):
    """Pix."""

    pix_key: Secret | None = None
    cpf: Secret | None = None
    cnpj: Secret | None = None
    source_bank_account_id: str | None = None
    destination_bank_account_id: str | None = None
    expiry_date: str | None = None
