"""Cybersource's official SDK lives the life of a payment at the simulator, by its own signature and its own models.

It comes with an urllib3 of its own (urllib3-future, which takes the other one's place), so it has an environment of its
own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox.cybersource_shop import account
from sandbox.sdk_environments import driven
from tollbridge.sandbox import SandboxThread

Ask = Callable[..., Any]


@pytest.fixture
def running() -> Iterator[SandboxThread]:
    """Whose clock runs: the date is signed."""
    with SandboxThread() as running:
        yield running


@pytest.fixture
def sdk(running: SandboxThread) -> Iterator[Ask]:
    its = account()
    config = {"authentication_type": "http_signature", "merchantid": its["merchant_account"],
              "merchant_keyid": its["api_key"], "merchant_secretkey": its["api_secret"],
              "run_environment": "apitest.cybersource.com", "IntermediateHost": running.base_url("cybersource")}
    with driven("cybersource_sdk", config) as tell:
        def ask(api: str, method: str, *ids: str, model: str = "", ids_first: bool = False, **body: Any) -> Any:
            told = tell({"api": f"{api}Api", "method": method, "ids": ids, "model": model, "ids_first": ids_first,
                         "body": body})
            return told["status"], told["body"]

        yield ask


BILL_TO = {"first_name": "Mira", "last_name": "Okafor", "address1": "12 Lantern Row", "locality": "Madison",
           "administrative_area": "WI", "postal_code": "53703", "country": "US", "email": "mira@lantern.example"}
CARD = {"number": "4111111111111111", "expiration_month": "09", "expiration_year": "2031", "security_code": "314"}


def of(code: str, amount: str = "42.50", **more: Any) -> dict[str, Any]:
    return {"client_reference_information": {"code": code},
            "order_information": {"amount_details": {"total_amount": amount, "currency": "USD"}, **more}}


def pay(sdk: Ask, code: str, amount: str = "42.50", card: dict[str, str] | None = None, **processing: Any) -> Any:
    return sdk("Payments", "create_payment", model="CreatePaymentRequest", processing_information=processing,
               payment_information={"card": card or CARD}, **of(code, amount, bill_to=BILL_TO))


def test_the_official_sdk_is_let_in_and_understands_every_answer(sdk: Ask, running: SandboxThread) -> None:
    total = running.sandbox.ledger.total
    status, held = pay(sdk, "o-1", capture=False)
    assert (status, held["status"], held["processorInformation"]["avs"]["code"]) == (201, "AUTHORIZED", "Y")
    status, raised = sdk(
        "Payments", "increment_auth", held["id"], model="IncrementAuthRequest", ids_first=True,
        client_reference_information={"code": "i-1"},
        order_information={"amount_details": {"additional_amount": "10.00", "currency": "USD"}})
    assert (status, raised["status"]) == (201, "AUTHORIZED")
    status, taken = sdk("Capture", "capture_payment", held["id"], model="CapturePaymentRequest", **of("c-1"))
    assert (status, taken["status"], taken["orderInformation"]["amountDetails"]["totalAmount"]) == (
        201, "PENDING", "42.50")
    status, back = sdk("Refund", "refund_capture", taken["id"], model="RefundCaptureRequest", **of("r-1", "5.00"))
    assert (status, back["refundAmountDetails"]["refundAmount"]) == (201, "5.00")
    status, undone = sdk("Void", "void_refund", back["id"], model="VoidRefundRequest",
                         client_reference_information={"code": "v-1"})
    assert (status, undone["status"], undone["voidAmountDetails"]["voidAmount"]) == (201, "VOIDED", "5.00")
    status, gone = sdk("Void", "void_capture", taken["id"], model="VoidCaptureRequest",
                       client_reference_information={"code": "v-2"})
    assert (status, gone["status"], total("USD", reference="o-1").kept) == (201, "VOIDED", 0)
    status, freed = sdk("Reversal", "auth_reversal", held["id"], model="AuthReversalRequest", ids_first=True,
                        client_reference_information={"code": "x-1"},
                        reversal_information={"amount_details": {"total_amount": "42.50", "currency": "USD"}})
    assert (status, freed["status"], freed["reversalAmountDetails"]["reversedAmount"]) == (201, "REVERSED", "42.50")
    status, seen = sdk("TransactionDetails", "get_transaction", held["id"])
    assert (status, seen["applicationInformation"]["status"], seen["clientReferenceInformation"]["code"]) == (
        200, "REVERSED", "o-1")
    assert (total("USD", reference="o-1").held, total("USD", reference="o-1").charges) == (0, 1)

    status, no = pay(sdk, "o-2", "4051.00", capture=True)
    assert (status, no["status"], no["errorInformation"]["reason"]) == (201, "DECLINED", "INSUFFICIENT_FUND")
    status, no = sdk("Capture", "capture_payment", "1", model="CapturePaymentRequest", **of("c-2"))
    assert (status, no["reason"]) == (400, "MISSING_AUTH")
    status, no = pay(sdk, "o-2", capture=True)
    assert (status, no["reason"]) == (400, "DUPLICATE_REQUEST")

    status, first = pay(sdk, "o-3", capture=True, action_list=["TOKEN_CREATE"],
                        action_token_types=["paymentInstrument"])
    token = first["tokenInformation"]["paymentInstrument"]["id"]
    status, again = sdk("Payments", "create_payment", model="CreatePaymentRequest",
                        processing_information={"capture": True},
                        payment_information={"payment_instrument": {"id": token}}, **of("o-4"))
    assert (status, again["status"], total("USD", reference="o-4").kept) == (201, "AUTHORIZED", 4250)
    assert sdk("PaymentInstrument", "get_payment_instrument", token)[1]["card"]["expirationYear"] == "2031"
    assert sdk("PaymentInstrument", "delete_payment_instrument", token)[0] == 204
    assert sdk("PaymentInstrument", "get_payment_instrument", token)[0] == 410

    card = {name: text for name, text in CARD.items() if name != "security_code"} | {"number": "4000000000002503"}
    status, begun = sdk("PayerAuthentication", "payer_auth_setup", model="PayerAuthSetupRequest",
                        client_reference_information={"code": "a-1"}, payment_information={"card": card})
    assert (status, begun["status"]) == (201, "COMPLETED")
    status, asked = sdk(
        "PayerAuthentication", "check_payer_auth_enrollment", model="CheckPayerAuthEnrollmentRequest",
        payment_information={"card": card}, consumer_authentication_information={
            "reference_id": begun["consumerAuthenticationInformation"]["referenceId"],
            "return_url": "https://lantern.example/3ds"}, **of("a-1", bill_to=BILL_TO))
    assert (status, asked["status"]) == (201, "PENDING_AUTHENTICATION")
    its_id = asked["consumerAuthenticationInformation"]["authenticationTransactionId"]
    running.wait(lambda sandbox: sandbox.settle("cybersource", its_id))
    status, done = sdk("PayerAuthentication", "validate_authentication_results", model="ValidateRequest",
                       payment_information={"card": card},
                       consumer_authentication_information={"authentication_transaction_id": its_id}, **of("a-1"))
    assert (status, done["status"], done["consumerAuthenticationInformation"]["eciRaw"]) == (
        201, "AUTHENTICATION_SUCCESSFUL", "05")
