"""`make release VERSION=1.2.3`: tests, changelog, version, wheel and sdist. Nothing is uploaded, nothing is pushed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHANGELOG = ROOT / "CHANGELOG.md"
VERSION_FILE = ROOT / "src" / "tollbridge" / "_version.py"
UNRELEASED = "## [Unreleased]"


def run(*command: str) -> None:
    print("+", *command, flush=True)
    subprocess.run(command, cwd=ROOT, check=True)


def complaint(version: str) -> str | None:
    """Why this cannot be released, or None."""
    if not re.fullmatch(r"\d+\.\d+\.\d+((a|b|rc)\d+)?", version):
        return f"VERSION={version or '?'} is no version: give one such as 1.2.3 or 1.2.3rc1"
    if subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, check=True, capture_output=True).stdout:
        return "the work tree has changes that are not committed"
    if f"## [{version}]" in CHANGELOG.read_text():
        return f"CHANGELOG.md has a section {version} already"
    if not section(CHANGELOG.read_text()).strip():
        return "CHANGELOG.md says nothing under Unreleased"
    return None


def section(changelog: str) -> str:
    """What stands under Unreleased."""
    after = changelog.partition(UNRELEASED)[2]
    return after.partition("\n## [")[0]


def released(changelog: str, version: str, day: str) -> str:
    """The changelog with what was unreleased under its version."""
    return changelog.replace(UNRELEASED, f"{UNRELEASED}\n\n## [{version}] - {day}", 1)


def main() -> int:
    version = sys.argv[1] if len(sys.argv) > 1 else ""
    if why := complaint(version):
        print(f"release: {why}", file=sys.stderr)
        return 2
    run("make", "check")
    run("make", "test")
    CHANGELOG.write_text(released(CHANGELOG.read_text(), version, datetime.now(UTC).date().isoformat()))
    VERSION_FILE.write_text(f'__version__ = "{version}"\n')
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    run(sys.executable, "-m", "build", "--no-isolation")
    print(f"dist/ holds tollbridge {version}. Next: look at git diff, commit it, tag v{version}, upload dist/.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
