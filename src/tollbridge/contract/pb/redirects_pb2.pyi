from tollbridge.contract.pb import browser_pb2 as _browser_pb2
from tollbridge.contract.pb import money_pb2 as _money_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RedirectForm(_message.Message):
    __slots__ = ("form", "html", "uri", "braintree", "mifinity", "nmi", "hosted_iframe")
    FORM_FIELD_NUMBER: _ClassVar[int]
    HTML_FIELD_NUMBER: _ClassVar[int]
    URI_FIELD_NUMBER: _ClassVar[int]
    BRAINTREE_FIELD_NUMBER: _ClassVar[int]
    MIFINITY_FIELD_NUMBER: _ClassVar[int]
    NMI_FIELD_NUMBER: _ClassVar[int]
    HOSTED_IFRAME_FIELD_NUMBER: _ClassVar[int]
    form: FormData
    html: HtmlData
    uri: UriData
    braintree: BraintreeData
    mifinity: MifinityData
    nmi: NmiData
    hosted_iframe: HostedIframeData
    def __init__(self, form: _Optional[_Union[FormData, _Mapping]] = ..., html: _Optional[_Union[HtmlData, _Mapping]] = ..., uri: _Optional[_Union[UriData, _Mapping]] = ..., braintree: _Optional[_Union[BraintreeData, _Mapping]] = ..., mifinity: _Optional[_Union[MifinityData, _Mapping]] = ..., nmi: _Optional[_Union[NmiData, _Mapping]] = ..., hosted_iframe: _Optional[_Union[HostedIframeData, _Mapping]] = ...) -> None: ...

class FormData(_message.Message):
    __slots__ = ("endpoint", "method", "form_fields")
    class FormFieldsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ENDPOINT_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    FORM_FIELDS_FIELD_NUMBER: _ClassVar[int]
    endpoint: str
    method: _browser_pb2.HttpMethod
    form_fields: _containers.ScalarMap[str, str]
    def __init__(self, endpoint: _Optional[str] = ..., method: _Optional[_Union[_browser_pb2.HttpMethod, str]] = ..., form_fields: _Optional[_Mapping[str, str]] = ...) -> None: ...

class HtmlData(_message.Message):
    __slots__ = ("html_data",)
    HTML_DATA_FIELD_NUMBER: _ClassVar[int]
    html_data: str
    def __init__(self, html_data: _Optional[str] = ...) -> None: ...

class UriData(_message.Message):
    __slots__ = ("uri",)
    URI_FIELD_NUMBER: _ClassVar[int]
    uri: str
    def __init__(self, uri: _Optional[str] = ...) -> None: ...

class BraintreeData(_message.Message):
    __slots__ = ("client_token", "card_token", "bin", "acs_url")
    CLIENT_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CARD_TOKEN_FIELD_NUMBER: _ClassVar[int]
    BIN_FIELD_NUMBER: _ClassVar[int]
    ACS_URL_FIELD_NUMBER: _ClassVar[int]
    client_token: str
    card_token: str
    bin: str
    acs_url: str
    def __init__(self, client_token: _Optional[str] = ..., card_token: _Optional[str] = ..., bin: _Optional[str] = ..., acs_url: _Optional[str] = ...) -> None: ...

class MifinityData(_message.Message):
    __slots__ = ("initialization_token",)
    INITIALIZATION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    initialization_token: str
    def __init__(self, initialization_token: _Optional[str] = ...) -> None: ...

class NmiData(_message.Message):
    __slots__ = ("amount", "public_key", "customer_vault_id", "order_id", "continue_redirection_url")
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_KEY_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_VAULT_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    CONTINUE_REDIRECTION_URL_FIELD_NUMBER: _ClassVar[int]
    amount: _money_pb2.Money
    public_key: _secrets_pb2.SecretString
    customer_vault_id: str
    order_id: str
    continue_redirection_url: str
    def __init__(self, amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., public_key: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., customer_vault_id: _Optional[str] = ..., order_id: _Optional[str] = ..., continue_redirection_url: _Optional[str] = ...) -> None: ...

class HostedIframeData(_message.Message):
    __slots__ = ("endpoint", "method", "events")
    ENDPOINT_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    endpoint: str
    method: _browser_pb2.HttpMethod
    events: str
    def __init__(self, endpoint: _Optional[str] = ..., method: _Optional[_Union[_browser_pb2.HttpMethod, str]] = ..., events: _Optional[str] = ...) -> None: ...

class RedirectionResponse(_message.Message):
    __slots__ = ("params", "payload")
    class PayloadEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    PARAMS_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    params: str
    payload: _containers.ScalarMap[str, str]
    def __init__(self, params: _Optional[str] = ..., payload: _Optional[_Mapping[str, str]] = ...) -> None: ...

class RedirectResponseSecrets(_message.Message):
    __slots__ = ("secret", "additional_secret")
    SECRET_FIELD_NUMBER: _ClassVar[int]
    ADDITIONAL_SECRET_FIELD_NUMBER: _ClassVar[int]
    secret: str
    additional_secret: str
    def __init__(self, secret: _Optional[str] = ..., additional_secret: _Optional[str] = ...) -> None: ...
