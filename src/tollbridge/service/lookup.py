"""What became of an operation, for those who may know."""

from __future__ import annotations

from collections.abc import Mapping

from tollbridge.service.callers import MERCHANT
from tollbridge.service.calls import Service
from tollbridge.service.errors import Forbidden
from tollbridge.service.routing import Report


async def look_up(service: Service, metadata: Mapping[str, str], op_id: str) -> Report | None:
    """None where there is no such operation, and where it is one of a merchant for whom the caller may not call: nobody
    learns which. Raises Unauthenticated, NotSent where the records cannot be read.
    """
    principals = service.options.principals
    principal = principals.of(metadata) if principals is not None else None
    report = await service.relay.operation(op_id) if service.relay is not None else None
    if report is None:
        return None
    try:
        if principal is not None:
            principal.check(report.merchant_id)
    except Forbidden:
        return None
    named = metadata.get(MERCHANT)
    return report if not named or named == report.merchant_id else None
