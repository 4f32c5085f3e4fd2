"""3DS: what was agreed between shopper and issuer, and what a payment has to show of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.secret import Secret


class AuthenticationType(StrEnum):
    """Whether 3DS is wanted. The issuer may insist on it all the same."""

    THREE_DS = "THREE_DS"
    NO_THREE_DS = "NO_THREE_DS"


class TransactionStatus(StrEnum):
    """The issuer's verdict; in the letters of EMV 3DS as noted."""

    SUCCESS = "TRANSACTION_STATUS_SUCCESS"  # Y: it is the shopper; liability shifts to the issuer
    FAILURE = "TRANSACTION_STATUS_FAILURE"  # N: it is not, or the answer was wrong: do not authorize
    VERIFICATION_NOT_PERFORMED = "TRANSACTION_STATUS_VERIFICATION_NOT_PERFORMED"  # U: could not be done, technically
    NOT_VERIFIED = "TRANSACTION_STATUS_NOT_VERIFIED"  # A: tried, issuer not taking part; liability usually shifts
    REJECTED = "TRANSACTION_STATUS_REJECTED"  # R: refused by the issuer: do not authorize
    CHALLENGE_REQUIRED = "TRANSACTION_STATUS_CHALLENGE_REQUIRED"  # C: the shopper has to act
    # D: in the bank's app
    CHALLENGE_REQUIRED_DECOUPLED_AUTHENTICATION = "TRANSACTION_STATUS_CHALLENGE_REQUIRED_DECOUPLED_AUTHENTICATION"
    INFORMATION_ONLY = "TRANSACTION_STATUS_INFORMATION_ONLY"  # I: the issuer was told, it was not asked


class ExemptionIndicator(StrEnum):
    """Why strong customer authentication is not needed. Whoever claims an exemption bears the fraud."""

    LOW_VALUE = "EXEMPTION_INDICATOR_LOW_VALUE"  # up to 30 euros
    SECURE_CORPORATE_PAYMENT = "EXEMPTION_INDICATOR_SECURE_CORPORATE_PAYMENT"  # companies, by a protected process
    TRUSTED_LISTING = "EXEMPTION_INDICATOR_TRUSTED_LISTING"  # the shopper told the issuer to trust this merchant
    TRANSACTION_RISK_ASSESSMENT = "EXEMPTION_INDICATOR_TRANSACTION_RISK_ASSESSMENT"  # low, by acquirer's fraud rate
    THREE_DS_OUTAGE = "EXEMPTION_INDICATOR_THREE_DS_OUTAGE"  # could not be asked
    SCA_DELEGATION = "EXEMPTION_INDICATOR_SCA_DELEGATION"  # someone else has authenticated on the issuer's behalf
    OUT_OF_SCA_SCOPE = "EXEMPTION_INDICATOR_OUT_OF_SCA_SCOPE"  # mail or telephone order, or a party outside the region
    OTHER = "EXEMPTION_INDICATOR_OTHER"
    LOW_RISK_PROGRAM = "EXEMPTION_INDICATOR_LOW_RISK_PROGRAM"  # of the network
    RECURRING_OPERATION = "EXEMPTION_INDICATOR_RECURRING_OPERATION"  # the same amount to the same merchant as before


class DecoupledAuthenticationType(StrEnum):
    """Whether the shopper had to act."""

    CHALLENGE = "DECOUPLED_AUTHENTICATION_TYPE_CHALLENGE"
    FRICTIONLESS = "DECOUPLED_AUTHENTICATION_TYPE_FRICTIONLESS"  # the issuer knew enough


class CavvAlgorithm(StrEnum):
    """How the cryptogram was computed: Cartes Bancaires wants it stated."""

    ZERO = "CAVV_ALGORITHM_ZERO"
    ONE = "CAVV_ALGORITHM_ONE"
    TWO = "CAVV_ALGORITHM_TWO"
    THREE = "CAVV_ALGORITHM_THREE"
    FOUR = "CAVV_ALGORITHM_FOUR"
    A = "CAVV_ALGORITHM_A"


class CartesBancairesParams(Struct, frozen=True, kw_only=True):
    """What the French network wants beyond the usual."""

    cavv_algorithm: CavvAlgorithm | None = None
    cb_exemption: str = ""  # in the network's code
    cb_score: int = 0  # the network's risk score


class NetworkParams(Struct, frozen=True, kw_only=True):
    """What single networks want beyond the usual."""

    cartes_bancaires: CartesBancairesParams | None = None


class AuthenticationData(Struct, frozen=True, kw_only=True):
    """The outcome of a 3DS authentication, as an authorization has to show it.

    Either our own (Authenticate, PostAuthenticate) or one that the merchant ran elsewhere. Without `cavv` and `eci` it
    proves nothing.
    """

    eci: str | None = None  # two digits, by network: "05" or "02" is fully authenticated
    cavv: Secret | None = None  # the cryptogram, base64
    threeds_server_transaction_id: str | None = None
    message_version: str | None = None  # of EMV 3DS, as "2.2.0"
    ds_transaction_id: str | None = None  # of the network's directory server
    trans_status: TransactionStatus | None = None
    acs_transaction_id: str | None = None  # of the issuer's server
    connector_transaction_id: str | None = None  # of the authentication, at the processor
    ucaf_collection_indicator: str | None = None  # Mastercard's word for how strong it was
    exemption_indicator: ExemptionIndicator | None = None
    network_params: NetworkParams | None = None
    created_at: int | None = None  # epoch seconds
    challenge_code: str | None = None  # whether a challenge was asked for, in EMV's code
    challenge_cancel: str | None = None  # who gave up the challenge, in EMV's code
    challenge_code_reason: str | None = None  # why the verdict is what it is, in EMV's code
    message_extension: str | None = None  # JSON text
    authentication_type: DecoupledAuthenticationType | None = None


class ThreeDsCompletionIndicator(StrEnum):
    """Whether the browser handed over its device data."""

    SUCCESS = "THREE_DS_COMPLETION_INDICATOR_SUCCESS"
    FAILURE = "THREE_DS_COMPLETION_INDICATOR_FAILURE"
    NOT_AVAILABLE = "THREE_DS_COMPLETION_INDICATOR_NOT_AVAILABLE"  # the issuer did not ask for any


class RedirectionResponse(Struct, frozen=True, kw_only=True):
    """What the shopper's browser came back with from a redirect. Not to be trusted before a call of ours confirms it.
    """

    params: str | None = None  # the query string
    payload: Mapping[str, str] = {}  # form fields
