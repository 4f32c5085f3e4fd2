"""The shopper takes a number to a shop or a cash machine, and pays within days. Until then the payment is pending."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.secret import Secret


class Boleto(Struct, frozen=True, kw_only=True, tag="boleto", tag_field="oneof"):
    """Brazil."""

    social_security_number: Secret | None = None  # CPF or CNPJ of the payer
    expiration_date: str | None = None  # last day to pay, in the form that the processor takes


class Efecty(Struct, frozen=True, kw_only=True, tag="efecty", tag_field="oneof"):
    """Colombia."""


class PagoEfectivo(Struct, frozen=True, kw_only=True, tag="pago_efectivo", tag_field="oneof"):
    """Peru."""


class RedCompra(Struct, frozen=True, kw_only=True, tag="red_compra", tag_field="oneof"):
    """Chile."""


class RedPagos(Struct, frozen=True, kw_only=True, tag="red_pagos", tag_field="oneof"):
    """Uruguay."""


class Alfamart(Struct, frozen=True, kw_only=True, tag="alfamart", tag_field="oneof"):
    """Indonesia."""


class Indomaret(Struct, frozen=True, kw_only=True, tag="indomaret", tag_field="oneof"):
    """Indonesia."""


class Oxxo(Struct, frozen=True, kw_only=True, tag="oxxo", tag_field="oneof"):
    """Mexico."""


class SevenEleven(Struct, frozen=True, kw_only=True, tag="seven_eleven", tag_field="oneof"):
    """Japan."""


class Lawson(Struct, frozen=True, kw_only=True, tag="lawson", tag_field="oneof"):
    """Japan."""


class MiniStop(Struct, frozen=True, kw_only=True, tag="mini_stop", tag_field="oneof"):
    """Japan."""


class FamilyMart(Struct, frozen=True, kw_only=True, tag="family_mart", tag_field="oneof"):
    """Japan."""


class Seicomart(Struct, frozen=True, kw_only=True, tag="seicomart", tag_field="oneof"):
    """Japan."""


class PayEasy(Struct, frozen=True, kw_only=True, tag="pay_easy", tag_field="oneof"):
    """Japan: at cash machines and in online banking."""
