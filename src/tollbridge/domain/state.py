"""State."""

from __future__ import annotations

from msgspec import Struct

from tollbridge.domain.secret import Secret


class AccessToken(Struct, frozen=True, kw_only=True):
    """Access Token."""

    token: Secret
    expires_in_seconds: int | None = None
    token_type: str | None = None


class ConnectorState(Struct, frozen=True, kw_only=True):
    """Connector State."""

    access_token: AccessToken | None = None
    connector_customer_id: str | None = None
