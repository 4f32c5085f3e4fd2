"""`python -m tollbridge.testing golden/acme`: replay the cases of a folder; with `--update`, compute them anew."""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from tollbridge.kit.http import HttpRequest
from tollbridge.testing.golden import Case, Json, Subject, differences, headers, plain, replay, subject

_ORDER = ("operation", "source", "environment", "account", "now", "idempotency_key", "webhook", "request", "exchanges",
          "result", "error")


def update(its: Subject, case: Case) -> Json:
    """The case as a JSON object, with `send`, and `result` or `error`, as the connector has them today."""
    written: Json = {key: value for key, value in msgspec.to_builtins(case.golden).items() if key not in
                     ("result", "error")}
    ran = replay(its, case)
    if len(ran.sent) < len(case.golden.exchanges):
        raise LookupError(f"{case}: {len(ran.sent)} requests where the case has {len(case.golden.exchanges)} answers")
    written["exchanges"] = [
        {"send": _sent(case, built), "receive": msgspec.to_builtins(exchange.receive)}
        for built, exchange in zip(ran.sent, case.golden.exchanges, strict=True)]
    written |= ran.outcome
    return {key: written[key] for key in _ORDER if key in written and written[key] not in ([], ())}


def _sent(case: Case, request: HttpRequest) -> Mapping[str, Any]:
    """A request as `send` has it."""
    opened = plain(case, request)
    body = opened.body
    try:
        text = {} if body is None else {"body_sealed" if opened is not request else "body": body.decode()}
    except UnicodeDecodeError:
        text = {"body_b64": base64.b64encode(body or b"").decode()}
    return {"method": request.method, "url": request.url, "headers": headers(request), **text}


def main(arguments: Sequence[str] | None = None) -> int:
    """Checks the cases of the folders, or computes them anew; gives the number of folders where something differs."""
    parser = argparse.ArgumentParser(prog="python -m tollbridge.testing", description="Replay golden cases.")
    parser.add_argument("--update", action="store_true", help="write send, and result or error, anew")
    parser.add_argument("folders", nargs="+", type=Path, help="such as golden/stripe")
    given = parser.parse_args(arguments)
    wrong = 0
    for folder in given.folders:
        its = subject(folder.resolve().name, folder.resolve().parent)
        found = _update_all(its) if given.update else [
            f"{case}: {text}" for case in its.cases for text in differences(its, case)]
        sys.stdout.writelines(f"{line}\n" for line in found)
        wrong += bool(found) and not given.update
    return wrong


def _update_all(its: Subject) -> list[str]:
    changed = []
    for case in its.cases:
        path = its.folder / f"{case.name}.json"
        text = json.dumps(update(its, case), indent=2, ensure_ascii=False) + "\n"
        if text != path.read_text():
            path.write_text(text)
            changed.append(f"{case}: written anew")
    return changed


if __name__ == "__main__":
    sys.exit(main())
