"""A simulated Adyen: Checkout v68, Recurring v68, Payout v68, Disputes v30, and standard webhooks.

Works with the official SDKs once these send `https://checkout-test.adyen.com`, `https://pal-test.adyen.com` and
`https://ca-test.adyen.com` to `sandbox.base_url("adyen")`, paths as they are. Any API key that begins with `AQE` is
good, and so is basic authentication as `ws...`; any merchant account but one that is named `Unknown...`.

| operation (the name in faults) | request |
| --- | --- |
| `payments.create` | `POST /v68/payments` |
| `payments.details` | `POST /v68/payments/details` |
| `captures.create` | `POST /v68/payments/{payment}/captures` |
| `cancels.create` | `POST /v68/payments/{payment}/cancels` |
| `cancels.by_reference` | `POST /v68/cancels` |
| `refunds.create` | `POST /v68/payments/{payment}/refunds` |
| `reversals.create` | `POST /v68/payments/{payment}/reversals` |
| `amount_updates.create` | `POST /v68/payments/{payment}/amountUpdates` |
| `sessions.create` | `POST /v68/sessions` |
| `sessions.retrieve` | `GET /v68/sessions/{session}` |
| `payment_methods.list` | `POST /v68/paymentMethods` |
| `payment_methods.balance` | `POST /v68/paymentMethods/balance` |
| `orders.create` | `POST /v68/orders` |
| `orders.cancel` | `POST /v68/orders/cancel` |
| `stored_payment_methods.create` | `POST /v68/storedPaymentMethods` |
| `recurring.list` | `POST /pal/servlet/Recurring/v68/listRecurringDetails` |
| `recurring.disable` | `POST /pal/servlet/Recurring/v68/disable` |
| `payouts.store` | `POST /pal/servlet/Payout/v68/storeDetail` |
| `payouts.store_and_submit` | `POST /pal/servlet/Payout/v68/storeDetailAndSubmitThirdParty` |
| `payouts.submit` | `POST /pal/servlet/Payout/v68/submitThirdParty` |
| `payouts.confirm` | `POST /pal/servlet/Payout/v68/confirmThirdParty` |
| `payouts.decline` | `POST /pal/servlet/Payout/v68/declineThirdParty` |
| `payouts.pay` | `POST /pal/servlet/Payout/v68/payout` |
| `disputes.accept` | `POST /ca/services/DisputeService/v30/acceptDispute` |
| `disputes.defend` | `POST /ca/services/DisputeService/v30/defendDispute` |
| `disputes.reasons` | `POST /ca/services/DisputeService/v30/retrieveApplicableDefenseReasons` |
| `disputes.supply` | `POST /ca/services/DisputeService/v30/supplyDefenseDocument` |
| `disputes.delete` | `POST /ca/services/DisputeService/v30/deleteDisputeDefenseDocument` |
| `page.show`, `page.complete` | where an `action` leads to, in a browser |
| `session_page.show`, `session_page.complete` | `/checkoutshopper/sessions/{session}`, in a browser |

How a payment ends: `holderName` (of an account, `ownerName`) is one of the words of `OUTCOMES`, or
`additionalData.RequestedTestAcquirerResponseCode` its number; anything else is approved. `DECLINED : 06 : ERROR`
brings the scheme's own words along. Some of them:

| holder name | number | result |
| --- | --- | --- |
| APPROVED | 1 | Authorised |
| DECLINED | 2 | Refused: Refused |
| ERROR | 4 | Error: Acquirer Error |
| CARD_EXPIRED | 6 | Refused: Expired Card |
| NOT_ENOUGH_BALANCE | 12 | Refused: Not enough balance |
| PENDING | 13 | Received; then as it is settled |
| FRAUD | 20 | Refused: FRAUD |
| FRAUD_CANCELLED | 22 | Cancelled: FRAUD-CANCELLED |
| CVC_DECLINED | 24 | Refused: CVC Declined |
| AUTHENTICATION_REQUIRED | 38 | Refused: Authentication required |
| capture failed | | CAPTURE, then CAPTURE_FAILED |
| refund failed | | REFUND, then REFUND_FAILED |
| Chargeback, Chargeback:10.4 | | disputed once captured (for that reason) |
| Chargeback Reversed | | disputed, and won |
| Second Chargeback | | disputed, won, and lost again |
| modifications wait | | captures, refunds and the rest wait until they are settled (the sandbox's own) |

Cards: see `TEST_CARDS`, which are good with expiry 03/2030 and code 737 (amex 7373) only, as Adyen documents; any
other number with a right check digit is approved, with any date to come. Plain, or as `encryptedCardNumber` and so on
with `test_` in front; what is really encrypted cannot be read (error 174). Cards "enrolled" there (4917610000000000,
5454545454545454, 371449635398431...) are challenged where a shopper is there and the request brings `browserInfo` or a
mobile `channel`: by redirect, or with `additionalData.allow3DS2` natively (IdentifyShopper, ChallengeShopper; a
`transStatus` of Y is a yes; or at the `url` of the action). Network tokens, `mpiData`, `executeThreeD=false`, Moto and
ContAuth are not challenged.

Captured at once, unless `additionalData.manualCapture` or `captureDelayHours` say otherwise. A capture of a part
releases the rest, unless the merchant account's name holds `MultiCapture`. Gift cards hold 50.00 until they are used.

Other methods, by `Kind` in `methods`: paid on a page (RedirectShopper, back with `redirectResult`), in a shop
(PresentToShopper), by QR code or in an app (Pending), by transfer (Received), from an account (Received, then the
webhook). A page's money moves when the shopper says yes there, that of a 3-D Secure page when `/payments/details`
comes. `POST /_sandbox/settle` says yes or no from elsewhere, for a `pspReference` or the merchant's own reference:
payments that wait, sessions, disputes, payouts that wait for their review (and paid ones: failed), modifications that
wait (and done captures and refunds: failed).

Modifications answer `received` and are done right behind the answer; what the payment does not allow (capture of more,
refund of what was not captured) is told by webhook, with `success` false.

Webhooks: AUTHORISATION, RECURRING_CONTRACT, CAPTURE, CAPTURE_FAILED, REFUND, REFUND_FAILED, CANCELLATION,
TECHNICAL_CANCEL, CANCEL_OR_REFUND, AUTHORISATION_ADJUSTMENT, NOTIFICATION_OF_CHARGEBACK, CHARGEBACK,
CHARGEBACK_REVERSED, SECOND_CHARGEBACK, DISPUTE_DEFENSE_PERIOD_ENDED, INFORMATION_SUPPLIED, PAYOUT_THIRDPARTY,
PAYOUT_DECLINE, PAIDOUT_REVERSED, ORDER_OPENED, ORDER_CLOSED; one item each, signed by `hmacSignature` (a secret that
is not hexadecimal stands for its bytes), again until the answer is 2xx and says `[accepted]`.

Idempotency keys: of POST, up to 64 characters, for the whole company, for a week. A second request while the first
runs gets 409 with error 704 and `transient-error: true`; another request under the same key 422, 704,
`transient-error: false` (the documentation is silent on that one). What was refused before it began is not kept.

A request may hold the fields that its schema knows and no others (702).

Oddities that are kept: a method that the account does not have is HTTP 500 (905_1, configuration), though nothing
happened; no `pspReference` while a shopper is away; currencies with digits of Adyen's own (ISK and CLP two, IDR and
CVE none). Not known from any documentation, and thus only likely: error 14_018 for a `redirectResult` that is none,
14_002 for such an order, the texts of `errorMessage` in the Disputes API, reasons in webhooks of failed cancels, and
what the Disputes API answers to a merchant account that does not own the dispute. Unlike the real one: nothing
expires, no risk checks, no fees, no splits, one company, and the ledger's reference is the payment's `reference`.
"""

from __future__ import annotations

from collections.abc import Callable

from tollbridge.sandbox.adyen.cards import OUTCOMES, TEST_CARDS, Course, Outcome, TestCard
from tollbridge.sandbox.adyen.simulator import AdyenSimulator
from tollbridge.sandbox.simulator import Host, Simulator

SIMULATOR: Callable[[Host], Simulator] = AdyenSimulator
ACCOUNT = {"api_key": "AQE_sandbox", "merchant_account": "SandboxECOM"}
"""Credentials that it takes, as its connector has them."""

__all__ = ["ACCOUNT", "OUTCOMES", "SIMULATOR", "TEST_CARDS", "AdyenSimulator", "Course", "Outcome", "TestCard"]
