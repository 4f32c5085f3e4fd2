"""Adyen's words for the banks that a shopper may choose: the values of paymentMethod.issuer.

Adyen lists them with POST /paymentMethods, by account. Those of EPS and FPX are as answers of it have them that are
public; the others as its reference integrations have them, read 2026-11 in
https://github.com/juspay/hyperswitch-prism (whose FPX words, in camel case, Adyen does not list). A bank without a word
of its own is refused before sending.
"""

from __future__ import annotations

from collections.abc import Mapping

from tollbridge.domain.banks import BankName
from tollbridge.domain.errors import InvalidField

EPS: Mapping[BankName, str] = {
    BankName.BANK_AUSTRIA: "e6819e7a-f663-414b-92ec-cf7c82d2f4e5",
    BankName.BAWAG_PSK_AG: "ba7199cc-f057-42f2-9856-2378abf21638",
    BankName.DOLOMITENBANK: "d5d5b133-1c0d-4c08-b2be-3c9b116dc326",
    BankName.EASYBANK_AG: "eff103e6-843d-48b7-a6e6-fbd88f511b11",
    BankName.ERSTE_BANK_UND_SPARKASSEN: "3fdc41fc-3d3d-4ee3-a1fe-cd79cfd58ea3",
    BankName.HYPO_TIROL_BANK_AG: "6765e225-a0dc-4481-9666-e26303d4f221",
    BankName.POSOJILNICA_BANK_EGEN: "65ef4682-4944-499f-828f-5d74ad288376",
    BankName.RAIFFEISEN_BANKENGRUPPE_OSTERREICH: "ee9fc487-ebe0-486c-8101-17dce5141a67",
    BankName.SCHOELLERBANK_AG: "1190c4d1-b37a-487e-9355-e0a067f54a9f",
    BankName.SPARDA_BANK_WIEN: "8b0bfeea-fbb0-4337-b3a1-0e25c0f060fc",
    BankName.VOLKSBANK_GRUPPE: "e2e97aaa-de4c-4e18-9431-d99790773433",
    BankName.VOLKSKREDITBANK_AG: "4a0a975b-0594-4b40-9068-39f77b3a91f9",
}
CZECH: Mapping[BankName, str] = {BankName.KOMERCNI_BANKA: "kb", BankName.CESKA_SPORITELNA: "cs"}
SLOVAKIA: Mapping[BankName, str] = {
    BankName.EPLATBY_VUB: "vub",
    BankName.POSTOVA_BANKA: "posto",
    BankName.SPORO_PAY: "sporo",
    BankName.TATRA_PAY: "tatra",
    BankName.VIAMO: "viamo",
}
POLAND: Mapping[BankName, str] = {
    BankName.BLIK_PSP: "154",
    BankName.PLACE_ZIPKO: "31",
    BankName.MBANK: "243",
    BankName.PAY_WITH_ING: "112",
    BankName.SANTANDER_PRZELEW24: "20",
    BankName.BANK_PEKAO_SA: "65",
    BankName.BANK_MILLENNIUM: "85",
    BankName.PAY_WITH_ALIOR_BANK: "88",
    BankName.BANKI_SPOLDZIELCZE: "143",
    BankName.PAY_WITH_INTELIGO: "26",
    BankName.BNPPARIBAS_POLAND: "33",
    BankName.BANK_NOWY_SA: "144",
    BankName.CREDIT_AGRICOLE: "45",
    BankName.PAY_WITH_BOS: "99",
    BankName.PAY_WITH_CITI_HANDLOWY: "119",
    BankName.PAY_WITH_PLUS_BANK: "131",
    BankName.TOYOTA_BANK: "64",
    BankName.VELO_BANK: "153",
    BankName.ETRANSFER_POCZTOWY24: "141",
}
FPX: Mapping[BankName, str] = {
    BankName.AFFIN_BANK: "fpx_abb",
    BankName.AGRO_BANK: "fpx_agrobank",
    BankName.ALLIANCE_BANK: "fpx_abmb",
    BankName.AM_BANK: "fpx_amb",
    BankName.BANK_ISLAM: "fpx_bimb",
    BankName.BANK_MUAMALAT: "fpx_bmmb",
    BankName.BANK_RAKYAT: "fpx_bkrm",
    BankName.BANK_SIMPANAN_NASIONAL: "fpx_bsn",
    BankName.CIMB_BANK: "fpx_cimbclicks",
    BankName.HONG_LEONG_BANK: "fpx_hlb",
    BankName.HSBC_BANK: "fpx_hsbc",
    BankName.KUWAIT_FINANCE_HOUSE: "fpx_kfh",
    BankName.MAYBANK: "fpx_mb2u",
    BankName.OCBC_BANK: "fpx_ocbc",
    BankName.PUBLIC_BANK: "fpx_pbb",
    BankName.RHB_BANK: "fpx_rhb",
    BankName.STANDARD_CHARTERED_BANK: "fpx_scb",
    BankName.UOB_BANK: "fpx_uob",
}
THAILAND: Mapping[BankName, str] = {
    BankName.BANGKOK_BANK: "molpay_bangkokbank",
    BankName.KRUNGSRI_BANK: "molpay_krungsribank",
    BankName.KRUNG_THAI_BANK: "molpay_krungthaibank",
    BankName.THE_SIAM_COMMERCIAL_BANK: "molpay_siamcommercialbank",
    BankName.KASIKORN_BANK: "molpay_kbank",
}
UNITED_KINGDOM: Mapping[BankName, str] = {
    BankName.OPEN_BANK_SUCCESS: "uk-test-open-banking-redirect",
    BankName.OPEN_BANK_FAILURE: "uk-test-open-banking-redirect-failed",
    BankName.OPEN_BANK_CANCELLED: "uk-test-open-banking-redirect-cancelled",
    BankName.AIB: "uk-aib-oauth2",
    BankName.BANK_OF_SCOTLAND: "uk-bankofscotland-oauth2",
    BankName.BARCLAYS: "uk-barclays-oauth2",
    BankName.DANSKE_BANK: "uk-danskebank-oauth2",
    BankName.FIRST_DIRECT: "uk-firstdirect-oauth2",
    BankName.FIRST_TRUST: "uk-firsttrust-oauth2",
    BankName.HSBC_BANK: "uk-hsbc-oauth2",
    BankName.HALIFAX: "uk-halifax-oauth2",
    BankName.LLOYDS: "uk-lloyds-oauth2",
    BankName.MONZO: "uk-monzo-oauth2",
    BankName.NAT_WEST: "uk-natwest-oauth2",
    BankName.NATIONWIDE_BANK: "uk-nationwide-oauth2",
    BankName.REVOLUT: "uk-revolut-oauth2",
    BankName.ROYAL_BANK_OF_SCOTLAND: "uk-rbs-oauth2",
    BankName.SANTANDER_PRZELEW24: "uk-santander-oauth2",
    BankName.STARLING: "uk-starling-oauth2",
    BankName.TSB_BANK: "uk-tsb-oauth2",
    BankName.TESCO_BANK: "uk-tesco-oauth2",
    BankName.ULSTER_BANK: "uk-ulster-oauth2",
}


def issuer(banks: Mapping[BankName, str], bank: BankName, path: str) -> str:
    """Raises InvalidField for a bank that takes no part in the scheme."""
    if bank not in banks:
        raise InvalidField(path, f"{bank} is not among its banks: {', '.join(sorted(banks))}")
    return banks[bank]
