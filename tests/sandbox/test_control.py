"""The control endpoints, as a test in another process uses them."""

from __future__ import annotations

import pkgutil

import aiohttp
import pytest

from sandbox.forms import INTENTS, REFUNDS, method_form
from tollbridge import sandbox as sandboxes
from tollbridge.sandbox import EntryKind, Sandbox

PROCESSORS = Sandbox().processors


async def test_a_fault_is_set_listed_and_cleared(http: aiohttp.ClientSession) -> None:
    fault = {"processor": "stripe", "operation": "payment_intents.create", "kind": "cut_after_effect", "times": 2}
    async with http.post("/_sandbox/faults", json=fault) as answer:
        assert answer.status == 201
    with pytest.raises(aiohttp.ClientConnectionError):
        await http.post(INTENTS, data=method_form())
    async with http.get("/_sandbox/faults") as answer:
        assert await answer.json() == {"faults": [{**fault, "times": 1, "seconds": 0.0, "probability": 1.0,
                                                   "seed": None, "account": None, "containing": None}]}
    async with http.delete("/_sandbox/faults") as answer:
        assert answer.status == 204
    async with http.post(INTENTS, data=method_form()) as answer:
        assert answer.status == 200


async def test_faults_are_chosen_by_chance_account_and_content_and_cleared_one_by_one(
        http: aiohttp.ClientSession) -> None:
    wishes: list[dict[str, object]] = [
        {"kind": "unauthorized", "account": "k1", "times": None}, {"kind": "late_answer", "containing": "o7"},
        {"kind": "cut_after_effect", "probability": 0.02, "seed": 7}]
    for wish in wishes:
        async with http.post("/_sandbox/faults", json=wish) as answer:
            told = await answer.json()
            assert wish.items() <= told.items()
    assert told["times"] is None
    async with http.delete("/_sandbox/faults?kind=unauthorized&account=k1") as answer:
        assert answer.status == 204
    async with http.get("/_sandbox/faults") as answer:
        left = (await answer.json())["faults"]
    assert [fault["kind"] for fault in left] == ["late_answer", "cut_after_effect"]


@pytest.mark.parametrize(("path", "body", "told"), [
    ("faults", {"kind": "earthquake"}, "no fault kind 'earthquake'; there are: latency, error_before_effect"),
    ("faults", {"kind": "latency", "operation": "pay"}, "no operation 'pay'; there are: "),
    ("faults", {"kind": "latency", "often": 1}, "unknown field `often`"),
    ("settle", {"processor": "stripe", "id": "pi_1"}, "unknown field `id`; its members: processor, payment, outcome"),
    ("faults", [], "Expected `object`"),
    ("webhooks", {"processor": "acme", "url": None}, "no processor 'acme'; there are: "),
    ("settle", {"processor": "acme", "payment": "pi_1"}, "no processor 'acme'; there are: "),
    ("settle", {"processor": "stripe", "payment": "pi_1"}, "nothing has the id 'pi_1'"),
    ("settle", {"processor": "stripe", "payment": "pi_1", "outcome": "won"}, "Invalid enum value 'won'"),
])
async def test_a_wrong_setting_is_refused_and_says_why(http: aiohttp.ClientSession, path: str, body: object,
                                                       told: str) -> None:
    async with http.post(f"/_sandbox/{path}", json=body) as answer:
        assert answer.status == 400
        assert told in (await answer.json())["error"]


async def test_a_web_page_cannot_set_anything(http: aiohttp.ClientSession) -> None:
    async with http.post("/_sandbox/faults", data='{"kind": "latency"}') as answer:
        assert answer.status == 415


async def test_arrivals_are_shown_without_secrets(http: aiohttp.ClientSession) -> None:
    headers = {"Stripe-Version": "2022-11-15", "Idempotency-Key": "k1", "Cookie": "a=b"}
    async with http.post(INTENTS, data=method_form(), headers=headers) as answer:
        assert answer.status == 200
    async with http.get("/stripe/v1/charges/ch_none?client_secret=hidden"):
        pass
    async with http.get("/_sandbox/requests?operation=payment_intents.create") as answer:
        arrival, = (await answer.json())["requests"]
    assert (arrival["processor"], arrival["method"], arrival["path"], arrival["status"]) == (
        "stripe", "POST", "/v1/payment_intents", 200)
    shown = {name: text for name, text in arrival["headers"].items() if name not in ("accept", "user-agent")}
    assert shown == {"authorization": "Bearer ***", "stripe-version": "2022-11-15", "idempotency-key": "k1",
                     "content-type": "application/x-www-form-urlencoded"}
    async with http.get("/_sandbox/requests") as answer:
        assert "hidden" not in await answer.text()


async def test_arrivals_can_be_forgotten(http: aiohttp.ClientSession) -> None:
    async with http.get("/stripe/v1/nothing"), http.delete("/_sandbox/requests") as answer:
        assert answer.status == 204
    async with http.get("/_sandbox/requests") as answer:
        assert await answer.json() == {"requests": []}


async def test_the_ledger_shows_entries_and_totals(http: aiohttp.ClientSession) -> None:
    async with http.post(INTENTS, data=method_form()) as answer:
        intent = (await answer.json())["id"]
    async with http.post(REFUNDS, data={"payment_intent": intent, "amount": "250"}):
        pass
    async with http.post(INTENTS, data=method_form(currency="jpy") | {"metadata[order_id]": "o2"}):
        pass
    async with http.get("/_sandbox/ledger?reference=o1") as answer:
        told = await answer.json()
    assert [(entry["kind"], entry["minor_amount"]) for entry in told["entries"]] == [
        ("authorized", 1000), ("captured", 1000), ("refunded", 250)]
    assert {entry["payment"] for entry in told["entries"]} == {intent}
    assert told["totals"] == {"USD": {"charges": 1, "authorized": 1000, "captured": 1000, "released": 0,
                                      "refunded": 250, "disputed": 0, "paid_out": 0}}
    async with http.get("/_sandbox/ledger") as answer:
        assert set((await answer.json())["totals"]) == {"USD", "JPY"}


async def test_the_ledger_has_a_row_for_each_reference_and_each_payment(http: aiohttp.ClientSession) -> None:
    made = []
    for order in ("o1", "o2", "o1", ""):
        async with http.post(INTENTS, data=method_form() | {"metadata[order_id]": order}) as answer:
            made.append((await answer.json())["id"])
    async with http.post(REFUNDS, data={"payment_intent": made[0], "amount": "250"}):
        pass
    async with http.get("/_sandbox/ledger?by=reference") as answer:
        twice, once, without = (await answer.json())["rows"]
    assert (twice["reference"], twice["charges"], twice["captured"], twice["refunded"]) == ("o1", 2, 2000, 250)
    assert (twice["payments"], twice["processors"], twice["currency"]) == ([made[0], made[2]], ["stripe"], "USD")
    assert [(one["kind"], one["payment"]) for one in twice["movements"]] == [
        ("authorized", made[0]), ("captured", made[0]), ("authorized", made[2]), ("captured", made[2]),
        ("refunded", made[0])]
    assert (once["reference"], once["charges"], without["reference"], without["payments"]) == ("o2", 1, None, [made[3]])
    async with http.get("/_sandbox/ledger?by=payment&reference=o1") as answer:
        rows = (await answer.json())["rows"]
    assert [(row["payments"], row["reference"], row["charges"]) for row in rows] == [
        ([made[0]], "o1", 1), ([made[2]], "o1", 1)]
    async with http.get("/_sandbox/ledger?by=card") as answer:
        assert (answer.status, "'card'" in (await answer.json())["error"]) == (400, True)


async def test_a_payment_at_two_processors_is_one_row(sandbox: Sandbox) -> None:
    for processor, kind in (("stripe", EntryKind.AUTHORIZED), ("adyen", EntryKind.AUTHORIZED),
                            ("adyen", EntryKind.CAPTURED)):
        sandbox.ledger.add(processor, kind, f"{processor}-1", 1000, "eur", "o1")
    row, = sandbox.ledger.rows()
    assert (row.charges, row.processors, row.payments) == (2, ["stripe", "adyen"], ["stripe-1", "adyen-1"])
    assert [row.charges for row in sandbox.ledger.rows(processor="adyen")] == [1]
    assert sandbox.ledger.total("EUR", payment="adyen-1", reference="o1").captured == 1000
    assert sandbox.ledger.entries(payment="adyen-1", reference="o2") == ()


async def test_what_waits_is_settled(http: aiohttp.ClientSession) -> None:
    form = {"amount": "1000", "currency": "eur", "confirm": "true", "payment_method_types[]": "sepa_debit",
            "payment_method": "pm_sepaDebit_successDelayed_at"}
    async with http.post(INTENTS, data=form) as answer:
        intent = await answer.json()
    assert intent["status"] == "processing"
    wish = {"processor": "stripe", "payment": intent["id"]}
    async with http.post("/_sandbox/settle", json={**wish, "outcome": "failed"}) as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "requires_payment_method"})
    async with http.post("/_sandbox/settle", json=wish) as answer:
        assert answer.status == 400
        assert "does not wait: it is requires_payment_method" in (await answer.json())["error"]


async def test_webhooks_are_set_at_run_time(http: aiohttp.ClientSession, sandbox: Sandbox,
                                            unused_tcp_port: int) -> None:
    target = {"processor": "stripe", "url": f"http://127.0.0.1:{unused_tcp_port}/", "secret": "whsec_1"}
    async with http.post("/_sandbox/webhooks", json=target) as answer:
        assert answer.status == 204
    async with http.post(INTENTS, data=method_form(confirm="false", return_url="")):
        pass
    async with http.get("/_sandbox/webhooks") as answer:
        delivery, = (await answer.json())["deliveries"]
    assert delivery["event_type"] == "payment_intent.created"
    assert sandbox.has_webhook("stripe")


async def test_an_unknown_processor_is_not_found(http: aiohttp.ClientSession) -> None:
    async with http.get("/acme/v1/payments") as answer:
        assert (answer.status, await answer.text()) == (404, f"no such processor; there are: {', '.join(PROCESSORS)}\n")


def test_every_package_of_the_sandbox_is_a_processor() -> None:
    packages = {module.name for module in pkgutil.iter_modules(sandboxes.__path__) if module.ispkg}
    assert set(PROCESSORS) == packages >= {"adyen", "stripe"}
