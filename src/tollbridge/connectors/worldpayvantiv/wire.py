"""cnpAPI documents, as far as they are written and read, and the JSON of the status service.

https://support.worldpay.com/support/CNP-API/content/onlineprovform.htm and the schemas of version 12.34
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from msgspec import Struct

from tollbridge import kit
from tollbridge.connectors.worldpayvantiv.account import LIVE, LONGEST_KEY, REPORTS, TEST, Ctx, beside
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import InvalidField, OutcomeUnknown, Rejected
from tollbridge.domain.money import Money
from tollbridge.kit.xml import post_xml, read_xml

Body = dict[str, Any]
REFUSED = ("1", "2", "3", "4", "5")  # schema, XML, credentials, connections, size: nothing was carried out


class TokenResponse(Struct, rename="camel"):
    cnp_token: str | None = None


class FraudResult(Struct, rename="camel", omit_defaults=True):
    """What the issuer found of address and security code, and of 3DS."""

    avs_result: str | None = None
    card_validation_result: str | None = None
    authentication_result: str | None = None


class NetworkField(Struct, rename={"number": "@fieldNumber", "value": "fieldValue"}):
    number: str
    value: str | None = None


class NetworkResponse(Struct, rename="camel"):
    network_field: list[NetworkField] = []


class EnhancedAuthResponse(Struct, rename="camel"):
    network_response: NetworkResponse | None = None


class RecyclingResponse(Struct, rename="camel"):
    recycle_engine_active: bool = False


class CardTokenInfo(Struct, rename="camel"):
    cnp_token: str
    exp_date: str | None = None


class AccountUpdater(Struct, rename="camel"):
    new_card_token_info: CardTokenInfo | None = None


class Transaction(Struct, rename="camel"):
    """What any of the answers says."""

    response: str
    message: str = ""
    cnp_txn_id: str | None = None
    cnp_token: str | None = None
    auth_code: str | None = None
    approved_amount: int | None = None
    fraud_result: FraudResult | None = None
    token_response: TokenResponse | None = None
    network_transaction_id: str | None = None
    enhanced_auth_response: EnhancedAuthResponse | None = None
    recycling_response: RecyclingResponse | None = None
    account_updater: AccountUpdater | None = None


class Results(Struct, rename="camel"):
    """The transactions that have the id that was asked for."""

    sale_response: list[Transaction] = []
    authorization_response: list[Transaction] = []
    echeck_sales_response: list[Transaction] = []
    fast_access_funding_response: list[Transaction] = []


class Query(Struct):
    response: str
    message: str = ""
    results_max10: Results | None = None


class Online(Struct, rename={"response": "@response", "message": "@message"}, tag_field="#name",
             tag="cnpOnlineResponse"):
    """One of the children is there, where `response` is 0."""

    response: str
    message: str = ""
    authorizationResponse: Transaction | None = None
    saleResponse: Transaction | None = None
    captureResponse: Transaction | None = None
    authReversalResponse: Transaction | None = None
    voidResponse: Transaction | None = None
    creditResponse: Transaction | None = None
    echeckSalesResponse: Transaction | None = None
    echeckCreditResponse: Transaction | None = None
    echeckVoidResponse: Transaction | None = None
    fastAccessFundingResponse: Transaction | None = None
    registerTokenResponse: Transaction | None = None
    queryTransactionResponse: Query | None = None
    queryTransactionUnavailableResponse: Query | None = None


class Dispute(Struct, rename="camel"):
    case_id: str | None = None
    vantiv_cnp_txn_id: str | None = None
    cycle: str = ""
    current_queue: str = ""
    chargeback_amount: int | None = None
    chargeback_currency_type: str | None = None
    reason_code: str | None = None
    reason_code_description: str | None = None
    date_received_by_vantiv_cnp: str | None = None
    reply_by_day: str | None = None


class Disputes(Struct, rename="camel", tag_field="#name", tag="chargebackRetrievalResponse"):
    chargeback_case: list[Dispute] = []


class Updated(Struct, rename="camel", tag_field="#name", tag="chargebackUpdateResponse"):
    """Nothing is read: that it comes is the yes."""


class Uploaded(Struct, rename="camel", tag_field="#name", tag="chargebackDocumentUploadResponse"):
    response_code: str
    response_message: str = ""
    document_id: list[str] = []


class Errors(Struct):
    error: list[str] = []


class ServiceErrors(Struct, tag_field="#name", tag="errorResponse"):
    errors: Errors | None = None


class PaymentDetail(Struct, rename="camel"):
    response_reason_code: str | None = None
    response_reason_message: str | None = None
    amount: Decimal | None = None
    merchant_txn_id: str | None = None
    dupe_txn_id: int | None = None


class StatusBody(Struct, rename="camel"):
    payment_status: str
    payment_id: int | None = None
    payment_detail: PaymentDetail | None = None


class StatusErrors(Struct, rename="camel"):
    error_messages: list[str]


UUID = re.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def own_id(operation: str, ctx: Ctx) -> str:
    """Of one transaction, and what a repeat is known by. Its first word is how the status service tells what it was."""
    return own_id_of(operation, ctx.idempotency_key or ctx.nonce[:LONGEST_KEY])


def own_id_of(operation: str, key: str) -> str:
    if len(key) > LONGEST_KEY:
        if not UUID.fullmatch(key):
            raise InvalidField("idempotency_key", f"longer than {LONGEST_KEY} characters, and no UUID")
        key = key.replace("-", "")
    return f"{operation}_{key}"


def call(element: str, operation: str, content: Body, ctx: Ctx, **attributes: Any) -> kit.HttpRequest:
    """The one document: credentials, and a transaction whose children stand in the order of its schema."""
    its, url = ctx.account, LIVE if ctx.environment is Environment.LIVE else TEST
    return post_xml(its.base_url or url, {"cnpOnlineRequest": {
        "@version": "12.34", "@xmlns": "http://www.vantivcnp.com/schema", "@merchantId": its.merchant_id,
        "authentication": {"user": its.user, "password": its.password},
        element: {"@id": own_id(operation, ctx), "@reportGroup": its.report_group or "Default Report Group",
                  **attributes, **content}}}, "text/xml")


def status_of(field: str, req: object, ctx: Ctx) -> kit.HttpRequest:
    """On the host of the reports, in JSON, by Basic authentication; `field` of the request has the id."""
    return with_login(kit.get(beside(REPORTS, ctx) + kit.path(f"/reports/dtrPaymentStatus/{{{field}}}", req)), ctx)


def with_login(request: kit.HttpRequest, ctx: Ctx) -> kit.HttpRequest:
    return request.with_headers({"authorization": kit.basic(ctx.account.user, ctx.account.password)})


def minor(money: Money, path: str, ctx: Ctx) -> int:
    """A document has no currency: another one's amount would be taken in the account's own."""
    currency = ctx.account.merchant_config_currency or "USD"
    if money.currency != currency:
        raise InvalidField(f"{path}.currency", f"the account's currency is {currency} (merchant_config_currency)")
    return money.minor_amount


def online(res: kit.HttpResponse) -> Online:
    """Raises Rejected where the document itself was refused."""
    body = read_xml(res, Online)
    if body.response == "0":
        return body
    raise refusal(body, res)


def refusal(body: Online, res: kit.HttpResponse) -> Rejected | OutcomeUnknown:
    """HTTP says 200. "System Error" comes as 1 too, and says nothing about how far the document came."""
    if body.response in REFUSED and "system error" not in body.message.casefold():
        return kit.rejected(res, body.response, body.message)
    return OutcomeUnknown(f"{body.response}: {body.message}", http_status=res.status)
