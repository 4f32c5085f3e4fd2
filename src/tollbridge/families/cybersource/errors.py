"""What Cybersource's no says: https://developer.cybersource.com/api/reference/response-codes.html"""

from __future__ import annotations

from tollbridge import kit
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.families.cybersource import wire
from tollbridge.families.cybersource.account import Ctx


def failure(body: wire.Transaction) -> Failure:
    """Of a transaction that has an id. Without a reason, the status is all there is."""
    why, said = body.error_information or wire.ErrorInformation(), body.processor
    advice = said.merchant_advice
    code = why.reason or body.word
    return Failure(
        code=code, message=code, reason=sentence(why), connector_transaction_id=body.id,
        decline_code=said.response_code, advice_code=(advice.code_raw or advice.code) if advice else None)


def sentence(why: wire.ErrorInformation) -> str | None:
    """The processor's own, with the fields that it names."""
    fields = ", ".join(f"{one.field}: {one.reason}" for one in why.details or ())
    return f"{why.message or why.reason or ''} ({fields})" if fields else why.message


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """HTTP 400 says why nothing was done; but that a call was there before says nothing of the first one.

    502 is SYSTEM_ERROR or a timeout: it may have been carried out.
    """
    body = kit.read_json(res, wire.ErrorBody)
    why = body.error_information or wire.ErrorInformation(body.reason, body.message, body.details)
    first = body.errors[0] if body.errors else wire.Named()
    code = why.reason or first.type
    message = why.message or first.message or (body.response.rmsg if body.response else None) or ""
    if code == "DUPLICATE_REQUEST":
        return OutcomeUnknown(f"{code}: {message}", http_status=res.status, key_taken=True)
    if res.status == 400 and code:
        return Failure(code=code, message=message or code, reason=sentence(why))
    return kit.rejected(res, code or "", message) if res.status in (*kit.UNTOUCHED, GONE) else None


GONE = 410
"""What the token vault says of a token that was deleted: there is nothing to act on."""
