"""Accounts kept in memory, looked up in a microsecond, and read again where their source has changed."""

from __future__ import annotations

import asyncio
import logging
from typing import NamedTuple, Protocol

from tollbridge.accounts.account import Account, Accounts, RawAccount, read_all
from tollbridge.accounts.errors import AccountProblem, AccountStoreError

log = logging.getLogger("tollbridge.accounts")
CLOSE_S = 5.0


class Found(NamedTuple):
    """All that a source has, and what could not be read of it."""

    accounts: list[RawAccount]
    problems: list[AccountProblem]


class Source(Protocol):
    """Where accounts are kept."""

    async def read(self) -> Found | None:
        """All of it; None where nothing has changed since it was last read. Raises StoreUnavailable."""
        ...

    async def close(self) -> None: ...


class AccountStore(Protocol):
    """Credentials and webhook secrets by merchant and connector."""

    async def get(self, merchant_id: str, connector: str) -> Account | None:
        """None where there is no such account. Raises AccountStoreError only where nothing was ever read."""
        ...

    async def refresh(self) -> None:
        """Reads what has changed. Raises AccountStoreError, and what was read before stays in place."""
        ...

    async def close(self) -> None: ...


class KeptAccounts:
    """An AccountStore over a source. The first `refresh` reads it, and from then on it is looked at every `refresh_s`
    seconds: changes take effect without a restart; what is broken is logged, and the last good accounts stay.
    """

    def __init__(self, source: Source, refresh_s: float) -> None:
        self._source = source
        self._refresh_s = refresh_s
        self._accounts: Accounts | None = None
        self._broken: AccountStoreError | None = None
        self._reading = asyncio.Lock()
        self._keeping: asyncio.Task[None] | None = None

    async def get(self, merchant_id: str, connector: str) -> Account | None:
        if self._accounts is None:
            await self.refresh()
        return self._accounts.get((merchant_id, connector)) if self._accounts is not None else None

    @property
    def accounts(self) -> Accounts:
        """All that there are; none before the first `refresh`."""
        return self._accounts or {}

    async def refresh(self) -> None:
        async with self._reading:
            found = await self._source.read()
            if found is not None:
                try:
                    self._accounts = await asyncio.to_thread(read_all, *found)
                    self._broken = None
                except AccountStoreError as error:
                    self._broken = error
            if self._broken is not None:  # where nothing has changed since, still
                raise self._broken.with_traceback(None)
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep())

    async def _keep(self) -> None:
        told = ""
        while True:
            await asyncio.sleep(self._refresh_s)
            before = self._accounts
            try:
                await self.refresh()
            except AccountStoreError as error:
                if str(error) != told:  # said once, not every few seconds
                    told = str(error)
                    log.error("accounts not read anew, the last good ones stay: %s", error)
            except Exception as error:  # noqa: BLE001 - a fault of ours must not end the looking; its text may quote
                log.error("accounts not read anew, the last good ones stay: internal error: %s", type(error).__name__)
            else:
                if told or self._accounts is not before:
                    told = ""
                    log.info("accounts read anew: %d", len(self.accounts))

    async def close(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.wait((self._keeping,), timeout=CLOSE_S)  # Python 3.11 may lose what is cancelled
        await self._source.close()
