"""What pre-steps have obtained for the calls that follow: hand it back with the next request to save them."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.secret import Secret


class AccessToken(Struct, frozen=True, kw_only=True):
    """A processor's token for some of its calls, in place of the account's own credentials."""

    token: Secret
    expires_in_seconds: int | None = None  # from when it was fetched
    token_type: str | None = None  # as "Bearer"


class ConnectorState(Struct, frozen=True, kw_only=True):
    """What a call may reuse. What is given here is used, and no pre-step runs for it."""

    access_token: AccessToken | None = None
    connector_customer_id: str | None = None  # the shopper's id at the processor
