"""Vouchers."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.secret import Secret


class Boleto(Struct, frozen=True, kw_only=True, tag="boleto", tag_field="oneof"):
    """Boleto."""

    social_security_number: Secret | None = None
    expiration_date: str | None = None


class Efecty(Struct, frozen=True, kw_only=True, tag="efecty", tag_field="oneof"):
    """Efecty."""


class PagoEfectivo(Struct, frozen=True, kw_only=True, tag="pago_efectivo", tag_field="oneof"):
    """Pago Efectivo."""


class RedCompra(Struct, frozen=True, kw_only=True, tag="red_compra", tag_field="oneof"):
    """Red Compra."""


class RedPagos(Struct, frozen=True, kw_only=True, tag="red_pagos", tag_field="oneof"):
    """Red Pagos."""


class Alfamart(Struct, frozen=True, kw_only=True, tag="alfamart", tag_field="oneof"):
    """Alfamart."""


class Indomaret(Struct, frozen=True, kw_only=True, tag="indomaret", tag_field="oneof"):
    """Indomaret."""


class Oxxo(Struct, frozen=True, kw_only=True, tag="oxxo", tag_field="oneof"):
    """Oxxo."""


class SevenEleven(Struct, frozen=True, kw_only=True, tag="seven_eleven", tag_field="oneof"):
    """Seven Eleven."""


class Lawson(Struct, frozen=True, kw_only=True, tag="lawson", tag_field="oneof"):
    """Lawson."""


class MiniStop(Struct, frozen=True, kw_only=True, tag="mini_stop", tag_field="oneof"):
    """Mini Stop."""


class FamilyMart(Struct, frozen=True, kw_only=True, tag="family_mart", tag_field="oneof"):
    """Family Mart."""


class Seicomart(Struct, frozen=True, kw_only=True, tag="seicomart", tag_field="oneof"):
    """Seicomart."""


class PayEasy(Struct, frozen=True, kw_only=True, tag="pay_easy", tag_field="oneof"):
    """Pay Easy."""
