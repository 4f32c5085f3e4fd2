"""Credentials from the store of accounts: by merchant and connector, where a call brings none of its own."""

from __future__ import annotations

import json
from typing import Any

import grpc
import pytest

from edges.grpc.grpc_client import KEY, PAY, Refused
from edges.grpc.surroundings import Processor, Serve
from tollbridge import catalog
from tollbridge.accounts import Account, AccountStore
from tollbridge.contract.accounts import read_account

SYNC = {"connector_transaction_id": "pi_1"}
INTENT = json.dumps({"id": "pi_1", "status": "succeeded", "currency": "usd", "amount": 1000})


class Two(AccountStore):
    """Two merchants' Stripe accounts."""

    async def get(self, merchant_id: str, connector: str) -> Account | None:
        if connector != "stripe" or merchant_id not in ("shop-1", "shop-2"):
            return None
        credentials = read_account(catalog.load(connector), {"api_key": f"sk_test_{merchant_id}"})
        return Account(merchant_id=merchant_id, connector=connector, credentials=credentials)

    async def refresh(self) -> None: ...

    async def close(self) -> None: ...


@pytest.mark.parametrize("merchant", ["shop-1", "shop-2"])
async def test_a_call_without_credentials_is_for_the_merchants_account(
        serve: Serve, processor: Processor, merchant: str) -> None:
    processor.body = INTENT
    _, client = await serve(processor.url, accounts=Two())
    client.config = None
    await client(f"{PAY}/Get", SYNC, x_connector="stripe", x_merchant_id=merchant)
    assert processor.seen[0][2]["authorization"] == f"Bearer sk_test_{merchant}"


async def test_credentials_given_with_a_call_win(serve: Serve, processor: Processor) -> None:
    processor.body = INTENT
    _, client = await serve(processor.url, accounts=Two())
    await client(f"{PAY}/Get", SYNC, x_connector="stripe", x_merchant_id="shop-1")
    assert processor.seen[0][2]["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(("metadata", "told"), [
    ({"x_connector": "stripe", "x_merchant_id": "shop-3"}, "no account at stripe in the store"),
    ({"x_connector": "stripe"}, "without x-merchant-id there is no account at stripe in the store"),
    ({"x_connector": "adyen", "x_merchant_id": "shop-1"}, "no account at adyen in the store"),
    ({"x_merchant_id": "shop-1"}, "or x-connector and x-merchant-id of an account on file"),
])
async def test_an_account_that_is_not_there_is_unauthenticated(
        serve: Serve, processor: Processor, metadata: dict[str, Any], told: str) -> None:
    _, client = await serve(processor.url, accounts=Two())
    client.config = None
    with pytest.raises(Refused) as caught:
        await client(f"{PAY}/Get", SYNC, **metadata)
    assert (caught.value.code, caught.value.reason) == (grpc.StatusCode.UNAUTHENTICATED, "MISSING_CREDENTIALS")
    assert told in caught.value.message
    assert processor.seen == []
