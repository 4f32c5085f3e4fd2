"""`--merchant`: the account that the service's own store has, as the settings name it (`tollbridge accounts list`)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import click
import msgspec.structs

from tollbridge.domain.errors import BadInput, Unreachable
from tollbridge.kit.connector import Connector

if TYPE_CHECKING:
    from tollbridge.accounts import Account, KeptAccounts
    from tollbridge.settings import Settings
    from tollbridge.transport import TransportSettings


def stored_account(connector: Connector[Any], merchant: str, environment: str | None, config: str | None) -> Account:
    """With the address that the settings give the connector, where the account has none of its own.

    Raises BadInput for settings or accounts that cannot be used, Unreachable for a store that cannot be read.
    """
    its = _settings(config)
    from tollbridge.accounts import AccountsError, StoreUnavailable
    from tollbridge.edges.cli.accounts import store_of

    if environment is not None and its.environment != environment:
        raise click.UsageError(f"--environment {environment}: the settings and their accounts are {its.environment}")
    store = store_of(its)
    if store is None:
        raise BadInput("--merchant: accounts.store is none in the settings (--config FILE, or TOLLBRIDGE_CONFIG)")
    try:
        found = asyncio.run(_one(store, merchant, connector.id))
    except AccountsError as error:
        raise BadInput(f"the accounts cannot be used: {error}") from None
    except StoreUnavailable as error:
        raise Unreachable(f"the account store: {error}") from None
    if found is None:
        raise BadInput(f"--merchant: the store has no account of that merchant at {connector.id}; "
                       "`tollbridge accounts list` has those that there are")
    override = its.connectors.get(connector.id)
    if override is None or found.credentials.base_url:
        return found
    credentials = msgspec.structs.replace(found.credentials, base_url=override.base_url)
    return msgspec.structs.replace(found, credentials=credentials)


def stored_transport(config: str | None) -> TransportSettings:
    """How the service reaches processors: its proxies, authorities, guard and times."""
    its = _settings(config)
    from tollbridge.edges.cli.wiring import transport_settings

    return transport_settings(its)


def _settings(config: str | None) -> Settings:
    try:
        from tollbridge import settings
    except ModuleNotFoundError as error:
        raise BadInput(f"--merchant needs more packages: pip install 'tollbridge[server]' ({error.name})") from None
    try:
        return settings.load(config).settings
    except settings.SettingsError as error:
        raise BadInput(f"the settings cannot be used: {'; '.join(map(str, error.problems))}") from None


async def _one(store: KeptAccounts, merchant: str, connector: str) -> Account | None:
    try:
        return await store.get(merchant, connector)
    finally:
        await store.close()
