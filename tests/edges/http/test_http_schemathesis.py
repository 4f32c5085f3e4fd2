"""schemathesis reads the OpenAPI document from a live server and tries to find where the server does otherwise."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from edges.http.surroundings import CONFIG, Server
from tollbridge.sandbox import Sandbox

TESTS = Path(__file__).parents[2]
LEFT_OUT = (
    "not_a_server_error",  # an unknown outcome is 500 on purpose: only_named_server_errors looks at the others
    "positive_data_acceptance",  # a connector may refuse, with what is missing, what the contract allows
    "negative_data_rejection",  # null and numbers of enums are taken too, as the document says
)
LONG = int(os.environ.get("TOLLBRIDGE_FUZZ_EXAMPLES", "100")) >= 10_000
"""Then it also goes through every boundary of every schema: 16,000 requests more, two minutes."""
PHASES = "examples,coverage,fuzzing" if LONG else "examples,fuzzing"


async def test_the_server_does_as_its_document_says(server: Server, sandbox: Sandbox, tmp_path: Path) -> None:
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", f"http://127.0.0.1:{server.port}/openapi.json",
        "--header", f"x-connector-config: {CONFIG}", "--exclude-checks", ",".join(LEFT_OUT), "--seed", "1",
        "--phases", PHASES, "--max-examples", "30" if LONG else "3", "--workers", "1", "--no-shrink", "--no-color",
        "--continue-on-failure", "--suppress-health-check", "all", "--warnings", "off"]
    run = await asyncio.create_subprocess_exec(
        *command, cwd=tmp_path, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "edges.http.schemathesis_checks", "PYTHONPATH": str(TESTS)})
    told, _ = await run.communicate()
    assert run.returncode == 0, told.decode()[-20_000:]
    assert b"Tested: 67" in told, told.decode()[-3000:]  # 66 and the look-up of an operation
    assert sandbox.ledger.entries()  # it came through to the processor, not to errors alone
