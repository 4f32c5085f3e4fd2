"""Cybersource's official SDK, at the far end of a pipe: in an environment of its own, for it brings its own urllib3.
Each line names a class, a method, its ids and a body; the answer has the status and what the SDK read.
"""

import json
import sys
import warnings
from typing import Any

warnings.simplefilter("ignore")
import CyberSource  # type: ignore[import-not-found]  # noqa: E402

READ = CyberSource.ApiClient().sanitize_for_serialization


def model(name: str, given: Any) -> Any:
    """Of the SDK's own classes, which refuse what they do not know."""
    if name.startswith("list["):
        return [model(name[5:-1], one) for one in given]
    kind = getattr(CyberSource, name, None)
    if kind is None:
        return given
    return kind(**{part: model(kind.swagger_types[part], value) for part, value in given.items()})


def plain(made: Any) -> Any:
    """As the SDK's samples send it: by its own names, without what is not set."""
    if isinstance(made, list):
        return [plain(one) for one in made]
    if hasattr(made, "to_dict"):
        return {name: plain(getattr(made, name)) for name in made.swagger_types if getattr(made, name) is not None}
    return made


def answered(config: dict[str, Any], call: dict[str, Any]) -> dict[str, Any]:
    body = [json.dumps(plain(model(call["model"], call["body"])))] if call["model"] else []
    ids = call["ids"]
    api = getattr(CyberSource, call["api"])(config)
    arguments = [*ids, *body] if call["ids_first"] else [*body, *ids]
    try:
        read, status, *_ = getattr(api, call["method"])(*arguments)
    except CyberSource.rest.ApiException as no:
        return {"status": no.status, "body": json.loads(no.body)}
    return {"status": status, "body": READ(read)}


def main() -> None:
    config = json.loads(sys.stdin.readline())
    for line in sys.stdin:
        print(json.dumps(answered(config, json.loads(line))), flush=True)


main()
