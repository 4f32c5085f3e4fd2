"""A simulated Stripe: the life of a card payment, API version 2022-11-15, errors and headers as Stripe's own.

Works with the official SDKs: give them `base_addresses={"api": sandbox.base_url("stripe")}` and any key that begins
with `sk_test_`. It is an account on which cards alone are activated.

| operation (the name in faults) | request |
| --- | --- |
| `payment_intents.create` | `POST /v1/payment_intents` |
| `payment_intents.retrieve` | `GET /v1/payment_intents/{id}` |
| `payment_intents.confirm` | `POST /v1/payment_intents/{id}/confirm` |
| `payment_intents.capture` | `POST /v1/payment_intents/{id}/capture` |
| `payment_intents.cancel` | `POST /v1/payment_intents/{id}/cancel` |
| `refunds.create` | `POST /v1/refunds` |
| `refunds.retrieve` | `GET /v1/refunds/{id}` |
| `charges.retrieve` | `GET /v1/charges/{id}` |
| `payment_methods.create` | `POST /v1/payment_methods` |
| `payment_methods.retrieve` | `GET /v1/payment_methods/{id}` |
| `challenge.show`, `challenge.complete` | the page of `next_action`, in a browser |

Test cards (any date to come, any CVC; the ready-made id stands for the number, `tok_` likewise). Any other number
with a right check digit is approved.

| number | pm_card_... | what happens |
| --- | --- | --- |
| 4242424242424242 | visa | approved |
| 4111111111111111 |  | approved |
| 4000056655665556 | visa_debit | approved |
| 5555555555554444 | mastercard | approved |
| 2223003122003222 |  | approved |
| 5200828282828210 | mastercard_debit | approved |
| 5105105105105100 | mastercard_prepaid | approved |
| 378282246310005 | amex | approved, never authenticated |
| 371449635398431 |  | approved |
| 6011111111111117 | discover | approved |
| 3056930009020004 | diners | approved |
| 3566002020360505 | jcb | approved |
| 6200000000000005 | unionpay | approved |
| 4000000000000002 | visa_chargeDeclined | declined: generic_decline |
| 4000000000009995 | visa_chargeDeclinedInsufficientFunds | declined: insufficient_funds |
| 4000000000009987 | visa_chargeDeclinedLostCard | declined: lost_card |
| 4000000000009979 | visa_chargeDeclinedStolenCard | declined: stolen_card |
| 4000000000000069 | chargeDeclinedExpiredCard | declined: expired_card |
| 4000000000000127 | chargeDeclinedIncorrectCvc | declined: incorrect_cvc |
| 4000000000000119 | chargeDeclinedProcessingError | declined: processing_error |
| 4000000000006975 | visa_chargeDeclinedVelocityLimitExceeded | declined: card_velocity_exceeded |
| 4242424242424241 |  | refused: incorrect_number (wrong check digit) |
| 4000002500003155 | authenticationRequiredOnSetup | 3DS, then approved |
| 4000002760003184 | authenticationRequired | 3DS, then approved |
| 4000000000003220 | threeDSecure2Required | 3DS, then approved |
| 4000000000003063 | threeDSecureRequired | 3DS, then approved |
| 4000008400001629 | threeDSecureRequiredChargeDeclined | 3DS, then declined: generic_decline |
| 4000008260003178 | authenticationRequiredChargeDeclinedInsufficientFunds | 3DS, then declined: insufficient_funds |
| 4000000000003055 | threeDSecureOptional | approved; 3DS with request_three_d_secure=any |

Expanded on demand: `latest_charge` and `payment_method` of a PaymentIntent, `refunds` and `payment_intent` of a
charge, `charge` and `payment_intent` of a refund, and their combinations (`latest_charge.refunds`).

Events: payment_intent.created, .requires_action, .amount_capturable_updated, .succeeded, .payment_failed, .canceled;
charge.succeeded, .failed, .captured, .refunded; refund.created.

The ledger's reference is `metadata[order_id]`. Oddities of the real Stripe that are kept: what a partial capture or a
cancellation releases shows as refunded on the charge; an answer that refuses parameters is not kept for its
idempotency key, a decline is. Unlike the real one: customers are not looked up, nothing expires, refunds never fail,
and whatever `Stripe-Version` a request names, objects have the shape of 2022-11-15.
"""

from __future__ import annotations

from tollbridge.sandbox.stripe.cards import TEST_CARDS, Authentication, Decline, TestCard
from tollbridge.sandbox.stripe.simulator import StripeSimulator
from tollbridge.sandbox.stripe.wire import API_VERSION

__all__ = ["API_VERSION", "TEST_CARDS", "Authentication", "Decline", "StripeSimulator", "TestCard"]
