"""`tollbridge dev --secure`: users, certificates and keys for the stack of one machine, as its processes are told.

They are made once for a directory, and kept with it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tollbridge.bridge.access import ADMIN, BRIDGE, Role
from tollbridge.bridge.access_files import AccessOptions, Folder, Node, worker_user, write
from tollbridge.bridge.protection import keyfiles
from tollbridge.bridge.server.configuration import RouteProof

NODES = tuple(Node("127.0.0.1", 4222 + at, 6222 + at) for at in range(3))
"""For what servers of a cluster prove themselves by; their ports are what the stack chooses."""
KEYS_OF = {BRIDGE: "bridge", ADMIN: "bridge"}


class SecuredStack:
    """Raises InvalidField, ValueError, OSError."""

    def __init__(self, path: Path, connectors: Sequence[str], *, cluster: bool) -> None:
        self.folder = Folder(path)
        self._options = AccessOptions(workers=[connectors], nodes=NODES if cluster else (),
                                      replicas=len(NODES) if cluster else 1)
        write(self.folder, self._options)
        self._keys = self.folder.path / "keys"
        self._keys.mkdir(mode=0o700, exist_ok=True)
        self._make_keys()
        self.worker = worker_user(connectors)

    @property
    def include(self) -> str:
        """What a server's configuration has besides its own."""
        return str(self.folder.access)

    @property
    def proof(self) -> RouteProof | None:
        return self.folder.proof if self._options.nodes else None

    def said(self, user: str, servers: Sequence[str]) -> Mapping[str, Any]:
        """Settings, by path, of a process that connects as this user."""
        role: Role = next(role for role in self._options.roles() if role.user == user)
        folder, keys = self.folder, self._keys
        return {
            "bridge.servers": [url.replace("nats://", "tls://", 1) for url in servers],
            "bridge.nkey_file": str(folder.seed(user)), "bridge.inbox_prefix": role.inbox,
            "bridge.restricted": role.apart, "bridge.tls.ca_file": str(folder.authority),
            "bridge.tls.cert_file": str(folder.certificate(user)), "bridge.tls.key_file": str(folder.key(user)),
            "bridge.protection.mode": "on", "bridge.protection.public_keys": str(keys / "public.jwks"),
            "bridge.protection.private_keys": str(keys / f"{KEYS_OF.get(user, 'worker')}.jwks"),
            "bridge.audit.enabled": True, "bridge.audit.signing_key_file": str(keys / "audit.pem"),
            "bridge.evidence.key_file": str(keys / "evidence.key")}

    def _make_keys(self) -> None:
        public = self._keys / "public.jwks"
        if not public.exists():
            private = {role: str(self._keys / f"{role}.jwks") for role in ("bridge", "worker")}
            for role, file in private.items():
                keyfiles.make(file, str(public), role, ["*"], signs=False)
            keyfiles.link(list(private.values()), ["*"])
        for name, make in (("evidence.key", _key), ("audit.pem", _signing_key)):
            if not (self._keys / name).exists():
                with os.fdopen(os.open(self._keys / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                    out.write(make())


def _key() -> bytes:
    return f"{secrets.token_hex(32)}\n".encode()


def _signing_key() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
