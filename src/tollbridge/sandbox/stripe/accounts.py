"""Stripe's test bank accounts: what happens when each of them is debited.

After https://docs.stripe.com/payments/sepa-debit/accept-a-payment#test-integration and its sisters for
`ach-direct-debit`, `bacs-debit` and `au-becs-debit`. What Stripe does "after three minutes" or leaves undone waits here
until it is settled (`POST /_sandbox/settle`); all else is done right behind the answer.
"""

from __future__ import annotations

from msgspec import Struct

_MESSAGES = {
    "account_closed": "The customer's bank account has been closed.",
    "no_account": "The customer's bank account could not be located.",
    "insufficient_funds": "The customer's account has insufficient funds to cover this payment.",
    "debit_not_authorized": "The customer has notified their bank that this payment was unauthorized.",
    "invalid_currency": "The bank was unable to process this payment because of its currency.",
    "refer_to_customer": "The customer's bank did not process this payment and refers to the customer.",
    "charge_exceeds_source_limit": "The payment exceeds what may be debited from this account in a week.",
    "charge_exceeds_transaction_limit": "The payment exceeds what may be debited from this account at once.",
    "generic_could_not_process": "The customer's bank could not process this payment.",
}


class TestAccount(Struct, frozen=True, kw_only=True):
    """One row of the table. `method` is the end of the ready-made id: `usBankAccount_success` for
    `pm_usBankAccount_success`."""

    __test__ = False  # its name begins like a test class; pytest need not look at it

    type: str
    number: str
    method: str
    happens: str
    failure: str | None = None
    """The failure code; None succeeds."""
    waits: bool = False
    disputed: bool = False


def _account(kind: str, number: str, method: str, failure: str | None = None, *, waits: bool = False,
             disputed: bool = False) -> TestAccount:
    end = f"fails: {failure}" if failure else "succeeds"
    return TestAccount(type=kind, number=number, method=method, failure=failure, waits=waits, disputed=disputed,
                       happens=f"{end}{', then disputed' * disputed}{', once settled' * waits}")


def _sepa(country: str, numbers: tuple[str, ...]) -> tuple[TestAccount, ...]:
    rows = (("success", None, False, False), ("successDelayed", None, True, False),
            ("failed", "generic_could_not_process", False, False),
            ("failedDelayed", "generic_could_not_process", True, False), ("disputed", None, False, True),
            ("insufficientFunds", "insufficient_funds", False, False))
    return tuple(_account("sepa_debit", number, f"sepaDebit_{word}_{country}", failure, waits=waits, disputed=disputed)
                 for number, (word, failure, waits, disputed) in zip(numbers, rows, strict=False))


TEST_ACCOUNTS: tuple[TestAccount, ...] = (
    *_sepa("at", ("AT611904300234573201", "AT321904300235473204", "AT861904300235473202", "AT051904300235473205",
                  "AT591904300235473203", "AT981904300002222227")),
    *_sepa("de", ("DE89370400440532013000", "DE08370400440532013003", "DE62370400440532013001",
                  "DE78370400440532013004", "DE35370400440532013002")),
    _account("us_bank_account", "000123456789", "usBankAccount_success"),
    _account("us_bank_account", "000111111113", "usBankAccount_accountClosed", "account_closed"),
    _account("us_bank_account", "000111111116", "usBankAccount_noAccount", "no_account"),
    _account("us_bank_account", "000222222227", "usBankAccount_insufficientFunds", "insufficient_funds"),
    _account("us_bank_account", "000333333335", "usBankAccount_debitNotAuthorized", "debit_not_authorized"),
    _account("us_bank_account", "000444444440", "usBankAccount_invalidCurrency", "invalid_currency"),
    _account("us_bank_account", "000555555559", "usBankAccount_dispute", disputed=True),
    _account("us_bank_account", "000000000009", "usBankAccount_processing", waits=True),
    _account("bacs_debit", "00012345", "bacsDebit_success"),
    _account("bacs_debit", "90012345", "bacsDebit_successDelayed", waits=True),
    _account("bacs_debit", "33333335", "bacsDebit_debitNotAuthorized", "debit_not_authorized"),
    _account("bacs_debit", "93333335", "bacsDebit_debitNotAuthorizedDelayed", "debit_not_authorized", waits=True),
    _account("bacs_debit", "22222227", "bacsDebit_insufficientFunds", "insufficient_funds"),
    _account("bacs_debit", "92222227", "bacsDebit_insufficientFundsDelayed", "insufficient_funds", waits=True),
    _account("bacs_debit", "55555559", "bacsDebit_dispute", disputed=True),
    _account("bacs_debit", "34343434", "bacsDebit_exceedsWeeklyLimit", "charge_exceeds_source_limit"),
    _account("bacs_debit", "12121212", "bacsDebit_exceedsTransactionLimit", "charge_exceeds_transaction_limit"),
    _account("au_becs_debit", "000123456", "auBecsDebit_success"),
    _account("au_becs_debit", "900123456", "auBecsDebit_successDelayed", waits=True),
    _account("au_becs_debit", "111111113", "auBecsDebit_accountClosed", "account_closed"),
    _account("au_becs_debit", "111111116", "auBecsDebit_noAccount", "no_account"),
    _account("au_becs_debit", "222222227", "auBecsDebit_referToCustomer", "refer_to_customer"),
    _account("au_becs_debit", "922222227", "auBecsDebit_referToCustomerDelayed", "refer_to_customer", waits=True),
    _account("au_becs_debit", "333333335", "auBecsDebit_debitNotAuthorized", "debit_not_authorized"),
    _account("au_becs_debit", "666666660", "auBecsDebit_dispute", disputed=True),
)

ENDS_MANDATE = frozenset({"account_closed", "no_account", "debit_not_authorized"})
"""Failures after which the mandate is no longer active."""
_BY_NUMBER = {(row.type, row.number): row for row in TEST_ACCOUNTS}
_BY_METHOD = {row.method: row for row in TEST_ACCOUNTS}
MICRODEPOSITS = (32, 45)
"""The amounts that verify a test account; the other way is the code."""
MICRODEPOSIT_CODE = "SM11AA"


def account_behaviour(kind: str, number: str) -> TestAccount:
    """The row of an account; any other account waits until it is settled, and then succeeds."""
    unknown = TestAccount(type=kind, number="", method="", happens="succeeds, once settled", waits=True)
    return _BY_NUMBER.get((kind, number), unknown)


def ready_made_account(reference: str) -> TestAccount | None:
    """The row of `pm_usBankAccount_...` and the like."""
    return _BY_METHOD.get(reference.removeprefix("pm_")) if reference.startswith("pm_") else None


def failure_message(code: str) -> str:
    return _MESSAGES[code]
