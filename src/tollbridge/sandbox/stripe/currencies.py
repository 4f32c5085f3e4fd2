"""Currencies and their limits, after https://docs.stripe.com/currencies (the page was not read anew for this)."""

from __future__ import annotations

from tollbridge.sandbox.stripe.errors import invalid

LARGEST_AMOUNT = 99_999_999
"""Eight digits, in the smallest unit of the currency."""


def _codes(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ZERO_DECIMALS = _codes("bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf")
_THREE_DECIMALS = _codes("bhd jod kwd omr tnd")
_OTHERS = _codes("""
    usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc
    cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr isk jmd kes kgs khr kyd
    kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr
    pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah uyu uzs wst xcd yer
    zar zmw""")
SUPPORTED = _ZERO_DECIMALS | _THREE_DECIMALS | _OTHERS

_SMALLEST = {"usd": 50, "aed": 200, "aud": 50, "bgn": 100, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250,
             "eur": 50, "gbp": 30, "hkd": 400, "huf": 17500, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200, "nok": 300,
             "nzd": 50, "pln": 200, "ron": 200, "sek": 300, "sgd": 50, "thb": 1000}
_SIGNS = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥", "inr": "₹", "krw": "₩", "brl": "R$", "cad": "$", "aud": "$"}


def written(amount: int, currency: str) -> str:
    """As Stripe's messages write it: `$25.00`."""
    decimals = 0 if currency in _ZERO_DECIMALS else 3 if currency in _THREE_DECIMALS else 2
    whole, rest = divmod(amount, 10**decimals)
    digits = f"{whole:,}" + (f".{rest:0{decimals}}" if decimals else "")
    return f"{_SIGNS[currency]}{digits}" if currency in _SIGNS else f"{digits} {currency}"


def check_amount(amount: int, currency: str) -> None:
    """Raises StripeError for what cannot be charged: a wrong currency, too little, too much."""
    if currency not in SUPPORTED:
        raise invalid(f"Invalid currency: {currency[:20]}. Stripe currently supports these currencies: "
                      f"{', '.join(sorted(SUPPORTED))}", param="currency")
    if amount < 1:
        raise invalid("This value must be greater than or equal to 1.", param="amount",
                      code="parameter_invalid_integer")
    if amount < _SMALLEST.get(currency, 1):
        raise invalid(f"Amount must be at least {written(_SMALLEST[currency], currency)} {currency}",
                      param="amount", code="amount_too_small")
    if amount > LARGEST_AMOUNT:
        raise invalid(f"Amount must be no more than {written(LARGEST_AMOUNT, currency)} {currency}",
                      param="amount", code="amount_too_large")
    if currency in _THREE_DECIMALS and amount % 10:
        raise invalid(f"Invalid amount: amounts in {currency} must be divisible by 10.", param="amount",
                      code="parameter_invalid_integer")
