"""Rules about webhooks: what does not prove where it comes from is never parsed, and no bytes break the reading."""

from __future__ import annotations

import base64
import hmac
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

from tollbridge.domain.errors import ConnectorError, InvalidField, MissingField, SignatureMismatch
from tollbridge.domain.operations import HANDLE_EVENT, PARSE_EVENT
from tollbridge.testing.answers import RUBBISH, at, paths, variants, with_other, without
from tollbridge.testing.golden import Case, Json, Replay, Subject, replay

_EPOCH = re.compile(r"(?<!\d)\d{10}(?:\d{3})?(?!\d)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
A_DAY = timedelta(days=1)


def genuine(its: Subject) -> list[Case]:
    """Cases of webhooks that are taken in."""
    return [case for case in its.of(HANDLE_EVENT) if isinstance(case.golden.result, dict)]


def _details(case: Case) -> Json:
    details: Json = case.golden.request["request_details"]
    return details


def _asking(case: Case, **changed: Any) -> Json:
    """The request of a case with some of its details changed."""
    return {**case.golden.request, "request_details": {**_details(case), **changed}}


def _headers(case: Case) -> Mapping[str, str]:
    headers: Mapping[str, str] = _details(case).get("headers", {})
    return headers


def _refused(ran: Replay) -> bool:
    return isinstance(ran.error, SignatureMismatch)


def _proofs(its: Subject, case: Case) -> list[str]:
    """The headers without which a webhook proves nothing; none where the proof is in its body or address."""
    return [name for name in _headers(case) if _refused(replay(its, case, request=_asking(
        case, headers={other: value for other, value in _headers(case).items() if other != name})))]


def an_unsigned_webhook_is_refused(its: Subject) -> Iterator[str]:
    """Without the header that proves it, or with that header empty or given twice."""
    for case in genuine(its):
        proofs = _proofs(its, case)
        bare = replay(its, case, request=_asking(case, headers={}))
        if not proofs and not _refused(bare) and not _in_the_body(its, case):
            yield f"{case}: nothing in it has to prove anything"
        for name in proofs:
            for value in ("", " ", ",", "=", "\u00e9", "." * 5000):
                if not _refused(replay(its, case, request=_asking(case, headers={**_headers(case), name: value}))):
                    yield f"{case}: taken in with {name} {value[:9]!r}"
            twice = {**_headers(case), name.swapcase(): _headers(case)[name]}
            if not _refused(replay(its, case, request=_asking(case, headers=twice))):
                yield f"{case}: taken in with two headers {name}"


def _in_the_body(its: Subject, case: Case) -> bool:
    """Whether there is a word in body or query without which it is refused."""
    body = base64.b64decode(_details(case).get("body", ""))
    return any(_refused(replay(its, case, request=_asking(case, body=base64.b64encode(other).decode())))
               for other in variants(body)) or _refused(replay(its, case, request=_asking(case, query_params="")))


def a_forged_webhook_is_refused(its: Subject) -> Iterator[str]:
    """With a signature of which one character differs, or that is cut off."""
    for case in genuine(its):
        for name in _proofs(its, case):
            value = _headers(case)[name]
            kept = [other for other in _altered(value) if not _refused(
                replay(its, case, request=_asking(case, headers={**_headers(case), name: other})))]
            # a part of the header that no signature covers, such as an older scheme's, may be anything
            if len(kept) > len(value) // 2:
                yield f"{case}: taken in with {name} {kept[0]!r}"
            for length in (1, len(value) // 4):
                short = {**_headers(case), name: value[:length]}
                if not _refused(replay(its, case, request=_asking(case, headers=short))):
                    yield f"{case}: taken in with {name} cut off after {length} characters"


def _altered(value: str) -> Iterator[str]:
    for index, character in enumerate(value):
        yield value[:index] + ("1" if character == "0" else "0") + value[index + 1:]


def another_secret_refuses(its: Subject) -> Iterator[str]:
    """Signed with a secret that is not the one given. Where keys are fetched, the secret may not matter."""
    if its.connector.webhook is None or its.connector.webhook.needs:
        return
    for case in genuine(its):
        given = case.golden.request.get("webhook_secrets", {})
        others = {name: {"value": _other(value)} if isinstance(value, dict) else _other(value)
                  for name, value in given.items()}
        ran = replay(its, case, request={**case.golden.request, "webhook_secrets": others})
        if not _refused(ran):
            yield f"{case}: taken in with another secret"


def _other(value: Any) -> str:
    """A secret of the same shape: a hexadecimal one stays hexadecimal."""
    text = str(value["value"] if isinstance(value, dict) else value)
    return text[:-1] + ("1" if text[-1:] == "0" else "0")


def no_secret_is_no_proof(its: Subject) -> Iterator[str]:
    """Without a secret to verify it with, a webhook is not taken in."""
    for case in genuine(its)[:1]:
        for secrets in (None, {"secret": ""}):
            ran = replay(its, case, request={**case.golden.request, "webhook_secrets": secrets})
            if not isinstance(ran.error, MissingField | SignatureMismatch):
                yield f"{case}: taken in with webhook_secrets {secrets}"


def a_tampered_webhook_is_refused_or_means_the_same(its: Subject) -> Iterator[str]:
    """Whatever is changed in a body: it is refused, or it was a part that the result does not come from."""
    for case in genuine(its):
        body = base64.b64decode(_details(case).get("body", ""))
        for other in variants(body):
            ran = replay(its, case, request=_asking(case, body=base64.b64encode(other).decode()))
            if other != body and not _refused(ran) and not _same(ran, case):
                yield f"{case}: taken in with the body {other[:80]!r}"
                break


def _same(ran: Replay, case: Case) -> bool:
    return ran.error is not None or json.dumps(ran.result) == json.dumps(case.golden.result)


def a_re_encoded_webhook_is_refused_or_means_the_same(its: Subject) -> Iterator[str]:
    """A proxy that reads the JSON and writes it anew: refused, or it is still the same event."""
    for case in genuine(its):
        body = base64.b64decode(_details(case).get("body", ""))
        for other in _re_encoded(body):
            ran = replay(its, case, request=_asking(case, body=base64.b64encode(other).decode()))
            if not _refused(ran) and not _same(ran, case):
                yield f"{case}: another event with the body written anew as {other[:60]!r}"


def _re_encoded(body: bytes) -> Iterator[bytes]:
    """The same JSON in other bytes."""
    try:
        value = json.loads(body)
    except ValueError:
        return
    for options in ({"indent": 4}, {"sort_keys": True, "separators": (",", ":")}, {"ensure_ascii": False}):
        other = json.dumps(value, **options).encode()
        if other != body:
            yield other


def one_events_proof_is_no_proof_of_another(its: Subject) -> Iterator[str]:
    """The headers of one genuine webhook with the body of another; or, where the body holds the proof, its proof."""
    cases = genuine(its)
    for case, other in itertools.pairwise(cases):
        if _details(case).get("body") == _details(other).get("body"):
            continue
        if _proofs(its, case):
            swapped = _asking(case, body=_details(other)["body"])
        else:
            swapped = _asking(case, body=_transplanted(its, case, other))
        ran = replay(its, case, request=swapped)
        if not _refused(ran) and not _same(ran, case):
            yield f"{case}: its proof serves for {other}"


def _transplanted(its: Subject, case: Case, other: Case) -> str:
    """The body of a case with what proves the other one put in the place of its own proof."""
    mine, theirs = (json.loads(base64.b64decode(_details(one).get("body", "") or b"e30=")) for one in (case, other))
    for path in paths(mine):
        try:
            foreign = at(theirs, path)
        except (LookupError, TypeError):
            continue
        if isinstance(foreign, str) and _refused(replay(its, case, request=_asking(
                case, body=base64.b64encode(without(mine, path)).decode()))):
            return base64.b64encode(with_other(mine, path, foreign)).decode()
    return str(_details(case).get("body", ""))


def both_secrets_serve_while_one_is_replaced(its: Subject) -> Iterator[str]:
    """In rotation a webhook is signed with the old or the new secret: either may be `additional_secret`."""
    if its.connector.webhook is None or its.connector.webhook.needs:
        return
    for case in genuine(its)[:3]:
        given = case.golden.request.get("webhook_secrets", {})
        if given.get("additional_secret"):
            continue
        right = given["secret"]
        wrong = _other(right)
        for secrets in ({"secret": wrong, "additional_secret": right}, {"secret": right, "additional_secret": wrong}):
            ran = replay(its, case, request={**case.golden.request, "webhook_secrets": secrets})
            if not _same(ran, case) or ran.error is not None:
                yield f"{case}: refused when its secret is the {'second' if secrets['secret'] == wrong else 'first'}"
        both = {"secret": wrong, "additional_secret": _other(_other(right) + "0")}
        if not _refused(replay(its, case, request={**case.golden.request, "webhook_secrets": both})):
            yield f"{case}: taken in with two other secrets"


def a_replayed_event_is_known_by_its_id(its: Subject) -> Iterator[str]:
    """Processors send an event again, and so may who overheard it: its id is there, and stays the same."""
    for case in genuine(its):
        ran = replay(its, case)
        again = replay(its, case, now=case.now + timedelta(seconds=1))
        first, second = (getattr(one.answer, "connector_event_id", None) for one in (ran, again))
        if not first:
            yield f"{case}: has no connector_event_id"
        elif again.error is None and first != second:
            yield f"{case}: sent again it is {second}, and was {first}"


def signatures_are_compared_in_constant_time(its: Subject) -> Iterator[str]:
    """A wrong signature of the right length goes through hmac.compare_digest, not through ==.

    Of a processor whose own check is asked, or that signs with a private key, there is nothing to compare.
    """
    if its.connector.webhook is None or its.connector.webhook.needs:
        return
    for case in genuine(its)[:1]:
        asked = [{**case.golden.request, "webhook_secrets": {"secret": _other(
            case.golden.request["webhook_secrets"]["secret"])}}]
        for request in asked:
            with mock.patch.object(hmac, "compare_digest", wraps=hmac.compare_digest) as compared:
                replay(its, case, request=request)
            if not compared.called:
                yield f"{case}: its signature is compared in a time that tells how much of it is right"


def an_old_webhook_is_refused(its: Subject) -> Iterator[str]:
    """Where a webhook states under its signature when it was sent, it is refused a day before and a day after."""
    for case in genuine(its):
        if not any(_dated(_headers(case)[name], case.now) for name in _proofs(its, case)):
            continue
        for now in (case.now + A_DAY, case.now - A_DAY):
            if not _refused(replay(its, case, now=now)):
                yield f"{case}: taken in {'a day late' if now > case.now else 'a day early'}"


def _dated(text: str, now: datetime) -> bool:
    """Whether a time of about that day stands in a header."""
    epochs = [int(found[:10]) for found in _EPOCH.findall(text)]
    near = any(abs(datetime.fromtimestamp(epoch, UTC) - now) <= A_DAY for epoch in epochs)
    return near or _DATE.search(text) is not None


def peeking_is_total(its: Subject) -> Iterator[str]:
    """Any bytes are an event reference or InvalidField: peek reads what nobody has verified."""
    if its.connector.webhook is None:
        return
    for case in its.of(PARSE_EVENT):
        body = base64.b64decode(_details(case).get("body", ""))
        for other in (*RUBBISH, *variants(body)):
            asked = _asking(case, body=base64.b64encode(other).decode())
            try:
                error: BaseException | None = replay(its, case, request=asked).error
            except Exception as raised:  # noqa: BLE001 - just what the rule looks for
                error = raised
            if error is not None and not isinstance(error, InvalidField | SignatureMismatch):
                yield f"{case}: {other[:60]!r} is {type(error).__name__}"


def verifying_is_total(its: Subject) -> Iterator[str]:
    """Any bytes, unverified, are SignatureMismatch: nothing else comes of verifying them."""
    for case in genuine(its)[:1]:
        for other in RUBBISH:
            try:
                error: BaseException | None = replay(
                    its, case, request=_asking(case, body=base64.b64encode(other).decode())).error
            except Exception as raised:  # noqa: BLE001 - just what the rule looks for
                error = raised
            if not isinstance(error, SignatureMismatch | InvalidField):
                what = type(error).__name__ if isinstance(error, ConnectorError | Exception) else "taken in"
                yield f"{case}: {other[:60]!r} is {what}"
