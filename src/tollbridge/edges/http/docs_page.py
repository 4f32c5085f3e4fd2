"""The OpenAPI document as one page for people: plain HTML, no script, nothing fetched from anywhere."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

Json = Mapping[str, Any]

STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: #0a66c2; }
@media (prefers-color-scheme: dark) { :root { --accent: #7ab8ff; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; display: grid; grid-template-columns: 19rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1rem; border-right: 1px solid var(--line); }
nav a { display: block; padding: .1rem 0; overflow-wrap: anywhere; }
nav h2 { font-size: .8rem; text-transform: uppercase; letter-spacing: .05em; margin: 1rem 0 .2rem; }
main { padding: 1rem 2rem; max-width: 62rem; }
a { color: var(--accent); text-decoration: none; } a:hover, a:focus { text-decoration: underline; }
section { border-top: 1px solid var(--line); padding: 1rem 0; }
h3 { overflow-wrap: anywhere; margin: 0; font-size: 1.05rem; }
code, pre { font: 13px/1.45 ui-monospace, monospace; }
pre { background: var(--soft); padding: .7rem; overflow: auto; max-height: 26rem; border-radius: .3rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); }
td:first-child { white-space: nowrap; } td p, td ul { margin: 0; } td ul { padding-left: 1.1rem; }
summary { cursor: pointer; } .must { font-weight: 600; }
@media (max-width: 50rem) { body { display: block; } nav { position: static; height: auto; border: 0; } }
"""
POLICY = ("default-src 'none'; style-src 'sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
"""The Content-Security-Policy of the page: its own style sheet, and nothing else."""


@cache
def page() -> bytes:
    document = json.loads(Path(__file__).with_name("openapi.json").read_bytes())
    operations = [(path, method, its) for path, item in document["paths"].items()
                  for method, its in item.items() if method in ("get", "post")]
    schemas = document["components"]["schemas"]
    return "".join((
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tollbridge API</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">', f"<style>{STYLE}</style></head><body>",
        "<nav>", *_navigation(document, operations), "</nav><main><h1>Tollbridge API</h1>",
        _text(document["info"]["description"]), '<p>As OpenAPI 3.1: <a href="/openapi.json">/openapi.json</a></p>',
        *_headers(document), *(_operation(*each) for each in operations), *_problems(document),
        '<h2 id="schemas">Schemas</h2>', *(_schema(name, its) for name, its in schemas.items()),
        "</main></body></html>")).encode()


def _navigation(document: Json, operations: list[tuple[str, str, Json]]) -> Iterator[str]:
    for tag in document["tags"]:
        yield f'<h2>{escape(tag["name"])}</h2>'
        for path, _, its in operations:
            if tag["name"] in its["tags"]:
                yield f'<a href="#{its["operationId"]}" title="{escape(its["summary"])}">{escape(path)}</a>'
    yield '<h2>More</h2><a href="#headers">headers</a><a href="#problems">problems</a><a href="#schemas">schemas</a>'


def _headers(document: Json) -> Iterator[str]:
    yield '<section id="headers"><h2>Headers of a call</h2><table>'
    yield (f'<tr><td><code>authorization</code></td><td><code>Bearer TOKEN</code>. '
           f'{_inline(document["components"]["securitySchemes"]["bearer"]["description"])}</td></tr>')
    own = [its for its in document["paths"]["/payments/authorize"]["post"]["parameters"] if "name" in its]
    for its in (*document["components"]["parameters"].values(), *own):
        yield f'<tr><td><code>{escape(its["name"])}</code></td><td>{_text(its["description"])}</td></tr>'
    yield "</table></section>"


def _operation(path: str, method: str, its: Json) -> str:
    summary, told = f'{its["summary"]}.', its.get("description", "")
    parts = [f'<section id="{its["operationId"]}"><h3><code>{method.upper()} {escape(path)}</code></h3>',
             f"<p><b>{_inline(summary)}</b></p>", _text(told.removeprefix(summary).strip())]
    for title, body in (("Request", its.get("requestBody")), ("Answer", its["responses"].get("200"))):
        for media, content in (body or {}).get("content", {}).items():
            told = _kind(content["schema"]) if "schema" in content else escape(media)
            parts.append(f"<p>{title}: {told}</p>")
            if "example" in content:
                example = escape(json.dumps(content["example"], indent=2, ensure_ascii=False))
                parts.append(f"<details><summary>Example</summary><pre>{example}</pre></details>")
    return "".join([*parts, "</section>"])


def _problems(document: Json) -> Iterator[str]:
    yield '<section id="problems"><h2>Problems</h2><table>'
    responses = document["components"]["responses"]
    for response in (its for name, its in responses.items() if name.startswith("Problem")):
        (content,) = response["content"].values()
        yield f'<tr><td>{content["example"]["status"]}</td><td>{_text(response["description"])}</td></tr>'
    yield "</table></section>"


def _schema(name: str, its: Json) -> str:
    parts = [f'<section id="schema-{name}"><h3>{name}</h3>', _text(its.get("description", ""))]
    if "properties" in its:
        if its.get("maxProperties") == 1:
            parts.append("<p>One of:</p>")
        required = its.get("required", ())
        parts.append("<table>")
        parts += [_row(field, schema, field in required) for field, schema in its["properties"].items()]
        parts.append("</table>")
    elif "enum" in its:
        parts.append("<p>" + " ".join(f"<code>{escape(word)}</code>" for word in its["enum"]) + "</p>")
    else:
        parts.append(f"<p>{_kind(its)}</p>")
    return "".join([*parts, "</section>"])


def _row(field: str, schema: Json, required: bool) -> str:
    mark = ' class="must" title="required"' if required else ""
    return (f"<tr><td{mark}><code>{escape(field)}</code>{'*' if required else ''}</td><td>{_kind(schema)}</td>"
            f'<td>{_text(schema.get("description", ""))}</td></tr>')


def _kind(schema: Json) -> str:
    """Its type in a word, or a link to it."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#schema-{name}">{name}</a>'
    if "items" in schema:
        return f"list of {_kind(schema['items'])}"
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if isinstance(schema.get("additionalProperties"), dict):
        return f"object of {_kind(schema['additionalProperties'])}"
    return escape(str(schema.get("type", "anything")))


def _text(text: str) -> str:
    """The little of Markdown that the document uses: paragraphs, lists, bold and code."""
    found = []
    for block in filter(None, text.split("\n\n")):
        lines = block.strip().split("\n")
        if all(line.startswith("- ") for line in lines):
            found.append("<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>")
        else:
            found.append(f"<p>{_inline(' '.join(lines))}</p>")
    return "".join(found)


def _inline(text: str) -> str:
    marked = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))
    return re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", marked)
