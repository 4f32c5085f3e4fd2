"""Cards, network tokens and what Adyen keeps of them; cards that wallets hand over; 3DS that was run elsewhere.

https://docs.adyen.com/payment-methods/cards/raw-card-data, https://docs.adyen.com/online-payments/3d-secure
"""

from __future__ import annotations

from collections.abc import Mapping

from tollbridge import kit
from tollbridge.connectors.adyen.shopper import (
    Form,
    browser_info,
    full_name,
    require_browser,
    shopper_name,
    shopper_reference,
)
from tollbridge.domain.errors import Unsupported
from tollbridge.domain.mandates import FutureUsage
from tollbridge.domain.methods.bank_redirects import BancontactCard
from tollbridge.domain.methods.cards import (
    Card,
    CardForNetworkTransactionId,
    CardNetwork,
    CardRedirect,
    CardRedirectType,
    CardWithNoCvc,
    NetworkToken,
    ProxyCard,
    StoredMethod,
)
from tollbridge.domain.methods.wallets import (
    ApplePay,
    ApplePayDecryptedData,
    GooglePay,
    GooglePayDecryptedData,
    GooglePayEncryptedTokenizationData,
)
from tollbridge.domain.payments import Authorize, PaymentChannel, ProxyAuthorize, TokenAuthorize
from tollbridge.domain.people import Address
from tollbridge.domain.recurring import ChargeMandate, ProxySetupMandate, SetupMandate
from tollbridge.domain.secret import Secret
from tollbridge.domain.three_ds import AuthenticationData, AuthenticationType, ExemptionIndicator, TransactionStatus
from tollbridge.kit import aliases

Request = Authorize | SetupMandate
Anyone = Authorize | TokenAuthorize | ProxyAuthorize | SetupMandate | ProxySetupMandate | ChargeMandate
Shown = Authorize | TokenAuthorize | ProxyAuthorize | SetupMandate | ProxySetupMandate

BRANDS: Mapping[CardNetwork, str] = {
    # https://docs.adyen.com/development-resources/paymentmethodvariant
    CardNetwork.VISA: "visa", CardNetwork.MASTERCARD: "mc", CardNetwork.AMEX: "amex", CardNetwork.DISCOVER: "discover",
    CardNetwork.JCB: "jcb", CardNetwork.DINERS: "diners", CardNetwork.UNIONPAY: "cup", CardNetwork.MAESTRO: "maestro",
    CardNetwork.CARTES_BANCAIRES: "cartebancaire", CardNetwork.RUPAY: "rupay", CardNetwork.STAR: "star",
    CardNetwork.PULSE: "pulse", CardNetwork.ACCEL: "accel", CardNetwork.NYCE: "nyce",
}
CHOSEN = CardNetwork.CARTES_BANCAIRES
"""On no number alone: a Visa or Mastercard, which it is by its number, says so where this network was chosen."""
TRANS_STATUS: Mapping[TransactionStatus, str] = {
    TransactionStatus.SUCCESS: "Y", TransactionStatus.FAILURE: "N",
    TransactionStatus.VERIFICATION_NOT_PERFORMED: "U", TransactionStatus.NOT_VERIFIED: "A",
    TransactionStatus.REJECTED: "R", TransactionStatus.CHALLENGE_REQUIRED: "C",
    TransactionStatus.CHALLENGE_REQUIRED_DECOUPLED_AUTHENTICATION: "D", TransactionStatus.INFORMATION_ONLY: "I",
}
MOTO = (PaymentChannel.MAIL_ORDER, PaymentChannel.TELEPHONE_ORDER)
ANSWERED = ("Y", "N", "U", "A")
"""Of a challenge; the other verdicts are the directory's alone."""
EXEMPTIONS: Mapping[ExemptionIndicator, str] = {
    # https://docs.adyen.com/online-payments/psd2-sca-compliance-and-implementation-guide/exemptions
    ExemptionIndicator.LOW_VALUE: "lowValue",
    ExemptionIndicator.SECURE_CORPORATE_PAYMENT: "secureCorporate",
    ExemptionIndicator.TRUSTED_LISTING: "trustedBeneficiary",
    ExemptionIndicator.TRANSACTION_RISK_ASSESSMENT: "transactionRiskAnalysis",
}
REDIRECTS: Mapping[CardRedirectType, str] = {
    CardRedirectType.KNET: "knet", CardRedirectType.BENEFIT: "benefit", CardRedirectType.MOMO_ATM: "momo_atm",
}


def shown_card(req: Shown, paid_with: Form, *, mpi: Form | None = None) -> Form:
    """A card, with what the issuer may want to know of the shopper."""
    billing = req.address.billing_address
    if not mpi:
        require_browser_for_3ds(req)
    return {
        "paymentMethod": paid_with, "mpiData": mpi,
        "browserInfo": browser_info(req.browser_info), "shopperName": shopper_name(billing, None),
        "countryCode": billing.country_alpha2_code if billing else None,
    }


def require_browser_for_3ds(req: Shown) -> None:
    """Without it there is no 3DS, and no liability shift either."""
    if getattr(req, "auth_type", None) is AuthenticationType.THREE_DS:
        require_browser(req.browser_info)


def card(method: Card, req: Request) -> Form:
    return shown_card(req, {**numbered(method, req), "cvc": method.card_cvc or None}, mpi=authenticated(req))


def card_with_no_cvc(method: CardWithNoCvc, req: Authorize) -> Form:
    return shown_card(req, numbered(method, req), mpi=authenticated(req))


def numbered(method: Card | CardWithNoCvc | CardForNetworkTransactionId, req: Shown | None,
             billing: Address | None = None) -> Form:
    """The brand of a co-branded card is the network that the shopper chose; else Adyen knows it by the number."""
    billing = req.address.billing_address if req else billing
    chosen = BRANDS[CHOSEN] if method.card_network is CHOSEN else None
    return {"type": "scheme", "brand": chosen, "number": method.card_number, "expiryMonth": method.card_exp_month,
            "expiryYear": kit.year(method.card_exp_year), "holderName": method.card_holder_name or full_name(billing)}


def proxied(method: ProxyCard, req: ProxyAuthorize | ProxySetupMandate) -> Form:
    """As `card`, with aliases: what the request says of the number never leaves."""
    name = method.card_holder_name or full_name(req.address.billing_address)
    paid_with = {"type": "scheme", "number": aliases.NUMBER, "expiryMonth": aliases.EXP_MONTH,
                 "expiryYear": aliases.EXP_YEAR, "cvc": aliases.CVC if method.card_cvc else None, "holderName": name}
    return shown_card(req, paid_with, mpi=authenticated(req))


def stored(method: StoredMethod, req: Authorize) -> Form:
    return by_token(method.token, req, mpi=authenticated(req))


def by_token(token: Secret, req: Authorize | TokenAuthorize, *, mpi: Form | None = None) -> Form:
    """https://docs.adyen.com/online-payments/tokenization/make-token-payments: the shopper is known already, and a
    token is nothing without the reference of its shopper.
    """
    reference = shopper_reference(req.customer, req.state, kept=True)
    shown: Form
    shown, _ = kit.together(
        lambda: shown_card(req, {"type": "scheme", "storedPaymentMethodId": token}, mpi=mpi),
        lambda: kit.require({"customer.connector_customer_id": reference}))
    shown |= {"shopperReference": reference, "shopperInteraction": interaction(True, req.payment_channel)}
    if not charges_to_come(req) and not getattr(req, "off_session", False):
        shown["recurringProcessingModel"] = "CardOnFile"
    if getattr(req, "auth_type", None) is not AuthenticationType.THREE_DS:
        shown["browserInfo"] = None
    return shown


def charges_to_come(req: Authorize | TokenAuthorize | ProxyAuthorize) -> bool:
    """Whether the merchant will charge alone: terms of a mandate are about nothing else."""
    return (req.setup_future_usage is FutureUsage.OFF_SESSION
            or getattr(req, "setup_mandate_details", None) is not None)


def interaction(known: bool | None, channel: PaymentChannel | None) -> str:
    """ContAuth for a shopper who is known already, there or not."""
    return "Moto" if channel in MOTO else "ContAuth" if known else "Ecommerce"


def network_token(method: NetworkToken, req: Authorize) -> Form:
    """https://docs.adyen.com/online-payments/network-tokenization; the merchant alone has no cryptogram to give."""
    if not req.off_session:
        kit.require({"payment_method.network_token.token_cryptogram": method.token_cryptogram})
    return shown_card(req, token_number(method, full_name(req.address.billing_address)),
                      mpi=cryptogram(None, method.eci, method.token_cryptogram))


def token_number(method: NetworkToken, name: Secret | None) -> Form:
    return {"type": "networkToken", "number": method.token_number, "expiryMonth": method.token_exp_month,
            "expiryYear": kit.year(method.token_exp_year), "holderName": name}


def bancontact(method: BancontactCard, req: Authorize) -> Form:
    """By the number on the card: brand bcmc."""
    require_browser_for_3ds(req)
    name = method.card_holder_name or full_name(req.address.billing_address)
    return {"type": "scheme", "brand": "bcmc", "number": method.card_number, "expiryMonth": method.card_exp_month,
            "expiryYear": kit.year(method.card_exp_year), "holderName": name}


def card_redirect(method: CardRedirect, req: Authorize) -> Form:
    kit.require({"payment_method.card_redirect.type": method.type})
    kind = REDIRECTS.get(method.type) if method.type else None
    if kind is None:
        raise Unsupported(f"card_redirect {method.type} on adyen")
    return {"type": kind}


# -- cards that wallets hand over --------------------------------------------------------------------------------------
def apple_pay(method: ApplePay, req: Request) -> Form:
    """https://docs.adyen.com/payment-methods/apple-pay/api-only: Apple's token as it is, or the card in it."""
    data = method.payment_data
    if not isinstance(data, ApplePayDecryptedData):
        kit.require({"payment_method.apple_pay_sdk.payment_data": data})
        return {"paymentMethod": {"type": "applepay", "applePayToken": data}}
    proof = data.payment_data
    kit.require({"payment_method.apple_pay_sdk.payment_data.decrypted_data.payment_data.online_payment_cryptogram":
                 proof.online_payment_cryptogram if proof else None})
    return {
        "paymentMethod": of_device("applepay", data.application_primary_account_number,
                                   data.application_expiration_month, data.application_expiration_year),
        "mpiData": cryptogram(proof.online_payment_cryptogram, proof.eci_indicator) if proof else None,
    }


def google_pay(method: GooglePay, req: Request) -> Form:
    """https://docs.adyen.com/payment-methods/google-pay/api-only: Google's token as it is, or the card in it."""
    data = method.tokenization_data
    kit.require({"payment_method.google_pay_sdk.tokenization_data": data})
    require_browser_for_3ds(req)
    shown: Form = {"browserInfo": browser_info(req.browser_info)}
    if isinstance(data, GooglePayEncryptedTokenizationData):
        return shown | {"paymentMethod": {"type": "googlepay", "googlePayToken": data.token}}
    assert isinstance(data, GooglePayDecryptedData)  # noqa: S101 - `require` has seen to it that there is one
    return shown | {
        "paymentMethod": of_device("googlepay", data.application_primary_account_number, data.card_exp_month,
                                   data.card_exp_year),
        "mpiData": cryptogram(data.cryptogram, data.eci_indicator) if data.cryptogram else None,
    }


def of_device(wallet: str, number: Secret, month: Secret, given_year: Secret) -> Form:
    return {"type": "scheme", "brand": wallet, "number": number, "expiryMonth": month,
            "expiryYear": kit.year(given_year)}


# -- proof of the shopper ----------------------------------------------------------------------------------------------
def cryptogram(cavv: Secret | None, eci: str | None, token: Secret | None = None) -> Form | None:
    """Of a device or a network token: as good as 3DS that succeeded."""
    if not (cavv or token):
        return None
    return {"authenticationResponse": "Y", "directoryResponse": "Y", "cavv": cavv,
            "tokenAuthenticationVerificationValue": token, "eci": eci}


def authenticated(req: Request | ProxyAuthorize | ProxySetupMandate) -> Form | None:
    """3DS that was run elsewhere: https://docs.adyen.com/online-payments/3d-secure/other-3ds-flows/data-only

    Without the verdict there is nothing to show; a verdict of success without a cryptogram proves nothing.
    """
    data = req.authentication_data
    if data is None or is_exemption(data):
        return None
    word = TRANS_STATUS[data.trans_status] if data.trans_status else None
    wanted: dict[str, object] = {"authentication_data.trans_status": word}
    if word in (None, "Y", "A"):
        wanted |= {"authentication_data.cavv": data.cavv, "authentication_data.eci": data.eci}
    kit.require(wanted)
    bancaires = data.network_params.cartes_bancaires if data.network_params else None
    return {
        "authenticationResponse": word if word in ANSWERED else None, "directoryResponse": word, "cavv": data.cavv,
        "eci": data.eci, "dsTransID": data.ds_transaction_id, "threeDSVersion": data.message_version,
        "challengeCancel": data.challenge_cancel, "transStatusReason": data.challenge_code_reason,
        "riskScore": str(bancaires.cb_score) if bancaires else None,
    }


def is_exemption(data: AuthenticationData) -> bool:
    """Nothing but the wish to be exempted."""
    return bool(data.exemption_indicator) and data.cavv is None and data.trans_status is None


def exemption(data: AuthenticationData | None) -> str | None:
    """Raises Unsupported for an exemption that Adyen has no word for: without it the shopper would be challenged."""
    if data is None or data.exemption_indicator is None:
        return None
    if data.exemption_indicator not in EXEMPTIONS:
        raise Unsupported(f"authentication_data.exemption_indicator {data.exemption_indicator} on adyen")
    return EXEMPTIONS[data.exemption_indicator]
