"""What a request may ask for that changes the fate of money: a connector that does not list it refuses the request."""

from __future__ import annotations

from enum import StrEnum


class Feature(StrEnum):
    """One such wish. `features()` of a request names those that it makes; a flow lists those that it serves."""

    MANUAL_CAPTURE = "manual_capture"
    MULTIPLE_CAPTURE = "multiple_capture"
    SCHEDULED_CAPTURE = "scheduled_capture"
    THREE_DS = "three_ds"
    EXTERNAL_THREE_DS = "external_three_ds"  # authenticated elsewhere: the request brings the cryptogram
    SETUP_MANDATE = "setup_mandate"
    INCREMENTAL_AUTHORIZATION = "incremental_authorization"
    EXTENDED_AUTHORIZATION = "extended_authorization"
    PARTIAL_AUTHORIZATION = "partial_authorization"
    SPLIT = "split"
    SURCHARGE = "surcharge"


NONE: frozenset[Feature] = frozenset()
