"""Runs operations against connectors, without any IO of its own."""

from __future__ import annotations

from tollbridge.engine.drive import advance, drive, drive_blocking
from tollbridge.engine.plan import Answer, Cache, Plan, Trace, plan, unified
from tollbridge.engine.receive import incoming, peek, receive, verify

__all__ = [
    "Answer",
    "Cache",
    "Plan",
    "Trace",
    "advance",
    "drive",
    "drive_blocking",
    "incoming",
    "peek",
    "plan",
    "receive",
    "unified",
    "verify",
]
