"""The handler of each method: bytes and metadata in, the service's call, bytes or a status out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeAlias

import grpc

from tollbridge.domain.errors import BadInput
from tollbridge.domain.operations import Operation
from tollbridge.edges.grpc.options import ErrorDetails
from tollbridge.edges.grpc.status import DETAILS, ending
from tollbridge.service import Service, ServiceCall
from tollbridge.service.calls import READ, REQUEST_ID

ServicerContext: TypeAlias = grpc.aio.ServicerContext[bytes, bytes]
Handler: TypeAlias = Callable[[bytes, ServicerContext], Awaitable[bytes]]


def handler(service: Service, operation: Operation[Any, Any], details: ErrorDetails) -> Handler:
    """Of one method. It runs to its end without a task or a timer of its own: the transport has one."""
    async def handle(message: bytes, context: ServicerContext) -> bytes:
        given = context.invocation_metadata() or ()
        metadata: dict[str, Any] = dict(given)
        call = ServiceCall(service, "grpc", operation, metadata, len(message), context.time_remaining)
        code, size = grpc.StatusCode.CANCELLED, 0
        echoed = (REQUEST_ID, call.record.request_id)
        try:
            context.set_trailing_metadata((echoed,))
            if len(metadata) != len(given):
                check_single(given)
            del given, metadata  # a kilobyte, for as long as the processor takes
            answer = await call.wire(message)
            code, size = grpc.StatusCode.OK, len(answer)
            return answer
        except Exception as error:  # noqa: BLE001 - each has its status
            end = ending(await call.refused(error), details)
            code = end.code
            await context.abort(end.code, end.message, (echoed, (DETAILS, end.details)))
        finally:
            call.over(code.name, size)

    return handle


def check_single(given: Iterable[tuple[str, str | bytes]]) -> None:
    """Of two values nobody knows which one is meant, and a proxy in front may have judged the other. Raises BadInput.

    Names that nobody here reads may come as often as proxies like.
    """
    twice = sorted(name for name, times in Counter(name for name, _ in given).items() if times > 1 and name in READ)
    if twice:
        raise BadInput("metadata is given more than once", *twice)
