"""Payment methods and who they belong to: tokenize, vault, delete; customers; client tokens."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from msgspec import json, to_builtins

from tollbridge.sandbox.braintree import inputs, testvalues, wire
from tollbridge.sandbox.braintree.books import Customer, Desk, Method, find, new_ids
from tollbridge.sandbox.braintree.errors import BraintreeError, not_found
from tollbridge.sandbox.braintree.graphql import Json
from tollbridge.sandbox.card_numbers import is_plausible, network

CVV = {"200": "DOES_NOT_MATCH", "201": "NOT_VERIFIED", "301": "ISSUER_DOES_NOT_PARTICIPATE"}
POSTAL = {"20000": "DOES_NOT_MATCH", "20001": "NOT_VERIFIED"}
STREET = {"200": "DOES_NOT_MATCH", "201": "NOT_VERIFIED"}
"""https://developer.paypal.com/braintree/docs/reference/general/testing#avs-and-cvv/cid-responses"""


def tokenize_card(desk: Desk, given: Json) -> Json:
    card = inputs.read(given, inputs.TokenizeCreditCard).credit_card
    made = _from_number(desk, card.number, card.expiration_month, card.expiration_year, "card", "creditCard")
    made.holder = card.cardholder_name
    address = card.billing_address or inputs.Address()
    street = (address.street_address or address.address_line1 or "").partition(" ")[0]
    made.cvv = CVV.get(card.cvv, "MATCHES") if card.cvv else "NOT_PROVIDED"
    made.postal = POSTAL.get(address.postal_code, "MATCHES") if address.postal_code else "NOT_PROVIDED"
    made.street = STREET.get(street, "MATCHES") if street else "NOT_PROVIDED"
    return {"__typename": "TokenizeCreditCardPayload", "paymentMethod": wire.method(desk, made), "creditCard": None}


def tokenize_network_token(desk: Desk, given: Json) -> Json:
    token = inputs.read(given, inputs.TokenizeNetworkToken).network_token
    if not token.cryptogram:
        raise BraintreeError("Network tokenization attribute cryptogram is required.", "81762",
                             "input.networkToken.cryptogram")
    made = _from_number(desk, token.number, token.expiration_month, token.expiration_year, "network_token",
                        "networkToken")
    return {"__typename": "TokenizeNetworkTokenPayload", "paymentMethod": wire.method(desk, made)}


def _from_number(desk: Desk, number: str | None, month: str | None, year: str | None, kind: str, where: str) -> Method:
    if not number:
        raise BraintreeError("Credit card number is required.", "81714", f"input.{where}.number")
    if not is_plausible(number):
        raise BraintreeError("Credit card number is invalid.", "81715", f"input.{where}.number")
    if not (month and month.isascii() and month.isdigit() and 1 <= int(month) <= 12):
        raise BraintreeError("Expiration month is invalid.", "81712", f"input.{where}.expirationMonth")
    if not (year and year.isascii() and year.isdigit() and len(year) in (2, 4)):
        raise BraintreeError("Expiration year is invalid.", "81713", f"input.{where}.expirationYear")
    made = new_method(desk, kind)
    made.brand = testvalues.NETWORKS.get(network(number), "UNKNOWN")
    made.bin, made.last4, made.month, made.year = number[:6], number[-4:], month, f"20{year[-2:]}"
    made.disputed = number == testvalues.DISPUTED
    made.unverified = testvalues.NOT_VERIFIED.get(number)
    made.three_ds = number if number in testvalues.AUTHENTICATIONS else None
    ends = datetime.fromtimestamp(desk.now, UTC)
    if (int(made.year), int(month)) < (ends.year, ends.month):
        made.decline = "2004"
    return made


def new_method(desk: Desk, kind: str, its_id: str | None = None) -> Method:
    _, legacy = new_ids("paymentmethod_cc")
    token = its_id or f"token{'nt' if kind == 'network_token' else 'cc'}_bf_{legacy}"
    made = Method(token, token, kind, desk.now)
    desk.books.methods[token] = made
    return made


def usable(desk: Desk, reference: str) -> Method:
    """What a charge or the vault may take. Raises BraintreeError for what was used, or is not there."""
    its = desk.books.methods.get(reference) or of_nonce(desk, reference)
    if its is None:
        raise BraintreeError("Unknown or expired single-use payment method.", "91565", "input.paymentMethodId")
    if its.used:
        raise BraintreeError("Cannot use a single-use payment method more than once.", "91564", "input.paymentMethodId")
    its.used = not its.multi and not its.again
    return its


def of_nonce(desk: Desk, reference: str) -> Method | None:
    """What one of the test values stands for."""
    value = testvalues.NONCES.get(reference)
    if value is None:
        return None
    made = new_method(desk, value.kind, reference)
    made.brand, made.last4, made.again, made.used = value.brand, value.last4, True, value.used
    made.decline, made.gateway = value.decline, value.gateway
    made.proof = testvalues.FRICTIONLESS if value.authenticated else None
    return made


def keep(desk: Desk, its: Method, customer: str | None) -> Method:
    """A method that can be used again, made of one for a single use."""
    if its.multi:
        return its
    if customer is None:
        customer = new_customer(desk, {}).id
    its_id, legacy = new_ids(f"paymentmethod_{its.kind if its.kind in ('paypal', 'usbank', 'venmo') else 'cc'}")
    kept = Method(its_id, legacy, its.kind, desk.now, its.brand, its.last4, its.bin, its.month, its.year, its.holder,
                  multi=True, customer=customer, decline=its.decline, disputed=its.disputed)
    desk.books.methods[its_id] = kept
    return kept


def vault(desk: Desk, given: Json) -> Json:
    asked = inputs.read(given, inputs.Vault)
    if asked.customer_id is not None:
        find(desk.books.customers, asked.customer_id)
    its = usable(desk, asked.payment_method_id)
    if its.kind == "usbank":
        raise BraintreeError("Use vaultUsBankAccount.", path="input.paymentMethodId")
    if its.kind in ("paypal", "venmo") or (asked.verification and asked.verification.skip):
        return {"__typename": "VaultPaymentMethodPayload", "verification": None,
                "paymentMethod": wire.method(desk, keep(desk, its, asked.customer_id))}
    code = its.unverified or its.decline
    return _verified("VaultPaymentMethodPayload", desk, its, asked.customer_id, code)


def _verified(kind: str, desk: Desk, its: Method, customer: str | None, code: str | None) -> Json:
    status = "GATEWAY_REJECTED" if its.gateway else "FAILED" if code == "3000" else (
        "PROCESSOR_DECLINED" if code else "VERIFIED")
    kept = keep(desk, its, customer) if status == "VERIFIED" else None
    its_id, legacy = new_ids("verification")
    code = code or "1000"
    told = {"__typename": "Verification", "__kinds": wire.NODE, "id": its_id, "legacyId": legacy, "status": status,
            "gatewayRejectionReason": its.gateway, "networkResponse": None,
            "processorResponse": {"__typename": "VerificationProcessorResponse", "legacyCode": code,
                                  "message": testvalues.message(code), "additionalInformation": None,
                                  "cvvResponse": its.cvv, "avsPostalCodeResponse": its.postal,
                                  "avsStreetAddressResponse": its.street}}
    return {"__typename": kind, "verification": told,
            "paymentMethod": wire.method(desk, kept) if kept else None}


def tokenize_bank_account(desk: Desk, given: Json) -> Json:
    account = inputs.read(given, inputs.TokenizeUsBankAccount).us_bank_account
    if not (account.routing_number.isdigit() and len(account.routing_number) == 9):
        raise BraintreeError("Routing number is invalid.", path="input.usBankAccount.routingNumber")
    if (account.individual_owner is None) == (account.business_owner is None):
        raise BraintreeError("One owner has to be given.", path="input.usBankAccount")
    made = new_method(desk, "usbank")
    made.last4, made.unverified = account.account_number[-4:], testvalues.BANK_ACCOUNTS.get(
        account.account_number, "2038")
    return {"__typename": "TokenizeUsBankAccountPayload", "paymentMethod": wire.method(desk, made)}


def vault_bank_account(desk: Desk, given: Json) -> Json:
    asked = inputs.read(given, inputs.VaultUsBankAccount)
    if asked.customer_id is not None:
        find(desk.books.customers, asked.customer_id)
    its = usable(desk, asked.payment_method_id)
    code = None if asked.verification_method == "INDEPENDENT_CHECK" else its.unverified
    return _verified("VaultPaymentMethodPayload", desk, its, asked.customer_id, code)


def delete(desk: Desk, given: Json) -> Json:
    asked = inputs.read(given, inputs.OfMethod)
    if not find(desk.books.methods, asked.payment_method_id).multi:
        raise not_found()
    del desk.books.methods[asked.payment_method_id]
    return {"__typename": "DeletePaymentMethodFromVaultPayload", "clientMutationId": asked.client_mutation_id}


def create_customer(desk: Desk, given: Json | None) -> Json:
    fields = inputs.read(given or {}, inputs.CreateCustomer).customer or inputs.CustomerFields()
    if fields.email is not None and "@" not in fields.email:
        raise BraintreeError("Email is an invalid format.", "81604", "input.customer.email")
    return {"__typename": "CreateCustomerPayload",
            "customer": wire.customer(new_customer(desk, to_builtins(fields)))}


def new_customer(desk: Desk, shown: Json) -> Customer:
    its_id, legacy = new_ids("customer")
    empty: Json = dict.fromkeys(("email", "firstName", "lastName", "phoneNumber", "company"))
    made = Customer(its_id, legacy, desk.now, empty | shown)
    desk.books.customers[its_id] = made
    return made


def client_token(desk: Desk, given: Json | None) -> Json:
    asked = inputs.read(given or {}, inputs.ClientToken).client_token or inputs.TokenOptions()
    if asked.customer_id is not None and asked.customer_id not in desk.books.customers:
        raise BraintreeError("Customer specified by customer_id does not exist.", "92804",
                             "input.clientToken.customerId")
    content = json.encode({"version": 2, "merchantAccountId": asked.merchant_account_id, "id": new_ids("token")[1]})
    return {"__typename": "CreateClientTokenPayload", "clientToken": base64.b64encode(content).decode()}
