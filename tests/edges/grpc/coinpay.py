"""Coin Pay, Open Pay and Four Pay: no such processors. Credentials by currency, none at all, and of four keys."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.operations import SYNC
from tollbridge.domain.payments import Sync
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus, RawConnectorStatus


class Keys(Struct, frozen=True, kw_only=True):
    api_key: Secret
    site: str | None = None


class Account(Struct, frozen=True, kw_only=True):
    auth_key_map: Mapping[str, Keys]
    base_url: str | None = None


class NoAccount(Struct, frozen=True, kw_only=True):
    base_url: str | None = None


class FourKeys(Struct, frozen=True, kw_only=True):
    api_key: Secret
    key1: Secret
    key2: Secret
    api_secret: Secret
    base_url: str | None = None


def sign(req: kit.HttpRequest, ctx: kit.Context[Account]) -> kit.HttpRequest:
    keys = sorted(ctx.account.auth_key_map.items())
    return req.with_headers({"authorization": ",".join(f"{currency}={own.api_key.reveal()}" for currency, own in keys)})


def build_sync(req: Sync, ctx: object) -> kit.HttpRequest:
    return kit.get("/payments")


def parse_sync(res: kit.HttpResponse, req: Sync, ctx: object) -> Payment:
    return Payment(status=PaymentStatus.CHARGED, connector_transaction_id=req.connector_transaction_id,
                   raw_connector_status=RawConnectorStatus(code="paid"))


CONNECTOR = kit.Connector(
    id="coinpay", account=Account, live_url="", test_url="", sign=sign, error=lambda res, ctx: None,
    flows=(kit.Flow(SYNC, build_sync, parse_sync),))
OPEN = kit.Connector(
    id="openpay", account=NoAccount, live_url="", test_url="", sign=kit.unsigned, error=lambda res, ctx: None,
    flows=(kit.Flow(SYNC, build_sync, parse_sync),))
FOUR = kit.Connector(
    id="fourpay", account=FourKeys, live_url="", test_url="", sign=kit.unsigned, error=lambda res, ctx: None,
    flows=(kit.Flow(SYNC, build_sync, parse_sync),))
