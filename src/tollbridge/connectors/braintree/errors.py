"""A no in an answer of HTTP 200, and the few that come with another status."""

from __future__ import annotations

from typing import TypeVar

from tollbridge import kit
from tollbridge.connectors.braintree.account import Ctx
from tollbridge.connectors.braintree.declines import of_processor
from tollbridge.connectors.braintree.wire import (
    Error,
    Event,
    Extensions,
    FoundAnswer,
    LegacyBody,
    NetworkResponse,
    NodeAnswer,
    Paid,
    ProcessorResponse,
    Refused,
)
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure

T = TypeVar("T")
UNTOUCHED = {"AUTHENTICATION": 401, "AUTHORIZATION": 403, "NOT_FOUND": 404, "UNSUPPORTED_CLIENT": 426,
             "RESOURCE_LIMIT": 429}
"""Classes of errors by which nothing was done, with the HTTP status that another API would give. The classes are those
that Braintree's own SDK tells apart: https://github.com/braintree/braintree_php/blob/master/lib/Braintree/Util.php
"""

USED = ("91564", "91566", "93107", "93109")
"""A single-use payment method that an earlier call has charged or vaulted, or does so just now: what came of that call
is not told.
"""


def refusal(answer: Refused, res: kit.HttpResponse) -> Failure | Rejected:
    """An answer without a result. Raises OutcomeUnknown where its errors do not say that nothing was done."""
    kinds = [kind_of(error) for error in answer.errors or ()]
    if not kinds or any(kind != "VALIDATION" and kind not in UNTOUCHED for kind in kinds):
        why = ", ".join(f"{kind}: {error.message}" for kind, error in zip(kinds, answer.errors or (), strict=True))
        raise OutcomeUnknown(why or "neither data nor errors", http_status=res.status)
    worst = kinds.index("VALIDATION") if "VALIDATION" in kinds else 0
    error, kind = (answer.errors or [])[worst], kinds[worst]
    extensions = error.extensions or Extensions()
    if extensions.legacy_code in USED:
        raise OutcomeUnknown(f"{extensions.legacy_code}: {error.message}", http_status=res.status)
    if kind == "VALIDATION":
        return Failure(code=extensions.legacy_code or kind, message=error.message,
                       reason=".".join(extensions.input_path) if extensions.input_path else None)
    told = kit.HttpResponse(UNTOUCHED[kind], b"", res.headers)
    return kit.rejected(told, extensions.legacy_code or kind, error.message)


def unanswered(answer: Refused, res: kit.HttpResponse) -> Rejected:
    """As `refusal`, of a question: its own no says nothing of what it asked about."""
    no = refusal(answer, res)
    return no if isinstance(no, Rejected) else Rejected(no.code, no.message, res.status)


def node(res: kit.HttpResponse, shape: type[NodeAnswer[T]], what: str) -> T | Rejected:
    """Of a question by an id. An id that there is not comes as an error of its class, or as null."""
    answer = kit.read_json(res, shape)
    if answer.data and answer.data.node:
        return answer.data.node
    return unanswered(answer, res) if answer.errors or answer.data is None else not_found(what)


def found(res: kit.HttpResponse) -> list[Paid] | Rejected:
    """Of a search: of transactions, or of refunds."""
    answer = kit.read_json(res, FoundAnswer)
    its = answer.data.search if answer.data else None
    if its is None:
        return unanswered(answer, res)
    connection = its.transactions or its.refunds
    return [edge.node for edge in (connection.edges if connection else None) or () if edge and edge.node]


def not_found(what: str) -> Rejected:
    return Rejected("NOT_FOUND", f"no such {what} is found", 404)


def kind_of(error: Error) -> str:
    """Its class; a legacy code without one is of a validation."""
    extensions = error.extensions or Extensions()
    return extensions.error_class or ("VALIDATION" if extensions.legacy_code else "UNKNOWN")


def why_not(event: Event, status: str, its_id: str | None) -> Failure:
    """The gateway's reason, else the processor's code, else the status: what is most of a reason.

    The gateway may reject what the processor had approved: then the processor's words are none of the no.
    """
    if event.gateway_rejection_reason:
        twin = event.duplicate_of
        return Failure(code=event.gateway_rejection_reason, message=status, connector_transaction_id=its_id,
                       reason=f"duplicate of {twin.id}" if twin else None)
    processor, network = event.processor_response or ProcessorResponse(), event.network_response or NetworkResponse()
    advice = event.merchant_advice_code_response
    return Failure(
        code=processor.legacy_code or status, message=processor.message or status,
        reason=processor.additional_information, decline_code=network.code, network_message=network.message,
        advice_code=advice.code if advice else None, connector_transaction_id=its_id,
        unified=of_processor(processor.legacy_code))


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """GraphQL errors come with 200: this is the gateway's own voice, or a proxy's."""
    if res.status not in (400, 422):
        return None
    legacy = kit.read_json(res, LegacyBody).api_error_response
    for error in (*legacy.errors.errors, *legacy.errors.transaction.errors):
        return Failure(code=error.code, message=error.message, reason=legacy.message)
    return None
