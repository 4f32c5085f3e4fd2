"""The record of a claim; and whether what was just claimed may have been begun before, as its records are gone or older
than it.
"""

from __future__ import annotations

from tollbridge.bridge.doubt import Restored
from tollbridge.bridge.horizon import Reach
from tollbridge.bridge.messages import State
from tollbridge.bridge.records import OperationRecord, record_life_s
from tollbridge.bridge.worker.work import Work


def claim_of(work: Work, earlier: OperationRecord | None, owner: str, now: float, lease_until: float
             ) -> OperationRecord:
    """`earlier` is what was there before."""
    address, delivery = work.address, work.delivery
    return OperationRecord(
        op_id=address.op_id, connector=address.connector, operation=address.route.operation.name,
        merchant_id=address.merchant_id, request_hash=work.hash, state=State.CLAIMED, environment=work.environment,
        attempts=(earlier.attempts if earlier else 0) + 1, owner=owner, claimed_at=now, lease_until=lease_until,
        accepted_at=delivery.at, changed_at=now, deadline=work.deadline, stream=delivery.stream,
        stream_seq=delivery.sequence, reference=earlier.reference if earlier else None, sent=work.sent,
        sent_at=earlier.last_sent_at if earlier else 0.0, barred=earlier is not None and earlier.barred,
        note=earlier.note if earlier else "", key=work.data_key)


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
