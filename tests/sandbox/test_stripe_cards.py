"""What each test card does, and which cards are no cards."""

from __future__ import annotations

import aiohttp
import pytest
from hypothesis import given, strategies as st

import tollbridge.sandbox.stripe as simulated
from sandbox.forms import INTENTS, card_form, method_form
from tollbridge.sandbox import Sandbox
from tollbridge.sandbox.card_numbers import is_plausible, network
from tollbridge.sandbox.stripe import TEST_ACCOUNTS, TEST_CARDS, TestCard
from tollbridge.sandbox.stripe.routes import OPERATIONS

DECLINING = [card for card in TEST_CARDS if card.decline and not card.authentication.challenges]
APPROVING = [card for card in TEST_CARDS if card.happens.startswith("approved")]
CHALLENGING = [card for card in TEST_CARDS if card.authentication.challenges]


def named(card: TestCard) -> str:
    return card.number


@pytest.mark.parametrize("card", APPROVING, ids=named)
async def test_it_is_approved(http: aiohttp.ClientSession, card: TestCard) -> None:
    async with http.post(INTENTS, data=card_form(card.number)) as answer:
        assert (answer.status, (await answer.json())["status"]) == (200, "succeeded")


@pytest.mark.parametrize("card", DECLINING, ids=named)
async def test_it_is_declined_with_its_code(http: aiohttp.ClientSession, sandbox: Sandbox, card: TestCard) -> None:
    assert card.decline is not None
    async with http.post(INTENTS, data=card_form(card.number)) as answer:
        assert answer.status == 402
        error = (await answer.json())["error"]
    assert error["type"] == "card_error"
    assert (error["code"], error["decline_code"]) == (card.decline.code, card.decline.decline_code)
    assert error["payment_intent"]["last_payment_error"]["charge"] == error["charge"]
    assert len(sandbox.ledger) == 0


@pytest.mark.parametrize("card", CHALLENGING, ids=named)
async def test_it_asks_its_holder(http: aiohttp.ClientSession, sandbox: Sandbox, card: TestCard) -> None:
    async with http.post(INTENTS, data=card_form(card.number)) as answer:
        intent = await answer.json()
    assert (answer.status, intent["status"], intent["latest_charge"]) == (200, "requires_action", None)
    assert len(sandbox.ledger) == 0


@pytest.mark.parametrize("card", [card for card in TEST_CARDS if card.method], ids=named)
async def test_its_ready_made_id_does_the_same_as_its_number(http: aiohttp.ClientSession, card: TestCard) -> None:
    async def outcome(form: dict[str, str]) -> tuple[object, ...]:
        async with http.post(INTENTS, data=form) as answer:
            told = await answer.json()
            return answer.status, told.get("status"), told.get("error", {}).get("decline_code")

    token = {"payment_method_data[type]": "card", "payment_method_data[card][token]": f"tok_{card.method}"}
    plain = {name: text for name, text in method_form().items() if name != "payment_method"}
    assert (await outcome(card_form(card.number)) == await outcome(method_form(f"pm_card_{card.method}"))
            == await outcome({**plain, **token}))


@pytest.mark.parametrize(("field", "text", "code", "param"), [
    ("number", "4242424242424241", "incorrect_number", "number"),
    ("number", "42", "incorrect_number", "number"),
    ("exp_month", "13", "invalid_expiry_month", "exp_month"),
    ("exp_year", "2024", "invalid_expiry_year", "exp_year"),
    ("exp_year", "2099", "invalid_expiry_year", "exp_year"),
    ("cvc", "12", "invalid_cvc", "cvc"),
])
async def test_a_card_that_is_none_is_refused(http: aiohttp.ClientSession, field: str, text: str, code: str,
                                              param: str) -> None:
    form = card_form() | {f"payment_method_data[card][{field}]": text}
    async with http.post(INTENTS, data=form) as answer:
        assert answer.status == 402
        error = (await answer.json())["error"]
    assert (error["type"], error["code"], error["param"]) == ("card_error", code, param)
    assert error["doc_url"].endswith(code.replace("_", "-"))


async def test_a_date_may_be_written_with_two_digits(http: aiohttp.ClientSession) -> None:
    form = card_form() | {"payment_method_data[card][exp_month]": "03", "payment_method_data[card][exp_year]": "30"}
    async with http.post(f"{INTENTS}?expand[]=payment_method", data=form) as answer:
        card = (await answer.json())["payment_method"]["card"]
    assert (card["exp_month"], card["exp_year"]) == (3, 2030)


async def test_a_card_that_expired_last_month_is_refused_for_its_month(http: aiohttp.ClientSession) -> None:
    form = card_form() | {"payment_method_data[card][exp_month]": "10", "payment_method_data[card][exp_year]": "25"}
    async with http.post(INTENTS, data=form) as answer:
        assert (await answer.json())["error"]["code"] == "invalid_expiry_month"


def test_the_manual_page_lists_every_card_account_and_operation() -> None:
    assert simulated.__doc__ is not None
    for card in TEST_CARDS:
        assert f"| {card.number} | {card.method or ''} | {card.happens} |" in simulated.__doc__
    for row in TEST_ACCOUNTS:
        assert f"| {row.type} | {row.number} | {row.method} | {row.happens} |" in simulated.__doc__
    for operation in OPERATIONS:
        assert f"| `{operation.name}` | `{operation.method} {operation.path}` |" in simulated.__doc__


@given(st.text("0123456789", min_size=11, max_size=18))
def test_exactly_one_check_digit_is_right(digits: str) -> None:
    assert sum(is_plausible(digits + last) for last in "0123456789") == 1


@pytest.mark.parametrize(("number", "name"), [
    ("4242424242424242", "visa"), ("2223003122003222", "mastercard"), ("2720990000000007", "mastercard"),
    ("2721000000000004", "unknown"), ("6011111111111117", "discover"), ("36227206271667", "diners"),
    ("3566002020360505", "jcb"), ("6200000000000005", "unionpay"), ("378282246310005", "amex"),
])
def test_the_brand_is_told_from_the_first_digits(number: str, name: str) -> None:
    assert network(number) == name
