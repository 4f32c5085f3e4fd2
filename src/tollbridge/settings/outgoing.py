"""Settings of what goes out: requests to processors, and webhooks forwarded to merchants."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tollbridge.settings.kinds import MIB, Bytes, Count, Port, ProxyUrl, Section, Text, Wait


class Proxy(Section):
    """Proxies to processors. None is taken from the environment (HTTPS_PROXY): money goes where this file says."""

    http: ProxyUrl | None = Field(default=None, description="For http URLs; user and password may stand in it.",
                                  examples=["http://proxy.example:3128"])
    https: ProxyUrl | None = Field(default=None, description="For https URLs, through CONNECT.",
                                   examples=["http://proxy.example:3128"])
    bypass: list[Text] = Field(default=[], description=(
        "What is reached without them: hosts and those below (example.com), those below alone (.example.com), "
        "addresses, networks (10.0.0.0/8); all but networks also with a port."))


class Guard(Section):
    """The guard against requests into the own network: only public addresses are called, and only by https."""

    enabled: bool = Field(default=True, description="Guard what callers and accounts give as addresses.")
    allow: list[Text] = Field(default=[], description=(
        "Exceptions from all of it, such as a sandbox: hosts, suffixes (.example.com), addresses, networks; all but "
        "networks also with a port (127.0.0.1:8100)."))
    ports: list[Port] = Field(default=[], description="If not empty, the only ports that may be called.")
    https_only: bool = Field(default=True, description="Refuse plain http.")


Tries = Annotated[int, Field(ge=0, le=5)]


class Retries(Section):
    """Sending again a request of which nothing left: a connection that was refused, or dead. Nothing else is sent
    twice by the service, and all of it happens within the time that the call has left.
    """

    unsent: Tries = Field(default=1, description="How often, beside the first time; 0: never.")
    first_wait_s: Wait = Field(default=0.2, description="Longest wait before the first of them; then twice that.")
    longest_wait_s: Wait = Field(default=5.0, description="Longest wait before any of them.")


class Transport(Section):
    """Connections to processors."""

    connect_s: Wait = Field(default=10.0, description="For a free connection, DNS, TCP and TLS.")
    read_s: Wait = Field(default=30.0, description="Each wait for further bytes of an answer.")
    total_s: Wait = Field(default=45.0, description="The whole exchange.")
    connections: Count | None = Field(default=None, description=(
        "Connections at once; without it as many as limits.max_concurrent: a call that waits for one may wait in "
        "vain."), examples=[2000])
    connections_per_host: Count | None = Field(default=None, description=(
        "To one host; without it half of connections, so that one that hangs leaves room for the others."),
                                               examples=[1000])
    idle_s: Wait = Field(default=15.0, description="How long an idle connection may be used again.")
    response_bytes: Bytes = Field(default=5 * MIB, description=(
        "Largest answer that is read, before and after decompression."))
    ca_file: Text | None = Field(default=None, description="Authorities (PEM) in place of the system's.",
                                 examples=["/etc/tollbridge/ca.crt"])
    proxy: Proxy = Proxy()
    guard: Guard = Guard()
    retries: Retries = Retries()
