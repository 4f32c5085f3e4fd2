"""How many files and connections the process may have open."""

from __future__ import annotations

import contextlib


def raise_file_limit(wanted: int) -> None:
    """As far as it may: 1,024 are usual, which a burst of connections, or one processor that hangs, uses up."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has none
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        if soft != resource.RLIM_INFINITY and soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
