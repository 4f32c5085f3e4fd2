"""The processor's side of connectors that sign and encrypt whole bodies, so that their cases hold plain text.

golden/<connector>/sealing.toml says, in a way that every language's JOSE library can follow, how the processor opens
what it is sent (`open`, the outermost layer first) and how it seals what it answers (`seal`, the innermost first):

    [[open]]                     [[seal]]
    by = "decrypt"               by = "sign"
    algorithm = "RSA-OAEP"       algorithm = "PS256"
    encryption = "A128CBC-HS256" header = { typ = "JWT" }
    key = "ours"                 key = "theirs"

`header` is what a token has to say of itself beside its algorithms, or is given to say. [keys] has the keys by name, in
PEM: made for the cases, and good for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from tollbridge.domain.errors import SignatureMismatch
from tollbridge.domain.secret import Secret
from tollbridge.kit import jose

SEALING = "sealing.toml"


class Layer(Struct, frozen=True, forbid_unknown_fields=True):
    """One token around another, or around the content."""

    by: Literal["sign", "verify", "encrypt", "decrypt"]
    algorithm: str
    key: str
    encryption: str = ""
    header: Mapping[str, Any] = {}

    @property
    def kind(self) -> jose.Kind:
        """Of its key."""
        return "EC" if self.algorithm.startswith("E") else "RSA"


class Sealing(Struct, frozen=True, eq=False, forbid_unknown_fields=True):
    """What sealing.toml says."""

    open: tuple[Layer, ...]
    seal: tuple[Layer, ...]
    keys: Mapping[str, str]

    def opened(self, body: bytes) -> bytes:
        """What a request holds. Raises SignatureMismatch where the processor could not read it."""
        for layer in self.open:
            token = body.decode("ascii", "replace")
            told = jose.header_of(token)
            if wrong := {name: told.get(name) for name, value in layer.header.items() if told.get(name) != value}:
                raise SignatureMismatch(f"the token to {layer.by} says {wrong} of itself")
            body = self._apply(layer, token)
        return body

    @lru_cache(maxsize=500)  # noqa: B019 - there is one for each folder of cases, and they stay
    def sealed(self, content: bytes) -> bytes:
        """An answer as the processor sends it; the same again for the same content, for rules ask thousands of times.
        """
        for layer in self.seal:
            content = self._apply(layer, content)
        return content

    def forged(self, content: bytes) -> Iterator[bytes]:
        """The content as somebody else would seal it, who knows every public key: signed with a key of their own, or
        not at all. Nothing where a seal has no signature.
        """
        if not any(layer.by == "sign" for layer in self.seal):
            return
        for signed in (True, False):
            body = content
            for layer in self.seal:
                if layer.by != "sign":
                    body = self._apply(layer, body)
                elif signed:
                    body = jose.sign(body, _a_strangers_key(layer.kind), layer.algorithm, layer.header).encode()
            yield body

    def _apply(self, layer: Layer, content: bytes | str) -> bytes:
        read = jose.private_key if layer.by in ("sign", "decrypt") else jose.public_key
        key = read(Secret(self.keys[layer.key]), f"{SEALING}: {layer.key}", layer.kind)
        algorithms = [layer.algorithm] if layer.by in ("sign", "verify") else [layer.algorithm, layer.encryption]
        done: bytes | str = _BY[layer.by](
            content, key, *algorithms, *([layer.header] if layer.by in ("sign", "encrypt") else []))
        return done.encode() if isinstance(done, str) else done


_BY: Mapping[str, Callable[..., bytes | str]] = {
    "sign": jose.sign, "verify": jose.verify, "encrypt": jose.encrypt, "decrypt": jose.decrypt}


@cache
def _a_strangers_key(kind: jose.Kind) -> jose.Key:
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    made = rsa.generate_private_key(65537, 2048) if kind == "RSA" else ec.generate_private_key(ec.SECP256R1())
    pem = made.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())
    return jose.private_key(Secret(pem.decode()), "a stranger's key", kind)


def read_sealing(folder: Path) -> Sealing | None:
    """Of a connector's folder of cases; None where it needs none."""
    path = folder / SEALING
    return msgspec.toml.decode(path.read_bytes(), type=Sealing) if path.exists() else None
