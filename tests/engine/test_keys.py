"""Idempotency keys of requests that were given none."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from engine import acme
from tollbridge import kit
from tollbridge.domain.environment import Environment
from tollbridge.domain.operations import (
    AUTHORIZE,
    CREATE_PAYOUT,
    OPERATIONS,
    RECHARGE_PAYMENT_METHOD,
    REFUND,
    SYNC,
    UPDATE_METADATA,
    VOID_PAYOUT,
    VOID_REFUND,
    Effect,
)
from tollbridge.domain.payments import Sync
from tollbridge.engine.keys import ALIKE, FIELDS, SETTING, _field, candidates, fitted, own_key, sent_key

KEYED = replace(acme.CONNECTOR, idempotency=kit.Idempotency("idempotency-key", max_length=64, kept_for=None))


def context(key: str | None) -> kit.Context[Any]:
    return kit.Context(account=None, now=datetime(2026, 1, 1, tzinfo=UTC), nonce="n", idempotency_key=key,
                       environment=Environment.TEST)


class Anything:
    """A request of which every field is the same text."""

    def __init__(self, text: str = "id-1") -> None:
        self.text = text

    def __getattr__(self, name: str) -> str:
        return self.text


def test_no_two_operations_share_a_key_but_those_that_ask_for_the_same() -> None:
    keys: dict[tuple[str, str], list[str]] = defaultdict(list)
    for operation in OPERATIONS:
        if (key := own_key(operation, Anything())) is not None:
            field = FIELDS.get(operation) or candidates(operation)[0]
            keys[field, key].append(ALIKE.get(operation, operation).name)
    assert len(keys) > 10
    assert {place: names for place, names in keys.items() if len(set(names)) > 1} == {}


def test_where_a_request_has_two_ids_one_is_chosen() -> None:
    changing = [each for each in OPERATIONS if each.effect is not Effect.QUERY and each not in SETTING]
    assert [each.name for each in changing if len(candidates(each)) > 1 and each not in FIELDS] == []
    assert _field(RECHARGE_PAYMENT_METHOD) == "merchant_recharge_id"


def test_the_first_operation_of_an_id_has_it_as_its_key_and_later_ones_are_told_apart() -> None:
    request: Any = Anything()
    assert own_key(AUTHORIZE, request) == own_key(CREATE_PAYOUT, request) == "id-1"
    assert own_key(VOID_PAYOUT, request) == "id-1-void_payout"


def test_a_uuid_with_an_ending_is_a_digest_that_every_processor_takes() -> None:
    one, other = (Anything(f"3f1c1d4e-2b6a-4c55-9d7e-0a1b2c3d4e5{last}") for last in "67")
    keys = [own_key(VOID_REFUND, one), own_key(VOID_REFUND, other), own_key(VOID_PAYOUT, one)]
    assert len(set(keys)) == 3
    assert {len(key or "") for key in keys} == {32}
    assert keys[0] == own_key(VOID_REFUND, Anything(one.text))
    assert own_key(REFUND, one) == one.text


def test_an_id_that_is_no_unicode_has_a_key_too() -> None:
    """The engine refuses it, by name, once it sees it in the request."""
    assert own_key(VOID_REFUND, Anything("\ud800" + 30 * "1")) is not None


def test_a_query_and_what_sets_values_have_no_key_of_the_merchants() -> None:
    assert all(own_key(each, Anything()) is None for each in OPERATIONS if each.effect is Effect.QUERY)
    assert own_key(UPDATE_METADATA, Anything()) is None
    assert sent_key(SYNC, Sync(merchant_transaction_id="id-1"), None) is None


def test_a_new_key_for_what_changes_something_and_the_callers_own_first() -> None:
    fresh = {sent_key(UPDATE_METADATA, Anything(), None) for _ in range(2)}
    assert len(fresh) == 2
    assert None not in fresh
    assert sent_key(AUTHORIZE, Anything(), "mine") == "mine"


@pytest.mark.parametrize("own", ["x" * 65, "order 7 of today", "заказ-7"])
def test_an_id_that_the_processor_takes_as_no_key_is_a_digest_and_no_reason_to_refuse(own: str) -> None:
    request: Any = Anything(own)
    fit = fitted(KEYED, AUTHORIZE, request, context(own)).idempotency_key
    assert fit is not None
    assert len(fit) == 32
    assert fit == fitted(KEYED, AUTHORIZE, request, context(own)).idempotency_key
    assert fit != fitted(KEYED, AUTHORIZE, Anything(f"{own}2"), context(f"{own}2")).idempotency_key
    assert fitted(KEYED, AUTHORIZE, request, context(fit)).idempotency_key == fit


def test_what_the_processor_takes_and_what_the_caller_chose_stays_as_it_is() -> None:
    for key in ("id-1", "x" * 64, None, "y" * 65):
        assert fitted(KEYED, AUTHORIZE, Anything("x" * 64), context(key)).idempotency_key == key
    assert fitted(replace(KEYED, idempotency=None), AUTHORIZE, Anything("x" * 65), context("x" * 65)
                  ).idempotency_key == "x" * 65
