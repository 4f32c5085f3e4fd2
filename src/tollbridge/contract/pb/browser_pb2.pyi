from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class HttpMethod(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HTTP_METHOD_UNSPECIFIED: _ClassVar[HttpMethod]
    HTTP_METHOD_GET: _ClassVar[HttpMethod]
    HTTP_METHOD_POST: _ClassVar[HttpMethod]
    HTTP_METHOD_PUT: _ClassVar[HttpMethod]
    HTTP_METHOD_DELETE: _ClassVar[HttpMethod]
HTTP_METHOD_UNSPECIFIED: HttpMethod
HTTP_METHOD_GET: HttpMethod
HTTP_METHOD_POST: HttpMethod
HTTP_METHOD_PUT: HttpMethod
HTTP_METHOD_DELETE: HttpMethod

class BrowserInformation(_message.Message):
    __slots__ = ("color_depth", "screen_height", "screen_width", "java_enabled", "java_script_enabled", "language", "time_zone_offset_minutes", "accept_header", "user_agent", "accept_language", "referer", "ip_address", "os_type", "os_version", "device_model")
    COLOR_DEPTH_FIELD_NUMBER: _ClassVar[int]
    SCREEN_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    SCREEN_WIDTH_FIELD_NUMBER: _ClassVar[int]
    JAVA_ENABLED_FIELD_NUMBER: _ClassVar[int]
    JAVA_SCRIPT_ENABLED_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_OFFSET_MINUTES_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_HEADER_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    REFERER_FIELD_NUMBER: _ClassVar[int]
    IP_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    OS_TYPE_FIELD_NUMBER: _ClassVar[int]
    OS_VERSION_FIELD_NUMBER: _ClassVar[int]
    DEVICE_MODEL_FIELD_NUMBER: _ClassVar[int]
    color_depth: int
    screen_height: int
    screen_width: int
    java_enabled: bool
    java_script_enabled: bool
    language: str
    time_zone_offset_minutes: int
    accept_header: str
    user_agent: str
    accept_language: str
    referer: str
    ip_address: str
    os_type: str
    os_version: str
    device_model: str
    def __init__(self, color_depth: _Optional[int] = ..., screen_height: _Optional[int] = ..., screen_width: _Optional[int] = ..., java_enabled: _Optional[bool] = ..., java_script_enabled: _Optional[bool] = ..., language: _Optional[str] = ..., time_zone_offset_minutes: _Optional[int] = ..., accept_header: _Optional[str] = ..., user_agent: _Optional[str] = ..., accept_language: _Optional[str] = ..., referer: _Optional[str] = ..., ip_address: _Optional[str] = ..., os_type: _Optional[str] = ..., os_version: _Optional[str] = ..., device_model: _Optional[str] = ...) -> None: ...

class RequestDetails(_message.Message):
    __slots__ = ("method", "uri", "headers", "body", "query_params")
    class HeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    METHOD_FIELD_NUMBER: _ClassVar[int]
    URI_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    BODY_FIELD_NUMBER: _ClassVar[int]
    QUERY_PARAMS_FIELD_NUMBER: _ClassVar[int]
    method: HttpMethod
    uri: str
    headers: _containers.ScalarMap[str, str]
    body: bytes
    query_params: str
    def __init__(self, method: _Optional[_Union[HttpMethod, str]] = ..., uri: _Optional[str] = ..., headers: _Optional[_Mapping[str, str]] = ..., body: _Optional[bytes] = ..., query_params: _Optional[str] = ...) -> None: ...
