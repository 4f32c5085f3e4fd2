"""What the customer is shown for each type of payment method. All addresses lead to the sandbox's own page."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from tollbridge.sandbox.stripe.accounts import MICRODEPOSIT_CODE, MICRODEPOSITS
from tollbridge.sandbox.stripe.action_wire import (
    Aba,
    AlipayHandleRedirect,
    BlikAuthorize,
    BoletoDisplayDetails,
    CashappHandleRedirectOrDisplayQrCode,
    CashappQrCode,
    DisplayBankTransferInstructions,
    FinancialAddress,
    Iban,
    KonbiniDisplayDetails,
    KonbiniStore,
    KonbiniStores,
    NextAction,
    OxxoDisplayDetails,
    RedirectToUrl,
    SortCode,
    Spei,
    VerifyWithMicrodeposits,
    WechatPayDisplayQrCode,
    Zengin,
)
from tollbridge.sandbox.stripe.errors import invalid, missing
from tollbridge.sandbox.stripe.method_types import Course, MethodType
from tollbridge.sandbox.stripe.parameters import OptionParams

_DAY_S = 24 * 3600
_NAME = "Tollbridge Sandbox"


@dataclass(frozen=True, slots=True)
class Asking:
    """What an action is made of. `url` is the page on which the customer says yes or no."""

    now: int
    url: str
    return_url: str | None
    amount: int
    currency: str
    options: OptionParams | None


def next_action(kind: MethodType, asked: Asking) -> NextAction:
    """Raises StripeError where the type needs an option that is missing."""
    make = _ACTIONS.get(kind.word)
    if make is not None:
        return make(asked)
    if kind.course is not Course.REDIRECT:
        raise ValueError(f"nothing is known to show for {kind.word}")
    return NextAction(type="redirect_to_url",
                      redirect_to_url=RedirectToUrl(return_url=asked.return_url or "", url=asked.url))


def microdeposits(now: int, url: str) -> NextAction:
    return NextAction(type="verify_with_microdeposits", verify_with_microdeposits=VerifyWithMicrodeposits(
        arrival_date=now + 2 * _DAY_S, hosted_verification_url=url, microdeposit_type="amounts"))


def proves(amounts: list[str], code: str | None) -> bool:
    """Whether these are the microdeposits of a test account."""
    return amounts == [str(amount) for amount in MICRODEPOSITS] or (not amounts and code == MICRODEPOSIT_CODE)


def _alipay(asked: Asking) -> NextAction:
    return NextAction(type="alipay_handle_redirect", alipay_handle_redirect=AlipayHandleRedirect(
        return_url=asked.return_url or "", url=asked.url))


def _blik(asked: Asking) -> NextAction:
    code = asked.options.blik.code if asked.options and asked.options.blik else None
    if code is None:
        raise missing("payment_method_options[blik][code]")
    if not (len(code) == 6 and code.isdecimal()):
        raise invalid("The BLIK code must have 6 digits.", param="payment_method_options[blik][code]",
                      code="payment_intent_invalid_parameter")
    return NextAction(type="blik_authorize", blik_authorize=BlikAuthorize())


def _boleto(asked: Asking) -> NextAction:
    return NextAction(type="boleto_display_details", boleto_display_details=BoletoDisplayDetails(
        expires_at=asked.now + 3 * _DAY_S, hosted_voucher_url=asked.url, number=_digits(47), pdf=asked.url))


def _oxxo(asked: Asking) -> NextAction:
    return NextAction(type="oxxo_display_details", oxxo_display_details=OxxoDisplayDetails(
        expires_after=asked.now + 3 * _DAY_S, hosted_voucher_url=asked.url, number=_digits(14)))


def _konbini(asked: Asking) -> NextAction:
    def store() -> KonbiniStore:
        return KonbiniStore(confirmation_number=_digits(11), payment_code=_digits(6))
    stores = KonbiniStores(familymart=store(), lawson=store(), ministop=store(), seicomart=store())
    return NextAction(type="konbini_display_details", konbini_display_details=KonbiniDisplayDetails(
        expires_at=asked.now + 3 * _DAY_S, hosted_voucher_url=asked.url, stores=stores))


def _wechat_pay(asked: Asking) -> NextAction:
    client = asked.options.wechat_pay.client if asked.options and asked.options.wechat_pay else None
    if client is None:
        raise missing("payment_method_options[wechat_pay][client]")
    if client != "web":
        raise invalid("The sandbox shows WeChat Pay to the client `web` alone.",
                      param="payment_method_options[wechat_pay][client]")
    return NextAction(type="wechat_pay_display_qr_code", wechat_pay_display_qr_code=WechatPayDisplayQrCode(
        data=f"weixin://wxpay/bizpayurl?pr={_digits(10)}", hosted_instructions_url=asked.url,
        image_data_url="data:image/png;base64,", image_url_png=asked.url, image_url_svg=asked.url))


def _cashapp(asked: Asking) -> NextAction:
    shown = CashappHandleRedirectOrDisplayQrCode(
        hosted_instructions_url=asked.url, mobile_auth_url=asked.url,
        qr_code=CashappQrCode(expires_at=asked.now + 60, image_url_png=asked.url, image_url_svg=asked.url))
    return NextAction(type="cashapp_handle_redirect_or_display_qr_code",
                      cashapp_handle_redirect_or_display_qr_code=shown)


_TRANSFER_CURRENCIES = {"eur": "eu_bank_transfer", "gbp": "gb_bank_transfer", "jpy": "jp_bank_transfer",
                        "mxn": "mx_bank_transfer", "usd": "us_bank_transfer"}


def _bank_transfer(asked: Asking) -> NextAction:
    given = asked.options.customer_balance if asked.options else None
    if given is None or given.funding_type is None:
        raise missing("payment_method_options[customer_balance][funding_type]")
    if given.bank_transfer is None:
        raise missing("payment_method_options[customer_balance][bank_transfer]")
    if given.bank_transfer.type != _TRANSFER_CURRENCIES[asked.currency]:
        raise invalid(f"{given.bank_transfer.type} does not take {asked.currency}.",
                      param="payment_method_options[customer_balance][bank_transfer][type]")
    shown = DisplayBankTransferInstructions(
        amount_remaining=asked.amount, currency=asked.currency, financial_addresses=[_address(asked.currency)],
        hosted_instructions_url=asked.url, reference=_digits(12), type=given.bank_transfer.type)
    return NextAction(type="display_bank_transfer_instructions", display_bank_transfer_instructions=shown)


def _address(currency: str) -> FinancialAddress:
    match currency:
        case "eur":
            return FinancialAddress(type="iban", supported_networks=["sepa"], iban=Iban(
                account_holder_name=_NAME, bic="SOGEDEFFXXX", country="DE", iban="DE11243461198526131675"))
        case "gbp":
            return FinancialAddress(type="sort_code", supported_networks=["bacs", "fps"], sort_code=SortCode(
                account_holder_name=_NAME, account_number=_digits(8), sort_code="200000"))
        case "jpy":
            return FinancialAddress(type="zengin", supported_networks=["zengin"], zengin=Zengin(
                account_holder_name=_NAME, account_number=_digits(7), account_type="futsu", bank_code="0001",
                bank_name="Test Bank", branch_code="001", branch_name="Test Branch"))
        case "mxn":
            return FinancialAddress(type="spei", supported_networks=["spei"], spei=Spei(
                bank_code="002", bank_name="Test Bank", clabe=_digits(18)))
        case _:
            return FinancialAddress(type="aba", supported_networks=["ach", "us_domestic_wire"], aba=Aba(
                account_number=_digits(12), bank_name="STRIPE TEST BANK", routing_number="110000000"))


def _digits(count: int) -> str:
    return "".join(str(secrets.randbelow(10)) for _ in range(count))


_ACTIONS = {"alipay": _alipay, "blik": _blik, "boleto": _boleto, "cashapp": _cashapp,
            "customer_balance": _bank_transfer, "konbini": _konbini, "oxxo": _oxxo, "wechat_pay": _wechat_pay}
