"""Airwallex: JSON; a payment intent is created, then confirmed with a payment method.

API https://www.airwallex.com/docs/api, guide https://www.airwallex.com/docs/payments/online-payments/native-api, errors
https://www.airwallex.com/docs/payments/troubleshooting/error-response-codes, statuses
https://www.airwallex.com/docs/payments/reference/payment-statuses. Amounts: JSON numbers in major units, written
digit by digit (Decimal), with the decimal places of ISO 4217.

Every call but the login carries a token of half an hour, which the engine fetches, keeps and renews. The login is
limited to 100 a minute.

Idempotency: `request_id` in the body of every POST. Airwallex carries a request id out once and answers a second one
with 400 duplicate_request, without the first one's answer. So a repeat goes on where the first call stopped: what was
created is found by merchant order id and a mark in its metadata, and what was confirmed is read. An intent is the
payment, and can be paid once: a confirm of one that is paid is answered by how it stands. How long an id may be, and
how long it counts, is not documented.

Oddities, as of 2026-11:
- A decline is HTTP 400 with the code of the network in provider_original_response_code. The intent lives on as
  REQUIRES_PAYMENT_METHOD: it may be confirmed again.
- 3DS: REQUIRES_CUSTOMER_ACTION with next_action, a form for the shopper's browser; its `stage` tells device data from
  a challenge. The shopper comes back to return_url; a sync has the outcome, where the account's API version is
  2024-06-14 or later (https://www.airwallex.com/docs/api/versioning).
- merchant_order_id is required; an authorize without one has its idempotency key there.
- Card numbers over the API need an account with PCI attestation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import singledispatch
from typing import Any

from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.banks import BankName
from tollbridge.domain.declines import Decline, unify
from tollbridge.domain.errors import OutcomeUnknown, Rejected, Unsupported
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature
from tollbridge.domain.inbound import HttpMethod
from tollbridge.domain.methods.bank_redirects import Ideal, Trustly
from tollbridge.domain.methods.cards import Card
from tollbridge.domain.money import Currency, Money
from tollbridge.domain.network_codes import NETWORK_CODES
from tollbridge.domain.operations import ACCESS_TOKEN, AUTHORIZE, CREATE_ORDER, SYNC
from tollbridge.domain.payments import Authorize, CaptureMethod, CreateOrder, Sync
from tollbridge.domain.people import Address, BrowserInformation
from tollbridge.domain.redirects import FormRedirect
from tollbridge.domain.results import Order, Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.sessions import CreateAccessToken
from tollbridge.domain.state import AccessToken
from tollbridge.domain.statuses import PaymentStatus as Status, RawConnectorStatus
from tollbridge.domain.three_ds import AuthenticationType
from tollbridge.kit.quoting import quote


class Account(Struct, frozen=True, kw_only=True):
    """An API key of the account and its client id: https://www.airwallex.com/docs/developer-tools/api/manage-api-keys
    """

    api_key: Secret
    client_id: Secret
    base_url: str | None = None


Ctx = kit.Context[Account]
Body = dict[str, Any]
INTENTS = "/api/v1/pa/payment_intents"
MARK = "opened_by"
"""In an intent's metadata: the request id that it was created with. Its request_id is that of the last operation."""
STATUS = kit.payment_statuses(
    REQUIRES_PAYMENT_METHOD=Status.PAYMENT_METHOD_AWAITED,
    REQUIRES_CUSTOMER_ACTION=Status.AUTHENTICATION_PENDING,
    REQUIRES_CAPTURE=Status.AUTHORIZED,
    PENDING=Status.PENDING,
    SUCCEEDED=Status.CHARGED,
    CANCELLED=Status.VOIDED,
    # words of payment attempts, which the reference implementation also reads on the intent
    AUTHORIZED=Status.AUTHORIZED,
    CAPTURE_REQUESTED=Status.CHARGED,
    SETTLED=Status.CHARGED,
    PAID=Status.CHARGED,
    PROCESSING=Status.PENDING,
    FAILED=Status.FAILURE,
)
OF_CARDS = frozenset({Feature.MANUAL_CAPTURE, Feature.THREE_DS})
TAKEN = (Status.CHARGED, Status.PARTIAL_CHARGED)
RESERVED = (Status.AUTHORIZED, *TAKEN)
ONCE = ("duplicate_request", "invalid_status_for_operation")
"""Of a confirm: this call did nothing, for an earlier one has been there."""

DECLINES: Mapping[str, Decline] = {
    "3ds_not_supported": Decline.AUTHENTICATION_FAILED,
    "amount_above_limit": Decline.AMOUNT_TOO_LARGE,
    "amount_below_limit": Decline.AMOUNT_TOO_SMALL,
    "authentication_declined": Decline.AUTHENTICATION_FAILED,
    "card_brand_not_supported": Decline.CARD_NOT_SUPPORTED,
    "configuration_error": Decline.INVALID_MERCHANT,
    "currency_not_supported": Decline.CURRENCY_NOT_SUPPORTED,
    "duplicate_request": Decline.DUPLICATE_TRANSACTION,
    "frequency_above_limit": Decline.CARD_VELOCITY_EXCEEDED,
    "invalid_status_for_operation": Decline.INVALID_STATE,
    "issuer_declined": Decline.GENERIC_DECLINE,
    "issuer_unavailable": Decline.ISSUER_UNAVAILABLE,
    "no_3ds_liability_shift": Decline.AUTHENTICATION_FAILED,
    "operation_not_supported": Decline.INVALID_REQUEST,
    "payment_method_not_allowed": Decline.PAYMENT_METHOD_UNAVAILABLE,
    "provider_declined": Decline.GENERIC_DECLINE,
    "provider_unavailable": Decline.PAYMENT_METHOD_UNAVAILABLE,
    "quote_expired": Decline.EXPIRED_PAYMENT,
    "rejected_by_routing_rules": Decline.MERCHANT_BLACKLIST,
    "resource_already_exists": Decline.INVALID_STATE,
    "resource_not_found": Decline.PAYMENT_NOT_FOUND,
    "risk_declined": Decline.FRAUD_SUSPECTED,
    "suspended_from_online_payments": Decline.INVALID_MERCHANT,
    "validation_error": Decline.INVALID_REQUEST,
}
IDEAL_BANKS: Mapping[BankName, str] = {
    bank: bank.name.lower() for bank in (
        BankName.ABN_AMRO, BankName.ASN_BANK, BankName.BUNQ, BankName.HANDELSBANKEN, BankName.ING, BankName.KNAB,
        BankName.RABOBANK, BankName.REGIOBANK, BankName.REVOLUT, BankName.SNS_BANK, BankName.TRIODOS_BANK,
        BankName.VAN_LANSCHOT)
}
"""Another bank is left to iDEAL's own page."""


def sign(req: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    return req.with_headers({"authorization": kit.bearer(ctx.given(ACCESS_TOKEN).token)})


# -- the token ------------------------------------------------------------------------------------------------------
def build_login(req: CreateAccessToken, ctx: Ctx) -> kit.HttpRequest:
    return kit.post_json("/api/v1/authentication/login", {}).with_headers(
        {"x-client-id": ctx.account.client_id, "x-api-key": ctx.account.api_key})


class Token(Struct):
    token: str
    expires_at: str  # as 2025-08-05T10:53:01+0000


def parse_login(res: kit.HttpResponse, req: object, ctx: Ctx) -> AccessToken:
    body = kit.read_json(res, Token)
    expires = datetime.fromisoformat(body.expires_at)
    return AccessToken(token=Secret(body.token),
                       expires_in_seconds=max(0, int((expires - ctx.now).total_seconds())))


# -- the intent -----------------------------------------------------------------------------------------------------
def check_order(req: CreateOrder, ctx: Ctx) -> None:
    """Before a token is fetched for it."""
    kit.require({"merchant_order_id": ctx.idempotency_key or req.merchant_order_id})


def create(req: CreateOrder, ctx: Ctx) -> kit.Exchanges[Order]:
    """Opens an intent, or finds the one that an earlier call with this key has opened."""
    key = ctx.idempotency_key or req.merchant_order_id
    number, own = req.merchant_order_id or str(key), f"create_{key}"
    res = yield kit.post_json(f"{INTENTS}/create", {
        "request_id": own, "amount": Decimal(req.amount.major()), "currency": req.amount.currency,
        "merchant_order_id": number, "metadata": {MARK: own}})
    if res.status < 400:
        return order(kit.read_json(res, Intent))
    if read_error(res).code != "duplicate_request":
        return refused(res)
    res = yield kit.get(f"{INTENTS}?merchant_order_id={quote(number)}")
    for intent in kit.read_json(res, Intents).items:
        if (intent.metadata or {}).get(MARK) == own and intent.money() == req.amount:
            return order(intent)
    raise OutcomeUnknown("duplicate_request, and no such intent", key_taken=True)


def order(intent: Intent) -> Order:
    return Order(status=STATUS[intent.status], connector_order_id=intent.id)


# -- its confirmation -----------------------------------------------------------------------------------------------
@singledispatch
def method_fields(method: object, req: Authorize) -> Body:
    raise Unsupported(type(method).__name__)


@method_fields.register
def card(method: Card, req: Authorize) -> Body:
    return {"type": "card", "card": {
        "number": method.card_number, "expiry_month": Secret(method.card_exp_month.reveal().zfill(2)),
        "expiry_year": kit.year(method.card_exp_year), "cvc": method.card_cvc or None,
        "name": method.card_holder_name}}


@method_fields.register
def ideal(method: Ideal, req: Authorize) -> Body:
    return {"type": "ideal", "ideal": {"bank_name": IDEAL_BANKS.get(method.bank_name) if method.bank_name else None}}


@method_fields.register
def trustly(method: Trustly, req: Authorize) -> Body:
    country, name = payer(method, req).values()
    return {"type": "trustly", "trustly": {"shopper_name": name, "country_code": country}}


def payer(method: Trustly, req: Authorize) -> Body:
    """Country and name, by their paths: Trustly wants both."""
    billing = req.address.billing_address or Address()
    name = full_name(billing) or (Secret(req.customer.name) if req.customer and req.customer.name else None)
    return {"payment_method.trustly.country": method.country or billing.country_alpha2_code,
            "address.billing_address.first_name": name}


def full_name(address: Address) -> Secret | None:
    parts = [part.reveal() for part in (address.first_name, address.last_name) if part]
    return Secret(" ".join(parts)) if parts else None


def card_options(req: Authorize) -> Body | None:
    """Of cards alone: the other methods are taken at once."""
    if not isinstance(req.payment_method, Card):
        return None
    return {"card": {
        "auto_capture": req.capture_method is not CaptureMethod.MANUAL,
        "three_ds_action": "FORCE_3DS" if req.auth_type is AuthenticationType.THREE_DS else None}}


def device(browser: BrowserInformation | None) -> Body | None:
    """`timezone` is JavaScript's offset in minutes, as text."""
    if browser is None:
        return None
    mobile = {"device_model": browser.device_model, "os_type": browser.os_type, "os_version": browser.os_version}
    offset = browser.time_zone_offset_minutes
    return {
        "accept_header": browser.accept_header,
        "browser": {"java_enabled": browser.java_enabled, "javascript_enabled": browser.java_script_enabled,
                    "user_agent": browser.user_agent},
        "ip_address": browser.ip_address,
        "language": browser.language,
        "mobile": mobile if any(mobile.values()) else None,
        "screen_color_depth": browser.color_depth,
        "screen_height": browser.screen_height,
        "screen_width": browser.screen_width,
        "timezone": None if offset is None else str(offset),
    }


def intent_of(req: Authorize, ctx: Ctx) -> str | None:
    return ctx.given(CREATE_ORDER).connector_order_id


def check(req: Authorize, ctx: Ctx) -> None:
    """Before an intent is opened for it."""
    wanted: Body = {"merchant_transaction_id": ctx.idempotency_key}
    if req.auth_type is AuthenticationType.THREE_DS or not isinstance(req.payment_method, Card):
        wanted["return_url"] = req.return_url  # the shopper goes away and comes back
    if isinstance(req.payment_method, Trustly):
        wanted.update(payer(req.payment_method, req))
    kit.require(wanted)


def authorize(req: Authorize, ctx: Ctx) -> kit.Exchanges[Payment]:
    """Confirms the intent; if an earlier call has done so, tells what came of it."""
    intent = kit.path("/{connector_order_id}", ctx.given(CREATE_ORDER))
    res = yield kit.post_json(f"{INTENTS}{intent}/confirm", {
        "request_id": f"confirm_{ctx.idempotency_key}",
        "payment_method": method_fields(req.payment_method, req),
        "payment_method_options": card_options(req),
        "return_url": req.return_url,
        "device_data": device(req.browser_info)})
    if res.status < 400:
        return payment(kit.read_json(res, Intent))
    if read_error(res).code not in ONCE:
        return refused(res, intent_of(req, ctx))
    res = yield kit.get(f"{INTENTS}{intent}")
    found = payment(kit.read_json(res, Intent))
    if found.status is Status.PAYMENT_METHOD_AWAITED:
        raise OutcomeUnknown("confirmed before, and still without an outcome")
    return found


def check_sync(req: Sync, ctx: Ctx) -> None:
    """As `check_order`."""
    build_sync(req, ctx)


def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    return kit.get(kit.path(f"{INTENTS}/{{connector_transaction_id}}", req))


def parse_sync(res: kit.HttpResponse, req: object, ctx: Ctx) -> Payment:
    return payment(kit.read_json(res, Intent))


# -- what Airwallex answers -----------------------------------------------------------------------------------------
class NextAction(Struct):
    url: str | None = None
    method: str = "GET"
    type: str = ""
    stage: str = ""
    data: dict[str, Any] | None = None


class Attempt(Struct):
    status: str = ""
    network_transaction_id: str | None = None
    failure_code: str | None = None
    provider_original_response_code: str | None = None


class Intent(Struct):
    """A payment intent; amounts in major units."""

    id: str
    status: str
    amount: Decimal | None = None
    currency: str | None = None
    captured_amount: Decimal | None = None
    next_action: NextAction | None = None
    latest_payment_attempt: Attempt | None = None
    metadata: dict[str, Any] | None = None

    def money(self, amount: Decimal | None = None) -> Money | None:
        """Of `amount`, else of the whole; None where the answer does not state it."""
        amount = self.amount if amount is None else amount
        return Money.from_major(amount, Currency(self.currency)) if amount is not None and self.currency else None


class Intents(Struct):
    items: list[Intent]


class Details(Struct):
    original_response_code: str | None = None


class Error(Struct):
    code: str
    message: str = ""
    source: str | None = None
    provider_original_response_code: str | None = None
    details: Details | None = None


def payment(intent: Intent) -> Payment:
    status, attempt = STATUS[intent.status], intent.latest_payment_attempt
    asked, captured = intent.money(), intent.money(intent.captured_amount)
    if status is Status.CHARGED and captured and asked and 0 < captured.minor_amount < asked.minor_amount:
        status = Status.PARTIAL_CHARGED
    if status is Status.PAYMENT_METHOD_AWAITED and attempt and (attempt.failure_code or attempt.status == "FAILED"):
        status = Status.FAILURE
    if status is Status.AUTHENTICATION_PENDING and wants_device_data(intent.next_action):
        status = Status.DEVICE_DATA_COLLECTION_PENDING
    return Payment(
        status=status, raw_connector_status=RawConnectorStatus(code=intent.status), connector_transaction_id=intent.id,
        error=failed(intent, attempt) if status is Status.FAILURE else None,
        amount=asked, authorized_money=asked if status in RESERVED else None,
        captured_amount=captured if status in TAKEN and captured and captured.minor_amount else None,
        redirection_data=redirect(intent.next_action),
        network_transaction_id=attempt.network_transaction_id if attempt else None)


def failed(intent: Intent, attempt: Attempt | None) -> Failure:
    """An attempt that failed: the intent's own word where the attempt has none."""
    word = (attempt.failure_code or attempt.status) if attempt else ""
    code = attempt.provider_original_response_code if attempt else None
    return told(word or intent.status, "", code, intent.id)


def told(word: str, message: str, code: str | None, intent: str | None) -> Failure:
    """Of a card, `code` is the network's and says more than that the issuer has declined; else the provider's own:
    https://airwallex.com/docs/payments__response-codes__issuer-response-codes
    """
    networks = None if word == "provider_declined" else code
    return Failure(code=word, message=message, issuer_code=code, decline_code=networks,
                   unified=unify(NETWORK_CODES, networks), connector_transaction_id=intent)


def wants_device_data(action: NextAction | None) -> bool:
    return action is not None and (
        action.stage == "WAITING_DEVICE_DATA_COLLECTION" or action.type == "device_data_collection")


def redirect(action: NextAction | None) -> FormRedirect | None:
    """A form for the shopper's browser, with all that it has to send."""
    if action is None or not action.url:
        return None
    fields = {name: value for name, value in (action.data or {}).items() if isinstance(value, str)}
    return FormRedirect(endpoint=action.url, form_fields=fields,
                        method=HttpMethod.POST if action.method.upper() == "POST" else HttpMethod.GET)


def read_error(res: kit.HttpResponse) -> Error:
    return kit.read_json(res, Error)


def refused(res: kit.HttpResponse, intent: str | None = None) -> Failure:
    """A 400 of a step whose errors are answers. Raises OutcomeUnknown for a code that the pages do not list."""
    error = read_error(res)
    if error.code not in DECLINES:
        raise OutcomeUnknown(f"{error.code}: {error.message}", http_status=res.status)
    code = error.provider_original_response_code or (error.details and error.details.original_response_code) or None
    return told(error.code, f"{error.message}; {error.source}" if error.source else error.message, code, intent)


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """A 400 of the login, or of a query. 401, 403, 404 and 429 did nothing."""
    error = read_error(res)
    if res.status in kit.UNTOUCHED or (res.status == 400 and error.code in DECLINES):
        return kit.rejected(res, error.code, error.message)
    return None


CONNECTOR = kit.Connector(
    id="airwallex", account=Account, live_url="https://api.airwallex.com", test_url="https://api-demo.airwallex.com",
    sign=sign, error=parse_error, declines=DECLINES,
    idempotency=kit.Idempotency("", max_length=255, kept_for=None, member="request_id"),
    older_auth={"body-key": ("api_key", "client_id")},
    flows=(
        kit.Flow(ACCESS_TOKEN, build_login, parse_login, sign=kit.unsigned),
        kit.Steps(CREATE_ORDER, create, needs=(ACCESS_TOKEN,), reads=frozenset({400}), check=check_order),
        kit.Steps(AUTHORIZE, authorize, methods=method_fields, needs=(ACCESS_TOKEN, CREATE_ORDER),
                  reads=frozenset({400}), check=check, known_as=intent_of,
                  features=OF_CARDS, without={Ideal: OF_CARDS, Trustly: OF_CARDS}),
        kit.Flow(SYNC, build_sync, parse_sync, needs=(ACCESS_TOKEN,), check=check_sync),
    ),
)
