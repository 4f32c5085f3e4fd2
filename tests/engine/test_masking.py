"""A processor that repeats what it was sent gets it into no error, no cause of one, no result's words and no header."""

from __future__ import annotations

import json
import pickle
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from engine import acme
from tollbridge import engine, kit
from tollbridge.contract.answers import shown_headers
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import ConnectorError, InvalidField, OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import ACCESS_TOKEN, AUTHORIZE, VOID
from tollbridge.domain.payments import Authorize, Void
from tollbridge.domain.results import CardConnectorResponse, ConnectorResponseData, Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.state import AccessToken
from tollbridge.domain.statuses import PaymentStatus, RawConnectorStatus
from tollbridge.engine.masking import shown_result
from tollbridge.kit.flow import Flow

NUMBER, CODE, KEY, TOKEN = "4012881234567890", "837", "canary-key-1", "canary-token-2"
# The number has no valid check digit, which would mask it anyway
PAY = Authorize(amount=Money(1000, Currency.EUR), payment_method=Card(
    card_number=Secret(NUMBER), card_cvc=Secret(CODE), card_exp_month=Secret("01"), card_exp_year=Secret("2030")))
CTX = kit.Context(acme.Account(api_key=Secret(KEY), prefix="shop"), datetime(2025, 1, 1, tzinfo=UTC), "n", "key",
                  Environment.TEST, {ACCESS_TOKEN: AccessToken(token=Secret(TOKEN))})
ECHO = f"number {NUMBER[:4]} {NUMBER[4:]}, cvc {CODE}, key {KEY}, Authorization: Bearer {TOKEN}"
HIDDEN = "number ***, cvc ***, key ***, Authorization: ***"


def parse_badly(error: Exception) -> Any:
    def parse(res: kit.HttpResponse, req: object, ctx: acme.Ctx) -> Payment:
        raise error
    return parse


def told(res: kit.HttpResponse, req: object, ctx: acme.Ctx) -> Failure:
    return Failure(code=f"no_{KEY}", message=ECHO, reason=ECHO, issuer_message=ECHO, issuer_code=CODE)


def charged(res: kit.HttpResponse, req: object, ctx: acme.Ctx) -> Payment:
    return Payment(status=PaymentStatus.CHARGED, connector_transaction_id=KEY, raw_connector_status=None)


def build(req: Authorize, ctx: acme.Ctx) -> kit.HttpRequest:
    return kit.post_json("/pay", {})


def asked(parse: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> engine.Answer[Payment]:
    """One exchange of a card payment, read by `parse`."""
    flow = Flow(AUTHORIZE, build, parse, methods=acme.method, needs=(ACCESS_TOKEN,))
    connector = kit.Connector(
        id="acme", account=acme.Account, live_url="https://a.example", test_url="https://a.example", sign=acme.sign,
        error=lambda res, ctx: Rejected(f"no_{KEY}", ECHO, res.status), flows=(flow,))
    steps = engine.run(connector, AUTHORIZE, PAY, CTX)
    next(steps)
    try:
        steps.send(kit.HttpResponse(status, b"{}", headers or {}))
    except StopIteration as done:
        answer: engine.Answer[Payment] = done.value
        return answer
    raise AssertionError("it asks on")


def everything(error: BaseException) -> str:
    """What whoever catches it may write down."""
    causes = []
    each: BaseException | None = error
    while each is not None:
        causes += [str(each), repr(each), repr(vars(each))]
        each = each.__cause__ or each.__context__
    return "\n".join([*causes, *traceback.format_exception(error)])


def assert_clean(said: str) -> None:
    assert "***" in said
    assert [secret for secret in (NUMBER, NUMBER[4:], f"cvc {CODE}", KEY, TOKEN) if secret in said] == []


def test_a_failure_says_no_secret_and_its_codes_stay() -> None:
    error = asked(told).result.error
    assert error is not None
    assert (error.message, error.reason, error.issuer_message) == (HIDDEN, HIDDEN, HIDDEN)
    assert (error.code, error.issuer_code) == ("no_***", CODE)


def test_a_rejection_says_no_secret() -> None:
    with pytest.raises(Rejected) as caught:
        asked(charged, status=404)
    assert (caught.value.code, caught.value.message) == ("no_***", HIDDEN)
    assert str(caught.value) == f"no_*** (HTTP 404): {HIDDEN}"
    assert_clean(everything(caught.value))


@pytest.mark.parametrize("error", [
    OutcomeUnknown(ECHO), ValueError(ECHO), KeyError(ECHO), KeyError({"echo": ECHO}), AttributeError(ECHO, obj=ECHO),
    json.JSONDecodeError("bad", ECHO, 1), UnicodeDecodeError("utf-8", ECHO.encode(), 0, 1, ECHO),
    Rejected("c", ECHO, 200), ConnectionError(ECHO), ExceptionGroup("several", [ValueError(ECHO), KeyError(ECHO)])])
def test_neither_an_unknown_outcome_nor_its_cause_says_a_secret(error: Exception) -> None:
    with pytest.raises(ConnectorError) as caught:
        asked(parse_badly(error))
    said = everything(caught.value)
    assert [secret for secret in (NUMBER, NUMBER[4:], f"cvc {CODE}", KEY, TOKEN) if secret in said] == []


def test_an_error_that_the_caller_handles_meanwhile_is_left_alone() -> None:
    mine = ValueError(ECHO, [KEY])
    try:
        raise mine
    except ValueError:
        with pytest.raises(OutcomeUnknown) as caught:
            asked(parse_badly(KeyError(ECHO)))
    assert mine.args == (ECHO, [KEY])
    assert caught.value.__cause__ is not None
    assert_clean(repr(caught.value.__cause__))


@pytest.mark.parametrize("headers", [
    {"x-echo": f"POST /pay {NUMBER} cvc={CODE}"}, {"x-request-body": json.dumps({"key": KEY, "cvc": CODE})},
    {"x-auth": f"Bearer%20{TOKEN}%20"}])
def test_headers_of_a_success_that_repeat_the_request_are_masked(headers: Mapping[str, str]) -> None:
    answer = asked(charged, headers={"content-type": "text/plain", "date": "837", **headers})
    assert answer.response is not None
    assert_clean(str(shown_headers(answer.response)))
    assert answer.result.connector_transaction_id == KEY  # what has a type of its own is as the processor gave it


def test_headers_of_a_failure_are_all_masked() -> None:
    answer = asked(told, headers={"x-short": f"key {KEY}", "x-id": "7"})
    assert answer.response is not None
    assert shown_headers(answer.response) == {"x-short": "key ***", "x-id": "7"}


@pytest.mark.parametrize("name", ["set-cookie", "authorization", "x-api-key", "x-auth-token", "x-client-secret",
                                  "proxy-authenticate", "x-session-id", "apikey"])
def test_headers_that_may_carry_credentials_are_not_shown(name: str) -> None:
    assert shown_headers(kit.HttpResponse(200, b"", {name: "x", "date": "today"})) == {"date": "today"}


def test_a_success_is_not_looked_into() -> None:
    result = Payment(status=PaymentStatus.CHARGED, connector_transaction_id="1",
                     raw_connector_status=RawConnectorStatus(code="paid"))

    def echoes() -> Any:
        raise AssertionError("nothing to mask")

    assert shown_result(result, echoes) is result


def test_a_status_that_is_no_word_is_masked() -> None:
    def odd(res: kit.HttpResponse, req: object, ctx: acme.Ctx) -> Payment:
        return Payment(status=PaymentStatus.UNRESOLVED, connector_transaction_id="1",
                       raw_connector_status=RawConnectorStatus(code=f"unknown word, number {NUMBER}", message=ECHO))

    assert asked(odd).result.raw_connector_status == RawConnectorStatus(
        code="unknown word, number ***", message=HIDDEN)


@pytest.mark.parametrize("said", [
    {"payment_checks": msgspec.json.encode([{"type": "avs", "detail": ECHO}, 7, None])},
    {"payment_checks": msgspec.json.encode({"detail": f'the number "{NUMBER}" "{KEY}" is'})},
    {"authentication_data": f"no JSON: {ECHO}".encode()}, {"card_network": ECHO}], ids=str)
def test_what_is_said_of_a_card_at_length_is_masked(said: dict[str, Any]) -> None:
    def odd(res: kit.HttpResponse, req: object, ctx: acme.Ctx) -> Payment:
        return Payment(status=PaymentStatus.CHARGED, connector_transaction_id="1", raw_connector_status=None,
                       connector_response=responded(auth_code="123456", **said))

    response = asked(odd).result.connector_response
    assert response is not None
    card = response.additional_payment_method_data
    assert isinstance(card, CardConnectorResponse)
    text = repr(card)
    assert "***" in text
    assert not [secret for secret in (KEY, NUMBER) if secret in text]
    assert card.auth_code == "123456"


def test_short_words_of_a_card_are_not_looked_into() -> None:
    card = responded(auth_code="123456", card_network="visa",
                     payment_checks=b'{"avs":"postcode matched","cvc":"M"}')
    result = Payment(status=PaymentStatus.CHARGED, connector_transaction_id="1", raw_connector_status=None,
                     connector_response=card)
    assert shown_result(result, lambda: pytest.fail("nothing to mask")) is result


def responded(**said: Any) -> ConnectorResponseData:
    return ConnectorResponseData(additional_payment_method_data=CardConnectorResponse(**said))


def test_the_pure_pair_masks_as_well() -> None:
    flow = Flow(VOID, acme.build_void, told, needs=(ACCESS_TOKEN,))
    connector = kit.Connector(
        id="acme", account=acme.Account, live_url="https://a.example", test_url="https://a.example", sign=acme.sign,
        error=lambda res, ctx: Rejected("c", ECHO, res.status), flows=(flow,))
    void = Void(connector_transaction_id="1", metadata=Secret(NUMBER))
    result = engine.parse(connector, VOID, void, kit.HttpResponse(200, b""), CTX)
    assert isinstance(result, Payment)
    assert result.error is not None
    assert NUMBER[4:] not in result.error.message
    with pytest.raises(Rejected) as caught:
        engine.parse(connector, VOID, void, kit.HttpResponse(404, b""), CTX)
    assert KEY not in everything(caught.value)


def test_a_check_that_quotes_a_field_is_masked() -> None:
    def check(req: Authorize, ctx: acme.Ctx) -> None:
        raise InvalidField("payment_method.card", f"{NUMBER} is no card")

    flow = Flow(AUTHORIZE, build, charged, methods=acme.method, check=check)
    connector: kit.Connector[Any] = kit.Connector(
        id="acme", account=acme.Account, live_url="https://a.example", test_url="https://a.example", sign=acme.sign,
        error=lambda res, ctx: None, flows=(flow,))
    with pytest.raises(InvalidField) as caught:
        engine.build(connector, AUTHORIZE, PAY, CTX)
    assert caught.value.problems == (("payment_method.card", "*** is no card"),)
    assert_clean(everything(caught.value))


@pytest.mark.parametrize("value", [
    kit.HttpRequest("POST", "https://a.example", {}, b"4"), kit.HttpResponse(200, b"4"), PAY, CTX])
def test_what_holds_secrets_is_not_pickled(value: object) -> None:
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(value)


