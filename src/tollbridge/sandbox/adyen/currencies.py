"""How Adyen counts money: https://docs.adyen.com/development-resources/currency-codes"""

from __future__ import annotations

from tollbridge.domain.money import Currency, CurrencyUnits, Money
from tollbridge.sandbox.adyen.wire import Amount

UNITS = CurrencyUnits({Currency.CLP: 2, Currency.CVE: 0, Currency.IDR: 0, Currency.ISK: 2})
"""The currencies that Adyen counts with other digits than ISO 4217."""


def money(amount: Amount) -> Money:
    """Raises ValueError for a fraction that the currency does not have."""
    return UNITS.from_wire(amount.value, Currency(amount.currency))
