"""Cards."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.secret import Secret


class CardNetwork(StrEnum):
    """Card Network."""

    VISA = "VISA"
    MASTERCARD = "MASTERCARD"
    AMEX = "AMEX"
    DISCOVER = "DISCOVER"
    JCB = "JCB"
    DINERS = "DINERS"
    UNIONPAY = "UNIONPAY"
    MAESTRO = "MAESTRO"
    CARTES_BANCAIRES = "CARTES_BANCAIRES"
    RUPAY = "RUPAY"
    INTERAC_CARD = "INTERAC_CARD"
    STAR = "STAR"
    PULSE = "PULSE"
    ACCEL = "ACCEL"
    NYCE = "NYCE"


class Card(Struct, frozen=True, kw_only=True, tag="card", tag_field="oneof"):
    """Card."""

    card_number: Secret
    card_exp_month: Secret
    card_exp_year: Secret
    card_cvc: Secret | None = None
    card_holder_name: Secret | None = None
    card_issuer: str | None = None
    card_network: CardNetwork | None = None
    card_type: str | None = None
    card_issuing_country_alpha2: str | None = None
    bank_code: str | None = None
    nick_name: str | None = None


class CardWithNoCvc(Struct, frozen=True, kw_only=True, tag="card_with_no_cvc", tag_field="oneof"):
    """Card With No Cvc."""

    card_number: Secret
    card_exp_month: Secret
    card_exp_year: Secret
    card_holder_name: Secret | None = None
    card_issuer: str | None = None
    card_network: CardNetwork | None = None
    card_type: str | None = None
    card_issuing_country_alpha2: str | None = None
    bank_code: str | None = None
    nick_name: str | None = None


class ProxyCard(Struct, frozen=True, kw_only=True, tag="card_proxy", tag_field="oneof"):
    """Proxy Card."""

    card_number: Secret
    card_exp_month: Secret
    card_exp_year: Secret
    card_cvc: Secret | None = None
    card_holder_name: Secret | None = None
    card_issuer: str | None = None
    card_network: CardNetwork | None = None
    card_type: str | None = None
    card_issuing_country_alpha2: str | None = None
    bank_code: str | None = None
    nick_name: str | None = None


class CardForNetworkTransactionId(Struct, frozen=True, kw_only=True, tag="card_details_for_network_transaction_id", tag_field="oneof"):
    """Card For Network Transaction Id."""

    card_number: Secret
    card_exp_month: Secret
    card_exp_year: Secret
    card_issuer: str | None = None
    card_network: CardNetwork | None = None
    card_type: str | None = None
    card_issuing_country: str | None = None
    bank_code: str | None = None
    nick_name: Secret | None = None
    card_holder_name: Secret | None = None


class TokenSource(StrEnum):
    """Token Source."""

    GOOGLEPAY = "GOOGLEPAY"
    APPLEPAY = "APPLEPAY"


class WalletTokenForNetworkTransactionId(Struct, frozen=True, kw_only=True, tag="decrypted_wallet_token_details_for_network_transaction_id", tag_field="oneof"):
    """Wallet Token For Network Transaction Id."""

    decrypted_token: Secret
    token_exp_month: Secret
    token_exp_year: Secret
    card_holder_name: Secret | None = None
    eci: str | None = None
    token_source: TokenSource | None = None


class NetworkToken(Struct, frozen=True, kw_only=True, tag="network_token", tag_field="oneof"):
    """Network Token."""

    token_number: Secret
    token_exp_month: Secret
    token_exp_year: Secret
    token_cryptogram: Secret | None = None
    card_issuer: str | None = None
    card_network: CardNetwork | None = None
    card_type: str | None = None
    card_issuing_country: str | None = None
    bank_code: str | None = None
    nick_name: Secret | None = None
    eci: str | None = None


class StoredMethod(Struct, frozen=True, kw_only=True, tag="token", tag_field="oneof"):
    """Stored Method."""

    token: Secret


class CardRedirectType(StrEnum):
    """Card Redirect Type."""

    KNET = "KNET"
    BENEFIT = "BENEFIT"
    MOMO_ATM = "MOMO_ATM"
    CARD_REDIRECT = "CARD_REDIRECT"


class CardRedirect(Struct, frozen=True, kw_only=True, tag="card_redirect", tag_field="oneof"):
    """Card Redirect."""

    type: CardRedirectType | None = None
