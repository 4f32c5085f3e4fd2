"""`python -m tollbridge.sandbox` is `tollbridge sandbox`."""

from __future__ import annotations

import runpy
import sys

if __name__ == "__main__":
    sys.argv[1:1] = ["sandbox"]
    runpy.run_module("tollbridge", run_name="__main__", alter_sys=True)
