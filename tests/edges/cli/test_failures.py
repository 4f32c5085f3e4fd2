"""How errors end the program: by what the caller can do about them, and saying nothing that is secret."""

from __future__ import annotations

import json

import pytest

from tollbridge.domain.errors import (
    BadCredentials,
    BadInput,
    ConnectorError,
    InvalidField,
    MissingField,
    NotSent,
    OutcomeUnknown,
    Rejected,
    SignatureMismatch,
    Unreachable,
    Unsupported,
)
from tollbridge.edges.cli.exits import FAULT, REFUSED, UNKNOWN, USAGE, exit_code
from tollbridge.edges.cli.failures import tell

EXITS: list[tuple[ConnectorError, int]] = [
    (MissingField("amount"), USAGE), (InvalidField("amount", "is odd"), USAGE), (Unsupported("x"), USAGE),
    (BadInput("no JSON"), USAGE), (BadCredentials("bad", "api_key"), USAGE),
    (Unreachable("refused"), FAULT), (NotSent("nothing but access_token left"), FAULT),
    (Rejected("bad_key", "who are you", 401), REFUSED), (SignatureMismatch("no"), REFUSED),
    (OutcomeUnknown("cut"), UNKNOWN),
]


@pytest.mark.parametrize(("error", "code"), EXITS, ids=lambda it: type(it).__name__)
def test_every_error_of_the_tree_has_its_exit_code_and_its_name(error: ConnectorError, code: int,
                                                               capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(error) == code
    assert tell(error, as_json=True) == code
    told = capsys.readouterr()
    assert told.out == ""
    name = "BadInput" if isinstance(error, BadInput) else type(error).__name__
    assert json.loads(told.err)["error"]["type"] == name


def test_every_kind_of_error_is_tried() -> None:
    def kinds(of: type[ConnectorError]) -> set[type[ConnectorError]]:
        return {kind for each in of.__subclasses__() if each.__module__ == of.__module__
                for kind in {each, *kinds(each)}}

    assert {kind.__name__ for kind in kinds(ConnectorError)} - {type(error).__name__ for error, _ in EXITS} == {"Stale"}


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize("traceback", ["", "1"])
def test_a_fault_of_ours_is_a_line_that_quotes_nothing(as_json: bool, traceback: str,
                                                      monkeypatch: pytest.MonkeyPatch,
                                                      capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TOLLBRIDGE_TRACEBACK", traceback)
    try:
        raise RuntimeError("sk_test_canary9f2b and 4000000000009995")
    except RuntimeError as error:
        secret = error
    assert tell(secret, as_json=as_json) == FAULT
    told = capsys.readouterr().err
    assert "RuntimeError" in told
    assert ("test_failures.py" in told) is bool(traceback)
    assert told.count("canary9f2b") == told.count('raise RuntimeError("sk_test_canary9f2b')  # the line of the source
    assert "Traceback (most recent call last)" not in told
