"""Whatever comes in on stdin is met with a named error: no fault of ours, no traceback, nothing of it repeated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from edges.cli.running_cli import here

CALL = ("--connector", "stripe", "--environment", "test", "--base-url", "http://127.0.0.1:9", "--json")
READERS = {
    "request": ("call", "authorize", *CALL, "--request", "-"),
    "after": ("pay", "capture", *CALL, "--after", "-"),
    "card": ("pay", "authorize", *CALL, "--amount", "1", "--currency", "EUR", "--card-file", "-"),
    "credentials": ("pay", "sync", "pi_1", *CALL, "--credentials", "-"),
    "body": ("webhooks", "verify", "--connector", "stripe", "--json", "--secret-file"),
    "raw": ("webhooks", "verify", "--connector", "stripe", "--json", "--raw-http", "--secret-file"),
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(
        ["amount", "payment_method", "card", "api_key", "config", "stripe", "value", "number", "currency",
         "minor_amount", "connector_transaction_id", "connector_feature_data", "x"]), inner, max_size=4), max_leaves=12)
INPUTS = st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode())


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("secrets") / "secret"
    file.write_text("whsec_1")
    return file


@pytest.mark.parametrize("name", READERS)
def test_any_bytes_give_a_named_error(name: str, secret: Path) -> None:
    words = (*READERS[name], str(secret)) if READERS[name][-1] == "--secret-file" else READERS[name]

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(INPUTS)
    def met(content: bytes) -> None:
        done = here(*words, stdin=content)
        error = json.loads(done.stderr)["error"]
        # nobody listens on the port: what is a request all the same ends as Unreachable
        assert (done.exit_code, error["type"]) == (1, "Unreachable") or done.exit_code in (2, 3), (content, error)
        assert error["type"] != "Fault"
        assert done.stdout == ""

    met()


def test_too_much_of_it_is_not_read() -> None:
    done = here(*READERS["request"], stdin=b" " * (10 * 1024 * 1024 + 1))
    assert done.exit_code == 2
    assert "bytes" in done.stderr


OPTIONS = ("--amount", "--currency", "--merchant-transaction-id", "--metadata", "--base-url", "--return-url",
           "--locale", "--idempotency-key", "--timeout", "--credentials", "--after", "--test-card", "--description")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(OPTIONS), st.text(max_size=30) | st.sampled_from(["nan", "inf", "-1", "\udcff"]),
                       max_size=5))
def test_any_words_give_a_named_error_or_a_request(given: dict[str, str]) -> None:
    """As a shell can give them: half of a surrogate pair stands for a byte that is no UTF-8."""
    words = [f"{option}={value}" for option, value in given.items()]
    done = here("pay", "authorize", "--connector", "stripe", "--environment", "test", "--dry-run", "--json", *words)
    assert done.exit_code in (0, 2), done.output
    assert json.loads(done.stderr or done.stdout).get("error", {}).get("type") != "Fault"


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.text(max_size=20), max_size=3), st.text(max_size=30), st.text(max_size=10))
def test_any_headers_and_url_of_a_webhook_give_a_named_error(secret: Path, headers: list[str], url: str,
                                                            method: str) -> None:
    words = [f"--header={header}" for header in headers]
    done = here("webhooks", "verify", "--connector", "stripe", "--json", "--secret-file", str(secret), *words,
                f"--url={url}", f"--method={method}", stdin=b"{}")
    assert done.exit_code in (2, 3), done.output
    assert json.loads(done.stderr)["error"]["type"] != "Fault"
