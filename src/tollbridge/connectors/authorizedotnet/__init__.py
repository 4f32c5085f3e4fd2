"""Authorize.Net: one URL; JSON that is read as XML, so that the order of its members is the XSD's.

API https://developer.authorize.net/api/reference/ (schema https://api.authorize.net/xml/v1/schema/AnetApiSchema.xsd),
errors https://developer.authorize.net/api/reference/responseCodes.html, webhooks
https://developer.authorize.net/api/reference/features/webhooks.html, test cards and triggers
https://developer.authorize.net/hello_world/testing_guide.html: 4111111111111111, 5424000000000015, 370000000000002; a
billing zip of 46282 is declined, 46205 matches nothing (AVS N); a card code of 901 does not match. Amounts: JSON
numbers in major units, exact, never through a float.

Currency: an account has one, that of its processor; `currencyCode` says which the amount is meant in, and another one
is refused (reason 39). Answers state amounts without it: a sync reads them in the currency of its request's `amount`,
and leaves them out without one.

Idempotency: none. A refId is only repeated in the answer. What stands between a repeat and a second charge is a check
for duplicates: a transaction whose card or account, amount, type, invoice number, customer id and billing address are
those of one in the last two minutes is refused with reason 11; after that it is charged. So the invoice number is sent
wherever there is one (`merchant_order_id`, else `merchant_transaction_id`), and nothing is repeated on its own. Reason
11 is no decline: the first one may have been approved, and a sync of the id that comes with it tells. https://support.authorize.net/s/article/Error-11-A-duplicate-transaction-has-been-submitted

Oddities, as of 2026-11:
- Every answer is HTTP 200 and begins with a byte-order mark. `messages.resultCode` judges the call,
  `transactionResponse.responseCode` the transaction: 1 approved, 2 declined, 3 error, 4 held for review.
- A refund repeats what was paid with: last four digits and "XXXX", which travel in connector_feature_data; for an
  eCheck the account has to be given again. It is for settled payments. Before that it is refused (54, "try again
  later"): refund after the day's settlement, or use `void` or `reverse` before it, which undo all. Reason 54 also
  stands for another currency, another kind of transaction, and one that was settled too long ago: sync it.
- No answer to a capture states an amount. What was reserved is in the authorization's connector_feature_data: brought
  along, it tells a capture of a part (PARTIAL_CHARGED) from one of the whole. A sync tells it too.
- A refund is a transaction of its own and goes out with the day's batch: pending until then, and voided if it is called
  off (not at every processor: reasons 175 and 180).
- What the fraud filters hold is UNRESOLVED until the merchant decides: approve and reject give what the transaction's
  details then say, for the answer to the verdict does not. A part of a payment cannot be approved.
- A stored method is "{customer profile}-{payment profile}". Live, it is verified when it is stored or replaced
  (validationMode); in the sandbox only its form is. What replaces it replaces all of it, billing address included.
  Storing what the customer has already gives its id again, and leaves it as it is, its expiry too: `update_mandate`
  replaces it. token_authorize takes a stored method as it takes a nonce of Accept.js.
- The schema limits lengths: descriptive texts are cut, a refId of more than 20 characters is left out. What tells one
  thing from another, invoice number and customer's id, is a digest of the id then.
- An account in test mode approves everything and stores nothing (transId 0): that is UNRESOLVED here.
- PayPal takes two authorizes: the first answers with the page to send the payer to, and has `complete_authorize_url`
  or `return_url`; the second brings what the payer came back with (`redirection_response`, in which PayerID is) and, as
  `connector_order_id`, the first one's connector_transaction_id. After a capture it cannot be voided.
- 3DS is done elsewhere, and its cryptogram and ECI sent along. Disputes are not in the API. Hosted forms and
  subscriptions are, and not here.
"""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.authorizedotnet import payments, profiles
from tollbridge.connectors.authorizedotnet.declines import DECLINES
from tollbridge.connectors.authorizedotnet.methods import WITHOUT, kept_fields, method_fields
from tollbridge.connectors.authorizedotnet.request import Account
from tollbridge.connectors.authorizedotnet.results import parse_error
from tollbridge.connectors.authorizedotnet.webhook import WEBHOOK
from tollbridge.domain import operations as op
from tollbridge.domain.features import Feature

CONNECTOR = kit.Connector(
    id="authorizedotnet", account=Account, live_url="https://api.authorize.net",
    test_url="https://apitest.authorize.net", sign=kit.unsigned, error=parse_error, declines=DECLINES, webhook=WEBHOOK,
    older_auth={"body-key": ("name", "transaction_key")},
    flows=(
        kit.Flow(op.AUTHORIZE, payments.build_authorize, payments.parse_payment, methods=method_fields,
                 features=frozenset({Feature.MANUAL_CAPTURE, Feature.EXTERNAL_THREE_DS, Feature.SETUP_MANDATE}),
                 without=WITHOUT),
        kit.Flow(op.TOKEN_AUTHORIZE, payments.build_token_authorize, payments.parse_payment,
                 features=frozenset({Feature.MANUAL_CAPTURE, Feature.SETUP_MANDATE})),
        kit.Flow(op.PROXY_AUTHORIZE, payments.build_proxy_authorize, payments.parse_payment,
                 features=frozenset({Feature.MANUAL_CAPTURE, Feature.EXTERNAL_THREE_DS, Feature.SETUP_MANDATE})),
        kit.Flow(op.CAPTURE, payments.build_capture, payments.parse_capture),
        kit.Flow(op.VOID, payments.build_void, payments.parse_void),
        kit.Flow(op.REVERSE, payments.build_void, payments.parse_reverse),
        kit.Flow(op.SYNC, payments.build_sync, payments.parse_sync),
        kit.Flow(op.REFUND, payments.build_refund, payments.parse_refund),
        kit.Flow(op.REFUND_SYNC, payments.build_refund_sync, payments.parse_refund_sync),
        kit.Flow(op.VOID_REFUND, payments.build_void_refund, payments.parse_void_refund),
        kit.Steps(op.APPROVE, payments.decide),
        kit.Steps(op.REJECT, payments.decide),
        kit.Flow(op.SETUP_MANDATE, profiles.build_setup, profiles.parse_setup, methods=kept_fields),
        kit.Flow(op.TOKEN_SETUP_MANDATE, profiles.build_token_setup, profiles.parse_setup),
        kit.Flow(op.PROXY_SETUP_MANDATE, profiles.build_proxy_setup, profiles.parse_setup),
        kit.Flow(op.CHARGE_MANDATE, payments.build_charge, payments.parse_payment,
                 features=frozenset({Feature.MANUAL_CAPTURE})),
        kit.Flow(op.REVOKE_MANDATE, profiles.build_revoke, profiles.parse_revoked),
        kit.Flow(op.UPDATE_MANDATE, profiles.build_update, profiles.parse_updated, methods=kept_fields),
        kit.Flow(op.CREATE_CUSTOMER, profiles.build_create_customer, profiles.parse_created),
        kit.Flow(op.GET_CUSTOMER, profiles.build_get_customer, profiles.parse_found),
        kit.Flow(op.TOKENIZE, profiles.build_setup, profiles.parse_token, methods=kept_fields),
        kit.Flow(op.VALIDATE_TOKEN, profiles.build_validate, profiles.parse_state),
        kit.Flow(op.DELETE_TOKEN, profiles.build_delete, profiles.parse_deleted),
    ),
)
