"""Masking switched off, for the test that finds out whether it would notice: put over the product from outside, in a
process of the test's own. The product has no such switch.
"""

from __future__ import annotations

from typing import Any


def install() -> None:
    """Before anything else of the product is imported: other modules take these functions by name."""
    from tollbridge.domain import masking
    from tollbridge.domain.secret import Secret

    def unmasked(text: str) -> str:
        return text

    put(masking, "masked", unmasked)
    put(Secret, "__repr__", lambda self: f"Secret({self.reveal()!r})")
    put(Secret, "__str__", lambda self: repr(self))
    put(Secret, "__reduce__", lambda self: (Secret, (self.reveal(),)))
    del Secret.__getstate__, Secret.__deepcopy__, Secret.__copy__
    _engine()
    _http()
    _edges()


def put(where: Any, name: str, what: object) -> None:
    """In place of what the product has there, which must exist: a renamed function must not stay masked unseen."""
    getattr(where, name)
    setattr(where, name, what)


def _engine() -> None:
    from tollbridge.domain import echoes
    from tollbridge.engine import masking as engine_masking

    def shown(self: Any, text: str, **kind: bool) -> str:
        return text

    put(echoes.Echoes, "_shown", shown)
    put(engine_masking, "_harmless", lambda part, shown, plain: part)


def _http() -> None:
    from tollbridge.domain import inbound
    from tollbridge.kit import http, masking, webhook

    for kind in (http.HttpRequest, http.HttpResponse, inbound.RequestDetails, webhook.WebhookRequest):
        put(kind, "__repr__", _repr)
        put(kind, "__reduce__", _pickled)
    put(http.HttpRequest, "shown_url", property(lambda self: self.url))
    put(masking, "shown_headers", lambda request: {name: str(value) for name, value in request.headers.items()})
    put(masking, "shown_body", lambda request: (request.body or b"").decode("utf-8", "replace"))
    put(masking, "shown", lambda request: f"{request.method} {request.url}")


def _edges() -> None:
    from tollbridge.contract import answers

    put(answers, "_hidden", lambda name: False)


def _repr(self: Any) -> str:
    fields = getattr(self, "__struct_fields__", None) or self.__slots__
    return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in fields)})"


def _pickled(self: Any) -> Any:
    fields = getattr(self, "__struct_fields__", None) or self.__slots__
    return dict, (tuple((name, str(getattr(self, name))) for name in fields),)
