"""3DS in three steps at the simulated Checkout.com, by our connector and on the wire, and the payment that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jsonschema
import pytest
import requests

from connectors.test_checkout_schema import ANY, TEXT, body_schema
from sandbox.checkout_shop import account
from sandbox.test_checkout_wire import ITS, NOW, answer_schema, call, is_described
from tollbridge import Authorize, BlockingTollbridge, Currency, Decline, Money, PaymentStatus as Status, card
from tollbridge.domain.authentication import Authenticate, PostAuthenticate, PreAuthenticate
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.people import BrowserInformation
from tollbridge.domain.redirects import FormRedirect
from tollbridge.domain.three_ds import RedirectionResponse, TransactionStatus as Verdict
from tollbridge.sandbox import SandboxThread

PRICE = Money(4250, Currency.USD)
SEEN, BACK = "https://lantern.example/seen", "https://lantern.example/back"
BROWSER = BrowserInformation(
    accept_header="text/html", user_agent="Mozilla/5.0 (X11)", language="en-GB", color_depth=24, screen_height=1200,
    screen_width=900, time_zone_offset_minutes=-60, java_enabled=False, java_script_enabled=True,
    ip_address="192.0.2.7")
CHALLENGED, FRICTIONLESS, NO_SCRIPT = "4485040371536584", "4010056200000018", "5385308360135181"


@pytest.fixture
def running() -> Iterator[SandboxThread]:
    now = [NOW]
    with SandboxThread(clock=lambda: now[0]) as running:
        running.pass_s = lambda seconds: now.__setitem__(0, now[0] + seconds)  # type: ignore[attr-defined]
        yield running


@pytest.fixture
def shop(running: SandboxThread) -> Iterator[BlockingTollbridge]:
    with BlockingTollbridge("checkout", environment="test", base_url=running.base_url("checkout"), retries=None,
                            **account(oauth=True)) as shop:
        yield shop


def paid_with(number: str) -> Any:
    return card(number, "09", "2031", "3145" if number.startswith("34") else "314")


def begin(shop: BlockingTollbridge, number: str, **more: Any) -> Any:
    return shop.pre_authenticate(PreAuthenticate(
        amount=PRICE, payment_method=paid_with(number), merchant_transaction_id="o-1", return_url=BACK,
        continue_redirection_url=SEEN, **more))


def sent_back(answer: requests.Response, where: str) -> RedirectionResponse:
    """As the shop's page is asked for."""
    url, _, query = answer.headers["Location"].partition("?")
    assert (answer.status_code, url) == (303, where)
    return RedirectionResponse(params=query, payload=dict(parse_qsl(query)))


def submit(asked: Any, where: str) -> RedirectionResponse:
    assert isinstance(asked, FormRedirect)
    return sent_back(requests.post(asked.endpoint, data=asked.form_fields, timeout=5, allow_redirects=False), where)


def ask(shop: BlockingTollbridge, number: str, *, known: bool = False, silent: bool = False) -> Any:
    """The first two steps: the browser is told of in the first (`known`) or the second; its frame works, or does not
    (`silent`).
    """
    begun = begin(shop, number, **({"browser_info": BROWSER} if known else {}))
    if begun.status is not Status.DEVICE_DATA_COLLECTION_PENDING:
        return begun
    assert bool(begun.redirection_data) is number.startswith("4")
    seen = submit(begun.redirection_data, SEEN) if begun.redirection_data and not silent else None
    return shop.authenticate(Authenticate(
        amount=PRICE, payment_method=paid_with(number), browser_info=None if known else BROWSER,
        connector_feature_data=begun.connector_feature_data, redirection_response=seen))


def answer(asked: Any, outcome: str) -> RedirectionResponse:
    """On the issuer's page."""
    assert (asked.status, asked.authentication_data.cavv) == (Status.AUTHENTICATION_PENDING, None)
    form = asked.redirection_data
    assert "Is it you" in requests.post(form.endpoint, data=form.form_fields, timeout=5).text
    return sent_back(requests.post(form.endpoint, data={"outcome": outcome}, timeout=5, allow_redirects=False), BACK)


def result(shop: BlockingTollbridge, asked: Any, number: str, back: RedirectionResponse | None = None) -> Any:
    return shop.post_authenticate(PostAuthenticate(
        amount=PRICE, payment_method=paid_with(number), connector_feature_data=asked.connector_feature_data,
        redirection_response=back))


def pay(shop: BlockingTollbridge, number: str, done: Any, amount: Money = PRICE) -> Any:
    return shop.authorize(Authorize(amount=amount, payment_method=paid_with(number), merchant_transaction_id="p-1",
                                    authentication_data=done.authentication_data))


def kept(running: SandboxThread) -> int:
    return running.sandbox.ledger.total("USD", processor="checkout").kept


@pytest.mark.parametrize(("number", "verdict", "eci", "known"), [
    (FRICTIONLESS, Verdict.SUCCESS, "05", False), ("5132562600000029", Verdict.NOT_VERIFIED, "01", True),
    (CHALLENGED, Verdict.SUCCESS, "05", False), (NO_SCRIPT, Verdict.SUCCESS, "02", False),
    ("4152868552773614", Verdict.NOT_VERIFIED, "06", True)])
def test_who_is_authenticated_pays_with_the_proof(shop: BlockingTollbridge, running: SandboxThread, number: str,
                                                  verdict: Verdict, eci: str, known: bool) -> None:
    done = ask(shop, number, known=known)
    if done.status is Status.AUTHENTICATION_PENDING:
        done = result(shop, done, number, answer(done, "passed"))
    proof = done.authentication_data
    assert (done.status, proof.trans_status, proof.eci) == (Status.AUTHENTICATION_SUCCESSFUL, verdict, eci)
    assert proof.cavv
    assert done.error is None
    assert len(running.sandbox.ledger) == 0
    assert "sek_" not in f"{done} {done.connector_feature_data.reveal()}"
    assert result(shop, done, number).authentication_data == proof
    assert (pay(shop, number, done).status, kept(running)) == (Status.CAPTURE_INITIATED, 4250)


@pytest.mark.parametrize(("number", "verdict", "unified", "code"), [
    ("4539628347117863", Verdict.FAILURE, Decline.AUTHENTICATION_FAILED, "20151"),
    ("4275765574319271", Verdict.REJECTED, Decline.FRAUD_SUSPECTED, "20151"),
    ("5234106378657904", Verdict.VERIFICATION_NOT_PERFORMED, Decline.ISSUER_UNAVAILABLE, "20153"),
    ("347411540178242", Verdict.FAILURE, Decline.AUTHENTICATION_FAILED, "20151"),
    ("5341034800000016", Verdict.REJECTED, Decline.FRAUD_SUSPECTED, "20151"),
    ("6011111111111117", Verdict.VERIFICATION_NOT_PERFORMED, Decline.CARD_NOT_SUPPORTED, "20153")])
def test_who_is_not_is_told_so_and_cannot_pay_with_it(shop: BlockingTollbridge, running: SandboxThread, number: str,
                                                      verdict: Verdict, unified: Decline, code: str) -> None:
    no = ask(shop, number)
    if no.status is Status.AUTHENTICATION_PENDING:
        no = result(shop, no, number, answer(no, "passed"))
    assert (no.status, no.error.unified) == (Status.AUTHENTICATION_FAILED, unified)
    assert (no.authentication_data.trans_status, no.authentication_data.cavv) == (verdict, None)
    declined = pay(shop, number, no)
    assert (declined.status, declined.error.code, kept(running)) == (Status.FAILURE, code, 0)


@pytest.mark.parametrize(("outcome", "word", "unified"), [
    ("failed", "declined", Decline.AUTHENTICATION_FAILED),
    ("abandoned", "challenge_abandoned", Decline.CANCELED_BY_CUSTOMER)])
def test_a_shopper_may_say_no_or_go_away(shop: BlockingTollbridge, outcome: str, word: str, unified: Decline) -> None:
    """Whatever the browser then brings back."""
    asked = ask(shop, CHALLENGED)
    answer(asked, outcome)
    no = result(shop, asked, CHALLENGED, RedirectionResponse(payload={"cres": "eyJ0cmFuc1N0YXR1cyI6IlkifQ"}))
    assert (no.status, no.error.code, no.error.unified) == (Status.AUTHENTICATION_FAILED, word, unified)


def test_a_challenge_waits_ends_from_elsewhere_or_expires(shop: BlockingTollbridge, running: SandboxThread) -> None:
    asked = ask(shop, CHALLENGED)
    assert result(shop, asked, CHALLENGED).status is Status.AUTHENTICATION_PENDING
    its_id = asked.connector_transaction_id
    assert running.wait(lambda sandbox: sandbox.settle("checkout", its_id)) == "approved"
    assert result(shop, asked, CHALLENGED).status is Status.AUTHENTICATION_SUCCESSFUL
    asked = ask(shop, CHALLENGED)
    running.pass_s(3601)  # type: ignore[attr-defined]
    no = result(shop, asked, CHALLENGED)
    assert (no.status, no.error.code) == (Status.AUTHENTICATION_FAILED, "expired")
    assert requests.post(asked.redirection_data.endpoint, data={"outcome": "passed"}, timeout=5).status_code == 404


@pytest.mark.parametrize("known", [False, True])
def test_a_frame_that_does_not_come_back_keeps_nobody(shop: BlockingTollbridge, known: bool) -> None:
    assert ask(shop, FRICTIONLESS, known=known, silent=True).status is Status.AUTHENTICATION_SUCCESSFUL


def test_a_proof_is_good_for_its_card_and_amount(shop: BlockingTollbridge, running: SandboxThread) -> None:
    done = ask(shop, FRICTIONLESS)
    for number, amount in ((FRICTIONLESS, Money(4251, Currency.USD)), ("4242424242424242", PRICE)):
        no = pay(shop, number, done, amount)
        assert (no.status, no.error.code) == (Status.FAILURE, "authentication_id_invalid")
    assert len(running.sandbox.ledger) == 0


def test_a_secret_key_is_refused_before_anything_is_sent(running: SandboxThread) -> None:
    with BlockingTollbridge("checkout", environment="test", base_url=running.base_url("checkout"),
                            **account()) as shop, pytest.raises(Unsupported, match="OAuth access key"):
        begin(shop, CHALLENGED)
    assert not running.sandbox.requests


# -- on the wire ----------------------------------------------------------------------------------------------------
CARD = {"type": "card", "number": CHALLENGED, "expiry_month": 9, "expiry_year": 2031}
CHANNEL = {"channel": "browser", "accept_header": "text/html", "java_enabled": False, "language": "en-GB",
           "color_depth": "24", "screen_height": "1200", "screen_width": "900", "timezone": "-60",
           "user_agent": "Mozilla/5.0 (X11)", "ip_address": "192.0.2.7"}


def token(running: SandboxThread, scope: str = "sessions:browser") -> str:
    told = requests.post(running.base_url("checkout") + "/connect/token", auth=(ITS.access_key, ITS.access_secret),
                         data={"grant_type": "client_credentials", "scope": scope}, timeout=5).json()
    its: str = told["access_token"]
    return its


def wish(**more: Any) -> dict[str, Any]:
    return {"source": CARD, "amount": 4250, "currency": "USD", "processing_channel_id": ITS.channel,
            "completion": {"type": "non_hosted"}, **more}


@is_described
def test_what_is_told_of_a_session_is_of_the_description(running: SandboxThread) -> None:
    bearer = token(running)

    def asked(method: str, path: str, body: Any = None) -> Any:
        if body is not None:
            jsonschema.validate(body, body_schema(f"https://api.checkout.com{path}", body),
                                cls=jsonschema.Draft4Validator)
        told = call(running, method, path, body, bearer=bearer)
        if told.status_code == 204:
            return None
        schema = answer_schema(method, path, told.status_code)
        schema["properties"] |= {"_links": ANY, "3ds": {"type": "object", "properties": {
            "challenge_request": TEXT, "interaction_counter": TEXT}}, "completed": {"type": "boolean"}}
        jsonschema.validate(told.json(), schema, cls=jsonschema.Draft4Validator)
        return told.json()

    its = asked("POST", "/sessions", wish(reference="o-1"))
    path = f"/sessions/{its['id']}"
    assert its["next_actions"] == ["collect_channel_data", "issuer_fingerprint"]
    told = asked("PUT", f"{path}/collect-data", {**CHANNEL, "three_ds_method_completion": "Y"})
    assert (told["status"], told["next_actions"]) == ("challenged", ["challenge_cardholder"])
    requests.post(f"{running.base_url('checkout')}/acs/{its['id']}", data={"outcome": "passed"}, timeout=5)
    assert asked("GET", path)["next_actions"] == ["complete"]
    assert asked("POST", f"{path}/complete") is None
    assert (asked("GET", path)["completed"], asked("GET", path)["next_actions"]) == (True, [])
    its = asked("POST", "/sessions", wish(channel_data=CHANNEL))
    assert its["next_actions"] == ["issuer_fingerprint"]
    told = asked("PUT", f"/sessions/{its['id']}/issuer-fingerprint", {"three_ds_method_completion": "U"})
    assert told["acs"]["challenge_mandated"]


@pytest.mark.parametrize(("change", "status", "code"), [
    ({"source": None}, 422, "source_required"), ({"completion": None}, 422, "completion_required"),
    ({"completion": {"type": "else"}}, 422, "completion_type_invalid"), ({"currency": ""}, 422, "currency_required"),
    ({"source": {**CARD, "number": "4485040371536585"}}, 422, "card_number_invalid"),
    ({"source": {"type": "ideal"}}, 422, "source_type_invalid"), ({"reference": "x" * 101}, 422, "reference_invalid"),
    ({"processing_channel_id": ""}, 422, "processing_channel_id_required"),
    ({"channel_data": {**CHANNEL, "language": ""}}, 422, "language_required"),
    ({"channel_data": {"channel": "post"}}, 422, "channel_data_invalid"),
    ({"channel_data": {**CHANNEL, "three_ds_method_completion": "?"}}, 422, "three_ds_method_completion_invalid"),
    ({"completion": {"type": "hosted"}}, 501, None), ({"channel_data": {"channel": "app"}}, 501, None)])
def test_what_is_wrong_with_a_session_is_named(running: SandboxThread, change: dict[str, Any], status: int,
                                               code: str | None) -> None:
    told = call(running, "POST", "/sessions", wish(**change), bearer=token(running))
    assert told.status_code == status
    assert (told.json()["error_codes"][0] if told.content else None) == code


def test_who_may_do_what_and_when(running: SandboxThread) -> None:
    bearer, of_apps = token(running), token(running, "sessions:app")
    for other in (ITS.secret_key, token(running, "gateway")):
        assert call(running, "POST", "/sessions", wish(), bearer=other).status_code == 403
    assert call(running, "POST", "/sessions", wish(channel_data=CHANNEL), bearer=of_apps).status_code == 403
    one, other = (call(running, "POST", "/sessions", wish(), bearer=bearer).json() for _ in range(2))
    assert one["session_secret"].startswith("sek_")

    def by_secret(method: str, path: str, body: Any = None) -> requests.Response:
        return requests.request(method, running.base_url("checkout") + path, json=body, timeout=5,
                                headers={"Authorization": one["session_secret"]})

    path = f"/sessions/{one['id']}"
    assert by_secret("GET", f"/sessions/{other['id']}").status_code == 403
    assert by_secret("POST", "/sessions", wish()).status_code == 403
    assert by_secret("GET", "/payments/pay_1").status_code == 403
    for method, below, body in (("POST", "complete", None), ("PUT", "issuer-fingerprint", {
            "three_ds_method_completion": "Y"})):
        told = by_secret(method, f"{path}/{below}", body)
        assert (told.status_code, told.json()["error_codes"]) == (403, ["update_not_allowed_due_to_state"])
    assert by_secret("PUT", f"{path}/collect-data", CHANNEL).json()["status"] == "challenged"
    assert by_secret("PUT", f"{path}/collect-data", CHANNEL).status_code == 403
    acs = f"{running.base_url('checkout')}/acs/{one['id']}"
    assert requests.post(acs, data={"creq": "eyJ9"}, timeout=5).status_code == 400
    assert requests.post(f"{acs.replace('/acs/', '/3ds-method/')}", timeout=5).status_code == 400
    assert "back to the shop" in requests.post(acs, data={"outcome": "passed"}, timeout=5).text
    assert not {"eci", "cryptogram", "session_secret"} & set(by_secret("GET", path).json())
    assert {"eci", "cryptogram", "session_secret"} <= set(call(running, "GET", path, bearer=bearer).json())
    assert by_secret("POST", f"{path}/complete").status_code == 204
    running.pass_s(3601)  # type: ignore[attr-defined]
    assert by_secret("GET", path).status_code == 401
    assert urlsplit(one["_links"]["three_ds_method_url"]["href"]).path.endswith(one["id"])
