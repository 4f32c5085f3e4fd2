"""Rules about what a connector says that it does: a case for each claim, a refusal of everything else."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import msgspec

from tollbridge import engine
from tollbridge.domain.errors import ConnectorError, Unsupported
from tollbridge.domain.events import HandleEvent, ParseEvent
from tollbridge.domain.features import Feature
from tollbridge.domain.methods import PaymentMethod
from tollbridge.domain.operations import HANDLE_EVENT, OPERATIONS, PARSE_EVENT, Effect
from tollbridge.domain.statuses import (
    AuthorizationStatus,
    DisputeStatus,
    MandateStatus,
    PaymentStatus,
    PayoutStatus,
    RechargeStatus,
    RefundStatus,
)
from tollbridge.kit.flow import AnyFlow, shown_method
from tollbridge.kit.status import StatusMap
from tollbridge.testing.bodies import scalars
from tollbridge.testing.golden import Case, Subject, context, read_request
from tollbridge.testing.samples import sample, wishing
from tollbridge.testing.shape import modules

STATUSES = (PaymentStatus, RefundStatus, DisputeStatus, AuthorizationStatus, MandateStatus, PayoutStatus,
            RechargeStatus)
NOT_DONE = frozenset({"UNRESOLVED", "REFUND_MANUAL_REVIEW", "AUTHORIZATION_UNRESOLVED", "PENDING", "REFUND_PENDING"})


ACCEPTED = frozenset({PaymentStatus.PENDING, RefundStatus.REFUND_PENDING})
_BY_AMOUNTS = {"CHARGED": ("PARTIAL_CHARGED", "AUTHORIZED"), "AUTHORIZED": ("PARTIALLY_AUTHORIZED",)}


def succeeds(case: Case) -> bool:
    """Whether the case shows the operation going well."""
    return isinstance(case.golden.result, dict) and "error" not in case.golden.result and case.status not in NOT_DONE


def goes_well(its: Subject, case: Case) -> bool:
    """Whether it succeeds; of a processor whose answers never say more than that it was accepted, whether it was: in a
    word, or by HTTP 202 (RFC 9110, 15.3.3).
    """
    if succeeds(case):
        return True
    taken = isinstance(case.golden.result, dict) and "error" not in case.golden.result and case.status in ACCEPTED
    by_status = any(exchange.receive.status == 202 for exchange in case.golden.exchanges)
    return taken and (by_status or bool(_accepting(its) & _words(case)))


def _accepting(its: Subject) -> set[str]:
    """The words of status maps that know nothing but pending ones: the outcome comes by webhook alone."""
    return {word for known in status_maps(its).values() if set(known.values()) <= ACCEPTED for word in known}


def refuses(case: Case) -> bool:
    """Whether the case shows the processor's no: as a value, or of a question as a Rejected."""
    if isinstance(case.golden.result, dict):
        return "error" in case.golden.result
    a_value = case.operation.refused is not None and case.operation.effect is not Effect.QUERY
    return not a_value and isinstance(case.golden.error, dict) and case.golden.error["type"] == "Rejected"


def asked(case: Case) -> Any:
    """The request of a case; None where it is one that cannot be read."""
    try:
        return read_request(case)
    except ConnectorError:
        return None


def every_flow_succeeds_and_is_refused(its: Subject) -> Iterator[str]:
    """Each declared flow has a case that goes well and one that says no."""
    for flow in its.connector.flows:
        cases = its.of(flow.operation)
        if not any(goes_well(its, case) for case in cases):
            yield f"{flow.operation.flow}: no case of success"
        if not any(map(refuses, cases)):
            yield f"{flow.operation.flow}: no case of a refusal"


def every_method_succeeds_and_is_refused(its: Subject) -> Iterator[str]:
    """So has each payment method that a flow accepts."""
    for flow in its.connector.flows:
        for method in sorted(flow.accepted, key=shown_method):
            cases = [case for case in its.of(flow.operation)
                     if type(getattr(asked(case), "payment_method", None)) is method]
            if not any(map(succeeds, cases)):
                yield f"{flow.operation.flow}: no case of success with {shown_method(method)}"
            if not any(map(refuses, cases)):
                yield f"{flow.operation.flow}: no case of a refusal with {shown_method(method)}"


def every_feature_has_a_case(its: Subject) -> Iterator[str]:
    """A wish that a flow says it serves is served in a case."""
    for flow in its.connector.flows:
        made = {feature for case in its.of(flow.operation) if isinstance(case.golden.result, dict)
                for feature in _wishes(asked(case))}
        yield from (f"{flow.operation.flow}: no case wishes {feature}" for feature in sorted(flow.features - made))


def webhooks_are_taken_in_and_refused(its: Subject) -> Iterator[str]:
    """A connector with webhooks has cases that route, that handle, and that turn away."""
    if its.connector.webhook is None:
        return
    if not any(map(succeeds, its.of(PARSE_EVENT))):
        yield "parse_event: no case of success"
    if not any(map(succeeds, its.of(HANDLE_EVENT))):
        yield "handle_event: no case of success"
    errors = {case.golden.error["type"] for case in its.of(HANDLE_EVENT) if isinstance(case.golden.error, dict)}
    if "SignatureMismatch" not in errors:
        yield "handle_event: no case of a forged webhook"


def every_status_word_has_a_case(its: Subject) -> Iterator[str]:
    """Each word of the processor that a status map knows stands in an answer whose result has the status it maps to."""
    told = [(_words(case), _values(case.golden.result)) for case in its.cases if isinstance(case.golden.result, dict)]
    for place, known in status_maps(its).items():
        for word, status in known.items():
            near = _later(status)
            if not any(word in words and near & values for words, values in told):
                yield f"{place}: no case in which {word!r} becomes {status.value}"


def an_unknown_word_decides_nothing(its: Subject) -> Iterator[str]:
    """For each status map there is a case with a word that it does not know: the result is undecided."""
    results = [_values(case.golden.result) for case in its.cases if isinstance(case.golden.result, dict)]
    for place, known in status_maps(its).items():
        if isinstance(known, StatusMap) and not any(known.unknown.value in values for values in results):
            yield f"{place}: no case in which an unknown word becomes {known.unknown.value}"


def status_maps(its: Subject) -> dict[str, Mapping[str, Any]]:
    """Every table from words to statuses in the connector's modules, by where it stands."""
    found: dict[int, tuple[str, Mapping[str, Any]]] = {}
    for module in modules(its.connector):
        for name, value in vars(module).items():
            if isinstance(value, StatusMap) or (isinstance(value, dict) and _is_status_table(value)):
                found.setdefault(id(value), (f"{module.__name__}.{name}", value))
    return dict(found.values())


def _is_status_table(value: dict[Any, Any]) -> bool:
    return bool(value) and all(type(word) is str and isinstance(status, STATUSES) for word, status in value.items())


def _later(status: Enum) -> set[str]:
    """The status itself, or what amounts make of it."""
    return {status.value, *_BY_AMOUNTS.get(status.value, ())}


def _words(case: Case) -> frozenset[str]:
    """What the processor says in a case."""
    told = [scalars(exchange.receive.content) for exchange in case.golden.exchanges]
    request = asked(case)
    if isinstance(request, HandleEvent | ParseEvent):
        told.append(scalars(request.request_details.body))
    return frozenset().union(*told)


def _values(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {text for inner in value.values() for text in _values(inner)}
    if isinstance(value, list):
        return {text for inner in value for text in _values(inner)}
    return {value} if isinstance(value, str) else set()


def undeclared_operations_are_refused(its: Subject) -> Iterator[str]:
    """What is no flow of the connector is Unsupported, and nothing is sent."""
    case = next(iter(its.cases), None)
    if case is None:
        yield "has no cases"
        return
    for operation in OPERATIONS:
        if its.connector.flow(operation) is None and operation not in engine.EVENTS:
            steps = engine.plan(its.connector, operation, None, context(its, case))
            if problem := _sends(steps):
                yield f"{operation.flow} is not declared, but {problem}"


def undeclared_methods_are_refused(its: Subject) -> Iterator[str]:
    """So is a payment method that a flow does not accept."""
    for flow in its.connector.flows:
        request, case = _example(its, flow)
        if request is None or flow.methods is None:
            continue
        for method in typing.get_args(PaymentMethod):
            if method not in flow.accepted:
                other = msgspec.structs.replace(request, payment_method=sample(method))
                if problem := _sends(engine.plan(its.connector, flow.operation, other, context(its, case, other))):
                    yield f"{flow.operation.flow} does not accept {shown_method(method)}, but {problem}"


def undeclared_features_are_refused(its: Subject) -> Iterator[str]:
    """So is a wish that a flow does not list, or that it bars for the payment method."""
    for flow in its.connector.flows:
        request, case = _example(its, flow)
        if not hasattr(request, "features"):
            continue
        for base, features in _unserved(flow, request):
            for feature in sorted(features):
                other = wishing(base, feature)
                if other is not None and (problem := _sends(
                        engine.plan(its.connector, flow.operation, other, context(its, case, other)))):
                    yield f"{flow.operation.flow} does not list {feature}, but {problem}"


def _unserved(flow: AnyFlow[Any, Any, Any], request: Any) -> Iterator[tuple[Any, frozenset[Feature]]]:
    """Requests with the wishes that the flow does not serve for them."""
    yield request, frozenset(Feature) - flow.features
    for method, features in flow.without.items():
        yield msgspec.structs.replace(request, payment_method=sample(method)), features


def _example(its: Subject, flow: AnyFlow[Any, Any, Any]) -> tuple[Any, Any]:
    """The request of a case of the flow that goes well, and the case."""
    cases = sorted(its.of(flow.operation), key=succeeds, reverse=True)
    return next(((asked(case), case) for case in cases if goes_well(its, case)), (None, None))


def _sends(steps: Any) -> str | None:
    """What a plan does in place of refusing; None where it refuses."""
    try:
        sent = next(steps)
    except Unsupported:
        return None
    except ConnectorError as error:
        return f"it is {type(error).__name__}"
    except StopIteration:
        return "it gives a result"
    return f"{sent.method} {sent.url} is sent"


def _wishes(request: Any) -> frozenset[Feature]:
    features = getattr(request, "features", None)
    return features() if features is not None else frozenset()
