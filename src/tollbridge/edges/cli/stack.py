"""The whole stack of `tollbridge dev`: what is started in which order, and ended in the other one.

This process has the sandbox and the service; nats-server, bridge and workers are children of it. They are told what
to do as any process is, by settings: variables TOLLBRIDGE__SECTION__KEY on top of the user's own.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct

from tollbridge import catalog
from tollbridge.bridge.access import ADMIN, BRIDGE
from tollbridge.bridge.applying import carry_out_all, destructive, plan
from tollbridge.bridge.connection import Refused, Unavailable
from tollbridge.bridge.server import NatsCluster, NatsServer, ServerError, ServerOptions
from tollbridge.domain.errors import BadInput, Unreachable
from tollbridge.domain.secret import Secret
from tollbridge.edges.cli import wiring
from tollbridge.edges.cli.accounts import store_of
from tollbridge.edges.cli.bridge_wiring import opened
from tollbridge.edges.cli.config import usable
from tollbridge.edges.cli.exits import DONE, FAULT, USAGE
from tollbridge.edges.cli.output import say_lines
from tollbridge.edges.cli.over_nats import service_over_nats
from tollbridge.edges.cli.processes import Parent
from tollbridge.edges.grpc import GrpcServer
from tollbridge.edges.http import HttpServer
from tollbridge.sandbox import Sandbox
from tollbridge.service import Edge, Service, Serving
from tollbridge.service.serving import serve
from tollbridge.settings import CONFIG, Flag, Settings
from tollbridge.telemetry import Telemetry
from tollbridge.telemetry.logs import configure

if TYPE_CHECKING:
    from tollbridge.edges.cli.secured_stack import SecuredStack

GRACE_S, WORKER_GRACE_S = 2.0, 5.0
"""At the end; shorter than in production: who develops does not want to wait."""
COPIES = 3
_log = logging.getLogger("tollbridge.dev")


class StackOptions(Struct, frozen=True, kw_only=True):
    """The command's own. `file` are the user's settings."""

    file: str | None
    port: int
    http_port: int
    sandbox_port: int
    nats_port: int
    workers: int
    cluster: bool
    data: str | None
    secure: bool = False


def run(options: StackOptions) -> int:
    """Until it is told to stop; the exit code."""
    said = options.file or os.environ.get(CONFIG) or os.environ.get("TOLLBRIDGE__ENVIRONMENT")
    own = _settings(options, LOGS if said else {"environment": "test", **LOGS})
    if own.environment != "test":
        return _say("the settings say environment live: this is for test alone", USAGE)
    if options.secure and own.bridge.servers:
        return _say("--secure is for a nats-server of its own, and bridge.servers names others: tollbridge nats-config",
                    USAGE)
    telemetry = Telemetry(wiring.telemetry_options(own), logs=configure(wiring.log_options(own)))
    try:
        return asyncio.run(_run(options, own, telemetry))
    except (KeyboardInterrupt, asyncio.CancelledError):  # Ctrl-C, or SIGTERM, before all of it is up
        return DONE
    except (BadInput, ValueError) as error:
        return _say(str(error), USAGE)
    except ServerError as error:
        return _say(f"{error}\n  without NATS: tollbridge dev --direct", FAULT)
    except (Unavailable, Unreachable, Refused) as error:
        return _say(f"NATS: {error}", FAULT)
    except (OSError, RuntimeError) as error:  # a port is taken
        return _say(str(error), FAULT)
    finally:
        telemetry.close()


def _say(why: str, code: int) -> int:
    print(f"tollbridge dev: {why}", file=sys.stderr)
    return code


async def _run(options: StackOptions, own: Settings, telemetry: Telemetry) -> int:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - run by asyncio.run
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)  # until `serve` has its own
    async with AsyncExitStack() as held:
        temporary = tempfile.TemporaryDirectory(prefix="tollbridge-dev-", ignore_cleanup_errors=True)
        folder = Path(options.data or held.enter_context(temporary)).absolute()
        sandbox = await held.enter_async_context(Sandbox(port=options.sandbox_port))
        secured = _secured(own, options, sandbox, folder) if options.secure else None
        servers = {} if own.bridge.servers else await held.enter_async_context(_nats(options, folder, secured))
        said = _said(own, options, sandbox, servers)
        admin, bridge, worker = _each(said, secured) if secured is not None else _own_keys(said, own, folder)
        its = _settings(options, bridge)
        await _make_streams(_settings(options, admin))
        children = await held.enter_async_context(Children(options, bridge, worker))
        before: list[Edge] = []
        if wiring.routing(its).direct:
            service = Service(wiring.service_options(its), telemetry, store_of(its))
        else:
            service, before = service_over_nats(its, telemetry, store_of(its))
        grpc, http = GrpcServer(service, wiring.grpc_options(its, None)), HttpServer(
            service, wiring.http_options(its, None))
        file = _file(folder, _settings(options, admin)) if servers else None
        await children.up()
        children.watch()
        await serve(Serving(service, *before, grpc, http),
                    ready=lambda: _tell(its, sandbox, file, (grpc.port, http.port)))
        return FAULT if children.failed else DONE


# -- nats-server ------------------------------------------------------------------------------------------------------
@asynccontextmanager
async def _nats(options: StackOptions, folder: Path, secured: SecuredStack | None) -> AsyncIterator[dict[str, Any]]:
    """What settings say of servers of our own."""
    how = ServerOptions(port=options.nats_port, data=str(folder / "nats"),
                        include=secured.include if secured is not None else None)
    if options.cluster:
        say_lines("starting three nats-servers, which elect a leader: some seconds ...")
        async with NatsCluster(how, proof=secured.proof if secured is not None else None) as cluster:
            try:
                yield {"servers": cluster.urls, "replicas": COPIES,
                       "monitoring": [f"http://127.0.0.1:{node.http_port}" for node in cluster.process.nodes]}
            finally:
                if options.data is None:  # nothing is kept: no need to wait for what they write at their end
                    await asyncio.gather(*map(cluster.kill, range(len(cluster.process.nodes))))
    else:
        async with NatsServer(how) as server:
            yield {"servers": [server.url], "replicas": 1,
                   "monitoring": [f"http://127.0.0.1:{server.process.http_port}"]}


async def _make_streams(its: Settings) -> None:
    """As `tollbridge streams apply` does, but here nobody has to be asked for what comes on top."""
    async with opened(its, "tollbridge dev") as bridge:
        changes = await plan(bridge.connection, bridge.options.streams)
        left = [change for change in changes if destructive(change)]
        refused = await carry_out_all(bridge.connection, [each for each in changes if each not in left])
    for change in left:
        _log.warning("%s is left as it was: tollbridge streams diff says how it differs", change.name)
    if refused:
        raise refused[0][1]


# -- settings ---------------------------------------------------------------------------------------------------------
LOGS = {"logs.format": "text"}


def _urls(sandbox: Sandbox) -> dict[str, str]:
    """Of connectors of ours whose processors are simulated."""
    return {name: sandbox.base_url(name) for name in sandbox.processors if name in catalog.names()}


def _secured(own: Settings, options: StackOptions, sandbox: Sandbox, folder: Path) -> SecuredStack:
    from tollbridge.edges.cli.secured_stack import SecuredStack

    connectors = tuple(dict.fromkeys(own.bridge.connectors)) or tuple(_urls(sandbox))
    return SecuredStack(folder / "secure", connectors, cluster=options.cluster)


def _own_keys(said: Mapping[str, Any], own: Settings, folder: Path) -> list[Mapping[str, Any]]:
    """What admin, bridge and worker are told. Where messages are protected, the user's settings name one file with keys
    of bridge and worker, and each process gets a file with its own.
    """
    private = own.bridge.protection.private_keys
    if own.bridge.protection.mode == "off" or private is None:
        return [said] * 3
    try:
        from tollbridge.bridge.protection import keyfiles
        from tollbridge.bridge.protection.keyring import ROLES
    except ImportError:
        return [said] * 3  # who needs the packages first says so

    folder = folder / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for role in ROLES:
        keyfiles.share(private, role, str(folder / f"{role}.jwks"))
    bridge, worker = ({**said, "bridge.protection.private_keys": str(folder / f"{role}.jwks")}
                      for role in ROLES)
    return [bridge, bridge, worker]


def _each(said: Mapping[str, Any], secured: SecuredStack) -> list[Mapping[str, Any]]:
    """What admin, bridge and worker are told, each by the user that it is."""
    return [{**said, **secured.said(user, said["bridge.servers"])} for user in (ADMIN, BRIDGE, secured.worker)]


def _said(own: Settings, options: StackOptions, sandbox: Sandbox, servers: Mapping[str, Any]) -> dict[str, Any]:
    """What is said on top of the user's own settings, by path."""
    urls = _urls(sandbox)
    said: dict[str, Any] = {
        "environment": "test", **LOGS, "grpc.host": "127.0.0.1", "grpc.port": options.port, "http.host": "127.0.0.1",
        "http.port": options.http_port, "limits.grace_s": GRACE_S, "worker.grace_s": WORKER_GRACE_S,
        "transport.guard.enabled": False,  # what is meant here are this machine's own addresses
        **{f"connectors.{name}.base_url": url for name, url in urls.items()},
        **{f"bridge.{name}": value for name, value in servers.items()}}
    if not own.bridge.connectors:
        said["bridge.connectors"] = list(urls)
    if not own.bridge.ingress.connectors:
        said["bridge.ingress.connectors.*"] = "stripe"
    if own.routing.mode == "direct" and not own.routing.rules:
        said["routing.mode"] = "bridge"
    return said


def _settings(options: StackOptions, said: Mapping[str, Any]) -> Settings:
    """As the children read them. Ends the program where they cannot be used."""
    return usable(options.file, {path: Flag("tollbridge dev", value) for path, value in said.items()}).settings


def _variables(said: Mapping[str, Any]) -> dict[str, str]:
    """Each wins over the user's file."""
    return {"__".join(["TOLLBRIDGE", *path.upper().split(".")]):
            value if isinstance(value, str) else json.dumps(value) for path, value in said.items()}


def _file(folder: Path, its: Settings) -> Path:
    """For commands beside it, such as another worker: what counts here, wherever it was said."""
    whole = its.model_dump(include={"environment", "routing", "bridge", "worker", "connectors", "transport"})
    whole["transport"] = {"guard": whole["transport"]["guard"]}
    for process in ("bridge", "worker"):
        whole[process]["http"]["port"] = 0  # ours have that of the settings
    file = folder / "dev.toml"
    file.write_text("\n".join(["# Of `tollbridge dev`, for as long as it runs.", *_lines(whole), ""]))
    return file


def _lines(values: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """TOML, one dotted key a line; of a server of our own there are no secrets."""
    for name, value in values.items():
        path = f"{at}{name if name.isidentifier() else json.dumps(name)}"
        if isinstance(value, dict):
            yield from _lines(value, f"{path}.")
        elif value is not None and not isinstance(value, Secret) and path != "routing.rules":
            yield f"{path} = {json.dumps(value)}"


# -- children ---------------------------------------------------------------------------------------------------------
class Children:
    """Bridge and workers, each started anew where it dies. `failed`: one of them cannot live, and all has ended."""

    def __init__(self, options: StackOptions, bridge: Mapping[str, Any], worker: Mapping[str, Any]) -> None:
        """`bridge` and `worker` are what they are told."""
        file = ["--config", options.file] if options.file else []
        ports = [options.http_port + 1 + number if options.http_port else 0 for number in range(1 + options.workers)]
        commands = [["bridge", *file, "--http-port", str(ports[0])],
                    *(["worker", *file, "--http-port", str(port)] for port in ports[1:])]
        self._parent = Parent(commands, {}, WORKER_GRACE_S, None)
        self._told = [_variables(bridge), *[_variables(worker)] * options.workers]
        self._up = asyncio.Event()
        self._running: asyncio.Task[int] | None = None

    @property
    def failed(self) -> bool:
        return self._running is not None and self._running.done()

    def start(self) -> None:
        self._running = asyncio.ensure_future(self._parent.run_beside(self._up.set, self._told))

    async def up(self) -> None:
        """Once all of them work. Raises RuntimeError where one cannot: it has told why."""
        assert self._running is not None  # noqa: S101 - it was started
        up = asyncio.ensure_future(self._up.wait())
        await asyncio.wait({up, self._running}, return_when=asyncio.FIRST_COMPLETED)
        up.cancel()
        if not self._up.is_set():
            raise RuntimeError("bridge or workers did not start")

    async def stop(self) -> None:
        self._parent.end()
        if self._running is not None:
            await self._running

    def watch(self) -> None:
        """From now on, where one dies again and again, this process ends too."""
        if self._running is not None:
            self._running.add_done_callback(lambda _: os.kill(os.getpid(), signal.SIGTERM))

    async def __aenter__(self) -> Self:
        self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        await self.stop()


# -- words ------------------------------------------------------------------------------------------------------------
def _tell(its: Settings, sandbox: Sandbox, file: Path | None, ports: Sequence[int]) -> None:
    lines = [f"sandbox {sandbox.url}  (control and ledger: {sandbox.url}/_sandbox/ledger)"]
    lines += [f"        {name} at {override.base_url}" for name, override in its.connectors.items()]
    lines.append(f"nats    {', '.join(its.bridge.servers)}")
    if its.bridge.monitoring:
        lines.append(f"        monitoring at {', '.join(its.bridge.monitoring)}")
    if file is not None:
        lines.append(f"        for commands beside this one: export TOLLBRIDGE_CONFIG={file}")
    say_lines(*lines, f"grpc    127.0.0.1:{ports[0]}",
              f"http    127.0.0.1:{ports[1]}  (http://127.0.0.1:{ports[1]}/docs)",
              f"        calls go {'straight to the processor' if its.routing.mode == 'direct' else 'over NATS'}"
              f"{' but for routing.rules' if its.routing.rules else ''}", "Ctrl-C ends it all.")
