"""`tollbridge serve`: its flags, which are the last layer of the settings."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from tollbridge.edges.cli.config import config_option, usable

if TYPE_CHECKING:
    from tollbridge.settings import Flag

PORT = click.IntRange(0, 65535)
SECONDS = click.FloatRange(0, 86_400)


environment_option = click.option(
    "--environment", type=click.Choice(["test", "live"]),
    help="Where calls go that do not say. Has to be said, here or in the settings: nobody goes live, or stays in test, "
         "by forgetting.")
urls_option = click.option(
    "--connector-url", "urls", multiple=True, metavar="NAME=URL",
    help="Send a connector's calls elsewhere, to a sandbox, and let them past the guard; may be given several times.")
log_level_option = click.option("--log-level", type=click.Choice(["debug", "info", "warning", "error"]),
                                help="The least that is told.  [default: info]")


@click.command()
@config_option
@environment_option
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=PORT, help="Of gRPC; 0 takes a free one, for HTTP too.  [default: 50051]")
@click.option("--http-port", type=PORT, help="Of HTTP; 0 takes a free one.  [default: 8080]")
@click.option("--http/--no-http", "http", default=None, help="Whether to serve HTTP.  [default: http]")
@click.option("--grace", type=SECONDS, help="Seconds for calls under way after SIGTERM.  [default: 30]")
@click.option("--error-details", type=click.Choice(["rich", "ucs"]),
              help="ucs: the contract's bare error message alone, as the reference server sends it.  [default: rich]")
@urls_option
@click.option("--processes", type=click.IntRange(1, 64),
              help="Servers that share the ports, each with a core of its own to use.  [default: 1]")
@log_level_option
def serve(file: str | None, urls: tuple[str, ...], **given: Any) -> None:
    """Serve gRPC and HTTP until SIGTERM or Ctrl-C; calls under way are finished first.

    Settings come from the configuration file, then variables TOLLBRIDGE__SECTION__KEY, then these flags.
    """
    its = usable(file, {**_flags(given), **url_flags(urls)}).settings
    from tollbridge.edges.cli import servers

    sys.exit(servers.serve(its))


def _flags(given: dict[str, Any]) -> dict[str, Flag]:
    """By the setting that each is. `--host` is that of both edges."""
    try:
        from tollbridge.settings import Flag
    except ModuleNotFoundError:
        return {}  # what is missing is told by whoever reads the settings
    http_port = Flag("--http-port", given["http_port"])
    if http_port.value is None and given["port"] == 0:
        http_port = Flag("--port", 0)
    return {
        "environment": Flag("--environment", given["environment"]),
        "processes": Flag("--processes", given["processes"]),
        "grpc.host": Flag("--host", given["host"]), "http.host": Flag("--host", given["host"]),
        "grpc.port": Flag("--port", given["port"]), "http.port": http_port,
        "http.enabled": Flag("--http" if given["http"] else "--no-http", given["http"]),
        "grpc.error_details": Flag("--error-details", given["error_details"]),
        "limits.grace_s": Flag("--grace", given["grace"]), "logs.level": Flag("--log-level", given["log_level"])}


def url_flags(given: tuple[str, ...]) -> dict[str, Flag]:
    """Of `--connector-url`: each goes past the guard too."""
    try:
        from tollbridge.settings import Added, Flag
    except ModuleNotFoundError:
        return {}
    urls = dict(map(_named_url, given))
    flags = {f"connectors.{name}.base_url": Flag("--connector-url", url) for name, url in urls.items()}
    if hosts := [host for url in urls.values() if (host := _host_and_port(url))]:
        flags["transport.guard.allow"] = Flag("--connector-url", Added(hosts))
    return flags


def _host_and_port(url: str) -> str:
    """For the guard to let pass: that port alone, not whatever else listens there. Nothing of what is no URL."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return ""  # the setting's own check says why
    return host and f"{f'[{host}]' if ':' in host else host}:{port}"


def _named_url(item: str) -> tuple[str, str]:
    name, _, url = item.partition("=")
    if not name.isidentifier() or not url.startswith(("http://", "https://")):
        raise click.UsageError(
            f"--connector-url {item}: must be NAME=URL, such as stripe=http://127.0.0.1:8100/stripe")
    return name, url
