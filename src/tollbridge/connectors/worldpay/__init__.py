"""Access Worldpay: the Payments API, JSON, basic authentication; what comes next is in the links of each answer.

API https://developer.worldpay.com/products/payments/openapi (version 2024-06-01), refusals
https://developer.worldpay.com/products/reference/refusal-response, events
https://docs.worldpay.com/access/products/events, card payouts (version 4)
https://docs.worldpay.com/access/products/card-payouts, test values
https://developer.worldpay.com/products/payments/testing.
Amounts: whole numbers in the minor units of ISO 4217.

Going live: user name, password and entity come from Worldpay's Implementation Manager, who also enters the URL for
events and gives the secret that signs them. Every payment and payout wants `merchant_name`, of the account, in its
connector_feature_data as {"merchant_name": "..."} or as billing_descriptor: it stands on the bank statement.

Ids: `connector_transaction_id` is the "linkData" of the payment's links, and changes with what is done: after a capture
use the id of its answer, and hand back its connector_feature_data, which holds the links that it gave. An id of a
refund is the place to look it up.

Idempotency: none is documented. `transactionReference` is the merchant's own (merchant_transaction_id), up to 64
characters, and the same one may be taken twice. It finds an authorization whose answer was lost: the error gives
"transactionReference=..." to sync by, and the answer to that has the payment's id. Let up to 15 minutes pass:
https://developer.worldpay.com/products/card-payments/query-a-payment.

3DS: an authorize with auth_type THREE_DS first answers DEVICE_DATA_COLLECTION_PENDING with a form for a hidden frame.
The SessionId of the frame's message goes into Authenticate (redirection_response.payload.collectionReference), a
challenge's end into PostAuthenticate, both with the connector_feature_data of the answer before; the status that they
give is the payment's. Without connector_feature_data the three steps authenticate only (3DS API): pass what they give
to an authorize.

Test cards (Try): Visa 4444333322221111, Mastercard 5555555555554444, American Express 343434343434343, JCB
3528000700000000, Discover 6011000400000000, Maestro 6759649826438453. The holder's name decides: AUTHORISED, REFUSED,
ERROR, or REFUSED and a code, as REFUSED51.

Oddities, as of 2026-11:
- Every capture is a partial settlement and every refund a partial refund, with a reference of our own, in which
  Worldpay takes letters, digits and hyphens.
- sentForSettlement and sentForRefund are as a rule the last that is told: they count as done. After a cancellation
  queries say "Sent for Cancellation" for good; only the webhook says cancelled.
- An authorization with automatic capture is cancelled by Worldpay where CVC or address do not match
  (sentForCancellation).
- An increment belongs to authorizations with an estimated amount, which the older Card Payments API makes. Its `amount`
  is what is added; capture by the connector_authorization_id of its answer.
- A charge without mit_category is one of a subscription by a token, as set-ups begin one; unscheduled by a network's
  id. With off_session false it is the shopper's own payment with a kept card.
- That a capture took a part (PARTIAL_CHARGED) is known where it has the connector_feature_data of the answer before.
- Webhooks know a payment by its transactionReference only, and so a payout by Fast Access. A standard payout is told as
  the payment event sentForRefund, or refused, with the payout's transactionReference.
- Payouts are standard, or by Fast Access where `priority` is INSTANT or FAST; `merchant_payout_id` is their
  transactionReference. "error" is PENDING with an error: whether it was paid is open.
- token_authorize takes the address of a session of the browser library (Checkout SDK), or of a kept card. A mandate's
  card is renewed by mandate_update, with the same number and its new expiry.
- Through a vault's proxy number and security code are put in on the way; the expiry stands in the request, in digits.
- Disputes are not to be answered by this API: one event tells of them.
"""

from __future__ import annotations

from datetime import timedelta

from tollbridge import kit
from tollbridge.connectors.worldpay import payments, payouts, results, three_ds, tokens, wire
from tollbridge.connectors.worldpay.account import Account, Ctx, known_as
from tollbridge.connectors.worldpay.declines import DECLINES
from tollbridge.connectors.worldpay.instruments import front, instrument, keepable
from tollbridge.connectors.worldpay.webhook import parse_event, peek, verify
from tollbridge.domain import operations as op
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.cards import NetworkToken, StoredMethod
from tollbridge.domain.methods.wallets import ApplePay, GooglePay

JSON = "application/json"
REFUSED = (400, 405, 406, 415)


def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """The version is in a header of the Payments API, and in the content type of the others."""
    kind = req.headers.get("content-type", JSON)
    return req.with_headers({
        "authorization": kit.basic(ctx.account.username, ctx.account.password), "content-type": kind, "accept": kind,
        "wp-api-version": "2024-06-01" if kind == JSON else None})


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    error = kit.read_json(res, wire.ErrorBody)
    if res.status in REFUSED:
        why = "; ".join(f"{its.json_path}: {its.message or its.error_name}" for its in error.validation_errors)
        return Failure(code=error.error_name, message=error.message, reason=why or None)
    return kit.rejected(res, error.error_name, error.message) if res.status in kit.UNTOUCHED else None


LATER = frozenset({Feature.MANUAL_CAPTURE, Feature.MULTIPLE_CAPTURE})
HELD = LATER | {Feature.PARTIAL_AUTHORIZATION}
SAVED = frozenset({Feature.SETUP_MANDATE})
THREE_DS = frozenset({Feature.THREE_DS, Feature.EXTERNAL_THREE_DS})

CONNECTOR = kit.Connector(
    id="worldpay", account=Account, live_url="https://access.worldpay.com",
    test_url="https://try.access.worldpay.com", sign=sign, error=parse_error, declines=DECLINES,
    webhook=kit.Webhook(peek, verify, parse_event, redelivers_for=timedelta(days=7)),
    older_auth={"signature-key": ("password", "username", "entity_id")},
    flows=(
        kit.Flow(op.AUTHORIZE, payments.build_authorize, results.parse_payment, methods=instrument, known_as=known_as,
                 features=HELD | SAVED | THREE_DS, without={
                     ApplePay: SAVED | THREE_DS, GooglePay: SAVED, NetworkToken: SAVED, StoredMethod: SAVED}),
        kit.Flow(op.TOKEN_AUTHORIZE, payments.build_token_authorize, results.parse_payment, known_as=known_as,
                 features=LATER | SAVED),
        kit.Flow(op.PROXY_AUTHORIZE, payments.build_authorize, results.parse_payment, known_as=known_as,
                 features=LATER | SAVED | THREE_DS),
        kit.Flow(op.SETUP_MANDATE, payments.build_setup, results.parse_setup, methods=keepable, features=THREE_DS),
        kit.Flow(op.TOKEN_SETUP_MANDATE, payments.build_token_setup, results.parse_setup),
        kit.Flow(op.PROXY_SETUP_MANDATE, payments.build_setup, results.parse_setup, features=THREE_DS),
        kit.Flow(op.CHARGE_MANDATE, payments.build_charge, results.parse_payment, known_as=known_as,
                 features=HELD),
        kit.Flow(op.CAPTURE, payments.build_capture, results.parse_capture,
                 features=frozenset({Feature.MULTIPLE_CAPTURE})),
        kit.Flow(op.INCREMENT_AUTHORIZATION, payments.build_increment, results.parse_increment),
        kit.Flow(op.VOID, payments.build_void, results.parse_payment),
        kit.Flow(op.REVERSE, payments.build_reverse, results.parse_payment),
        kit.Flow(op.SYNC, payments.build_sync, results.parse_sync),
        kit.Flow(op.REFUND, payments.build_refund, results.parse_refund),
        kit.Flow(op.REFUND_SYNC, payments.build_refund_sync, results.parse_refund_sync),
        kit.Flow(op.PRE_AUTHENTICATE, three_ds.build_pre, results.parse_step, methods=front),
        kit.Flow(op.AUTHENTICATE, three_ds.build_authenticate, results.parse_step),
        kit.Flow(op.POST_AUTHENTICATE, three_ds.build_post, results.parse_step),
        kit.Flow(op.TOKENIZE, tokens.build_tokenize, tokens.parse_token, methods=front, reads=frozenset({409})),
        kit.Flow(op.VALIDATE_TOKEN, tokens.build_validate, tokens.parse_state),
        kit.Flow(op.DELETE_TOKEN, tokens.build_delete, tokens.parse_deleted),
        kit.Steps(op.UPDATE_MANDATE, tokens.update, check=tokens.check_update),
        kit.Flow(op.REVOKE_MANDATE, tokens.build_revoke, tokens.parse_revoked),
        kit.Flow(op.CREATE_PAYOUT, payouts.build_create, payouts.parse_payout),
        kit.Flow(op.PAYOUT_SYNC, payouts.build_sync, payouts.parse_payout),
    ),
)
