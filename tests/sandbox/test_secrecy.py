"""Card and account numbers, CVCs and keys: nothing of them is left once a call is over."""

from __future__ import annotations

import asyncio
import gc
import logging
import re
import types

import aiohttp
import pytest

from sandbox import adyen_bodies as adyen
from sandbox.forms import INTENTS, card_form
from tollbridge.sandbox import FaultKind, Sandbox

# No test card, so that no table knows it; built here, so that no constant of this module holds it
NUMBER = "".join(("456789", "01234", "56783"))
AMEX = "".join(("34678", "90123", "45675"))
CVC = "".join(("9", "0", "8", "7"))
IBAN = "".join(("FR1420041", "010050500013", "M02606"))
KEY = "".join(("sk_test_", "abcdefghijkl"))
ADYEN_KEY = "".join(("AQE", "mnopqrstuvwx"))
CRYPTOGRAM = "".join(("AgAAAAAA", "AIR8CQrX", "cIhbQAAAAAA="))
DOCUMENT = "".join(("JVBERi0xLjQK", "c2VjcmV0"))


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


async def use_adyen(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    """Cards, accounts, cryptograms and documents: paid with, refused, stored, paid out to."""
    sandbox.set_webhook("adyen", "http://127.0.0.1:1/")
    card = adyen.card(AMEX, cvc=CVC, expiryYear="2035")
    bare = {name: text for name, text in card.items() if name != "type"}
    sealed = {"type": "scheme", "encryptedCardNumber": f"test_{AMEX}", "encryptedExpiryMonth": "test_03",
              "encryptedExpiryYear": "test_2035", "encryptedSecurityCode": f"test_{CVC}"}
    debit = {"type": "sepadirectdebit", "iban": IBAN, "ownerName": "Jane Doe"}
    requests = (
        (adyen.PAYMENTS, adyen.payment(card, storePaymentMethod=True, shopperReference="jane"), 200),
        (adyen.PAYMENTS, adyen.payment(card | {"expiryYear": "2020"}), 422),
        (adyen.PAYMENTS, adyen.payment(card, colour="red"), 422),
        (adyen.PAYMENTS, adyen.payment(card | {"number": f"{AMEX}0"}), 422),
        (adyen.PAYMENTS, adyen.payment(card | {"number": [AMEX]}), 422),
        (adyen.PAYMENTS, adyen.payment(sealed, mpiData={"cavv": CRYPTOGRAM, "eci": "05"}), 200),
        (adyen.PAYMENTS, adyen.payment(debit), 200),
        (adyen.PAYMENTS, adyen.payment({"type": "givex", "number": AMEX, "cvc": CVC}), 200),
        (f"{adyen.PAYOUT}/storeDetailAndSubmitThirdParty",
         adyen.payout(bank={"iban": IBAN, "ownerName": "Jane Doe"}), 200),
        (f"{adyen.PAYOUT}/payout", adyen.modification(2500, reference="p2", card=bare), 200),
        ("/adyen/v68/storedPaymentMethods", adyen.modification(paymentMethod=card, shopperReference="jane"), 201),
        (adyen.PAYMENTS, adyen.payment(card | {"holderName": "Chargeback"}), 200))
    for number, (path, body, status) in enumerate(requests):
        await adyen.post(http, path, body, status, **{"X-API-Key": ADYEN_KEY, "Idempotency-Key": f"a{number}"})
    dispute = sandbox.webhooks.deliveries[-1].event_id.partition("_")[0]
    document = {"defenseDocumentTypeCode": "DefenseMaterial", "contentType": "application/pdf", "content": DOCUMENT}
    told = await adyen.post(http, f"{adyen.DISPUTES}/supplyDefenseDocument", {
        "merchantAccountCode": adyen.MERCHANT, "disputePspReference": dispute, "defenseDocuments": [document]})
    assert told["disputeServiceResult"]["success"]


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
            await use_adyen(http, sandbox)
        held = (sandbox._simulators, sandbox._exchange, sandbox.ledger, sandbox.requests, sandbox.webhooks)
        texts = texts_within(held)
    # The last digits are kept: so the search does reach the books, and the answers kept for keys
    assert NUMBER[-4:] in texts
    assert any('"object":"payment_intent"' in text for text in texts)
    assert any('"resultCode":"Authorised"' in text for text in texts)
    for secret in (NUMBER, AMEX, CVC, IBAN, KEY, ADYEN_KEY, CRYPTOGRAM, DOCUMENT):
        # Digits within a longer number are there by chance
        alone = re.compile(rf"(?<!\d){re.escape(secret)}(?!\d)")
        assert not [text for text in texts if alone.search(text) and text is not secret]
        assert not alone.search(caplog.text)
