"""Braintree: one GraphQL URL; cards and wallets are charged by the id of a payment method.

API https://developer.paypal.com/braintree/graphql, calls https://graphql.braintreepayments.com/guides/making_api_calls/,
errors https://developer.paypal.com/braintree/in-person/guides/graphql-error-handling, declines
https://developer.paypal.com/braintree/docs/reference/general/processor-responses/authorization-responses, webhooks
https://developer.paypal.com/braintree/docs/guides/webhooks/overview, 3DS
https://developer.paypal.com/braintree/docs/guides/3d-secure/overview. Amounts: decimal texts in major units, with the
decimal places of ISO 4217, and no currency beside them: the merchant account decides it.

To start: public and private key are in the Control Panel under API Keys, merchant accounts under Business. The sandbox
has keys and merchant accounts of its own. What has to be enabled for an account by Braintree first: 3DS, PayPal (linked
in the Control Panel), ACH, local payments, raising of authorizations, further currencies.

Merchant accounts: each has one currency. `merchant_account_id` and `merchant_config_currency` of the account, or of the
same names in a request's connector_feature_data, say which; an amount of another currency is refused before sending.
Both are needed for all that charges. What begins with `apple_pay_`, `gpay_` and `paypal_` is for client tokens alone.

Idempotency: none. A single-use payment method can be charged once only, and a second charge of it is refused without a
word about the first: an unknown outcome. The gateway may be set to reject a second transaction like one just made, with
DUPLICATE and the id of that one. A payment whose answer was lost is found by its orderId: sync `order:` and the
merchant_transaction_id, as the error's reference has it.

Webhooks are set up in the Control Panel (settled and declined transactions, failed refunds, all of disputes and of
local payments, revoked payment methods); each is signed for every API key of the merchant's, and the private key is the
secret to verify with. They are sent again for 24 hours: an older one is refused.

Test values: https://developer.paypal.com/braintree/docs/reference/general/testing. Of a payment the amount decides, of
whatever card; of a card that is vaulted, its number.

| amount or number | what happens |
| --- | --- |
| 0.01 to 1999.99 | charged |
| 2000.00 to 2999.99 | declined, with the amount as the code |
| 3000.00 | fails: no answer of the processor's |
| 4001.00 | authorized, and declined as it settles |
| 5001.00 | rejected by the gateway |
| 4111111111111111 | vaulted |
| 4000111111111115 | declined when it is vaulted |
| 4023898493988028 | charged, and disputed |
| 4000000000002701 | 3DS: succeeds unseen |
| 4000000000002503 | 3DS: a challenge |
| 4000000000002719 | 3DS: an attempt |
| 4000000000002925 | 3DS: fails |

The tokens `fake-valid-nonce`, `fake-paypal-one-time-nonce`, `fake-apple-pay-visa-nonce`, `fake-android-pay-visa-nonce`
stand for what browsers make. US bank accounts: routing number 011000015; account 1000000000 is verified, 1000000004
declined, 1000000006 not found.

Oddities, as of 2026-11:
- Every answer is HTTP 200: `errors` says that a call was refused, and with which class; a decline is a transaction
  whose status says no, with the reason in the event of that status in statusHistory.
- A card number, or a network token, becomes a single-use payment method first (tokenizeCreditCard,
  tokenizeNetworkToken), which then is charged.
- 3DS runs in the shopper's browser, by Braintree's library: an authorize with a card number gives the client token and
  the card's id for it. What the library gives back is charged as a `token`, or goes into `redirection_response` (form
  fields `nonce`, or `authentication_response` with the library's answer); Braintree is asked to insist on the proof.
  A redirect is verified by asking Braintree about that nonce.
- 3DS in three steps: pre_authenticate gives what the library's prepareLookup needs, its `dfReferenceId` goes into
  authenticate as a form field of redirection_response, and of a challenge the library's
  initializeChallengeWithLookupResponse shows the form; its `nonce` goes into post_authenticate in the same way.
  connector_feature_data goes from step to step and into the authorize, which charges what has been authenticated.
- `paypal_redirect` takes two calls of authorize: the first gives PayPal's page, the second has the first's
  connector_feature_data, and the query of the shopper's return as `redirection_response.params`; without a PayerID in
  it the shopper has left. A mandate is set up by two calls as well, the second with the first's connector_feature_data.
- A US bank account (`ach`) is charged by a mandate: setting it up verifies and keeps it. connector_feature_data has the
  words that the shopper agreed to, `ach_mandate`, and `ach_verification` if it is to be INDEPENDENT_CHECK. A charge is
  pending for days.
- `oxxo`, `multibanco_bank_transfer` and `trustly` have an id that begins with `context:` until they are paid; the
  transaction that is refunded then has one of its own, which webhook and sync tell.
- Venmo begins in the library, with a client token, and ends with a nonce (test value: `fake-venmo-account-nonce`): in
  `redirection_response` of an authorize with `venmo_redirect`, which no other nonce pays. As a `token` it is charged
  and kept too. For a shop without the library Braintree opens a payment context (createVenmoPaymentContext), which has
  no address to lead the shopper to: it is not offered here. Instant local payments begin in the library, for a `token`.
- A card that is kept is found in transaction.paymentMethod: only methods that can be used again stand there.
- Of several captures (PayPal and Venmo) each is a transaction of its own: its id is the one to refund. Status and
  captured_amount are those of the payment, by what all captures have taken.
- A void of what has settled is a refund: AUTO_REFUNDED. Nothing can be refunded before it has settled (91506,
  "try again later"): refund then, or use `void` or `reverse` before settlement.
- An incremental authorization gives the new total.
- Webhooks speak of a dispute by another id than this API; either is taken here.
"""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.braintree import (
    customers,
    disputes,
    mandates,
    methods,
    payments,
    refunds,
    three_ds,
    vouchers,
    webhook,
)
from tollbridge.connectors.braintree.account import Account, sign
from tollbridge.connectors.braintree.declines import DECLINES
from tollbridge.connectors.braintree.errors import parse_error
from tollbridge.domain.features import Feature
from tollbridge.domain.methods.cards import Card, NetworkToken
from tollbridge.domain.methods.wallets import (
    ApplePay,
    ApplePayThirdPartySdk,
    GooglePay,
    GooglePayThirdPartySdk,
    PaypalRedirect,
    PaypalSdk,
    VenmoRedirect,
)
from tollbridge.domain.operations import (
    ACCEPT_DISPUTE,
    AUTHENTICATE,
    AUTHORIZE,
    CAPTURE,
    CHARGE_MANDATE,
    CLIENT_TOKEN,
    CREATE_CUSTOMER,
    DEFEND_DISPUTE,
    DELETE_TOKEN,
    DISPUTE_SYNC,
    GET_CUSTOMER,
    INCREMENT_AUTHORIZATION,
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
    VOID_REFUND,
)

__all__ = ["CONNECTOR", "Account"]

CARDS_ONLY = frozenset({Feature.THREE_DS, Feature.EXTERNAL_THREE_DS, Feature.INCREMENTAL_AUTHORIZATION})
PAYPAL_ONLY = frozenset({Feature.MULTIPLE_CAPTURE})
KEPT = frozenset({Feature.MANUAL_CAPTURE, Feature.SETUP_MANDATE})
CONNECTOR = kit.Connector(
    id="braintree", account=Account, live_url="https://payments.braintree-api.com",
    test_url="https://payments.sandbox.braintree-api.com", sign=sign, error=parse_error, declines=DECLINES,
    older_auth={"signature-key": ("public_key", "", "private_key")},
    webhook=kit.Webhook(webhook.peek, webhook.verify, webhook.parse_event, redelivers_for=webhook.REDELIVERS_FOR),
    flows=(
        kit.Flow(TOKENIZE, methods.build_tokenize, methods.parse_token, methods=methods.bare_method),
        kit.Flow(AUTHORIZE, payments.build_authorize, payments.parse_authorize, methods=methods.method_id,
                 steps=payments.authorize_in_steps, in_steps=payments.in_steps,
                 needs=(kit.Need(TOKENIZE, when=payments.needs_token),), check=payments.check_authorize,
                 known_as=payments.own_order, features=KEPT | CARDS_ONLY | PAYPAL_ONLY,
                 without={**dict.fromkeys((PaypalSdk, PaypalRedirect, VenmoRedirect), CARDS_ONLY),
                          Card: PAYPAL_ONLY, **dict.fromkeys(
                     (NetworkToken, ApplePayThirdPartySdk, GooglePayThirdPartySdk, ApplePay, GooglePay),
                     CARDS_ONLY | PAYPAL_ONLY), **dict.fromkeys(vouchers.TYPES, CARDS_ONLY | PAYPAL_ONLY | KEPT)}),
        kit.Flow(TOKEN_AUTHORIZE, payments.build_token_authorize, payments.parse_payment, known_as=payments.own_order,
                 features=KEPT | PAYPAL_ONLY),
        kit.Steps(PROXY_AUTHORIZE, steps=payments.proxy_authorize, known_as=payments.own_order,
                  features=KEPT | {Feature.THREE_DS, Feature.EXTERNAL_THREE_DS}),
        kit.Flow(CAPTURE, payments.build_capture, payments.parse_capture, features=PAYPAL_ONLY),
        kit.Flow(VOID, payments.build_reverse, payments.parse_void),
        kit.Flow(REVERSE, payments.build_reverse, payments.parse_reverse),
        kit.Flow(INCREMENT_AUTHORIZATION, payments.build_increment, payments.parse_increment),
        kit.Flow(SYNC, payments.build_sync, payments.parse_sync, steps=payments.sync_voucher,
                 in_steps=vouchers.asked_for),
        kit.Steps(PRE_AUTHENTICATE, steps=three_ds.pre_authenticate, methods=three_ds.method_to_prove,
                  check=three_ds.check),
        kit.Steps(AUTHENTICATE, steps=three_ds.authenticate, methods=three_ds.method_to_prove, check=three_ds.check),
        kit.Flow(POST_AUTHENTICATE, three_ds.build_post, three_ds.parse_post),
        kit.Flow(VERIFY_REDIRECT, three_ds.build_verify, three_ds.parse_verify),
        kit.Flow(REFUND, refunds.build_refund, refunds.parse_refund),
        kit.Flow(REFUND_SYNC, refunds.build_sync, refunds.parse_sync),
        kit.Flow(VOID_REFUND, refunds.build_void, refunds.parse_refund),
        kit.Steps(SETUP_MANDATE, steps=mandates.setup, methods=mandates.kept_method, check=mandates.check_setup,
                  features=frozenset({Feature.EXTERNAL_THREE_DS})),
        kit.Flow(TOKEN_SETUP_MANDATE, mandates.build_token_setup, mandates.parse_setup),
        kit.Steps(PROXY_SETUP_MANDATE, steps=mandates.proxy_setup),
        kit.Steps(CHARGE_MANDATE, steps=mandates.charge_mandate, known_as=mandates.own_order,
                  features=frozenset({Feature.MANUAL_CAPTURE})),
        kit.Flow(REVOKE_MANDATE, mandates.build_revoke, mandates.parse_revoked),
        kit.Flow(DELETE_TOKEN, mandates.build_delete, mandates.parse_deleted),
        kit.Flow(CREATE_CUSTOMER, customers.build_create, customers.parse_created),
        kit.Flow(GET_CUSTOMER, customers.build_get, customers.parse_found),
        kit.Flow(CLIENT_TOKEN, customers.build_client_token, customers.parse_client_token),
        kit.Steps(DISPUTE_SYNC, steps=disputes.sync),
        kit.Steps(ACCEPT_DISPUTE, steps=disputes.accept),
        kit.Steps(DEFEND_DISPUTE, steps=disputes.defend),
        kit.Steps(SUBMIT_EVIDENCE, steps=disputes.evidence, check=disputes.check_evidence,
                  sign=disputes.sign_evidence),
    ),
)
