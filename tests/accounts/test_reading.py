"""An account as a store has it, read whole: credentials, webhook secrets, forwarding, and all that is wrong at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tollbridge import catalog
from tollbridge.accounts import Account, AccountProblem, AccountsError, Forward
from tollbridge.accounts.account import WEBHOOKS, RawAccount, read_all
from tollbridge.connectors.phonepe.account import Account as PhonePe
from tollbridge.connectors.stripe.account import Account as Stripe
from tollbridge.domain.events import WebhookSecrets
from tollbridge.domain.secret import Secret

CANARY = "canary-91e0"
CONTRACT = Path(__file__).parents[3] / "shared/contract/contract.json"
SIGNING_KEY = "whsec_YSBrZXkgb2YgdGhlIG1lcmNoYW50J3Mgb3du"
HOOK = {"webhook_secret": "w1", "webhook_additional_secret": "w2", "webhook_forward_url": "https://shop.example/hooks",
        "webhook_forward_secret": SIGNING_KEY}


def problems(*raws: RawAccount) -> list[AccountProblem]:
    with pytest.raises(AccountsError) as refused:
        read_all(raws)
    assert CANARY not in f"{refused.value!r} {refused.value}"
    return list(refused.value.problems)


def test_an_account_is_read_whole() -> None:
    raw = RawAccount("shop-1", "stripe", {"api_key": "sk_test_1", "base_url": "https://s.example", **HOOK})
    assert read_all([raw]) == {("shop-1", "stripe"): Account(
        merchant_id="shop-1", connector="stripe",
        credentials=Stripe(api_key=Secret("sk_test_1"), base_url="https://s.example"),
        webhook_secrets=WebhookSecrets(secret=Secret("w1"), additional_secret=Secret("w2")),
        forward=Forward(url="https://shop.example/hooks", secret=Secret(SIGNING_KEY)))}


@pytest.mark.parametrize("key", [SIGNING_KEY, SIGNING_KEY.removeprefix("whsec_"), "A" * 32])
def test_a_signing_key_is_one_of_standard_webhooks(key: str) -> None:
    raw = RawAccount("s", "stripe", {"api_key": "k", **HOOK, "webhook_forward_secret": key})
    assert read_all([raw])["s", "stripe"].forward == Forward(url=HOOK["webhook_forward_url"], secret=Secret(key))


@pytest.mark.parametrize("key", ["fs_1", "whsec_", "whsec_QUFBQQ==", SIGNING_KEY[:-1], f"{SIGNING_KEY}\n", CANARY])
def test_a_signing_key_that_is_none_is_told_before_the_first_event(key: str) -> None:
    (problem,) = problems(RawAccount("s", "stripe", {"api_key": "k", **HOOK, "webhook_forward_secret": key}))
    assert problem.path == "s.stripe.webhook_forward_secret"
    assert "openssl rand -base64 32" in problem.why


def test_a_merchants_accounts_are_apart_by_connector() -> None:
    both = read_all([RawAccount("s", "stripe", {"api_key": "k"}), RawAccount("s", "phonepe", {
        "merchant_id": "M", "salt_key": "S", "salt_index": "1"}), RawAccount("t", "stripe", {"api_key": "other"})])
    assert both["s", "phonepe"].credentials == PhonePe(
        merchant_id=Secret("M"), salt_key=Secret("S"), salt_index=Secret("1"))
    assert both["s", "stripe"].credentials != both["t", "stripe"].credentials


def test_everything_that_is_wrong_with_all_accounts_is_told_at_once() -> None:
    assert problems(
        RawAccount("a", "strpie", {}),
        RawAccount("b", "stripe", {"api_ky": CANARY, "webhok_secret": CANARY, "webhook_secret": 7,
                                   "webhook_forward_url": CANARY}),
        RawAccount("c", "phonepe", {"merchant_id": [CANARY], "webhook_additional_secret": CANARY}),
        RawAccount("d/e", "stripe", {"api_key": CANARY}), RawAccount("f", "stripe", {"api_key": CANARY}),
        RawAccount("f", "stripe", {"api_key": CANARY})) == [
        AccountProblem("a.strpie", "no connector 'strpie': did you mean stripe?"),
        AccountProblem("b.stripe.webhok_secret", "unknown field: did you mean webhook_secret?"),
        AccountProblem("b.stripe.webhook_secret", "must be text, and not empty"),
        AccountProblem("b.stripe.webhook_forward_secret", "required beside webhook_forward_url"),
        AccountProblem("b.stripe.webhook_forward_url", "must be https://host[:port][/path], without user"),
        AccountProblem("b.stripe.api_ky", "unknown field: did you mean api_key?"),
        AccountProblem("b.stripe.api_key", "required"),
        AccountProblem("c.phonepe.webhook_secret", "required beside webhook_additional_secret"),
        AccountProblem("c.phonepe.merchant_id", "must be a string"),
        AccountProblem("c.phonepe.salt_key", "required"),
        AccountProblem("c.phonepe.salt_index", "required"),
        AccountProblem("d/e.stripe", "a merchant id is printable, not empty, and has no slash"),
        AccountProblem("f.stripe", "is there twice")]


def test_where_a_store_has_only_texts_what_is_no_text_is_json() -> None:
    fields = {"public_key": "p", "private_key": "1", "apple_pay_supported_networks": '["visa", "amex"]'}
    (account,) = read_all([RawAccount("s", "braintree", fields, texts=True)]).values()
    assert account.credentials.apple_pay_supported_networks == ("visa", "amex")
    assert account.credentials.private_key == Secret("1")
    assert problems(RawAccount("s", "braintree", {**fields, "apple_pay_supported_networks": CANARY}, texts=True)) == [
        AccountProblem("s.braintree.apple_pay_supported_networks", "must be JSON: it is no text in the credentials")]


def test_nothing_that_an_account_is_shown_as_has_a_secret() -> None:
    raw = RawAccount("s", "stripe", {"api_key": CANARY, **dict.fromkeys(HOOK, CANARY),
                                     "webhook_forward_url": "https://a.example", "webhook_forward_secret": SIGNING_KEY})
    (account,) = read_all([raw]).values()
    shown = f"{raw!r} {raw} {account!r} {account}"
    assert [secret for secret in (CANARY, SIGNING_KEY) if secret in shown] == []


@pytest.mark.skipif(not CONTRACT.exists(), reason="../shared is not here")
def test_no_credentials_have_a_field_that_accounts_use_for_themselves() -> None:
    messages: dict[str, Any] = json.loads(CONTRACT.read_text())["messages"]
    variants = [field["type"] for field in messages["types.ConnectorSpecificConfig"]["fields"]]
    names = {field["name"] for kind in variants for field in messages[kind]["fields"]}
    assert len(names) > 100
    assert not {name for name in names if name in WEBHOOKS or name.endswith("_file") or name == "for_merchant_id"}


def test_the_connectors_that_there_are_have_none_either() -> None:
    names = {name for each in catalog.names() for name in catalog.load(each).account.__struct_fields__}
    assert not {name for name in names if name in WEBHOOKS or name.endswith("_file") or name == "for_merchant_id"}


def test_what_a_store_calls_its_merchants_stays_in_one_line() -> None:
    (problem,) = problems(RawAccount("m\r\n\x1b[31m\u202e", "stripe", {"api_key": "k"}))
    assert str(problem).startswith(r"m\r\n\x1b[31m\u202e.stripe: ")
