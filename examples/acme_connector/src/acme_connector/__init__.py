"""Acme Pay for Tollbridge, found by the entry point in pyproject.toml."""

from __future__ import annotations

from acme_connector.acme import CONNECTOR

__all__ = ["CONNECTOR"]
