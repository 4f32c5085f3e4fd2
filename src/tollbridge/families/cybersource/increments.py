"""Raising a reservation: https://developer.cybersource.com/docs/cybs/en-us/payments/developer/all/rest/payments/increment-auth-intro.html
"""

from __future__ import annotations

import msgspec

from tollbridge import kit
from tollbridge.domain.payments import IncrementAuthorization
from tollbridge.domain.results import IncrementedAuthorization
from tollbridge.domain.statuses import AuthorizationStatus as Raised
from tollbridge.families.cybersource import wire
from tollbridge.families.cybersource.account import Ctx
from tollbridge.families.cybersource.errors import failure
from tollbridge.families.cybersource.face import major
from tollbridge.families.cybersource.payments import ONE

RAISES = kit.authorization_statuses(
    AUTHORIZED=Raised.AUTHORIZATION_SUCCESS,
    AUTHORIZED_PENDING_REVIEW=Raised.AUTHORIZATION_PROCESSING,
    DECLINED=Raised.AUTHORIZATION_FAILURE,
)


def build_increment(req: IncrementAuthorization, ctx: Ctx) -> kit.HttpRequest:
    """`amount` is the raise, not the new total: the API knows but additionalAmount, and the answer no total. It goes
    without a number of its own, for the payment's stays; of some accounts it is known that one more is refused:
    https://github.com/juspay/hyperswitch-prism, connectors/cybersource/transformers.rs
    """
    built = kit.post_json(kit.path(ONE, req), {
        "processingInformation": {"authorizationOptions": {"initiator": {"storedCredentialUsed": True}}},
        "orderInformation": {"amountDetails": {
            "additionalAmount": major(req.amount), "currency": req.amount.currency}}})
    return msgspec.structs.replace(built, method="PATCH")


def parse_increment(res: kit.HttpResponse, req: IncrementAuthorization, ctx: Ctx) -> IncrementedAuthorization:
    body = kit.read_json(res, wire.Transaction)
    status = RAISES[body.word]
    no = status is Raised.AUTHORIZATION_FAILURE
    return IncrementedAuthorization(
        status=status, connector_authorization_id=body.id, error=failure(body) if no else None)
