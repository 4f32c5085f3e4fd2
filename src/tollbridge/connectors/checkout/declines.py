"""Checkout.com's words for a no, as unified declines: response codes, and error codes of a 422.

Response codes: https://www.checkout.com/docs/developer-resources/codes/api-response-codes (10xxx approve). Error codes:
https://www.checkout.com/docs/developer-resources/codes/api-error-codes, as Basis Theory's client lists them.
"""

from __future__ import annotations

from collections.abc import Mapping

from tollbridge.domain.declines import Decline

_RESPONSES: Mapping[Decline, str] = {
    # 20xxx may work another time
    Decline.CALL_ISSUER: "20001 20002 20060 20066",
    Decline.INVALID_MERCHANT: "20003 20102 20112 20117 20157",
    Decline.DO_NOT_HONOR: "20005",
    Decline.GENERIC_DECLINE: "20046 20099 20105 20182 200T5 20197",
    Decline.PROCESSING_ERROR: (
        "20006 20020 20021 20022 20024 20025 20026 20027 20028 20029 20030 20084 20085 20086 20088 20089 20095 20097 "
        "20098 200S4 20153 20159"),
    Decline.TRY_AGAIN_LATER: "20009 20019 20068 20090 20096 20118 200N0",
    Decline.INVALID_REQUEST: (
        "20010 20012 20032 20033 20104 20110 20113 20115 20116 20119 20120 20123 20193 200T2 20155"),
    Decline.INVALID_AMOUNT: "20013 20023 20042 30020",
    Decline.INCORRECT_NUMBER: "20014",
    Decline.CANCELED_BY_CUSTOMER: "20017",
    Decline.PAYMENT_DISPUTED: "20018",
    Decline.NO_SUCH_ISSUER: "20031 20092 30015",
    Decline.PIN_TRY_EXCEEDED: "20038 20075 30038",
    Decline.INVALID_ACCOUNT: "20039 20044 20052 20053 20056 20083 20101 20114 20179",
    Decline.NOT_PERMITTED: (
        "20015 20040 20045 20057 20058 20081 2005C 20122 20156 30016 30017 30018 30019 30045"),
    Decline.INSUFFICIENT_FUNDS: "20051 50280",
    Decline.EXPIRED_CARD: "20054 30033",
    Decline.INCORRECT_PIN: "20055",
    Decline.FRAUD_SUSPECTED: (
        "20059 30034 40101 41101 41301 42101 42301 43101 43102 43201 43202 43203 43204 43205 43206 43301"),
    Decline.WITHDRAWAL_LIMIT_EXCEEDED: "20061 200P1 200P9 30021 50101 50102 50103 50513 50514 50515 50517 50023",
    Decline.RESTRICTED_CARD: "20062 30036 50471",
    Decline.SECURITY_VIOLATION: "20063 20183 2006P",
    Decline.COMPLIANCE_VIOLATION: "20064 20093 30044 50001 50002 50005",
    Decline.CARD_VELOCITY_EXCEEDED: "20065 20121 30022 50104 50105 50106",
    Decline.PICKUP_CARD: "20004 20067 30004 30007 30035 30037",
    Decline.CARD_NOT_ACTIVATED: "20016 20072 20078",
    Decline.INCORRECT_CVC: "20082 20087 20124 200N7",
    Decline.ISSUER_UNAVAILABLE: "20091",
    Decline.DUPLICATE_TRANSACTION: "20094 50490",
    Decline.PIN_REQUIRED: "200O5",
    Decline.STOP_PAYMENT_ORDER: "200R1",
    Decline.REVOCATION_OF_AUTHORIZATION: "200R3",
    Decline.CARD_NOT_SUPPORTED: "200T3 20103 20150",
    Decline.INVALID_EXPIRY: "20100",
    Decline.CURRENCY_NOT_SUPPORTED: "20106",
    Decline.INCORRECT_ADDRESS: "20107",
    Decline.NEW_ACCOUNT_INFORMATION_AVAILABLE: "20108",
    Decline.INVALID_STATE: "20109 20111 20158",
    Decline.AUTHENTICATION_FAILED: "20151",
    Decline.EXPIRED_PAYMENT: "20152",
    Decline.AUTHENTICATION_REQUIRED: "20154 44301",
    # 30xxx will not
    Decline.LOST_CARD: "30041",
    Decline.STOLEN_CARD: "30043",
    Decline.ACCOUNT_CLOSED: "30046 50466",
    # 4xxxx are risk rules: lists of the merchant's own
    Decline.MERCHANT_BLACKLIST: (
        "40201 40202 40203 40204 40205 41201 41202 41203 41204 41205 41206 42201 42202 42203 42204 42206"),
}
_PAYOUTS: Mapping[Decline, str] = {  # 50xxx
    Decline.MERCHANT_BALANCE_INSUFFICIENT: "50003",
    Decline.INVALID_ACCOUNT: (
        "50020 50021 50022 50025 50026 50027 50030 50401 50402 50403 50404 50405 50406 50407 50408 50409 50410 50441 "
        "50453 50454 50481"),
    Decline.INVALID_REQUEST: "50070 50100 50180 50200 50451 50452 50491 50492 50494 50501",
    Decline.PROCESSING_ERROR: "50150",
    Decline.CANCELED_BY_CUSTOMER: "50240 50531",
    Decline.GENERIC_DECLINE: "50260 50399 50499 50599",
    Decline.INVALID_AMOUNT: "50511",
    Decline.AMOUNT_TOO_SMALL: "50512",
}
_ERRORS: Mapping[Decline, str] = {
    Decline.GENERIC_DECLINE: "card_authorization_failed refund_authorization_declined",
    Decline.PROCESSING_ERROR: "processing_error 3ds_malfunction",
    Decline.RESTRICTED_CARD: "card_disabled",
    Decline.EXPIRED_CARD: "card_expired",
    Decline.INVALID_EXPIRY: (
        "card_expiry_month_invalid card_expiry_month_required card_expiry_year_invalid card_expiry_year_required "
        "expiry_date_format_invalid"),
    Decline.INCORRECT_NUMBER: "card_number_invalid card_number_required card_not_found",
    Decline.ISSUER_UNAVAILABLE: "issuer_network_unavailable",
    Decline.NOT_PERMITTED: (
        "card_not_eligible_domestic_money_transfer card_not_eligible_cross_border_money_transfer "
        "card_not_eligible_domestic_non_money_transfer card_not_eligible_cross_border_non_money_transfer "
        "card_not_eligible_domestic_online_gambling card_not_eligible_cross_border_online_gambling"),
    Decline.CARD_NOT_SUPPORTED: "3ds_not_enabled_for_card 3ds_not_supported",
    Decline.AUTHENTICATION_REQUIRED: "3ds_payment_required",
    Decline.AMOUNT_TOO_LARGE: (
        "amount_exceeds_balance refund_amount_exceeds_balance capture_value_greater_than_authorized "
        "capture_value_greater_than_remaining_authorized"),
    Decline.WITHDRAWAL_LIMIT_EXCEEDED: "amount_limit_exceeded",
    Decline.EXPIRED_PAYMENT: "payment_expired",
    Decline.INCORRECT_CVC: "cvv_invalid",
    Decline.CARD_VELOCITY_EXCEEDED: (
        "velocity_amount_limit_exceeded velocity_count_limit_exceeded action_failure_limit_exceeded"),
    Decline.INCORRECT_ADDRESS: "address_invalid city_invalid country_address_invalid country_invalid zip_invalid",
    Decline.INVALID_ACCOUNT: (
        "token_expired token_in_use token_invalid token_used source_token_invalid source_id_invalid source_id_unknown"),
    Decline.MANDATE_INVALID: "previous_payment_id_invalid",
    Decline.CURRENCY_NOT_SUPPORTED: "currency_invalid currency_not_supported",
    Decline.INVALID_AMOUNT: "amount_invalid void_amount_invalid",
    Decline.PAYMENT_METHOD_UNAVAILABLE: (
        "payment_method_not_supported no_authorization_enabled_processors_available apm_service_unavailable "
        "billing_country_invalid"),
    Decline.INVALID_MERCHANT: (
        "3ds_not_configured business_invalid business_settings_missing channel_details_invalid channel_url_missing "
        "processing_channel_id_required processing_key_required server_api_not_allowed aft_processor_not_matched"),
    Decline.TRY_AGAIN_LATER: "api_calls_quota_exceeded",
    Decline.INVALID_STATE: "payment_invalid capture_not_allowed refund_not_allowed void_not_allowed",
    Decline.INVALID_REQUEST: (
        "3ds_version_invalid 3ds_version_not_supported country_phone_code_invalid country_phone_code_length_invalid "
        "phone_number_invalid phone_number_length_invalid card_holder_invalid success_url_required "
        "billing_descriptor_city_invalid billing_descriptor_city_required billing_descriptor_name_invalid "
        "billing_descriptor_name_required charge_details_invalid currency_required customer_already_exists "
        "customer_email_invalid customer_id_invalid customer_not_found customer_number_invalid "
        "customer_plan_edit_failed customer_plan_id_invalid email_in_use email_invalid email_required endpoint_invalid "
        "fail_url_invalid ip_address_invalid metadata_key_invalid parameter_invalid payment_source_required "
        "payment_type_invalid processing_value_required recurring_plan_exists recurring_plan_not_exist "
        "recurring_plan_removal_failed request_invalid request_json_invalid risk_enabled_required source_email_invalid "
        "source_email_required source_id_or_email_required source_id_required source_invalid "
        "source_or_destination_required source_token_required source_token_type_required source_token_type_invalid "
        "source_type_required sub_entities_count_invalid success_url_invalid token_required token_type_required"),
}
_REASONS: Mapping[Decline, str] = {  # of an issuer that does not authenticate
    Decline.AUTHENTICATION_FAILED: "01 02 03 15 16 17 18 19 24 25 26",
    Decline.CARD_VELOCITY_EXCEEDED: "04",
    Decline.EXPIRED_CARD: "05",
    Decline.INCORRECT_NUMBER: "06",
    Decline.INVALID_REQUEST: "07 20 21",
    Decline.INVALID_ACCOUNT: "08",
    Decline.SECURITY_VIOLATION: "09",
    Decline.STOLEN_CARD: "10",
    Decline.FRAUD_SUSPECTED: "11",
    Decline.NOT_PERMITTED: "12",
    Decline.CARD_NOT_SUPPORTED: "13",
    Decline.TRY_AGAIN_LATER: "14",
    Decline.ISSUER_UNAVAILABLE: "22",
    Decline.AUTHENTICATION_REQUIRED: "23",
}
_WORDS: Mapping[Decline, str] = {  # statuses, where no code says more
    Decline.CANCELED_BY_CUSTOMER: "Canceled Cancelled",
    Decline.EXPIRED_PAYMENT: "Expired",
    Decline.GENERIC_DECLINE: "Declined",
}
DECLINES: Mapping[str, Decline] = {
    code: decline for table in (_RESPONSES, _PAYOUTS, _ERRORS, _REASONS, _WORDS) for decline, codes in table.items()
    for code in codes.split()}
