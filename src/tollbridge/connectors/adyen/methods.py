"""Which payment methods Adyen takes from us, what each adds to a payment, and what it cannot do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import singledispatch
from typing import Any

from tollbridge.connectors.adyen import banks, cards, others
from tollbridge.connectors.adyen.shopper import Form
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.bank_debits import AchDebit, BacsDebit, BecsDebit, SepaDebit
from tollbridge.domain.methods.bank_redirects import BancontactCard, Ideal
from tollbridge.domain.methods.cards import Card, CardWithNoCvc, NetworkToken, StoredMethod
from tollbridge.domain.methods.pay_later import Affirm, AfterpayClearpay, Klarna
from tollbridge.domain.methods.wallets import (
    ApplePay,
    GooglePay,
    MobilePayRedirect,
    PaypalRedirect,
    SamsungPay,
    TwintRedirect,
    VippsRedirect,
)
from tollbridge.domain.payments import Authorize
from tollbridge.domain.recurring import SetupMandate


@singledispatch
def method_fields(method: object, req: Authorize) -> Form:
    """What a payment method adds to the body of /payments, or takes from it (None)."""
    raise Unsupported(type(method).__name__)


CARDS: Mapping[type, Callable[[Any, Any], Form]] = {
    Card: cards.card, CardWithNoCvc: cards.card_with_no_cvc, NetworkToken: cards.network_token,
    StoredMethod: cards.stored,
}
for kind, fields in {**CARDS, **others.WALLETS, **others.LATER, **others.VOUCHERS,
                     **banks.ONLINE, **banks.DEBITS, **banks.TRANSFERS}.items():
    method_fields.register(kind, fields)


@singledispatch
def setup_fields(method: object, req: SetupMandate) -> Form:
    """As `method_fields`, for a method that is only stored."""
    raise Unsupported(type(method).__name__)


SET_UP: Mapping[type, Callable[[Any, Any], Form]] = {
    Card: cards.card, ApplePay: cards.apple_pay, GooglePay: cards.google_pay}
for kind, fields in SET_UP.items():
    setup_fields.register(kind, fields)

# -- what a method cannot do -----------------------------------------------------------------------------------------
OF_CARDS = frozenset({Card, CardWithNoCvc, StoredMethod})
"""Those for which the merchant can have run 3DS, or a surcharge is allowed."""
AUTHENTICATED = OF_CARDS | {BancontactCard, GooglePay}
"""Those for which 3DS can be asked; a cryptogram of a device or network token is a proof of its own."""
RESERVED = OF_CARDS | {NetworkToken, ApplePay, GooglePay, SamsungPay}
"""Cards in any form: reservations of them can be raised, and less than the whole can be authorised."""
HELD = RESERVED | {Affirm, AfterpayClearpay, Klarna, MobilePayRedirect, PaypalRedirect, SepaDebit, TwintRedirect,
                   VippsRedirect}
"""Those whose overviews have separate captures: https://docs.adyen.com/payment-methods/vipps and its neighbours. Klarna
captures at once only for merchants who ship within a day, and otherwise has to be captured in any case.
"""
SEVERAL = RESERVED | {SepaDebit, VippsRedirect}
"""Those whose overviews have several partial captures too; TWINT's page says that it takes one."""
KEPT = RESERVED | {AchDebit, BacsDebit, BancontactCard, BecsDebit, Ideal, Klarna, PaypalRedirect, SepaDebit,
                   TwintRedirect}
"""Those that leave a token behind: https://docs.adyen.com/online-payments/tokenization; iDEAL leaves a SEPA debit."""
ABLE = (
    (Feature.THREE_DS, AUTHENTICATED), (Feature.EXTERNAL_THREE_DS, OF_CARDS), (Feature.SURCHARGE, OF_CARDS),
    (Feature.MANUAL_CAPTURE, HELD), (Feature.MULTIPLE_CAPTURE, SEVERAL), (Feature.SETUP_MANDATE, KEPT),
    (Feature.INCREMENTAL_AUTHORIZATION, RESERVED), (Feature.PARTIAL_AUTHORIZATION, RESERVED),
)


def barred(method: type) -> frozenset[Feature]:
    """The wishes of an Authorize that cannot be served for a payment method."""
    return frozenset(feature for feature, those in ABLE if method not in those)


WITHOUT: Mapping[type, frozenset[Feature]] = {
    method: wishes for method in method_fields.registry if method is not object and (wishes := barred(method))}
