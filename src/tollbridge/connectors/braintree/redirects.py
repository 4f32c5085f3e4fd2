"""The shopper comes back from 3DS: what the browser brings is a nonce, and Braintree itself says what became of it.

ThreeDSecureDetails of Braintree's GraphQL schema: `authentication` is there of single-use payment methods that were
authenticated. Nothing that the browser says of liability is believed. That a nonce is one of this order's, the charge
finds out: it is good once.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.braintree.account import Ctx, ask
from tollbridge.connectors.braintree.errors import not_found, unanswered
from tollbridge.connectors.braintree.methods import nonce_of
from tollbridge.connectors.braintree.wire import Refused
from tollbridge.domain.errors import InvalidField, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.inbound import RequestDetails
from tollbridge.domain.redirect_returns import RedirectVerification, VerifyRedirect
from tollbridge.domain.statuses import PaymentStatus as Status

STATUS = kit.payment_statuses(
    AUTHENTICATE_SUCCESSFUL=Status.AUTHENTICATION_SUCCESSFUL,
    AUTHENTICATE_ATTEMPT_SUCCESSFUL=Status.AUTHENTICATION_SUCCESSFUL,
    AUTHENTICATE_SUCCESSFUL_ISSUER_NOT_PARTICIPATING=Status.AUTHENTICATION_SUCCESSFUL,
    DATA_ONLY_SUCCESSFUL=Status.AUTHENTICATION_SUCCESSFUL,
    EXEMPTION_LOW_VALUE_SUCCESSFUL=Status.AUTHENTICATION_SUCCESSFUL,
    EXEMPTION_TRA_SUCCESSFUL=Status.AUTHENTICATION_SUCCESSFUL,
    CHALLENGE_REQUIRED=Status.AUTHENTICATION_PENDING,
    LOOKUP_ENROLLED=Status.AUTHENTICATION_PENDING,
    **dict.fromkeys((
        "AUTHENTICATE_ERROR", "AUTHENTICATE_FAILED", "AUTHENTICATE_FAILED_ACS_ERROR",
        "AUTHENTICATE_FRICTIONLESS_FAILED", "AUTHENTICATE_REJECTED", "AUTHENTICATE_SIGNATURE_VERIFICATION_FAILED",
        "AUTHENTICATE_UNABLE_TO_AUTHENTICATE", "AUTHENTICATION_BYPASSED", "AUTHENTICATION_UNAVAILABLE",
        "LOOKUP_BYPASSED", "LOOKUP_CARD_ERROR", "LOOKUP_ERROR", "LOOKUP_FAILED_ACS_ERROR", "LOOKUP_NOT_ENROLLED",
        "LOOKUP_SERVER_ERROR", "MPI_SERVER_ERROR", "SKIPPED_DUE_TO_ADAPTIVE_AUTHENTICATION", "SKIPPED_DUE_TO_RULE",
        "UNSUPPORTED_ACCOUNT_TYPE", "UNSUPPORTED_CARD", "UNSUPPORTED_THREE_D_SECURE_VERSION",
    ), Status.AUTHENTICATION_FAILED))
"""That nobody was asked is no authentication, even where the card may be charged without."""


class Authentication(Struct, rename="camel"):
    authentication_status: str | None = None


class ThreeDs(Struct):
    authentication: Authentication | None = None


class Details(Struct):
    three_ds: ThreeDs | None = msgspec.field(name="threeDSecure", default=None)


class Method(Struct):
    id: str
    details: Details | None = None


class MethodNode(Struct):
    node: Method | None = None


class MethodAnswer(Refused):
    data: MethodNode | None = None


def build_verify(req: VerifyRedirect, ctx: Ctx) -> kit.HttpRequest:
    return ask("PaymentMethod", {"id": nonce(req.request_details)})


def nonce(came: RequestDetails) -> object:
    """From the form that the browser posted, or from its query."""
    try:
        fields = dict(parse_qsl(came.body.decode(), max_num_fields=50) + parse_qsl(
            came.query_params or "", max_num_fields=50))
    except ValueError:
        fields = {}
    its = nonce_of(fields, "request_details.body")
    if its is None:
        raise InvalidField("request_details.body", "no nonce of Braintree's library in it")
    return its


def parse_verify(res: kit.HttpResponse, req: object, ctx: Ctx) -> RedirectVerification | Rejected:
    """No word of an authentication is none: a nonce alone proves nothing."""
    answer = kit.read_json(res, MethodAnswer)
    its = answer.data.node if answer.data else None
    if its is None:
        return unanswered(answer, res) if answer.errors else not_found("payment method")
    three_ds = its.details.three_ds if its.details else None
    word = three_ds.authentication.authentication_status if three_ds and three_ds.authentication else None
    status = STATUS[word] if word else Status.AUTHENTICATION_FAILED
    failed = status is Status.AUTHENTICATION_FAILED
    return RedirectVerification(
        status=status, source_verified=True,
        error=Failure(code=word or "NOT_AUTHENTICATED", message=word or "no authentication of this payment method")
        if failed else None)
