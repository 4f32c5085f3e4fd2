"""The shopper pays later or by instalments; the provider pays us and bears the risk. Needs the order's lines as a rule.
"""

from __future__ import annotations

from msgspec import Struct


class Affirm(Struct, frozen=True, kw_only=True, tag="affirm", tag_field="oneof"):
    """Affirm, United States and Canada."""


class AfterpayClearpay(Struct, frozen=True, kw_only=True, tag="afterpay_clearpay", tag_field="oneof"):
    """Afterpay; Clearpay in the United Kingdom."""


class Klarna(Struct, frozen=True, kw_only=True, tag="klarna", tag_field="oneof"):
    """Klarna, Europe, North America and Australia."""


class Alma(Struct, frozen=True, kw_only=True, tag="alma", tag_field="oneof"):
    """Alma, France and neighbours."""


class TamaraRedirect(Struct, frozen=True, kw_only=True, tag="tamara_redirect", tag_field="oneof"):
    """Tamara, Gulf states."""
