"""`tollbridge workers`, as an operator has it: from another process, over the real server."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from bridge.programs import as_user
from bridge.surroundings import authorize, bridge, bridge_options, make_streams, worker
from tollbridge.bridge.server import NatsServer
from tollbridge.sandbox import Sandbox


async def _said(*arguments: str, url: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr."""
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).parent / "tollbridge"), *arguments, "--servers", url,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env={"TOLLBRIDGE__ENVIRONMENT": "test", "PATH": "", **as_user(arguments)})
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_an_operator_lists_workers_and_sends_one_away(empty_nats_server: NatsServer) -> None:
    url = empty_nats_server.url
    options = bridge_options(url)
    await make_streams(options)
    code, out, err = await _said("workers", "list", url=url)
    assert (code, out.strip()) == (3, "0 workers"), err
    async with Sandbox() as sandbox, worker(options, sandbox) as its, bridge(options) as client:
        await client.execute(authorize("pay-1"), 10)
        code, out, err = await _said("workers", "list", "--endpoints", url=url)
        assert code == 0, err
        assert its.id in out
        assert "payments-authorize-stripe: 1 done, 0 errors" in out
        code, out, err = await _said("workers", "list", "--json", url=url)
        assert [each["id"] for each in json.loads(out)] == [its.id]

        assert (await _said("workers", "drain", "nobody", url=url))[0] == 3
        code, out, err = await _said("workers", "drain", its.id, url=url)
        assert code == 0, err
        async with asyncio.timeout(5):
            await its.leaving.wait()
        code, _, err = await _said("workers", "drain", "no.*", url=url)
        assert code == 2
        assert "ID" in err
