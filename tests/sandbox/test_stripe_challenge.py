"""The 3-D Secure page, as a browser without JavaScript meets it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from sandbox.forms import INTENTS, card_form, method_form
from tollbridge.sandbox import Sandbox


class Page(HTMLParser):
    """What matters of a page: where its form goes, its buttons, and whether it needs a script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.form: dict[str, str | None] = {}
        self.buttons: dict[str, tuple[str | None, str | None]] = {}
        self.tags: set[str] = set()
        self._button: dict[str, str | None] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "form":
            self.form = dict(attrs)
        if tag == "button":
            self._button = dict(attrs)

    def handle_data(self, data: str) -> None:
        if self._button is not None:
            self.buttons[data] = (self._button["name"], self._button["value"])
            self._button = None


async def challenged(http: aiohttp.ClientSession, form: dict[str, str]) -> dict[str, Any]:
    async with http.post(INTENTS, data=form) as answer:
        intent: dict[str, Any] = await answer.json()
    assert intent["status"] == "requires_action"
    return intent


async def press(url: str, label: str) -> tuple[int, str | None]:
    """Opens the page and presses a button; status and target of what comes then."""
    async with aiohttp.ClientSession() as browser:
        async with browser.get(url) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
            page = Page(await answer.text())
        assert page.form == {"method": "post"}
        assert "script" not in page.tags
        name, value = page.buttons[label]
        async with browser.post(url, data={name: value}, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location")


async def now(http: aiohttp.ClientSession, intent: dict[str, Any]) -> dict[str, Any]:
    async with http.get(f"{INTENTS}/{intent['id']}?expand[]=latest_charge") as answer:
        told: dict[str, Any] = await answer.json()
        return told


def asked_url(intent: dict[str, Any]) -> str:
    assert intent["next_action"]["type"] == "redirect_to_url"
    assert intent["next_action"]["redirect_to_url"]["return_url"] == "https://shop.example/back?order=1"
    return str(intent["next_action"]["redirect_to_url"]["url"])


def check_return(intent: dict[str, Any], target: str | None, status: str) -> None:
    assert target is not None
    url = urlsplit(target)
    assert (url.scheme, url.netloc, url.path) == ("https", "shop.example", "/back")
    assert parse_qs(url.query) == {"order": ["1"], "payment_intent": [intent["id"]], "redirect_status": [status],
                                   "payment_intent_client_secret": [intent["client_secret"]]}


async def test_completing_it_pays_and_returns_to_the_shop(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    intent = await challenged(http, card_form("4000002760003184"))
    status, target = await press(asked_url(intent), "Complete")

    assert status == 303
    check_return(intent, target, "succeeded")
    paid = await now(http, intent)
    assert (paid["status"], paid["next_action"]) == ("succeeded", None)
    three_d_secure = paid["latest_charge"]["payment_method_details"]["card"]["three_d_secure"]
    assert (three_d_secure["result"], three_d_secure["authentication_flow"]) == ("authenticated", "challenge")
    assert sandbox.ledger.total("USD", payment=intent["id"]).charges == 1


async def test_failing_it_charges_nothing(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    intent = await challenged(http, card_form("4000002760003184"))
    _, target = await press(asked_url(intent), "Fail")

    check_return(intent, target, "failed")
    failed = await now(http, intent)
    assert (failed["status"], failed["latest_charge"]) == ("requires_payment_method", None)
    assert failed["last_payment_error"]["code"] == "payment_intent_authentication_failure"
    assert len(sandbox.ledger) == 0


async def test_a_reservation_after_it_counts_as_succeeded(http: aiohttp.ClientSession) -> None:
    intent = await challenged(http, method_form("pm_card_threeDSecure2Required", capture_method="manual"))
    _, target = await press(asked_url(intent), "Complete")
    check_return(intent, target, "succeeded")
    assert (await now(http, intent))["status"] == "requires_capture"


async def test_a_decline_after_it_returns_as_failed(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    intent = await challenged(http, card_form("4000008400001629"))
    _, target = await press(asked_url(intent), "Complete")

    check_return(intent, target, "failed")
    declined = await now(http, intent)
    assert declined["last_payment_error"]["decline_code"] == "generic_decline"
    assert declined["latest_charge"]["status"] == "failed"
    assert len(sandbox.ledger) == 0


async def test_it_can_be_taken_once_only(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    intent = await challenged(http, card_form("4000002760003184"))
    await press(asked_url(intent), "Complete")
    async with http.post(asked_url(intent), data={"outcome": "complete"}, allow_redirects=False) as answer:
        assert answer.status == 404
    assert sandbox.ledger.total("USD").charges == 1


async def test_it_is_over_once_the_payment_is_canceled(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    intent = await challenged(http, card_form("4000002760003184"))
    async with http.post(f"{INTENTS}/{intent['id']}/cancel") as answer:
        assert (await answer.json())["status"] == "canceled"
    async with http.post(asked_url(intent), data={"outcome": "complete"}) as answer:
        assert answer.status == 404
    assert len(sandbox.ledger) == 0


async def test_its_address_cannot_be_guessed_from_the_id(http: aiohttp.ClientSession) -> None:
    intent = await challenged(http, card_form("4000002760003184"))
    async with http.get(asked_url(intent)[:-1]) as answer:
        assert answer.status == 404


async def test_another_word_than_the_buttons_decides_nothing(http: aiohttp.ClientSession) -> None:
    intent = await challenged(http, card_form("4000002760003184"))
    async with http.post(asked_url(intent), data={"outcome": "maybe"}) as answer:
        assert answer.status == 400
    assert (await now(http, intent))["status"] == "requires_action"


async def test_without_a_return_url_it_is_for_the_browser_library(http: aiohttp.ClientSession) -> None:
    intent = await challenged(http, card_form("4000002760003184") | {"return_url": ""})
    assert intent["next_action"]["type"] == "use_stripe_sdk"
    status, target = await press(intent["next_action"]["use_stripe_sdk"]["stripe_js"], "Complete")
    assert (status, target) == (200, None)
    assert (await now(http, intent))["status"] == "succeeded"


@pytest.mark.parametrize(("number", "wish", "status", "result"), [
    ("4000000000003055", "automatic", "succeeded", None),
    ("4000000000003055", "any", "requires_action", None),
    ("4242424242424242", "any", "succeeded", "attempt_acknowledged"),
    ("378282246310005", "any", "succeeded", None),
    ("4000000032200000", "automatic", "succeeded", "authenticated"),
])
async def test_asking_for_it_challenges_enrolled_cards_only(http: aiohttp.ClientSession, number: str, wish: str,
                                                            status: str, result: str | None) -> None:
    form = card_form(number) | {"payment_method_options[card][request_three_d_secure]": wish}
    async with http.post(INTENTS, data=form) as answer:
        intent = await now(http, await answer.json())
    assert intent["status"] == status
    if status == "succeeded":
        three_d_secure = intent["latest_charge"]["payment_method_details"]["card"]["three_d_secure"]
        assert (three_d_secure and three_d_secure["result"]) == result


@pytest.mark.parametrize("absent", [{"off_session": "true"}, {"error_on_requires_action": "true"}])
async def test_where_nobody_can_answer_it_is_a_decline(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                       absent: dict[str, str]) -> None:
    async with http.post(INTENTS, data=method_form("pm_card_authenticationRequired", **absent)) as answer:
        error = (await answer.json())["error"]
    assert (answer.status, error["code"]) == (402, "authentication_required")
    assert len(sandbox.ledger) == 0
