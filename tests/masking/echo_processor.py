"""A processor that answers golden cases, and repeats whatever it is sent: body, credentials, card, in every spelling.

It is told by the path what to answer: `/<run>/<connector>/<case>/<how>/...` is the base URL of one call. The answers of
the case follow one another; `how` says which way the last one is spoiled.
"""

from __future__ import annotations

import base64
import json
import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import parse_headers
from typing import Any
from urllib.parse import quote

from masking.canaries import CODE, DIGITS
from tollbridge.domain.errors import SignatureMismatch
from tollbridge.testing.golden import Case, Receive

_WORDS = re.compile(r"message|description|reason(?!code)|details?$|error|issue|title|text|debug", re.IGNORECASE)
_STATUS = re.compile(r"status|state|result_?code|response_?code|^code$|event_?code|outcome", re.IGNORECASE)
_CUT = -1
"""A status: the connection ends within the answer."""


@dataclass
class Asked:
    """One HTTP request as it came in."""

    line: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def echo(self) -> str:
        """All of it, and what is secret in it once more in other spellings."""
        shown = " ".join(f"{name}: {value}" for name, value in self.headers)
        text = self.body.decode("utf-8", "replace")
        numbers = {number for number in re.findall(r"(?<![\d-])\d{12,19}", text) if DIGITS in number}
        more = [re.sub(r"(.{4})", r"\1 ", number) for number in numbers]
        more += [f"cvc {CODE} was wrong"] if CODE in text else []
        return (f"You sent {self.line} with {shown} and {text[:1500]} that is {quote(text[:300])} or "
                f"{' or '.join(more)} or {base64.b64encode(self.body[:300]).decode()} or {json.dumps(text[:300])}")


def leaves(value: Any, changed: Callable[[str, Any], Any], name: str = "") -> Any:
    """A JSON value with each of its leaves replaced by what `changed` makes of its name and itself."""
    if isinstance(value, dict):
        return {key: leaves(inner, changed, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [leaves(inner, changed, name) for inner in value]
    return changed(name, value)


def said(echo: str) -> Callable[[str, Any], Any]:
    """In every free text, known by its name."""
    return lambda name, value: (
        f"{value} {echo}" if isinstance(value, str) and _WORDS.search(name) and "://" not in value else value)


def odd_status(echo: str) -> Callable[[str, Any], Any]:
    """In every word for a status."""
    return lambda name, value: f"{value} {echo}" if isinstance(value, str) and _STATUS.search(name) else value


def other_types(echo: str) -> Callable[[str, Any], Any]:
    """In place of every number and every truth value."""
    return lambda name, value: echo if isinstance(value, int | float) and value is not None else value


def rewritten(receive: Receive, change: Callable[[str, Any], Any], echo: str) -> bytes:
    """The content of a golden answer with its leaves changed; of one that is no JSON, with the echo behind it."""
    try:
        return json.dumps(leaves(json.loads(receive.content), change)).encode()
    except ValueError:
        return receive.content + b"&message=" + quote(echo).encode()


@dataclass
class Processor:
    """What its server needs: the cases by connector, and for each connector a body of its errors."""

    cases: dict[str, tuple[Case, ...]]
    runs: dict[str, int] = field(default_factory=dict)
    served: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, asked: Asked) -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers and body."""
        run, connector, number, how = asked.line.split(" ")[1].lstrip("/").split("/")[:4]
        case = self.cases[connector][int(number)]
        exchanges = case.golden.exchanges
        with self.lock:
            at = self.runs.get(run, 0)
            self.runs[run] = at + 1
            self.served += 1
        if at >= len(exchanges):
            return 500, [], asked.echo.encode()
        if case.sealing is not None:
            with suppress(SignatureMismatch, ValueError):  # an exchange that is not sealed
                asked = Asked(asked.line, asked.headers, case.sealing.opened(asked.body))
        receive = exchanges[at].receive
        spoiled = "golden" if at < len(exchanges) - 1 and not how.startswith("first-") else how.removeprefix("first-")
        status, headers, content = self.spoiled(spoiled, receive, connector, asked)
        if receive.body_sealed is not None and case.sealing is not None and spoiled not in ("garbage", "bytes"):
            content = case.sealing.sealed(content)
        return status, headers, content

    def spoiled(self, how: str, receive: Receive, connector: str,
                 asked: Asked) -> tuple[int, list[tuple[str, str]], bytes]:
        echo = asked.echo
        flat = " ".join(echo.split())[:6000].encode("ascii", "replace").decode()
        headers = [*receive.headers.items(), ("x-echo", flat), ("set-cookie", f"key={quote(flat[:500])}"),
                   ("x-request-authorization", flat[:500]), ("request-id", "req_1")]
        match how.partition("-"):
            case ("golden", _, _):
                return receive.status, headers, receive.content
            case ("words", _, _):
                return receive.status, headers, rewritten(receive, said(echo), echo)
            case ("status", _, _):
                return receive.status, headers, rewritten(receive, odd_status(echo), echo)
            case ("types", _, _):
                return receive.status, headers, rewritten(receive, other_types(echo), echo)
            case ("error", _, status):
                return int(status), headers, self._error(connector, echo)
            case ("garbage", _, status):
                return int(status), headers, f"<html><h1>Bad request</h1><pre>{echo}</pre>".encode()
            case ("bytes", _, status):
                return int(status), headers, b"\xff\xfe\x00" + echo.encode()
            case ("moved", _, _):
                return 302, [("location", f"http://127.0.0.1:9/{quote(flat[:1000])}"), *headers], echo.encode()
            case ("broken", _, _):
                return 200, [(f"x-{flat} no header", "\x00")], receive.content
            case ("cut", _, _):
                return _CUT, headers, echo.encode()
        raise LookupError(how)

    def _error(self, connector: str, echo: str) -> bytes:
        """An error as this processor words it, with the echo in every free text."""
        for case in self.cases[connector]:
            for exchange in case.golden.exchanges:
                if exchange.receive.status >= 400 and exchange.receive.content[:1] == b"{":
                    return rewritten(exchange.receive, said(echo), echo)
        return json.dumps({"error": {"message": echo}}).encode()


WAYS = ("golden", "words", "error-401", "error-422", "status", "error-400", "garbage-400", "types", "error-500",
        "words", "bytes-200", "error-404", "cut", "error-402", "broken", "garbage-500", "first-error-401", "moved",
        "error-429", "bytes-400", "first-words", "first-garbage-200", "error-403", "error-409")
"""In this order over the cases: a sample has each of them."""


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        while line := self.rfile.readline().decode("latin-1").strip():
            headers = parse_headers(self.rfile)
            body = self.rfile.read(int(headers.get("content-length", 0)))
            status, answered, content = self.server.processor.answer(Asked(line, list(headers.items()), body))
            cut = status == _CUT
            head = [f"HTTP/1.1 {200 if cut else status} OK"]
            head += [f"{name}: {value}" for name, value in answered if name.lower() != "content-length"]
            head += [f"content-length: {len(content) + 100 * cut}"]
            self.wfile.write("\r\n".join(head).encode("latin-1", "replace") + b"\r\n\r\n" + content)
            if cut:
                return


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256
    processor: Processor

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the midst of it is none."""


@contextmanager
def running(processor: Processor) -> Iterator[str]:
    """Its URL, on loopback."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.processor = processor
        thread = threading.Thread(target=server.serve_forever, daemon=True, name="echo processor")
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
