"""Checkout.com's test cards, and what may be remembered of a card.

https://www.checkout.com/docs/developer-resources/testing/test-cards, with the numbers of its older copies
(checkoutdocs.readme.io/docs/testing) and of shops that list them. Those that say so are the sandbox's own.
"""

from __future__ import annotations

from typing import NamedTuple

from tollbridge.sandbox.card_numbers import network

APPROVED = "10000"
SUMMARIES = {
    APPROVED: "Approved", "20001": "Refer to card issuer", "20005": "Declined - Do not honour",
    "20012": "Invalid transaction",
    "20014": "Invalid account number (no such number)", "20051": "Insufficient funds", "20054": "Expired card",
    "20057": "Transaction not permitted to cardholder", "20059": "Suspected fraud",
    "20061": "Activity amount limit exceeded", "20062": "Restricted card", "20063": "Security violation",
    "20068": "Response received too late / timeout", "20078": "Blocked, first use", "20082": "No security model",
    "20150": "Card not 3D Secure enabled", "20151": "Cardholder failed 3D Secure authentication",
    "20153": "3DS malfunction", "20154": "3D Secure authentication required", "200N7": "Decline for CVV2 failure",
    "200R3": "Revocation of all authorizations order", "30015": "No such issuer", "30041": "Lost card - pick up",
    "30043": "Stolen card - pick up", "50003": "Balance reservation insufficient funds",
}


class TestCard(NamedTuple):
    number: str
    code: str = APPROVED
    letter: str = ""
    """What 3DS says of its holder: Y, A, N, U or R; "" for a card that is not enrolled."""
    challenged: bool = True
    waits: bool = False
    """Captures, voids and refunds are carried out when they are settled."""
    declines: tuple[str, ...] = ()
    """Types of actions that are declined once they were taken in."""
    words: str = ""

    @property
    def happens(self) -> str:
        if self.code != APPROVED:
            return f"declined: {SUMMARIES[self.code].lower()} ({self.code}){self.words}"
        return f"{self.words or 'approved'} ({network(self.number)})"


_CODES = {
    "4544249167673670": "20051", "4111111111111129": "20001", "4024007103573027": "20012",
    "4485381577182090": "20014", "4724117215951699": "20054", "4151512736305999": "20057",
    "4897453568485113": "20059", "4556294593757189": "20061", "4818924250131070": "20062",
    "4556253752712245": "20063", "4095254802642505": "20068", "4532819413487978": "20078",
    "4732789363145785": "20082", "4734868958733862": "200N7", "4567361325981788": "200R3",
    "4024007162185267": "30015", "4941202060999329": "30041", "4539253655711767": "30043",
}
_SAID = {"Y": "authenticated", "A": "an attempt is attested", "N": "not authenticated", "U": "breaks down",
         "R": "rejected"}
_LETTERS = {  # by whether the holder is asked
    False: {"4010056200000018": "Y", "5132562600000029": "A", "4539628347117863": "N", "5234106378657904": "U",
            "4275765574319271": "R"},
    True: {"4485040371536584": "Y", "5385308360135181": "Y", "4152868552773614": "A", "347411540178242": "N",
           "4150561000000035": "U", "5341034800000016": "R"},
}
TEST_CARDS: tuple[TestCard, ...] = (
    *(TestCard(number, letter="Y") for number in (
        "4242424242424242", "4543474002249996", "5436031030606378", "2223000010479399", "5199992312641465",
        "345678901234564")),
    *(TestCard(number) for number in ("6011111111111117", "3530111333300000", "30123456789019")),
    *(TestCard(number, code, "Y") for number, code in _CODES.items()),
    TestCard("4500622868341387", "20154", "Y", words=", unless it is authenticated by 3DS"),
    *(TestCard(number, letter=letter, challenged=asked,
               words=f"3DS: {_SAID[letter]}{', after a challenge' if asked else ''}")
      for asked, cards in _LETTERS.items() for number, letter in cards.items()),
    TestCard("4484070000035519", words="3DS: not enrolled"),
    TestCard("378282246310005", words="3DS: not enrolled"),
    # the sandbox's own
    TestCard("4012888888881881", letter="Y", waits=True,
             words="approved; captures, voids and refunds wait to be settled"),
    TestCard("4917610000000000", letter="Y", declines=("Capture", "Void"),
             words="approved; captures and voids are declined"),
    TestCard("4988438843884305", letter="Y", declines=("Refund",), words="approved; refunds are declined"),
)
PLAIN = TestCard("", letter="Y")
"""Any other card: approved, and enrolled."""
_BY_NUMBER = {card.number: card for card in TEST_CARDS}


def behaviour(number: str) -> TestCard:
    """The row of a test card, or that of all others."""
    return _BY_NUMBER.get(number, PLAIN)
