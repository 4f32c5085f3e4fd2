"""Whether an operation that was just claimed may have been begun before, as its records are gone or older than it."""

from __future__ import annotations

from tollbridge.bridge.doubt import Restored
from tollbridge.bridge.horizon import Reach
from tollbridge.bridge.records import OperationRecord, record_life_s
from tollbridge.bridge.worker.work import Work


def recall(work: Work, record: OperationRecord, earlier: OperationRecord | None, reach: Reach) -> None:
    """Says so in `work`; `record` is that of this claim, `earlier` what was there before."""
    never = earlier is None or not earlier.attempts  # the second: brought back, of which no attempt was recorded
    oldest = max(reach.to, record.claimed_at - record_life_s(work.address.route.family))
    work.unrecorded = never and work.delivery.at < oldest
    work.keyed_at = work.delivery.at
    if reach.restored is not None:
        _since_restore(work, record, earlier, reach.restored)
    work.sent = work.sent or work.unrecorded or work.restored


def _since_restore(work: Work, record: OperationRecord, earlier: OperationRecord | None, its: Restored) -> None:
    if work.delivery.at >= its.until:
        return
    work.keyed_at = min(work.delivery.at, its.lost_since)
    if earlier is None or not earlier.attempts:
        work.restored = True
    else:  # of what was tried again after the restore, the record says what became of it
        work.restored = earlier.changed_at < its.at
    if work.restored:
        record.sent_at = max(record.sent_at, its.at)  # at the latest; nothing of it is on its way for much longer
