"""PayPal: JSON both ways, an OAuth token before it; orders, their authorizations and captures, and a vault.

API https://developer.paypal.com/docs/api/orders/v2/, .../payments/v2/, .../payment-tokens/v3/, errors
https://developer.paypal.com/api/rest/reference/orders/v2/errors/, test cards
https://developer.paypal.com/tools/sandbox/card-testing/: 4012 8888 8888 1881 pays; with CCREJECT-REFUSED (0500),
CCREJECT-IF (5120), CCREJECT-EC (5400), CCREJECT-SF (9500) and others as the cardholder's name it is declined.
Amounts: decimal texts in major units, such as "12.34"; HUF, JPY and TWD have no decimals.

Login: client id and secret for an access token of some nine hours (POST /v1/oauth2/token), which the engine keeps; a
401 has it fetched again. With a `payer_id` every call names the merchant that it is for (PayPal-Auth-Assertion).

Idempotency: PayPal-Request-Id on every POST, up to 108 characters, kept for 6 hours (orders), 45 days (payments) or 3
hours (vault); the same id gives the latest state of the first request. Two at the same time may fail with 409. It is
of one request: taking the money of an order, and keeping what a setup token stands for, have it with an ending.
https://developer.paypal.com/api/rest/reference/idempotency/

Oddities, as of 2026-04:
- Order, authorization and capture have ids of their own. A payment's id is its order's; the others travel in
  connector_feature_data, which capture, void and refund need.
- A declined card is HTTP 201: the order is COMPLETED, its capture or authorization DECLINED or DENIED.
- A wallet or 3DS: PAYER_ACTION_REQUIRED and a link; the shopper comes back, the order is APPROVED, and a second
  Authorize with `connector_order_id` takes or reserves the money. Bank redirects need none: PayPal takes it by itself.
- That second Authorize takes the money whether or not 3DS went well: ask PostAuthenticate first, which tells whether
  the liability has shifted. https://developer.paypal.com/docs/checkout/advanced/customize/3d-secure/response-parameters/
- Venmo is for shoppers and merchants in the United States, in US dollars, once PayPal has enabled it; its sandbox knows
  it in part only. On a desktop the page shows a code for the Venmo app, on a phone it opens the app.
- An order opened by create_order is for PayPal's library in the browser, and has to be approved there. It is for
  capture, or for authorize if connector_feature_data has a psync_flow of AUTHORIZE: PayPal refuses the other verb.
- A token of the vault (tokenize, or a mandate) pays in an Authorize too, as a card that is kept; the order's id in the
  address that the shopper comes back with is asked about (verify_redirect_response).
- A capture ends the reservation, unless it is one of several (`multiple_capture_data`). A refund is of one capture:
  the one that connector_feature_data names, which is that of the answer it came with.
- Webhooks: PayPal itself is asked whether one is its own (verify-webhook-signature), by the webhook's id, which is the
  `secret`; an answer other than SUCCESS, or none, lets nothing in. https://developer.paypal.com/api/rest/webhooks/rest/
- A dispute is about a capture, and its events and answers name that: PayPal does not say which order it was.
- A payout is a batch with one item; sender_batch_id, not PayPal-Request-Id, keeps it from being paid twice.
- The parts of an order have to add up to its amount; order lines that do not are replaced by one of the whole.
"""

from __future__ import annotations

from datetime import timedelta

from tollbridge import kit
from tollbridge.connectors.paypal import disputes, library, login, mandates, payouts, returns, three_ds, verification
from tollbridge.connectors.paypal.account import LONGEST_KEY, REQUEST_ID, Account, sign
from tollbridge.connectors.paypal.declines import DECLINES
from tollbridge.connectors.paypal.errors import parse_error
from tollbridge.connectors.paypal.methods import WITHOUT, method_fields
from tollbridge.connectors.paypal.payments import (
    build_authorize,
    build_capture,
    build_create_order,
    build_sync,
    build_void,
    parse_capture,
    parse_created_order,
    parse_order,
    parse_sync,
    parse_void,
)
from tollbridge.connectors.paypal.proxy import build_proxy_authorize
from tollbridge.connectors.paypal.refunds import build_refund, build_refund_sync, parse_refund
from tollbridge.connectors.paypal.webhook import WEBHOOK
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.wallets import PaypalRedirect, VenmoRedirect
from tollbridge.domain.operations import (
    ACCEPT_DISPUTE,
    ACCESS_TOKEN,
    AUTHORIZE,
    CAPTURE,
    CHARGE_MANDATE,
    CLIENT_TOKEN,
    CREATE_ORDER,
    CREATE_PAYOUT,
    DISPUTE_SYNC,
    PAYOUT_SYNC,
    POST_AUTHENTICATE,
    PROXY_AUTHORIZE,
    PROXY_SETUP_MANDATE,
    REFUND,
    REFUND_SYNC,
    REVOKE_MANDATE,
    SETUP_MANDATE,
    SUBMIT_EVIDENCE,
    SYNC,
    TOKEN_AUTHORIZE,
    TOKEN_SETUP_MANDATE,
    TOKENIZE,
    VERIFY_REDIRECT,
    VERIFY_WEBHOOK_SOURCE,
    VOID,
    VOID_PAYOUT,
)

LOGIN = (ACCESS_TOKEN,)
LATER = frozenset({Feature.MANUAL_CAPTURE, Feature.MULTIPLE_CAPTURE})
CARD = LATER | {Feature.THREE_DS, Feature.SETUP_MANDATE}
VERIFIED = frozenset({Feature.THREE_DS})

CONNECTOR = kit.Connector(
    id="paypal", account=Account, live_url="https://api-m.paypal.com", test_url="https://api-m.sandbox.paypal.com",
    sign=sign, error=parse_error, declines=DECLINES, webhook=WEBHOOK,
    # PayPal keeps ids for different times: the shortest counts
    idempotency=kit.Idempotency(REQUEST_ID, max_length=LONGEST_KEY, kept_for=timedelta(hours=3)),
    older_auth={"body-key": ("client_secret", "client_id"),
                "signature-key": ("client_secret", "client_id", "payer_id")},
    flows=(
        kit.Flow(ACCESS_TOKEN, login.build_access_token, login.parse_access_token, sign=login.sign_with_client),
        kit.Flow(CREATE_ORDER, build_create_order, parse_created_order, needs=LOGIN),
        kit.Flow(AUTHORIZE, build_authorize, parse_order, needs=LOGIN, methods=method_fields, features=CARD,
                 without=WITHOUT),
        kit.Flow(TOKEN_AUTHORIZE, library.build_token_authorize, parse_order, needs=LOGIN, features=LATER),
        kit.Flow(PROXY_AUTHORIZE, build_proxy_authorize, parse_order, needs=LOGIN, features=CARD),
        kit.Flow(POST_AUTHENTICATE, three_ds.build_post_authenticate, three_ds.parse_post_authenticate, needs=LOGIN),
        kit.Flow(CAPTURE, build_capture, parse_capture, needs=LOGIN, features=frozenset({Feature.MULTIPLE_CAPTURE})),
        kit.Flow(VOID, build_void, parse_void, needs=LOGIN),
        kit.Flow(SYNC, build_sync, parse_sync, needs=LOGIN),
        kit.Flow(VERIFY_REDIRECT, returns.build_verify, returns.parse_verified, needs=LOGIN,
                 reads=frozenset({404}), check=returns.check),
        kit.Flow(REFUND, build_refund, parse_refund, needs=LOGIN),
        kit.Flow(REFUND_SYNC, build_refund_sync, parse_refund, needs=LOGIN),
        kit.Flow(SETUP_MANDATE, mandates.build_setup, mandates.parse_setup, needs=LOGIN,
                 methods=mandates.setup_fields, features=VERIFIED,
                 without=dict.fromkeys((PaypalRedirect, VenmoRedirect), VERIFIED)),
        kit.Flow(TOKEN_SETUP_MANDATE, mandates.build_token_setup, mandates.parse_setup, needs=LOGIN),
        kit.Flow(PROXY_SETUP_MANDATE, mandates.build_proxy_setup, mandates.parse_setup, needs=LOGIN, features=VERIFIED),
        kit.Flow(CHARGE_MANDATE, mandates.build_charge, parse_order, needs=LOGIN, features=LATER),
        kit.Flow(TOKENIZE, mandates.build_tokenize, mandates.parse_token, needs=LOGIN, methods=mandates.kept_card),
        kit.Flow(REVOKE_MANDATE, mandates.build_revoke, mandates.parse_revoked, needs=LOGIN, repeatable=False),
        kit.Flow(CLIENT_TOKEN, library.build_client_token, library.parse_client_token, sign=login.sign_with_client,
                 repeatable=False),
        kit.Flow(VERIFY_WEBHOOK_SOURCE, verification.build, verification.parse, needs=LOGIN,
                 sign=verification.sign_question),
        kit.Flow(DISPUTE_SYNC, disputes.build_sync, disputes.parse_dispute, needs=LOGIN),
        kit.Flow(ACCEPT_DISPUTE, disputes.build_accept, disputes.parse_accepted, needs=LOGIN,
                 sign=disputes.sign_multipart, repeatable=False),
        kit.Flow(SUBMIT_EVIDENCE, disputes.build_evidence, disputes.parse_evidence, needs=LOGIN,
                 sign=disputes.sign_multipart, repeatable=False),
        kit.Steps(CREATE_PAYOUT, payouts.create, needs=LOGIN, reads=frozenset({400})),
        kit.Flow(PAYOUT_SYNC, payouts.build_sync, payouts.read, needs=LOGIN),
        kit.Steps(VOID_PAYOUT, payouts.void, needs=LOGIN, repeatable=False),
    ),
)
