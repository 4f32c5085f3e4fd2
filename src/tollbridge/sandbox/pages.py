"""The pages on which a customer says yes or no: plain HTML, buttons, no script."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode, urlsplit, urlunsplit

from tollbridge.sandbox.simulator import Answer

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 10vh auto; padding: 0 1rem; color: #1f2933 }}
button {{ font: inherit; padding: .6rem 1.2rem; margin: 0 .5rem .5rem 0; border: 1px solid #52606d }}
button {{ border-radius: .3rem; background: #fff; color: #1f2933 }}
button:first-child {{ background: #0b6b3a; border-color: #0b6b3a; color: #fff }}
</style>
</head>
<body>
<h1>{title}</h1>
{content}
</body>
</html>
"""
HEADERS = {
    "Cache-Control": "no-store",
    # No form-action: browsers apply it to the redirect after the form too, and that leads to the merchant
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *",
    "Referrer-Policy": "no-referrer",
}


def page(content: str, *, title: str, status: int = 200) -> Answer:
    """`content` is HTML already, and so is `title`."""
    return Answer(status, _PAGE.format(content=content, title=title).encode(), HEADERS, "text/html")


def question(asked: str, buttons: dict[str, str]) -> str:
    """A form that posts `outcome`: one button for each outcome, the first of them green. `asked` is HTML already."""
    pressed = "\n".join(f'<button name="outcome" value="{escape(outcome)}">{escape(label)}</button>'
                        for outcome, label in buttons.items())
    return f'<p>{asked} No money moves here.</p>\n<form method="post">\n{pressed}\n</form>'


def back_to(url: str, added: dict[str, str]) -> Answer:
    """Sends the browser to the merchant, whose own query stays."""
    parts = urlsplit(url)
    query = urlencode(added)
    target = urlunsplit(parts._replace(query=f"{parts.query}&{query}" if parts.query else query))
    return Answer(303, b"", {**HEADERS, "Location": target}, "text/html")
