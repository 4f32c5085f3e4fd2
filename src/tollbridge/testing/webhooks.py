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
from tollbridge.kit.http import HttpResponse
from tollbridge.testing.answers import RUBBISH, Turns, at, opened, paths, variants, with_other, without
from tollbridge.testing.golden import Case, Json, Replay, Subject, replay
from tollbridge.testing.unsigned import read_unsigned, signed_only, with_unsigned, worse

_EPOCH = re.compile(r"(?<!\d)\d{10}(?:\d{3})?(?!\d)")
_DATE = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d")
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


def _asked_about(ran: Replay, words: bytes) -> bool:
    """Whether the last thing that was sent asks the processor about these very bytes, and so leaves it to judge them.

    The answers of a case are canned: to a forged webhook they still say that it is genuine. A connector whose proof is
    the processor's own verdict cannot know better; it has to put the very question that the processor will deny.
    """
    return bool(words) and bool(ran.sent) and words in (ran.sent[-1].body or b"")


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
            kept = [other for other in _altered(value) if _believed(its, case, name, other)]
            # a part of the header that no signature covers, such as an older scheme's, may be anything
            if len(kept) > len(value) // 2:
                yield f"{case}: taken in with {name} {kept[0]!r}"
            for length in (1, len(value) // 4):
                if _believed(its, case, name, value[:length]):
                    yield f"{case}: taken in with {name} cut off after {length} characters"


def _believed(its: Subject, case: Case, name: str, value: str) -> bool:
    """Whether the webhook is taken in with another value of a header, and the processor not asked about that value."""
    ran = replay(its, case, request=_asking(case, headers={**_headers(case), name: value}))
    return not _refused(ran) and not _asked_about(ran, json.dumps(value).encode())


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
    """Whatever is changed in a body: it is refused, or it was a part that the result does not come from.

    Of a part that unsigned.toml lists words may come, but no id, no amount and no success. The same part of one more
    webhook is changed in fewer ways, by turns.
    """
    turns = Turns()
    for case in genuine(its):
        body = base64.b64decode(_details(case).get("body", ""))
        for other in variants(body, turns.of):
            ran = replay(its, case, request=_asking(case, body=base64.b64encode(other).decode()))
            if other == body or _refused(ran) or _same(ran, case) or _asked_about(ran, other):
                continue
            if why := no_mere_words(its, case, other, ran):
                yield f"{case}: {why}"
                break


def no_mere_words(its: Subject, case: Case, other: bytes, ran: Replay) -> str | None:
    """Why a changed body, which was taken in as something else, says more than its unsigned parts may."""
    parts = read_unsigned(its.folder)
    body = base64.b64decode(_details(case).get("body", ""))
    plain, changed = (replay(its, case, request=_asking(
        case, body=base64.b64encode(signed_only(one, parts)).decode())) for one in (body, other))
    if not parts or changed.outcome != plain.outcome:
        return f"taken in with the body {other[:80]!r}"
    gained = worse(ran.result, plain.result, body)
    return f"an unsigned part brings {gained}: {other[:80]!r}" if gained else None


def what_is_unsigned_is_listed_rightly(its: Subject) -> Iterator[str]:
    """Each part that unsigned.toml lists may be changed in some genuine webhook, which is taken in all the same."""
    for part in read_unsigned(its.folder):
        name = ".".join(part.part)
        if not part.reason or not part.source.startswith("https://"):
            yield f"{name}: without a reason or an address"
        changed = [replay(its, case, request=_asking(case, body=base64.b64encode(other).decode()))
                   for case in genuine(its)
                   for other in with_unsigned(base64.b64decode(_details(case).get("body", "")), part, "Lost")]
        if not changed or all(_refused(ran) for ran in changed):
            yield f"{name}: {'is signed' if changed else 'stands in no case'}"


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
        if bool(_proofs(its, case)) != bool(_proofs(its, other)):
            continue  # of a processor with two kinds of webhooks: each has its own place for its proof
        if _proofs(its, case):
            swapped = _asking(case, body=_details(other)["body"])
        else:
            swapped = _asking(case, body=_transplanted(its, case, other))
        ran = replay(its, case, request=swapped)
        asked = _asked_about(ran, base64.b64decode(swapped["request_details"]["body"]))
        if not _refused(ran) and not _same(ran, case) and not asked:
            yield f"{case}: its proof serves for {other}"


def _transplanted(its: Subject, case: Case, other: Case) -> str:
    """The body of a case with what proves the other one put in the place of its own proof."""
    (mine, encode), (theirs, _) = (
        opened(base64.b64decode(_details(one).get("body", "") or b"e30=")) for one in (case, other))
    for path in paths(mine):
        try:
            foreign = at(theirs, path)
        except (LookupError, TypeError):
            continue
        if isinstance(foreign, str) and _refused(replay(its, case, request=_asking(
                case, body=base64.b64encode(encode(without(mine, path))).decode()))):
            return base64.b64encode(encode(with_other(mine, path, foreign))).decode()
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


def a_failed_check_lets_nothing_in(its: Subject) -> Iterator[str]:
    """Where keys are fetched or the processor is asked: no answer, an error or rubbish is no proof, and the answer
    decides: there is a part of it with another value of which the webhook is forged.
    """
    for case in genuine(its):
        if not case.answers:
            continue
        last = len(case.answers) - 1
        for answer in (*(HttpResponse(status, body) for status in (200, 500) for body in RUBBISH),
                       *(HttpResponse(status, case.answers[last].body) for status in (400, 401, 403, 404, 429, 500))):
            if (ran := _after(its, case, answer)) is not None and ran.error is None:
                yield f"{case}: taken in after the answer {answer.status} {answer.body[:60]!r}"
        told = [_after(its, case, HttpResponse(200, body)) for body in variants(case.answers[last].body)]
        if not any(ran is not None and _refused(ran) for ran in told):
            yield f"{case}: what the processor answers decides nothing"


def _after(its: Subject, case: Case, answer: HttpResponse) -> Replay | None:
    """What becomes of a webhook after another answer than the last one of its case; None where more is asked."""
    try:
        return replay(its, case, answers=[*case.answers[:-1], answer])
    except LookupError:
        return None


def an_old_webhook_is_refused(its: Subject) -> Iterator[str]:
    """Where a webhook states under its signature when it was sent, it is refused a day before and a day after; or a day
    after the processor has stopped to deliver it, where its pages say when.
    """
    patience = its.connector.webhook.redelivers_for if its.connector.webhook else timedelta(0)
    for case in genuine(its):
        told = (_sent_at(_headers(case)[name], case.now, patience) for name in _proofs(its, case))
        sent = next((moment for moment in told if moment is not None), None)
        if sent is None:
            continue
        for now in (sent + patience + A_DAY, sent - A_DAY):
            if not _refused(replay(its, case, now=now)):
                yield f"{case}: taken in {'a day late' if now > sent else 'a day early'}"
        if patience and replay(its, case, now=sent + patience).error is not None:
            yield f"{case}: refused while the processor still delivers it"


def _sent_at(text: str, now: datetime, patience: timedelta) -> datetime | None:
    """The time of about `now` that stands in a header."""
    moments = [datetime.fromtimestamp(int(found[:10]), UTC) for found in _EPOCH.findall(text)]
    moments += [datetime.fromisoformat(found).replace(tzinfo=UTC) for found in _DATE.findall(text)]
    return next((moment for moment in moments if abs(moment - now) <= patience + A_DAY), None)


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
