"""A simulated PhonePe Payment Gateway, API v1: pay, status, refund, auth & capture, mandates, callbacks, X-VERIFY.

| operation (the name in faults) | request |
| --- | --- |
| `payments.create` | `POST /pg/v1/pay` |
| `transactions.retrieve` | `GET /pg/v1/status/{merchant}/{transaction}`, of payments and refunds |
| `refunds.create` | `POST /pg/v1/refund` |
| `reservations.create` | `POST /v3/auth/authorize` |
| `reservations.capture` | `POST /v3/auth/capture` |
| `reservations.cancel` | `POST /v3/auth/cancel` |
| `mandates.create` | `POST /v3/recurring/subscription/create` |
| `mandates.authorize` | `POST /v3/recurring/auth/init` |
| `mandates.retrieve` | `GET /v3/recurring/auth/status/{merchant}/{transaction}`, by authRequestId |
| `mandates.cancel` | `POST /v3/recurring/subscription/cancel` |
| `debits.create` | `POST /v3/recurring/debit/init`, with autoDebit |
| `debits.retrieve` | `GET /v3/recurring/debit/status/{merchant}/{transaction}` |
| `page.show`, `page.complete` | the pay page, in a browser |

Test merchants, `MERCHANTS`: PGTESTPAYUAT with the salt key that PhonePe has published, and SANDBOXUAT with two salt
keys, `sandbox-salt-key-one` (index 1) and `sandbox-salt-key-two` (index 2). Requests and callbacks are signed with the
same key. Any other merchant is KEY_NOT_CONFIGURED.

| UPI address of a UPI_COLLECT | what happens |
| --- | --- |
| success@ybl | the shopper pays, at once |
| failed@ybl | the shopper turns it down, at once |
| failed.ZM@ybl | it fails with that responseCode, whatever it is (the sandbox's own) |
| pending@ybl | stays pending; only `settle` with an outcome ends it |
| any other | waits for `POST /_sandbox/settle` |

UPI_INTENT and UPI_QR give a upi:// link and wait; PAY_PAGE waits on a page with the buttons "Pay" and "Cancel". What is
settled without an outcome succeeds. A refund and a captured reservation are pending until they are settled. So it is
with the agreement to a mandate, by an address or a link, under its authRequestId or transactionId: a debit waits to be
settled, its notice has gone out by then, and on a mandate that has ended it fails.

A callback tells each end of a payment, refund, set-up or debit, each notice of a debit, each cancellation. It goes to
the sandbox's webhook URL, as PhonePe's do to one that is registered once for all: no `callbackUrl` of a request is ever
called. The ledger's payment is PhonePe's transactionId, its reference the merchant's own id.

Unlike the real one: UPI_COLLECT answers at once and not after some seconds; nothing expires; a UPI_QR has no picture;
the page comes back by GET; CARD, SAVED_CARD, TOKEN and NET_BANKING are refused; a debit needs no day's notice, and
nobody counts the debits; PENNY_DROP moves no money; no shopper pauses or revokes a mandate in the app; there is no
debit/execute and no subscription/status; HTTP statuses other than 200 are those of PhonePe's SDK exceptions where no
page names them.
"""

from __future__ import annotations

from collections.abc import Callable

from tollbridge.sandbox.phonepe.signing import MERCHANTS, checksum
from tollbridge.sandbox.phonepe.simulator import PhonePeSimulator
from tollbridge.sandbox.simulator import Host, Simulator

SIMULATOR: Callable[[Host], Simulator] = PhonePeSimulator
ACCOUNT = {"merchant_id": "SANDBOXUAT", "salt_key": MERCHANTS["SANDBOXUAT"]["1"], "salt_index": "1"}
"""Credentials that it takes, as its connector has them."""

__all__ = ["ACCOUNT", "MERCHANTS", "SIMULATOR", "PhonePeSimulator", "checksum"]
