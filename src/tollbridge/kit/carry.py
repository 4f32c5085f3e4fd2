"""What a later call about a payment needs of an earlier answer travels in the contract's connector_feature_data."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from tollbridge.domain.errors import InvalidField, MissingField
from tollbridge.domain.secret import Secret

T = TypeVar("T", bound=Struct)


def carry(struct: Struct) -> Secret:
    """For connector_feature_data: what only this connector reads again, in a later call about the same payment."""
    return Secret(msgspec.json.encode(struct, enc_hook=_revealed).decode())


def carried(value: Secret | None, shape: type[T]) -> T:
    """What `carry` wrote. Raises MissingField or InvalidField for connector_feature_data."""
    if value is None:
        raise MissingField("connector_feature_data")
    try:
        return msgspec.json.decode(value.reveal(), type=shape, dec_hook=lambda _, text: Secret(str(text)))
    except (ValueError, msgspec.DecodeError):
        why = f"neither as an earlier answer gave it nor JSON of {', '.join(shape.__struct_encode_fields__)}"
        raise InvalidField("connector_feature_data", why) from None


def if_carried(value: Secret | None, shape: type[T]) -> T | None:
    """What `carry` wrote, where it only helps: what another system put there is passed over."""
    try:
        return carried(value, shape)
    except (MissingField, InvalidField):
        return None


def _revealed(value: Any) -> Any:
    if isinstance(value, Secret):
        return value.reveal()
    raise TypeError(type(value).__name__)
