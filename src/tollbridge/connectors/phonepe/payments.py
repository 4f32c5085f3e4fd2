"""Payments: POST /pg/v1/pay begins one, GET /pg/v1/status/{merchant}/{our own id} says how it stands."""

from __future__ import annotations

from collections.abc import Mapping

from tollbridge import kit
from tollbridge.connectors.phonepe import wire
from tollbridge.connectors.phonepe.account import LONGEST_USER_ID, Ctx, own_id, paise, post, rupees, status
from tollbridge.connectors.phonepe.declines import DECLINES
from tollbridge.connectors.phonepe.methods import instrument
from tollbridge.connectors.phonepe.verdicts import IN_USE, OPEN, failure, no, require_ours, said, standing, unsure
from tollbridge.domain.errors import InvalidField, OutcomeUnknown
from tollbridge.domain.failures import Failure
from tollbridge.domain.inbound import HttpMethod
from tollbridge.domain.payments import Authorize, Sync
from tollbridge.domain.people import BrowserInformation, Customer
from tollbridge.domain.recurring import SetupMandate
from tollbridge.domain.redirects import FormRedirect, Redirect, RedirectForm
from tollbridge.domain.results import Payment
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import PaymentStatus as Status

LEAST = 100  # paise: "Minimum 100 i.e. 1 rupee"
BEGUN = kit.payment_statuses(  # of a pay call that succeeded: whatever the word, the shopper has yet to pay
    PAYMENT_INITIATED=Status.AUTHENTICATION_PENDING,
    PAYMENT_PENDING=Status.AUTHENTICATION_PENDING,
    PAYMENT_SUCCESS=Status.AUTHENTICATION_PENDING,
    SUCCESS=Status.AUTHENTICATION_PENDING,
)
STATE = kit.payment_statuses(COMPLETED=Status.CHARGED, PENDING=Status.PENDING, FAILED=Status.FAILURE)


def build_authorize(req: Authorize, ctx: Ctx) -> kit.HttpRequest:
    means = instrument(req.payment_method, req)
    kit.require({"merchant_transaction_id": req.merchant_transaction_id, "webhook_url": req.webhook_url,
                 **means.required})
    amount = paise(req.amount, "amount")
    if amount < LEAST:
        raise InvalidField("amount.minor_amount", f"PhonePe takes {LEAST} paise and more")
    asked = post("/pg/v1/pay", ctx, {
        "merchantTransactionId": own_id(req.merchant_transaction_id, "merchant_transaction_id"),
        "merchantUserId": user_id(req.customer),
        "amount": amount,
        "callbackUrl": req.webhook_url,
        "mobileNumber": mobile_number(req),
        **means.fields,
    })
    return asked.with_headers(seen_from(req.browser_info))


def user_id(customer: Customer | None) -> str | None:
    """PhonePe knows the shopper by the merchant's own id alone."""
    if customer is None:
        return None
    if customer.connector_customer_id:
        return own_id(customer.connector_customer_id, "customer.connector_customer_id", LONGEST_USER_ID)
    return own_id(customer.id, "customer.id", LONGEST_USER_ID)


def mobile_number(req: Authorize | SetupMandate) -> Secret | None:
    billing = req.address.billing_address
    of_billing = billing.phone_number if billing else None
    return of_billing or (req.customer.phone_number if req.customer else None) or None


def seen_from(browser: BrowserInformation | None) -> Mapping[str, str | None]:
    """Where the request comes from: https://developer.phonepe.com/v1/docs/tsp-http-headers

    X-MERCHANT-IP of that page is the merchant's own address, which is not ours to know.
    """
    return {"x-source": "API", "x-source-channel": "WEB",
            "user-agent": browser.user_agent if browser else None,
            "x-merchant-domain": browser.referer if browser else None}


def own_reference(req: Authorize, ctx: Ctx) -> str | None:
    """By which a Sync finds a payment whose pay call was not answered."""
    return req.merchant_transaction_id


def build_sync(req: Sync, ctx: Ctx) -> kit.HttpRequest:
    if req.connector_order_reference_id:
        return status(ctx, req.connector_order_reference_id, "connector_order_reference_id")
    return status(ctx, req.connector_transaction_id, "connector_transaction_id")


def parse_authorize(res: kit.HttpResponse, req: Authorize, ctx: Ctx) -> Payment | Failure:
    answer = kit.read_json(res, wire.Answer)
    about = answer.about
    require_ours(answer, req.merchant_transaction_id)
    if answer.code in IN_USE:
        raise unsure(answer)
    if not about.merchant_transaction_id and not answer.success:
        return no(answer)
    return Payment(
        status=begun(answer), raw_connector_status=said(answer),
        connector_transaction_id=about.merchant_transaction_id, merchant_transaction_id=about.merchant_transaction_id,
        redirection_data=redirect(about.instrument_response) if answer.success else None,
        error=None if answer.success else failure(answer))


def begun(answer: wire.Answer) -> Status:
    if answer.success:
        return BEGUN[answer.code]
    if answer.code in OPEN and answer.code not in DECLINES:
        return Status.PENDING
    return Status.FAILURE if answer.code in DECLINES else Status.UNRESOLVED


def redirect(response: wire.InstrumentResponse | None) -> RedirectForm | None:
    """A page of PhonePe's, or a upi:// link: it opens an app, or is the text of the QR code to show."""
    if response is None:
        return None
    page = response.redirect_info
    if page is not None and page.method == "POST":
        return FormRedirect(endpoint=page.url, method=HttpMethod.POST)
    address = page.url if page is not None else response.intent_url
    return Redirect(uri=address) if address else None


def parse_sync(res: kit.HttpResponse, req: Sync, ctx: Ctx) -> Payment | Failure:
    """A refund is asked for in the same way, by its own id: one that is done is no payment that was made."""
    answer = kit.read_json(res, wire.Answer)
    require_ours(answer, req.connector_order_reference_id, req.connector_transaction_id, req.merchant_transaction_id)
    if answer.about.original_transaction_id:
        raise OutcomeUnknown("the answer is about a refund")
    return payment(answer) if answer.about.state else no(answer)


def payment(answer: wire.Answer) -> Payment:
    """How a payment stands, as a status answer or a callback has it."""
    about = answer.about
    its = standing(answer, STATE, Status.CHARGED, Status.FAILURE, Status.PENDING)
    taken = its is Status.CHARGED
    amount = rupees(about.amount)
    refused = its is Status.FAILURE or (answer.success is False and answer.code != "PAYMENT_PENDING" and not taken)
    return Payment(
        status=its, raw_connector_status=said(answer), connector_transaction_id=about.merchant_transaction_id,
        merchant_transaction_id=about.merchant_transaction_id, amount=amount,
        authorized_money=amount if taken else None, captured_amount=amount if taken else None,
        error=failure(answer) if refused else None)

