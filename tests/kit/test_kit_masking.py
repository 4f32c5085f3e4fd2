"""What may be shown of a request shows no secret, wherever it stands."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.domain.secret import Secret
from tollbridge.kit import masking

CANARY = "4242canary4242"
PLACES = st.recursive(
    st.just(Secret(CANARY)) | st.text("xyz") | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3))
BODIES = st.dictionaries(st.text("abc", min_size=1), PLACES, min_size=1)


def views(request: kit.HttpRequest) -> str:
    return "\n".join([repr(request), str(request), masking.shown(request), masking.shown_body(request),
                      repr(masking.shown_headers(request))])


@given(BODIES, st.sampled_from([kit.post_form, kit.post_json]))
def test_no_view_of_a_body_shows_a_secret(body: dict[str, Any], post: Any) -> None:
    request = post("/v1/things", body).with_headers({"authorization": kit.bearer(Secret(CANARY))})
    assert CANARY not in views(request)


def test_bytes_of_unknown_parts_are_not_shown() -> None:
    request = kit.HttpRequest("POST", "https://psp.example/pay?token=" + CANARY, {"content-type": "text/plain"},
                              CANARY.encode())
    assert masking.shown_body(request) == f"({len(CANARY)} bytes, not shown)"
    assert masking.shown(request) == "POST https://psp.example/pay"


def test_a_credential_in_a_path_is_masked_where_the_connector_says_so() -> None:
    asked = kit.get(f"/status/{CANARY}/o1?x=1", in_path=Secret(CANARY))
    assert asked.url == f"/status/{CANARY}/o1?x=1"
    assert CANARY not in views(asked)
    assert masking.shown(asked.with_headers({"x": "1"})) == "GET /status/***/o1"


def test_what_is_no_secret_is_shown() -> None:
    request = kit.post_json("/pay", {"amount": 12, "card": {"number": Secret(CANARY)}})
    assert masking.shown_body(request) == '{"amount":12,"card":{"number":"***"}}'
    assert masking.shown_headers(request.with_headers({"x-key": Secret("k"), "x-id": "1"})) == {
        "content-type": "application/json", "x-key": "***", "x-id": "1"}


@given(BODIES)
def test_of_an_encrypted_body_what_was_encrypted_is_shown_masked(body: dict[str, Any]) -> None:
    plain = kit.post_json("/pay", body)
    sealed = replace(plain, body=b"eyJh.b.c.d.e", headers={"content-type": "application/jose"})
    assert masking.shown_body(sealed) == masking.shown_body(plain)
    assert CANARY not in views(sealed)


def test_of_an_encrypted_body_of_unknown_content_the_length_is_shown() -> None:
    sealed = kit.HttpRequest("POST", "/pay", {"content-type": "application/jose"}, CANARY.encode())
    assert masking.shown_body(sealed) == f"({len(CANARY)} bytes, not shown)"


def test_an_answer_and_a_webhook_show_no_body() -> None:
    assert CANARY not in repr(kit.HttpResponse(200, CANARY.encode(), {"x": CANARY}))
    assert CANARY not in repr(kit.WebhookRequest("POST", "/hook", CANARY, (("X-Sign", CANARY),), CANARY.encode()))


@pytest.mark.parametrize("made", [kit.bearer(Secret(CANARY)), kit.basic(Secret(CANARY), Secret(CANARY))])
def test_credentials_of_a_header_are_secret(made: Secret) -> None:
    assert "***" in repr(made)
    assert CANARY not in repr(made)


def test_a_token_in_the_path_is_not_shown() -> None:
    token = Secret("4242/canary 4242")
    request = kit.post("/orders/4242%2Fcanary%204242/capture", in_path=token)
    assert masking.shown(request) == "POST /orders/***/capture"
    assert "canary" not in views(request)
