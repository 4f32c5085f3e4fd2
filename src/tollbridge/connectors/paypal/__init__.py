"""PayPal: JSON both ways, an OAuth token before it; orders, their authorizations and captures, and a vault."""

from __future__ import annotations

from datetime import timedelta

from tollbridge import kit
from tollbridge.connectors.paypal import disputes, login, payouts, verification, webhook
from tollbridge.connectors.paypal.account import REQUEST_ID, Account, sign
from tollbridge.connectors.paypal.declines import DECLINES
from tollbridge.connectors.paypal.errors import parse_error
from tollbridge.domain.operations import (
    ACCEPT_DISPUTE,
    ACCESS_TOKEN,
    CREATE_PAYOUT,
    DISPUTE_SYNC,
    PAYOUT_SYNC,
    SUBMIT_EVIDENCE,
    VERIFY_WEBHOOK_SOURCE,
    VOID_PAYOUT,
)

TOKEN = (ACCESS_TOKEN,)

CONNECTOR = kit.Connector(
    id="paypal", account=Account, live_url="https://api-m.paypal.com", test_url="https://api-m.sandbox.paypal.com",
    sign=sign, error=parse_error, declines=DECLINES,
    webhook=webhook.WEBHOOK,
    # "The server stores keys for" 6 hours (orders), 45 days (payments), 3 hours (vault): the shortest counts
    idempotency=kit.Idempotency(REQUEST_ID, max_length=108, kept_for=timedelta(hours=3)),
    flows=(
        kit.Flow(ACCESS_TOKEN, login.build_access_token, login.parse_access_token, sign=login.sign_with_client),
        kit.Flow(VERIFY_WEBHOOK_SOURCE, verification.build, verification.parse, needs=TOKEN,
                 sign=verification.sign_question),
        kit.Flow(DISPUTE_SYNC, disputes.build_sync, disputes.parse_dispute, needs=TOKEN),
        kit.Flow(ACCEPT_DISPUTE, disputes.build_accept, disputes.parse_accepted, needs=TOKEN,
                 sign=disputes.sign_multipart, repeatable=False),
        kit.Flow(SUBMIT_EVIDENCE, disputes.build_evidence, disputes.parse_evidence, needs=TOKEN,
                 sign=disputes.sign_multipart, repeatable=False),
        kit.Steps(CREATE_PAYOUT, payouts.create, needs=TOKEN, reads=frozenset({400})),
        kit.Flow(PAYOUT_SYNC, payouts.build_sync, payouts.read, needs=TOKEN),
        kit.Steps(VOID_PAYOUT, payouts.void, needs=TOKEN, repeatable=False),
    ),
)
