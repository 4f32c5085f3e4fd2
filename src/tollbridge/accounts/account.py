"""One account, and how it is read from what a store has of it."""

from __future__ import annotations

import base64
import types
import typing
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from tollbridge import catalog
from tollbridge.accounts.errors import AccountProblem, AccountsError
from tollbridge.contract.accounts import read_account
from tollbridge.domain.errors import BadCredentials, BadInput
from tollbridge.domain.events import WebhookSecrets
from tollbridge.domain.secret import Secret
from tollbridge.kit.connector import Connector

SECRET, ADDITIONAL = "webhook_secret", "webhook_additional_secret"
FORWARD_URL, FORWARD_SECRET = "webhook_forward_url", "webhook_forward_secret"
WEBHOOKS = (SECRET, ADDITIONAL, FORWARD_URL, FORWARD_SECRET)
"""Fields that an account has beside its credentials; no connector's credentials have fields of these names."""


KEY_BYTES = 24
"""The shortest key of Standard Webhooks."""


class Forward(Struct, frozen=True, kw_only=True):
    """Where the merchant's events go, and the key that they are signed with."""

    url: str
    secret: Secret


class Account(Struct, frozen=True, kw_only=True):
    """What a merchant has with one processor. `credentials` is the connector's own struct; its `base_url` is the
    processor's address where that is the merchant's own.
    """

    merchant_id: str
    connector: str
    credentials: Any
    webhook_secrets: WebhookSecrets | None = None
    forward: Forward | None = None


class RawAccount(NamedTuple):
    """As a store has it. `texts`: the store knows nothing but texts, so what is none in the credentials is JSON."""

    merchant_id: str
    connector: str
    fields: Mapping[str, object]
    texts: bool = False

    @property
    def path(self) -> str:
        return f"{self.merchant_id}.{self.connector}"

    def __repr__(self) -> str:
        return f"RawAccount({self.path}, ***)"


Accounts = Mapping[tuple[str, str], Account]
"""By merchant and connector."""


def read_all(raws: Iterable[RawAccount], problems: Iterable[AccountProblem] = ()) -> Accounts:
    """Raises AccountsError with everything that is wrong with all of them, `problems` included."""
    found = list(problems)
    accounts: dict[tuple[str, str], Account] = {}
    for raw in raws:
        account = _read(raw, found)
        if account is None:
            continue
        key = (account.merchant_id, account.connector)
        if key in accounts:
            found.append(AccountProblem(raw.path, "is there twice"))
        accounts[key] = account
    if found:
        raise AccountsError(found)
    return accounts


def _read(raw: RawAccount, problems: list[AccountProblem]) -> Account | None:
    before = len(problems)
    its = raw.merchant_id
    if not its or its != its.strip() or not its.isprintable() or "/" in its:
        problems.append(AccountProblem(raw.path, "a merchant id is printable, not empty, and has no slash"))
    try:
        connector = catalog.load(raw.connector)
    except BadInput as error:
        problems.append(AccountProblem(raw.path, str(error)))
        return None
    fields = _typed(connector, raw, problems) if raw.texts else dict(raw.fields)
    webhooks = {name: fields.pop(name) for name in WEBHOOKS if name in fields}
    for name in [name for name in fields if name not in _hints(connector)]:
        if near := get_close_matches(name, WEBHOOKS, n=1, cutoff=0.8):
            problems.append(AccountProblem(f"{raw.path}.{name}", f"unknown field: did you mean {near[0]}?"))
            del fields[name]
    secrets, forward = _webhooks(webhooks, raw.path, problems)
    try:
        credentials = read_account(connector, fields, raw.path)
    except BadCredentials as error:
        problems += [AccountProblem(path, why) for path, why in error.problems if not _is_told(path, problems)]
        return None
    if len(problems) > before:
        return None
    return Account(merchant_id=raw.merchant_id, connector=connector.id, credentials=credentials,
                   webhook_secrets=secrets, forward=forward)


def _webhooks(given: Mapping[str, object], path: str,
              problems: list[AccountProblem]) -> tuple[WebhookSecrets | None, Forward | None]:
    texts = {name: value for name, value in given.items() if isinstance(value, str) and value}
    problems += [AccountProblem(f"{path}.{name}", "must be text, and not empty") for name in given if name not in texts]
    for name, needed in ((ADDITIONAL, SECRET), (FORWARD_URL, FORWARD_SECRET), (FORWARD_SECRET, FORWARD_URL)):
        if name in texts and needed not in given and not _is_told(f"{path}.{needed}", problems):
            problems.append(AccountProblem(f"{path}.{needed}", f"required beside {name}"))
    if FORWARD_URL in texts and not _is_url(texts[FORWARD_URL]):
        problems.append(AccountProblem(f"{path}.{FORWARD_URL}", "must be https://host[:port][/path], without user"))
    if FORWARD_SECRET in texts and not is_signing_key(texts[FORWARD_SECRET]):
        problems.append(AccountProblem(f"{path}.{FORWARD_SECRET}", f"must be whsec_ and base64 of {KEY_BYTES} to 64 "
                                       "random bytes: echo whsec_$(openssl rand -base64 32)"))
    secrets = forward = None
    if SECRET in texts:
        other = texts.get(ADDITIONAL)
        secrets = WebhookSecrets(secret=Secret(texts[SECRET]), additional_secret=Secret(other) if other else None)
    if FORWARD_URL in texts and FORWARD_SECRET in texts:
        forward = Forward(url=texts[FORWARD_URL], secret=Secret(texts[FORWARD_SECRET]))
    return secrets, forward


def _is_told(path: str, problems: list[AccountProblem]) -> bool:
    """Whether something is wrong with that field already: what it refers to could not be read."""
    return any(problem.path in (path, f"{path}_file") for problem in problems)


def is_signing_key(text: str) -> bool:
    """As Standard Webhooks has them; its libraries take more than 64 bytes too."""
    try:
        return len(base64.b64decode(text.removeprefix("whsec_"), validate=True)) >= KEY_BYTES
    except ValueError:
        return False


def _is_url(text: str) -> bool:
    """Whether events may be sent there at all: plain http too, for the guard to judge by where it leads."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return (parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
            and not parts.fragment and text.isascii() and text.isprintable() and " " not in text)


def _typed(connector: Connector[Any], raw: RawAccount, problems: list[AccountProblem]) -> dict[str, object]:
    """Texts as they are, and what is no text in the credentials read from JSON."""
    typed: dict[str, object] = {}
    hints = _hints(connector)
    for name, text in raw.fields.items():
        if name not in hints or hints[name] in (Secret, str) or not isinstance(text, str):
            typed[name] = text
            continue
        try:
            typed[name] = msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError):
            problems.append(AccountProblem(f"{raw.path}.{name}", "must be JSON: it is no text in the credentials"))
    return typed


def _hints(connector: Connector[Any]) -> Mapping[str, Any]:
    """The types of the credentials' fields, without None."""
    return {name: next((kind for kind in typing.get_args(hint) if kind is not types.NoneType), hint)
            if typing.get_origin(hint) in (typing.Union, types.UnionType) else hint
            for name, hint in typing.get_type_hints(connector.account).items()}
