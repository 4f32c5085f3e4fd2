"""Transactions and refunds: what is charged, captured, voided, given back, and found again."""

from __future__ import annotations

from collections.abc import Iterable

from tollbridge.domain.money import Money
from tollbridge.sandbox.braintree import inputs, notifications, testvalues, wire
from tollbridge.sandbox.braintree.books import Desk, Method, Refund, Transaction, currency, find, money, new_ids, stamp
from tollbridge.sandbox.braintree.disputes import open_dispute
from tollbridge.sandbox.braintree.errors import BraintreeError
from tollbridge.sandbox.braintree.graphql import Json
from tollbridge.sandbox.braintree.testvalues import APPROVED, Outcome
from tollbridge.sandbox.braintree.vault import keep, usable
from tollbridge.sandbox.ledger import EntryKind

SUBMITTED, TAKEN = "SUBMITTED_FOR_SETTLEMENT", ("SETTLING", "SETTLED")
DEFAULT_ACCOUNT = "sandbox_usd"


# -- charge ---------------------------------------------------------------------------------------------------------
def authorize(desk: Desk, given: Json) -> Json:
    return _payload(desk, _charge(desk, inputs.read(given, inputs.Charge)))


def charge(desk: Desk, given: Json) -> Json:
    its = _charge(desk, inputs.read(given, inputs.Charge))
    if its.status == "AUTHORIZED":
        _submit(desk, its, its.amount)
        if its.method.kind == "usbank":
            come_to(desk, its, "SETTLEMENT_PENDING")  # it takes days
    return _payload(desk, its)


def _charge(desk: Desk, asked: inputs.Charge) -> Transaction:
    wanted = asked.transaction
    account = wanted.merchant_account_id or DEFAULT_ACCOUNT
    amount = money(wanted.amount, currency(account), "input.transaction.amount")
    if wanted.customer_id is not None:
        find(desk.books.customers, wanted.customer_id)
    method = usable(desk, asked.payment_method_id)
    if method.kind == "usbank" and not method.multi:
        raise BraintreeError("US bank account is not verified.", "915172", "input.paymentMethodId")
    its_id, legacy = new_ids("transaction")
    its = Transaction(its_id, legacy, desk.now, amount, amount, account, method, wanted.order_id,
                      customer=wanted.customer_id or method.customer,
                      estimated=wanted.payment_initiator == "ESTIMATED")
    desk.books.transactions[its_id] = its
    outcome = _outcome(its, method, asked.options)
    come_to(desk, its, outcome.status, outcome)
    if outcome.status == "AUTHORIZED":
        desk.book(EntryKind.AUTHORIZED, its, amount.minor_amount)
    if method.remembered and outcome.status == "AUTHORIZED":
        its.remembered = keep(desk, method, its.customer)
    vaulting = wanted.vault_payment_method_after_transacting
    if method.multi:
        its.kept = method
    elif vaulting and (outcome.status == "AUTHORIZED" or vaulting.when == "ALWAYS"):
        its.kept = keep(desk, method, its.customer)
        its.customer = its.kept.customer
    return its


def _outcome(its: Transaction, method: Method, options: inputs.Options | None) -> Outcome:
    """The gateway first, then the processor: by the method, else by the amount."""
    proof = options.three_d_secure if options else None
    if proof and proof.required and not (proof.pass_through or method.authenticated):
        return Outcome("GATEWAY_REJECTED", gateway="THREE_D_SECURE")
    if method.gateway:
        return Outcome("GATEWAY_REJECTED", gateway=method.gateway)
    if method.decline:
        return Outcome("PROCESSOR_DECLINED", method.decline)
    return testvalues.of_amount(its.amount, method.kind)


def come_to(desk: Desk, its: Transaction | Refund, status: str, outcome: Outcome = APPROVED,
             amount: Money | None = None) -> None:
    its.status = status
    by = its.method if isinstance(its, Transaction) else None
    its.history.insert(0, wire.event(desk.now, status, amount or its.amount, outcome.code,
                                     testvalues.message(outcome.code), outcome.gateway, by))


# -- capture, release, raise ----------------------------------------------------------------------------------------
def capture(desk: Desk, given: Json) -> Json:
    asked = inputs.read(given, inputs.Capture)
    its = find(desk.books.transactions, asked.transaction_id)
    text = (asked.transaction.amount if asked.transaction else None) or asked.amount
    amount = money(text, its.amount.currency, "input.transaction.amount") if text else its.amount
    if its.status != "AUTHORIZED":
        raise BraintreeError("Cannot submit for settlement unless status is authorized.", "91507",
                             "input.transactionId")
    if amount.minor_amount > its.amount.minor_amount:
        raise BraintreeError("Settlement amount is too large.", "91522", "input.transaction.amount")
    desk.book(EntryKind.RELEASED, its, its.amount.minor_amount - amount.minor_amount)
    _submit(desk, its, amount)
    return _payload(desk, its)


def capture_part(desk: Desk, given: Json) -> Json:
    """A transaction of its own, until all is taken."""
    asked = inputs.read(given, inputs.Capture)
    its = find(desk.books.transactions, asked.transaction_id)
    wanted = asked.transaction or inputs.AmountOf()
    if its.method.kind not in ("paypal", "venmo"):
        raise BraintreeError("Processor does not support partial settlement.", "915102", "input.transactionId")
    amount = money(wanted.amount or "", its.amount.currency, "input.transaction.amount")
    if its.status not in ("AUTHORIZED", "SETTLEMENT_CONFIRMED") or (
            its.captured + amount.minor_amount > its.asked.minor_amount):
        raise BraintreeError("Cannot submit for partial settlement.", "915103", "input.transactionId")
    its_id, legacy = new_ids("transaction")
    part = Transaction(its_id, legacy, desk.now, amount, its.asked, its.account, its.method,
                       wanted.order_id or its.order_id, customer=its.customer, parent=its.id,
                       captured=amount.minor_amount)
    desk.books.transactions[its_id] = part
    its.captured += amount.minor_amount
    its.amount = Money(its.captured, its.amount.currency)
    come_to(desk, its, "SETTLEMENT_CONFIRMED")
    come_to(desk, part, SUBMITTED)
    desk.book(EntryKind.CAPTURED, its, amount.minor_amount)
    return {"__typename": "PartialCaptureTransactionPayload", "capture": wire.transaction(desk, part),
            "clientMutationId": None}


def _submit(desk: Desk, its: Transaction, amount: Money) -> None:
    its.amount, its.captured = amount, amount.minor_amount
    come_to(desk, its, SUBMITTED)
    desk.book(EntryKind.CAPTURED, its, amount.minor_amount)
    if its.method.disputed:
        open_dispute(desk, its)


def reverse(desk: Desk, given: Json) -> Json:
    """A void until it settles, a refund from then on."""
    its = find(desk.books.transactions, inputs.read(given, inputs.OfTransaction).transaction_id)
    if its.status in TAKEN:
        left = its.captured - its.refunded
        if left <= 0:
            raise BraintreeError("Transaction has already been fully refunded.", "91512", "input.transactionId")
        back = wire.refund(desk, _give_back(desk, its, Money(left, its.amount.currency), its.order_id, its.account))
        return {"__typename": "ReverseTransactionPayload", "reversal": back, "clientMutationId": None}
    if its.status not in ("AUTHORIZED", SUBMITTED, "SETTLEMENT_PENDING"):
        raise BraintreeError("Transaction can only be voided if status is authorized or submitted_for_settlement.",
                             "91504", "input.transactionId")
    desk.book(EntryKind.CAPTURE_RETURNED, _paid(desk, its), its.captured)
    desk.book(EntryKind.RELEASED, _paid(desk, its), its.amount.minor_amount)
    its.captured = 0
    come_to(desk, its, "VOIDED")
    return {"__typename": "ReverseTransactionPayload", "reversal": wire.transaction(desk, its),
            "clientMutationId": None}


def update_amount(desk: Desk, given: Json) -> Json:
    """A reservation is raised or lowered; a total between 2000 and 2999.99 is declined as a charge of it would be."""
    asked = inputs.read(given, inputs.UpdateAmount)
    its = find(desk.books.transactions, asked.transaction_id)
    total = money(asked.amount, its.amount.currency, "input.amount")
    if its.status != "AUTHORIZED" or not its.estimated:
        raise BraintreeError("Transaction is not eligible for adjustment.", "915219", "input.transactionId")
    outcome = testvalues.of_amount(total, its.method.kind)
    raised = total.minor_amount - its.amount.minor_amount
    done = outcome.status == "AUTHORIZED"
    its.adjustments.append({
        "__typename": "AuthorizationAdjustment", "amount": wire.amount(total), "successful": done,
        "timestamp": stamp(desk.now),
        "processorResponse": {"__typename": "TransactionAuthorizationAdjustmentProcessorResponse",
                              "legacyCode": outcome.code, "message": testvalues.message(outcome.code),
                              "declineType": None if done else "SOFT"}})
    if done:
        desk.book(EntryKind.INCREMENTED if raised > 0 else EntryKind.RELEASED, its, abs(raised))
        its.amount = total
    return _payload(desk, its)


# -- refunds --------------------------------------------------------------------------------------------------------
def refund(desk: Desk, given: Json) -> Json:
    asked = inputs.read(given, inputs.RefundInput)
    its = find(desk.books.transactions, asked.transaction_id)
    wanted = asked.refund or inputs.Back()
    if its.status not in TAKEN:
        raise BraintreeError("Cannot refund transaction unless it is settled.", "91506", "input.transactionId")
    left = Money(its.captured - its.refunded, its.amount.currency)
    amount = money(wanted.amount, left.currency, "input.refund.amount") if wanted.amount else left
    if left.minor_amount <= 0:
        raise BraintreeError("Transaction has already been fully refunded.", "91512", "input.transactionId")
    if amount.minor_amount > left.minor_amount:
        raise BraintreeError("Refund amount is too large.", "91521", "input.refund.amount")
    if currency(wanted.merchant_account_id or its.account) is not left.currency:
        raise BraintreeError("Merchant account ID is invalid.", "91513", "input.refund.merchantAccountId")
    made = _give_back(desk, its, amount, wanted.order_id or its.order_id, wanted.merchant_account_id or its.account)
    return {"__typename": "RefundTransactionPayload", "refund": wire.refund(desk, made), "clientMutationId": None}


def _give_back(desk: Desk, its: Transaction, amount: Money, order_id: str | None, account: str) -> Refund:
    """Declined at once where its amount is one of those; without effect on the money then."""
    its_id, legacy = new_ids("refund")
    made = Refund(its_id, legacy, desk.now, amount, its, order_id, account)
    desk.books.refunds[its_id] = made
    outcome = testvalues.of_amount(amount, its.method.kind)
    if outcome.status != "AUTHORIZED":
        come_to(desk, made, outcome.status, outcome)
        return made
    come_to(desk, made, SUBMITTED)
    its.refunded += amount.minor_amount
    desk.book(EntryKind.REFUNDED, _paid(desk, its), amount.minor_amount)
    return made


def reverse_refund(desk: Desk, given: Json) -> Json:
    made = find(desk.books.refunds, inputs.read(given, inputs.OfRefund).refund_id)
    if made.status != SUBMITTED:
        raise BraintreeError("Refund can only be voided if status is submitted_for_settlement.", "91504",
                             "input.refundId")
    _return(desk, made, "VOIDED")
    return {"__typename": "RefundTransactionPayload", "refund": wire.refund(desk, made), "clientMutationId": None}


def _return(desk: Desk, made: Refund, status: str, outcome: Outcome = APPROVED) -> None:
    made.payment.refunded -= made.amount.minor_amount
    desk.book(EntryKind.REFUND_RETURNED, _paid(desk, made.payment), made.amount.minor_amount)
    come_to(desk, made, status, outcome)


def _paid(desk: Desk, its: Transaction) -> Transaction:
    """The payment that the shopper made: what was captured in part is a part of it."""
    return desk.books.transactions[its.parent] if its.parent else its


# -- time, and questions --------------------------------------------------------------------------------------------
def settle_now(desk: Desk, given: Json) -> Json:
    """sandboxSettleTransaction."""
    its = find(desk.books.transactions, inputs.read(given, inputs.OfTransaction).transaction_id)
    if its.status != SUBMITTED:
        raise BraintreeError("Cannot settle transaction unless status is submitted for settlement.", "91507",
                             "input.transactionId")
    settle(desk, its, None)
    return _payload(desk, its)


def settle(desk: Desk, its: Transaction, good: bool | None) -> str:
    outcome = testvalues.settled(its.amount, its.method.kind)
    if good is not None:
        outcome = Outcome("SETTLED") if good else Outcome("SETTLEMENT_DECLINED", "4001")
    come_to(desk, its, outcome.status, outcome)
    if outcome.status == "SETTLEMENT_DECLINED":
        desk.book(EntryKind.CAPTURE_RETURNED, _paid(desk, its), its.captured)
        desk.book(EntryKind.RELEASED, _paid(desk, its), its.captured)
        its.captured = 0
    kind = "transaction_settled" if outcome.status == "SETTLED" else "transaction_settlement_declined"
    if outcome.status != "SETTLEMENT_PENDING":
        notifications.of_transaction(desk, kind, its, outcome)
    return its.status


def settle_refund(desk: Desk, made: Refund, good: bool) -> str:
    if good:
        come_to(desk, made, "SETTLED")
        notifications.of_refund(desk, "transaction_settled", made, APPROVED)
    else:
        outcome = Outcome("PROCESSOR_DECLINED", "2046")
        _return(desk, made, outcome.status, outcome)
        notifications.of_refund(desk, "refund_failed", made, outcome)
    return made.status




def found(desk: Desk, what: str, given: Json) -> Json:
    asked = inputs.read(given, inputs.Search)
    shelf: Iterable[Transaction | Refund] = (
        desk.books.transactions.values() if what == "transactions" else desk.books.refunds.values())
    kind = "Transaction" if what == "transactions" else "Refund"
    nodes = [wire.transaction(desk, one) if isinstance(one, Transaction) else wire.refund(desk, one)
             for one in reversed([*shelf])
             if _agrees(asked.id, one.id, one.legacy) and _agrees(asked.order_id, one.order_id)]
    return {"__typename": f"{kind}Connection",
            "edges": [{"__typename": f"{kind}ConnectionEdge", "cursor": node["id"], "node": node} for node in nodes],
            "pageInfo": {"__typename": "PageInfo", "hasNextPage": False, "hasPreviousPage": False,
                         "startCursor": None, "endCursor": None}}


def _agrees(sought: inputs.Sought | None, *values: str | None) -> bool:
    if sought is None:
        return True
    wanted = [sought.equals] if sought.equals is not None else sought.any_of or []
    return any(value in wanted for value in values if value is not None)


def _payload(desk: Desk, its: Transaction) -> Json:
    agreed = its.remembered
    return {"__typename": "PayPalTransactionPayload" if its.method.kind == "paypal" else "TransactionPayload",
            "transaction": wire.transaction(desk, its), "clientMutationId": None,
            "billingAgreementWithPurchasePaymentMethod": wire.method(desk, agreed) if agreed else None}
