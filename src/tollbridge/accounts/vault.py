"""HashiCorp Vault's KV version 2 engine: PATH/MERCHANT/CONNECTOR below its mount, the fields as the secret's keys.

https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2 (as of 2025-11). Two of its calls are all that is needed,
so they go out through our own transport, with its deadlines, size cap and TLS, and no client of Vault is added (hvac
brings requests, and blocks). The token's policy needs `list` on MOUNT/metadata/PATH and `read` on MOUNT/data/PATH.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from tollbridge.accounts.account import RawAccount
from tollbridge.accounts.errors import AccountProblem, StoreUnavailable
from tollbridge.accounts.opening import VaultOptions
from tollbridge.accounts.store import Found
from tollbridge.domain.errors import ConnectorError
from tollbridge.domain.secret import Secret
from tollbridge.kit.http import HttpRequest, HttpResponse
from tollbridge.transport import AsyncTransport, Limits, Timeouts, TransportSettings, async_transport

VARIABLE = "VAULT_TOKEN"
AT_ONCE = 8


class VaultSource:
    """Reads all accounts each time: one list for each merchant, one read for each account, eight at once."""

    def __init__(self, options: VaultOptions, path: str, environ: Mapping[str, str] | None = None) -> None:
        self._options = options
        self._path = path.strip("/")
        self._environ = os.environ if environ is None else environ
        self._transport: AsyncTransport | None = None
        self._room = asyncio.Semaphore(AT_ONCE)
        self._last: Found | None = None

    async def read(self) -> Found | None:
        if self._transport is None:
            self._transport = async_transport(TransportSettings(
                Timeouts(connect_s=5.0, read_s=10.0, total_s=15.0), Limits(connections=AT_ONCE),
                self._options.ca_file))
        token = self._token()
        found = Found([], [])
        merchants = await self._list(self._path, token)
        if not merchants:  # a wrong mount or path, or one of version 1, answers like an empty one
            raise StoreUnavailable(f"Vault has nothing at {self._options.mount}/{self._path}: are accounts.path and "
                                   "accounts.vault.mount right, and is that mount of KV version 2?")
        listed = await asyncio.gather(*(self._list(f"{self._path}/{each.rstrip('/')}", token) for each in merchants
                                        if each.endswith("/")))
        folders = [each.rstrip("/") for each in merchants if each.endswith("/")]
        found.problems.extend(AccountProblem(each, "is a secret, not a merchant: MERCHANT/CONNECTOR")
                              for each in merchants if not each.endswith("/"))
        pairs = [(merchant, connector) for merchant, names in zip(folders, listed, strict=True) for connector in names]
        read = await asyncio.gather(*(self._secret(merchant, connector, token) for merchant, connector in pairs))
        for (merchant, connector), fields in zip(pairs, read, strict=True):
            if fields is not None:  # deleted since it was listed, or its newest version is
                found.accounts.append(RawAccount(merchant, connector, fields))
        if found == self._last:
            return None
        self._last = found
        return found

    async def close(self) -> None:
        if self._transport is not None:
            await self._transport.close()

    def _token(self) -> Secret:
        """Read anew each time: Vault Agent exchanges the file as it renews the token."""
        name = self._options.token_file
        try:
            token = Path(name).read_text().strip() if name else self._environ.get(VARIABLE, "").strip()
        except OSError as error:
            raise StoreUnavailable(f"{name} cannot be read: {error.strerror}") from None
        if not token or not token.isascii() or not token.isprintable():
            raise StoreUnavailable(f"{name or VARIABLE} holds no Vault token")
        return Secret(token)

    async def _list(self, path: str, token: Secret) -> list[str]:
        """The names below a path, those of folders with a slash at their end."""
        answer = await self._ask(f"metadata/{quote(path)}?list=true", token)
        if answer.status == 404:
            return []
        keys = _member(answer, "data", "keys")
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise StoreUnavailable(f"Vault's list of {path} has no keys: is {self._options.mount} of KV version 2?")
        return keys

    async def _secret(self, merchant: str, connector: str, token: Secret) -> Mapping[str, object] | None:
        path = f"{self._path}/{merchant}/{connector}"
        answer = await self._ask(f"data/{quote(path)}", token)
        if answer.status == 404:
            return None
        fields = _member(answer, "data", "data")
        if not isinstance(fields, dict):
            raise StoreUnavailable(f"Vault's answer for {path} has no data: is {self._options.mount} of KV version 2?")
        return fields

    async def _ask(self, resource: str, token: Secret) -> HttpResponse:
        headers: dict[str, str | Secret] = {"X-Vault-Token": token, "X-Vault-Request": "true"}
        if self._options.namespace:
            headers["X-Vault-Namespace"] = self._options.namespace
        url = f"{self._options.url.rstrip('/')}/v1/{quote(self._options.mount.strip('/'))}/{resource}"
        assert self._transport is not None  # noqa: S101 - read() opens it
        async with self._room:
            try:
                answer = await self._transport.send(HttpRequest("GET", url, headers))
            except ConnectorError as error:  # its text names the host at most
                raise StoreUnavailable(f"Vault: {error}") from None
        if answer.status not in (200, 404):
            raise StoreUnavailable(f"Vault: {_refusal(answer.status)} ({resource.partition('?')[0]})")
        return answer


def _member(answer: HttpResponse, *names: str) -> Any:
    try:
        value = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, RecursionError):
        raise StoreUnavailable("Vault's answer is not JSON: is accounts.vault.url right?") from None
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _refusal(status: int) -> str:
    match status:
        case 400 | 403:
            return f"{status}, the token is not good, or its policy lacks list on metadata or read on data"
        case 301 | 302 | 307 | 308:
            return f"{status}, a standby that sends elsewhere: give the address of the active node or its load balancer"
        case 429 | 472 | 473 | 503:
            return f"{status}, it is sealed, a standby or overloaded"
    return f"answered {status}"
