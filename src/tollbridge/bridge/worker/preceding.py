"""What an operation takes from those before it: their payment, and the time until their traces must be seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tollbridge.bridge import messages as wire
from tollbridge.bridge.records import Records
from tollbridge.bridge.streams import LEASE_FACTOR, processor_timeout_s
from tollbridge.bridge.worker.work import Work

AFTER_WAIT_S = 5.0
"""The longest wait until it is looked again whether the operation before is done."""


async def name_payment(records: Records, work: Work, request: dict[str, Any]) -> None:
    """The payment that it is about, where that was made by the operation before it, is put into the request."""
    after = work.delivery.headers.get(wire.AFTER)
    named = "connector_transaction_id" in work.address.route.operation.request.__struct_fields__
    if not after or not named or request.get("connector_transaction_id"):
        return
    found = await records.find(after, work.address.connector)
    if found is not None and (result := found.record.answer().read()) is not None:
        request["connector_transaction_id"] = result.get("connector_transaction_id", "")
        if feature_data := result.get("connector_feature_data"):
            request.setdefault("connector_feature_data", feature_data)


def settling_s(work: Work, timeouts_s: Mapping[str, float]) -> float:
    """After so long, what an attempt sent has arrived at the processor, or never will."""
    return 2 * LEASE_FACTOR * processor_timeout_s(work.address.route, timeouts_s)
