"""getTransactionDetailsRequest: a transaction as it stands."""

from __future__ import annotations

from typing import Any

from tollbridge.sandbox.authorizedotnet.books import Desk, Transaction, shown_time
from tollbridge.sandbox.authorizedotnet.codec import Tree, first
from tollbridge.sandbox.authorizedotnet.errors import OK, Declined, not_found

REASONS = {"1": "Approval", "2": "Decline", "36": "The authorization was approved, but settlement failed.",
           "252": "Held for review", "254": "Declined after manual review"}


def details(desk: Desk, request: Tree) -> dict[str, Any]:
    try:
        its = desk.find(first(request, "transId"))
    except Declined:
        raise not_found() from None
    return {"messages": OK, "transaction": told(its)}


def told(its: Transaction) -> dict[str, Any]:
    at = shown_time(its.at)
    optional: dict[str, Any] = {
        "authCode": its.auth_code, "AVSResponse": its.method.avs, "cardCodeResponse": its.method.cvv}
    members: dict[str, Any] = {
        "transId": its.id, **({"refTransId": its.original} if its.original else {}), "submitTimeUTC": at,
        "submitTimeLocal": at.rstrip("Z"), "transactionType": its.kind, "transactionStatus": its.status,
        "responseCode": int(its.response_code), "responseReasonCode": int(its.reason),
        "responseReasonDescription": REASONS.get(its.reason, "Error"),
        **{name: text for name, text in optional.items() if text},
        **({"order": {"invoiceNumber": its.invoice}} if its.invoice else {}),
        "authAmount": its.amount, "settleAmount": its.settle_amount, "taxExempt": False,
        **({} if its.method.is_paypal else {"payment": its.method.shown()}),
        "recurringBilling": False, "product": "Card Not Present",
        "marketType": "eCommerce"}
    if its.returned:
        members["returnedItems"] = [{"id": "2148878904", "dateUTC": at, "dateLocal": at.rstrip("Z"), "code": "R01",
                                     "description": "Insufficient Funds"}]
    if its.profile:
        members["profile"] = {"customerProfileId": its.profile[0], "customerPaymentProfileId": its.profile[1]}
    return {**members, "networkTransId": its.network_id} if its.network_id else members
