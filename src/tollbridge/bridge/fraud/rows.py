"""One operation, or one event, as a flat row of what a fraud team or its model needs.

Nothing gets into a row that is not taken for a column of it here: names, addresses, messages of processors and other
free text are none. Who paid is told by keyed hashes alone. What is taken is still looked at: text with a card number is
masked, text with an @ is left out, and so is what should be a code and is a sentence.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from tollbridge.bridge.deliveries.events import Event
from tollbridge.bridge.fraud.columns import VERSION, Row
from tollbridge.bridge.records import OF_NAME, OperationRecord
from tollbridge.domain.masking import masked

OPERATION, EVENT = "operation", "event"
READ, GONE, ERASED, UNPROVEN = "read", "gone", "erased", "unproven"
HASH_DIGITS = 32
_NUMBER = re.compile(r"([0-9]{6})\*+([0-9]{4})\Z")
_WORD = re.compile(r"[\w.:/+ -]{1,64}\Z", re.ASCII)
_SECURITY_CODE = re.compile(r"[0-9]{3,4}\Z")
_MOST_ID = 128
NUMBERS = ("card_number", "token_number", "dpan", "application_primary_account_number")
AMOUNTS = ("amount", "amount_to_capture", "refund_amount", "authorized_money", "dispute_amount", "captured_amount")
CHECKS = (("cvc_check", ("cvc", "cvv", "security_code")), ("avs_postal_check", ("postal", "zip")),
          ("avs_address_check", ("street", "line1", "address_line")), ("avs_check", ("avs", "address")))
"""Which of a processor's words is which; the first that fits."""


class Hashes:
    """Of what tells who paid, under a key that only the exporting side has: without it they are left out."""

    def __init__(self, key: bytes | None) -> None:
        self._key = key

    def __repr__(self) -> str:
        return "Hashes()"

    def of(self, what: str, text: str | None) -> str | None:
        """The same text gives the same hash within a kind, and another in each."""
        if self._key is None or not text or not (plain := text.strip()):
            return None
        plain = plain.lower() if what == "email" else plain
        return hmac.new(self._key, f"{what}\0{plain}".encode(), hashlib.sha256).hexdigest()[:HASH_DIGITS]


def of_operation(record: OperationRecord, request: Mapping[str, Any] | None, *, why: str, sequence: int, at: float,
                 hashes: Hashes) -> Row:
    """`request` as it was stored, decrypted; None where it cannot be had, and `why` says so."""
    route, asked = OF_NAME.get(record.operation), request or {}
    result = _object(bytes(record.result))
    row = Row(schema=VERSION, source=OPERATION, id=record.op_id, sequence=sequence, at=_time(at) or "",
              merchant_id=record.merchant_id, connector=record.connector, state=record.state, outcome=record.outcome,
              kind=route.name if route is not None else record.operation, attempts=record.attempts, request=why,
              environment=record.environment or None)
    row.accepted_at = _time(record.accepted_at)
    if record.accepted_at and record.changed_at >= record.accepted_at:
        row.duration_s = round(record.changed_at - record.accepted_at, 3)
    if record.problem is not None and not result:
        row.connector_code = _word(record.problem.code or record.problem.reason)
    _ask(row, asked, hashes)
    _tell(row, result)
    row.payment_id = row.payment_id or _id(record.reference) or _id(_at(asked, "connector_transaction_id"))
    row.dispute_id = row.dispute_id or _id(_at(asked, "dispute_id"))
    return row


def of_event(event: Event, hashes: Hashes) -> Row:
    row = Row(schema=VERSION, source=EVENT, id=event.id, sequence=event.sequence, at=_time(event.at) or "",
              merchant_id=event.merchant_id, connector=event.connector, kind=_word(event.type) or event.kind)
    row.superseded = True if event.headers.get("tollbridge-superseded") else None
    row.unmatched = True if event.headers.get("tollbridge-unmatched") else None
    contents = _at(_object(event.body), "data", "event_content")
    for content in contents.values() if isinstance(contents, dict) else ():
        if isinstance(content, dict):
            row.email_hash = hashes.of("email", _plain(_at(content, "email")))
            _money(row, content)
            _tell(row, content)
    return row


def _ask(row: Row, asked: Mapping[str, Any], hashes: Hashes) -> None:
    row.merchant_reference = next((its for name, value in asked.items() if name.startswith("merchant_")
                                   and name.endswith(("_id", "Id")) and (its := _own_id(_at({"": value}, "")))), None)
    _money(row, asked)
    row.capture_method = _word(_at(asked, "capture_method"))
    method = _at(asked, "payment_method")
    if isinstance(method, dict) and method:
        row.method = _word(next(iter(method)))
        for part in _objects(method, 3):
            _card(row, part)
    for customer in (_at(asked, "customer"), _at(asked, "customer_info")):
        row.customer_hash = row.customer_hash or hashes.of("customer", _plain(_at(customer, "id")))
        row.email_hash = row.email_hash or hashes.of("email", _plain(_at(customer, "email")))
    row.customer_hash = row.customer_hash or hashes.of("customer", _plain(_at(asked, "customer_id")))
    billing = _at(asked, "address", "billing_address")
    row.email_hash = row.email_hash or hashes.of("email", _plain(_at(billing, "email")))
    row.ip_hash = hashes.of("ip", _plain(_at(asked, "browser_info", "ip_address")))
    row.billing_country = _word(_at(billing, "country_alpha2_code"))
    row.shipping_country = _word(_at(asked, "address", "shipping_address", "country_alpha2_code"))
    row.payment_channel = _word(_at(asked, "payment_channel"))
    off = _at(asked, "off_session")
    row.off_session = off if isinstance(off, bool) else None
    row.three_ds_wanted = _word(_at(asked, "auth_type"))
    _three_ds(row, _at(asked, "authentication_data"))
    row.reason = _word(_at(asked, "reason")) or _word(_at(asked, "reason_code"))


def _card(row: Row, its: Mapping[str, Any]) -> None:
    for name in NUMBERS:
        if shown := _NUMBER.match(_plain(_at(its, name)) or ""):
            row.card_bin, row.card_last4 = shown.groups()
    row.card_network = row.card_network or _word(_at(its, "card_network"))
    row.card_type = row.card_type or _word(_at(its, "card_type"))
    row.card_country = row.card_country or _word(_at(its, "card_issuing_country_alpha2"))


def _three_ds(row: Row, its: Any) -> None:
    row.three_ds_status = _word(_at(its, "trans_status")) or row.three_ds_status
    row.three_ds_eci = _word(_at(its, "eci")) or row.three_ds_eci
    row.three_ds_version = _word(_at(its, "message_version")) or row.three_ds_version
    row.three_ds_exemption = _word(_at(its, "exemption_indicator")) or row.three_ds_exemption


def _tell(row: Row, result: Mapping[str, Any]) -> None:
    row.status = _word(_at(result, "status")) or _word(_at(result, "dispute_status"))
    row.payment_id = _id(_at(result, "connector_transaction_id"))
    row.refund_id = _id(_at(result, "connector_refund_id"))
    row.dispute_id = _id(_at(result, "connector_dispute_id"))
    row.merchant_reference = row.merchant_reference or _own_id(_at(result, "merchant_transaction_id")) or (
        _own_id(_at(result, "merchant_refund_id")))
    if row.amount_minor is None:
        _money(row, result)
    row.authorized_minor = _minor(_at(result, "authorized_money")) or _minor(_at(result, "authorized_amount"))
    row.captured_minor = _minor(_at(result, "captured_amount"))
    _refused(row, _at(result, "error"))
    card = _at(result, "connector_response", "additional_payment_method_data", "card")
    row.card_network = row.card_network or _word(_at(card, "card_network"))
    _three_ds(row, _json_in(_at(card, "authentication_data")))
    for check, said in _json_in(_at(card, "payment_checks")).items():
        _check(row, check, said)
    row.reason = row.reason or _word(_at(result, "dispute_reason")) or _word(_at(result, "dispute_message"))
    row.dispute_stage = _word(_at(result, "dispute_stage"))
    row.dispute_due_at = _time(_number(_at(result, "due_date")))
    row.risk_decision = _word(_at(result, "frm_decision"))
    row.risk_score = _integer(_at(result, "risk_score"))


def _refused(row: Row, error: Any) -> None:
    row.unified_code = _word(_at(error, "unified_details", "code"))
    row.connector_code = _word(_at(error, "connector_details", "code")) or row.connector_code
    row.issuer_code = _word(_at(error, "issuer_details", "code"))
    row.decline_code = _word(_at(error, "issuer_details", "network_details", "decline_code"))
    row.advice_code = _word(_at(error, "issuer_details", "network_details", "advice_code"))


def _check(row: Row, name: str, said: Any) -> None:
    """A word on the check; what could be the code that was checked is none."""
    word, name = _word(said), name.lower()
    if word is None or _SECURITY_CODE.match(word):
        return
    column = next((column for column, parts in CHECKS if any(part in name for part in parts)), None)
    if column is not None and getattr(row, column) is None:
        setattr(row, column, word)


def _money(row: Row, its: Mapping[str, Any]) -> None:
    for name in AMOUNTS:
        money = _at(its, name)
        if isinstance(money, dict) and (minor := _minor(money)) is not None:
            row.amount_minor, row.currency = minor, _word(_at(money, "currency"))
            return


# -- values of the contract's JSON ------------------------------------------------------------------------------------
def _at(value: Any, *path: str) -> Any:
    """What is there, in either spelling; None where nothing is. Wrapped values are taken out of their wrapper."""
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name, value.get(_camel(name)))
    if isinstance(value, dict) and len(value) == 1 and "value" in value:
        return value["value"]
    return value


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _objects(value: Mapping[str, Any], depth: int) -> Iterator[Mapping[str, Any]]:
    yield value
    for its in value.values() if depth else ():
        if isinstance(its, dict):
            yield from _objects(its, depth - 1)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _json_in(value: Any) -> Mapping[str, Any]:
    """Of the contract's bytes that are JSON."""
    try:
        return _object(base64.b64decode(value)) if isinstance(value, str) else {}
    except ValueError:
        return {}


def _plain(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _word(value: Any) -> str | None:
    """A code, or a short word of a processor; None for what looks like a sentence, or like more than it should be."""
    if not isinstance(value, str) or "@" in value or _WORD.match(value) is None or value.count(" ") > 5:
        return None
    return value if masked(value) == value else None


def _id(value: Any) -> str | None:
    """A processor's id: as it is, for one of ten that are all digits looks like a card number, and rows are joined by
    it. None where it may be an e-mail address.
    """
    text = _plain(value)
    return text if text and "@" not in text and len(text) <= _MOST_ID and text.isprintable() else None


def _own_id(value: Any) -> str | None:
    """A merchant's: card numbers in it are masked, for nobody knows what merchants make ids of."""
    text = _id(value)
    return masked(text) if text else None


def _integer(value: Any) -> int | None:
    """The contract writes 64 bits as text."""
    number = _number(value)
    return int(number) if number is not None and number == int(number) else None


def _number(value: Any) -> float | None:
    try:
        return None if isinstance(value, bool) or value is None else float(str(value))
    except (ValueError, OverflowError):
        return None


def _minor(value: Any) -> int | None:
    its = _at(value, "minor_amount") if isinstance(value, dict) else value
    try:
        return None if isinstance(its, bool | float) or its is None else int(its)
    except (ValueError, TypeError):
        return None


def _time(at: float | None) -> str | None:
    if not at:
        return None
    try:
        return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return None
