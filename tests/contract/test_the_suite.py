"""Each rule of the contract suite catches a connector, or a case, that is broken in just that way."""

from __future__ import annotations

import base64
import importlib.util
import itertools
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from tollbridge import catalog, kit
from tollbridge.domain.errors import Rejected, SignatureMismatch
from tollbridge.domain.events import Event, EventReference
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.wallets import MBWay
from tollbridge.domain.operations import CREATE_ORDER, HANDLE_EVENT, VERIFY_WEBHOOK_SOURCE
from tollbridge.domain.results import Payment
from tollbridge.domain.statuses import PaymentStatus, RefundStatus
from tollbridge.kit import jose
from tollbridge.testing import (
    RULES,
    Case,
    Rule,
    Subject,
    account_differences,
    answers,
    building,
    check_connector,
    claims,
    codes,
    shape,
    sources,
    subject,
    webhooks,
)
from tollbridge.testing.bodies import scalars
from tollbridge.testing.golden import ACCOUNT, context, replay
from tollbridge.testing.samples import secrets_of
from tollbridge.testing.sealing import SEALING

GOLDEN = Path(__file__).parents[2] / "golden"
GOOD = subject("stripe", GOLDEN)  # the most finished one: what is broken here is a copy of it
REMOTE = subject("paypal", GOLDEN)  # it asks the processor whether a webhook is genuine
COUNT = itertools.count()
Break = Callable[[Subject, Path], Subject]


# -- ways to break a subject ------------------------------------------------------------------------------------------
def connector(**changed: Any) -> Break:
    return lambda its, _: replace(its, connector=replace(its.connector, **changed))


def flows(change: Callable[[Any], Any]) -> Break:
    return lambda its, _: replace(its, connector=replace(
        its.connector, flows=tuple(change(flow) for flow in its.connector.flows)))


def building_with(change: Callable[[kit.HttpRequest, Any], kit.HttpRequest]) -> Break:
    """Every flow builds something else, given what it builds and the request."""
    def of(flow: Any) -> Any:
        return replace(flow, build=lambda req, ctx: change(flow.build(req, ctx), req))
    return flows(of)


def signing_with(change: Callable[[kit.HttpRequest, Any], kit.HttpRequest]) -> Break:
    return lambda its, _: replace(its, connector=replace(
        its.connector, sign=lambda req, ctx: change(its.connector.sign(req, ctx), ctx)))


def with_file(name: str, text: str) -> Break:
    """The same cases, from a folder that has this file."""
    def of(its: Subject, folder: Path) -> Subject:
        (folder / name).write_text(text)
        return replace(its, folder=folder)
    return of


def webhook(**changed: Any) -> Break:
    def of(its: Subject, _: Path) -> Subject:
        assert its.connector.webhook is not None
        changed_webhook = msgspec.structs.replace(its.connector.webhook, **changed)
        return replace(its, connector=replace(its.connector, webhook=changed_webhook))
    return of


def remote(change: Callable[[dict[str, Any], Any], dict[str, Any]] = lambda content, req: content,
           **changed: Any) -> Break:
    """Of the connector that asks its processor about a webhook: another question, or another verify."""
    def of(its: Subject, folder: Path) -> Subject:
        def asked(flow: Any) -> Any:
            if flow.operation is not VERIFY_WEBHOOK_SOURCE:
                return flow
            return replace(flow, build=lambda req, ctx: kit.post_json(
                "/question", change(dict(flow.build(req, ctx).content), req)))
        return flows(asked)(webhook(**changed)(REMOTE, folder), folder)
    return of


def cases(change: Callable[[Case], Case | None]) -> Break:
    return lambda its, _: replace(its, cases=tuple(
        other for case in its.cases if (other := change(case)) is not None))


def golden(**changed: Any) -> Break:
    return cases(lambda case: replace(case, golden=msgspec.structs.replace(case.golden, **changed)))


def source(**changed: Any) -> Break:
    return cases(lambda case: replace(case, golden=msgspec.structs.replace(
        case.golden, source=msgspec.structs.replace(case.golden.source, **changed))))


def without(unwanted: Callable[[Case], object]) -> Break:
    return cases(lambda case: None if unwanted(case) else case)


def module(text: str) -> Break:
    """The connector as the CONNECTOR of a module with this text: {copy} is a copy of the good one."""
    def of(its: Subject, folder: Path) -> Subject:
        made = written(folder, its.connector.id, text)
        return replace(its, connector=made.CONNECTOR)
    return of


def written(folder: Path, name: str, text: str) -> ModuleType:
    path = folder / f"{name}.py"
    path.write_text(text.format(copy="replace(load('stripe'), base=None)", imports=IMPORTS))
    spec = importlib.util.spec_from_file_location(f"broken_{next(COUNT)}.{name}", path)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


IMPORTS = "from dataclasses import replace\nfrom tollbridge.catalog import load\n"


class Careless(kit.Flow[Any, Any, Any]):
    """Refuses nothing."""

    __slots__ = ()

    def refuse(self, request: Any) -> str | None:
        return None


def careless(flow: Any) -> Any:
    return Careless(flow.operation, flow.build, flow.parse, methods=flow.methods, features=flow.features)


def times_hundred(built: kit.HttpRequest, asked: Any) -> kit.HttpRequest:
    fields = dict(built.content or {})
    for name in ("amount", "amount_to_capture"):
        if name in fields:
            fields[name] *= 100
    return kit.post_form(built.url, fields) if built.method == "POST" else built


def unquoted(built: kit.HttpRequest, asked: Any) -> kit.HttpRequest:
    return msgspec.structs.replace(built, url=f"/v1/things/{getattr(asked, 'connector_transaction_id', '')}")


def new_every_time(built: kit.HttpRequest, asked: Any) -> kit.HttpRequest:
    return built.with_headers({"x-number": str(next(COUNT))})


def shown_key(req: kit.HttpRequest, ctx: Any) -> kit.HttpRequest:
    return req.with_headers({"x-key": next(iter(secrets_of(ctx.account))).reveal()})


def no_key(req: kit.HttpRequest, ctx: Any) -> kit.HttpRequest:
    return msgspec.structs.replace(req, headers={
        name: value for name, value in req.headers.items() if name != "idempotency-key"})


def no_key_below(req: kit.HttpRequest, ctx: Any) -> kit.HttpRequest:
    """Who asks for the path forgets that an account's base URL may have one."""
    return req if req.path.startswith("/v1/") else no_key(req, ctx)


def fixed_host(built: kit.HttpRequest, asked: Any) -> kit.HttpRequest:
    return msgspec.structs.replace(built, url=GOOD.connector.live_url + built.url)


def always_no(res: kit.HttpResponse, ctx: Any) -> Failure:
    return Failure(code="no", message="")


def did_nothing(res: kit.HttpResponse, ctx: Any) -> Rejected:
    return Rejected("no", "", res.status)


def parsing(change: Callable[..., Any]) -> Break:
    return flows(lambda flow: replace(flow, parse=change))


def open_account(its: Subject, _: Path) -> Subject:
    class Open(msgspec.Struct, frozen=True):
        api_key: str = "sk_open"
        base_url: str | None = None

    return replace(its, account=Open())


def body_only(hook: kit.WebhookRequest, secrets: Any, ctx: Any) -> None:
    """Believes whoever knows that there is a header."""
    if not any("signature" in name.lower() for name, _ in hook.headers):
        raise SignatureMismatch("no header")


def later(hook: kit.WebhookRequest, secrets: Any, ctx: Any) -> None:
    """Checks the signature, and leaves the clock alone."""
    stamp = int(hook.header("stripe-signature").partition("t=")[2].partition(",")[0] or 0)
    good = GOOD.connector.webhook
    assert good is not None
    good.verify(hook, secrets, msgspec.structs.replace(ctx, now=datetime.fromtimestamp(stamp, UTC)))


def first_secret_only(hook: kit.WebhookRequest, secrets: Any, ctx: Any) -> None:
    """Knows nothing of rotation."""
    good = GOOD.connector.webhook
    assert good is not None
    good.verify(hook, msgspec.structs.replace(secrets, additional_secret=None), ctx)


def compared_letter_by_letter(hook: kit.WebhookRequest, secrets: Any, ctx: Any) -> None:
    """A right signature is let in, in a time that tells how much of a wrong one is right."""
    stamp, _, rest = hook.header("stripe-signature").partition(",")
    signed = stamp.partition("=")[2].encode() + b"." + hook.body
    if kit.hmac_sha256(secrets.secret, signed) != rest.partition("v1=")[2].partition(",")[0]:
        raise SignatureMismatch("no")


def nameless_event(verified: Any, ctx: Any) -> Any:
    good = GOOD.connector.webhook
    assert good is not None
    return [msgspec.structs.replace(event, connector_event_id=None) for event in good.parse(verified, ctx)]


def counted_event(verified: Any, ctx: Any) -> Any:
    """Says how many characters there are, so that other bytes are another event."""
    counted = str(len(verified.body))
    return [Event(event_type=None, connector_event_id=counted, event_content=Payment(
        status=PaymentStatus.PENDING, raw_connector_status=None, connector_transaction_id=counted))]


def unlisted_codes(change: Callable[[str], str]) -> Break:
    """The same connector, with another codes.toml."""
    def of(its: Subject, folder: Path) -> Subject:
        (folder / "codes.toml").write_text(change((its.folder / "codes.toml").read_text()))
        return replace(its, folder=folder)
    return of


def strange_event(*_: Any) -> Any:
    return [Event(event_type=None, event_content=7)]  # type: ignore[arg-type]


def strange_reference(*_: Any) -> Any:
    return EventReference(reference=7)  # type: ignore[arg-type]


def believing_what_nobody_signed(its: Subject, _: Path) -> Subject:
    """Of a processor that seals its answers."""
    name = next(name for name in catalog.names() if (GOLDEN / name / SEALING).exists())
    other = subject(name, GOLDEN)
    return replace(other, connector=replace(
        other.connector, unseal=lambda res, ctx: msgspec.structs.replace(res, body=res.body.lower())))


def verifying_nothing(its: Subject, folder: Path) -> Subject:
    """It decrypts an answer, and takes whatever it finds there."""
    from tollbridge.connectors import twoc_twop_paco as paco

    def unseal(res: kit.HttpResponse, ctx: Any) -> kit.HttpResponse:
        ours, _ = paco.answer_keys(ctx.account)
        signed = jose.decrypt(res.body.decode(), ours, paco.KEY_WRAP, paco.ENCRYPTED)
        payload = signed if signed.startswith(b"{") else base64.urlsafe_b64decode(signed.split(b".")[1] + b"==")
        told = msgspec.json.decode(payload)
        return msgspec.structs.replace(res, body=msgspec.json.encode(paco.lower(told["response"])))

    other = subject("twoc_twop_paco", GOLDEN)
    return replace(other, connector=replace(other.connector, unseal=unseal))


def renamed(case: Case) -> Case:
    return replace(case, name="other." + case.name)


def with_unreadable_request(case: Case) -> Case:
    return replace(case, golden=msgspec.structs.replace(case.golden, request={"bogus_field": 1}, error=msgspec.UNSET))


def mentions(word: str) -> Callable[[Case], object]:
    return lambda case: word in str(case.golden)


BROKEN: dict[Rule, Break] = {
    shape.its_name_is_its_module: lambda its, folder: replace(its, folder=folder / "another"),
    shape.its_hosts_are_https: connector(live_url="http://api.example/"),
    shape.its_last_lines_list_what_it_supports: module("{imports}CONNECTOR = {copy}\nAFTER = 1\n"),
    shape.its_docstring_is_a_manual_page: module('"""It takes money."""\n{imports}CONNECTOR = {copy}\n'),
    shape.it_does_no_io: module("import random\n{imports}CONNECTOR = {copy}\n"),
    shape.it_pickles: connector(error=lambda res, ctx: None),
    shape.what_a_method_lacks_is_declared: flows(lambda flow: replace(
        flow, without={MBWay: frozenset({Feature.MANUAL_CAPTURE})})),
    shape.its_needs_are_flows_of_its_own: flows(lambda flow: replace(
        flow, needs=(replace(CREATE_ORDER, given=None),))),
    sources.every_case_replays: golden(result={"status": "CHARGED"}, error=msgspec.UNSET),
    sources.cases_are_named_by_their_operation: cases(renamed),
    sources.every_case_says_what_vouches_for_it: source(address="somebody told me"),
    sources.every_flow_has_evidence: source(kind="reference"),
    sources.webhooks_can_be_read_by_people: golden(webhook={"another": "body"}),
    claims.every_flow_succeeds_and_is_refused: without(claims.refuses),
    claims.every_method_succeeds_and_is_refused: without(claims.refuses),
    claims.every_feature_has_a_case: flows(lambda flow: replace(flow, features=frozenset(Feature))),
    claims.webhooks_are_taken_in_and_refused: without(lambda case: case.operation is HANDLE_EVENT),
    claims.every_status_word_has_a_case: without(mentions("requires_confirmation")),
    claims.an_unknown_word_decides_nothing: without(mentions("UNRESOLVED")),
    claims.undeclared_methods_are_refused: flows(lambda flow: replace(
        careless(flow), build=lambda req, ctx: kit.get("/whatever"))),
    claims.undeclared_features_are_refused: flows(careless),
    building.every_request_can_be_read: cases(with_unreadable_request),
    building.builds_repeat: building_with(new_every_time),
    building.no_secret_is_shown: signing_with(shown_key),
    building.credentials_are_secrets: open_account,
    building.ids_never_change_the_path: building_with(unquoted),
    building.amounts_are_exact: building_with(times_hundred),
    building.currencies_without_and_with_three_digits_have_cases: without(mentions("JPY")),
    building.a_key_is_the_callers_own: signing_with(no_key),
    building.an_account_may_replace_the_host: building_with(fixed_host),
    answers.reading_is_total: parsing(lambda res, req, ctx: 7),
    answers.reading_survives_any_part: parsing(lambda res, req, ctx: 7),
    answers.an_answer_that_is_not_sealed_decides_nothing: believing_what_nobody_signed,
    answers.a_page_decides_nothing: connector(error=always_no),
    answers.a_server_error_is_an_unknown_outcome: connector(error=did_nothing),
    answers.a_refused_call_did_nothing: connector(error=always_no),
    codes.every_documented_code_is_mapped: unlisted_codes(lambda text: text.replace('"lost_card"', '"lost_dog"')),
    codes.no_code_is_made_up: unlisted_codes(lambda text: re.sub(r'"lost_card",\s', "", text)),
    codes.every_page_of_codes_is_named: unlisted_codes(lambda text: text.replace("https://docs", "docs")),
    webhooks.an_unsigned_webhook_is_refused: webhook(verify=lambda hook, secrets, ctx: None),
    webhooks.a_forged_webhook_is_refused: webhook(verify=body_only),
    webhooks.another_secret_refuses: webhook(verify=body_only),
    webhooks.a_tampered_webhook_is_refused_or_means_the_same: webhook(verify=body_only),
    webhooks.a_failed_check_lets_nothing_in: remote(verify=lambda hook, secrets, ctx: None),
    webhooks.what_is_unsigned_is_listed_rightly: with_file("unsigned.toml", """
        [[unsigned]]
        part = ["data"]
        reason = "a signed part"
        source = "https://acme.example"
        """),
    webhooks.an_old_webhook_is_refused: webhook(verify=later),
    webhooks.both_secrets_serve_while_one_is_replaced: webhook(verify=first_secret_only),
    webhooks.a_re_encoded_webhook_is_refused_or_means_the_same: webhook(verify=body_only, parse=counted_event),
    webhooks.one_events_proof_is_no_proof_of_another: webhook(verify=body_only),
    webhooks.a_replayed_event_is_known_by_its_id: webhook(parse=nameless_event),
    webhooks.signatures_are_compared_in_constant_time: webhook(verify=compared_letter_by_letter),
    webhooks.peeking_is_total: webhook(peek=strange_reference),
    webhooks.verifying_is_total: webhook(verify=body_only, parse=strange_event),
}

GUARDED: dict[Rule, str] = {
    claims.undeclared_operations_are_refused: "the engine looks the flow up: no connector can offer what it has not",
    webhooks.no_secret_is_no_proof: "the engine asks for the secret before a connector sees the webhook",
}
"""Rules that hold the engine to its word: no connector can break them."""


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.__name__)
def test_a_rule_catches_what_it_is_for(rule: Rule, tmp_path: Path) -> None:
    broken = BROKEN[rule](GOOD, tmp_path)
    assert next(iter(rule(broken)), None) is not None  # the first is enough: some rules try a hundred thousand things


@pytest.mark.parametrize(("rule", "broken", "why"), [
    # the event as we read it, not as it came: PayPal's signature is over the bytes
    (webhooks.a_tampered_webhook_is_refused_or_means_the_same,
     remote(lambda content, req: {**content, "webhook_event": msgspec.json.decode(req.request_details.body)}),
     "taken in with the body"),
    (webhooks.a_tampered_webhook_is_refused_or_means_the_same,
     remote(lambda content, req: {**content, "webhook_event": {}}), "taken in with the body"),
    (webhooks.a_forged_webhook_is_refused,
     remote(lambda content, req: {**content, "transmission_sig": "always the same"}), "PAYPAL-TRANSMISSION-SIG"),
    (webhooks.a_failed_check_lets_nothing_in,
     remote(verify=lambda hook, secrets, ctx: None), "decides nothing"),
    (answers.an_answer_that_is_not_sealed_decides_nothing, verifying_nothing, "has not signed it"),
    (webhooks.an_old_webhook_is_refused, remote(redelivers_for=timedelta(0)), "a day late"),
    (webhooks.an_old_webhook_is_refused, remote(redelivers_for=timedelta(days=30)), "still delivers it"),
    (building.an_account_may_replace_the_host, signing_with(no_key_below), "loses idempotency-key there"),
], ids=["re-encoded", "no event", "no signature", "no verdict", "unverified", "patient", "impatient", "below a path"])
def test_a_rule_sees_what_hides(rule: Rule, broken: Break, why: str, tmp_path: Path) -> None:
    """The answers of cases say SUCCESS, whatever was asked, and are those of the processor's own host."""
    assert any(why in line for line in rule(broken(GOOD, tmp_path)))


def test_every_rule_has_something_broken() -> None:
    assert {*BROKEN, *GUARDED} == set(RULES)
    assert not BROKEN.keys() & GUARDED.keys()
    assert all(rule.__doc__ for rule in RULES)


def test_check_connector_tells_all_that_is_wrong_at_once(tmp_path: Path) -> None:
    folder = tmp_path / GOOD.connector.id
    folder.mkdir()
    for path in (GOOD.folder / ACCOUNT, *GOOD.folder.glob("capture.*.json")):  # all that is wrong with a few cases
        if "JPY" not in path.read_text():
            text = path.read_text().replace('"shaped"', '"verbatim"').replace('"read": true', '"read": false')
            (folder / path.name).write_text(text)
    with pytest.raises(AssertionError) as caught:
        check_connector(GOOD.connector.id, tmp_path)
    told = str(caught.value)
    assert "no case in JPY" in told
    assert "values are verbatim from a page that nobody has read" in told


@pytest.mark.parametrize(("fields", "why"), [
    ([("api_key", "types.SecretString"), ("base_url", "string"), ("region", "string")], "region is only in"),
    ([("base_url", "string")], "api_key is only in the account"),
    ([("api_key", "string"), ("base_url", "string")], "api_key is"),
])
def test_an_account_that_is_not_the_contracts_is_told_apart(fields: list[tuple[str, str]], why: str) -> None:
    messages = {
        "types.ConnectorSpecificConfig": {"fields": [{"name": GOOD.connector.id, "type": "types.Config"}]},
        "types.Config": {"fields": [{"name": name, "type": kind, "label": "singular"} for name, kind in fields]}}
    (told,) = account_differences(GOOD.connector, messages)
    assert told.startswith(why)


@pytest.mark.parametrize("text", ["{", "[]", '{"operation": "authorize"}', '{"operation": 7}'])
def test_what_is_no_case_is_named(text: str, tmp_path: Path) -> None:
    folder = tmp_path / GOOD.connector.id
    folder.mkdir()
    (folder / "account.json").write_text((GOOD.folder / "account.json").read_text())
    (folder / "authorize.odd.json").write_text(text)
    with pytest.raises(ValueError, match=r"authorize\.odd\.json"):
        subject(GOOD.connector.id, tmp_path)


def test_a_case_may_have_credentials_of_its_own() -> None:
    moved = replace(GOOD, account=msgspec.structs.replace(GOOD.account, base_url="https://lantern.example"))
    case = next(case for case in GOOD.cases if case.golden.exchanges)
    own = replace(case, golden=msgspec.structs.replace(case.golden, account={"api_key": "sk_of_this_case"}))
    for its, key in ((case, GOOD.account.api_key.reveal()), (own, "sk_of_this_case")):
        account = context(moved, its).account
        assert (account.api_key.reveal(), account.base_url) == (key, "https://lantern.example")
    assert replay(GOOD, own).sent[0].headers["authorization"] != replay(GOOD, case).sent[0].headers["authorization"]


@pytest.mark.parametrize(("known", "goes_well"), [
    ({"pending": RefundStatus.REFUND_PENDING}, True),
    ({"pending": RefundStatus.REFUND_PENDING, "succeeded": RefundStatus.REFUND_SUCCESS}, False),
    ({"received": RefundStatus.REFUND_PENDING}, False),
])
def test_accepted_is_as_well_as_it_goes_where_a_processor_never_says_more(
        known: dict[str, RefundStatus], goes_well: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    (pending,) = [case for case in GOOD.cases if case.name == "refund.pending"]
    (failed,) = [case for case in GOOD.cases if case.name == "refund.failed"]
    monkeypatch.setattr(claims, "status_maps", lambda _: {"refunds": kit.refund_statuses(**known)})
    assert claims.goes_well(GOOD, pending) is goes_well
    assert not claims.goes_well(GOOD, failed)


def test_a_status_of_several_words_is_found_in_xml() -> None:
    said = scalars(b"<case><queue> Network Assumed </queue><cycle>REPRESENTMENT</cycle><empty> </empty></case>")
    assert {"Network Assumed", "REPRESENTMENT", "Network"} <= said
    assert " " not in said
