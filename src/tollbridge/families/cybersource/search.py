"""How a payment stands. One whose answer never came has no id: it is searched for by the merchant's own.

https://developer.cybersource.com/docs/cybs/en-us/txn-search/developer/all/rest/txn-search/txn-search-intro.html
"""

from __future__ import annotations

import re

from msgspec import Struct, field
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.domain.errors import InvalidField, OutcomeUnknown, Rejected
from tollbridge.domain.payments import Sync
from tollbridge.domain.results import Payment
from tollbridge.families.cybersource import wire
from tollbridge.families.cybersource.account import Ctx
from tollbridge.families.cybersource.payments import automatic, payment, remembered

ONE = "/tss/v2/transactions/{connector_transaction_id}"
PAYING = frozenset({"ics_auth", "ics_ecp_debit"})
"""Services of a payment: captures, refunds and voids may have the same reference."""
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
"""Of other characters, the language of the query makes something else."""


class Summaries(Struct, frozen=True, rename="camel"):
    transaction_summaries: list[wire.Transaction] = []


class Found(Struct, rename="camel"):
    total_count: int = 0
    embedded: Summaries = field(name="_embedded", default=Summaries())


def sync(req: Sync, ctx: Ctx) -> kit.Exchanges[Payment]:
    """What was taken with its authorization says so only to those who know that it was, and so does a part of it."""
    own, known = req.merchant_transaction_id, remembered(req.connector_feature_data)
    if own and not req.connector_transaction_id:
        res = yield kit.post_json("/tss/v2/searches", {
            "query": f"clientReferenceInformation.code:{plain(own)}", "sort": "submitTimeUtc:desc"})
        its = only(kit.read_json(res, Found), own)
        if its is None:
            return Rejected("not_found", "no such payment so far: the search knows one after some minutes", res.status)
        req = replace(req, connector_transaction_id=its.id)
    res = yield kit.get(kit.path(ONE, req))
    found = payment(kit.read_json(res, wire.Transaction),
                    sale=known.sale or (req.capture_method is not None and automatic(req.capture_method)))
    return replace(found, status=known.decided(found.status))


def plain(own: str) -> str:
    if not PLAIN.fullmatch(own):
        raise InvalidField("merchant_transaction_id", "cannot be searched for")
    return own


def only(found: Found, own: str) -> wire.Transaction | None:
    """The payment of that reference: the one that was approved. None where there is none at all. Refused ones alone say
    nothing of the one that is asked for: the search knows a payment late, and a reference may have been tried before.
    """
    its = [one for one in found.embedded.transaction_summaries if one.own_reference == own and one.results(PAYING)]
    approved = [one for one in its if "1" in one.results(PAYING)]
    if len(approved) > 1 or found.total_count > len(found.embedded.transaction_summaries):
        raise OutcomeUnknown("several payments have this reference")
    if its and not approved:
        raise OutcomeUnknown(f"only refused payments have this reference so far, the last one {its[0].id}")
    return next(iter(approved), None)
