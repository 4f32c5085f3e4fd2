"""The core of protection by itself: envelopes, key files, signatures."""

from __future__ import annotations

import json
import pickle
import stat
from pathlib import Path

import pytest
from hypothesis import given, strategies as some
from joserfc import jwe
from joserfc.jwk import OctKey

from tollbridge.bridge import messages as wire
from tollbridge.bridge.protection import keyfiles
from tollbridge.bridge.protection.envelope import DataKey, b64, header_of, unb64
from tollbridge.bridge.protection.errors import Forged
from tollbridge.bridge.protection.keyring import KeyRing
from tollbridge.bridge.protection.signing import ANSWER, MATTER, OPERATION, Signing
from tollbridge.domain.errors import InvalidField

RAW = bytes(range(32))
KEY = DataKey("stripe.shop-1.20260331.00ff", RAW)
SUBJECT = "hyperswitch.payments.shop-1.authorize.stripe.op1"
NOW = 1_800_000_000.0
HEADERS = {wire.MSG_ID: "op1", wire.REQUEST_HASH: "h", wire.CONTENT_TYPE: wire.JOSE, wire.DEADLINE: "1",
           wire.SEALED: "1", wire.REPLY_TO: "_INBOX.a.op1"}


# -- envelopes --------------------------------------------------------------------------------------------------------
@given(some.binary(max_size=300))
def test_what_is_sealed_is_what_opens(plain: bytes) -> None:
    token = KEY.seal("request", SUBJECT, "h", plain)
    assert KEY.open(token, "request", SUBJECT, "h") == plain
    assert header_of(token).kid == KEY.id


def test_a_jose_library_reads_ours_and_we_read_theirs() -> None:
    registry = jwe.JWERegistry(algorithms=["dir", "A256GCM"], strict_check_header=False)
    key = OctKey.import_key(RAW)
    token = KEY.seal("result", SUBJECT, "h", b'{"a":1}')
    assert jwe.decrypt_compact(token, key, registry=registry).plaintext == b'{"a":1}'
    header = {"alg": "dir", "enc": "A256GCM", "kid": KEY.id, "use": "result", "sub": SUBJECT, "hash": "h"}
    theirs = jwe.encrypt_compact(header, b'{"b":2}', key, registry=registry)
    assert KEY.open(theirs.encode(), "result", SUBJECT, "h") == b'{"b":2}'


@pytest.mark.parametrize("place", [
    ("sealed", SUBJECT, "h"), ("request", SUBJECT + "x", "h"), ("request", SUBJECT, "g")])
def test_elsewhere_it_does_not_open(place: tuple[str, str, str]) -> None:
    token = KEY.seal("request", SUBJECT, "h", b"{}")
    with pytest.raises(Forged, match="another place"):
        KEY.open(token, *place)


def test_one_flipped_bit_anywhere_is_found() -> None:
    token = KEY.seal("request", SUBJECT, "h", b'{"amount":4250}')
    for at in range(len(token)):
        changed = token[:at] + bytes([token[at] ^ 1]) + token[at + 1:]
        try:
            assert KEY.open(changed, "request", SUBJECT, "h") == b'{"amount":4250}'
        except Forged:
            continue
        part = changed.split(b".")  # base64 has bits that say nothing: then it decodes to the same
        assert list(map(unb64, filter(None, part))) == list(map(unb64, filter(None, token.split(b"."))))


@pytest.mark.parametrize("token", [b"", b"{}", b"a.b.c.d.e", b'{"amount":4250}', b"." * 4, b64(b"{}") + b"..a.b.c"])
def test_what_is_no_token_is_refused(token: bytes) -> None:
    with pytest.raises(Forged):
        KEY.open(token, "request", SUBJECT, "h")


def test_a_key_shows_itself_nowhere() -> None:
    assert RAW.hex() not in repr(KEY)
    assert repr(KEY) == f"DataKey({KEY.id})"
    with pytest.raises(TypeError):
        pickle.dumps(KEY)


# -- key files --------------------------------------------------------------------------------------------------------
def ring(folder: Path, role: str = "bridge", at: float = NOW) -> KeyRing:
    return KeyRing(f"{folder}/{role}.jwks", f"{folder}/public.jwks", lambda: at)


def made(folder: Path, role: str = "bridge", *connectors: str, **more: object) -> None:
    keyfiles.make(f"{folder}/{role}.jwks", f"{folder}/public.jwks", role, connectors or ("*",), now=NOW,
                  **more)  # type: ignore[arg-type]


def test_private_keys_are_their_owners_alone_and_public_ones_have_no_private_half(tmp_path: Path) -> None:
    made(tmp_path)
    file = tmp_path / "bridge.jwks"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    public = json.loads((tmp_path / "public.jwks").read_bytes())["keys"]
    assert [("d" in key, key["use"]) for key in public] == [(False, "enc"), (False, "sig")]
    file.chmod(0o640)
    with pytest.raises(InvalidField, match="chmod 600"):
        ring(tmp_path)


def test_a_private_key_among_the_public_ones_is_refused_and_not_shown(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "public.jwks").write_bytes((tmp_path / "bridge.jwks").read_bytes())
    with pytest.raises(InvalidField, match="private half") as refused:
        ring(tmp_path)
    secret = json.loads((tmp_path / "bridge.jwks").read_bytes())["keys"][0]["d"]
    assert secret not in str(refused.value)


@pytest.mark.parametrize(("content", "why"), [
    ("", "not JSON"), ("[]", "no JWK Set"), ('{"keys": [{"kty": "oct"}]}', "kid"),
    ('{"keys": [{"kid": "a", "kty": "RSA", "use": "enc", "role": "bridge", "connectors": ["*"], "d": "A"}]}', "X25519"),
    ('{"keys": [{"kid": "a", "kty": "oct", "use": "sig", "connectors": ["*"], "k": "AAAA"}]}', "32 bytes")])
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, content: str, why: str) -> None:
    made(tmp_path)
    file = tmp_path / "bridge.jwks"
    file.write_text(content)
    with pytest.raises(InvalidField, match=why):
        ring(tmp_path)


def test_data_keys_are_for_bridges_and_the_workers_of_the_connector(tmp_path: Path) -> None:
    made(tmp_path)
    made(tmp_path, "worker", "stripe", curve="P-256")
    its = ring(tmp_path)
    assert [key.role for key in its.recipients("stripe")] == ["bridge", "worker"]
    assert [key.role for key in its.recipients("adyen")] == ["bridge"]


def test_rotation_overlaps(tmp_path: Path) -> None:
    made(tmp_path)
    before = ring(tmp_path)
    old = before.recipients("stripe")[0].id, before.signer("stripe").id  # type: ignore[union-attr]
    new, ended = keyfiles.rotate(f"{tmp_path}/bridge.jwks", f"{tmp_path}/public.jwks", overlap_s=60, now=NOW)
    assert tuple(key.id for key in ended) == old
    for at, ids in ((NOW + 59, old), (NOW + 61, tuple(key.id for key in new))):
        its = ring(tmp_path, at=at)
        assert ([key.id for key in its.recipients("stripe")], its.signer("stripe").id) == (  # type: ignore[union-attr]
            [ids[0]], ids[1])
        assert its.opener(old[0]), "what was wrapped for it is unwrapped with it"
        assert its.prover(old[1], "stripe"), "what was signed with it is proven by it"


def test_a_file_that_changed_is_read_where_a_key_is_missing(tmp_path: Path) -> None:
    made(tmp_path)
    its = ring(tmp_path)
    made(tmp_path, "worker", "stripe")
    worker = ring(tmp_path, "worker").signer("stripe")
    assert worker is not None
    assert its.prover(worker.id, "stripe") is not None
    (tmp_path / "public.jwks").write_text("broken")
    assert not its.look()
    assert its.prover(worker.id, "stripe") is not None, "what it said before counts"
    assert "not JSON" in its.problem


@pytest.mark.parametrize(("file", "role", "connectors", "says"), [
    ("worker", "bridge", (), "holds keys of a worker, and this is a bridge"),
    ("bridge", "worker", ("stripe",), "holds keys of a bridge, and this is a worker"),
    ("worker", "worker", ("stripe", "adyen", "paypal"), "decrypts for adyen, paypal, which this worker works for"),
    ("mute", "bridge", (), "no key that signs"), ("deaf", "bridge", (), "nothing could be decrypted")])
def test_keys_of_another_role_or_connector_are_refused(
        tmp_path: Path, file: str, role: str, connectors: tuple[str, ...], says: str) -> None:
    made(tmp_path)
    made(tmp_path, "worker", "stripe")
    its = json.loads((tmp_path / "bridge.jwks").read_bytes())["keys"]
    for name, use in (("mute", "enc"), ("deaf", "sig")):
        (tmp_path / f"{name}.jwks").touch(0o600)
        (tmp_path / f"{name}.jwks").write_text(json.dumps({"keys": [key for key in its if key["use"] == use]}))
    with pytest.raises(InvalidField, match=f"^bridge.protection.private_keys.*{says}"):
        ring(tmp_path, file).require(role, connectors)


def test_a_shared_secret_says_nothing_of_a_role(tmp_path: Path) -> None:
    """It is in files of both, and everybody would believe what is signed with it: the others decide."""
    for role in ("bridge", "worker"):
        made(tmp_path, role, signs=False)
    keyfiles.link([f"{tmp_path}/bridge.jwks", f"{tmp_path}/worker.jwks"], ["*"], now=NOW)
    ring(tmp_path).require("bridge")
    with pytest.raises(InvalidField, match="keys of a bridge"):
        ring(tmp_path).require("worker", ("stripe",))


def test_each_process_is_given_its_own_keys_of_a_file_with_both(tmp_path: Path) -> None:
    for role in ("bridge", "worker"):
        keyfiles.make(f"{tmp_path}/both.jwks", f"{tmp_path}/public.jwks", role, ["*"], now=NOW)
    keyfiles.link([f"{tmp_path}/both.jwks"], ["*"], now=NOW)
    shared: set[str] = set()
    for role in ("bridge", "worker"):
        with pytest.raises(InvalidField, match="keys of a"):
            ring(tmp_path, "both").require(role)
        keyfiles.share(f"{tmp_path}/both.jwks", role, f"{tmp_path}/{role}.jwks")
        its = ring(tmp_path, role)
        its.require(role)
        assert len(its.own) == 3
        shared = shared & set(its.own) if shared else set(its.own)
    assert len(shared) == 1, "the secret of the link"
    with pytest.raises(InvalidField, match="has no keys of a worker, and one is started: tollbridge keys new --role"):
        keyfiles.share(f"{tmp_path}/bridge.jwks", "worker", f"{tmp_path}/other.jwks")
    assert not (tmp_path / "other.jwks").exists()


def test_a_file_that_becomes_somebody_elses_is_not_used(tmp_path: Path) -> None:
    made(tmp_path)
    made(tmp_path, "worker")
    its = ring(tmp_path)
    its.require("bridge")
    before = set(its.own)
    (tmp_path / "bridge.jwks").write_bytes((tmp_path / "worker.jwks").read_bytes())
    assert not its.look()
    assert set(its.own) == before
    assert "keys of a worker" in its.problem


# -- signatures -------------------------------------------------------------------------------------------------------
@pytest.fixture(params=["hmac", "ed25519"])
def signing(request: pytest.FixtureRequest, tmp_path: Path) -> Signing:
    made(tmp_path, signs=request.param == "ed25519")
    if request.param == "hmac":
        keyfiles.link([f"{tmp_path}/bridge.jwks"], ["*"], now=NOW)
    return Signing(ring(tmp_path), 60, lambda: NOW)


def signed(signing: Signing, what: str = OPERATION) -> dict[str, str]:
    signature = signing.sign(what, "stripe", SUBJECT, HEADERS, b"body")
    assert signature is not None
    return {**HEADERS, wire.SIGNATURE: signature}


def test_a_signature_proves(signing: Signing) -> None:
    signing.prove(OPERATION, "stripe", SUBJECT, signed(signing), b"body", NOW + 1)


@pytest.mark.parametrize("name", MATTER[OPERATION])
def test_a_header_that_is_changed_added_or_taken_away_is_found(signing: Signing, name: str) -> None:
    headers = signed(signing)
    changed = {**headers, name: headers.get(name, "") + "x"}
    without = {its: value for its, value in headers.items() if its != name}
    for each in (changed, *([without] if name in headers else [])):
        with pytest.raises(Forged, match="does not fit"):
            signing.prove(OPERATION, "stripe", SUBJECT, each, b"body", NOW)


def test_another_body_subject_or_use_is_found(signing: Signing) -> None:
    headers = signed(signing)
    for what, subject, body in ((OPERATION, SUBJECT, b"bodx"), (OPERATION, SUBJECT + "x", b"body"),
                                (ANSWER, SUBJECT, b"body")):
        with pytest.raises(Forged, match="does not fit"):
            signing.prove(what, "stripe", subject, headers, body, NOW)


def test_what_is_stored_long_after_it_was_signed_is_a_copy(signing: Signing) -> None:
    headers = signed(signing)
    for at in (NOW + 61, NOW - 61):
        with pytest.raises(Forged, match="a copy"):
            signing.prove(OPERATION, "stripe", SUBJECT, headers, b"body", at)


@pytest.mark.parametrize("value", ["", "a", "a b c", "a 1 !", "nobody 1 AA", "a\u0661 1 AA", "x" * 500])
def test_what_is_no_signature_is_refused(signing: Signing, value: str) -> None:
    with pytest.raises(Forged):
        signing.prove(OPERATION, "stripe", SUBJECT, {**HEADERS, wire.SIGNATURE: value}, b"body", NOW)


def test_a_worker_signs_no_operation_and_nothing_of_another_connector(tmp_path: Path) -> None:
    made(tmp_path)
    made(tmp_path, "worker", "stripe")
    worker, bridge = (Signing(ring(tmp_path, role), 60, lambda: NOW) for role in ("worker", "bridge"))
    headers = signed(worker)
    with pytest.raises(Forged, match="it is for bridges to write"):
        bridge.prove(OPERATION, "stripe", SUBJECT, headers, b"body", NOW)
    bridge.prove(ANSWER, "stripe", SUBJECT, signed(worker, ANSWER), b"body", NOW)
    with pytest.raises(Forged, match="nobody's who may write for adyen"):
        bridge.prove(ANSWER, "adyen", SUBJECT, signed(worker, ANSWER), b"body", NOW)
    assert worker.sign(ANSWER, "adyen", SUBJECT, {}, b"") is None
