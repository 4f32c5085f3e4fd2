"""What was erased stays erased, though a backup from before it is restored: against real servers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bridge import secured
from bridge.programs import Ended, ended, settings
from bridge.surroundings import (
    admin,
    authorize,
    bridge,
    bridge_options,
    key_files,
    make_streams,
    protection,
    worker,
)
from tollbridge.bridge.client import BridgeClient, BridgeOptions
from tollbridge.bridge.messages import Answer, State
from tollbridge.bridge.protection import erasures
from tollbridge.bridge.protection.erasures import Erasure
from tollbridge.bridge.server import NatsServer
from tollbridge.sandbox import Sandbox

CACHE_S = 0.2
MINE, OTHER = "shop-1", "shop-2"


class Site(NamedTuple):
    """A server, and what tells commands of it."""

    folder: Path
    options: BridgeOptions
    config: tuple[str, str]

    async def run(self, *words: str, code: int = 0) -> Ended:
        done = await ended(*words, *self.config)
        assert done.code == code, (done.out, done.err)
        return done

    async def saved(self, name: str) -> str:
        await self.run("backup", "--to", str(self.folder / name), "--plain")
        return str(self.folder / name)

    async def restored(self, name: str, *words: str, code: int = 0) -> Ended:
        return await self.run("restore", "--from", name, *words, code=code)


def site(server: NatsServer, folder: Path, name: str) -> Site:
    (folder / name).mkdir()
    file = settings(folder / name, server, bridge__protection__mode="on",
                    bridge__protection__private_keys=f"{folder}/bridge.jwks",
                    bridge__protection__public_keys=f"{folder}/public.jwks")
    options = bridge_options(server.url, protection=protection("bridge", cache_s=CACHE_S))
    return Site(folder, options, ("--config", str(file)))


@pytest.fixture
async def here(empty_nats_server: NatsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(tmp_path)))
    its = site(empty_nats_server, tmp_path, "here")
    await make_streams(its.options)
    return its


@pytest.fixture
async def there(here: Site) -> AsyncIterator[Site]:
    async with secured.started() as server:
        yield site(server, here.folder, "there")


async def paid(its: Site, *payments: tuple[str, str]) -> list[str]:
    """By merchant and name; their operations."""
    async with Sandbox() as sandbox, worker(its.options, sandbox), bridge(its.options) as client:
        answers = [await client.execute(authorize(payment, merchant_id=merchant), 10)
                   for merchant, payment in payments]
    assert {answer.state for answer in answers} == {State.DONE}
    return [answer.op_id for answer in answers]


async def found(client: BridgeClient, op_id: str) -> Answer:
    answer = await client.operation(op_id)
    assert answer is not None
    return answer


async def readable(its: Site, *op_ids: str) -> list[bool]:
    """Of each, whether what it came to can be decrypted."""
    async with bridge(its.options) as client:
        answers = [await found(client, op_id) for op_id in op_ids]
    assert {answer.state for answer in answers} == {State.DONE}
    for answer in answers:
        assert (answer.read() is None) is ("was erased" in (answer.problem.message if answer.problem else ""))
    return [answer.read() is not None for answer in answers]


async def streams(its: Site) -> list[str]:
    async with bridge(its.options) as client:
        return list((await (await admin(client)).connection.api("STREAM.NAMES")).get("streams") or ())


async def test_what_was_erased_after_the_backup_does_not_come_back_with_it(here: Site, there: Site) -> None:
    mine, other = await paid(here, (MINE, "pay-1"), (OTHER, "pay-1"))
    backup, register = await here.saved("backup"), str(here.folder / "register.json")
    erased = await here.run("keys", "erase", "--merchant", MINE, "--yes", "--register", register)
    assert "only the servers know" not in erased.err
    await asyncio.sleep(CACHE_S + 0.05)
    assert await readable(here, mine, other) == [False, True]

    refused = await there.restored(backup, code=2)
    assert "which of them were erased since" in refused.err
    assert "--none-erased-since" in refused.err
    assert not await streams(there), "nothing was touched"
    done = await there.restored(backup, "--erasures", register)
    assert "1 erased again" in done.out
    assert await readable(there, mine, other) == [False, True]
    listed = (await there.run("keys", "erased", "--json")).json["erasures"]
    assert [(each["merchant_id"], bool(each["by"])) for each in listed] == [(MINE, True)], "the next backup has it"
    again = (await there.run("keys", "erase", "--merchant", MINE, "--yes", code=3)).out
    assert "0 keys" in again


async def test_by_a_persons_word_it_does_come_back(here: Site, there: Site) -> None:
    """What the test above would find."""
    mine, = await paid(here, (MINE, "pay-1"))
    backup = await here.saved("backup")
    told = await here.run("keys", "erase", "--merchant", MINE, "--yes")
    assert "until the next backup only the servers know of it" in told.err
    await there.restored(backup, "--none-erased-since")
    assert await readable(there, mine) == [True]


async def test_a_later_backup_knows_what_was_erased(here: Site, there: Site) -> None:
    mine, other = await paid(here, (MINE, "pay-1"), (OTHER, "pay-1"))
    first = await here.saved("first")
    await here.run("keys", "erase", "--merchant", MINE, "--yes")
    second = await here.saved("second")
    older = await there.restored(second, "--erasures", first, code=2)
    assert "is older than the backup" in older.err
    done = await there.restored(first, "--erasures", second, "--json")
    assert done.json["erased_again"] == 1
    assert await readable(there, mine, other) == [False, True]
    again = await there.run("keys", "list", "--json")
    assert [each["merchant_id"] for each in again.json["keys"]] == [OTHER]


async def test_a_register_that_lacks_an_erasure_that_the_backup_has_is_not_believed_to_be_whole(
        here: Site, there: Site) -> None:
    await paid(here, (MINE, "pay-1"), (OTHER, "pay-1"))
    register = here.folder / "register.json"
    await here.run("keys", "erase", "--merchant", MINE, "--yes", "--register", str(register))
    await here.run("keys", "erase", "--merchant", OTHER, "--yes")
    kept, = await paid(here, (OTHER, "pay-2"))  # with a key that is younger than the erasure
    backup = await here.saved("backup")
    refused = await there.restored(backup, "--erasures", str(register), code=2)
    assert f"register.json lacks 1 erasures that the backup knows of (the last: stripe.{OTHER}." in refused.err
    (here.folder / "none.json").write_text("{}")
    none = await there.restored(backup, "--erasures", str(here.folder / "none.json"), code=2)
    assert "none.json is no register of erasures" in none.err
    await here.run("keys", "erased", "--register", str(register))
    assert {each.merchant_id for each in erasures.read(register).erasures} == {MINE, OTHER}
    assert register.stat().st_mode & 0o777 == 0o600
    done = await there.restored(backup, "--erasures", str(register), "--json")
    assert done.json["erased_again"] == 0
    assert await readable(there, kept) == [True]


async def test_an_erasure_that_cannot_be_written_down_erases_nothing(here: Site, tmp_path: Path) -> None:
    mine, = await paid(here, (MINE, "pay-1"))
    refused = await here.run("keys", "erase", "--merchant", MINE, "--yes", "--register", str(tmp_path / "no" / "file"),
                             code=2)
    assert "cannot be written" in refused.err
    async with bridge(here.options) as client:
        await (await admin(client)).connection.api("STREAM.DELETE.ERASURES")
    told = await here.run("keys", "erase", "--merchant", MINE, "--yes", code=1)
    assert "so it is not erased: is the stream ERASURES there? tollbridge streams apply" in told.err
    assert await readable(here, mine) == [True]


async def test_the_register_cannot_be_emptied(here: Site) -> None:
    await paid(here, (MINE, "pay-1"))
    await here.run("keys", "erase", "--merchant", MINE, "--yes")
    async with bridge(here.options) as client:
        for verb, what in (("STREAM.PURGE", {}), ("STREAM.MSG.DELETE", {"seq": 1})):
            with pytest.raises(Exception, match=r"not permitted|denied|disabled"):
                await (await admin(client)).connection.api(f"{verb}.ERASURES", what)


def test_of_several_erasures_the_furthest_counts() -> None:
    def of(merchant: str, until: float) -> Erasure:
        return Erasure(connector="stripe", merchant_id=merchant, day="20260331", until=until, at=until + 1)

    early, late, other = of(MINE, 1.5), of(MINE, 2.5), of(OTHER, 1.0)
    assert erasures.merged([late, other, early]) == [other, late]
    assert erasures.lacking([late], [early, other]) == [other]
    assert erasures.lacking([early], [late]) == [late]
    written = json.loads(erasures.encode([late], 3.0))
    assert erasures.decode(json.dumps(written).encode(), "here").erasures == (late,)
