"""Blind Pay: no idempotency keys, and no question about a payment: after an unknown outcome only a person can tell."""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.stripe.account import Account

from .keyless import AUTHORIZING, keyless

CONNECTOR: kit.Connector[Account] = keyless("blindpay", AUTHORIZING)
