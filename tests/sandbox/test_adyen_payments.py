"""Cards, other methods, 3-D Secure, stored cards: what the test values decide, and what money does."""

from __future__ import annotations

import base64
import json
from typing import Any

import aiohttp
import pytest

from sandbox.adyen_bodies import (
    DETAILS,
    DISPUTES,
    KEY,
    MERCHANT,
    PAYMENTS,
    PAYOUT,
    RECURRING,
    THREE_DS_CARD,
    Body,
    card,
    modify,
    payment,
    payout,
    post,
    reserved,
)
from tollbridge.sandbox import Sandbox, adyen
from tollbridge.sandbox.adyen import cards
from tollbridge.sandbox.adyen.methods import CURRENCY, KINDS, Kind
from tollbridge.sandbox.card_numbers import is_plausible

BROWSER = {"userAgent": "Test", "acceptHeader": "*/*"}
IBAN = "DE89370400440532013000"


def proof(**content: str) -> str:
    return base64.b64encode(json.dumps(content).encode()).decode()


@pytest.mark.parametrize("outcome", cards.OUTCOMES, ids=lambda outcome: outcome.word)
@pytest.mark.parametrize("by", ["holder name", "code"])
async def test_a_test_value_decides(http: aiohttp.ClientSession, sandbox: Sandbox, outcome: cards.Outcome,
                                    by: str) -> None:
    body = payment(card(holderName=outcome.word)) if by == "holder name" else payment(
        additionalData={"RequestedTestAcquirerResponseCode": outcome.code})
    answer = await post(http, PAYMENTS, body)
    assert answer["resultCode"] == outcome.result_code
    assert answer.get("refusalReason", "") == outcome.reason
    assert answer.get("refusalReasonCode", "1") == (str(outcome.code) if outcome.reason else "1")
    assert sandbox.ledger.total("EUR").charges == (outcome.result_code == "Authorised")


@pytest.mark.parametrize("row", cards.TEST_CARDS, ids=lambda row: row.number)
async def test_a_documented_card_is_good_with_its_own_date_and_code_only(http: aiohttp.ClientSession,
                                                                         row: cards.TestCard) -> None:
    assert is_plausible(row.number)
    good: dict[str, Any] = {"type": "scheme", "number": row.number, "expiryMonth": "3", "expiryYear": "2030"}
    if row.cvc is not None:
        good["cvc"] = row.cvc
    answer = await post(http, PAYMENTS, payment(good))
    assert answer["resultCode"] == "Authorised"
    assert answer["additionalData"]["paymentMethodVariant"] == row.variant
    assert (await post(http, PAYMENTS, payment(good | {"expiryYear": "2031"})))["refusalReasonCode"] == "2"
    if row.cvc is not None:
        wrong = await post(http, PAYMENTS, payment(good | {"cvc": row.cvc[::-1][:-1] + "9"}))
        assert (wrong["resultCode"], wrong["refusalReasonCode"]) == ("Refused", "2")


async def test_a_card_that_only_pretends_to_be_encrypted_is_read(http: aiohttp.ClientSession) -> None:
    sealed = {"type": "scheme", "encryptedCardNumber": "test_5555555555554444", "encryptedExpiryMonth": "test_03",
              "encryptedExpiryYear": "test_2030", "encryptedSecurityCode": "test_737"}
    answer = await post(http, PAYMENTS, payment(sealed))
    assert answer["additionalData"]["cardSummary"] == "4444"
    assert answer["additionalData"]["cvcResult"] == "1 Matches"


async def test_a_stored_card_is_challenged_where_its_holder_is_there(http: aiohttp.ClientSession) -> None:
    first = await post(http, PAYMENTS, payment(card(THREE_DS_CARD), storePaymentMethod=True, shopperReference="jane"))
    stored = {"storedPaymentMethodId": first["additionalData"]["tokenization.storedPaymentMethodId"]}
    there = payment(stored, shopperReference="jane", browserInfo=BROWSER)
    assert (await post(http, PAYMENTS, there))["resultCode"] == "RedirectShopper"
    assert (await post(http, PAYMENTS, there | {"shopperInteraction": "ContAuth"}))["resultCode"] == "Authorised"


async def test_a_network_token_and_a_verification_need_no_challenge(http: aiohttp.ClientSession,
                                                                    sandbox: Sandbox) -> None:
    token = {"type": "networkToken", "number": THREE_DS_CARD, "expiryMonth": "12", "expiryYear": "2031"}
    answer = await post(http, PAYMENTS, payment(token, browserInfo=BROWSER, mpiData={
        "tokenAuthenticationVerificationValue": "AAAA"}))
    assert answer["resultCode"] == "Authorised"
    assert (await post(http, PAYMENTS, payment(value=0)))["resultCode"] == "Authorised"
    assert sandbox.ledger.total("EUR").authorized == 1000


@pytest.mark.parametrize("more", [
    {}, {"browserInfo": BROWSER, "shopperInteraction": "Moto"},
    {"browserInfo": BROWSER, "shopperInteraction": "ContAuth"},
    {"browserInfo": BROWSER, "additionalData": {"executeThreeD": "false"}},
    {"browserInfo": BROWSER, "mpiData": {"cavv": "AAAA", "eci": "05", "authenticationResponse": "Y"}}])
async def test_nobody_is_challenged_without_need(http: aiohttp.ClientSession, more: Body) -> None:
    answer = await post(http, PAYMENTS, payment(card(THREE_DS_CARD), **more))
    assert answer["resultCode"] == "Authorised"


@pytest.mark.parametrize(("status", "result"), [("Y", "Authorised"), ("N", "Refused")])
async def test_native_3ds_looks_at_the_device_and_asks_the_holder(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                                  status: str, result: str) -> None:
    first = await post(http, PAYMENTS, payment(card(THREE_DS_CARD), channel="Web", browserInfo=BROWSER,
                                               additionalData={"allow3DS2": "true"}))
    assert (first["resultCode"], first["action"]["subtype"]) == ("IdentifyShopper", "fingerprint")
    second = await post(http, DETAILS, {"details": {"threeds2.fingerprint": proof(threeDSCompInd="Y")},
                                        "paymentData": first["action"]["paymentData"]})
    assert (second["resultCode"], second["action"]["subtype"]) == ("ChallengeShopper", "challenge")
    assert len(sandbox.ledger) == 0
    # As Adyen's components send it
    last = await post(http, DETAILS, {"details": {"threeDSResult": proof(
        transStatus=status, authorisationToken=second["action"]["authorisationToken"])}})
    assert last["resultCode"] == result
    assert last.get("refusalReason") == (None if status == "Y" else "3D Not Authenticated")
    assert sandbox.ledger.total("EUR").charges == (status == "Y")


async def test_native_3ds_may_be_left_to_a_page(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    first = await post(http, PAYMENTS, payment(card(THREE_DS_CARD), additionalData={"allow3DS2": "true"}))
    async with http.post(first["action"]["url"], data={"outcome": "complete"}, allow_redirects=False) as back:
        word = back.headers["Location"].partition("redirectResult=")[2]
    assert len(sandbox.ledger) == 0
    last = await post(http, DETAILS, {"details": {"redirectResult": word}})
    assert last["resultCode"] == "Authorised"
    assert sandbox.ledger.total("EUR").charges == 1


async def test_authentication_alone_moves_no_money(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    first = await post(http, PAYMENTS, payment(card(THREE_DS_CARD), threeDSAuthenticationOnly=True,
                                               additionalData={"allow3DS2": True}))
    last = await post(http, DETAILS, {"details": {"threeds2.challengeResult": proof(transStatus="Y")},
                                      "paymentData": first["action"]["paymentData"]})
    assert (last["resultCode"], last["threeDS2Result"]["transStatus"]) == ("AuthenticationFinished", "Y")
    assert len(sandbox.ledger) == 0


@pytest.mark.parametrize("method", sorted(KINDS))
async def test_every_method_begins_as_its_kind_does(http: aiohttp.ClientSession, sandbox: Sandbox,
                                                    method: str) -> None:
    given = {"blikCode": "777987", "applePayToken": "e30=", "googlePayToken": "e30=", "samsungPayToken": "e30=",
             "androidPayToken": "e30=", "iban": IBAN, "ownerName": "Jane", "bankAccountNumber": "123456789",
             "bankLocationId": "121000358"} | card("5555555555554444") | {"type": method}
    kind = Kind.REDIRECT if method == "bcmc" else KINDS[method]  # a card whose holder is always asked
    if kind is Kind.GIFT_CARD:
        given["number"] = "6036280000000000000"
    currency = CURRENCY.get(method, "EUR")
    answer = await post(http, PAYMENTS, payment(given) | {"amount": {"currency": currency, "value": 1000}})
    assert (answer["resultCode"], answer.get("action", {}).get("type")) == {
        Kind.REDIRECT: ("RedirectShopper", "redirect"), Kind.VOUCHER: ("PresentToShopper", "voucher"),
        Kind.BANK_TRANSFER: ("Received", "bankTransfer"), Kind.QR_CODE: ("Pending", "qrCode"),
        Kind.AWAIT: ("Pending", "await"), Kind.SDK: ("Pending", "sdk"), Kind.DEBIT: ("Received", None),
    }.get(kind, ("Authorised", None))
    waits = kind in (Kind.REDIRECT, Kind.VOUCHER, Kind.BANK_TRANSFER, Kind.QR_CODE, Kind.AWAIT, Kind.SDK)
    assert sandbox.ledger.total(currency).charges == (not waits)
    if waits:
        assert await sandbox.settle("adyen", "o1") == "Authorised"
        assert sandbox.ledger.total(currency).captured == sandbox.ledger.total(currency).authorized > 0


@pytest.mark.parametrize("method", [{"type": "multibanco"}, {"type": "ideal"},
                                    {"type": "sepadirectdebit", "iban": IBAN, "ownerName": "PENDING"}])
async def test_what_waits_may_come_to_nothing(http: aiohttp.ClientSession, sandbox: Sandbox, method: Body) -> None:
    await post(http, PAYMENTS, payment(method))
    assert await sandbox.settle("adyen", "o1", "failed") == "Refused"
    assert len(sandbox.ledger) == 0
    with pytest.raises(ValueError, match="does not wait: it is Refused"):
        await sandbox.settle("adyen", "o1")


async def test_a_bank_may_refuse_a_debit(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    answer = await post(http, PAYMENTS, payment({"type": "sepadirectdebit", "iban": IBAN, "ownerName": "DECLINED"}))
    assert answer["resultCode"] == "Received"
    assert len(sandbox.ledger) == 0


async def test_a_redirect_pays_on_the_page_whatever_the_merchant_does(http: aiohttp.ClientSession,
                                                                      sandbox: Sandbox) -> None:
    answer = await post(http, PAYMENTS, payment({"type": "ideal"}))
    async with http.post(answer["action"]["url"], data={"outcome": "complete"}, allow_redirects=False) as back:
        where = back.headers["Location"]
    assert sandbox.ledger.total("EUR").kept == 1000
    word = where.partition("redirectResult=")[2]
    for _ in range(2):
        told = await post(http, DETAILS, {"details": {"redirectResult": word}})
        assert (told["resultCode"], told["merchantReference"]) == ("Authorised", "o1")
    assert sandbox.ledger.total("EUR").charges == 1


@pytest.mark.parametrize(("outcome", "reason"), [("fail", "Refused"), ("cancel", "Shopper Cancelled")])
async def test_a_shopper_may_say_no(http: aiohttp.ClientSession, sandbox: Sandbox, outcome: str, reason: str) -> None:
    answer = await post(http, PAYMENTS, payment({"type": "klarna"}))
    async with http.get(answer["action"]["url"]) as shown:
        assert "EUR" in await shown.text()
    async with http.post(answer["action"]["url"], data={"outcome": "perhaps"}) as unsaid:
        assert unsaid.status == 400
    async with http.post(answer["action"]["url"], data={"outcome": outcome}, allow_redirects=False) as back:
        word = back.headers["Location"].partition("redirectResult=")[2]
    told = await post(http, DETAILS, {"details": {"redirectResult": word}})
    assert (told["resultCode"], told["refusalReason"]) == ("Refused", reason)
    async with http.post(answer["action"]["url"], data={"outcome": "complete"}) as late:
        assert late.status == 404
    assert len(sandbox.ledger) == 0


async def test_pages_show_no_markup_of_the_merchants(http: aiohttp.ClientSession) -> None:
    session = await post(http, "/adyen/v68/sessions", {name: value for name, value in payment(
        reference="<script>").items() if name != "paymentMethod"}, 201)
    async with http.get(f"/adyen/checkoutshopper/sessions/{session['id']}") as shown:
        assert "<script" not in await shown.text()
        assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    async with http.post(f"/adyen/checkoutshopper/sessions/{session['id']}", data={"outcome": "cancel"},
                         allow_redirects=False) as back:
        assert f"sessionId={session['id']}" in back.headers["Location"]
    async with http.get(f"/adyen/v68/sessions/{session['id']}", headers={"X-API-Key": "AQE1"}) as answer:
        assert (await answer.json())["status"] == "canceled"


async def test_money_is_taken_when_it_was_agreed(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    later = await post(http, PAYMENTS, payment(captureDelayHours=24))
    assert sandbox.ledger.total("EUR").captured == 0
    assert await sandbox.settle("adyen", later["pspReference"]) == "Authorised"
    assert sandbox.ledger.total("EUR").captured == 1000
    await post(http, PAYMENTS, reserved({"type": "ideal"}, reference="o2"))
    await sandbox.settle("adyen", "o2")
    assert sandbox.ledger.total("EUR", reference="o2").captured == 1000  # iDEAL knows no later


async def test_only_some_accounts_capture_in_parts(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    for account, captured in ((MERCHANT, 600), (f"{MERCHANT}MultiCapture", 900)):
        body = reserved(reference=account) | {"merchantAccount": account}
        psp = (await post(http, PAYMENTS, body))["pspReference"]
        for value in (600, 300, 200):
            await modify(http, psp, "captures", value, merchantAccount=account)
        assert sandbox.ledger.total("EUR", payment=psp).captured == captured


async def test_modifications_may_wait_until_they_are_settled(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    psp = (await post(http, PAYMENTS, reserved(card(holderName="modifications wait"))))["pspReference"]
    first = await modify(http, psp, "captures", 400)
    assert sandbox.ledger.total("EUR").captured == 0
    assert await sandbox.settle("adyen", first["pspReference"], "failed") == "failed"
    second = await modify(http, psp, "captures", 1000)
    assert await sandbox.settle("adyen", second["pspReference"]) == "succeeded"
    assert sandbox.ledger.total("EUR").captured == 1000
    with pytest.raises(ValueError, match="is over"):
        await sandbox.settle("adyen", second["pspReference"])
    assert await sandbox.settle("adyen", second["pspReference"], "failed") == "failed"  # the scheme, later
    assert sandbox.ledger.total("EUR").captured == 0


async def test_an_order_that_is_cancelled_gives_everything_back(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    gift = {"type": "givex", "number": "6036280000000000000", "cvc": "737"}
    order = await post(http, "/adyen/v68/orders", {"merchantAccount": MERCHANT, "reference": "order",
                                                   "amount": {"currency": "EUR", "value": 8000}})
    named = {"pspReference": order["pspReference"], "orderData": order["orderData"]}
    await post(http, PAYMENTS, payment(gift, 5000, order=named))
    assert (await post(http, PAYMENTS, payment(value=3001, order=named), 422))["errorCode"] == "137"
    await post(http, "/adyen/v68/orders/cancel", {"merchantAccount": MERCHANT, "order": named})
    assert sandbox.ledger.total("EUR").kept == 0
    balance = await post(http, "/adyen/v68/paymentMethods/balance", {
        "merchantAccount": MERCHANT, "amount": {"currency": "EUR", "value": 1}, "paymentMethod": gift})
    assert balance["balance"]["value"] == 5000
    assert (await post(http, PAYMENTS, payment(gift, 1, order=named), 422))["errorCode"] == "14_002"


@pytest.mark.parametrize(("defended", "status", "kept"), [(False, "Lost", 0), (True, "Lost", 0)])
async def test_a_dispute_may_be_lost(http: aiohttp.ClientSession, sandbox: Sandbox, defended: bool, status: str,
                                     kept: int) -> None:
    sandbox.set_webhook("adyen", "http://127.0.0.1:1/")
    await post(http, PAYMENTS, payment(card(holderName="Chargeback")))
    dispute = sandbox.webhooks.deliveries[-1].event_id.partition("_")[0]
    named = {"merchantAccountCode": MERCHANT, "disputePspReference": dispute}
    if defended:
        await post(http, f"{DISPUTES}/supplyDefenseDocument", named | {"defenseDocuments": [
            {"defenseDocumentTypeCode": "DefenseMaterial", "contentType": "application/pdf", "content": "JVBERg=="}]})
        await post(http, f"{DISPUTES}/defendDispute", named | {"defenseReasonCode": "SupplyDefenseMaterial"})
    assert await sandbox.settle("adyen", dispute, "failed") == status
    assert sandbox.ledger.total("EUR").kept == kept
    assert sandbox.webhooks.deliveries[-1].event_type == (
        "SECOND_CHARGEBACK" if defended else "DISPUTE_DEFENSE_PERIOD_ENDED")


@pytest.mark.parametrize(("document", "message"), [
    ({"contentType": "text/plain"}, "Invalid content type: text/plain"), ({"content": "§"}, "Content is not in Base64"),
    ({"content": ""}, "Content is empty or too large"),
    ({"defenseDocumentTypeCode": "Poem"}, "Invalid defense document type: Poem")])
async def test_a_document_that_is_none_is_not_taken(http: aiohttp.ClientSession, sandbox: Sandbox, document: Body,
                                                    message: str) -> None:
    sandbox.set_webhook("adyen", "http://127.0.0.1:1/")
    await post(http, PAYMENTS, payment(card(holderName="Chargeback")))
    named = {"merchantAccountCode": MERCHANT,
             "disputePspReference": sandbox.webhooks.deliveries[-1].event_id.partition("_")[0]}
    good = {"defenseDocumentTypeCode": "DefenseMaterial", "contentType": "application/pdf", "content": "JVBERg=="}
    told = await post(http, f"{DISPUTES}/supplyDefenseDocument", named | {"defenseDocuments": [good | document]})
    assert told["disputeServiceResult"] == {"success": False, "errorMessage": message}


async def test_what_comes_too_late_is_told_to_have_failed(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    taken = (await post(http, PAYMENTS, payment()))["pspReference"]
    refused = (await post(http, PAYMENTS, reserved(card(holderName="modifications wait"))))["pspReference"]
    await modify(http, taken, "cancels")
    await modify(http, taken, "amountUpdates", 2000, reference="a1")
    for _ in range(2):
        await modify(http, taken, "reversals")
    void = await modify(http, refused, "cancels")
    await sandbox.settle("adyen", void["pspReference"])
    for change, value in (("captures", 1), ("cancels", None), ("reversals", None)):
        late = await modify(http, refused, change, value)
        assert await sandbox.settle("adyen", late["pspReference"]) == "failed"
    total = sandbox.ledger.total("EUR")
    assert (total.authorized, total.captured, total.released, total.refunded) == (2000, 1000, 1000, 1000)


async def test_a_reservation_may_shrink(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    psp = (await post(http, PAYMENTS, reserved()))["pspReference"]
    await modify(http, psp, "amountUpdates", 700, reference="a1")
    assert sandbox.ledger.total("EUR").held == 700
    await modify(http, psp, "captures", 700)
    assert (sandbox.ledger.total("EUR").captured, sandbox.ledger.total("EUR").held) == (700, 0)


async def test_a_capture_that_was_agreed_for_later_may_fail(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    later = await post(http, PAYMENTS, payment(captureDelayHours=24))
    assert await sandbox.settle("adyen", later["pspReference"], "failed") == "Cancelled"
    assert (sandbox.ledger.total("EUR").captured, sandbox.ledger.total("EUR").held) == (0, 0)
    with pytest.raises(ValueError, match="nothing has the id"):
        await sandbox.settle("adyen", "never")


async def test_payouts_may_be_reviewed_and_refused_from_elsewhere(http: aiohttp.ClientSession,
                                                                  sandbox: Sandbox) -> None:
    first, second = [(await post(http, f"{PAYOUT}/storeDetailAndSubmitThirdParty", payout()))["pspReference"]
                     for _ in range(2)]
    assert await sandbox.settle("adyen", first) == "paid"
    assert await sandbox.settle("adyen", second, "failed") == "refused"
    assert sandbox.ledger.total("EUR").paid_out == 2500
    with pytest.raises(ValueError, match="does not wait: it is refused"):
        await sandbox.settle("adyen", second)


async def test_a_page_is_there_once(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    redirect = await post(http, PAYMENTS, payment(card(THREE_DS_CARD), browserInfo=BROWSER))
    async with http.get(redirect["action"]["url"]) as shown:
        assert "3-D Secure sandbox" in await shown.text()
    assert await sandbox.settle("adyen", "o1") == "Authorised"
    async with http.get(redirect["action"]["url"]) as late:
        assert late.status == 404
    session = await post(http, "/adyen/v68/sessions", {name: value for name, value in payment().items()
                                                       if name != "paymentMethod"}, 201)
    page = f"/adyen/checkoutshopper/sessions/{session['id']}"
    async with http.post(page, data={"outcome": "perhaps"}) as unsaid:
        assert unsaid.status == 400
    async with http.post(page, data={"outcome": "fail"}, allow_redirects=False) as back:
        assert back.status == 303
    async with http.get(page) as late, http.post(page, data={"outcome": "complete"}) as later:
        assert (late.status, later.status) == (404, 404)
    with pytest.raises(ValueError, match="does not wait"):
        await sandbox.settle("adyen", session["id"])
    async with http.get("/adyen/v68/sessions/CS0", headers={"X-API-Key": KEY}) as unknown:
        assert unknown.status == 404


@pytest.mark.parametrize(("call", "more", "message"), [
    ("acceptDispute", {"disputePspReference": "QFQTPCQ8HXSKGK82"}, "Dispute not found"),
    ("retrieveApplicableDefenseReasons", {"merchantAccountCode": "Other"}, "Dispute not found"),
    ("defendDispute", {"defenseReasonCode": "BecauseISaySo"}, "Invalid defense reason code"),
    ("deleteDisputeDefenseDocument", {"defenseDocumentType": "DefenseMaterial"}, "Defense document not found")])
async def test_a_dispute_call_that_cannot_be_done_says_why(http: aiohttp.ClientSession, sandbox: Sandbox, call: str,
                                                           more: Body, message: str) -> None:
    sandbox.set_webhook("adyen", "http://127.0.0.1:1/")
    await post(http, PAYMENTS, payment(card(holderName="Chargeback")))
    named = {"merchantAccountCode": MERCHANT,
             "disputePspReference": sandbox.webhooks.deliveries[-1].event_id.partition("_")[0]}
    told = await post(http, f"{DISPUTES}/{call}", named | more)
    assert told["disputeServiceResult"] == {"success": False, "errorMessage": message}
    assert (await post(http, f"{DISPUTES}/acceptDispute", {"merchantAccountCode": MERCHANT}, 422))[
        "errorCode"] == "14_002"


async def test_an_accepted_dispute_is_over(http: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    sandbox.set_webhook("adyen", "http://127.0.0.1:1/")
    await post(http, PAYMENTS, payment(card(holderName="Chargeback")))
    named = {"merchantAccountCode": MERCHANT,
             "disputePspReference": sandbox.webhooks.deliveries[-1].event_id.partition("_")[0]}
    assert (await post(http, f"{DISPUTES}/acceptDispute", named))["disputeServiceResult"] == {"success": True}
    with pytest.raises(ValueError, match="does not wait: it is Accepted"):
        await sandbox.settle("adyen", named["disputePspReference"])
    assert sandbox.ledger.total("EUR").kept == 0


async def test_stored_methods_are_listed_by_contract_and_stored_once(http: aiohttp.ClientSession) -> None:
    debit = {"type": "sepadirectdebit", "iban": IBAN, "ownerName": "Jane Doe"}
    for method in (card(), card(), debit):
        await post(http, PAYMENTS, payment(method, storePaymentMethod=True, shopperReference="jane"))
    named = {"merchantAccount": MERCHANT, "shopperReference": "jane"}
    listed = await post(http, f"{RECURRING}/listRecurringDetails", named | {"recurring": {"contract": "RECURRING"}})
    assert [detail["RecurringDetail"]["variant"] for detail in listed["details"]] == ["visa", "sepadirectdebit"]
    one_click = await post(http, f"{RECURRING}/listRecurringDetails", named | {"recurring": {"contract": "ONECLICK"}})
    assert len(one_click["details"]) == 1
    assert (await post(http, f"{RECURRING}/disable", named | {"recurringDetailReference": "X"}, 422))[
        "errorCode"] == "803"
    assert (await post(http, f"{RECURRING}/disable", named))["response"] == "[all-details-successfully-disabled]"
    assert await post(http, f"{RECURRING}/listRecurringDetails", named) == {}


def test_the_manual_page_lists_what_there_is() -> None:
    rows = [[cell.strip(" `") for cell in line.strip("| ").split(" | ")]
            for line in str(adyen.__doc__).splitlines() if line.startswith("| ")]
    named = {name.strip(" `") for row in rows for name in row[0].split(",")}
    simulator = Sandbox()._simulators["adyen"]
    assert {route.operation for route in simulator.routes} <= named
    told = {row[0]: row[1:] for row in rows}
    for route in simulator.routes:
        if not route.open:
            assert told[route.operation] == [f"{route.method} {route.template}"]
    for outcome in cards.OUTCOMES:
        if outcome.word in told:
            number, result = told[outcome.word]
            assert number == str(outcome.code)
            assert result.partition(";")[0] == outcome.result_code + (f": {outcome.reason}" if outcome.reason else "")
