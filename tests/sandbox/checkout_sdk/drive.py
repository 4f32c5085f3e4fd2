"""Checkout.com's official SDK, at the far end of a pipe. Each line names a client, a method and its arguments, objects
by their class; the answer has the status and what the SDK read.
"""

import json
import sys
import tempfile
import warnings
from importlib import import_module
from typing import Any

warnings.simplefilter("ignore")
from checkout_sdk.checkout_sdk import CheckoutSdk  # type: ignore[import-not-found]  # noqa: E402
from checkout_sdk.environment import Environment  # type: ignore[import-not-found]  # noqa: E402
from checkout_sdk.exception import (  # type: ignore[import-not-found]  # noqa: E402
    CheckoutApiException,
    CheckoutException,
)

MODULES = [import_module(f"checkout_sdk.{name}") for name in (
    "payments.payments", "common.common", "tokens.tokens", "customers.customers", "instruments.instruments",
    "disputes.disputes", "files.files", "sessions.sessions", "payments.contexts.contexts")]


def made(given: Any) -> Any:
    """Of the SDK's own classes; what such a class does not name is refused, as the SDK would take anything."""
    if not isinstance(given, dict) or "class" not in given:
        return given
    kind = next(getattr(module, given["class"]) for module in MODULES if hasattr(module, given["class"]))
    new = kind()
    known = {name for base in kind.__mro__ for name in getattr(base, "__annotations__", {})}
    for name, value in given.items():
        if name == "content":  # of a file, which the SDK reads from where it lies
            with tempfile.NamedTemporaryFile(suffix=".pdf", delete=False) as file:
                file.write(value.encode())
            name, value = "file", file.name
        if name not in known | {"class"}:
            raise KeyError(f"{given['class']}.{name}")
        if name != "class":
            setattr(new, name, made(value))
    return new


def plain(read: Any) -> Any:
    if isinstance(read, list):
        return [plain(one) for one in read]
    return {name: plain(value) for name, value in vars(read).items() if name != "http_metadata"} if hasattr(
        read, "__dict__") else read


def sdk(config: dict[str, str]) -> Any:
    url = config["url"]
    environment = Environment(f"{url}/", f"{url}/connect/token", *[f"{url}/"] * 5, True)
    if "access_key" in config:
        builder = CheckoutSdk.builder().oauth().client_credentials(config["access_key"], config["access_secret"])
        builder = builder.scopes(config["scopes"].split())
    else:
        builder = CheckoutSdk.builder().secret_key(config["secret_key"]).public_key(config["public_key"])
    return builder.environment(environment).use_legacy_domain().build()


def answered(api: Any, call: dict[str, Any]) -> dict[str, Any]:
    try:
        read = getattr(getattr(api, call["client"]), call["method"])(*map(made, call["arguments"]))
    except CheckoutApiException as no:
        return {"status": no.http_metadata.status_code, "body": no.error_details}
    except CheckoutException as no:
        return {"status": None, "body": str(no)}
    return {"status": read.http_metadata.status_code, "body": plain(read)}


def main() -> None:
    api = sdk(json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        print(json.dumps(answered(api, json.loads(line))), flush=True)


main()
