"""Stored payment methods: Recurring v68, and what Checkout has of it."""

from __future__ import annotations

from tollbridge.sandbox.adyen import instruments, requests
from tollbridge.sandbox.adyen.books import Desk, Stored, new_reference, stamp
from tollbridge.sandbox.adyen.errors import invalid, missing, missing_object
from tollbridge.sandbox.adyen.requests import DisableRequest, RecurringDetailsRequest, StoredPaymentMethodRequest
from tollbridge.sandbox.adyen.wire import (
    Disabled,
    RecurringBank,
    RecurringCard,
    RecurringDetail,
    RecurringDetails,
    RecurringDetailWrapper,
    StoredPaymentMethod,
)


def of_shopper(desk: Desk, shopper_reference: str | None) -> list[Stored]:
    return [stored for stored in desk.books.stored.values() if stored.shopper_reference == shopper_reference]


def shown(stored: Stored, *, with_shopper: bool = False) -> StoredPaymentMethod:
    face = stored.face
    common = StoredPaymentMethod(id=stored.id, type=stored.method, name=face.variant, owner_name=face.holder,
                                 shopper_reference=stored.shopper_reference if with_shopper else None,
                                 supported_shopper_interactions=["Ecommerce", "ContAuth"])
    if face.is_card:
        common.brand, common.last_four, common.holder_name = face.variant, face.last_four, face.holder
        common.expiry_month, common.expiry_year, common.owner_name = face.expiry_month, face.expiry_year, None
    return common


def store(desk: Desk, request: StoredPaymentMethodRequest) -> StoredPaymentMethod:
    requests.merchant_account(request)
    shopper = _shopper(request.shopper_reference)
    if not request.payment_method:
        raise missing_object("paymentMethod", "14_006")
    card = instruments.from_card(desk, request.payment_method, None)
    if card.face is None:
        raise invalid("14_007", "Invalid payment method data")
    stored = Stored(id=new_reference(), shopper_reference=shopper, method=card.method, face=card.face,
                    course=card.course, first_psp=desk.psp, created=stamp(desk.now),
                    contracts=["ONECLICK", "RECURRING"])
    desk.books.stored[stored.id] = stored
    return shown(stored, with_shopper=True)


def listed(desk: Desk, request: RecurringDetailsRequest) -> RecurringDetails:
    """Empty, without an error, for a shopper who has none."""
    requests.merchant_account(request)
    found = of_shopper(desk, _shopper(request.shopper_reference))
    contract = request.recurring.contract if request.recurring else None
    wanted = [stored for stored in found if contract is None or set(contract.split(",")) & set(stored.contracts)]
    if not wanted:
        return RecurringDetails()
    return RecurringDetails(
        shopper_reference=request.shopper_reference, creation_date=wanted[0].created,
        last_known_shopper_email=wanted[-1].email,
        details=[RecurringDetailWrapper(RecurringDetail=_detail(stored)) for stored in wanted])


def _detail(stored: Stored) -> RecurringDetail:
    face = stored.face
    detail = RecurringDetail(
        recurring_detail_reference=stored.id, variant=face.variant, payment_method_variant=face.variant,
        creation_date=stored.created, contract_types=stored.contracts, first_psp_reference=stored.first_psp,
        alias=face.alias or None, alias_type="Default" if face.alias else None)
    if face.is_card:
        detail.card = RecurringCard(expiry_month=face.expiry_month.removeprefix("0"), expiry_year=face.expiry_year,
                                    number=face.last_four, holder_name=face.holder)
    elif face.holder is not None:
        detail.bank = RecurringBank(owner_name=face.holder)
    return detail


def disable(desk: Desk, request: DisableRequest) -> Disabled:
    requests.merchant_account(request)
    owned = of_shopper(desk, _shopper(request.shopper_reference))
    if not owned:
        raise invalid("800", "Contract not found")
    if not request.recurring_detail_reference:
        for stored in owned:
            del desk.books.stored[stored.id]
        return Disabled(response="[all-details-successfully-disabled]")
    if all(stored.id != request.recurring_detail_reference for stored in owned):
        raise invalid("803", "PaymentDetail not found")
    del desk.books.stored[request.recurring_detail_reference]
    return Disabled(response="[detail-successfully-disabled]")


def _shopper(given: str | None) -> str:
    if not given:
        raise missing("shopperReference", "180")
    return given
