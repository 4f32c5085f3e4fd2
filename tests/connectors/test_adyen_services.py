"""Adyen's disputes and payouts: which host, which key, and what is refused before anything is sent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tollbridge import AcceptDispute, BlockingTollbridge, CreatePayout, Currency, HttpResponse, Money, catalog
from tollbridge.domain.disputes import DefendDispute, EvidenceDocument, SubmitEvidence
from tollbridge.domain.errors import BadCredentials, InvalidField, MissingField, OutcomeUnknown, Unsupported
from tollbridge.domain.operations import (
    ACCEPT_DISPUTE,
    CREATE_PAYOUT,
    DEFEND_DISPUTE,
    SUBMIT_EVIDENCE,
    TRANSFER_PAYOUT,
    VOID_PAYOUT,
)
from tollbridge.domain.payouts import CardPayout, TransferPayout, VoidPayout
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PayoutStatus
from tollbridge.kit.masking import shown_body

EURO = Money(4250, Currency.EUR)
TRANSFER = TransferPayout(amount=EURO, connector_payout_id="P1")
CARD = CreatePayout(amount=EURO, merchant_payout_id="lantern-1", payout_method_data=CardPayout(
    card_number=Secret("4111111111111111"), card_exp_month=Secret("03"), card_exp_year=Secret("2030"),
    card_holder_name=Secret("Ada Lantern")))
ACCEPT = AcceptDispute(dispute_id="D1")


def adyen(environment: str = "test", **more: Any) -> BlockingTollbridge:
    return BlockingTollbridge(catalog.load("adyen"), environment=environment,  # type: ignore[arg-type]
                              api_key="key", merchant_account="LanternsECOM", **more)


# -- hosts ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("environment", "more", "url"), [
    ("test", {}, "https://ca-test.adyen.com/ca/services/DisputeService/v30/acceptDispute"),
    ("live", {}, "https://ca-live.adyen.com/ca/services/DisputeService/v30/acceptDispute"),
    ("live", {"dispute_base_url": "https://proxy.example/"},
     "https://proxy.example/ca/services/DisputeService/v30/acceptDispute"),
])
def test_where_disputes_go(environment: str, more: dict[str, str], url: str) -> None:
    assert adyen(environment, **more).build(ACCEPT_DISPUTE, ACCEPT).url == url


@pytest.mark.parametrize(("environment", "more", "url"), [
    ("test", {}, "https://pal-test.adyen.com/pal/servlet/Payout/v68/payout"),
    ("live", {"endpoint_prefix": "1797a841fbb37ca7-Lanterns"},
     "https://1797a841fbb37ca7-Lanterns-pal-live.adyenpayments.com/pal/servlet/Payout/v68/payout"),
    ("live", {"base_url": "https://proxy.example/adyen/"}, "https://proxy.example/adyen/Payout/v68/payout"),
])
def test_where_payouts_go(environment: str, more: dict[str, str], url: str) -> None:
    assert adyen(environment, **more).build(CREATE_PAYOUT, CARD).url == url


def test_live_payouts_need_the_accounts_prefix() -> None:
    with pytest.raises(BadCredentials, match="endpoint_prefix"):
        adyen("live").build(CREATE_PAYOUT, CARD)


# -- four eyes --------------------------------------------------------------------------------------------------------
def test_another_key_confirms_than_submits() -> None:
    both = adyen(review_key="reviewer")
    built = [both.build(CREATE_PAYOUT, CARD), both.build(TRANSFER_PAYOUT, TRANSFER),
             both.build(VOID_PAYOUT, VoidPayout(connector_payout_id="P1"))]
    keys = [request.headers["x-api-key"] for request in built]
    assert keys == [Secret("key"), Secret("reviewer"), Secret("reviewer")]


def test_without_the_reviewers_key_nothing_is_confirmed() -> None:
    with pytest.raises(BadCredentials, match="a key of its own"):
        adyen().build(TRANSFER_PAYOUT, TRANSFER)


# -- what an answer means ---------------------------------------------------------------------------------------------
def test_a_refused_confirmation_does_not_say_that_nothing_was_sent() -> None:
    """A reviewer may have confirmed it in the meantime: who read FAILED would pay twice."""
    body = json.dumps({"status": 422, "errorCode": "167", "message": "no", "errorType": "validation"})
    told = adyen(review_key="reviewer").parse(TRANSFER_PAYOUT, TRANSFER, HttpResponse(422, body.encode()))
    assert told.payout_status is PayoutStatus.PENDING
    assert told.error is not None


@pytest.mark.parametrize(("body", "headers"), [
    ({"errorCode": "704", "message": "request already processed or in progress"}, {}),
    ({"errorCode": "703", "message": "busy"}, {"transient-error": "true"}),
])
def test_what_may_still_be_running_is_an_unknown_outcome(body: dict[str, str], headers: dict[str, str]) -> None:
    with pytest.raises(OutcomeUnknown):
        adyen(review_key="r").parse(TRANSFER_PAYOUT, TRANSFER, HttpResponse(422, json.dumps(body).encode(), headers))


# -- evidence ---------------------------------------------------------------------------------------------------------
FILE = EvidenceDocument(file_content=b"%PDF-1.4", file_mime_type="application/pdf")


@pytest.mark.parametrize(("documents", "error"), [
    ((), MissingField),
    ((EvidenceDocument(file_content=b"%PDF-1.4"),), MissingField),
    ((EvidenceDocument(text_content="one lantern"),), Unsupported),
    ((FILE, EvidenceDocument(provider_file_id="f")), Unsupported),
    ((FILE, FILE), InvalidField),
])
def test_evidence_that_adyen_has_no_place_for_is_never_left_out(
        documents: tuple[EvidenceDocument, ...], error: type[Exception]) -> None:
    with pytest.raises(error):
        adyen().build(SUBMIT_EVIDENCE, SubmitEvidence(dispute_id="D1", evidence_documents=documents))


def test_evidence_is_not_in_what_is_shown() -> None:
    built = adyen().build(SUBMIT_EVIDENCE, SubmitEvidence(dispute_id="D1", evidence_documents=(FILE,)))
    assert "JVBERi0xLjQ" in (built.body or b"").decode()
    assert "JVBERi0xLjQ" not in repr(built)
    assert "JVBERi0xLjQ" not in shown_body(built)


def test_a_named_reason_asks_for_no_other() -> None:
    built = adyen().build(DEFEND_DISPUTE, DefendDispute(dispute_id="D1", reason_code="SupplyDefenseMaterial"))
    assert built.url.endswith("/defendDispute")
