"""The pages about all connectors: what each does, and how well that is vouched for."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from tollbridge.domain.features import Feature
from tollbridge.domain.methods import PaymentMethod
from tollbridge.domain.operations import AUTHORIZE, OPERATIONS, Operation
from tollbridge.kit.flow import shown_method
from tollbridge.testing.golden import Subject
from tools.docs.evidence import GRADES, NotOffered, declares, grade, not_offered, with_method
from tools.docs.markdown import bullets, code, page, section, table

CONTRACT = tuple(operation for operation in OPERATIONS if operation.rpc and operation.rpc.startswith("types."))
"""The methods of the wire contract; the others are ours."""
PAYMENT_METHODS = typing.get_args(PaymentMethod)


def service(operation: Operation[Any, Any]) -> str:
    """`PaymentService`."""
    return (operation.rpc or "").rpartition("/")[0].rpartition(".")[2]


def family(method: type) -> str:
    """`bank redirects`: the module that the method is in."""
    return method.__module__.rpartition(".")[2].replace("_", " ")


def link(its: Subject) -> str:
    return f"[{its.connector.id}](connectors/{its.connector.id}.md)"


# -- capabilities.md --------------------------------------------------------------------------------------------------
_OVERVIEW = """What is not here is refused, by name. Each connector's own page has more: its credentials, what it needs
for each flow, what each payment method can do there.
"""
_SHOWN = (Feature.MANUAL_CAPTURE, Feature.SETUP_MANDATE, Feature.THREE_DS)
"""The features that a reader asks for first, with each payment method."""


def capabilities(subjects: Sequence[Subject]) -> str:
    """What each connector does, as lists that stay readable with eighty of them: by flow, and by payment method."""
    served = [operation for operation in OPERATIONS
              if operation.rpc and any(declares(its, operation) for its in subjects)]
    by_family = sorted(PAYMENT_METHODS, key=family)
    methods = [_methods(name, list(group), subjects) for name, group in groupby(by_family, family)]
    return page("What each connector does", " ".join(_OVERVIEW.split()),
                section("Flows", table(["flow", "method of the contract", "connectors"], _flows(served, subjects))),
                section("Payment methods of `authorize`", *methods))


def _flows(operations: list[Operation[Any, Any]], subjects: Sequence[Subject]) -> Iterator[list[str]]:
    for operation in sorted(operations, key=lambda it: (not str(it.rpc).startswith("types."), service(it))):
        yield [f"`{operation.flow}`", f"`{service(operation)}/{str(operation.rpc).rpartition('/')[2]}`",
               ", ".join(link(its) for its in subjects if declares(its, operation))]


def _methods(title: str, methods: list[type], subjects: Sequence[Subject]) -> str:
    rows = []
    for method in methods:
        takers = [its for its in subjects if _takes(its, method)]
        if takers:
            rows.append([f"`{shown_method(method)}`", ", ".join(link(its) for its in takers),
                         *(", ".join(its.connector.id for its in takers if feature in _with(its, method))
                           for feature in _SHOWN)])
    return section(title, table(["method", "connectors", *(f"`{feature}`" for feature in _SHOWN)], rows), level=3)


def _takes(its: Subject, method: type) -> bool:
    flow = its.connector.flow(AUTHORIZE)
    return flow is not None and method in flow.accepted


def _with(its: Subject, method: type) -> frozenset[Feature]:
    """What authorize can do with it."""
    flow = its.connector.flow(AUTHORIZE)
    return frozenset() if flow is None else flow.features - flow.without.get(method, frozenset())


# -- coverage.md ------------------------------------------------------------------------------------------------------
_MEANING = """For each connector, the contract's {methods} methods and, of `authorize`, its {payment_methods} payment
methods. What is **done** is graded by the best source of its golden cases: the processor's own `schema`, its `sdk`, its
`documentation`, or only the `reference` implementation. **Not offered** is what the processor does not have, with the
page that says so. Everything else has **no evidence**: nothing vouches for it yet, so it is not declared, and refused.
"""


def coverage(subjects: Sequence[Subject]) -> str:
    """How much of the contract each connector serves, and how well that is vouched for."""
    total = len(CONTRACT)
    rows = []
    for its in subjects:
        done, lacking = _done(its), not_offered(its)
        counts = [sum(kind == its_grade for its_grade in done.values()) for kind in (*GRADES, None)]
        barred = sum(operation.flow in lacking for operation in CONTRACT)
        rows.append([link(its), *map(str, counts), str(barred), str(total - len(done) - barred)])
    return page(
        "Coverage",
        " ".join(_MEANING.format(methods=total, payment_methods=len(PAYMENT_METHODS)).split()),
        table(["connector", *GRADES, "done, without a source", "not offered", "no evidence"], rows),
        *(section(its.connector.id, *_of_one(its)) for its in subjects))


def _done(its: Subject) -> dict[Operation[Any, Any], str | None]:
    """What it declares, with the grade."""
    return {operation: grade(its.of(operation)) for operation in CONTRACT if declares(its, operation)}


def _of_one(its: Subject) -> Iterator[str]:
    done, lacking = _done(its), not_offered(its)
    flow = its.connector.flow(AUTHORIZE)
    methods = {shown_method(method): grade(with_method(its.of(AUTHORIZE), method))
               for method in PAYMENT_METHODS if flow is not None and method in flow.accepted}
    flows = {operation.flow: its_grade for operation, its_grade in done.items()}
    yield table(["", "methods of the contract", "payment methods of `authorize`"], [
        row for row in (
            *([f"done: {kind}" if kind else "done, without a source", _graded(flows, kind), _graded(methods, kind)]
              for kind in (*GRADES, None)),
            ["no evidence", code(o.flow for o in CONTRACT if o not in done and o.flow not in lacking),
             f"{_others(methods, lacking)} others"],
        ) if any(row[1:])])
    yield bullets(_reason(each) for each in lacking.values())


def _graded(grades: dict[str, str | None], kind: str | None) -> str:
    return code(name for name, its in grades.items() if its == kind)


def _others(methods: dict[str, str | None], lacking: dict[str, NotOffered]) -> int:
    """Payment methods of which nothing is known."""
    return sum(shown_method(method) not in methods and shown_method(method) not in lacking
               for method in PAYMENT_METHODS)


def _reason(entry: NotOffered) -> str:
    return f"Not offered: `{entry.what}`, {entry.reason} ([source]({entry.source}))"
