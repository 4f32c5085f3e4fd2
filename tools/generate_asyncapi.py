"""Writes src/tollbridge/bridge/asyncapi.json from the table of routes and the protos.

`--check` writes nothing and exits 1 where the committed document is stale.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # run as a script, only its own folder is there

from tools.asyncapi.document import document  # noqa: E402

OUT = ROOT / "src" / "tollbridge" / "bridge" / "asyncapi.json"


def main() -> int:
    text = json.dumps(document(), indent=1, ensure_ascii=False) + "\n"
    stale = not OUT.exists() or OUT.read_text() != text
    if "--check" in sys.argv[1:]:
        if stale:
            print(f"stale, run make proto: {OUT.relative_to(ROOT)}")
        return int(stale)
    OUT.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
