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

Test system: https://developer.phonepe.com/v1/docs/uat-testing (Rs. 1 to 1000; merchant and salt key from PhonePe).
UPI collect: success@ybl pays after some seconds, failed@ybl fails, pending@ybl stays pending. On the pay page: debit
card 4242424242424242 12/2027 936, credit card 4208585190116667 06/2027 508, OTP 123456; net banking at SBIN,
test / test.

Oddities, as of 2025:
- A pay call only begins a payment, whatever its code: AUTHENTICATION_PENDING until a sync or a callback says more.
- `code` and `data.state` should agree. CHARGED wants PAYMENT_SUCCESS and COMPLETED; where one contradicts the other,
  the payment is UNRESOLVED.
- HTTP 200 with "success": false is the usual no; INTERNAL_SERVER_ERROR is none, nor is an id that was used before.
- A refund is pending at first; "EXCESS_REFUND_AMOUNT" may mean that the refund before it went through.
- Capture and void are the linked wallet's auth & capture (/v3/auth/...): /pg/v1/pay reserves nothing.
- PhonePe's newer API (v2, OAuth) has other accounts and is not this one; its SDKs do not speak v1.
"""

from __future__ import annotations

from tollbridge import kit
from tollbridge.connectors.phonepe import wire
from tollbridge.connectors.phonepe.account import LIVE_URL, TEST_URL, Account, Ctx, sign
from tollbridge.connectors.phonepe.declines import DECLINES
from tollbridge.connectors.phonepe.methods import instrument
from tollbridge.connectors.phonepe.payments import (
    BEGUN,
    build_authorize,
    build_sync,
    own_reference,
    parse_authorize,
    parse_sync,
)
from tollbridge.connectors.phonepe.refunds import (
    build_refund,
    build_refund_sync,
    parse_refund,
    parse_refund_sync,
)
from tollbridge.connectors.phonepe.reservations import build_capture, build_void, parse_capture, parse_void
from tollbridge.connectors.phonepe.verdicts import IN_USE, LATE, SOMETHING_WRONG, failure, unsure
from tollbridge.connectors.phonepe.webhook import parse_event, peek, verify
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.operations import AUTHORIZE, CAPTURE, REFUND, REFUND_SYNC, SYNC, VOID

LEFT_OPEN = frozenset({SOMETHING_WRONG, LATE, *BEGUN})
"""Words by which a call may have been carried out, whatever the HTTP status and `success` beside them."""
REFUSED = (400, 417, 422)  # ResourceInvalid, ExpectationFailed in PhonePe's own SDKs


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """A no says so itself: HTTP 400 around a "success": true is neither, nor is one around a word of something open."""
    answer = kit.read_json(res, wire.Answer)
    if answer.code in IN_USE or answer.code in LEFT_OPEN:
        return unsure(answer, res.status)
    if res.status in kit.UNTOUCHED:
        return kit.rejected(res, answer.code, answer.message or "")
    return failure(answer) if res.status in REFUSED and answer.success is False else None


CONNECTOR = kit.Connector(
    id="phonepe", account=Account, live_url=LIVE_URL, test_url=TEST_URL, sign=sign, error=parse_error,
    declines=DECLINES, webhook=kit.Webhook(peek, verify, parse_event),
    older_auth={"signature-key": ("merchant_id", "salt_key", "salt_index")},
    flows=(
        kit.Flow(AUTHORIZE, build_authorize, parse_authorize, methods=instrument, known_as=own_reference),
        kit.Flow(SYNC, build_sync, parse_sync),
        kit.Flow(CAPTURE, build_capture, parse_capture),
        kit.Flow(VOID, build_void, parse_void),
        kit.Flow(REFUND, build_refund, parse_refund),
        kit.Flow(REFUND_SYNC, build_refund_sync, parse_refund_sync),
    ),
)
