"""Metadata: pairs of texts that Stripe keeps with an object. https://docs.stripe.com/api/metadata"""

from __future__ import annotations

import msgspec

from tollbridge.domain.errors import InvalidField
from tollbridge.domain.secret import Secret


def metadata(text: Secret | None, order_id: str | None = None, path: str = "metadata") -> dict[str, Secret | str]:
    """The merchant's JSON object as pairs, and our id of the object as `order_id`, by which webhooks are known again.

    A value that is no text goes as its JSON, null as the empty text. Raises InvalidField for what is no object.
    """
    pairs: dict[str, Secret | str] = {}
    if text:
        try:
            given = msgspec.json.decode(text.reveal(), type=dict[str, object])
        except (ValueError, msgspec.DecodeError, RecursionError):
            raise InvalidField(path, "not a JSON object") from None
        pairs = {key: Secret(_text(value)) for key, value in given.items()}
    return pairs | {"order_id": order_id} if order_id else pairs


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
