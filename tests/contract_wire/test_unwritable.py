"""An answer that the contract cannot carry is told without quoting it, in the cause of the error too."""

from __future__ import annotations

import pytest

from tollbridge.contract.answers import write_wire
from tollbridge.domain.errors import OutcomeUnknown
from tollbridge.domain.operations import SYNC
from tollbridge.domain.payments import Sync
from tollbridge.domain.results import Payment
from tollbridge.domain.statuses import PaymentStatus
from tollbridge.engine.plan import Answer

NUMBER = "4242424242424242"


def test_neither_the_error_nor_its_cause_quotes_the_answer() -> None:
    result = Payment(status=PaymentStatus.CHARGED, connector_transaction_id=f"{NUMBER}\ud800",
                     raw_connector_status=None)
    with pytest.raises(OutcomeUnknown) as caught:
        write_wire(SYNC, Sync(connector_transaction_id="p"), Answer(result))
    cause = caught.value.__cause__
    assert NUMBER not in f"{caught.value!r} {cause!r} {vars(cause)} {getattr(cause, 'object', '')}"
