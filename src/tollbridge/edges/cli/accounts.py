"""`tollbridge accounts list|check`: the accounts of the configured store, by name; never a value of theirs."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import click

from tollbridge.edges.cli.config import config_option, usable

if TYPE_CHECKING:
    from tollbridge.accounts import Account, KeptAccounts, StoreOptions
    from tollbridge.settings import Settings


@click.group()
def accounts() -> None:
    """The accounts of merchants in the store that the settings name; no secret is shown."""


@accounts.command("list")
@config_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(file: str | None, as_json: bool) -> None:
    """Merchant, connector, and what the account has beside credentials."""
    found = _read(_settings(file, as_json), as_json)
    rows = [{"merchant_id": its.merchant_id, "connector": its.connector, "webhook_secret": bool(its.webhook_secrets),
             "webhook_forward_url": bool(its.forward), "base_url": bool(its.credentials.base_url)} for its in found]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    width = max((len(str(row["merchant_id"])) for row in rows), default=0)
    for row in rows:
        has = ", ".join(name for name in ("webhook_secret", "webhook_forward_url", "base_url") if row[name])
        click.echo(f"{row['merchant_id']:{width}}  {row['connector']:12}  {has}".rstrip())
    click.echo(f"{len(rows)} account{'s' if len(rows) != 1 else ''}")


@accounts.command("check")
@config_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(file: str | None, as_json: bool) -> None:
    """Read all accounts; tell everything that is wrong, and warn of what is missing.

    Exit code 0: they can be used, 2: something is wrong, 1: the store cannot be read.
    """
    its = _settings(file, as_json)
    found = _read(its, as_json)
    warnings = [warning for account in found for warning in _warnings(account, its)]
    if as_json:
        click.echo(json.dumps({"ok": True, "accounts": len(found), "problems": [], "warnings": [
            {"path": path, "why": why} for path, why in warnings]}, indent=2))
        return
    for path, why in warnings:
        click.echo(f"warning: {path}: {why}", err=True)
    click.echo(f"good: {len(found)} account{'s' if len(found) != 1 else ''} of store {its.accounts.store}")


def store_of(its: Settings) -> KeptAccounts | None:
    """The configured store; None where every call brings its own credentials."""
    from tollbridge.accounts import open_store

    options = store_options(its)
    return None if options is None else open_store(options)


def store_options(its: Settings) -> StoreOptions | None:
    from tollbridge.accounts import StoreKind, StoreOptions, VaultOptions

    kept, vault = its.accounts, its.accounts.vault
    if kept.store == "none":
        return None
    return StoreOptions(
        store=StoreKind(kept.store), path=kept.path or "", refresh_s=kept.refresh_s, private=its.environment == "live",
        vault=VaultOptions(url=vault.url, mount=vault.mount, namespace=vault.namespace, token_file=vault.token_file,
                           ca_file=vault.ca_file) if vault.url else None)


def _settings(file: str | None, as_json: bool) -> Settings:
    return usable(file, as_json=as_json).settings


def _read(its: Settings, as_json: bool) -> list[Account]:
    """All accounts, in order; ends the program where they cannot be read."""
    from tollbridge.accounts import AccountsError, AccountStoreError

    store = store_of(its)
    if store is None:
        _fail([("accounts.store", "is none: no accounts are kept, every call brings its own")], 2, as_json)
    try:
        return asyncio.run(_all(store))
    except AccountsError as error:
        _fail(error.problems, 2, as_json)
    except AccountStoreError as error:
        _fail([(f"accounts.store {its.accounts.store}", str(error))], 1, as_json)


async def _all(store: KeptAccounts) -> list[Account]:
    try:
        await store.refresh()
        return [account for _, account in sorted(store.accounts.items())]
    finally:
        await store.close()


def _warnings(account: Account, its: Settings) -> list[tuple[str, str]]:
    """What the account can be used without, though probably nobody meant to."""
    from tollbridge import catalog

    at = f"{account.merchant_id}.{account.connector}"
    warnings = []
    if catalog.load(account.connector).webhook is not None and account.webhook_secrets is None:
        warnings.append((f"{at}.webhook_secret", "is missing: webhooks for this account are refused"))
    forwards = its.webhooks.enabled and its.webhooks.mode == "forward"
    if forwards and account.webhook_secrets is not None and account.forward is None:
        warnings.append((f"{at}.webhook_forward_url", "is missing: webhooks for this account go nowhere"))
    if account.forward is not None and account.forward.url.startswith("http:"):
        warnings.append((f"{at}.webhook_forward_url", "is http: nothing is sent there unless transport.guard lets it, "
                                                         "and then in the clear"))
    return warnings


def _fail(problems: Sequence[tuple[str, str]], code: int, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps({"ok": False, "problems": [{"path": path, "why": why} for path, why in problems]},
                              indent=2))
    else:
        click.echo(f"{len(problems)} thing{'s' if len(problems) != 1 else ''} wrong with the accounts:", err=True)
        for path, why in problems:
            click.echo(f"  {path}: {why}", err=True)
    sys.exit(code)
