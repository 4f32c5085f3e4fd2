"""Stateful simulators of payment processors, on the loopback, that speak each processor's real wire format.

One server, one path prefix for each processor: `http://127.0.0.1:PORT/stripe/v1/...`. Official SDKs and Tollbridge
connectors work against it when given `Sandbox.base_url("stripe")`. Faults (`FaultKind`) break calls before or after
their effect; the ledger says what really happened to money; `/_sandbox/...` does all of it from another process
(see `tollbridge.sandbox.control`). `tollbridge sandbox` runs it on its own.
"""

from __future__ import annotations

from tollbridge.sandbox.arrivals import Arrival, Arrivals
from tollbridge.sandbox.conduct import Conduct, Conducts
from tollbridge.sandbox.faults import Fault, FaultKind, Faults
from tollbridge.sandbox.ledger import By, Entry, EntryKind, Ledger, Row, Total
from tollbridge.sandbox.server import Sandbox
from tollbridge.sandbox.simulator import Settlement
from tollbridge.sandbox.thread import SandboxThread
from tollbridge.sandbox.webhooks import Delivery, Webhooks

__all__ = ["Arrival", "Arrivals", "By", "Conduct", "Conducts", "Delivery", "Entry", "EntryKind", "Fault", "FaultKind",
           "Faults", "Ledger", "Row", "Sandbox", "SandboxThread", "Settlement", "Total", "Webhooks"]
