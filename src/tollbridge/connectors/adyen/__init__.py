"""Adyen: JSON both ways, Checkout v68; one pspReference for the life of a payment.

API https://docs.adyen.com/api-explorer/Checkout/68, result codes
https://docs.adyen.com/online-payments/build-your-integration/payment-result-codes, refusals
https://docs.adyen.com/development-resources/refusal-reasons, errors
https://docs.adyen.com/development-resources/error-codes, webhooks
https://docs.adyen.com/development-resources/webhooks, test cards
https://docs.adyen.com/development-resources/testing/test-card-numbers (5101180000000007 and 370000000000002, expiry
03/2030, CVC 737 and 7373; 4917610000000000 asks for 3DS); a holder called DECLINED or CARD_EXPIRED is refused so,
https://docs.adyen.com/development-resources/testing/result-codes.

Amounts: minor units of https://docs.adyen.com/development-resources/currency-codes, which are ISO 4217's but for CLP
and ISK (two digits that must be zero) and CVE and IDR (none).

Idempotency: a key of up to 64 characters on every POST, kept for at least seven days, by company account and region; an
answer marked `transient-error` says that the same request with the same key may be sent again.
https://docs.adyen.com/development-resources/api-idempotency

Oddities, as of 2026-11:
- A decline is HTTP 200 with resultCode Refused or Error; an error of HTTP 400 or 422 is a request that was not valid.
- "Authorised" is reserved as well as taken: taken where the account captures at once (Adyen's default) and the request
  does not ask for manual capture. That is for the account's settings, which we cannot see.
- Captures, cancels, refunds and raises are only "received": the outcome comes by webhook, and Adyen has no question for
  it by id. A raise (amountUpdates) states the new total.
- A sync is /payments/details with what the shopper came back with (`encoded_data`: redirectResult, threeDSResult): it
  goes on with the payment. Without that there is nothing to ask with; the webhook tells.
- 3DS by redirect: `redirection_data`. What else the shopper has to do (native 3DS, QR code, voucher, bank account) has
  a page of Adyen's there too; the whole action, as Adyen's libraries take it, is in `connector_feature_data`. The
  result of native 3DS goes through a sync, because it ends with the payment's authorisation and not with its own.
- Stored methods belong to a shopperReference of the merchant's own: `connector_customer_id`. To revoke one Adyen wants
  both, and the contract's RevokeMandate has the first alone: DeleteToken has both, and ends the mandate. A mandate
  reference that held both would not be the one that Adyen's webhooks name, and `mandate_id` is the merchant's own word.
- Live has a host by account: its endpoint_prefix.
- Which of networkTxReference, recurring.recurringDetailReference, refusalReasonRaw and merchantAdviceCode an answer has
  is set in the Customer Area, under "Additional data settings".
"""

from __future__ import annotations

from datetime import timedelta

from tollbridge import kit
from tollbridge.connectors.adyen import changes, disputes, giftcards, mandates, payments, payouts, three_ds, vault, wire
from tollbridge.connectors.adyen.account import TEST_CHECKOUT, Account, Ctx, base, sign
from tollbridge.connectors.adyen.declines import DECLINES
from tollbridge.connectors.adyen.methods import WITHOUT, method_fields, setup_fields
from tollbridge.connectors.adyen.webhook import acknowledge, parse_event, peek, verify
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature
from tollbridge.domain.operations import (
    ACCEPT_DISPUTE,
    AUTHENTICATE,
    AUTHORIZE,
    CAPTURE,
    CHARGE_MANDATE,
    CLIENT_TOKEN,
    CREATE_ORDER,
    CREATE_PAYOUT,
    DEFEND_DISPUTE,
    DELETE_TOKEN,
    GIFT_CARD_BALANCE,
    INCREMENT_AUTHORIZATION,
    POST_AUTHENTICATE,
    PRE_AUTHENTICATE,
    PROXY_AUTHORIZE,
    PROXY_SETUP_MANDATE,
    REFUND,
    REVERSE,
    SETUP_MANDATE,
    SUBMIT_EVIDENCE,
    SYNC,
    TOKEN_AUTHORIZE,
    TOKENIZE,
    TRANSFER_PAYOUT,
    VALIDATE_TOKEN,
    VERIFY_REDIRECT,
    VOID,
    VOID_PAYOUT,
)

LIVE = "https://checkout-live.adyenpayments.com/checkout"  # never used: `base` puts the account's prefix in
HELD = frozenset({Feature.MANUAL_CAPTURE, Feature.MULTIPLE_CAPTURE})
NOT_CONFIGURED = "905"  # "Payment details are not supported", 905_1 to 905_6
IN_PROGRESS = "704"  # "request already processed or in progress"


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """A request that is not valid is a no; what is marked transient, or still in progress, says nothing about it.

    A no is also a payment method that the account does not have, which Adyen tells with HTTP 500; a fault of Adyen's
    own (errorType "internal") is none, whatever the status.
    """
    error = kit.read_json(res, wire.ErrorBody)
    transient = res.headers.get("transient-error", "").lower() == "true"
    if transient or error.errorCode == IN_PROGRESS:
        # not marked transient, the key belongs to an earlier request: to send it again would say the same for ever
        return OutcomeUnknown(f"{error.errorCode}: {error.message}", http_status=res.status, key_taken=not transient)
    if res.status in kit.UNTOUCHED:
        return kit.rejected(res, error.errorCode, error.message)
    not_valid = res.status in (400, 422) and error.errorType != "internal"
    if not_valid or error.errorCode.startswith(NOT_CONFIGURED):
        return Failure(code=error.errorCode, message=error.message, connector_transaction_id=error.pspReference)
    return None


CONNECTOR = kit.Connector(
    id="adyen", account=Account, live_url=LIVE, test_url=TEST_CHECKOUT, base=base, sign=sign, error=parse_error,
    declines=DECLINES, webhook=kit.Webhook(peek, verify, parse_event, acknowledge),
    idempotency=kit.Idempotency("idempotency-key", max_length=64, kept_for=timedelta(days=7)),
    older_auth={"body-key": ("api_key", "merchant_account"),
                "signature-key": ("api_key", "merchant_account", "review_key")},
    flows=(
        kit.Flow(AUTHORIZE, payments.build_authorize, payments.parse_payment, methods=method_fields, without=WITHOUT,
                 features=HELD | {Feature.THREE_DS, Feature.EXTERNAL_THREE_DS, Feature.SETUP_MANDATE, Feature.SPLIT,
                                  Feature.SURCHARGE, Feature.INCREMENTAL_AUTHORIZATION,
                                  Feature.PARTIAL_AUTHORIZATION}),
        kit.Flow(TOKEN_AUTHORIZE, payments.build_token_authorize, payments.parse_payment,
                 features=HELD | {Feature.SETUP_MANDATE}),
        kit.Flow(PROXY_AUTHORIZE, payments.build_proxy_authorize, payments.parse_payment,
                 features=HELD | {Feature.THREE_DS, Feature.EXTERNAL_THREE_DS, Feature.SETUP_MANDATE}),
        kit.Flow(CAPTURE, changes.build_capture, changes.parse_change,
                 features=frozenset({Feature.MULTIPLE_CAPTURE, Feature.SPLIT})),
        kit.Flow(VOID, changes.build_void, changes.parse_change),
        kit.Flow(REVERSE, changes.build_reverse, changes.parse_change),
        kit.Flow(SYNC, payments.build_sync, payments.parse_sync),
        kit.Flow(REFUND, changes.build_refund, changes.parse_refund, features=frozenset({Feature.SPLIT})),
        kit.Flow(INCREMENT_AUTHORIZATION, changes.build_increment, changes.parse_increment),
        kit.Flow(SETUP_MANDATE, mandates.build_setup, mandates.parse_setup, methods=setup_fields,
                 features=frozenset({Feature.THREE_DS, Feature.EXTERNAL_THREE_DS}), without=mandates.WITHOUT),
        kit.Flow(PROXY_SETUP_MANDATE, mandates.build_proxy_setup, mandates.parse_setup,
                 features=frozenset({Feature.THREE_DS, Feature.EXTERNAL_THREE_DS})),
        kit.Flow(CHARGE_MANDATE, mandates.build_charge, payments.parse_payment,
                 features=HELD | {Feature.PARTIAL_AUTHORIZATION, Feature.SPLIT}),
        kit.Flow(CLIENT_TOKEN, mandates.build_session, mandates.parse_session),
        kit.Flow(VERIFY_REDIRECT, payments.build_verify, payments.parse_verified),
        kit.Flow(PRE_AUTHENTICATE, three_ds.build_pre, three_ds.parse_step, methods=three_ds.card_of),
        kit.Flow(AUTHENTICATE, three_ds.build_step, three_ds.parse_step),
        kit.Flow(POST_AUTHENTICATE, three_ds.build_step, three_ds.parse_step),
        kit.Flow(TOKENIZE, vault.build_tokenize, vault.parse_token, methods=vault.kept_card),
        kit.Flow(VALIDATE_TOKEN, vault.build_validate, vault.parse_state),
        kit.Flow(DELETE_TOKEN, vault.build_delete, vault.parse_deleted),
        kit.Flow(CREATE_ORDER, giftcards.build_order, giftcards.parse_order),
        kit.Flow(GIFT_CARD_BALANCE, giftcards.build_balance, giftcards.parse_balance, methods=giftcards.card_fields),
        kit.Flow(ACCEPT_DISPUTE, disputes.build_accept, disputes.parse_accepted, repeatable=False),
        kit.Flow(SUBMIT_EVIDENCE, disputes.build_evidence, disputes.parse_evidence, repeatable=False),
        kit.Steps(DEFEND_DISPUTE, disputes.defend, repeatable=False),
        kit.Flow(CREATE_PAYOUT, payouts.build_create, payouts.parse_created, repeatable=False),
        kit.Flow(TRANSFER_PAYOUT, payouts.build_transfer, payouts.parse_modified, sign=payouts.sign_review,
                 reads=payouts.NO, repeatable=False),
        kit.Flow(VOID_PAYOUT, payouts.build_void, payouts.parse_modified, sign=payouts.sign_review,
                 reads=payouts.NO, repeatable=False),
    ),
)
