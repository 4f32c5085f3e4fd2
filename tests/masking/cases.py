"""The traffic: every golden case with canaries in place of its secrets, and what the processor makes of it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from msgspec import UNSET, Struct
from msgspec.structs import replace

from masking import canaries
from masking.echo_processor import WAYS, Processor
from tollbridge import catalog, engine
from tollbridge.contract.accounts import read_account
from tollbridge.domain.errors import ConnectorError
from tollbridge.testing.golden import Case, Subject, credentials, read_request, replay, subject

GOLDEN = Path(__file__).parents[2] / "golden"
_RUNS = count()


class Call(Struct, frozen=True):
    """One call, as JSON hands it to another process. `account` lacks its base URL until a processor runs."""

    connector: str
    name: str
    number: int
    operation: str
    how: str
    request: Any
    account: Any
    base: str
    idempotency_key: str | None = None

    def config(self, processor: str) -> Any:
        """The account, with a base URL that says what to answer; a new one each time."""
        return {**self.account, "base_url": f"{processor}/{next(_RUNS)}{self.base}"}


def subjects() -> list[Subject]:
    return [subject(name, GOLDEN) for name in catalog.names() if (GOLDEN / name).is_dir()]


def processor_of(its: list[Subject]) -> Processor:
    return Processor({each.connector.id: each.cases for each in its})


def calls(its: list[Subject], every: int, offset: int = 0, also: Collection[str] = ()) -> Iterator[Call]:
    """One of `every` cases, and those `also`, with all that may be planted in it. The ways take turns; another
    `offset`, other turns.
    """
    turn = offset
    for each in its:
        for number, case in enumerate(each.cases):
            if (number + offset) % every and f"{each.connector.id}/{case.name}" not in also:
                continue
            turn += 1
            how = WAYS[turn % len(WAYS)]
            account = credentials(each.folder, case)
            own = replace_account(each, read_account(each.connector, account))
            planted = canaries.plant(account, own.account, checked=False)
            bare = Case(case.name, replace(case.golden, account=UNSET), case.sealing)
            request, config = _planted(own, bare, account, planted, checked=bool(turn % 3))
            key = case.golden.idempotency_key
            yield Call(each.connector.id, case.name, number, case.golden.operation, how, request, config,
                       f"/{each.connector.id}/{number}/{how}", key if isinstance(key, str) else None)


def _planted(its: Subject, case: Case, account: Any, config: Any, *, checked: bool) -> tuple[Any, Any]:
    """Request and account with canaries, as many as leave the case what it is: else fewer of them."""
    golden = case.golden.request
    try:
        read = read_request(case)
    except ConnectorError:
        return golden, config
    if case.operation in engine.EVENTS:
        return _webhook(golden), config
    full = canaries.plant(golden, read, checked=checked)
    numbers = {text: canaries.planted(field, text, checked=True) for field, text in canaries.secrets_of(read)
               if text.isdigit()}
    some = json.loads(json.dumps(golden), object_hook=lambda found: {
        key: numbers.get(text, text) if isinstance(text, str) else text for key, text in found.items()})
    for request, other in ((full, config), (some, config), (full, account), (some, account)):
        its_account = read_account(its.connector, other)
        if _ends_alike(replace_account(its, its_account), case, request):
            return request, other
    return golden, account


def replace_account(its: Subject, account: Any) -> Subject:
    return Subject(its.connector, account, its.cases, its.folder)


def _ends_alike(its: Subject, case: Case, request: Any) -> bool:
    try:
        outcome = replay(its, case, request=request).outcome
    except (ConnectorError, LookupError):
        return False
    wanted = {"result": case.golden.result} if isinstance(case.golden.result, dict) else {"error": case.golden.error}
    return outcome.keys() == wanted.keys() and _word(outcome) == _word(wanted)


def _word(outcome: Any) -> Any:
    told = outcome.get("result") or outcome.get("error") or {}
    return told.get("status") or told.get("type")


def _webhook(request: Any) -> Any:
    """A genuine webhook stays what it is, for its signature holds; its secret is no canary of ours, but looked for."""
    return request


_TEXT = re.compile(rb'(?<!reference)": "', re.IGNORECASE)


def tampered(request: Any) -> Any:
    """A webhook whose body and secret have canaries: nobody can vouch for it. What it refers to is no secret: who is
    asked what it is about says so.
    """
    details = dict(request.get("request_details") or {})
    body = base64.b64decode(details.get("body") or "")
    details["body"] = base64.b64encode(_TEXT.sub(f'": "{canaries.MARK} '.encode(), body)).decode()
    details["headers"] = {**details.get("headers", {}), "x-canary": canaries.MARK, "authorization": canaries.MARK}
    secrets = {"secret": f"whsec_{canaries.MARK}", "additional_secret": canaries.MARK.encode().hex()}
    return {**request, "request_details": details, "webhook_secrets": secrets}


__all__ = ["Call", "calls", "processor_of", "replace", "subjects", "tampered"]
