"""A simulated Checkout.com (NAS): payments, their actions, the vault, disputes and payouts, in JSON.

| operation (the name in faults) | request |
| --- | --- |
| `access_tokens.create` | `POST /connect/token`, with basic authentication by an access key |
| `payments.create` | `POST /payments`, payments and payouts |
| `payments.retrieve` | `GET /payments/{id}`, by its id or that of its session, sid_... |
| `payments.list` | `GET /payments`, by reference |
| `payments.actions` | `GET /payments/{id}/actions` |
| `payments.capture`, `payments.void`, `payments.reverse` | `POST captures`, `voids`, `reversals` below it |
| `payments.increment`, `refunds.create` | `POST authorizations`, `refunds` below it |
| `contexts.create`, `contexts.retrieve` | `POST /payment-contexts`, `GET /payment-contexts/{id}` |
| `contexts.agree` | PayPal's window or Klarna's widget, in a browser: `/agree/{id}`, by PayPal's or Klarna's id |
| `tokens.create` | `POST /tokens`, with a public key |
| `instruments.create`, `.retrieve`, `.update`, `.delete` | `/instruments`, `/instruments/{id}` |
| `customers.create`, `.retrieve`, `.delete` | `/customers`, `/customers/{id}`, by id or email |
| `disputes.list`, `disputes.retrieve`, `disputes.accept` | `/disputes`, `/disputes/{id}`, `/disputes/{id}/accept` |
| `evidence.provide`, `evidence.retrieve`, `evidence.submit` | `PUT`, `GET`, `POST /disputes/{id}/evidence` |
| `files.create`, `files.retrieve` | `POST /files`, `GET /files/{id}` |
| `sessions.create`, `sessions.retrieve` | `POST /sessions`, `GET /sessions/{id}` |
| `sessions.collect`, `.fetched`, `.complete` | `PUT collect-data`, `issuer-fingerprint`, `POST complete` below it |
| `sessions.script`, `sessions.challenge` | the issuer's pages: `POST /3ds-method/{id}`, `/acs/{id}`, in frames |
| `challenge.show` | the issuer's, bank's or wallet's page, in a browser |

Test merchants, `MERCHANTS`: lantern and harbour, each with a public key, a secret key, an OAuth access key (scopes:
gateway, vault, disputes, payouts, sessions:browser, sessions:app; its tokens are good for an hour), one processing
channel and one currency account. Payouts and sessions want an access token with that scope; calls about a session take
its own secret, too. Any other credentials are HTTP 401.

Cards: `TEST_CARDS`, with any date to come and any CVV; another number with a right check digit is approved. With `3ds`
wanted, an enrolled card is `Pending` with a link, where the shopper says yes or no and is sent on to `success_url` or
`failure_url` with cko-session-id. `POST /_sandbox/settle` ends it from elsewhere.

A session authenticates a card as a payment would, and nothing is paid. Where the card is an enrolled Visa, there is a
3DS method page. The card is challenged or not, and ends as the table says: approved, attempted, declined, unavailable
or rejected; one that is not enrolled is unavailable. On the issuer's page the shopper says yes or no (declined) or
cancels (challenge_abandoned); `POST /_sandbox/settle` with the session's id ends it from elsewhere; an hour later it
has expired. A payment of the same card and amount that names it (`3ds.authentication_id`) is approved, or declined as
with 3DS of its own.

An automatic capture, as other captures, voids and refunds, is taken in and carried out right behind the answer. With
the sandbox's own cards it waits to be settled (4012888888881881), or is declined with 20005 (4917610000000000 captures
and voids, 4988438843884305 refunds). What waits is not in the list of actions. The only or last capture (`Final`) gives
the rest of the reservation back. A payment is raised if it was made as `Estimated`.

Amounts of 1040, 1260, 1310, 1320, 1330 and 1360 by card are disputed once they are captured, for the reason 10.4, 12.6,
13.1, 13.2, 13.3, 13.6; settled, a dispute that evidence was submitted for is won (`failed`: lost), another expires.

ideal, eps, p24, multibanco and paypal lead to a page; ach is `Pending` until it is settled. Payouts are paid when they
are settled (`failed`: declined, and after that, returned).

Payment contexts are of paypal, or of klarna in its countries and their currencies. The shopper agrees at
/agree/{order_id} or /agree/{session_id}, or by `POST /_sandbox/settle` with one of the context's ids; who was asked and
does not is declined (20017). A context is paid once, up to its amount, and by hand if it or the payment says so.

Idempotency: Cko-Idempotency-Key on payments, payment contexts, authorizations, captures, refunds and voids, for 24
hours; HTTP 409 while the first runs. As documented, no error is kept: after a 5xx the same key has the call carried out
once more, even if the first did what it was asked to. Nothing is compared: a key has its answer, whatever comes with
it.

Webhooks are signed, Cko-Signature: payment_approved, _declined, _pending, _captured, _capture_pending,
_capture_declined, _voided, _void_declined, _refunded, _refund_pending, _refund_declined, _canceled, _paid, _returned,
_authorization_incremented, card_verified, card_verification_declined, dispute_evidence_required, _accepted,
_evidence_submitted, _won, _lost, _expired.

Not known from any documentation, and thus only likely: 403 for what a payment's state does not permit, which error code
goes with which mistake, what follows from 3DS that could not be run (20153), and from a context that nobody has agreed
to (422, payment_invalid). Unlike the real one: no workflows, risk or schedules, no sessions that are hosted or of apps
(HTTP 501), and no callback of one is called; a wallet's token is not opened; time alone settles nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from tollbridge.sandbox.checkout.books import MERCHANTS
from tollbridge.sandbox.checkout.cards import TEST_CARDS
from tollbridge.sandbox.checkout.simulator import CheckoutSimulator
from tollbridge.sandbox.simulator import Host, Simulator

SIMULATOR: Callable[[Host], Simulator] = CheckoutSimulator
ACCOUNT = {"api_key": MERCHANTS["lantern"].public_key, "api_secret": MERCHANTS["lantern"].secret_key,
           "processing_channel_id": MERCHANTS["lantern"].channel}
"""Credentials that it takes, as its connector has them."""

__all__ = ["ACCOUNT", "MERCHANTS", "SIMULATOR", "TEST_CARDS", "CheckoutSimulator"]
