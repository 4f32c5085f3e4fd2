"""How the simulated Authorize.Net says no: to a call (E codes), and to a transaction (reason codes).

https://developer.authorize.net/api/reference/responseCodes.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OK: Mapping[str, Any] = {"resultCode": "Ok", "message": [{"code": "I00001", "text": "Successful."}]}
UNSUCCESSFUL = ("E00027", "The transaction was unsuccessful.")


class AnetError(Exception):
    """The call as a whole is refused. `more` stands beside the messages."""

    def __init__(self, code: str, text: str, more: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code, self.text, self.more = code, text, more or {}

    @property
    def messages(self) -> Mapping[str, Any]:
        return {"resultCode": "Error", "message": [{"code": self.code, "text": self.text}]}


class Declined(Exception):
    """A transaction is refused: response code 2 (declined) or 3 (error), and the reason. `trans_id` is that of the
    transaction that it repeats."""

    def __init__(self, reason: str, code: str = "3", trans_id: str = "0") -> None:
        super().__init__(reason)
        self.reason, self.code, self.trans_id = reason, code, trans_id

    @property
    def text(self) -> str:
        return REASONS[self.reason]


REASONS = {
    "2": "This transaction has been declined.",
    "5": "A valid amount is required.",
    "6": "The credit card number is invalid.",
    "8": "The credit card has expired.",
    "11": "A duplicate transaction has been submitted.",
    "16": "The transaction cannot be found.",
    "39": "The supplied currency code is either invalid, not supported, not allowed for this merchant or doesn't have "
          "an exchange rate.",
    "47": "The amount requested for settlement cannot be greater than the original amount authorized.",
    "49": "The transaction amount submitted was greater than the maximum amount allowed.",
    "54": "The referenced transaction does not meet the criteria for issuing a credit.",
    "254": "This transaction has been declined.",
    "2006": "Payer ID is required.",
    "2102": "Payment not authorized.  Payment has not been authorized by the user.",
    "55": "The sum of credits against the referenced transaction would exceed original debit amount.",
}


def bad_credentials() -> AnetError:
    return AnetError("E00007", "User authentication failed due to invalid authentication values.")


def not_found() -> AnetError:
    return AnetError("E00040", "The record cannot be found.")
