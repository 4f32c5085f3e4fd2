"""What the edges of the service share: who calls, the run of one call, errors as they are told, start and drain."""

from __future__ import annotations

from tollbridge.service.calls import Service, ServiceCall
from tollbridge.service.options import ServiceOptions
from tollbridge.service.serving import Edge, Serving, run

__all__ = ["Edge", "Service", "ServiceCall", "ServiceOptions", "Serving", "run"]
