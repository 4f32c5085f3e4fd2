"""What airlines and schools add to a payment: networks and issuers judge by it, and disputes are won with it.

Dates and times are text in the form that the processor takes. Airports, cities and carriers are IATA codes.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.money import Money
from tollbridge.domain.people import Address, Customer
from tollbridge.domain.secret import Secret


class TicketRefundability(StrEnum):
    """Whether the fare can be given back."""

    REFUNDABLE = "REFUNDABLE"
    NON_REFUNDABLE = "NON_REFUNDABLE"


class TicketDeliveryType(StrEnum):
    """How the ticket reaches the traveller."""

    ELECTRONIC = "ELECTRONIC"
    PAPER = "PAPER"


class CardholderTravelStatus(StrEnum):
    """Whether the payer is on board."""

    CARDHOLDER_TRAVELING = "CARDHOLDER_TRAVELING"
    CARDHOLDER_NOT_TRAVELING = "CARDHOLDER_NOT_TRAVELING"


class AirlineLocation(Struct, frozen=True, kw_only=True):
    """One end of a flight."""

    airport_code: str | None = None
    city_code: str | None = None
    city_name: str | None = None
    country_code: str | None = None  # ISO 3166-1 alpha-2
    country_name: str | None = None
    date_time: str | None = None  # local time there


class AirlineSegment(Struct, frozen=True, kw_only=True):
    """One flight of the journey."""

    sequence_no: int | None = None  # 1 for the first
    marketing_carrier_code: str | None = None  # who sold the flight
    flight_number: str | None = None
    flight_type: str | None = None
    class_of_service: str | None = None
    fare_basis_code: str | None = None
    stopover_code: str | None = None  # whether a stay on the way is allowed
    departure: AirlineLocation | None = None
    arrival: AirlineLocation | None = None
    fare_amount: Money | None = None  # of this flight, as the two below
    fee_amount: Money | None = None
    tax_amount: Money | None = None
    exchange_ticket_number: str | None = None
    conjunction_ticket: str | None = None  # the ticket that this one goes on from
    coupon_number: str | None = None
    endorsements_restrictions: str | None = None
    operating_carrier_code: str | None = None  # who flies it
    operating_flight_number: str | None = None


class AirlinePassenger(Struct, frozen=True, kw_only=True):
    """One traveller. Personal data."""

    sequence_no: int | None = None  # 1 for the first
    customer: Customer | None = None
    middle_name: str | None = None
    gender: str | None = None
    date_of_birth: str | None = None
    passenger_type: str | None = None  # adult, child, infant: IATA's code
    frequent_flyer_number: str | None = None
    loyalty_tier: str | None = None
    passport_number: Secret | None = None
    nationality: str | None = None  # ISO 3166-1 alpha-2
    ticket_number: Secret | None = None


class AirlineData(Struct, frozen=True, kw_only=True):
    """The ticket that is paid for."""

    pnr_code: str | None = None  # the booking's record locator
    booking_reference: str | None = None
    ticket_number: str | None = None
    ticket_issue_date: str | None = None
    booking_date_time: str | None = None
    flight_date: str | None = None
    issuing_carrier_code: str | None = None
    airline_code: str | None = None  # IATA's, of two letters or three digits
    passenger_name: str | None = None
    number_of_passengers: int | None = None
    document_type: str | None = None
    refundability: TicketRefundability | None = None
    ticket_delivery_type: TicketDeliveryType | None = None
    cardholder_travel_status: CardholderTravelStatus | None = None  # whether the payer is on board
    ticket_issue_address: Address | None = None
    booking_system_unique_id: str | None = None
    agency_code: str | None = None
    agency_name: str | None = None
    agency_invoice_number: str | None = None
    agency_plan_name: str | None = None
    total_fare: Money | None = None  # of all flights, as the three below
    total_taxes: Money | None = None
    total_fee: Money | None = None
    boarding_fee: Money | None = None
    flight_segments: tuple[AirlineSegment, ...] = ()
    passengers: tuple[AirlinePassenger, ...] = ()


class StudentDetails(Struct, frozen=True, kw_only=True):
    """Whose fees are paid. Personal data."""

    student_id: str | None = None
    student_first_name: str | None = None
    student_last_name: str | None = None
    student_email: Secret | None = None


class EducationData(Struct, frozen=True, kw_only=True):
    """What a school adds to a payment."""

    student_details: StudentDetails | None = None


class DomainData(Struct, frozen=True, kw_only=True):
    """What trades with rules of their own add to a payment."""

    airline_data: AirlineData | None = None
    education_data: EducationData | None = None
