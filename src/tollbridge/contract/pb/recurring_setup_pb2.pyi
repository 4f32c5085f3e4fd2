from tollbridge.contract.pb import authentication_pb2 as _authentication_pb2
from tollbridge.contract.pb import browser_pb2 as _browser_pb2
from tollbridge.contract.pb import connector_responses_pb2 as _connector_responses_pb2
from tollbridge.contract.pb import connectors_pb2 as _connectors_pb2
from tollbridge.contract.pb import errors_pb2 as _errors_pb2
from tollbridge.contract.pb import mandates_pb2 as _mandates_pb2
from tollbridge.contract.pb import merchants_pb2 as _merchants_pb2
from tollbridge.contract.pb import method_pb2 as _method_pb2
from tollbridge.contract.pb import methods_cards_pb2 as _methods_cards_pb2
from tollbridge.contract.pb import money_pb2 as _money_pb2
from tollbridge.contract.pb import orders_pb2 as _orders_pb2
from tollbridge.contract.pb import payment_options_pb2 as _payment_options_pb2
from tollbridge.contract.pb import people_pb2 as _people_pb2
from tollbridge.contract.pb import redirects_pb2 as _redirects_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from tollbridge.contract.pb import splits_pb2 as _splits_pb2
from tollbridge.contract.pb import statuses_pb2 as _statuses_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PaymentServiceSetupRecurringRequest(_message.Message):
    __slots__ = ("merchant_recurring_payment_id", "amount", "payment_method", "customer", "address", "auth_type", "enrolled_for_3ds", "authentication_data", "metadata", "connector_feature_data", "return_url", "webhook_url", "complete_authorize_url", "session_token", "order_tax_amount", "order_category", "merchant_order_id", "shipping_cost", "setup_future_usage", "off_session", "request_incremental_authorization", "request_extended_authorization", "enable_partial_authorization", "customer_acceptance", "browser_info", "payment_experience", "payment_channel", "billing_descriptor", "state", "order_id", "locale", "connector_testing_data", "l2_l3_data", "setup_mandate_details", "mit_category", "partner_merchant_identifier_details")
    MERCHANT_RECURRING_PAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    AUTH_TYPE_FIELD_NUMBER: _ClassVar[int]
    ENROLLED_FOR_3DS_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATION_DATA_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    RETURN_URL_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_URL_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_AUTHORIZE_URL_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORDER_TAX_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    ORDER_CATEGORY_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_COST_FIELD_NUMBER: _ClassVar[int]
    SETUP_FUTURE_USAGE_FIELD_NUMBER: _ClassVar[int]
    OFF_SESSION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_INCREMENTAL_AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_EXTENDED_AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    ENABLE_PARTIAL_AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_EXPERIENCE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    BILLING_DESCRIPTOR_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    LOCALE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TESTING_DATA_FIELD_NUMBER: _ClassVar[int]
    L2_L3_DATA_FIELD_NUMBER: _ClassVar[int]
    SETUP_MANDATE_DETAILS_FIELD_NUMBER: _ClassVar[int]
    MIT_CATEGORY_FIELD_NUMBER: _ClassVar[int]
    PARTNER_MERCHANT_IDENTIFIER_DETAILS_FIELD_NUMBER: _ClassVar[int]
    merchant_recurring_payment_id: str
    amount: _money_pb2.Money
    payment_method: _method_pb2.PaymentMethod
    customer: _people_pb2.Customer
    address: _people_pb2.PaymentAddress
    auth_type: _payment_options_pb2.AuthenticationType
    enrolled_for_3ds: bool
    authentication_data: _authentication_pb2.AuthenticationData
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    return_url: str
    webhook_url: str
    complete_authorize_url: str
    session_token: str
    order_tax_amount: int
    order_category: str
    merchant_order_id: str
    shipping_cost: int
    setup_future_usage: _payment_options_pb2.FutureUsage
    off_session: bool
    request_incremental_authorization: bool
    request_extended_authorization: bool
    enable_partial_authorization: bool
    customer_acceptance: _mandates_pb2.CustomerAcceptance
    browser_info: _browser_pb2.BrowserInformation
    payment_experience: _payment_options_pb2.PaymentExperience
    payment_channel: _payment_options_pb2.PaymentChannel
    billing_descriptor: _merchants_pb2.BillingDescriptor
    state: _connectors_pb2.ConnectorState
    order_id: str
    locale: str
    connector_testing_data: _secrets_pb2.SecretString
    l2_l3_data: _orders_pb2.L2L3Data
    setup_mandate_details: _mandates_pb2.SetupMandateDetails
    mit_category: _payment_options_pb2.MitCategory
    partner_merchant_identifier_details: _merchants_pb2.PartnerMerchantIdentifierDetails
    def __init__(self, merchant_recurring_payment_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., address: _Optional[_Union[_people_pb2.PaymentAddress, _Mapping]] = ..., auth_type: _Optional[_Union[_payment_options_pb2.AuthenticationType, str]] = ..., enrolled_for_3ds: _Optional[bool] = ..., authentication_data: _Optional[_Union[_authentication_pb2.AuthenticationData, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., return_url: _Optional[str] = ..., webhook_url: _Optional[str] = ..., complete_authorize_url: _Optional[str] = ..., session_token: _Optional[str] = ..., order_tax_amount: _Optional[int] = ..., order_category: _Optional[str] = ..., merchant_order_id: _Optional[str] = ..., shipping_cost: _Optional[int] = ..., setup_future_usage: _Optional[_Union[_payment_options_pb2.FutureUsage, str]] = ..., off_session: _Optional[bool] = ..., request_incremental_authorization: _Optional[bool] = ..., request_extended_authorization: _Optional[bool] = ..., enable_partial_authorization: _Optional[bool] = ..., customer_acceptance: _Optional[_Union[_mandates_pb2.CustomerAcceptance, _Mapping]] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., payment_experience: _Optional[_Union[_payment_options_pb2.PaymentExperience, str]] = ..., payment_channel: _Optional[_Union[_payment_options_pb2.PaymentChannel, str]] = ..., billing_descriptor: _Optional[_Union[_merchants_pb2.BillingDescriptor, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., order_id: _Optional[str] = ..., locale: _Optional[str] = ..., connector_testing_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., l2_l3_data: _Optional[_Union[_orders_pb2.L2L3Data, _Mapping]] = ..., setup_mandate_details: _Optional[_Union[_mandates_pb2.SetupMandateDetails, _Mapping]] = ..., mit_category: _Optional[_Union[_payment_options_pb2.MitCategory, str]] = ..., partner_merchant_identifier_details: _Optional[_Union[_merchants_pb2.PartnerMerchantIdentifierDetails, _Mapping]] = ...) -> None: ...

class PaymentServiceTokenSetupRecurringRequest(_message.Message):
    __slots__ = ("merchant_recurring_payment_id", "amount", "connector_token", "customer", "address", "return_url", "webhook_url", "metadata", "connector_feature_data", "state", "customer_acceptance", "setup_mandate_details", "billing_descriptor", "locale", "setup_future_usage")
    MERCHANT_RECURRING_PAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    RETURN_URL_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_URL_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    SETUP_MANDATE_DETAILS_FIELD_NUMBER: _ClassVar[int]
    BILLING_DESCRIPTOR_FIELD_NUMBER: _ClassVar[int]
    LOCALE_FIELD_NUMBER: _ClassVar[int]
    SETUP_FUTURE_USAGE_FIELD_NUMBER: _ClassVar[int]
    merchant_recurring_payment_id: str
    amount: _money_pb2.Money
    connector_token: _secrets_pb2.SecretString
    customer: _people_pb2.Customer
    address: _people_pb2.PaymentAddress
    return_url: str
    webhook_url: str
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    customer_acceptance: _mandates_pb2.CustomerAcceptance
    setup_mandate_details: _mandates_pb2.SetupMandateDetails
    billing_descriptor: _merchants_pb2.BillingDescriptor
    locale: str
    setup_future_usage: _payment_options_pb2.FutureUsage
    def __init__(self, merchant_recurring_payment_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., connector_token: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., address: _Optional[_Union[_people_pb2.PaymentAddress, _Mapping]] = ..., return_url: _Optional[str] = ..., webhook_url: _Optional[str] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., customer_acceptance: _Optional[_Union[_mandates_pb2.CustomerAcceptance, _Mapping]] = ..., setup_mandate_details: _Optional[_Union[_mandates_pb2.SetupMandateDetails, _Mapping]] = ..., billing_descriptor: _Optional[_Union[_merchants_pb2.BillingDescriptor, _Mapping]] = ..., locale: _Optional[str] = ..., setup_future_usage: _Optional[_Union[_payment_options_pb2.FutureUsage, str]] = ...) -> None: ...

class PaymentServiceProxySetupRecurringRequest(_message.Message):
    __slots__ = ("merchant_recurring_payment_id", "amount", "card_proxy", "customer", "address", "return_url", "webhook_url", "metadata", "state", "setup_mandate_details", "customer_acceptance", "auth_type", "authentication_data", "setup_future_usage", "browser_info", "order_category", "description")
    MERCHANT_RECURRING_PAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CARD_PROXY_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    RETURN_URL_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_URL_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SETUP_MANDATE_DETAILS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    AUTH_TYPE_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATION_DATA_FIELD_NUMBER: _ClassVar[int]
    SETUP_FUTURE_USAGE_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    ORDER_CATEGORY_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    merchant_recurring_payment_id: str
    amount: _money_pb2.Money
    card_proxy: _methods_cards_pb2.ProxyCardDetails
    customer: _people_pb2.Customer
    address: _people_pb2.PaymentAddress
    return_url: str
    webhook_url: str
    metadata: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    setup_mandate_details: _mandates_pb2.SetupMandateDetails
    customer_acceptance: _mandates_pb2.CustomerAcceptance
    auth_type: _payment_options_pb2.AuthenticationType
    authentication_data: _authentication_pb2.AuthenticationData
    setup_future_usage: _payment_options_pb2.FutureUsage
    browser_info: _browser_pb2.BrowserInformation
    order_category: str
    description: str
    def __init__(self, merchant_recurring_payment_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., card_proxy: _Optional[_Union[_methods_cards_pb2.ProxyCardDetails, _Mapping]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., address: _Optional[_Union[_people_pb2.PaymentAddress, _Mapping]] = ..., return_url: _Optional[str] = ..., webhook_url: _Optional[str] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., setup_mandate_details: _Optional[_Union[_mandates_pb2.SetupMandateDetails, _Mapping]] = ..., customer_acceptance: _Optional[_Union[_mandates_pb2.CustomerAcceptance, _Mapping]] = ..., auth_type: _Optional[_Union[_payment_options_pb2.AuthenticationType, str]] = ..., authentication_data: _Optional[_Union[_authentication_pb2.AuthenticationData, _Mapping]] = ..., setup_future_usage: _Optional[_Union[_payment_options_pb2.FutureUsage, str]] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., order_category: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...

class PaymentServiceSetupRecurringResponse(_message.Message):
    __slots__ = ("connector_recurring_payment_id", "status", "error", "status_code", "response_headers", "mandate_reference", "redirection_data", "network_transaction_id", "merchant_recurring_payment_id", "connector_response", "incremental_authorization_allowed", "captured_amount", "state", "raw_connector_request", "connector_feature_data", "splits", "mandate_reference_details", "raw_connector_response", "raw_connector_status")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CONNECTOR_RECURRING_PAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    MANDATE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    REDIRECTION_DATA_FIELD_NUMBER: _ClassVar[int]
    NETWORK_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_RECURRING_PAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    INCREMENTAL_AUTHORIZATION_ALLOWED_FIELD_NUMBER: _ClassVar[int]
    CAPTURED_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    SPLITS_FIELD_NUMBER: _ClassVar[int]
    MANDATE_REFERENCE_DETAILS_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_STATUS_FIELD_NUMBER: _ClassVar[int]
    connector_recurring_payment_id: str
    status: _statuses_pb2.PaymentStatus
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    mandate_reference: _mandates_pb2.MandateReference
    redirection_data: _redirects_pb2.RedirectForm
    network_transaction_id: str
    merchant_recurring_payment_id: str
    connector_response: _connector_responses_pb2.ConnectorResponseData
    incremental_authorization_allowed: bool
    captured_amount: int
    state: _connectors_pb2.ConnectorState
    raw_connector_request: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    splits: _splits_pb2.ConnectorSplitResponseData
    mandate_reference_details: _mandates_pb2.MandateReferenceDetails
    raw_connector_response: _secrets_pb2.SecretString
    raw_connector_status: _errors_pb2.RawConnectorStatus
    def __init__(self, connector_recurring_payment_id: _Optional[str] = ..., status: _Optional[_Union[_statuses_pb2.PaymentStatus, str]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., mandate_reference: _Optional[_Union[_mandates_pb2.MandateReference, _Mapping]] = ..., redirection_data: _Optional[_Union[_redirects_pb2.RedirectForm, _Mapping]] = ..., network_transaction_id: _Optional[str] = ..., merchant_recurring_payment_id: _Optional[str] = ..., connector_response: _Optional[_Union[_connector_responses_pb2.ConnectorResponseData, _Mapping]] = ..., incremental_authorization_allowed: _Optional[bool] = ..., captured_amount: _Optional[int] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., splits: _Optional[_Union[_splits_pb2.ConnectorSplitResponseData, _Mapping]] = ..., mandate_reference_details: _Optional[_Union[_mandates_pb2.MandateReferenceDetails, _Mapping]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_status: _Optional[_Union[_errors_pb2.RawConnectorStatus, _Mapping]] = ...) -> None: ...
