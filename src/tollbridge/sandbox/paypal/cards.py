"""PayPal's test cards, and the names of cardholders that have a card declined.

https://developer.paypal.com/tools/sandbox/card-testing/, https://developer.paypal.com/docs/checkout/advanced/customize/3d-secure/test/
"""

from __future__ import annotations

from msgspec import Struct

from tollbridge.sandbox.card_numbers import network


class Verdict(Struct, frozen=True):
    """How 3-D Secure ends for a card, in PayPal's letters."""

    liability_shift: str
    enrolled: str
    authenticated: str | None = None

    @property
    def goes_on(self) -> bool:
        """Whether PayPal's page says to take the money after it."""
        return self.liability_shift != "UNKNOWN" and self.authenticated != "N"


class TestCard(Struct, frozen=True, kw_only=True):
    """One row of the table."""

    __test__ = False  # its name begins like a test class; pytest need not look at it

    number: str
    happens: str
    verdict: Verdict | None = None
    """None for a card that has nothing of its own to tell."""
    challenged: bool = False
    """The holder is asked on a page."""


SUCCESS, FAILED, UNSIGNED = Verdict("POSSIBLE", "Y", "Y"), Verdict("NO", "Y", "N"), Verdict("UNKNOWN", "Y", "U")
ATTEMPTED, UNAVAILABLE = Verdict("POSSIBLE", "Y", "A"), Verdict("NO", "U")


def _stepping_up(number: str, verdict: Verdict, happens: str) -> TestCard:
    return TestCard(number=number, happens=f"3DS: asked, {happens}", verdict=verdict, challenged=True)


def _frictionless(number: str, verdict: Verdict, happens: str) -> TestCard:
    return TestCard(number=number, happens=f"3DS: not asked, {happens}", verdict=verdict)


TEST_CARDS: tuple[TestCard, ...] = (
    *(TestCard(number=number, happens="approved, never authenticated") for number in (
        "4012888888881881", "4111111111111111", "5555555555554444", "371449635398431", "6011000990139424")),
    _stepping_up("4868719460707704", SUCCESS, "authenticated"),
    _stepping_up("5329879786234393", SUCCESS, "authenticated"),
    _stepping_up("4868719115514992", UNSIGNED, "signature failed"),
    _stepping_up("5329879785160250", UNSIGNED, "signature failed"),
    _stepping_up("4868719796782421", FAILED, "failed"),
    _stepping_up("5329879743856650", FAILED, "failed"),
    _stepping_up("4868719041085422", ATTEMPTED, "attempted"),
    _stepping_up("5329879703852350", ATTEMPTED, "attempted"),
    _frictionless("4868719494697210", UNAVAILABLE, "the bank does not answer"),
    _frictionless("5329879747163939", UNAVAILABLE, "the bank does not answer"),
    _frictionless("4868719196829038", SUCCESS, "authenticated"),
    _frictionless("5329879707824603", SUCCESS, "authenticated"),
    _frictionless("4868719158130060", FAILED, "failed"),
    _frictionless("5329879769571910", FAILED, "failed"),
    _frictionless("4868719581920723", ATTEMPTED, "attempted"),
    _frictionless("5329879715396727", ATTEMPTED, "attempted"),
)
_BY_NUMBER = {card.number: card for card in TEST_CARDS}
ANY_CARD = TestCard(number="", happens="approved", verdict=SUCCESS, challenged=True)
"""Every other: its holder is asked wherever the request wants it."""

DECLINES: dict[str, str] = {
    "CCREJECT-REFUSED": "0500", "CCREJECT-SF": "9500", "CCREJECT-EC": "5400", "CCREJECT-IRC": "5180",
    "CCREJECT-IF": "5120", "CCREJECT-LS": "9520", "CCREJECT-IA": "1330", "CCREJECT-BANK_ERROR": "5100",
    "CCREJECT-CVV_F": "00N7",
}
"""The name of a cardholder, and the processor's response code that it has a payment declined with."""
APPROVED = "0000"
BRANDS = {"unknown": "UNKNOWN", "unionpay": "CHINA_UNION_PAY"}
"""Those that PayPal writes otherwise than in the capitals of our names."""


def behaviour(number: str) -> TestCard:
    """The row of a number; any other number that passes the check digit is approved."""
    return _BY_NUMBER.get(number, ANY_CARD)


def brand(number: str) -> str:
    name = network(number)
    return BRANDS.get(name, name.upper())
