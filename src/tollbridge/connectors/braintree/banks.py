"""US bank accounts: https://developer.paypal.com/braintree/graphql/integration_guides/ach_direct_debit

Nothing is charged of one before it is in the vault, and verified: at once against the network's records, or by the
merchant's own means. Micro-transfers need the shopper's answer days later, for which there is no call of ours.
"""

from __future__ import annotations

from typing import Literal

from tollbridge import kit
from tollbridge.connectors.braintree.account import Body, Ctx, MerchantAccount, call, own_account
from tollbridge.domain.banks import BankHolderType, BankType
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.domain.people import Address
from tollbridge.domain.recurring import SetupMandate
from tollbridge.domain.secret import Secret

TYPES = {BankType.CHECKING: "CHECKING", BankType.SAVINGS: "SAVINGS"}


class Consent(MerchantAccount, frozen=True, kw_only=True):
    """Of connector_feature_data: the words to which the account's holder has agreed, and who verifies the account."""

    ach_mandate: str | None = None
    ach_verification: Literal["NETWORK_CHECK", "INDEPENDENT_CHECK"] = "NETWORK_CHECK"


def consent(req: SetupMandate) -> Consent:
    return kit.carried(req.connector_feature_data, Consent) if req.connector_feature_data else Consent()


def bank_account(method: AchDebit, req: SetupMandate) -> Body:
    """The member of TokenizeUsBankAccountInput."""
    name = (method.bank_account_holder_name or method.card_holder_name or Secret("")).reveal()
    mandate, at = consent(req).ach_mandate, "payment_method.ach."
    kit.require({at + "bank_account_holder_name": name, at + "bank_type": method.bank_type,
                 "connector_feature_data.ach_mandate": mandate})
    kind = TYPES.get(method.bank_type) if method.bank_type else None
    if kind is None:
        raise Unsupported(f"{method.bank_type} at a US bank")
    first, _, last = name.rpartition(" ")
    whose: Body = {"businessOwner": {"businessName": Secret(name)}} \
        if method.bank_holder_type is BankHolderType.BUSINESS else \
        {"individualOwner": {"firstName": Secret(first or last), "lastName": Secret(last)}}
    return {"usBankAccount": {
        "accountNumber": method.account_number, "routingNumber": method.routing_number, "accountType": kind, **whose,
        "billingAddress": address(req.address.billing_address), "achMandate": mandate}}


def address(its: Address | None) -> Body | None:
    """All of it, or none."""
    if its is None or not (its.line1 and its.city and its.state and its.zip_code):
        return None
    return {"streetAddress": its.line1, "extendedAddress": its.line2, "city": its.city, "state": its.state,
            "zipCode": its.zip_code}


def vault(its: Secret | None, whose: str | None, req: SetupMandate, ctx: Ctx) -> kit.HttpRequest:
    return call("vaultUsBankAccount", {
        "paymentMethodId": its, "customerId": whose, "verificationMethod": consent(req).ach_verification,
        "verificationMerchantAccountId": own_account(req.connector_feature_data, ctx).merchant_account_id})
