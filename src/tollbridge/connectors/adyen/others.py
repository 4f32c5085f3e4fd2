"""Wallets, pay later, vouchers and gift cards, by their names at Adyen: https://docs.adyen.com/payment-methods"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tollbridge import kit
from tollbridge.connectors.adyen.banks import NO_CARD, payer
from tollbridge.connectors.adyen.cards import apple_pay, card_redirect, google_pay
from tollbridge.connectors.adyen.shopper import (
    BILLING,
    NOBODY,
    SHIPPING,
    Form,
    browser_info,
    email,
    line_items,
    shopper_name,
    telephone,
    wanted_name,
    wanted_street,
    wanted_telephone,
)
from tollbridge.domain.methods.cards import CardRedirect
from tollbridge.domain.methods.pay_later import Affirm, AfterpayClearpay, Alma, Klarna
from tollbridge.domain.methods.prepaid import Givex, PaySafeCard
from tollbridge.domain.methods.upi import DuitNow, UpiCollect, UpiIntent, UpiQr
from tollbridge.domain.methods.vouchers import (
    Alfamart,
    Boleto,
    FamilyMart,
    Indomaret,
    Lawson,
    MiniStop,
    Oxxo,
    PayEasy,
    Seicomart,
    SevenEleven,
)
from tollbridge.domain.methods.wallets import (
    AliPayHKRedirect,
    AliPayRedirect,
    ApplePay,
    DanaRedirect,
    GcashRedirect,
    GooglePay,
    GoPayRedirect,
    KakaoPayRedirect,
    MBWay,
    MbWayRedirect,
    MobilePayRedirect,
    MomoRedirect,
    PaypalRedirect,
    SamsungPay,
    SwishQr,
    TouchNGoRedirect,
    TwintRedirect,
    VippsRedirect,
    WeChatPayQr,
    WeChatPayRedirect,
    Wero,
    WeroRedirect,
)
from tollbridge.domain.payments import Authorize
from tollbridge.domain.people import Country

# -- wallets -----------------------------------------------------------------------------------------------------------
NAMED: Mapping[type, str] = {
    AliPayHKRedirect: "alipay_hk",
    AliPayRedirect: "alipay",
    DanaRedirect: "dana",
    DuitNow: "duitnow",
    GcashRedirect: "gcash",
    KakaoPayRedirect: "kakaopay",
    MobilePayRedirect: "mobilepay",
    MomoRedirect: "momo_wallet",
    PaypalRedirect: "paypal",
    SwishQr: "swish",
    TouchNGoRedirect: "touchngo",
    TwintRedirect: "twint",
    UpiQr: "upi_qr",
    WeChatPayQr: "wechatpayQR",
    WeChatPayRedirect: "wechatpayWeb",
    Wero: "wero",
    WeroRedirect: "wero",
}


def named(method: object, req: Authorize) -> Form:
    return {"paymentMethod": {"type": NAMED[type(method)]}}


def samsung_pay(method: SamsungPay, req: Authorize) -> Form:
    """https://docs.adyen.com/payment-methods/samsung-pay/samsung-pay-api: what the phone handed over, as it is."""
    token = method.payment_credential.token_data if method.payment_credential else None
    kit.require({"payment_method.samsung_pay_sdk.payment_credential.token_data.data": token.data if token else None})
    return {"paymentMethod": {"type": "samsungpay", "samsungPayToken": token.data if token else None}}


def go_pay(method: GoPayRedirect, req: Authorize) -> Form:
    return {"paymentMethod": {"type": "gopay_wallet"}, "browserInfo": browser_info(req.browser_info)}


def mb_way(method: MBWay | MbWayRedirect, req: Authorize) -> Form:
    """A request shows up in the app of the shopper with this number."""
    billing = req.address.billing_address
    mail = email(billing, req.customer)
    kit.require({f"{BILLING}.email": mail, **wanted_telephone(billing)})
    return {"paymentMethod": {"type": "mbway", "shopperEmail": mail, "telephoneNumber": telephone(billing)}}


def vipps(method: VippsRedirect, req: Authorize) -> Form:
    billing = req.address.billing_address
    kit.require(wanted_telephone(billing))
    return {"paymentMethod": {"type": "vipps", "telephoneNumber": telephone(billing)}}


def upi_collect(method: UpiCollect, req: Authorize) -> Form:
    kit.require({"payment_method.upi_collect.vpa_id": method.vpa_id})
    return {"paymentMethod": {"type": "upi_collect", "virtualPaymentAddress": method.vpa_id}}


def upi_intent(method: UpiIntent, req: Authorize) -> Form:
    return {"paymentMethod": {"type": "upi_intent", "appId": method.app_name}}


def card_scheme(method: CardRedirect, req: Authorize) -> Form:
    return NO_CARD | {"paymentMethod": card_redirect(method, req),
                      "shopperName": shopper_name(req.address.billing_address, req.customer)}


WALLETS: Mapping[type, Callable[[Any, Authorize], Form]] = {
    **dict.fromkeys(NAMED, named), ApplePay: apple_pay, CardRedirect: card_scheme, GooglePay: google_pay,
    GoPayRedirect: go_pay, MBWay: mb_way, MbWayRedirect: mb_way, SamsungPay: samsung_pay, UpiCollect: upi_collect,
    UpiIntent: upi_intent, VippsRedirect: vipps,
}

# -- pay later ---------------------------------------------------------------------------------------------------------
CLEARPAY = (Country.GB, Country.IT, Country.FR, Country.ES)
"""Afterpay's name there: https://docs.adyen.com/payment-methods/afterpaytouch"""


def later(kind: str, req: Authorize, wanted: Mapping[str, object]) -> Form:
    """With the order's lines. All of the providers want the shopper's email address, and each some more."""
    billing = req.address.billing_address or NOBODY
    kit.require({f"{BILLING}.email": email(billing, req.customer), **wanted})
    return {"paymentMethod": {"type": kind}, "shopperName": shopper_name(req.address.billing_address, req.customer),
            "countryCode": billing.country_alpha2_code,
            "lineItems": line_items(req.order_details, req.amount, req.description)}


def klarna(method: Klarna, req: Authorize) -> Form:
    billing = req.address.billing_address or NOBODY
    return later("klarna", req, {f"{BILLING}.country_alpha2_code": billing.country_alpha2_code})


def affirm(method: Affirm, req: Authorize) -> Form:
    billing = req.address.billing_address
    return later("affirm", req, {
        **wanted_name(billing, req.customer), **wanted_telephone(billing), **wanted_street(billing)})


def afterpay(method: AfterpayClearpay, req: Authorize) -> Form:
    billing = req.address.billing_address
    kind = "clearpay" if billing and billing.country_alpha2_code in CLEARPAY else "afterpaytouch"
    return later(kind, req, {**wanted_name(billing, req.customer), **wanted_street(billing),
                             **wanted_street(req.address.shipping_address, SHIPPING)})


def alma(method: Alma, req: Authorize) -> Form:
    billing = req.address.billing_address
    return later("alma", req, {**wanted_telephone(billing), **wanted_street(billing),
                               **wanted_street(req.address.shipping_address, SHIPPING)})


LATER: Mapping[type, Callable[[Any, Authorize], Form]] = {
    Affirm: affirm, AfterpayClearpay: afterpay, Alma: alma, Klarna: klarna}

# -- vouchers and gift cards -------------------------------------------------------------------------------------------
DOKU: Mapping[type, str] = {Alfamart: "doku_alfamart", Indomaret: "doku_indomaret"}
ECONTEXT: Mapping[type, str] = {
    # https://docs.adyen.com/payment-methods/japanese-online-payments: Pay-easy is paid at cash machines
    SevenEleven: "econtext_seven_eleven", Lawson: "econtext_stores", MiniStop: "econtext_stores",
    FamilyMart: "econtext_stores", Seicomart: "econtext_stores", PayEasy: "econtext_atm",
}


def voucher(req: Authorize, paid_with: Form) -> Form:
    return {"paymentMethod": paid_with, "shopperName": shopper_name(req.address.billing_address, req.customer)}


def doku(method: object, req: Authorize) -> Form:
    return voucher(req, {"type": DOKU[type(method)], **payer(req)})


def econtext(method: object, req: Authorize) -> Form:
    return voucher(req, {"type": ECONTEXT[type(method)], **payer(req, phone=True)})


def boleto(method: Boleto, req: Authorize) -> Form:
    """`expiration_date` in ISO 8601; https://docs.adyen.com/payment-methods/boleto-bancario/api-only"""
    shown = voucher(req, {"type": "boletobancario"})
    kit.require({**wanted_name(req.address.billing_address, req.customer),
                 "payment_method.boleto.social_security_number": method.social_security_number})
    return shown | {"socialSecurityNumber": method.social_security_number, "deliveryDate": method.expiration_date}


def oxxo(method: Oxxo, req: Authorize) -> Form:
    kit.require(wanted_name(req.address.billing_address, req.customer))
    return voucher(req, {"type": "oxxo"})


def givex(method: Givex, req: Authorize) -> Form:
    """https://docs.adyen.com/payment-methods/gift-cards/api-only"""
    return NO_CARD | {"paymentMethod": gift_card(method)}


def gift_card(method: Givex) -> Form:
    return {"type": "giftcard", "brand": "givex", "number": method.number, "cvc": method.cvc}


def paysafecard(method: PaySafeCard, req: Authorize) -> Form:
    return NO_CARD | {"paymentMethod": {"type": "paysafecard"}}


VOUCHERS: Mapping[type, Callable[[Any, Authorize], Form]] = {
    **dict.fromkeys(DOKU, doku), **dict.fromkeys(ECONTEXT, econtext), Boleto: boleto, Givex: givex,
    Oxxo: oxxo, PaySafeCard: paysafecard,
}
