"""The table of the bridge: each operation's family and verb on NATS, and whether it is durable.

Subjects, streams, consumers, permissions and documents derive from it. A durable operation moves money, or must not be
lost: it is kept in its family's stream until it is done, and recorded. The others are questions, or make something
short-lived: they are asked and answered, and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from tollbridge.domain import operations as its
from tollbridge.domain.operations import OPERATIONS, Operation

DAY_S = 86_400


class Family(Struct, frozen=True):
    """Operations that share a stream. `keep_days` is how long their messages are kept."""

    name: str
    stream: str | None = None
    keep_days: int = 0


class Route(Struct, frozen=True):
    """One operation on NATS. `aliases` are further verbs for the same: words of the mission that the contract has
    another name for. They are told apart by nothing: what is published under one is the operation itself.
    """

    operation: Operation[Any, Any]
    family: Family
    verb: str
    durable: bool
    aliases: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """`payments.authorize`: for consumers, metrics, people."""
        return f"{self.family.name}.{self.verb}"

    @property
    def consumer(self) -> str:
        """The part of a durable consumer's name that says what it is for."""
        return f"{self.family.name}_{self.verb}"


PAYMENTS = Family("payments", "PAYMENTS", 30)
REFUNDS = Family("refunds", "REFUNDS", 90)
DISPUTES = Family("disputes", "DISPUTES", 365)
MANDATES = Family("mandates", "MANDATES", 400)
TOKENS = Family("tokens", "TOKENS", 30)
PAYOUTS = Family("payouts", "PAYOUTS", 180)
FRAUD = Family("fraud", "FRAUD", 90)
GIFT_CARDS = Family("giftcard", "PAYMENTS", 30)
AUTHENTICATIONS = Family("auth")
CUSTOMERS = Family("customers")
SURCHARGES = Family("surcharge")
TAXES = Family("tax")
WEBHOOKS = Family("webhooks")
FAMILIES: tuple[Family, ...] = (PAYMENTS, REFUNDS, DISPUTES, MANDATES, TOKENS, PAYOUTS, FRAUD, GIFT_CARDS,
                                AUTHENTICATIONS, CUSTOMERS, SURCHARGES, TAXES, WEBHOOKS)


def _durable(operation: Operation[Any, Any], family: Family, verb: str, *aliases: tuple[str, str]) -> Route:
    return Route(operation, family, verb, True, aliases)


def _asked(operation: Operation[Any, Any], family: Family, verb: str, *aliases: tuple[str, str]) -> Route:
    return Route(operation, family, verb, False, aliases)


ROUTES: tuple[Route, ...] = (
    _durable(its.AUTHORIZE, PAYMENTS, "authorize", ("payments", "complete_authorize")),
    _durable(its.TOKEN_AUTHORIZE, PAYMENTS, "token_authorize"),
    _durable(its.PROXY_AUTHORIZE, PAYMENTS, "proxy_authorize"),
    _durable(its.CAPTURE, PAYMENTS, "capture"),
    _durable(its.VOID, PAYMENTS, "void"),
    _durable(its.REVERSE, PAYMENTS, "reverse"),
    _durable(its.INCREMENT_AUTHORIZATION, PAYMENTS, "incremental_auth"),
    _durable(its.CREATE_ORDER, PAYMENTS, "create_order"),
    _durable(its.APPROVE, PAYMENTS, "approve"),
    _durable(its.REJECT, PAYMENTS, "reject"),
    _durable(its.UPDATE_METADATA, PAYMENTS, "update_metadata"),
    _asked(its.SYNC, PAYMENTS, "sync"),
    _asked(its.SESSION, PAYMENTS, "session", ("auth", "session_token")),
    _asked(its.POST_SESSION_TOKENS, PAYMENTS, "post_session_tokens"),
    _asked(its.VERIFY_REDIRECT, PAYMENTS, "verify_redirect"),
    _durable(its.REFUND, REFUNDS, "execute"),
    _durable(its.UPDATE_REFUND, REFUNDS, "update"),
    _durable(its.VOID_REFUND, REFUNDS, "void"),
    _asked(its.REFUND_SYNC, REFUNDS, "sync"),
    _durable(its.SETUP_MANDATE, MANDATES, "setup"),
    _durable(its.TOKEN_SETUP_MANDATE, MANDATES, "token_setup"),
    _durable(its.PROXY_SETUP_MANDATE, MANDATES, "proxy_setup"),
    _durable(its.CHARGE_MANDATE, MANDATES, "charge"),
    _durable(its.REVOKE_MANDATE, MANDATES, "revoke"),
    _durable(its.UPDATE_MANDATE, MANDATES, "update"),
    _durable(its.TOKENIZE, TOKENS, "create"),
    _durable(its.DELETE_TOKEN, TOKENS, "delete"),
    _durable(its.CREATE_PAYMENT_METHOD, TOKENS, "create_method"),
    _asked(its.GET_PAYMENT_METHOD, TOKENS, "get_method"),
    _asked(its.CHECK_ELIGIBILITY, TOKENS, "eligibility"),
    _asked(its.VALIDATE_TOKEN, TOKENS, "validate"),
    _durable(its.ACCEPT_DISPUTE, DISPUTES, "accept"),
    _durable(its.DEFEND_DISPUTE, DISPUTES, "defend"),
    _durable(its.SUBMIT_EVIDENCE, DISPUTES, "evidence"),
    _asked(its.DISPUTE_SYNC, DISPUTES, "get"),
    _durable(its.CREATE_PAYOUT, PAYOUTS, "create"),
    _durable(its.TRANSFER_PAYOUT, PAYOUTS, "transfer", ("payouts", "fulfill")),
    _durable(its.VOID_PAYOUT, PAYOUTS, "cancel"),
    _durable(its.STAGE_PAYOUT, PAYOUTS, "stage"),
    _durable(its.CREATE_PAYOUT_LINK, PAYOUTS, "create_link"),
    _durable(its.CREATE_PAYOUT_RECIPIENT, PAYOUTS, "create_recipient"),
    _durable(its.ENROLL_DISBURSE_ACCOUNT, PAYOUTS, "enroll"),
    _asked(its.PAYOUT_SYNC, PAYOUTS, "sync"),
    _asked(its.CHECK_PAYOUT_ELIGIBILITY, PAYOUTS, "eligibility"),
    _durable(its.POST_RISK_CHECK, FRAUD, "check", ("fraud", "post")),
    _durable(its.NOTIFY_CONNECTOR, FRAUD, "notify"),
    _asked(its.PRE_RISK_CHECK, FRAUD, "pre"),
    _durable(its.RECHARGE_PAYMENT_METHOD, GIFT_CARDS, "recharge"),
    _asked(its.GIFT_CARD_BALANCE, GIFT_CARDS, "balance"),
    _asked(its.PRE_AUTHENTICATE, AUTHENTICATIONS, "pre_authenticate"),
    _asked(its.AUTHENTICATE, AUTHENTICATIONS, "authenticate", ("auth", "external")),
    _asked(its.POST_AUTHENTICATE, AUTHENTICATIONS, "post_authenticate"),
    _asked(its.ACCESS_TOKEN, AUTHENTICATIONS, "access_token", ("auth", "auth_token")),
    _asked(its.CLIENT_TOKEN, AUTHENTICATIONS, "client_token"),
    _asked(its.CREATE_CUSTOMER, CUSTOMERS, "create"),
    _asked(its.GET_CUSTOMER, CUSTOMERS, "get"),
    _asked(its.CALCULATE_SURCHARGE, SURCHARGES, "calculate"),
    _asked(its.CALCULATE_TAX, TAXES, "calculate"),
    _asked(its.VERIFY_WEBHOOK_SOURCE, WEBHOOKS, "verify"),
    _asked(its.PARSE_EVENT, WEBHOOKS, "parse"),
    _asked(its.HANDLE_EVENT, WEBHOOKS, "handle"),
)

OF_OPERATION: Mapping[Operation[Any, Any], Route] = {route.operation: route for route in ROUTES}
OF_VERB: Mapping[tuple[str, str], Route] = {
    **{alias: route for route in ROUTES for alias in route.aliases},
    **{(route.family.name, route.verb): route for route in ROUTES}}
DURABLE: tuple[Route, ...] = tuple(route for route in ROUTES if route.durable)
ASKED: tuple[Route, ...] = tuple(route for route in ROUTES if not route.durable)


def missing() -> list[Operation[Any, Any]]:
    """Operations of the table that have no route: a test wants none."""
    return [operation for operation in OPERATIONS if operation.rpc and operation not in OF_OPERATION]
