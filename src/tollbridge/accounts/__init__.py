"""Accounts of merchants: (merchant, connector) to credentials, webhook secrets, and where events are forwarded.

    store = open_store(StoreOptions(store=StoreKind.FILE, path="accounts.toml"))
    await store.refresh()                         # AccountsError with all that is wrong with all of them
    account = await store.get("shop-1", "stripe")   # None where there is none

A store is read whole and kept in memory: a look-up costs a microsecond, a merchant id that somebody made up asks
nobody, and accounts stay there while their store does not answer. Changes are read without a restart.
"""

from tollbridge.accounts.account import Account, Forward
from tollbridge.accounts.errors import AccountProblem, AccountsError, AccountStoreError, StoreUnavailable
from tollbridge.accounts.opening import StoreKind, StoreOptions, VaultOptions, open_store
from tollbridge.accounts.store import AccountStore, KeptAccounts

__all__ = [
    "Account", "AccountProblem", "AccountStore", "AccountStoreError", "AccountsError", "Forward", "KeptAccounts",
    "StoreKind", "StoreOptions", "StoreUnavailable", "VaultOptions", "open_store",
]
