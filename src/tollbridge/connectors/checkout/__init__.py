"""Checkout.com (NAS): JSON both ways, one payment with its actions for all that happens to it.

API https://api-reference.checkout.com, response codes
https://www.checkout.com/docs/developer-resources/codes/api-response-codes, webhooks
https://www.checkout.com/docs/developer-resources/webhooks, test cards
https://www.checkout.com/docs/developer-resources/testing/test-cards. Amounts: minor units, integers; CLP counts with
two digits that must be zero, three-decimal currencies end in zero.

Idempotency: Cko-Idempotency-Key on payments, payment contexts, captures, voids, refunds and increments, kept for 24
hours; a repeat gives the first answer again, unless that was an error: then it is carried out anew, so nothing is
repeated after a 5xx. Two at once: HTTP 409.
https://www.checkout.com/docs/payments/manage-payments/idempotency

Oddities, as of 2026-04:
- A decline is HTTP 201 with `Declined`; 422 says what is wrong with the request.
- Captures, voids and refunds are taken in by HTTP 202 and carried out later: CAPTURE_INITIATED, VOID_INITIATED,
  REFUND_PENDING. An automatic capture is one too: the answer to it says `Authorized`. Sync, or take the webhooks in.
- An increment's `amount` is what is added to the reservation.
- A charge on a mandate is merchant-initiated, unless off_session is false: the shopper is there then.
- How a capture ended is told by its action; the payment of a capture that was declined goes on being `Authorized`.
- A payment whose answer was lost is found by its reference: a sync of reference=..., as OutcomeUnknown gives it.
- 3DS and redirects are `Pending` with a link; the shopper comes back with cko-session-id, which a sync takes as the id.
  `return_url` is where to; without one it is the account's default address, and an account that has none refuses the
  payment (`success_url_required`).
- PayPal by its buttons and Klarna by its widget are paid by payment contexts, which Checkout.com keeps for those who
  have them: it refers new integrations to its Payment Setup API, which is not spoken here. CreateOrder opens one, and
  gives PayPal's order id (`session_data.paypal.session_token`) or Klarna's client token
  (`session_data.connector_specific.checkout.payment_session_token`) for the browser. `connector_feature_data` of it is
  JSON: {"source": "klarna", "country": "DE", "locale": "de-DE"} for Klarna, "capture": false to capture later,
  "success_url" and "failure_url". Once the shopper has agreed, Authorize with paypal_sdk or klarna pays, with the
  context's id, pct_..., as `connector_order_id`, and the capture method that the context was opened for. A sync of
  that id says whether the shopper has agreed, and nothing of money: Klarna's consent takes seconds to arrive, and a
  payment before that is refused (422). Not so stc pay, for which there is no method here.
- Accounts have a host of their own, {prefix}.api.checkout.com: give its address as base_url.
- An OAuth access key is api_key (ack_...) and api_secret; it logs in by itself, and cannot make tokens. With a secret
  key (sk_...), api_key is the public key (pk_...).
- 3DS in three steps wants an OAuth access key with the scope sessions:browser. connector_feature_data goes from step to
  step, and authentication_data of the last into an Authorize: by the session's id in it (connector_transaction_id) the
  payment has its proof. DEVICE_DATA_COLLECTION_PENDING without a form: there is nothing to fetch, go on with the next.

Test cards, with any date to come and any CVC: 4242424242424242 and 5436031030606378 are approved, 4544249167673670 has
too little money (20051), 4724117215951699 has expired (20054), 4897453568485113 is suspected of fraud (20059),
4485381577182090 does not exist (20014), 4734868958733862 fails for its CVC (200N7).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tollbridge import kit
from tollbridge.connectors.checkout import (
    changes,
    contexts,
    disputes,
    payments,
    payouts,
    returns,
    three_ds,
    vault,
    wire,
)
from tollbridge.connectors.checkout.account import (
    LIVE,
    LOGIN,
    TEST,
    Account,
    Ctx,
    login,
    require_public,
    sign,
    sign_login,
    sign_public,
    sign_session,
)
from tollbridge.connectors.checkout.declines import DECLINES
from tollbridge.connectors.checkout.methods import REDIRECTED, encrypted, method_fields, token_fields
from tollbridge.connectors.checkout.webhook import REDELIVERS_FOR, parse_event, peek, verify
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.operations import (
    ACCEPT_DISPUTE,
    ACCESS_TOKEN,
    AUTHENTICATE,
    AUTHORIZE,
    CAPTURE,
    CHARGE_MANDATE,
    CREATE_CUSTOMER,
    CREATE_ORDER,
    CREATE_PAYOUT,
    DEFEND_DISPUTE,
    DISPUTE_SYNC,
    GET_CUSTOMER,
    INCREMENT_AUTHORIZATION,
    PAYOUT_SYNC,
    POST_AUTHENTICATE,
    PRE_AUTHENTICATE,
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
    VERIFY_REDIRECT,
    VOID,
)

LATER = frozenset({Feature.MANUAL_CAPTURE, Feature.MULTIPLE_CAPTURE})
SECURE = frozenset({Feature.THREE_DS, Feature.EXTERNAL_THREE_DS})
KEPT = frozenset({Feature.SETUP_MANDATE})
MORE = frozenset({Feature.INCREMENTAL_AUTHORIZATION})
OF_CARDS: dict[type, frozenset[Feature]] = {
    **dict.fromkeys(REDIRECTED, LATER | SECURE | KEPT | MORE), AchDebit: SECURE | MORE,
    **dict.fromkeys(contexts.APPROVED, SECURE | KEPT | MORE | {Feature.MULTIPLE_CAPTURE})}
WALLET = kit.Need(TOKENIZE, when=encrypted)


def check_wallet(req: Any, ctx: Ctx) -> None:
    """A wallet that cannot be made a token, or has no order, is known before anything is sent."""
    if encrypted(req):
        require_public(req, ctx)
        token_fields(req.payment_method, req)
    contexts.check_approved(req, ctx)


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """400 and 422 name what is wrong: nothing was done. 409: another request with the same key is under way."""
    if res.status in kit.UNTOUCHED and not res.body:
        return kit.rejected(res)
    body = kit.read_json(res, wire.ErrorBody)
    code = body.error_codes[0] if body.error_codes else body.error_type
    reason = " & ".join(body.error_codes) if len(body.error_codes) > 1 else None
    if res.status == 409:
        return OutcomeUnknown(code or "conflict", http_status=409)
    if res.status in kit.UNTOUCHED:
        return kit.rejected(res, code, reason or code)
    return Failure(code=code, message=code, reason=reason) if res.status in (400, 422) and code else None


CONNECTOR = kit.Connector(
    id="checkout", account=Account, live_url=LIVE, test_url=TEST, sign=sign, error=parse_error,
    declines=DECLINES,
    webhook=kit.Webhook(peek, verify, parse_event, redelivers_for=REDELIVERS_FOR),
    idempotency=kit.Idempotency("cko-idempotency-key", max_length=64, kept_for=timedelta(hours=24), keeps_errors=False),
    older_auth={"signature-key": ("api_key", "processing_channel_id", "api_secret")},
    flows=(
        kit.Steps(ACCESS_TOKEN, login, sign=sign_login, reads=frozenset({400})),
        kit.Flow(AUTHORIZE, payments.build_authorize, payments.parse_payment, methods=method_fields,
                 features=LATER | SECURE | KEPT | MORE, without=OF_CARDS, needs=(*LOGIN, WALLET), check=check_wallet,
                 known_as=payments.known_as),
        kit.Flow(TOKEN_AUTHORIZE, payments.build_authorize, payments.parse_payment, features=LATER | KEPT,
                 needs=LOGIN, known_as=payments.known_as),
        kit.Flow(PROXY_AUTHORIZE, payments.build_authorize, payments.parse_payment,
                 features=LATER | SECURE | KEPT, needs=LOGIN, known_as=payments.known_as),
        kit.Flow(SYNC, contexts.build_sync, contexts.parse_sync, needs=LOGIN),
        kit.Flow(CREATE_ORDER, contexts.build_order, contexts.parse_order, check=contexts.check_order, needs=LOGIN),
        kit.Flow(VERIFY_REDIRECT, returns.build, returns.parse, reads=frozenset({404}), needs=LOGIN),
        kit.Flow(CAPTURE, changes.build_capture, changes.parse_initiated,
                 features=frozenset({Feature.MULTIPLE_CAPTURE}), needs=LOGIN),
        kit.Flow(VOID, changes.build_void, changes.parse_initiated, needs=LOGIN),
        kit.Flow(REVERSE, changes.build_reverse, changes.parse_initiated, needs=LOGIN, repeatable=False),
        kit.Flow(INCREMENT_AUTHORIZATION, changes.build_increment, changes.parse_increment, needs=LOGIN),
        kit.Flow(REFUND, changes.build_refund, changes.parse_refund, needs=LOGIN),
        kit.Flow(REFUND_SYNC, changes.build_refund_sync, changes.parse_refund_sync, needs=LOGIN),
        kit.Flow(SETUP_MANDATE, payments.build_setup, payments.parse_setup, methods=payments.setup_fields,
                 features=SECURE, without={AchDebit: SECURE}, needs=(*LOGIN, WALLET), check=check_wallet),
        kit.Flow(TOKEN_SETUP_MANDATE, payments.build_setup, payments.parse_setup, needs=LOGIN),
        kit.Flow(PROXY_SETUP_MANDATE, payments.build_setup, payments.parse_setup, features=SECURE, needs=LOGIN),
        kit.Flow(CHARGE_MANDATE, payments.build_charge, payments.parse_payment, features=LATER, needs=LOGIN,
                 known_as=payments.known_as),
        kit.Flow(REVOKE_MANDATE, vault.build_revoke, vault.parse_revoked, needs=LOGIN, repeatable=False),
        kit.Flow(TOKENIZE, vault.build_tokenize, vault.parse_token, methods=token_fields, sign=sign_public,
                 check=require_public, repeatable=False),
        kit.Flow(CREATE_CUSTOMER, vault.build_customer, vault.parse_customer, needs=LOGIN, repeatable=False),
        kit.Flow(GET_CUSTOMER, vault.build_get_customer, vault.parse_found, reads=frozenset({404}), needs=LOGIN),
        kit.Flow(PRE_AUTHENTICATE, three_ds.build_pre, three_ds.parse_pre, methods=three_ds.source,
                 sign=sign_session, needs=LOGIN, repeatable=False),
        kit.Flow(AUTHENTICATE, three_ds.build_authenticate, three_ds.parse_step, sign=sign_session, needs=LOGIN,
                 repeatable=False),
        kit.Flow(POST_AUTHENTICATE, three_ds.build_post, three_ds.parse_step, sign=sign_session, needs=LOGIN,
                 repeatable=False),
        kit.Flow(DISPUTE_SYNC, disputes.build_sync, disputes.parse_dispute, needs=LOGIN),
        kit.Flow(ACCEPT_DISPUTE, disputes.build_accept, disputes.parse_done, needs=LOGIN, repeatable=False),
        kit.Steps(SUBMIT_EVIDENCE, disputes.submit, check=disputes.check_evidence, needs=LOGIN, repeatable=False),
        kit.Flow(DEFEND_DISPUTE, disputes.build_defend, disputes.parse_done, needs=LOGIN, repeatable=False),
        kit.Flow(CREATE_PAYOUT, payouts.build_create, payouts.parse_payout, needs=LOGIN),
        kit.Flow(PAYOUT_SYNC, payouts.build_sync, payouts.parse_payout, needs=LOGIN),
    ),
)
