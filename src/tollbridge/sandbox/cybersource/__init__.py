"""A simulated Cybersource REST API, on the processor Visa Platform Connect. HTTP Signature is checked, date and all.

| operation (the name in faults) | request |
| --- | --- |
| `payments.create` | `POST /pts/v2/payments` |
| `payments.increment` | `PATCH /pts/v2/payments/{id}` |
| `payments.capture`, `payments.reverse`, `payments.void` | `captures`, `reversals`, `voids` below it |
| `captures.void`, `refunds.void` | `POST /pts/v2/captures/{id}/voids`, `/pts/v2/refunds/{id}/voids` |
| `refunds.create` | `POST /pts/v2/payments/{id}/refunds`, `/pts/v2/captures/{id}/refunds` |
| `transactions.retrieve`, `transactions.search` | `GET /tss/v2/transactions/{id}`, `POST /tss/v2/searches` |
| `payment_instruments.create` | `POST /tms/v1/paymentinstruments` |
| `payment_instruments.retrieve`, `payment_instruments.delete` | `/tms/v1/paymentinstruments/{id}` |
| `authentication.setup`, `authentication.enrol`, `authentication.validate` | `POST /risk/v1/authentication-setups`, \
`authentications`, `authentication-results` |
| `sessions.create` | `POST /microform/v2/sessions` |
| `tokens.create`, `challenge.show` | card fields and the issuer's page, in a browser |

It serves all faces of the family: give `bankofamerica`, `wellsfargo` and `barclaycard` its base URL.

Test merchants, `MERCHANTS`: sandbox_merchant and another_merchant, each with the id of its shared secret and the
secret. Any other, a wrong signature, a digest of another body, another target, and a date more than five minutes from
the sandbox's clock are HTTP 401.

| amount | what happens |
| --- | --- |
| 4001.00, 4002.00 | AUTHORIZED_PENDING_REVIEW (CONTACT_PROCESSOR), with nothing reserved |
| 4003.00, 4004.00, 4005.00, 4007.00, 4010.00 | DECLINED (PROCESSOR_DECLINED), with the last two digits as code |
| 4006.00 | HTTP 502 |
| 4014.00, 4041.00, 4043.00, 4051.00, 4054.00, 4057.00, 4061.00, 4062.00, 4075.00, 4082.00, 4091.00 | DECLINED for \
what that code says (the sandbox's own, by the same rule) |
| 40.00, 50.00, 6001.00 | AUTHORIZED_PENDING_REVIEW (AVS_FAILED): reserved, not taken |
| 6002.00 | AUTHORIZED_PENDING_REVIEW (CV_FAILED): reserved, not taken |
| 6003.00 | half of it is authorized, for those who allow that; declined for all others |
| 6101.00, 6102.00 (the sandbox's own) | Decision Manager: AUTHORIZED_RISK_DECLINED, AUTHORIZED_PENDING_REVIEW |

Cards: `TEST_CARDS`, and any other with a right check digit; those of the 3DS guide, 2.2.0, go their way of payer
authentication. A challenge is a page with two buttons; `settle` with the authenticationTransactionId ends it, too.

A second payment with the same reference within 15 minutes is DUPLICATE_REQUEST. `POST /_sandbox/settle` sends the batch
for a capture, a payment that was taken at once, a debit or a refund: it is TRANSMITTED then, or FAILED with `failed`.
The only or last capture gives the rest of the reservation back; a void leaves the reservation, which can be reversed.

Unlike the real one: there are no webhooks; time alone never settles anything; a transaction is found at once, and
searched for by its reference alone; the token of a wallet is not opened; the token of card fields is given for
`{"merchantId": ..., "card": ...}` that is not sealed, and no JWT can be verified; of a payment that is partly
authorized, that part is taken; of all the fields that a processor may require, only address, amount and reference are
looked for.
"""

from __future__ import annotations

from collections.abc import Callable

from tollbridge.sandbox.cybersource.cards import TEST_CARDS
from tollbridge.sandbox.cybersource.signing import MERCHANTS
from tollbridge.sandbox.cybersource.simulator import CybersourceSimulator
from tollbridge.sandbox.simulator import Host, Simulator

SIMULATOR: Callable[[Host], Simulator] = CybersourceSimulator
ACCOUNT = {"api_key": MERCHANTS["sandbox_merchant"].key_id, "api_secret": MERCHANTS["sandbox_merchant"].secret,
           "merchant_account": "sandbox_merchant"}
"""Credentials that it takes, as its connector has them."""

__all__ = ["ACCOUNT", "MERCHANTS", "SIMULATOR", "TEST_CARDS", "CybersourceSimulator"]
