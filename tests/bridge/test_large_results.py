"""A result that does not fit into a message: what was carried out is written down all the same."""

from __future__ import annotations

import json

from bridge.secured import started
from bridge.surroundings import authorize, stack
from tollbridge.bridge.messages import State
from tollbridge.bridge.worker import steps
from tollbridge.bridge.worker.settling import fitting


def test_the_largest_fields_are_left_out_until_it_fits() -> None:
    result = {"status": "CHARGED", "page": "x" * 5000, "headers": {"a": "y" * 900}, "state": {"access_token": "t"}}
    written, left_out = fitting(result, 2000)
    assert (json.loads(written), left_out) == ({"status": "CHARGED", "headers": {"a": "y" * 900}}, ("page",))
    assert fitting(result, 10_000)[1] == ()
    assert json.loads(fitting(result, 40)[0]) == {"status": "CHARGED"}


async def test_a_payment_whose_answer_is_too_large_is_done_once() -> None:
    most = steps.ENVELOPE_BYTES + 600  # the ids and the status, and no header of the processor's answer
    async with started(max_payload=most) as server, stack(server.url) as (bridge, sandbox):
        answer = await bridge.execute(authorize("pay-1"), timeout_s=10)
        assert answer.state == State.DONE
        assert (answer.read() or {})["status"] == "CHARGED"
        assert "response_headers" not in (answer.read() or {})
        assert sandbox.ledger.total("USD").charges == 1
