"""The operations, their requests, and the shape of these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec import Struct

from tollbridge.sandbox.paypal import disputes, orders, payments, payouts, vault
from tollbridge.sandbox.paypal.reply import Reply
from tollbridge.sandbox.paypal.requests import (
    AcceptClaim,
    ConfirmSource,
    CreateOrder,
    CreatePayout,
    GiveBack,
    KeepSource,
    Nothing,
    PayOrder,
    ProvideEvidence,
    TakeMoney,
)

HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    method: str
    path: str
    shape: type[Struct]
    execute: Callable[..., Reply]
    """Takes the desk, the request, and the parts of the path by their names."""
    kept_for_s: float | None = 45 * 24 * HOUR_S
    """How long a PayPal-Request-Id is remembered: https://developer.paypal.com/api/rest/reference/idempotency/. None
    where it is not looked at."""
    multipart: bool = False
    """Its request is a part of the body."""


_ORDER, _AUTHORIZATION = "/v2/checkout/orders/{order}", "/v2/payments/authorizations/{authorization}"
_DISPUTE, _CAPTURE = "/v1/customer/disputes/{dispute}", "/v2/payments/captures/{capture}"
_ORDERS_S, _VAULT_S = 6 * HOUR_S, 3 * HOUR_S

OPERATIONS: tuple[Operation, ...] = (
    Operation("orders.create", "POST", "/v2/checkout/orders", CreateOrder, orders.create, _ORDERS_S),
    Operation("orders.get", "GET", _ORDER, Nothing, orders.retrieve),
    Operation("orders.confirm", "POST", f"{_ORDER}/confirm-payment-source", ConfirmSource, orders.confirm, _ORDERS_S),
    Operation("orders.authorize", "POST", f"{_ORDER}/authorize", PayOrder, orders.authorize, _ORDERS_S),
    Operation("orders.capture", "POST", f"{_ORDER}/capture", PayOrder, orders.capture, _ORDERS_S),
    Operation("authorizations.get", "GET", _AUTHORIZATION, Nothing, payments.get_authorization),
    Operation("authorizations.capture", "POST", f"{_AUTHORIZATION}/capture", TakeMoney, payments.capture_authorization),
    Operation("authorizations.void", "POST", f"{_AUTHORIZATION}/void", Nothing, payments.void),
    Operation("authorizations.reauthorize", "POST", f"{_AUTHORIZATION}/reauthorize", TakeMoney, payments.reauthorize),
    Operation("captures.get", "GET", _CAPTURE, Nothing, payments.get_capture),
    Operation("captures.refund", "POST", f"{_CAPTURE}/refund", GiveBack, payments.refund),
    Operation("refunds.get", "GET", "/v2/payments/refunds/{refund}", Nothing, payments.get_refund),
    Operation("setup_tokens.create", "POST", "/v3/vault/setup-tokens", KeepSource, vault.create_setup, _VAULT_S),
    Operation("setup_tokens.get", "GET", "/v3/vault/setup-tokens/{token}", Nothing, vault.get_setup),
    Operation("payment_tokens.create", "POST", "/v3/vault/payment-tokens", KeepSource, vault.create_token, _VAULT_S),
    Operation("payment_tokens.get", "GET", "/v3/vault/payment-tokens/{token}", Nothing, vault.get_token),
    Operation("payment_tokens.delete", "DELETE", "/v3/vault/payment-tokens/{token}", Nothing, vault.delete_token),
    Operation("payouts.create", "POST", "/v1/payments/payouts", CreatePayout, payouts.create, None),
    Operation("payouts.get", "GET", "/v1/payments/payouts/{payout}", Nothing, payouts.retrieve),
    Operation("payout_items.get", "GET", "/v1/payments/payouts-item/{item}", Nothing, payouts.get_item),
    Operation("payout_items.cancel", "POST", "/v1/payments/payouts-item/{item}/cancel", Nothing, payouts.cancel_item,
              None),
    Operation("disputes.get", "GET", _DISPUTE, Nothing, disputes.retrieve),
    Operation("disputes.accept", "POST", f"{_DISPUTE}/accept-claim", AcceptClaim, disputes.accept, None,
              multipart=True),
    Operation("disputes.provide_evidence", "POST", f"{_DISPUTE}/provide-evidence", ProvideEvidence, disputes.provide,
              None, multipart=True),
)
