"""Checkout.com's official SDK lives the life of a payment at the simulator, by both kinds of credentials."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import requests

from sandbox.sdk_environments import Ask, driven
from tollbridge.sandbox import Sandbox, SandboxThread
from tollbridge.sandbox.checkout import MERCHANTS

ITS = MERCHANTS["lantern"]
CARD = {"class": "PaymentRequestCardSource", "number": "4242424242424242", "expiry_month": 9, "expiry_year": 2031,
        "cvv": "314"}


class Sdk:
    def __init__(self, tell: Ask) -> None:
        self._tell = tell

    def __call__(self, client: str, method: str, *arguments: Any) -> tuple[int, Any]:
        told = self._tell({"client": client, "method": method, "arguments": arguments})
        return told["status"], told["body"]

    def pay(self, reference: str, key: str | None = None, **more: Any) -> tuple[int, Any]:
        wish = {"class": "PaymentRequest", "source": CARD, "amount": 4250, "currency": "USD", "reference": reference,
                "processing_channel_id": ITS.channel, **more}
        return self("payments", "request_payment", wish, key)


@contextmanager
def opened(running: SandboxThread, *, oauth: bool = False) -> Iterator[Sdk]:
    keys = {"access_key": ITS.access_key, "access_secret": ITS.access_secret,
            "scopes": "gateway vault payouts sessions:browser"} if oauth else {
            "secret_key": ITS.secret_key, "public_key": ITS.public_key}
    with driven("checkout_sdk", {"url": running.base_url("checkout"), **keys}) as tell:
        yield Sdk(tell)


def of_payment(sdk: Sdk, its_id: str) -> Any:
    return sdk("payments", "get_payment_details", its_id)[1]


def test_the_official_sdk_is_let_in_and_understands_every_answer(running: SandboxThread) -> None:
    total = running.sandbox.ledger.total
    with opened(running) as sdk:
        status, held = sdk.pay("o-1", "key-1", capture=False, authorization_type="Estimated")
        assert (status, held["status"], held["response_code"], held["source"]["last4"]) == (
            201, "Authorized", "10000", "4242")
        assert sdk.pay("o-1", "key-1", capture=False)[1]["id"] == held["id"]
        its_id = held["id"]
        status, more = sdk("payments", "increment_payment_authorization", its_id,
                           {"class": "AuthorizationRequest", "amount": 1000, "reference": "i-1"}, "key-2")
        assert (status, more["balances"]["total_authorized"]) == (201, 5250)
        for number, kind in ((3, "NonFinal"), (4, "Final")):
            status, taken = sdk("payments", "capture_payment", its_id, {
                "class": "CaptureRequest", "amount": 1000, "capture_type": kind}, f"key-{number}")
            assert (status, taken["action_id"][:4]) == (202, "act_")
        assert of_payment(sdk, its_id)["status"] == "Partially Captured"
        status, _ = sdk("payments", "refund_payment", its_id, {"class": "RefundRequest", "amount": 500}, "key-5")
        assert (status, of_payment(sdk, its_id)["status"]) == (202, "Partially Refunded")
        listed = sdk("payments", "get_payment_actions", its_id)[1]["items"]
        assert [one["type"] for one in listed] == [
            "Refund", "Capture", "Capture", "Authorization", "Authorization"]
        assert (total("USD", reference="o-1").kept, total("USD", reference="o-1").held) == (1500, 0)

        its_id = sdk.pay("o-2", capture=False)[1]["id"]
        assert sdk("payments", "void_payment", its_id, {"class": "VoidRequest", "reference": "v-1"})[0] == 202
        assert of_payment(sdk, its_id)["status"] == "Voided"
        assert sdk("payments", "reverse_payment", sdk.pay("o-3")[1]["id"])[0] == 202
        assert (total("USD").held, total("USD", reference="o-3").kept) == (0, 0)

        no = sdk.pay("o-4", source={**CARD, "number": "4544249167673670"})[1]
        assert (no["approved"], no["status"], no["response_code"]) == (False, "Declined", "20051")
        assert sdk.pay("o-5", source={**CARD, "number": "4242424242424241"}) == (422, ["card_number_invalid"])
        assert of_payment(sdk, "pay_nobody") is None
        listed = sdk("payments", "get_payments_list", {"class": "PaymentsQueryFilter", "reference": "o-3"})[1]
        assert [one["status"] for one in listed["data"]] == ["Refunded"]


def test_what_is_kept_pays_again_and_3ds_leads_to_a_page(running: SandboxThread) -> None:
    with opened(running) as sdk:
        status, token = sdk("tokens", "request_card_token", {
            "class": "CardTokenRequest", **{name: value for name, value in CARD.items() if name != "class"}})
        assert (status, token["last4"]) == (201, "4242")
        paid = sdk.pay("o-1", source={"class": "PaymentRequestTokenSource", "token": token["token"]})[1]
        status, new = sdk("customers", "create", {"class": "CustomerRequest", "email": "ida@lantern.example"})
        assert (status, sdk("customers", "get", new["id"])[1]["email"]) == (201, "ida@lantern.example")
        kept = paid["source"]["id"]
        again = sdk.pay("o-2", source={"class": "PaymentRequestIdSource", "id": kept}, merchant_initiated=True,
                        previous_payment_id=paid["id"], payment_type="Unscheduled")
        assert (again[0], again[1]["status"]) == (201, "Authorized")
        assert sdk("instruments", "get", kept)[1]["expiry_year"] == 2031
        assert (sdk("instruments", "delete", kept)[0], sdk("instruments", "delete", kept)[0]) == (204, 404)

        status, asked = sdk.pay("o-3", three_ds={"class": "ThreeDsRequest", "enabled": True},
                                success_url="https://lantern.example/yes", failure_url="https://lantern.example/no")
        assert (status, asked["status"]) == (202, "Pending")
        back = requests.post(asked["_links"]["redirect"]["href"], data={"outcome": "passed"}, timeout=5,
                             allow_redirects=False).headers["Location"]
        where, _, session = back.partition("?cko-session-id=")
        assert (where, of_payment(sdk, session)["3ds"]["authentication_response"]) == (
            "https://lantern.example/yes", "Y")
    assert running.sandbox.ledger.total("USD").kept == 3 * 4250


def test_a_dispute_is_defended_by_a_file(running: SandboxThread) -> None:
    with opened(running) as sdk:
        its_id = sdk.pay("o-1", amount=1040)[1]["id"]
        status, found = sdk("disputes", "query", {"class": "DisputesQueryFilter", "payment_id": its_id})
        assert (status, found["total_count"], found["data"][0]["status"]) == (200, 1, "evidence_required")
        dispute = found["data"][0]["id"]
        status, file = sdk("disputes", "upload_file", {
            "class": "FileRequest", "content": "%PDF-1.7", "purpose": "dispute_evidence"})
        assert status == 200
        assert sdk("disputes", "put_evidence", dispute, {
            "class": "DisputeEvidenceRequest", "invoice_or_receipt_file": file["id"],
            "additional_evidence_text": "It has come"})[0] == 204
        assert sdk("disputes", "get_evidence", dispute)[1]["invoice_or_receipt_file"] == file["id"]
        assert sdk("disputes", "submit_evidence", dispute)[0] == 204
        assert sdk("disputes", "get_dispute_details", dispute)[1]["status"] == "evidence_under_review"
        assert sdk("disputes", "accept", dispute)[0] == 403


def test_a_payout_is_made_with_an_access_token(running: SandboxThread) -> None:
    wish = {"class": "PayoutRequest", "amount": 1000, "currency": "GBP", "processing_channel_id": ITS.channel,
            "source": {"class": "PayoutRequestCurrencyAccountSource", "id": ITS.currency_account},
            "destination": {"class": "PaymentBankAccountDestination", "account_number": "12345678"}}
    with opened(running, oauth=True) as sdk:
        for reference, outcome, word in (("p-1", None, "Paid"), ("p-2", "failed", "Declined")):
            status, made = sdk("payments", "request_payout", {**wish, "reference": reference})
            assert (status, made["status"]) == (202, "Pending")
            end = partial(Sandbox.settle, processor="checkout", reference=made["id"], outcome=outcome)
            running.wait(end)
            assert of_payment(sdk, made["id"])["status"] == word
        assert sdk("disputes", "accept", "dsp_1")[0] is None  # the SDK wants a secret key for that
    assert running.sandbox.ledger.total("GBP").paid_out == 1000


def test_a_session_is_authenticated_step_by_step_and_paid(running: SandboxThread) -> None:
    card = {"class": "SessionCardSource", "number": "4485040371536584", "expiry_month": 9, "expiry_year": 2031}
    browser = {"class": "BrowserSession", "accept_header": "text/html", "java_enabled": False,
               "javascript_enabled": True, "language": "en-GB", "color_depth": "24", "screen_height": "1200",
               "screen_width": "900", "timezone": "-60", "user_agent": "Mozilla/5.0", "ip_address": "192.0.2.7"}
    wish = {"class": "SessionRequest", "source": card, "amount": 4250, "currency": "USD", "reference": "o-1",
            "processing_channel_id": ITS.channel, "completion": {
                "class": "NonHostedCompletionInfo", "challenge_notification_url": "https://lantern.example/back"}}
    with opened(running, oauth=True) as sdk:
        status, its = sdk("sessions", "request_session", wish)
        assert (status, its["status"], its["next_actions"]) == (
            202, "pending", ["collect_channel_data", "issuer_fingerprint"])
        by_browser = (its["id"], its["session_secret"])
        assert sdk("sessions", "complete_session", *by_browser) == (403, ["update_not_allowed_due_to_state"])
        status, told = sdk("sessions", "update_session", its["id"], browser, its["session_secret"])
        assert (status, told["status"], told["acs"]["challenge_mandated"]) == (200, "challenged", True)
        back = requests.post(told["acs"]["url"], data={"outcome": "passed"}, timeout=5, allow_redirects=False)
        assert back.headers["Location"].startswith("https://lantern.example/back?cres=")
        told = sdk("sessions", "get_session_details", *by_browser)[1]
        assert (told["status"], told["approved"], "cryptogram" in told) == ("approved", True, False)
        told = sdk("sessions", "get_session_details", its["id"])[1]
        assert (told["eci"], len(told["cryptogram"])) == ("05", 28)
        assert sdk("sessions", "complete_session", *by_browser)[0] == 204
        paid = sdk.pay("o-1", source={**CARD, "number": card["number"]}, three_ds={
            "class": "ThreeDsRequest", "enabled": True, "authentication_id": its["id"]})[1]
        assert (paid["status"], of_payment(sdk, paid["id"])["3ds"]["authentication_response"]) == ("Authorized", "Y")

        status, its = sdk("sessions", "request_session", {**wish, "channel_data": browser, "source": {
            **card, "number": "4539628347117863"}})
        assert (status, its["next_actions"]) == (201, ["issuer_fingerprint"])
        told = sdk("sessions", "update_3ds_method_completion", its["id"], {
            "class": "ThreeDsMethodCompletionRequest", "three_ds_method_completion": "U"}, its["session_secret"])[1]
        assert (told["status"], told["response_code"], told["approved"]) == ("declined", "N", False)
    assert running.sandbox.ledger.total("USD").kept == 4250
