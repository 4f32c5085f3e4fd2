"""Which store is used, by its options."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from tollbridge.accounts.store import KeptAccounts, Source


class StoreKind(StrEnum):
    """Where accounts are kept."""

    FILE = "file"
    ENVIRONMENT = "environment"
    DIRECTORY = "directory"
    VAULT = "vault"


class VaultOptions(Struct, frozen=True, kw_only=True):
    """HashiCorp Vault, KV version 2 at `mount`. The token is in `token_file`, read anew each time, else VAULT_TOKEN."""

    url: str
    mount: str = "secret"
    namespace: str | None = None
    token_file: str | None = None
    ca_file: str | None = None


class StoreOptions(Struct, frozen=True, kw_only=True):
    """`path` is the file, the directory, or what is below the Vault's mount. `private`: a file that others may read is
    refused, as production has to; else warned of.
    """

    store: StoreKind
    path: str = ""
    refresh_s: float = 10.0
    private: bool = True
    vault: VaultOptions | None = None


def open_store(options: StoreOptions) -> KeptAccounts:
    """The store; nothing is read before its first `refresh` or `get`."""
    return KeptAccounts(_source(options), options.refresh_s)


def _source(options: StoreOptions) -> Source:
    from tollbridge.accounts import mounted

    match options.store:
        case StoreKind.FILE:
            return mounted.FileSource(Path(options.path), private=options.private)
        case StoreKind.DIRECTORY:
            return mounted.DirectorySource(Path(options.path))
        case StoreKind.ENVIRONMENT:
            return mounted.EnvironmentSource()
        case StoreKind.VAULT:
            from tollbridge.accounts.vault import VaultSource

            if options.vault is None:
                raise ValueError("a vault store needs VaultOptions")
            return VaultSource(options.vault, options.path)
