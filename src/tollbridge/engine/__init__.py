"""Runs operations against connectors, without any IO of its own."""

from __future__ import annotations

from tollbridge.engine.drive import advance, drive, drive_blocking
from tollbridge.engine.plan import Answer, Cache, Plan, Trace, plan, unified
from tollbridge.engine.pure import build, parse
from tollbridge.engine.receive import acknowledge, incoming, peek, receive, verify
from tollbridge.engine.run import EVENTS, run

__all__ = [
    "EVENTS",
    "Answer",
    "Cache",
    "Plan",
    "Trace",
    "acknowledge",
    "advance",
    "build",
    "drive",
    "drive_blocking",
    "incoming",
    "parse",
    "peek",
    "plan",
    "receive",
    "run",
    "unified",
    "verify",
]
