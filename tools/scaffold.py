"""`python -m tools.scaffold NAME --auth bearer --body json`: a new connector with its golden folder.

What it writes is whole: it passes ruff, mypy and the import rules, and its cases replay. What it cannot know it
invents, and leaves without a source: the contract suite then says, line by line, what is still to be written from the
processor's own pages. The fields of the account are those of the contract's config message of that name.
"""

from __future__ import annotations

import argparse
import difflib
import importlib.util
import json
import keyword
import re
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tollbridge import catalog
from tollbridge.contract.accounts import read_account
from tollbridge.testing.__main__ import update
from tollbridge.testing.codes import CODES
from tollbridge.testing.golden import ACCOUNT, Case, Exchange, Golden, Receive, Sent, Source, Subject
from tools.scaffolding import credentials
from tools.scaffolding.cases import CASES, source_of_nothing
from tools.scaffolding.templates import AUTHS, BODIES, CODES_TEXT, module_text

ROOT = Path(__file__).parents[1]
NEXT = """
Next, as docs/how-to/add-a-connector.md tells:
- make the module the processor's: docstring, hosts, paths, words, errors, idempotency keys;
- make the cases its answers, and give each the address of the page that vouches for it;
- `make test OPTIONS="-k {name}"` says what is missing, `make docs` writes its pages anew."""


class Refused(Exception):
    """Why nothing was written."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the connector; 2 where it refuses to."""
    parser = argparse.ArgumentParser(prog="python -m tools.scaffold", description="Begin a connector.")
    parser.add_argument("name", help="the contract's name of the config: lower-case, such as adyen")
    parser.add_argument("--auth", choices=AUTHS, required=True, help="how its requests prove who is calling")
    parser.add_argument("--body", choices=BODIES, required=True, help="what its requests are written in")
    parser.add_argument("--root", type=Path, default=ROOT, help="another copy of the project")
    given = parser.parse_args(arguments)
    try:
        written = scaffold(given.name, given.auth, given.body, given.root)
    except Refused as why:
        print(f"scaffold: {why}", file=sys.stderr)
        return 2
    for path in written:
        print(path.relative_to(given.root))
    if note := credentials.note(given.name):
        print(f"\n{note}")
    print(NEXT.format(name=given.name))
    docs = given.root / "tools" / "generate_docs.py"
    return subprocess.run([sys.executable, docs], cwd=given.root, check=False).returncode if docs.exists() else 0


def scaffold(name: str, auth: str, body: str, root: Path = ROOT) -> list[Path]:
    """The files that it wrote below `root`. Raises Refused for a bad name, and where there is something already."""
    module = root / "src" / "tollbridge" / "connectors" / f"{name}.py"
    golden = root / "golden" / name
    taken = catalog.names() if root.resolve() == ROOT.resolve() else ()  # of another copy its folders tell
    if why := complaint(name, module, golden, taken):
        raise Refused(why)
    try:
        account = credentials.account(name, auth)
    except LookupError as error:
        raise Refused(str(error)) from None
    with TemporaryDirectory() as folder:  # all or nothing: what fails to run is never put in place
        trial = Path(folder) / f"{name}.py"
        trial.write_text(module_text(name, auth, body, account))
        texts = {module: trial.read_text(), golden / CODES: CODES_TEXT,
                 **case_texts(name, trial, account.example, golden)}
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return list(texts)


def complaint(name: str, module: Path, golden: Path, taken: Collection[str]) -> str | None:
    """Why no connector of that name can be begun, or None."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*[a-z0-9]", name) or keyword.iskeyword(name):
        near = difflib.get_close_matches(re.sub(r"\W", "", name.lower()), credentials.names(), n=1)
        return f"{name!r} is no name: lower-case letters, digits and _" + (f"; {near[0]}?" if near else "")
    if name in taken or module.exists() or module.with_suffix("").exists():
        return f"there is a connector {name}: it is left alone"
    return f"{golden} is there already" if golden.exists() else None


def case_texts(name: str, path: Path, account: dict[str, Any], golden: Path) -> dict[Path, str]:
    """The golden files, with what the module does with them today."""
    connector = _load(f"tollbridge.connectors.{name}", path)
    its = Subject(connector, read_account(connector, account), (), golden)
    texts = {golden / ACCOUNT: json.dumps(account, indent=2) + "\n"}
    for title, operation, request, status, answer in CASES:
        exchange = Exchange(Sent("", ""), Receive(status, {"content-type": "application/json"}, json.dumps(answer)))
        case = Case(title, Golden(operation, Source(**source_of_nothing()), request, exchanges=(exchange,), result={}))
        texts[golden / f"{title}.json"] = json.dumps(update(its, case), indent=2, ensure_ascii=False) + "\n"
    return texts


def _load(name: str, path: Path) -> Any:
    """The CONNECTOR of a module that is in no package yet."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where the types of its structs are looked up
    spec.loader.exec_module(module)
    return module.CONNECTOR


if __name__ == "__main__":
    sys.exit(main())
