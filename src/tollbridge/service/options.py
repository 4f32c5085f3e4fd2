"""Settings that all edges of a service share."""

from __future__ import annotations

import math
from collections.abc import Mapping

from msgspec import Struct

from tollbridge.domain.environment import Environment
from tollbridge.engine.retries import Retries
from tollbridge.service.principals import Principals
from tollbridge.service.routing import Routing
from tollbridge.transport import Limits, TransportSettings


class ServiceOptions(Struct, frozen=True, kw_only=True):
    """`environment` is where a call goes that does not say so itself: there is no default. Whether a call may name the
    other one (`x-environment`) is for `other_environment` to say.

    `connector_urls` are base URLs by connector, for accounts that have none of their own: sandboxes. `max_concurrent`
    calls run at once, what comes on top is refused; health is always answered. The transport's connections should be as
    many: a call that gets none in time is refused too, after a wait. `principals` are those who may call;
    None: everyone who can connect.

    `raw_bodies`: answers hold the last exchange with the processor (`raw_connector_request`, `raw_connector_response`),
    masked as in the log.

    `retries` is how often, and after which waits, a request is sent again of which nothing left; what else they say is
    for whole calls, which are the caller's to repeat.

    `routing` says which operations go over NATS: the service needs a relay for those.

    Of `transport`, `connections_per_host` should be well below `connections`: else one processor that hangs, or one
    merchant's server, takes them all, and payments by the others are refused.

    `grace_s` is how long calls under way may take to end once the service drains; those that do not are told that
    their outcome is unknown. `notice_s`, before that, is how long it goes on serving while its health already says that
    it does not, for load balancers that ask. Raises ValueError for a wait that is none.
    """

    environment: Environment
    other_environment: bool = False
    connector_urls: Mapping[str, str] = {}
    max_concurrent: int = 10_000
    principals: Principals | None = None
    raw_bodies: bool = False
    grace_s: float = 30.0
    notice_s: float = 0.0
    retries: Retries = Retries()
    routing: Routing = Routing()
    transport: TransportSettings = TransportSettings(limits=Limits(connections=10_000, connections_per_host=5_000))

    def __post_init__(self) -> None:
        for name in ("grace_s", "notice_s"):
            if not 0 <= getattr(self, name) < math.inf:
                raise ValueError(f"{name} must be 0 or more seconds")
