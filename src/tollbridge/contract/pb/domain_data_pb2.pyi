from tollbridge.contract.pb import money_pb2 as _money_pb2
from tollbridge.contract.pb import people_pb2 as _people_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TicketRefundability(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TICKET_REFUNDABILITY_UNSPECIFIED: _ClassVar[TicketRefundability]
    REFUNDABLE: _ClassVar[TicketRefundability]
    NON_REFUNDABLE: _ClassVar[TicketRefundability]

class TicketDeliveryType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TICKET_DELIVERY_TYPE_UNSPECIFIED: _ClassVar[TicketDeliveryType]
    ELECTRONIC: _ClassVar[TicketDeliveryType]
    PAPER: _ClassVar[TicketDeliveryType]

class CardholderTravelStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CARDHOLDER_TRAVEL_STATUS_UNSPECIFIED: _ClassVar[CardholderTravelStatus]
    CARDHOLDER_TRAVELING: _ClassVar[CardholderTravelStatus]
    CARDHOLDER_NOT_TRAVELING: _ClassVar[CardholderTravelStatus]
TICKET_REFUNDABILITY_UNSPECIFIED: TicketRefundability
REFUNDABLE: TicketRefundability
NON_REFUNDABLE: TicketRefundability
TICKET_DELIVERY_TYPE_UNSPECIFIED: TicketDeliveryType
ELECTRONIC: TicketDeliveryType
PAPER: TicketDeliveryType
CARDHOLDER_TRAVEL_STATUS_UNSPECIFIED: CardholderTravelStatus
CARDHOLDER_TRAVELING: CardholderTravelStatus
CARDHOLDER_NOT_TRAVELING: CardholderTravelStatus

class DomainData(_message.Message):
    __slots__ = ("airline_data", "education_data")
    AIRLINE_DATA_FIELD_NUMBER: _ClassVar[int]
    EDUCATION_DATA_FIELD_NUMBER: _ClassVar[int]
    airline_data: AirlineData
    education_data: EducationData
    def __init__(self, airline_data: _Optional[_Union[AirlineData, _Mapping]] = ..., education_data: _Optional[_Union[EducationData, _Mapping]] = ...) -> None: ...

class AirlineData(_message.Message):
    __slots__ = ("pnr_code", "booking_reference", "ticket_number", "ticket_issue_date", "booking_date_time", "flight_date", "issuing_carrier_code", "airline_code", "passenger_name", "number_of_passengers", "document_type", "refundability", "ticket_delivery_type", "cardholder_travel_status", "ticket_issue_address", "booking_system_unique_id", "agency_code", "agency_name", "agency_invoice_number", "agency_plan_name", "total_fare", "total_taxes", "total_fee", "boarding_fee", "flight_segments", "passengers")
    PNR_CODE_FIELD_NUMBER: _ClassVar[int]
    BOOKING_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    TICKET_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TICKET_ISSUE_DATE_FIELD_NUMBER: _ClassVar[int]
    BOOKING_DATE_TIME_FIELD_NUMBER: _ClassVar[int]
    FLIGHT_DATE_FIELD_NUMBER: _ClassVar[int]
    ISSUING_CARRIER_CODE_FIELD_NUMBER: _ClassVar[int]
    AIRLINE_CODE_FIELD_NUMBER: _ClassVar[int]
    PASSENGER_NAME_FIELD_NUMBER: _ClassVar[int]
    NUMBER_OF_PASSENGERS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    REFUNDABILITY_FIELD_NUMBER: _ClassVar[int]
    TICKET_DELIVERY_TYPE_FIELD_NUMBER: _ClassVar[int]
    CARDHOLDER_TRAVEL_STATUS_FIELD_NUMBER: _ClassVar[int]
    TICKET_ISSUE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    BOOKING_SYSTEM_UNIQUE_ID_FIELD_NUMBER: _ClassVar[int]
    AGENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    AGENCY_NAME_FIELD_NUMBER: _ClassVar[int]
    AGENCY_INVOICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    AGENCY_PLAN_NAME_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FARE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_TAXES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FEE_FIELD_NUMBER: _ClassVar[int]
    BOARDING_FEE_FIELD_NUMBER: _ClassVar[int]
    FLIGHT_SEGMENTS_FIELD_NUMBER: _ClassVar[int]
    PASSENGERS_FIELD_NUMBER: _ClassVar[int]
    pnr_code: str
    booking_reference: str
    ticket_number: str
    ticket_issue_date: str
    booking_date_time: str
    flight_date: str
    issuing_carrier_code: str
    airline_code: str
    passenger_name: str
    number_of_passengers: int
    document_type: str
    refundability: TicketRefundability
    ticket_delivery_type: TicketDeliveryType
    cardholder_travel_status: CardholderTravelStatus
    ticket_issue_address: _people_pb2.Address
    booking_system_unique_id: str
    agency_code: str
    agency_name: str
    agency_invoice_number: str
    agency_plan_name: str
    total_fare: _money_pb2.Money
    total_taxes: _money_pb2.Money
    total_fee: _money_pb2.Money
    boarding_fee: _money_pb2.Money
    flight_segments: _containers.RepeatedCompositeFieldContainer[AirlineSegment]
    passengers: _containers.RepeatedCompositeFieldContainer[AirlinePassenger]
    def __init__(self, pnr_code: _Optional[str] = ..., booking_reference: _Optional[str] = ..., ticket_number: _Optional[str] = ..., ticket_issue_date: _Optional[str] = ..., booking_date_time: _Optional[str] = ..., flight_date: _Optional[str] = ..., issuing_carrier_code: _Optional[str] = ..., airline_code: _Optional[str] = ..., passenger_name: _Optional[str] = ..., number_of_passengers: _Optional[int] = ..., document_type: _Optional[str] = ..., refundability: _Optional[_Union[TicketRefundability, str]] = ..., ticket_delivery_type: _Optional[_Union[TicketDeliveryType, str]] = ..., cardholder_travel_status: _Optional[_Union[CardholderTravelStatus, str]] = ..., ticket_issue_address: _Optional[_Union[_people_pb2.Address, _Mapping]] = ..., booking_system_unique_id: _Optional[str] = ..., agency_code: _Optional[str] = ..., agency_name: _Optional[str] = ..., agency_invoice_number: _Optional[str] = ..., agency_plan_name: _Optional[str] = ..., total_fare: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., total_taxes: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., total_fee: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., boarding_fee: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., flight_segments: _Optional[_Iterable[_Union[AirlineSegment, _Mapping]]] = ..., passengers: _Optional[_Iterable[_Union[AirlinePassenger, _Mapping]]] = ...) -> None: ...

class AirlineSegment(_message.Message):
    __slots__ = ("sequence_no", "marketing_carrier_code", "flight_number", "flight_type", "class_of_service", "fare_basis_code", "stopover_code", "departure", "arrival", "fare_amount", "fee_amount", "tax_amount", "exchange_ticket_number", "conjunction_ticket", "coupon_number", "endorsements_restrictions", "operating_carrier_code", "operating_flight_number")
    SEQUENCE_NO_FIELD_NUMBER: _ClassVar[int]
    MARKETING_CARRIER_CODE_FIELD_NUMBER: _ClassVar[int]
    FLIGHT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    FLIGHT_TYPE_FIELD_NUMBER: _ClassVar[int]
    CLASS_OF_SERVICE_FIELD_NUMBER: _ClassVar[int]
    FARE_BASIS_CODE_FIELD_NUMBER: _ClassVar[int]
    STOPOVER_CODE_FIELD_NUMBER: _ClassVar[int]
    DEPARTURE_FIELD_NUMBER: _ClassVar[int]
    ARRIVAL_FIELD_NUMBER: _ClassVar[int]
    FARE_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    FEE_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    TAX_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_TICKET_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CONJUNCTION_TICKET_FIELD_NUMBER: _ClassVar[int]
    COUPON_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ENDORSEMENTS_RESTRICTIONS_FIELD_NUMBER: _ClassVar[int]
    OPERATING_CARRIER_CODE_FIELD_NUMBER: _ClassVar[int]
    OPERATING_FLIGHT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    sequence_no: int
    marketing_carrier_code: str
    flight_number: str
    flight_type: str
    class_of_service: str
    fare_basis_code: str
    stopover_code: str
    departure: AirlineLocation
    arrival: AirlineLocation
    fare_amount: _money_pb2.Money
    fee_amount: _money_pb2.Money
    tax_amount: _money_pb2.Money
    exchange_ticket_number: str
    conjunction_ticket: str
    coupon_number: str
    endorsements_restrictions: str
    operating_carrier_code: str
    operating_flight_number: str
    def __init__(self, sequence_no: _Optional[int] = ..., marketing_carrier_code: _Optional[str] = ..., flight_number: _Optional[str] = ..., flight_type: _Optional[str] = ..., class_of_service: _Optional[str] = ..., fare_basis_code: _Optional[str] = ..., stopover_code: _Optional[str] = ..., departure: _Optional[_Union[AirlineLocation, _Mapping]] = ..., arrival: _Optional[_Union[AirlineLocation, _Mapping]] = ..., fare_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., fee_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., tax_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., exchange_ticket_number: _Optional[str] = ..., conjunction_ticket: _Optional[str] = ..., coupon_number: _Optional[str] = ..., endorsements_restrictions: _Optional[str] = ..., operating_carrier_code: _Optional[str] = ..., operating_flight_number: _Optional[str] = ...) -> None: ...

class AirlineLocation(_message.Message):
    __slots__ = ("airport_code", "city_code", "city_name", "country_code", "country_name", "date_time")
    AIRPORT_CODE_FIELD_NUMBER: _ClassVar[int]
    CITY_CODE_FIELD_NUMBER: _ClassVar[int]
    CITY_NAME_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_CODE_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_NAME_FIELD_NUMBER: _ClassVar[int]
    DATE_TIME_FIELD_NUMBER: _ClassVar[int]
    airport_code: str
    city_code: str
    city_name: str
    country_code: str
    country_name: str
    date_time: str
    def __init__(self, airport_code: _Optional[str] = ..., city_code: _Optional[str] = ..., city_name: _Optional[str] = ..., country_code: _Optional[str] = ..., country_name: _Optional[str] = ..., date_time: _Optional[str] = ...) -> None: ...

class AirlinePassenger(_message.Message):
    __slots__ = ("sequence_no", "customer", "middle_name", "gender", "date_of_birth", "passenger_type", "frequent_flyer_number", "loyalty_tier", "passport_number", "nationality", "ticket_number")
    SEQUENCE_NO_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    MIDDLE_NAME_FIELD_NUMBER: _ClassVar[int]
    GENDER_FIELD_NUMBER: _ClassVar[int]
    DATE_OF_BIRTH_FIELD_NUMBER: _ClassVar[int]
    PASSENGER_TYPE_FIELD_NUMBER: _ClassVar[int]
    FREQUENT_FLYER_NUMBER_FIELD_NUMBER: _ClassVar[int]
    LOYALTY_TIER_FIELD_NUMBER: _ClassVar[int]
    PASSPORT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    NATIONALITY_FIELD_NUMBER: _ClassVar[int]
    TICKET_NUMBER_FIELD_NUMBER: _ClassVar[int]
    sequence_no: int
    customer: _people_pb2.Customer
    middle_name: str
    gender: str
    date_of_birth: str
    passenger_type: str
    frequent_flyer_number: str
    loyalty_tier: str
    passport_number: _secrets_pb2.SecretString
    nationality: str
    ticket_number: _secrets_pb2.SecretString
    def __init__(self, sequence_no: _Optional[int] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., middle_name: _Optional[str] = ..., gender: _Optional[str] = ..., date_of_birth: _Optional[str] = ..., passenger_type: _Optional[str] = ..., frequent_flyer_number: _Optional[str] = ..., loyalty_tier: _Optional[str] = ..., passport_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., nationality: _Optional[str] = ..., ticket_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class EducationData(_message.Message):
    __slots__ = ("student_details",)
    STUDENT_DETAILS_FIELD_NUMBER: _ClassVar[int]
    student_details: StudentDetails
    def __init__(self, student_details: _Optional[_Union[StudentDetails, _Mapping]] = ...) -> None: ...

class StudentDetails(_message.Message):
    __slots__ = ("student_id", "student_first_name", "student_last_name", "student_email")
    STUDENT_ID_FIELD_NUMBER: _ClassVar[int]
    STUDENT_FIRST_NAME_FIELD_NUMBER: _ClassVar[int]
    STUDENT_LAST_NAME_FIELD_NUMBER: _ClassVar[int]
    STUDENT_EMAIL_FIELD_NUMBER: _ClassVar[int]
    student_id: str
    student_first_name: str
    student_last_name: str
    student_email: _secrets_pb2.SecretString
    def __init__(self, student_id: _Optional[str] = ..., student_first_name: _Optional[str] = ..., student_last_name: _Optional[str] = ..., student_email: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...
