"""`tollbridge worker` and `tollbridge bridge`: their flags, which are the last layer of the settings."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from tollbridge.edges.cli.bridge_wiring import MISSING, server_flags, servers_option
from tollbridge.edges.cli.config import config_option, usable
from tollbridge.edges.cli.serving import PORT, SECONDS, environment_option, log_level_option, url_flags, urls_option

if TYPE_CHECKING:
    from tollbridge.settings import Flag, Settings


@click.command()
@config_option
@environment_option
@servers_option
@click.option("--connectors", metavar="NAME,...", help="What it works for.  [default: all of bridge.connectors]")
@click.option("--operations", metavar="NAME,...",
              help="What it does, such as authorize,capture.  [default: all that its connectors offer]")
@click.option("--slots", type=click.IntRange(1), help="Durable operations of each kind at once.  [default: 50]")
@click.option("--grace", type=SECONDS, help="Seconds for what is begun after SIGTERM.  [default: 25]")
@click.option("--http-port", type=PORT, help="Of health and metrics; 0 takes a free one.  [default: 8082]")
@click.option("--http/--no-http", "http", default=None, help="Whether to serve those.  [default: http]")
@urls_option
@log_level_option
def worker(file: str | None, servers: str | None, urls: tuple[str, ...], **given: Any) -> None:
    """Carry out operations that come over NATS, until SIGTERM or Ctrl-C; what is begun is finished first.

    Settings come from the configuration file, then variables TOLLBRIDGE__SECTION__KEY, then these flags. The streams
    have to be there (tollbridge streams apply). As many workers as you like may run.
    """
    connectors = _names(given["connectors"])
    its = _settings(file, servers, urls, lambda flag, added: {
        "environment": flag("--environment", given["environment"]),
        "logs.level": flag("--log-level", given["log_level"]),
        "worker.connectors": flag("--connectors", connectors),
        "bridge.connectors": flag("--connectors", None if connectors is None else added(connectors)),
        "worker.operations": flag("--operations", _names(given["operations"])),
        "worker.slots": flag("--slots", given["slots"]), "worker.grace_s": flag("--grace", given["grace"]),
        "worker.http.port": flag("--http-port", given["http_port"]),
        "worker.http.enabled": flag("--http" if given["http"] else "--no-http", given["http"])})
    _end("work", its)


@click.command()
@config_option
@environment_option
@servers_option
@click.option("--grace", type=SECONDS, help="Seconds for callers that wait, after SIGTERM.  [default: 30]")
@click.option("--http-port", type=PORT, help="Of health and metrics; 0 takes a free one.  [default: 8081]")
@click.option("--http/--no-http", "http", default=None, help="Whether to serve those.  [default: http]")
@log_level_option
def bridge(file: str | None, servers: str | None, **given: Any) -> None:
    """Answer whoever asks over NATS, on subjects that name no connector: hyperswitch.payments.MERCHANT.authorize.

    Settings come from the configuration file, then variables TOLLBRIDGE__SECTION__KEY, then these flags. The streams
    have to be there (tollbridge streams apply). As many bridges as you like may run: they share the work.
    """
    its = _settings(file, servers, (), lambda flag, added: {
        "environment": flag("--environment", given["environment"]),
        "logs.level": flag("--log-level", given["log_level"]), "limits.grace_s": flag("--grace", given["grace"]),
        "bridge.http.port": flag("--http-port", given["http_port"]),
        "bridge.http.enabled": flag("--http" if given["http"] else "--no-http", given["http"])})
    _end("bridge", its)


def _names(text: str | None) -> list[str] | None:
    return None if text is None else [each.strip() for each in text.split(",") if each.strip()]


def _settings(file: str | None, servers: str | None, urls: tuple[str, ...],
              flags: Callable[[Any, Any], dict[str, Flag]]) -> Settings:
    try:
        from tollbridge.settings import Added, Flag
    except ModuleNotFoundError:
        return usable(file).settings  # which tells what is missing
    return usable(file, {**flags(Flag, Added), **server_flags(servers), **url_flags(urls)}).settings


def _end(what: str, its: Settings) -> None:
    try:
        from tollbridge.edges.cli import over_nats
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{MISSING} ({error})") from None
    sys.exit(getattr(over_nats, what)(its))
