"""What the interface has to be able to say and no connector of ours needs yet, said by a processor that does not exist.

docs/decisions/0011-the-interface.md has the whole list, with the connector that proves each of the others.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import msgspec
import pytest

from engine import odd
from tollbridge import catalog, engine, kit
from tollbridge.domain.disputes import SubmitEvidence
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import MissingField, OutcomeUnknown
from tollbridge.domain.failures import Failure
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import AUTHORIZE, CAPTURE, REFUND, SUBMIT_EVIDENCE, SYNC, VOID, Operation
from tollbridge.domain.payments import Authorize, Capture, Sync, Void
from tollbridge.domain.refunds import RefundRequest
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.engine import plan

CARD = Card(card_number=Secret("4111111111111111"), card_exp_month=Secret("01"), card_exp_year=Secret("2030"))
PAY = Authorize(amount=Money(1050, Currency.EUR), payment_method=CARD)
ACCOUNT = odd.Account(username="shop", password=Secret("secret"))
CTX: kit.Context[Any] = kit.Context(ACCOUNT, datetime(2026, 1, 1, tzinfo=UTC), "nonce", None, Environment.TEST)
AUTHORIZED = b"<Envelope><capture>https://eu.odd.example/next/7</capture></Envelope>"


def built(operation: Operation[Any, Any], request: Any, ctx: kit.Context[Any] = CTX) -> kit.HttpRequest:
    return next(plan(odd.CONNECTOR, operation, request, ctx))


def parsed(operation: Operation[Any, Any], request: Any, body: bytes, headers: dict[str, str] | None = None) -> Any:
    return engine.parse(odd.CONNECTOR, operation, request, kit.HttpResponse(200, body, headers or {}), CTX)


def shown(value: str | Secret) -> str:
    return value.reveal() if isinstance(value, Secret) else value


def test_a_body_may_be_soap_and_its_amount_text_in_major_units() -> None:
    sent = built(AUTHORIZE, PAY)
    assert b"<amount>10.50</amount>" in (sent.body or b"")
    assert sent.headers["content-type"] == "text/xml"


def test_region_and_currency_decide_the_host() -> None:
    assert built(AUTHORIZE, PAY).url == "https://eu.odd.example/soap"
    elsewhere = msgspec.structs.replace(CTX, account=msgspec.structs.replace(ACCOUNT, region="us"))
    assert built(AUTHORIZE, PAY, elsewhere).url == "https://us.odd.example/soap"
    dollars = msgspec.structs.replace(PAY, amount=Money(1050, Currency.USD))
    assert built(AUTHORIZE, dollars).url == "https://usd.odd.example/soap"


def test_a_signature_may_cover_method_path_timestamp_and_body() -> None:
    sent = built(AUTHORIZE, PAY)
    text = b"POST\n/soap\n" + shown(sent.headers["x-stamp"]).encode() + b"\n" + (sent.body or b"")
    assert shown(sent.headers["x-proof"]) == hmac.new(b"secret", text, hashlib.sha256).hexdigest()


def test_the_verdict_may_stand_in_the_headers_of_an_http_200() -> None:
    no = parsed(AUTHORIZE, PAY, AUTHORIZED, {"x-refused": "51"})
    assert (no.status, no.error.code) == (Status.FAILURE, "51")
    yes = parsed(AUTHORIZE, PAY, AUTHORIZED, {"x-payment-id": "p7"})
    assert (yes.status, yes.connector_transaction_id) == (Status.AUTHORIZED, "p7")
    with pytest.raises(OutcomeUnknown):
        parsed(AUTHORIZE, PAY, AUTHORIZED)  # neither header


def test_the_next_url_comes_from_the_last_answer() -> None:
    paid = parsed(AUTHORIZE, PAY, AUTHORIZED, {"x-payment-id": "p7"})
    take = Capture(connector_transaction_id="p7", amount_to_capture=Money(1050, Currency.EUR),
                   connector_feature_data=paid.connector_feature_data)
    steps = plan(odd.CONNECTOR, CAPTURE, take, CTX)
    assert next(steps).url == "https://login.odd.example/token"  # a password grant, on a host of its own
    sent = steps.send(kit.HttpResponse(200, b'{"access_token": "t", "expires_in": 60}'))
    assert sent.url == "https://eu.odd.example/next/7"
    assert shown(sent.headers["authorization"]) == "Bearer t"
    lost = plan(odd.CONNECTOR, CAPTURE, msgspec.structs.replace(take, connector_feature_data=None), CTX)
    next(lost)
    with pytest.raises(MissingField, match="connector_feature_data"):
        lost.send(kit.HttpResponse(200, b'{"access_token": "t", "expires_in": 60}'))


def test_a_reply_may_be_pairs_of_names_and_values() -> None:
    taken = parsed(VOID, Void(connector_transaction_id="p7"), b"status=V&id=p7&text=a%20b")
    assert (taken.status, taken.connector_transaction_id) == (Status.VOIDED, "p7")
    assert parsed(VOID, Void(connector_transaction_id="p7"), b"\xff\xfe").status is Status.UNRESOLVED


def test_xml_may_travel_in_a_field_of_a_form() -> None:
    sent = built(VOID, Void(connector_transaction_id="p7"))
    assert parse_qs((sent.body or b"").decode()) == {"xmldata": ["<void id='p7'/>"]}


def test_one_flow_may_be_proved_in_another_way_than_the_rest() -> None:
    sent = built(REFUND, RefundRequest(connector_transaction_id="p7", refund_amount=Money(50, Currency.EUR)))
    assert "x-proof" not in sent.headers
    signed = (f"(request-target): post /refunds\nhost: eu.odd.example\ndate: {shown(sent.headers['date'])}\n"
              f"digest: {shown(sent.headers['digest'])}")
    proof = hmac.new(b"secret", signed.encode(), hashlib.sha256).hexdigest()
    assert f'signature="{proof}"' in shown(sent.headers["signature"])


@pytest.mark.parametrize(("region", "runs"), [("eu", False), ("us", True)])
def test_a_pre_step_may_be_of_some_accounts_alone(region: str, runs: bool) -> None:
    """Of a processor that takes a key from some merchants, and wants a login of others."""
    need: kit.Need[Any] = kit.Need(SYNC, account=lambda account: account.region == "us")
    of_both: kit.Need[Any] = kit.Need(SYNC, when=lambda req: req is None, account=lambda account: True)
    ctx = msgspec.structs.replace(CTX, account=msgspec.structs.replace(ACCOUNT, region=region))
    assert need.wanted(PAY, ctx) is runs
    assert not of_both.wanted(PAY, ctx)
    assert of_both.wanted(None, ctx)


def test_a_multipart_body_is_the_same_twice() -> None:
    evidence = SubmitEvidence(dispute_id="d1")
    first, second = built(SUBMIT_EVIDENCE, evidence), built(SUBMIT_EVIDENCE, evidence)
    assert first.body == second.body
    assert shown(first.headers["content-type"]) == "multipart/form-data; boundary=nonce"


@pytest.mark.parametrize("name", catalog.names())
def test_a_white_label_is_another_name_and_address(name: str) -> None:
    theirs = catalog.load(name)
    label = replace(theirs, id="house_brand", live_url="https://pay.house.example")
    assert label.by_operation.keys() == theirs.by_operation.keys()
    assert (label.id, label.live_url, theirs.id) == ("house_brand", "https://pay.house.example", name)


def test_a_failure_is_short_for_the_refused_result() -> None:
    assert isinstance(parsed(AUTHORIZE, PAY, b"", {"x-refused": "51"}).error, Failure)


def test_a_flow_may_be_proved_with_a_certificate_of_the_account() -> None:
    find = Sync(connector_transaction_id="p7")
    mine = msgspec.structs.replace(ACCOUNT, certificate=Secret("CERTIFICATE"), private_key=Secret("KEY"))
    sent = built(SYNC, find, msgspec.structs.replace(CTX, account=mine))
    assert sent.client_certificate == kit.ClientCertificate(Secret("CERTIFICATE"), Secret("KEY"))
    assert sent.url == "https://eu.odd.example/payments/p7"
    assert "KEY" not in repr(sent)
    assert "KEY" not in repr(sent.client_certificate)
    with pytest.raises(MissingField, match="certificate, private_key"):
        built(SYNC, find)
