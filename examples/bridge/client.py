"""Payments over NATS, from Python: pay, ask what became of it, capture once the payment is there, give money back.

    tollbridge dev                                                # in another terminal
    NATS_URL=nats://127.0.0.1:4222 python client.py order-41

Run it twice with the same word: the second time nothing is paid again, and it tells the same.
"""

from __future__ import annotations

import asyncio
import os
import sys

from tollbridge import (
    AUTHORIZE,
    CAPTURE,
    REFUND,
    SYNC,
    Authorize,
    CaptureMethod,
    Currency,
    Money,
    NotSent,
    OutcomeUnknown,
    RefundRequest,
    Sync,
    card,
)
from tollbridge.bridge import Bridge, Order, Processing

CONNECTOR, MERCHANT = "stripe", "shop-1"
CONFIG = os.environ.get("CONFIG", '{"config": {"Stripe": {"api_key": "sk_test_1"}}}')
"""Credentials with each call. Without them, those that the workers have on file for the merchant are used."""
AMOUNT = Money.from_major("42.50", Currency.EUR)


async def pay(bridge: Bridge, order: str) -> None:
    # 1. Reserve the money. A decline would be a result, too: its `error` says why.
    request = Authorize(amount=AMOUNT, payment_method=card("4242424242424242", "09", "2031", cvc="314"),
                        merchant_transaction_id=order, capture_method=CaptureMethod.MANUAL)
    try:
        payment = await bridge.run(AUTHORIZE, request, connector=CONNECTOR, merchant_id=MERCHANT, config=CONFIG,
                                   timeout_s=8)
    except Processing as under_way:  # it is stored, and will be done: ask later, or run the same again
        print(f"under way: {under_way.operation_id}")
        return
    except OutcomeUnknown as unknown:  # never pay under another id now
        print(f"nobody knows: {unknown}")
        return
    except NotSent as refused:  # nothing was done: mend the request, or try again
        print(f"not done: {refused}")
        return
    print(f"authorize {payment.status}")

    # 2. The same again is the same operation: its id, and what became of it.
    op_id = await bridge.submit(AUTHORIZE, request, connector=CONNECTOR, merchant_id=MERCHANT, config=CONFIG)
    state = await bridge.operation(op_id)
    assert state is not None  # noqa: S101
    print(f"operation {state.state} after {state.attempt} attempt")

    # 3. Take it. `after` names the operation whose payment this is about, so that it may be stored before there is one:
    #    it waits its turn, and is refused (DEPENDENCY_FAILED) if there never is one.
    taken = await bridge.client.execute(Order(
        operation=CAPTURE, connector=CONNECTOR, merchant_id=MERCHANT, request={
            "merchant_capture_id": f"{order}-capture",
            "amount_to_capture": {"minor_amount": AMOUNT.minor_amount, "currency": AMOUNT.currency.value}},
        environment="sandbox", config=CONFIG, after=op_id), timeout_s=8)
    result = taken.read()
    print(f"capture {result['status'] if result else taken.problem}")

    # 4. Give some of it back. A refund has an id of its own: without it, two refunds of 10.00 would be one.
    its_id = payment.connector_transaction_id or ""
    refund = await bridge.run(REFUND, RefundRequest(
        connector_transaction_id=its_id, merchant_refund_id=f"{order}-refund",
        refund_amount=Money.from_major("10.00", Currency.EUR)),
        connector=CONNECTOR, merchant_id=MERCHANT, config=CONFIG)
    print(f"refund {refund.status}")

    # 5. A question is asked and answered, and kept nowhere.
    found = await bridge.run(SYNC, Sync(connector_transaction_id=its_id), connector=CONNECTOR, merchant_id=MERCHANT,
                             config=CONFIG)
    print(f"sync {found.status}")


async def main(order: str) -> None:
    async with Bridge(*os.environ["NATS_URL"].split(","), environment="test") as bridge:
        await pay(bridge, order)


if __name__ == "__main__":
    if len(sys.argv) != 2 or "NATS_URL" not in os.environ:
        sys.exit("usage: NATS_URL=nats://127.0.0.1:4222 python client.py ORDER")
    asyncio.run(main(sys.argv[1]))
