"""The HTTP server as bench/http.py measures it: `python -m bench.http_server URL`. As in production, callers are
checked, metrics are kept, and every call and request has its line. Prints its port.
"""

from __future__ import annotations

import hashlib
import os
import sys

from tollbridge.domain.environment import Environment
from tollbridge.edges.http import HttpOptions, run
from tollbridge.service import Service, ServiceOptions
from tollbridge.service.principals import Principal, Principals, Token
from tollbridge.telemetry import Telemetry
from tollbridge.telemetry.logs import LogOptions, configure

if __name__ == "__main__":
    telemetry = Telemetry(logs=configure(LogOptions(level="info", file=os.devnull)))
    principals = Principals([Token(hashlib.sha256(b"bench").hexdigest(), Principal("bench"))])
    service = Service(ServiceOptions(environment=Environment.TEST, connector_urls={"stripe": sys.argv[1]},
                                     principals=principals), telemetry)
    run(service, HttpOptions(port=0), ready=lambda ports: print(f"http 127.0.0.1:{ports[0]}", flush=True))
