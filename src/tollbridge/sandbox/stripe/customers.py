"""Customers, and the payment methods that stay with them. https://docs.stripe.com/api/customers"""

from __future__ import annotations

import secrets

from tollbridge.sandbox.stripe import consents, intents, methods
from tollbridge.sandbox.stripe.books import Desk, new_id
from tollbridge.sandbox.stripe.errors import StripeError, invalid
from tollbridge.sandbox.stripe.method_wire import PaymentMethod
from tollbridge.sandbox.stripe.reading import Params
from tollbridge.sandbox.stripe.setup_parameters import AttachMethod, CreateEphemeralKey, WriteCustomer
from tollbridge.sandbox.stripe.setup_wire import Customer, DeletedCustomer, EphemeralKey, InvoiceSettings
from tollbridge.sandbox.stripe.wire import ErrorBody

_HOUR_S = 3600


def create(desk: Desk, params: WriteCustomer) -> Customer:
    made = Customer(id=new_id("cus_", 14), created=desk.now, invoice_prefix=secrets.token_hex(4).upper(),
                    invoice_settings=InvoiceSettings())
    _write(made, params)
    desk.books.customers[made.id] = made
    desk.emit("customer.created", made)
    if params.payment_method is not None:
        attach(desk, AttachMethod(customer=made.id), params.payment_method)
    return made


def retrieve(desk: Desk, params: Params, customer: str) -> Customer:
    return desk.customer(customer, http_status=404)


def update(desk: Desk, params: WriteCustomer, customer: str) -> Customer:
    found = desk.customer(customer, http_status=404)
    _write(found, params)
    desk.emit("customer.updated", found)
    return found


def delete(desk: Desk, params: Params, customer: str) -> DeletedCustomer:
    """Its payment methods go with it."""
    found = desk.customer(customer, http_status=404)
    for held in desk.books.methods.values():
        if held.method.customer == found.id:
            held.method.customer, held.spent = None, True
    del desk.books.customers[found.id]
    desk.emit("customer.deleted", found)
    return DeletedCustomer(id=found.id)


def attach(desk: Desk, params: AttachMethod, payment_method: str) -> PaymentMethod:
    """Raises StripeError (402) for a card whose issuer does not let it be saved."""
    held = methods.find(desk, payment_method, http_status=404)
    customer = desk.customer(params.customer).id
    if held.method.customer not in (None, customer):
        raise invalid("The payment method you provided has already been attached to a customer.",
                      param="payment_method")
    consents.check_usable(held, customer)
    if not held.kind.reusable:
        raise invalid(f"This payment method ({held.method.type}) cannot be attached to a customer.",
                      param="payment_method")
    decline = held.behaviour.decline
    if decline is not None and not held.behaviour.saved_anyway:
        raise StripeError(402, ErrorBody(
            type="card_error", code=decline.code, decline_code=decline.decline_code, message=decline.message,
            param=decline.param, advice_code=decline.advice_code, network_decline_code=decline.network_decline_code))
    return consents.attach(desk, held, customer)


def detach(desk: Desk, params: Params, payment_method: str) -> PaymentMethod:
    """The method may never be used again, and mandates for it are over."""
    held = desk.held(payment_method, http_status=404)
    if held.method.customer is None:
        raise invalid("The payment method you provided is not attached to a customer so detachment is impossible.",
                      param="payment_method")
    held.method.customer, held.spent = None, True
    consents.end(desk, held)
    desk.emit("payment_method.detached", held.method)
    return held.method


def create_ephemeral_key(desk: Desk, params: CreateEphemeralKey) -> EphemeralKey:
    customer = desk.customer(params.customer)
    return EphemeralKey(id=new_id("ephkey_1"), created=desk.now, expires=desk.now + _HOUR_S,
                        associated_objects=[{"id": customer.id, "type": "customer"}],
                        secret=f"ek_test_{new_id('', 40)}")


def _write(customer: Customer, params: WriteCustomer) -> None:
    customer.address = params.address or customer.address
    customer.description = params.description or customer.description
    customer.email = params.email or customer.email
    customer.metadata = {name: text for name, text in {**customer.metadata, **params.metadata}.items() if text}
    customer.name = params.name or customer.name
    customer.phone = params.phone or customer.phone
    customer.preferred_locales = params.preferred_locales or customer.preferred_locales
    customer.shipping = intents.shipping(params.shipping) if params.shipping else customer.shipping
    customer.tax_exempt = params.tax_exempt
