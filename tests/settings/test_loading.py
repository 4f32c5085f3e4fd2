"""Settings: which layer wins; all that is wrong is told at once, with its origin and without a value."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from tollbridge.domain.secret import Secret
from tollbridge.settings import Added, Flag, Loaded, SettingsError, load

TEST = {"TOLLBRIDGE__ENVIRONMENT": "test"}
CANARY = "canary-7c1f"


def written(folder: Path, text: str) -> Path:
    file = folder / "its.toml"
    file.write_text(text)
    return file


def wrong(file: Path | None = None, environ: dict[str, str] | None = None,
          flags: dict[str, Flag] | None = None) -> dict[str, str]:
    """All that is wrong: by path and origin, what is told."""
    with pytest.raises(SettingsError) as refused:
        load(file, environ=TEST if environ is None else environ, flags=flags)
    return {f"{problem.path} @ {problem.origin.place}".strip(): problem.why for problem in refused.value.problems}


def on(**environ: str) -> dict[str, str]:
    return {**TEST, **{f"TOLLBRIDGE__{name}": value for name, value in environ.items()}}


# -- layers ---------------------------------------------------------------------------------------------------------
def test_each_layer_wins_over_those_before(tmp_path: Path) -> None:
    file = written(tmp_path, 'environment = "live"\n[grpc]\nport = 1\n[http]\nport = 2\n[limits]\ngrace_s = 3\n')
    its = load(file, environ={"TOLLBRIDGE__HTTP__PORT": "20", "TOLLBRIDGE__LIMITS__GRACE_S": "30"},
               flags={"limits.grace_s": Flag("--grace", 300.0), "limits.notice_s": Flag("--notice", None)})
    assert (its.settings.environment, its.settings.grpc.port, its.settings.http.port) == ("live", 1, 20)
    assert (its.settings.limits.grace_s, its.settings.limits.notice_s) == (300.0, 0.0)
    assert [str(its.origin(path)) for path in (
        ("grpc", "port"), ("http", "port"), ("limits", "grace_s"), ("limits", "notice_s"), ("processes",))] == [
        f"{file}:3", "TOLLBRIDGE__HTTP__PORT", "--grace", "default", "default"]


def test_the_file_is_the_flags_else_the_variables(tmp_path: Path) -> None:
    file = written(tmp_path, "processes = 3\n")
    assert load(environ={**TEST, "TOLLBRIDGE_CONFIG": str(file)}).settings.processes == 3
    other = tmp_path / "other.toml"
    other.write_text("processes = 4\n")
    assert load(other, environ={**TEST, "TOLLBRIDGE_CONFIG": str(file)}).settings.processes == 4


def test_there_is_no_default_for_where_money_moves() -> None:
    assert wrong(environ={})["environment @"].startswith("required")


@pytest.mark.parametrize(("variable", "text", "read"), [
    ("TRANSPORT__GUARD__ALLOW", "127.0.0.1, 10.0.0.0/8,", ["127.0.0.1", "10.0.0.0/8"]),
    ("TRANSPORT__GUARD__ALLOW", '["127.0.0.1"]', ["127.0.0.1"]),
    ("TRANSPORT__GUARD__ALLOW", "", []),
    ("HTTP__DOCS", "No", False), ("HTTP__DOCS", "1", True), ("http__docs", "true", True),
    ("LIMITS__GRACE_S", "7", 7.0), ("LIMITS__GRACE_S", "0.5", 0.5), ("PROCESSES", "2", 2),
    ("CONNECTORS__STRIPE__BASE_URL", "https://a.example/x", "https://a.example/x"),
    ("TRANSPORT__PROXY__HTTPS", "http://u:p@proxy.example:3128", Secret("http://u:p@proxy.example:3128")),
    ("OTLP__HEADERS__API_KEY", "k", Secret("k")), ("OTLP__RESOURCE", '{"a.b": "c"}', {"a.b": "c"}),
    ("LOGS", '{"level": "error"}', "error"),
])
def test_a_variable_is_read_as_its_setting_has_it(variable: str, text: str, read: object) -> None:
    its: Any = load(environ=on(**{variable.upper(): text})).settings
    for key in variable.lower().split("__"):
        its = its[key] if isinstance(its, dict) else getattr(its, key)
    assert (its.level if variable == "LOGS" else its) == read


@pytest.mark.parametrize("name", [
    "TOLLBRIDGE_AUTH__TOKENS", "TOLLBRIDGE_AUTH_TOKENS", "tollbridge__auth__tokens", "TOLLBRIDGE___AUTH__TOKENS"])
def test_a_variable_that_is_nearly_one_is_not_passed_over(name: str) -> None:
    """Else callers would go without a check."""
    ((place, why),) = wrong(environ={**TEST, name: "[]"}).items()
    assert place == f"@ {name}"
    assert "did you mean TOLLBRIDGE__AUTH__TOKENS?" in why


def test_variables_of_others_are_passed_over() -> None:
    """Kubernetes sets those of services."""
    theirs = {"TOLLBRIDGE_GRPC_PORT": "tcp://10.1.2.3:50051", "TOLLBRIDGE_SERVICE_HOST": "10.1.2.3",
              "TOLLBRIDGE_PORT_8080_TCP": "tcp://10.1.2.3:8080", "TOLLBRIDGE_TRACEBACK": "1"}
    assert load(environ={**TEST, **theirs}).settings.grpc.port == 50051


def test_a_variable_of_one_key_leaves_the_rest_of_its_table(tmp_path: Path) -> None:
    file = written(tmp_path, '[connectors.stripe]\nbase_url = "https://s.example"\n'
                             '[connectors.adyen]\nbase_url = "https://a.example"\n')
    its = load(file, environ=on(CONNECTORS__ADYEN__BASE_URL="https://b.example")).settings
    assert {name: each.base_url for name, each in its.connectors.items()} == {
        "stripe": "https://s.example", "adyen": "https://b.example"}


def test_a_table_and_one_of_its_keys_as_variables_go_together() -> None:
    its = load(environ=on(LOGS='{"level": "error", "format": "text"}', LOGS__LEVEL="debug")).settings
    assert (its.logs.level, its.logs.format) == ("debug", "text")


def test_a_list_is_taken_whole(tmp_path: Path) -> None:
    file = written(tmp_path, "[transport.guard]\nallow = ['10.0.0.0/8', '127.0.0.1']\n")
    assert load(file, environ=on(TRANSPORT__GUARD__ALLOW="::1")).settings.transport.guard.allow == ["::1"]


def test_a_flag_can_add_to_a_list(tmp_path: Path) -> None:
    file = written(tmp_path, "[transport.guard]\nallow = ['10.0.0.0/8']\n")
    flags = {"transport.guard.allow": Flag("--connector-url", Added(["127.0.0.1:1"]))}
    assert load(file, environ=TEST, flags=flags).settings.transport.guard.allow == ["10.0.0.0/8", "127.0.0.1:1"]
    assert load(environ=TEST, flags=flags).settings.transport.guard.allow == ["127.0.0.1:1"]


# -- errors ---------------------------------------------------------------------------------------------------------
def test_everything_is_told_at_once_with_its_origin(tmp_path: Path) -> None:
    file = written(tmp_path, '''\
enviroment = "test"
port = 5

[grpc]
port = 99_999
error_details = "riche"
grace = 1

[tls]
key_file = "/no/such/file"

[[auth.tokens]]
name = "one"
sha256 = "zz"

[[auth.tokens]]
name = "two"
merchants = [
  "m",
  5,
]

[connectors.strpie]
base_url = "https://a.example"
''')
    told = wrong(file, {"TOLLBRIDGE__HTTP__DOCS": "perhaps", "TOLLBRIDGE__TYPO__X": "1", "TOLLBRIDGE__AUTH__TOKEN": "[",
                        "TOLLBRIDGE__CONNECTORS": "{"},
                 {"limits.grace_s": Flag("--grace", -1.0)})
    assert told == {
        "@ TOLLBRIDGE__AUTH__TOKEN": "no such setting: did you mean TOLLBRIDGE__AUTH__TOKENS?",
        "connectors @ TOLLBRIDGE__CONNECTORS": "must be a JSON object",
        "@ TOLLBRIDGE__TYPO__X": "no such setting; config/example.toml has them all",
        "environment @": told["environment @"],
        f"enviroment @ {file}:1": "no such setting: did you mean environment?",
        f"port @ {file}:2": "no such setting: did you mean grpc.port or http.port or bridge.http.port?",
        f"grpc.port @ {file}:5": "must be a whole number from 0 to 65535",
        f"grpc.error_details @ {file}:6": "must be 'rich' or 'ucs'",
        f"grpc.grace @ {file}:7": "no such setting: did you mean limits.grace_s or worker.grace_s?",
        "http.docs @ TOLLBRIDGE__HTTP__DOCS": "must be true or false",
        "limits.grace_s @ --grace": "must be a number from 0 to 86400",
        f"auth.tokens[0].sha256 @ {file}:14":
            "must be the SHA-256 of the token in hexadecimal, 64 digits: printf %s TOKEN | sha256sum",
        f"auth.tokens[1].merchants[1] @ {file}:18": "must be text",
        f"tls.key_file @ {file}:10": told[f"tls.key_file @ {file}:10"],
    }
    assert told["environment @"].startswith("required")


def test_one_place_may_be_wrong_in_two_ways(tmp_path: Path) -> None:
    file = written(tmp_path, '[tls]\nkey_file = "/no/such/file"\n')
    with pytest.raises(SettingsError) as refused:
        load(file, environ=TEST)
    assert [problem.why for problem in refused.value.problems] == [
        "needs tls.cert_file beside it", "/no/such/file cannot be read: No such file or directory"]


@pytest.mark.parametrize(("text", "why"), [
    ("[grpc\nport = 1", "is not TOML: Expected ']' at the end of a table declaration (at line 1, column 6)"),
    (b"\xff\xfe", "is not UTF-8 text"), (None, "no such file"),
    ("a = " + "[" * 20_000, "is not TOML that can be read: too deep")])
def test_a_file_that_cannot_be_read_is_all_that_is_wrong_with_it(tmp_path: Path, text: Any, why: str) -> None:
    file = tmp_path / "its.toml"
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    told = wrong(file, {"TOLLBRIDGE__GRPC__PORT": "x"})
    assert told == {f"@ {file}": why, "grpc.port @ TOLLBRIDGE__GRPC__PORT": "must be a whole number from 0 to 65535"}


@pytest.mark.parametrize(("text", "environ"), [
    (f'[transport.proxy]\nhttp = "nonsense:{CANARY}"\n', {}),
    (f'[[auth.tokens]]\nname = "a"\nsha256 = "{CANARY}"\n', {}),
    (f'[auth]\ntokens = ["{CANARY}"]\n', {}),
    (f'environment = "{CANARY}"\n', {}),
    ("", {"AUTH__TOKENS": f"[{CANARY}"}), ("", {"AUTH__TOKENS": CANARY}), ("", {"GRPC__PORT": CANARY}),
    ("", {"TRANSPORT__PROXY__HTTPS": f"http://u:{CANARY}@"}), ("", {"SECRET_KEY": CANARY}),
    ("", {"CONNECTORS__STRIPE__BASE_URL": f"https://u:{CANARY}@a.example"}),
    ("", {"CONNECTORS__STRIPE__BASE_URL": f"https://a.example?key={CANARY}"}),
])
def test_no_error_says_what_was_given(tmp_path: Path, text: str, environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as refused:
        load(written(tmp_path, text), environ=on(**environ) if "environment" not in text else {})
    assert refused.value.problems
    assert CANARY not in f"{refused.value} {refused.value!r} {refused.value.problems}"


def test_a_table_is_wrong_where_what_is_in_it_was_said() -> None:
    flags = {"connectors.strpie.base_url": Flag("--connector-url", "https://a.example")}
    assert wrong(flags=flags) == {"connectors.strpie @ --connector-url": "no such connector: did you mean stripe?"}


def test_settings_show_no_secret() -> None:
    digest = "c" * 64
    its = load(environ=on(TRANSPORT__PROXY__HTTPS=f"http://u:{CANARY}@p.example:1",
                          AUTH__TOKENS=f'[{{"name": "a", "sha256": "{digest}"}}]')).settings
    assert CANARY not in repr(its) + str(its)
    assert digest not in repr(its) + str(its)


# -- lines of a file ------------------------------------------------------------------------------------------------
def test_lines_are_found_in_any_spelling(tmp_path: Path) -> None:
    file = written(tmp_path, '''\
# comment = 1
environment = "test"  # processes = 2
grpc."port" = 7
transport.proxy.bypass = [
  "a",  # x = 1
  "[b]",
]
logs = { level = "error", format = """\\
text""" }

[ transport . guard ]
allow = []

[[auth.tokens]]
name = "one"
token_file = \'\'\'
[http]
port = 9\'\'\'
[[auth.tokens]]
name = "one"
''')
    with pytest.raises(SettingsError) as refused:
        load(file, environ={})
    lines = {problem.path: problem.origin.place.rpartition(":")[2] for problem in refused.value.problems}
    assert lines == {"auth.tokens[0].token_file": "16", "auth.tokens[1]": "19", "auth.tokens[0].name": "15",
                     "auth.tokens[1].name": "20"}
    its = load(written(tmp_path, file.read_text().partition("[[auth")[0]), environ={})
    paths: tuple[tuple[str, ...], ...] = (
        ("environment",), ("grpc", "port"), ("transport", "proxy", "bypass"), ("logs", "level"),
        ("transport", "guard", "allow"), ("http", "port"))
    assert [its.origin(path).place.rpartition(":")[2] for path in paths] == ["2", "3", "4", "8", "12", ""]


# -- what does not go together --------------------------------------------------------------------------------------
PEM = {"TLS__CERT_FILE": __file__, "TLS__KEY_FILE": __file__}
NATS = {"BRIDGE__SERVERS": "nats://10.0.0.5:4222", "BRIDGE__CONNECTORS": "stripe,lantern_bank",
        "BRIDGE__OTHER_CONNECTORS": "lantern_bank"}
TOKEN = {"AUTH__TOKENS": f'[{{"name": "a", "sha256": "{"a" * 64}"}}]'}


@pytest.mark.parametrize(("environ", "path", "told"), [
    ({"GRPC__ENABLED": "no", "HTTP__ENABLED": "no"}, "grpc.enabled", "nothing is served"),
    ({"HTTP__PORT": "50051"}, "http.port", "is gRPC's too"),
    ({"TLS__CERT_FILE": __file__}, "tls.cert_file", "needs tls.key_file"),
    ({"TLS__CLIENT_CA_FILE": __file__}, "tls.client_ca_file", "needs tls.cert_file"),
    ({"GRPC__HOST": "0.0.0.0", **TOKEN}, "grpc.host", "there is no TLS"),  # noqa: S104 - nothing listens
    ({"HTTP__HOST": "::", **TOKEN}, "http.host", "there is no TLS"),
    ({"HTTP__HOST": "pay.example", **PEM}, "http.host", "everyone who can connect"),
    ({"HTTP__HOST": "::", **PEM, "AUTH__ALLOW_ANONYMOUS_OFF_LOOPBACK": "1", "ACCOUNTS__STORE": "environment"},
     "auth.allow_anonymous_off_loopback", "could use the credentials in the account store"),
    ({"AUTH__TOKENS": '[{"name": "a"}]'}, "auth.tokens[0]", "either sha256 or token_file"),
    ({"AUTH__TOKENS": f'[{{"name": "a", "token_file": "{__file__}", "sha256": "{"a" * 64}"}}]'}, "auth.tokens[0]",
     "either sha256 or token_file"),
    ({"AUTH__TOKENS": f'[{{"name": "a", "sha256": "{"a" * 64}"}}, {{"name": "b", "sha256": "{"a" * 64}"}}]'},
     "auth.tokens[1].sha256", "another token"),
    ({"AUTH__TOKENS": f'[{{"name": "a", "sha256": "{"a" * 64}"}}, {{"name": "b", "sha256": "{"A" * 64}"}}]'},
     "auth.tokens[1].sha256", "another token"),
    ({"AUTH__TOKENS": f'[{{"name": "a", "sha256": "{hashlib.sha256().hexdigest()}"}}]'},
     "auth.tokens[0].sha256", "an empty token"),
    ({"TRANSPORT__TOTAL_S": "5"}, "transport.connect_s", "longer than transport.total_s"),
    ({"TRANSPORT__CONNECTIONS_PER_HOST": "3000", "TRANSPORT__CONNECTIONS": "2000"}, "transport.connections_per_host",
     "more than transport.connections"),
    ({"TRANSPORT__PROXY__BYPASS": "10.0.0.0/99"}, "transport.proxy.bypass[0]", "is no host"),
    ({"TRANSPORT__GUARD__ALLOW": "http://a.example"}, "transport.guard.allow[0]", "is no host"),
    *(({"GRPC__HOST": "0.0.0.0", **PEM, **TOKEN, "TRANSPORT__GUARD__ALLOW": f"a.example,{entry}"},  # noqa: S104
       "transport.guard.allow[1]", "every port of this machine")
      for entry in ("127.0.0.1", "127.0.0.2", "0.0.0.0", "localhost", "[::1]", "127.9.0.0/16", "*")),  # noqa: S104
    ({"TRANSPORT__CA_FILE": "/no/such"}, "transport.ca_file", "/no/such cannot be read"),
    ({"CONNECTORS__STRPIE__BASE_URL": "https://a.example"}, "connectors.strpie", "did you mean stripe?"),
    ({"CONNECTORS__STRIPE__BASE_URL": "http://127.0.0.1:1/s"}, "connectors.stripe.base_url", "transport.guard.allow"),
    ({"CONNECTORS__STRIPE__BASE_URL": "https://10.1.2.3"}, "connectors.stripe.base_url", "transport.guard.allow"),
    ({"CONNECTORS__STRIPE__BASE_URL": "http://a.example"}, "connectors.stripe.base_url", "is plain http"),
    ({"CONNECTORS__STRIPE__BASE_URL": "ftp://a.example"}, "connectors.stripe.base_url", "http(s)://host"),
    ({"ENVIRONMENT": "live", "LOGS__BODIES": "yes"}, "logs.bodies", "not for live"),
    ({"TRACES__EXPORTER": "otlp"}, "traces.exporter", "needs otlp.endpoint"),
    ({"OTLP__ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, "otlp.endpoint", "the collector's own address"),
    ({"OTLP__ENDPOINT": "http://otel.example:4318", "OTLP__HEADERS": '{"x-key": "canary"}'}, "otlp.endpoint",
     "in the clear"),
    ({"ACCOUNTS__STORE": "file"}, "accounts.store", "needs accounts.path"),
    ({"ACCOUNTS__STORE": "directory", "ACCOUNTS__PATH": __file__}, "accounts.path",
     f"{__file__} is no directory that can be read"),
    ({"ACCOUNTS__STORE": "vault", "ACCOUNTS__PATH": "p"}, "accounts.store", "needs accounts.vault.url"),
    ({"ACCOUNTS__STORE": "vault", "ACCOUNTS__PATH": "p", "ACCOUNTS__VAULT__URL": "http://vault.example"},
     "accounts.vault.url", "in the clear"),
    ({"WEBHOOKS__ENABLED": "yes"}, "webhooks.enabled", "needs accounts.store"),
    ({"WEBHOOKS__ENABLED": "yes", "HTTP__ENABLED": "no"}, "webhooks.enabled", "needs http.enabled"),
    ({"WORKER__OPERATIONS": "authorise"}, "worker.operations[0]", "did you mean authorize?"),
    ({"BRIDGE__PROCESSOR_TIMEOUTS_S__CAPTUR": "1"}, "bridge.processor_timeouts_s.captur", "did you mean capture?"),
    ({"BRIDGE__CALLER_TIMEOUTS_S": '{"voyd": 1}'}, "bridge.caller_timeouts_s.voyd", "did you mean void?"),
    ({"BRIDGE__CALLER_TIMEOUTS_S__VOID": "0"}, "bridge.caller_timeouts_s.void", "must be a number above 0"),
    ({"BRIDGE__SERVERS": f"nats://me:{CANARY}@10.0.0.5:4222"}, "bridge.servers[0]", "without user and password"),
    ({"BRIDGE__SERVERS": "10.0.0.5:4222"}, "bridge.servers[0]", "must be nats://host:port"),
    ({"BRIDGE__USER": "me"}, "bridge.user", "needs bridge.password"),
    ({"BRIDGE__PASSWORD": CANARY}, "bridge.password", "needs bridge.user"),
    ({"BRIDGE__CREDENTIALS_FILE": "/no/such"}, "bridge.credentials_file", "/no/such cannot be read"),
    ({"BRIDGE__CREDENTIALS_FILE": "a\0b"}, "bridge.credentials_file", "cannot be read: no name of a file"),
    ({"BRIDGE__CREDENTIALS_FILE": __file__, "BRIDGE__USER": "me", "BRIDGE__PASSWORD": CANARY},
     "bridge.credentials_file", "goes without bridge.user"),
    ({"BRIDGE__CONNECTORS": "a.>"}, "bridge.connectors[0]", "part of a NATS subject"),
    ({"BRIDGE__CONNECTORS": "stripe,adyn"}, "bridge.connectors[1]", "did you mean adyen?"),
    ({**NATS, "BRIDGE__CONNECTORS": "lantern_bnk"}, "bridge.connectors[0]", "did you mean lantern_bank?"),
    ({"BRIDGE__CONNECTORS": "acme"}, "bridge.connectors[0]", "bridge.other_connectors is for names that are none of"),
    ({**NATS, "WORKER__CONNECTORS": "lantern_bank"}, "worker.connectors[0]", "no such connector"),
    ({"BRIDGE__INGRESS__CONNECTORS": '{"*": "strpie"}'}, "bridge.ingress.connectors.*", "did you mean stripe?"),
    ({"ROUTING__RULES": '[{"mode": "direct", "connectors": ["stripe", "papyal"]}]'},
     "routing.rules[0].connectors[1]", "did you mean paypal?"),
    ({"WORKER__CONNECTORS": "strpie"}, "worker.connectors[0]", "did you mean stripe?"),
    ({"WORKER__CONNECTORS": "adyen", **NATS}, "worker.connectors[0]", "not among bridge.connectors"),
    ({"ROUTING__MODE": "bridge"}, "routing.mode", "needs bridge.servers"),
    ({"WEBHOOKS__MODE": "bridge"}, "webhooks.mode", "needs bridge.servers"),
    ({"WEBHOOKS__MODE": "bridge"}, "webhooks.mode", "needs accounts.store"),
    ({"ROUTING__MODE": "bridge"}, "routing.mode", "needs bridge.connectors"),
    ({"ROUTING__RULES": '[{"mode": "nats_bridge", "operations": ["capture"]}]'}, "routing.rules[0].mode",
     "needs bridge.servers"),
    ({"ROUTING__RULES": '[{"mode": "bridge", "connectors": ["adyen"]}]', **NATS}, "routing.rules[0].mode",
     "adyen is not among bridge.connectors"),
    ({"ROUTING__RULES": '[{"mode": "direct", "operations": ["capsure"]}]'}, "routing.rules[0].operations[0]",
     "did you mean capture?"),
    ({"ENVIRONMENT": "live", **NATS}, "bridge.monitoring", "live wants the monitoring URL"),
    ({"ENVIRONMENT": "live", **NATS, "BRIDGE__REPLICAS": "1"}, "bridge.replicas", "live wants 3 copies"),
])
def test_what_does_not_go_together_is_refused(environ: dict[str, str], path: str, told: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load(environ=on(**environ))
    assert any(problem.path == path and told in problem.why for problem in refused.value.problems), refused.value


@pytest.mark.parametrize("environ", [
    {"GRPC__HOST": "0.0.0.0", **PEM, **TOKEN}, {"HTTP__HOST": "::", **PEM, "TLS__CLIENT_CA_FILE": __file__},  # noqa: S104
    {"GRPC__HOST": "0.0.0.0", "TLS__ALLOW_PLAIN_OFF_LOOPBACK": "1", "AUTH__ALLOW_ANONYMOUS_OFF_LOOPBACK": "1"},  # noqa: S104
    {"GRPC__HOST": "127.3.2.1", "HTTP__HOST": "::1"}, {"GRPC__HOST": "localhost"},
    {"GRPC__HOST": "0.0.0.0", "GRPC__ENABLED": "0"},  # noqa: S104
    {"GRPC__PORT": "0", "HTTP__PORT": "0"},
    {"CONNECTORS__STRIPE__BASE_URL": "http://127.0.0.1:1/s", "TRANSPORT__GUARD__ALLOW": "127.0.0.0/8"},
    {"GRPC__HOST": "0.0.0.0", **PEM, **TOKEN, "TRANSPORT__GUARD__ALLOW": "127.0.0.1:8100,10.0.0.0/8"},  # noqa: S104
    {"CONNECTORS__STRIPE__BASE_URL": "http://localhost:1/s", "TRANSPORT__GUARD__ALLOW": "LOCALHOST"},
    {"CONNECTORS__STRIPE__BASE_URL": "http://10.0.0.1/s", "TRANSPORT__GUARD__ENABLED": "no"},
    {"ENVIRONMENT": "live", "LOGS__BODIES": "yes", "LOGS__ALLOW_BODIES_LIVE": "yes"},
    {"WEBHOOKS__ENABLED": "yes", "ACCOUNTS__STORE": "environment"},
    {"ROUTING__MODE": "bridge", "WORKER__CONNECTORS": "stripe", **NATS, "BRIDGE__REPLICAS": "1"},
    {"ROUTING__RULES": '[{"mode": "nats_bridge", "connectors": ["lantern_bank"]}]', **NATS},
    {"ENVIRONMENT": "live", **NATS, "BRIDGE__MONITORING": "http://10.0.0.5:8222"},
    {"ENVIRONMENT": "live", **NATS, "BRIDGE__REPLICAS": "1", "BRIDGE__ACCEPT_LIVE": "replicas,monitoring"},
])
def test_what_goes_together_is_taken(environ: dict[str, str]) -> None:
    assert isinstance(load(environ=on(**environ)), Loaded)


def test_what_is_wrong_by_itself_is_not_told_again_as_a_conflict() -> None:
    told = wrong(environ=on(TLS__CERT_FILE="", GRPC__HOST="0.0.0.0", AUTH__TOKENS="[{}]"))  # noqa: S104
    assert set(told) == {"tls.cert_file @ TOLLBRIDGE__TLS__CERT_FILE", "auth.tokens[0].name @ TOLLBRIDGE__AUTH__TOKENS"}


@pytest.mark.parametrize(("name", "meant"), [
    ("TOLLBRIDGE_GRPC__PORT", "TOLLBRIDGE__GRPC__PORT"), ("TOLLBRIDGE_ENVIRONMENT", "TOLLBRIDGE__ENVIRONMENT")])
def test_a_variable_with_one_underscore_too_few_is_told(name: str, meant: str) -> None:
    """It would count for nothing, and nobody would be told."""
    with pytest.raises(SettingsError, match=f"{name}: no such setting: did you mean {meant}"):
        load(environ={**on(), name: "1"})
    load(environ={**on(), "TOLLBRIDGE_STRIPE_API_KEY": "sk_test_1", "TOLLBRIDGE_TRACEBACK": "1"})


def test_a_list_of_numbers_is_written_with_commas_or_as_json() -> None:
    for text in ("5, 300.5,3600", "[5, 300.5, 3600]"):
        its = load(None, environ={**TEST, "TOLLBRIDGE__BRIDGE__DELIVERIES__RETRY_S": text}).settings
        assert its.bridge.deliveries.retry_s == [5, 300.5, 3600]
    told = wrong(None, {**TEST, "TOLLBRIDGE__BRIDGE__DELIVERIES__RETRY_S": "5,soon"})
    assert list(told) == ["bridge.deliveries.retry_s[1] @ TOLLBRIDGE__BRIDGE__DELIVERIES__RETRY_S"]
