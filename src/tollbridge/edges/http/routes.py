"""The path of each operation, derived from its method: `types.PaymentService/Authorize` is POST /payments/authorize.

The gRPC spelling is a path too, `/types.PaymentService/Authorize`, for clients that were written against it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tollbridge.domain.operations import OPERATIONS, Operation

UNCOUNTABLE = ("authentication", "management")


def path_of(rpc: str) -> str:
    """The documented path of a method."""
    service, _, method = rpc.partition("/")
    noun = _kebab(service.rpartition(".")[2].removesuffix("Service"))
    return f"/{noun if noun.endswith(UNCOUNTABLE) else noun + 's'}/{_kebab(method)}"


def _kebab(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


PATHS: Mapping[str, Operation[Any, Any]] = {
    path_of(operation.rpc): operation for operation in OPERATIONS if operation.rpc is not None}
"""As the OpenAPI document has them."""

ALIASES: Mapping[str, Operation[Any, Any]] = {
    f"/{operation.rpc}": operation for operation in OPERATIONS if operation.rpc is not None}
