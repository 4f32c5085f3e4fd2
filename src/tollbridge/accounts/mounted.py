"""Sources on this machine: one file, a directory of mounted secrets, environment variables."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tollbridge.accounts.account import RawAccount
from tollbridge.accounts.errors import AccountProblem, AccountsError, StoreUnavailable
from tollbridge.accounts.store import Found

PREFIX = "TOLLBRIDGE_ACCOUNT__"
MERCHANT_ID = "for_merchant_id"
"""The variable that says a merchant's id exactly, where it is not in small letters or has other characters."""
MOST_BYTES = 1024 * 1024
"""Of a file that holds one secret."""
MOST_FILE_BYTES = 64 * MOST_BYTES
"""Of one that holds all accounts."""
log = logging.getLogger("tollbridge.accounts")
Seen = Mapping[Path, tuple[int, ...]]


class FileSource:
    """One TOML or JSON file: MERCHANT, in it CONNECTOR, in it the fields. `NAME_file` takes a field from a file, a
    text "env:VARIABLE" from the environment. With `private`, a file that others may read is refused, else warned of.
    """

    def __init__(self, path: Path, *, private: bool, environ: Mapping[str, str] | None = None) -> None:
        self._path = path
        self._private = private
        self._environ = os.environ if environ is None else environ
        self._seen: Seen = {}
        self._files: set[Path] = set()
        self._warned = False

    async def read(self) -> Found | None:
        return await asyncio.to_thread(self._read)

    async def close(self) -> None: ...

    def _read(self) -> Found | None:
        seen = {path: _state(path) for path in (self._path, *self._files)}
        if self._seen == seen:
            return None
        self._seen = {}  # should this fail, the same files are read anew once they are back
        self._files = set()
        found = Found([], [])
        self._check_mode(found.problems)
        for merchant_id, connectors in _decoded(self._path).items():
            if not isinstance(connectors, dict):
                found.problems.append(AccountProblem(merchant_id, "must be a table of connectors"))
                continue
            for connector, fields in connectors.items():
                path = f"{merchant_id}.{connector}"
                if not isinstance(fields, dict):
                    found.problems.append(AccountProblem(path, "must be a table of fields"))
                    continue
                found.accounts.append(RawAccount(merchant_id, connector, self._resolved(fields, path, found.problems)))
        self._seen = {**seen, **{path: _state(path) for path in self._files}}
        return found

    def _check_mode(self, problems: list[AccountProblem]) -> None:
        try:
            mode = self._path.stat().st_mode
        except OSError as error:
            raise StoreUnavailable(f"{self._path} cannot be read: {error.strerror}") from None
        if os.name != "posix" or not mode & (stat.S_IRWXO | stat.S_IWGRP):
            return
        why = f"others may read or change it ({stat.filemode(mode)}): chmod 600 {self._path}"
        if self._private:
            problems.append(AccountProblem(str(self._path), why))
        elif not self._warned:
            self._warned = True
            log.warning("%s: %s; refused where environment is live", self._path, why)

    def _resolved(self, fields: Mapping[str, Any], at: str, problems: list[AccountProblem]) -> dict[str, object]:
        """With what it refers to in its place, in tables of tables too."""
        resolved: dict[str, object] = {}
        for name, value in fields.items():
            path = f"{at}.{name}"
            field = name.removesuffix("_file")
            try:
                if field != name:
                    value = self._of_file(value)
                elif isinstance(value, str) and value.startswith("env:"):
                    value = self._of_variable(value.removeprefix("env:"))
                elif isinstance(value, dict):
                    value = self._resolved(value, path, problems)
            except ValueError as error:
                problems.append(AccountProblem(path, str(error)))
                continue
            if field in resolved:
                problems.append(AccountProblem(path, f"is there twice, as {field} and as {field}_file"))
            resolved[field] = value
        return resolved

    def _of_file(self, name: object) -> str:
        if not isinstance(name, str) or not name:
            raise ValueError("must be the path of a file")
        path = self._path.parent / name
        self._files.add(path)
        return _text(path)

    def _of_variable(self, name: str) -> str:
        value = self._environ.get(name)
        if not value:
            raise ValueError("the environment variable that it names is not set")
        return value


class DirectorySource:
    """PATH/MERCHANT/CONNECTOR/FIELD: each file one value, as Kubernetes and Docker mount secrets."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: Seen = {}

    async def read(self) -> Found | None:
        return await asyncio.to_thread(self._read)

    async def close(self) -> None: ...

    def _read(self) -> Found | None:
        try:
            seen = {self._path: _state(self._path), **{path: _state(path) for path in self._below()}}
        except OSError as error:
            raise StoreUnavailable(f"{self._path} cannot be read: {error.strerror}") from None
        if self._seen == seen:
            return None
        self._seen = {}  # should this fail, the same files are read anew once they are back
        found = Found([], [])
        accounts: dict[tuple[str, str], dict[str, object]] = {}
        for path in seen:
            parts = path.relative_to(self._path).parts
            if len(parts) == 3:
                try:
                    accounts.setdefault((parts[0], parts[1]), {})[parts[2]] = _text(path)
                except ValueError as error:
                    found.problems.append(AccountProblem(".".join(parts), str(error)))
            elif parts and not path.is_dir():
                found.problems.append(AccountProblem(".".join(parts), "is no directory: MERCHANT/CONNECTOR/FIELD"))
        found.accounts.extend(RawAccount(*key, fields, texts=True) for key, fields in accounts.items())
        self._seen = seen
        return found

    def _below(self) -> Iterator[Path]:
        """What is there, three levels down. Names with a dot are the mount's own: `..data` is where links lead."""
        for merchant in _named(self._path):
            yield merchant
            for connector in _named(merchant) if merchant.is_dir() else ():
                yield connector
                yield from _named(connector) if connector.is_dir() else ()


class EnvironmentSource:
    """TOLLBRIDGE_ACCOUNT__MERCHANT__CONNECTOR__FIELD, or, without the field, all fields as a JSON object.

    Names of variables have no case: the merchant's id is in small letters, unless ..__FOR_MERCHANT_ID says it exactly.
    """

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        self._environ = os.environ if environ is None else environ
        self._read = False

    async def read(self) -> Found | None:
        if self._read:
            return None  # of a process that runs it does not change
        self._read = True
        found = Found([], [])
        accounts: dict[tuple[str, str], dict[str, object]] = {}
        for name, text in sorted(self._environ.items()):
            if not name.startswith(PREFIX):
                continue
            parts = name.removeprefix(PREFIX).lower().split("__")
            if len(parts) not in (2, 3) or not all(parts):
                found.problems.append(AccountProblem(name, f"must be {PREFIX}MERCHANT__CONNECTOR__FIELD"))
                continue
            fields = accounts.setdefault((parts[0], parts[1]), {})
            if len(parts) == 3:
                fields[parts[2]] = text
                continue
            try:
                fields.update(_object(text))
            except ValueError as error:
                found.problems.append(AccountProblem(name, str(error)))
        for (merchant, connector), fields in accounts.items():
            merchant_id = fields.pop(MERCHANT_ID, merchant)
            found.accounts.append(RawAccount(str(merchant_id), connector, fields, texts=True))
        return found

    async def close(self) -> None: ...


def _decoded(path: Path) -> dict[str, Any]:
    """Raises StoreUnavailable, or AccountsError with the line; never with what stands there."""
    try:
        text = _content(path, MOST_FILE_BYTES).decode()
        return _object(text) if path.suffix == ".json" else tomllib.loads(text)
    except RecursionError:
        raise AccountsError([AccountProblem(str(path), "is not TOML that can be read: too deep")]) from None
    except OSError as error:
        raise StoreUnavailable(f"{path} cannot be read: {error.strerror}") from None
    except tomllib.TOMLDecodeError as error:
        raise AccountsError([AccountProblem(str(path), f"is not TOML{_place(str(error))}")]) from None
    except ValueError as error:
        why = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
        raise AccountsError([AccountProblem(str(path), why)]) from None


def _place(told: str) -> str:
    """Of what tomllib tells, only where: the rest may name a key."""
    where = told.rpartition("(at ")[2]
    return f" (at {where}" if where != told else ""


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON (at line {error.lineno}, column {error.colno})") from None
    except RecursionError:
        raise ValueError("is not JSON that can be read: too deep") from None
    if not isinstance(value, dict):
        raise ValueError("must be a JSON object")
    return value


def _named(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if not path.name.startswith("."))


def _state(path: Path) -> tuple[int, ...]:
    """What tells a file that was changed or put in another's place; links are followed, for those are swapped."""
    try:
        its = path.stat()
    except OSError:
        return ()
    return its.st_dev, its.st_ino, its.st_size, its.st_mtime_ns, its.st_ctime_ns


def _text(path: Path) -> str:
    """The text of a file, without the line ends that editors put after it. Raises ValueError."""
    try:
        text = _content(path, MOST_BYTES).decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not UTF-8 text") from None
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise ValueError(f"{path} {error}") from None
    if not text:
        raise ValueError(f"{path} is empty")
    return text


def _content(path: Path, most: int) -> bytes:
    """Of a regular file: on a pipe a look for changes would wait for ever, and a device never ends. Raises ValueError
    for anything else and for a larger one, OSError.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("is no regular file")
        content = file.read(most + 1)
    if len(content) > most:
        raise ValueError(f"is larger than {most} bytes")
    return content
