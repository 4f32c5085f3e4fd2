"""`tollbridge serve` and `tollbridge dev`: servers in the foreground, until they are told to stop."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Mapping

from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadInput

MISSING = "the servers need more packages: pip install 'tollbridge[server]'"


def serve(*, environment: str, host: str, port: int, grace_s: float, error_details: str,
          connector_urls: Mapping[str, str], log_level: str, processes: int = 1) -> int:
    """Runs the gRPC server, or as many as are asked for behind one port; the exit code."""
    from tollbridge.edges.cli.processes import reserved, run as run_processes, this_child

    logging.basicConfig(level=log_level.upper(), format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    child = this_child()
    try:
        if processes > 1 and child is None:
            with reserved(host, port) as bound:
                return run_processes(processes, {"grpc": bound}, drain_s=grace_s,
                                     ready=lambda: print(f"grpc    {host}:{bound}", flush=True))
        from tollbridge.edges.grpc import ErrorDetails, GrpcOptions, GrpcServer
        from tollbridge.service import Service, ServiceOptions, run
        from tollbridge.telemetry import Telemetry
        from tollbridge.telemetry.logs import LogOptions, configure

        telemetry = Telemetry(logs=configure(LogOptions(level=log_level)))
        service = Service(ServiceOptions(environment=Environment(environment), grace_s=grace_s,
                                         connector_urls=connector_urls), telemetry)
        server = GrpcServer(service, GrpcOptions(
            host=host, port=port if child is None else child.ports["grpc"], reuse_port=child is not None,
            error_details=ErrorDetails(error_details)))
        if child is not None:
            child.tie()
        run(service, [server], ready=child.tell_ready if child is not None else
            lambda: print(f"grpc    {host}:{server.port}", flush=True))
    except ModuleNotFoundError as error:
        return _missing(error)
    except (ValueError, BadInput) as error:  # a wait that is none, no such connector
        print(f"tollbridge serve: {error}", file=sys.stderr)
        return 2
    except RuntimeError as error:  # the port is taken
        print(f"tollbridge serve: {error}", file=sys.stderr)
        return 1
    return 0


def dev(*, port: int, sandbox_port: int) -> int:
    """Runs sandbox and gRPC server together, calls going to the sandbox; the exit code."""
    try:
        from tollbridge.edges.grpc import GrpcOptions, GrpcServer
        from tollbridge.service import Service, ServiceOptions, Serving
        from tollbridge.service.serving import serve as serve_all
    except ModuleNotFoundError as error:
        return _missing(error)
    from tollbridge import catalog
    from tollbridge.sandbox import Sandbox

    async def both() -> None:
        async with Sandbox(port=sandbox_port) as sandbox:
            urls = {name: sandbox.base_url(name) for name in sandbox.processors if name in catalog.names()}
            service = Service(ServiceOptions(environment=Environment.TEST, grace_s=2.0, connector_urls=urls))
            server = GrpcServer(service, GrpcOptions(port=port))
            await serve_all(Serving(service, server), ready=lambda: _told(sandbox.url, urls, server.port))

    logging.basicConfig(level="INFO", format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    try:
        asyncio.run(both())
    except KeyboardInterrupt:
        return 0
    except (OSError, RuntimeError) as error:  # a port is taken
        print(f"tollbridge dev: {error}", file=sys.stderr)
        return 1
    return 0


def _told(sandbox_url: str, urls: Mapping[str, str], port: int) -> None:
    print(f"sandbox {sandbox_url}  (control and ledger: {sandbox_url}/_sandbox/ledger)")
    for name, url in urls.items():
        print(f"        {name} at {url}")
    print(f"grpc    127.0.0.1:{port}")
    print("Ctrl-C ends both.", flush=True)


def _missing(error: ModuleNotFoundError) -> int:
    print(f"{MISSING} ({error})", file=sys.stderr)
    return 1
