"""Odd Pay: no such processor. What processors of later issues want and none of ours does yet, each in one flow, so that
the interface is known to be able to say it: docs/decisions/0011-the-interface.md.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from functools import singledispatch
from typing import Any
from urllib.parse import parse_qs
from xml.etree import ElementTree  # of our own text here; a kit of XML refuses DTDs and entities before it reads

from msgspec import Struct
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.domain.disputes import Dispute, SubmitEvidence
from tollbridge.domain.errors import MissingField, OutcomeUnknown, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency
from tollbridge.domain.operations import ACCESS_TOKEN, AUTHORIZE, CAPTURE, REFUND, SUBMIT_EVIDENCE, SYNC, VOID
from tollbridge.domain.payments import Authorize, Capture, Sync, Void
from tollbridge.domain.refunds import Refund, RefundRequest
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.sessions import CreateAccessToken
from tollbridge.domain.state import AccessToken
from tollbridge.domain.statuses import DisputeStatus, PaymentStatus as Status, RawConnectorStatus, RefundStatus


class Account(Struct, frozen=True, kw_only=True):
    username: str
    password: Secret
    region: str = "eu"
    certificate: Secret | None = None
    private_key: Secret | None = None
    base_url: str | None = None


class Next(Struct, frozen=True):
    """Where the last answer said that the next call goes."""

    capture: str


class Token(Struct):
    access_token: str
    expires_in: int


Ctx = kit.Context[Account]
STATUS = kit.payment_statuses(A=Status.AUTHORIZED, C=Status.CHARGED, V=Status.VOIDED, D=Status.FAILURE)
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


def base(ctx: Ctx) -> str:
    """The account's region decides the host."""
    return f"https://{ctx.account.region}.odd.example"


# -- HMAC over method, path, timestamp and body; HTTP Signatures over a digest and headers ----------------------------
def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    stamp = str(int(ctx.now.timestamp()))
    text = f"{req.method}\n{req.path}\n{stamp}\n".encode() + (req.body or b"")
    return req.with_headers({"x-stamp": stamp, "x-proof": kit.hmac_sha256(ctx.account.password, text)})


def sign_http(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """One flow's own way of proof: an HTTP Signature (draft-cavage) over target, host, date and digest."""
    digest = "SHA-256=" + base64.b64encode(hashlib.sha256(req.body or b"").digest()).decode()
    date = ctx.now.strftime("%a, %d %b %Y %H:%M:%S GMT")
    host = req.url.split("/")[2]
    signed = f"(request-target): {req.method.lower()} {req.path}\nhost: {host}\ndate: {date}\ndigest: {digest}"
    proof = kit.hmac_sha256(ctx.account.password, signed.encode())
    return req.with_headers({"date": date, "digest": digest, "signature": Secret(
        f'keyId="{ctx.account.username}",headers="(request-target) host date digest",signature="{proof}"')})


def sign_shown(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """mTLS: in TLS itself, the certificate of the account proves who calls."""
    if ctx.account.certificate is None or ctx.account.private_key is None:
        raise MissingField("certificate", "private_key")
    shown = kit.ClientCertificate(ctx.account.certificate, ctx.account.private_key)
    return replace(sign(req, ctx), client_certificate=shown)


def sign_with_token(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    return req.with_headers({"authorization": kit.bearer(ctx.given(ACCESS_TOKEN).token)})


# -- password grant on another host -----------------------------------------------------------------------------------
def build_token(req: CreateAccessToken, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_form("https://login.odd.example/token", {
        "grant_type": "password", "username": ctx.account.username, "password": ctx.account.password})


def parse_token(res: kit.HttpResponse, req: object, ctx: Ctx) -> AccessToken:
    body = kit.read_json(res, Token)
    return AccessToken(token=Secret(body.access_token), expires_in_seconds=body.expires_in)


# -- SOAP, with the verdict in status, headers and body, and the next URL in the answer -------------------------------
@singledispatch
def method(method: object) -> str:
    raise Unsupported(type(method).__name__)


@method.register
def card(method: Card) -> str:
    return f"<pan>{method.card_number.reveal()}</pan>"


def build_authorize(req: Authorize, ctx: Ctx) -> kit.HttpRequest:
    """Another currency, another host; amounts are text in major units."""
    host = "https://usd.odd.example" if req.amount.currency is Currency.USD else ""
    body = (f'<e:Envelope xmlns:e="{SOAP}"><e:Body><pay>{method(req.payment_method)}'
            f"<amount>{req.amount.major()}</amount></pay></e:Body></e:Envelope>")
    return kit.HttpRequest("POST", f"{host}/soap", {"content-type": "text/xml"}, body.encode())


def parse_authorize(res: kit.HttpResponse, req: Authorize, ctx: Ctx) -> Payment | Failure:
    """A refusal is HTTP 200 with a header; the id is in a header too, the link for the capture in the body."""
    if code := res.headers.get("x-refused"):
        return Failure(code=code, message=code)
    link = xml(res).findtext(".//capture")
    return Payment(status=Status.AUTHORIZED, raw_connector_status=None,
                   connector_transaction_id=res.headers["x-payment-id"],
                   connector_feature_data=kit.carry(Next(link)) if link else None)


def xml(res: kit.HttpResponse) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(res.body)  # noqa: S314 - of the tests' own
    except ElementTree.ParseError:
        raise OutcomeUnknown("not XML", http_status=res.status) from None


# -- key=value replies ------------------------------------------------------------------------------------------------
def build_capture(req: Capture, ctx: Ctx) -> kit.HttpRequest:
    link = kit.carried(req.connector_feature_data, Next).capture
    return kit.post_form(link, {"amount": req.amount_to_capture.major()})


def parse_pairs(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    found = {name: values[0] for name, values in parse_qs(res.body.decode("ascii", "replace")).items()}
    word = found.get("status", "")
    return Payment(status=STATUS[word], raw_connector_status=RawConnectorStatus(code=word),
                   connector_transaction_id=found.get("id"))


# -- XML in a field of a form -----------------------------------------------------------------------------------------
def build_void(req: Void, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_form("/xml", {"xmldata": f"<void id={kit.path('{connector_transaction_id}', req)!r}/>"})


def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    return kit.get(kit.path("/payments/{connector_transaction_id}", req))


# -- a flow that is signed in its own way -----------------------------------------------------------------------------
def build_refund(req: RefundRequest, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json("/refunds", {"amount": req.refund_amount.major()})


def parse_refund(res: kit.HttpResponse, req: object, ctx: Ctx) -> Refund:
    return Refund(status=RefundStatus.REFUND_SUCCESS, connector_refund_id=res.headers["x-refund-id"],
                  raw_connector_status=None)


# -- multipart --------------------------------------------------------------------------------------------------------
def build_evidence(req: SubmitEvidence, ctx: Ctx) -> kit.HttpRequest:
    boundary = f"--{ctx.nonce}"  # builds repeat: what looks like chance is handed in
    body = f'{boundary}\r\ncontent-disposition: form-data; name="id"\r\n\r\n{req.dispute_id}\r\n{boundary}--\r\n'
    return kit.HttpRequest("POST", "/files", {"content-type": f"multipart/form-data; boundary={ctx.nonce}"},
                           body.encode())


def parse_dispute(res: kit.HttpResponse, req: SubmitEvidence, ctx: Ctx) -> Dispute:
    return Dispute(connector_dispute_id=req.dispute_id, dispute_status=DisputeStatus.DISPUTE_CHALLENGED)


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> None:
    return None


CONNECTOR: kit.Connector[Any] = kit.Connector(
    id="odd", account=Account, live_url="", test_url="", base=base, sign=sign, error=parse_error,
    idempotency=kit.Idempotency("x-key", 40, timedelta(days=1)),
    flows=(
        kit.Flow(ACCESS_TOKEN, build_token, parse_token, sign=kit.unsigned),
        kit.Flow(AUTHORIZE, build_authorize, parse_authorize, methods=method),
        kit.Flow(CAPTURE, build_capture, parse_pairs, needs=(ACCESS_TOKEN,), sign=sign_with_token),
        kit.Flow(VOID, build_void, parse_pairs),
        kit.Flow(SYNC, build_sync, parse_pairs, sign=sign_shown),
        kit.Flow(REFUND, build_refund, parse_refund, sign=sign_http),
        kit.Flow(SUBMIT_EVIDENCE, build_evidence, parse_dispute),
    ),
)
