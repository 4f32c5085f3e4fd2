"""Another delivery, later: by the consumer where that is soon, else by a message schedule in the RETRY stream.

A consumer delivers a message six times and then never again. So waits are given back to it only while deliveries are
left for workers that die; else the server itself is asked to publish, at its time, a message that points to the
operation: workers of the connector pull these too, and fetch the operation by direct get. First the schedule is stored,
then the delivery is acknowledged: whoever dies between the two leaves one delivery too many, and claims take care of
that.

As nats-server 2.15.1 behaves (tests/bridge/test_schedules.py): a subject has one schedule, the last; its target must be
another subject of the same stream; a time that has passed is now; schedules outlive a restart; the stream must not have
`discard: new`. Its retention is by limits, not a work queue: of those, schedules and undelivered messages have been
lost in clusters (nats-server issues 7817, 8423).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from msgspec import Struct

from tollbridge.bridge.connection import NO_MESSAGE, Connection, Publisher, Refused, Stored, Unavailable
from tollbridge.bridge.streams import MAX_DELIVER
from tollbridge.bridge.subjects import OURS, is_token, read
from tollbridge.bridge.worker.deliveries import Delivery

_log = logging.getLogger("tollbridge.bridge")

SCHEDULE, TARGET, TARGET_TTL = "Nats-Schedule", "Nats-Schedule-Target", "Nats-Schedule-TTL"
STREAM, SEQUENCE, SUBJECT, SWEEPS = (
    "Tollbridge-Stream", "Tollbridge-Sequence", "Tollbridge-Subject", "Tollbridge-Sweeps")
SHORT_S = 15.0
"""The longest wait that a consumer keeps: meanwhile the message takes one of its places."""
SPARE = 3
"""Deliveries that are kept for workers that die."""
DUE_FOR = "720h"
"""How long a due message waits for a worker: as long as payments are kept. It stays that long when it is done, too."""


class Pointer(Struct, frozen=True):
    """An operation in its stream. `sweeps` counts how often it had to be brought back, unsettled by any worker."""

    stream: str
    sequence: int
    subject: str
    sweeps: int = 0

    @property
    def its(self) -> tuple[str, str] | None:
        """(connector, op_id); None where the subject is none of an operation."""
        address = read(self.subject)
        if address is None or not (is_token(address.connector) and is_token(address.op_id)):
            return None
        return address.connector, address.op_id


class Unsure(Unavailable):
    """A replica does not have it, and this user may not ask the stream's leader."""


def pointer_in(headers: Mapping[str, str]) -> Pointer | None:
    """None where it points to nothing."""
    try:
        pointer = Pointer(headers[STREAM], int(headers[SEQUENCE]), headers[SUBJECT], int(headers.get(SWEEPS, "0")))
    except (KeyError, ValueError):
        return None
    return pointer if is_token(pointer.stream) and pointer.its is not None else None


async def fetch(connection: Connection, pointer: Pointer) -> Stored | None:
    """The operation; None where it is gone, by the word of the stream's leader: a direct get asks any replica.

    Raises Unavailable, Refused; Unsure where this user may not ask the leader.
    """
    if connection.options.restricted:  # to operations of its own connectors: so by their subjects
        found = await connection.last_message(pointer.stream, pointer.subject)
        if found is None or found.sequence != pointer.sequence:
            raise Unsure("not found, and whether it is gone is for a bridge's sweeper to say")
        return found
    found = await connection.message(pointer.stream, pointer.sequence)
    if found is not None:
        address, its = read(found.subject), pointer.its
        return found if address is not None and (address.connector, address.op_id) == its else None
    await no_message(connection, pointer.stream, pointer.sequence)
    return None


async def no_message(connection: Connection, stream: str, sequence: int) -> None:
    """A direct get found none: whether that is so, by the word of the stream's leader. Raises Unavailable where it has
    one, which a replica does not have yet.
    """
    try:
        await connection.api(f"STREAM.MSG.GET.{stream}", {"seq": sequence})
    except Refused as error:
        if error.code != NO_MESSAGE:
            raise
    else:
        raise Unavailable("a replica does not have it yet")


def planned(connector: str, op_id: str) -> str:
    return f"{OURS}.retry.at.{connector}.{op_id}"


def due(connector: str, op_id: str) -> str:
    return f"{OURS}.retry.due.{connector}.{op_id}"


class Schedules:
    def __init__(self, publisher: Publisher, clock: Callable[[], float] = time.time) -> None:
        self._publisher, self._clock = publisher, clock

    async def put_off(self, delivery: Delivery, wait_s: float) -> None:
        """Settles the delivery: it comes again after so long. Where nothing can be stored now, this delivery goes back,
        and if it was the last one, its advisory brings it to the sweeper.
        """
        if wait_s > SHORT_S or delivery.delivered > MAX_DELIVER - SPARE:
            pointer = Pointer(delivery.stream, delivery.sequence, delivery.subject)
            try:
                await self.plan(pointer, self._clock() + wait_s)
            except (Unavailable, Refused) as error:
                _log.warning("%s: no schedule for its next attempt: %s", delivery.subject, error)
            else:
                await delivery.ack()
                return
        await delivery.nak(wait_s)

    async def plan(self, pointer: Pointer, when: float) -> None:
        """Stored once this returns. Of two for one operation the later stored one counts. Raises Unavailable, Refused.
        """
        its = pointer.its
        if its is None:
            raise ValueError(f"no operation: {pointer.subject}")
        at = datetime.fromtimestamp(when, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        await self._publisher.publish(planned(*its), b"", {
            SCHEDULE: f"@at {at}", TARGET: due(*its), TARGET_TTL: DUE_FOR, STREAM: pointer.stream,
            SEQUENCE: str(pointer.sequence), SUBJECT: pointer.subject, SWEEPS: str(pointer.sweeps)})
