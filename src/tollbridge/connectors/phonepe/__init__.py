"""PhonePe Payment Gateway, API v1 (salt keys): UPI collect, intent and QR, and PhonePe's pay page. India only.

Pay https://developer.phonepe.com/v1/reference/pay-api-1, status .../check-status-api-1, refund .../refund-8, callbacks
.../server-to-server-callback-5, error codes https://developer.phonepe.com/payment-gateway/error-codes. JSON in base64
inside JSON one way, JSON the other. Amounts: INR only, in paise, minor units; there is no field for a currency, so any
other is refused before sending. At least 100 paise a payment.

X-VERIFY proves both sides: SHA256(base64 payload + path below the host + salt key) + "###" + salt index; of a callback
SHA256(base64 response + salt key). Callbacks are verified with a salt key given as the webhook's secret.

Ids: PhonePe looks everything up by the merchant's own id, `merchantTransactionId`, which is therefore the
connector_transaction_id and connector_refund_id here; PhonePe's (T2111...) is of no use in any call, and stands in the
raw answer. Up to 37 letters, digits, "_" and "-", unique for payments and refunds together.

Idempotency: no key. The id of a payment is taken once: a repeat begins no second payment, and is answered with an
error that says nothing of the first. After an unknown outcome sync by that id; OutcomeUnknown.reference has it.

Mandates: UPI AutoPay (https://developer.phonepe.com/v1/docs/system-flow-recurring), once PhonePe has turned it on.
SetupMandate opens a subscription and asks the shopper to agree to it: a upi:// link, which is the text of a QR code
too, or a request in the app of the VPA; AUTHENTICATION_PENDING until they do. Its `amount` is the first payment, taken
along with it; with zero a rupee or two prove the account. The terms (multi_use) need amount, frequency (DAILY, WEEKLY,
FORTNIGHTLY, MONTHLY, QUARTERLY, HALFYEARLY, YEARLY, ON_DEMAND) and end_date; amount_type is FIXED or, where it is left
out, VARIABLE: the amount is the most that is debited at once. connector_mandate_id is "subscription:merchantUserId",
for to revoke wants both; a sync or a callback tells the first alone.

A charge has PhonePe tell the shopper, which UPI's rules want a day before, and debit on its own after that day
(autoDebit): PENDING until then. No page says how to call it back, or how often PhonePe tries. Syncs take the id that
set-up or charge gave ("auth:...", "debit:...") or that stands in OutcomeUnknown.reference. A revocation is
MANDATE_PENDING until the callback, which goes to the address that is registered with PhonePe.

Test system: https://developer.phonepe.com/v1/docs/uat-testing (Rs. 1 to 1000; merchant and salt key from PhonePe).
UPI collect: success@ybl pays after some seconds, failed@ybl fails, pending@ybl stays pending. On the pay page: debit
card 4242424242424242 12/2027 936, credit card 4208585190116667 06/2027 508, OTP 123456; net banking at SBIN,
test / test.

Oddities, as of 2025:
- A pay call only begins a payment, whatever its code: AUTHENTICATION_PENDING until a sync or a callback says more.
- `code` and `data.state` should agree. CHARGED wants PAYMENT_SUCCESS and COMPLETED; where one contradicts the other,
  the payment is UNRESOLVED.
- HTTP 200 with "success": false is the usual no; INTERNAL_SERVER_ERROR is none, nor is an id that was used before.
- Debits of a mandate are refunded by another call (/v3/credit/backToSource), whose answers no page that was read shows:
  that is refused.
- A refund is pending at first; "EXCESS_REFUND_AMOUNT" may mean that the refund before it went through.
- Capture and void are the linked wallet's auth & capture (/v3/auth/...): /pg/v1/pay reserves nothing.
- Live, all of /v3 is at https://mercury-t2.phonepe.com.
- PhonePe's newer API (v2, OAuth) has other accounts and is not this one; its SDKs do not speak v1.
"""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.phonepe import mandates
from tollbridge.connectors.phonepe.account import LIVE_URL, TEST_URL, Account, sign
from tollbridge.connectors.phonepe.declines import DECLINES
from tollbridge.connectors.phonepe.methods import instrument, mandate_instrument
from tollbridge.connectors.phonepe.payments import build_authorize, own_reference, parse_authorize
from tollbridge.connectors.phonepe.refunds import (
    build_refund,
    build_refund_sync,
    parse_refund,
    parse_refund_sync,
)
from tollbridge.connectors.phonepe.reservations import build_capture, build_void, parse_capture, parse_void
from tollbridge.connectors.phonepe.verdicts import REFUSED, parse_error
from tollbridge.connectors.phonepe.webhook import parse_event, peek, verify
from tollbridge.domain.operations import (
    AUTHORIZE,
    CAPTURE,
    CHARGE_MANDATE,
    REFUND,
    REFUND_SYNC,
    REVOKE_MANDATE,
    SETUP_MANDATE,
    SYNC,
    VOID,
)

CONNECTOR = kit.Connector(
    id="phonepe", account=Account, live_url=LIVE_URL, test_url=TEST_URL, sign=sign, error=parse_error,
    declines=DECLINES, webhook=kit.Webhook(peek, verify, parse_event),
    older_auth={"signature-key": ("merchant_id", "salt_key", "salt_index")},
    flows=(
        kit.Flow(AUTHORIZE, build_authorize, parse_authorize, methods=instrument, known_as=own_reference),
        kit.Flow(SYNC, mandates.build_sync, mandates.parse_sync),
        kit.Flow(CAPTURE, build_capture, parse_capture),
        kit.Flow(VOID, build_void, parse_void),
        kit.Flow(REFUND, build_refund, parse_refund),
        kit.Flow(REFUND_SYNC, build_refund_sync, parse_refund_sync),
        kit.Steps(SETUP_MANDATE, mandates.setup, methods=mandate_instrument, known_as=mandates.own_setup),
        kit.Flow(CHARGE_MANDATE, mandates.build_charge, mandates.parse_charge, known_as=mandates.own_debit),
        kit.Flow(REVOKE_MANDATE, mandates.build_revoke, mandates.parse_revoked, reads=REFUSED),
    ),
)
