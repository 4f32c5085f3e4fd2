"""The HTTP server as bench/http.py measures it: `python -m bench.http_server URL`. With a check of callers, as in
production. Prints its port.
"""

from __future__ import annotations

import hashlib
import sys

from tollbridge.domain.environment import Environment
from tollbridge.edges.http import HttpOptions, run
from tollbridge.service import Service, ServiceOptions
from tollbridge.service.principals import Principal, Principals, Token

if __name__ == "__main__":
    digest = hashlib.sha256(b"bench").hexdigest()
    principals = Principals([Token(digest, Principal("bench"))])
    run(Service(ServiceOptions(environment=Environment.TEST, connector_urls={"stripe": sys.argv[1]},
                               principals=principals)),
        HttpOptions(port=0), ready=lambda ports: print(f"http 127.0.0.1:{ports[0]}", flush=True))
