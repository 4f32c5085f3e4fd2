"""Transactions: reserved, taken, released, given back."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from tollbridge.domain.money import Currency
from tollbridge.sandbox.authorizedotnet import books, cards
from tollbridge.sandbox.authorizedotnet.books import Desk, Transaction, new_code, new_id
from tollbridge.sandbox.authorizedotnet.codec import Tree, branch, first
from tollbridge.sandbox.authorizedotnet.errors import OK, UNSUCCESSFUL, AnetError, Declined
from tollbridge.sandbox.authorizedotnet.profiles import keep, known_or_new
from tollbridge.sandbox.ledger import EntryKind
from tollbridge.sandbox.simulator import Settlement

AUTH_ONLY, AUTH_CAPTURE, PRIOR, VOID, REFUND, ONLY_ON, CAPTURE_ON = (f"{kind}Transaction" for kind in (
    "authOnly", "authCapture", "priorAuthCapture", "void", "refund", "authOnlyContinue", "authCaptureContinue"))
LARGEST = Decimal("99999.99")
CONSENT_PAGE = "https://www.sandbox.paypal.com/cgi-bin/webscr?cmd=_express-checkout"
DUPLICATE_WINDOW_S = 120.0
LONGEST_WINDOW_S = 28_800.0
APPROVED = {"1": "This transaction has been approved.", "252": "Your order has been received. Thank you for your "
            "business!", "310": "This transaction has already been voided.",
            "311": "This transaction has already been captured.", "2000": "Need payer consent."}


def create(desk: Desk, request: Tree) -> dict[str, Any]:
    """What came of a createTransactionRequest, in the members that follow `messages`."""
    asked, ref_id = branch(request, "transactionRequest"), first(request, "refId")
    act = {AUTH_ONLY: _pay, AUTH_CAPTURE: _pay, PRIOR: _capture, VOID: _void, REFUND: _refund,
           ONLY_ON: _go_on, CAPTURE_ON: _go_on}.get(first(asked, "transactionType"))
    if act is None:
        raise AnetError("E00013", "Transaction Type is invalid.")
    try:
        its, reason, more = act(desk, asked, ref_id)
    except Declined as no:
        its, reason, more = _refused(no), no.reason, {}
    return {"messages": OK if its.response_code in ("1", "2", "4", "5") else _unsuccessful(),
            "transactionResponse": _response(its, reason), **more}


def _unsuccessful() -> dict[str, Any]:
    return {"resultCode": "Error", "message": [dict(zip(("code", "text"), UNSUCCESSFUL, strict=True))]}


def _refused(no: Declined) -> Transaction:
    return Transaction(no.trans_id, "", "", Decimal(0), "", cards.Method("", "", ""), books.DECLINED, 0.0, no.code)


def _response(its: Transaction, reason: str) -> dict[str, Any]:
    approved = its.response_code in ("1", "4")
    known = bool(its.merchant)
    told: dict[str, Any] = {
        "responseCode": its.response_code, "authCode": its.auth_code if approved else "",
        "avsResultCode": its.method.avs if known else "P", "cvvResultCode": its.method.cvv if known else "",
        "cavvResultCode": "", "transId": its.id, "refTransID": its.original, "transHash": "", "testRequest": "0",
        "accountNumber": its.method.account_number, "accountType": its.method.account_type}
    if approved or its.response_code == "5":
        told["messages"] = [{"code": reason, "description": APPROVED[reason]}]
    else:
        told["errors"] = [{"errorCode": reason, "errorText": Declined(reason).text}]
    if its.response_code == "5":
        told["secureAcceptance"] = {"SecureAcceptanceUrl": f"{CONSENT_PAGE}&token=EC-{its.id}"}
    told["transHashSha2"] = ""
    if its.profile:
        told["profile"] = {"customerProfileId": its.profile[0], "customerPaymentProfileId": its.profile[1]}
    return {**told, "networkTransId": its.network_id} if approved and its.network_id else told


def amount_of(asked: Tree, currency: str) -> Decimal:
    """Of as many digits as the currency has, and no less than nothing. Raises Declined."""
    try:
        amount = Decimal(first(asked, "amount").strip())
    except InvalidOperation:
        raise Declined("5") from None
    if amount < 0 or amount != round(amount, Currency(currency).exponent):
        raise Declined("5")
    if amount > LARGEST and Currency(currency).exponent:
        raise Declined("49")
    return amount


def _pay(desk: Desk, asked: Tree, ref_id: str) -> tuple[Transaction, str, dict[str, Any]]:
    currency = first(asked, "currencyCode") or desk.currency
    if currency != desk.currency:
        raise Declined("39")
    kind, amount = first(asked, "transactionType"), amount_of(asked, currency)
    if amount == 0 and kind == AUTH_CAPTURE:
        raise Declined("5")
    method, used = _paid_with(desk, asked)
    its = Transaction(new_id(), desk.merchant, kind, amount, currency, method, books.AUTHORIZED, desk.now(),
                      invoice=first(asked, "order", "invoiceNumber"), ref_id=ref_id, profile=used,
                      duplicate_of=_likeness(asked, method))
    _no_duplicate(desk, asked, its)
    if method.is_paypal:
        its.response_code, its.reason = "5", "2000"
        desk.books.consents[its.id] = its
        return its, "2000", {}
    desk.books.transactions[its.id] = its
    if reason := cards.asked_for(method, amount):
        its.status, its.response_code, its.reason = books.DECLINED, "2" if reason == "2" else "3", reason
        return its, reason, {}
    if cards.refuses(method, amount):
        its.status, its.response_code, its.reason = books.DECLINED, "2", "2"
        return its, "2", {}
    its.auth_code, its.network_id = new_code(6), "" if method.is_e_check else new_code(15)
    its.settle_amount = amount
    if method.zip == cards.HELD_ZIP:
        its.status, its.response_code, its.reason = books.HELD, "4", "252"
        desk.book(EntryKind.AUTHORIZED, its, amount)
        desk.tell("fraud.held", its)
        return its, "252", {}
    _reserve(desk, its)
    kept = first(asked, "profile", "createProfile") in ("true", "1")
    return its, "1", {"profileResponse": _kept(desk, asked, its)} if kept else {}


def _reserve(desk: Desk, its: Transaction) -> None:
    """And take, if that is its kind."""
    desk.book(EntryKind.AUTHORIZED, its, its.amount)
    if its.kind == AUTH_CAPTURE:
        its.status = books.CAPTURED
        desk.book(EntryKind.CAPTURED, its, its.amount)
    desk.tell("authcapture.created" if its.kind == AUTH_CAPTURE else "authorization.created", its)


def _go_on(desk: Desk, asked: Tree, ref_id: str) -> tuple[Transaction, str, dict[str, Any]]:
    """What a payer has agreed to at PayPal: any PayerID but one will do."""
    its = desk.books.consents.get(first(asked, "refTransId"))
    if its is None or its.merchant != desk.merchant:
        raise Declined("16")
    payer = first(asked, "payment", "payPal", "payerID")
    if payer in ("", cards.TURNED_DOWN):
        raise Declined("2102" if payer else "2006")
    if first(asked, "amount"):
        its.amount = amount_of(asked, its.currency)
    del desk.books.consents[its.id]
    desk.books.transactions[its.id] = its
    its.kind = AUTH_ONLY if first(asked, "transactionType") == ONLY_ON else AUTH_CAPTURE
    its.response_code, its.reason, its.auth_code, its.settle_amount = "1", "1", new_code(6), its.amount
    _reserve(desk, its)
    return its, "1", {}


def _paid_with(desk: Desk, asked: Tree) -> tuple[cards.Method, tuple[str, str] | None]:
    payment, stored = branch(asked, "payment"), first(asked, "profile", "paymentProfile", "paymentProfileId")
    if stored and payment:
        raise AnetError("E00090", "PaymentProfile cannot be sent with payment data.")
    if stored:
        customer = first(asked, "profile", "customerProfileId")
        return desk.stored(customer, stored), (customer, stored)
    method = cards.method(payment, branch(asked, "billTo"), desk.now())
    if first(payment, "opaqueData", "dataDescriptor") == cards.DESCRIPTORS[0]:
        if method.mark in desk.books.spent:
            raise AnetError("E00114", "Invalid OTS Token.")
        desk.books.spent.add(method.mark)
    return method, None


def _kept(desk: Desk, asked: Tree, its: Transaction) -> dict[str, Any]:
    """What became of createProfile: the payment stands, whatever it is."""
    try:
        profile = known_or_new(desk, first(asked, "profile", "customerProfileId"), first(asked, "customer", "id"), "",
                               first(asked, "customer", "email"))
        kept = keep(desk, profile, its.method)
    except AnetError as error:
        return {"messages": error.messages}
    return {"messages": OK, "customerProfileId": profile.id, "customerPaymentProfileIdList": [kept],
            "customerShippingAddressIdList": []}


def _likeness(asked: Tree, method: cards.Method) -> tuple[str, ...]:
    """https://support.authorize.net/s/article/Error-11-A-duplicate-transaction-has-been-submitted"""
    return (method.mark, first(asked, "transactionType"), first(asked, "amount"), first(asked, "poNumber"),
            first(asked, "order", "invoiceNumber"), first(asked, "customer", "id"),
            *(first(asked, "billTo", name) for name in (
                "firstName", "lastName", "company", "address", "city", "state", "zip", "country")))


def _no_duplicate(desk: Desk, asked: Tree, its: Transaction) -> None:
    """Raises Declined for what is like one of a moment ago; with a window of its own, the first one's id is told."""
    settings = {first(one, "settingName"): first(one, "settingValue")
                for name, one in branch(asked, "transactionSettings") if name == "setting" and isinstance(one, list)}
    own = settings.get("duplicateWindow", "")
    window = min(float(own), LONGEST_WINDOW_S) if own.isdigit() else DUPLICATE_WINDOW_S
    for other in desk.books.transactions.values():
        if (other.merchant == its.merchant and other.duplicate_of == its.duplicate_of
                and its.at - other.at < window):
            raise Declined("11", trans_id=other.id if own.isdigit() else "0")


def _capture(desk: Desk, asked: Tree, ref_id: str) -> tuple[Transaction, str, dict[str, Any]]:
    its = desk.find(first(asked, "refTransId"))
    if its.status == books.CAPTURED:
        return its, "311", {}
    if its.status != books.AUTHORIZED:
        raise Declined("16")
    amount = amount_of(asked, its.currency) if first(asked, "amount") else its.amount
    if amount > its.amount:
        raise Declined("47")
    if not amount:
        raise Declined("5")
    its.status, its.settle_amount = books.CAPTURED, amount
    desk.book(EntryKind.CAPTURED, its, amount)
    desk.book(EntryKind.RELEASED, its, its.amount - amount)
    desk.tell("priorAuthCapture.created", its)
    return its, "1", {}


def _void(desk: Desk, asked: Tree, ref_id: str) -> tuple[Transaction, str, dict[str, Any]]:
    """Whatever is not settled: a reservation, a payment of today, a refund that has not gone out."""
    its = desk.find(first(asked, "refTransId"))
    if its.status == books.VOIDED:
        return its, "310", {}
    if its.status not in (books.AUTHORIZED, books.CAPTURED, books.HELD, books.REFUNDING) or (
            its.method.is_paypal and its.status == books.CAPTURED):
        raise Declined("16")
    release(desk, its, books.VOIDED)
    desk.tell("void.created", its)
    return its, "1", {}


def release(desk: Desk, its: Transaction, status: str) -> None:
    """Takes back what a transaction has done."""
    if its.status == books.REFUNDING:
        desk.book(EntryKind.REFUND_RETURNED, its, its.settle_amount)
    elif its.status == books.CAPTURED:
        desk.book(EntryKind.CAPTURE_RETURNED, its, its.settle_amount)
        desk.book(EntryKind.RELEASED, its, its.settle_amount)
    else:
        desk.book(EntryKind.RELEASED, its, its.amount)
    its.status, its.settle_amount = status, Decimal(0)


def _refund(desk: Desk, asked: Tree, ref_id: str) -> tuple[Transaction, str, dict[str, Any]]:
    """Of a settled payment, to the same card or account: its last four digits have to be named."""
    paid = desk.find(first(asked, "refTransId"))
    number = first(asked, "payment", "creditCard", "cardNumber") or first(asked, "payment", "bankAccount",
                                                                            "accountNumber")
    if paid.status != books.SETTLED or paid.original or number[-4:] != paid.method.account_number[-4:]:
        raise Declined("54")
    amount = amount_of(asked, paid.currency)
    if not amount:
        raise Declined("5")
    if amount + sum(one.settle_amount for one in desk.refunds_of(paid)) > paid.settle_amount:
        raise Declined("55")
    its = Transaction(new_id(), desk.merchant, REFUND, amount, paid.currency, paid.method, books.REFUNDING, desk.now(),
                      settle_amount=amount, invoice=paid.invoice, ref_id=ref_id or paid.ref_id, original=paid.id)
    desk.books.transactions[its.id] = its
    desk.book(EntryKind.REFUNDED, its, amount)
    desk.tell("refund.created", its)
    return its, "1", {}


def decide(desk: Desk, request: Tree) -> dict[str, Any]:
    """updateHeldTransactionRequest: the merchant's verdict on what is held for review."""
    action, held = (first(request, "heldTransactionRequest", name) for name in ("action", "refTransId"))
    its = desk.books.transactions.get(held)
    if its is None or its.merchant != desk.merchant or its.status != books.HELD:
        return {"messages": _unsuccessful(), "transactionResponse": _response(_refused(Declined("16")), "16")}
    settle(desk, its, None if action == "approve" else Settlement.FAILED)
    return {"messages": OK, "transactionResponse": _response(its, its.reason)}


def settle(desk: Desk, its: Transaction, outcome: Settlement | None) -> str:
    """The day's batch goes out, or a merchant decides about what is held. Raises ValueError for what does not wait."""
    well = outcome is not Settlement.FAILED
    if its.status == books.CAPTURED and not well and not its.method.is_e_check:
        release(desk, its, "communicationError")
        its.response_code, its.reason = "3", "36"
    elif its.status == books.CAPTURED:
        its.status, its.returned = books.SETTLED, not well
        if not well:
            desk.book(EntryKind.CAPTURE_RETURNED, its, its.settle_amount)
            desk.book(EntryKind.RELEASED, its, its.settle_amount)
    elif its.status == books.REFUNDING and well:
        its.status = books.REFUNDED
    elif its.status == books.REFUNDING:
        release(desk, its, books.FAILED)
    elif its.status == books.HELD and well:
        its.status, its.response_code, its.reason = books.AUTHORIZED, "1", "1"
        if its.kind == AUTH_CAPTURE:
            its.status = books.CAPTURED
            desk.book(EntryKind.CAPTURED, its, its.amount)
        desk.tell("fraud.approved", its)
    elif its.status == books.HELD:
        release(desk, its, books.DECLINED)
        its.response_code, its.reason = "2", "254"
        desk.tell("fraud.declined", its)
    else:
        raise ValueError(f"{its.id} does not wait: it is {its.status}")
    return its.status
