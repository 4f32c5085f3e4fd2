"""A simulated PayPal: orders, payments, vault, payouts, disputes; login, request ids, errors, webhooks too.

Works with the official SDK (`paypal-server-sdk`): give it a session that sends to `sandbox.base_url("paypal")`. Any
client id will do; the secret of its first login is its secret from then on. A token is good for nine hours.

| operation (the name in faults) | request |
| --- | --- |
| `tokens.create` | `POST /v1/oauth2/token` |
| `client_tokens.create` | `POST /v1/identity/generate-token` |
| `orders.create` | `POST /v2/checkout/orders` |
| `orders.get` | `GET /v2/checkout/orders/{order}` |
| `orders.confirm` | `POST /v2/checkout/orders/{order}/confirm-payment-source` |
| `orders.authorize` | `POST /v2/checkout/orders/{order}/authorize` |
| `orders.capture` | `POST /v2/checkout/orders/{order}/capture` |
| `authorizations.get` | `GET /v2/payments/authorizations/{authorization}` |
| `authorizations.capture` | `POST /v2/payments/authorizations/{authorization}/capture` |
| `authorizations.void` | `POST /v2/payments/authorizations/{authorization}/void` |
| `authorizations.reauthorize` | `POST /v2/payments/authorizations/{authorization}/reauthorize` |
| `captures.get` | `GET /v2/payments/captures/{capture}` |
| `captures.refund` | `POST /v2/payments/captures/{capture}/refund` |
| `refunds.get` | `GET /v2/payments/refunds/{refund}` |
| `setup_tokens.create` | `POST /v3/vault/setup-tokens` |
| `setup_tokens.get` | `GET /v3/vault/setup-tokens/{token}` |
| `payment_tokens.create` | `POST /v3/vault/payment-tokens` |
| `payment_tokens.get` | `GET /v3/vault/payment-tokens/{token}` |
| `payment_tokens.list` | `GET /v3/vault/payment-tokens?customer_id=` |
| `payment_tokens.delete` | `DELETE /v3/vault/payment-tokens/{token}` |
| `payouts.create` | `POST /v1/payments/payouts` |
| `payouts.get` | `GET /v1/payments/payouts/{payout}` |
| `payout_items.get` | `GET /v1/payments/payouts-item/{item}` |
| `payout_items.cancel` | `POST /v1/payments/payouts-item/{item}/cancel` |
| `disputes.get` | `GET /v1/customer/disputes/{dispute}` |
| `disputes.accept` | `POST /v1/customer/disputes/{dispute}/accept-claim` |
| `disputes.provide_evidence` | `POST /v1/customer/disputes/{dispute}/provide-evidence` |
| `webhooks.verify` | `POST /v1/notifications/verify-webhook-signature` |
| `approval.show`, `approval.complete` | the page of an `approve` or `payer-action` link, in a browser |

Test cards (any date to come, any CVC). Any other number with a right check digit is approved. "3DS" is asked for with
`attributes.verification.method` (in the vault: `verification_method`) `SCA_ALWAYS`; `SCA_WHEN_REQUIRED` has only the
3DS cards of this table authenticated, and without either no card is. A card that has no row is asked, with success.

| number | what happens |
| --- | --- |
| 4012888888881881 | approved, never authenticated |
| 4111111111111111 | approved, never authenticated |
| 5555555555554444 | approved, never authenticated |
| 371449635398431 | approved, never authenticated |
| 6011000990139424 | approved, never authenticated |
| 4868719460707704 | 3DS: asked, authenticated |
| 5329879786234393 | 3DS: asked, authenticated |
| 4868719115514992 | 3DS: asked, signature failed |
| 5329879785160250 | 3DS: asked, signature failed |
| 4868719796782421 | 3DS: asked, failed |
| 5329879743856650 | 3DS: asked, failed |
| 4868719041085422 | 3DS: asked, attempted |
| 5329879703852350 | 3DS: asked, attempted |
| 4868719494697210 | 3DS: not asked, the bank does not answer |
| 5329879747163939 | 3DS: not asked, the bank does not answer |
| 4868719196829038 | 3DS: not asked, authenticated |
| 5329879707824603 | 3DS: not asked, authenticated |
| 4868719158130060 | 3DS: not asked, failed |
| 5329879769571910 | 3DS: not asked, failed |
| 4868719581920723 | 3DS: not asked, attempted |
| 5329879715396727 | 3DS: not asked, attempted |

The cardholder's name has a payment declined, with the processor's response code:

| name | response_code |
| --- | --- |
| CCREJECT-REFUSED | 0500 |
| CCREJECT-SF | 9500 |
| CCREJECT-EC | 5400 |
| CCREJECT-IRC | 5180 |
| CCREJECT-IF | 5120 |
| CCREJECT-LS | 9520 |
| CCREJECT-IA | 1330 |
| CCREJECT-BANK_ERROR | 5100 |
| CCREJECT-CVV_F | 00N7 |

Any other refusal is had with the header `PayPal-Mock-Response: {"mock_application_codes": "INSTRUMENT_DECLINED"}`.

Other sources: paypal and venmo are agreed to on a page, with the buttons "Pay", "Pay by eCheck", "Pay and dispute it"
and "Cancel"; bancontact, blik, eps, giropay, ideal, mybank, p24, sofort and trustly are paid there at once (with the
processing instruction ORDER_COMPLETE_ON_PAYMENT_APPROVAL); apple_pay and google_pay take decrypted tokens. With an
order's id `POST /_sandbox/settle` presses "Pay" from elsewhere, or has the order expire; with a capture's an eCheck
clears or bounces; with a payout's the batch is gone through. A receiver with "unclaimed" in the address has no
account: settled once more they have claimed it, or the money comes back. One with "locked" cannot be paid to. A
dispute is settled for whoever is named, else for the merchant if there is evidence.

Webhooks: the secret is the webhook's id, in letters and digits. Whether a delivery is genuine only the request to
verify tells: it is signed with a secret of this run in place of PayPal's key, and there is no certificate at its URL.

Events: CHECKOUT.ORDER.APPROVED, .COMPLETED; PAYMENT.AUTHORIZATION.CREATED, .VOIDED; PAYMENT.CAPTURE.COMPLETED,
.PENDING, .DECLINED, .REFUNDED; VAULT.PAYMENT-TOKEN.CREATED, .DELETED; PAYMENT.PAYOUTSBATCH.PROCESSING, .SUCCESS;
PAYMENT.PAYOUTS-ITEM.SUCCEEDED, .UNCLAIMED, .FAILED, .RETURNED, .CANCELED; CUSTOMER.DISPUTE.CREATED, .UPDATED,
.RESOLVED.

The ledger's payment is the order or the batch of payouts; its reference is `invoice_id`, else `custom_id`, else
`reference_id`, of a payout `sender_item_id`, else `sender_batch_id`. Oddities of the real PayPal that are kept: a
declined card is HTTP 201 and its order COMPLETED; a repeated PayPal-Request-Id tells how things stand by now, with
HTTP 200, and is remembered for 6 hours (orders), 45 days (payments) or 3 hours (vault), but for payouts, which
`sender_batch_id` tells apart for 30 days; an invoice is paid once; an authorization bears 15 % more than itself
(75.00 at most), and may be renewed once, from its fourth day on. Unlike the real one: an order has one purchase unit;
a request that was refused leaves its id free; there are no fees; refunds are complete at once; nobody's account is
short of money; no order expires by itself; disputed money is held whole, and nothing is refunded of it meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable

from tollbridge.sandbox.paypal.cards import DECLINES, TEST_CARDS, TestCard
from tollbridge.sandbox.paypal.simulator import PaypalSimulator
from tollbridge.sandbox.simulator import Host, Simulator

SIMULATOR: Callable[[Host], Simulator] = PaypalSimulator
ACCOUNT = {"client_id": "sandbox", "client_secret": "secret-of-the-sandbox"}
"""Credentials that it takes, as its connector has them."""

__all__ = ["ACCOUNT", "DECLINES", "SIMULATOR", "TEST_CARDS", "PaypalSimulator", "TestCard"]
