"""Payment methods by type: how each goes on after `/payments`, and in which currencies it is.

Types after the schema of Checkout v68; what is shown to the shopper after the pages below
https://docs.adyen.com/payment-methods (those of a few methods of each kind were read).
"""

from __future__ import annotations

from enum import StrEnum, auto


class Kind(StrEnum):
    CARD = auto()
    WALLET = auto()
    """An encrypted card of a phone: an answer at once."""
    GIFT_CARD = auto()
    REDIRECT = auto()
    """The shopper says yes or no on a page of the method's."""
    VOUCHER = auto()
    """The shopper pays later, elsewhere: PresentToShopper."""
    BANK_TRANSFER = auto()
    QR_CODE = auto()
    AWAIT = auto()
    """The shopper says yes or no in an app."""
    SDK = auto()
    DEBIT = auto()
    """Pulled from an account: Received, and the bank's answer comes later."""
    INSTANT = auto()
    """Pulled from an account, and authorised at once."""


def _all(kind: Kind, words: str) -> dict[str, Kind]:
    return dict.fromkeys(words.split(), kind)


KINDS: dict[str, Kind] = {
    **_all(Kind.CARD, "scheme card networkToken bcmc"),
    **_all(Kind.WALLET, "applepay googlepay paywithgoogle samsungpay androidpay"),
    **_all(Kind.GIFT_CARD, "giftcard givex svs"),
    **_all(Kind.REDIRECT, """
        ideal paypal eps trustly directEbanking onlineBanking_PL onlineBanking_SK onlineBanking_CZ onlinebanking_IN
        ebanking_FI molpay_ebanking_fpx_MY molpay_ebanking_TH molpay_ebanking_VN molpay_fpx
        dragonpay_ebanking paybybank paybybank_pix pse_payulatam billdesk_online billdesk_wallet
        klarna klarna_paynow klarna_account klarna_b2b klarnapayments klarnapayments_account klarnapayments_b2b
        klarna_network afterpaytouch afterpay_default afterpay_b2b clearpay affirm alma atome zip ratepay
        ratepay_directdebit riverty riverty_account walley walley_b2b oney facilypay facilypay_3x facilypay_4x
        facilypay_6x facilypay_10x facilypay_12x scalapay scalapay_3x scalapay_4x paybright openinvoice
        alipay alipay_hk alipay_wap alipay_plus alipay_plus_alipay_cn alipay_plus_alipay_hk alipay_plus_dana
        alipay_plus_gcash alipay_plus_kakaopay alipay_plus_truemoney wechatpayWeb grabpay_SG grabpay_MY grabpay_TH
        grabpay_ID grabpay_VN grabpay_PH gcash dana kakaopay truemoney momo_wallet momo_wallet_app momo_atm
        gopay_wallet doku_wallet doku_ovo paymaya_wallet touchngo molpay_boost rakutenpay paypay twint vipps mobilepay
        swish bcmc_mobile bizum wero amazonpay cashapp visacheckout unionpay paysafecard knet benefit naps omannet
        alipay_plus_kplus alipay_plus_naverpay alipay_plus_rabbitlinepay alipay_plus_tosspay alipay_plus_touchngo
        alipay_hk_web alipay_hk_wap bcmc_mobile_app cellulant masterpass paytm wallet_IN payu_IN_nb payu_IN_cashcard
        paypo trustlyvector molpay_ebanking_MY molpay_ebanking_direct_MY riverty_installments ancv
        mada kcp_payco kcp_naverpay kcp_creditcard kcp_banktransfer iris payme"""),
    **_all(Kind.VOUCHER, """
        multibanco boletobancario boletobancario_bradesco boletobancario_itau boletobancario_santander
        boletobancario_bancodobrasil boletobancario_hsbc primeiropay_boleto oxxo konbini econtext econtext_seven_eleven
        econtext_stores econtext_atm econtext_online doku_alfamart doku_indomaret doku_mandiri_va doku_cimb_va
        doku_danamon_va doku_bni_va doku_permata_lite_atm doku_bri_va doku_bca_va dragonpay_otc_banking
        dragonpay_otc_non_banking dragonpay_otc_philippines fawry cashticket"""),
    **_all(Kind.BANK_TRANSFER, "bankTransfer bankTransfer_IBAN"),
    **_all(Kind.QR_CODE, "pix bcmc_mobile_QR wechatpayQR promptpay paynow duitnow upi_qr"),
    **_all(Kind.AWAIT, "blik mbway upi_collect payto payu_IN_upi"),
    **_all(Kind.SDK, "wechatpaySDK wechatpayMiniProgram upi_intent"),
    **_all(Kind.DEBIT, "sepadirectdebit sepadirectdebit_amazonpay directdebit_GB directdebit_AU eft_directdebit_CA "
                       "paybybank_AIS_DD"),
    **_all(Kind.INSTANT, "ach ach_plaid"),
}

_ONLY_IN = {
    "EUR": "ideal eps multibanco sepadirectdebit bizum mbway bcmc bcmc_mobile bcmc_mobile_QR ebanking_FI wero",
    "GBP": "directdebit_GB", "PLN": "blik onlineBanking_PL", "BRL": "pix boletobancario", "USD": "ach cashapp",
    "AUD": "directdebit_AU payto", "SEK": "swish", "NOK": "vipps", "CHF": "twint", "MXN": "oxxo",
    "CZK": "onlineBanking_CZ", "CAD": "eft_directdebit_CA", "MYR": "molpay_ebanking_fpx_MY",
    "THB": "molpay_ebanking_TH promptpay", "INR": "upi_collect upi_qr onlinebanking_IN",
}
CURRENCY = {method: currency for currency, words in _ONLY_IN.items() for method in words.split()}
"""Of the methods that are in one currency only; any other is in all of them."""

CAPTURED_LATER = frozenset({
    "paypal", "klarna", "klarna_paynow", "klarna_account", "klarna_b2b", "klarnapayments", "klarnapayments_account",
    "klarnapayments_b2b", "klarna_network", "afterpaytouch", "afterpay_default", "clearpay", "affirm", "zip", "ratepay",
    "riverty", "walley", "vipps", "mobilepay", "twint", "amazonpay", "atome", "scalapay"})
"""Beside cards and wallets: methods whose authorisation may wait for a capture."""

NAMES = {"scheme": "Cards", "ideal": "iDEAL", "paypal": "PayPal", "klarna": "Pay later with Klarna.", "eps": "EPS",
         "sepadirectdebit": "SEPA Direct Debit", "blik": "BLIK", "pix": "Pix", "oxxo": "OXXO",
         "multibanco": "Multibanco", "boletobancario": "Boleto Bancario", "applepay": "Apple Pay",
         "googlepay": "Google Pay", "giftcard": "Gift Card", "directdebit_GB": "BACS Direct Debit",
         "ach": "ACH Direct Debit", "swish": "Swish", "vipps": "Vipps", "twint": "TWINT",
         "afterpaytouch": "Afterpay", "bizum": "Bizum", "mbway": "MB WAY", "affirm": "Affirm", "trustly": "Trustly"}
"""The methods that `/paymentMethods` offers."""


def is_offered(method: str, currency: str) -> bool:
    return method in KINDS and CURRENCY.get(method, currency) == currency


def may_wait_for_capture(method: str) -> bool:
    return KINDS[method] in (Kind.CARD, Kind.WALLET) or method in CAPTURED_LATER
