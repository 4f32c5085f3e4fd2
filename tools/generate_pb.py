"""Compile proto/ into the package tollbridge.contract.pb.

    python tools/generate_pb.py            write the modules
    python tools/generate_pb.py --check    write nothing; exit 1 and name what is stale, missing or left over

proto/tollbridge/ucs/money.proto becomes tollbridge.contract.pb.money_pb2, proto/tollbridge/v1/tokens.proto becomes
tollbridge.contract.pb.v1.tokens_pb2. protoc would place them below tollbridge.ucs and tollbridge.v1, so the imports
that it writes are changed to the place where the modules really are.
Exit status: 0 done or up to date, 1 stale, 2 protoc refused a file.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROTO = ROOT / "proto"
TARGET = ROOT / "src" / "tollbridge" / "contract" / "pb"
PACKAGE = "tollbridge.contract.pb"

# Where each folder of proto files goes: the Python module path that protoc gives it, and ours.
MODULES = {"tollbridge.ucs": PACKAGE, "tollbridge.v1": f"{PACKAGE}.v1"}
INIT_FILES = {
    "__init__.py": '"""Protobuf modules of the wire contract (package `types`), by tools/generate_pb.py."""\n',
    "v1/__init__.py": '"""Protobuf modules of our extensions (package `tollbridge.v1`), by tools/generate_pb.py."""\n',
}
PROTOC_MODULE = re.compile(r"\b(tollbridge\.(?:ucs|v1))(?=\.\w+_pb2\b| import \w+_pb2\b)")


def main() -> int:
    """Parse the command line, then write or check."""
    parser = argparse.ArgumentParser(description="Compile proto/ into the package tollbridge.contract.pb.")
    parser.add_argument("--check", action="store_true", help="compare with the committed modules, write nothing")
    arguments = parser.parse_args()
    try:
        wanted = generate()
    except subprocess.CalledProcessError as error:
        print(error.stderr, file=sys.stderr, end="")
        return 2
    stale = differences(wanted)
    if arguments.check:
        for name in stale:
            print(f"stale: {(TARGET / name).relative_to(ROOT)}", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        write(TARGET / name, wanted.get(name))
    print(f"{len(wanted)} files, {len(stale)} of them changed")
    return 0


def generate() -> dict[str, str]:
    """Return the text of every file below TARGET by its relative path, whatever is there now.

    Raises subprocess.CalledProcessError, with protoc's words in `stderr`, for a file it refuses.
    """
    files = dict(INIT_FILES)
    sources = sorted(str(path.relative_to(PROTO)) for path in PROTO.rglob("*.proto"))
    with tempfile.TemporaryDirectory() as folder:
        options = [f"--proto_path={PROTO}", f"--python_out={folder}", f"--pyi_out={folder}"]
        command = [sys.executable, "-m", "grpc_tools.protoc", *options, *sources]
        subprocess.run(command, check=True, capture_output=True, text=True)
        for path in sorted(Path(folder).rglob("*.py*")):
            source_package = ".".join(path.relative_to(folder).parent.parts)
            below = MODULES[source_package].removeprefix(PACKAGE).lstrip(".")
            files[str(Path(below) / path.name)] = rewrite(path.read_text(encoding="utf-8"))
    return files


def rewrite(text: str) -> str:
    """Return a generated module with our module paths in place of protoc's: imports and the classes' `__module__`."""
    return PROTOC_MODULE.sub(lambda match: MODULES[match[1]], text)


def differences(wanted: dict[str, str]) -> list[str]:
    """Return, sorted, the paths relative to TARGET whose file is missing, left over or not what `wanted` says."""
    present = {
        str(path.relative_to(TARGET)): path.read_text(encoding="utf-8")
        for path in TARGET.rglob("*.py*")
        if "__pycache__" not in path.parts
    }
    return sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))


def write(path: Path, text: str | None) -> None:
    """Write one generated file; a text of None removes it."""
    if text is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
