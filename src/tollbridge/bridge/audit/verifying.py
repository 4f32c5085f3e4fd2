"""Whether a trail is as it was written: every block, every chain, the stream's own numbers, and what anchors name.

Only a few words are kept of each chain that is open, and digests since the last anchor: not the trail.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, NamedTuple

from msgspec import Struct

from tollbridge.bridge.audit.anchors import UP_TO
from tollbridge.bridge.audit.blocks import (
    ANCHORS,
    DIGEST,
    HEADS,
    Block,
    Head,
    digest_of,
    read,
    writer_of,
)
from tollbridge.bridge.audit.entries import ANCHOR, CLOSED, STARTED, Entry
from tollbridge.bridge.audit.signing import Keys
from tollbridge.bridge.records import EXPECTED

CHANGED, GONE, ORDER, SIGNATURE, STRANGE = "changed", "gone", "order", "signature", "strange"
"""Kinds of faults: bytes are others; what was there is not; blocks are not in their order; who has signed; what no
writer of ours writes."""
MOST_FAULTS = 1000
"""So many are told one by one; the others are counted."""
MOST_DIGESTS = 200_000
"""Kept at once, for anchors to come: hours without one."""


class Fault(NamedTuple):
    """`sequence` is where in the stream, 0 for the stream itself."""

    kind: str
    sequence: int
    writer: str
    why: str


class Message(NamedTuple):
    """A message of the trail as it is stored."""

    sequence: int
    subject: str
    headers: Mapping[str, str]
    body: bytes


class Verified(Struct):
    """What came of it. `open` chains have no end: their processes run, or were killed."""

    blocks: int = 0
    entries: int = 0
    chains: int = 0
    open: int = 0
    anchors: int = 0
    first: int = 0
    last: int = 0
    digest: str = ""
    """Of the last block: with `last`, what a later run may be held against."""
    count: int = 0
    faults: list[Fault] = []
    signatures: str = "not verified: no key is configured"


class Verifier:
    """Fed with all messages of a stream from `first` on, which is the first there should be. What was made after
    `kept_since` (epoch seconds) has to be there still. `expected` are blocks that have to be there, by sequence.
    """

    def __init__(self, keys: Keys, first: int, *, kept_since: float, expected: Mapping[int, str] | None = None) -> None:
        self._keys, self._next = keys, first
        self._first, self._kept_since = first, kept_since
        self._expected = dict(expected or {})
        self._chains: dict[str, Head | None] = {}
        """None: its last block could not be read, so that what comes next has nothing to be held against."""
        self._digests: OrderedDict[int, tuple[str, str]] = OrderedDict()
        self._kept_from = first
        self.result = Verified(first=first)
        if keys:
            self.result.signatures = "verified"

    def feed(self, message: Message) -> Block | None:
        """The block, where it can be read at all."""
        self._numbered(message)
        writer = writer_of(message.subject)
        if writer is None:
            self._fault(STRANGE, message.sequence, "", f"a message on {message.subject[:80]!r}")
            return None
        digest = digest_of(message.body)
        self.result.blocks += 1
        self.result.last, self.result.digest = message.sequence, digest
        self._remember(message.sequence, writer, digest)
        if message.headers.get(DIGEST) != digest:
            self._fault(CHANGED, message.sequence, writer, "its bytes do not have the digest that it names")
            self._chains[writer] = None
            return None
        try:
            seen = read(message.body)
        except (ValueError, RecursionError):
            self._fault(STRANGE, message.sequence, writer, "its bytes are no block")
            self._chains[writer] = None
            return None
        block = seen.block
        self.result.entries += len(block.entries)
        if dict(message.headers) != {DIGEST: digest, EXPECTED: str(block.after)}:
            self._fault(CHANGED, message.sequence, writer, "its headers are not those that it was written with")
        elif block.writer != writer:
            self._fault(CHANGED, message.sequence, writer, f"it is a block of {block.writer[:80]}")
        elif (why := self._keys.fault(seen.signature, seen.payload)) is not None:
            self._fault(SIGNATURE, message.sequence, writer, why)
        else:
            self._chained(message.sequence, writer, block, digest)
            return block
        self._chains[writer] = None
        return block

    def end(self, last: int) -> Verified:
        """`last` is the sequence that the stream says it has come to."""
        if self._next <= last:
            self._fault(GONE, last, "", f"messages {self._next} to {last} are gone from the stream's end")
        for sequence in self._expected:
            self._fault(GONE, sequence, "", f"the block of the anchor {sequence} is not there")
        self.result.open = sum(writer != ANCHORS for writer in self._chains)
        return self.result

    # -- one message --------------------------------------------------------------------------------------------------
    def _numbered(self, message: Message) -> None:
        if message.sequence > self._next:
            self._fault(GONE, message.sequence, "",
                        f"messages {self._next} to {message.sequence - 1} are gone from the stream")
        elif message.sequence < self._next:
            self._fault(ORDER, message.sequence, "", "it comes after a later one")
        self._next = max(self._next, message.sequence + 1)

    def _chained(self, sequence: int, writer: str, block: Block, digest: str) -> None:
        if block.after >= sequence:
            self._fault(ORDER, sequence, writer, f"the block before it would be message {block.after}, after it")
        elif writer not in self._chains:
            self._begins(sequence, writer, block)
        elif (head := self._chains[writer]) is not None and (block.n, block.after, block.previous) != (
                head.n + 1, head.sequence, head.digest):
            self._broken(sequence, writer, block, head)
        self._chains[writer] = Head(block.n, sequence, digest, block.at)
        for entry in block.entries:
            self._told(sequence, writer, entry)
        if block.entries and block.entries[-1].kind == CLOSED:
            del self._chains[writer]

    def _begins(self, sequence: int, writer: str, block: Block) -> None:
        self.result.chains += writer != ANCHORS
        if block.n == 1:
            its_start = writer == ANCHORS or (bool(block.entries) and block.entries[0].kind == STARTED)
            if block.previous or block.after or not its_start:
                self._fault(STRANGE, sequence, writer, "a chain that does not begin as one")
        elif block.after >= self._first or block.since > self._kept_since:
            self._fault(GONE, sequence, writer, f"its blocks up to {block.n - 1}, message {block.after}, are gone")

    def _broken(self, sequence: int, writer: str, block: Block, head: Head) -> None:
        if block.n <= head.n:
            self._fault(ORDER, sequence, writer, f"block {block.n} comes after block {head.n}")
        elif block.n > head.n + 1:
            self._fault(GONE, sequence, writer, f"blocks {head.n + 1} to {block.n - 1} of its chain are gone")
        else:
            self._fault(CHANGED, head.sequence, writer, f"block {head.n} is not the one that block {block.n} follows")

    def _told(self, sequence: int, writer: str, entry: Entry) -> None:
        heads = entry.facts.get(HEADS)
        if isinstance(heads, dict) and entry.kind in (ANCHOR, STARTED):
            for name, its in heads.items():
                self._anchored(sequence, str(name), its)
        if entry.kind != ANCHOR:
            return
        if writer != ANCHORS:
            self._fault(STRANGE, sequence, writer, "an anchor in another chain than that of anchors")
            return
        self.result.anchors += 1
        up_to = entry.facts.get(UP_TO)
        while isinstance(up_to, int) and self._digests and next(iter(self._digests)) <= up_to:
            self._kept_from = self._digests.popitem(last=False)[0] + 1

    def _anchored(self, sequence: int, writer: str, its: Any) -> None:
        """A block that has to be there: with this digest, in this place."""
        try:
            at, digest = int(its[0]), str(its[1])
        except (TypeError, ValueError, LookupError):
            self._fault(STRANGE, sequence, writer, "an anchor that names no block")
            return
        if at < self._kept_from or not at:
            return  # before what is verified here, or anchored by the one before
        found = self._digests.get(at)
        if found is None:
            self._fault(GONE, at, writer, f"the block that message {sequence} has anchored is not there")
        elif found != (writer, digest):
            self._fault(CHANGED, at, writer, f"it is not the block that message {sequence} has anchored")

    def _remember(self, sequence: int, writer: str, digest: str) -> None:
        self._digests[sequence] = (writer, digest)
        if len(self._digests) > MOST_DIGESTS:
            self._kept_from = self._digests.popitem(last=False)[0] + 1
        expected = self._expected.pop(sequence, digest)
        if expected != digest:
            self._fault(CHANGED, sequence, writer, "it is not the block of the anchor that was given")

    def _fault(self, kind: str, sequence: int, writer: str, why: str) -> None:
        self.result.count += 1
        if len(self.result.faults) < MOST_FAULTS:
            self.result.faults.append(Fault(kind, sequence, writer, why))
