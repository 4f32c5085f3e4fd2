"""`tollbridge webhooks verify`: with webhooks that the simulated processors really deliver."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from pathlib import Path

import pytest

from edges.cli.running_cli import here

SECRET = "whsec_canary"
BODY = (b'{"id": "evt_1", "type": "payment_intent.succeeded", "data": {"object": {"id": "pi_1", "object":'
        b' "payment_intent", "status": "succeeded", "currency": "eur", "amount": 1234, "amount_received": 1234}}}')


def signature(body: bytes = BODY, secret: str = SECRET) -> str:
    """As Stripe signs: https://docs.stripe.com/webhooks#verify-manually"""
    now = int(time.time())
    return f"t={now},v1={hmac.new(secret.encode(), b'%d.' % now + body, hashlib.sha256).hexdigest()}"


def raw(body: bytes = BODY, *more: str) -> bytes:
    lines = ["POST /hooks?x=1 HTTP/1.1", "Host: shop.example", f"Stripe-Signature: {signature()}", *more]
    return "\r\n".join([*lines, "", ""]).encode() + body


@pytest.fixture
def secret(tmp_path: Path) -> str:
    file = tmp_path / "secret.txt"
    file.write_text(SECRET + "\n")
    return str(file)


def test_a_genuine_webhook_is_told(secret: str, tmp_path: Path) -> None:
    body = tmp_path / "body.json"
    body.write_bytes(BODY)
    done = here("webhooks", "verify", "--connector", "stripe", "--secret-file", secret, "--header",
                f"Stripe-Signature: {signature()}", "--body", str(body))
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[:2] == ["genuine", "PAYMENT_INTENT_SUCCESS"]
    assert "12.34 EUR" in done.stdout


def test_no_account_is_needed_where_nobody_is_asked(secret: str) -> None:
    done = here("webhooks", "verify", "--connector", "stripe", "--secret-file", secret, "--raw-http", "--json",
                stdin=raw(), env={"TOLLBRIDGE_STRIPE_API_KEY": None})
    told = json.loads(done.stdout)
    assert told["verified"] is True
    assert told["events"][0]["event_content"]["payments_response"]["status"] == "CHARGED"
    assert told["acknowledgement"]["status"] == 200


@pytest.mark.parametrize("more", [(), (f"Content-Length: {len(BODY)}",)])
def test_a_whole_request_is_read(more: tuple[str, ...], secret: str) -> None:
    behind = b"\r\n" if more else b""  # what comes after the body is not the body's
    done = here("webhooks", "verify", "--connector", "stripe", "--secret-file", secret, "--raw-http",
                stdin=raw(BODY + behind, *more))
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("body", [BODY.replace(b"1234", b"9999"), b"", BODY[:-1]])
def test_a_webhook_that_is_not_genuine_exits_3(body: bytes, secret: str) -> None:
    for form in ((), ("--json",)):
        done = here("webhooks", "verify", "--connector", "stripe", "--secret-file", secret, "--raw-http", *form,
                    stdin=raw(body))
        assert done.exit_code == 3, done.output
        assert done.stdout == ""
    assert json.loads(done.stderr)["error"]["type"] == "SignatureMismatch"


def test_while_a_secret_is_replaced_either_counts(secret: str, tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    new.write_text("whsec_new")
    done = here("webhooks", "verify", "--connector", "stripe", "--secret-file", str(new), "--additional-secret-file",
                secret, "--raw-http", stdin=raw())
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(("words", "stdin", "told"), [
    (["--raw-http"], b"", "POST /webhooks HTTP/1.1"),
    (["--raw-http"], b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n{}", "content-length"),
    (["--raw-http"], b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "chunks"),
    (["--raw-http"], b"POST / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n", "headers that cannot be read"),
    (["--raw-http", "--header", "a: b"], b"", "--header"),
    (["--header", "no colon"], b"{}", "'Name: value'"),
    (["--body", "-", "--additional-secret-file", "-"], b"{}", "only one of"),
])
def test_what_is_no_webhook_exits_2(words: list[str], stdin: bytes, told: str, secret: str) -> None:
    done = here("webhooks", "verify", "--connector", "stripe", "--secret-file", secret, *words, stdin=stdin)
    assert done.exit_code == 2, done.output
    assert told in done.stderr


def test_who_asks_the_processor_needs_an_environment(secret: str) -> None:
    done = here("webhooks", "verify", "--connector", "paypal", "--secret-file", secret, stdin=b"{}")
    assert done.exit_code == 2
    assert "--environment" in done.stderr


def test_a_processor_without_webhooks_is_said_so(secret: str) -> None:
    done = here("webhooks", "verify", "--connector", "airwallex", "--secret-file", secret, stdin=b"{}")
    assert done.exit_code == 2
    assert "not supported" in done.stderr
