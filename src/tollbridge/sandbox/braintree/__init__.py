"""A simulated Braintree: its GraphQL API, `POST /graphql`, and its webhooks.

Any public key will do; the private key of its first call is its private key from then on. Document and variables are
read as GraphQL; what is asked for beyond the objects below is refused, as a field that the schema does not have.

| operation (the name in faults) | |
| --- | --- |
| `tokenizeCreditCard`, `tokenizeNetworkToken` | a payment method for one use |
| `chargePaymentMethod`, `chargeCreditCard` | reserve and take |
| `authorizePaymentMethod`, `authorizeCreditCard` | reserve |
| `captureTransaction`, `partialCaptureTransaction` | take; in part, several times: PayPal and Venmo only |
| `reverseTransaction` | a void, or a refund of what has settled |
| `updateTransactionAmount` | raise or lower what was charged with the initiator ESTIMATED |
| `refundTransaction`, `reverseRefund` | give back what has settled; call that off |
| `sandboxSettleTransaction` | settle now |
| `vaultPaymentMethod`, `deletePaymentMethodFromVault` | keep, with a verification; forget |
| `tokenizeUsBankAccount`, `vaultUsBankAccount` | a bank account, kept and verified |
| `createPayPalOneTimePayment`, `createPayPalBillingAgreement` | a page of PayPal's |
| `tokenizePayPalOneTimePayment`, `tokenizePayPalBillingAgreement` | what was agreed to there |
| `chargePayPalAccount`, `authorizePayPalAccount` | of PayPal accounts alone |
| `chargeVenmoAccount`, `authorizeVenmoAccount` | of Venmo accounts alone |
| `createNonInstantLocalPaymentContext` | OXXO, Multibanco, Trustly |
| `performThreeDSecureLookup` | 3DS: a payment method that carries it |
| `createCustomer`, `createClientToken` | |
| `acceptDispute`, `finalizeDispute` | give in; send the evidence |
| `createDisputeTextEvidence`, `createDisputeFileEvidence` | hand in |
| `search` | transactions and refunds, by `id` or `orderId` |
| `node`, `idFromLegacyId`, `ping` | |
| `approval.show`, `approval.complete` | PayPal's page, in a browser |
| `unreadable` | what is no document of these |

Amounts decide, in any currency: https://developer.paypal.com/braintree/docs/reference/general/testing

| amount | authorization | settlement |
| --- | --- | --- |
| 0.01 to 1999.99 | authorized | settled |
| 2000.00 to 2999.99 | processor declined, with the amount as the code | |
| 3000.00 to 3000.99 | failed, 3000 | |
| 4001, 4003 to 5000 | authorized | declined, with the amount as the code |
| 4002 | authorized | pending (PayPal) |
| 5001.00 | gateway rejected: APPLICATION_INCOMPLETE | |
| 5001.01 | declined with 2038 (PayPal) | |
| 5002.00 and up | authorized | settled |

Any card number with a right check digit; one that has expired is declined with 2004. 4023898493988028 is disputed once
it is charged. 4000111111111115, 5105105105105100, 378734493671000 and 6011000990139424 fail a verification with 2000,
3566002020360505 with 3000. CVV 200 does not match, 201 is not verified; postal codes 20000, 20001 and house numbers
200, 201 likewise. Nonces: `fake-valid-nonce`, `fake-paypal-one-time-nonce`, `fake-venmo-account-nonce`,
`fake-token-issuance-error-venmo-account-nonce` (gateway rejected), `fake-apple-pay-visa-nonce`,
`fake-android-pay-visa-nonce`, `fake-processor-declined-visa-nonce`, `fake-gateway-rejected-fraud-nonce`,
`fake-three-d-secure-visa-full-authentication-nonce` and more (`testvalues.py`). A dispute that is finalized with the
text evidence `compelling_evidence` is won, with `losing_evidence` lost.

A merchant account has the currency of the last three letters of its name, as `shop_jpy`; else US dollars.

3DS: 4000000000002503 is challenged, 4000000000002925 fails, 4000000000002719 is an attempt, 4000000000002313 cannot be
authenticated, any other card is authenticated unseen. US bank accounts: 1000000000 is verified by NETWORK_CHECK,
1000000004 declined (2046), 1000000006 not found (2092), and any other number 2038; INDEPENDENT_CHECK verifies all. Its
charges are SETTLEMENT_PENDING until they are settled.

`POST /_sandbox/settle` settles a charge or a refund, or has it declined; with a dispute's id it is decided; with that
of a payment method whose 3DS waits for a challenge, the shopper passes it, or fails; with that of a payment context,
the shopper pays the voucher, or it expires.

Webhooks: the secret is a private key. Events: transaction_settled, transaction_settlement_declined, refund_failed,
local_payment_funded, _expired, dispute_opened, _accepted, _disputed, _won, _lost, _expired.

The ledger's payment is the transaction's GraphQL id, its reference the orderId. Oddities of the real Braintree that are
kept: everything is HTTP 200; a decline is a transaction; a payment method from a number is good once; nothing is
refunded before it has settled. Unlike the real one: nobody's account is short of money, no duplicates are rejected, no
authorization expires, refunds are never declined by the issuer but for their amount, and there are no subscriptions.
"""

from __future__ import annotations

from collections.abc import Callable

from tollbridge.sandbox.braintree.simulator import BraintreeSimulator
from tollbridge.sandbox.braintree.testvalues import TEST_CARDS
from tollbridge.sandbox.simulator import Host, Simulator

SIMULATOR: Callable[[Host], Simulator] = BraintreeSimulator
ACCOUNT = {"public_key": "sandbox_public", "private_key": "sandbox_private",
           "merchant_account_id": "sandbox_eur", "merchant_config_currency": "EUR"}
"""Credentials that it takes, as its connector has them."""

__all__ = ["ACCOUNT", "SIMULATOR", "TEST_CARDS", "BraintreeSimulator"]
