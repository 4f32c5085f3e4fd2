from tollbridge.contract.pb import errors_pb2 as _errors_pb2
from tollbridge.contract.pb import money_pb2 as _money_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from tollbridge.contract.pb import statuses_pb2 as _statuses_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class EvidenceType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVIDENCE_TYPE_UNSPECIFIED: _ClassVar[EvidenceType]
    CANCELLATION_POLICY: _ClassVar[EvidenceType]
    CUSTOMER_COMMUNICATION: _ClassVar[EvidenceType]
    CUSTOMER_SIGNATURE: _ClassVar[EvidenceType]
    RECEIPT: _ClassVar[EvidenceType]
    REFUND_POLICY: _ClassVar[EvidenceType]
    SERVICE_DOCUMENTATION: _ClassVar[EvidenceType]
    SHIPPING_DOCUMENTATION: _ClassVar[EvidenceType]
    INVOICE_SHOWING_DISTINCT_TRANSACTIONS: _ClassVar[EvidenceType]
    RECURRING_TRANSACTION_AGREEMENT: _ClassVar[EvidenceType]
    UNCATEGORIZED_FILE: _ClassVar[EvidenceType]
EVIDENCE_TYPE_UNSPECIFIED: EvidenceType
CANCELLATION_POLICY: EvidenceType
CUSTOMER_COMMUNICATION: EvidenceType
CUSTOMER_SIGNATURE: EvidenceType
RECEIPT: EvidenceType
REFUND_POLICY: EvidenceType
SERVICE_DOCUMENTATION: EvidenceType
SHIPPING_DOCUMENTATION: EvidenceType
INVOICE_SHOWING_DISTINCT_TRANSACTIONS: EvidenceType
RECURRING_TRANSACTION_AGREEMENT: EvidenceType
UNCATEGORIZED_FILE: EvidenceType

class DisputeServiceSubmitEvidenceRequest(_message.Message):
    __slots__ = ("merchant_dispute_id", "connector_transaction_id", "dispute_id", "service_date", "shipping_date", "evidence_documents")
    MERCHANT_DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    SERVICE_DATE_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_DATE_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    merchant_dispute_id: str
    connector_transaction_id: str
    dispute_id: str
    service_date: int
    shipping_date: int
    evidence_documents: _containers.RepeatedCompositeFieldContainer[EvidenceDocument]
    def __init__(self, merchant_dispute_id: _Optional[str] = ..., connector_transaction_id: _Optional[str] = ..., dispute_id: _Optional[str] = ..., service_date: _Optional[int] = ..., shipping_date: _Optional[int] = ..., evidence_documents: _Optional[_Iterable[_Union[EvidenceDocument, _Mapping]]] = ...) -> None: ...

class DisputeServiceSubmitEvidenceResponse(_message.Message):
    __slots__ = ("dispute_id", "submitted_evidence_ids", "dispute_status", "connector_status_code", "error", "status_code", "response_headers", "merchant_dispute_id", "raw_connector_request")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_EVIDENCE_IDS_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_STATUS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    dispute_id: str
    submitted_evidence_ids: _containers.RepeatedScalarFieldContainer[str]
    dispute_status: _statuses_pb2.DisputeStatus
    connector_status_code: str
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    merchant_dispute_id: str
    raw_connector_request: _secrets_pb2.SecretString
    def __init__(self, dispute_id: _Optional[str] = ..., submitted_evidence_ids: _Optional[_Iterable[str]] = ..., dispute_status: _Optional[_Union[_statuses_pb2.DisputeStatus, str]] = ..., connector_status_code: _Optional[str] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., merchant_dispute_id: _Optional[str] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class DisputeServiceGetRequest(_message.Message):
    __slots__ = ("merchant_dispute_id", "dispute_id", "connector_dispute_id")
    MERCHANT_DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_dispute_id: str
    dispute_id: str
    connector_dispute_id: str
    def __init__(self, merchant_dispute_id: _Optional[str] = ..., dispute_id: _Optional[str] = ..., connector_dispute_id: _Optional[str] = ...) -> None: ...

class DisputeServiceDefendRequest(_message.Message):
    __slots__ = ("merchant_dispute_id", "connector_transaction_id", "dispute_id", "reason_code")
    MERCHANT_DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    merchant_dispute_id: str
    connector_transaction_id: str
    dispute_id: str
    reason_code: str
    def __init__(self, merchant_dispute_id: _Optional[str] = ..., connector_transaction_id: _Optional[str] = ..., dispute_id: _Optional[str] = ..., reason_code: _Optional[str] = ...) -> None: ...

class DisputeServiceDefendResponse(_message.Message):
    __slots__ = ("dispute_id", "dispute_status", "connector_status_code", "error", "status_code", "response_headers", "merchant_dispute_id", "raw_connector_request")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_STATUS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    dispute_id: str
    dispute_status: _statuses_pb2.DisputeStatus
    connector_status_code: str
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    merchant_dispute_id: str
    raw_connector_request: _secrets_pb2.SecretString
    def __init__(self, dispute_id: _Optional[str] = ..., dispute_status: _Optional[_Union[_statuses_pb2.DisputeStatus, str]] = ..., connector_status_code: _Optional[str] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., merchant_dispute_id: _Optional[str] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class DisputeServiceAcceptRequest(_message.Message):
    __slots__ = ("merchant_dispute_id", "connector_transaction_id", "dispute_id")
    MERCHANT_DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_dispute_id: str
    connector_transaction_id: str
    dispute_id: str
    def __init__(self, merchant_dispute_id: _Optional[str] = ..., connector_transaction_id: _Optional[str] = ..., dispute_id: _Optional[str] = ...) -> None: ...

class DisputeServiceAcceptResponse(_message.Message):
    __slots__ = ("dispute_id", "dispute_status", "connector_status_code", "error", "status_code", "response_headers", "merchant_dispute_id", "raw_connector_request")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_STATUS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    dispute_id: str
    dispute_status: _statuses_pb2.DisputeStatus
    connector_status_code: str
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    merchant_dispute_id: str
    raw_connector_request: _secrets_pb2.SecretString
    def __init__(self, dispute_id: _Optional[str] = ..., dispute_status: _Optional[_Union[_statuses_pb2.DisputeStatus, str]] = ..., connector_status_code: _Optional[str] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., merchant_dispute_id: _Optional[str] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class DisputeResponse(_message.Message):
    __slots__ = ("connector_dispute_id", "connector_transaction_id", "dispute_status", "dispute_stage", "connector_status_code", "error", "status_code", "response_headers", "dispute_amount", "dispute_date", "service_date", "shipping_date", "due_date", "evidence_documents", "dispute_reason", "dispute_message", "merchant_dispute_id", "raw_connector_request")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CONNECTOR_DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_STATUS_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_STAGE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_DATE_FIELD_NUMBER: _ClassVar[int]
    SERVICE_DATE_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_DATE_FIELD_NUMBER: _ClassVar[int]
    DUE_DATE_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_REASON_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    connector_dispute_id: str
    connector_transaction_id: str
    dispute_status: _statuses_pb2.DisputeStatus
    dispute_stage: _statuses_pb2.DisputeStage
    connector_status_code: str
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    dispute_amount: _money_pb2.Money
    dispute_date: int
    service_date: int
    shipping_date: int
    due_date: int
    evidence_documents: _containers.RepeatedCompositeFieldContainer[EvidenceDocument]
    dispute_reason: str
    dispute_message: str
    merchant_dispute_id: str
    raw_connector_request: _secrets_pb2.SecretString
    def __init__(self, connector_dispute_id: _Optional[str] = ..., connector_transaction_id: _Optional[str] = ..., dispute_status: _Optional[_Union[_statuses_pb2.DisputeStatus, str]] = ..., dispute_stage: _Optional[_Union[_statuses_pb2.DisputeStage, str]] = ..., connector_status_code: _Optional[str] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., dispute_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., dispute_date: _Optional[int] = ..., service_date: _Optional[int] = ..., shipping_date: _Optional[int] = ..., due_date: _Optional[int] = ..., evidence_documents: _Optional[_Iterable[_Union[EvidenceDocument, _Mapping]]] = ..., dispute_reason: _Optional[str] = ..., dispute_message: _Optional[str] = ..., merchant_dispute_id: _Optional[str] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class EvidenceDocument(_message.Message):
    __slots__ = ("evidence_type", "file_content", "file_mime_type", "provider_file_id", "text_content")
    EVIDENCE_TYPE_FIELD_NUMBER: _ClassVar[int]
    FILE_CONTENT_FIELD_NUMBER: _ClassVar[int]
    FILE_MIME_TYPE_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_FILE_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_CONTENT_FIELD_NUMBER: _ClassVar[int]
    evidence_type: EvidenceType
    file_content: bytes
    file_mime_type: str
    provider_file_id: str
    text_content: str
    def __init__(self, evidence_type: _Optional[_Union[EvidenceType, str]] = ..., file_content: _Optional[bytes] = ..., file_mime_type: _Optional[str] = ..., provider_file_id: _Optional[str] = ..., text_content: _Optional[str] = ...) -> None: ...
