"""Accounts in Vault's KV version 2 engine, over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from accounts.vault_server import NAMESPACE, TOKEN, VaultServer, vault_server
from tollbridge.accounts import (
    AccountProblem,
    AccountsError,
    AccountStoreError,
    KeptAccounts,
    StoreUnavailable,
    VaultOptions,
)
from tollbridge.accounts.vault import VaultSource
from tollbridge.domain.secret import Secret


@pytest.fixture
def vault() -> Iterator[VaultServer]:
    with vault_server() as server:
        server.secrets = {"tollbridge/shop-1/stripe": {"api_key": "one", "webhook_secret": "w"},
                          "tollbridge/shop-1/braintree": {"public_key": "p", "private_key": "q",
                                                          "apple_pay_supported_networks": ["visa"]},
                          "tollbridge/Shop 2/stripe": {"api_key": "two"}, "others/x": {"y": "z"}}
        yield server


@asynccontextmanager
async def kept(vault: VaultServer, token: str = TOKEN, **options: str) -> AsyncIterator[KeptAccounts]:
    its = VaultOptions(**{"url": vault.url, "namespace": NAMESPACE, **options})
    store = KeptAccounts(VaultSource(its, "/tollbridge/", {"VAULT_TOKEN": token}), 60.0)
    try:
        yield store
    finally:
        await store.close()


async def refused(store: KeptAccounts) -> AccountStoreError:
    with pytest.raises(AccountStoreError) as error:
        await store.refresh()
    assert TOKEN not in f"{error.value} {error.value!r}"
    return error.value


async def key(store: KeptAccounts, merchant: str = "shop-1") -> str | None:
    account = await store.get(merchant, "stripe")
    return account.credentials.api_key.reveal() if account else None


async def test_all_accounts_are_read_once_and_looked_up_in_memory(vault: VaultServer) -> None:
    async with kept(vault) as store:
        await store.refresh()
        asked = len(vault.asked)
        assert [await key(store), await key(store, "Shop 2"), await key(store, "made-up")] == ["one", "two", None]
        assert len(vault.asked) == asked == 6
        braintree = await store.get("shop-1", "braintree")
        assert braintree is not None
        assert braintree.credentials.apple_pay_supported_networks == ("visa",)
        stripe = await store.get("shop-1", "stripe")
        assert stripe is not None
        assert stripe.webhook_secrets is not None
        assert stripe.webhook_secrets.secret == Secret("w")


async def test_changes_and_deleted_versions_are_seen(vault: VaultServer) -> None:
    async with kept(vault) as store:
        await store.refresh()
        first = store.accounts
        await store.refresh()
        assert store.accounts is first
        vault.secrets["tollbridge/shop-1/stripe"] = {"api_key": "newer"}
        vault.secrets["tollbridge/Shop 2/stripe"] = None
        await store.refresh()
        assert [await key(store), await key(store, "Shop 2")] == ["newer", None]


async def test_while_vault_does_not_answer_accounts_stay(vault: VaultServer) -> None:
    async with kept(vault) as store:
        await store.refresh()
        vault.answer_with = 503
        assert "503, it is sealed" in str(await refused(store))
        assert await key(store) == "one"
        vault.answer_with = None
        await store.refresh()


async def test_what_is_broken_leaves_the_last_good(vault: VaultServer) -> None:
    async with kept(vault) as store:
        await store.refresh()
        vault.secrets["tollbridge/shop-1/stripe"] = {"api_ky": "x"}
        vault.secrets["tollbridge/lonely"] = {"api_key": "x"}
        error = await refused(store)
        assert isinstance(error, AccountsError)
        assert error.problems == (
            AccountProblem("lonely", "is a secret, not a merchant: MERCHANT/CONNECTOR"),
            AccountProblem("shop-1.stripe.api_ky", "unknown field: did you mean api_key?"),
            AccountProblem("shop-1.stripe.api_key", "required"))
        assert await key(store) == "one"
        assert isinstance(await refused(store), AccountsError)  # told again where nothing has changed


@pytest.mark.parametrize(("status", "told"), [
    (403, "403, the token is not good, or its policy lacks list on metadata or read on data (secret/metadata"),
    (307, "give the address of the active node"), (500, "answered 500")])
async def test_what_vault_refuses_says_what_to_do(vault: VaultServer, status: int, told: str) -> None:
    vault.answer_with = status
    async with kept(vault) as store:
        assert told.partition(" (secret")[0] in str(await refused(store))


async def test_a_wrong_token_namespace_mount_or_address(vault: VaultServer) -> None:
    async with kept(vault, token="hvs.other") as store:
        assert "403" in str(await refused(store))
    async with kept(vault, namespace="other") as store:
        assert "403" in str(await refused(store))
    async with kept(vault, mount="kv") as store:
        assert "Vault has nothing at kv/tollbridge" in str(await refused(store))
    async with kept(vault, token="") as store:
        assert str(await refused(store)) == "VAULT_TOKEN holds no Vault token"
    async with kept(vault, url="http://127.0.0.1:1") as store:
        assert isinstance(await refused(store), StoreUnavailable)
    async with kept(vault, token="a\nb: c") as store:
        assert str(await refused(store)) == "VAULT_TOKEN holds no Vault token"


async def test_a_token_file_is_read_anew_each_time(vault: VaultServer, tmp_path: Path) -> None:
    file = tmp_path / "token"
    async with kept(vault, token_file=str(file)) as store:
        assert "cannot be read" in str(await refused(store))
        file.write_text(f"{TOKEN}\n")
        await store.refresh()
        file.write_text("expired")
        assert "403" in str(await refused(store))
