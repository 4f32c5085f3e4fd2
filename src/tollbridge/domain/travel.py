"""Travel."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.money import Money
from tollbridge.domain.people import Address, Customer
from tollbridge.domain.secret import Secret


class TicketRefundability(StrEnum):
    """Ticket Refundability."""

    REFUNDABLE = "REFUNDABLE"
    NON_REFUNDABLE = "NON_REFUNDABLE"


class TicketDeliveryType(StrEnum):
    """Ticket Delivery Type."""

    ELECTRONIC = "ELECTRONIC"
    PAPER = "PAPER"


class CardholderTravelStatus(StrEnum):
    """Cardholder Travel Status."""

    CARDHOLDER_TRAVELING = "CARDHOLDER_TRAVELING"
    CARDHOLDER_NOT_TRAVELING = "CARDHOLDER_NOT_TRAVELING"


class AirlineLocation(Struct, frozen=True, kw_only=True):
    """Airline Location."""

    airport_code: str | None = None
    city_code: str | None = None
    city_name: str | None = None
    country_code: str | None = None
    country_name: str | None = None
    date_time: str | None = None


class AirlineSegment(Struct, frozen=True, kw_only=True):
    """Airline Segment."""

    sequence_no: int | None = None
    marketing_carrier_code: str | None = None
    flight_number: str | None = None
    flight_type: str | None = None
    class_of_service: str | None = None
    fare_basis_code: str | None = None
    stopover_code: str | None = None
    departure: AirlineLocation | None = None
    arrival: AirlineLocation | None = None
    fare_amount: Money | None = None
    fee_amount: Money | None = None
    tax_amount: Money | None = None
    exchange_ticket_number: str | None = None
    conjunction_ticket: str | None = None
    coupon_number: str | None = None
    endorsements_restrictions: str | None = None
    operating_carrier_code: str | None = None
    operating_flight_number: str | None = None


class AirlinePassenger(Struct, frozen=True, kw_only=True):
    """Airline Passenger."""

    sequence_no: int | None = None
    customer: Customer | None = None
    middle_name: str | None = None
    gender: str | None = None
    date_of_birth: str | None = None
    passenger_type: str | None = None
    frequent_flyer_number: str | None = None
    loyalty_tier: str | None = None
    passport_number: Secret | None = None
    nationality: str | None = None
    ticket_number: Secret | None = None


class AirlineData(Struct, frozen=True, kw_only=True):
    """Airline Data."""

    pnr_code: str | None = None
    booking_reference: str | None = None
    ticket_number: str | None = None
    ticket_issue_date: str | None = None
    booking_date_time: str | None = None
    flight_date: str | None = None
    issuing_carrier_code: str | None = None
    airline_code: str | None = None
    passenger_name: str | None = None
    number_of_passengers: int | None = None
    document_type: str | None = None
    refundability: TicketRefundability | None = None
    ticket_delivery_type: TicketDeliveryType | None = None
    cardholder_travel_status: CardholderTravelStatus | None = None
    ticket_issue_address: Address | None = None
    booking_system_unique_id: str | None = None
    agency_code: str | None = None
    agency_name: str | None = None
    agency_invoice_number: str | None = None
    agency_plan_name: str | None = None
    total_fare: Money | None = None
    total_taxes: Money | None = None
    total_fee: Money | None = None
    boarding_fee: Money | None = None
    flight_segments: tuple[AirlineSegment, ...] = ()
    passengers: tuple[AirlinePassenger, ...] = ()


class StudentDetails(Struct, frozen=True, kw_only=True):
    """Student Details."""

    student_id: str | None = None
    student_first_name: str | None = None
    student_last_name: str | None = None
    student_email: Secret | None = None


class EducationData(Struct, frozen=True, kw_only=True):
    """Education Data."""

    student_details: StudentDetails | None = None


class DomainData(Struct, frozen=True, kw_only=True):
    """Domain Data."""

    airline_data: AirlineData | None = None
    education_data: EducationData | None = None
