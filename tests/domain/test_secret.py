"""No ordinary way of writing an object down writes a Secret's text."""

from __future__ import annotations

import copy
import dataclasses
import json
import logging
import pickle
import pprint
import string
import traceback
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tollbridge.domain.secret import Secret

TEXT = "canary-4242"
SECRET = Secret(TEXT)


@dataclasses.dataclass
class Holder:
    key: Secret


class Wire(msgspec.Struct):
    key: Secret


@pytest.mark.parametrize("written", [
    repr, str, "{}".format, "{!s:>20}".format, "{:20}".format, "%s".__mod__, "%r".__mod__, ascii, pprint.pformat,
    lambda secret: string.Template("$x").substitute(x=secret),
    lambda secret: f"{secret}{secret!r}{[secret]}{ {secret: secret} }",
    lambda secret: str(dataclasses.asdict(Holder(secret))), lambda secret: str(dataclasses.astuple(Holder(secret))),
    lambda secret: repr(msgspec.structs.asdict(Wire(secret))), lambda secret: repr(Wire(secret)),
    lambda secret: repr(copy.deepcopy(Holder(secret))), lambda secret: json.dumps({"key": secret}, default=repr),
    lambda secret: logging.Formatter().format(logging.makeLogRecord({"msg": "%s", "args": (secret,)})),
    lambda secret: "".join(traceback.TracebackException.from_exception(
        caught(secret), capture_locals=True).format())])
def test_no_writing_shows_it(written: Callable[[Any], str]) -> None:
    assert TEXT not in written(SECRET)


@pytest.mark.parametrize("written", [
    *(lambda secret, each=protocol: pickle.dumps(secret, each) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)),
    lambda secret: pickle.dumps(Holder(secret)), json.dumps, msgspec.json.encode, msgspec.msgpack.encode,
    msgspec.to_builtins, lambda secret: msgspec.to_builtins(Wire(secret)), vars, bytes, "".join,
    lambda secret: secret + "", lambda secret: secret.__getstate__(), lambda secret: secret.__reduce_ex__(2), len])
def test_what_would_need_its_text_fails_without_quoting_it(written: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError) as caught:
        written(SECRET)
    assert TEXT not in str(caught.value)


def test_a_copy_is_the_same_secret() -> None:
    assert copy.copy(SECRET) is SECRET
    assert copy.deepcopy([SECRET])[0] is SECRET
    assert {SECRET: 1}[Secret(TEXT)] == 1
    assert SECRET != TEXT


def caught(secret: Secret) -> Exception:
    try:
        raise ValueError(secret)
    except ValueError as error:
        return error
