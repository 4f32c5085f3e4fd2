"""Cards: the number itself, an alias of it, a network's token for it, or a processor's.

Months are two digits, years four (two are accepted). Numbers, expiry dates, CVC and cryptograms are `Secret`. The CVC
is never stored.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.secret import Secret


class CardNetwork(StrEnum):
    """The schemes that cards run on."""

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
    """A card with its number, as the shopper typed it."""

    card_number: Secret
    card_exp_month: Secret
    card_exp_year: Secret
    card_cvc: Secret | None = None  # three digits, four at Amex; only with the shopper there
    card_holder_name: Secret | None = None
    card_issuer: str | None = None  # the bank's name
    card_network: CardNetwork | None = None
    card_type: str | None = None  # "credit", "debit"
    card_issuing_country_alpha2: str | None = None  # ISO 3166-1
    bank_code: str | None = None
    nick_name: str | None = None  # the shopper's name for it


class CardWithNoCvc(Struct, frozen=True, kw_only=True, tag="card_with_no_cvc", tag_field="oneof"):
    """A card from our own vault: as `Card`, with no CVC to give."""

    card_number: Secret
    card_exp_month: Secret
    card_exp_year: Secret
    card_holder_name: Secret | None = None
    card_issuer: str | None = None  # the bank's name
    card_network: CardNetwork | None = None
    card_type: str | None = None  # "credit", "debit"
    card_issuing_country_alpha2: str | None = None  # ISO 3166-1
    bank_code: str | None = None
    nick_name: str | None = None  # the shopper's name for it


class ProxyCard(Struct, frozen=True, kw_only=True, tag="card_proxy", tag_field="oneof"):
    """As `Card`, with a vault's aliases in place of number and CVC: the vault's proxy puts the real ones in on the way
    out.

    An alias is no card number: do not check it, cut it or count its digits.
    """

    card_number: Secret
    card_exp_month: Secret
    card_exp_year: Secret
    card_cvc: Secret | None = None
    card_holder_name: Secret | None = None
    card_issuer: str | None = None  # the bank's name
    card_network: CardNetwork | None = None
    card_type: str | None = None  # "credit", "debit"
    card_issuing_country_alpha2: str | None = None  # ISO 3166-1
    bank_code: str | None = None
    nick_name: str | None = None  # the shopper's name for it


class CardForNetworkTransactionId(
    Struct, frozen=True, kw_only=True, tag="card_details_for_network_transaction_id", tag_field="oneof"
):
    """A card to charge on a mandate by the network's id of the first payment."""

    card_number: Secret
    card_exp_month: Secret
    card_exp_year: Secret
    card_issuer: str | None = None  # the bank's name
    card_network: CardNetwork | None = None
    card_type: str | None = None  # "credit", "debit"
    card_issuing_country: str | None = None  # ISO 3166-1 alpha-2
    bank_code: str | None = None
    nick_name: Secret | None = None  # the shopper's name for it
    card_holder_name: Secret | None = None


class TokenSource(StrEnum):
    """Which wallet a decrypted token is from."""

    GOOGLEPAY = "GOOGLEPAY"
    APPLEPAY = "APPLEPAY"


class WalletTokenForNetworkTransactionId(
    Struct, frozen=True, kw_only=True,
    tag="decrypted_wallet_token_details_for_network_transaction_id", tag_field="oneof",
):
    """A wallet's token to charge on a mandate by the network's id of the first payment: no new cryptogram is needed."""

    decrypted_token: Secret  # the device's number in place of the card's
    token_exp_month: Secret
    token_exp_year: Secret
    card_holder_name: Secret | None = None
    eci: str | None = None  # two digits
    token_source: TokenSource | None = None


class NetworkToken(Struct, frozen=True, kw_only=True, tag="network_token", tag_field="oneof"):
    """The network's own token for a card. With a cryptogram it is good for one payment of the shopper's."""

    token_number: Secret  # as long as a card number
    token_exp_month: Secret
    token_exp_year: Secret
    token_cryptogram: Secret | None = None  # base64; None when the merchant charges alone
    card_issuer: str | None = None  # the bank's name
    card_network: CardNetwork | None = None
    card_type: str | None = None  # "credit", "debit"
    card_issuing_country: str | None = None  # ISO 3166-1 alpha-2
    bank_code: str | None = None
    nick_name: Secret | None = None  # the shopper's name for it
    eci: str | None = None  # two digits


class StoredMethod(Struct, frozen=True, kw_only=True, tag="token", tag_field="oneof"):
    """Something that the processor keeps: only its token is known here."""

    token: Secret


class CardRedirectType(StrEnum):
    """National card schemes that are paid on a page of their own."""

    KNET = "KNET"  # Kuwait
    BENEFIT = "BENEFIT"  # Bahrain
    MOMO_ATM = "MOMO_ATM"  # Vietnam
    CARD_REDIRECT = "CARD_REDIRECT"  # any card, on the processor's page


class CardRedirect(Struct, frozen=True, kw_only=True, tag="card_redirect", tag_field="oneof"):
    """A card that the shopper types in elsewhere: no number passes through us."""

    type: CardRedirectType | None = None
