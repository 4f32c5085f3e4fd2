"""What lies in streams besides operations and records: encrypted under the key of (connector, merchant, day), signed.

    webhook     WEBHOOKS      by the receiver, for workers of the connector
    status      STATUSES      by workers, for workers of the connector
    delivery    DELIVERIES    by bridges, for bridges
    event       EVENTS        by workers, for the bridges that deliver; subscribers read what is in the clear

Nobody else can read it, or write it in its place: it is bound to its subject. Of a status the revision that it comes
after is signed too, as of a record.
"""

from __future__ import annotations

from tollbridge.bridge import messages as wire
from tollbridge.bridge.connection import Unavailable
from tollbridge.bridge.protection.datakeys import DataKeys
from tollbridge.bridge.protection.envelope import header_of
from tollbridge.bridge.protection.errors import Forged
from tollbridge.bridge.protection.places import Lying
from tollbridge.bridge.protection.signing import Signing


class Streamed:
    """`since`, in epoch seconds: what was stored before may be in the clear."""

    def __init__(self, keys: DataKeys, signing: Signing, since: float) -> None:
        self._keys, self._signing, self._since = keys, signing, since

    # -- write --------------------------------------------------------------------------------------------------------
    async def put(self, use: str, subject: str, connector: str, merchant_id: str, plain: bytes,
                  headers: dict[str, str]) -> bytes:
        """The body as it is stored; `headers` get what says so, and the signature. Raises Unavailable."""
        headers[wire.CONTENT_TYPE] = wire.JOSE
        body = await self.seal(use, subject, connector, merchant_id, plain)
        self.sign(use, subject, connector, body, headers)
        return body

    async def seal(self, use: str, subject: str, connector: str, merchant_id: str, plain: bytes, about: str = ""
                   ) -> bytes:
        """Raises Unavailable."""
        return (await self._keys.current(connector, merchant_id)).seal(use, subject, about, plain)

    def sign(self, use: str, subject: str, connector: str, body: bytes, headers: dict[str, str]) -> None:
        """Raises Unavailable."""
        signature = self._signing.sign(use, connector, subject, headers, body)
        if signature is None:
            raise Unavailable(f"bridge.protection.private_keys has no key in use that signs for {connector}")
        headers[wire.SIGNATURE] = signature

    # -- read ---------------------------------------------------------------------------------------------------------
    def old(self, message: Lying) -> bool:
        """Whether it is of the time before there was any protection: then it is as it is."""
        return wire.SIGNATURE not in message.headers and message.at < self._since

    def prove(self, use: str, connector: str, message: Lying) -> None:
        """Raises Forged."""
        self._signing.prove(use, connector, message.subject, message.headers, message.data, message.at)

    async def got(self, use: str, connector: str, merchant_id: str, message: Lying) -> bytes:
        """What was put there. Raises Forged, Erased, Unavailable."""
        if self.old(message):
            return message.data
        self.prove(use, connector, message)
        return await self.open(use, message.subject, connector, merchant_id, message.data)

    @staticmethod
    def whose(token: bytes) -> tuple[str, str]:
        """Connector and merchant, where its subject does not say so: by its key, unproven before it is opened under
        that. Raises Forged.
        """
        connector, _, rest = header_of(token).kid.partition(".")
        return connector, rest.partition(".")[0]

    async def open(self, use: str, subject: str, connector: str, merchant_id: str, token: bytes, about: str = ""
                   ) -> bytes:
        """Of what was proven. Raises Forged, Erased, Unavailable."""
        key_id = header_of(token).kid
        if not key_id.startswith(f"{connector}.{merchant_id}."):
            raise Forged("it is encrypted under the key of another merchant or connector")
        return (await self._keys.get(key_id)).open(token, use, subject, about)
