"""Who calls for which account: connector, credentials and environment, from a call's metadata.

`x-connector-config` holds JSON: {"config": {"Stripe": {"api_key": "sk_..."}}}. The variant may be spelled in any case,
fields in camelCase too, secrets as {"value": ...} too, and the outer "config" may be left out. Without it, the older
`x-connector` and `x-auth` with its keys are read: the connector says which field of its account each key is.

Credentials given with a call win; with none, and an `x-connector`, they come from the store of accounts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from tollbridge import catalog
from tollbridge.accounts import AccountStore, AccountStoreError
from tollbridge.contract.accounts import read_account
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import BadCredentials, BadInput, NotSent
from tollbridge.kit.connector import Connector
from tollbridge.service.errors import NoCredentials

CONFIG = "x-connector-config"
EXAMPLE = '{"config": {"Stripe": {"api_key": "sk_test_..."}}}'
CONNECTOR, AUTH, AUTH_KEY_MAP = "x-connector", "x-auth", "x-auth-key-map"
ENVIRONMENT = "x-environment"
KEPT_CALLERS = 2048
KEPT_BYTES = 4096
"""Accounts that stay read, and how long their text may be: reading and checking one again costs some 20 us. Anyone who
can connect can send as many as they like, so what is kept of them has a bound: some 30 MB.
"""

_ENVIRONMENTS = {"production": Environment.LIVE, "live": Environment.LIVE,
                 "sandbox": Environment.TEST, "test": Environment.TEST}
OLDER: Mapping[str, tuple[str, ...]] = {
    "header-key": ("api_key",),
    "body-key": ("api_key", "key1"),
    "signature-key": ("api_key", "key1", "api_secret"),
    "multi-auth-key": ("api_key", "key1", "key2", "api_secret"),
    "currency-auth-key": ("auth_key_map",),
    "no-key": (),
    "temporary-auth": (),
}
"""The values of `x-auth`, and which keys each has: `x-api-key` and so on, in this order."""
MERCHANT = "x-merchant-id"
_KEYS = ("api_key", "key1", "key2", "api_secret", "auth_key_map")
READ_OF_CALLERS = (CONFIG, CONNECTOR, AUTH, ENVIRONMENT, *(f"x-{key.replace('_', '-')}" for key in _KEYS))
"""All metadata that is read here."""


class Caller(NamedTuple):
    """One account at one connector."""

    connector: Connector[Any]
    account: Any


class Callers:
    """Reads metadata to a Caller, each spelling of an account once. `connector_urls` as in ServiceOptions."""

    def __init__(self, connector_urls: Mapping[str, str], accounts: AccountStore | None = None) -> None:
        self._urls = named_urls(connector_urls)
        self._accounts = accounts
        self._of_config = lru_cache(maxsize=KEPT_CALLERS)(self._read_config)
        self._of_older = lru_cache(maxsize=KEPT_CALLERS)(self._read_older)
        self._name_of_config = lru_cache(maxsize=KEPT_CALLERS)(_named_by)

    def of(self, metadata: Mapping[str, str]) -> Caller | None:
        """Of the credentials that came with the call; None where none did.

        Raises BadCredentials, or BadInput where there is no such connector.
        """
        config = metadata.get(CONFIG)
        if config:
            return self._of_config(config) if len(config) <= KEPT_BYTES else self._read_config(config)
        name, auth = metadata.get(CONNECTOR), metadata.get(AUTH)
        if not name or not auth:
            return None
        given = tuple(metadata.get(_metadata_key(key)) or "" for key in _KEYS)
        kept = sum(map(len, given)) + len(name) <= KEPT_BYTES
        return (self._of_older if kept else self._read_older)(name, auth, given)

    def named(self, metadata: Mapping[str, str]) -> str:
        """The connector that the call is for, be it one of ours or not; "" where it names none.

        Raises BadCredentials for a config that does not even name one.
        """
        config = metadata.get(CONFIG)
        if config:
            return self._name_of_config(config) if len(config) <= KEPT_BYTES else _named_by(config)
        return _id_of(metadata.get(CONNECTOR, ""))

    def connector(self, metadata: Mapping[str, str]) -> Connector[Any]:
        """Of a call without credentials, whose account others have. Raises NoCredentials, BadInput."""
        name = metadata.get(CONNECTOR)
        if not name:
            raise NoCredentials(f"no credentials: send {CONFIG}, such as {EXAMPLE}, or {CONNECTOR} and {MERCHANT} of "
                                "an account that the workers have", CONFIG)
        return _connector(name)

    async def stored(self, metadata: Mapping[str, str], merchant_id: str) -> Caller:
        """Of the account that the merchant has in the store, at the connector that `x-connector` names.

        Raises NoCredentials, or BadInput where there is no such connector.
        """
        name = metadata.get(CONNECTOR)
        if self._accounts is None or not name:
            store = "" if self._accounts is None else f", or {CONNECTOR} and {MERCHANT} of an account on file"
            raise NoCredentials(f"no credentials: send {CONFIG}, such as {EXAMPLE}{store}", CONFIG)
        connector = _connector(name)
        try:
            account = await self._accounts.get(merchant_id, connector.id)
        except AccountStoreError as error:
            raise NotSent("the store of accounts could not be read, as the server's log says") from error
        if account is None:
            why = "this merchant has no" if metadata.get(MERCHANT) else f"without {MERCHANT} there is no"
            raise NoCredentials(f"no credentials: {why} account at {connector.id} in the store; send {CONFIG}, or "
                                f"{'another ' if metadata.get(MERCHANT) else ''}{MERCHANT}", CONFIG)
        return self._at(connector, account.credentials)

    def _read_config(self, text: str) -> Caller:
        name, config = _variant(_decoded(text, CONFIG, EXAMPLE))
        return self._caller(_connector(name), config)

    def _read_older(self, name: str, auth: str, given: tuple[str, ...]) -> Caller:
        return self._caller(*older_config(name, auth, given))

    def _caller(self, connector: Connector[Any], config: object) -> Caller:
        return self._at(connector, read_account(connector, config))

    def _at(self, connector: Connector[Any], account: Any) -> Caller:
        url = self._urls.get(connector.id)
        if url and not account.base_url:
            account = replace(account, base_url=url)
        return Caller(connector, account)


def config_of(metadata: Mapping[str, str]) -> str | None:
    """The credentials that came with a call which `Callers.of` has read, as JSON in one line; None where none did."""
    config = metadata.get(CONFIG)
    if config:
        return msgspec.json.encode(msgspec.json.decode(config)).decode()
    name, auth = metadata.get(CONNECTOR), metadata.get(AUTH)
    if not name or not auth:
        return None
    connector, fields = older_config(name, auth, tuple(metadata.get(_metadata_key(key)) or "" for key in _KEYS))
    return msgspec.json.encode({"config": {connector.id: fields}}).decode()


def older_config(name: str, auth: str, given: tuple[str, ...]) -> tuple[Connector[Any], dict[str, object]]:
    """The connector, and its account's fields, out of the older keys. Raises BadCredentials."""
    form = auth.lower().replace("_", "-")
    keys = OLDER.get(form)
    if keys is None:
        raise BadCredentials(f"{AUTH} is none of {', '.join(OLDER)}: send {CONFIG}", AUTH)
    connector = _connector(name)
    fields = _fields(connector, form, keys)
    values = dict(zip(_KEYS, given, strict=True))
    missing = [_metadata_key(key) for key in keys if not values[key]]
    if missing:
        raise BadCredentials(f"{AUTH} {form}: {', '.join(missing)} missing", *missing)
    config: dict[str, object] = {field: values[key] for key, field in zip(keys, fields, strict=True) if field}
    if form == "currency-auth-key":
        config["auth_key_map"] = _decoded(values["auth_key_map"], AUTH_KEY_MAP, '{"USD": {...}, "EUR": {...}}')
    return connector, config


def environment_of(metadata: Mapping[str, str], default: Environment, *, other: bool) -> Environment:
    """Raises BadInput for a word that names neither, and unless `other` is allowed for one that names not the default:
    money must not move by a typing error.
    """
    word = metadata.get(ENVIRONMENT)
    if not word:
        return default
    environment = _ENVIRONMENTS.get(word.lower())
    if environment is None:
        raise BadInput(f"{ENVIRONMENT} is neither production nor sandbox", ENVIRONMENT)
    if environment is not default and not other:
        raise BadInput(f"{ENVIRONMENT}: this server is for {default.value.lower()} alone (see other_environment)",
                       ENVIRONMENT)
    return environment


def named_urls(urls: Mapping[str, str]) -> Mapping[str, str]:
    """Base URLs by connector id. Raises BadInput for a name that no connector has, or for what is no URL: its calls
    would go to the real processor instead.
    """
    for url in urls.values():
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise BadInput(f"connector URL {url}: must be http(s)://host[:port][/path]", "connector_urls")
    return {_connector(name).id: url for name, url in urls.items()}


def _fields(connector: Connector[Any], form: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The account's field for each key, "" for one that it does not need."""
    fits = connector.older_auth or {form: keys}
    fields = fits.get(form)
    if fields is None:
        raise BadCredentials(f"{AUTH} {form} is not for {connector.id}: send {CONFIG}, or {AUTH} {' or '.join(fits)}",
                             AUTH)
    return fields


def _metadata_key(key: str) -> str:
    return f"x-{key.replace('_', '-')}"


def _decoded(text: str, key: str, example: str) -> Mapping[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise BadCredentials(f"{key}: a name is given more than once in one object", key)
        return found

    try:
        msgspec.json.decode(text)
        decoded = json.loads(text, object_pairs_hook=once)  # msgspec takes the last of two; who judged the other?
    except (ValueError, msgspec.DecodeError, RecursionError):
        raise BadCredentials(f"{key} is not JSON, such as {example}", key) from None
    if not isinstance(decoded, dict):
        raise BadCredentials(f"{key} must be an object: {example}", key)
    return decoded


def _variant(decoded: Mapping[str, Any]) -> tuple[str, object]:
    """The connector's name as it is spelled, and its fields."""
    outer = decoded.get("config", decoded)
    if not isinstance(outer, dict) or len(outer) != 1:
        raise BadCredentials(f'{CONFIG} must name one connector: {{"config": {{"Stripe": {{...}}}}}}', CONFIG)
    ((name, config),) = outer.items()
    return name, config


def _connector(name: str) -> Connector[Any]:
    return catalog.load(_id_of(name))


@cache
def _spellings() -> Mapping[str, str]:
    """Connector names by themselves without case and separators: `AbsaSanlam`, `absa_sanlam` and `absa-sanlam`."""
    return {_plain(name): name for name in catalog.names()}


def _id_of(name: str) -> str:
    """A connector's id by whatever spelling; of one that is not ours, its lower-case name."""
    return _spellings().get(_plain(name), name.lower())


def _named_by(config: str) -> str:
    return _id_of(_variant(_decoded(config, CONFIG, EXAMPLE))[0])


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()
