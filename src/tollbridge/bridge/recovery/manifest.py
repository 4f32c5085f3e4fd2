"""What a backup says of itself: written last, so that a directory without it is none; sealed with the key."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from tollbridge.bridge.recovery.chunks import BackupKey, digest
from tollbridge.domain.errors import BadInput

FORMAT = 1
FILE = "manifest.json"


class Copy(Struct, kw_only=True):
    """One stream. `config` and `state` are JetStream's words, `created` when the stream was made; times of ours are
    epoch seconds. `size` and `sha256` are of the file as it lies there.
    """

    name: str
    file: str
    config: Mapping[str, Any]
    state: Mapping[str, Any]
    created: str
    consumers: int
    began: float
    ended: float
    size: int
    sha256: str

    @property
    def messages(self) -> int:
        return int(self.state["messages"])

    @property
    def last_seq(self) -> int:
        return int(self.state["last_seq"])

    @property
    def replicas(self) -> int:
        return int(self.config.get("num_replicas", 1))


class Erased(Struct, kw_only=True):
    """The register of keys that were erased, as it was known at `as_of`: after the keys were copied."""

    file: str
    as_of: float
    size: int
    sha256: str


class Manifest(Struct, kw_only=True):
    """`key` is the fingerprint of what it is encrypted with; "" for a plain one. Without `erased` it is of a version
    that wrote no register.
    """

    format: int = FORMAT
    id: str
    tollbridge: str
    server: str
    began: float
    ended: float
    key: str
    streams: list[Copy]
    erased: Erased | UnsetType = UNSET

    @property
    def messages(self) -> int:
        return sum(copy.messages for copy in self.streams)

    @property
    def size(self) -> int:
        return sum(copy.size for copy in self.streams)


class _Sealed(Struct):
    manifest: Manifest
    seal: str


def write(folder: Path, manifest: Manifest, key: BackupKey | None) -> None:
    """At once or not at all."""
    text = msgspec.json.format(msgspec.json.encode(_Sealed(manifest, _seal(manifest, key))), indent=2)
    partial = folder / f"{FILE}.partial"
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    partial.rename(folder / FILE)
    synced = os.open(folder, os.O_RDONLY)
    os.fsync(synced)
    os.close(synced)


def read(folder: Path, key: BackupKey | None) -> Manifest:
    """Verified, with every file of it. Raises BadInput, which tells all that is wrong."""
    sealed = _parsed(folder)
    its = sealed.manifest
    if its.format != FORMAT:
        raise BadInput(f"{folder}: format {its.format}, and this version reads {FORMAT}", "from")
    if key is None and its.key:
        raise BadInput(f"{folder} is encrypted (key {its.key}): say --key-file", "key-file")
    if key is not None and its.key != key.fingerprint:
        what = f"is encrypted with another key ({its.key})" if its.key else "is not encrypted: leave --key-file out"
        raise BadInput(f"{folder} {what}", "key-file")
    if not hmac.compare_digest(sealed.seal, _seal(its, key)):
        raise BadInput(f"{folder}/{FILE} was changed: nothing of this backup can be trusted", "from")
    files: list[Copy | Erased] = [*its.streams, *([its.erased] if isinstance(its.erased, Erased) else [])]
    wrong = [found for each in files if (found := _wrong(folder, each)) is not None]
    if wrong:
        raise BadInput(f"{folder} is damaged: {'; '.join(wrong)}", "from")
    return its


def _parsed(folder: Path) -> _Sealed:
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=_Sealed)
    except FileNotFoundError:
        raise BadInput(f"{folder} holds no {FILE}: no backup, or one that was not finished", "from") from None
    except OSError as error:
        raise BadInput(f"{folder}/{FILE} cannot be read: {error.strerror}", "from") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{folder}/{FILE} is no manifest: {error}", "from") from None


def _wrong(folder: Path, copy: Copy | Erased) -> str | None:
    if copy.file != Path(copy.file).name:
        return f"{copy.file} is no name of a file"
    try:
        found = digest(folder / copy.file)
    except OSError as error:
        return f"{copy.file}: {error.strerror}"
    if found.size != copy.size:
        return f"{copy.file} has {found.size} bytes, not {copy.size}"
    return None if hmac.compare_digest(found.sha256, copy.sha256) else f"{copy.file} was changed"


def _seal(manifest: Manifest, key: BackupKey | None) -> str:
    text = msgspec.json.encode(manifest, order="deterministic")
    return hashlib.sha256(text).hexdigest() if key is None else key.seal(text)
