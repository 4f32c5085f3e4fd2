"""An account at Access Worldpay, and the links that one answer leaves for the next call."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.worldpay import wire
from tollbridge.domain.errors import BadCredentials, InvalidField
from tollbridge.domain.payments import BillingDescriptor
from tollbridge.domain.secret import Secret

PAYMENTS_7 = "application/vnd.worldpay.payments-v7+json"
THREE_DS_3 = "application/vnd.worldpay.verifications.customers-v3.hal+json"
TOKENS_3 = "application/vnd.worldpay.tokens-v3.hal+json"
PAYOUTS_4 = "application/vnd.worldpay.payouts-v4+json"


class Account(Struct, frozen=True, kw_only=True):
    """`username` and `password` of the API, and `entity_id`, the merchant.entity to bill, as "default": all three come
    from Worldpay's Implementation Manager at on-boarding, a user for Try and another for live.
    https://developer.worldpay.com/products/card-payments/v6/get-started

    `merchant_name` is what the shopper reads on the bank statement: 1 to 24 characters of your own choice.
    """

    username: Secret
    password: Secret
    entity_id: Secret
    merchant_name: Secret | None = None
    base_url: str | None = None


Ctx = kit.Context[Account]
OWN = "transactionReference="
LINE = re.compile("[A-Za-z0-9 ,./-]{1,24}")
Body = dict[str, Any]


class Kept(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """connector_feature_data: `actions` are the paths that the last answer about `link_data` gave, `left` is what is
    reserved and not captured yet. `reference` and `challenge` are of a 3DS authentication without a payment.
    `merchant_name` may be given for one payment.
    """

    merchant_name: Secret | None = None
    link_data: str | None = None
    left: int | None = None
    actions: dict[str, str] = {}
    reference: str | None = None
    challenge: str | None = None


def kept(req: Any) -> Kept:
    given = getattr(req, "connector_feature_data", None)
    return kit.carried(given, Kept) if given else Kept()


def keep(link_data: str | None, actions: dict[str, wire.Href], left: int | None = None) -> Secret | None:
    """Only paths are kept, and only those of payments are gone to: no caller can send our password elsewhere."""
    paths = {name: path_of(link.href) for name, link in actions.items()}
    return kit.carry(Kept(link_data=link_data, left=left, actions=paths)) if link_data else None


def path_of(href: str) -> str:
    """The path of a link, as it stands there."""
    return kit.HttpRequest("GET", href, {}).path


def link_data_of(answer: wire.Answer) -> str | None:
    """What names the payment in its links: the last part of `self`, or the one before an action's name."""
    if answer.links and answer.links.own:
        return unquoted(path_of(answer.links.own.href).rpartition("/")[2]) or None
    for link in answer.actions.values():
        return unquoted(path_of(link.href).rpartition("/")[0].rpartition("/")[2]) or None
    return None


def unquoted(part: str) -> str:
    from urllib.parse import unquote  # a slow import, for one call

    return unquote(part)


def known_as(req: Any, ctx: Ctx) -> str | None:
    """For a Sync of a payment whose answer was lost: the merchant's own reference, told apart from links."""
    own = getattr(req, "merchant_transaction_id", None) or getattr(req, "merchant_charge_id", None)
    return OWN + own if own else None


def next_path(req: Any, action: str, ending: str) -> str:
    """Where the last answer said that this is done; by the id where it is not at hand."""
    known = kept(req)
    link = known.actions.get(action, "") if known.link_data == req.connector_transaction_id else ""
    if link.startswith("/api/payments/") and link.endswith(ending) and ".." not in link:
        return link
    return kit.path("/api/payments/{connector_transaction_id}" + ending, req)


def merchant_name(req: Any, ctx: Ctx) -> Secret:
    """What the shopper reads: as it is given for this payment, else the account's."""
    name = kept(req).merchant_name or own_line(req) or ctx.account.merchant_name
    if not name:
        raise BadCredentials("Worldpay wants a name for the bank statement", "merchant_name")
    return name


def own_line(req: Any) -> Secret | None:
    said = getattr(req, "billing_descriptor", None) or BillingDescriptor()
    line = said.statement_descriptor or (said.name.reveal() if said.name else None)
    line = line or getattr(req, "statement_descriptor_name", None)
    if line and not LINE.fullmatch(line):
        raise InvalidField("billing_descriptor.statement_descriptor", "not 1 to 24 letters, digits, spaces and , . / -")
    return Secret(line) if line else None
