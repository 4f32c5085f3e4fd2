"""UPI AutoPay: a subscription that the shopper agrees to in a UPI app, debits of it, its end. Path /v3/recurring/...

https://developer.phonepe.com/v1/docs/system-flow-recurring, .../v1/reference/create-user-subscription,
.../submit-auth-request, .../auth-request-status, .../recurring-init, .../recurring-debit-execute-status,
.../cancel-subscription. HTTP 200, "success": true and SUCCESS stand around a debit that failed too: `state` tells.

Set-ups and debits are asked for by paths of their own: their connector_transaction_id is our own id behind "auth:" or
"debit:", which no id of PhonePe's has in it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from tollbridge import kit
from tollbridge.connectors.phonepe import payments, wire
from tollbridge.connectors.phonepe.account import LONGEST_USER_ID, Ctx, own_id, paise, post, rupees, status
from tollbridge.connectors.phonepe.declines import DECLINES
from tollbridge.connectors.phonepe.methods import Instrument, mandate_instrument
from tollbridge.connectors.phonepe.payments import BEGUN, STATE, mobile_number, user_id
from tollbridge.connectors.phonepe.verdicts import IN_USE, NO_REASON, OPEN, failure, no, parse_error, unsure
from tollbridge.domain.declines import Decline
from tollbridge.domain.errors import InvalidField, OutcomeUnknown, Unsupported
from tollbridge.domain.events import (
    Event,
    EventReference,
    MandateEventReference,
    PaymentReference,
    WebhookEventType as Type,
)
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import ConnectorMandate, MandateAmount, charged_by
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.payments import Sync
from tollbridge.domain.recurring import ChargeMandate, MandateSetup, RevokedMandate, RevokeMandate, SetupMandate
from tollbridge.domain.redirects import Redirect
from tollbridge.domain.results import Payment
from tollbridge.domain.statuses import MandateStatus, PaymentStatus as Status, RawConnectorStatus

AUTH, DEBIT = "auth:", "debit:"
ASKED_BY = {AUTH: "/v3/recurring/auth/status", DEBIT: "/v3/recurring/debit/status"}
DONE = "SUCCESS"
SUBSCRIPTION = kit.payment_statuses(  # as the status of its set-up, where that took no money
    CREATED=Status.AUTHENTICATION_PENDING,
    ACTIVE=Status.CHARGED,  # nothing more is due
    SUSPENDED=Status.PENDING,
    PAUSED=Status.PENDING,  # by the shopper, until a day that they chose
    CANCEL_IN_PROGRESS=Status.VOID_INITIATED,
    CANCELLED=Status.VOIDED,  # by the merchant
    REVOKED=Status.VOIDED,  # by the shopper
    EXPIRED=Status.EXPIRED,
    FAILED=Status.FAILURE,
)
LIVING = frozenset({"CREATED", "ACTIVE", "SUSPENDED", "PAUSED"})
NOTICE = kit.payment_statuses(ACCEPTED=Status.PENDING, NOTIFIED=Status.PENDING)  # FAILED is in STATE
PAID_YET = {Status.AUTHENTICATION_PENDING: Status.PENDING, Status.FAILURE: Status.UNRESOLVED,
            Status.UNRESOLVED: Status.UNRESOLVED}
"""What stays open of a set-up whose first payment was taken: what becomes of the mandate later does not undo it."""
CANCELLED = kit.mandate_statuses(
    CANCEL_IN_PROGRESS=MandateStatus.MANDATE_PENDING,
    CANCELLED=MandateStatus.REVOKED,
    REVOKED=MandateStatus.REVOKED,
)
ENDED = {
    "SUBSCRIPTION_ALREADY_CANCELLED": MandateStatus.REVOKED,
    "SUBSCRIPTION_ALREADY_REVOKED": MandateStatus.REVOKED,
    "SUBSCRIPTION_CANCEL_IN_PROGRESS": MandateStatus.MANDATE_PENDING,
    "SUBSCRIPTION_CANCEL_IN_PROGRES": MandateStatus.MANDATE_PENDING,  # as the page spells it
    "SUBSCRIPTION_REVOKE_IN_PROGRESS": MandateStatus.MANDATE_PENDING,
    "SUBSCRIPTION_EXPIRED": MandateStatus.MANDATE_INACTIVE,
    "SUBSCRIPTION_FAILED": MandateStatus.MANDATE_INACTIVE,
}
"""A no to a cancellation by which there is nothing to be cancelled any more."""
DEBITED = {Status.CHARGED: Type.PAYMENT_INTENT_SUCCESS, Status.FAILURE: Type.PAYMENT_INTENT_FAILURE,
           Status.PENDING: Type.PAYMENT_INTENT_PROCESSING}
CHANGED = {"ACTIVE": Type.MANDATE_ACTIVE, "REVOKED": Type.MANDATE_REVOKED, "CANCELLED": Type.MANDATE_REVOKED}
TERMS = "setup_mandate_details.mandate_type.multi_use."
LIMIT = TERMS + "amount"
DAYS = {"DAILY": 1, "WEEKLY": 7, "FORTNIGHTLY": 14}
MONTHS = {"MONTHLY": 1, "QUARTERLY": 3, "HALFYEARLY": 6, "YEARLY": 12, "ON_DEMAND": 12}
LONGEST = 30  # years, of ON_DEMAND


# -- set-up ---------------------------------------------------------------------------------------------------------
def setup(req: SetupMandate, ctx: Ctx) -> kit.Exchanges[MandateSetup]:
    """Two calls: the subscription, then the request to the shopper. What is missing of either is told before both."""
    its, user, means = req.merchant_recurring_payment_id, user_id(req.customer), mandate_instrument(
        req.payment_method, req)
    made = kit.read_json((yield subscribe(req, means, user, ctx)), wire.MandateAnswer)
    subscription = made.about.subscription_id
    if made.code in IN_USE:
        raise unsure(made)
    if not made.success or not subscription:
        return no(made)
    word = made.about.state or ""
    if word != "CREATED":  # nobody is asked to agree to it
        failed = SUBSCRIPTION[word] is Status.FAILURE
        return MandateSetup(status=Status.FAILURE if failed else Status.UNRESOLVED,
                            raw_connector_status=said(made, word), error=why(made, word) if failed else None)
    asked = kit.read_json((yield post("/v3/recurring/auth/init", ctx, {
        "merchantUserId": user, "subscriptionId": subscription, "authRequestId": its,
        "amount": req.amount.minor_amount or None, **means.fields,
    }).with_headers({"x-callback-url": req.webhook_url})), wire.MandateAnswer)
    if asked.code in IN_USE:
        raise unsure(asked)
    if not asked.success:
        return no(asked)
    link = asked.about.redirect_url or asked.about.intent_url
    return MandateSetup(
        status=BEGUN[asked.code], raw_connector_status=said(asked, word), connector_recurring_payment_id=AUTH + its,
        redirection_data=Redirect(uri=link) if link else None,
        mandate_reference=ConnectorMandate(connector_mandate_id=f"{subscription}:{user}",
                                           connector_mandate_request_reference_id=its))


def subscribe(req: SetupMandate, means: Instrument, user: str | None, ctx: Ctx) -> kit.HttpRequest:
    """With an amount the shopper pays it along with the agreement, else one rupee or two that prove the account."""
    terms = multi_use(req)
    kit.require({"merchant_recurring_payment_id": req.merchant_recurring_payment_id, "webhook_url": req.webhook_url,
                 "customer.id": user, LIMIT: terms.amount.minor_amount or None,
                 f"{TERMS}frequency": terms.frequency, f"{TERMS}end_date": terms.end_date, **means.required})
    frequency = (terms.frequency or "").upper()
    return post("/v3/recurring/subscription/create", ctx, {
        "merchantSubscriptionId": own_id(req.merchant_recurring_payment_id, "merchant_recurring_payment_id"),
        "merchantUserId": user,
        "authWorkflowType": "TRANSACTION" if paise(req.amount, "amount") else "PENNY_DROP",
        "amountType": amount_type(terms),
        "amount": paise(terms.amount, LIMIT),
        "frequency": frequency,
        "recurringCount": recurring_count(frequency, terms, ctx),
        "mobileNumber": mobile_number(req),
    })


def multi_use(req: SetupMandate) -> MandateAmount:
    its = req.setup_mandate_details.mandate_type if req.setup_mandate_details else None
    if its is not None and its.single_use is not None:
        raise Unsupported("mandate for single use")
    return (its.multi_use if its else None) or MandateAmount(amount=Money(0, Currency.INR))


def amount_type(terms: MandateAmount) -> str:
    """The contract's amount is "the limit of each charge": VARIABLE, where nobody says that all are the same."""
    word = (terms.amount_type or "VARIABLE").upper()
    if word not in ("FIXED", "VARIABLE"):
        raise InvalidField(f"{TERMS}amount_type", "must be FIXED or VARIABLE")
    return word


def recurring_count(frequency: str, terms: MandateAmount, ctx: Ctx) -> int:
    """How many debits there may be until the end, ON_DEMAND how many years: never more than the shopper agrees to.
    https://developer.phonepe.com/v1/reference/faqs-2
    """
    if frequency not in DAYS and frequency not in MONTHS:
        raise InvalidField(f"{TERMS}frequency", f"must be one of {', '.join([*DAYS, *MONTHS])}")
    first, last = day(terms.start_date, f"{TERMS}start_date") or ctx.now.date(), day(
        terms.end_date, f"{TERMS}end_date") or date.min
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    count = (last - first).days // DAYS[frequency] if frequency in DAYS else months // MONTHS[frequency]
    if count < 1:
        raise InvalidField(f"{TERMS}end_date", f"is before the first debit, {frequency}")
    return min(count, LONGEST) if frequency == "ON_DEMAND" else count


def day(epoch: int | None, path: str) -> date | None:
    try:
        return datetime.fromtimestamp(epoch, UTC).date() if epoch else None
    except (OverflowError, OSError, ValueError):
        raise InvalidField(path, "no time in epoch seconds") from None


def own_setup(req: SetupMandate, ctx: Ctx) -> str | None:
    return AUTH + req.merchant_recurring_payment_id if req.merchant_recurring_payment_id else None


# -- debits ---------------------------------------------------------------------------------------------------------
def build_charge(req: ChargeMandate, ctx: Ctx) -> kit.HttpRequest:
    """PhonePe tells the shopper, and debits on its own once the notice period of a day is over (autoDebit)."""
    mandate = req.connector_recurring_payment_id or ConnectorMandate()
    if not isinstance(mandate, ConnectorMandate):
        raise Unsupported("charge by a network transaction id")
    subscription, user = named(mandate.connector_mandate_id)
    shopper = user or req.connector_customer_id or user_id(req.customer)
    kit.require({charged_by(mandate, "connector_mandate_id"): subscription, "customer.id": shopper,
                 "merchant_charge_id": req.merchant_charge_id, "webhook_url": req.webhook_url})
    return post("/v3/recurring/debit/init", ctx, {
        "merchantUserId": own_id(shopper, "customer.id", LONGEST_USER_ID), "subscriptionId": subscription,
        "transactionId": own_id(req.merchant_charge_id, "merchant_charge_id"),
        "autoDebit": True, "amount": paise(req.amount, "amount"),
    }).with_headers({"x-callback-url": req.webhook_url})


def named(mandate_id: str | None) -> tuple[str, str]:
    """A subscription of PhonePe's, and the shopper's merchantUserId behind it, which cancelling it needs too."""
    subscription, _, user = (mandate_id or "").partition(":")
    return subscription, user


def own_debit(req: ChargeMandate, ctx: Ctx) -> str | None:
    return DEBIT + req.merchant_charge_id if req.merchant_charge_id else None


def parse_charge(res: kit.HttpResponse, req: ChargeMandate, ctx: Ctx) -> Payment | Failure:
    answer = kit.read_json(res, wire.MandateAnswer)
    if answer.code in IN_USE:
        raise unsure(answer)
    if not answer.success and not answer.about.state:
        return no(answer)
    return debit(answer, req.merchant_charge_id)


# -- how they stand -------------------------------------------------------------------------------------------------
def asked_for(req: Sync) -> tuple[str, str, str]:
    """The kind of what is asked for, our own id of it, and the field that it stands in; "" where it is a payment."""
    ids = {"connector_order_reference_id": req.connector_order_reference_id or "",
           "connector_transaction_id": req.connector_transaction_id}
    return next(((kind, its.removeprefix(kind), field) for field, its in ids.items() for kind in ASKED_BY
                 if its.startswith(kind)), ("", "", ""))


def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    kind, its, field = asked_for(req)
    return status(ctx, its, field, ASKED_BY[kind]) if kind else payments.build_sync(req, ctx)


def parse_sync(res: kit.HttpResponse, req: Sync, ctx: Ctx) -> Payment | Failure:
    kind, its, _ = asked_for(req)
    if not kind:
        return payments.parse_sync(res, req, ctx)
    answer = kit.read_json(res, wire.MandateAnswer)
    about = answer.about
    if (about.auth_request_id if kind == AUTH else about.transaction_id) not in (None, its):
        raise OutcomeUnknown("the answer is about another transaction")
    if not (about.subscription.state or about.money.state or about.notice.state):
        return no(answer)
    return set_up(answer, its) if kind == AUTH else debit(answer, its)


def set_up(answer: wire.MandateAnswer, own: str | None) -> Payment:
    """How a set-up stands. `own` is our id of it."""
    money, subscription = answer.about.money, answer.about.subscription
    its, word = SUBSCRIPTION[subscription.state or ""], subscription.state or ""
    if money.state:
        its = together(its, STATE[money.state])
    mandate = ConnectorMandate(connector_mandate_id=subscription.subscription_id,
                               connector_mandate_request_reference_id=own)
    return payment(answer, its, word, AUTH, own, money, mandate if word in LIVING else None)


def together(mandate: Status, paid: Status) -> Status:
    """What the first payment and the subscription say, where both say something."""
    if paid is Status.CHARGED:
        return PAID_YET.get(mandate, Status.CHARGED)
    if paid is not Status.FAILURE or mandate in (Status.FAILURE, Status.VOIDED, Status.EXPIRED):
        return mandate if paid is Status.FAILURE else paid
    return Status.PENDING if mandate is Status.AUTHENTICATION_PENDING else Status.UNRESOLVED


def debit(answer: wire.MandateAnswer, own: str | None) -> Payment:
    """How a debit stands. Until the notice period is over there is the notice alone."""
    about = answer.about
    money, notice = about.money, about.notice if about.notice.state else wire.Part(about.state, about.amount)
    word = money.state or notice.state or ""
    its = STATE[word] if money.state or word == "FAILED" else NOTICE[word]
    return payment(answer, its, word, DEBIT, own, money if money.amount is not None else notice, None)


def payment(answer: wire.MandateAnswer, its: Status, word: str, kind: str, own: str | None, money: wire.Part,
            mandate: ConnectorMandate | None) -> Payment:
    """A success wants all the words for it; a no none that leaves it open."""
    if its is Status.CHARGED and not (answer.success and answer.code == DONE and (
            answer.about.money.pay_response_code not in DECLINES)):
        its = Status.UNRESOLVED
    if its is Status.FAILURE and answer.code in OPEN:
        its = Status.PENDING
    amount = rupees(money.amount)
    taken = amount if its is Status.CHARGED and answer.about.money.state else None
    return Payment(
        status=its, raw_connector_status=said(answer, word), connector_transaction_id=kind + own if own else None,
        merchant_transaction_id=own, amount=amount, authorized_money=taken, captured_amount=taken,
        mandate_reference=mandate, error=why(answer, word) if its in (Status.FAILURE, Status.EXPIRED) else None)


def said(answer: wire.Answer, word: str) -> RawConnectorStatus:
    return RawConnectorStatus(code=answer.code, message=answer.message or None, reason=word or None)


def why(answer: wire.MandateAnswer, word: str) -> Failure:
    """`payResponseCode` is the reason of bank or app: AUTHORIZATION_FAILED is the bank's there, not X-VERIFY's."""
    money = answer.about.money
    reason, text = money.pay_response_code or "", money.pay_response_code_description or answer.message
    if answer.code != DONE and not reason:
        return failure(answer)
    return Failure(
        code=word if answer.code == DONE else answer.code, message=text or "", reason=text,
        issuer_code=None if reason in NO_REASON else reason,
        unified=Decline.DO_NOT_HONOR if reason == "AUTHORIZATION_FAILED" else None)


# -- end ------------------------------------------------------------------------------------------------------------
def build_revoke(req: RevokeMandate, ctx: Ctx) -> kit.HttpRequest:
    """The contract has no place for the callback's address: it goes to the one that is registered with PhonePe."""
    subscription, user = named(req.connector_mandate_id)
    kit.require({"connector_mandate_id": subscription})
    if not user:
        raise InvalidField("connector_mandate_id", "PhonePe wants the customer too: subscription:merchantUserId")
    return post("/v3/recurring/subscription/cancel", ctx, {"merchantUserId": user, "subscriptionId": subscription})


def parse_revoked(res: kit.HttpResponse, req: RevokeMandate, ctx: Ctx) -> RevokedMandate | Failure:
    answer = kit.read_json(res, wire.MandateAnswer)
    if answer.success is False and answer.code in ENDED:
        return RevokedMandate(status=ENDED[answer.code])
    if res.status >= 400:
        verdict = parse_error(res, ctx)
        if not isinstance(verdict, Failure):
            raise verdict or unsure(answer, res.status)
        return verdict
    return RevokedMandate(status=CANCELLED[answer.about.state or ""]) if answer.success else no(answer)


# -- callbacks ------------------------------------------------------------------------------------------------------
def told(answer: wire.MandateAnswer) -> tuple[Type | None, Payment | None]:
    """AUTH: how a set-up stands. NOTIFY, DEBIT: a debit. SUBSCRIPTION: what has become of a mandate, not of a payment.
    """
    about, kind = answer.about, answer.about.callback_type
    if kind == "AUTH":
        its = set_up(answer, about.auth_request_id)
        if its.status in (Status.FAILURE, Status.EXPIRED):
            return Type.MANDATE_FAILED, its
        settled = its.status in (Status.CHARGED, Status.VOIDED)
        return CHANGED.get(about.subscription.state or "") if settled else None, its
    if kind in ("NOTIFY", "DEBIT"):
        its = debit(answer, about.transaction_id)
        return DEBITED.get(its.status), its
    word = about.subscription.state or "" if kind == "SUBSCRIPTION" else ""
    return CHANGED.get(word), Payment(
        status=Status.UNRESOLVED, connector_transaction_id=None, raw_connector_status=said(answer, word),
        mandate_reference=ConnectorMandate(
            connector_mandate_id=about.subscription.subscription_id,
            connector_mandate_request_reference_id=about.merchant_subscription_id)) if word in LIVING else None


def reference(answer: wire.MandateAnswer) -> EventReference:
    about = answer.about
    kind, its = told(answer)
    if its is None or its.merchant_transaction_id is None:
        return EventReference(event_type=kind, reference=MandateEventReference(
            connector_mandate_id=about.subscription.subscription_id))
    return EventReference(event_type=kind, reference=PaymentReference(
        connector_transaction_id=its.connector_transaction_id, merchant_transaction_id=its.merchant_transaction_id))


def event(answer: wire.MandateAnswer, response: str) -> Event:
    """The same bytes are the same event: of a mandate that is paused and resumed again the words alone are too."""
    import hashlib

    about, (kind, its) = answer.about, told(answer)
    own = about.auth_request_id or about.transaction_id or about.subscription.subscription_id
    digest = hashlib.sha256(response.encode()).hexdigest()[:20]
    return Event(event_type=kind, event_content=its, connector_event_id=f"{about.callback_type}:{own}:{digest}")
