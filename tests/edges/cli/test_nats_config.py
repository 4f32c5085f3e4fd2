"""`tollbridge nats-config`: files that a server and each process can be started with, and that keep their secrets."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bridge.nats_surroundings import needs_nats_server
from tollbridge.bridge import nkeys
from tollbridge.bridge.server import NatsServer, ServerOptions
from tollbridge.bridge.server.binary import find
from tollbridge.edges.cli import main
from tollbridge.settings import load

ASKED = ("--connector", "stripe", "--connector", "adyen,paypal", "--caller", "shop:shop-1", "--caller", "anyone")
USERS = ("admin", "bridge", "auditor", "worker-stripe", "worker-adyen-paypal", "shop", "anyone")


def run(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["nats-config", "--out", str(folder), *ASKED, *more])


def secrets(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in [*folder.glob("nkeys/*"), *folder.glob("tls/*")]}


@needs_nats_server
def test_nats_server_takes_what_is_written(tmp_path: Path) -> None:
    assert run(tmp_path / "a").exit_code == 0
    said = subprocess.run([find(), "-t", "-c", tmp_path / "a/nats-server.conf"], capture_output=True, text=True,
                          timeout=20, check=False)
    assert said.returncode == 0, said.stderr
    assert "sync_interval: \"always\"" in (tmp_path / "a/nats-server.conf").read_text()
    assert 'listen: "127.0.0.1:4222"' in (tmp_path / "a/nats-server.conf").read_text()


def test_a_worker_of_many_connectors_has_a_name_that_fits(tmp_path: Path) -> None:
    """Joined, names of a dozen connectors are longer than a part of a subject may be."""
    many = tuple(f"processor{number}" for number in range(12))
    done = run(tmp_path, "--connector", ",".join(many), *(f"--other-connector={name}" for name in many))
    assert done.exit_code == 0, done.output
    assert (tmp_path / "tls/worker-processor0-and-11-6479c553.pem").exists()


def test_names_that_no_connector_has_are_refused_all_at_once(tmp_path: Path) -> None:
    done = run(tmp_path / "a", "--connector", "strpie,acme", "--connector", "lantern")
    assert done.exit_code == 2
    for told in ("no connector 'strpie': did you mean stripe?", "no connector 'acme'", "no connector 'lantern'",
                 "has to be named in --other-connector"):
        assert told in " ".join(done.output.split())
    assert not (tmp_path / "a").exists()


def test_a_worker_of_ones_own_is_a_user_under_any_name_that_is_said_to_be_one(tmp_path: Path) -> None:
    done = run(tmp_path, "--connector", "acme", "--other-connector", "acme")
    assert done.exit_code == 0, done.output
    its = load(str(tmp_path / "settings/worker-acme.toml"), environ={"TOLLBRIDGE__ENVIRONMENT": "test"}).settings
    assert (its.bridge.other_connectors, "acme" in its.bridge.connectors) == (["acme"], True)
    ours = load(str(tmp_path / "settings/worker-stripe.toml"), environ={"TOLLBRIDGE__ENVIRONMENT": "test"}).settings
    assert ours.worker.connectors == ["stripe"]


NODES = ("--node", "127.0.0.1:4222:6222", "--node", "127.0.0.1:4223:6223", "--node", "nats-3:4222:6222")


@needs_nats_server
def test_servers_of_a_cluster_prove_themselves_to_each_other(tmp_path: Path) -> None:
    written = json.loads(run(tmp_path / "a", *NODES, "--json").output)
    assert [Path(each).name for each in written["servers"]] == [f"nats-server-{number}.conf" for number in (1, 2, 3)]
    first, second, third = (Path(each).read_text() for each in written["servers"])
    password = (tmp_path / "a/nkeys/route.password").read_text().strip()
    assert len(password) == 64
    for text in (first, second, third):
        assert f'"nats-route://route:{password}@nats-3:6222"' in text
        assert 'ca_file: "' + str(tmp_path / "a/tls/route-ca.pem") in text
    assert 'http: "127.0.0.1:8223"' in second
    assert 'http: "127.0.0.1:8222"' in third
    for each in written["servers"][:2]:
        said = subprocess.run([find(), "-t", "-c", each], capture_output=True, text=True, timeout=20, check=False)
        assert said.returncode == 0, said.stderr
    its = load(written["settings"]["bridge"], environ={"TOLLBRIDGE__ENVIRONMENT": "test"}).settings.bridge
    assert (its.servers[-1], its.replicas) == ("tls://nats-3:4222", 3)
    before = secrets(tmp_path / "a")
    assert run(tmp_path / "a", *NODES, "--force").exit_code == 0
    assert secrets(tmp_path / "a") == before
    for file in (*(tmp_path / "a/nkeys").iterdir(), *map(Path, written["servers"])):
        assert file.stat().st_mode & 0o777 == 0o600, file


def test_nobody_else_reads_what_is_private(tmp_path: Path) -> None:
    run(tmp_path / "a")
    shown = {"ca.pem", "server.pem", *(f"{user}.pem" for user in USERS)}
    files = [file for file in (tmp_path / "a").rglob("*") if file.is_file()]
    assert len(files) == 2 + 2 * (len(USERS) + 2) + 2 * len(USERS)
    for file in files:
        assert file.stat().st_mode & 0o777 == (0o644 if file.name in shown else 0o600), file
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700


def test_who_is_a_user_no_more_is_told(tmp_path: Path) -> None:
    """Who writes it anew with fewer options would lock the others out, with the next reload."""
    assert "users no more" not in run(tmp_path / "a").output
    told = CliRunner().invoke(main, ["nats-config", "--out", str(tmp_path / "a"), "--connector", "stripe", "--force"])
    assert "users no more" in told.stderr
    assert "anyone, shop, worker-adyen-paypal;" in told.stderr
    assert "users no more" not in run(tmp_path / "a", "--force").output


def test_a_user_whose_secret_is_taken_away_is_given_another(tmp_path: Path) -> None:
    """As docs/how-to/secure-nats.md says to do when it was stolen."""
    run(tmp_path / "a")
    before, seed = secrets(tmp_path / "a"), tmp_path / "a/nkeys/shop.nk"
    access = (tmp_path / "a/access.conf").read_text()
    for file in (seed, tmp_path / "a/tls/shop.pem", tmp_path / "a/tls/shop.key"):
        file.unlink()
    assert run(tmp_path / "a", "--force").exit_code == 0
    after = secrets(tmp_path / "a")
    assert {Path(file).name for file in before if after[file] != before[file]} == {"shop.nk", "shop.pem", "shop.key"}
    assert nkeys.public_key(nkeys.seed_in(str(seed))) in (tmp_path / "a/access.conf").read_text()
    assert nkeys.public_key(before[str(seed)].decode().strip()) in access
    assert nkeys.public_key(before[str(seed)].decode().strip()) not in (tmp_path / "a/access.conf").read_text()


def test_nothing_is_overwritten_and_secrets_are_kept(tmp_path: Path) -> None:
    run(tmp_path / "a")
    before = secrets(tmp_path / "a")
    refused = run(tmp_path / "a")
    assert (refused.exit_code, "--force" in refused.output) == (2, True)
    assert secrets(tmp_path / "a") == before
    assert run(tmp_path / "a", "--force", "--connector", "phonepe").exit_code == 0
    after = secrets(tmp_path / "a")
    assert {name: after[name] for name in before} == before
    assert (tmp_path / "a/nkeys/worker-phonepe.nk").exists()
    assert run(tmp_path / "a", "--renew").exit_code == 0
    renewed = secrets(tmp_path / "a")
    changed = {Path(name).name for name in before if renewed[name] != before[name]}
    assert {"bridge.pem", "bridge.key", "server.pem"} <= changed
    assert not changed & {"ca.pem", "ca.key", "bridge.nk"}


def test_each_settings_file_is_one(tmp_path: Path) -> None:
    said = run(tmp_path / "a", "--json")
    for user, file in json.loads(said.output)["settings"].items():
        its = load(file, environ={"TOLLBRIDGE__ENVIRONMENT": "test"}).settings
        assert its.bridge.inbox_prefix == f"_INBOX.{user}"
        assert its.bridge.restricted is (user not in ("admin", "bridge"))
        assert its.bridge.servers == ["tls://127.0.0.1:4222"]


@needs_nats_server
def test_streams_are_made_by_the_admin_and_by_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOLLBRIDGE__ENVIRONMENT", "test")
    run(tmp_path / "a")
    server = NatsServer(ServerOptions(include=str(tmp_path / "a/access.conf")))
    with server.process:
        def streams(user: str, verb: str) -> Result:
            return CliRunner().invoke(main, ["streams", verb, "--config", str(tmp_path / f"a/settings/{user}.toml"),
                                             "--servers", server.url.replace("nats://", "tls://")])

        made = streams("admin", "apply")
        assert made.exit_code == 0, made.output
        assert streams("admin", "diff").exit_code == 0
        assert streams("bridge", "apply").exit_code != 0
        assert streams("auditor", "apply").exit_code != 0


@pytest.mark.parametrize(("more", "why"), [
    (("--connector", "a.b", "--other-connector", "a.b"), "1 to 64 of A-Z"), (("--connector", "stripe"), "two users"),
    (("--connector", ","), "empty"),
    (("--listen", "nowhere"), "HOST:PORT"), (("--caller", "x:*y"), "merchant_id"),
    (("--caller", "bridge"), "two users"),
    (("--caller", "ca"), "no name for a user"), (("--developer", "route"), "no name for a user"),
    (("--node", "a:1:2"), "three at least"), (("--node", "a:1"), "HOST:PORT:ROUTE_PORT"),
    (("--node", "a:1:2", "--node", "a:3:4", "--node", "a:2:6"), "a:2: twice"),
    ((*NODES, "--replicas", "5"), "of 3 servers"),
    (("--developer", "shop"), "two users"), (("--developer", "x:"), "merchant_id"),
    (("--developer", "x:shop-1", "--developer", "x:shop-2"), "two users")])
def test_what_is_wrong_is_told_and_nothing_written(more: tuple[str, ...], why: str, tmp_path: Path) -> None:
    refused = run(tmp_path / "a", *more)
    assert (refused.exit_code, why in refused.output) == (2, True), refused.output
    assert not list(tmp_path.rglob("*.nk"))
