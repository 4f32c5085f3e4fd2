"""Whose account is used: a file, the environment, a prompt on a terminal; never an option, which `ps` would show."""

from __future__ import annotations

import os
import typing
from collections.abc import Mapping
from typing import Any

import click
import msgspec.structs
from msgspec import NODEFAULT, Struct

from tollbridge.domain.errors import BadCredentials, BadInput
from tollbridge.domain.secret import Secret
from tollbridge.edges.cli.failures import Told
from tollbridge.edges.cli.files import at_terminal, read_object
from tollbridge.kit.connector import Connector
from tollbridge.transport import SyncTransport


class Whose(Struct, frozen=True, kw_only=True):
    """The options that say it, as every command that calls has them."""

    connector: str
    environment: str | None
    as_json: bool
    credentials: str | None = None
    merchant: str | None = None
    config: str | None = None
    base_url: str | None = None
    timeout_s: float | None = None


def account(connector: Connector[Any], whose: Whose) -> Any:
    """The account struct. Raises Told with all that is missing, each with the variable that would give it."""
    if whose.config is not None and whose.merchant is None:
        raise click.UsageError("--config goes with --merchant, whose account is in the store that it names")
    if whose.merchant is None:
        return _given(connector, whose.credentials, whose.base_url)
    if whose.credentials is not None:
        raise click.UsageError("--merchant and --credentials: give one of them")
    from tollbridge.edges.cli.stored import stored_account

    found = stored_account(connector, whose.merchant, whose.environment, whose.config).credentials
    return found if whose.base_url is None else msgspec.structs.replace(found, base_url=whose.base_url)


def transport_of(whose: Whose) -> SyncTransport:
    """The service's own ways to processors go with its accounts; else straight there."""
    from tollbridge.transport import sync_transport

    if whose.merchant is None:
        return sync_transport()
    from tollbridge.edges.cli.stored import stored_transport

    return sync_transport(stored_transport(whose.config))


def _given(connector: Connector[Any], file: str | None, base_url: str | None) -> Any:
    from tollbridge.client.core import account_of

    names = variables(connector)
    given = of_file(connector.id, file) if file else of_environment(names)
    if base_url is not None:
        given["base_url"] = base_url
    for name in required(connector):
        if not given.get(name) and not file and at_terminal():
            given[name] = click.prompt(f"{connector.id} {name}", hide_input=True, err=True)
    try:
        return account_of(connector, None, given)
    except BadCredentials as error:
        raise Told(error, {path: f"{names[path]}, or in the file of --credentials"
                           for path in error.paths if path in names}) from None


def of_file(name: str, file: str) -> dict[str, Any]:
    """The fields themselves, or below the connector's name, as the contract has them: {"config": {"Stripe": {...}}}."""
    value = read_object(file, "--credentials")
    inner = value.get("config")
    table: Mapping[str, Any] = inner if isinstance(inner, dict) else value
    for key, own in table.items():
        if isinstance(own, dict) and key.replace("_", "").casefold() == name.replace("_", ""):
            return dict(own)
    if table and all(isinstance(own, dict) and not set(own) <= {"value"} for own in table.values()):
        raise BadInput(f"--credentials: nothing for {name} in it")
    return dict(table)


def of_environment(names: Mapping[str, str]) -> dict[str, Any]:
    return {field: os.environ[variable] for field, variable in names.items() if os.environ.get(variable)}


def variables(connector: Connector[Any]) -> dict[str, str]:
    """By field that is a text: its environment variable, such as TOLLBRIDGE_STRIPE_API_KEY."""
    hints = typing.get_type_hints(connector.account)
    return {field.name: f"TOLLBRIDGE_{connector.id}_{field.name}".upper()
            for field in msgspec.structs.fields(connector.account)
            if {Secret, str} & {hints[field.name], *typing.get_args(hints[field.name])}}


def required(connector: Connector[Any]) -> list[str]:
    return [field.name for field in msgspec.structs.fields(connector.account)
            if field.default is NODEFAULT and field.default_factory is NODEFAULT]
