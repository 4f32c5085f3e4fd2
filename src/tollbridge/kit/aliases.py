"""What a vault's proxy replaces in a body on its way out: https://api-reference.hyperswitch.io/v2/proxy/proxy-v1

Secrets, as what they stand for: a view for logs shows neither.
"""

from __future__ import annotations

from tollbridge.domain.secret import Secret

NUMBER = Secret("{{$card_number}}")
CVC = Secret("{{$card_cvc}}")
EXP_MONTH = Secret("{{$card_exp_month}}")
EXP_YEAR = Secret("{{$card_exp_year}}")


def expiry(between: str) -> Secret:
    """Year and month in one text."""
    return Secret(f"{EXP_YEAR.reveal()}{between}{EXP_MONTH.reveal()}")
