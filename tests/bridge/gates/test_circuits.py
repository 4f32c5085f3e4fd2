"""When circuits open, who probes, when they close: on a clock of the test's own."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, strategies as st

from tollbridge.bridge.gates.circuits import (
    CLOSED,
    OPEN,
    PROBE,
    PROBING,
    BreakerOptions,
    Failures,
    Held,
    Waits,
    closed,
    given_back,
    opened,
    probing,
    turn,
)

WAITS = Waits(first_s=4.0, longest_s=32.0, probe_s=10.0)


def test_it_opens_after_so_many_failures_in_a_row() -> None:
    failures = Failures(BreakerOptions(failures=3), now=0)
    assert [failures.failed(at) for at in (1, 2, 3)] == [False, False, True]


def test_a_success_between_begins_the_row_anew() -> None:
    failures = Failures(BreakerOptions(failures=3, least=1000), now=0)
    failures.failed(1)
    failures.failed(2)
    failures.succeeded(3)
    assert not failures.failed(4)
    assert not failures.failed(5)
    assert failures.failed(6)


def test_it_opens_once_half_of_enough_calls_failed() -> None:
    failures = Failures(BreakerOptions(failures=100, ratio=0.5, least=20, window_s=30), now=0)
    tripped = []
    for at in range(10):
        failures.succeeded(at)
        tripped.append(failures.failed(at))
    assert tripped == [False] * 9 + [True]


def test_failures_of_long_ago_count_no_more() -> None:
    failures = Failures(BreakerOptions(failures=100, ratio=0.5, least=4, window_s=10), now=0)
    assert not any(failures.failed(1) for _ in range(3))
    failures.succeeded(20)
    assert not failures.worth
    assert not failures.failed(20)


def test_zero_failures_switches_it_off() -> None:
    failures = Failures(BreakerOptions(failures=0, least=1), now=0)
    assert not any(failures.failed(at) for at in range(1000))


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 40)), max_size=60), st.integers(1, 6), st.integers(1, 30),
       st.floats(0.1, 1.0))
def test_it_never_opens_with_less_than_either_rule_says(calls: list[tuple[bool, float]], in_a_row: int, least: int,
                                                        ratio: float) -> None:
    options = BreakerOptions(failures=in_a_row, least=least, ratio=ratio, window_s=30)
    failures, now = Failures(options, 0), 0.0
    seen: list[tuple[float, bool]] = []
    for failed, passed in calls:
        now += passed
        seen.append((now, failed))
        if not failed:
            failures.succeeded(now)
            continue
        row = 0
        for _, its in reversed(seen):
            if not its:
                break
            row += 1
        recent = [its for at, its in seen if now - at < 1.5 * options.window_s]  # it counts in halves
        tripped = failures.failed(now)
        assert tripped or row < in_a_row
        if tripped and row < in_a_row:
            assert len(recent) >= least
            assert failures.worth


@given(st.integers(1, 60))
def test_each_failed_probe_doubles_the_wait_up_to_the_longest(times: int) -> None:
    held: Held | None = None
    for _ in range(times):
        held = opened(held, 100.0, WAITS, "w", "")
    assert held is not None
    assert held.until - 100.0 == min(32.0, 4.0 * 2 ** (times - 1))
    again = opened(closed(200.0, "w"), 300.0, WAITS, "w", "")
    assert again.until == 304.0


@dataclass
class Sight:
    """What one worker last saw of the circuit."""

    revision: int = 0
    held: Held | None = None
    probes_until: float = 0.0


@dataclass
class World:
    """The stream: who changes must have known the last revision, as the server has it."""

    now: float = 1000.0
    held: Held | None = None
    revision: int = 0
    workers: list[Sight] = field(default_factory=lambda: [Sight() for _ in range(3)])

    def change(self, sight: Sight, new: Held) -> bool:
        made = sight.revision == self.revision
        if made:
            self.revision, self.held = self.revision + 1, new
        sight.revision, sight.held = self.revision, self.held
        return made


STEPS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(("hear", "call", "works", "fails", "nothing", "dies")),
                           st.floats(0, 15)), max_size=120)


@given(STEPS)
def test_at_no_time_do_two_probe_and_none_calls_while_it_is_left_alone(steps: list[tuple[int, str, float]]) -> None:
    """Three workers, each of which may know less than the others."""
    world = World()
    world.held = opened(None, world.now, WAITS, "0", "HTTP 500")
    world.revision = 1
    for number, what, passed in steps:
        world.now += passed
        its, who = world.workers[number], str(number)
        if what == "hear":
            its.revision, its.held = world.revision, world.held
        elif what == "call" and its.revision and its.probes_until <= world.now:
            wait = turn(its.held, world.now)
            assert wait == PROBE or wait >= 0
            assert wait <= WAITS.longest_s
            if wait == PROBE and its.held is not None:
                before = world.held
                if world.change(its, probing(its.held, world.now, WAITS, who)):
                    assert before is not None
                    assert before.state == CLOSED or before.until <= world.now
                    its.probes_until = world.now + WAITS.probe_s
        elif what in ("works", "fails", "nothing") and its.probes_until > world.now and its.held is not None:
            its.probes_until = 0.0
            new = {"works": closed(world.now, who), "fails": opened(its.held, world.now, WAITS, who, "HTTP 500"),
                   "nothing": given_back(its.held, world.now, who)}[what]
            assert world.change(its, new)  # while its probe was not given up, nobody else may have changed it
        elif what == "dies":
            world.workers[number] = Sight()
        probes = [each for each in world.workers if each.probes_until > world.now]
        assert len(probes) <= 1
        if probes:
            assert world.held is not None
            assert world.held.state == PROBING


def test_while_one_probes_the_others_look_again_soon() -> None:
    held = probing(Held(OPEN, 10.0), 10.0, WAITS, "w")
    assert 0 < turn(held, 11.0) <= 0.5
    assert turn(held, 20.0) == PROBE  # its worker is gone


def test_a_closed_circuit_holds_nothing() -> None:
    assert turn(None, 5.0) == 0.0
    assert turn(closed(5.0, "w"), 5.0) == 0.0
