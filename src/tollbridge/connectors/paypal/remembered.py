"""What later calls about a payment need: PayPal has an id of its own for order, authorization and capture."""

from __future__ import annotations

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.secret import Secret

AUTHORIZE, CAPTURE, ORDER = "AUTHORIZE", "CAPTURE", "ORDER"


class Remembered(Struct, frozen=True, omit_defaults=True):
    """Travels in connector_feature_data. `psync_flow` says whose id tells how the payment stands: its authorization's,
    its capture's or, where there are several captures, its order's. The amounts are minor units: what was reserved, and
    taken so far.
    """

    authorize_id: str | None = None
    capture_id: str | None = None
    psync_flow: str | None = None
    order_id: str | None = None
    authorized: int | None = None
    captured: int | None = None


NOTHING = Remembered()


def remembered(value: Secret | None) -> Remembered:
    """Nothing, where nothing is carried."""
    return kit.carried(value, Remembered) if value else NOTHING


def authorize_id(value: Secret | None) -> str:
    """Of the authorization to capture or void. Raises MissingField for what carries it."""
    return _required("authorize_id", remembered(value).authorize_id, value)


def capture_id(value: Secret | None) -> str:
    """Of the capture to refund. Raises MissingField for what carries it."""
    return _required("capture_id", remembered(value).capture_id, value)


def _required(name: str, its: str | None, value: Secret | None) -> str:
    kit.require({f"connector_feature_data.{name}" if value else "connector_feature_data": its})
    return its or ""
