"""Rules about the requests that a connector builds: the same bytes, exact amounts, quoted ids, no secrets shown."""

from __future__ import annotations

import base64
import binascii
import re
import traceback
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import unquote_plus, urlsplit

from msgspec.structs import replace

from tollbridge.domain.errors import InvalidField, Unsupported
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import Effect
from tollbridge.domain.secret import Secret
from tollbridge.kit import masking
from tollbridge.kit.connector import Idempotency
from tollbridge.kit.http import HttpRequest
from tollbridge.testing.claims import asked
from tollbridge.testing.golden import Case, Json, Replay, Subject, headers, plain, replay
from tollbridge.testing.samples import changed_everywhere, secrets_of

EXACT = {Currency.JPY: 98760, Currency.KWD: 98760, Currency.USD: 98760}
"""Ends in zero, for processors that take two decimal places of three: 98.76 KWD."""
_NUMBER = re.compile(r"(?<![\w.])-?[0-9]+(?:\.[0-9]+)?(?![\w.])")
_ID = re.compile(r"connector_\w*id|refund_id|dispute_id")
STRANGE = "a/../b?c=d#e%2F"


def builds_repeat(its: Subject) -> Iterator[str]:
    """Two builds of one request, by one clock, nonce and key, are the same bytes; where they are sealed with chance,
    the same bytes were sealed.
    """
    for case in its.cases:
        flow = its.connector.flow(case.operation)
        if flow is not None and not flow.deterministic and case.sealing is None:
            continue
        read = (lambda sent: sent) if flow is None or flow.deterministic else partial(plain, case)
        first, second = replay(its, case), replay(its, case)
        if [_bytes(read(sent)) for sent in first.sent] != [_bytes(read(sent)) for sent in second.sent]:
            yield f"{case}: two builds differ"


def _bytes(request: HttpRequest) -> tuple[Any, ...]:
    return request.method, request.url, headers(request), request.body


def no_secret_is_shown(its: Subject) -> Iterator[str]:
    """Card data and credentials are in no repr, no view for logs and no error."""
    for case in its.cases:
        ran = replay(its, case)
        hidden = {secret.reveal() for secret in (*secrets_of(ran.request), *secrets_of(ran.context.account))}
        shown = unquote_plus("\n".join(_shown(ran)))
        for text in sorted(hidden):
            # two letters, such as a month, are in every text
            if len(text) > 2 and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", shown):
                yield f"{case}: a secret of {len(text)} characters is shown"


_LINE = re.compile(r", line \d+")
"""Of a traceback: one may be as a security code."""


def _shown(ran: Replay) -> Iterator[str]:
    yield repr(ran.request)
    yield repr(ran.context)
    if ran.error is not None:
        yield _LINE.sub(", line ?", "".join(traceback.format_exception(ran.error)))
        yield repr(vars(ran.error))
    for sent in ran.sent:
        yield from (repr(sent), masking.shown(sent), masking.shown_body(sent))
        for name, value in masking.shown_headers(sent).items():
            yield f"{name}: {value}"
            yield from _decoded(value)


def _decoded(header: str) -> Iterator[str]:
    """Credentials of Basic authentication are only in disguise."""
    for word in header.split():
        try:
            yield base64.b64decode(word, validate=True).decode()
        except (binascii.Error, ValueError):
            continue


def ids_never_change_the_path(its: Subject) -> Iterator[str]:
    """An id with slashes, dots or question marks stays one segment of the path, and dots alone are refused."""
    for case in its.cases:
        before = replay(its, case)
        if not before.sent:
            continue
        names = [name for name, value in case.golden.request.items() if _ID.fullmatch(name) and isinstance(value, str)]
        for name in names:
            if case.golden.request[name] not in urlsplit(before.sent[-1].url).path:
                continue
            last = before.sent[-1]
            strange = f"{_kind(case.golden.request[name])}{STRANGE}"
            after = _rebuilt(its, case, {**case.golden.request, name: strange}, len(before.sent))
            if after is not None and _frame(after) != _frame(last):
                yield f"{case}: {name} changes the address to {after.url}"
            for dots in (".", ".."):
                if (after := _rebuilt(its, case, {**case.golden.request, name: dots}, len(before.sent))) is not None:
                    yield f"{case}: {name} {dots!r} is sent, to {after.url}"


def _kind(its_id: str) -> str:
    """What some ids begin with, as "seti_": it tells what they are ids of, and so where that is asked for."""
    word, dash, _ = its_id.partition("_")
    return word + dash if dash and word.isalpha() else ""


def _rebuilt(its: Subject, case: Case, request: Json, number: int) -> HttpRequest | None:
    """That request of a case that asks something else; None where it is refused, perhaps after a login."""
    ran = replay(its, case, request=request)
    return ran.sent[number - 1] if len(ran.sent) >= number else None


def _frame(request: HttpRequest) -> tuple[Any, ...]:
    """An address without what stands in its path."""
    url = urlsplit(request.url)
    return url.scheme, url.netloc, url.path.count("/"), url.query, url.fragment


def amounts_are_exact(its: Subject) -> Iterator[str]:
    """An amount of JPY, KWD or USD goes out as its minor units or as its decimal number, to the last digit."""
    for case in its.cases:
        ran = replay(its, case)
        money = _money(case.golden.request)
        wire = {_digits(number) for number in _numbers(case, ran.sent)}
        if not money or not {_digits(Decimal(one.minor_amount)) for one in money} <= wire:
            continue  # the amount is not sent, or in a body that cannot be read
        for currency, minor in EXACT.items():
            amount = Money(minor, currency)
            request = changed_everywhere(case.golden.request, partial(_priced, amount))
            after = replay(its, case, request=request)
            refused = isinstance(after.error, InvalidField | Unsupported) and not after.sent
            if not refused and not _stands(case, after.sent, amount):
                yield f"{case}: {amount} is not in what is sent"


def _money(value: Any) -> list[Money]:
    """The amounts of a request."""
    if isinstance(value, dict):
        if value.keys() == {"minor_amount", "currency"}:
            return [Money(int(value["minor_amount"]), Currency(value["currency"]))]
        return [one for inner in value.values() for one in _money(inner)]
    return [one for inner in value for one in _money(inner)] if isinstance(value, list) else []


def _priced(amount: Money, part: Any) -> Json | None:
    if isinstance(part, dict) and part.keys() == {"minor_amount", "currency"}:
        return {"minor_amount": str(amount.minor_amount), "currency": amount.currency.value}
    return None


def _stands(case: Case, sent: tuple[HttpRequest, ...], amount: Money) -> bool:
    """Whether the amount is among the numbers that were sent."""
    major = Decimal(amount.minor_amount).scaleb(-amount.currency.exponent)
    return not {Decimal(amount.minor_amount), major}.isdisjoint(_numbers(case, sent))


def _numbers(case: Case, sent: tuple[HttpRequest, ...]) -> list[Decimal]:
    """Every number in bodies and addresses."""
    sent = tuple(plain(case, one) for one in sent)
    text = "\n".join(unquote_plus((one.body or b"").decode("utf-8", "replace") + "\n" + one.url) for one in sent)
    return [Decimal(found) for found in _NUMBER.findall(text)]


def _digits(number: Decimal) -> tuple[int, ...]:
    """Without zeros at the end: the same for an amount in whatever unit, right or wrong."""
    return number.normalize().as_tuple().digits


def currencies_without_and_with_three_digits_have_cases(its: Subject) -> Iterator[str]:
    """Each flow that moves a stated amount has a case in JPY and one in KWD, sent or refused."""
    for flow in its.connector.flows:
        if flow.operation.effect is not Effect.MONEY:
            continue
        stated = [{one.currency for one in _money(case.golden.request)} for case in its.of(flow.operation)]
        seen = set().union(*stated)
        for currency in (Currency.JPY, Currency.KWD) if seen else ():
            if currency not in seen:
                yield f"{flow.operation.flow}: no case in {currency}"


def a_key_is_the_callers_own(its: Subject) -> Iterator[str]:
    """Where the processor honours idempotency keys, what moves money carries the one that the context has."""
    if its.connector.idempotency is None:
        return
    place = its.connector.idempotency
    for case in its.cases:
        flow = its.connector.flow(case.operation)
        if flow is None or not flow.repeatable or flow.operation.effect is Effect.QUERY:
            continue
        ran = replay(its, case)
        if ran.sent and ran.context.idempotency_key and not any(
                ran.context.idempotency_key in _key_of(sent, place) for sent in ran.sent):
            yield f"{case}: goes out without the key"


def _key_of(sent: HttpRequest, place: Idempotency) -> str:
    """What a request has where the processor looks for the key."""
    if place.header:
        return headers(sent).get(place.header.lower(), "")
    return str(_member(sent.content, place.member))


def _member(content: Any, name: str) -> Any:
    """Of a body, at whatever depth: in XML it is an attribute of the element that says what is asked."""
    if not isinstance(content, Mapping):
        return ""
    inner = (found for value in content.values() if (found := _member(value, name)))
    return content[name] if name in content else next(inner, "")


def an_account_may_replace_the_host(its: Subject) -> Iterator[str]:
    """`base_url` of the account is where requests go: a sandbox, a proxy, a host of the merchant's own. With a path of
    its own, too, they have all of their headers: an idempotency key that is lost there is a shopper who pays twice.
    """
    other = "https://sandbox.example/of/ours"
    account = replace(its.account, base_url=other + "/")
    moved = Subject(its.connector, account, its.cases, its.folder)
    for case in its.cases:
        for before, after in zip(replay(its, case).sent, replay(moved, case).sent, strict=False):
            path = urlsplit(before.url).path
            own_host = not before.url.startswith((its.connector.live_url, its.connector.test_url))
            if not own_host and not after.url.startswith(other + "/"):
                yield f"{case}: {path} goes to {after.url}"
            for name in sorted(headers(before).keys() - headers(after).keys()):
                yield f"{case}: {path} loses {name} there"


def credentials_are_secrets(its: Subject) -> Iterator[str]:
    """An account holds at least one secret, and its repr shows none."""
    if not any(isinstance(secret, Secret) for secret in secrets_of(its.account)):
        yield "an account without a secret"
    text = repr(its.account)
    yield from ("repr of the account shows a secret" for secret in secrets_of(its.account) if secret.reveal() in text)


def every_request_can_be_read(its: Subject) -> Iterator[str]:
    """Only a case that says so has a request that breaks the contract."""
    for case in its.cases:
        told = case.golden.error["type"] if isinstance(case.golden.error, dict) else ""
        if asked(case) is None and told not in ("MissingField", "InvalidField", "BadInput"):
            yield f"{case}: its request is not of the contract"
