"""Reads multipart forms: files that are uploaded. What is in them is not kept."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser

MULTIPART = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Upload:
    filename: str | None
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Parts:
    """A multipart body: its plain fields, and its file without what is in it."""

    pairs: list[tuple[str, str]]
    upload: Upload | None


def parse(content_type: str, body: bytes) -> Parts:
    """Raises ValueError for a body that is no multipart form."""
    message = BytesParser().parsebytes(b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n" + body)
    if not message.is_multipart():
        raise ValueError("no multipart form")
    pairs, upload = [], None
    for part in message.get_payload():
        if not isinstance(part, Message):
            raise ValueError("no multipart form")
        name = str(part.get_param("name", "", header="content-disposition"))
        content = part.get_payload(decode=True)
        content = content if isinstance(content, bytes) else b""
        if name == "file":
            upload = Upload(part.get_filename(), part.get_content_type(), len(content))
        else:
            pairs.append((name, content.decode()))
    return Parts(pairs, upload)
