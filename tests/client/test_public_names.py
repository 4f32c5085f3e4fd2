"""What `from tollbridge import ...` gives, and what it costs."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import tollbridge
from tollbridge import OPERATIONS

HEAVY = ("aiohttp", "asyncio", "click", "cryptography", "google.protobuf", "grpc", "ssl", "urllib3")
BUILD = """
from tollbridge import AUTHORIZE, Authorize, Currency, Money, Tollbridge, card
stripe = Tollbridge("stripe", environment="test", api_key="sk")
stripe.build(AUTHORIZE, Authorize(
    amount=Money(1234, Currency.EUR), payment_method=card("4242424242424242", "12", "2030", cvc="123")))
"""
CORE = {
    "AsyncTransport", "Authorize", "BadCredentials", "BadInput", "BlockingTollbridge", "Capture", "CaptureMethod",
    "Card", "Connector", "ConnectorError", "Currency", "Customer", "Decline", "Environment", "Event", "Failure",
    "HandledWebhook", "HttpRequest", "HttpResponse", "InvalidField", "MissingField", "Money", "NotSent",
    "OutcomeUnknown", "Payment", "PaymentStatus", "Redirect", "Refund", "RefundRequest", "RefundStatus", "RefundSync",
    "Rejected", "Secret", "SignatureMismatch", "StoredMethod", "Sync", "SyncTransport", "Tollbridge",
    "TransportSettings", "Unreachable", "Unsupported", "Void", "__version__", "build", "card", "parse",
    "plain_headers", "stored"}
"""Names that programs lean on: to take one away breaks them."""


def imported_by(program: str) -> set[str]:
    """The modules that are there at a program's end, in an interpreter of its own."""
    told = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys, json\nprint(json.dumps(list(sys.modules)))"],
        capture_output=True, text=True, check=True)
    return set(json.loads(told.stdout))


def test_the_core_names_stay() -> None:
    operations = {each.__name__ for operation in OPERATIONS for each in (operation.request, operation.result)}
    constants = {operation.name.upper() for operation in OPERATIONS}
    assert set(tollbridge.__all__) >= CORE | operations | constants


def test_what_requests_of_cards_mandates_and_disputes_are_made_of_is_public() -> None:
    """An address without its country, or evidence without its document, could not be written by a typed program."""
    assert set(tollbridge.__all__) >= {
        "AcceptanceType", "CardPayout", "ConnectorMandate", "Country", "EvidenceDocument", "EvidenceType",
        "ExemptionIndicator", "MitCategory", "NetworkMandate", "TransactionStatus"}


def test_every_public_name_is_there() -> None:
    assert [name for name in tollbridge.__all__ if not hasattr(tollbridge, name)] == []
    assert set(tollbridge.__all__) <= set(dir(tollbridge))


def test_another_name_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Charge'"):
        tollbridge.Charge  # type: ignore[attr-defined]  # noqa: B018


def test_type_checkers_and_programs_see_the_same_names() -> None:
    tree = ast.parse(Path(str(tollbridge.__file__)).read_text())
    block = next(node for node in tree.body if isinstance(node, ast.If))
    typed = {alias.name: node.module for node in block.body if isinstance(node, ast.ImportFrom)
             for alias in node.names}
    assert typed == {name: module for module, names in tollbridge._PUBLIC.items() for name in names.split()}
    assert sorted(tollbridge.__all__) == sorted(typed)


def test_importing_the_client_imports_next_to_nothing() -> None:
    loaded = imported_by("from tollbridge import BlockingTollbridge, Tollbridge")
    ours = {name for name in loaded if name.split(".")[0] == "tollbridge"}
    assert ours == {"tollbridge", "tollbridge.client", "tollbridge.client.calls"}
    assert loaded & {"msgspec", *HEAVY} == set()


def test_the_first_request_built_imports_one_connector_and_no_network() -> None:
    loaded = imported_by(BUILD)
    assert loaded & set(HEAVY) == set()
    connectors = {name.split(".")[2] for name in loaded if name.startswith("tollbridge.connectors.")}
    assert connectors == {"stripe"}
