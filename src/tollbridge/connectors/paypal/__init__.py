"""PayPal: JSON both ways, an OAuth token before it; orders, their authorizations and captures, and a vault."""

from __future__ import annotations

from datetime import timedelta

from tollbridge import kit
from tollbridge.connectors.paypal import login
from tollbridge.connectors.paypal.account import REQUEST_ID, Account, sign
from tollbridge.connectors.paypal.errors import parse_error
from tollbridge.domain.operations import ACCESS_TOKEN

CONNECTOR = kit.Connector(
    id="paypal", account=Account, live_url="https://api-m.paypal.com", test_url="https://api-m.sandbox.paypal.com",
    sign=sign, error=parse_error,
    # "The server stores keys for" 6 hours (orders), 45 days (payments), 3 hours (vault): the shortest counts
    idempotency=kit.Idempotency(REQUEST_ID, max_length=108, kept_for=timedelta(hours=3)),
    flows=(
        kit.Flow(ACCESS_TOKEN, login.build_access_token, login.parse_access_token, sign=login.sign_with_client),
    ),
)
