"""Customer profiles, and the payment profiles of each: https://developer.authorize.net/api/reference/features/customer-profiles.html

Our one id for a stored method is "{customerProfileId}-{customerPaymentProfileId}".
"""

from __future__ import annotations

import re

from tollbridge import kit
from tollbridge.connectors.authorizedotnet import wire
from tollbridge.connectors.authorizedotnet.methods import accepted, in_name_of, kept_fields, profile_ids, proxied
from tollbridge.connectors.authorizedotnet.payments import customer_profile
from tollbridge.connectors.authorizedotnet.request import Body, Ctx, bill_to, call, cut, told_apart
from tollbridge.connectors.authorizedotnet.results import first, profile_mandate, refusal
from tollbridge.domain.customers import (
    CreateCustomer,
    CreatedCustomer,
    CustomerLookupStatus,
    FoundCustomer,
    GetCustomer,
)
from tollbridge.domain.environment import Environment
from tollbridge.domain.errors import Rejected, Unsupported
from tollbridge.domain.extensions import (
    DeletedToken,
    DeleteToken,
    TokenState,
    TokenStatus,
    UpdatedMandate,
    UpdateMandate,
    ValidateToken,
)
from tollbridge.domain.failures import Failure
from tollbridge.domain.mandates import ConnectorMandate
from tollbridge.domain.people import Customer, PaymentAddress
from tollbridge.domain.recurring import (
    MandateSetup,
    ProxySetupMandate,
    RevokedMandate,
    RevokeMandate,
    SetupMandate,
    TokenSetupMandate,
)
from tollbridge.domain.results import CardDetailUpdate
from tollbridge.domain.secret import Secret
from tollbridge.domain.statuses import MandateStatus, OperationStatus, PaymentStatus, RawConnectorStatus
from tollbridge.domain.stored_methods import Token, Tokenize

DUPLICATE, NOT_FOUND = "E00039", "E00040"
KNOWN_AS = re.compile(r"\bID (\d+) already exists")


def build_setup(req: SetupMandate | Tokenize, ctx: Ctx) -> kit.HttpRequest:
    method = in_name_of(req.payment_method, req.address.billing_address if req.address else None)
    return keep(req, ctx, kept_fields(method), req.address)


def build_token_setup(req: TokenSetupMandate, ctx: Ctx) -> kit.HttpRequest:
    return keep(req, ctx, accepted(req.connector_token), req.address)


def build_proxy_setup(req: ProxySetupMandate, ctx: Ctx) -> kit.HttpRequest:
    return keep(req, ctx, proxied(req.card_proxy), req.address)


def keep(req: SetupMandate | Tokenize | TokenSetupMandate | ProxySetupMandate, ctx: Ctx, method: Body,
         address: PaymentAddress | None) -> kit.HttpRequest:
    """With a customer who is on file, or with a new one in the same call.

    Live, the method is verified by an authorization of nothing, or of one cent that is voided at once; in the sandbox
    its form alone is checked.
    """
    profile: Body = {"billTo": bill_to(address.billing_address) if address else None, **method}
    if its := customer_profile(req):
        return call("createCustomerPaymentProfileRequest", ctx, customerProfileId=its, paymentProfile=profile,
                    validationMode=validation(ctx))
    who = req.customer
    kit.require({"customer.id": who and (who.id or who.email)})
    return call("createCustomerProfileRequest", ctx, profile={
        "merchantCustomerId": told_apart(who.id) if who else None, "description": cut(who.name, 255) if who else None,
        "email": cut(who.email, 255) if who else None, "paymentProfiles": profile},
        validationMode=validation(ctx))


def validation(ctx: Ctx) -> str:
    return "liveMode" if ctx.environment is Environment.LIVE else "testMode"


def kept(res: kit.HttpResponse) -> tuple[str, str, str] | Failure | Rejected:
    """Customer and payment profile, and the word for it. A no of the verification is in the direct response. One that
    the customer has already, of the same number and address, is named in the refusal, and is charged as it was stored.
    """
    answer = kit.read_json(res, wire.ProfileAnswer)
    method = answer.method or (answer.methods[0] if answer.methods else None)
    word = answer.messages.result if answer.messages.result == "Ok" else first(answer.messages).code
    if word in ("Ok", DUPLICATE) and answer.customer and method:
        return answer.customer, method, word
    return unverified(answer) or refusal(answer.messages, res)


def unverified(answer: wire.ProfileAnswer) -> Failure | None:
    """The no of the verification, if that is what the answer is about."""
    for direct in (answer.direct, *answer.directs):
        said = (direct or "").split(",")
        if len(said) > 3 and said[0] in ("2", "3"):
            return Failure(code=said[2], message=said[3])
    return None


def parse_setup(res: kit.HttpResponse, req: object, ctx: Ctx) -> MandateSetup | Failure | Rejected:
    its = kept(res)
    if not isinstance(its, tuple):
        return its
    customer, method, word = its
    return MandateSetup(status=PaymentStatus.CHARGED, raw_connector_status=RawConnectorStatus(code=word),
                        connector_recurring_payment_id=method, mandate_reference=profile_mandate(customer, method))


def parse_token(res: kit.HttpResponse, req: object, ctx: Ctx) -> Token | Failure | Rejected:
    its = kept(res)
    if not isinstance(its, tuple):
        return its
    return Token(payment_method_token=Secret(f"{its[0]}-{its[1]}"), connector_payment_method_id=its[1])


def named(text: str | None, path: str) -> Body:
    """A stored method, as requests name it."""
    profile, method = profile_ids(text, path)
    return {"customerProfileId": profile, "customerPaymentProfileId": method}


def build_revoke(req: RevokeMandate, ctx: Ctx) -> kit.HttpRequest:
    return call("deleteCustomerPaymentProfileRequest", ctx, req.merchant_revoke_id,
                **named(req.connector_mandate_id, "connector_mandate_id"))


def build_delete(req: DeleteToken, ctx: Ctx) -> kit.HttpRequest:
    return call("deleteCustomerPaymentProfileRequest", ctx, req.merchant_request_id,
                **named(req.payment_method_token.reveal(), "payment_method_token"))


def parse_revoked(res: kit.HttpResponse, req: object, ctx: Ctx) -> RevokedMandate | Failure | Rejected:
    messages = kit.read_json(res, wire.ProfileAnswer).messages
    return RevokedMandate(status=MandateStatus.REVOKED) if messages.result == "Ok" else refusal(messages, res)


def parse_deleted(res: kit.HttpResponse, req: DeleteToken, ctx: Ctx) -> DeletedToken | Failure | Rejected:
    its = parse_revoked(res, req, ctx)
    return DeletedToken(status=OperationStatus.SUCCESS) if isinstance(its, RevokedMandate) else its


def build_update(req: UpdateMandate, ctx: Ctx) -> kit.HttpRequest:
    """The payment profile as it is to be: a billing address that is left out is gone."""
    its, path = req.mandate_reference, "mandate_reference.connector_mandate_id.connector_mandate_id"
    mandate = its.connector_mandate_id if isinstance(its, ConnectorMandate) else None
    kit.require({path: mandate})
    profile, method = profile_ids(mandate, path)
    return call("updateCustomerPaymentProfileRequest", ctx, req.merchant_mandate_update_id, customerProfileId=profile,
                paymentProfile={
                    "billTo": bill_to(req.address.billing_address) if req.address else None,
                    **kept_fields(req.payment_method), "customerPaymentProfileId": method},
                validationMode=validation(ctx))


def parse_updated(res: kit.HttpResponse, req: UpdateMandate, ctx: Ctx) -> UpdatedMandate | Failure | Rejected:
    answer = kit.read_json(res, wire.ProfileAnswer)
    if answer.messages.result == "Ok":
        return UpdatedMandate(status=MandateStatus.ACTIVE, mandate_reference=req.mandate_reference)
    return unverified(answer) or refusal(answer.messages, res)


def build_validate(req: ValidateToken, ctx: Ctx) -> kit.HttpRequest:
    return call("getCustomerPaymentProfileRequest", ctx, req.merchant_request_id,
                **named(req.payment_method_token.reveal(), "payment_method_token"), unmaskExpirationDate=True)


def parse_state(res: kit.HttpResponse, req: ValidateToken, ctx: Ctx) -> TokenState | Failure | Rejected:
    """A card is good to the end of the month that it expires in; what shows no expiry has none that is known."""
    answer = kit.read_json(res, wire.PaymentProfileAnswer)
    if answer.profile is None:
        if first(answer.messages).code == NOT_FOUND:
            return TokenState(status=TokenStatus.NOT_FOUND)
        return refusal(answer.messages, res)
    its = answer.profile.id
    card = answer.profile.payment.card if answer.profile.payment else None
    if card is None:
        return TokenState(status=TokenStatus.ACTIVE, connector_payment_method_id=its)
    year, _, month = card.expiry.partition("-")
    known = year.isdigit() and month.isdigit()
    expired = known and (int(year), int(month)) < (ctx.now.year, ctx.now.month)
    return TokenState(
        status=TokenStatus.EXPIRED if expired else TokenStatus.ACTIVE, connector_payment_method_id=its,
        card=CardDetailUpdate(card_exp_month=month if known else None, card_exp_year=year if known else None,
                              last4_digits=card.number[-4:], card_network=card.type))


def build_create_customer(req: CreateCustomer, ctx: Ctx) -> kit.HttpRequest:
    kit.require({"merchant_customer_id": req.merchant_customer_id or req.email or req.customer_name})
    return call("createCustomerProfileRequest", ctx, profile={
        "merchantCustomerId": told_apart(req.merchant_customer_id), "description": cut(req.customer_name, 255),
        "email": cut(req.email, 255)})


def parse_created(res: kit.HttpResponse, req: object, ctx: Ctx) -> CreatedCustomer | Failure | Rejected:
    """One that is there already, with the same id, description and email, is named in the refusal."""
    answer = kit.read_json(res, wire.ProfileAnswer)
    if answer.messages.result == "Ok" and answer.customer:
        return CreatedCustomer(connector_customer_id=answer.customer)
    message = first(answer.messages)
    if message.code == DUPLICATE and (there := KNOWN_AS.search(message.text)):
        return CreatedCustomer(connector_customer_id=there[1])
    return refusal(answer.messages, res)


def build_get_customer(req: GetCustomer, ctx: Ctx) -> kit.HttpRequest:
    """By the first of these that is given: https://developer.authorize.net/api/reference/#customer-profiles"""
    if req.connector_customer_id:
        return call("getCustomerProfileRequest", ctx, customerProfileId=req.connector_customer_id)
    if req.merchant_customer_id:
        return call("getCustomerProfileRequest", ctx, merchantCustomerId=told_apart(req.merchant_customer_id))
    if not req.email and req.phone_number:
        raise Unsupported("customer by phone number")
    kit.require({"connector_customer_id": req.email})
    return call("getCustomerProfileRequest", ctx, email=req.email)


def parse_found(res: kit.HttpResponse, req: GetCustomer, ctx: Ctx) -> FoundCustomer | Failure | Rejected:
    answer = kit.read_json(res, wire.CustomerAnswer)
    its = answer.profile
    if its is None:
        if first(answer.messages).code == NOT_FOUND:
            return FoundCustomer(lookup_status=CustomerLookupStatus.NOT_FOUND)
        return refusal(answer.messages, res)
    own = req.merchant_customer_id
    return FoundCustomer(lookup_status=CustomerLookupStatus.FOUND, customer=Customer(
        connector_customer_id=its.customer, id=own if own and told_apart(own) == its.merchant_customer_id
        else its.merchant_customer_id or None,
        email=Secret(its.email) if its.email else None))
