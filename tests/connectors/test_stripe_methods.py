"""Stripe's payment methods against its own API description and Python SDK: banks, wishes, pages for the shopper."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from stripe.params import _payment_intent_create_params as sdk

from tollbridge.connectors.stripe import banks, wire
from tollbridge.connectors.stripe.methods import HELD, KEPT, OF_CARDS, TYPES, WITHOUT, method_fields
from tollbridge.domain import methods
from tollbridge.domain.banks import BankName
from tollbridge.domain.features import Feature
from tollbridge.kit.flow import shown_method

SPEC = Path(__file__).parents[3] / "shared/specs/stripe/spec3-2022-11-15.json"
described = pytest.mark.skipif(not SPEC.exists(), reason=f"{SPEC.name} is not in ../shared/specs/stripe")
METHODS = sorted((one for one in method_fields.registry if one is not object), key=shown_method)
CARDS = {methods.ApplePay, methods.NetworkToken, *OF_CARDS}
"""What Stripe has as type "card"; a stored method may be of any type."""
NAMED_APART: Mapping[type, str] = {
    methods.WeChatPayQr: "wechat_pay", methods.MBWay: "mb_way", methods.MbWayRedirect: "mb_way", methods.Blik: "blik",
    methods.Ideal: "ideal", methods.Eps: "eps", methods.Przelewy24: "p24", methods.OnlineBankingFPX: "fpx",
    methods.Sofort: "sofort", methods.AchDebit: "us_bank_account", methods.SepaDebit: "sepa_debit",
    methods.BacsDebit: "bacs_debit", methods.BecsDebit: "au_becs_debit", methods.MultibancoBankTransfer: "multibanco",
    methods.Pix: "pix", methods.Boleto: "boleto", methods.Oxxo: "oxxo", methods.SepaBankTransfer: "customer_balance",
    methods.AchBankTransfer: "customer_balance", methods.BacsBankTransfer: "customer_balance",
    **dict.fromkeys((methods.FamilyMart, methods.Lawson, methods.MiniStop, methods.Seicomart), "konbini"),
    **dict.fromkeys(CARDS, "card"),
}
LATER = {"blik", "klarna", "pix", "twint"}
"""Can be charged off session in versions after ours."""


def kind(method: type) -> str:
    return NAMED_APART.get(method) or TYPES[method]


@cache
def spec() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(SPEC.read_text())
    return read


def form() -> dict[str, Any]:
    content = spec()["paths"]["/v1/payment_intents"]["post"]["requestBody"]["content"]
    properties: dict[str, Any] = content["application/x-www-form-urlencoded"]["schema"]["properties"]
    return properties


def options(method: type) -> Mapping[str, object]:
    """What the SDK's options of a method's type take, by name, with the types as it writes them."""
    camel = "".join(part.capitalize() for part in kind(method).split("_"))
    its = getattr(sdk, f"PaymentIntentCreateParamsPaymentMethodOptions{camel}")
    annotations: Mapping[str, object] = its.__annotations__
    return annotations


@described
@pytest.mark.parametrize(("words", "name"), [
    (banks.IDEAL, "ideal"), (banks.EPS, "eps"), (banks.P24, "p24"), (banks.FPX, "fpx")])
def test_banks_are_written_in_stripes_words(words: Mapping[BankName, str], name: str) -> None:
    known = form()["payment_method_data"]["properties"][name]["properties"]["bank"]["enum"]
    assert set(words.values()) <= set(known)
    assert len(set(words.values())) == len(words)


@pytest.mark.parametrize("method", METHODS, ids=shown_method)
def test_money_is_held_where_the_options_have_a_capture_method(method: type) -> None:
    assert (method in HELD) == ("capture_method" in options(method))


@pytest.mark.parametrize("method", METHODS, ids=shown_method)
def test_a_method_is_kept_where_the_options_say_off_session(method: type) -> None:
    allowed = str(options(method).get("setup_future_usage"))
    assert (method in KEPT) == ("off_session" in allowed and kind(method) not in LATER)


@described
@pytest.mark.parametrize("name", sorted(LATER - {"twint"}))
def test_our_version_does_not_keep_what_later_ones_do(name: str) -> None:
    usage = form()["payment_method_options"]["properties"][name]["anyOf"][0]["properties"].get("setup_future_usage", {})
    assert "off_session" not in usage.get("enum", ())


def test_three_ds_is_asked_for_cards_alone() -> None:
    able = {method for method in METHODS if Feature.THREE_DS not in WITHOUT.get(method, ())}
    assert able == OF_CARDS


@described
def test_every_action_with_a_page_leads_the_shopper_there() -> None:
    schemas = spec()["components"]["schemas"]
    addresses = set(wire.Page.__struct_fields__)
    kinds = {name for name, one in schemas["payment_intent_next_action"]["properties"].items()
             if addresses & schemas.get(one.get("$ref", "").rpartition("/")[2], {}).get("properties", {}).keys()}
    newer = {"multibanco_display_details", "swish_handle_redirect_or_display_qr_code"}
    assert set(wire.NextAction.__struct_fields__) == kinds | newer
