"""The page of documentation: whole, with links that lead somewhere, and nothing that a browser would fetch or run."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

from tollbridge.edges.http.docs_page import POLICY, page
from tollbridge.edges.http.routes import PATHS

VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Keeps ids, links, tags, the style sheet, and what was not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.style = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(str(value))
            elif name == "href":
                self.links.add(str(value))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data


def read() -> Reader:
    reader = Reader()
    reader.feed(page().decode())
    return reader


def test_the_page_is_whole_and_every_link_leads_somewhere() -> None:
    reader = read()
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    assert {link.removeprefix("#") for link in reader.links if link.startswith("#")} <= set(reader.ids)
    assert {link for link in reader.links if not link.startswith("#")} == {"/openapi.json"}


def test_every_operation_is_there() -> None:
    ids = set(read().ids)
    assert {operation.name for operation in PATHS.values()} <= ids


def test_nothing_is_run_or_fetched() -> None:
    reader = read()
    assert not reader.tags & {"script", "img", "link", "iframe", "form", "object"}
    assert not [name for name in reader.attributes if name.startswith("on") or name in ("src", "style")]


def test_the_policy_allows_its_own_style_sheet_alone() -> None:
    digest = base64.b64encode(hashlib.sha256(read().style.encode()).digest()).decode()
    assert re.search(r"style-src 'sha256-([^']+)'", POLICY)[1] == digest  # type: ignore[index]
    assert POLICY.startswith("default-src 'none'")
