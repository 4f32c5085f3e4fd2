"""Multipart bodies: read back by the standard library's parser, and the same bytes each time."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import msgspec
from hypothesis import given, strategies as st

from tollbridge.domain.secret import Secret
from tollbridge.kit import masking
from tollbridge.kit.http import HttpRequest
from tollbridge.kit.multipart import File, post_multipart


def parts(request: HttpRequest) -> dict[str, tuple[str | None, str, bytes]]:
    """By name: file name, type, content."""
    head = f"content-type: {request.headers['content-type']}\r\n\r\n".encode()
    message = message_from_bytes(head + (request.body or b""), policy=policy.HTTP)
    assert isinstance(message, EmailMessage)
    found = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        assert isinstance(name, str)
        assert isinstance(content, bytes)
        found[name] = (part.get_filename(), part.get_content_type(), content)
    return found


def test_a_json_part_and_a_file() -> None:
    built = post_multipart("/claims", {"input": {"note": "Lamp", "left_out": None, "code": Secret("s3cret")}},
                           [File("proof", "proof-1.png", "image/png", b"\x89PNG\r\n--x--\r\n\x00")])
    assert (built.method, built.url) == ("POST", "/claims")
    read = parts(built)
    assert msgspec.json.decode(read["input"][2]) == {"note": "Lamp", "code": "s3cret"}
    assert read["input"][:2] == (None, "application/json")
    assert read["proof"] == ("proof-1.png", "image/png", b"\x89PNG\r\n--x--\r\n\x00")


def test_a_text_is_a_field_of_a_plain_form() -> None:
    pdf = File("file", "a.pdf", "application/pdf", b"%")
    read = parts(post_multipart("/files", {"purpose": "dispute_evidence"}, [pdf]))
    assert read["purpose"] == (None, "text/plain", b"dispute_evidence")


def test_the_same_parts_are_the_same_bytes() -> None:
    def build(content: bytes) -> HttpRequest:
        return post_multipart("/", {"input": {}}, [File("f", "f.pdf", "application/pdf", content)])

    assert build(b"a") == build(b"a")
    assert build(b"a").headers != build(b"b").headers


@given(st.lists(st.binary(), min_size=2, max_size=4))
def test_no_content_ends_a_part(contents: list[bytes]) -> None:
    """Not even one that holds the boundary of a body of its own making."""
    inner = post_multipart("/", {}, [File("f", "f.pdf", "application/pdf", content) for content in contents])
    outer = post_multipart("/", {}, [File("inner", "inner.pdf", "application/pdf", inner.body or b"")])
    assert str(inner.headers["content-type"]).partition("boundary=")[2].encode() in (inner.body or b"")
    assert outer.body is not None
    boundary = str(outer.headers["content-type"]).partition("boundary=")[2].encode()
    assert outer.body.count(boundary) == 2


def test_the_view_for_logs_shows_the_length_alone() -> None:
    built = post_multipart("/", {"input": {"name": Secret("Ida")}})
    assert masking.shown_body(built) == f"({len(built.body or b'')} bytes, not shown)"
