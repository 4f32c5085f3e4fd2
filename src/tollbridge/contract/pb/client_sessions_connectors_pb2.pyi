from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ConnectorSpecificClientAuthenticationResponse(_message.Message):
    __slots__ = ("stripe", "adyen", "checkout", "cybersource", "nuvei", "mollie", "globalpay", "bluesnap", "rapyd", "shift4", "bank_of_america", "wellsfargo", "fiserv", "elavon", "noon", "paysafe", "bamboraapac", "jpmorgan", "billwerk", "datatrans", "bambora", "payload", "multisafepay", "nexinets", "nexixpay", "revolut")
    STRIPE_FIELD_NUMBER: _ClassVar[int]
    ADYEN_FIELD_NUMBER: _ClassVar[int]
    CHECKOUT_FIELD_NUMBER: _ClassVar[int]
    CYBERSOURCE_FIELD_NUMBER: _ClassVar[int]
    NUVEI_FIELD_NUMBER: _ClassVar[int]
    MOLLIE_FIELD_NUMBER: _ClassVar[int]
    GLOBALPAY_FIELD_NUMBER: _ClassVar[int]
    BLUESNAP_FIELD_NUMBER: _ClassVar[int]
    RAPYD_FIELD_NUMBER: _ClassVar[int]
    SHIFT4_FIELD_NUMBER: _ClassVar[int]
    BANK_OF_AMERICA_FIELD_NUMBER: _ClassVar[int]
    WELLSFARGO_FIELD_NUMBER: _ClassVar[int]
    FISERV_FIELD_NUMBER: _ClassVar[int]
    ELAVON_FIELD_NUMBER: _ClassVar[int]
    NOON_FIELD_NUMBER: _ClassVar[int]
    PAYSAFE_FIELD_NUMBER: _ClassVar[int]
    BAMBORAAPAC_FIELD_NUMBER: _ClassVar[int]
    JPMORGAN_FIELD_NUMBER: _ClassVar[int]
    BILLWERK_FIELD_NUMBER: _ClassVar[int]
    DATATRANS_FIELD_NUMBER: _ClassVar[int]
    BAMBORA_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    MULTISAFEPAY_FIELD_NUMBER: _ClassVar[int]
    NEXINETS_FIELD_NUMBER: _ClassVar[int]
    NEXIXPAY_FIELD_NUMBER: _ClassVar[int]
    REVOLUT_FIELD_NUMBER: _ClassVar[int]
    stripe: StripeClientAuthenticationResponse
    adyen: AdyenClientAuthenticationResponse
    checkout: CheckoutClientAuthenticationResponse
    cybersource: CybersourceClientAuthenticationResponse
    nuvei: NuveiClientAuthenticationResponse
    mollie: MollieClientAuthenticationResponse
    globalpay: GlobalpayClientAuthenticationResponse
    bluesnap: BluesnapClientAuthenticationResponse
    rapyd: RapydClientAuthenticationResponse
    shift4: Shift4ClientAuthenticationResponse
    bank_of_america: BankOfAmericaClientAuthenticationResponse
    wellsfargo: WellsfargoClientAuthenticationResponse
    fiserv: FiservClientAuthenticationResponse
    elavon: ElavonClientAuthenticationResponse
    noon: NoonClientAuthenticationResponse
    paysafe: PaysafeClientAuthenticationResponse
    bamboraapac: BamboraapacClientAuthenticationResponse
    jpmorgan: JpmorganClientAuthenticationResponse
    billwerk: BillwerkClientAuthenticationResponse
    datatrans: DatatransClientAuthenticationResponse
    bambora: BamboraClientAuthenticationResponse
    payload: PayloadClientAuthenticationResponse
    multisafepay: MultisafepayClientAuthenticationResponse
    nexinets: NexinetsClientAuthenticationResponse
    nexixpay: NexixpayClientAuthenticationResponse
    revolut: RevolutClientAuthenticationResponse
    def __init__(self, stripe: _Optional[_Union[StripeClientAuthenticationResponse, _Mapping]] = ..., adyen: _Optional[_Union[AdyenClientAuthenticationResponse, _Mapping]] = ..., checkout: _Optional[_Union[CheckoutClientAuthenticationResponse, _Mapping]] = ..., cybersource: _Optional[_Union[CybersourceClientAuthenticationResponse, _Mapping]] = ..., nuvei: _Optional[_Union[NuveiClientAuthenticationResponse, _Mapping]] = ..., mollie: _Optional[_Union[MollieClientAuthenticationResponse, _Mapping]] = ..., globalpay: _Optional[_Union[GlobalpayClientAuthenticationResponse, _Mapping]] = ..., bluesnap: _Optional[_Union[BluesnapClientAuthenticationResponse, _Mapping]] = ..., rapyd: _Optional[_Union[RapydClientAuthenticationResponse, _Mapping]] = ..., shift4: _Optional[_Union[Shift4ClientAuthenticationResponse, _Mapping]] = ..., bank_of_america: _Optional[_Union[BankOfAmericaClientAuthenticationResponse, _Mapping]] = ..., wellsfargo: _Optional[_Union[WellsfargoClientAuthenticationResponse, _Mapping]] = ..., fiserv: _Optional[_Union[FiservClientAuthenticationResponse, _Mapping]] = ..., elavon: _Optional[_Union[ElavonClientAuthenticationResponse, _Mapping]] = ..., noon: _Optional[_Union[NoonClientAuthenticationResponse, _Mapping]] = ..., paysafe: _Optional[_Union[PaysafeClientAuthenticationResponse, _Mapping]] = ..., bamboraapac: _Optional[_Union[BamboraapacClientAuthenticationResponse, _Mapping]] = ..., jpmorgan: _Optional[_Union[JpmorganClientAuthenticationResponse, _Mapping]] = ..., billwerk: _Optional[_Union[BillwerkClientAuthenticationResponse, _Mapping]] = ..., datatrans: _Optional[_Union[DatatransClientAuthenticationResponse, _Mapping]] = ..., bambora: _Optional[_Union[BamboraClientAuthenticationResponse, _Mapping]] = ..., payload: _Optional[_Union[PayloadClientAuthenticationResponse, _Mapping]] = ..., multisafepay: _Optional[_Union[MultisafepayClientAuthenticationResponse, _Mapping]] = ..., nexinets: _Optional[_Union[NexinetsClientAuthenticationResponse, _Mapping]] = ..., nexixpay: _Optional[_Union[NexixpayClientAuthenticationResponse, _Mapping]] = ..., revolut: _Optional[_Union[RevolutClientAuthenticationResponse, _Mapping]] = ...) -> None: ...

class AdyenClientAuthenticationResponse(_message.Message):
    __slots__ = ("session_id", "session_data")
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    SESSION_DATA_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    session_data: _secrets_pb2.SecretString
    def __init__(self, session_id: _Optional[str] = ..., session_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class BamboraClientAuthenticationResponse(_message.Message):
    __slots__ = ("token",)
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    token: _secrets_pb2.SecretString
    def __init__(self, token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class BamboraapacClientAuthenticationResponse(_message.Message):
    __slots__ = ("token",)
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    token: _secrets_pb2.SecretString
    def __init__(self, token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class BankOfAmericaClientAuthenticationResponse(_message.Message):
    __slots__ = ("capture_context",)
    CAPTURE_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    capture_context: _secrets_pb2.SecretString
    def __init__(self, capture_context: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class BillwerkClientAuthenticationResponse(_message.Message):
    __slots__ = ("session_id",)
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    def __init__(self, session_id: _Optional[str] = ...) -> None: ...

class BluesnapClientAuthenticationResponse(_message.Message):
    __slots__ = ("pf_token",)
    PF_TOKEN_FIELD_NUMBER: _ClassVar[int]
    pf_token: _secrets_pb2.SecretString
    def __init__(self, pf_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class CheckoutClientAuthenticationResponse(_message.Message):
    __slots__ = ("payment_session_id", "payment_session_token", "payment_session_secret")
    PAYMENT_SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_SESSION_SECRET_FIELD_NUMBER: _ClassVar[int]
    payment_session_id: str
    payment_session_token: _secrets_pb2.SecretString
    payment_session_secret: _secrets_pb2.SecretString
    def __init__(self, payment_session_id: _Optional[str] = ..., payment_session_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., payment_session_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class CybersourceClientAuthenticationResponse(_message.Message):
    __slots__ = ("capture_context", "client_library", "client_library_integrity")
    CAPTURE_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    CLIENT_LIBRARY_FIELD_NUMBER: _ClassVar[int]
    CLIENT_LIBRARY_INTEGRITY_FIELD_NUMBER: _ClassVar[int]
    capture_context: _secrets_pb2.SecretString
    client_library: str
    client_library_integrity: str
    def __init__(self, capture_context: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., client_library: _Optional[str] = ..., client_library_integrity: _Optional[str] = ...) -> None: ...

class DatatransClientAuthenticationResponse(_message.Message):
    __slots__ = ("transaction_id",)
    TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    transaction_id: _secrets_pb2.SecretString
    def __init__(self, transaction_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class ElavonClientAuthenticationResponse(_message.Message):
    __slots__ = ("session_token",)
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    session_token: _secrets_pb2.SecretString
    def __init__(self, session_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class FiservClientAuthenticationResponse(_message.Message):
    __slots__ = ("session_id",)
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    session_id: _secrets_pb2.SecretString
    def __init__(self, session_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class GlobalpayClientAuthenticationResponse(_message.Message):
    __slots__ = ("access_token", "token_type", "expires_in")
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOKEN_TYPE_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_IN_FIELD_NUMBER: _ClassVar[int]
    access_token: _secrets_pb2.SecretString
    token_type: str
    expires_in: int
    def __init__(self, access_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., token_type: _Optional[str] = ..., expires_in: _Optional[int] = ...) -> None: ...

class JpmorganClientAuthenticationResponse(_message.Message):
    __slots__ = ("transaction_id", "request_id")
    TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    transaction_id: str
    request_id: str
    def __init__(self, transaction_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class MollieClientAuthenticationResponse(_message.Message):
    __slots__ = ("payment_id", "checkout_url")
    PAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    CHECKOUT_URL_FIELD_NUMBER: _ClassVar[int]
    payment_id: str
    checkout_url: _secrets_pb2.SecretString
    def __init__(self, payment_id: _Optional[str] = ..., checkout_url: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class MultisafepayClientAuthenticationResponse(_message.Message):
    __slots__ = ("api_token",)
    API_TOKEN_FIELD_NUMBER: _ClassVar[int]
    api_token: _secrets_pb2.SecretString
    def __init__(self, api_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class NexinetsClientAuthenticationResponse(_message.Message):
    __slots__ = ("order_id",)
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    def __init__(self, order_id: _Optional[str] = ...) -> None: ...

class NexixpayClientAuthenticationResponse(_message.Message):
    __slots__ = ("security_token", "hosted_page")
    SECURITY_TOKEN_FIELD_NUMBER: _ClassVar[int]
    HOSTED_PAGE_FIELD_NUMBER: _ClassVar[int]
    security_token: _secrets_pb2.SecretString
    hosted_page: str
    def __init__(self, security_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., hosted_page: _Optional[str] = ...) -> None: ...

class NoonClientAuthenticationResponse(_message.Message):
    __slots__ = ("order_id", "checkout_url")
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    CHECKOUT_URL_FIELD_NUMBER: _ClassVar[int]
    order_id: int
    checkout_url: _secrets_pb2.SecretString
    def __init__(self, order_id: _Optional[int] = ..., checkout_url: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class NuveiClientAuthenticationResponse(_message.Message):
    __slots__ = ("session_token",)
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    session_token: _secrets_pb2.SecretString
    def __init__(self, session_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PayloadClientAuthenticationResponse(_message.Message):
    __slots__ = ("client_token",)
    CLIENT_TOKEN_FIELD_NUMBER: _ClassVar[int]
    client_token: _secrets_pb2.SecretString
    def __init__(self, client_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class PaysafeClientAuthenticationResponse(_message.Message):
    __slots__ = ("payment_handle_token",)
    PAYMENT_HANDLE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    payment_handle_token: _secrets_pb2.SecretString
    def __init__(self, payment_handle_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class RapydClientAuthenticationResponse(_message.Message):
    __slots__ = ("checkout_id", "redirect_url")
    CHECKOUT_ID_FIELD_NUMBER: _ClassVar[int]
    REDIRECT_URL_FIELD_NUMBER: _ClassVar[int]
    checkout_id: str
    redirect_url: str
    def __init__(self, checkout_id: _Optional[str] = ..., redirect_url: _Optional[str] = ...) -> None: ...

class RevolutClientAuthenticationResponse(_message.Message):
    __slots__ = ("order_id", "token")
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    order_id: str
    token: _secrets_pb2.SecretString
    def __init__(self, order_id: _Optional[str] = ..., token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class Shift4ClientAuthenticationResponse(_message.Message):
    __slots__ = ("client_secret",)
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    client_secret: _secrets_pb2.SecretString
    def __init__(self, client_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class StripeClientAuthenticationResponse(_message.Message):
    __slots__ = ("client_secret",)
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    client_secret: _secrets_pb2.SecretString
    def __init__(self, client_secret: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...

class WellsfargoClientAuthenticationResponse(_message.Message):
    __slots__ = ("capture_context",)
    CAPTURE_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    capture_context: _secrets_pb2.SecretString
    def __init__(self, capture_context: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...
