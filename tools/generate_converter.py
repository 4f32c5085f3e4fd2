"""Writes src/tollbridge/contract/converter/: the conversions between domain, protobuf and the contract's JSON.

Reads the domain's structs, the compiled descriptors and the table of exceptions (contract/names.py). For each domain
module there is one generated module for protobuf (`wire_*`), one for JSON (`json_*`) and one for the numbers of its
enums (`enums_*`), so that an operation loads no more than it needs. `--check` writes nothing and exits 1 where a
committed file is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # run as a script, only its own folder is there

from tollbridge.domain.operations import OPERATIONS  # noqa: E402
from tools.converter.model import PB_FILES, flat, method  # noqa: E402
from tools.converter.module import DOCSTRING, Enums, home, wrapped  # noqa: E402
from tools.converter.text import Text  # noqa: E402
from tools.converter.wire import Wire  # noqa: E402

OUT = ROOT / "src" / "tollbridge" / "contract" / "converter"


def generate() -> dict[str, str]:
    """The text of each module, by its name."""
    methods = {operation.flow: method(operation.rpc) for operation in OPERATIONS if operation.rpc is not None}
    requests, answers = ([getattr(found, kind) for found in methods.values()] for kind in ("input_type", "output_type"))
    enums = Enums()
    text = Text(requests, answers, enums)
    edges = [Wire([*requests, *answers], enums), text]
    rows: list[str] = []
    fields: list[str] = []
    for flow, found in methods.items():
        asked, answered = found.input_type, found.output_type
        for edge in edges:
            edge.location("read", asked)
            edge.location("write", asked)
            edge.location("write", answered)
        where = [home(asked), flat(asked), PB_FILES[asked.file.name], home(answered), flat(answered),
                 PB_FILES[answered.file.name]]
        rows += [f'    "{flow}": (', *(f'        "{part}",' for part in where), "    ),"]
        fields += [f'    "{flow}": frozenset({{', *("    " + line for line in wrapped(
            [f'"{field.name}"' for field in answered.fields])), "    }),"]
    readers = [f'    "{flow}": "{":".join(text.location("read", found.output_type))}",'
               for flow, found in methods.items()]
    modules = [*enums.modules.values(), *(module for edge in edges for module in edge.modules.values())]
    files = {module.name: module.text() for module in modules}
    files["__init__"] = DOCSTRING
    files["index"] = (
        f"{DOCSTRING}\nfrom __future__ import annotations\n\n"
        "# By flow: of its request and of its answer the generated modules' topic, the name, and the protobuf module.\n"
        "INDEX: dict[str, tuple[str, str, str, str, str, str]] = {\n" + "\n".join(rows) + "\n}\n\n"
        "# By flow: the fields of its answer's message, those included that an edge writes.\n"
        "ANSWER_FIELDS: dict[str, frozenset[str]] = {\n" + "\n".join(fields) + "\n}\n\n"
        "# By flow: where the function is that reads its answer from JSON.\n"
        "ANSWER_READERS: dict[str, str] = {\n" + "\n".join(readers) + "\n}\n")
    return files


def main() -> int:
    files = {OUT / f"{name}.py": text for name, text in generate().items()}
    there = set(OUT.glob("*.py"))
    stale = sorted(path.name for path, text in files.items() if path not in there or path.read_text() != text)
    stale += sorted(path.name for path in there - files.keys())
    if "--check" in sys.argv[1:]:
        if stale:
            print("stale, run make proto:", *stale)
        return 1 if stale else 0
    OUT.mkdir(exist_ok=True)
    for path in there - files.keys():
        path.unlink()
    for path, text in files.items():
        path.write_text(text)
    print(f"{len(files)} modules, {sum(text.count(chr(10)) for text in files.values())} lines; changed: {len(stale)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
