"""Authorize.Net's official SDK, which speaks XML, lives the life of a payment at the simulator that our JSON drives."""

from __future__ import annotations

import warnings
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from tollbridge.sandbox import SandboxThread
from tollbridge.sandbox.authorizedotnet import MERCHANTS

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its bindings are of 2012
    contracts = pytest.importorskip("authorizenet.apicontractsv1", reason="authorizenet is not installed")
    controllers = pytest.importorskip("authorizenet.apicontrollers")

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def url(running: SandboxThread) -> str:
    return f"{running.base_url('authorizedotnet')}/xml/v1/request.api"


class Asked(NamedTuple):
    """A request, whose class has no name in the SDK's bindings."""

    function: str
    request: Any


def asked(function: str, **members: Any) -> Asked:
    made = getattr(contracts, f"{function}Request")()
    made.merchantAuthentication = contracts.merchantAuthenticationType()
    made.merchantAuthentication.name, made.merchantAuthentication.transactionKey = (
        "sandboxUSD", MERCHANTS["sandboxUSD"][0])
    for name, value in members.items():
        setattr(made, name, value)
    return Asked(function, made)


def answered(url: str, asked: Asked) -> Any:
    controller = getattr(controllers, f"{asked.function}Controller")(asked.request)
    controller.setenvironment(url)
    controller.execute()
    return controller.getresponse()


def transaction(kind: str, **members: Any) -> Asked:
    made = contracts.transactionRequestType()
    made.transactionType = kind
    for name, value in members.items():
        setattr(made, name, value)
    return asked("createTransaction", transactionRequest=made, refId="o-1")


def paying(number: str = "4111111111111111", expiry: str = "2031-09") -> Any:
    made = contracts.paymentType()
    made.creditCard = contracts.creditCardType()
    made.creditCard.cardNumber, made.creditCard.expirationDate, made.creditCard.cardCode = number, expiry, "900"
    return made


def details(url: str, trans_id: object) -> Any:
    return answered(url, asked("getTransactionDetails", transId=str(trans_id))).transaction


def settle(running: SandboxThread, trans_id: object) -> str:
    return running.wait(lambda sandbox: sandbox.settle("authorizedotnet", str(trans_id)))


def test_a_payment_is_reserved_captured_settled_and_given_back(url: str, running: SandboxThread) -> None:
    held = answered(url, transaction("authOnlyTransaction", amount=Decimal("42.50"), payment=paying()))
    assert held.messages.resultCode == "Ok"
    its = held.transactionResponse
    assert (its.responseCode, its.accountNumber, its.accountType, its.cvvResultCode) == (1, "XXXX1111", "Visa", "M")
    taken = answered(url, transaction("priorAuthCaptureTransaction", amount=Decimal("10.00"),
                                      refTransId=str(its.transId)))
    assert taken.transactionResponse.responseCode == 1
    assert details(url, its.transId).transactionStatus == "capturedPendingSettlement"
    assert settle(running, its.transId) == "settledSuccessfully"
    back = answered(url, transaction("refundTransaction", amount=Decimal("10.00"), refTransId=str(its.transId),
                                     payment=paying("1111", "XXXX")))
    assert back.transactionResponse.responseCode == 1
    assert details(url, back.transactionResponse.transId).transactionStatus == "refundPendingSettlement"
    total = running.sandbox.ledger.total("USD", processor="authorizedotnet", reference="o-1")
    assert (total.authorized, total.captured, total.refunded, total.held) == (4250, 1000, 1000, 0)


def test_a_void_and_a_decline(url: str) -> None:
    its = answered(url, transaction("authCaptureTransaction", amount=Decimal("1.00"), payment=paying()))
    gone = answered(url, transaction("voidTransaction", refTransId=str(its.transactionResponse.transId)))
    assert gone.transactionResponse.responseCode == 1
    assert details(url, its.transactionResponse.transId).transactionStatus == "voided"
    bill_to = contracts.customerAddressType()
    bill_to.zip = "46282"
    no = answered(url, transaction("authCaptureTransaction", amount=Decimal("2.00"), payment=paying(), billTo=bill_to))
    assert (no.messages.resultCode, no.transactionResponse.responseCode) == ("Ok", 2)
    assert no.transactionResponse.errors.error[0].errorCode == 2


def test_the_merchant_decides_about_what_is_held(url: str, running: SandboxThread) -> None:
    bill_to = contracts.customerAddressType()
    bill_to.zip = "46299"
    for amount, action, status in (("1.00", "approve", "capturedPendingSettlement"), ("2.00", "decline", "declined")):
        held = answered(url, transaction("authCaptureTransaction", amount=Decimal(amount), payment=paying(),
                                         billTo=bill_to)).transactionResponse
        assert held.responseCode == 4
        verdict = contracts.heldTransactionRequestType(action=action, refTransId=str(held.transId))
        its = answered(url, asked("updateHeldTransaction", heldTransactionRequest=verdict))
        assert its.messages.resultCode == "Ok"
        assert details(url, held.transId).transactionStatus == status


def test_a_payer_agrees_at_paypal(url: str) -> None:
    paying = contracts.paymentType()
    paying.payPal = contracts.payPalType(successUrl="https://lantern.example/back",
                                         cancelUrl="https://lantern.example/no")
    asks = transaction("authOnlyTransaction", amount=Decimal("5.00"), payment=paying)
    first = answered(url, asks).transactionResponse
    assert (first.responseCode, first.messages.message[0].code) == (5, 2000)
    assert str(first.secureAcceptance.SecureAcceptanceUrl).startswith("https://www.sandbox.paypal.com/")
    paying.payPal = contracts.payPalType(payerID="S6D5ETGSVYX94")
    its = answered(url, transaction("authOnlyContinueTransaction", payment=paying, refTransId=str(first.transId)))
    assert (its.messages.resultCode, its.transactionResponse.responseCode) == ("Ok", 1)
    assert details(url, its.transactionResponse.transId).transactionStatus == "authorizedPendingCapture"


def test_wrong_credentials_and_unknown_ids_are_errors_of_the_call(url: str) -> None:
    wrong = asked("getTransactionDetails", transId="1")
    wrong.request.merchantAuthentication.transactionKey = "another"
    assert answered(url, wrong).messages.message[0].code == "E00007"
    assert answered(url, asked("getTransactionDetails", transId="1")).messages.message[0].code == "E00040"


def test_a_customer_keeps_a_card_and_is_charged_by_it(url: str, running: SandboxThread) -> None:
    customer = contracts.customerProfileType(merchantCustomerId="mira-7", email="mira@lantern.example")
    made = answered(url, asked("createCustomerProfile", profile=customer))
    method = contracts.customerPaymentProfileType(payment=paying())
    kept = answered(url, asked("createCustomerPaymentProfile", customerProfileId=str(made.customerProfileId),
                               paymentProfile=method, validationMode="liveMode"))
    assert kept.messages.resultCode == "Ok"
    stored = contracts.customerProfilePaymentType()
    stored.customerProfileId = str(made.customerProfileId)
    stored.paymentProfile = contracts.paymentProfile()
    stored.paymentProfile.paymentProfileId = str(kept.customerPaymentProfileId)
    paid = answered(url, transaction("authCaptureTransaction", amount=Decimal("5.00"), profile=stored))
    assert paid.transactionResponse.responseCode == 1
    shown = answered(url, asked("getCustomerProfile", customerProfileId=str(made.customerProfileId)))
    assert shown.profile.paymentProfiles[0].payment.creditCard.cardNumber == "XXXX1111"
    its_id = {"customerProfileId": str(made.customerProfileId),
              "customerPaymentProfileId": str(kept.customerPaymentProfileId)}
    whole = answered(url, asked("getCustomerPaymentProfile", **its_id, unmaskExpirationDate="true"))
    assert whole.paymentProfile.payment.creditCard.expirationDate == "2031-09"
    gone = answered(url, asked("deleteCustomerPaymentProfile", customerProfileId=str(made.customerProfileId),
                               customerPaymentProfileId=str(kept.customerPaymentProfileId)))
    assert gone.messages.resultCode == "Ok"


def test_a_repeat_inside_the_window_is_told_from_a_new_payment(url: str, running: SandboxThread) -> None:
    settings = contracts.ArrayOfSetting()
    settings.setting.append(contracts.settingType(settingName="duplicateWindow", settingValue="600"))
    pay = {"amount": Decimal("3.00"), "payment": paying(), "transactionSettings": settings}
    first = answered(url, transaction("authCaptureTransaction", **pay)).transactionResponse
    again = answered(url, transaction("authCaptureTransaction", **pay)).transactionResponse
    assert (again.responseCode, again.errors.error[0].errorCode, again.transId) == (3, 11, first.transId)
    assert running.sandbox.ledger.total("USD", processor="authorizedotnet").charges == 1
