"""Parameters of disputes, files, payouts and transfers. https://docs.stripe.com/api/disputes"""

from __future__ import annotations

from typing import Literal

from tollbridge.sandbox.form import Form
from tollbridge.sandbox.stripe.currencies import check_amount
from tollbridge.sandbox.stripe.parts import Evidence
from tollbridge.sandbox.stripe.reading import Params, check_positive


class UpdateDispute(Params, kw_only=True):
    evidence: Evidence | None = None
    metadata: dict[str, str] = {}
    submit: bool = True


class ListDisputes(Params, kw_only=True):
    charge: str | None = None
    payment_intent: str | None = None
    limit: int = 10


class CreateFile(Params, kw_only=True):
    purpose: Literal["account_requirement", "additional_verification", "business_icon", "business_logo",
                     "customer_signature", "dispute_evidence", "identity_document", "pci_document",
                     "tax_document_user_upload", "terminal_reader_splashscreen"]
    file_link_data: Form = {}


class CreatePayout(Params, kw_only=True):
    amount: int
    currency: str
    description: str | None = None
    destination: str | None = None
    metadata: dict[str, str] = {}
    method: Literal["instant", "standard"] = "standard"
    source_type: Literal["bank_account", "card", "fpx"] = "card"
    statement_descriptor: str | None = None

    def check(self) -> None:
        self.currency = self.currency.lower()
        check_amount(self.amount, self.currency)


class ReversePayout(Params, kw_only=True):
    metadata: dict[str, str] = {}


class CreateTransfer(Params, kw_only=True):
    amount: int
    currency: str
    destination: str
    description: str | None = None
    metadata: dict[str, str] = {}
    source_transaction: str | None = None
    source_type: Literal["bank_account", "card", "fpx"] = "card"
    transfer_group: str | None = None

    def check(self) -> None:
        self.currency = self.currency.lower()
        check_amount(self.amount, self.currency)


class ReverseTransfer(Params, kw_only=True):
    amount: int | None = None
    description: str | None = None
    metadata: dict[str, str] = {}
    refund_application_fee: bool = False

    def check(self) -> None:
        check_positive(self.amount, "amount")
