"""Charges and reservations, what becomes of them, and how they stand."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.connectors.braintree import paypal, vouchers
from tollbridge.connectors.braintree.account import Body, Ctx, ask, call, merchant_account, stated
from tollbridge.connectors.braintree.errors import found, not_found, refusal, why_not
from tollbridge.connectors.braintree.methods import (
    NUMBERED,
    authenticated,
    bare_method,
    charged,
    has_number,
    method_id,
    parse_token,
    proxied,
    tokenizing,
)
from tollbridge.connectors.braintree.three_ds import client_token, options
from tollbridge.connectors.braintree.wire import Answer, Paid, ProcessorResponse
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature
from tollbridge.domain.mandates import ConnectorMandate
from tollbridge.domain.methods.bank_redirects import Trustly
from tollbridge.domain.methods.bank_transfers import MultibancoBankTransfer
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.methods.vouchers import Oxxo
from tollbridge.domain.methods.wallets import PaypalRedirect, VenmoRedirect
from tollbridge.domain.money import Money
from tollbridge.domain.payments import (
    Authorize,
    Capture,
    CaptureMethod,
    IncrementAuthorization,
    ProxyAuthorize,
    Reverse,
    Sync,
    TokenAuthorize,
    Void,
)
from tollbridge.domain.people import Address
from tollbridge.domain.redirects import BraintreeForm
from tollbridge.domain.results import CardConnectorResponse, ConnectorResponseData, IncrementedAuthorization, Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import AuthorizationStatus, PaymentStatus as Status, RawConnectorStatus
from tollbridge.domain.stored_methods import Token
from tollbridge.domain.three_ds import AuthenticationType

STATUS = kit.payment_statuses(
    AUTHORIZED=Status.AUTHORIZED,
    AUTHORIZING=Status.AUTHORIZING,
    AUTHORIZATION_EXPIRED=Status.EXPIRED,
    SUBMITTED_FOR_SETTLEMENT=Status.CHARGED,
    SETTLING=Status.CHARGED,
    SETTLED=Status.CHARGED,
    SETTLEMENT_PENDING=Status.CAPTURE_INITIATED,
    SETTLEMENT_CONFIRMED=Status.PARTIAL_CHARGED,  # captured by transactions of their own: see of_parts
    SETTLEMENT_DECLINED=Status.FAILURE,
    PROCESSOR_DECLINED=Status.FAILURE,
    GATEWAY_REJECTED=Status.FAILURE,
    FAILED=Status.FAILURE,
    VOIDED=Status.VOIDED,
)
NO = (Status.FAILURE, Status.EXPIRED)
OF_PARTS = {**dict.fromkeys((Status.CHARGED, Status.PARTIAL_CHARGED), Status.PARTIAL_CHARGED_AND_CHARGEABLE),
            **dict.fromkeys(NO, Status.CAPTURE_FAILED)}
"""Of one of several captures, as long as nothing is known of the others: a word about it is none about the payment."""
UNDONE = {Status.VOIDED: Status.VOIDED_POST_CAPTURE, Status.UNRESOLVED: Status.UNRESOLVED,
          **dict.fromkeys((*NO, Status.VOID_FAILED), Status.VOID_FAILED)}
ORDER = "order:"
"""Begins the reference of a payment whose answer was lost: what follows is its orderId, which Braintree can search."""

LOCAL = Oxxo | MultibancoBankTransfer | Trustly
AnyAuthorize = Authorize | ProxyAuthorize


# -- authorize ------------------------------------------------------------------------------------------------------
def asks_the_shopper(req: Authorize) -> bool:
    """3DS that is still to be done in the browser. What it ends with is charged as a token."""
    return (req.auth_type is AuthenticationType.THREE_DS and req.authentication_data is None
            and isinstance(req.payment_method, Card) and authenticated(req) is None)


def check_authorize(req: Authorize, ctx: Ctx) -> None:
    """Before a card number is handed out."""
    merchant_account(req.connector_feature_data, req.amount, ctx)
    options(req)
    if asks_the_shopper(req):
        kit.require({"complete_authorize_url": return_url(req)})
    if has_number(req):
        bare_method(req.payment_method)
    elif by_paypal(req):
        paypal.check(req)
    elif isinstance(req.payment_method, LOCAL):
        vouchers.check(req)
    elif authenticated(req) is None:
        kit.require({"redirection_response.payload.nonce" if isinstance(req.payment_method, VenmoRedirect) else
                     f"payment_method.{req.payment_method.__struct_config__.tag}.token":
                     method_id(req.payment_method, ctx)})


def by_paypal(req: Authorize) -> bool:
    return isinstance(req.payment_method, PaypalRedirect)


def needs_token(req: Authorize) -> bool:
    """Of a number that is charged at once: one that the shopper is asked about becomes a token on the way."""
    return has_number(req) and not asks_the_shopper(req)


def in_steps(req: Authorize) -> bool:
    return by_paypal(req) or asks_the_shopper(req)


def authorize_in_steps(req: Authorize, ctx: Ctx) -> kit.Exchanges[Payment]:
    """3DS in the browser; or PayPal's page: before the shopper goes there, and after."""
    account = merchant_account(req.connector_feature_data, req.amount, ctx)
    if isinstance(req.payment_method, Card):
        made = tokenizing(bare_method(req.payment_method), req.address.billing_address or Address())
        return (yield from ask_the_shopper(
            account, made, req.payment_method.card_number.reveal()[:6], return_url(req), req, ctx))
    if req.redirection_response is None:
        return paypal.to_approve((yield paypal.one_time(req, account)), req)
    token = parse_token((yield paypal.approved(req, account)), req, ctx)
    if not isinstance(token, Token):
        return token
    given = {**transaction(req, account), "vaultPaymentMethodAfterTransacting": None}  # its agreement is kept
    res = yield charge("PayPalAccount", req.capture_method,
                       {"paymentMethodId": token.payment_method_token, "transaction": given})
    return parse_payment(res, req, ctx)


def build_authorize(req: Authorize, ctx: Ctx) -> kit.HttpRequest:
    account, method = merchant_account(req.connector_feature_data, req.amount, ctx), charged(req, ctx)
    if isinstance(req.payment_method, LOCAL):
        return vouchers.build(req, account)
    given = {"paymentMethodId": method, "transaction": transaction(req, account)}
    if isinstance(req.payment_method, VenmoRedirect):
        return charge("VenmoAccount", req.capture_method, given)
    proof = options(req)
    of_card = proof is not None or isinstance(req.payment_method, Card)
    return charge("CreditCard" if of_card else "PaymentMethod", req.capture_method, {**given, "options": proof})


def transaction(req: AnyAuthorize | TokenAuthorize, account: Secret) -> Body:
    wishes = req.features()
    keep = Feature.SETUP_MANDATE in wishes
    known = req.customer.connector_customer_id if keep and req.customer else None
    # for fraud protection, and for the customer that vaulting makes; not of a known one, nor of what is vaulted already
    new = not known and (keep or isinstance(req, ProxyAuthorize) or isinstance(
        getattr(req, "payment_method", None), NUMBERED))
    return {
        "amount": req.amount.major(), "merchantAccountId": account, "orderId": req.merchant_transaction_id or None,
        "paymentInitiator": "ESTIMATED" if Feature.INCREMENTAL_AUTHORIZATION in wishes else None,
        "customerId": known, "customerDetails": emailed(req) if new else None,
        "vaultPaymentMethodAfterTransacting": {"when": "ON_SUCCESSFUL_TRANSACTION"} if keep else None}


def emailed(req: AnyAuthorize | TokenAuthorize) -> Body | None:
    bill = req.address.billing_address
    its = (req.customer.email if req.customer else None) or (bill.email if bill else None)
    return {"email": its} if its else None


def charge(of: str, capture: CaptureMethod | None, given: Body) -> kit.HttpRequest:
    later = capture in (CaptureMethod.MANUAL, CaptureMethod.MANUAL_MULTIPLE)
    return call(("authorize" if later else "charge") + of, given)


def own_order(req: Authorize | TokenAuthorize | ProxyAuthorize, ctx: Ctx) -> str | None:
    """By which a Sync finds a payment whose answer is lost."""
    return ORDER + req.merchant_transaction_id if req.merchant_transaction_id else None


def return_url(req: Authorize) -> str | None:
    return req.complete_authorize_url or req.return_url


def parse_authorize(res: kit.HttpResponse, req: Authorize, ctx: Ctx) -> Payment | Failure | Rejected:
    if isinstance(req.payment_method, LOCAL) and (its := kit.read_json(res, Answer).its.payment_context):
        return vouchers.payment(its)
    return parse_payment(res, req, ctx)


def ask_the_shopper(account: Secret, made: kit.HttpRequest, first_digits: str, back: str | None, req: AnyAuthorize,
                    ctx: Ctx) -> kit.Exchanges[Payment]:
    """For Braintree's library: it asks the shopper, and gives back what to charge. The card's number is handed out
    last.
    """
    res = yield client_token(account)
    answer = kit.read_json(res, Answer)
    if not (opened := answer.its.client_token):
        return refusal(answer, res)
    card = parse_token((yield made), req, ctx)
    if not isinstance(card, Token):
        return card
    return Payment(
        status=Status.AUTHENTICATION_PENDING, raw_connector_status=None, connector_transaction_id=None,
        redirection_data=BraintreeForm(client_token=Secret(opened), card_token=card.payment_method_token or Secret(""),
                                       bin=first_digits, acs_url=back or ""))


def build_token_authorize(req: TokenAuthorize, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_token": req.connector_token})
    account = merchant_account(req.connector_feature_data, req.amount, ctx)
    return charge("PaymentMethod", req.capture_method, {
        "paymentMethodId": req.connector_token, "transaction": transaction(req, account)})


def proxy_authorize(req: ProxyAuthorize, ctx: Ctx) -> kit.Exchanges[Payment]:
    """The card becomes a payment method by way of the vault; the rest needs no number."""
    account = merchant_account(req.connector_feature_data, req.amount, ctx)
    proof, made = options(req), proxied(req.card_proxy, req.address.billing_address or Address())
    if req.auth_type is AuthenticationType.THREE_DS and req.authentication_data is None:
        kit.require({"return_url": req.return_url})
        return (yield from ask_the_shopper(account, made, "", req.return_url, req, ctx))
    token = parse_token((yield made), req, ctx)
    if not isinstance(token, Token):
        return token
    res = yield charge("CreditCard", req.capture_method, {
        "paymentMethodId": token.payment_method_token, "transaction": transaction(req, account), "options": proof})
    return parse_payment(res, req, ctx)


# -- what becomes of them -------------------------------------------------------------------------------------------
def build_capture(req: Capture, ctx: Ctx) -> kit.HttpRequest:
    """One of several is a transaction of its own, with an id of its own: that one is refunded."""
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    amount = stated(req.connector_feature_data, req.amount_to_capture, ctx, "amount_to_capture")
    several = req.multiple_capture_data is not None
    return call("partialCaptureTransaction" if several else "captureTransaction", {
        "transactionId": req.connector_transaction_id, "transaction": {"amount": amount}})


def parse_capture(res: kit.HttpResponse, req: Capture, ctx: Ctx) -> Payment | Failure | Rejected:
    answer = kit.read_json(res, Answer)
    its = answer.its.transaction or answer.its.capture
    if its is None:
        return refusal(answer, res)
    got = payment(its)
    if req.multiple_capture_data is None:
        return got
    return of_parts(its, replace(got, status=OF_PARTS.get(got.status, got.status)))


def of_parts(its: Paid, got: Payment) -> Payment:
    """How the payment stands that is captured in parts, seen from it or from one of them: by what all have taken.

    As far as that is told. More of it may be captured until the rest is voided or expires.
    """
    told = its.partial_capture_details
    parent = told.parent_authorization if told else None
    whole, word = (parent.partial_capture_details, parent.status) if parent else (told, its.status)
    if parent and STATUS[its.status] is not Status.CHARGED:
        return replace(got, status=OF_PARTS.get(got.status, got.status))
    if whole is None or whole.total_amount_authorized is None:
        return got
    taken = sum(part.amount.money.minor_amount for part in whole.child_captures or ()
                if part.amount and STATUS[part.status] is Status.CHARGED)
    if not taken:
        return got
    total, ended = whole.total_amount_authorized.money, STATUS[word] in (Status.VOIDED, *NO)
    return replace(
        got, amount=total, captured_amount=Money(taken, total.currency), authorized_money=None, error=None,
        status=Status.CHARGED if taken >= total.minor_amount
        else Status.PARTIAL_CHARGED if ended else Status.PARTIAL_CHARGED_AND_CHARGEABLE)


def build_reverse(req: Void | Reverse, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    return call("reverseTransaction", {"transactionId": req.connector_transaction_id})


def parse_void(res: kit.HttpResponse, req: Void, ctx: Ctx) -> Payment | Failure | Rejected:
    return reversal(res)


def parse_reverse(res: kit.HttpResponse, req: Reverse, ctx: Ctx) -> Payment | Failure | Rejected:
    """Undone is what was voided; any other word says how the payment stands, and not that it was undone."""
    its = reversal(res)
    if not isinstance(its, Payment) or its.status is Status.AUTO_REFUNDED:
        return its
    return replace(its, status=UNDONE.get(its.status, Status.PENDING))


def reversal(res: kit.HttpResponse) -> Payment | Failure | Rejected:
    """A payment that had been settled was not voided: Braintree has refunded it, which is a transaction of its own."""
    answer = kit.read_json(res, Answer)
    its = answer.its.reversal
    if its is None:
        return refusal(answer, res)
    if its.typename != "Refund":
        return payment(its)
    status = STATUS[its.status]
    return Payment(
        status=Status.AUTO_REFUNDED if status is Status.CHARGED
        else Status.VOID_FAILED if status in NO else Status.PENDING,
        raw_connector_status=RawConnectorStatus(code=its.status, reason=f"refund {its.id}"),
        connector_transaction_id=its.refunded_transaction.id if its.refunded_transaction else None,
        error=why_not(its.event(), its.status, None) if status in NO else None)


def build_increment(req: IncrementAuthorization, ctx: Ctx) -> kit.HttpRequest:
    """`amount` is the new total."""
    kit.require({"connector_transaction_id": req.connector_transaction_id})
    amount = stated(req.connector_feature_data, req.amount, ctx)
    return call("updateTransactionAmount", {"transactionId": req.connector_transaction_id, "amount": amount})


def parse_increment(
    res: kit.HttpResponse, req: IncrementAuthorization, ctx: Ctx,
) -> IncrementedAuthorization | Failure | Rejected:
    """By the latest adjustment; where there is none, by the amount that is stated."""
    answer = kit.read_json(res, Answer)
    its = answer.its.transaction
    if its is None:
        return refusal(answer, res)
    tried = [one for one in its.authorization_adjustments or () if one.timestamp is not None]
    latest = max(tried, key=lambda one: one.timestamp.timestamp() if one.timestamp else 0) if tried else None
    if latest is not None and latest.successful is False:
        said = latest.processor_response or ProcessorResponse()
        return Failure(code=said.legacy_code or its.status, message=said.message or its.status,
                       connector_transaction_id=its.id)
    raised = STATUS[its.status] is Status.AUTHORIZED and its.amount is not None and its.amount.money == req.amount
    return IncrementedAuthorization(
        status=AuthorizationStatus.AUTHORIZATION_SUCCESS if raised else AuthorizationStatus.AUTHORIZATION_UNRESOLVED,
        connector_authorization_id=its.id)


# -- how they stand -------------------------------------------------------------------------------------------------
def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    """By Braintree's id, or by ours: `order:` and the orderId, as the error of a lost answer gives it."""
    its = req.connector_transaction_id
    kit.require({"connector_transaction_id": its})
    by = {"orderId": {"is": its.removeprefix(ORDER)}} if its.startswith(ORDER) else {"id": {"is": its}}
    return ask("transactions", {"input": by})


def sync_voucher(req: Sync, ctx: Ctx) -> kit.Exchanges[Payment]:
    """Once it is paid there is a transaction, with an id of its own: that one is refunded."""
    its = vouchers.parse_sync((yield vouchers.build_sync(req)))
    if isinstance(its, Rejected) or not (its.transacted_at and its.order_id):
        return its if isinstance(its, Rejected) else vouchers.payment(its)
    by_order = Sync(connector_transaction_id=ORDER + its.order_id)
    return parse_sync((yield build_sync(by_order, ctx)), by_order, ctx)


def parse_sync(res: kit.HttpResponse, req: Sync, ctx: Ctx) -> Payment | Rejected:
    its = found(res)
    if isinstance(its, Rejected):
        return its
    if not req.connector_transaction_id.startswith(ORDER):
        return of_parts(its[0], payment(its[0])) if its else not_found("transaction")
    one = of_order(its)
    return of_parts(one, payment(one))


def of_order(ones: list[Paid]) -> Paid:
    """An order may have been refused once and paid then, and a search may lag: that none is found says nothing yet, and
    neither do refused ones alone. One of several captures has the order of its parent.
    """
    standing = [its for its in ones if STATUS[its.status] not in NO and not (
        its.partial_capture_details and its.partial_capture_details.parent_authorization)]
    if len(standing) != 1:
        raise OutcomeUnknown(f"{len(standing)} transactions of this order are found, and {len(ones) - len(standing)} "
                             "that were refused or are parts")
    return standing[0]


def parse_payment(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment | Failure | Rejected:
    """Of a charge: less than was asked for is stated, so that it is noticed."""
    answer = kit.read_json(res, Answer)
    its = answer.its.transaction
    if its is None:
        return refusal(answer, res)
    got, agreed = payment(its), answer.its.billing_agreement_with_purchase_payment_method
    if agreed and got.status not in NO:
        got = replace(got, mandate_reference=ConnectorMandate(connector_mandate_id=agreed.id))
    return replace(got, authorized_money=got.captured_amount) if got.status is Status.PARTIAL_CHARGED else got


def payment(its: Paid) -> Payment:
    status = STATUS[its.status]
    refused = status in NO
    amount = its.amount.money if its.amount else None
    asked = its.initial_requested_authorization_amount
    if status is Status.CHARGED and amount and asked and amount.minor_amount < asked.money.minor_amount:
        status = Status.PARTIAL_CHARGED  # a capture of less releases the rest
    kept = its.payment_method.id if its.payment_method and not refused else None
    return Payment(
        status=status, raw_connector_status=RawConnectorStatus(code=its.status), connector_transaction_id=its.id,
        merchant_transaction_id=its.order_id,
        error=why_not(its.event(), its.status, its.id) if refused else None,
        authorized_money=None if refused or status is Status.PARTIAL_CHARGED else amount,
        amount=asked.money if asked else amount,
        captured_amount=amount if status in (Status.CHARGED, Status.PARTIAL_CHARGED) else None,
        mandate_reference=ConnectorMandate(connector_mandate_id=kept) if kept else None,
        network_transaction_id=its.payment_method_snapshot.network_transaction_id
        if its.payment_method_snapshot and not refused else None,
        connector_response=checks(its))


def checks(its: Paid) -> ConnectorResponseData | None:
    """Of an authorization: the issuer's approval code, and what it said of address and CVC."""
    said = next((event.processor_response for event in its.status_history or ()
                 if event.status == "AUTHORIZED" and event.processor_response), None)
    if said is None:
        return None
    found = {"cvv": said.cvv_response, "postal_code": said.avs_postal_code_response,
             "street_address": said.avs_street_address_response}
    return ConnectorResponseData(additional_payment_method_data=CardConnectorResponse(
        auth_code=said.authorization_id, payment_checks=msgspec.json.encode(found) if any(found.values()) else None))
