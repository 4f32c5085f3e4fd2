"""JOSE agrees with the RFCs and with TrueLayer's vectors, and believes no token that does not prove itself."""

from __future__ import annotations

import base64
import builtins
import hmac
import json
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization as forms
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings, strategies as st
from joserfc import jwe, jws
from joserfc.jwk import ECKey, OctKey, RSAKey

from tollbridge.domain.errors import BadCredentials, BadInput, SignatureMismatch
from tollbridge.domain.secret import Secret
from tollbridge.kit import jose

VECTORS: Mapping[str, Any] = json.loads((Path(__file__).parent / "jose_vectors.json").read_text())
TRUELAYER = Path(__file__).parents[3] / "shared/vectors/truelayer-signing"
WRAP, ENC = "RSA-OAEP", "A128CBC-HS256"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
CONTENT = b'{"iss":"them","aud":"us","exp":1767225900}'


@cache
def rsa_pair(name: str, bits: int = 2048) -> tuple[str, str]:
    """A private and a public key in PEM, made for this run."""
    return pems(rsa.generate_private_key(65537, bits))


@cache
def ec_pair() -> tuple[str, str]:
    return pems(ec.generate_private_key(ec.SECP521R1()))


def pems(key: Any) -> tuple[str, str]:
    private = key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())
    public = key.public_key().public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def private(name: str = "ours") -> Any:
    return jose.private_key(Secret(rsa_pair(name)[0]), "key")


def public(name: str = "ours") -> Any:
    return jose.public_key(Secret(rsa_pair(name)[1]), "key")


def from_jwk(key: Mapping[str, str]) -> Any:
    return RSAKey.import_key(dict(key)) if key["kty"] == "RSA" else ECKey.import_key(dict(key))


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def with_header(token: str, **changed: Any) -> str:
    """The token with another header: what an attacker can write without any key."""
    return ".".join([b64(json.dumps({**jose.header_of(token), **changed}).encode()), *token.split(".")[1:]])


# -- vectors ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["rfc7515_a4", "rfc7520_4_2"])
def test_signatures_of_the_rfcs_are_verified(name: str) -> None:
    vector = VECTORS[name]
    assert jose.verify(vector["token"], from_jwk(vector["key"]), vector["algorithm"]).decode() == vector["content"]


@pytest.mark.parametrize("name", ["rfc7516_a1", "rfc7520_5_2"])
def test_encrypted_content_of_the_rfcs_is_decrypted(name: str) -> None:
    vector = VECTORS[name]
    plain = jose.decrypt(vector["token"], from_jwk(vector["key"]), vector["algorithm"], vector["encryption"])
    assert plain.decode() == vector["content"]


def truelayer_payload(method: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = "".join(f"{name}: {value}\n" for name, value in headers.items())
    return f"{method} {path}\n{lines}".encode() + body


needs_truelayer = pytest.mark.skipif(not TRUELAYER.exists(), reason="../shared/vectors is not there")
SWEEPING = truelayer_payload(
    "POST", "/merchant_accounts/a61acaef-ee05-4077-92f3-25543a11bd8d/sweeping",
    {"Idempotency-Key": "idemp-2076717c-9005-4811-a321-9e0787fa0382"},
    b'{"currency":"GBP","max_amount_in_minor":5000000,"name":"Foo???"}')


@needs_truelayer
def test_a_detached_signature_of_truelayers_vectors_is_verified() -> None:
    key = jose.public_key(Secret((TRUELAYER / "ec512-public.pem").read_text()), "key", "EC")
    token = (TRUELAYER / "tl-signature.txt").read_text().strip()
    header = jose.verify_detached(token, SWEEPING, key, "ES512")
    assert (header["tl_version"], header["tl_headers"]) == ("2", "Idempotency-Key")
    with pytest.raises(SignatureMismatch):
        jose.verify_detached(token, SWEEPING.replace(b"5000000", b"5000001"), key, "ES512")


@needs_truelayer
def test_what_we_sign_detached_is_what_truelayer_would_verify() -> None:
    key = jose.private_key(Secret((TRUELAYER / "ec512-private.pem").read_text()), "key", "EC")
    token = jose.sign_detached(SWEEPING, key, "ES512", {"kid": "45fc75cf", "tl_version": "2"})
    head, left_out, signature = token.split(".")
    assert left_out == ""
    public_half = jose.public_key(Secret((TRUELAYER / "ec512-public.pem").read_text()), "key", "EC")
    assert jws.deserialize_compact(f"{head}.{b64(SWEEPING)}.{signature}", public_half, registry=jws.JWSRegistry(
        algorithms=["ES512"], strict_check_header=False)).payload == SWEEPING


WEBHOOK = truelayer_payload(
    "POST", "/tl-webhook", {"X-Tl-Webhook-Timestamp": "2021-11-29T11:42:55Z", "Content-Type": "application/json"},
    b'{"event_type":"example","event_id":"18b2842b-a57b-4887-a0a6-d3c7c36f1020"}')


@needs_truelayer
def test_a_webhook_of_truelayers_vectors_is_verified_by_the_key_that_it_publishes() -> None:
    published = (TRUELAYER / "jwks.json").read_bytes()
    token = (TRUELAYER / "webhook-signature.txt").read_text().strip()
    key = jose.published_key(published, jose.header_of(token)["kid"], "EC")
    assert jose.verify_detached(token, WEBHOOK, key, "ES512")["jku"].startswith("https://webhooks.truelayer.com/")
    for wrong in (WEBHOOK.replace(b"2021-11", b"2021-12"), WEBHOOK.replace(b"/tl-webhook", b"/tl-webhook/")):
        with pytest.raises(SignatureMismatch):
            jose.verify_detached(token, wrong, key, "ES512")


@needs_truelayer
def test_a_published_key_may_lack_the_zeros_at_its_front() -> None:
    """As one of TrueLayer's did: https://github.com/TrueLayer/truelayer-signing, test of the Ruby library."""
    body = json.dumps(json.loads((TRUELAYER / "missing-zero-padding-test-payload.json").read_text()),
                      separators=(",", ":")).encode()
    token = (TRUELAYER / "missing-zero-padding-test-signature.txt").read_text().strip()
    key = jose.published_key((TRUELAYER / "missing-zero-padding-test-jwks.json").read_bytes(),
                             jose.header_of(token)["kid"], "EC")
    sent = truelayer_payload("POST", "/a147f26a-f07e-47e3-9526-d52f1f1fdd55",
                             {"x-tl-webhook-timestamp": "2023-06-09T15:40:30Z"}, body)
    assert jose.verify_detached(token, sent, key, "ES512")["tl_version"] == "2"


@needs_truelayer
@pytest.mark.parametrize(("jwks", "key_id", "kind"), [
    (b"", "45fc75cf-5649-4134-84b3-192c2c78e990", "EC"), (b"[]", "x", "EC"), (b'{"keys": [{}]}', "x", "EC"),
    (None, "another", "EC"), (None, "45fc75cf-5649-4134-84b3-192c2c78e990", "RSA"),
    (b'{"keys": [{"kid": "x", "kty": "EC", "crv": "P-521", "x": "AQ", "y": "AQ"}]}', "x", "EC"),
    (b'{"keys": [{"kid": "x", "kty": "RSA", "n": "AQAB", "e": "AQAB"}]}', "x", "RSA"),
])
def test_who_is_not_published_is_nobody(jwks: bytes | None, key_id: str, kind: jose.Kind) -> None:
    with pytest.raises(SignatureMismatch):
        jose.published_key((TRUELAYER / "jwks.json").read_bytes() if jwks is None else jwks, key_id, kind)


@needs_truelayer
@pytest.mark.parametrize("environment", ["test", "api"])
def test_trustlys_published_keys_are_read_and_believe_nobody_else(environment: str) -> None:
    pem = (TRUELAYER.parent / f"trustly/{environment}.trustly.com.public.pem").read_text()
    key = jose.public_key(Secret(pem), "key")
    with pytest.raises(SignatureMismatch):
        jose.verify(jose.sign(b"content", private(), "PS256"), key, "PS256")


# -- round trips ------------------------------------------------------------------------------------------------------
@settings(deadline=None)
@given(st.binary(max_size=300))
def test_content_survives_signing_and_encrypting(content: bytes) -> None:
    assert jose.verify(jose.sign(content, private(), "PS256"), public(), "PS256") == content
    assert jose.decrypt(jose.encrypt(content, public(), WRAP, ENC), private(), WRAP, ENC) == content


def test_a_detached_signature_covers_its_payload() -> None:
    token = jose.sign_detached(b"content", private(), "PS256", {"kid": "k"})
    assert jose.verify_detached(token, b"content", public(), "PS256")["kid"] == "k"
    for wrong in (b"another", b""):
        with pytest.raises(SignatureMismatch):
            jose.verify_detached(token, wrong, public(), "PS256")
    for inside in (b"another", b"content"):  # its own payload, even the same: it is no detached token
        with pytest.raises(SignatureMismatch):
            jose.verify_detached(jose.sign(inside, private(), "PS256"), b"content", public(), "PS256")


@pytest.mark.filterwarnings("ignore:Key size")  # joserfc warns; that is no refusal
@pytest.mark.parametrize(("read", "half"), [(jose.private_key, 0), (jose.public_key, 1)])
def test_a_short_key_is_refused_by_us(read: Any, half: int) -> None:
    with pytest.raises(BadCredentials):
        read(Secret(rsa_pair("short", 1024)[half]), "key")


def test_no_two_tokens_are_alike() -> None:
    assert jose.sign(b"x", private(), "PS256") != jose.sign(b"x", private(), "PS256")
    assert jose.encrypt(b"x", public(), WRAP, ENC) != jose.encrypt(b"x", public(), WRAP, ENC)


# -- attacks ----------------------------------------------------------------------------------------------------------
def unsigned() -> str:
    head = b64(b'{"alg":"none"}')
    return f"{head}.{b64(CONTENT)}."


def by_another_algorithm() -> str:
    """RS256, by the right key: not what was agreed."""
    return jws.serialize_compact({"alg": "RS256"}, CONTENT, private(), algorithms=["RS256"])


def with_the_public_key_as_a_secret() -> str:
    """The old confusion: HMAC, with the key that everybody has."""
    head = b64(b'{"alg":"HS256"}')
    signed = f"{head}.{b64(CONTENT)}"
    secret = rsa_pair("ours")[1].encode()
    return f"{signed}.{b64(hmac.digest(secret, signed.encode(), 'sha256'))}"


def by_another_key() -> str:
    return jose.sign(CONTENT, private("another"), "PS256")


def by_a_key_of_its_own() -> str:
    """The header brings the key that verifies it."""
    key = RSAKey.import_key(rsa_pair("another")[0])
    header = {"alg": "PS256", "jwk": key.as_dict(private=False), "jku": "https://attacker.example/keys"}
    return jws.serialize_compact(header, CONTENT, key, registry=wide_jws())


def wide_jws() -> Any:
    registry = jws.JWSRegistry(algorithms=["PS256"], strict_check_header=False)
    registry.max_header_length = 10_000
    return registry


def tampered() -> str:
    head, _, signature = jose.sign(CONTENT, private(), "PS256").split(".")
    return f"{head}.{b64(CONTENT.replace(b'us', b'me'))}.{signature}"


def with_a_critical_extension() -> str:
    return with_header(jose.sign(CONTENT, private(), "PS256"), crit=["b64"], b64=False)


SIGNED: list[Callable[[], str]] = [
    unsigned, by_another_algorithm, with_the_public_key_as_a_secret, by_another_key, by_a_key_of_its_own, tampered,
    with_a_critical_extension, lambda: jose.sign(CONTENT, private(), "PS256")[:-40],
    lambda: with_header(jose.sign(CONTENT, private(), "PS256"), alg="none"), lambda: "", lambda: "..", lambda: "a.b.c",
    lambda: "é.é.é", lambda: b64(b'{"alg":"PS256"}') + ".." * 2, lambda: b64(b"[" * 3000) + ".x.x",
    lambda: b64(b'{"alg":"PS256","x":"' + b"y" * 9000 + b'"}') + ".x.x"]


@pytest.mark.parametrize("attack", SIGNED, ids=lambda attack: attack.__name__)
def test_a_forged_signature_is_refused(attack: Callable[[], str]) -> None:
    with pytest.raises(SignatureMismatch):
        jose.verify(attack(), public(), "PS256")


def sealed(header: Mapping[str, Any] | None = None) -> str:
    return jose.encrypt(CONTENT, public(), WRAP, ENC, header)


def zipped() -> str:
    """A real token of a megabyte of zeros in a few bytes."""
    registry = jwe.JWERegistry(algorithms=[WRAP, ENC, "DEF"])
    bomb = jwe.encrypt_compact({"alg": WRAP, "enc": ENC, "zip": "DEF"}, b"0" * 200_000, public(), registry=registry)
    assert len(bomb) < 2_000
    return bomb


def by_a_password_of_many_rounds() -> str:
    """p2c makes the receiver hash for minutes, if it listens."""
    head = {"alg": "PBES2-HS256+A128KW", "enc": ENC, "p2c": 2_000_000_000, "p2s": "c2FsdA"}
    return ".".join([b64(json.dumps(head).encode()), *sealed().split(".")[1:]])


def encrypted_with_a_shared_secret() -> str:
    key = OctKey.generate_key(256)
    return jwe.encrypt_compact({"alg": "dir", "enc": ENC}, CONTENT, key, algorithms=["dir", ENC])


def spoilt(part: int) -> str:
    parts = sealed().split(".")
    content = bytearray(base64.urlsafe_b64decode(parts[part] + "=="))
    content[0] ^= 1
    parts[part] = b64(bytes(content))
    return ".".join(parts)


ENCRYPTED: list[Callable[[], str]] = [
    zipped, by_a_password_of_many_rounds, encrypted_with_a_shared_secret,
    lambda: jose.encrypt(CONTENT, public("another"), WRAP, ENC),
    lambda: jose.encrypt(CONTENT, public(), WRAP, "A256GCM"),
    lambda: jose.encrypt(CONTENT, public(), "RSA-OAEP-256", ENC), lambda: with_header(sealed(), kid="another"),
    lambda: with_header(sealed(), zip="DEF"), lambda: with_header(sealed(), crit=["exp"]),
    *(lambda part=part: spoilt(part) for part in (1, 2, 3, 4)), lambda: sealed()[:-5], lambda: sealed()[:100],
    lambda: jose.sign(CONTENT, private(), "PS256"), lambda: "....", lambda: "", lambda: "\ud800....",
    lambda: b64(b"{}") + ".a.a.a.a"]


@pytest.mark.parametrize("attack", range(len(ENCRYPTED)))
def test_what_was_not_encrypted_for_us_is_refused(attack: int) -> None:
    with pytest.raises(SignatureMismatch):
        jose.decrypt(ENCRYPTED[attack](), private(), WRAP, ENC)


def test_a_bomb_is_refused_before_it_is_unzipped(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped()
    monkeypatch.setattr(zlib, "decompressobj", lambda *_: pytest.fail("unzipped"))
    with pytest.raises(SignatureMismatch, match="extensions"):
        jose.decrypt(bomb, private(), WRAP, ENC)


@settings(deadline=None)
@given(st.text(max_size=200) | st.text("abcABC123-_.=", max_size=200))
def test_any_text_is_no_token(text: str) -> None:
    for read in (lambda: jose.verify(text, public(), "PS256"), lambda: jose.decrypt(text, private(), WRAP, ENC),
                 lambda: jose.verify_detached(text, b"", public(), "PS256")):
        with pytest.raises(SignatureMismatch):
            read()


def test_a_refusal_quotes_nothing() -> None:
    with pytest.raises(SignatureMismatch) as caught:
        jose.verify(jose.sign(b"4242424242424242", private("another"), "PS256"), public(), "PS256")
    assert caught.value.__cause__ is None
    assert "4242" not in str(caught.value)


# -- claims -----------------------------------------------------------------------------------------------------------
def check(told: Any, now: datetime = NOW) -> dict[str, Any]:
    return jose.claims(json.dumps(told).encode(), issuer="them", audience="us", now=now)


EPOCH = int(NOW.timestamp())
GOOD = {"iss": "them", "aud": "us", "exp": EPOCH + 300, "nbf": EPOCH, "x": 1}


@pytest.mark.parametrize("changed", [
    {}, {"aud": ["others", "us"]}, {"exp": EPOCH - 59}, {"nbf": EPOCH + 60}, {"exp": EPOCH + 0.5}, {"nbf": 0}])
def test_claims_of_the_issuer_for_us_and_of_now_are_believed(changed: dict[str, Any]) -> None:
    assert check({**GOOD, **changed})["x"] == 1


@pytest.mark.parametrize("changed", [
    {"iss": "another"}, {"iss": None}, {"iss": ["them"]}, {"aud": "another"}, {"aud": None}, {"aud": []},
    {"aud": {"us": 1}}, {"aud": "usa"}, {"exp": EPOCH - 60}, {"exp": None}, {"exp": "1767225900"}, {"exp": True},
    {"nbf": EPOCH + 61}, {"nbf": "now"}, {"nbf": None}, {"exp": 10**400}, {"nbf": -10**400}, {"exp": 1e300}])
def test_other_claims_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(SignatureMismatch):
        check({**GOOD, **changed})


@pytest.mark.parametrize("missing", ["iss", "aud", "exp"])
def test_a_claim_that_is_left_out_is_not_taken_for_granted(missing: str) -> None:
    with pytest.raises(SignatureMismatch):
        check({name: value for name, value in GOOD.items() if name != missing})


@pytest.mark.parametrize("payload", [b"", b"[]", b"7", b"\xff", b"[" * 100_000, b"null", b"{"])
def test_a_payload_that_is_no_claims_is_refused(payload: bytes) -> None:
    with pytest.raises(SignatureMismatch):
        jose.claims(payload, issuer="them", audience="us", now=NOW)


def test_the_leeway_is_the_callers() -> None:
    with pytest.raises(SignatureMismatch):
        jose.claims(json.dumps({**GOOD, "exp": EPOCH}).encode(), issuer="them", audience="us", now=NOW,
                    leeway=timedelta(0))


# -- keys -------------------------------------------------------------------------------------------------------------
def pkcs1() -> str:
    key = forms.load_pem_private_key(rsa_pair("ours")[0].encode(), None)
    return key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.TraditionalOpenSSL, forms.NoEncryption()).decode()


def bare(pem: str) -> str:
    """Base64 alone, on one line: how some processors hand a key out."""
    return "".join(pem.strip().splitlines()[1:-1])


@pytest.mark.parametrize("written", [
    lambda: rsa_pair("ours")[0], lambda: "\n " + rsa_pair("ours")[0] + "\n", pkcs1, lambda: bare(rsa_pair("ours")[0]),
    lambda: bare(pkcs1())])
def test_a_private_key_may_be_written_in_several_ways(written: Callable[[], str]) -> None:
    key = jose.private_key(Secret(written()), "key")
    other_half = jose.public_key(Secret(bare(rsa_pair("ours")[1])), "key")
    assert jose.verify(jose.sign(b"x", key, "PS256"), other_half, "PS256") == b"x"


@pytest.mark.parametrize("text", [
    lambda: "", lambda: "key", lambda: rsa_pair("ours")[1], lambda: ec_pair()[0], lambda: rsa_pair("short", 1024)[0],
    lambda: rsa_pair("ours")[0][:400], lambda: "-----BEGIN PRIVATE KEY-----"])
def test_what_is_no_key_is_told_by_its_path_and_not_shown(text: Callable[[], str]) -> None:
    with pytest.raises(BadCredentials) as caught:
        jose.private_key(Secret(text()), "merchant_key")
    assert caught.value.paths == ("merchant_key",)
    assert caught.value.__cause__ is None
    assert not text()[30:] or text()[30:] not in str(caught.value)


def der(tag: int, content: bytes) -> bytes:
    size = len(content)
    width = (size.bit_length() + 7) // 8
    return bytes([tag]) + (bytes([size]) if size < 128 else bytes([0x80 + width]) + size.to_bytes(width)) + content


def pkcs1_of(numbers: Mapping[str, int]) -> str:
    """RFC 8017, A.1.2, written by hand: no library writes a key whose numbers are wrong."""
    return base64.b64encode(der(0x30, b"".join(
        der(0x02, number.to_bytes(number.bit_length() // 8 + 1)) for number in (0, *numbers.values())))).decode()


def numbers_of_ours() -> dict[str, int]:
    key: Any = forms.load_pem_private_key(rsa_pair("ours")[0].encode(), None)
    its = key.private_numbers()
    return {"n": its.public_numbers.n, "e": its.public_numbers.e, "d": its.d, "p": its.p, "q": its.q, "dmp1": its.dmp1,
            "dmq1": its.dmq1, "iqmp": its.iqmp}


def test_a_key_written_by_its_numbers_is_the_key() -> None:
    key = jose.private_key(Secret(pkcs1_of(numbers_of_ours())), "key")
    assert jose.verify(jose.sign(b"x", key, "PS256"), public(), "PS256") == b"x"


@pytest.mark.parametrize("part", ["n", "e", "d", "p", "q", "dmp1", "dmq1", "iqmp"])
@pytest.mark.parametrize("more", [1, 2, -1, "zero"])
def test_a_key_whose_numbers_do_not_belong_together_is_refused(part: str, more: Any) -> None:
    numbers = numbers_of_ours()
    numbers[part] = 0 if more == "zero" else numbers[part] + more
    with pytest.raises(BadCredentials):
        jose.private_key(Secret(pkcs1_of(numbers)), "key")


def test_a_private_key_is_no_public_one() -> None:
    with pytest.raises(BadCredentials):
        jose.public_key(Secret(rsa_pair("ours")[0]), "key")
    with pytest.raises(BadCredentials):
        jose.public_key(Secret(rsa_pair("ours")[1]), "key", "EC")


def test_without_the_libraries_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] in ("joserfc", "cryptography"):
            raise ModuleNotFoundError(name)
        return real(name, *rest, **more)

    key = private()
    monkeypatch.setattr(builtins, "__import__", without)
    for needs in (lambda: jose.private_key(Secret("x"), "key"), lambda: jose.sign(b"x", key, "PS256"),
                  lambda: jose.decrypt(sealed_before, key, WRAP, ENC)):
        with pytest.raises(BadInput, match=r"tollbridge\[jose\]") as caught:
            needs()
        assert not isinstance(caught.value, BadCredentials)


sealed_before = ".".join([b64(json.dumps({"alg": WRAP, "enc": ENC}).encode()), "a", "a", "a", "a"])
