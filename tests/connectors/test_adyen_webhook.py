"""Adyen's webhooks: our check of the HMAC against Adyen's own library's, batches, and words that nobody signed."""

from __future__ import annotations

import base64
import copy
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings, strategies as st

from tollbridge import catalog, engine, kit
from tollbridge.connectors.adyen.account import Account
from tollbridge.connectors.adyen.declines import DECLINES, decline_of, raw_code
from tollbridge.connectors.adyen.webhook import Item, parse_event, peek, signed_text, verify
from tollbridge.domain.declines import Decline
from tollbridge.domain.disputes import Dispute
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import SignatureMismatch
from tollbridge.domain.events import Event, WebhookSecrets
from tollbridge.domain.network_codes import NETWORK_CODES
from tollbridge.domain.refunds import Refund
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import DisputeStatus, PaymentStatus

KEY = "3FA9D1C07B5E48627D10C9E3A45B86F23FA9D1C07B5E48627D10C9E3A45B86F2"
OTHER = "00" * 32
CTX: kit.Context[Account] = kit.Context(
    account=Account(api_key=Secret("k"), merchant_account=Secret("LanternsECOM")), now=datetime(2026, 1, 1, tzinfo=UTC),
    nonce="0", idempotency_key=None, environment=Environment.TEST)
ITEM: dict[str, Any] = {
    "amount": {"currency": "EUR", "value": 4250}, "eventCode": "AUTHORISATION", "merchantAccountCode": "LanternsECOM",
    "merchantReference": "lantern-1001", "pspReference": "LNTRN7Q4TG5PFWR5", "success": "true", "reason": ""}


def signed(item: dict[str, Any], key: str = KEY) -> dict[str, Any]:
    """As Adyen's page has it: eight values, colons between them, nothing escaped."""
    parts = [item["pspReference"], item.get("originalReference", ""), item["merchantAccountCode"],
             item.get("merchantReference", ""), str(item["amount"]["value"]), item["amount"]["currency"],
             item["eventCode"], item["success"]]
    digest = hmac.new(bytes.fromhex(key), ":".join(parts).encode(), hashlib.sha256).digest()
    return {**item, "additionalData": {**item.get("additionalData", {}),
                                       "hmacSignature": base64.b64encode(digest).decode()}}


def hook(*items: dict[str, Any]) -> kit.WebhookRequest:
    body = {"live": "false", "notificationItems": [{"NotificationRequestItem": item} for item in items]}
    return kit.WebhookRequest("POST", "/", "", (), json.dumps(body).encode())


def accepted(received: kit.WebhookRequest, key: str = KEY, additional: str | None = None) -> bool:
    secrets = WebhookSecrets(secret=Secret(key), additional_secret=Secret(additional) if additional else None)
    try:
        verify(received, secrets, CTX)
    except SignatureMismatch:
        return False
    return True


def events(received: kit.WebhookRequest) -> list[Event]:
    """Through the engine: nothing else makes a webhook a verified one."""
    steps = engine.receive(catalog.load("adyen"), received, WebhookSecrets(secret=Secret(KEY)), CTX)
    try:
        next(steps)
    except StopIteration as done:
        return list(done.value)
    raise AssertionError("it asks for something")


# -- against Adyen's own library --------------------------------------------------------------------------------------
text = st.text(st.characters(codec="utf-8"), max_size=12)
no_colon = text.filter(lambda value: ":" not in value)
items = st.fixed_dictionaries(
    {"pspReference": no_colon, "merchantAccountCode": no_colon, "eventCode": no_colon,
     "success": st.sampled_from(["true", "false"]),
     "amount": st.fixed_dictionaries({"value": st.integers(-2**63, 2**63 - 1), "currency": no_colon})},
    optional={"originalReference": no_colon, "merchantReference": text | st.sampled_from([":", "a:b::c", "\\:", "\\"]),
              "reason": text, "paymentMethod": text})
keys = st.binary(min_size=1, max_size=64).map(bytes.hex)


@settings(max_examples=200, deadline=None)
@given(items, keys)
def test_what_adyens_library_signs_we_accept(item: dict[str, Any], key: str) -> None:
    theirs = pytest.importorskip("Adyen.util", reason="the package Adyen is not installed")
    signature = theirs.generate_notification_sig(item, key).decode()
    assert accepted(hook({**item, "additionalData": {"hmacSignature": signature}}), key)


@settings(max_examples=200, deadline=None)
@given(items, keys)
def test_what_we_accept_adyens_library_accepts(item: dict[str, Any], key: str) -> None:
    theirs = pytest.importorskip("Adyen.util", reason="the package Adyen is not installed")
    whole = signed(item, key)
    assert accepted(hook(whole), key)
    assert theirs.is_valid_hmac_notification(json.loads(hook(whole).body), key)


@settings(max_examples=200, deadline=None)
@given(items, keys, st.data())
def test_what_either_refuses_the_other_refuses(item: dict[str, Any], key: str, drawn: st.DataObject) -> None:
    theirs = pytest.importorskip("Adyen.util", reason="the package Adyen is not installed")
    whole = signed(item, key)
    name = drawn.draw(st.sampled_from(sorted(set(whole) - {"additionalData", "amount", "success"})))
    changed = copy.deepcopy(whole)
    changed[name] = drawn.draw(no_colon)
    assert accepted(hook(changed), key) == theirs.is_valid_hmac_notification(json.loads(hook(changed).body), key)


def test_the_library_that_is_compared_with_is_adyens_own() -> None:
    theirs = pytest.importorskip("Adyen.util", reason="the package Adyen is not installed")
    item = {**ITEM, "merchantReference": "14-08-2020-09:53:00"}
    assert theirs.generate_notification_sig(item, KEY).decode() == signed(item)["additionalData"]["hmacSignature"]


# -- what the text that is signed may mean ----------------------------------------------------------------------------
@given(items, items)
def test_two_webhooks_of_one_text_have_the_same_values(one: dict[str, Any], other: dict[str, Any]) -> None:
    mine, second = (msgspec.convert({**item, "amount": item["amount"]}, Item) for item in (one, other))
    values = [(item.pspReference, item.originalReference or "", item.merchantAccountCode, item.merchantReference or "",
               item.amount.value, item.amount.currency, item.eventCode, item.success) for item in (mine, second)]
    assert (signed_text(mine) == signed_text(second)) == (values[0] == values[1])


@pytest.mark.parametrize("name", ["pspReference", "originalReference", "merchantAccountCode", "eventCode"])
def test_a_colon_anywhere_but_in_the_reference_is_refused(name: str) -> None:
    assert not accepted(hook(signed({**ITEM, name: "a:b"})))


def test_a_colon_in_the_currency_is_refused() -> None:
    assert not accepted(hook(signed({**ITEM, "amount": {"value": 1, "currency": "EUR:X"}})))


def test_a_null_is_a_value_that_is_not_there() -> None:
    whole = signed(ITEM)
    assert accepted(hook({**whole, "originalReference": None}))


# -- keys -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("key", "additional", "good"), [
    (KEY, None, True), (OTHER, KEY, True), (KEY, OTHER, True), (KEY.lower(), None, True), (OTHER, None, False),
    (KEY[:-1], None, False), ("not hexadecimal", None, False), (KEY, "not hexadecimal", False), (OTHER, OTHER, False),
])
def test_a_key_and_the_one_before_it(key: str, additional: str | None, good: bool) -> None:
    assert accepted(hook(signed(ITEM)), key, additional) is good


def test_a_wrong_key_is_not_shown() -> None:
    with pytest.raises(SignatureMismatch) as caught:
        verify(hook(signed(ITEM)), WebhookSecrets(secret=Secret("whsec_lantern")), CTX)
    assert "lantern" not in repr(caught.value)


# -- batches ----------------------------------------------------------------------------------------------------------
CAPTURE = {**ITEM, "eventCode": "CAPTURE", "originalReference": "LNTRNK9DRSLLRCQ2", "pspReference": "LNTRNCAPTURE0001"}
REFUND = {**CAPTURE, "eventCode": "REFUND", "pspReference": "LNTRNREFUND00001"}


def test_every_item_of_a_batch_is_an_event() -> None:
    first, second = events(hook(signed(CAPTURE), signed(REFUND)))
    assert first.connector_event_id == "CAPTURE:LNTRNCAPTURE0001"
    assert second.connector_event_id == "REFUND:LNTRNREFUND00001"
    assert isinstance(first.event_content, Payment)
    assert isinstance(second.event_content, Refund)
    assert first.event_content.connector_transaction_id == second.event_content.connector_transaction_id


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_forged_item_spoils_the_batch(place: int) -> None:
    batch = [signed(CAPTURE), signed(REFUND), signed(ITEM)]
    batch[place] = {**batch[place], "success": "false"}
    assert not accepted(hook(*batch))


def test_a_signature_serves_one_item_alone() -> None:
    capture, refund = signed(CAPTURE), signed(REFUND)
    assert not accepted(hook({**capture, "additionalData": refund["additionalData"]}, refund))


def test_no_item_proves_nothing() -> None:
    assert not accepted(hook())


# -- what is read of it -----------------------------------------------------------------------------------------------
def dispute(code: str, status: str | None) -> Dispute:
    (event,) = events(hook(signed({**CAPTURE, "eventCode": code, "additionalData": {"disputeStatus": status}})))
    assert isinstance(event.event_content, Dispute)
    return event.event_content


@pytest.mark.parametrize(("code", "told", "status"), [
    ("CHARGEBACK", None, DisputeStatus.DISPUTE_OPENED),
    ("CHARGEBACK", "Undefended", DisputeStatus.DISPUTE_OPENED),
    ("CHARGEBACK", "Lost", DisputeStatus.DISPUTE_LOST),
    ("CHARGEBACK", "Won", DisputeStatus.DISPUTE_OPENED),
    ("NOTIFICATION_OF_CHARGEBACK", "Pending", DisputeStatus.DISPUTE_CHALLENGED),
    ("CHARGEBACK_REVERSED", "Pending", DisputeStatus.DISPUTE_CHALLENGED),
    ("CHARGEBACK_REVERSED", "Undefended", DisputeStatus.DISPUTE_WON),
    ("SECOND_CHARGEBACK", "Won", DisputeStatus.DISPUTE_LOST),
    ("DISPUTE_DEFENSE_PERIOD_ENDED", "Undefended", DisputeStatus.DISPUTE_EXPIRED),
    ("DISPUTE_DEFENSE_PERIOD_ENDED", "Accepted", DisputeStatus.DISPUTE_ACCEPTED),
    ("PREARBITRATION_LOST", "Pending", DisputeStatus.DISPUTE_LOST),
])
def test_unsigned_words_refine_a_dispute_and_never_win_it(code: str, told: str | None, status: DisputeStatus) -> None:
    assert dispute(code, told).dispute_status is status


def test_a_refused_adjustment_leaves_the_payment_open() -> None:
    (event,) = events(hook(signed({**CAPTURE, "eventCode": "AUTHORISATION_ADJUSTMENT", "success": "false"})))
    assert isinstance(event.event_content, Payment)
    assert event.event_content.status is PaymentStatus.UNRESOLVED


def test_what_is_no_event_of_the_contract_is_taken_in_all_the_same() -> None:
    (event,) = events(hook(signed({**ITEM, "eventCode": "LANTERN_LIT"})))
    assert event == Event(event_type=None, connector_event_id="LANTERN_LIT:LNTRN7Q4TG5PFWR5")


def test_peek_names_the_first_item() -> None:
    assert peek(hook(CAPTURE, REFUND)) == peek(hook(CAPTURE))


def test_reading_does_not_verify() -> None:
    """Why `parse_event` takes what the engine let through, and nothing else."""
    (event,) = parse_event(kit.Verified(hook(ITEM)), CTX)
    assert isinstance(event.event_content, Payment)


# -- declines ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("raw", "code"), [
    ("05 : Do not honor", "05"), ("5: Do not honor", "05"), ("N7 : Decline for CVV2 failure", "N7"),
    ("51 : Insufficient funds/over credit limit", "51"), ("AUTHORISED", None), ("", None), (None, None),
])
def test_the_schemes_code_stands_at_the_head_of_the_raw_reason(raw: str | None, code: str | None) -> None:
    assert raw_code(raw) == code
    assert code is None or code in NETWORK_CODES


@pytest.mark.parametrize(("code", "network", "decline"), [
    ("2", "05", Decline.DO_NOT_HONOR),  # "Refused" says nothing: the scheme says more
    ("Refused", "51", Decline.INSUFFICIENT_FUNDS),
    ("24", "05", Decline.INCORRECT_CVC),  # Adyen's own reason is the finer one
    ("CVC Declined", None, Decline.INCORRECT_CVC),
    ("2", None, Decline.GENERIC_DECLINE),
    ("2", "ZZ", Decline.GENERIC_DECLINE),
    ("905_3 Could not find an acquirer account for the provided currency", None, Decline.PAYMENT_METHOD_UNAVAILABLE),
    ("101 Invalid card number", None, Decline.INCORRECT_NUMBER),
    ("3 points", None, None),  # no text that begins with a number of one digit is an error code
    ("something new", "54", Decline.EXPIRED_CARD),
    ("something new", None, None),
])
def test_a_decline_by_code_text_error_and_scheme(code: str, network: str | None, decline: Decline | None) -> None:
    assert decline_of(code, network) is decline


def test_the_three_kinds_of_codes_are_told_apart_by_their_form() -> None:
    refusals = [code for code in DECLINES if code.isdigit() and len(code) < 3]
    errors = [code for code in DECLINES if code.replace("_", "").isdigit() and len(code) > 2]
    assert len(refusals) == 44
    assert not any(code.startswith("0") for code in refusals)  # as a scheme's code of one digit would
    assert {"000", "010", "101", "14_004", "905_1"} <= set(errors)
    assert DECLINES["10"] is not DECLINES["010"]


# -- the other envelope: stored methods -------------------------------------------------------------------------------
TOKEN = {"type": "recurring.token.created", "eventId": "LNTRN7Q4TG5PFWR5", "data": {
    "merchantAccount": "LanternsECOM", "storedPaymentMethodId": "LNTRNTKN5PFWR502", "shopperReference": "lantern-7"}}


def by_header(body: bytes, *signatures: str) -> kit.WebhookRequest:
    return kit.WebhookRequest("POST", "/", "", tuple(("HmacSignature", one) for one in signatures), body)


def over(body: bytes, key: str = KEY) -> str:
    return base64.b64encode(hmac.new(bytes.fromhex(key), body, hashlib.sha256).digest()).decode()


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(text, text), keys)
def test_a_body_that_adyens_library_signs_in_a_header_we_accept(more: dict[str, str], key: str) -> None:
    theirs = pytest.importorskip("Adyen.util", reason="the package Adyen is not installed")
    body = json.dumps({**TOKEN, "more": more}).encode()
    signature = theirs.generate_payload_sig(body, key).decode()
    assert accepted(by_header(body, signature), key)
    assert theirs.is_valid_hmac_payload(over(body, key), key, body)
    assert not accepted(by_header(body + b" ", signature), key)


@pytest.mark.parametrize("signatures", [(), ("",), ("x",), (over(b"{}"),)])
def test_a_token_event_without_its_header_is_refused(signatures: tuple[str, ...]) -> None:
    assert not accepted(by_header(json.dumps(TOKEN).encode(), *signatures))


def test_two_headers_are_refused() -> None:
    body = json.dumps(TOKEN).encode()
    assert not accepted(by_header(body, over(body), over(body)))


def test_a_header_proves_no_item() -> None:
    """Each kind has its own proof: a signed body does not make up for items that are not signed."""
    body = hook(ITEM).body
    assert not accepted(by_header(body, over(body)))


def test_a_token_event_brings_the_token_and_whose_it_is() -> None:
    body = json.dumps(TOKEN).encode()
    (event,) = events(by_header(body, over(body)))
    assert event.connector_event_id == "recurring.token.created:LNTRN7Q4TG5PFWR5"
    assert isinstance(event.event_content, Payment)
    assert event.event_content.status is PaymentStatus.UNRESOLVED
    assert event.event_content.connector_customer_id == "lantern-7"


def test_an_event_of_a_balance_platform_is_taken_in_and_says_nothing() -> None:
    body = json.dumps({"type": "balancePlatform.transfer.created", "data": {"id": "1"}}).encode()
    first, again = (events(by_header(body, over(body)))[0] for _ in range(2))
    assert first.event_type is None
    assert first.connector_event_id == again.connector_event_id
