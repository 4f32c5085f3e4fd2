"""2C2P PACO (Payment Air Controller), Core Payment API 2.0: JSON in JOSE both ways, card payments without a page.

API https://devzone.2c2p.com/docs/integration-1, flow https://devzone.2c2p.com/docs/credit-card-payment-flow and
https://devzone.2c2p.com/docs/system-flows-1, statuses https://devzone.2c2p.com/docs/payment-status and
https://devzone.2c2p.com/docs/payment-step, answers https://devzone.2c2p.com/docs/payment-result-notification-1 (of the
same schema). Amounts: minor units as twelve digits, with their number of decimal places, and once more as a number in
major units.

Every body, an error's too, is signed (JWS, PS256) and then encrypted (JWE, RSA-OAEP, A128CBC-HS256), with two pairs of
RSA keys on each side; `paco_kid` names PACO's encryption key. A request is a token for PacoAudience, an answer one of
PacoIssuer for the access token: so 2C2P's sample code, as banks that run PACO hand it out,
https://github.com/techlordsujan/hblpgw-php/blob/468dc0bd73993ff80c863bff4e2ebf85a36dcab6/src/ActionRequest.php
Only the inquiry is plain JSON: "Do not apply JOSE encryption". With the 4096 bits that PACO wants, a payment costs 4 ms
of CPU, nearly all of it RSA's (docs/decisions/0009-jose.md). Payments need `pip install 'tollbridge[jose]'`.

Oddities, as of 2026-11:
- Answers write the same name as paymentStatus or PaymentStatus, by version: names are compared without case.
- No field of the request says when to take the money: the office's settlement settings do. `A` (approved, may be
  voided or settled) is AUTHORIZED, `S` (settled) CHARGED.
- orderNo is the merchant's id of the payment and must be new. An answer about another order is none. No page says that
  a repeated requestMessageID gives the same answer, so no idempotency is claimed: after an unknown outcome, sync by
  merchant_transaction_id. Where the caller names no merchant_request_id, each call has a message id of its own.
- Live systems may want HTTP Basic authentication too, for which the contract's config has no fields.
- The page of response codes (PC-B...) could not be read: they are passed on. What decides is status and step; a code
  without them, whatever the HTTP status, leaves the outcome unknown, for it may be that of an order sent before.
- An answer without a seal proves nothing: of a gateway's page, HTTP 401, 403, 404 and 429 are believed, no more.
"""

from __future__ import annotations

from datetime import timedelta
from functools import singledispatch
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tollbridge import kit
from tollbridge.domain.countries import NUMBERS
from tollbridge.domain.declines import Decline
from tollbridge.domain.errors import InvalidField, OutcomeUnknown, Rejected, SignatureMismatch, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature
from tollbridge.domain.inbound import HttpMethod
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.operations import AUTHORIZE, SYNC
from tollbridge.domain.payments import Authorize, Sync
from tollbridge.domain.people import Address, BrowserInformation
from tollbridge.domain.redirects import FormRedirect, Redirect
from tollbridge.domain.results import CardConnectorResponse, ConnectorResponseData, Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus
from tollbridge.domain.three_ds import AuthenticationType
from tollbridge.kit import jose, json

SIGNED, KEY_WRAP, ENCRYPTED = "PS256", "RSA-OAEP", "A128CBC-HS256"
LIFETIME_S = 300
LEEWAY = timedelta(minutes=5)  # `now` is when the call began: an answer that took its time is issued later
DIGITS = 12
MOBILE = ("mobile", "android", "iphone", "ipad")
STATUS = kit.payment_statuses(
    PCPS=Status.PAYMENT_METHOD_AWAITED,
    I=Status.AUTHORIZING,
    P=Status.PENDING,
    A=Status.AUTHORIZED,
    S=Status.CHARGED,
    V=Status.VOIDED,
    R=Status.CHARGED,  # and settled before; what has gone back, a refund tells
    F=Status.FAILURE,
    E=Status.EXPIRED,
    C=Status.FAILURE,
)
REFUNDED = "R"
REFUSED = (Status.FAILURE, Status.EXPIRED, Status.AUTHENTICATION_FAILED)
NOT_AUTHENTICATED, AT_ISSUERS_PAGE = "VF", "AC"
DECLINES = {  # by payment step; the issuer's own codes are the networks'
    NOT_AUTHENTICATED: Decline.AUTHENTICATION_FAILED,
    "AM": Decline.EXPIRED_PAYMENT,
    "CR": Decline.CARD_NOT_SUPPORTED,
    "PR": Decline.GENERIC_DECLINE,
    "PT": Decline.EXPIRED_PAYMENT,
    "FF": Decline.FRAUD_SUSPECTED,
    "RJ": Decline.GENERIC_DECLINE,
    "SE": Decline.PROCESSING_ERROR,
    "PE": Decline.EXPIRED_PAYMENT,
    "AB": Decline.CANCELED_BY_CUSTOMER,
    "PC": Decline.CANCELED_BY_CUSTOMER,
}


class Account(Struct, frozen=True, kw_only=True):
    """`access_token` is the company's; `office_id` the merchant at PACO. Keys are PEM, or base64 alone as 2C2P's sample
    code has them. `response_audience` is for companies whose answers name another audience than the access token.
    """

    access_token: Secret
    office_id: Secret
    paco_kid: Secret
    merchant_signing_private_key: Secret
    merchant_encryption_private_key: Secret
    paco_signing_public_key: Secret
    paco_encryption_public_key: Secret
    response_audience: Secret | None = None
    base_url: str | None = None


Ctx = kit.Context[Account]


# -- what goes out, and how answers are opened ------------------------------------------------------------------------
def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    """The body becomes the `request` of a token, which is signed, then encrypted.

    The keys for the answer are read too: a payment whose answer could not be opened does not leave.
    """
    account = ctx.account
    signing = jose.private_key(account.merchant_signing_private_key, "merchant_signing_private_key")
    encrypting = jose.public_key(account.paco_encryption_public_key, "paco_encryption_public_key")
    answer_keys(account)
    issued = int(ctx.now.timestamp())
    content = {
        "iss": account.access_token, "aud": "PacoAudience", "CompanyApiKey": account.access_token,
        "iat": issued, "nbf": issued, "exp": issued + LIFETIME_S, "request": req.content,
    }
    signed = jose.sign(json.encode(content), signing, SIGNED, {"typ": "JWT"})
    sealed = jose.encrypt(signed.encode(), encrypting, KEY_WRAP, ENCRYPTED, {"kid": account.paco_kid.reveal()})
    return replace(req, body=sealed.encode(), content=content).with_headers({
        "content-type": jose.CONTENT_TYPE, "accept": jose.CONTENT_TYPE, "token": account.access_token})


def unseal(res: kit.HttpResponse, ctx: Ctx) -> kit.HttpResponse:
    """The `response` of the token that PACO signed for this merchant, its names in lower case."""
    decrypting, verifying = answer_keys(ctx.account)
    token = res.body.decode("ascii").strip().strip('"')
    signed = jose.decrypt(token, decrypting, KEY_WRAP, ENCRYPTED).decode("ascii")
    audience = ctx.account.response_audience or ctx.account.access_token
    told = jose.claims(jose.verify(signed, verifying, SIGNED), issuer="PacoIssuer", audience=audience.reveal(),
                       now=ctx.now, leeway=LEEWAY)
    if not isinstance(told.get("response"), dict):
        raise SignatureMismatch("a token without an answer")
    return replace(res, body=msgspec.json.encode(lower(told["response"])))


def sign_inquiry(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    return req.with_headers({
        "accept": json.CONTENT_TYPE, "content-type": json.CONTENT_TYPE, "apikey": ctx.account.access_token})


def read_inquiry(res: kit.HttpResponse, ctx: Ctx) -> kit.HttpResponse:
    """Not sealed; its names in lower case too."""
    return replace(res, body=msgspec.json.encode(lower(msgspec.json.decode(res.body))))


def answer_keys(account: Account) -> tuple[jose.Key, jose.Key]:
    """Ours to decrypt an answer with, PACO's to verify it with."""
    return (jose.private_key(account.merchant_encryption_private_key, "merchant_encryption_private_key"),
            jose.public_key(account.paco_signing_public_key, "paco_signing_public_key"))


def lower(value: Any) -> Any:
    if isinstance(value, dict):
        return {name.lower(): lower(inner) for name, inner in value.items()}
    return [lower(inner) for inner in value] if isinstance(value, list) else value


# -- authorize --------------------------------------------------------------------------------------------------------
@singledispatch
def method_fields(method: object) -> dict[str, Any]:
    raise Unsupported(type(method).__name__)


@method_fields.register
def card(method: Card) -> dict[str, Any]:
    month, year = method.card_exp_month.reveal(), method.card_exp_year.reveal()
    funding = (method.card_type or "").lower()
    return {"paymentType": "CC", "creditCardDetails": {
        "cardNumber": method.card_number,
        "cardExpiryMMYY": Secret(month.zfill(2) + year[-2:]),
        "cvvCode": method.card_cvc,
        "cardHolderName": method.card_holder_name,
        "cardType": funding if funding in ("credit", "debit") else None,
    }}


def build_authorize(req: Authorize, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"merchant_transaction_id": req.merchant_transaction_id})
    browser = req.browser_info
    return kit.post_json("/api/2.0/Payment/nonUi", {
        "apiRequest": {
            "requestMessageID": req.merchant_request_id or message_id(ctx.nonce),
            "requestDateTime": ctx.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "language": "en-US",
        },
        "officeId": ctx.account.office_id,
        "orderNo": req.merchant_transaction_id,
        "productDescription": req.description or req.merchant_transaction_id,
        **method_fields(req.payment_method),
        "transactionAmount": amount_fields(req.amount),
        "notificationURLs": {
            "confirmationURL": req.return_url, "failedURL": req.return_url, "cancellationURL": req.return_url,
            "backendURL": req.webhook_url,
        },
        "request3dsFlag": "Y" if req.auth_type is AuthenticationType.THREE_DS else "N",
        "browserInfo": browser_fields(browser) if browser else None,
        "deviceDetails": device_fields(browser.user_agent) if browser and browser.user_agent else None,
        "billingAddress": address_fields("billAddr", req.address.billing_address),
        "shippingAddress": address_fields("shipAddr", req.address.shipping_address),
    })


def own_reference(req: Authorize, ctx: Ctx) -> str | None:
    """PACO is asked by the merchant's own order number: a payment that nobody answered can be found."""
    return req.merchant_transaction_id


def message_id(nonce: str) -> str:
    """A UUID's text, as in 2C2P's samples, of a nonce that is as long as one."""
    return "-".join((nonce[:8], nonce[8:12], nonce[12:16], nonce[16:20], nonce[20:]))


def amount_fields(money: Money) -> dict[str, Any]:
    minor = money.minor_amount
    if minor < 0 or len(str(minor)) > DIGITS:
        raise InvalidField("amount.minor_amount", f"PACO takes amounts of up to {DIGITS} digits")
    return {
        "amountText": f"{minor:0{DIGITS}}", "currencyCode": money.currency, "decimalPlaces": money.currency.exponent,
        "amount": msgspec.Raw(money.major().encode()),  # a number, and never a float
    }


def address_fields(prefix: str, address: Address | None) -> dict[str, Any] | None:
    if address is None:
        return None
    country = address.country_alpha2_code
    return {f"{prefix}{name}": value for name, value in {
        "City": address.city, "Country": NUMBERS[country] if country else None, "Line1": address.line1,
        "Line2": address.line2, "Line3": address.line3, "PostCode": address.zip_code}.items() if value} or None


def browser_fields(browser: BrowserInformation) -> dict[str, Any]:
    return {
        "acceptHeader": browser.accept_header,
        "ip": browser.ip_address,
        "javascriptEnabled": browser.java_script_enabled,
        "javaEnabled": browser.java_enabled,
        "language": browser.language,
        "colorDepth": text(browser.color_depth),
        "screenHeight": text(browser.screen_height),
        "screenWidth": text(browser.screen_width),
        "timeZone": text(browser.time_zone_offset_minutes),
        "userAgent": browser.user_agent,
    }


def device_fields(user_agent: str) -> dict[str, Any]:
    mobile = any(word in user_agent.lower() for word in MOBILE)
    return {"deviceCategory": "M" if mobile else "P", "userAgent": user_agent}


def text(number: int | None) -> str | None:
    return None if number is None else str(number)


def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    """By the order number alone: an invoice number of PACO's in its place would be "not found", which is no answer."""
    return kit.get(kit.path("/api/2.0/Inquiry/transactionStatus?orderNo={merchant_transaction_id}", req))


# -- what comes back --------------------------------------------------------------------------------------------------
class Noun(Struct, rename=lambda name: name.replace("_", "")):
    """PACO's names as `unseal` leaves them: payment_step is paymentstep."""


class StatusInfo(Noun):
    payment_status: str
    payment_step: str | None = None


class Response(Noun):
    """Of PACO itself, or of the acquirer behind it."""

    response_code: str | None = None
    response_description: str | None = None


class Amount(Noun):
    amount_text: str
    currency_code: str
    decimal_places: int


class Challenge(Noun):
    """Where the issuer wants the shopper: its page, and what the browser posts to it."""

    acs_url: str | None = None
    raw_creq: str | None = None
    three_ds_session_data: str | None = None


class Page(Noun):
    payment_page_url: str | None = None


class Result(Noun):
    payment_status_info: StatusInfo
    order_no: str | None = None
    invoice_no_2c2p: str | None = None
    transaction_amount: Amount | None = None
    prior_payment_response_details: Response | None = None
    psp_response: Response | None = None
    approval_code: str | None = None
    failed_reason: str | None = None
    ares_acs_challenge: Challenge | None = None
    web_payment_url: str | None = None


class Data(Noun):
    payment_result: Result | None = None
    payment_incomplete_result: Result | None = None
    web_payment_result: Result | None = None
    payment_page: Page | None = None

    @property
    def result(self) -> Result | None:
        return self.payment_result or self.payment_incomplete_result or self.web_payment_result


class Body(Noun):
    api_response: Response | None = None
    data: Data | None = None


class Inquiry(Noun):
    api_response: Response | None = None
    data: list[Result] | Result | None = None


def parse_payment(res: kit.HttpResponse, req: Authorize, ctx: Ctx) -> Payment:
    """OutcomeUnknown where the answer says nothing of the payment that was asked for."""
    body = kit.read_json(res, Body)
    result = body.data.result if body.data else None
    if body.data is None or result is None:
        told = body.api_response or Response()
        raise OutcomeUnknown(f"no payment in the answer: {told.response_code} {told.response_description}",
                             http_status=res.status)
    if result.order_no is not None and result.order_no != req.merchant_transaction_id:
        raise OutcomeUnknown("the answer is about another order", http_status=res.status)
    told_now = payment(result, body.data.payment_page, body.api_response)
    if result.payment_status_info.payment_status == REFUNDED:  # of a payment just made: no reason to deliver
        return replace(told_now, status=Status.AUTO_REFUNDED)
    return told_now


def parse_sync(res: kit.HttpResponse, req: Sync, ctx: Ctx) -> Payment | Rejected:
    """PACO answers with a list; of several payments of an order, the one that the caller knows by its invoice."""
    body = kit.read_json(res, Inquiry)
    listed = body.data if isinstance(body.data, list) else [body.data] if body.data else []
    found = [result for result in listed if result.order_no in (None, req.merchant_transaction_id)]
    if listed and not found:
        raise OutcomeUnknown("the answer is about another order")
    if len(found) > 1:
        found = [result for result in found if result.invoice_no_2c2p == req.connector_transaction_id]
        if len(found) != 1:
            raise OutcomeUnknown("several payments of this order, and no connector_transaction_id of one of them")
    if not found:
        told = body.api_response or Response()
        return Rejected(told.response_code or "no_payment", told.response_description or "", res.status)
    return payment(found[0], None, body.api_response)


def payment(result: Result, page: Page | None, api: Response | None) -> Payment:
    status, redirect = stands(result, page)
    info, refused = result.payment_status_info, status in REFUSED
    return Payment(
        status=status, raw_connector_status=RawConnectorStatus(code=info.payment_status, reason=info.payment_step),
        connector_transaction_id=result.invoice_no_2c2p, merchant_transaction_id=result.order_no,
        error=failure(result, api) if refused else None, redirection_data=redirect,
        authorized_money=money(result.transaction_amount) if status in (Status.AUTHORIZED, Status.CHARGED) else None,
        connector_response=approval(result.approval_code))


def stands(result: Result, page: Page | None) -> tuple[Status, Redirect | FormRedirect | None]:
    """The status, and where the shopper has to go if it is up to them."""
    info = result.payment_status_info
    status = STATUS[info.payment_status]
    if status is Status.FAILURE and info.payment_step == NOT_AUTHENTICATED:
        return Status.AUTHENTICATION_FAILED, None
    if status not in (Status.AUTHORIZING, Status.PAYMENT_METHOD_AWAITED):
        return status, None
    redirect = next_page(result, page)
    return (Status.AUTHENTICATION_PENDING if redirect or info.payment_step == AT_ISSUERS_PAGE else status), redirect


def next_page(result: Result, page: Page | None) -> Redirect | FormRedirect | None:
    """The issuer's challenge, else a page of PACO or of the wallet."""
    challenge = result.ares_acs_challenge
    if challenge and challenge.acs_url:
        fields = {"creq": challenge.raw_creq, "threeDSSessionData": challenge.three_ds_session_data}
        return FormRedirect(endpoint=challenge.acs_url, method=HttpMethod.POST,
                            form_fields={name: value for name, value in fields.items() if value})
    address = result.web_payment_url or (page.payment_page_url if page else None)
    return Redirect(uri=address) if address else None


def money(amount: Amount | None) -> Money | None:
    """Raises ValueError, which makes the outcome unknown, for what is no amount of the currency."""
    if amount is None:
        return None
    currency = Currency(amount.currency_code)
    if amount.decimal_places != currency.exponent:
        raise ValueError("not the currency's decimal places")
    return Money(int(amount.amount_text), currency)


def approval(code: str | None) -> ConnectorResponseData | None:
    if not code:
        return None
    return ConnectorResponseData(additional_payment_method_data=CardConnectorResponse(auth_code=code))


def failure(result: Result, api: Response | None) -> Failure:
    """PACO's code for the payment, else for the call; the acquirer's (ISO 8583), else the step at which it ended."""
    info = result.payment_status_info
    own = result.prior_payment_response_details or api or Response()
    acquirer = result.psp_response or Response()
    return Failure(
        code=own.response_code or info.payment_status, message=own.response_description or "",
        reason=result.failed_reason, connector_transaction_id=result.invoice_no_2c2p,
        issuer_code=acquirer.response_code or info.payment_step, issuer_message=acquirer.response_description,
        decline_code=acquirer.response_code)


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Rejected | OutcomeUnknown:
    """HTTP 400 is no error but an answer (`reads`). Of the others, a code alone says nothing of the payment."""
    told = kit.read_json(res, Body).api_response or Response()
    if res.status in kit.UNTOUCHED:
        return kit.rejected(res, told.response_code or "", told.response_description or "")
    return OutcomeUnknown(f"{told.response_code}: {told.response_description}", http_status=res.status)


CONNECTOR = kit.Connector(
    id="twoc_twop_paco", account=Account, live_url="https://core.paco.2c2p.com",
    test_url="https://core.demo-paco.2c2p.com", sign=sign, unseal=unseal, error=parse_error, declines=DECLINES,
    flows=(
        kit.Flow(AUTHORIZE, build_authorize, parse_payment, methods=method_fields,
                 features=frozenset({Feature.THREE_DS}), reads=frozenset({400}), deterministic=False,
                 known_as=own_reference),
        kit.Flow(SYNC, build_sync, parse_sync, sign=sign_inquiry, unseal=read_inquiry),
    ),
)
