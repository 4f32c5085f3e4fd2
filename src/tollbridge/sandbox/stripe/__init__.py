"""A simulated Stripe, API version 2022-11-15: payments, setups, refunds, disputes, payouts; errors and headers too.

Works with the official SDKs: give them `base_addresses={"api": url, "files": url}`, where `url` is
`sandbox.base_url("stripe")`, and any key that begins with `sk_test_`.

| operation (the name in faults) | request |
| --- | --- |
| `payment_intents.create` | `POST /v1/payment_intents` |
| `payment_intents.search` | `GET /v1/payment_intents/search` |
| `payment_intents.retrieve` | `GET /v1/payment_intents/{intent}` |
| `payment_intents.confirm` | `POST /v1/payment_intents/{intent}/confirm` |
| `payment_intents.capture` | `POST /v1/payment_intents/{intent}/capture` |
| `payment_intents.cancel` | `POST /v1/payment_intents/{intent}/cancel` |
| `payment_intents.increment_authorization` | `POST /v1/payment_intents/{intent}/increment_authorization` |
| `payment_intents.verify_microdeposits` | `POST /v1/payment_intents/{intent}/verify_microdeposits` |
| `refunds.create` | `POST /v1/refunds` |
| `refunds.retrieve` | `GET /v1/refunds/{refund}` |
| `charges.retrieve` | `GET /v1/charges/{charge}` |
| `payment_methods.create` | `POST /v1/payment_methods` |
| `payment_methods.retrieve` | `GET /v1/payment_methods/{payment_method}` |
| `payment_methods.attach` | `POST /v1/payment_methods/{payment_method}/attach` |
| `payment_methods.detach` | `POST /v1/payment_methods/{payment_method}/detach` |
| `customers.create` | `POST /v1/customers` |
| `customers.retrieve` | `GET /v1/customers/{customer}` |
| `customers.update` | `POST /v1/customers/{customer}` |
| `customers.delete` | `DELETE /v1/customers/{customer}` |
| `setup_intents.create` | `POST /v1/setup_intents` |
| `setup_intents.retrieve` | `GET /v1/setup_intents/{intent}` |
| `setup_intents.confirm` | `POST /v1/setup_intents/{intent}/confirm` |
| `setup_intents.cancel` | `POST /v1/setup_intents/{intent}/cancel` |
| `setup_intents.verify_microdeposits` | `POST /v1/setup_intents/{intent}/verify_microdeposits` |
| `mandates.retrieve` | `GET /v1/mandates/{mandate}` |
| `tokens.create` | `POST /v1/tokens` |
| `tokens.retrieve` | `GET /v1/tokens/{token}` |
| `ephemeral_keys.create` | `POST /v1/ephemeral_keys` |
| `disputes.list` | `GET /v1/disputes` |
| `disputes.retrieve` | `GET /v1/disputes/{dispute}` |
| `disputes.update` | `POST /v1/disputes/{dispute}` |
| `disputes.close` | `POST /v1/disputes/{dispute}/close` |
| `files.retrieve` | `GET /v1/files/{file}` |
| `payouts.create` | `POST /v1/payouts` |
| `payouts.retrieve` | `GET /v1/payouts/{payout}` |
| `payouts.cancel` | `POST /v1/payouts/{payout}/cancel` |
| `payouts.reverse` | `POST /v1/payouts/{payout}/reverse` |
| `transfers.create` | `POST /v1/transfers` |
| `transfers.retrieve` | `GET /v1/transfers/{transfer}` |
| `transfers.reverse` | `POST /v1/transfers/{transfer}/reversals` |
| `files.create` | `POST /v1/files`, multipart |
| `challenge.show`, `challenge.complete` | the page that a `next_action` leads to, in a browser |

Test cards (any date to come, any CVC; the ready-made id stands for the number, `tok_` likewise). Any other number
with a right check digit is approved. "3DS" means that the card holder is challenged on a page.

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
| 4100000000000019 | radarBlock | declined: fraudulent (blocked by Stripe itself) |
| 4000000000000341 | chargeCustomerFail | saved, but charges declined: generic_decline |
| 4242424242424241 |  | refused: incorrect_number (wrong check digit) |
| 4000002500003155 | authenticationRequiredOnSetup | 3DS, but not off session once set up |
| 4000003800000446 | authenticationRequiredSetupForOffSession | 3DS, but never off session |
| 4000002760003184 | authenticationRequired | 3DS, then approved |
| 4000000000003220 | threeDSecure2Required | 3DS, then approved |
| 4000000000003063 | threeDSecureRequired | 3DS, then approved |
| 4000008400001629 | threeDSecureRequiredChargeDeclined | 3DS, then declined: generic_decline |
| 4000008260003178 | authenticationRequiredChargeDeclinedInsufficientFunds | 3DS, then declined: insufficient_funds |
| 4000000032200000 |  | approved, authenticated without asking |
| 4000000000003055 | threeDSecureOptional | approved; 3DS with request_three_d_secure=any |
| 4000000000007726 | pendingRefund | approved; refunds pending until settled |
| 4000000000005126 | refundFail | approved; refunds fail once settled |
| 4000000000000259 | createDispute | approved, then disputed: fraudulent |
| 4000000000002685 | createDisputeProductNotReceived | approved, then disputed: product_not_received |
| 4000000000001976 | createDisputeInquiry | approved, then asked about: fraudulent |

Test bank accounts (routing number 110000000, sort code 108800, BSB 000000; the ready-made ids are verified already).
Any other account succeeds once settled. A us_bank_account that is typed in is verified by microdeposits first: amounts
32 and 45, or the code SM11AA, or its page; `payment_method_options[us_bank_account][verification_method]=skip` does
without.

| type | number | pm_... | what happens |
| --- | --- | --- | --- |
| sepa_debit | AT611904300234573201 | sepaDebit_success_at | succeeds |
| sepa_debit | AT321904300235473204 | sepaDebit_successDelayed_at | succeeds, once settled |
| sepa_debit | AT861904300235473202 | sepaDebit_failed_at | fails: generic_could_not_process |
| sepa_debit | AT051904300235473205 | sepaDebit_failedDelayed_at | fails: generic_could_not_process, once settled |
| sepa_debit | AT591904300235473203 | sepaDebit_disputed_at | succeeds, then disputed |
| sepa_debit | AT981904300002222227 | sepaDebit_insufficientFunds_at | fails: insufficient_funds |
| sepa_debit | DE89370400440532013000 | sepaDebit_success_de | succeeds |
| sepa_debit | DE08370400440532013003 | sepaDebit_successDelayed_de | succeeds, once settled |
| sepa_debit | DE62370400440532013001 | sepaDebit_failed_de | fails: generic_could_not_process |
| sepa_debit | DE78370400440532013004 | sepaDebit_failedDelayed_de | fails: generic_could_not_process, once settled |
| sepa_debit | DE35370400440532013002 | sepaDebit_disputed_de | succeeds, then disputed |
| us_bank_account | 000123456789 | usBankAccount_success | succeeds |
| us_bank_account | 000111111113 | usBankAccount_accountClosed | fails: account_closed |
| us_bank_account | 000111111116 | usBankAccount_noAccount | fails: no_account |
| us_bank_account | 000222222227 | usBankAccount_insufficientFunds | fails: insufficient_funds |
| us_bank_account | 000333333335 | usBankAccount_debitNotAuthorized | fails: debit_not_authorized |
| us_bank_account | 000444444440 | usBankAccount_invalidCurrency | fails: invalid_currency |
| us_bank_account | 000555555559 | usBankAccount_dispute | succeeds, then disputed |
| us_bank_account | 000000000009 | usBankAccount_processing | succeeds, once settled |
| bacs_debit | 00012345 | bacsDebit_success | succeeds |
| bacs_debit | 90012345 | bacsDebit_successDelayed | succeeds, once settled |
| bacs_debit | 33333335 | bacsDebit_debitNotAuthorized | fails: debit_not_authorized |
| bacs_debit | 93333335 | bacsDebit_debitNotAuthorizedDelayed | fails: debit_not_authorized, once settled |
| bacs_debit | 22222227 | bacsDebit_insufficientFunds | fails: insufficient_funds |
| bacs_debit | 92222227 | bacsDebit_insufficientFundsDelayed | fails: insufficient_funds, once settled |
| bacs_debit | 55555559 | bacsDebit_dispute | succeeds, then disputed |
| bacs_debit | 34343434 | bacsDebit_exceedsWeeklyLimit | fails: charge_exceeds_source_limit |
| bacs_debit | 12121212 | bacsDebit_exceedsTransactionLimit | fails: charge_exceeds_transaction_limit |
| au_becs_debit | 000123456 | auBecsDebit_success | succeeds |
| au_becs_debit | 900123456 | auBecsDebit_successDelayed | succeeds, once settled |
| au_becs_debit | 111111113 | auBecsDebit_accountClosed | fails: account_closed |
| au_becs_debit | 111111116 | auBecsDebit_noAccount | fails: no_account |
| au_becs_debit | 222222227 | auBecsDebit_referToCustomer | fails: refer_to_customer |
| au_becs_debit | 922222227 | auBecsDebit_referToCustomerDelayed | fails: refer_to_customer, once settled |
| au_becs_debit | 333333335 | auBecsDebit_debitNotAuthorized | fails: debit_not_authorized |
| au_becs_debit | 666666660 | auBecsDebit_dispute | succeeds, then disputed |

Other methods: affirm, afterpay_clearpay, alipay, amazon_pay (not of this API version; Stripe takes it all the same),
bancontact, eps, giropay, ideal, klarna, p24 and sofort are paid on a page with the buttons "Authorize test payment"
and "Fail test payment"; blik, boleto, cashapp, customer_balance, konbini, oxxo and wechat_pay show a code, whose hosted
page has these buttons too. `POST /_sandbox/settle` presses them from elsewhere, and moves time for what is
`processing` or `pending`: payments, setups, refunds, payouts, and disputes (where `uncategorized_text` of
`winning_evidence`, `losing_evidence` or `escalate_inquiry_evidence` decides at once).

Expanded on demand: see `EXPANDABLE` in `books`; also in combination (`latest_charge.refunds`).

Events: payment_intent.created, .requires_action, .processing, .amount_capturable_updated, .succeeded, .payment_failed,
.canceled; charge.succeeded, .pending, .failed, .captured, .refunded, .refund.updated, .dispute.created, .updated,
.closed, .funds_withdrawn, .funds_reinstated; refund.created, .updated, .failed; setup_intent.created, .requires_action,
.succeeded, .setup_failed, .canceled; payment_method.attached, .detached; mandate.updated; customer.created, .updated,
.deleted; payout.created, .paid, .failed, .canceled; transfer.created, .reversed.

The ledger's reference is `metadata[order_id]`. Oddities of the real Stripe that are kept: what a partial capture or a
cancellation releases shows as refunded on the charge; an answer that refuses parameters is not kept for its
idempotency key, a decline is; a method that paid without a customer, or was detached from one, is never good again.
Unlike the real one: a search is by metadata alone, and finds what was made just now; nothing expires, there is always
money for a payout, connected accounts share one set of books, debits need no `mandate_data`, and whatever
`Stripe-Version` a request names, objects have the shape of 2022-11-15.
"""

from __future__ import annotations

from collections.abc import Callable

from tollbridge.sandbox.simulator import Host, Simulator
from tollbridge.sandbox.stripe.accounts import TEST_ACCOUNTS, TestAccount
from tollbridge.sandbox.stripe.cards import TEST_CARDS, Authentication, Decline, TestCard
from tollbridge.sandbox.stripe.method_types import METHOD_TYPES
from tollbridge.sandbox.stripe.simulator import StripeSimulator
from tollbridge.sandbox.stripe.wire import API_VERSION

SIMULATOR: Callable[[Host], Simulator] = StripeSimulator
ACCOUNT = {"api_key": "sk_test_sandbox"}
"""Credentials that it takes, as its connector has them."""

__all__ = ["ACCOUNT", "API_VERSION", "METHOD_TYPES", "SIMULATOR", "TEST_ACCOUNTS", "TEST_CARDS", "Authentication",
           "Decline", "StripeSimulator", "TestAccount", "TestCard"]
