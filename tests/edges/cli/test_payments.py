"""Payments by `tollbridge pay` and its kin, at the simulated processors."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from edges.cli.running_cli import KEYS, at, here, paid
from tollbridge.domain.operations import HANDLE_EVENT, OPERATIONS, PARSE_EVENT
from tollbridge.edges.cli.operations import FAMILIES, family_of, verb
from tollbridge.sandbox import FaultKind, SandboxThread

EUR = ["--amount", "12.34", "--currency", "EUR"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxThread]:
    with SandboxThread() as running:
        yield running


@pytest.mark.parametrize("name", ["stripe", "adyen", "paypal"])
def test_a_test_card_is_charged_at_every_processor_of_cards(name: str, sandbox: SandboxThread) -> None:
    done = here("pay", "authorize", *at(sandbox, name), *EUR, "--test-card", "approved", "--merchant-transaction-id",
                f"charged-{name}", "--return-url", "https://shop.example/")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("CHARGED")
    assert "12.34 EUR" in done.stdout


@pytest.mark.parametrize(("name", "asked", "unified"), [
    ("stripe", "declined", "generic_decline"), ("stripe", "insufficient_funds", "insufficient_funds"),
    ("adyen", "declined", "generic_decline"), ("adyen", "not_enough_balance", "insufficient_funds"),
    ("paypal", "declined", "do_not_honor")])
def test_a_decline_exits_3_with_code_advice_and_words_for_the_shopper(name: str, asked: str, unified: str,
                                                                      sandbox: SandboxThread) -> None:
    done = here("pay", "authorize", *at(sandbox, name), *EUR, "--test-card", asked, "--return-url",
                "https://shop.example/", "--merchant-transaction-id", f"{name}-{asked}")
    assert done.exit_code == 3, done.output
    assert done.stdout.splitlines()[0] == f"FAILURE  {unified}"
    assert "try again" in done.stdout
    assert "tell the shopper" in done.stdout


def test_json_is_the_contracts_and_a_decline_is_still_a_result(sandbox: SandboxThread) -> None:
    done = here("pay", "authorize", *at(sandbox), *EUR, "--test-card", "insufficient_funds", "--json")
    assert done.exit_code == 3
    assert json.loads(done.stdout)["error"]["unified_details"]["code"] == "insufficient_funds"
    assert done.stderr == ""


@pytest.mark.parametrize("name", ["stripe", "adyen", "paypal"])
def test_what_an_answer_says_is_taken_along(name: str, sandbox: SandboxThread, tmp_path: Path) -> None:
    """PayPal's capture wants the capture's own ids back, which nobody types."""
    payment = tmp_path / "payment.json"
    payment.write_text(json.dumps(paid(
        "pay", "authorize", *at(sandbox, name), *EUR, "--test-card", "approved", "--capture-method", "manual",
        "--merchant-transaction-id", f"along-{name}", "--return-url", "https://shop.example/")))
    captured = paid("pay", "capture", *at(sandbox, name), *EUR, "--after", str(payment))
    assert captured["status"] == ("PENDING" if name == "adyen" else "CHARGED")  # Adyen tells by webhook
    if name == "stripe":
        refund = tmp_path / "refund.json"
        refund.write_text(json.dumps(paid("pay", "refund", *at(sandbox, name), "--amount", "5", "--currency", "eur",
                                          "--after", str(payment))))
        synced = here("refunds", "sync", *at(sandbox, name), "--after", str(refund))
        assert synced.stdout.startswith("REFUND_SUCCESS"), synced.output
        assert here("pay", "sync", *at(sandbox), "--after", str(payment)).stdout.startswith("CHARGED")


def test_an_earlier_refunds_own_id_is_no_key_of_the_next(sandbox: SandboxThread, tmp_path: Path) -> None:
    payment = paid("pay", "authorize", *at(sandbox), *EUR, "--test-card", "approved")
    first = paid("pay", "refund", payment["connector_transaction_id"], *at(sandbox), "--amount", "1", "--currency",
                 "EUR", "--merchant-refund-id", "refund-a")
    (tmp_path / "first.json").write_text(json.dumps(first))
    second = paid("pay", "refund", *at(sandbox), "--amount", "1", "--currency", "EUR", "--after",
                  str(tmp_path / "first.json"))
    assert second["connector_refund_id"] != first["connector_refund_id"]


def test_a_void_and_a_raise(sandbox: SandboxThread) -> None:
    held = paid("pay", "authorize", *at(sandbox), *EUR, "--test-card", "approved", "--capture-method", "manual")
    assert paid("pay", "void", held["connector_transaction_id"], *at(sandbox))["status"] == "VOIDED"


def test_any_operation_by_its_request(sandbox: SandboxThread) -> None:
    asked = {"merchant_customer_id": "c-1", "customer_name": "Ada"}
    done = here("call", "create_customer", *at(sandbox), "--request", "-", "--json", stdin=json.dumps(asked))
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["connector_customer_id"].startswith("cus_")
    near = here("call", "refund_sink", *at(sandbox))
    assert near.exit_code == 2
    assert "did you mean refund_sync" in near.stderr


def test_every_operation_of_an_edge_has_a_command_of_its_own() -> None:
    """But for events, which are `tollbridge webhooks`, and for what tells a service of one."""
    outside = {each.name for each in OPERATIONS if each.rpc and family_of(each) is None}
    assert outside == {PARSE_EVENT.name, HANDLE_EVENT.name, "notify_connector", "verify_webhook_source"}
    for name in FAMILIES:
        verbs = [verb(each) for each in OPERATIONS if family_of(each) == name]
        assert verbs
        assert len(verbs) == len(set(verbs)), name


# -- dry run ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["stripe", "adyen", "paypal"])
def test_a_dry_run_shows_the_request_masked_and_sends_nothing(name: str, sandbox: SandboxThread) -> None:
    before = len(sandbox.sandbox.requests)
    words = ("pay", "authorize", *at(sandbox, name), *EUR, "--test-card", "approved", "--return-url",
             "https://shop.example/", "--merchant-transaction-id", "dry", "--dry-run")
    shown, told = here(*words), json.loads(here(*words, "--json").stdout)
    assert shown.exit_code == 0, shown.output
    assert f"POST {sandbox.url}/{name}/" in shown.stdout
    assert "***" in shown.stdout
    assert told["method"] == "POST"
    assert told["body"] in shown.stdout
    assert told["before"] == (["access_token"] if name == "paypal" else [])
    assert len(sandbox.sandbox.requests) == before
    keys = [value for key, value in KEYS.items() if not key.endswith(("ACCOUNT", "INDEX"))]
    for secret in (*keys, "4111111111111111", "4242424242424242", "4012888888881881"):
        assert secret not in shown.output + json.dumps(told)


# -- what goes wrong --------------------------------------------------------------------------------------------------
def test_all_missing_fields_are_told_at_once_with_their_options(sandbox: SandboxThread) -> None:
    done = here("pay", "authorize", *at(sandbox))
    assert done.exit_code == 2
    assert "amount: required   (--amount and --currency)" in done.stderr
    assert "payment_method: required   (--test-card" in done.stderr
    told = json.loads(here("pay", "authorize", *at(sandbox), "--json").stderr)["error"]
    assert told["fields"] == ["amount", "payment_method"]


def test_what_no_option_sets_is_said_to_belong_into_the_file(tmp_path: Path) -> None:
    account = tmp_path / "account.json"
    account.write_text('{"api_key": "k", "api_secret": "c2VjcmV0", "merchant_account": "m"}')
    face = ("--connector", "wellsfargo", "--environment", "test", "--credentials", str(account), "--dry-run")
    paid = here("pay", "authorize", *face, "--amount", "12.34", "--currency", "EUR", "--test-card", "approved",
                "--merchant-transaction-id", "o-1")
    assert "customer.email: required   (in the file of --request)" in paid.stderr
    voided = here("pay", "void", "p-1", *face)
    assert "amount.minor_amount: required   (--amount)" in voided.stderr


def test_those_that_take_the_payment_method_are_named(sandbox: SandboxThread, tmp_path: Path) -> None:
    request = tmp_path / "request.json"
    request.write_text('{"payment_method": {"upi_collect": {"vpa_id": "a@b"}}}')
    asked = (*at(sandbox), "--amount", "12.34", "--currency", "EUR", "--request", str(request))
    for done in (here("pay", "authorize", *asked), here("pay", "authorize", *asked, "--dry-run")):
        assert done.exit_code == 2
        assert done.stderr.endswith("payment method upi_collect in authorize on stripe (offered by: adyen, phonepe)\n")


@pytest.mark.parametrize("number", ["4111111111111112", "4532 0151 1283 0366", "5425233430109903"])
@pytest.mark.parametrize("option", ["--test-card", "--card-number", "--card-number="])
def test_a_number_on_the_command_line_is_refused_and_not_repeated(number: str, option: str,
                                                                  sandbox: SandboxThread) -> None:
    given = [f"{option}{number}"] if option.endswith("=") else [option, number]
    done = here("pay", "authorize", *at(sandbox), *EUR, *given)
    assert done.exit_code == 2
    assert "--card-file" in done.stderr
    assert number not in done.output


def test_a_card_from_a_file_or_stdin_pays(sandbox: SandboxThread, tmp_path: Path) -> None:
    card = {"number": "4242 4242 4242 4242".replace(" ", ""), "exp_month": "12", "exp_year": "2034", "cvc": "123"}
    file = tmp_path / "card.json"
    file.write_text(json.dumps(card))
    assert here("pay", "authorize", *at(sandbox), *EUR, "--card-file", str(file)).stdout.startswith("CHARGED")
    from_stdin = here("pay", "authorize", *at(sandbox), *EUR, "--card-file", "-", stdin=json.dumps(card))
    assert from_stdin.stdout.startswith("CHARGED")


@pytest.mark.parametrize("content", [
    {"api_key": KEYS["TOLLBRIDGE_STRIPE_API_KEY"]}, {"stripe": {"api_key": KEYS["TOLLBRIDGE_STRIPE_API_KEY"]}},
    {"config": {"Stripe": {"api_key": {"value": KEYS["TOLLBRIDGE_STRIPE_API_KEY"]}}}}])
def test_credentials_come_from_a_file_of_any_known_shape(content: object, sandbox: SandboxThread,
                                                         tmp_path: Path) -> None:
    file = tmp_path / "account.json"
    file.write_text(json.dumps(content))
    done = here("pay", "authorize", *at(sandbox), *EUR, "--test-card", "approved", "--credentials", str(file),
                env=dict.fromkeys(KEYS))
    assert done.exit_code == 0, done.output


def test_credentials_as_toml_and_those_that_are_missing(sandbox: SandboxThread, tmp_path: Path) -> None:
    file = tmp_path / "accounts.toml"
    file.write_text('[stripe]\napi_key = "sk_test_1"\n[adyen]\napi_key = "AQE1"\n')
    words = ("pay", "authorize", *EUR, "--test-card", "approved", "--credentials", str(file))
    assert here(*words, *at(sandbox), env=dict.fromkeys(KEYS)).exit_code == 0
    lacking = here(*words, *at(sandbox, "adyen"), env=dict.fromkeys(KEYS))
    assert lacking.exit_code == 2
    assert "merchant_account: required" in lacking.stderr
    nothing = here("pay", "sync", "pi_1", *at(sandbox), env=dict.fromkeys(KEYS))
    assert "TOLLBRIDGE_STRIPE_API_KEY" in nothing.stderr


@pytest.mark.parametrize(("words", "told"), [
    (["pay", "authorize", "--amount", "1.234", "--currency", "EUR"], "more than the 2 decimal places"),
    (["pay", "authorize", "--amount", "1"], "--amount and --currency go together"),
    (["pay", "authorize", "--amount", "1", "--currency", "EUT"], "did you mean EUR"),
    (["pay", "authorize", "--request", "-", "--card-file", "-"], "cannot both be stdin"),
    (["pay", "authorize", "--request", "/nowhere/at/all"], "cannot be read"),
    (["pay", "capture", "pi_1", "--amount", "1", "--currency", "EUR", "--timeout", "0"], "--timeout"),
    (["pay", "capture", "pi_1", "--timeout", "nan"], "--timeout"),
    (["pay", "void", "pi_1", "--base-url", "ftp://x"], "http"),
    (["pay", "void", "pi_1", "--base-url", ""], "'--base-url': is blank"),
    (["pay", "void", "pi_1", "--idempotency-key", " "], "'--idempotency-key': is blank"),
    (["pay", "authorize", "--merchant-transaction-id", ""], "'--merchant-transaction-id': is blank"),
    (["pay", "void", ""], "'[PAYMENT]': is blank"),
    (["pay", "void", "pi_1", "--environment", "live"], "--yes"),
    (["pay", "authorize", "--environment", "live", "--test-card", "approved"], "--environment test only"),
    (["mandates", "revoke", "--connector", "adyen"], "not supported"),
])
def test_wrong_input_exits_2_and_says_why(words: list[str], told: str, sandbox: SandboxThread) -> None:
    rest = [word for pair in (("--connector", "stripe"), ("--environment", "test")) if pair[0] not in words
            for word in pair]
    done = here(*words, *rest)
    assert done.exit_code == 2, done.output
    assert told in done.stderr


def test_a_call_that_the_processor_rejects_exits_3(sandbox: SandboxThread) -> None:
    done = here("pay", "capture", "pi_nope", *at(sandbox), *EUR, "--json")
    assert done.exit_code == 3
    told = json.loads(done.stderr)["error"]
    assert (told["type"], told["http_status"]) == ("Rejected", 404)


def test_no_connection_exits_1(sandbox: SandboxThread) -> None:
    done = here("pay", "sync", "pi_1", *at(sandbox), "--base-url", "http://127.0.0.1:9", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stderr)["error"]["type"] == "Unreachable"


# -- an outcome that is not known -------------------------------------------------------------------------------------
def test_an_unknown_outcome_exits_4_and_the_line_it_prints_settles_it(sandbox: SandboxThread) -> None:
    sandbox.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, processor="stripe")
    lost = here("pay", "authorize", *at(sandbox), *EUR, "--test-card", "4242424242424242", "--idempotency-key",
                "4000000000000077", "--json")  # a key that looks like a card number is still the key
    assert lost.exit_code == 4
    told = json.loads(lost.stderr)["error"]
    assert (told["type"], told["repeatable"]) == ("OutcomeUnknown", True)
    command, = told["commands"]
    first, *words = command.split()
    assert first == "tollbridge"
    again = here(*words)
    assert again.exit_code == 0, again.output
    payment = json.loads(again.stdout)["connector_transaction_id"]
    assert sandbox.sandbox.ledger.total("EUR", payment=payment).charges == 1


def test_a_lost_void_is_synced_by_the_line_it_prints(sandbox: SandboxThread) -> None:
    held = paid("pay", "authorize", *at(sandbox), *EUR, "--test-card", "approved", "--capture-method", "manual")
    sandbox.sandbox.faults.add(FaultKind.CUT_AFTER_EFFECT, processor="stripe")
    lost = here("pay", "void", held["connector_transaction_id"], *at(sandbox))
    assert lost.exit_code == 4
    assert "do not send it under another key" in lost.stderr
    command = next(line for line in lost.stderr.splitlines() if line.startswith("  tollbridge"))
    assert here(*command.split()[1:]).stdout.startswith("VOIDED")


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupted_while_money_moves_it_is_an_unknown_outcome(by: signal.Signals, sandbox: SandboxThread) -> None:
    """SIGTERM is what `timeout 10 tollbridge pay ...` sends."""
    ended = interrupted(sandbox, by, "payment_intents.create", "pay", "authorize", *EUR, "--test-card", "approved")
    assert ended.returncode == 4
    assert b"interrupted while it was under way" in ended.stderr
    assert b"--idempotency-key" in ended.stderr


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupted_while_asking_it_is_130(by: signal.Signals, sandbox: SandboxThread) -> None:
    ended = interrupted(sandbox, by, "payment_intents.retrieve", "pay", "sync", "pi_1")
    assert (ended.returncode, ended.stdout) == (130, b"")
    assert ended.stderr == b"interrupted\n"


def test_interrupted_while_the_token_is_fetched_it_is_130_and_nothing_was_ordered(sandbox: SandboxThread) -> None:
    ended = interrupted(sandbox, signal.SIGINT, "tokens.create", "pay", "authorize", *EUR, "--test-card", "approved",
                        at_="paypal")
    assert (ended.returncode, ended.stdout) == (130, b"")
    assert [each.operation for each in sandbox.sandbox.requests] == ["tokens.create"]


def interrupted(sandbox: SandboxThread, by: signal.Signals, operation: str, *words: str,
                at_: str = "stripe") -> subprocess.CompletedProcess[bytes]:
    """The signal, once the processor has the request, and has not answered."""
    sandbox.sandbox.requests.clear()
    sandbox.sandbox.faults.add(FaultKind.LATENCY, processor=at_, seconds=5)
    process = subprocess.Popen([sys.executable, "-m", "tollbridge", *words, *at(sandbox, at_)],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **KEYS})
    try:
        sandbox.wait(lambda its: its.requests.wait_for(operation), timeout_s=30)
        process.send_signal(by)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    return subprocess.CompletedProcess(words, process.returncode, out, err)


def test_no_secret_is_in_any_output(sandbox: SandboxThread) -> None:
    said = ""
    for name in ("stripe", "paypal"):
        for words in (("pay", "authorize", *EUR, "--test-card", "approved"), ("sessions", "client-token"),
                      ("pay", "sync", "pi_none"), ("pay", "authorize", "--test-card", "sk_test_canary9f2b")):
            for form in ((), ("--json",)):
                said += here(*words, *at(sandbox, name), *form).output
    assert "CHARGED" in said
    secrets = ("canary9f2b", "A21AA", "4242424242424242", "4012888888881881")
    assert [secret for secret in secrets if secret in said] == []
