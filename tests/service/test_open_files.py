"""A service that has only gRPC has room for its connections to processors too."""

from __future__ import annotations

import resource

from tollbridge.domain.environment import Environment
from tollbridge.service import Service, ServiceOptions, Serving


async def test_the_service_may_open_as_many_connections_as_its_limits_say() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    service = Service(ServiceOptions(environment=Environment.TEST))
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, before[1]))
    serving = Serving(service)
    try:
        await serving.start()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert soft >= min(service.options.transport.limits.connections, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
        await serving.drain()
