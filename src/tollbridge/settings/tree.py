"""Every setting of the service, with its default, its limits and what it is for.

The words here are those of `config/example.toml` and of error messages. Defaults are the safe ones for production: on
loopback, no raw bodies, TLS and callers' proof off loopback, and no default for where money moves.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tollbridge.settings.bridge import Bridge, Routing, Worker
from tollbridge.settings.kinds import (
    MIB,
    Bytes,
    CollectorUrl,
    Count,
    Digest,
    Memory,
    Pause,
    Port,
    SecretText,
    Section,
    Text,
    Url,
    Wait,
)
from tollbridge.settings.outgoing import Transport


class Grpc(Section):
    """The gRPC edge: the contract's services, health and reflection."""

    enabled: bool = Field(default=True, description="Serve gRPC.")
    host: Text = Field(default="127.0.0.1", description=(
        "Address to listen on; 0.0.0.0 or :: for all of this machine's."))
    port: Port = Field(default=50051, description="Port to listen on; 0 takes a free one.")
    error_details: Literal["rich", "ucs"] = Field(default="rich", description=(
        "What grpc-status-details-bin holds: rich, a google.rpc.Status with all details; ucs, the contract's bare "
        "error message alone, as the reference server sends it."))
    max_message_bytes: Bytes = Field(default=4 * MIB, description="Largest request that is read.")
    max_metadata_bytes: Bytes = Field(default=128 * 1024, description=(
        "Most metadata of a call; credentials may be keys and certificates."))
    reflection: bool = Field(default=True, description="Tell clients such as grpcurl what services there are.")
    max_streams: Count | None = Field(default=None, description=(
        "Calls at once on one connection, more wait at the client; without it twice limits.max_concurrent."),
        examples=[1000])
    handshake_s: Wait = Field(default=20.0, description="How long a client may take for TLS and HTTP/2's greeting.")
    connection_age_s: Pause = Field(default=3600.0, description=(
        "After so long a client is asked to connect anew, so that load spreads to new servers; 0: never."))
    connection_age_grace_s: Wait = Field(default=900.0, description=(
        "Calls under way on it may take this much more: longer than any takes, as one that is cut off has an outcome "
        "that nobody told."))
    connection_idle_s: Pause = Field(default=0.0, description=(
        "A connection without a call for so long is closed; 0: never."))
    keepalive_s: Wait = Field(default=300.0, description="After so long a silence a connection is pinged.")
    keepalive_answer_s: Wait = Field(default=20.0, description="It is closed where no answer comes within this.")
    client_ping_s: Wait = Field(default=10.0, description="A client that pings more often than this is sent away.")


class Http(Section):
    """The HTTP+JSON edge: operations, webhooks, documentation, health and metrics."""

    enabled: bool = Field(default=True, description="Serve HTTP.")
    host: Text = Field(default="127.0.0.1", description=(
        "Address to listen on; 0.0.0.0 or :: for all of this machine's."))
    port: Port = Field(default=8080, description="Port to listen on; 0 takes a free one.")
    max_body_bytes: Bytes = Field(default=4 * MIB, description="Largest body that is read.")
    max_header_bytes: Bytes = Field(default=64 * 1024, description="Most header bytes of a request.")
    max_headers: Count = Field(default=100, description="Most headers of a request.")
    max_held_bytes: Memory = Field(default=256 * MIB, description=(
        "Memory for requests of which the rest has not come yet; what comes on top is told 503."))
    max_connections: Count = Field(default=20_000, description="Connections at once; more are told 503.")
    max_pipelined: Count = Field(default=16, description="Requests that may wait on one connection.")
    handshake_s: Wait = Field(default=20.0, description="How long a client may take for TLS.")
    header_timeout_s: Wait = Field(default=10.0, description="How long a client may take to send its headers.")
    body_timeout_s: Wait = Field(default=30.0, description="How long a client may take to send its body.")
    write_timeout_s: Wait = Field(default=30.0, description="How long a client may leave its answer untaken.")
    keep_alive_s: Wait = Field(default=75.0, description="How long a connection without a request is kept.")
    docs: bool = Field(default=True, description="Serve /docs and the OpenAPI document.")


class Limits(Section):
    """How much is done at once, and how the service ends."""

    max_concurrent: Count = Field(default=10_000, description=(
        "Calls under way at once in each process; what comes on top is refused, health is always answered."))
    grace_s: Pause = Field(default=30.0, description=(
        "After SIGTERM, how long calls under way may take to end; those that do not are told that their outcome is "
        "unknown."))
    notice_s: Pause = Field(default=0.0, description=(
        "After SIGTERM, how long to go on serving while health already says no, for load balancers that ask."))


class Tls(Section):
    """TLS of both edges. Files are PEM, and may be exchanged while the service runs."""

    cert_file: Text | None = Field(default=None, description="Certificate chain of the server.",
                                   examples=["/etc/tollbridge/tls/tls.crt"])
    key_file: Text | None = Field(default=None, description="Its private key, without a passphrase.",
                                  examples=["/etc/tollbridge/tls/tls.key"])
    client_ca_file: Text | None = Field(default=None, description=(
        "Authorities of client certificates. Given: every client must show one (mTLS)."),
        examples=["/etc/tollbridge/tls/clients.crt"])
    reload_s: Wait = Field(default=10.0, description=(
        "How often the files are looked at, and read again where they changed."))
    allow_plain_off_loopback: bool = Field(default=False, description=(
        "Listen off loopback without TLS: only behind a proxy that has TLS, in a network that is yours."))


class BearerToken(Section):
    """One caller, by the token that it sends: `authorization: Bearer TOKEN`."""

    name: Text = Field(description="Who that is, for logs.", examples=["checkout"])
    sha256: Digest | None = Field(default=None, description=(
        "SHA-256 of the token in hexadecimal: printf %s TOKEN | sha256sum"), examples=["5" * 64])
    token_file: Text | None = Field(default=None, description=(
        "Instead: a file that holds the token, such as a mounted secret."),
                                    examples=["/run/secrets/checkout-token"])
    merchants: list[Text] = Field(default=["*"], min_length=1, description=(
        'Merchant ids that it may act for; "*": all.'))


class Auth(Section):
    """Who may call."""

    tokens: list[BearerToken] = Field(default=[], description="Callers by bearer token; none: no token is asked for.")
    allow_anonymous_off_loopback: bool = Field(default=False, description=(
        "Listen off loopback with neither bearer tokens nor client certificates: everyone who can connect may call."))


class ConnectorOverride(Section):
    """One connector's own settings."""

    base_url: Url | None = Field(default=None, description=(
        "Where its calls go for accounts that name no address of their own, such as a sandbox. On loopback or a "
        "private network, the host has to stand in transport.guard.allow."), examples=["http://127.0.0.1:8100/stripe"])


class Answers(Section):
    """What answers to callers hold beside the contract's results."""

    raw_bodies: bool = Field(default=False, description=(
        "The last exchange with the processor, masked as in the log: raw_connector_request, raw_connector_response."))


class Logs(Section):
    """Logs: one line a call, and one a request to a processor."""

    level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="The least that is told.")
    format: Literal["json", "text"] = Field(default="json", description="json: one object a line; text: for people.")
    file: Text | None = Field(default=None, description=(
        "A file that they are added to, in place of standard error."), examples=["/var/log/tollbridge.log"])
    bodies: bool = Field(default=False, description=(
        "At level debug, also tell the bodies that are exchanged with processors, masked."))
    allow_bodies_live: bool = Field(default=False, description=(
        "Allow logs.bodies where environment is live: bodies hold personal data even when masked."))


class Metrics(Section):
    """Metrics: for Prometheus at /metrics of the HTTP edge, and by OpenTelemetry."""

    enabled: bool = Field(default=True, description="Count, and serve /metrics.")
    exporter: Literal["none", "otlp"] = Field(default="none", description=(
        "Where they are sent besides: nowhere, or to the collector of [otlp]."))
    interval_s: Wait = Field(default=60.0, description="How often they are sent.")


class Traces(Section):
    """Traces. One that comes with a call (traceparent) is in the logs whether or not spans are sent."""

    exporter: Literal["none", "otlp"] = Field(default="none", description=(
        "Where spans are sent: nowhere, or to the collector of [otlp]."))
    sample_ratio: Annotated[float, Field(ge=0, le=1)] = Field(default=1.0, description=(
        "Share of the traces that begin here; one that came with a call is as its caller decided."))
    send_to_processors: bool = Field(default=False, description=(
        "Pass a trace on to processors (traceparent), who are third parties; to merchants' own URLs it always is."))


class Otlp(Section):
    """OpenTelemetry's collector, by OTLP over HTTP; needs tollbridge[otel]."""

    endpoint: CollectorUrl | None = Field(default=None, description=(
        "Its address; /v1/traces and /v1/metrics are added to it."), examples=["http://127.0.0.1:4318"])
    headers: dict[str, SecretText] = Field(default={}, description=(
        "Headers of each export, such as an API key."))
    service_name: Text = Field(default="tollbridge", description=(
        "service.name, by which collectors tell services apart."))
    resource: dict[str, Text] = Field(default={}, description=(
        'Further attributes of the resource, such as "deployment.environment.name".'))
    timeout_s: Wait = Field(default=5.0, description="How long an export may take.")


class Vault(Section):
    """HashiCorp Vault, where accounts.store is vault."""

    url: Url | None = Field(default=None, description="Its address.", examples=["https://vault.example:8200"])
    mount: Text = Field(default="secret", description="Mount of the KV version 2 engine.")
    namespace: Text | None = Field(default=None, description="Namespace (Vault Enterprise).", examples=["payments"])
    token_file: Text | None = Field(default=None, description=(
        "File that holds the token, as Vault Agent writes it, read anew each time; without it VAULT_TOKEN is used."),
        examples=["/run/vault/token"])
    ca_file: Text | None = Field(default=None, description="Authorities of its certificate, instead of the system's.",
                                 examples=["/etc/tollbridge/vault-ca.crt"])


class Accounts(Section):
    """Where credentials and webhook secrets of merchants are kept; those given with a call win."""

    store: Literal["none", "file", "environment", "directory", "vault"] = Field(default="none", description=(
        "none: every call brings its own. file: one TOML or JSON file. environment: TOLLBRIDGE_ACCOUNT__... variables. "
        "directory: mounted files, PATH/MERCHANT/CONNECTOR/FIELD. vault: HashiCorp Vault, KV version 2."))
    path: Text | None = Field(default=None, description=(
        "The file, the directory, or the path below the Vault mount."), examples=["/etc/tollbridge/accounts.toml"])
    refresh_s: Wait = Field(default=10.0, description=(
        "How often the store is looked at for changes. What is broken then leaves the last good accounts in place."))
    vault: Vault = Vault()


class Webhooks(Section):
    """The webhook receiver of the HTTP edge: POST /webhooks/CONNECTOR/MERCHANT."""

    enabled: bool = Field(default=False, description="Receive webhooks; needs an account store.")
    mode: Literal["forward", "bridge"] = Field(default="forward", description=(
        "forward: each event goes to the merchant's URL, and the processor is told once that took it. bridge: webhooks "
        "are stored in NATS, the processor is told at once, and workers verify them and publish events."))
    timeout_s: Wait = Field(default=10.0, description=(
        "How long one may take in all, the merchant's answer included: shorter than processors wait. After that the "
        "processor is asked to send it again."))
    parked_s: Wait = Field(default=120.0, description=(
        "With mode bridge: how long an event waits whose payment is still under way here; then it is published as "
        "unmatched."))
    max_body_bytes: Bytes = Field(default=1 * MIB, description="Largest webhook that is read.")


class Settings(Section):
    """Everything the service can be told."""

    environment: Literal["test", "live"] = Field(description=(
        "Where calls go that do not say: nobody goes live, or stays in test, by forgetting."), examples=["test"])
    other_environment: bool = Field(default=False, description=(
        "Whether a call may name the other environment (x-environment) than this."))
    processes: Annotated[int, Field(ge=1, le=64)] = Field(default=1, description=(
        "Server processes that share the ports."))
    grpc: Grpc = Grpc()
    http: Http = Http()
    limits: Limits = Limits()
    tls: Tls = Tls()
    auth: Auth = Auth()
    transport: Transport = Transport()
    connectors: dict[str, ConnectorOverride] = Field(
        default={}, description="By name of the connector.", examples=["stripe"])
    answers: Answers = Answers()
    logs: Logs = Logs()
    metrics: Metrics = Metrics()
    traces: Traces = Traces()
    otlp: Otlp = Otlp()
    accounts: Accounts = Accounts()
    webhooks: Webhooks = Webhooks()
    routing: Routing = Routing()
    bridge: Bridge = Bridge()
    worker: Worker = Worker()
