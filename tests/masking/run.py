"""`python run.py [--unmasked] MODULE ARGUMENTS...`: a module as a program, guarded, with masking switched off if asked.

Everything that Python can be made to say is said: warnings, asyncio's debug mode, every logger at DEBUG.
"""

from __future__ import annotations

import logging
import os
import runpy
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).parent
SAID: list[str] = []


def log_everything() -> None:
    """To a file, by a handler that knows of no masking."""
    logging.getLogger().setLevel(logging.DEBUG)
    names = ("asyncio", "aiohttp", "urllib3", "grpc", "uvicorn", "opentelemetry", "tollbridge")
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    if path := os.environ.get("EVERY_LOG"):
        handler = logging.FileHandler(path)
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s %(args)r"))
        for name in ("", *names):  # a server takes over the root logger, but not these
            logging.getLogger(name).addHandler(handler)


def main() -> None:
    sys.path[:0] = [str(HERE.parent)]
    from masking import guard
    from masking.canaries import MARK

    guard.install()
    arguments = sys.argv[1:]
    if arguments[0] == "--unmasked":
        arguments = arguments[1:]
        from masking import unmask

        unmask.install()
        SAID.append(f"this channel is searched: {MARK}")
    warnings.simplefilter("always")
    log_everything()
    for word in SAID:  # where nothing secret has a place, this much has to be found
        sys.stderr.write(f"{word}\n")
        logging.getLogger("tollbridge").error(word)
        Path("left.txt").write_text(word)
    sys.argv = arguments
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
