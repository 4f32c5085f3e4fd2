"""Braintree's GraphQL schema as a judge of answers, strictly. graphql-core is a dependency of development."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import graphql

SCHEMA = Path(__file__).parents[2] / "shared/specs/braintree/schema.graphql"


NODES = {"type": "Dispute", "approvalUrl": "LocalPaymentContext", "details": "PaymentMethod"}
"""By what our documents ask of each alone."""


@cache
def schema() -> Any:
    """It deprecates fields that its interfaces keep, which only the newest judge minds."""
    return graphql.build_schema(SCHEMA.read_text(), assume_valid=True)


def misfits(kind: Any, selected: Any, value: Any, where: str) -> Iterator[str]:
    """What of an answer the document did not ask for, or the schema types otherwise. A field may be left out."""
    if isinstance(kind, graphql.GraphQLNonNull):
        if value is None:
            yield f"{where} is null"
            return
        kind = kind.of_type
    if value is None:
        return
    if isinstance(kind, graphql.GraphQLList):
        for number, one in enumerate(value):
            yield from misfits(kind.of_type, selected, one, f"{where}[{number}]")
    elif graphql.is_leaf_type(kind):
        try:
            kind.serialize(value)
        except graphql.GraphQLError as error:
            yield f"{where}: {error}"
    else:
        fields = dict(asked(concrete(kind, value), selected))
        for name, inner in value.items():
            if name not in fields:
                yield f"{where}.{name} was not asked for"
            else:
                of, below = fields[name]
                yield from misfits(of, below, inner, f"{where}.{name}")


def concrete(kind: Any, value: dict[str, Any]) -> Any:
    """Of an interface or a union: an event is of its status, a snapshot that says anything is of a card."""
    if kind.name == "PaymentStatusEvent":
        return schema().get_type("".join(word.title() for word in value["status"].split("_")) + "Event") or kind
    its = {"PaymentMethodSnapshot": "CreditCardTransactionDetails", "TransactionReversal": value.get("__typename"),
           "PartialCaptureDetails": "ChildCapture" if "parentAuthorization" in value else "ParentAuthorization",
           "DisputeEvidence": "DisputeTextEvidence", "PaymentMethodDetails": "CreditCardDetails",
           "Node": next((kind for field, kind in NODES.items() if field in value), "Customer")}
    return schema().get_type(its[kind.name]) if kind.name in its else kind


def asked(kind: Any, selected: Any) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The fields that a selection asks for of an object of that type."""
    for selection in selected.selections:
        if isinstance(selection, graphql.InlineFragmentNode):
            if selection.type_condition is None or selection.type_condition.name.value == kind.name:
                yield from asked(kind, selection.selection_set)
        else:
            name = selection.name.value
            if name == "__typename":
                yield name, (graphql.GraphQLString, None)
                continue
            yield name, (kind.fields[name].type, selection.selection_set)
