"""Card and account numbers, CVCs and keys: nothing of them is left once a call is over."""

from __future__ import annotations

import asyncio
import gc
import logging
import types

import aiohttp
import pytest

from sandbox.forms import INTENTS, card_form
from tollbridge.sandbox import FaultKind, Sandbox

# No test card, so that no table knows it; built here, so that no constant of this module holds it
NUMBER = "".join(("456789", "01234", "56783"))
CVC = "".join(("9", "0", "8", "7"))
IBAN = "".join(("FR1420041", "010050500013", "M02606"))
KEY = "".join(("sk_test_", "abcdefghijkl"))


ELSEWHERE = (type, types.ModuleType, types.FrameType, types.CodeType, asyncio.AbstractEventLoop, asyncio.Task)
"""Code, and what leads to the client in the same loop, which may well remember what it sent."""


def texts_within(root: object) -> set[str]:
    """Every text that can be reached from an object without passing elsewhere."""
    seen, found, queue = {id(root)}, set[str](), [root]
    while queue:
        for inner in gc.get_referents(queue.pop()):
            if id(inner) in seen or isinstance(inner, ELSEWHERE):
                continue
            seen.add(id(inner))
            if isinstance(inner, types.FunctionType):
                queue.extend(inner.__closure__ or ())
            elif isinstance(inner, (str, bytes, bytearray)):
                found.add(inner if isinstance(inner, str) else inner.decode("latin-1"))
            else:
                queue.append(inner)
    return found


async def test_nothing_secret_stays_in_memory_or_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    form = card_form(NUMBER) | {"payment_method_data[card][cvc]": CVC}
    async with Sandbox() as sandbox:
        async with aiohttp.ClientSession(sandbox.url, headers={"Authorization": f"Bearer {KEY}"}) as http:
            async with http.post(INTENTS, data=form, headers={"Idempotency-Key": "k1"}) as answer:
                assert answer.status == 200
            async with http.post(INTENTS, data=form | {"payment_method_data[card][exp_year]": "2020"}) as answer:
                assert answer.status == 402
            async with http.post(INTENTS, data=form | {"colour": "red"}) as answer:
                assert answer.status == 400
            card = {"card[number]": NUMBER, "card[exp_month]": "12", "card[exp_year]": "2030", "card[cvc]": CVC}
            async with http.post("/stripe/v1/tokens", data=card) as answer:
                assert answer.status == 200
            async with http.post("/stripe/v1/payment_methods", data={
                    "type": "sepa_debit", "sepa_debit[iban]": IBAN, "billing_details[name]": "Jane Doe",
                    "billing_details[email]": "jane@example.com"}) as answer:
                assert (await answer.json())["sepa_debit"]["last4"] == IBAN[-4:]
            sandbox.faults.add(FaultKind.ERROR_AFTER_EFFECT)
            async with http.post(INTENTS, data=form, headers={"Idempotency-Key": "k2"}) as answer:
                assert answer.status == 500
        held = (sandbox._simulators, sandbox._exchange, sandbox.ledger, sandbox.requests, sandbox.webhooks)
        texts = texts_within(held)
    # The last digits are kept: so the search does reach the books, and the answers kept for keys
    assert NUMBER[-4:] in texts
    assert any('"object":"payment_intent"' in text for text in texts)
    for secret in (NUMBER, CVC, IBAN, KEY):
        assert not [text for text in texts if secret in text and text is not secret]
        assert secret not in caplog.text
