"""How many calls a service takes, and that it takes none once it is about to end."""

from __future__ import annotations

import pytest

from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import NotSent
from tollbridge.edges.cli.wiring import service_options
from tollbridge.service import Service, ServiceOptions, Serving
from tollbridge.service.errors import Overloaded
from tollbridge.settings import Settings

resource = pytest.importorskip("resource")


async def test_a_call_beyond_the_room_is_refused_and_fits_when_another_has_left() -> None:
    service = Service(ServiceOptions(environment=Environment.TEST, max_concurrent=1))
    task = service.enter()
    with pytest.raises(Overloaded):
        service.enter()
    service.leave(task)
    service.enter()


async def test_once_it_is_about_to_end_no_call_begins() -> None:
    service = Service(ServiceOptions(environment=Environment.TEST))
    service.refuse()
    for number in (1, 2):
        with pytest.raises(NotSent, match="about to end"):
            service.enter()
        assert service.refused == number
    assert service.running == 0


@pytest.mark.parametrize(("connections", "many"), [({}, 70), ({"connections": 30}, 30)])
def test_every_call_gets_a_connection_unless_the_settings_say_less(connections: dict[str, int], many: int) -> None:
    settings = Settings.model_validate({"environment": "test", "limits": {"max_concurrent": 70},
                                        "transport": connections})
    assert service_options(settings).transport.limits.connections == many


class Quiet:
    """An edge that needs many files."""

    most_connections = 3_000

    async def start(self) -> None: ...

    def announce(self) -> None: ...

    async def finish(self, within_s: float) -> None: ...


async def test_the_limit_of_open_files_is_raised_for_all_edges() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, before[1]), before[1]))
    try:
        async with Serving(Service(ServiceOptions(environment=Environment.TEST)), Quiet()):
            soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            assert soft == hard or soft >= 13_000
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
