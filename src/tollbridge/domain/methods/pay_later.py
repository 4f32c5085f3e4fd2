"""Pay later."""

from __future__ import annotations

from msgspec import Struct


class Affirm(Struct, frozen=True, kw_only=True, tag="affirm", tag_field="oneof"):
    """Affirm."""


class AfterpayClearpay(Struct, frozen=True, kw_only=True, tag="afterpay_clearpay", tag_field="oneof"):
    """Afterpay Clearpay."""


class Klarna(Struct, frozen=True, kw_only=True, tag="klarna", tag_field="oneof"):
    """Klarna."""


class Alma(Struct, frozen=True, kw_only=True, tag="alma", tag_field="oneof"):
    """Alma."""


class TamaraRedirect(Struct, frozen=True, kw_only=True, tag="tamara_redirect", tag_field="oneof"):
    """Tamara Redirect."""
