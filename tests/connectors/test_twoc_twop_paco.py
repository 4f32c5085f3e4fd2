"""PACO from its own side: the test opens what is sent and seals what is answered, with keys made for it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization as forms
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings, strategies as st
from joserfc import jwe, jws
from joserfc.jwk import RSAKey
from msgspec.structs import replace

from tollbridge import BlockingTollbridge, catalog, engine, kit
from tollbridge.connectors.twoc_twop_paco import Account
from tollbridge.contract.accounts import read_account
from tollbridge.contract.codec import json_codec
from tollbridge.domain.declines import Decline
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadCredentials, ConnectorError, OutcomeUnknown
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import AUTHORIZE, SYNC
from tollbridge.domain.payments import Authorize, Sync
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.kit import masking
from tollbridge.testing.samples import changed_everywhere, secrets_of

PACO = catalog.load("twoc_twop_paco")
CONFORMANCE = Path(__file__).parents[3] / "shared/conformance"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
EPOCH = int(NOW.timestamp())
NUMBER, CVC = "4111111111111111", "314"
PAY = Authorize(
    amount=Money(4250, Currency.THB), merchant_transaction_id="order-7", merchant_request_id="message-7",
    payment_method=Card(card_number=Secret(NUMBER), card_exp_month=Secret("09"), card_exp_year=Secret("2031"),
                        card_cvc=Secret(CVC), card_holder_name=Secret("Mali Suwan")))
KEYS = ("merchant_signing_private_key", "merchant_encryption_private_key", "paco_signing_public_key",
        "paco_encryption_public_key")


@cache
def pair(name: str) -> tuple[str, str]:
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.TraditionalOpenSSL, forms.NoEncryption())
    public = key.public_key().public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def account(**changed: str) -> Account:
    given = {
        "access_token": "token-of-the-company", "office_id": "0FF1CE", "paco_kid": "k" * 32,
        "merchant_signing_private_key": pair("our signing")[0], "paco_signing_public_key": pair("their signing")[1],
        "merchant_encryption_private_key": pair("our encryption")[0],
        "paco_encryption_public_key": pair("their encryption")[1]}
    read: Account = read_account(PACO, {**given, **changed})
    return read


def context(its: Account | None = None, now: datetime = NOW) -> kit.Context[Account]:
    return kit.Context(its or account(), now, "0" * 32, None, Environment.TEST)


def opened(req: kit.HttpRequest) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    assert req.body is not None
    return opened_token(req.body)


def opened_token(token: bytes) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """PACO's side, without a line of ours: both headers and the claims."""
    outer = jwe.decrypt_compact(token, RSAKey.import_key(pair("their encryption")[0]),
                                algorithms=["RSA-OAEP", "A128CBC-HS256"])
    assert outer.plaintext is not None
    inner = jws.deserialize_compact(outer.plaintext, RSAKey.import_key(pair("our signing")[1]), algorithms=["PS256"])
    return dict(outer.protected), dict(inner.headers()), json.loads(inner.payload)


def sealed(claims: Mapping[str, Any], signer: str = "their signing", reader: str = "our encryption") -> bytes:
    signed = jws.serialize_compact({"alg": "PS256", "typ": "JWT"}, json.dumps(claims).encode(),
                                   RSAKey.import_key(pair(signer)[0]), algorithms=["PS256"])
    return jwe.encrypt_compact({"alg": "RSA-OAEP", "enc": "A128CBC-HS256"}, signed,
                               RSAKey.import_key(pair(reader)[1]), algorithms=["RSA-OAEP", "A128CBC-HS256"]).encode()


def claims(**changed: Any) -> dict[str, Any]:
    response = {
        "data": {"paymentResult": {
            "orderNo": "order-7", "invoiceNo2C2P": "inv-7", "approvalCode": "552236",
            "paymentStatusInfo": {"paymentStatus": "A", "paymentStep": "PA"},
            "transactionAmount": {"amountText": "000000004250", "currencyCode": "THB", "decimalPlaces": 2}}},
        "apiResponse": {"responseCode": "PC-B050000", "responseDescription": "Success"}}
    return {"iss": "PacoIssuer", "aud": "token-of-the-company", "iat": EPOCH, "nbf": EPOCH, "exp": EPOCH + 3600,
            "response": response, **changed}


def pay(body: bytes, status: int = 200, ctx: kit.Context[Account] | None = None) -> Payment | ConnectorError:
    steps = engine.plan(PACO, AUTHORIZE, PAY, ctx or context())
    next(steps)
    try:
        steps.send(kit.HttpResponse(status, body))
    except StopIteration as done:
        payment: Payment = done.value
        return payment
    except ConnectorError as error:
        return error
    raise AssertionError("asks on")


def build(request: Authorize = PAY, its: Account | None = None) -> kit.HttpRequest:
    return engine.build(PACO, AUTHORIZE, request, context(its))


def test_paco_can_open_and_verify_what_is_sent() -> None:
    outer, inner, told = opened(build())
    assert outer == {"alg": "RSA-OAEP", "enc": "A128CBC-HS256", "kid": "k" * 32}
    assert inner == {"alg": "PS256", "typ": "JWT"}
    assert {name: told[name] for name in ("iss", "aud", "CompanyApiKey", "iat", "nbf", "exp")} == {
        "iss": "token-of-the-company", "aud": "PacoAudience", "CompanyApiKey": "token-of-the-company",
        "iat": EPOCH, "nbf": EPOCH, "exp": EPOCH + 300}
    assert told["request"]["creditCardDetails"] == {
        "cardNumber": NUMBER, "cardExpiryMMYY": "0931", "cvvCode": CVC, "cardHolderName": "Mali Suwan"}


def test_a_payment_there_and_back() -> None:
    told = pay(sealed(claims()))
    assert isinstance(told, Payment)
    assert (told.status, told.connector_transaction_id, told.authorized_money) == (
        Status.AUTHORIZED, "inv-7", PAY.amount)


class Paco(BaseHTTPRequestHandler):
    """PACO on a socket: opens what comes, and answers about the order that it names; with 400 about one of a yen."""

    def do_POST(self) -> None:
        token = self.rfile.read(int(self.headers["content-length"]))
        asked = opened_token(token)[2]["request"]
        now = int(datetime.now(UTC).timestamp())
        told = claims(exp=now + 60, nbf=now)
        result = told["response"]["data"]["paymentResult"]
        result |= {"orderNo": asked["orderNo"], "transactionAmount": asked["transactionAmount"]}
        refused = asked["transactionAmount"]["currencyCode"] == "JPY"
        if refused:
            result |= {"paymentStatusInfo": {"paymentStatus": "F", "paymentStep": "FF"}}
        body = sealed(told)
        self.send_response(400 if refused else 200)
        self.send_header("content-type", "application/jose")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Not among the tests' output."""


@pytest.fixture
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Paco) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_payment_over_a_socket(address: str) -> None:
    names = ("access_token", "office_id", "paco_kid", *KEYS)
    credentials: dict[str, Any] = {name: getattr(account(), name) for name in names}
    with BlockingTollbridge("twoc_twop_paco", environment="test", base_url=address, **credentials) as client:
        assert client.authorize(PAY).authorized_money == PAY.amount
        told = client.authorize(replace(PAY, amount=Money(1, Currency.JPY)))
    assert (told.status, told.error and told.error.unified) == (Status.FAILURE, Decline.FRAUD_SUSPECTED)


def test_nothing_that_is_shown_of_a_request_has_the_card_or_a_credential() -> None:
    built = build()
    shown = "\n".join([repr(built), masking.shown(built), masking.shown_body(built), str(masking.shown_headers(built))])
    for secret in [*secrets_of(PAY), *secrets_of(account())]:
        assert len(secret.reveal()) < 3 or secret.reveal() not in shown
    assert json.loads(masking.shown_body(built))["request"]["orderNo"] == "order-7"


@pytest.mark.parametrize("field", KEYS)
def test_a_payment_whose_answer_could_not_be_opened_does_not_leave(field: str) -> None:
    with pytest.raises(BadCredentials) as caught:
        build(its=account(**{field: "-----BEGIN KEY-----\nof nothing"}))
    assert caught.value.paths == (field,)


def test_keys_may_be_base64_alone_as_2c2ps_samples_have_them() -> None:
    bare = {field: "".join(getattr(account(), field).reveal().split("-----")[2].split()) for field in KEYS}
    its = account(**bare)
    assert opened(build(its=its))[2]["request"]["orderNo"] == "order-7"
    assert isinstance(pay(sealed(claims()), ctx=context(its)), Payment)


@pytest.mark.parametrize("body", [
    lambda: sealed(claims(), signer="our signing"), lambda: sealed(claims(), reader="their encryption"),
    lambda: sealed(claims(iss="token-of-the-company")), lambda: sealed(claims(aud="PacoAudience")),
    lambda: sealed(claims(exp=EPOCH - 300)), lambda: sealed(claims(nbf=EPOCH + 301)), lambda: sealed(claims(exp=None)),
    lambda: sealed(claims(response=None)), lambda: sealed(claims(response=[])),
    lambda: sealed({name: value for name, value in claims().items() if name != "response"}),
    lambda: sealed(claims())[:-9], lambda: sealed(claims()).replace(b".", b"", 1), lambda: build().body,
    lambda: json.dumps(claims()).encode(), lambda: json.dumps(claims()["response"]).encode(), lambda: b"\xff" * 90])
def test_an_answer_that_does_not_prove_itself_leaves_the_outcome_unknown(body: Any) -> None:
    for status in (200, 400, 500):
        assert isinstance(pay(body(), status), OutcomeUnknown)


def test_an_amount_in_other_decimal_places_is_another_amount() -> None:
    told = claims()
    told["response"]["data"]["paymentResult"]["transactionAmount"]["decimalPlaces"] = 0  # 4250 baht, not 42.50
    assert isinstance(pay(sealed(told)), OutcomeUnknown)


@pytest.mark.parametrize(("invoices", "found"), [(["inv-7", "inv-8"], True), (["inv-7", "inv-7"], False)])
def test_of_several_payments_only_one_that_is_known_is_told(invoices: list[str], found: bool) -> None:
    listed = [{"orderNo": "order-7", "invoiceNo2C2P": invoice, "paymentStatusInfo": {"paymentStatus": "S"}}
              for invoice in invoices]
    answer = kit.HttpResponse(200, json.dumps({"data": listed}).encode())
    asked = Sync(merchant_transaction_id="order-7", connector_transaction_id="inv-7")
    if found:
        told = engine.parse(PACO, SYNC, asked, answer, context())
        assert isinstance(told, Payment)
        assert told.connector_transaction_id == "inv-7"
        return
    with pytest.raises(OutcomeUnknown):
        engine.parse(PACO, SYNC, asked, answer, context())


def test_a_payment_that_nobody_answered_is_found_by_its_order_number() -> None:
    lost = pay(b"<html>", 500)
    assert isinstance(lost, OutcomeUnknown)
    assert (lost.reference, lost.syncable, lost.repeatable) == ("order-7", True, False)
    asked = engine.build(PACO, SYNC, Sync(merchant_transaction_id=lost.reference), context())
    assert asked.url.endswith("/transactionStatus?orderNo=order-7")


def test_an_answer_that_took_its_time_is_no_answer_from_the_future() -> None:
    """The context has the time at which the call began; PACO dates its answer when it has one."""
    assert isinstance(pay(sealed(claims(iat=EPOCH + 120, nbf=EPOCH + 120))), Payment)


def test_an_answer_may_come_as_a_json_string() -> None:
    assert isinstance(pay(b'"' + sealed(claims()) + b'"\r\n'), Payment)


def test_a_company_may_be_told_by_another_audience() -> None:
    ctx = context(account(response_audience="office-audience"))
    assert isinstance(pay(sealed(claims(aud="office-audience")), ctx=ctx), Payment)
    assert isinstance(pay(sealed(claims()), ctx=ctx), OutcomeUnknown)


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_names_are_read_in_any_case(chance: Any) -> None:
    def another(part: Any) -> Any:
        if isinstance(part, dict):
            return {chance.choice([str.upper, str.lower, str.title])(name): changed_everywhere(inner, another)
                    for name, inner in part.items()}
        return None

    told = pay(sealed(claims(response=changed_everywhere(claims()["response"], another))))
    assert isinstance(told, Payment)
    assert told.status is Status.AUTHORIZED


def test_the_inquiry_is_plain_both_ways() -> None:
    """"Do not apply JOSE encryption", says its page: a flow's own sign and unseal."""
    built = engine.build(PACO, SYNC, Sync(merchant_transaction_id="order 7/1"), context())
    assert (built.method, built.path, built.body) == ("GET", "/api/2.0/Inquiry/transactionStatus", None)
    assert built.url.endswith("?orderNo=order%207%2F1")
    for data in (claims()["response"]["data"]["paymentResult"], [claims()["response"]["data"]["paymentResult"]]):
        res = kit.HttpResponse(200, json.dumps({"Data": data}).encode())
        told: Any = engine.parse(PACO, SYNC, Sync(merchant_transaction_id="order-7"), res, context())
        assert told.status is Status.AUTHORIZED


def test_a_call_without_a_message_id_gets_one_of_its_own() -> None:
    told = opened(build(replace(PAY, merchant_request_id=None)))[2]
    assert told["request"]["apiRequest"]["requestMessageID"] == "00000000-0000-0000-0000-000000000000"


# -- the reference, where it is there: what it encrypted for these keys is what we encrypt -----------------------------
def reference() -> list[dict[str, Any]]:
    path = CONFORMANCE / "requests/twoc_twop_paco.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    return [line for line in lines if line["flow"] == "authorize" and "ok" in line["expected"]]


@pytest.mark.skipif(not CONFORMANCE.exists(), reason="../shared/conformance is not there")
@pytest.mark.parametrize("case", reference(), ids=lambda case: case["name"])
def test_what_is_sealed_agrees_with_the_reference(case: dict[str, Any]) -> None:
    keys = json.loads((CONFORMANCE / "testkeys.json").read_text())
    its = read_account(PACO, case["config"])
    ctx = kit.Context(its, datetime.fromtimestamp(case["now"], UTC), "0" * 32, None, Environment.TEST)
    asked: Any = json_codec(AUTHORIZE).read_request(case["request"])

    def held(token: str) -> Any:
        outer = jwe.decrypt_compact(token, RSAKey.import_key(keys["rsa2"]), algorithms=["RSA-OAEP", "A128CBC-HS256"])
        assert outer.plaintext is not None
        return json.loads(jws.deserialize_compact(outer.plaintext, RSAKey.import_key(keys["rsa1_pub"]),
                                                  algorithms=["PS256"]).payload)

    built = engine.build(PACO, AUTHORIZE, asked, ctx)
    ours, theirs = held((built.body or b"").decode()), held(case["expected"]["ok"]["body"])
    assert theirs["request"]["creditCardDetails"].pop("cardType") == "credit"  # said of a card that nobody knows
    if theirs["request"].get("billingAddress") == {}:
        del theirs["request"]["billingAddress"]
    assert ours == theirs
