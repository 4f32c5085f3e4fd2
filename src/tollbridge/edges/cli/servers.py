"""`tollbridge serve` and `tollbridge dev`: servers in the foreground, until they are told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadInput
from tollbridge.edges.cli.output import say_lines

if TYPE_CHECKING:
    from tollbridge.edges.cli.processes import Child
    from tollbridge.service import Edge
    from tollbridge.settings import Settings

MISSING = "the servers need more packages: pip install 'tollbridge[server]', over NATS 'tollbridge[server,bridge]'"


def serve(its: Settings) -> int:
    """Runs what the settings say, or as many processes of it as they say behind the same ports; the exit code."""
    from tollbridge.accounts import AccountsError, AccountStoreError
    from tollbridge.edges.cli.processes import this_child

    child = this_child()
    try:
        if its.processes > 1 and child is None:
            return _several(its)
        _run(its, child)
    except ModuleNotFoundError as error:
        return _missing(error)
    except AccountsError as error:
        print("tollbridge serve: accounts that cannot be used:", *error.problems, sep="\n  ", file=sys.stderr)
        return 2
    except AccountStoreError as error:
        print(f"tollbridge serve: accounts: {error}", file=sys.stderr)
        return 1
    except (ValueError, BadInput) as error:  # certificates or tokens that are no good
        print(f"tollbridge serve: {error}", file=sys.stderr)
        return 2
    except (RuntimeError, OSError) as error:  # a port is taken, a log file cannot be written
        print(f"tollbridge serve: {error}", file=sys.stderr)
        return 1
    return 0


def _run(its: Settings, child: Child | None) -> None:
    """One process, until it is told to stop."""
    from tollbridge.edges.cli import wiring
    from tollbridge.edges.cli.accounts import store_of
    from tollbridge.service import Service, run
    from tollbridge.telemetry import Telemetry
    from tollbridge.telemetry.logs import configure

    telemetry = Telemetry(wiring.telemetry_options(its), logs=configure(wiring.log_options(its)))
    store = store_of(its)
    before: list[Edge] = []
    if wiring.routing(its).direct:
        service = Service(wiring.service_options(its), telemetry, store)
    else:
        from tollbridge.edges.cli.over_nats import service_over_nats

        service, before = service_over_nats(its, telemetry, store)
    listening: dict[str, Any] = {}
    shared = child.ports if child is not None else {}
    if its.grpc.enabled:
        from tollbridge.edges.grpc import GrpcServer

        listening["grpc"] = GrpcServer(service, wiring.grpc_options(its, shared.get("grpc")))
    if its.http.enabled:
        from tollbridge.edges.http import HttpServer

        hooks = None
        if its.webhooks.enabled and its.webhooks.mode == "bridge":
            from tollbridge.edges.cli.over_nats import hooks_over_nats

            hooks, first = hooks_over_nats(its, telemetry, service, checked=bool(before))
            before = [*before, *first]
        listening["http"] = HttpServer(service, wiring.http_options(its, shared.get("http")),
                                       store if its.webhooks.enabled else None, hooks=hooks)

    def told() -> None:
        _tell_listening(its, {name: server.port for name, server in listening.items()})

    if child is not None:
        child.tie()
    try:
        run(service, [*before, *listening.values()], ready=told if child is None else child.tell_ready)
    finally:
        telemetry.close()


def _several(its: Settings) -> int:
    """The parent of several processes, which holds their ports."""
    from tollbridge.edges.cli import wiring
    from tollbridge.edges.cli.processes import reserved, run
    from tollbridge.telemetry.logs import configure

    configure(wiring.log_options(its))
    with contextlib.ExitStack() as held:
        ports = {name: held.enter_context(reserved(edge.host, edge.port))
                 for name, edge in (("grpc", its.grpc), ("http", its.http)) if edge.enabled}
        return run(its.processes, ports, drain_s=its.limits.notice_s + its.limits.grace_s,
                   ready=lambda: _tell_listening(its, ports))


def _tell_listening(its: Settings, ports: Mapping[str, int]) -> None:
    for name, port in ports.items():
        host = (its.grpc if name == "grpc" else its.http).host
        say_lines(f"{name}    {f'[{host}]' if ':' in host else host}:{port}")


def dev(*, port: int, http_port: int, sandbox_port: int) -> int:
    """Runs sandbox and service together, calls going to the sandbox; the exit code."""
    try:
        from tollbridge.edges.grpc import GrpcOptions, GrpcServer
        from tollbridge.edges.http import HttpOptions, HttpServer
        from tollbridge.service import Service, ServiceOptions, Serving
        from tollbridge.service.serving import serve as serve_all
        from tollbridge.telemetry import Telemetry
        from tollbridge.telemetry.logs import Format, LogOptions, configure
    except ModuleNotFoundError as error:
        return _missing(error)
    from tollbridge import catalog
    from tollbridge.sandbox import Sandbox

    async def both() -> None:
        async with Sandbox(port=sandbox_port) as sandbox:
            urls = {name: sandbox.base_url(name) for name in sandbox.processors if name in catalog.names()}
            service = Service(ServiceOptions(environment=Environment.TEST, grace_s=2.0, connector_urls=urls), telemetry)
            grpc, http = GrpcServer(service, GrpcOptions(port=port)), HttpServer(service, HttpOptions(port=http_port))
            await serve_all(Serving(service, grpc, http),
                            ready=lambda: _told(sandbox.url, urls, grpc.port, http.port))

    telemetry = Telemetry(logs=configure(LogOptions(level="info", format=Format.TEXT)))
    try:
        asyncio.run(both())
    except KeyboardInterrupt:
        return 0
    except (OSError, RuntimeError) as error:  # a port is taken
        print(f"tollbridge dev: {error}", file=sys.stderr)
        return 1
    return 0


def _told(sandbox_url: str, urls: Mapping[str, str], grpc_port: int, http_port: int) -> None:
    say_lines(f"sandbox {sandbox_url}  (control and ledger: {sandbox_url}/_sandbox/ledger)",
              *(f"        {name} at {url}" for name, url in urls.items()), f"grpc    127.0.0.1:{grpc_port}",
              f"http    127.0.0.1:{http_port}  (http://127.0.0.1:{http_port}/docs)", "Ctrl-C ends both.")


def _missing(error: ModuleNotFoundError) -> int:
    print(f"{MISSING} ({error})", file=sys.stderr)
    return 1
