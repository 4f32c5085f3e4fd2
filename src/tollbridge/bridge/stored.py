"""Messages of streams, as JetStream gives them in its several ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nats.aio.msg import Msg


class Stored(NamedTuple):
    """A message of a stream. `at` is when it was stored, as the server wrote it (RFC 3339)."""

    subject: str
    data: bytes
    headers: Mapping[str, str]
    sequence: int
    at: str


def headers_of(raw: bytes) -> dict[str, str]:
    """As the server keeps them: a line with the version, then one for each; of those with one name the first."""
    found: dict[str, str] = {}
    for line in raw.decode("utf-8", "replace").split("\r\n")[1:]:
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip(), value.strip())
    return found


def repeated(message: Msg, subject: str) -> Stored:
    """A message that the server repeats when it has stored it, as it lies in its stream under `subject`."""
    headers = message.headers or {}
    return Stored(subject, message.data, headers, int(headers.get("Nats-Sequence", "0")),
                  headers.get("Nats-Time-Stamp", ""))


def found_in(message: Msg, headers: Mapping[str, str]) -> Stored:
    """The answer to a direct get that found one."""
    return Stored(headers["Nats-Subject"], message.data, headers, int(headers["Nats-Sequence"]),
                  headers.get("Nats-Time-Stamp", ""))
