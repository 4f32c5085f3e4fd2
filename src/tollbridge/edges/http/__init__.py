"""The HTTP edge: the operations as JSON over HTTP, their OpenAPI document, signs of life, and the webhook receiver."""

from __future__ import annotations

from tollbridge.edges.http.options import HttpOptions
from tollbridge.edges.http.server import HttpServer, run

__all__ = ["HttpOptions", "HttpServer", "run"]
