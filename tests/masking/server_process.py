"""A server as `tollbridge serve` composes it, with everything on that tells: debug logs, bodies, metrics, OTLP.

`python -m masking.server_process COLLECTOR METRICS`: prints its ports; METRICS is what Prometheus reads in the end.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from masking.run import log_everything
from tollbridge.domain.environment import Environment
from tollbridge.domain.secret import Secret
from tollbridge.edges.grpc import GrpcOptions, GrpcServer
from tollbridge.service import Service, ServiceOptions, run
from tollbridge.telemetry import OtelOptions, Telemetry, TelemetryOptions
from tollbridge.telemetry.logs import LogOptions, configure


def main(collector: str, metrics: str) -> None:
    otel = OtelOptions(endpoint=collector, interval_s=1.0, headers={"x-key": Secret("collector")})
    telemetry = Telemetry(TelemetryOptions(bodies=True, send_to_processors=True, otel=otel),
                          logs=configure(LogOptions(level="debug")))
    logging.getLogger().setLevel(logging.DEBUG)
    log_everything()  # once more, for a program with handlers of its own beside ours
    service = Service(ServiceOptions(environment=Environment.TEST, grace_s=5.0), telemetry)
    server = GrpcServer(service, GrpcOptions(port=0))
    try:
        run(service, [server], ready=lambda: print(f"grpc 127.0.0.1:{server.port}", flush=True))
    finally:
        Path(metrics).write_bytes(telemetry.metrics_text()[0])
        telemetry.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
