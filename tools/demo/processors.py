"""The simulated processors: what differs between them is an account, a currency, and who pays with what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from tollbridge.contract.pb import money_pb2
from tollbridge.sandbox.catalog import account_of

WEBHOOK_SECRET = "whsec_tollbridge_demo"  # noqa: S105 - of the simulated Stripe


class Processor(NamedTuple):
    """One processor: its account, a payment method that works and one that is refused (in contract JSON)."""

    name: str
    account: Mapping[str, str]
    currency: money_pb2.Currency
    good: Mapping[str, Any]
    poor: Mapping[str, Any]
    poor_cents: int = 12_34
    """Some test systems decide by the amount."""
    refused_as: str = "insufficient_funds"
    settles_first: bool = False
    """A refund is for what has settled; before that it is a void."""

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        """Connector and credentials, with each call."""
        return (("x-connector-config", json.dumps({"config": {self.name: dict(self.account)}})),)


def card(number: str, holder: str = "Ann Lee", *, cvc: str = "123", month: str = "12", year: str = "2034",
         ) -> Mapping[str, Any]:
    return {"card": {"card_number": number, "card_exp_month": month, "card_exp_year": year, "card_cvc": cvc,
                     "card_holder_name": holder}}


STRIPE = Processor("stripe", {"api_key": "sk_test_tollbridge_demo"}, money_pb2.USD,
                   card("4242424242424242"), card("4000000000009995"))
ADYEN = Processor("adyen", {"api_key": "AQE_tollbridge_demo", "merchant_account": "LanternShopECOM"}, money_pb2.EUR,
                  card("4111111111111111", cvc="737", month="03", year="2030"),
                  card("4111111111111111", "NOT_ENOUGH_BALANCE", cvc="737", month="03", year="2030"))
PAYPAL = Processor("paypal", {"client_id": "tollbridge-demo", "client_secret": "demo-secret"}, money_pb2.USD,
                   card("4111111111111111"), card("4111111111111111", "CCREJECT-IF"))
PHONEPE = Processor("phonepe", {"merchant_id": "SANDBOXUAT", "salt_key": "sandbox-salt-key-one", "salt_index": "1"},
                    money_pb2.INR, {"upi_collect": {"vpa_id": "success@ybl"}},
                    {"upi_collect": {"vpa_id": "failed.Z9@ybl"}})


def listed(name: str, **differs: Any) -> Processor:
    """With the account that the sandbox lists for it (`tollbridge connectors show NAME`), paid by a Visa card."""
    found = account_of(name)
    if found is None:
        raise LookupError(f"the sandbox does not simulate {name}")
    return Processor(name, found[1], **{"currency": money_pb2.USD, "good": card("4111111111111111"),
                                        "poor": card("4111111111111111"), **differs})


BRAINTREE = listed("braintree", currency=money_pb2.EUR, poor_cents=2001_00, settles_first=True)
AUTHORIZE_NET = listed("authorizedotnet", poor=card("4222222222222"), poor_cents=2_00, refused_as="generic_decline",
                       settles_first=True)
CYBERSOURCE = listed("cybersource", poor_cents=4051_00)
CHECKOUT = listed("checkout", good=card("4242424242424242"), poor=card("4544249167673670"))
ALL = (STRIPE, ADYEN, PAYPAL, BRAINTREE, AUTHORIZE_NET, CYBERSOURCE, CHECKOUT, PHONEPE)
