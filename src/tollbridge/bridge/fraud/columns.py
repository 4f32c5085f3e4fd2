"""The columns of a row of `tollbridge export fraud`, and their schema: the same in JSON lines and in CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

VERSION = "tollbridge.fraud/1"
"""A column may be added under the same version; one that goes, or means something else, makes another."""
ABOUT: Mapping[str, str] = {
    "schema": f"`{VERSION}`.",
    "source": "`operation`: what was asked for here, once it is over. `event`: what the processor told by webhook.",
    "id": (
        "Of the operation, or of the event. The row of an operation that a person ended later comes again: the one"
        " with the highest `sequence` counts."),
    "sequence": (
        "In its stream: rows of one source are in this order. With `source` and `id` it tells a row that came "
        "twice."),
    "at": "When that was stored, in UTC.",
    "merchant_id": "Whose.",
    "connector": "At which processor.",
    "kind": "`payments.authorize`, `refunds.execute`; of an event its type.",
    "environment": "`sandbox` or `production`.",
    "state": "`DONE`, `REJECTED` (nothing was done), `MANUAL` (nobody knows: a person has to find out).",
    "outcome": "`ok`, `declined`, or why not.",
    "status": "In the contract's words: `CHARGED`, `FAILURE`, `REFUND_SUCCESS`, `DISPUTE_LOST`.",
    "attempts": "How often it was tried.",
    "accepted_at": "When it was first taken up, in UTC.",
    "duration_s": "From that to the end.",
    "merchant_reference": "The merchant's own id of it.",
    "payment_id": "The processor's id of the payment: joins payments, refunds, disputes and events.",
    "refund_id": "The processor's, of a refund.",
    "dispute_id": "The processor's, of a dispute.",
    "amount_minor": "What was asked for, or is disputed, in minor units of the currency.",
    "currency": "ISO 4217.",
    "authorized_minor": "What the processor says is reserved.",
    "captured_minor": "What it says was taken so far.",
    "capture_method": "`AUTOMATIC`, `MANUAL`.",
    "method": "`card`, `token` (stored at the processor), `google_pay`.",
    "card_bin": "First six digits, where the request has a number.",
    "card_last4": "Last four digits.",
    "card_network": "`VISA`; the processor's word where the request says nothing.",
    "card_type": "`credit`, `debit`, as the merchant says.",
    "card_country": "Of the issuer, ISO 3166, as the merchant says.",
    "customer_hash": "Of the merchant's id of the shopper. Keyed, as the next two.",
    "email_hash": "Of the e-mail address, without blanks around it and in small letters.",
    "ip_hash": "Of the shopper's IP address.",
    "billing_country": "ISO 3166.",
    "shipping_country": "ISO 3166.",
    "payment_channel": "`ECOMMERCE`, `MAIL_ORDER`, `TELEPHONE_ORDER`.",
    "off_session": "The shopper was not there.",
    "three_ds_wanted": "`THREE_DS` where the merchant asked for it.",
    "three_ds_status": "How that ended: EMV's transStatus, as the contract spells it.",
    "three_ds_eci": "Electronic commerce indicator, of the network.",
    "three_ds_version": "Of EMV 3DS.",
    "three_ds_exemption": "Which exemption was claimed.",
    "avs_check": "Address, as the processor says it found it, in its words.",
    "avs_address_check": "Street, where it tells it apart.",
    "avs_postal_check": "Postal code, where it tells it apart.",
    "cvc_check": "Security code, in its words.",
    "unified_code": "Why not, the same at all processors: `insufficient_funds`.",
    "connector_code": "The processor's own code.",
    "issuer_code": "The issuer's reason in the processor's words.",
    "decline_code": "The network's response code.",
    "advice_code": "The network's word on trying again.",
    "reason": "Of a refund or dispute, where it is a code: `fraudulent`, `10.4`.",
    "dispute_stage": "`PRE_DISPUTE`, `ACTIVE_DISPUTE`, `PRE_ARBITRATION`.",
    "dispute_due_at": "The last moment to answer, in UTC.",
    "risk_decision": "Of a fraud service: `APPROVE`, `REJECT`, `REVIEW`.",
    "risk_score": "On its own scale.",
    "superseded": "Something later was known before this event came.",
    "unmatched": "No payment is known here that this event is about.",
    "request": (
        "Of an operation, whether its request could be read: `read`; `gone`: its stream keeps it no more; "
        "`erased`: its key was; `unproven`: it does not prove itself."),
}
"""Each column, for the documentation and `--schema`."""


class Row(Struct, kw_only=True, omit_defaults=True):
    """What is not known is not there: null in CSV is the empty text. ABOUT says what each is."""

    schema: str
    source: str
    id: str
    sequence: int
    at: str
    merchant_id: str
    connector: str
    kind: str
    environment: str | None = None
    state: str | None = None
    outcome: str | None = None
    status: str | None = None
    attempts: int | None = None
    accepted_at: str | None = None
    duration_s: float | None = None
    merchant_reference: str | None = None
    payment_id: str | None = None
    refund_id: str | None = None
    dispute_id: str | None = None
    amount_minor: int | None = None
    currency: str | None = None
    authorized_minor: int | None = None
    captured_minor: int | None = None
    capture_method: str | None = None
    method: str | None = None
    card_bin: str | None = None
    card_last4: str | None = None
    card_network: str | None = None
    card_type: str | None = None
    card_country: str | None = None
    customer_hash: str | None = None
    email_hash: str | None = None
    ip_hash: str | None = None
    billing_country: str | None = None
    shipping_country: str | None = None
    payment_channel: str | None = None
    off_session: bool | None = None
    three_ds_wanted: str | None = None
    three_ds_status: str | None = None
    three_ds_eci: str | None = None
    three_ds_version: str | None = None
    three_ds_exemption: str | None = None
    avs_check: str | None = None
    avs_address_check: str | None = None
    avs_postal_check: str | None = None
    cvc_check: str | None = None
    unified_code: str | None = None
    connector_code: str | None = None
    issuer_code: str | None = None
    decline_code: str | None = None
    advice_code: str | None = None
    reason: str | None = None
    dispute_stage: str | None = None
    dispute_due_at: str | None = None
    risk_decision: str | None = None
    risk_score: int | None = None
    superseded: bool | None = None
    unmatched: bool | None = None
    request: str | None = None


COLUMNS: tuple[str, ...] = Row.__struct_fields__
encode = msgspec.json.Encoder().encode


def described() -> Iterator[tuple[str, str, str]]:
    """Each column: its name, its type in JSON, what it is."""
    for name, its in json_schema()["properties"].items():
        kinds = [its["type"]] if "type" in its else [each["type"] for each in its["anyOf"]]
        yield name, next(kind for kind in kinds if kind != "null"), its["description"]


def json_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a line."""
    _, parts = msgspec.json.schema_components([Row])
    its = dict(parts["Row"])
    properties = {name: {**its["properties"][name], "description": ABOUT[name]} for name in COLUMNS}
    properties["schema"] |= {"const": VERSION}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": VERSION, "type": "object",
            "properties": properties, "required": its["required"]}
