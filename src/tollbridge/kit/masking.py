"""What may be shown of an HTTP request: everything but the secrets in it."""

from __future__ import annotations

from collections.abc import Mapping

from tollbridge.domain.secret import Secret
from tollbridge.kit import form, json
from tollbridge.kit.http import MASK, HttpRequest
from tollbridge.kit.quoting import split_url

SEALED = "application/jose"


def shown_headers(request: HttpRequest) -> dict[str, str]:
    """Headers with every secret value masked."""
    return {name: MASK if isinstance(value, Secret) else value for name, value in request.headers.items()}


def shown_body(request: HttpRequest) -> str:
    """The body, encoded once more with its secrets masked; of a body whose parts are not known, its length.

    Of one that `sign` has encrypted, what it encrypts is shown in the same way: `content` is that still.
    """
    if not request.body:
        return ""
    kind = str(request.headers.get("content-type", ""))
    if isinstance(request.content, Mapping) and kind.startswith(form.CONTENT_TYPE):
        return form.encode(request.content, masked=True).decode()
    if request.content is not None and kind.startswith((json.CONTENT_TYPE, SEALED)):
        return json.encode(request.content, masked=True).decode()
    if isinstance(request.content, Mapping) and kind.startswith(("application/xml", "text/xml")):
        from tollbridge.kit import xml  # few processors speak it

        return xml.encode(request.content, masked=True).decode()
    return f"({len(request.body)} bytes, not shown)"


def shown_path(request: HttpRequest) -> str:
    """The path without its query."""
    return split_url(request.shown_url)[0]


def shown(request: HttpRequest) -> str:
    """The request on one line, for a log: no query, no body."""
    return f"{request.method} {request.shown_url.partition('?')[0]}"
