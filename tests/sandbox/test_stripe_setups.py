"""Customers, setups, mandates and off-session payments, driven by the official SDK."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from sandbox.schemas import conforms
from tollbridge.sandbox import SandboxThread

RETURN = "https://shop.example/back"
ONLINE: Any = {"customer_acceptance": {"type": "online", "online": {"ip_address": "127.0.0.1", "user_agent": "test"}}}


def customer(client: stripe.StripeClient) -> str:
    return client.v1.customers.create({"name": "Jenny Rosen", "email": "jenny@example.com"}).id


def set_up(client: stripe.StripeClient, method: str, **others: Any) -> stripe.SetupIntent:
    params: Any = {"payment_method": method, "confirm": True, "return_url": RETURN, **others}
    return client.v1.setup_intents.create(params)


def later(client: stripe.StripeClient, owner: str, method: Any, **others: Any) -> stripe.PaymentIntent:
    params: Any = {"amount": 1000, "currency": "usd", "confirm": True, "off_session": True, "customer": owner,
                   "payment_method": str(method), **others}
    return client.v1.payment_intents.create(params)


def test_a_customer_is_made_changed_read_and_deleted(running: SandboxThread, client: stripe.StripeClient) -> None:
    made = client.v1.customers.create({"name": "Jenny Rosen", "email": "jenny@example.com", "metadata": {"a": "1"}})
    conforms(made, "customer")
    changed = client.v1.customers.update(made.id, {"phone": "+15555555555", "metadata": {"a": "", "b": "2"}})
    assert changed.metadata is not None
    assert (changed.name, changed.phone, changed.metadata.to_dict()) == ("Jenny Rosen", "+15555555555", {"b": "2"})
    assert client.v1.customers.retrieve(made.id).email == "jenny@example.com"
    assert client.v1.customers.delete(made.id).deleted
    with pytest.raises(stripe.InvalidRequestError, match="No such customer") as gone:
        client.v1.customers.retrieve(made.id)
    assert gone.value.http_status == 404
    assert [(arrival.operation, arrival.path.removesuffix(made.id)) for arrival in running.sandbox.requests] == [
        ("customers.create", "/v1/customers"), ("customers.update", "/v1/customers/"),
        ("customers.retrieve", "/v1/customers/"), ("customers.delete", "/v1/customers/"),
        ("customers.retrieve", "/v1/customers/")]
    assert {arrival.headers["stripe-version"] for arrival in running.sandbox.requests} == {"2022-11-15"}


def test_a_card_is_set_up_and_charged_without_its_holder(running: SandboxThread, client: stripe.StripeClient) -> None:
    owner = customer(client)
    setup = set_up(client, "pm_card_visa", customer=owner, usage="off_session", mandate_data=ONLINE,
                   expand=["latest_attempt", "payment_method", "mandate"])
    conforms(setup, "setup_intent")
    assert (setup.status, setup.usage) == ("succeeded", "off_session")
    assert isinstance(setup.payment_method, stripe.PaymentMethod)
    assert setup.payment_method.customer == owner
    assert isinstance(setup.latest_attempt, stripe.SetupAttempt)
    assert setup.latest_attempt.status == "succeeded"
    assert setup.latest_attempt.payment_method_details["card"]["network_transaction_id"]
    assert isinstance(setup.mandate, stripe.Mandate)
    mandate = client.v1.mandates.retrieve(setup.mandate.id)
    conforms(mandate, "mandate")
    assert (mandate.status, mandate.type) == ("active", "multi_use")

    paid = later(client, owner, setup.payment_method.id)
    conforms(paid, "payment_intent")
    assert paid.status == "succeeded"
    assert running.sandbox.ledger.total("USD", payment=paid.id).captured == 1000
    assert client.v1.setup_intents.retrieve(setup.id).status == "succeeded"
    first = running.sandbox.requests.of("setup_intents.create")[0]
    assert (first.path, first.headers["stripe-version"]) == ("/v1/setup_intents", "2022-11-15")


@pytest.mark.parametrize(("method", "set_up_first", "status"), [
    ("pm_card_authenticationRequiredOnSetup", True, "succeeded"),
    ("pm_card_authenticationRequiredOnSetup", False, None),
    ("pm_card_authenticationRequiredSetupForOffSession", False, "succeeded"),
    ("pm_card_authenticationRequired", True, None),
])
def test_authentication_off_session_depends_on_the_setup(
        running: SandboxThread, client: stripe.StripeClient, method: str, set_up_first: bool,
        status: str | None) -> None:
    owner = customer(client)
    if set_up_first:
        setup = set_up(client, method, customer=owner)
        assert setup.status == "requires_action"
        assert running.wait(lambda sandbox: sandbox.settle("stripe", setup.id)) == "succeeded"
        kept = str(client.v1.setup_intents.retrieve(setup.id).payment_method)
    else:
        kept = client.v1.payment_methods.attach(method, {"customer": owner}).id
    if status is not None:
        assert later(client, owner, kept).status == status
        return
    with pytest.raises(stripe.CardError) as refused:
        later(client, owner, kept)
    assert refused.value.code == "authentication_required"


def test_a_card_typed_in_with_its_network_transaction_id_needs_no_authentication(client: stripe.StripeClient) -> None:
    params: Any = {
        "amount": 1000, "currency": "usd", "confirm": True, "off_session": True, "customer": customer(client),
        "payment_method_data": {"type": "card", "card": {"number": "4000002500003155", "exp_month": 12,
                                                         "exp_year": 2030}},
        "payment_method_options": {"card": {"mit_exemption": {"network_transaction_id": "016153570198200"}}}}
    assert client.v1.payment_intents.create(params).status == "succeeded"


def test_a_first_payment_can_set_up_later_ones(client: stripe.StripeClient) -> None:
    owner = customer(client)
    first = client.v1.payment_intents.create({
        "amount": 1000, "currency": "usd", "confirm": True, "customer": owner, "payment_method": "pm_card_visa",
        "setup_future_usage": "off_session", "mandate_data": ONLINE, "expand": ["latest_charge"]})
    conforms(first, "payment_intent")
    assert isinstance(first.latest_charge, stripe.Charge)
    assert first.latest_charge.payment_method_details is not None
    assert first.latest_charge.payment_method_details.card is not None
    mandate = client.v1.mandates.retrieve(str(first.latest_charge.payment_method_details.card.mandate))
    assert (mandate.payment_method, mandate.type) == (first.payment_method, "multi_use")
    assert later(client, owner, first.payment_method).status == "succeeded"


def test_a_detached_method_and_its_mandate_are_over(running: SandboxThread, client: stripe.StripeClient) -> None:
    owner = customer(client)
    setup = set_up(client, "pm_card_visa", customer=owner, mandate_data=ONLINE)
    detached = client.v1.payment_methods.detach(str(setup.payment_method))
    conforms(detached, "payment_method")
    assert detached.customer is None
    assert client.v1.mandates.retrieve(str(setup.mandate)).status == "inactive"
    with pytest.raises(stripe.InvalidRequestError, match="It may not be used again"):
        later(client, owner, setup.payment_method)
    with pytest.raises(stripe.InvalidRequestError, match="It may not be used again"):
        client.v1.payment_methods.attach(detached.id, {"customer": owner})
    assert running.sandbox.requests.of("payment_methods.detach")[0].path == f"/v1/payment_methods/{detached.id}/detach"
    assert len(running.sandbox.ledger) == 0


def test_a_method_of_a_customer_is_nobody_elses(client: stripe.StripeClient) -> None:
    kept = client.v1.payment_methods.attach("pm_card_visa", {"customer": customer(client)})
    with pytest.raises(stripe.InvalidRequestError, match="does not have a payment method with the ID"):
        later(client, customer(client), kept.id)
    with pytest.raises(stripe.InvalidRequestError, match="you must provide the customer in the request"):
        client.v1.payment_intents.create({"amount": 1000, "currency": "usd", "payment_method": kept.id})


def test_a_method_that_paid_for_nobody_is_used_up(client: stripe.StripeClient) -> None:
    paid = client.v1.payment_intents.create(
        {"amount": 1000, "currency": "usd", "confirm": True, "payment_method": "pm_card_visa"})
    with pytest.raises(stripe.InvalidRequestError, match="It may not be used again"):
        client.v1.payment_intents.create({"amount": 1000, "currency": "usd", "confirm": True,
                                          "payment_method": str(paid.payment_method)})


def test_a_card_that_cannot_be_saved_is_declined_with_the_setup_in_it(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.CardError) as declined:
        set_up(client, "pm_card_chargeDeclined", customer=customer(client))
    error = declined.value.error
    assert error is not None
    assert error.setup_intent is not None
    assert (error.code, error.setup_intent.status) == ("card_declined", "requires_payment_method")
    kept = client.v1.setup_intents.retrieve(error.setup_intent.id, {"expand": ["latest_attempt"]})
    conforms(kept, "setup_intent")
    assert isinstance(kept.latest_attempt, stripe.SetupAttempt)
    assert kept.latest_attempt.status == "failed"
    with pytest.raises(stripe.CardError):
        client.v1.payment_methods.attach("pm_card_chargeDeclined", {"customer": customer(client)})


def test_a_card_may_be_saved_and_decline_all_the_same(client: stripe.StripeClient) -> None:
    owner = customer(client)
    setup = set_up(client, "pm_card_chargeCustomerFail", customer=owner)
    with pytest.raises(stripe.CardError, match="declined"):
        later(client, owner, setup.payment_method)


def test_a_setup_is_confirmed_later_or_canceled(client: stripe.StripeClient) -> None:
    made = client.v1.setup_intents.create({"usage": "off_session"})
    assert made.status == "requires_payment_method"
    assert client.v1.setup_intents.confirm(made.id, {"payment_method": "pm_card_visa"}).status == "succeeded"
    other = client.v1.setup_intents.create({"payment_method": "pm_card_visa"})
    canceled = client.v1.setup_intents.cancel(other.id, {"cancellation_reason": "abandoned"})
    conforms(canceled, "setup_intent")
    assert (canceled.status, canceled.cancellation_reason) == ("canceled", "abandoned")
    with pytest.raises(stripe.InvalidRequestError) as over:
        client.v1.setup_intents.confirm(other.id, {"payment_method": "pm_card_visa"})
    assert over.value.code == "setup_intent_unexpected_state"


def test_a_failed_challenge_fails_the_setup(running: SandboxThread, client: stripe.StripeClient) -> None:
    setup = set_up(client, "pm_card_authenticationRequired")
    assert setup.next_action is not None
    conforms(setup, "setup_intent")
    assert setup.next_action.type == "redirect_to_url"
    assert running.wait(lambda sandbox: sandbox.settle("stripe", setup.id, "failed")) == "requires_payment_method"
    failed = client.v1.setup_intents.retrieve(setup.id)
    assert failed.last_setup_error is not None
    assert failed.last_setup_error.code == "setup_intent_authentication_failure"


@pytest.mark.parametrize("data", [
    {"type": "sepa_debit", "sepa_debit": {"iban": "DE89370400440532013000"}},
    {"type": "bacs_debit", "bacs_debit": {"account_number": "00012345", "sort_code": "108800"}},
    {"type": "au_becs_debit", "au_becs_debit": {"account_number": "000123456", "bsb_number": "000000"}},
], ids=lambda data: str(data["type"]))
def test_a_debit_is_set_up_with_a_mandate(client: stripe.StripeClient, data: Any) -> None:
    owner = customer(client)
    billing = {"name": "Jenny Rosen", "email": "jenny@example.com"}
    params: Any = {"confirm": True, "customer": owner, "payment_method_types": [data["type"]],
                   "payment_method_data": {**data, "billing_details": billing}, "mandate_data": ONLINE,
                   "expand": ["mandate"]}
    setup = client.v1.setup_intents.create(params)
    conforms(setup, "setup_intent")
    assert setup.status == "succeeded"
    assert isinstance(setup.mandate, stripe.Mandate)
    assert setup.mandate.payment_method_details.type == data["type"]
    currency = {"sepa_debit": "eur", "bacs_debit": "gbp", "au_becs_debit": "aud"}[data["type"]]
    paid = later(client, owner, setup.payment_method, currency=currency, payment_method_types=[data["type"]],
                 expand=["latest_charge"])
    assert paid.status == "processing"
    assert isinstance(paid.latest_charge, stripe.Charge)
    assert paid.latest_charge.payment_method_details is not None
    assert paid.latest_charge.payment_method_details[data["type"]]["mandate"] == setup.mandate.id
    assert client.v1.payment_intents.retrieve(paid.id).status == "succeeded"


def test_microdeposits_prove_an_american_account(client: stripe.StripeClient) -> None:
    params: Any = {
        "confirm": True, "customer": customer(client), "payment_method_types": ["us_bank_account"],
        "payment_method_data": {"type": "us_bank_account", "billing_details": {"name": "Jenny Rosen"},
                                "us_bank_account": {"account_number": "000123456789", "routing_number": "110000000",
                                                    "account_holder_type": "individual"}}}
    setup = client.v1.setup_intents.create(params)
    conforms(setup, "setup_intent")
    assert setup.next_action is not None
    assert setup.next_action.type == "verify_with_microdeposits"
    with pytest.raises(stripe.InvalidRequestError, match="do not match"):
        client.v1.setup_intents.verify_microdeposits(setup.id, {"amounts": [1, 2]})
    verified = client.v1.setup_intents.verify_microdeposits(setup.id, {"amounts": [32, 45]})
    assert (verified.status, verified.next_action) == ("succeeded", None)


@pytest.mark.parametrize("kind", ["ideal", "bancontact", "sofort"])
def test_a_bank_redirect_leaves_a_sepa_debit_behind(running: SandboxThread, client: stripe.StripeClient,
                                                    kind: str) -> None:
    owner = customer(client)
    params: Any = {"confirm": True, "customer": owner, "payment_method_types": [kind], "return_url": RETURN,
                   "payment_method_data": {"type": kind, "billing_details": {"name": "Jenny Rosen",
                                                                             "email": "jenny@example.com"}},
                   "mandate_data": ONLINE}
    if kind == "sofort":
        params["payment_method_data"]["sofort"] = {"country": "DE"}
    setup = client.v1.setup_intents.create(params)
    assert setup.status == "requires_action"
    assert running.wait(lambda sandbox: sandbox.settle("stripe", setup.id)) == "succeeded"
    done = client.v1.setup_intents.retrieve(setup.id, {"expand": ["latest_attempt"]})
    conforms(done, "setup_intent")
    assert isinstance(done.latest_attempt, stripe.SetupAttempt)
    left = done.latest_attempt.payment_method_details[kind]
    paid = later(client, owner, left["generated_sepa_debit"], currency="eur", payment_method_types=["sepa_debit"])
    assert client.v1.payment_intents.retrieve(paid.id).status == "succeeded"
    assert client.v1.mandates.retrieve(left["generated_sepa_debit_mandate"]).status == "active"


def test_a_method_of_another_type_than_allowed_is_refused(client: stripe.StripeClient) -> None:
    data = {"type": "sepa_debit", "sepa_debit": {"iban": "DE89370400440532013000"},
            "billing_details": {"name": "Jenny Rosen", "email": "jenny@example.com"}}
    params: Any = {"payment_method_data": data, "payment_method_types": ["card"]}
    with pytest.raises(stripe.InvalidRequestError, match="is not allowed for this SetupIntent"):
        client.v1.setup_intents.create(params)


def test_a_card_token_makes_one_method(running: SandboxThread, client: stripe.StripeClient) -> None:
    params: Any = {"card": {"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123",
                            "name": "Jenny Rosen"}}
    token = client.v1.tokens.create(params)
    conforms(token, "token")
    assert token.card is not None
    assert (token.card.brand, token.card.last4, token.used) == ("Visa", "4242", False)
    made = client.v1.payment_methods.create({"type": "card", "card": {"token": token.id}})
    assert made.card is not None
    assert made.card.last4 == "4242"
    assert client.v1.tokens.retrieve(token.id).used
    with pytest.raises(stripe.InvalidRequestError) as again:
        client.v1.payment_methods.create({"type": "card", "card": {"token": token.id}})
    assert (again.value.code, again.value.param) == ("token_already_used", "card[token]")
    assert running.sandbox.requests.of("tokens.create")[0].path == "/v1/tokens"


@pytest.mark.parametrize(("params", "wallet"), [
    ({"card": {"number": "4111111111111111", "exp_month": 12, "exp_year": 2030, "cryptogram": "AAAAAA==", "eci": "05",
               "tokenization_method": "apple_pay"}}, "apple_pay"),
    ({"card": {"number": "4111111111111111", "exp_month": 12, "exp_year": 2030, "cryptogram": "AAAAAA==",
               "tokenization_method": "google_pay"}}, "google_pay"),
    ({"pk_token": "{}", "pk_token_instrument_name": "Visa 4242", "pk_token_payment_network": "Visa"}, "apple_pay"),
], ids=["Apple Pay, decrypted", "Google Pay, decrypted", "Apple Pay, encrypted"])
def test_a_wallet_is_paid_with_through_a_token(client: stripe.StripeClient, params: Any, wallet: str) -> None:
    token = client.v1.tokens.create(params)
    conforms(token, "token")
    paid = client.v1.payment_intents.create({
        "amount": 1000, "currency": "usd", "confirm": True, "expand": ["latest_charge"],
        "payment_method_data": {"type": "card", "card": {"token": token.id}}})  # type: ignore[typeddict-unknown-key]
    conforms(paid, "payment_intent")
    assert isinstance(paid.latest_charge, stripe.Charge)
    assert paid.latest_charge.payment_method_details is not None
    assert paid.latest_charge.payment_method_details.card is not None
    assert paid.latest_charge.payment_method_details.card.wallet is not None
    assert paid.latest_charge.payment_method_details.card.wallet.type == wallet


def test_a_bank_account_token_is_no_card(client: stripe.StripeClient) -> None:
    token = client.v1.tokens.create({"bank_account": {
        "account_number": "000123456789", "country": "US", "currency": "usd", "routing_number": "110000000"}})
    conforms(token, "token")
    assert token.bank_account is not None
    assert token.bank_account.last4 == "6789"
    with pytest.raises(stripe.InvalidRequestError, match="not one of a card"):
        client.v1.payment_methods.create({"type": "card", "card": {"token": token.id}})


def test_an_ephemeral_key_is_for_a_customer(client: stripe.StripeClient) -> None:
    owner = customer(client)
    key = client.v1.ephemeral_keys.create({"customer": owner})
    conforms(key, "ephemeral_key")
    assert key.expires > key.created
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        client.v1.ephemeral_keys.create({"customer": "cus_none"})
