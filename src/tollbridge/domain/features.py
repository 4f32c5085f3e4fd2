"""What a request may ask for that changes the fate of money: a connector that does not list it refuses the request."""

from __future__ import annotations

from collections.abc import Mapping
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
"""Of a plain request."""

_OF_CAPTURE: Mapping[str, tuple[Feature, ...]] = {  # by the words of CaptureMethod
    "MANUAL": (Feature.MANUAL_CAPTURE,),
    "MANUAL_MULTIPLE": (Feature.MANUAL_CAPTURE, Feature.MULTIPLE_CAPTURE),
    "SCHEDULED": (Feature.SCHEDULED_CAPTURE,),
}


def wishes(
    *, capture: str | None = None, authentication: str | None = None, authenticated: object = None,
    mandate: bool = False, incremental: bool | None = None, extended: bool | None = None,
    partial: bool | None = None, multiple: object = None, split: object = None, surcharge: object = None,
) -> frozenset[Feature]:
    """The features that these fields of a request ask for; `authenticated` is 3DS data from outside."""
    wanted = list(_OF_CAPTURE.get(capture, ())) if capture else []
    if authenticated is not None:
        wanted.append(Feature.EXTERNAL_THREE_DS)
    elif authentication == "THREE_DS":
        wanted.append(Feature.THREE_DS)
    if mandate:
        wanted.append(Feature.SETUP_MANDATE)
    if incremental:
        wanted.append(Feature.INCREMENTAL_AUTHORIZATION)
    if extended:
        wanted.append(Feature.EXTENDED_AUTHORIZATION)
    if partial:
        wanted.append(Feature.PARTIAL_AUTHORIZATION)
    if multiple is not None:
        wanted.append(Feature.MULTIPLE_CAPTURE)
    if split is not None:
        wanted.append(Feature.SPLIT)
    if surcharge is not None:
        wanted.append(Feature.SURCHARGE)
    return frozenset(wanted) if wanted else NONE
