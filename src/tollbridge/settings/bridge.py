"""Settings of what goes over NATS: the bridge, its workers, and which calls take that way."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tollbridge.settings.kinds import (
    MIB,
    Count,
    Memory,
    NatsUrl,
    Pause,
    Port,
    SecretText,
    Section,
    Text,
    Token,
    Url,
    Wait,
)

INBOX = r"^_INBOX(\.[A-Za-z0-9_-]{1,64})*$"
Mode = Literal["direct", "bridge", "nats_bridge"]
Seconds = dict[str, Wait]
"""By name of an operation."""


class Probes(Section):
    """Health and metrics over HTTP: /livez, /readyz, /metrics."""

    enabled: bool = Field(default=True, description="Serve them.")
    host: Text = Field(default="127.0.0.1", description="Address to listen on; they hold no secrets.")
    port: Port = Field(default=8081, description="Port to listen on; 0 takes a free one.")


class WorkerProbes(Probes):
    port: Port = Field(default=8082, description="Port to listen on; 0 takes a free one, for several on one machine.")


class Ingress(Section):
    """`tollbridge bridge`: answers whoever speaks NATS, on subjects that name no connector."""

    connectors: dict[str, Token] = Field(default={}, description=(
        "Where operations go that do not say so, by merchant, such as { shop-1 = \"adyen\", \"*\" = \"stripe\" }; "
        '"*" is for all others.'), examples=[{"*": "stripe"}])
    wait_s: Wait = Field(default=2.0, description=(
        "How long a caller waits who does not say so, beside the time that the processor may take."))
    max_waiting: Count = Field(default=20_000, description="Callers that wait at once; more are told to ask again.")


Number = Annotated[int, Field(ge=0)]


class Rate(Section):
    """How fast operations of a merchant are taken; the first rule that fits counts."""

    merchant: Text = Field(default="*", description='Of this merchant; "*": of each that has no rule of its own.')
    operation: Text = Field(default="*", description='Such as authorize; "*": each.')
    per_s: Wait = Field(description="So many a second.", examples=[20.0])
    burst: Count = Field(default=1, description="So many at once, before that.")


class Quota(Section):
    """How many operations of a merchant are taken in a period, in UTC."""

    merchant: Text = Field(default="*", description='Of this merchant; "*": of each that has no rule of its own.')
    operation: Text = Field(default="*", description='Such as authorize; "*": each.')
    operations: Count = Field(description="So many in each period.", examples=[100_000])
    period_s: Wait = Field(default=86_400.0, description="The period: a day begins at midnight.")


class Admission(Section):
    """What one bridge, or service, takes; what comes on top is refused with the time to ask again, and not stored."""

    in_flight: Number = Field(default=20_000, description="Callers that wait at once; 0: no limit.")
    pending: Number = Field(default=50_000, description=(
        "Operations of one kind at one connector that wait for workers; 0: no limit."))
    unattended: Number = Field(default=5_000, description=(
        "The same, while there is no worker; 0: nothing is stored that nobody would do."))
    refuse_while_open: bool = Field(default=True, description=(
        "Refuse an operation while its processor is left alone, as it fails again and again; else it is stored, and "
        "waits."))
    rates: list[Rate] = Field(default=[], description="How fast; each bridge counts for itself.")
    quotas: list[Quota] = Field(default=[], description="How many in a period; each bridge counts for itself.")


class Breaker(Section):
    """When a processor that fails is left alone, by connector, operation and account, over all workers."""

    failures: Number = Field(default=10, description="After so many unknown outcomes in a row; 0: never.")
    ratio: Annotated[float, Field(gt=0, le=1)] = Field(default=0.5, description="Or once this share of calls failed,")
    least: Count = Field(default=20, description="of at least so many,")
    window_s: Wait = Field(default=30.0, description="within about so long.")
    first_s: Wait = Field(default=5.0, description="How long it is left alone at first; then one call tries.")
    longest_s: Wait = Field(default=60.0, description="It doubles up to this, as long as that call fails.")


class Paused(Section):
    """How an account is left alone whose credentials the processor does not take (401, 403)."""

    first_s: Wait = Field(default=5.0, description="For how long at first; then one call tries.")
    longest_s: Wait = Field(default=120.0, description="It doubles up to this.")


class Governor(Section):
    """The card networks' limits on trying a declined card again (Visa, Mastercard)."""

    key: SecretText | None = Field(default=None, description=(
        "What card numbers are hashed under to count them: 32 characters or more, the same for all workers. Without "
        "it nothing is counted."), examples=["a-random-text-of-32-characters-or-more"])
    never_days: Count = Field(default=30, description="How long a card is refused that must never be tried again.")


class Deliveries(Section):
    """Events that bridges deliver to the merchants' own URLs (webhook_forward_url of their accounts)."""

    enabled: bool = Field(default=False, description=(
        "Deliver them; needs an account store, and `tollbridge streams apply` after it is switched on: events that are "
        "published from then on leave."))
    retry_s: list[Wait] = Field(default=[5.0, 300.0, 1800.0, 7200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0, 86_400.0],
                                min_length=1, max_length=50, description=(
        "How long is waited after each attempt that failed, and up to a fifth longer; after the last one an event is a "
        "dead letter. Together less than the 30 days for which events are kept."))
    timeout_s: Wait = Field(default=15.0, description="How long a merchant's server may take to answer.")
    concurrency: Count = Field(default=8, description=(
        "Attempts at once for each account: one that is slow has no more."))
    slots: Count = Field(default=500, description="Attempts at once in all, and events that are held in memory.")
    order_s: Pause = Field(default=600.0, description=(
        "How long an event waits at most for the earlier ones of its payment that were not taken; 0: not."))
    lease_s: Annotated[float, Field(ge=1, le=300)] = Field(default=15.0, description=(
        "One of all bridges delivers; after so long without a word of it another does."))


class Audit(Section):
    """The audit trail: what is done over NATS and by whom, in a stream that nothing can be taken out of."""

    enabled: bool = Field(default=False, description=(
        "Write it. On, it fails closed: what cannot be written down is not acknowledged, and is done with only once it "
        "is. Bridges, workers and commands have to be told the same; `tollbridge streams apply` makes its stream."))
    key: SecretText | None = Field(default=None, description=(
        "What blocks are signed with (HMAC-SHA256): 32 characters or more, the same for all. Without a key, who can "
        "write to the server's disk can write another trail."), examples=["a-random-text-of-32-characters-or-more"])
    signing_key_file: Text | None = Field(default=None, description=(
        "Instead of that: a private Ed25519 key in PEM, so that who verifies can not sign."),
        examples=["/run/secrets/audit.pem"])
    former_keys: list[SecretText] = Field(default=[], description=(
        "Keys that blocks were signed with before; `tollbridge audit verify` takes them too."))
    public_key_files: list[Text] = Field(default=[], description=(
        "Public Ed25519 keys in PEM, of all who sign or have signed; for `tollbridge audit verify`."))
    anchor_s: Wait = Field(default=60.0, description=(
        "How often one process writes down where all others are: what is cut off after that is found."))
    days: Annotated[int, Field(ge=1, le=3650)] = Field(default=400, description="How long it is kept.")
    max_bytes: Annotated[int, Field(ge=0)] = Field(default=0, description=(
        "Largest size on the disk; 0: as much as there is. When it is full nothing is acknowledged any more."))


class NatsTls(Section):
    """TLS to NATS. Naming a file, or a server as tls://, asks for it: without it nothing is said then."""

    required: bool = Field(default=False, description="Refuse servers that do not offer TLS, whatever their address.")
    ca_file: Text | None = Field(default=None, description=(
        "PEM: the authorities of servers' certificates; none: those of this machine."),
        examples=["/etc/tollbridge/nats-ca.pem"])
    cert_file: Text | None = Field(default=None, description="PEM: the certificate shown to servers, for mutual TLS.",
                                   examples=["/etc/tollbridge/nats.pem"])
    key_file: Text | None = Field(default=None, description="PEM: its key, unencrypted.",
                                  examples=["/run/secrets/nats-key.pem"])
    reload_s: Wait = Field(default=10.0, description=(
        "How often the files are looked at; once they change, the connection is made anew at a quiet moment."))


class Evidence(Section):
    """Files of disputes: with a key they are kept apart from the messages, encrypted, and may be larger than these."""

    key_file: Text | None = Field(default=None, description=(
        "What encrypts them: 64 hexadecimal digits a line, mode 0600, the same for bridges, services and workers. The "
        "first key encrypts, the others still decrypt. Without it files lie in the message as they are."),
        examples=["/run/secrets/evidence.key"])
    max_bytes: Memory = Field(default=20 * MIB, description=(
        "Largest size of all files of one request. Over gRPC and HTTP, grpc.max_message_bytes and http.max_body_bytes "
        "have to be larger."))
    keep_days: Count = Field(default=365, description=(
        "How long they are kept at most; they are deleted once their operation is over, but for one that is MANUAL."))


class Protection(Section):
    """Encryption and signatures of all that the bridge stores: docs/how-to/protect-the-bridge.md."""

    mode: Literal["off", "on"] = Field(default="off", description=(
        "on: what is stored is encrypted under keys of the day and signed, and what is not is refused. Bridges, "
        "services, workers and commands have to be told the same."))
    private_keys: Text | None = Field(default=None, description=(
        "File with the keys of this process, a JWK Set that its owner alone may read; `tollbridge keys new` makes it."),
        examples=["/run/secrets/tollbridge/bridge.jwks"])
    public_keys: Text | None = Field(default=None, description=(
        "File with everybody's public keys, the same for all; `tollbridge keys new` adds to it."),
        examples=["/etc/tollbridge/public.jwks"])
    window_s: Wait = Field(default=60.0, description=(
        "How long after it was signed a message may be stored or arrive; what comes later is a copy. Clocks of "
        "bridges, workers and servers may be so far apart, no more."))
    cache_s: Wait = Field(default=120.0, description=(
        "How long a key that was unwrapped is kept; of one that is erased, so long it may still be used."))
    since: Text | None = Field(default=None, description=(
        "When it was switched on, as RFC 3339: what the server stored before may be unprotected. Without it nothing "
        "may."), examples=["2026-03-31T12:00:00Z"])


class Bridge(Section):
    """NATS: where it is, and how operations are kept there. Bridges and workers have to be told the same."""

    servers: list[NatsUrl] = Field(default=[], description=(
        "Servers of one cluster, such as nats://10.0.0.5:4222; TLS is used where the server asks for it. None: only "
        "`tollbridge dev` has one, of its own."))
    user: Text | None = Field(default=None, description="Who connects.", examples=["tollbridge"])
    password: SecretText | None = Field(default=None, description="The user's password.", examples=["a-secret"])
    credentials_file: Text | None = Field(default=None, description=(
        "Instead of user and password: a file with JWT and nkey."), examples=["/run/secrets/tollbridge.creds"])
    nkey_file: Text | None = Field(default=None, description=(
        "Instead of those: a file with the seed of a NATS user, as `tollbridge nats-config` writes it."),
        examples=["/run/secrets/bridge.nk"])
    inbox_prefix: Annotated[str, Field(pattern=INBOX)] = Field(default="_INBOX", description=(
        "Below which subject this user may be answered; `tollbridge nats-config` says it."),
        examples=["_INBOX.bridge"])
    restricted: bool = Field(default=False, description=(
        "Whether the user may touch only its own connectors, or only read: then bridges sweep, and make streams in "
        "memory again. `tollbridge nats-config` says so for workers, auditors and developers."))
    tls: NatsTls = NatsTls()
    monitoring: list[Url] = Field(default=[], description=(
        "HTTP monitoring of each server, such as http://10.0.0.5:8222: the only place where a server says whether it "
        "writes to the disk before it acknowledges. It is asked at start, and by `tollbridge streams check`."))
    accept_live: list[Literal["replicas", "monitoring"]] = Field(default=[], description=(
        "What live may lack. replicas: fewer than three copies of what is stored; monitoring: nobody verifies that "
        "servers write before they acknowledge."))
    connect_timeout_s: Wait = Field(default=1.0, description="How long a connection may take.")
    ack_timeout_s: Wait = Field(default=2.0, description="How long a server may take to say that it has stored.")
    request_timeout_s: Wait = Field(default=2.0, description="How long it may take for any other word.")
    connectors: list[Token] = Field(default=[], description=(
        "Connectors whose operations go over NATS: each has its own consumers."))
    other_connectors: list[Token] = Field(default=[], description=(
        "Names that connectors may have besides Tollbridge's own, in bridge.connectors and wherever else one is named: "
        "workers of yours carry out their operations, in whatever language."))
    replicas: Annotated[int, Field(ge=1, le=5)] = Field(default=3, description=(
        "Copies of what is stored, each on another server; with more than one, payments have two streams with leaders "
        "on different servers. 1 for a single server."))
    max_bytes: Memory = Field(default=1024 * MIB, description="Largest size of each stream on the disk.")
    max_memory_bytes: Memory = Field(default=64 * MIB, description=(
        "Largest size of what is kept in memory: card data and credentials of operations that are not done."))
    events_days: Annotated[int, Field(ge=1, le=400)] = Field(default=30, description=(
        "How long events and alerts are kept: for deliveries, `webhooks replay` and exports."))
    dead_letters_days: Annotated[int, Field(ge=30, le=400)] = Field(default=365, description=(
        "How long dead letters are kept."))
    sealed_for_s: Wait = Field(default=900.0, description=(
        "How long those are kept at most: an operation that is not begun within it ends, and nothing is charged."))
    duplicate_window_s: Wait = Field(default=120.0, description=(
        "How long a server knows a message again; later the operation's record does."))
    concurrency: Count = Field(default=1000, description=(
        "Most that is under way at once of one operation at one connector, over all workers."))
    deadline_s: Wait = Field(default=600.0, description=(
        "How long an operation is tried; what nobody knows of it by then is for a person to find out."))
    fallback_after_s: Wait = Field(default=0.25, description=(
        "After so long without a server's word a payment is given to the other stream, where there are two."))
    processor_timeouts_s: Seconds = Field(default={}, description=(
        "How long a processor may take, by operation, such as { authorize = 12.0 }. Others: authorize 10, capture 7, "
        "refund 13, sync, refund_sync, payout_sync and session 5, all else 10."), examples=[{"authorize": 12.0}])
    caller_timeouts_s: Seconds = Field(default={}, description=(
        "How long a caller waits for a result before it is told that the operation is under way, by operation. Others: "
        "2 s less than the call's own deadline, over NATS as bridge.ingress.wait_s says."),
        examples=[{"authorize": 8.0}])
    store_s: Wait = Field(default=4.0, description=(
        "How long it is tried to store an operation, for a caller who has that much time: a restart of a server, or "
        "an election, takes less."))
    answers_kept_s: Pause = Field(default=0.5, description=(
        "How long the answer to a question of state is kept for others who ask the same; 0: not."))
    session_s: Wait = Field(default=900.0, description="How long a session lasts of which the processor does not say.")
    audit: Audit = Audit()
    evidence: Evidence = Evidence()
    protection: Protection = Protection()
    admission: Admission = Admission()
    ingress: Ingress = Ingress()
    deliveries: Deliveries = Deliveries()
    http: Probes = Probes()


class Worker(Section):
    """`tollbridge worker`: carries out what comes over NATS."""

    connectors: list[Token] = Field(default=[], description="What it works for; none: all of bridge.connectors.")
    operations: list[Text] = Field(default=[], description=(
        "What it does, such as authorize; none: all that its connectors offer."))
    slots: Count = Field(default=50, description="Durable operations of each kind at each connector at once.")
    query_slots: Count = Field(default=200, description="Questions at once; what comes on top is told to ask again.")
    grace_s: Wait = Field(default=25.0, description=(
        "After SIGTERM, how long what is begun may take to end; what does not is done by another worker."))
    breaker: Breaker = Breaker()
    paused: Paused = Paused()
    governor: Governor = Governor()
    http: WorkerProbes = WorkerProbes()


class RoutingRule(Section):
    """Another way for some calls. What it does not name, it does not ask for; the first rule that fits counts."""

    mode: Mode = Field(description="As routing.mode.", examples=["bridge"])
    operations: list[Text] = Field(default=[], description="Of these operations, such as authorize; none: of all.")
    merchants: list[Token] = Field(default=[], description="Of these merchants; none: of all.")
    connectors: list[Token] = Field(default=[], description="At these connectors; none: at all.")


class Routing(Section):
    """Which way calls of the service take."""

    mode: Mode = Field(default="direct", description=(
        "direct: this process calls the processor. bridge: over NATS, by our workers. nats_bridge: over NATS, by "
        "workers of others."))
    rules: list[RoutingRule] = Field(default=[], description="Exceptions by operation, merchant and connector.")
