"""Bodies of several parts (RFC 7578): a JSON description, and the files that it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from tollbridge.kit.http import HttpRequest
from tollbridge.kit.json import CONTENT_TYPE as JSON, encode

CONTENT_TYPE = "multipart/form-data"


class File(Struct, frozen=True):
    """A part with a file's bytes. `name` and `filename` are ours: ASCII, no quotes and no line ends."""

    name: str
    filename: str
    mime_type: str
    content: bytes


def post_multipart(path: str, described: Mapping[str, Mapping[str, Any] | str],
                   files: Sequence[File] = ()) -> HttpRequest:
    """A POST of JSON parts and plain texts, by name, then of files. The boundary is their digest: the same parts, the
    same bytes.
    """
    import hashlib

    parts = [(f'form-data; name="{name}"', *(("text/plain", value.encode()) if isinstance(value, str)
                                             else (JSON, encode(value)))) for name, value in described.items()]
    parts += [(f'form-data; name="{file.name}"; filename="{file.filename}"', file.mime_type, file.content)
              for file in files]
    digest = hashlib.sha256()
    for head, kind, content in parts:
        digest.update(f"{len(head)} {head} {len(kind)} {kind} {len(content)} ".encode() + content)
    boundary = digest.hexdigest()
    body = b"".join(
        f"--{boundary}\r\ncontent-disposition: {head}\r\ncontent-type: {kind}\r\n\r\n".encode() + content + b"\r\n"
        for head, kind, content in parts) + f"--{boundary}--\r\n".encode()
    return HttpRequest("POST", path, {"content-type": f"{CONTENT_TYPE}; boundary={boundary}"}, body)
