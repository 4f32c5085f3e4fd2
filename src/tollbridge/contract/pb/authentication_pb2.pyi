from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CavvAlgorithm(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CAVV_ALGORITHM_UNSPECIFIED: _ClassVar[CavvAlgorithm]
    CAVV_ALGORITHM_ZERO: _ClassVar[CavvAlgorithm]
    CAVV_ALGORITHM_ONE: _ClassVar[CavvAlgorithm]
    CAVV_ALGORITHM_TWO: _ClassVar[CavvAlgorithm]
    CAVV_ALGORITHM_THREE: _ClassVar[CavvAlgorithm]
    CAVV_ALGORITHM_FOUR: _ClassVar[CavvAlgorithm]
    CAVV_ALGORITHM_A: _ClassVar[CavvAlgorithm]

class TransactionStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TRANSACTION_STATUS_UNSPECIFIED: _ClassVar[TransactionStatus]
    TRANSACTION_STATUS_SUCCESS: _ClassVar[TransactionStatus]
    TRANSACTION_STATUS_FAILURE: _ClassVar[TransactionStatus]
    TRANSACTION_STATUS_VERIFICATION_NOT_PERFORMED: _ClassVar[TransactionStatus]
    TRANSACTION_STATUS_NOT_VERIFIED: _ClassVar[TransactionStatus]
    TRANSACTION_STATUS_REJECTED: _ClassVar[TransactionStatus]
    TRANSACTION_STATUS_CHALLENGE_REQUIRED: _ClassVar[TransactionStatus]
    TRANSACTION_STATUS_CHALLENGE_REQUIRED_DECOUPLED_AUTHENTICATION: _ClassVar[TransactionStatus]
    TRANSACTION_STATUS_INFORMATION_ONLY: _ClassVar[TransactionStatus]

class ExemptionIndicator(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXEMPTION_INDICATOR_UNSPECIFIED: _ClassVar[ExemptionIndicator]
    EXEMPTION_INDICATOR_LOW_VALUE: _ClassVar[ExemptionIndicator]
    EXEMPTION_INDICATOR_SECURE_CORPORATE_PAYMENT: _ClassVar[ExemptionIndicator]
    EXEMPTION_INDICATOR_TRUSTED_LISTING: _ClassVar[ExemptionIndicator]
    EXEMPTION_INDICATOR_TRANSACTION_RISK_ASSESSMENT: _ClassVar[ExemptionIndicator]
    EXEMPTION_INDICATOR_THREE_DS_OUTAGE: _ClassVar[ExemptionIndicator]
    EXEMPTION_INDICATOR_SCA_DELEGATION: _ClassVar[ExemptionIndicator]
    EXEMPTION_INDICATOR_OUT_OF_SCA_SCOPE: _ClassVar[ExemptionIndicator]
    EXEMPTION_INDICATOR_OTHER: _ClassVar[ExemptionIndicator]
    EXEMPTION_INDICATOR_LOW_RISK_PROGRAM: _ClassVar[ExemptionIndicator]
    EXEMPTION_INDICATOR_RECURRING_OPERATION: _ClassVar[ExemptionIndicator]

class DecoupledAuthenticationType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DECOUPLED_AUTHENTICATION_TYPE_UNSPECIFIED: _ClassVar[DecoupledAuthenticationType]
    DECOUPLED_AUTHENTICATION_TYPE_CHALLENGE: _ClassVar[DecoupledAuthenticationType]
    DECOUPLED_AUTHENTICATION_TYPE_FRICTIONLESS: _ClassVar[DecoupledAuthenticationType]
CAVV_ALGORITHM_UNSPECIFIED: CavvAlgorithm
CAVV_ALGORITHM_ZERO: CavvAlgorithm
CAVV_ALGORITHM_ONE: CavvAlgorithm
CAVV_ALGORITHM_TWO: CavvAlgorithm
CAVV_ALGORITHM_THREE: CavvAlgorithm
CAVV_ALGORITHM_FOUR: CavvAlgorithm
CAVV_ALGORITHM_A: CavvAlgorithm
TRANSACTION_STATUS_UNSPECIFIED: TransactionStatus
TRANSACTION_STATUS_SUCCESS: TransactionStatus
TRANSACTION_STATUS_FAILURE: TransactionStatus
TRANSACTION_STATUS_VERIFICATION_NOT_PERFORMED: TransactionStatus
TRANSACTION_STATUS_NOT_VERIFIED: TransactionStatus
TRANSACTION_STATUS_REJECTED: TransactionStatus
TRANSACTION_STATUS_CHALLENGE_REQUIRED: TransactionStatus
TRANSACTION_STATUS_CHALLENGE_REQUIRED_DECOUPLED_AUTHENTICATION: TransactionStatus
TRANSACTION_STATUS_INFORMATION_ONLY: TransactionStatus
EXEMPTION_INDICATOR_UNSPECIFIED: ExemptionIndicator
EXEMPTION_INDICATOR_LOW_VALUE: ExemptionIndicator
EXEMPTION_INDICATOR_SECURE_CORPORATE_PAYMENT: ExemptionIndicator
EXEMPTION_INDICATOR_TRUSTED_LISTING: ExemptionIndicator
EXEMPTION_INDICATOR_TRANSACTION_RISK_ASSESSMENT: ExemptionIndicator
EXEMPTION_INDICATOR_THREE_DS_OUTAGE: ExemptionIndicator
EXEMPTION_INDICATOR_SCA_DELEGATION: ExemptionIndicator
EXEMPTION_INDICATOR_OUT_OF_SCA_SCOPE: ExemptionIndicator
EXEMPTION_INDICATOR_OTHER: ExemptionIndicator
EXEMPTION_INDICATOR_LOW_RISK_PROGRAM: ExemptionIndicator
EXEMPTION_INDICATOR_RECURRING_OPERATION: ExemptionIndicator
DECOUPLED_AUTHENTICATION_TYPE_UNSPECIFIED: DecoupledAuthenticationType
DECOUPLED_AUTHENTICATION_TYPE_CHALLENGE: DecoupledAuthenticationType
DECOUPLED_AUTHENTICATION_TYPE_FRICTIONLESS: DecoupledAuthenticationType

class AuthenticationData(_message.Message):
    __slots__ = ("eci", "cavv", "threeds_server_transaction_id", "message_version", "ds_transaction_id", "trans_status", "acs_transaction_id", "connector_transaction_id", "ucaf_collection_indicator", "exemption_indicator", "network_params", "created_at", "challenge_code", "challenge_cancel", "challenge_code_reason", "message_extension", "authentication_type")
    ECI_FIELD_NUMBER: _ClassVar[int]
    CAVV_FIELD_NUMBER: _ClassVar[int]
    THREEDS_SERVER_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_VERSION_FIELD_NUMBER: _ClassVar[int]
    DS_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    TRANS_STATUS_FIELD_NUMBER: _ClassVar[int]
    ACS_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    UCAF_COLLECTION_INDICATOR_FIELD_NUMBER: _ClassVar[int]
    EXEMPTION_INDICATOR_FIELD_NUMBER: _ClassVar[int]
    NETWORK_PARAMS_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    CHALLENGE_CODE_FIELD_NUMBER: _ClassVar[int]
    CHALLENGE_CANCEL_FIELD_NUMBER: _ClassVar[int]
    CHALLENGE_CODE_REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_EXTENSION_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATION_TYPE_FIELD_NUMBER: _ClassVar[int]
    eci: str
    cavv: str
    threeds_server_transaction_id: str
    message_version: str
    ds_transaction_id: str
    trans_status: TransactionStatus
    acs_transaction_id: str
    connector_transaction_id: str
    ucaf_collection_indicator: str
    exemption_indicator: ExemptionIndicator
    network_params: NetworkParams
    created_at: int
    challenge_code: str
    challenge_cancel: str
    challenge_code_reason: str
    message_extension: str
    authentication_type: DecoupledAuthenticationType
    def __init__(self, eci: _Optional[str] = ..., cavv: _Optional[str] = ..., threeds_server_transaction_id: _Optional[str] = ..., message_version: _Optional[str] = ..., ds_transaction_id: _Optional[str] = ..., trans_status: _Optional[_Union[TransactionStatus, str]] = ..., acs_transaction_id: _Optional[str] = ..., connector_transaction_id: _Optional[str] = ..., ucaf_collection_indicator: _Optional[str] = ..., exemption_indicator: _Optional[_Union[ExemptionIndicator, str]] = ..., network_params: _Optional[_Union[NetworkParams, _Mapping]] = ..., created_at: _Optional[int] = ..., challenge_code: _Optional[str] = ..., challenge_cancel: _Optional[str] = ..., challenge_code_reason: _Optional[str] = ..., message_extension: _Optional[str] = ..., authentication_type: _Optional[_Union[DecoupledAuthenticationType, str]] = ...) -> None: ...

class NetworkParams(_message.Message):
    __slots__ = ("cartes_bancaires",)
    CARTES_BANCAIRES_FIELD_NUMBER: _ClassVar[int]
    cartes_bancaires: CartesBancairesParams
    def __init__(self, cartes_bancaires: _Optional[_Union[CartesBancairesParams, _Mapping]] = ...) -> None: ...

class CartesBancairesParams(_message.Message):
    __slots__ = ("cavv_algorithm", "cb_exemption", "cb_score")
    CAVV_ALGORITHM_FIELD_NUMBER: _ClassVar[int]
    CB_EXEMPTION_FIELD_NUMBER: _ClassVar[int]
    CB_SCORE_FIELD_NUMBER: _ClassVar[int]
    cavv_algorithm: CavvAlgorithm
    cb_exemption: str
    cb_score: int
    def __init__(self, cavv_algorithm: _Optional[_Union[CavvAlgorithm, str]] = ..., cb_exemption: _Optional[str] = ..., cb_score: _Optional[int] = ...) -> None: ...
