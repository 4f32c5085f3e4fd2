"""The variables of the mutations, by their types in Braintree's schema; a field that is not here is refused."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from tollbridge.sandbox.braintree.errors import BraintreeError

T = TypeVar("T")


class Input(Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    client_mutation_id: str | None = None


class Part(Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    pass


class Address(Part):
    street_address: str | None = None
    address_line1: str | None = None
    postal_code: str | None = None
    locality: str | None = None
    region: str | None = None
    country_code: str | None = None


class CreditCard(Part):
    number: str | None = None
    expiration_year: str | None = None
    expiration_month: str | None = None
    cvv: str | None = None
    cardholder_name: str | None = None
    billing_address: Address | None = None


class TokenizeCreditCard(Input):
    credit_card: CreditCard


class Origin(Part):
    origin: str
    token_requestor_id: str | None = None
    transaction_id: str | None = None
    source_card_description: str | None = None
    source_card_last4: str | None = None
    source_card_type: str | None = None


class NetworkToken(Part):
    number: str
    expiration_month: str
    expiration_year: str
    cryptogram: str
    origin_details: Origin
    e_commerce_indicator: str | None = None


class TokenizeNetworkToken(Input):
    network_token: NetworkToken


class Amount(Part):
    value: str
    currency_code: str


class Experience(Part):
    user_action: str | None = None
    locale: str | None = None


class ShippingAddress(Part):
    address_line1: str
    admin_area2: str
    country_code: str
    first_name: str | None = None
    last_name: str | None = None
    address_line2: str | None = None
    admin_area1: str | None = None
    postal_code: str | None = None


class BillingAgreement(Input):
    return_url: str
    cancel_url: str
    merchant_account_id: str | None = None
    email: str | None = None
    description: str | None = None


class OneTimePayment(Input):
    amount: Amount
    intent: str
    return_url: str
    cancel_url: str
    merchant_account_id: str | None = None
    payer_email: str | None = None
    shipping_address: ShippingAddress | None = None
    request_billing_agreement: bool | None = None
    paypal_experience_profile: Experience | None = None


class Approved(Part):
    payer_id: str
    payment_id: str
    payment_token: str


class TokenizeOneTime(Input):
    paypal_one_time_payment: Approved
    merchant_account_id: str | None = None


class Agreed(Part):
    billing_agreement_token: str


class TokenizeAgreement(Input):
    billing_agreement: Agreed
    merchant_account_id: str | None = None


class Payer(Part):
    given_name: str
    surname: str
    email: str | None = None
    phone_number: str | None = None


class LocalContext(Part):
    type: str
    amount: Amount
    return_url: str
    cancel_url: str
    payer_info: Payer
    order_id: str | None = None
    country_code: str | None = None
    merchant_account_id: str | None = None


class LocalPayment(Input):
    payment_context: LocalContext


class Individual(Part):
    first_name: str
    last_name: str


class Business(Part):
    business_name: str


class BankAddress(Part):
    street_address: str
    city: str
    state: str
    zip_code: str
    extended_address: str | None = None


class UsBankAccount(Part):
    account_number: str
    routing_number: str
    account_type: str
    ach_mandate: str
    business_owner: Business | None = None
    individual_owner: Individual | None = None
    billing_address: BankAddress | None = None


class TokenizeUsBankAccount(Input):
    us_bank_account: UsBankAccount


class VaultUsBankAccount(Input):
    payment_method_id: str
    verification_method: str
    customer_id: str | None = None
    verification_merchant_account_id: str | None = None


class ThreeDSecureLookup(Input):
    payment_method_id: str
    amount: str
    merchant_account_id: str | None = None
    df_reference_id: str | None = None
    transaction_information: dict[str, Any] | None = None
    cardholder_information: dict[str, Any] | None = None


class Vaulting(Part):
    when: str


class CustomerDetails(Part):
    email: str | None = None
    phone_number: str | None = None


class TransactionInput(Part):
    amount: str
    merchant_account_id: str | None = None
    order_id: str | None = None
    customer_id: str | None = None
    customer_details: CustomerDetails | None = None
    payment_initiator: str | None = None
    channel: str | None = None
    vault_payment_method_after_transacting: Vaulting | None = None


class PassThrough(Part):
    eci_flag: str
    cavv: str | None = None
    x_id: str | None = None
    three_d_secure_server_transaction_id: str | None = msgspec.field(
        name="threeDSecureServerTransactionId", default=None)
    version: str | None = None
    authentication_response: str | None = None
    directory_server_response: str | None = None
    cavv_algorithm: str | None = None
    directory_server_transaction_id: str | None = None


class Authentication(Part):
    required: bool | None = None
    pass_through: PassThrough | None = None
    authentication_id: str | None = None


class ExternalVault(Part):
    status: str
    verifying_network_transaction_id: str | None = None


class Options(Part):
    three_d_secure: Authentication | None = msgspec.field(name="threeDSecureAuthentication", default=None)
    sca_exemption: str | None = None
    external_vault: ExternalVault | None = None
    billing_address: Address | None = None


class Charge(Input):
    payment_method_id: str
    transaction: TransactionInput
    options: Options | None = None


class AmountOf(Part):
    amount: str | None = None
    order_id: str | None = None
    final_capture: bool | None = None


class Capture(Input):
    transaction_id: str
    amount: str | None = None
    transaction: AmountOf | None = None


class OfTransaction(Input):
    transaction_id: str
    settlement_state: str | None = None


class UpdateAmount(Input):
    transaction_id: str
    amount: str


class Back(Part):
    amount: str | None = None
    order_id: str | None = None
    merchant_account_id: str | None = None
    description: str | None = None
    reason: str | None = None


class RefundInput(Input):
    transaction_id: str
    refund: Back | None = None


class OfRefund(Input):
    refund_id: str


class Verifying(Part):
    merchant_account_id: str | None = None
    skip: bool | None = None


class Vault(Input):
    payment_method_id: str
    customer_id: str | None = None
    verification: Verifying | None = None
    verification_merchant_account_id: str | None = None
    three_d_secure_pass_through: PassThrough | None = msgspec.field(name="threeDSecurePassThrough", default=None)


class OfMethod(Input):
    payment_method_id: str


class TokenOptions(Part):
    merchant_account_id: str | None = None
    customer_id: str | None = None
    domains: list[str] | None = None


class ClientToken(Input):
    client_token: TokenOptions | None = None


class CustomerFields(Part):
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone_number: str | None = None
    company: str | None = None


class CreateCustomer(Input):
    customer: CustomerFields | None = None


class OfDispute(Input):
    dispute_id: str


class TextEvidence(Input):
    dispute_id: str
    content: str
    category: str | None = None


class FileEvidence(Input):
    dispute_id: str
    category: str | None = None


class Sought(Part):
    equals: str | None = msgspec.field(name="is", default=None)
    any_of: list[str] | None = msgspec.field(name="in", default=None)


class Search(Part):
    id: Sought | None = None
    order_id: Sought | None = None


def read(given: Any, shape: type[T]) -> T:
    """Raises BraintreeError, which quotes nothing of what was given."""
    try:
        return msgspec.convert(given, shape)
    except msgspec.ValidationError as error:
        told = str(error)
        where = told.partition("`$")[2].rstrip("`").lstrip(".")
        raise BraintreeError("Variable 'input' has an invalid value.", path=f"input.{where}".rstrip(".")) from None
