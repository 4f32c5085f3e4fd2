"""What the shopper's browser brings back from a page of the processor's. Anybody could have written it."""

from __future__ import annotations

from urllib.parse import parse_qsl

from tollbridge.domain.redirect_returns import VerifyRedirect


def brought_back(req: VerifyRedirect) -> dict[str, str]:
    """By name, of the query; where the browser came by a form, of that."""
    its = req.request_details
    query = its.query_params or (its.uri or "").partition("?")[2]
    return dict(parse_qsl(query.lstrip("?") or its.body.decode(errors="replace")))
