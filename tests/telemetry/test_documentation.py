"""docs/reference/telemetry.md says what the code does: its tables are the code's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tollbridge.service.refusals import INTERNAL, REASONS
from tollbridge.telemetry.lines import BODIES, CALL, COMMON, EVENT, LOG, REQUEST, Field
from tollbridge.telemetry.metrics import EVENTS, METRICS
from tollbridge.telemetry.otel import CALL_ATTRIBUTES, FAULTY, REQUEST_ATTRIBUTES
from tollbridge.telemetry.records import OUTCOMES

PAGE = (Path(__file__).parents[2] / "docs/reference/telemetry.md").read_text()
KINDS = {str: "string", int: "integer", float: "number", bool: "boolean", dict: "object"}


def table(heading: str) -> list[tuple[str, ...]]:
    """The cells of the first table below a heading."""
    rows = re.search(rf"^#+ {heading}\n(?:(?!#|\|).*\n)*((?:\|.*\n)+)", PAGE, re.M)
    assert rows is not None, heading
    return [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows[1].splitlines()[2:]]


@pytest.mark.parametrize(("heading", "fields"), [
    ("Logs", COMMON), ("A call", CALL), ("A request to a processor", REQUEST), ("Bodies", BODIES),
    ("Everything else", LOG)])
def test_fields_of_lines(heading: str, fields: Mapping[str, Field]) -> None:
    assert table(heading) == [(f"`{name}`", KINDS[field.kind], "optional" if field.optional else "", field.meaning)
                              for name, field in fields.items()]


def test_fields_of_events() -> None:
    for name, field in EVENT.items():
        assert f"| `{name}` | string | optional | {field.meaning} |" in PAGE
    assert all(f"`{name}`" in PAGE for name in EVENTS)


def test_metrics() -> None:
    assert table("Metrics") == [
        (f"`{metric.name}`", metric.kind.value, ", ".join(f"`{each}`" for each in metric.labels), metric.help)
        for metric in METRICS]


@pytest.mark.parametrize(("heading", "names"), [
    ("Outcomes", OUTCOMES), ("Of a call's span", CALL_ATTRIBUTES), ("Of a request's span", REQUEST_ATTRIBUTES)])
def test_names_and_meanings(heading: str, names: Mapping[str, str]) -> None:
    assert table(heading) == [(f"`{name}`", meaning) for name, meaning in names.items()]


def test_outcomes_that_are_errors() -> None:
    told = re.search(r"A span whose outcome is (.*?) has status ERROR", PAGE, re.S)
    assert told is not None
    assert set(re.findall(r"`(\w+)`", told[1])) == FAULTY


def test_every_reason_of_the_service_is_an_outcome() -> None:
    reasons = {reason.lower() for _, reason in REASONS} | {INTERNAL.lower()}
    assert set(OUTCOMES) == reasons | {"ok", "declined", "cancelled", "not_forwarded"}
