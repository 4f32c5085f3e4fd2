"""What the golden cases of Cybersource's faces cannot say: the signature as the processor checks it, and 3DS as one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from msgspec.structs import replace

from tollbridge import catalog, kit
from tollbridge.connectors.cybersource import Account
from tollbridge.domain.authentication import Authenticate, PostAuthenticate, PreAuthenticate
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadCredentials
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import (
    AUTHENTICATE,
    AUTHORIZE,
    INCREMENT_AUTHORIZATION,
    POST_AUTHENTICATE,
    PRE_AUTHENTICATE,
    REVERSE,
    REVOKE_MANDATE,
    SYNC,
    Operation,
)
from tollbridge.domain.payments import Authorize, IncrementAuthorization, Reverse, Sync
from tollbridge.domain.people import Customer
from tollbridge.domain.recurring import RevokeMandate
from tollbridge.domain.redirects import FormRedirect
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status
from tollbridge.domain.three_ds import RedirectionResponse
from tollbridge.engine import build, parse
from tollbridge.families.cybersource.account import http_date

CYBERSOURCE = catalog.load("cybersource")
FACES = ("cybersource", "bankofamerica", "wellsfargo", "barclaycard")
KEY = b"a shared secret that is thirty-2"
ACCOUNT = Account(api_key=Secret("key-id"), api_secret=Secret(base64.b64encode(KEY).decode()),
                  merchant_account=Secret("lantern_merchant"))
CTX = kit.Context(ACCOUNT, datetime(2026, 11, 9, 8, 7, 6, tzinfo=UTC), "n", "lantern-7001", Environment.TEST)
CARD = Card(card_number=Secret("4622943127013705"), card_exp_month=Secret("09"), card_exp_year=Secret("2031"),
            card_cvc=Secret("314"))
PAY = Authorize(amount=Money(4250, Currency.USD), merchant_transaction_id="lantern-7001", payment_method=CARD,
                customer=Customer(email=Secret("mira@lantern.example")))


def context_of(name: str) -> kit.Context[Any]:
    """An account of the connector of that name, and the rest of what a request is built from."""
    account: Any = catalog.load(name).account
    fields = {field: getattr(ACCOUNT, field) for field in ("api_key", "api_secret", "merchant_account")}
    return replace(CTX, account=account(**fields))


def outcome(operation: Operation[Any, Any], request: Any, code: int, ctx: kit.Context[Any] = CTX,
            name: str = "cybersource", **body: Any) -> Any:
    """What the connector makes of the processor's answer."""
    return parse(catalog.load(name), operation, request, kit.HttpResponse(code, json.dumps(body).encode()), ctx)


def text(value: str | Secret) -> str:
    return value.reveal() if isinstance(value, Secret) else value


def genuine(sent: kit.HttpRequest) -> bool:
    """As Cybersource checks it: what the signature names, as it came in, in the order that it names."""
    address = urlsplit(sent.url)
    headers = {name: text(value) for name, value in sent.headers.items()}
    parts = dict(re.findall(r'(\w+)="([^"]*)"', headers["signature"]))
    target = f"{sent.method.lower()} {address.path}" + (f"?{address.query}" if address.query else "")
    came = {**headers, "host": address.netloc, "request-target": target}
    if sent.body is not None:
        digest = base64.b64encode(hashlib.sha256(sent.body).digest()).decode()
        assert came["digest"] == f"SHA-256={digest}"
        assert "digest" in parts["headers"].split()
    signed = "\n".join(f"{name}: {came[name]}" for name in parts["headers"].split())
    expected = base64.b64encode(hmac.new(KEY, signed.encode(), hashlib.sha256).digest()).decode()
    assert {"host", "date", "request-target", "v-c-merchant-id"} <= set(parts["headers"].split())
    assert (parts["keyid"], parts["algorithm"]) == ("key-id", "HmacSHA256")
    return hmac.compare_digest(parts["signature"], expected)


@pytest.mark.parametrize(("operation", "request_"), [
    (AUTHORIZE, PAY), (SYNC, Sync(connector_transaction_id="7231450916026811104951")),
    (INCREMENT_AUTHORIZATION, IncrementAuthorization(connector_transaction_id="72", amount=Money(1, Currency.USD))),
    (REVOKE_MANDATE, RevokeMandate(connector_mandate_id="F6A1")),
], ids=["post", "get", "patch", "delete"])
@pytest.mark.parametrize("base", [None, "https://proxy.example:8443/to/cybersource"])
def test_a_request_proves_who_sent_it(operation: Operation[Any, Any], request_: Any, base: str | None) -> None:
    ctx = replace(CTX, account=replace(ACCOUNT, base_url=base))
    assert genuine(build(CYBERSOURCE, operation, request_, ctx))


@pytest.mark.parametrize("name", FACES)
def test_every_face_signs_in_the_same_way(name: str) -> None:
    assert genuine(build(catalog.load(name), AUTHORIZE, PAY, context_of(name)))


def test_a_changed_body_proves_nothing() -> None:
    sent = build(CYBERSOURCE, AUTHORIZE, PAY, CTX)
    with pytest.raises(AssertionError):
        genuine(replace(sent, body=(sent.body or b"").replace(b"42.50", b"42.51")))


def test_a_secret_that_is_no_base64_is_told_before_anything_is_sent() -> None:
    with pytest.raises(BadCredentials, match="api_secret is not in base64") as raised:
        build(CYBERSOURCE, AUTHORIZE, PAY, replace(CTX, account=replace(ACCOUNT, api_secret=Secret("no base64!"))))
    assert raised.value.paths == ("api_secret",)


@pytest.mark.parametrize("days", range(0, 800, 31))
def test_dates_are_those_of_http(days: int) -> None:
    moment = datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC) + timedelta(days=days, seconds=days)
    assert http_date(moment) == format_datetime(moment, usegmt=True)


def test_an_account_may_overlook_a_wrong_address_and_a_wrong_cvc() -> None:
    lenient = replace(CTX, account=replace(ACCOUNT, disable_avs=True, disable_cvn=False))
    body = json.loads(build(CYBERSOURCE, AUTHORIZE, PAY, lenient).body or b"")
    assert body["processingInformation"]["authorizationOptions"] == {"ignoreAvsResult": True}


def test_a_debit_is_no_authorization_to_have_options_of() -> None:
    lenient = replace(CTX, account=replace(ACCOUNT, disable_avs=True))
    bank = AchDebit(account_number=Secret("4100"), routing_number=Secret("071923284"))
    asked = replace(PAY, payment_method=bank, off_session=True)
    body = json.loads(build(CYBERSOURCE, AUTHORIZE, asked, lenient).body or b"")
    assert body["processingInformation"] == {
        "commerceIndicator": "internet", "bankTransferOptions": {"secCode": "WEB"}}


def authentication(**members: str) -> dict[str, Any]:
    return {"consumerAuthenticationInformation": members}


def test_three_steps_of_3ds_end_in_a_payment_that_shows_them() -> None:
    """Each step hands on what the next one needs: nothing is typed in between."""
    common: dict[str, Any] = {"amount": PAY.amount, "payment_method": CARD, "merchant_order_id": "lantern-order-7",
                              "customer": PAY.customer}
    first = PreAuthenticate(**common)
    setup = outcome(PRE_AUTHENTICATE, first, 201, id="1", status="COMPLETED", **authentication(
        accessToken="device.jwt", deviceDataCollectionUrl="https://acs.example/collect", referenceId="ref-1"))
    assert setup.status is Status.DEVICE_DATA_COLLECTION_PENDING
    assert isinstance(setup.redirection_data, FormRedirect)
    assert setup.redirection_data.form_fields == {"JWT": "device.jwt"}

    second = Authenticate(**common, connector_feature_data=setup.connector_feature_data,
                          return_url="https://lantern.example/3ds")
    asked = json.loads(build(CYBERSOURCE, AUTHENTICATE, second, CTX).body or b"")
    assert asked["consumerAuthenticationInformation"]["referenceId"] == "ref-1"
    pending = outcome(AUTHENTICATE, second, 201, id="2", status="PENDING_AUTHENTICATION", **authentication(
        accessToken="step.jwt", stepUpUrl="https://acs.example/step", authenticationTransactionId="auth-1"))
    assert pending.status is Status.AUTHENTICATION_PENDING

    third = PostAuthenticate(**common, connector_feature_data=pending.connector_feature_data)
    assert json.loads(build(CYBERSOURCE, POST_AUTHENTICATE, third, CTX).body or b"")[
        "consumerAuthenticationInformation"] == {"authenticationTransactionId": "auth-1"}
    browser = replace(third, redirection_response=RedirectionResponse(payload={"TransactionId": "auth-2"}))
    assert b"auth-2" not in (build(CYBERSOURCE, POST_AUTHENTICATE, browser, CTX).body or b""), "the browser may lie"
    alone = replace(browser, connector_feature_data=None)
    assert b"auth-2" in (build(CYBERSOURCE, POST_AUTHENTICATE, alone, CTX).body or b"")
    done = outcome(POST_AUTHENTICATE, third, 201, id="3", status="AUTHENTICATION_SUCCESSFUL", **authentication(
        cavv="Y2F2dg==", eciRaw="05", paresStatus="Y", specificationVersion="2.2.0"))

    paid = build(CYBERSOURCE, AUTHORIZE, replace(PAY, authentication_data=done.authentication_data), CTX)
    body = json.loads(paid.body or b"")
    assert body["processingInformation"]["commerceIndicator"] == "vbv"
    assert body["consumerAuthenticationInformation"] == {
        "cavv": "Y2F2dg==", "eciRaw": "05", "paresStatus": "Y", "specificationVersion": "2.2.0",
        "paSpecificationVersion": "2.2.0", "veresEnrolled": "Y", "cavvAlgorithm": "2"}


@pytest.mark.parametrize("name", FACES)
def test_what_was_taken_at_once_is_undone_under_its_own_id(name: str) -> None:
    """A capture is voided as a capture, a sale as a payment: what the payment gave along tells which it is."""
    face, ctx = catalog.load(name), context_of(name)
    sale = outcome(AUTHORIZE, PAY, 201, ctx, name, id="7231", status="AUTHORIZED")
    undo = Reverse(connector_transaction_id="7231", merchant_reverse_id="r",
                   connector_feature_data=sale.connector_feature_data)
    assert build(face, REVERSE, undo, ctx).path == "/pts/v2/payments/7231/voids"
    of_capture = replace(undo, connector_feature_data=None)
    assert build(face, REVERSE, of_capture, ctx).path == "/pts/v2/captures/7231/voids"
