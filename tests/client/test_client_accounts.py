"""Whose client it is: connector, account, environment, and a transport of one's own."""

from __future__ import annotations

from typing import Any

import pytest

from engine import acme
from engine.acme_server import AcmeServer
from tollbridge import (
    AUTHORIZE,
    CAPTURE,
    CREATE_ORDER,
    BadCredentials,
    BadInput,
    BlockingTollbridge,
    Capture,
    Card,
    Currency,
    Environment,
    HttpRequest,
    HttpResponse,
    Money,
    PaymentStatus,
    Rejected,
    Secret,
    Sync,
    Tollbridge,
    Void,
)
from tollbridge.connectors.stripe.account import Account
from tollbridge.domain.methods.cards import CardRedirect

RELEASE = Void(connector_transaction_id="p")
TAKE = Capture(connector_transaction_id="pi_1", amount_to_capture=Money(1, Currency.EUR))


class OwnTransport:
    """A program's own way to send: here, straight to Acme."""

    def __init__(self, server: AcmeServer) -> None:
        self.server = server
        self.closed = False

    async def send(self, request: HttpRequest, *, timeout_s: float | None = None) -> HttpResponse:
        return self.server.answer(request)

    async def close(self) -> None:
        self.closed = True

    async def __aenter__(self) -> OwnTransport:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()


def test_there_is_no_default_environment() -> None:
    with pytest.raises(TypeError, match="environment"):
        Tollbridge("stripe", api_key="sk")  # type: ignore[call-arg]


@pytest.mark.parametrize(("given", "want"), [
    ("test", Environment.TEST), ("live", Environment.LIVE), (Environment.LIVE, Environment.LIVE)])
def test_the_environment_is_named(given: Any, want: Environment) -> None:
    assert Tollbridge("stripe", environment=given, api_key="sk").environment is want


def test_another_word_is_no_environment() -> None:
    with pytest.raises(BadInput, match='"test" or "live"'):
        Tollbridge("stripe", environment="staging", api_key="sk")  # type: ignore[arg-type]


def test_an_unknown_connector_is_told_with_the_nearest() -> None:
    with pytest.raises(BadInput, match="did you mean stripe"):
        Tollbridge("strpe", environment="test", api_key="sk")


def test_all_that_is_wrong_with_the_credentials_is_told_and_none_of_it_shown() -> None:
    with pytest.raises(BadCredentials) as told:
        BlockingTollbridge(acme.CONNECTOR, environment="test", apikey="sesame", prefix=7)
    assert set(told.value.paths) == {"apikey", "api_key", "prefix"}
    assert "sesame" not in str(told.value)


@pytest.mark.parametrize("credentials", [
    {"api_key": "sk"}, {"api_key": Secret("sk")}, {"account": Account(api_key=Secret("sk"))}])
def test_an_account_is_given_in_fields_or_whole(credentials: dict[str, Any]) -> None:
    built = Tollbridge("stripe", environment="test", **credentials).build(CAPTURE, TAKE)
    assert built.headers["authorization"] == Secret("Bearer sk")


@pytest.mark.parametrize("credentials", [
    {"api_key": "sk", "account": Account(api_key=Secret("sk"))},
    {"account": acme.Account(api_key=Secret("sk"), prefix="p")}])
def test_an_account_of_another_shape_is_refused(credentials: dict[str, Any]) -> None:
    with pytest.raises(BadCredentials):
        Tollbridge("stripe", environment="test", **credentials)


def test_a_client_tells_what_its_connector_supports() -> None:
    client = BlockingTollbridge("stripe", environment="test", api_key="sk")
    assert client.connector.id == "stripe"
    assert client.supports(AUTHORIZE)
    assert client.supports(AUTHORIZE, Card)
    assert not client.supports(AUTHORIZE, CardRedirect)
    assert not client.supports(CREATE_ORDER)
    assert repr(client) == "BlockingTollbridge('stripe', environment='TEST')"


async def test_a_transport_of_ones_own_is_used_and_left_open() -> None:
    transport = OwnTransport(AcmeServer())
    async with Tollbridge(acme.CONNECTOR, environment="test", transport=transport, api_key="sk", prefix="p") as client:
        assert (await client.void(RELEASE)).status is PaymentStatus.AUTHORIZED
    assert not transport.closed


async def test_a_client_keeps_what_pre_steps_gave() -> None:
    server = AcmeServer()
    client = Tollbridge(acme.CONNECTOR, environment="test", transport=OwnTransport(server), api_key="sk", prefix="p")
    for _ in range(3):
        await client.void(RELEASE)
    server.revoke()
    await client.void(RELEASE)
    assert server.count("/token") == 2


def test_an_address_that_is_none_names_where_it_came_from() -> None:
    stripe = BlockingTollbridge("stripe", environment="test", api_key="sk_test_1", base_url="localhost:8100/stripe")
    with stripe, pytest.raises(BadInput, match=r"^the URL \(see base_url\) is not an absolute http or https URL"):
        stripe.sync(Sync(connector_transaction_id="pi_1"))


def test_a_refusal_without_words_says_so() -> None:
    assert str(Rejected("http_404", "", 404)) == "http_404 (HTTP 404): no reason given"
