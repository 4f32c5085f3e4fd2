"""The shopper takes a number to a shop or a cash machine, and pays within days. Until then the payment is pending."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.secret import Secret


class Boleto(Struct, frozen=True, kw_only=True, tag="boleto", tag_field="oneof"):
    """Brazil: a slip with a bar code, for banks, shops and apps."""

    social_security_number: Secret | None = None  # CPF or CNPJ of the payer
    expiration_date: str | None = None  # last day to pay, in the form that the processor takes


class Efecty(Struct, frozen=True, kw_only=True, tag="efecty", tag_field="oneof"):
    """Colombia: cash at Efecty's counters."""


class PagoEfectivo(Struct, frozen=True, kw_only=True, tag="pago_efectivo", tag_field="oneof"):
    """Peru: a code for banks, agents and apps."""


class RedCompra(Struct, frozen=True, kw_only=True, tag="red_compra", tag_field="oneof"):
    """Chile: RedCompra's network."""


class RedPagos(Struct, frozen=True, kw_only=True, tag="red_pagos", tag_field="oneof"):
    """Uruguay: cash at Redpagos counters."""


class Alfamart(Struct, frozen=True, kw_only=True, tag="alfamart", tag_field="oneof"):
    """Indonesia: cash at Alfamart shops."""


class Indomaret(Struct, frozen=True, kw_only=True, tag="indomaret", tag_field="oneof"):
    """Indonesia: cash at Indomaret shops."""


class Oxxo(Struct, frozen=True, kw_only=True, tag="oxxo", tag_field="oneof"):
    """Mexico: cash at OXXO shops."""


class SevenEleven(Struct, frozen=True, kw_only=True, tag="seven_eleven", tag_field="oneof"):
    """Japan: cash at 7-Eleven shops."""


class Lawson(Struct, frozen=True, kw_only=True, tag="lawson", tag_field="oneof"):
    """Japan: cash at Lawson shops."""


class MiniStop(Struct, frozen=True, kw_only=True, tag="mini_stop", tag_field="oneof"):
    """Japan: cash at Ministop shops."""


class FamilyMart(Struct, frozen=True, kw_only=True, tag="family_mart", tag_field="oneof"):
    """Japan: cash at FamilyMart shops."""


class Seicomart(Struct, frozen=True, kw_only=True, tag="seicomart", tag_field="oneof"):
    """Japan: cash at Seicomart shops."""


class PayEasy(Struct, frozen=True, kw_only=True, tag="pay_easy", tag_field="oneof"):
    """Japan: at cash machines and in online banking."""
