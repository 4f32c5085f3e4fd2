"""Options that take names of connectors: one that there is not is refused, for it would look as if there were nothing.

Workers of others may serve names that are none of ours: those stand in bridge.other_connectors, or, where there are no
settings, in --other-connector.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tollbridge.settings import Settings

ANY = "*"
other_option = click.option("--other-connector", "others", multiple=True, metavar="NAME",
                            help="A name that is none of Tollbridge's, of a worker of yours. Repeatable.")


def refuse_unknown(option: str, names: Iterable[str], others: Iterable[str], how: str = "--other-connector") -> None:
    """Ends the program with all that are unknown. `how` is where other names are said."""
    from tollbridge import catalog

    known = {*catalog.names(), *others, ANY}
    if wrong := [name for name in dict.fromkeys(names) if name not in known]:
        told = ", ".join(f"no connector {name!r:.40}{catalog.meant(name, known)}" for name in wrong)
        raise click.UsageError(f"{option}: {told}; one that is none of Tollbridge's has to be named in {how}")


def of_settings(connector: str | None, its: Settings) -> None:
    """Of `--connector`, where there are settings."""
    if connector is not None:
        bridge = its.bridge
        refuse_unknown("--connector", (connector,), (*bridge.connectors, *bridge.other_connectors),
                       "bridge.other_connectors")
