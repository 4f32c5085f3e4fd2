"""Settings of what goes out: requests to processors, and webhooks forwarded to merchants."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tollbridge.settings.kinds import MIB, Bytes, Count, ProxyUrl, Section, Text, Wait


class Proxy(Section):
    """Proxies to processors. None is taken from the environment (HTTPS_PROXY): money goes where this file says."""

    http: ProxyUrl | None = Field(default=None, description="For http URLs; user and password may stand in it.",
                                  examples=["http://proxy.example:3128"])
    https: ProxyUrl | None = Field(default=None, description="For https URLs, through CONNECT.",
                                   examples=["http://proxy.example:3128"])
    bypass: list[Text] = Field(default=[], description=(
        "What is reached without the proxy: hosts, suffixes (.example.com), addresses, networks (10.0.0.0/8)."))


class Guard(Section):
    """The guard against requests into the own network: loopback, private and link-local addresses are not reached."""

    enabled: bool = Field(default=True, description="Guard addresses that callers or accounts choose.")
    allow: list[Text] = Field(default=[], description=(
        "Hosts and networks that are reached all the same, such as a sandbox: 127.0.0.1, 10.1.0.0/16."))


class Retries(Section):
    """Trying again what was never sent: a refused or dead connection. What may have arrived is never repeated so."""

    attempts: Annotated[int, Field(ge=1, le=10)] = Field(default=2, description="Attempts in all; 1: none is repeated.")


class Transport(Section):
    """Connections to processors."""

    connect_s: Wait = Field(default=10.0, description="For a free connection, DNS, TCP and TLS.")
    read_s: Wait = Field(default=30.0, description="Each wait for further bytes of an answer.")
    total_s: Wait = Field(default=45.0, description="The whole exchange.")
    connections: Count = Field(default=2_000, description="Connections at once.")
    connections_per_host: Count | None = Field(default=None, description=(
        "To one host; without it as many as connections."),
                                               examples=[500])
    idle_s: Wait = Field(default=15.0, description="How long an idle connection may be used again.")
    response_bytes: Bytes = Field(default=5 * MIB, description=(
        "Largest answer that is read, before and after decompression."))
    ca_file: Text | None = Field(default=None, description="Authorities (PEM) in place of the system's.",
                                 examples=["/etc/tollbridge/ca.crt"])
    proxy: Proxy = Proxy()
    guard: Guard = Guard()
    retries: Retries = Retries()
