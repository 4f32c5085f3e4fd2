"""What answers say: HTTP is 200 whatever happened, so `messages` judge the call, and `responseCode` the transaction."""

from __future__ import annotations

import msgspec

from tollbridge import kit
from tollbridge.connectors.authorizedotnet import wire
from tollbridge.connectors.authorizedotnet.request import Ctx
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import ConnectorMandate
from tollbridge.domain.money import Money
from tollbridge.domain.redirects import Redirect
from tollbridge.domain.results import CardConnectorResponse, ConnectorResponseData, Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus, RefundStatus

ACCESS = frozenset({"E00005", "E00006", "E00007", "E00008", "E00009", "E00010", "E00011", "E00053", "E00104"})
"""Credentials, permissions, test mode, too busy, maintenance: the call was refused before anything was done."""
OPEN = frozenset({"E00000", "E00001", "E00049", "E00062", "E00063"})
"""An error or a time-out during processing: nobody says how far it came."""
APPROVED, DECLINED, ERROR, HELD = "1", "2", "3", "4"  # held: for review, by the merchant's fraud filters
CONSENT = "5"  # of a payer, at PayPal


def by_code(approved: Status, no: Status) -> kit.StatusMap[Status]:
    return kit.payment_statuses(**{APPROVED: approved, DECLINED: no, ERROR: no, HELD: Status.UNRESOLVED})


STATUS = kit.payment_statuses(**by_code(Status.CHARGED, Status.FAILURE), **{CONSENT: Status.AUTHENTICATION_PENDING})
CAPTURE_STATUS = by_code(Status.CHARGED, Status.CAPTURE_FAILED)
VOID_STATUS = by_code(Status.VOIDED, Status.VOID_FAILED)
REVERSE_STATUS = by_code(Status.VOIDED_POST_CAPTURE, Status.VOID_FAILED)
REFUND_ACCEPTED = {APPROVED: RefundStatus.REFUND_PENDING, HELD: RefundStatus.REFUND_PENDING}  # goes out with a batch
REFUND_STATUS = kit.refund_statuses(**{
    **REFUND_ACCEPTED, DECLINED: RefundStatus.REFUND_FAILURE, ERROR: RefundStatus.REFUND_FAILURE})
NO_ID = (None, "", "0")
DUPLICATE = frozenset({"11", "318"})
E_CHECK, PAYPAL = "eCheck", "PayPal"


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Rejected | None:
    """Authorize.Net answers 200; what comes with another status is mostly not its own."""
    if res.status not in kit.UNTOUCHED:
        return None
    message = first(kit.read_json(res, wire.ProfileAnswer).messages)
    return kit.rejected(res, message.code, message.text)


def first(messages: wire.Messages) -> wire.Message:
    return messages.message[0] if messages.message else wire.Message(code=messages.result)


def refusal(messages: wire.Messages, res: kit.HttpResponse) -> Failure | Rejected:
    """Of an answer without what was asked for. Raises OutcomeUnknown where nobody can tell what was done."""
    message = first(messages)
    if messages.result != "Error" or message.code in OPEN:
        raise OutcomeUnknown(f"{message.code}: {message.text}", http_status=res.status)
    if message.code in ACCESS:
        return kit.rejected(res, message.code, message.text)
    return Failure(code=message.code, message=message.text)


def read_transaction(res: kit.HttpResponse) -> tuple[wire.TransactionAnswer, wire.TransactionResponse | None]:
    """With None for the transaction where the call as a whole was refused."""
    answer = kit.read_json(res, wire.TransactionAnswer)
    its = answer.transaction
    return answer, None if its is None or its.response_code is None else its


def failure(its: wire.TransactionResponse, messages: wire.Messages) -> Failure:
    """Its own reason; without one, what is said of the call, for lack of better words.

    Raises OutcomeUnknown for a duplicate: of a first one, whose id it tells, and which may have been approved.
    """
    trans_id = known(its.trans_id)
    if its.errors and its.errors[0].code in DUPLICATE:
        raise OutcomeUnknown(f"{its.errors[0].code}: {its.errors[0].text}", reference=trans_id)
    if its.errors:
        return Failure(code=its.errors[0].code, message=its.errors[0].text, connector_transaction_id=trans_id)
    message = first(messages)
    return Failure(code=message.code, message=message.text, reason=f"response code {its.response_code}, no reason",
                   connector_transaction_id=trans_id)


def known(trans_id: str | None) -> str | None:
    return None if trans_id in NO_ID else trans_id


def payment(res: kit.HttpResponse, statuses: kit.StatusMap[Status], reserved: Money | None = None,
            ) -> Payment | Failure | Rejected:
    """`reserved` is what an approval only reserves."""
    answer, its = read_transaction(res)
    if its is None:
        return refusal(answer.messages, res)
    word, trans_id = str(its.response_code), known(its.trans_id)
    status = statuses[word]
    if word == APPROVED:
        # without an id nothing was stored: the account is in test mode, and no money moves
        status = Status.AUTHORIZED if reserved else status
        if not trans_id or answer.messages.result != "Ok":
            status = Status.UNRESOLVED
    done = word == APPROVED and status is not Status.UNRESOLVED
    waits = status is Status.AUTHENTICATION_PENDING
    return Payment(
        status=status, raw_connector_status=RawConnectorStatus(code=word), connector_transaction_id=trans_id,
        error=None if word == APPROVED or waits else failure(its, answer.messages),
        redirection_data=Redirect(uri=its.secure.url) if waits and its.secure and its.secure.url else None,
        mandate_reference=mandate(its, answer.profile) if done else None,
        network_transaction_id=its.network_trans_id or None if done else None,
        connector_feature_data=paid(its, reserved) if done else None,
        connector_response=checks(its.avs, its.cvv, its.cavv, its.auth_code))


def mandate(its: wire.TransactionResponse, made: wire.ProfileResponse | None) -> ConnectorMandate | None:
    """The stored method that this payment made, or that it was paid with."""
    if made and made.customer and made.methods:
        return profile_mandate(made.customer, made.methods[0])
    return profile_mandate(its.profile.customer, its.profile.method) if its.profile else None


def profile_mandate(customer: str | None, method: str | None) -> ConnectorMandate | None:
    return ConnectorMandate(connector_mandate_id=f"{customer}-{method}") if customer and method else None


def paid(its: wire.TransactionResponse, reserved: Money | None) -> Secret | None:
    """What a refund has to repeat, and what tells a capture of a part. Of an eCheck its answer does not tell enough."""
    card: wire.CreditCard | None = None
    if its.account_number and its.account_type not in (E_CHECK, PAYPAL):
        card = wire.CreditCard(card_number=Secret(its.account_number), expiration_date=Secret("XXXX"))
    found = wire.Paid(credit_card=card, pay_pal=its.account_type == PAYPAL,
                      authorized=reserved.minor_amount if reserved else None)
    return kit.carry(found) if card or found.pay_pal or reserved else None


def checks(avs: str | None, cvv: str | None, cavv: str | None, auth_code: str | None) -> ConnectorResponseData | None:
    """In Authorize.Net's letters, of which each answer is one. What is longer is something else, repeated.

    https://support.authorize.net/knowledgebase/Knowledgearticle/?code=000001194
    """
    found = {name: value for name, value in (
        ("avs_result_code", avs), ("cvv_result_code", cvv), ("cavv_result_code", cavv)) if value and len(value) == 1}
    if not found and not auth_code:
        return None
    return ConnectorResponseData(additional_payment_method_data=CardConnectorResponse(
        payment_checks=msgspec.json.encode(found) if found else None, auth_code=auth_code or None))
