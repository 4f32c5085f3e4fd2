"""`--dry-run` of the golden cases: the request that the case records, at every connector, without what is secret."""

from __future__ import annotations

import json
from functools import cache
from itertools import groupby, islice
from pathlib import Path

import pytest

from edges.cli.running_cli import here
from tollbridge import catalog
from tollbridge.domain.environment import Environment
from tollbridge.edges.cli.credentials import variables
from tollbridge.testing.golden import Case, Subject, context, credentials, read_request, subject
from tollbridge.testing.samples import secrets_of

GOLDEN = Path(__file__).parents[3] / "golden"
EACH = 3
"""Cases of a flow that are tried: the first of them by name."""


@cache
def its(name: str) -> Subject:
    return subject(name, GOLDEN)


def chosen(name: str) -> list[Case]:
    """Those that send something."""
    cases = (case for case in its(name).cases if case.golden.exchanges and case.operation.rpc
             and "EventService" not in case.operation.rpc)
    return [case for _, flow in groupby(cases, lambda case: case.golden.operation) for case in islice(flow, EACH)]


CASES = [(name, case) for name in catalog.names() for case in chosen(name)]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}-{case}" for name, case in CASES])
def test_a_dry_run_shows_what_the_case_sends(name: str, case: Case, tmp_path: Path) -> None:
    file = tmp_path / "account.json"
    file.write_text(json.dumps(credentials(GOLDEN / name, case)))
    live = case.golden.environment is Environment.LIVE
    done = here("call", case.golden.operation, "--connector", name, "--environment", "live" if live else "test",
                "--credentials", str(file), "--request", "-", "--dry-run", "--json",
                stdin=json.dumps(case.golden.request))
    if done.exit_code == 2:  # refused for what the request lacks, which PayPal's cases find after the token
        assert isinstance(case.golden.error, dict)
        assert json.loads(done.stderr)["error"]["fields"] == case.golden.error["fields"]
        return
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    wanted = case.golden.exchanges[len(told["before"])].send
    assert told["method"] == wanted.method
    if not told["before"] and "***" not in told["url"]:
        assert told["url"] == wanted.url
    shown = [secret.reveal() for owner in (context(its(name), case).account, read_request(case))
             for secret in secrets_of(owner) if len(secret.reveal()) > 7 and secret.reveal() in done.output]
    assert shown == []


def test_every_connector_and_most_operations_are_tried() -> None:
    assert {name for name, _ in CASES} == set(catalog.names())
    assert len({case.operation for _, case in CASES}) >= 30
    assert all(variables(catalog.load(name)) for name in catalog.names())
