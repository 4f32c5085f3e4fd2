"""No card number, security code or key comes out of any way in which this software says anything.

The traffic of all golden cases, with canaries in place of their secrets and a processor that repeats whatever it is
sent (echo_processor.py), goes through the library, the command line and the server, each in a process of its own.
Whatever these print, log, raise, tell, pickle or leave behind is searched for the canaries in every spelling
(canaries.py).

Left out, by construction: what goes to the processor; the requests that `transform` was asked to build; of a result the
fields that the caller asked for (a token, an id, a customer's name); locals of frames that are raw material (bytes on
their way, an answer being read), and raw HTTP messages that a program encodes on purpose: they are their body.

`make fuzz` runs every case; `make test` a sample of them.
"""

from __future__ import annotations

import asyncio
import base64
import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest

from masking import canaries, cases, cli_traffic, echo_processor, grpc_traffic, http_traffic
from masking.collector import collecting, merchant
from masking.server import Server
from tollbridge.testing.golden import Subject

EVERYTHING = int(os.environ.get("TOLLBRIDGE_FUZZ_EXAMPLES", "0")) >= 10_000
IN_URLS = ("phonepe/get.completed", "phonepe/get.no_funds", "phonepe/get.new_state")
"""Spans hold nothing else of a call that may be a secret, and few URLs have one: the merchant's id at PhonePe."""
EVERY, EVERY_UNMASKED = (1, 12) if EVERYTHING else (20, 60)
TURN = int(os.environ.get("TOLLBRIDGE_MASKING_TURN", "0"))
"""Another number: other cases, spoiled in other ways."""

Said = Mapping[str, bytes]


@pytest.fixture(scope="module")
def its() -> list[Subject]:
    return cases.subjects()


def traffic(its: list[Subject], folder: Path, every: int, *, unmasked: bool = False) -> Said:
    """What was said, by channel: its name is that of the edge and of the file."""
    calls = list(cases.calls(its, every, TURN, IN_URLS))
    processor = cases.processor_of(its)
    exported: list[bytes] = []
    with echo_processor.running(processor) as url, collecting(exported) as collector, merchant() as shop:
        _library(calls, url, folder / "library", unmasked=unmasked)
        cli, grpc, http = folder / "cli", folder / "grpc", folder / "http"
        cli_traffic.transform_all(calls, processor, cli, unmasked=unmasked)
        server = Server(folder / "serve", collector, shop, unmasked=unmasked)
        try:
            addresses = server.addresses()
            for edge in (grpc, http):
                edge.mkdir()
            asked = asyncio.run(grpc_traffic.call_all(addresses["grpc"], calls, url, grpc))
            asked += asyncio.run(http_traffic.call_all(addresses["http"], calls, url, http))
        finally:
            server.stop()
        (folder / "serve" / "otlp.bin").write_bytes(b"\n".join(exported))
        cli_traffic.command_all(calls, url, cli, folder / "given", unmasked=unmasked)
    shutil.rmtree(folder / "given")
    assert asked > len(calls)
    assert processor.served > len(calls)
    return _collected(folder)


def _library(calls: list[cases.Call], url: str, folder: Path, *, unmasked: bool) -> None:
    home = folder / "home"
    home.mkdir(parents=True)
    asked = folder.parent / "calls.json"
    asked.write_bytes(msgspec.json.encode(calls))
    told = {"HOME": str(home), "TMPDIR": str(home), "EVERY_LOG": str(folder / "everything.log")}
    with (folder / "stdout.txt").open("wb") as stdout, (folder / "stderr.txt").open("wb") as stderr:
        done = subprocess.run(
            [sys.executable, "-X", "dev", str(cli_traffic.RUN), *["--unmasked"] * unmasked, "masking.library_traffic",
             str(asked), url, str(folder)], cwd=home, env={**os.environ, **told}, stdout=stdout, stderr=stderr,
            timeout=1200, check=False)
    assert done.returncode == 1, "it ends with an error that nobody catches"
    asked.unlink()


def _collected(folder: Path) -> Said:
    """By channel; what anything left in its home, temporary or working directory is one channel."""
    said: dict[str, bytes] = {}
    for path, text in canaries.files_below(folder):
        edge, *_, name = path.relative_to(folder).parts
        channel = "files left behind" if "home" in path.parts else f"{edge}: {path.stem if edge == 'library' else name}"
        said[channel] = said.get(channel, b"") + b"\n" + text
    return said


def table(said: Said) -> dict[str, list[str]]:
    """Where canaries stand, by channel."""
    return {channel: canaries.hits(text) for channel, text in said.items()}


NO_PLACE = {"serve: server.stdout", "http: metrics.txt"}
"""Ports and counters: no secret has a place there, masked or not. They are searched all the same."""
QUIET = {"files left behind", "cli: transform.stderr", "cli: transform.log", "cli: commands.log"}
"""Nothing is said there at all, but for the one canary that run.py puts there where masking is off."""


def test_no_channel_says_a_secret(its: list[Subject], tmp_path: Path) -> None:
    said = traffic(its, tmp_path, EVERY)
    assert {channel: hits[:5] for channel, hits in table(said).items() if hits} == {}
    assert b"tollbridge_calls_total{" in said["http: metrics.txt"]
    assert b"types.PaymentService/Authorize" in said["serve: otlp.bin"]
    assert b'"event":"bodies"' in said["serve: server.stderr"]


def test_with_masking_switched_off_every_channel_says_secrets(its: list[Subject], tmp_path: Path) -> None:
    counted = {channel: len(hits) for channel, hits in
               table(traffic(its, tmp_path, EVERY_UNMASKED, unmasked=True)).items()}
    print("\n".join(f"{count:8} {channel}" for channel, count in counted.items()))
    few = {channel for channel, count in counted.items() if count < (1 if channel in QUIET else 4)}
    assert few == NO_PLACE
    assert set(counted) > QUIET


def test_canaries_are_planted_in_nearly_every_case(its: list[Subject]) -> None:
    calls = list(cases.calls(its, 1 if EVERYTHING else 10, TURN))
    planted = [call for call in calls if canaries.hits(msgspec.json.encode((call.request, call.account)))]
    assert len(planted) > len(calls) * 0.9
    cards = [call for call in calls if '"card_number":' in str(msgspec.json.encode(call.request))]
    with_all = [call for call in cards if canaries.DIGITS in str(call.request)]
    assert len(with_all) > len(cards) * 0.8  # of others the number is what is wrong with them


@pytest.mark.parametrize("text", [canaries.MARK, canaries.DIGITS])
@pytest.mark.parametrize("spelled", [
    str.encode, lambda text: text.upper().encode(), lambda text: text[::-1].encode(), lambda text: text.encode().hex(),
    lambda text: base64.b64encode(text.encode()), lambda text: base64.urlsafe_b64encode(b"a" + text.encode() + b"z"),
    lambda text: base64.b64encode(b"ab" + text.encode()), lambda text: text.encode("utf-16"),
    lambda text: "".join(f"%{byte:02X}" for byte in text.encode()), lambda text: quote(f"?{text}&").encode(),
    lambda text: "".join(f"\\u{ord(letter):04X}" for letter in text), lambda text: gzip.compress(text.encode())])
def test_a_canary_is_found_however_it_is_spelled(text: str, spelled: object) -> None:
    assert callable(spelled)
    written = spelled(text)
    whole = written if isinstance(written, bytes) else written.encode()
    assert canaries.hits(whole if whole[:2] == b"\x1f\x8b" else b"before " + whole + b" after")


@pytest.mark.parametrize("text", [
    "9182 7364 5000", "9182-736-45", "91%2082%2073645", "cvc=0739", '"cvc": "0739"', "0739"])
def test_numbers_are_found_in_groups_and_codes_as_whole_numbers(text: str) -> None:
    assert canaries.hits(text.encode())


@pytest.mark.parametrize("text", ["10739", "0739.5", "a0739", "127.0.0.1:0739",
                                  "11, 21, 19, 40, 8, 0739, tz", "04f1-0739", "91827364", ""])
def test_other_numbers_are_no_canaries(text: str) -> None:
    assert canaries.hits(text.encode()) == []
