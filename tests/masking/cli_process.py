"""Many commands in one process: `python -m masking.cli_process COMMANDS`, a JSON list of lists of words."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tollbridge.edges.cli import main


def everything(commands: list[list[str]]) -> None:
    for words in commands:
        try:
            main(words)
        except SystemExit as end:
            print(f"exit code {end.code}", flush=True)


if __name__ == "__main__":
    everything(json.loads(Path(sys.argv[1]).read_text()))
