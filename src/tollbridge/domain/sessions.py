"""What has to be opened before a payment can start: an access token, a server session, a browser session."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.client_tokens import ClientAuthenticationTokenData
from tollbridge.domain.failures import Failure
from tollbridge.domain.methods.kinds import PaymentMethodType
from tollbridge.domain.money import Money
from tollbridge.domain.people import BrowserInformation, Country, Customer, PaymentAddress
from tollbridge.domain.secret import Secret
from tollbridge.domain.state import ConnectorState


class Connector(StrEnum):
    """The contract's names of processors. Which of them we have, the catalog knows."""

    ADYENPLATFORM = "ADYENPLATFORM"
    ACI = "ACI"
    ADYEN = "ADYEN"
    AIRWALLEX = "AIRWALLEX"
    AUTHORIZEDOTNET = "AUTHORIZEDOTNET"
    BAMBORA = "BAMBORA"
    BAMBORAAPAC = "BAMBORAAPAC"
    BANKOFAMERICA = "BANKOFAMERICA"
    BILLWERK = "BILLWERK"
    BITPAY = "BITPAY"
    BLUESNAP = "BLUESNAP"
    BOKU = "BOKU"
    BRAINTREE = "BRAINTREE"
    CASHTOCODE = "CASHTOCODE"
    CHARGEBEE = "CHARGEBEE"
    CHECKOUT = "CHECKOUT"
    COINBASE = "COINBASE"
    COINGATE = "COINGATE"
    CRYPTOPAY = "CRYPTOPAY"
    CTP_MASTERCARD = "CTP_MASTERCARD"
    CTP_VISA = "CTP_VISA"
    CYBERSOURCE = "CYBERSOURCE"
    DATATRANS = "DATATRANS"
    DEUTSCHEBANK = "DEUTSCHEBANK"
    DIGITALVIRGO = "DIGITALVIRGO"
    DLOCAL = "DLOCAL"
    EBANX = "EBANX"
    ELAVON = "ELAVON"
    FISERV = "FISERV"
    FISERVEMEA = "FISERVEMEA"
    FIUU = "FIUU"
    FORTE = "FORTE"
    GETNET = "GETNET"
    GLOBALPAY = "GLOBALPAY"
    GLOBEPAY = "GLOBEPAY"
    GOCARDLESS = "GOCARDLESS"
    GPAYMENTS = "GPAYMENTS"
    HIPAY = "HIPAY"
    HELCIM = "HELCIM"
    INESPAY = "INESPAY"
    IATAPAY = "IATAPAY"
    ITAUBANK = "ITAUBANK"
    JPMORGAN = "JPMORGAN"
    JUSPAYTHREEDSSERVER = "JUSPAYTHREEDSSERVER"
    KLARNA = "KLARNA"
    MIFINITY = "MIFINITY"
    MOLLIE = "MOLLIE"
    MONERIS = "MONERIS"
    MULTISAFEPAY = "MULTISAFEPAY"
    NETCETERA = "NETCETERA"
    NEXINETS = "NEXINETS"
    NEXIXPAY = "NEXIXPAY"
    NMI = "NMI"
    NOMUPAY = "NOMUPAY"
    NOON = "NOON"
    NOVALNET = "NOVALNET"
    NUVEI = "NUVEI"
    OPENNODE = "OPENNODE"
    PAYBOX = "PAYBOX"
    PAYME = "PAYME"
    PAYONE = "PAYONE"
    PAYPAL = "PAYPAL"
    PAYSTACK = "PAYSTACK"
    PAYU = "PAYU"
    PLACETOPAY = "PLACETOPAY"
    POWERTRANZ = "POWERTRANZ"
    PROPHETPAY = "PROPHETPAY"
    RAPYD = "RAPYD"
    RAZORPAY = "RAZORPAY"
    RECURLY = "RECURLY"
    REDSYS = "REDSYS"
    SHIFT4 = "SHIFT4"
    SQUARE = "SQUARE"
    STAX = "STAX"
    STRIPE = "STRIPE"
    TAXJAR = "TAXJAR"
    THREEDSECUREIO = "THREEDSECUREIO"
    TRUSTPAY = "TRUSTPAY"
    TSYS = "TSYS"
    VOLT = "VOLT"
    WELLSFARGO = "WELLSFARGO"
    WISE = "WISE"
    WORLDLINE = "WORLDLINE"
    WORLDPAY = "WORLDPAY"
    WORLDPAYVANTIV = "WORLDPAYVANTIV"
    SIGNIFYD = "SIGNIFYD"
    PLAID = "PLAID"
    RISKIFIED = "RISKIFIED"
    XENDIT = "XENDIT"
    ZEN = "ZEN"
    ZSL = "ZSL"
    PHONEPE = "PHONEPE"
    CASHFREE = "CASHFREE"
    PAYTM = "PAYTM"
    CALIDA = "CALIDA"
    PAYLOAD = "PAYLOAD"
    AUTHIPAY = "AUTHIPAY"
    SILVERFLOW = "SILVERFLOW"
    CELERO = "CELERO"
    TRUSTPAYMENTS = "TRUSTPAYMENTS"
    PAYSAFE = "PAYSAFE"
    BARCLAYCARD = "BARCLAYCARD"
    WORLDPAYXML = "WORLDPAYXML"
    REVOLUT = "REVOLUT"
    LOONIO = "LOONIO"
    GIGADAT = "GIGADAT"
    HYPERPG = "HYPERPG"
    ZIFT = "ZIFT"
    REVOLV3 = "REVOLV3"
    TRUELAYER = "TRUELAYER"
    FINIX = "FINIX"
    PEACHPAYMENTS = "PEACHPAYMENTS"
    PPRO = "PPRO"
    FISERVCOMMERCEHUB = "FISERVCOMMERCEHUB"
    TRUSTLY = "TRUSTLY"
    ABSA_SANLAM = "ABSA_SANLAM"
    PINELABS_ONLINE = "PINELABS_ONLINE"
    IMERCHANTSOLUTIONS = "IMERCHANTSOLUTIONS"
    AXISBANK = "AXISBANK"
    EASEBUZZ = "EASEBUZZ"
    TWOC_TWOP_PACO = "TWOC_TWOP_PACO"
    JUSPAY = "JUSPAY"
    TAMARA = "TAMARA"
    PAYCONEX = "PAYCONEX"
    QWIKCILVER = "QWIKCILVER"
    HYPERSWITCH = "HYPERSWITCH"
    TSYS_TRANSIT = "TSYS_TRANSIT"
    KOUNT = "KOUNT"
    FLYWIRE = "FLYWIRE"
    GLOMOPAY = "GLOMOPAY"
    GIVEPAYMENTS = "GIVEPAYMENTS"


class CreateAccessToken(Struct, frozen=True, kw_only=True):
    """Fetch an access token for the account. Gives an `AccessToken`; the engine does it by itself where a flow needs
    one.
    """

    merchant_access_token_id: str | None = None  # ours, of this call
    connector: Connector | None = None  # whose token it is
    metadata: Secret | None = None
    connector_feature_data: Secret | None = None
    test_mode: bool | None = None
    merchant_request_id: str | None = None


class PaymentSessionContext(Struct, frozen=True, kw_only=True, tag="payment", tag_field="oneof"):
    """The payment that a session is opened for."""

    amount: Money  # of the payment to come
    metadata: Secret | None = None
    browser_info: BrowserInformation | None = None
    customer: Customer | None = None
    address: PaymentAddress | None = None


class CreateSession(Struct, frozen=True, kw_only=True):
    """Open a session at the processor between our server and its. Gives a `Session`."""

    merchant_server_session_id: str | None = None  # ours
    connector_feature_data: Secret | None = None
    state: ConnectorState | None = None
    test_mode: bool | None = None
    domain_context: PaymentSessionContext | None = None


class PaymentClientAuthenticationContext(Struct, frozen=True, kw_only=True, tag="payment", tag_field="oneof"):
    """The payment that the shopper's browser or app is about to make."""

    amount: Money  # of the payment to come
    order_tax_amount: Money | None = None  # part of `amount`, as is `shipping_cost`
    shipping_cost: Money | None = None
    payment_method_type: PaymentMethodType | None = None  # None for all that the account offers
    country_alpha2_code: Country | None = None
    customer: Customer | None = None
    metadata: Secret | None = None
    return_url: str | None = None


class Permissions(Struct, frozen=True, kw_only=True):
    """What a client token may be used for, in the processor's words."""

    values: tuple[str, ...] = ()


class AuthenticatorClientAuthenticationContext(
    Struct, frozen=True, kw_only=True, tag="authenticator", tag_field="oneof"
):
    """Where the shopper is let into a bank, to link an account: no payment yet."""

    return_url: str | None = None
    webhook_url: str | None = None
    country_codes: tuple[Country, ...] = ()  # of the banks to offer
    locale: str | None = None  # BCP 47, as "de-AT"
    customer: Customer | None = None
    metadata: str | None = None  # JSON text


class CreateClientToken(Struct, frozen=True, kw_only=True):
    """Get what the processor's library in the shopper's browser or app needs to start. Gives a `ClientToken`."""

    merchant_client_session_id: str = ""  # ours
    connector_feature_data: Secret | None = None
    test_mode: bool | None = None
    domain_context: PaymentClientAuthenticationContext | AuthenticatorClientAuthenticationContext | None = None
    permissions: Permissions | None = None  # None for the processor's usual ones


class Session(Struct, frozen=True, kw_only=True):
    """A session between servers: its token goes into the Authorize. A refusal has `error` set instead."""

    error: Failure | None = None
    session_token: Secret | None = None

    @classmethod
    def refused(cls, failure: Failure) -> Session:
        """The processor's no as a result."""
        return cls(error=failure)


class ClientToken(Struct, frozen=True, kw_only=True):
    """What the processor's library needs to start: hand it to the shopper's device. A refusal has `error` set instead.
    """

    session_data: ClientAuthenticationTokenData | None = None
    error: Failure | None = None

    @classmethod
    def refused(cls, failure: Failure) -> ClientToken:
        """The processor's no as a result."""
        return cls(error=failure)
