"""What the customer has to do next, as it stands on the wire: one object, named by the `type` beside it."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType


class RedirectToUrl(Struct, kw_only=True):
    return_url: str
    url: str


class UseStripeSdk(Struct, kw_only=True):
    type: str = "three_d_secure_redirect"
    source: str
    stripe_js: str


class AlipayHandleRedirect(Struct, kw_only=True):
    native_data: str | None = None
    native_url: str | None = None
    return_url: str
    url: str


class WechatPayDisplayQrCode(Struct, kw_only=True):
    data: str
    hosted_instructions_url: str
    image_data_url: str
    image_url_png: str
    image_url_svg: str


class CashappQrCode(Struct, kw_only=True):
    expires_at: int
    image_url_png: str
    image_url_svg: str


class CashappHandleRedirectOrDisplayQrCode(Struct, kw_only=True):
    hosted_instructions_url: str
    mobile_auth_url: str
    qr_code: CashappQrCode


class BoletoDisplayDetails(Struct, kw_only=True):
    expires_at: int
    hosted_voucher_url: str
    number: str
    pdf: str


class OxxoDisplayDetails(Struct, kw_only=True):
    expires_after: int
    hosted_voucher_url: str
    number: str


class KonbiniStore(Struct, kw_only=True):
    confirmation_number: str
    payment_code: str


class KonbiniStores(Struct, kw_only=True):
    familymart: KonbiniStore
    lawson: KonbiniStore
    ministop: KonbiniStore
    seicomart: KonbiniStore


class KonbiniDisplayDetails(Struct, kw_only=True):
    expires_at: int
    hosted_voucher_url: str
    stores: KonbiniStores


class VerifyWithMicrodeposits(Struct, kw_only=True):
    arrival_date: int
    hosted_verification_url: str
    microdeposit_type: str


class BlikAuthorize(Struct):
    """Nothing to show: the customer is asked in the app of the bank."""


class Iban(Struct, kw_only=True):
    account_holder_name: str
    bic: str
    country: str
    iban: str


class SortCode(Struct, kw_only=True):
    account_holder_name: str
    account_number: str
    sort_code: str


class Spei(Struct, kw_only=True):
    bank_code: str
    bank_name: str
    clabe: str


class Zengin(Struct, kw_only=True):
    account_holder_name: str
    account_number: str
    account_type: str
    bank_code: str
    bank_name: str
    branch_code: str
    branch_name: str


class Aba(Struct, kw_only=True):
    account_number: str
    bank_name: str
    routing_number: str


class FinancialAddress(Struct, kw_only=True):
    type: str
    supported_networks: list[str]
    aba: Aba | UnsetType = UNSET
    iban: Iban | UnsetType = UNSET
    sort_code: SortCode | UnsetType = UNSET
    spei: Spei | UnsetType = UNSET
    zengin: Zengin | UnsetType = UNSET


class DisplayBankTransferInstructions(Struct, kw_only=True):
    amount_remaining: int
    currency: str
    financial_addresses: list[FinancialAddress]
    hosted_instructions_url: str
    reference: str
    type: str


class NextAction(Struct, kw_only=True):
    type: str
    alipay_handle_redirect: AlipayHandleRedirect | UnsetType = UNSET
    blik_authorize: BlikAuthorize | UnsetType = UNSET
    boleto_display_details: BoletoDisplayDetails | UnsetType = UNSET
    cashapp_handle_redirect_or_display_qr_code: CashappHandleRedirectOrDisplayQrCode | UnsetType = UNSET
    display_bank_transfer_instructions: DisplayBankTransferInstructions | UnsetType = UNSET
    konbini_display_details: KonbiniDisplayDetails | UnsetType = UNSET
    oxxo_display_details: OxxoDisplayDetails | UnsetType = UNSET
    redirect_to_url: RedirectToUrl | UnsetType = UNSET
    use_stripe_sdk: UseStripeSdk | UnsetType = UNSET
    verify_with_microdeposits: VerifyWithMicrodeposits | UnsetType = UNSET
    wechat_pay_display_qr_code: WechatPayDisplayQrCode | UnsetType = UNSET
