"""Customers, and the methods that are kept of each."""

from __future__ import annotations

from typing import Any

from tollbridge.sandbox.authorizedotnet import cards
from tollbridge.sandbox.authorizedotnet.books import Desk, Profile, new_id
from tollbridge.sandbox.authorizedotnet.codec import Tree, branch, first
from tollbridge.sandbox.authorizedotnet.errors import OK, UNSUCCESSFUL, AnetError, Declined, not_found

MOST_METHODS = 10


def create(desk: Desk, request: Tree) -> dict[str, Any]:
    """createCustomerProfileRequest: a customer, perhaps with methods. Nothing of it is kept if one is refused."""
    given = branch(request, "profile")
    methods = [one for name, one in given if name == "paymentProfiles" and isinstance(one, list)]
    found = [_method(desk, one) for one in methods]
    directs = [_validated(desk, request, one) for one in found]
    profile = known_or_new(desk, "", first(given, "merchantCustomerId"), first(given, "description"),
                           first(given, "email"))
    return {"messages": OK, "customerProfileId": profile.id,
            "customerPaymentProfileIdList": [keep(desk, profile, one) for one in found],
            "customerShippingAddressIdList": [], "validationDirectResponseList": [one for one in directs if one]}


def add(desk: Desk, request: Tree) -> dict[str, Any]:
    """createCustomerPaymentProfileRequest."""
    profile = desk.profile(first(request, "customerProfileId"))
    method = _method(desk, branch(request, "paymentProfile"))
    direct = _validated(desk, request, method)
    kept = keep(desk, profile, method)
    return {"messages": OK, "customerProfileId": profile.id, "customerPaymentProfileId": kept,
            **({"validationDirectResponse": direct} if direct else {})}


def retrieve(desk: Desk, request: Tree) -> dict[str, Any]:
    """getCustomerProfileRequest: by its id, ours, or an email address that only one has."""
    its_id, own_id, email = (first(request, name) for name in ("customerProfileId", "merchantCustomerId", "email"))
    found = [one for one in desk.books.profiles.values() if one.merchant == desk.merchant
             and (one.id == its_id or (own_id and one.own_id == own_id) or (email and one.email == email))]
    if len(found) != 1:
        raise not_found()
    its = found[0]
    return {"messages": OK, "profile": {
        "merchantCustomerId": its.own_id, "description": its.description, "email": its.email,
        "customerProfileId": its.id,
        "paymentProfiles": [{"customerPaymentProfileId": key, "payment": method.shown()}
                            for key, method in its.methods.items()]}}


def retrieve_method(desk: Desk, request: Tree) -> dict[str, Any]:
    """getCustomerPaymentProfileRequest, with the expiry where it is asked for."""
    profile, key = first(request, "customerProfileId"), first(request, "customerPaymentProfileId")
    its = desk.stored(profile, key)
    shown = its.shown()
    if first(request, "unmaskExpirationDate") in ("true", "1") and its.expiry:
        shown = {"creditCard": {**shown["creditCard"], "expirationDate": its.expiry}}
    return {"messages": OK, "paymentProfile": {
        "customerProfileId": profile, "customerPaymentProfileId": key, "payment": shown}}


def update_method(desk: Desk, request: Tree) -> dict[str, Any]:
    """updateCustomerPaymentProfileRequest: what is there is replaced as a whole."""
    customer, given = first(request, "customerProfileId"), branch(request, "paymentProfile")
    key = first(given, "customerPaymentProfileId")
    desk.stored(customer, key)
    method = _method(desk, given)
    direct = _validated(desk, request, method)
    desk.profile(customer).methods[key] = method
    desk.tell_of_method("updated", customer, key)
    return {"messages": OK, **({"validationDirectResponse": direct} if direct else {})}


def delete_method(desk: Desk, request: Tree) -> dict[str, Any]:
    profile, key = first(request, "customerProfileId"), first(request, "customerPaymentProfileId")
    desk.stored(profile, key)
    del desk.profile(profile).methods[key]
    desk.tell_of_method("deleted", profile, key)
    return {"messages": OK}


def known_or_new(desk: Desk, its_id: str, own_id: str, description: str, email: str) -> Profile:
    """Raises AnetError for one that nobody names, and for a second one with the same names."""
    if its_id:
        return desk.profile(its_id)
    if not (own_id or description or email):
        raise AnetError("E00041", "One or more fields in the profile must contain a value.")
    for other in desk.books.profiles.values():
        if (other.merchant, other.own_id, other.description, other.email) == (
                desk.merchant, own_id, description, email):
            raise AnetError("E00039", f"A duplicate record with ID {other.id} already exists.")
    made = Profile(new_id(9), desk.merchant, own_id, description, email)
    desk.books.profiles[made.id] = made
    return made


def keep(desk: Desk, profile: Profile, method: cards.Method) -> str:
    if any(other.mark == method.mark for other in profile.methods.values()):
        raise AnetError("E00039", "A duplicate customer payment profile already exists.")
    if len(profile.methods) >= MOST_METHODS:
        raise AnetError("E00042", f"You cannot add more than {MOST_METHODS} payment profiles.")
    key = new_id(9)
    profile.methods[key] = method
    desk.tell_of_method("created", profile.id, key)
    return key


def _method(desk: Desk, given: Tree) -> cards.Method:
    try:
        return cards.method(branch(given, "payment"), branch(given, "billTo"), desk.now())
    except Declined as no:
        raise AnetError("E00013" if no.reason == "6" else "E00018", no.text) from None


def _validated(desk: Desk, request: Tree, method: cards.Method) -> str:
    """The direct response of the verification. Raises AnetError where that is declined; testMode never is."""
    mode = first(request, "validationMode")
    if mode not in ("testMode", "liveMode", "oldLiveMode"):
        return ""
    declined = mode != "testMode" and (method.refuses or method.zip == cards.DECLINE_ZIP)
    said = "2,1,2,This transaction has been declined." if declined else (
        f"1,1,1,{'(TESTMODE) ' if mode == 'testMode' else ''}This transaction has been approved.")
    direct = f"{said},000000,{method.avs},0,none,Test transaction for ValidateCustomerPaymentProfile.,0.00,CC,auth_only"
    if declined:
        listed = first(request, "customerProfileId") == ""
        empty: dict[str, Any] = {"customerPaymentProfileIdList": [], "customerShippingAddressIdList": []}
        raise AnetError(*UNSUCCESSFUL, more={**empty, "validationDirectResponseList": [direct]} if listed
                        else {"validationDirectResponse": direct})
    return direct
