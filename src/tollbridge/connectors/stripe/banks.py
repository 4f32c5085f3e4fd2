"""Stripe's words for what a shopper may choose: `bank` and `network` in the API description of 2022-11-15.

A bank without a word of its own is left out, and the method's own page asks; only FPX must have one.
"""

from __future__ import annotations

from collections.abc import Mapping

from tollbridge.domain.banks import BankName
from tollbridge.domain.methods.cards import CardNetwork

NETWORKS: Mapping[CardNetwork, str] = {
    CardNetwork.VISA: "visa", CardNetwork.MASTERCARD: "mastercard", CardNetwork.CARTES_BANCAIRES: "cartes_bancaires",
}
"""Those that share cards, of which the shopper chooses: https://docs.stripe.com/co-badged-cards-compliance"""
IDEAL: Mapping[BankName, str] = {
    BankName.ABN_AMRO: "abn_amro",
    BankName.ASN_BANK: "asn_bank",
    BankName.BUNQ: "bunq",
    BankName.HANDELSBANKEN: "handelsbanken",
    BankName.ING: "ing",
    BankName.KNAB: "knab",
    BankName.MONEYOU: "moneyou",
    BankName.RABOBANK: "rabobank",
    BankName.REGIOBANK: "regiobank",
    BankName.REVOLUT: "revolut",
    BankName.SNS_BANK: "sns_bank",
    BankName.TRIODOS_BANK: "triodos_bank",
    BankName.VAN_LANSCHOT: "van_lanschot",
    BankName.YOURSAFE: "yoursafe",
}
EPS: Mapping[BankName, str] = {
    BankName.ARZTE_UND_APOTHEKER_BANK: "arzte_und_apotheker_bank",
    BankName.AUSTRIAN_ANADI_BANK_AG: "austrian_anadi_bank_ag",
    BankName.BANK_AUSTRIA: "bank_austria",
    BankName.BANKHAUS_CARL_SPANGLER: "bankhaus_carl_spangler",
    BankName.BANKHAUS_SCHELHAMMER_UND_SCHATTERA_AG: "bankhaus_schelhammer_und_schattera_ag",
    BankName.BAWAG_PSK_AG: "bawag_psk_ag",
    BankName.BKS_BANK_AG: "bks_bank_ag",
    BankName.BRULL_KALLMUS_BANK_AG: "brull_kallmus_bank_ag",
    BankName.BTV_VIER_LANDER_BANK: "btv_vier_lander_bank",
    BankName.CAPITAL_BANK_GRAWE_GRUPPE_AG: "capital_bank_grawe_gruppe_ag",
    BankName.DOLOMITENBANK: "dolomitenbank",
    BankName.EASYBANK_AG: "easybank_ag",
    BankName.ERSTE_BANK_UND_SPARKASSEN: "erste_bank_und_sparkassen",
    BankName.HYPO_ALPEADRIABANK_INTERNATIONAL_AG: "hypo_alpeadriabank_international_ag",
    BankName.HYPO_BANK_BURGENLAND_AKTIENGESELLSCHAFT: "hypo_bank_burgenland_aktiengesellschaft",
    BankName.HYPO_NOE_LB_FUR_NIEDEROSTERREICH_UWIEN: "hypo_noe_lb_fur_niederosterreich_u_wien",
    BankName.HYPO_OBEROSTERREICH_SALZBURG_STEIERMARK: "hypo_oberosterreich_salzburg_steiermark",
    BankName.HYPO_TIROL_BANK_AG: "hypo_tirol_bank_ag",
    BankName.HYPO_VORARLBERG_BANK_AG: "hypo_vorarlberg_bank_ag",
    BankName.MARCHFELDER_BANK: "marchfelder_bank",
    BankName.OBERBANK_AG: "oberbank_ag",
    BankName.RAIFFEISEN_BANKENGRUPPE_OSTERREICH: "raiffeisen_bankengruppe_osterreich",
    BankName.SCHOELLERBANK_AG: "schoellerbank_ag",
    BankName.SPARDA_BANK_WIEN: "sparda_bank_wien",
    BankName.VOLKSBANK_GRUPPE: "volksbank_gruppe",
    BankName.VOLKSKREDITBANK_AG: "volkskreditbank_ag",
    BankName.VR_BANK_BRAUNAU: "vr_bank_braunau",
}
P24: Mapping[BankName, str] = {
    BankName.ALIOR_BANK: "alior_bank",
    BankName.BANK_MILLENNIUM: "bank_millennium",
    BankName.BANK_NOWY_BFG_SA: "bank_nowy_bfg_sa",
    BankName.BANK_PEKAO_SA: "bank_pekao_sa",
    BankName.BANKI_SPBDZIELCZE: "banki_spbdzielcze",
    BankName.BLIK_PSP: "blik",
    BankName.BNP_PARIBAS: "bnp_paribas",
    BankName.BOZ: "boz",
    BankName.CITI: "citi_handlowy",
    BankName.CREDIT_AGRICOLE: "credit_agricole",
    BankName.ENVELO_BANK: "envelobank",
    BankName.ETRANSFER_POCZTOWY24: "etransfer_pocztowy24",
    BankName.GETIN_BANK: "getin_bank",
    BankName.IDEA_BANK: "ideabank",
    BankName.ING: "ing",
    BankName.INTELIGO: "inteligo",
    BankName.MBANK_MTRANSFER: "mbank_mtransfer",
    BankName.NEST_PRZELEW: "nest_przelew",
    BankName.NOBLE_PAY: "noble_pay",
    BankName.PBAC_ZIPKO: "pbac_z_ipko",
    BankName.PLUS_BANK: "plus_bank",
    BankName.SANTANDER_PRZELEW24: "santander_przelew24",
    BankName.TOYOTA_BANK: "toyota_bank",
    BankName.VOLKSWAGEN_BANK: "volkswagen_bank",
}
FPX: Mapping[BankName, str] = {
    BankName.AFFIN_BANK: "affin_bank",
    BankName.AGRO_BANK: "agrobank",
    BankName.ALLIANCE_BANK: "alliance_bank",
    BankName.AM_BANK: "ambank",
    BankName.BANK_ISLAM: "bank_islam",
    BankName.BANK_MUAMALAT: "bank_muamalat",
    BankName.BANK_OF_CHINA: "bank_of_china",
    BankName.BANK_RAKYAT: "bank_rakyat",
    BankName.BANK_SIMPANAN_NASIONAL: "bsn",
    BankName.CIMB_BANK: "cimb",
    BankName.HONG_LEONG_BANK: "hong_leong_bank",
    BankName.HSBC_BANK: "hsbc",
    BankName.KUWAIT_FINANCE_HOUSE: "kfh",
    BankName.MAYBANK: "maybank2u",
    BankName.OCBC_BANK: "ocbc",
    BankName.PUBLIC_BANK: "public_bank",
    BankName.RHB_BANK: "rhb",
    BankName.STANDARD_CHARTERED_BANK: "standard_chartered",
    BankName.UOB_BANK: "uob",
}
