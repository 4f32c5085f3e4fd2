"""A simulated Authorize.Net: transactions, customer profiles and reports, in JSON and in XML, by one core.

All of it is `POST /xml/v1/request.api`; the body's only member, or the root element, names the function.

| operation (the name in faults) | function |
| --- | --- |
| `payments.create` | `createTransactionRequest`: authOnlyTransaction, authCaptureTransaction, ...Continue... |
| `payments.capture` | `createTransactionRequest`: priorAuthCaptureTransaction |
| `payments.void` | `createTransactionRequest`: voidTransaction |
| `refunds.create` | `createTransactionRequest`: refundTransaction |
| `transactions.retrieve` | `getTransactionDetailsRequest` |
| `customers.create`, `customers.retrieve` | `createCustomerProfileRequest`, `getCustomerProfileRequest` |
| `payment_profiles.create` | `createCustomerPaymentProfileRequest` |
| `payment_profiles.retrieve`, `payment_profiles.update` | `getCustomerPaymentProfileRequest`, `updateCustomer...` |
| `payment_profiles.delete` | `deleteCustomerPaymentProfileRequest` |
| `payments.review` | `updateHeldTransactionRequest` |
| `credentials.test` | `authenticateTestRequest` |

Test merchants, `MERCHANTS`, by API login id and transaction key: sandboxUSD with sandboxKeyUSD001, sandboxUSD2
with sandboxKeyUSD002, sandboxEUR with sandboxKeyEUR001, sandboxJPY with sandboxKeyJPY001: each takes its own currency
alone. Any other is E00007.

| test value | what happens |
| --- | --- |
| card numbers of the testing guide, `TEST_CARDS`, and any other with a right check digit | approved |
| card 4222222222222, of the older guides | refused: the amount's whole units are the reason, 2 where none is |
| billing zip 46282 | declined (reason 2) |
| billing zip 46201, 46203 to 46209, 46211, 46214, 46217 | approved, with the AVS letter of the testing guide |
| card code 900 to 904 | approved, with the CVV letter of the testing guide |
| eCheck of more than 100 | declined |
| billing zip 46299 (the sandbox's own) | held for review, until that is decided or it is settled |
| opaque data `eyJ0b2tlbiI6ImRlY2xpbmVkIn0=` (the sandbox's own) | declined |

A request is refused, E00003, for whatever the schema refuses: another order of members, texts that are too long,
members that it does not know. What is like a transaction of the last two minutes is refused with reason 11;
`duplicateWindow` sets the seconds, and has the first one's id told.

`POST /_sandbox/settle` sends the day's batch for what has that transaction id, invoice number or refId: captured
payments are settled, refunds go out; with `failed`, a card payment ends in communicationError, an eCheck is returned,
a refund fails. What is held for review is approved or declined by it. Only settled payments can be refunded.

Webhooks are signed with the secret's text, X-ANET-Signature. Payments that are declined have none.

PayPal: nobody has to agree in a browser, any PayerID goes on with the payment, but for DECLINED (the sandbox's own).

Unlike the real one: no batches, subscriptions, hosted pages or split tenders; a wallet's token is not opened; AVS
and card code never decline on their own; time never settles anything.
"""

from __future__ import annotations

from collections.abc import Callable

from tollbridge.sandbox.authorizedotnet.books import MERCHANTS
from tollbridge.sandbox.authorizedotnet.cards import TEST_CARDS
from tollbridge.sandbox.authorizedotnet.simulator import AuthorizeNetSimulator
from tollbridge.sandbox.simulator import Host, Simulator

SIMULATOR: Callable[[Host], Simulator] = AuthorizeNetSimulator
ACCOUNT = {"name": "sandboxUSD", "transaction_key": MERCHANTS["sandboxUSD"][0]}
"""Credentials that it takes, as its connector has them."""

__all__ = ["ACCOUNT", "MERCHANTS", "SIMULATOR", "TEST_CARDS", "AuthorizeNetSimulator"]
