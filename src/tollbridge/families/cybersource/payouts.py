"""Paying out to a card: an Original Credit Transaction, of funds that the merchant disburses.

https://developer.cybersource.com/docs/cybs/en-us/payouts/developer/all/rest/payouts/payouts-intro.html
"""

from __future__ import annotations

from tollbridge import kit
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.payouts import CardPayout, CreatePayout, Payout
from tollbridge.domain.people import Address
from tollbridge.domain.statuses import PayoutStatus as Status
from tollbridge.families.cybersource import wire
from tollbridge.families.cybersource.account import Ctx
from tollbridge.families.cybersource.errors import failure
from tollbridge.families.cybersource.face import TYPES, Body, amount
from tollbridge.kit.networks import network_of

STATUS = kit.payout_statuses(
    ACCEPTED=Status.SUCCESS,  # the recipient's issuer has approved it: there is no later word
    DECLINED=Status.FAILED,
    INVALID_REQUEST=Status.FAILED,
)
ACCOUNT = "05"  # the money comes from an account that is no card's
STATE = 3
"""Most characters of a recipient's state: more would be refused."""


def build_create(req: CreatePayout, ctx: Ctx) -> kit.HttpRequest:
    """The issuer of the recipient's card is asked at once: nothing waits for a transfer."""
    its = req.payout_method_data
    if req.destination_currency not in (None, req.amount.currency) or req.source_bank_data is not None:
        raise Unsupported("payout from a bank account, or in another currency than it is taken in")
    kit.require({"payout_method_data": its, "merchant_payout_id": req.merchant_payout_id})
    if not isinstance(its, CardPayout):
        raise Unsupported("payout to anything but a card")
    network = its.card_network or network_of(its.card_number)
    return kit.post_json("/pts/v2/payouts", {
        "clientReferenceInformation": {"code": req.merchant_payout_id},
        "senderInformation": {"account": {"fundsSource": ACCOUNT}},
        "processingInformation": {"commerceIndicator": "internet", "businessApplicationId": "FD"},
        "orderInformation": {"amountDetails": amount(req.amount)},
        "paymentInformation": {"card": {
            "number": its.card_number, "expirationMonth": its.card_exp_month,
            "expirationYear": kit.year(its.card_exp_year), "type": TYPES.get(network) if network else None}},
        "recipientInformation": recipient(req.address.billing_address)})


def recipient(address: Address | None) -> Body | None:
    its = address or Address()
    area = kit.state_code(its)
    body: Body = {
        "firstName": its.first_name, "lastName": its.last_name, "address1": its.line1, "locality": its.city,
        "administrativeArea": area if area and len(area.reveal()) <= STATE else None,
        "country": its.country_alpha2_code, "postalCode": its.zip_code, "phoneNumber": its.phone_number}
    return body if any(body.values()) else None


def parse_create(res: kit.HttpResponse, req: CreatePayout, ctx: Ctx) -> Payout:
    body = kit.read_json(res, wire.Transaction)
    status = STATUS[body.word]
    return Payout(payout_status=status, connector_payout_id=body.id,
                  error=failure(body) if status is Status.FAILED else None)
