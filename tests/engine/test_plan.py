"""What the engine promises, shown on a processor that needs all of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from msgspec.structs import replace

from engine import acme
from tollbridge import kit
from tollbridge.domain.declines import Decline
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import (
    ConnectorError,
    InvalidField,
    MissingField,
    NotSent,
    OutcomeUnknown,
    Rejected,
    SignatureMismatch,
    Unsupported,
)
from tollbridge.domain.events import Event, HandleEvent, PaymentEventContext, WebhookSecrets
from tollbridge.domain.failures import Failure
from tollbridge.domain.inbound import RequestDetails
from tollbridge.domain.methods.bank_redirects import Ideal, Sofort
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import (
    ACCESS_TOKEN,
    AUTHORIZE,
    CAPTURE,
    CREATE_ORDER,
    HANDLE_EVENT,
    SYNC,
    VOID,
    Operation,
)
from tollbridge.domain.payments import Authorize, Capture, CaptureMethod, Void
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.state import AccessToken, ConnectorState
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.engine import Cache, advance, incoming, parse, plan, receive, run
from tollbridge.kit.flow import AnyFlow

EUR = Money(1000, Currency.EUR)
CARD = Card(card_number=Secret("4"), card_exp_month=Secret("01"), card_exp_year=Secret("2030"))
PAY = Authorize(amount=EUR, payment_method=CARD)
ORDER = Authorize(amount=EUR, payment_method=Ideal())
RELEASE = Void(connector_transaction_id="p")
SHOP = acme.Account(api_key=Secret("key"), prefix="shop")
CTX = kit.Context(SHOP, datetime(2025, 1, 1, tzinfo=UTC), "n", "key", Environment.TEST)


def ok(body: str = '{"id": "p", "word": "reserved"}', status: int = 200) -> kit.HttpResponse:
    return kit.HttpResponse(status, body.encode())


def word(status: int, text: str) -> kit.HttpResponse:
    return ok(f'{{"id": "p", "word": "{text}"}}', status)


TOKEN = ok('{"id": "t"}')
HTML = ok("<html>")


def old_token() -> dict[Operation[Any, Any], Any]:
    return {ACCESS_TOKEN: AccessToken(token=Secret("old"))}


def ask(operation: Operation[Any, Any], request: Any, *answers: kit.HttpResponse, cache: Cache | None = None,
        ctx: kit.Context[Any] = CTX) -> tuple[Any, list[kit.HttpRequest]]:
    """What came of it, and what was sent."""
    steps = plan(acme.CONNECTOR, operation, request, ctx, cache)
    sent: list[kit.HttpRequest] = []
    left = iter(answers)
    try:
        sent.append(next(steps))
        while True:
            sent.append(steps.send(next(left)))
    except StopIteration as done:
        return done.value, sent
    except ConnectorError as error:
        return error, sent


def paths(sent: list[kit.HttpRequest]) -> list[str]:
    return [request.path for request in sent]


def test_steps_are_signed_each_with_a_key_of_its_own() -> None:
    got, sent = ask(AUTHORIZE, PAY, TOKEN, ok(), ok())
    assert got.status is Status.AUTHORIZED
    assert [request.url for request in sent[1:]] == [
        "https://shop.acme.example/payments", "https://shop.acme.example/payments/p/confirm"]
    assert [request.headers["idempotency-key"] for request in sent[1:]] == [
        "key", "30338db1aa2ac97e771b"]  # a digest of key and step: no key that a merchant has for another payment


@settings(max_examples=100, deadline=None)
@given(body=st.binary() | st.sampled_from([b"{}", b'{"id": ".."}', b'{"id": "p"}']), status=st.integers(200, 599),
       at=st.integers(0, 2))
def test_reading_several_answers_is_total(body: bytes, status: int, at: int) -> None:
    answers = [TOKEN, ok(), ok()]
    answers[at] = kit.HttpResponse(status, body)
    got, _ = ask(AUTHORIZE, PAY, *answers)
    assert isinstance(got, Payment | Rejected | (OutcomeUnknown if at else NotSent))


def test_without_a_key_there_is_no_header() -> None:
    _, sent = ask(VOID, RELEASE, TOKEN, ok(), ctx=replace(CTX, idempotency_key=None))
    assert "idempotency-key" not in sent[1].headers


@pytest.mark.parametrize("key", ["x" * 101, "order 1", "ordér"])
def test_a_key_that_the_processor_would_not_take_is_refused_before_sending(key: str) -> None:
    got, sent = ask(VOID, RELEASE, ctx=replace(CTX, idempotency_key=key))
    assert (type(got), got.path, sent) == (InvalidField, "idempotency_key", [])


@pytest.mark.parametrize("request_", [
    replace(PAY, payment_method=Sofort()), replace(PAY, capture_method=CaptureMethod.MANUAL)])
def test_what_a_flow_does_not_list_is_refused_before_sending(request_: Authorize) -> None:
    got, sent = ask(AUTHORIZE, request_)
    assert (type(got), sent) == (Unsupported, [])


def test_a_base_url_of_the_account_comes_first() -> None:
    own = replace(CTX, account=replace(SHOP, base_url="https://proxy.example/"))
    assert ask(VOID, RELEASE, TOKEN, ok(), ctx=own)[1][1].url == "https://proxy.example/payments/p/release"


@pytest.mark.parametrize(("answers", "want"), [
    ([HTML], OutcomeUnknown), ([word(429, "")], Rejected), ([word(422, "declined")], Payment),
    ([ok(), HTML], OutcomeUnknown), ([ok(), word(429, "")], OutcomeUnknown), ([ok(), word(422, "declined")], Payment),
    ([ok(), word(200, "declined")], Payment), ([ok(), word(200, "bad_credentials")], OutcomeUnknown),
])
def test_a_later_step_is_no_longer_untouched(answers: list[kit.HttpResponse], want: type) -> None:
    got, _ = ask(AUTHORIZE, PAY, TOKEN, *answers)
    assert type(got) is want
    if isinstance(got, Payment):
        assert got.status is Status.FAILURE
        assert got.error is not None
        assert (got.error.code, got.error.unified) == ("declined", Decline.UNKNOWN)


def test_an_unknown_outcome_says_what_to_do() -> None:
    got, _ = ask(VOID, RELEASE, TOKEN, HTML)
    assert (got.reference, got.idempotency_key, got.repeatable, got.syncable) == ("p", "key", True, False)
    assert got.advice == "repeat the same request with the same idempotency key"


def test_a_check_that_cannot_encode_a_text_is_an_invalid_field() -> None:
    def encoding(req: Void, ctx: acme.Ctx) -> None:
        req.connector_transaction_id.encode()

    connector = dataclasses.replace(acme.CONNECTOR, flows=tuple(
        dataclasses.replace(flow, check=encoding) if flow.operation is VOID else flow for flow in acme.CONNECTOR.flows))
    with pytest.raises(InvalidField, match="surrogate") as caught:
        next(plan(connector, VOID, Void(connector_transaction_id="4242\ud800424242424242"), CTX))
    assert caught.value.__suppress_context__


def test_a_key_that_is_no_unicode_serves_a_processor_without_keys() -> None:
    connector = dataclasses.replace(acme.CONNECTOR, idempotency=None)
    assert next(plan(connector, VOID, RELEASE, replace(CTX, idempotency_key="\ud800"))).path == "/token"


def test_the_pure_pair_says_so_too() -> None:
    with pytest.raises(OutcomeUnknown) as lost:
        parse(acme.CONNECTOR, VOID, RELEASE, kit.HttpResponse(500, HTML.body), CTX)
    got = lost.value
    assert (got.reference, got.idempotency_key, got.repeatable, got.syncable) == ("p", "key", True, False)


@pytest.mark.parametrize(("status", "repeatable"), [(500, False), (502, False), (409, True), (200, True)])
def test_a_key_that_is_not_kept_with_an_error_lets_no_error_be_repeated(status: int, repeatable: bool) -> None:
    """The first may have done it before it broke down, and a repeat would do it again; a word cut short is a 200."""
    assert acme.CONNECTOR.idempotency is not None
    forgetful = dataclasses.replace(acme.CONNECTOR, idempotency=dataclasses.replace(
        acme.CONNECTOR.idempotency, keeps_errors=False))
    with pytest.raises(OutcomeUnknown) as lost:
        parse(forgetful, VOID, RELEASE, kit.HttpResponse(status, HTML.body), CTX)
    assert lost.value.repeatable is repeatable
    assert "but for errors" in forgetful.idempotency.described  # type: ignore[union-attr]


def told(status: Status) -> Payment:
    """A result with words of the processor's beside its status."""
    lookup: kit.Connector[Any] = kit.Connector(
        id="words", account=acme.Account, live_url="https://words.example", test_url="https://words.example",
        sign=kit.unsigned, error=lambda res, ctx: None, declines={"51": Decline.INSUFFICIENT_FUNDS}, flows=(
            kit.Flow(AUTHORIZE, lambda req, ctx: kit.get("/"), lambda res, req, ctx: Payment(
                status=status, connector_transaction_id="p", raw_connector_status=None,
                error=Failure(code="51", message=""))),))
    steps = plan(lookup, AUTHORIZE, PAY, CTX)
    next(steps)
    with pytest.raises(StopIteration) as done:
        steps.send(ok())
    result: Payment = done.value.value
    return result


@pytest.mark.parametrize("status", [Status.PENDING, Status.UNRESOLVED, Status.AUTHENTICATION_PENDING])
def test_words_beside_an_undecided_status_are_no_decline(status: Status) -> None:
    """Else a shopper whose payment is under way would be told to pay another way."""
    undecided = told(status).error
    assert undecided is not None
    assert undecided.unified is None
    refused = told(Status.FAILURE).error
    assert refused is not None
    assert refused.unified is Decline.INSUFFICIENT_FUNDS


def own_id(req: Authorize, ctx: kit.Context[Any]) -> str | None:
    return req.merchant_transaction_id


def pay_at(base: str, known_as: Callable[[Authorize, Any], str | None] | None,
           own: str | None) -> tuple[kit.HttpRequest, Any]:
    """The request of a payment at a processor that knows the merchant's id, and its plan."""
    lookup = kit.Connector(
        id="lookup", account=acme.Account, live_url="https://lookup.example", test_url="https://lookup.example",
        sign=kit.unsigned, error=lambda res, ctx: None, flows=(
            kit.Flow(AUTHORIZE, lambda req, ctx: kit.get("/shop/key/pay", in_path=Secret("key")),
                     lambda res, req, ctx: Payment(status=Status.CHARGED, connector_transaction_id="p",
                                                   raw_connector_status=None), known_as=known_as),
            kit.Flow(SYNC, lambda req, ctx: kit.get("/"), lambda res, req, ctx: Payment.refused(Failure(
                code="", message="")))))
    steps = plan(lookup, AUTHORIZE, replace(PAY, merchant_transaction_id=own),
                 replace(CTX, account=replace(SHOP, base_url=base)))
    return next(steps), steps


@pytest.mark.parametrize(("known_as", "own", "reference"), [
    (own_id, "o-1", "o-1"), (own_id, None, None), (None, "o-1", None)])
def test_a_payment_that_nobody_answered_is_synced_by_the_id_it_is_known_as(
        known_as: Callable[[Authorize, Any], str | None] | None, own: str | None, reference: str | None) -> None:
    _, steps = pay_at("https://lookup.example", known_as, own)
    with pytest.raises(OutcomeUnknown) as lost:
        steps.throw(OutcomeUnknown("timeout"))
    assert (lost.value.reference, lost.value.syncable) == (reference, reference is not None)


def test_what_a_path_hides_stays_hidden_below_the_host() -> None:
    asked, _ = pay_at("https://proxy.example/", None, None)
    assert (asked.url, asked.shown_url) == ("https://proxy.example/shop/key/pay", "https://proxy.example/shop/***/pay")


def test_only_some_requests_need_the_order_and_the_caller_may_bring_it() -> None:
    assert paths(ask(AUTHORIZE, PAY, TOKEN, ok(), ok())[1])[1] == "/payments"
    assert paths(ask(AUTHORIZE, ORDER, TOKEN, ok(), ok(), ok())[1])[:3] == ["/token", "/orders", "/payments"]
    brought = replace(ORDER, connector_order_id="o",
                      state=ConnectorState(access_token=AccessToken(token=Secret("t"))))
    assert paths(ask(AUTHORIZE, brought, ok(), ok())[1]) == ["/payments", "/payments/p/confirm"]


def test_a_pre_step_that_changes_something_may_say_no_to_the_payment() -> None:
    got, sent = ask(AUTHORIZE, ORDER, TOKEN, word(422, "declined"))
    assert (got.status, got.error.code, paths(sent)) == (Status.FAILURE, "declined", ["/token", "/orders"])
    assert type(ask(AUTHORIZE, ORDER, word(422, "declined"))[0]) is Rejected  # the token's no is not the payment's


def test_what_a_flow_cannot_serve_is_refused_before_its_pre_steps() -> None:
    got, sent = ask(AUTHORIZE, replace(ORDER, amount=Money(-1, Currency.EUR)))
    assert (type(got), got.paths, sent) == (InvalidField, ("amount.minor_amount",), [])


def test_an_answer_that_is_lost_after_the_order_is_asked_for_by_it() -> None:
    got, _ = ask(AUTHORIZE, ORDER, TOKEN, word(200, "open"), HTML)
    assert (type(got), got.reference) == (OutcomeUnknown, "p")
    got, _ = ask(AUTHORIZE, PAY, TOKEN, HTML)
    assert (type(got), got.reference) == (OutcomeUnknown, None)  # no order was opened


def test_a_key_that_a_pre_step_has_seen_before_leaves_the_payment_unknown() -> None:
    """An earlier call with it may have got further: that this one stops here makes no other one safe."""
    got, sent = ask(AUTHORIZE, ORDER, TOKEN, word(400, "key_seen"))
    assert (type(got), paths(sent)) == (OutcomeUnknown, ["/token", "/orders"])
    assert (got.key_taken, got.repeatable, got.idempotency_key) == (True, False, "key")
    assert type(ask(AUTHORIZE, ORDER, TOKEN, word(500, ""))[0]) is NotSent


def test_what_a_pre_step_would_give_is_missed_by_its_path() -> None:
    with pytest.raises(MissingField, match="connector_order_id"):
        CTX.given(CREATE_ORDER)


@pytest.mark.parametrize("told", [word(401, ""), word(403, "token_expired"), word(200, "token_expired")])
def test_a_stale_token_is_fetched_once_more(told: kit.HttpResponse) -> None:
    cache = old_token()
    got, sent = ask(VOID, RELEASE, told, TOKEN, ok(), cache=cache)
    assert (got.status, paths(sent)) == (Status.AUTHORIZED, ["/payments/p/release", "/token", "/payments/p/release"])
    assert cache[ACCESS_TOKEN].token == Secret("t")
    again, sent = ask(VOID, RELEASE, told, TOKEN, told, cache=old_token())
    assert isinstance(again, Rejected)
    assert len(sent) == 3
    fresh, sent = ask(VOID, RELEASE, TOKEN, told)
    assert isinstance(fresh, Rejected)
    assert len(sent) == 2


def test_a_stale_token_that_another_call_has_renewed_is_not_fetched_again() -> None:
    cache = old_token()
    steps = plan(acme.CONNECTOR, VOID, RELEASE, CTX, cache)
    next(steps)
    cache[ACCESS_TOKEN] = AccessToken(token=Secret("new"))
    again = steps.send(word(401, ""))
    assert (again.path, again.headers["authorization"]) == ("/payments/p/release", Secret("Bearer new"))
    assert cache[ACCESS_TOKEN].token == Secret("new")


def test_a_stale_token_told_to_a_pre_step_keeps_the_order_of_events() -> None:
    cache = old_token()
    _, sent = ask(AUTHORIZE, ORDER, word(401, ""), TOKEN, ok(), ok(), ok(), cache=cache)
    assert paths(sent) == ["/orders", "/token", "/orders", "/payments", "/payments/p/confirm"]
    cache = old_token()
    _, sent = ask(AUTHORIZE, ORDER, ok(), word(401, ""), TOKEN, ok(), ok(), cache=cache)
    assert paths(sent) == ["/orders", "/payments", "/token", "/payments", "/payments/p/confirm"]  # one order
    assert set(cache) == {ACCESS_TOKEN}  # an order is one payment's


def test_an_error_status_that_is_an_answer_is_read() -> None:
    assert ask(VOID, RELEASE, TOKEN, word(409, "released"))[0].status is Status.VOIDED


def test_bad_credentials_with_http_200_are_rejected() -> None:
    got, _ = ask(VOID, RELEASE, TOKEN, word(200, "bad_credentials"))
    assert (type(got), got.code) == (Rejected, "bad_credentials")


def test_what_a_connector_carries_it_reads_again() -> None:
    paid, _ = ask(AUTHORIZE, PAY, TOKEN, ok(), ok())
    take = Capture(connector_transaction_id="p", amount_to_capture=EUR,
                   connector_feature_data=paid.connector_feature_data)
    assert ask(CAPTURE, take, TOKEN, ok())[1][1].body == b'{"session":"s-p"}'
    assert "s-p" not in repr((paid, take))


@pytest.mark.parametrize(("lost", "want"), [(None, MissingField), (Secret("{}"), InvalidField)])
def test_what_a_connector_carries_may_be_lost(lost: Secret | None, want: type) -> None:
    take = Capture(connector_transaction_id="p", amount_to_capture=EUR, connector_feature_data=lost)
    assert type(ask(CAPTURE, take, TOKEN)[0]) is want


@pytest.mark.parametrize(("stated", "partial", "want"), [
    (1000, False, Payment), (999, False, OutcomeUnknown), (999, True, Payment), (1001, True, OutcomeUnknown)])
def test_an_amount_that_was_not_asked_for_is_no_outcome(stated: int, partial: bool, want: type) -> None:
    asked = replace(PAY, enable_partial_authorization=partial)
    answer = ok(f'{{"id": "p", "word": "reserved", "amount": {stated}}}')
    assert type(ask(AUTHORIZE, asked, TOKEN, ok(), answer)[0]) is want


@pytest.mark.parametrize(("answer", "want"), [
    (ok('{"genuine": true}'), StopIteration), (ok('{"genuine": false}'), SignatureMismatch),
    (ok("", 503), NotSent), (HTML, NotSent), (ok("", 403), Rejected)])
def test_only_the_processor_calls_a_webhook_forged_where_it_is_asked(answer: kit.HttpResponse, want: type) -> None:
    secrets = WebhookSecrets(secret=Secret("s"), additional_secret=Secret("WH-1"))
    steps = receive(acme.CONNECTOR, kit.WebhookRequest("POST", "/hook", "", (), b'{"id": "e"}'), secrets, CTX)
    assert next(steps).path == "/token"
    assert steps.send(TOKEN).body == b'{"id":"WH-1","event":"{\\"id\\": \\"e\\"}"}'
    with pytest.raises(Exception) as told:  # noqa: PT011 - which one is asserted, and an end is one of them
        steps.send(answer)
    assert type(told.value) is want


def test_what_the_caller_knows_of_a_webhook_reaches_the_connector() -> None:
    """A word may mean reserved or taken: who made the payment knows which."""
    seen: list[object] = []

    def parse(hook: kit.Verified, ctx: acme.Ctx) -> list[Event]:
        seen.append(hook.context)
        return []

    webhook = kit.Webhook(acme.peek, lambda hook, secrets, ctx: None, parse)
    connector = dataclasses.replace(acme.CONNECTOR, webhook=webhook)
    known = PaymentEventContext(capture_method=CaptureMethod.MANUAL)
    for context in (known, None):
        request = HandleEvent(request_details=RequestDetails(body=b""), event_context=context,
                              webhook_secrets=WebhookSecrets(secret=Secret("s")))
        steps = run(connector, HANDLE_EVENT, request, CTX)
        with pytest.raises(StopIteration):
            next(steps)
    assert seen == [known, None]


@pytest.mark.parametrize("beyond", [True, False])
def test_an_event_that_the_contract_cannot_carry_is_told_and_not_acknowledged(beyond: bool) -> None:
    event = Event(event_type=None, connector_event_id="e-1", beyond_contract=beyond)
    webhook: kit.Webhook[acme.Account] = kit.Webhook(acme.peek, lambda hook, secrets, ctx: None,
                                                     lambda hook, ctx: [event])
    connector = dataclasses.replace(acme.CONNECTOR, webhook=webhook)
    request = HandleEvent(request_details=RequestDetails(body=b""), webhook_secrets=WebhookSecrets(secret=Secret("s")))
    with pytest.raises(Unsupported if beyond else StopIteration, match="e-1"):
        next(run(connector, HANDLE_EVENT, request, CTX))
    with pytest.raises(StopIteration) as told:
        next(receive(connector, incoming(request.request_details), request.webhook_secrets, CTX))
    assert told.value.value == [event]


def test_a_flow_is_one_exchange_or_steps() -> None:
    """mypy --strict finds each of these wrong: an ignore that nothing needs is an error to it."""
    kit.Flow(CAPTURE, acme.build_void, acme.parse_payment)  # type: ignore[arg-type]
    kit.Flow(CAPTURE, acme.build_capture, acme.parse_order)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        kit.Flow(VOID, acme.build_void)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        kit.Steps(VOID)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        AnyFlow(VOID)  # type: ignore[abstract]


def test_steps_replay_without_state() -> None:
    answers = [TOKEN, ok(), ok()]
    steps: list[Any] = [advance(plan(acme.CONNECTOR, AUTHORIZE, PAY, CTX), answers[:n]) for n in range(4)]
    assert [getattr(step, "path", None) for step in steps] == ["/token", "/payments", "/payments/p/confirm", None]


def test_some_requests_of_a_flow_may_take_steps() -> None:
    """The others stay one exchange: their answer is read without the call that asked for it."""
    def charged(res: kit.HttpResponse, *_: object) -> Payment:
        return Payment(status=Status.CHARGED, connector_transaction_id=res.body.decode(), raw_connector_status=None)

    def twice(req: Authorize, ctx: kit.Context[Any]) -> kit.Exchanges[Payment]:
        yield kit.get("/first")
        return charged((yield kit.get("/second")))

    def never(req: Authorize, ctx: kit.Context[Any]) -> kit.HttpRequest:
        raise AssertionError("built")

    flow = kit.Flow(AUTHORIZE, never, charged, steps=twice, in_steps=lambda req: req.description == "twice")
    mixed = kit.Connector(id="mixed", account=acme.Account, live_url="https://m.example",
                          test_url="https://m.example", sign=kit.unsigned, error=lambda res, ctx: None, flows=(flow,))
    one, two = kit.HttpResponse(200, b"one"), kit.HttpResponse(200, b"two")
    stepwise = replace(PAY, description="twice")
    got = parse(mixed, AUTHORIZE, PAY, one, CTX)
    assert isinstance(got, Payment)
    assert got.connector_transaction_id == "one"
    asked = parse(mixed, AUTHORIZE, stepwise, one, CTX)
    assert isinstance(asked, kit.HttpRequest)
    assert asked.url == "https://m.example/second"
    done = parse(mixed, AUTHORIZE, stepwise, two, CTX, [one])
    assert isinstance(done, Payment)
    assert done.connector_transaction_id == "two"
    assert (flow.single(PAY), flow.single(stepwise)) == (True, False)


def test_a_token_in_the_path_stays_hidden_once_the_host_is_there() -> None:
    token = Secret("canary-7")
    flow: AnyFlow[Void, Payment, acme.Account] = kit.Flow(
        VOID, lambda req, ctx: kit.post("/orders/canary-7/void", in_path=token), acme.parse_payment)
    sent = next(plan(kit.Connector(
        id="acme", account=acme.Account, live_url="https://acme.example", test_url="https://test.acme.example",
        sign=kit.unsigned, error=acme.parse_error, flows=(flow,)), VOID, RELEASE, CTX))
    assert sent.url == "https://test.acme.example/orders/canary-7/void"
    assert "canary" not in repr(sent)


@pytest.mark.parametrize(("operation", "request_", "paths"), [
    (AUTHORIZE, replace(PAY, amount=Money(-1, Currency.EUR)), ["amount.minor_amount"]),
    (AUTHORIZE, replace(PAY, amount=Money(-1, Currency.EUR), order_tax_amount=Money(-2, Currency.EUR)),
     ["amount.minor_amount", "order_tax_amount.minor_amount"]),
    (CAPTURE, Capture(connector_transaction_id="p", amount_to_capture=Money(-5, Currency.EUR)),
     ["amount_to_capture.minor_amount"]),
])
def test_an_amount_below_zero_is_refused_before_anything_is_sent(
        operation: Operation[Any, Any], request_: Any, paths: list[str]) -> None:
    with pytest.raises(InvalidField, match="is negative") as refused:
        next(plan(acme.CONNECTOR, operation, request_, CTX))
    assert sorted(refused.value.paths) == sorted(paths)


def test_an_amount_of_zero_is_for_the_processor_to_judge() -> None:
    assert next(plan(acme.CONNECTOR, AUTHORIZE, replace(PAY, amount=Money(0, Currency.EUR)), CTX)).method == "POST"
