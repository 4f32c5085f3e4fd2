"""A simulated PayPal."""

from __future__ import annotations

from tollbridge.sandbox.paypal.cards import DECLINES, TEST_CARDS, TestCard
from tollbridge.sandbox.paypal.simulator import PaypalSimulator

SIMULATOR = PaypalSimulator

__all__ = ["DECLINES", "SIMULATOR", "TEST_CARDS", "PaypalSimulator", "TestCard"]
