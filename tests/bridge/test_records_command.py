"""`tollbridge records`, as an operator has it."""

from __future__ import annotations

import asyncio
import json

from click.testing import CliRunner

from bridge.programs import as_user
from bridge.surroundings import bridge, bridge_options, make_streams, of_worker
from bridge.test_kept import source
from tollbridge.bridge.server import NatsServer
from tollbridge.domain.operations import CLIENT_TOKEN, REVOKE_MANDATE, SETUP_MANDATE
from tollbridge.edges.cli import main

SETUP = {"status": "CHARGED", "network_transaction_id": "nti-1", "mandate_reference": {
    "connector_mandate_id": {"connector_mandate_id": "pm_1", "payment_method_id": "pm_2"}}}


async def said(*words: str, url: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr. In a thread: a command has a loop of its own."""
    done = await asyncio.to_thread(CliRunner().invoke, main, [*words, "--servers", url],
                                   env={"TOLLBRIDGE__ENVIRONMENT": "test", **as_user(words)})
    return done.exit_code, done.stdout, done.stderr


async def test_an_operator_finds_what_operations_have_left(empty_nats_server: NatsServer) -> None:
    url = empty_nats_server.url
    options = bridge_options(url)
    await make_streams(options)
    code, out, err = await said("records", "list", "mandate", url=url)
    assert (code, out.strip()) == (3, "0 mandates"), err
    async with bridge(of_worker(options)) as client:
        await client.kept.of_operation(source(SETUP_MANDATE, "op-1"), b"{}", json.dumps(SETUP).encode())
        await client.kept.of_operation(source(REVOKE_MANDATE, "op-2"), b'{"connector_mandate_id": "pm_1"}',
                                       b'{"status": "REVOKED"}')
        await client.kept.of_session(source(CLIENT_TOKEN), {"session_token": "canary-token"})
    code, out, err = await said("records", "list", "mandate", "--merchant", "shop-1", url=url)
    assert code == 0, err
    assert "shop-1  stripe-pm_1  REVOKED" in out
    assert out.splitlines()[-1] == "1 mandate"
    code, out, err = await said("records", "show", "mandate", "shop-1", "stripe-pm_1", url=url)
    assert code == 0, err
    assert [line.split("  ")[3].split()[0] for line in out.splitlines()[:2]] == ["ACTIVE", "REVOKED"]
    assert "payment_method_id: pm_2" in out
    assert "network_transaction_id: nti-1" in out
    code, out, _ = await said("records", "show", "mandate", "shop-1", "stripe-pm_1", "--json", url=url)
    assert [each["op_id"] for each in json.loads(out)] == ["op-1", "op-2"]
    code, out, _ = await said("records", "list", "session", "--json", url=url)
    assert code == 0
    assert "canary-token" not in out
    (session,) = json.loads(out)
    assert session["expires_at"] - session["at"] == 900

    assert (await said("records", "show", "token", "shop-1", "stripe-pm_1", url=url))[0] == 3
    code, _, err = await said("records", "show", "mandate", "shop-1", "a.b", url=url)
    assert code == 2
    assert "id" in err
