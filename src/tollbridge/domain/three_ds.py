"""Three ds."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.secret import Secret


class AuthenticationType(StrEnum):
    """Authentication Type."""

    THREE_DS = "THREE_DS"
    NO_THREE_DS = "NO_THREE_DS"


class TransactionStatus(StrEnum):
    """Transaction Status."""

    SUCCESS = "TRANSACTION_STATUS_SUCCESS"
    FAILURE = "TRANSACTION_STATUS_FAILURE"
    VERIFICATION_NOT_PERFORMED = "TRANSACTION_STATUS_VERIFICATION_NOT_PERFORMED"
    NOT_VERIFIED = "TRANSACTION_STATUS_NOT_VERIFIED"
    REJECTED = "TRANSACTION_STATUS_REJECTED"
    CHALLENGE_REQUIRED = "TRANSACTION_STATUS_CHALLENGE_REQUIRED"
    CHALLENGE_REQUIRED_DECOUPLED_AUTHENTICATION = "TRANSACTION_STATUS_CHALLENGE_REQUIRED_DECOUPLED_AUTHENTICATION"
    INFORMATION_ONLY = "TRANSACTION_STATUS_INFORMATION_ONLY"


class ExemptionIndicator(StrEnum):
    """Exemption Indicator."""

    LOW_VALUE = "EXEMPTION_INDICATOR_LOW_VALUE"
    SECURE_CORPORATE_PAYMENT = "EXEMPTION_INDICATOR_SECURE_CORPORATE_PAYMENT"
    TRUSTED_LISTING = "EXEMPTION_INDICATOR_TRUSTED_LISTING"
    TRANSACTION_RISK_ASSESSMENT = "EXEMPTION_INDICATOR_TRANSACTION_RISK_ASSESSMENT"
    THREE_DS_OUTAGE = "EXEMPTION_INDICATOR_THREE_DS_OUTAGE"
    SCA_DELEGATION = "EXEMPTION_INDICATOR_SCA_DELEGATION"
    OUT_OF_SCA_SCOPE = "EXEMPTION_INDICATOR_OUT_OF_SCA_SCOPE"
    OTHER = "EXEMPTION_INDICATOR_OTHER"
    LOW_RISK_PROGRAM = "EXEMPTION_INDICATOR_LOW_RISK_PROGRAM"
    RECURRING_OPERATION = "EXEMPTION_INDICATOR_RECURRING_OPERATION"


class DecoupledAuthenticationType(StrEnum):
    """Decoupled Authentication Type."""

    CHALLENGE = "DECOUPLED_AUTHENTICATION_TYPE_CHALLENGE"
    FRICTIONLESS = "DECOUPLED_AUTHENTICATION_TYPE_FRICTIONLESS"


class CavvAlgorithm(StrEnum):
    """Cavv Algorithm."""

    ZERO = "CAVV_ALGORITHM_ZERO"
    ONE = "CAVV_ALGORITHM_ONE"
    TWO = "CAVV_ALGORITHM_TWO"
    THREE = "CAVV_ALGORITHM_THREE"
    FOUR = "CAVV_ALGORITHM_FOUR"
    A = "CAVV_ALGORITHM_A"


class CartesBancairesParams(Struct, frozen=True, kw_only=True):
    """Cartes Bancaires Params."""

    cavv_algorithm: CavvAlgorithm | None = None
    cb_exemption: str = ""
    cb_score: int = 0


class NetworkParams(Struct, frozen=True, kw_only=True):
    """Network Params."""

    cartes_bancaires: CartesBancairesParams | None = None


class AuthenticationData(Struct, frozen=True, kw_only=True):
    """Authentication Data."""

    eci: str | None = None
    cavv: Secret | None = None
    threeds_server_transaction_id: str | None = None
    message_version: str | None = None
    ds_transaction_id: str | None = None
    trans_status: TransactionStatus | None = None
    acs_transaction_id: str | None = None
    connector_transaction_id: str | None = None
    ucaf_collection_indicator: str | None = None
    exemption_indicator: ExemptionIndicator | None = None
    network_params: NetworkParams | None = None
    created_at: int | None = None
    challenge_code: str | None = None
    challenge_cancel: str | None = None
    challenge_code_reason: str | None = None
    message_extension: str | None = None
    authentication_type: DecoupledAuthenticationType | None = None


class ThreeDsCompletionIndicator(StrEnum):
    """Three Ds Completion Indicator."""

    SUCCESS = "THREE_DS_COMPLETION_INDICATOR_SUCCESS"
    FAILURE = "THREE_DS_COMPLETION_INDICATOR_FAILURE"
    NOT_AVAILABLE = "THREE_DS_COMPLETION_INDICATOR_NOT_AVAILABLE"


class RedirectionResponse(Struct, frozen=True, kw_only=True):
    """Redirection Response."""

    params: str | None = None
    payload: Mapping[str, str] = {}
