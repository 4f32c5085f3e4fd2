"""The same calls through `tollbridge transform`: build, then read an answer that repeats what was built."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from masking.canaries import DIGITS, MARK
from masking.cases import Call, tampered
from masking.echo_processor import Asked, Processor
from tollbridge import engine
from tollbridge.domain.operations import BY_FLOW, VERIFY_REDIRECT

RUN = Path(__file__).with_name("run.py")
_BAD_CONFIG = """
environment = "test"
limits.grace_s = "{mark}"
accounts = {{ store = "file", path = "{accounts}" }}
otlp = {{ endpoint = "http://shop:{mark}@127.0.0.1:9", headers = {{ x-key = ["{mark}"], other = {{ a = "{mark}" }} }} }}
transport.proxy = {{ https = "ftp://shop:{mark}@127.0.0.1:9" }}
[[auth.tokens]]
name = "shop"
sha256 = "{mark}"
token = "{mark}"
"""
ASKED_FOR = ("state", "connector_feature_data", "metadata")
"""Of a result what the caller has to have in the clear for its next call."""


def transformed(lines: Iterable[Any], folder: Path, *, unmasked: bool) -> list[Any]:
    """The answers to the lines; what else the process says is in the folder."""
    home = folder / "home"
    home.mkdir(exist_ok=True, parents=True)
    told = {"HOME": str(home), "TMPDIR": str(home), "EVERY_LOG": str(folder / "transform.log")}
    with (folder / "transform.stderr").open("ab") as stderr:
        done = subprocess.run(
            [sys.executable, str(RUN), *["--unmasked"] * unmasked, "tollbridge", "transform"], check=True, cwd=home,
            env={**os.environ, **told}, stdout=subprocess.PIPE, stderr=stderr, timeout=300,
            input="\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode())
    return [json.loads(line) for line in done.stdout.splitlines()]


def line_of(number: int, call: Call, op: str, request: Any = None) -> dict[str, Any]:
    """A line as scripts write it."""
    return {"id": number, "op": op, "connector": call.connector, "flow": call.operation, "config": call.account,
            "request": call.request if request is None else request, "environment": "SANDBOX", "now": 1767225600,
            "idempotency_key": call.idempotency_key}


def answer_to(call: Call, built: Any, processor: Processor) -> dict[str, Any]:
    """What the echoing processor says to a built request, as the caller's HTTP client hands it on."""
    asked = Asked(f"{built['method']} /x{call.base}/ HTTP/1.1", list(built["headers"].items()),
                  built.get("body", "").encode())
    receive = processor.cases[call.connector][call.number].golden.exchanges[-1].receive
    way = call.how.removeprefix("first-")
    status, headers, body = processor.spoiled(way, receive, call.connector, asked)
    return {"status": max(status, 200), "headers": dict(headers), "body": body.decode("utf-8", "replace")}


def commands(calls: Sequence[Call], processor: str, given: Path) -> list[list[str]]:
    """Of `tollbridge call`: in words and as JSON, sent and only shown. What is asked for is in files, as users have it.
    """
    found = []
    for number, call in enumerate(calls):
        account = call.config(processor)
        files = {"--credentials": given / f"{number}.account.json", "--request": given / f"{number}.request.json"}
        url = account.pop("base_url")
        files["--credentials"].write_text(json.dumps(account))
        files["--request"].write_text(json.dumps(call.request))
        words = [word for option, path in files.items() for word in (option, str(path))]
        more = ((), ("--json",), ("--dry-run",), ("--dry-run", "--json"))[number % 4]
        found.append(["call", call.operation, "--connector", call.connector, "--environment", "test", "--base-url", url,
                      *words, *more])
    files["--credentials"].write_text(f'{{"api_key": "{MARK}')
    bad = given / "bad.toml"
    bad.write_text(_BAD_CONFIG.format(mark=MARK, accounts=given / "bad-accounts.json"))
    unkept = given / "unkept.toml"
    unkept.write_text('environment = "test"\n'
                      f'accounts = {{ store = "file", path = "{given / "bad-accounts.json"}" }}\n')
    (given / "bad-accounts.json").write_text(json.dumps({"shop": {
        "stripe": {"api_key": [MARK], "webhook_secret": {"a": MARK}, "other": MARK}, "adyen": MARK,
        "paypal": {"client_id": MARK, "client_secret": f"{MARK}\u0000", "webhook_forward_url": f"ftp://{MARK}@x"}}}))
    wrong = [[*words, "--config", str(config)] for config in (bad, unkept) for words in (
        ["config", "check"], ["config", "check", "--json"], ["accounts", "check"], ["accounts", "check", "--json"],
        ["serve"])]
    return [*found, *wrong, ["pay", "authorize", f"--api-key={MARK}"],
            ["pay", "sync", "pi_1", "--connector", "stripe", "--environment", "test", *words,
             "--amount", f"400012{DIGITS}4"],
            ["webhooks", "verify", "--connector", "stripe", "--secret-file", str(given / "token"), "--header",
             f"stripe-signature: t={MARK},v1={MARK}", "--body", str(given / "0.request.json")],
            ["config", "show", "--origin", "--config", str(given / "config.toml")],
            ["config", "show", "--json", "--config", str(given / "config.toml")],
            ["accounts", "list", "--config", str(given / "config.toml")],
            ["accounts", "check", "--json", "--config", str(given / "config.toml")],
            ["connectors", "show", "stripe", "--json"]]


def command_all(calls: Sequence[Call], processor: str, folder: Path, given: Path, *, unmasked: bool) -> None:
    """`commands.stdout` and `.stderr` are what they print."""
    home = folder / "home"
    home.mkdir(exist_ok=True, parents=True)
    todo = given / "commands.json"
    todo.write_text(json.dumps(commands(calls, processor, given)))
    told = {"HOME": str(home), "TMPDIR": str(home), "EVERY_LOG": str(folder / "commands.log"),
            "TOLLBRIDGE_TRACEBACK": "1"}
    with (folder / "commands.stdout").open("wb") as stdout, (folder / "commands.stderr").open("wb") as stderr:
        subprocess.run([sys.executable, str(RUN), *["--unmasked"] * unmasked, "masking.cli_process", str(todo)],
                       cwd=home, env={**os.environ, **told}, stdout=stdout, stderr=stderr, stdin=subprocess.DEVNULL,
                       timeout=600, check=True)


def transform_all(calls: Sequence[Call], processor: Processor, folder: Path, *, unmasked: bool) -> None:
    """`transform.txt` has what it answered, but for the requests that it was asked to build."""
    events = [call for call in calls if BY_FLOW[call.operation] in (*engine.EVENTS, VERIFY_REDIRECT)]
    others = [call for call in calls if call not in events]
    built = transformed((line_of(at, call, "request") for at, call in enumerate(others)), folder, unmasked=unmasked)
    said = [line for line in built if "error" in line]
    answered = [{**line_of(line["id"], others[line["id"]], "response"),
                 "http": answer_to(others[line["id"]], line["ok"], processor)} for line in built if "ok" in line
                and len(processor.cases[others[line["id"]].connector][others[line["id"]].number].golden.exchanges) == 1]
    hooks = [line_of(at, call, "webhook", request) for at, call in enumerate(events)
             for request in (call.request, tampered(call.request))]
    broken = [f'{{"config": "{MARK}', f'["{MARK}"]', line_of(0, others[0], MARK),
              {**line_of(0, others[0], "request"), "environment": MARK, "now": MARK},
              {**line_of(0, others[0], "request"), "config": {"api_key": {"value": [MARK]}, "base_url": 7}},
              {**line_of(0, others[0], "request"), "request": {"payment_method": {"card": {"card_number": [MARK]}}}}]
    for line in transformed([*answered, *hooks, *broken], folder, unmasked=unmasked):
        if "ok" in line and "url" in line["ok"]:
            continue  # a webhook that wants keys fetched first: a request to build
        if "ok" in line:
            line["ok"] = {name: value for name, value in line["ok"].items() if name not in ASKED_FOR}
        said.append({name: value for name, value in line.items() if name in ("ok", "error")})
    (folder / "transform.txt").write_text("\n".join(map(json.dumps, said)))
