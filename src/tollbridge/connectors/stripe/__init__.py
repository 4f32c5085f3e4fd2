"""Stripe: form requests, JSON answers, one PaymentIntent for the life of a payment.

API https://docs.stripe.com/api (version 2022-11-15, pinned by header), errors https://docs.stripe.com/error-codes,
declines https://docs.stripe.com/declines/codes, webhooks https://docs.stripe.com/webhooks,
test cards https://docs.stripe.com/testing. Amounts: Stripe's minor units, integers; zero-decimal currencies have none,
three-decimal ones end in zero, ISK and UGX count with two digits that must be zero.

Idempotency: an Idempotency-Key on every POST, up to 255 characters, kept for at least 24 hours; the same key with
another body is an error, and says nothing about the first request. https://docs.stripe.com/api/idempotent_requests

Oddities, as of 2026-04:
- A decline of a confirmed intent is HTTP 402 with the intent in the error; later, the intent says
  requires_payment_method and keeps the error in last_payment_error, also after a later success.
- `succeeded` is also the word after a partial capture: amount_received tells.
- 3DS by redirect: next_action.redirect_to_url; the shopper comes back to return_url, and a sync has the outcome.
  Wallets, bank redirects, QR codes, vouchers and transfers are `requires_action` in the same way, until the money is
  there: the page of next_action shows code, voucher or account. BLIK and MB WAY have no page: the shopper's app asks.
- A raise (increment_authorization) states the new total.
- To capture in parts, to raise a reservation or to keep it longer has to be asked for when it is made, and is for
  merchants on IC+ pricing; the version pinned here is older than these fields, which Stripe takes with every version.
- A payment method that the account has not turned on is HTTP 400, payment_method_unactivated.
- Live and test system have one address and differ by key alone: a key of the other one is refused before sending.
- A platform's direct charge is the seller's: every call about it names that account (Stripe-Account), by the same
  `split_payments` or `split_refunds` as the payment had.
- Orders by mail or telephone are marked as such (`moto`), which Stripe opens account by account.
- A set-up (seti_...) is asked about as a payment is, and comes back from its page in the same way.
- Charges of a test key need no account setting for card numbers over the API; live keys do.
"""

from __future__ import annotations

from datetime import timedelta

from tollbridge import kit
from tollbridge.connectors.stripe import customers, disputes, mandates, payouts, tokens, wire
from tollbridge.connectors.stripe.account import Account, Ctx, sign
from tollbridge.connectors.stripe.changes import (
    build_increment,
    build_reverse,
    build_update_metadata,
    build_update_refund,
    parse_increment,
    parse_reverse,
    parse_updated,
)
from tollbridge.connectors.stripe.declines import DECLINES
from tollbridge.connectors.stripe.methods import WITHOUT, method_fields
from tollbridge.connectors.stripe.payments import (
    build_authorize,
    build_capture,
    build_void,
    failure,
    parse_payment,
)
from tollbridge.connectors.stripe.refunds import build_refund, build_refund_sync, parse_refund
from tollbridge.connectors.stripe.returns import build_verify, parse_verified
from tollbridge.connectors.stripe.webhook import parse_event, peek, verify
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature
from tollbridge.domain.operations import (
    ACCEPT_DISPUTE,
    AUTHORIZE,
    CAPTURE,
    CHARGE_MANDATE,
    CLIENT_TOKEN,
    CREATE_CUSTOMER,
    CREATE_PAYOUT,
    DEFEND_DISPUTE,
    DELETE_TOKEN,
    DISPUTE_SYNC,
    GET_CUSTOMER,
    INCREMENT_AUTHORIZATION,
    PAYOUT_SYNC,
    PROXY_AUTHORIZE,
    PROXY_SETUP_MANDATE,
    REFUND,
    REFUND_SYNC,
    REVERSE,
    REVOKE_MANDATE,
    SETUP_MANDATE,
    SUBMIT_EVIDENCE,
    SYNC,
    TOKEN_AUTHORIZE,
    TOKEN_SETUP_MANDATE,
    TOKENIZE,
    UPDATE_METADATA,
    UPDATE_REFUND,
    VALIDATE_TOKEN,
    VERIFY_REDIRECT,
    VOID,
    VOID_PAYOUT,
)

NO = ("card_error", "invalid_request_error")
PROXIED = frozenset({Feature.MANUAL_CAPTURE, Feature.MULTIPLE_CAPTURE, Feature.THREE_DS, Feature.SETUP_MANDATE})


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """An idempotency_error is no no: the first request with that key may have gone through."""
    error = kit.read_json(res, wire.ErrorBody).error
    if res.status == 409 or error.type == "idempotency_error":
        return OutcomeUnknown(f"{error.code or error.type}: {error.message}", http_status=res.status,
                              key_taken=res.status == 400)
    if res.status in (400, 402) and error.type in NO:
        return failure(error)
    return kit.rejected(res, error.code or "", error.message or "") if res.status in kit.UNTOUCHED else None


CONNECTOR = kit.Connector(
    id="stripe", account=Account, live_url="https://api.stripe.com", test_url="https://api.stripe.com",
    sign=sign, error=parse_error, declines=DECLINES, webhook=kit.Webhook(peek, verify, parse_event),
    idempotency=kit.Idempotency("idempotency-key", max_length=255, kept_for=timedelta(hours=24)),
    older_auth={"header-key": ("api_key",)},
    flows=(
        kit.Flow(AUTHORIZE, build_authorize, parse_payment, methods=method_fields,
                 features=PROXIED | {Feature.SPLIT, Feature.EXTERNAL_THREE_DS, Feature.INCREMENTAL_AUTHORIZATION,
                                     Feature.EXTENDED_AUTHORIZATION}, without=WITHOUT),
        kit.Flow(CAPTURE, build_capture, parse_payment, features=frozenset({Feature.MULTIPLE_CAPTURE, Feature.SPLIT})),
        kit.Flow(VOID, build_void, parse_payment, features=frozenset({Feature.SPLIT})),
        kit.Flow(SYNC, mandates.build_sync, mandates.parse_sync),
        kit.Flow(REFUND, build_refund, parse_refund, features=frozenset({Feature.SPLIT})),
        kit.Flow(REFUND_SYNC, build_refund_sync, parse_refund),
        kit.Flow(TOKEN_AUTHORIZE, tokens.build_token_authorize, parse_payment,
                 features=frozenset({Feature.MANUAL_CAPTURE, Feature.SETUP_MANDATE})),
        kit.Flow(PROXY_AUTHORIZE, tokens.build_proxy_authorize, parse_payment, features=PROXIED),
        kit.Flow(VERIFY_REDIRECT, build_verify, parse_verified, reads=frozenset({404})),
        kit.Flow(INCREMENT_AUTHORIZATION, build_increment, parse_increment),
        kit.Flow(REVERSE, build_reverse, parse_reverse),
        kit.Flow(SETUP_MANDATE, mandates.build_setup, mandates.parse_setup, methods=mandates.setup_fields,
                 features=frozenset({Feature.THREE_DS}), without={
                     method: frozenset({Feature.THREE_DS}) for method in mandates.UNAUTHENTICATED}),
        kit.Flow(TOKEN_SETUP_MANDATE, mandates.build_token_setup, mandates.parse_setup),
        kit.Flow(PROXY_SETUP_MANDATE, mandates.build_proxy_setup, mandates.parse_setup,
                 features=frozenset({Feature.THREE_DS})),
        kit.Flow(CHARGE_MANDATE, mandates.build_charge, parse_payment,
                 features=frozenset({Feature.MANUAL_CAPTURE, Feature.SPLIT})),
        kit.Flow(REVOKE_MANDATE, mandates.build_revoke, mandates.parse_revoked),
        kit.Flow(CREATE_CUSTOMER, customers.build_create, customers.parse_created),
        kit.Flow(GET_CUSTOMER, customers.build_get, customers.parse_found, reads=frozenset({404})),
        kit.Flow(CLIENT_TOKEN, customers.build_client_token, customers.parse_client_token),
        kit.Flow(TOKENIZE, tokens.build_tokenize, tokens.parse_token, methods=tokens.bare_method),
        kit.Flow(VALIDATE_TOKEN, tokens.build_validate, tokens.parse_state, reads=frozenset({404})),
        kit.Flow(DELETE_TOKEN, tokens.build_delete, tokens.parse_deleted),
        kit.Flow(DISPUTE_SYNC, disputes.build_sync, disputes.parse_dispute),
        kit.Flow(ACCEPT_DISPUTE, disputes.build_accept, disputes.parse_accepted),
        kit.Flow(SUBMIT_EVIDENCE, disputes.build_evidence, disputes.parse_dispute),
        kit.Flow(DEFEND_DISPUTE, disputes.build_defend, disputes.parse_dispute),
        kit.Flow(CREATE_PAYOUT, payouts.build_create, payouts.parse_payout),
        kit.Flow(PAYOUT_SYNC, payouts.build_sync, payouts.parse_payout),
        kit.Flow(VOID_PAYOUT, payouts.build_void, payouts.parse_payout),
        kit.Flow(UPDATE_METADATA, build_update_metadata, parse_updated),
        kit.Flow(UPDATE_REFUND, build_update_refund, parse_refund),
    ),
)
