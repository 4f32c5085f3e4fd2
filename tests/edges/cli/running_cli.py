"""What the tests of the command line share: the program in a process of its own, and in this one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import click
from click.testing import CliRunner, Result

from tollbridge.edges.cli import main
from tollbridge.sandbox import SandboxThread

KEYS = {
    "TOLLBRIDGE_STRIPE_API_KEY": "sk_test_canary9f2b",
    "TOLLBRIDGE_ADYEN_API_KEY": "AQEcanary9f2b", "TOLLBRIDGE_ADYEN_MERCHANT_ACCOUNT": "ShopECOM",
    "TOLLBRIDGE_PAYPAL_CLIENT_ID": "canary9f2b-id", "TOLLBRIDGE_PAYPAL_CLIENT_SECRET": "canary9f2b-secret",
    "TOLLBRIDGE_PHONEPE_MERCHANT_ID": "SANDBOXUAT", "TOLLBRIDGE_PHONEPE_SALT_KEY": "sandbox-salt-key-one",
    "TOLLBRIDGE_PHONEPE_SALT_INDEX": "1",
}


def program(*words: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """A real process; its account is in the environment."""
    return subprocess.run([sys.executable, "-m", "tollbridge", *words], input=stdin, capture_output=True,
                          timeout=60, check=False, env={**os.environ, **KEYS, **(env or {})})


def here(*words: str, stdin: bytes | str = b"", env: dict[str, str | None] | None = None) -> Result:
    """In this process: quicker, and with coverage of every path."""
    return CliRunner().invoke(main, list(words), input=stdin, env={**KEYS, **(env or {})})


def at(sandbox: SandboxThread, name: str = "stripe") -> list[str]:
    return ["--connector", name, "--environment", "test", "--base-url", sandbox.base_url(name)]


def paid(*words: str) -> Any:
    """The JSON of a call that is done."""
    done = here(*words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def commands(command: click.Command = main, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    """Every command of the program that does something, with the words that call it."""
    if not isinstance(command, click.Group):
        return [(path, command)]
    ctx = click.Context(command)
    inner = [(name, command.get_command(ctx, name)) for name in command.list_commands(ctx)]
    return [found for name, each in inner if each for found in commands(each, (*path, name))]
