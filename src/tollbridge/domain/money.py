"""Amounts: currencies, their minor units, and money as one whole number of them.

The digits after the decimal point are those of ISO 4217: list one, published 2026-01-01, at
https://www.six-group.com/dam/download/financial-information/data-center/iso-currrency/lists/list-one.xml
(read in the copy that the PyPI package iso4217 1.16.20260101 carries). Seven of the contract's currencies are no
longer in it (ANG, BGN, CUC, HRK, SLL, STD, ZWL): all of them had two digits when they left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

import msgspec

from tollbridge.domain.errors import InvalidField

MAX_MINOR = 2**63 - 1
"""The largest amount in minor units: the contract carries them as int64. The smallest is -MAX_MINOR - 1."""


class Currency(StrEnum):
    """The contract's currencies, by their ISO 4217 codes."""

    AED = "AED"
    AFN = "AFN"
    ALL = "ALL"
    AMD = "AMD"
    ANG = "ANG"
    AOA = "AOA"
    ARS = "ARS"
    AUD = "AUD"
    AWG = "AWG"
    AZN = "AZN"
    BAM = "BAM"
    BBD = "BBD"
    BDT = "BDT"
    BGN = "BGN"
    BHD = "BHD"
    BIF = "BIF"
    BMD = "BMD"
    BND = "BND"
    BOB = "BOB"
    BRL = "BRL"
    BSD = "BSD"
    BTN = "BTN"
    BWP = "BWP"
    BYN = "BYN"
    BZD = "BZD"
    CAD = "CAD"
    CDF = "CDF"
    CHF = "CHF"
    CLF = "CLF"
    CLP = "CLP"
    CNY = "CNY"
    COP = "COP"
    CRC = "CRC"
    CUC = "CUC"
    CUP = "CUP"
    CVE = "CVE"
    CZK = "CZK"
    DJF = "DJF"
    DKK = "DKK"
    DOP = "DOP"
    DZD = "DZD"
    EGP = "EGP"
    ERN = "ERN"
    ETB = "ETB"
    EUR = "EUR"
    FJD = "FJD"
    FKP = "FKP"
    GBP = "GBP"
    GEL = "GEL"
    GHS = "GHS"
    GIP = "GIP"
    GMD = "GMD"
    GNF = "GNF"
    GTQ = "GTQ"
    GYD = "GYD"
    HKD = "HKD"
    HNL = "HNL"
    HRK = "HRK"
    HTG = "HTG"
    HUF = "HUF"
    IDR = "IDR"
    ILS = "ILS"
    INR = "INR"
    IQD = "IQD"
    IRR = "IRR"
    ISK = "ISK"
    JMD = "JMD"
    JOD = "JOD"
    JPY = "JPY"
    KES = "KES"
    KGS = "KGS"
    KHR = "KHR"
    KMF = "KMF"
    KPW = "KPW"
    KRW = "KRW"
    KWD = "KWD"
    KYD = "KYD"
    KZT = "KZT"
    LAK = "LAK"
    LBP = "LBP"
    LKR = "LKR"
    LRD = "LRD"
    LSL = "LSL"
    LYD = "LYD"
    MAD = "MAD"
    MDL = "MDL"
    MGA = "MGA"
    MKD = "MKD"
    MMK = "MMK"
    MNT = "MNT"
    MOP = "MOP"
    MRU = "MRU"
    MUR = "MUR"
    MVR = "MVR"
    MWK = "MWK"
    MXN = "MXN"
    MYR = "MYR"
    MZN = "MZN"
    NAD = "NAD"
    NGN = "NGN"
    NIO = "NIO"
    NOK = "NOK"
    NPR = "NPR"
    NZD = "NZD"
    OMR = "OMR"
    PAB = "PAB"
    PEN = "PEN"
    PGK = "PGK"
    PHP = "PHP"
    PKR = "PKR"
    PLN = "PLN"
    PYG = "PYG"
    QAR = "QAR"
    RON = "RON"
    RSD = "RSD"
    RUB = "RUB"
    RWF = "RWF"
    SAR = "SAR"
    SBD = "SBD"
    SCR = "SCR"
    SDG = "SDG"
    SEK = "SEK"
    SGD = "SGD"
    SHP = "SHP"
    SLE = "SLE"
    SLL = "SLL"
    SOS = "SOS"
    SRD = "SRD"
    SSP = "SSP"
    STD = "STD"
    STN = "STN"
    SVC = "SVC"
    SYP = "SYP"
    SZL = "SZL"
    THB = "THB"
    TJS = "TJS"
    TMT = "TMT"
    TND = "TND"
    TOP = "TOP"
    TRY = "TRY"
    TTD = "TTD"
    TWD = "TWD"
    TZS = "TZS"
    UAH = "UAH"
    UGX = "UGX"
    USD = "USD"
    UYU = "UYU"
    UZS = "UZS"
    VES = "VES"
    VND = "VND"
    VUV = "VUV"
    WST = "WST"
    XAF = "XAF"
    XCD = "XCD"
    XOF = "XOF"
    XPF = "XPF"
    YER = "YER"
    ZAR = "ZAR"
    ZMW = "ZMW"
    ZWL = "ZWL"

    @property
    def exponent(self) -> int:
        """Digits after the decimal point in ISO 4217: 2 for USD, 0 for JPY, 3 for KWD."""
        return _NOT_TWO_DIGITS.get(self, 2)


# MGA and MRU are no exceptions: their fifths are written with two digits in ISO 4217. Processors that count otherwise
# (ISK, HUF, UGX and TWD are the usual ones) say so with CurrencyUnits.
_NOT_TWO_DIGITS: Mapping[Currency, int] = {
    Currency.BIF: 0,
    Currency.CLP: 0,
    Currency.DJF: 0,
    Currency.GNF: 0,
    Currency.ISK: 0,
    Currency.JPY: 0,
    Currency.KMF: 0,
    Currency.KRW: 0,
    Currency.PYG: 0,
    Currency.RWF: 0,
    Currency.UGX: 0,
    Currency.VND: 0,
    Currency.VUV: 0,
    Currency.XAF: 0,
    Currency.XOF: 0,
    Currency.XPF: 0,
    Currency.BHD: 3,
    Currency.IQD: 3,
    Currency.JOD: 3,
    Currency.KWD: 3,
    Currency.LYD: 3,
    Currency.OMR: 3,
    Currency.TND: 3,
    Currency.CLF: 4,
}


_NO_MONEY = 'money is a whole number of minor units and a Currency: Money(1234, Currency.EUR) is 12.34 EUR, ' \
    'and so is Money.from_major("12.34", Currency.EUR)'


class Money(msgspec.Struct, frozen=True, gc=False):
    """An amount: `minor_amount` whole minor units of `currency`. Signed; never a float.

    Money(1234, Currency.USD) is 12.34 USD, Money(500, Currency.JPY) is 500 JPY, Money(-5, Currency.USD) is -0.05 USD.
    Equal are amounts of one currency only; ordering, adding and subtracting two currencies raises ValueError.
    """

    minor_amount: int
    currency: Currency

    def __post_init__(self) -> None:
        # "EUR" compares equal to Currency.EUR: it would travel far, and fail where an answer is compared
        if type(self.currency) is not Currency or type(self.minor_amount) is not int:
            raise TypeError(_NO_MONEY)

    @classmethod
    def from_major(cls, amount: str | Decimal, currency: Currency) -> Money:
        """The money that a decimal text means: "12.34" of USD is 1234 minor units. Zeros at the end do no harm.

        Raises ValueError where it is no plain decimal number, needs more digits than the currency has, or does not fit
        into int64; TypeError for anything but str and Decimal.
        """
        if type(currency) is not Currency:
            raise TypeError(_NO_MONEY)
        text = _plain_text(amount)
        if not _DECIMAL_TEXT.fullmatch(text):
            raise ValueError(f"{_shown(text)} is no plain decimal number")
        whole, _, fraction = text.partition(".")
        fraction = fraction.rstrip("0")
        digits = currency.exponent
        if len(fraction) > digits:
            raise ValueError(f"{_shown(text)} has more than the {digits} decimal places of {currency}")
        return cls(_in_range(int(whole + fraction.ljust(digits, "0")), currency), currency)

    def major(self) -> str:
        """The amount as an exact decimal text with all digits of its currency: "12.34", "500" (JPY), "-0.05"."""
        return _point(self.minor_amount, self.currency.exponent)

    def __str__(self) -> str:
        return f"{self.major()} {self.currency}"

    def __add__(self, other: Money) -> Money:
        return Money(self.minor_amount + self._minor_of(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor_amount - self._minor_of(other), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor_amount < self._minor_of(other)

    def __le__(self, other: Money) -> bool:
        return self.minor_amount <= self._minor_of(other)

    def _minor_of(self, other: Money) -> int:
        if not isinstance(other, Money):
            raise TypeError(f"{self} goes with money only, not with {type(other).__name__}")
        if other.currency is not self.currency:
            raise ValueError(f"{self} and {other} are of two currencies")
        return other.minor_amount


class CurrencyUnits:
    """In which units one processor counts money: ISO 4217's, but for what it says of its own.

    `exponents`: the currencies whose amounts it counts with other digits than ISO 4217. Stripe counts ISK with two:
    CurrencyUnits({Currency.ISK: 2}).to_wire(Money(5, Currency.ISK)) is 500.
    `precision`: the currencies of which it takes fewer decimal places than its unit has. Stripe counts KWD in
    thousandths, the last digit of which has to be 0: CurrencyUnits(precision={Currency.KWD: 2}).
    """

    __slots__ = ("_exponents", "_precision")

    def __init__(self, exponents: Mapping[Currency, int] | None = None, *,
                 precision: Mapping[Currency, int] | None = None) -> None:
        self._exponents = dict(exponents or {})
        self._precision = dict(precision or {})

    def of(self, currency: Currency) -> int:
        """Digits after the decimal point in this processor's amounts of the currency."""
        own = self._exponents.get(currency)
        return currency.exponent if own is None else own

    def to_wire(self, money: Money, path: str = "amount") -> int:
        """The amount in the processor's own units, exactly.

        Raises InvalidField for `<path>.minor_amount` where the processor has no such fraction; never rounds.
        """
        currency = money.currency
        if currency in self._precision or currency in self._exponents:
            return self._converted(money, path)
        return money.minor_amount

    def from_wire(self, amount: int, currency: Currency) -> Money:
        """The money that the processor's whole number of its own units means.

        Raises ValueError where ISO 4217 has no such fraction (Stripe's 1050 of ISK would be 10.50) or int64 no room.
        """
        finer = self.of(currency) - currency.exponent
        if finer <= 0:
            return Money(_in_range(amount * _ten_to(-finer), currency), currency)
        if amount % _ten_to(finer):
            written = _point(amount, self.of(currency))
            raise ValueError(f"{written} has more than the {currency.exponent} decimal places of {currency}")
        return Money(_in_range(amount // _ten_to(finer), currency), currency)

    def major(self, money: Money, path: str = "amount") -> str:
        """The amount as a decimal text with as many decimal places as the processor counts; raises as `to_wire`."""
        currency = money.currency
        if currency not in self._precision and currency not in self._exponents:
            return _point(money.minor_amount, currency.exponent)
        return _point(self.to_wire(money, path), self.of(money.currency))

    def _converted(self, money: Money, path: str) -> int:
        currency = money.currency
        unit = self.of(currency)
        places = min(unit, self._precision.get(currency, unit))
        if currency.exponent > places and money.minor_amount % _ten_to(currency.exponent - places):
            raise InvalidField(f"{path}.minor_amount", f"{money}: the processor takes {places} decimal places of it")
        if unit >= currency.exponent:
            return money.minor_amount * _ten_to(unit - currency.exponent)
        return money.minor_amount // _ten_to(currency.exponent - unit)


ISO_UNITS = CurrencyUnits()
"""For processors that count every currency as ISO 4217 does."""

_DECIMAL_TEXT = re.compile(r"-?[0-9]*\.?[0-9]+")

# Beyond this no amount fits int64, and a Decimal of exponent 999999 must not be written out.
_MOST_DIGITS = 60


def _plain_text(amount: object) -> str:
    """The digits of a str or Decimal, without an exponent."""
    if isinstance(amount, str):
        text = amount
    elif isinstance(amount, Decimal):
        exponent = amount.as_tuple().exponent
        short = isinstance(exponent, int) and abs(exponent) <= _MOST_DIGITS
        text = format(amount, "f") if short else str(amount)
    elif isinstance(amount, float):
        raise TypeError("a float does not hold an amount exactly: give it as text or as Decimal")
    else:
        raise TypeError(f"an amount is given as text or as Decimal, not as {type(amount).__name__}")
    if len(text) > 2 * _MOST_DIGITS:
        raise ValueError(f"{_shown(text)} has too many digits for an amount")
    return text


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}...")


def _in_range(minor: int, currency: Currency) -> int:
    if not -MAX_MINOR - 1 <= minor <= MAX_MINOR:
        raise ValueError(f"an amount of {currency} beyond int64")
    return minor


def _ten_to(power: int) -> int:
    result: int = 10**power
    return result


def _point(minor: int, digits: int) -> str:
    """A whole number of 10 ** -digits, written with its decimal point."""
    if digits == 0:
        return str(minor)
    if minor < 0:
        return f"-{_point(-minor, digits)}"
    text = str(minor)
    if len(text) <= digits:
        text = text.rjust(digits + 1, "0")
    return f"{text[:-digits]}.{text[-digits:]}"
