from tollbridge.contract.pb import money_pb2 as _money_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from tollbridge.contract.pb import statuses_pb2 as _statuses_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AcceptanceType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACCEPTANCE_TYPE_UNSPECIFIED: _ClassVar[AcceptanceType]
    ONLINE: _ClassVar[AcceptanceType]
    OFFLINE: _ClassVar[AcceptanceType]
ACCEPTANCE_TYPE_UNSPECIFIED: AcceptanceType
ONLINE: AcceptanceType
OFFLINE: AcceptanceType

class CustomerAcceptance(_message.Message):
    __slots__ = ("acceptance_type", "accepted_at", "online_mandate_details")
    ACCEPTANCE_TYPE_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_AT_FIELD_NUMBER: _ClassVar[int]
    ONLINE_MANDATE_DETAILS_FIELD_NUMBER: _ClassVar[int]
    acceptance_type: AcceptanceType
    accepted_at: int
    online_mandate_details: OnlineMandate
    def __init__(self, acceptance_type: _Optional[_Union[AcceptanceType, str]] = ..., accepted_at: _Optional[int] = ..., online_mandate_details: _Optional[_Union[OnlineMandate, _Mapping]] = ...) -> None: ...

class OnlineMandate(_message.Message):
    __slots__ = ("ip_address", "user_agent")
    IP_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    ip_address: str
    user_agent: str
    def __init__(self, ip_address: _Optional[str] = ..., user_agent: _Optional[str] = ...) -> None: ...

class SetupMandateDetails(_message.Message):
    __slots__ = ("update_mandate_id", "customer_acceptance", "mandate_type")
    UPDATE_MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    MANDATE_TYPE_FIELD_NUMBER: _ClassVar[int]
    update_mandate_id: str
    customer_acceptance: CustomerAcceptance
    mandate_type: MandateType
    def __init__(self, update_mandate_id: _Optional[str] = ..., customer_acceptance: _Optional[_Union[CustomerAcceptance, _Mapping]] = ..., mandate_type: _Optional[_Union[MandateType, _Mapping]] = ...) -> None: ...

class MandateType(_message.Message):
    __slots__ = ("single_use", "multi_use")
    SINGLE_USE_FIELD_NUMBER: _ClassVar[int]
    MULTI_USE_FIELD_NUMBER: _ClassVar[int]
    single_use: MandateAmountData
    multi_use: MandateAmountData
    def __init__(self, single_use: _Optional[_Union[MandateAmountData, _Mapping]] = ..., multi_use: _Optional[_Union[MandateAmountData, _Mapping]] = ...) -> None: ...

class MandateAmountData(_message.Message):
    __slots__ = ("amount", "currency", "start_date", "end_date", "amount_type", "frequency", "amount_money", "initial_billing_amount", "external_subscription_id", "mandate_status", "next_billing_date", "billing_cycle", "description")
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_TYPE_FIELD_NUMBER: _ClassVar[int]
    FREQUENCY_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MONEY_FIELD_NUMBER: _ClassVar[int]
    INITIAL_BILLING_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    EXTERNAL_SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    MANDATE_STATUS_FIELD_NUMBER: _ClassVar[int]
    NEXT_BILLING_DATE_FIELD_NUMBER: _ClassVar[int]
    BILLING_CYCLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    amount: int
    currency: _money_pb2.Currency
    start_date: int
    end_date: int
    amount_type: str
    frequency: str
    amount_money: _money_pb2.Money
    initial_billing_amount: _money_pb2.Money
    external_subscription_id: str
    mandate_status: _statuses_pb2.MandateStatus
    next_billing_date: int
    billing_cycle: int
    description: str
    def __init__(self, amount: _Optional[int] = ..., currency: _Optional[_Union[_money_pb2.Currency, str]] = ..., start_date: _Optional[int] = ..., end_date: _Optional[int] = ..., amount_type: _Optional[str] = ..., frequency: _Optional[str] = ..., amount_money: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., initial_billing_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., external_subscription_id: _Optional[str] = ..., mandate_status: _Optional[_Union[_statuses_pb2.MandateStatus, str]] = ..., next_billing_date: _Optional[int] = ..., billing_cycle: _Optional[int] = ..., description: _Optional[str] = ...) -> None: ...

class MandateReference(_message.Message):
    __slots__ = ("connector_mandate_id", "network_mandate_id", "network_token_with_nti")
    CONNECTOR_MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    NETWORK_MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    NETWORK_TOKEN_WITH_NTI_FIELD_NUMBER: _ClassVar[int]
    connector_mandate_id: ConnectorMandateReferenceId
    network_mandate_id: NetworkMandateId
    network_token_with_nti: NetworkTokenWithNTI
    def __init__(self, connector_mandate_id: _Optional[_Union[ConnectorMandateReferenceId, _Mapping]] = ..., network_mandate_id: _Optional[_Union[NetworkMandateId, _Mapping]] = ..., network_token_with_nti: _Optional[_Union[NetworkTokenWithNTI, _Mapping]] = ...) -> None: ...

class ConnectorMandateReferenceId(_message.Message):
    __slots__ = ("connector_mandate_id", "payment_method_id", "connector_mandate_request_reference_id", "mandate_metadata")
    CONNECTOR_MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_MANDATE_REQUEST_REFERENCE_ID_FIELD_NUMBER: _ClassVar[int]
    MANDATE_METADATA_FIELD_NUMBER: _ClassVar[int]
    connector_mandate_id: str
    payment_method_id: str
    connector_mandate_request_reference_id: str
    mandate_metadata: _secrets_pb2.SecretString
    def __init__(self, connector_mandate_id: _Optional[str] = ..., payment_method_id: _Optional[str] = ..., connector_mandate_request_reference_id: _Optional[str] = ..., mandate_metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class NetworkMandateId(_message.Message):
    __slots__ = ("network_transaction_id", "transaction_link_id")
    NETWORK_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_LINK_ID_FIELD_NUMBER: _ClassVar[int]
    network_transaction_id: str
    transaction_link_id: str
    def __init__(self, network_transaction_id: _Optional[str] = ..., transaction_link_id: _Optional[str] = ...) -> None: ...

class NetworkTokenWithNTI(_message.Message):
    __slots__ = ("network_transaction_id", "token_exp_month", "token_exp_year", "transaction_link_id")
    NETWORK_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    TOKEN_EXP_MONTH_FIELD_NUMBER: _ClassVar[int]
    TOKEN_EXP_YEAR_FIELD_NUMBER: _ClassVar[int]
    TRANSACTION_LINK_ID_FIELD_NUMBER: _ClassVar[int]
    network_transaction_id: str
    token_exp_month: _secrets_pb2.SecretString
    token_exp_year: _secrets_pb2.SecretString
    transaction_link_id: str
    def __init__(self, network_transaction_id: _Optional[str] = ..., token_exp_month: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., token_exp_year: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., transaction_link_id: _Optional[str] = ...) -> None: ...

class MandateReferenceDetails(_message.Message):
    __slots__ = ("connector_mandate_id", "payment_method_id", "connector_mandate_request_reference_id", "mandate_metadata")
    CONNECTOR_MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_MANDATE_REQUEST_REFERENCE_ID_FIELD_NUMBER: _ClassVar[int]
    MANDATE_METADATA_FIELD_NUMBER: _ClassVar[int]
    connector_mandate_id: str
    payment_method_id: str
    connector_mandate_request_reference_id: str
    mandate_metadata: _secrets_pb2.SecretString
    def __init__(self, connector_mandate_id: _Optional[str] = ..., payment_method_id: _Optional[str] = ..., connector_mandate_request_reference_id: _Optional[str] = ..., mandate_metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...
