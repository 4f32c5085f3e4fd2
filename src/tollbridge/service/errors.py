"""Errors that only a service knows; what a caller gets for each stands in refusals.py."""

from __future__ import annotations

from tollbridge.domain.errors import BadInput, NotSent


class NoCredentials(BadInput):
    """The call does not say for which account it is."""


class Unauthenticated(BadInput):
    """The caller does not prove who it is."""


class Forbidden(NotSent):
    """The caller is known, and may not do this."""


class Overloaded(NotSent):
    """As many calls are under way as the server takes."""


class TooLate(NotSent):
    """The caller's deadline passed before anything was sent."""
