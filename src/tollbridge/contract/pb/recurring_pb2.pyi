from tollbridge.contract.pb import authentication_pb2 as _authentication_pb2
from tollbridge.contract.pb import browser_pb2 as _browser_pb2
from tollbridge.contract.pb import connector_responses_pb2 as _connector_responses_pb2
from tollbridge.contract.pb import connectors_pb2 as _connectors_pb2
from tollbridge.contract.pb import errors_pb2 as _errors_pb2
from tollbridge.contract.pb import mandates_pb2 as _mandates_pb2
from tollbridge.contract.pb import merchants_pb2 as _merchants_pb2
from tollbridge.contract.pb import method_pb2 as _method_pb2
from tollbridge.contract.pb import method_types_pb2 as _method_types_pb2
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

class RecurringPaymentServiceChargeRequest(_message.Message):
    __slots__ = ("merchant_charge_id", "connector_recurring_payment_id", "amount", "payment_method", "merchant_order_id", "metadata", "connector_feature_data", "webhook_url", "return_url", "description", "address", "capture_method", "email", "connector_customer_id", "browser_info", "test_mode", "payment_method_type", "merchant_account_id", "merchant_configured_currency", "off_session", "enable_partial_authorization", "state", "original_payment_authorized_amount", "shipping_cost", "billing_descriptor", "mit_category", "authentication_data", "locale", "connector_testing_data", "customer", "l2_l3_data", "customer_document_details", "additional_payment_data", "split_payments", "partner_merchant_identifier_details", "auth_type", "complete_authorize_url", "payment_channel")
    MERCHANT_CHARGE_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_RECURRING_PAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_URL_FIELD_NUMBER: _ClassVar[int]
    RETURN_URL_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_METHOD_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_CONFIGURED_CURRENCY_FIELD_NUMBER: _ClassVar[int]
    OFF_SESSION_FIELD_NUMBER: _ClassVar[int]
    ENABLE_PARTIAL_AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_PAYMENT_AUTHORIZED_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_COST_FIELD_NUMBER: _ClassVar[int]
    BILLING_DESCRIPTOR_FIELD_NUMBER: _ClassVar[int]
    MIT_CATEGORY_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATION_DATA_FIELD_NUMBER: _ClassVar[int]
    LOCALE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TESTING_DATA_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    L2_L3_DATA_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_DOCUMENT_DETAILS_FIELD_NUMBER: _ClassVar[int]
    ADDITIONAL_PAYMENT_DATA_FIELD_NUMBER: _ClassVar[int]
    SPLIT_PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    PARTNER_MERCHANT_IDENTIFIER_DETAILS_FIELD_NUMBER: _ClassVar[int]
    AUTH_TYPE_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_AUTHORIZE_URL_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    merchant_charge_id: str
    connector_recurring_payment_id: _mandates_pb2.MandateReference
    amount: _money_pb2.Money
    payment_method: _method_pb2.PaymentMethod
    merchant_order_id: str
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    webhook_url: str
    return_url: str
    description: str
    address: _people_pb2.PaymentAddress
    capture_method: _payment_options_pb2.CaptureMethod
    email: _secrets_pb2.SecretString
    connector_customer_id: str
    browser_info: _browser_pb2.BrowserInformation
    test_mode: bool
    payment_method_type: _method_types_pb2.PaymentMethodType
    merchant_account_id: _secrets_pb2.SecretString
    merchant_configured_currency: _money_pb2.Currency
    off_session: bool
    enable_partial_authorization: bool
    state: _connectors_pb2.ConnectorState
    original_payment_authorized_amount: _money_pb2.Money
    shipping_cost: int
    billing_descriptor: _merchants_pb2.BillingDescriptor
    mit_category: _payment_options_pb2.MitCategory
    authentication_data: _authentication_pb2.AuthenticationData
    locale: str
    connector_testing_data: _secrets_pb2.SecretString
    customer: _people_pb2.Customer
    l2_l3_data: _orders_pb2.L2L3Data
    customer_document_details: _people_pb2.CustomerDocumentDetails
    additional_payment_data: _methods_cards_pb2.AdditionalPaymentData
    split_payments: _splits_pb2.SplitPaymentsDetails
    partner_merchant_identifier_details: _merchants_pb2.PartnerMerchantIdentifierDetails
    auth_type: _payment_options_pb2.AuthenticationType
    complete_authorize_url: str
    payment_channel: _payment_options_pb2.PaymentChannel
    def __init__(self, merchant_charge_id: _Optional[str] = ..., connector_recurring_payment_id: _Optional[_Union[_mandates_pb2.MandateReference, _Mapping]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., merchant_order_id: _Optional[str] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., webhook_url: _Optional[str] = ..., return_url: _Optional[str] = ..., description: _Optional[str] = ..., address: _Optional[_Union[_people_pb2.PaymentAddress, _Mapping]] = ..., capture_method: _Optional[_Union[_payment_options_pb2.CaptureMethod, str]] = ..., email: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_customer_id: _Optional[str] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., test_mode: _Optional[bool] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., merchant_account_id: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_configured_currency: _Optional[_Union[_money_pb2.Currency, str]] = ..., off_session: _Optional[bool] = ..., enable_partial_authorization: _Optional[bool] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., original_payment_authorized_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., shipping_cost: _Optional[int] = ..., billing_descriptor: _Optional[_Union[_merchants_pb2.BillingDescriptor, _Mapping]] = ..., mit_category: _Optional[_Union[_payment_options_pb2.MitCategory, str]] = ..., authentication_data: _Optional[_Union[_authentication_pb2.AuthenticationData, _Mapping]] = ..., locale: _Optional[str] = ..., connector_testing_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., l2_l3_data: _Optional[_Union[_orders_pb2.L2L3Data, _Mapping]] = ..., customer_document_details: _Optional[_Union[_people_pb2.CustomerDocumentDetails, _Mapping]] = ..., additional_payment_data: _Optional[_Union[_methods_cards_pb2.AdditionalPaymentData, _Mapping]] = ..., split_payments: _Optional[_Union[_splits_pb2.SplitPaymentsDetails, _Mapping]] = ..., partner_merchant_identifier_details: _Optional[_Union[_merchants_pb2.PartnerMerchantIdentifierDetails, _Mapping]] = ..., auth_type: _Optional[_Union[_payment_options_pb2.AuthenticationType, str]] = ..., complete_authorize_url: _Optional[str] = ..., payment_channel: _Optional[_Union[_payment_options_pb2.PaymentChannel, str]] = ...) -> None: ...

class RecurringPaymentServiceChargeResponse(_message.Message):
    __slots__ = ("connector_transaction_id", "status", "error", "status_code", "response_headers", "connector_feature_data", "network_transaction_id", "merchant_charge_id", "mandate_reference", "state", "raw_connector_response", "raw_connector_request", "captured_amount", "connector_response", "incremental_authorization_allowed", "splits", "mandate_reference_details", "redirection_data", "raw_connector_status")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    NETWORK_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_CHARGE_ID_FIELD_NUMBER: _ClassVar[int]
    MANDATE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    CAPTURED_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    INCREMENTAL_AUTHORIZATION_ALLOWED_FIELD_NUMBER: _ClassVar[int]
    SPLITS_FIELD_NUMBER: _ClassVar[int]
    MANDATE_REFERENCE_DETAILS_FIELD_NUMBER: _ClassVar[int]
    REDIRECTION_DATA_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_STATUS_FIELD_NUMBER: _ClassVar[int]
    connector_transaction_id: str
    status: _statuses_pb2.PaymentStatus
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    connector_feature_data: _secrets_pb2.SecretString
    network_transaction_id: str
    merchant_charge_id: str
    mandate_reference: _mandates_pb2.MandateReference
    state: _connectors_pb2.ConnectorState
    raw_connector_response: _secrets_pb2.SecretString
    raw_connector_request: _secrets_pb2.SecretString
    captured_amount: int
    connector_response: _connector_responses_pb2.ConnectorResponseData
    incremental_authorization_allowed: bool
    splits: _splits_pb2.ConnectorSplitResponseData
    mandate_reference_details: _mandates_pb2.MandateReferenceDetails
    redirection_data: _redirects_pb2.RedirectForm
    raw_connector_status: _errors_pb2.RawConnectorStatus
    def __init__(self, connector_transaction_id: _Optional[str] = ..., status: _Optional[_Union[_statuses_pb2.PaymentStatus, str]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., network_transaction_id: _Optional[str] = ..., merchant_charge_id: _Optional[str] = ..., mandate_reference: _Optional[_Union[_mandates_pb2.MandateReference, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., captured_amount: _Optional[int] = ..., connector_response: _Optional[_Union[_connector_responses_pb2.ConnectorResponseData, _Mapping]] = ..., incremental_authorization_allowed: _Optional[bool] = ..., splits: _Optional[_Union[_splits_pb2.ConnectorSplitResponseData, _Mapping]] = ..., mandate_reference_details: _Optional[_Union[_mandates_pb2.MandateReferenceDetails, _Mapping]] = ..., redirection_data: _Optional[_Union[_redirects_pb2.RedirectForm, _Mapping]] = ..., raw_connector_status: _Optional[_Union[_errors_pb2.RawConnectorStatus, _Mapping]] = ...) -> None: ...

class RecurringPaymentServiceRevokeRequest(_message.Message):
    __slots__ = ("merchant_revoke_id", "mandate_id", "connector_mandate_id")
    MERCHANT_REVOKE_ID_FIELD_NUMBER: _ClassVar[int]
    MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_revoke_id: str
    mandate_id: str
    connector_mandate_id: str
    def __init__(self, merchant_revoke_id: _Optional[str] = ..., mandate_id: _Optional[str] = ..., connector_mandate_id: _Optional[str] = ...) -> None: ...

class RecurringPaymentServiceRevokeResponse(_message.Message):
    __slots__ = ("status", "error", "status_code", "response_headers", "network_transaction_id", "merchant_revoke_id", "raw_connector_response", "raw_connector_request")
    class ResponseHeadersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    STATUS_CODE_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_HEADERS_FIELD_NUMBER: _ClassVar[int]
    NETWORK_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REVOKE_ID_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    RAW_CONNECTOR_REQUEST_FIELD_NUMBER: _ClassVar[int]
    status: _statuses_pb2.MandateStatus
    error: _errors_pb2.ErrorInfo
    status_code: int
    response_headers: _containers.ScalarMap[str, str]
    network_transaction_id: str
    merchant_revoke_id: str
    raw_connector_response: _secrets_pb2.SecretString
    raw_connector_request: _secrets_pb2.SecretString
    def __init__(self, status: _Optional[_Union[_statuses_pb2.MandateStatus, str]] = ..., error: _Optional[_Union[_errors_pb2.ErrorInfo, _Mapping]] = ..., status_code: _Optional[int] = ..., response_headers: _Optional[_Mapping[str, str]] = ..., network_transaction_id: _Optional[str] = ..., merchant_revoke_id: _Optional[str] = ..., raw_connector_response: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., raw_connector_request: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ...) -> None: ...
