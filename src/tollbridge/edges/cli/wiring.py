"""From settings to the options of what is served: the one place where both are known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadInput
from tollbridge.engine.retries import Retries
from tollbridge.service import ServiceOptions
from tollbridge.service.principals import Principal, Principals, Token
from tollbridge.service.routing import Mode, Routing, Rule
from tollbridge.service.tls import Certificates, TlsFiles
from tollbridge.settings import Settings
from tollbridge.settings.tree import BearerToken
from tollbridge.telemetry import OtelOptions, TelemetryOptions
from tollbridge.telemetry.logs import Format, LogOptions
from tollbridge.transport import Guard, Limits, Proxy, Timeouts, TransportSettings

if TYPE_CHECKING:
    from tollbridge.edges.grpc import GrpcOptions
    from tollbridge.edges.http import HttpOptions

LEAST_TOKEN_BYTES, MOST_TOKEN_BYTES = 16, 4096
ENVIRONMENTS = {"test": Environment.TEST, "live": Environment.LIVE}


def service_options(its: Settings) -> ServiceOptions:
    """Raises BadInput for a token file that holds none."""
    return ServiceOptions(
        environment=ENVIRONMENTS[its.environment], other_environment=its.other_environment,
        connector_urls={name: own.base_url for name, own in its.connectors.items() if own.base_url},
        max_concurrent=its.limits.max_concurrent, grace_s=its.limits.grace_s, notice_s=its.limits.notice_s,
        raw_bodies=its.answers.raw_bodies,
        principals=Principals(map(_token, its.auth.tokens)) if its.auth.tokens else None,
        retries=Retries(unsent=its.transport.retries.unsent, first_wait_s=its.transport.retries.first_wait_s,
                        longest_wait_s=its.transport.retries.longest_wait_s),
        routing=routing(its), transport=transport_settings(its))


def routing(its: Settings) -> Routing:
    return Routing((Rule(mode=Mode(rule.mode), operations=frozenset(rule.operations),
                         merchants=frozenset(rule.merchants), connectors=frozenset(rule.connectors))
                    for rule in its.routing.rules), Mode(its.routing.mode))


def transport_settings(its: Settings) -> TransportSettings:
    given, guard = its.transport, its.transport.guard
    connections = given.connections or its.limits.max_concurrent
    return TransportSettings(
        timeouts=Timeouts(given.connect_s, given.read_s, given.total_s),
        limits=Limits(response_bytes=given.response_bytes, connections=connections,
                      connections_per_host=given.connections_per_host or max(1, connections // 2),
                      idle_s=given.idle_s),
        ca_file=given.ca_file,
        proxy=Proxy(given.proxy.http, given.proxy.https, tuple(given.proxy.bypass)),
        guard=Guard(tuple(guard.allow), tuple(guard.ports), guard.https_only) if guard.enabled else None)


def grpc_options(its: Settings, shared_port: int | None) -> GrpcOptions:
    """`shared_port` is held by the parent of several processes."""
    from tollbridge.edges.grpc import ErrorDetails, GrpcOptions

    grpc = its.grpc
    return GrpcOptions(
        host=grpc.host, port=grpc.port if shared_port is None else shared_port, reuse_port=shared_port is not None,
        tls=_tls(its), reflection=grpc.reflection, error_details=ErrorDetails(grpc.error_details),
        max_message_bytes=grpc.max_message_bytes, max_metadata_bytes=grpc.max_metadata_bytes,
        max_streams=grpc.max_streams, handshake_s=grpc.handshake_s, connection_idle_s=grpc.connection_idle_s or None,
        connection_age_s=grpc.connection_age_s or None, connection_age_grace_s=grpc.connection_age_grace_s,
        keepalive_s=grpc.keepalive_s,
        keepalive_answer_s=grpc.keepalive_answer_s, client_ping_s=grpc.client_ping_s)


def http_options(its: Settings, shared_port: int | None) -> HttpOptions:
    """`shared_port` is held by the parent of several processes."""
    from tollbridge.edges.http import HttpOptions

    http = its.http
    return HttpOptions(
        host=http.host, port=http.port if shared_port is None else shared_port, reuse_port=shared_port is not None,
        tls=_tls(its), docs=http.docs, metrics=its.metrics.enabled, max_body_bytes=http.max_body_bytes,
        max_header_bytes=http.max_header_bytes, max_held_bytes=http.max_held_bytes, max_headers=http.max_headers,
        max_connections=http.max_connections, max_pipelined=http.max_pipelined, header_s=http.header_timeout_s,
        body_s=http.body_timeout_s, write_s=http.write_timeout_s, keep_alive_s=http.keep_alive_s,
        handshake_s=http.handshake_s, webhook_s=its.webhooks.timeout_s,
        max_webhook_bytes=its.webhooks.max_body_bytes)


def log_options(its: Settings) -> LogOptions:
    return LogOptions(level=its.logs.level, format=Format(its.logs.format), file=its.logs.file)


def telemetry_options(its: Settings) -> TelemetryOptions:
    """OpenTelemetry only where something is exported: its packages cost much to import."""
    otel = None
    spans, metrics = its.traces.exporter == "otlp", its.metrics.enabled and its.metrics.exporter == "otlp"
    if its.otlp.endpoint and (spans or metrics):
        otel = OtelOptions(
            endpoint=its.otlp.endpoint, headers=its.otlp.headers, service_name=its.otlp.service_name,
            resource=its.otlp.resource, sample_ratio=its.traces.sample_ratio, spans=spans, metrics=metrics,
            interval_s=its.metrics.interval_s, timeout_s=its.otlp.timeout_s)
    return TelemetryOptions(metrics=its.metrics.enabled, bodies=its.logs.bodies,
                            send_to_processors=its.traces.send_to_processors, otel=otel)


def _tls(its: Settings) -> TlsFiles | None:
    tls = its.tls
    if tls.cert_file is None or tls.key_file is None:
        return None
    return TlsFiles(cert_file=tls.cert_file, key_file=tls.key_file, client_ca_file=tls.client_ca_file,
                    reload_s=tls.reload_s)


def wrong_files(its: Settings) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Certificates and tokens that `serve` would refuse, each at its setting."""
    tls = _tls(its)
    if tls is not None:
        try:
            Certificates(tls)
        except ValueError as error:
            at = next((name for name in ("key_file", "client_ca_file")
                       if str(error).startswith(f"{getattr(tls, name)}:")), "cert_file")
            yield ("tls", at), str(error)
    for index, token in enumerate(its.auth.tokens):
        try:
            Principals([_token(token)])
        except (BadInput, OSError) as error:
            yield ("auth", "tokens", index), str(error)


def _token(its: BearerToken) -> Token:
    if its.sha256 is not None:
        digest = its.sha256.reveal()
    else:
        assert its.token_file is not None  # noqa: S101 - the settings were checked
        digest = hashlib.sha256(_token_text(its.name, its.token_file)).hexdigest()
    return Token(digest, Principal(its.name, frozenset(its.merchants)))


def _token_text(name: str, file: str) -> bytes:
    """Raises BadInput for what is no token, or one that can be guessed."""
    with Path(file).open("rb") as opened:
        text = opened.read(MOST_TOKEN_BYTES + 1).strip()
    why = "is empty" if not text else f"is larger than {MOST_TOKEN_BYTES} bytes" if len(text) > MOST_TOKEN_BYTES \
        else "holds more than printable ASCII" if not (text.isascii() and text.decode().isprintable()) \
        else f"is shorter than {LEAST_TOKEN_BYTES} characters, which can be guessed" if len(text) < LEAST_TOKEN_BYTES \
        else None
    if why is not None:
        raise BadInput(f"token of {name}: {file} {why}", "auth.tokens")
    return text
