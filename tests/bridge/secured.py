"""A nats-server with the configuration that `tollbridge nats-config` writes, and options for each of its users.

With TOLLBRIDGE_SECURED=1 (`make secured`) the servers of this folder's fixtures are all such ones, and who connects to
them does so as the user that it is: bridges, workers, admins. What cannot be so has the mark `not_secured`, with a
reason of the table `Unsecured` (nats_surroundings.py).
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import shutil
import ssl
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from msgspec.structs import replace
from nats.aio.client import Client

from tollbridge.bridge import nkeys
from tollbridge.bridge.access_files import AccessOptions, Folder, Node, worker_user, write
from tollbridge.bridge.connection import ConnectionOptions
from tollbridge.bridge.server import NatsCluster, NatsServer, ServerOptions
from tollbridge.bridge.tls import Tls, TlsOptions

WORKERS = (("stripe",), ("adyen", "paypal"))
CALLERS = {"shop": "shop-1", "anyone": "*"}
SECURED = os.environ.get("TOLLBRIDGE_SECURED") == "1"
ALL_IN_ONE = (("stripe", "adyen", "paypal", "searchpay", "blindpay", "acme"),)
"""Workers with SECURED: of one user, for tests have them of two and more of these at a time."""
MEMORY, ROOM = Path("/dev/shm"), 2**30
_FOLDER = "TEST_SECURED"
"""Whose users processes of a test connect as."""
DEVELOPERS = {"dev": "*", "dev-shop": "shop-1"}
SAID_S = 10.0


class Secured:
    """`server` is started by whoever needs it. `written`: the files are there."""

    def __init__(self, path: Path, *, data: Path | str | None = None, workers: Any = WORKERS, reload_s: float = 10.0,
                 nodes: Any = (), replicas: int = 1, written: bool = False, **more: Any) -> None:
        self.folder = Folder(path)
        self.options = AccessOptions(workers=workers, callers=CALLERS, developers=DEVELOPERS, nodes=nodes,
                                     replicas=max(replicas, len(nodes)))
        if not written:
            write(self.folder, self.options)
        self.server = NatsServer(ServerOptions(include=str(self.folder.access), data=str(data) if data else None,
                                               **more))
        self._reload_s = reload_s

    @property
    def urls(self) -> tuple[str, ...]:
        return (self.server.url,)

    def connection(self, user: str, **more: Any) -> ConnectionOptions:
        """Of that user; with a port in `more`, such as a proxy's, there."""
        return replace(self.as_user(ConnectionOptions(servers=self.urls), user), **more)

    def as_user(self, options: ConnectionOptions, user: str) -> ConnectionOptions:
        tls = TlsOptions(ca_file=str(self.folder.authority), cert_file=str(self.folder.certificate(user)),
                         key_file=str(self.folder.key(user)), reload_s=self._reload_s)
        role = next(role for role in self.options.roles() if role.user == user)
        return replace(options, nkey_file=str(self.folder.seed(user)), inbox_prefix=role.inbox,
                       restricted=role.apart, tls=tls)

    def worker_of(self, connectors: Sequence[str]) -> str:
        """The user of workers of these."""
        return next(worker_user(names) for names in self.options.workers if set(connectors) <= set(names))

    async def plain_client(self, user: str, denied: list[str] | None = None) -> Client:
        """nats-py's own, as a program of somebody else has it."""
        its = self.connection(user)
        client = Client()
        client._public_nkey = nkeys.public_key(nkeys.seed_in(str(its.nkey_file)))

        async def failed(error: Exception) -> None:
            if denied is not None:
                denied.append(str(error))

        await client.connect(list(its.servers), tls=Tls(its.tls, lambda: None, lambda: True, ()).context,
                             error_cb=failed, inbox_prefix=its.inbox_prefix, allow_reconnect=False,
                             signature_cb=nkeys.signer(lambda: nkeys.seed_in(str(its.nkey_file))))
        return client

    async def empty(self) -> None:
        admin = await self.plain_client("admin")
        streams = admin.jetstream()
        for stream in await streams.streams_info():
            assert stream.config.name is not None
            await streams.delete_stream(stream.config.name)
        await admin.close()


class SecuredCluster(Secured):
    """Three servers, which prove themselves to each other too. The ports are other ones than is written for clients."""

    def __init__(self, path: Path, *, data: Path | str | None = None, **more: Any) -> None:
        super().__init__(path, nodes=[Node("127.0.0.1", 4222 + at, 6222 + at) for at in range(3)], **more)
        self.cluster = NatsCluster(ServerOptions(include=str(self.folder.access), data=str(data) if data else None),
                                   proof=self.folder.proof)

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(self.cluster.urls)


def client_context(authority: Path, certificate: Path, key: Path) -> ssl.SSLContext:
    """Of a program that shows this certificate, whatever it is worth."""
    context = ssl.create_default_context(cafile=str(authority))
    context.load_cert_chain(certificate, key)
    return context


async def answered(port: int, context: ssl.SSLContext, said: bytes, *, greeted: bool) -> bytes:
    """What a server answers to that; nothing where it ends the connection before. `greeted`: its first line is in plain
    text, as for clients.
    """
    writer: asyncio.StreamWriter | None = None
    heard = b""
    tls: dict[str, Any] = {} if greeted else {"ssl": context, "server_hostname": "localhost"}
    try:
        async with asyncio.timeout(SAID_S):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, **tls)
            if greeted:
                await reader.readline()
                await writer.start_tls(context, server_hostname="localhost")
            writer.write(said)
            while not any(word in heard for word in (b"PONG", b"-ERR")) and (line := await reader.readline()):
                heard += line
    except OSError:  # an alert of TLS is one
        pass
    finally:
        if writer is not None:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
    return heard


@cache
def _of_processes(folder: str, workers: str) -> Secured:
    return Secured(Path(folder), written=True, workers=[names.split(",") for names in workers.split(";")])


def current() -> Secured | None:
    """Whose users the surroundings connect as, where a test has said so, or the one that started this process."""
    if _current:
        return _current[-1]
    folder, _, workers = os.environ.get(_FOLDER, "").partition("=")
    return _of_processes(folder, workers) if folder else None


_current: list[Secured] = []


class Using:
    """Makes the surroundings connect as users of it, and those of processes that are started meanwhile."""

    def __init__(self, secured: Secured) -> None:
        self._secured = secured

    def __enter__(self) -> Secured:
        _current.append(self._secured)
        self._before = os.environ.get(_FOLDER)
        workers = ";".join(",".join(names) for names in self._secured.options.workers)
        os.environ[_FOLDER] = f"{self._secured.folder.path}={workers}"
        return self._secured

    def __exit__(self, *error: object) -> None:
        _current.pop()
        os.environ.pop(_FOLDER)
        if self._before is not None:
            os.environ[_FOLDER] = self._before


@cache
def _files(kind: str) -> Path:
    """Written once for all servers of this process that are of the kind."""
    made = Path(mkdtemp(prefix="tollbridge-secured-"))
    atexit.register(shutil.rmtree, made)
    return made


@contextmanager
def server(*, replicas: int = 1, **more: Any) -> Iterator[NatsServer]:
    """Not started yet; secured with SECURED. `replicas`: its users are those of streams with so many. `more` are
    ServerOptions.
    """
    with folder() as data:
        options = {"data": data, **more}
        if not SECURED:
            yield NatsServer(ServerOptions(**options))
            return
        files = _files(f"replicas-{replicas}")
        with Using(Secured(files, workers=ALL_IN_ONE, replicas=replicas, written=Folder(files).used, **options)) as its:
            yield its.server


@asynccontextmanager
async def started(**more: Any) -> AsyncIterator[NatsServer]:
    with server(**more) as its:
        async with its as running:
            yield running


@asynccontextmanager
async def cluster_started(data: str) -> AsyncIterator[NatsCluster]:
    """The same of three servers."""
    async with AsyncExitStack() as held:
        if SECURED:
            files = _files("cluster")
            its = SecuredCluster(files, workers=ALL_IN_ONE, data=data, written=Folder(files).used)
            held.enter_context(Using(its))
            cluster = its.cluster
        else:
            cluster = NatsCluster(ServerOptions(data=data))
        yield await held.enter_async_context(cluster)


@contextmanager
def folder() -> Iterator[str]:
    """For a server's files: in memory where there is room, for each is written through at once, which on a disk takes
    most of a test's time. Whether they outlive a loss of power is for tests with disks of their own (power_cut.py).
    """
    room = shutil.disk_usage(MEMORY).free if MEMORY.is_dir() else 0
    with TemporaryDirectory(prefix="tollbridge-nats-", dir=MEMORY if room > ROOM else None,
                            ignore_cleanup_errors=True) as its:
        yield its
