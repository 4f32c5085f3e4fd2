"""What is paid in the shopper's bank: online banking, direct debits, transfers. https://docs.adyen.com/payment-methods"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tollbridge import kit
from tollbridge.connectors.adyen import issuers
from tollbridge.connectors.adyen.cards import bancontact
from tollbridge.connectors.adyen.shopper import (
    BILLING,
    NOBODY,
    Form,
    browser_info,
    email,
    full_name,
    line_items,
    shopper_name,
    telephone,
    wanted_name,
    wanted_telephone,
)
from tollbridge.domain.banks import BankHolderType, BankName, BankType
from tollbridge.domain.errors import InvalidField
from tollbridge.domain.methods.bank_debits import AchDebit, BacsDebit, BecsDebit, SepaDebit
from tollbridge.domain.methods.bank_redirects import (
    BancontactCard,
    Bizum,
    Blik,
    Eps,
    Ideal,
    OnlineBankingCzechRepublic,
    OnlineBankingFinland,
    OnlineBankingFPX,
    OnlineBankingPoland,
    OnlineBankingSlovakia,
    OnlineBankingThailand,
    OpenBankingUK,
    Sofort,
    Trustly,
)
from tollbridge.domain.methods.bank_transfers import (
    BCABankTransfer,
    BNIVaBankTransfer,
    BRIVaBankTransfer,
    CIMBVaBankTransfer,
    DanamonVaBankTransfer,
    MandiriVaBankTransfer,
    MultibancoBankTransfer,
    PermataBankTransfer,
    Pix,
    SepaBankTransfer,
)
from tollbridge.domain.payments import Authorize
from tollbridge.domain.secret import Secret

# -- online banking ----------------------------------------------------------------------------------------------------
CHOSEN: Mapping[type, tuple[str, Mapping[BankName, str]]] = {
    OnlineBankingCzechRepublic: ("onlineBanking_CZ", issuers.CZECH),
    OnlineBankingFPX: ("molpay_ebanking_fpx_MY", issuers.FPX),
    OnlineBankingPoland: ("onlineBanking_PL", issuers.POLAND),
    OnlineBankingSlovakia: ("onlineBanking_SK", issuers.SLOVAKIA),
    OnlineBankingThailand: ("molpay_ebanking_TH", issuers.THAILAND),
}
"""The shopper has chosen the bank before."""
PLAIN: Mapping[type, str] = {
    Bizum: "bizum",
    Ideal: "ideal",  # its own page asks for the bank
    OnlineBankingFinland: "ebanking_FI",
    Sofort: "directEbanking",
}


def redirect(paid_with: Callable[[Any, Authorize], Form]) -> Callable[[Any, Authorize], Form]:
    """What goes along with every payment in the shopper's bank: the browser that is sent there, and the goods."""
    def fields(method: object, req: Authorize) -> Form:
        return {"paymentMethod": paid_with(method, req), "browserInfo": browser_info(req.browser_info),
                "lineItems": line_items(req.order_details, req.amount, req.description), "shopperLocale": None}
    return fields


def chosen(method: Any, req: Authorize) -> Form:
    kind, banks = CHOSEN[type(method)]
    path = f"payment_method.{type(method).__struct_config__.tag}.issuer"
    kit.require({path: method.issuer})
    return {"type": kind, "issuer": issuers.issuer(banks, method.issuer, path)}


def eps(method: Eps, req: Authorize) -> Form:
    kit.require({"payment_method.eps.bank_name": method.bank_name})
    assert method.bank_name is not None  # noqa: S101 - `require` has seen to it
    return {"type": "eps", "issuer": issuers.issuer(issuers.EPS, method.bank_name, "payment_method.eps.bank_name")}


def blik(method: Blik, req: Authorize) -> Form:
    kit.require({"payment_method.blik.blik_code": method.blik_code})
    return {"type": "blik", "blikCode": method.blik_code}


def plain(method: object, req: Authorize) -> Form:
    return {"type": PLAIN[type(method)]}


def open_banking(method: OpenBankingUK, req: Authorize) -> Form:
    """In the shopper's language, which the browser tells; its page asks for the bank where none is given."""
    return in_language(req, {"type": "paybybank", "issuer": british(method.issuer) if method.issuer else None})


def british(bank: str) -> str:
    """By the contract's name, or by Adyen's own id, which the contract's text may hold as well."""
    path = "payment_method.open_banking_uk.issuer"
    if bank in issuers.UNITED_KINGDOM.values():
        return bank
    its = BRITISH.get(bank.replace("_", "").lower())
    if its is None:
        raise InvalidField(path, "neither a bank's name nor Adyen's id of one")
    return its


BRITISH = {bank.lower(): its for bank, its in issuers.UNITED_KINGDOM.items()}
"""By name, however its words are joined: the contract has a text here, and names the banks in several spellings."""


def trustly(method: Trustly, req: Authorize) -> Form:
    return in_language(req, {"type": "trustly"})


def in_language(req: Authorize, paid_with: Form) -> Form:
    billing, browser = req.address.billing_address or NOBODY, req.browser_info
    return {"paymentMethod": paid_with, "browserInfo": browser_info(browser),
            "lineItems": line_items(req.order_details, req.amount, req.description),
            "shopperLocale": (browser.language if browser else None) or req.locale,
            "countryCode": billing.country_alpha2_code}


ONLINE: Mapping[type, Callable[[Any, Authorize], Form]] = {
    **{method: redirect(chosen) for method in CHOSEN}, **{method: redirect(plain) for method in PLAIN},
    BancontactCard: redirect(bancontact), Blik: redirect(blik), Eps: redirect(eps),
    OpenBankingUK: open_banking, Trustly: trustly,
}

# -- direct debits -----------------------------------------------------------------------------------------------------
ACCOUNTS = {BankType.CHECKING: "checking", BankType.SAVINGS: "savings"}
HOLDERS = {BankHolderType.PERSONAL: "personal", BankHolderType.BUSINESS: "business"}


def debit(paid_with: Form, req: Authorize) -> Form:
    billing = req.address.billing_address
    return {"paymentMethod": paid_with, "countryCode": billing.country_alpha2_code if billing else None}


def holder(given: Secret | None, req: Authorize) -> Secret:
    """Every debit wants one: the account's, else the shopper's."""
    name = given or full_name(req.address.billing_address)
    if name is None and req.customer is not None and req.customer.name:
        name = Secret(req.customer.name)
    kit.require({f"{BILLING}.first_name": name})
    assert name is not None  # noqa: S101 - `require` has seen to it
    return name


def ach(method: AchDebit, req: Authorize) -> Form:
    return debit({
        "type": "ach", "bankAccountNumber": method.account_number, "bankLocationId": method.routing_number,
        "ownerName": holder(method.bank_account_holder_name or method.card_holder_name, req),
        "bankAccountType": ACCOUNTS.get(method.bank_type) if method.bank_type else None,
        "accountHolderType": HOLDERS[method.bank_holder_type] if method.bank_holder_type else None}, req)


def sepa(method: SepaDebit, req: Authorize) -> Form:
    return debit({"type": "sepadirectdebit", "iban": method.iban,
                  "ownerName": holder(method.bank_account_holder_name, req)}, req)


def bacs(method: BacsDebit, req: Authorize) -> Form:
    return debit({"type": "directdebit_GB", "bankAccountNumber": method.account_number,
                  "bankLocationId": method.sort_code, "holderName": holder(method.bank_account_holder_name, req)}, req)


def becs(method: BecsDebit, req: Authorize) -> Form:
    return debit({"type": "directdebit_AU", "bankAccountNumber": method.account_number,
                  "bankBranchCode": method.bsb_number, "holderName": holder(method.bank_account_holder_name, req)}, req)


DEBITS: Mapping[type, Callable[[Any, Authorize], Form]] = {
    AchDebit: ach, SepaDebit: sepa, BacsDebit: bacs, BecsDebit: becs}

# -- transfers ---------------------------------------------------------------------------------------------------------
NO_CARD: Form = {"additionalData": None, "shopperReference": None}
"""Nothing to capture later, nothing to store."""
DOKU: Mapping[type, str] = {
    BCABankTransfer: "doku_bca_va", BNIVaBankTransfer: "doku_bni_va", BRIVaBankTransfer: "doku_bri_va",
    CIMBVaBankTransfer: "doku_cimb_va", DanamonVaBankTransfer: "doku_danamon_va",
    MandiriVaBankTransfer: "doku_mandiri_va", PermataBankTransfer: "doku_permata_lite_atm",
}


def payer(req: Authorize, *, phone: bool = False) -> Form:
    """Of a code to pay with: whose it is. All of it is required by the schema."""
    billing = req.address.billing_address
    name, mail = shopper_name(billing, req.customer), email(billing, req.customer)
    kit.require({**wanted_name(billing, req.customer), f"{BILLING}.email": mail,
                 **(wanted_telephone(billing) if phone else {})})
    return {**(name or {}), "shopperEmail": mail, "telephoneNumber": telephone(billing) if phone else None}


def doku(method: object, req: Authorize) -> Form:
    return NO_CARD | {"paymentMethod": {"type": DOKU[type(method)], **payer(req)}}


def pix(method: Pix, req: Authorize) -> Form:
    """`expiry_date` in ISO 8601; https://docs.adyen.com/payment-methods/pix/api-only allows five days at most."""
    return NO_CARD | {"paymentMethod": {"type": "pix"}, "socialSecurityNumber": method.cpf or method.cnpj,
                      "sessionValidity": method.expiry_date}


def multibanco(method: MultibancoBankTransfer, req: Authorize) -> Form:
    return NO_CARD | {"paymentMethod": {"type": "multibanco"}}


def sepa_transfer(method: SepaBankTransfer, req: Authorize) -> Form:
    return NO_CARD | {"paymentMethod": {"type": "bankTransfer_IBAN"}}


TRANSFERS: Mapping[type, Callable[[Any, Authorize], Form]] = {
    **dict.fromkeys(DOKU, doku), Pix: pix, MultibancoBankTransfer: multibanco, SepaBankTransfer: sepa_transfer}
