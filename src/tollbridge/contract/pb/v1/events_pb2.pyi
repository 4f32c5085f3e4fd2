from tollbridge.contract.pb import browser_pb2 as _browser_pb2
from tollbridge.contract.pb import connectors_pb2 as _connectors_pb2
from tollbridge.contract.pb import errors_pb2 as _errors_pb2
from tollbridge.contract.pb import events_pb2 as _events_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class EventServiceVerifySourceRequest(_message.Message):
    __slots__ = ("merchant_event_id", "request_details", "webhook_secrets", "access_token", "event_context", "test_mode", "merchant_request_id")
    MERCHANT_EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_DETAILS_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_SECRETS_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    EVENT_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_event_id: str
    request_details: _browser_pb2.RequestDetails
    webhook_secrets: _events_pb2.WebhookSecrets
    access_token: _connectors_pb2.AccessToken
    event_context: _events_pb2.EventContext
    test_mode: bool
    merchant_request_id: str
    def __init__(self, merchant_event_id: _Optional[str] = ..., request_details: _Optional[_Union[_browser_pb2.RequestDetails, _Mapping]] = ..., webhook_secrets: _Optional[_Union[_events_pb2.WebhookSecrets, _Mapping]] = ..., access_token: _Optional[_Union[_connectors_pb2.AccessToken, _Mapping]] = ..., event_context: _Optional[_Union[_events_pb2.EventContext, _Mapping]] = ..., test_mode: _Optional[bool] = ..., merchant_request_id: _Optional[str] = ...) -> None: ...

class EventServiceVerifySourceResponse(_message.Message):
    __slots__ = ("source_verified", "error", "status_code", "response_headers", "merchant_event_id", "raw_connector_request", "raw_connector_response")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    SOURCE_VERIFIED_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    source_verified: bool
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    merchant_event_id: str
    raw_connector_request: _secrets_pb2.SecretString
    raw_connector_response: _secrets_pb2.SecretString
    def __init__(self, source_verified: _Optional[bool] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., merchant_event_id: _Optional[str] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...
