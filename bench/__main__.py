"""`make bench`: every figure with its budget; exit 1 where one is over. OPTIONS=transform runs only that group."""

from __future__ import annotations

import sys
from importlib import import_module

GROUPS = ("transform", "size", "imports", "telemetry", "server", "lasting", "processes", "http", "latency", "bridge")


def main() -> int:
    wanted = sys.argv[1:] or GROUPS
    if unknown := [name for name in wanted if name not in GROUPS]:
        print(f"no group {', '.join(unknown)}; there are: {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    over = 0
    for name in wanted:
        print(f"{name}")
        for figure in import_module(f"bench.{name}").figures():
            print(figure, flush=True)
            over += figure.over
    print(f"{over} over budget" if over else "all within budget")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
