"""Stores on this machine: what is found, what is wrong, and changes that take effect while the service runs."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tollbridge.accounts import (
    AccountsError,
    AccountStore,
    KeptAccounts,
    StoreKind,
    StoreOptions,
    StoreUnavailable,
    open_store,
)
from tollbridge.accounts.mounted import DirectorySource, EnvironmentSource, FileSource
from tollbridge.accounts.store import Source
from tollbridge.domain.secret import Secret

CANARY = "canary-5af2"
ONE = '[shop-1.stripe]\napi_key = "one"\n'


def written(folder: Path, text: str, name: str = "accounts.toml", mode: int = 0o600) -> Path:
    """As editors and tools put files in place: whole, by renaming."""
    there = folder / f".{name}.new"
    there.write_text(text)
    there.chmod(mode)
    there.rename(folder / name)
    return folder / name


@asynccontextmanager
async def kept(source: Source, refresh_s: float = 60.0) -> AsyncIterator[KeptAccounts]:
    store = KeptAccounts(source, refresh_s)
    try:
        yield store
    finally:
        await store.close()


async def key(store: AccountStore, merchant: str = "shop-1", connector: str = "stripe") -> str | None:
    account = await store.get(merchant, connector)
    return account.credentials.api_key.reveal() if account else None


async def wrong(source: Source) -> dict[str, str]:
    async with kept(source) as store:
        with pytest.raises(AccountsError) as refused:
            await store.refresh()
    assert CANARY not in f"{refused.value} {refused.value!r}"
    return dict(refused.value.problems)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
async def test_what_never_ends_is_not_waited_for(tmp_path: Path, make: Callable[[Path], object]) -> None:
    """A pipe, a device: no thread waits for what it never says, and no memory fills."""
    odd, folder = tmp_path / "odd.toml", tmp_path / "all" / "shop-1" / "stripe"
    folder.mkdir(parents=True)
    make(odd)
    make(folder / "api_key")
    accounts = written(tmp_path, '[shop-1.stripe]\napi_key_file = "odd.toml"\n')
    sources = FileSource(odd, private=False), FileSource(accounts, private=True), DirectorySource(tmp_path / "all")
    for source in sources:
        async with asyncio.timeout(5):
            told = await wrong(source)
        assert any("is no regular file" in why for why in told.values()), told


# -- one file -------------------------------------------------------------------------------------------------------
async def test_a_file_in_toml(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("of a file\n")
    file = written(tmp_path, f'''\
["Shop 2".stripe]
api_key = "env:KEY"
[shop-1.stripe]
api_key_file = "key"
webhook_secret_file = "{tmp_path}/key"
[shop-1.phonepe]
merchant_id = {{ value = "env:KEY" }}
salt_key = "s"
salt_index = "1"
''')
    async with kept(FileSource(file, private=True, environ={"KEY": "of a variable"})) as store:
        assert [await key(store), await key(store, "Shop 2")] == ["of a file", "of a variable"]
        account = await store.get("shop-1", "stripe")
        assert account is not None
        assert account.webhook_secrets is not None
        assert account.webhook_secrets.secret == Secret("of a file")
        phonepe = await store.get("shop-1", "phonepe")
        assert phonepe is not None
        assert phonepe.credentials.merchant_id == Secret("of a variable")
        assert [await store.get("shop-1", "adyen"), await store.get("shop 2", "stripe")] == [None, None]


async def test_a_file_in_json(tmp_path: Path) -> None:
    file = written(tmp_path, json.dumps({"shop-1": {"stripe": {"api_key": "one"}}}), "accounts.json")
    async with kept(FileSource(file, private=True)) as store:
        assert await key(store) == "one"


async def test_what_a_file_refers_to_is_there(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    (tmp_path / "key").write_text(CANARY)
    file = written(tmp_path, '''\
shop-0 = "x"
shop-9.stripe = "x"
[shop-1.stripe]
api_key = "env:NOT_SET"
webhook_secret_file = "not-there"
webhook_additional_secret = "w"
[shop-2.stripe]
api_key_file = "empty"
webhook_secret_file = "binary"
[shop-3.stripe]
api_key_file = "key"
api_key = "k"
webhook_secret_file = 7
''')
    assert await wrong(FileSource(file, private=True, environ={})) == {
        "shop-0": "must be a table of connectors", "shop-9.stripe": "must be a table of fields",
        "shop-1.stripe.api_key": "the environment variable that it names is not set",
        "shop-1.stripe.webhook_secret_file": f"{tmp_path}/not-there cannot be read: No such file or directory",
        "shop-2.stripe.api_key_file": f"{tmp_path}/empty is empty",
        "shop-2.stripe.webhook_secret_file": f"{tmp_path}/binary is not UTF-8 text",
        "shop-3.stripe.api_key": "is there twice, as api_key and as api_key_file",
        "shop-3.stripe.webhook_secret_file": "must be the path of a file"}


@pytest.mark.parametrize(("text", "name", "why"), [
    (f'[shop.stripe]\napi_key = "{CANARY}\n', "a.toml", "is not TOML (at line 2, column 23)"),
    (f'{{"shop": {{"stripe": {{"api_key": "{CANARY}"', "a.json", "is not JSON (at line 1, column 46)"),
    (f'["{CANARY}"]', "a.json", "must be a JSON object"),
    ("[" * 100_000, "a.json", "is not JSON that can be read: too deep")])
async def test_a_file_that_is_none_is_told_by_its_place(tmp_path: Path, text: str, name: str, why: str) -> None:
    file = written(tmp_path, text, name)
    assert await wrong(FileSource(file, private=True)) == {str(file): why}


async def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    async with kept(FileSource(tmp_path / "no.toml", private=True)) as store:
        with pytest.raises(StoreUnavailable, match="cannot be read: No such file"):
            await store.get("shop-1", "stripe")


@pytest.mark.skipif(os.name != "posix", reason="files have no such mode")
@pytest.mark.parametrize("mode", [0o604, 0o602, 0o620])
async def test_a_file_that_others_may_read_is_refused_in_production(
        tmp_path: Path, mode: int, caplog: pytest.LogCaptureFixture) -> None:
    file = written(tmp_path, ONE, mode=mode)
    assert f"chmod 600 {file}" in (await wrong(FileSource(file, private=True)))[str(file)]
    async with kept(FileSource(file, private=False)) as store:
        assert await key(store) == "one"
    assert [record.levelname for record in caplog.records if "chmod" in record.message] == ["WARNING"]


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o440, 0o640])
async def test_a_file_of_ones_own_or_ones_group_is_taken(tmp_path: Path, mode: int) -> None:
    async with kept(FileSource(written(tmp_path, ONE, mode=mode), private=True)) as store:
        assert await key(store) == "one"


# -- changes --------------------------------------------------------------------------------------------------------
async def test_a_changed_file_takes_effect_without_a_restart(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("one")
    file = written(tmp_path, '[shop-1.stripe]\napi_key_file = "key"\n')
    async with kept(FileSource(file, private=True), refresh_s=0.01) as store:
        await store.refresh()
        first = store.accounts
        (tmp_path / "key").write_text("another")  # what it refers to counts as well
        await until(lambda: store.accounts is not first)
        assert await key(store) == "another"
        written(tmp_path, ONE.replace("shop-1", "shop-2"))
        await until(lambda: ("shop-2", "stripe") in store.accounts)
        assert await key(store) is None


async def test_a_file_that_did_not_change_is_not_read(tmp_path: Path) -> None:
    async with kept(FileSource(written(tmp_path, ONE), private=True)) as store:
        await store.refresh()
        first = store.accounts
        await store.refresh()
        assert store.accounts is first


async def test_a_broken_file_keeps_the_last_good_accounts_and_is_logged_once(
        tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "tollbridge.accounts")
    file = written(tmp_path, ONE)
    async with kept(FileSource(file, private=True), refresh_s=0.01) as store:
        await store.refresh()
        written(tmp_path, f'[shop-1.stripe]\napi_ky = "{CANARY}"\n')
        await until(lambda: bool(caplog.records))
        await asyncio.sleep(0.1)
        assert await key(store) == "one"
        with pytest.raises(AccountsError, match="api_ky: unknown field: did you mean api_key"):
            await store.refresh()
        file.unlink()
        await until(lambda: len(caplog.records) > 1)
        assert await key(store) == "one"
        written(tmp_path, ONE.replace("one", "two"))
        await until(lambda: len(caplog.records) > 2)
        assert await key(store) == "two"
    told = [f"{record.levelname} {record.message}" for record in caplog.records]
    assert told == [
        "ERROR accounts not read anew, the last good ones stay: shop-1.stripe.api_ky: unknown field: did you mean "
        "api_key?; shop-1.stripe.api_key: required",
        f"ERROR accounts not read anew, the last good ones stay: {file} cannot be read: No such file or directory",
        "INFO accounts read anew: 1"]


async def test_the_same_file_that_comes_back_is_good_again(tmp_path: Path) -> None:
    file = written(tmp_path, ONE)
    async with kept(FileSource(file, private=True)) as store:
        await store.refresh()
        file.rename(tmp_path / "away")
        with pytest.raises(StoreUnavailable):
            await store.refresh()
        (tmp_path / "away").rename(file)
        await store.refresh()
        assert await key(store) == "one"


async def test_a_look_up_is_cheap(tmp_path: Path) -> None:
    text = "".join(ONE.replace("shop-1", f"shop-{at}") for at in range(2_000))
    async with kept(FileSource(written(tmp_path, text), private=True)) as store:
        await store.refresh()
        begun = time.process_time()
        for _ in range(10_000):
            await store.get("shop-1234", "stripe")
        assert (time.process_time() - begun) / 10_000 < 20e-6


# -- mounted files --------------------------------------------------------------------------------------------------
async def test_mounted_files(tmp_path: Path) -> None:
    its = tmp_path / "Shop-1" / "stripe"
    its.mkdir(parents=True)
    (its / "api_key").write_text("one\n")
    (its / "webhook_secret").write_text("w")
    async with kept(DirectorySource(tmp_path)) as store:
        assert await key(store, "Shop-1") == "one"
        (tmp_path / "shop-2" / "stripe").mkdir(parents=True)
        (tmp_path / "shop-2" / "stripe" / "api_key").write_text("two")
        await store.refresh()
        assert [await key(store, "Shop-1"), await key(store, "shop-2")] == ["one", "two"]


async def test_what_lies_in_the_wrong_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "shop" / "stripe").mkdir(parents=True)
    (tmp_path / "shop" / "stripe" / "api_key").write_bytes(b"\xff")
    (tmp_path / "api_key").write_text(CANARY)
    (tmp_path / "shop" / "api_key").write_text(CANARY)
    assert await wrong(DirectorySource(tmp_path)) == {
        "shop.stripe.api_key": f"{tmp_path}/shop/stripe/api_key is not UTF-8 text",
        "api_key": "is no directory: MERCHANT/CONNECTOR/FIELD",
        "shop.api_key": "is no directory: MERCHANT/CONNECTOR/FIELD"}
    async with kept(DirectorySource(tmp_path / "not-there")) as store:
        with pytest.raises(StoreUnavailable, match="cannot be read"):
            await store.refresh()


async def test_secrets_of_kubernetes_that_are_swapped_by_a_link_are_picked_up(tmp_path: Path) -> None:
    """https://kubernetes.io/docs/concepts/configuration/secret/: a new folder, then `..data` leads to it."""
    def mounted(version: str, secret: str) -> None:
        its = tmp_path / version / "shop-1" / "stripe"
        its.mkdir(parents=True)
        (its / "api_key").write_text(secret)
        (tmp_path / "..data_tmp").symlink_to(version)
        (tmp_path / "..data_tmp").rename(tmp_path / "..data")

    mounted("..2025_11_21_1", "one")
    (tmp_path / "shop-1").symlink_to("..data/shop-1")
    async with kept(DirectorySource(tmp_path), refresh_s=0.01) as store:
        assert await key(store) == "one"
        first = store.accounts
        mounted("..2025_11_21_2", "two")
        await until(lambda: store.accounts is not first)
        assert await key(store) == "two"


# -- variables ------------------------------------------------------------------------------------------------------
async def test_variables() -> None:
    environ = {
        "TOLLBRIDGE_ACCOUNT__SHOP1__STRIPE__API_KEY": "one", "TOLLBRIDGE_ACCOUNT__SHOP1__STRIPE__WEBHOOK_SECRET": "w",
        "TOLLBRIDGE_ACCOUNT__X__STRIPE__API_KEY": "two", "TOLLBRIDGE_ACCOUNT__X__STRIPE__FOR_MERCHANT_ID": "Shop-2",
        "TOLLBRIDGE_ACCOUNT__Y__BRAINTREE": '{"public_key": "p", "private_key": "q", "for_merchant_id": "Shop-2",'
                                            ' "apple_pay_supported_networks": ["visa"]}',
        "TOLLBRIDGE_ACCOUNT__Y__BRAINTREE__MERCHANT_ACCOUNT_ID": "m", "OTHER": "x"}
    async with kept(EnvironmentSource(environ)) as store:
        assert [await key(store, "shop1"), await key(store, "Shop-2"), await key(store, "x")] == ["one", "two", None]
        braintree = await store.get("Shop-2", "braintree")
        assert braintree is not None
        assert braintree.credentials.merchant_account_id == Secret("m")
        await store.refresh()
        assert await key(store, "shop1") == "one"


async def test_variables_that_are_none_of_these_are_told() -> None:
    assert await wrong(EnvironmentSource({
        "TOLLBRIDGE_ACCOUNT__SHOP1": CANARY, "TOLLBRIDGE_ACCOUNT__SHOP1__STRIPE": f'{{"api_key": "{CANARY}',
        "TOLLBRIDGE_ACCOUNT__A__B__C__D": CANARY})) == {
        "TOLLBRIDGE_ACCOUNT__A__B__C__D": "must be TOLLBRIDGE_ACCOUNT__MERCHANT__CONNECTOR__FIELD",
        "TOLLBRIDGE_ACCOUNT__SHOP1": "must be TOLLBRIDGE_ACCOUNT__MERCHANT__CONNECTOR__FIELD",
        "TOLLBRIDGE_ACCOUNT__SHOP1__STRIPE": "is not JSON (at line 1, column 13)", "shop1.stripe.api_key": "required"}


def test_a_store_is_opened_by_its_options(tmp_path: Path) -> None:
    for kind in (StoreKind.FILE, StoreKind.DIRECTORY, StoreKind.ENVIRONMENT):
        assert open_store(StoreOptions(store=kind, path=str(tmp_path))).accounts == {}
