"""Errors that only this edge knows; what the caller gets for each stands in status.py."""

from __future__ import annotations

from tollbridge.domain.errors import BadInput, NotSent


class NoCredentials(BadInput):
    """The call does not say for which account it is."""


class Overloaded(NotSent):
    """As many calls are under way as the server takes."""
