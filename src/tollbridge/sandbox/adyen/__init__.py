"""A simulated Adyen."""

from __future__ import annotations

from tollbridge.sandbox.adyen.cards import OUTCOMES, TEST_CARDS, Course, Outcome, TestCard
from tollbridge.sandbox.adyen.simulator import AdyenSimulator

SIMULATOR = AdyenSimulator

__all__ = ["OUTCOMES", "SIMULATOR", "TEST_CARDS", "AdyenSimulator", "Course", "Outcome", "TestCard"]
