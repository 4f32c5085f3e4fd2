"""What a request may be: members in their order, with their lengths. Ours, after AnetApiSchema.xsd, as far as the
simulator goes; `tests/sandbox/test_authorizedotnet_schema.py` compares it with the schema itself.

A member is "name" (required), "name?" (optional) or "name*" (any number); its type is the greatest length of a text
(None: any), a word of KINDS, a set of words, or again a sequence of members.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tollbridge.sandbox.authorizedotnet.codec import NAMESPACE, Tree
from tollbridge.sandbox.authorizedotnet.errors import AnetError

Shape = tuple[tuple[str, Any], ...]
KINDS = {
    "digits": re.compile(r"[0-9]+"), "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    "boolean": re.compile("true|false|1|0"), "code": re.compile("[0-9]{3,4}"),
    "card": re.compile(".{4,16}", re.DOTALL), "expiry": re.compile(".{4,7}", re.DOTALL),
    "network": re.compile("[a-zA-Z0-9 ]{0,255}"),
}
AUTHENTICATION: Shape = (("name?", 25), ("transactionKey?", 16))  # credentials are judged before
CALL: Shape = (("merchantAuthentication", AUTHENTICATION), ("clientId?", 30), ("refId?", 20))
ADDRESS: Shape = (
    ("firstName?", 50), ("lastName?", 50), ("company?", 50), ("address?", 60), ("city?", 40), ("state?", 40),
    ("zip?", 20), ("country?", 60))
BILL_TO: Shape = (*ADDRESS, ("phoneNumber?", 25), ("faxNumber?", 25), ("email?", None))
CARD: Shape = (
    ("cardNumber", "card"), ("expirationDate", "expiry"), ("cardCode?", "code"), ("isPaymentToken?", "boolean"),
    ("cryptogram?", None), ("tokenRequestorName?", None), ("tokenRequestorId?", None), ("tokenRequestorEci?", None))
BANK: Shape = (
    ("accountType?", {"checking", "savings", "businessChecking"}), ("routingNumber", 9), ("accountNumber", 17),
    ("nameOnAccount", 22), ("echeckType?", {"PPD", "WEB", "CCD", "TEL", "ARC", "BOC"}), ("bankName?", 50),
    ("checkNumber?", 15))
OPAQUE: Shape = (("dataDescriptor", None), ("dataValue", None))
PAYPAL: Shape = (
    ("successUrl?", 2048), ("cancelUrl?", 2048), ("paypalLc?", 2), ("paypalHdrImg?", 127), ("paypalPayflowcolor?", 6),
    ("payerID?", 255))
PAYMENT: Shape = (
    ("creditCard?", CARD), ("bankAccount?", BANK), ("payPal?", PAYPAL), ("opaqueData?", OPAQUE))  # one of these
PROFILE: Shape = (
    ("createProfile?", "boolean"), ("customerProfileId?", "digits"),
    ("paymentProfile?", (("paymentProfileId", "digits"), ("cardCode?", "code"))), ("shippingProfileId?", "digits"))
SUBSEQUENT: Shape = (
    ("originalNetworkTransId?", "network"), ("originalAuthAmount?", "decimal"),
    ("reason?", {"resubmission", "delayedCharge", "reauthorization", "noShow"}))
TRANSACTION: Shape = (
    ("transactionType", None), ("amount?", "decimal"), ("currencyCode?", None), ("payment?", PAYMENT),
    ("profile?", PROFILE), ("refTransId?", None),
    ("order?", (("invoiceNumber?", 20), ("description?", 255))), ("poNumber?", None),
    ("customer?", (("type?", {"individual", "business"}), ("id?", 20), ("email?", 255))),
    ("billTo?", BILL_TO), ("shipTo?", ADDRESS), ("customerIP?", None),
    ("cardholderAuthentication?", (("authenticationIndicator", None), ("cardholderAuthenticationValue", None))),
    ("transactionSettings?", (("setting*", (("settingName?", None), ("settingValue?", None))),)),
    ("userFields?", (("userField*", (("name?", None), ("value?", None))),)),
    ("processingOptions?", (
        ("isFirstRecurringPayment?", "boolean"), ("isFirstSubsequentAuth?", "boolean"),
        ("isSubsequentAuth?", "boolean"), ("isStoredCredentials?", "boolean"))),
    ("subsequentAuthInformation?", SUBSEQUENT))
METHOD: Shape = (
    ("customerType?", {"individual", "business"}), ("billTo?", BILL_TO), ("payment?", PAYMENT),
    ("defaultPaymentProfile?", "boolean"))
VALIDATION = {"none", "testMode", "liveMode", "oldLiveMode"}
FUNCTIONS: Mapping[str, Shape] = {
    "authenticateTestRequest": CALL,
    "createTransactionRequest": (*CALL, ("transactionRequest", TRANSACTION)),
    "getTransactionDetailsRequest": (*CALL, ("transId", "digits")),
    "createCustomerProfileRequest": (
        *CALL, ("profile", (("merchantCustomerId?", 20), ("description?", 255), ("email?", 255),
                            ("paymentProfiles*", METHOD))), ("validationMode?", VALIDATION)),
    "createCustomerPaymentProfileRequest": (
        *CALL, ("customerProfileId", "digits"), ("paymentProfile", METHOD), ("validationMode?", VALIDATION)),
    "getCustomerProfileRequest": (
        *CALL, ("customerProfileId?", "digits"), ("merchantCustomerId?", 20), ("email?", None)),
    "getCustomerPaymentProfileRequest": (
        *CALL, ("customerProfileId", "digits"), ("customerPaymentProfileId?", "digits"),
        ("unmaskExpirationDate?", "boolean"), ("includeIssuerInfo?", "boolean")),
    "updateCustomerPaymentProfileRequest": (
        *CALL, ("customerProfileId", "digits"),
        ("paymentProfile", (*METHOD, ("customerPaymentProfileId?", "digits"))), ("validationMode?", VALIDATION)),
    "updateHeldTransactionRequest": (
        *CALL, ("heldTransactionRequest", (("action", {"approve", "decline"}), ("refTransId", None)))),
    "deleteCustomerPaymentProfileRequest": (
        *CALL, ("customerProfileId", "digits"), ("customerPaymentProfileId", "digits")),
}


def check(name: str, tree: Tree) -> None:
    """Raises AnetError for a request that the schema refuses: E00003, as Authorize.Net words it, less the value."""
    if name not in FUNCTIONS:
        raise AnetError("E00004", "The name of the requested API method is invalid.")
    _sequence(name, tree, FUNCTIONS[name])


def _sequence(parent: str, tree: Tree, shape: Shape) -> None:
    at = 0
    for name, value in tree:
        before = at
        while at < len(shape) and shape[at][0].rstrip("?*") != name:
            if _required(shape[at][0]):
                raise _misplaced(parent, name, shape[before:])
            at += 1
        if at == len(shape):
            raise _misplaced(parent, name, shape[before:])
        word, kind = shape[at]
        at += not word.endswith("*")
        if isinstance(kind, tuple):
            if isinstance(value, str) and value.strip():
                raise AnetError("E00003", f"The element '{name}' in namespace '{NAMESPACE}' cannot contain text.")
            _sequence(name, value if isinstance(value, list) else [], kind)
        else:
            _leaf(name, value, kind)
    if any(_required(word) for word, _ in shape[at:]):
        raise AnetError("E00003", f"The element '{parent}' in namespace '{NAMESPACE}' has incomplete content.")


def _leaf(name: str, value: str | Tree, kind: Any) -> None:
    if isinstance(value, list):
        fits = False
    elif isinstance(kind, str):
        fits = KINDS[kind].fullmatch(value.strip() if kind in ("decimal", "boolean") else value) is not None
    else:
        fits = kind is None or (len(value) <= kind if isinstance(kind, int) else value in kind)
    if not fits:
        raise AnetError("E00003", f"The '{NAMESPACE}:{name}' element is invalid - The value is invalid according to "
                                  "its datatype.")


def _required(word: str) -> bool:
    return word[-1] not in "?*"


def _misplaced(parent: str, name: str, left: Shape) -> AnetError:
    expected = ", ".join(word.rstrip("?*") for word, _ in left)
    return AnetError("E00003", f"The element '{parent}' in namespace '{NAMESPACE}' has invalid child element "
                               f"'{name[:40]}'. List of possible elements expected: '{expected}'.")
