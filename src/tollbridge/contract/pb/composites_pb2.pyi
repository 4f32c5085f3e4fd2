from tollbridge.contract.pb import authentication_pb2 as _authentication_pb2
from tollbridge.contract.pb import browser_pb2 as _browser_pb2
from tollbridge.contract.pb import connectors_pb2 as _connectors_pb2
from tollbridge.contract.pb import customers_pb2 as _customers_pb2
from tollbridge.contract.pb import domain_data_pb2 as _domain_data_pb2
from tollbridge.contract.pb import events_pb2 as _events_pb2
from tollbridge.contract.pb import fraud_pb2 as _fraud_pb2
from tollbridge.contract.pb import mandates_pb2 as _mandates_pb2
from tollbridge.contract.pb import merchants_pb2 as _merchants_pb2
from tollbridge.contract.pb import method_pb2 as _method_pb2
from tollbridge.contract.pb import method_types_pb2 as _method_types_pb2
from tollbridge.contract.pb import money_pb2 as _money_pb2
from tollbridge.contract.pb import notifications_pb2 as _notifications_pb2
from tollbridge.contract.pb import orders_pb2 as _orders_pb2
from tollbridge.contract.pb import payment_method_authentication_pb2 as _payment_method_authentication_pb2
from tollbridge.contract.pb import payment_methods_pb2 as _payment_methods_pb2
from tollbridge.contract.pb import payment_options_pb2 as _payment_options_pb2
from tollbridge.contract.pb import payments_pb2 as _payments_pb2
from tollbridge.contract.pb import people_pb2 as _people_pb2
from tollbridge.contract.pb import redirects_pb2 as _redirects_pb2
from tollbridge.contract.pb import refunds_pb2 as _refunds_pb2
from tollbridge.contract.pb import secrets_pb2 as _secrets_pb2
from tollbridge.contract.pb import splits_pb2 as _splits_pb2
from tollbridge.contract.pb import statuses_pb2 as _statuses_pb2
from tollbridge.contract.pb import tokens_pb2 as _tokens_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CompositeStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COMPOSITE_STATUS_UNSPECIFIED: _ClassVar[CompositeStatus]
    COMPLETED: _ClassVar[CompositeStatus]
    REDIRECT_REQUIRED: _ClassVar[CompositeStatus]
COMPOSITE_STATUS_UNSPECIFIED: CompositeStatus
COMPLETED: CompositeStatus
REDIRECT_REQUIRED: CompositeStatus

class CompositeAuthorizeRequest(_message.Message):
    __slots__ = ("merchant_transaction_id", "metadata", "connector_feature_data", "test_mode", "customer", "address", "amount", "order_tax_amount", "shipping_cost", "payment_method", "capture_method", "auth_type", "enrolled_for_3ds", "authentication_data", "return_url", "webhook_url", "complete_authorize_url", "session_token", "order_category", "merchant_order_id", "setup_future_usage", "off_session", "request_incremental_authorization", "request_extended_authorization", "enable_partial_authorization", "customer_acceptance", "browser_info", "payment_experience", "description", "payment_channel", "setup_mandate_details", "statement_descriptor_name", "statement_descriptor_suffix", "billing_descriptor", "state", "order_details", "locale", "tokenization_strategy", "continue_redirection_url", "threeds_completion_indicator", "redirection_response", "merchant_access_token_id", "customer_name", "email", "merchant_customer_id", "phone_number", "l2_l3_data", "connector_order_id", "merchant_request_id", "merchant_server_session_id", "domain_data", "split_payments", "mit_category", "surcharge_amount", "partner_merchant_identifier_details", "connector_customer_id")
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    ORDER_TAX_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_COST_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_METHOD_FIELD_NUMBER: _ClassVar[int]
    AUTH_TYPE_FIELD_NUMBER: _ClassVar[int]
    ENROLLED_FOR_3DS_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATION_DATA_FIELD_NUMBER: _ClassVar[int]
    RETURN_URL_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_URL_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_AUTHORIZE_URL_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORDER_CATEGORY_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    SETUP_FUTURE_USAGE_FIELD_NUMBER: _ClassVar[int]
    OFF_SESSION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_INCREMENTAL_AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_EXTENDED_AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    ENABLE_PARTIAL_AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_EXPERIENCE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    SETUP_MANDATE_DETAILS_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_DESCRIPTOR_NAME_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_DESCRIPTOR_SUFFIX_FIELD_NUMBER: _ClassVar[int]
    BILLING_DESCRIPTOR_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ORDER_DETAILS_FIELD_NUMBER: _ClassVar[int]
    LOCALE_FIELD_NUMBER: _ClassVar[int]
    TOKENIZATION_STRATEGY_FIELD_NUMBER: _ClassVar[int]
    CONTINUE_REDIRECTION_URL_FIELD_NUMBER: _ClassVar[int]
    THREEDS_COMPLETION_INDICATOR_FIELD_NUMBER: _ClassVar[int]
    REDIRECTION_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCESS_TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_NAME_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    PHONE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    L2_L3_DATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_SERVER_SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    DOMAIN_DATA_FIELD_NUMBER: _ClassVar[int]
    SPLIT_PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    MIT_CATEGORY_FIELD_NUMBER: _ClassVar[int]
    SURCHARGE_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PARTNER_MERCHANT_IDENTIFIER_DETAILS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_transaction_id: str
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    test_mode: bool
    customer: _people_pb2.Customer
    address: _people_pb2.PaymentAddress
    amount: _money_pb2.Money
    order_tax_amount: int
    shipping_cost: int
    payment_method: _method_pb2.PaymentMethod
    capture_method: _payment_options_pb2.CaptureMethod
    auth_type: _payment_options_pb2.AuthenticationType
    enrolled_for_3ds: bool
    authentication_data: _authentication_pb2.AuthenticationData
    return_url: str
    webhook_url: str
    complete_authorize_url: str
    session_token: str
    order_category: str
    merchant_order_id: str
    setup_future_usage: _payment_options_pb2.FutureUsage
    off_session: bool
    request_incremental_authorization: bool
    request_extended_authorization: bool
    enable_partial_authorization: bool
    customer_acceptance: _mandates_pb2.CustomerAcceptance
    browser_info: _browser_pb2.BrowserInformation
    payment_experience: _payment_options_pb2.PaymentExperience
    description: str
    payment_channel: _payment_options_pb2.PaymentChannel
    setup_mandate_details: _mandates_pb2.SetupMandateDetails
    statement_descriptor_name: str
    statement_descriptor_suffix: str
    billing_descriptor: _merchants_pb2.BillingDescriptor
    state: _connectors_pb2.ConnectorState
    order_details: _containers.RepeatedCompositeFieldContainer[_orders_pb2.OrderDetailsWithAmount]
    locale: str
    tokenization_strategy: _payment_options_pb2.Tokenization
    continue_redirection_url: str
    threeds_completion_indicator: _payment_options_pb2.ThreeDsCompletionIndicator
    redirection_response: _redirects_pb2.RedirectionResponse
    merchant_access_token_id: str
    customer_name: str
    email: _secrets_pb2.SecretString
    merchant_customer_id: str
    phone_number: _secrets_pb2.SecretString
    l2_l3_data: _orders_pb2.L2L3Data
    connector_order_id: str
    merchant_request_id: str
    merchant_server_session_id: str
    domain_data: _domain_data_pb2.DomainData
    split_payments: _splits_pb2.SplitPaymentsDetails
    mit_category: _payment_options_pb2.MitCategory
    surcharge_amount: _money_pb2.Money
    partner_merchant_identifier_details: _merchants_pb2.PartnerMerchantIdentifierDetails
    connector_customer_id: str
    def __init__(self, merchant_transaction_id: _Optional[str] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., test_mode: _Optional[bool] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., address: _Optional[_Union[_people_pb2.PaymentAddress, _Mapping]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., order_tax_amount: _Optional[int] = ..., shipping_cost: _Optional[int] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., capture_method: _Optional[_Union[_payment_options_pb2.CaptureMethod, str]] = ..., auth_type: _Optional[_Union[_payment_options_pb2.AuthenticationType, str]] = ..., enrolled_for_3ds: _Optional[bool] = ..., authentication_data: _Optional[_Union[_authentication_pb2.AuthenticationData, _Mapping]] = ..., return_url: _Optional[str] = ..., webhook_url: _Optional[str] = ..., complete_authorize_url: _Optional[str] = ..., session_token: _Optional[str] = ..., order_category: _Optional[str] = ..., merchant_order_id: _Optional[str] = ..., setup_future_usage: _Optional[_Union[_payment_options_pb2.FutureUsage, str]] = ..., off_session: _Optional[bool] = ..., request_incremental_authorization: _Optional[bool] = ..., request_extended_authorization: _Optional[bool] = ..., enable_partial_authorization: _Optional[bool] = ..., customer_acceptance: _Optional[_Union[_mandates_pb2.CustomerAcceptance, _Mapping]] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., payment_experience: _Optional[_Union[_payment_options_pb2.PaymentExperience, str]] = ..., description: _Optional[str] = ..., payment_channel: _Optional[_Union[_payment_options_pb2.PaymentChannel, str]] = ..., setup_mandate_details: _Optional[_Union[_mandates_pb2.SetupMandateDetails, _Mapping]] = ..., statement_descriptor_name: _Optional[str] = ..., statement_descriptor_suffix: _Optional[str] = ..., billing_descriptor: _Optional[_Union[_merchants_pb2.BillingDescriptor, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., order_details: _Optional[_Iterable[_Union[_orders_pb2.OrderDetailsWithAmount, _Mapping]]] = ..., locale: _Optional[str] = ..., tokenization_strategy: _Optional[_Union[_payment_options_pb2.Tokenization, str]] = ..., continue_redirection_url: _Optional[str] = ..., threeds_completion_indicator: _Optional[_Union[_payment_options_pb2.ThreeDsCompletionIndicator, str]] = ..., redirection_response: _Optional[_Union[_redirects_pb2.RedirectionResponse, _Mapping]] = ..., merchant_access_token_id: _Optional[str] = ..., customer_name: _Optional[str] = ..., email: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_customer_id: _Optional[str] = ..., phone_number: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., l2_l3_data: _Optional[_Union[_orders_pb2.L2L3Data, _Mapping]] = ..., connector_order_id: _Optional[str] = ..., merchant_request_id: _Optional[str] = ..., merchant_server_session_id: _Optional[str] = ..., domain_data: _Optional[_Union[_domain_data_pb2.DomainData, _Mapping]] = ..., split_payments: _Optional[_Union[_splits_pb2.SplitPaymentsDetails, _Mapping]] = ..., mit_category: _Optional[_Union[_payment_options_pb2.MitCategory, str]] = ..., surcharge_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., partner_merchant_identifier_details: _Optional[_Union[_merchants_pb2.PartnerMerchantIdentifierDetails, _Mapping]] = ..., connector_customer_id: _Optional[str] = ...) -> None: ...

class CompositeAuthorizeResponse(_message.Message):
    __slots__ = ("access_token_response", "create_customer_response", "authorize_response", "create_order_response", "composite_status", "pre_authenticate_response", "authenticate_response", "post_authenticate_response", "session_token_response")
    ACCESS_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    CREATE_CUSTOMER_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZE_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    CREATE_ORDER_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    COMPOSITE_STATUS_FIELD_NUMBER: _ClassVar[int]
    PRE_AUTHENTICATE_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATE_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    POST_AUTHENTICATE_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    access_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse
    create_customer_response: _customers_pb2.CustomerServiceCreateResponse
    authorize_response: _payments_pb2.PaymentServiceAuthorizeResponse
    create_order_response: _payments_pb2.PaymentServiceCreateOrderResponse
    composite_status: CompositeStatus
    pre_authenticate_response: _payment_method_authentication_pb2.PaymentMethodAuthenticationServicePreAuthenticateResponse
    authenticate_response: _payment_method_authentication_pb2.PaymentMethodAuthenticationServiceAuthenticateResponse
    post_authenticate_response: _payment_method_authentication_pb2.PaymentMethodAuthenticationServicePostAuthenticateResponse
    session_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerSessionAuthenticationTokenResponse
    def __init__(self, access_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse, _Mapping]] = ..., create_customer_response: _Optional[_Union[_customers_pb2.CustomerServiceCreateResponse, _Mapping]] = ..., authorize_response: _Optional[_Union[_payments_pb2.PaymentServiceAuthorizeResponse, _Mapping]] = ..., create_order_response: _Optional[_Union[_payments_pb2.PaymentServiceCreateOrderResponse, _Mapping]] = ..., composite_status: _Optional[_Union[CompositeStatus, str]] = ..., pre_authenticate_response: _Optional[_Union[_payment_method_authentication_pb2.PaymentMethodAuthenticationServicePreAuthenticateResponse, _Mapping]] = ..., authenticate_response: _Optional[_Union[_payment_method_authentication_pb2.PaymentMethodAuthenticationServiceAuthenticateResponse, _Mapping]] = ..., post_authenticate_response: _Optional[_Union[_payment_method_authentication_pb2.PaymentMethodAuthenticationServicePostAuthenticateResponse, _Mapping]] = ..., session_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerSessionAuthenticationTokenResponse, _Mapping]] = ...) -> None: ...

class CompositeCaptureRequest(_message.Message):
    __slots__ = ("merchant_capture_id", "connector_transaction_id", "amount_to_capture", "metadata", "connector_feature_data", "multiple_capture_data", "browser_info", "capture_method", "state", "test_mode", "merchant_order_id", "payment_method", "merchant_access_token_id", "merchant_request_id", "order_tax_amount", "split_payments")
    MERCHANT_CAPTURE_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_TO_CAPTURE_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    MULTIPLE_CAPTURE_DATA_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_METHOD_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCESS_TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_TAX_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SPLIT_PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    merchant_capture_id: str
    connector_transaction_id: str
    amount_to_capture: _money_pb2.Money
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    multiple_capture_data: _payments_pb2.MultipleCaptureRequestData
    browser_info: _browser_pb2.BrowserInformation
    capture_method: _payment_options_pb2.CaptureMethod
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    merchant_order_id: str
    payment_method: _method_pb2.PaymentMethod
    merchant_access_token_id: str
    merchant_request_id: str
    order_tax_amount: _money_pb2.Money
    split_payments: _splits_pb2.SplitPaymentsDetails
    def __init__(self, merchant_capture_id: _Optional[str] = ..., connector_transaction_id: _Optional[str] = ..., amount_to_capture: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., multiple_capture_data: _Optional[_Union[_payments_pb2.MultipleCaptureRequestData, _Mapping]] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., capture_method: _Optional[_Union[_payment_options_pb2.CaptureMethod, str]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., merchant_order_id: _Optional[str] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., merchant_access_token_id: _Optional[str] = ..., merchant_request_id: _Optional[str] = ..., order_tax_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., split_payments: _Optional[_Union[_splits_pb2.SplitPaymentsDetails, _Mapping]] = ...) -> None: ...

class CompositeCaptureResponse(_message.Message):
    __slots__ = ("access_token_response", "capture_response")
    ACCESS_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    access_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse
    capture_response: _payments_pb2.PaymentServiceCaptureResponse
    def __init__(self, access_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse, _Mapping]] = ..., capture_response: _Optional[_Union[_payments_pb2.PaymentServiceCaptureResponse, _Mapping]] = ...) -> None: ...

class CompositeEventHandleRequest(_message.Message):
    __slots__ = ("request_details", "webhook_secrets", "merchant_event_id", "access_token", "event_context")
    REQUEST_DETAILS_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_SECRETS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    EVENT_CONTEXT_FIELD_NUMBER: _ClassVar[int]
    request_details: _browser_pb2.RequestDetails
    webhook_secrets: _events_pb2.WebhookSecrets
    merchant_event_id: str
    access_token: _connectors_pb2.AccessToken
    event_context: _events_pb2.EventContext
    def __init__(self, request_details: _Optional[_Union[_browser_pb2.RequestDetails, _Mapping]] = ..., webhook_secrets: _Optional[_Union[_events_pb2.WebhookSecrets, _Mapping]] = ..., merchant_event_id: _Optional[str] = ..., access_token: _Optional[_Union[_connectors_pb2.AccessToken, _Mapping]] = ..., event_context: _Optional[_Union[_events_pb2.EventContext, _Mapping]] = ...) -> None: ...

class CompositeEventHandleResponse(_message.Message):
    __slots__ = ("reference", "event_type", "event_content", "source_verified", "merchant_event_id", "event_ack_response")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    EVENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    EVENT_CONTENT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_VERIFIED_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_ACK_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    reference: _events_pb2.EventReference
    event_type: _events_pb2.WebhookEventType
    event_content: _events_pb2.EventContent
    source_verified: bool
    merchant_event_id: str
    event_ack_response: _events_pb2.EventAckResponse
    def __init__(self, reference: _Optional[_Union[_events_pb2.EventReference, _Mapping]] = ..., event_type: _Optional[_Union[_events_pb2.WebhookEventType, str]] = ..., event_content: _Optional[_Union[_events_pb2.EventContent, _Mapping]] = ..., source_verified: _Optional[bool] = ..., merchant_event_id: _Optional[str] = ..., event_ack_response: _Optional[_Union[_events_pb2.EventAckResponse, _Mapping]] = ...) -> None: ...

class CompositeFrmPostRiskCheckRequest(_message.Message):
    __slots__ = ("amount", "customer_info", "payment_method", "merchant_transaction_id", "order_details", "metadata", "connector_feature_data", "test_mode", "payment_status", "connector_transaction_id", "payment_connector", "state", "merchant_access_token_id", "merchant_request_id")
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_INFO_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_DETAILS_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_STATUS_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_CONNECTOR_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCESS_TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    amount: _money_pb2.Money
    customer_info: _people_pb2.Customer
    payment_method: _method_pb2.PaymentMethod
    merchant_transaction_id: str
    order_details: _containers.RepeatedCompositeFieldContainer[_orders_pb2.OrderDetailsWithAmount]
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    test_mode: bool
    payment_status: _statuses_pb2.PaymentStatus
    connector_transaction_id: str
    payment_connector: _connectors_pb2.Connector
    state: _connectors_pb2.ConnectorState
    merchant_access_token_id: str
    merchant_request_id: str
    def __init__(self, amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., customer_info: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., merchant_transaction_id: _Optional[str] = ..., order_details: _Optional[_Iterable[_Union[_orders_pb2.OrderDetailsWithAmount, _Mapping]]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., test_mode: _Optional[bool] = ..., payment_status: _Optional[_Union[_statuses_pb2.PaymentStatus, str]] = ..., connector_transaction_id: _Optional[str] = ..., payment_connector: _Optional[_Union[_connectors_pb2.Connector, str]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., merchant_access_token_id: _Optional[str] = ..., merchant_request_id: _Optional[str] = ...) -> None: ...

class CompositeFrmPostRiskCheckResponse(_message.Message):
    __slots__ = ("post_risk_check_response", "access_token_response")
    POST_RISK_CHECK_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    post_risk_check_response: _fraud_pb2.FrmServicePostRiskCheckResponse
    access_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse
    def __init__(self, post_risk_check_response: _Optional[_Union[_fraud_pb2.FrmServicePostRiskCheckResponse, _Mapping]] = ..., access_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse, _Mapping]] = ...) -> None: ...

class CompositeFrmPreRiskCheckRequest(_message.Message):
    __slots__ = ("amount", "customer_info", "payment_method", "browser_info", "merchant_transaction_id", "order_details", "address", "metadata", "connector_feature_data", "test_mode", "state", "merchant_access_token_id", "merchant_request_id", "mandate_details", "merchant_details")
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_INFO_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    ORDER_DETAILS_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCESS_TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MANDATE_DETAILS_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_DETAILS_FIELD_NUMBER: _ClassVar[int]
    amount: _money_pb2.Money
    customer_info: _people_pb2.Customer
    payment_method: _method_pb2.PaymentMethod
    browser_info: _browser_pb2.BrowserInformation
    merchant_transaction_id: str
    order_details: _containers.RepeatedCompositeFieldContainer[_orders_pb2.OrderDetailsWithAmount]
    address: _people_pb2.Address
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    test_mode: bool
    state: _connectors_pb2.ConnectorState
    merchant_access_token_id: str
    merchant_request_id: str
    mandate_details: _mandates_pb2.MandateAmountData
    merchant_details: _merchants_pb2.MerchantDetails
    def __init__(self, amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., customer_info: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., merchant_transaction_id: _Optional[str] = ..., order_details: _Optional[_Iterable[_Union[_orders_pb2.OrderDetailsWithAmount, _Mapping]]] = ..., address: _Optional[_Union[_people_pb2.Address, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., test_mode: _Optional[bool] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., merchant_access_token_id: _Optional[str] = ..., merchant_request_id: _Optional[str] = ..., mandate_details: _Optional[_Union[_mandates_pb2.MandateAmountData, _Mapping]] = ..., merchant_details: _Optional[_Union[_merchants_pb2.MerchantDetails, _Mapping]] = ...) -> None: ...

class CompositeFrmPreRiskCheckResponse(_message.Message):
    __slots__ = ("pre_risk_check_response", "access_token_response")
    PRE_RISK_CHECK_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    pre_risk_check_response: _fraud_pb2.FrmServicePreRiskCheckResponse
    access_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse
    def __init__(self, pre_risk_check_response: _Optional[_Union[_fraud_pb2.FrmServicePreRiskCheckResponse, _Mapping]] = ..., access_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse, _Mapping]] = ...) -> None: ...

class CompositeGetRequest(_message.Message):
    __slots__ = ("connector_transaction_id", "state", "amount", "payment_experience", "capture_method", "encoded_data", "metadata", "setup_future_usage", "connector_feature_data", "sync_type", "connector_order_reference_id", "test_mode", "payment_method", "merchant_access_token_id", "merchant_transaction_id", "merchant_request_id", "payment_method_type", "split_payments", "mandate_reference")
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_EXPERIENCE_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_METHOD_FIELD_NUMBER: _ClassVar[int]
    ENCODED_DATA_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    SETUP_FUTURE_USAGE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    SYNC_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_ORDER_REFERENCE_ID_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCESS_TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    SPLIT_PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    MANDATE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    connector_transaction_id: str
    state: _connectors_pb2.ConnectorState
    amount: _money_pb2.Money
    payment_experience: _payment_options_pb2.PaymentExperience
    capture_method: _payment_options_pb2.CaptureMethod
    encoded_data: str
    metadata: _secrets_pb2.SecretString
    setup_future_usage: _payment_options_pb2.FutureUsage
    connector_feature_data: _secrets_pb2.SecretString
    sync_type: _payment_options_pb2.SyncRequestType
    connector_order_reference_id: str
    test_mode: bool
    payment_method: _method_pb2.PaymentMethod
    merchant_access_token_id: str
    merchant_transaction_id: str
    merchant_request_id: str
    payment_method_type: _method_types_pb2.PaymentMethodType
    split_payments: _splits_pb2.SplitPaymentsDetails
    mandate_reference: _mandates_pb2.ConnectorMandateReferenceId
    def __init__(self, connector_transaction_id: _Optional[str] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., payment_experience: _Optional[_Union[_payment_options_pb2.PaymentExperience, str]] = ..., capture_method: _Optional[_Union[_payment_options_pb2.CaptureMethod, str]] = ..., encoded_data: _Optional[str] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., setup_future_usage: _Optional[_Union[_payment_options_pb2.FutureUsage, str]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., sync_type: _Optional[_Union[_payment_options_pb2.SyncRequestType, str]] = ..., connector_order_reference_id: _Optional[str] = ..., test_mode: _Optional[bool] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., merchant_access_token_id: _Optional[str] = ..., merchant_transaction_id: _Optional[str] = ..., merchant_request_id: _Optional[str] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., split_payments: _Optional[_Union[_splits_pb2.SplitPaymentsDetails, _Mapping]] = ..., mandate_reference: _Optional[_Union[_mandates_pb2.ConnectorMandateReferenceId, _Mapping]] = ...) -> None: ...

class CompositeGetResponse(_message.Message):
    __slots__ = ("access_token_response", "get_response")
    ACCESS_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    GET_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    access_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse
    get_response: _payments_pb2.PaymentServiceGetResponse
    def __init__(self, access_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse, _Mapping]] = ..., get_response: _Optional[_Union[_payments_pb2.PaymentServiceGetResponse, _Mapping]] = ...) -> None: ...

class CompositeNotifyRequest(_message.Message):
    __slots__ = ("event_id", "event_type", "content", "timestamp", "state", "metadata", "connector_feature_data", "test_mode", "merchant_access_token_id", "merchant_request_id")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCESS_TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    event_type: _notifications_pb2.NotifyEventType
    content: _notifications_pb2.NotifyConnectorContent
    timestamp: int
    state: _connectors_pb2.ConnectorState
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    test_mode: bool
    merchant_access_token_id: str
    merchant_request_id: str
    def __init__(self, event_id: _Optional[str] = ..., event_type: _Optional[_Union[_notifications_pb2.NotifyEventType, str]] = ..., content: _Optional[_Union[_notifications_pb2.NotifyConnectorContent, _Mapping]] = ..., timestamp: _Optional[int] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., test_mode: _Optional[bool] = ..., merchant_access_token_id: _Optional[str] = ..., merchant_request_id: _Optional[str] = ...) -> None: ...

class CompositeNotifyResponse(_message.Message):
    __slots__ = ("notify_response", "access_token_response")
    NOTIFY_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    notify_response: _notifications_pb2.NotifyConnectorResponse
    access_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse
    def __init__(self, notify_response: _Optional[_Union[_notifications_pb2.NotifyConnectorResponse, _Mapping]] = ..., access_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse, _Mapping]] = ...) -> None: ...

class CompositePaymentMethodCreateRequest(_message.Message):
    __slots__ = ("merchant_payment_method_id", "customer", "description", "connector_feature_data", "test_mode", "payment_method_type", "state", "metadata", "merchant_access_token_id", "product_id", "merchant_request_id")
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCESS_TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_payment_method_id: str
    customer: _people_pb2.Customer
    description: str
    connector_feature_data: _secrets_pb2.SecretString
    test_mode: bool
    payment_method_type: _method_types_pb2.PaymentMethodType
    state: _connectors_pb2.ConnectorState
    metadata: _secrets_pb2.SecretString
    merchant_access_token_id: str
    product_id: str
    merchant_request_id: str
    def __init__(self, merchant_payment_method_id: _Optional[str] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., description: _Optional[str] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., test_mode: _Optional[bool] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_access_token_id: _Optional[str] = ..., product_id: _Optional[str] = ..., merchant_request_id: _Optional[str] = ...) -> None: ...

class CompositePaymentMethodCreateResponse(_message.Message):
    __slots__ = ("access_token_response", "create_response")
    ACCESS_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    CREATE_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    access_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse
    create_response: _payment_methods_pb2.PaymentMethodServiceCreateResponse
    def __init__(self, access_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse, _Mapping]] = ..., create_response: _Optional[_Union[_payment_methods_pb2.PaymentMethodServiceCreateResponse, _Mapping]] = ...) -> None: ...

class CompositePaymentMethodGetRequest(_message.Message):
    __slots__ = ("merchant_payment_method_id", "connector_payment_method_id", "customer", "payment_method_type", "connector_feature_data", "test_mode", "state", "metadata", "merchant_access_token_id", "merchant_request_id", "payment_method_token")
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCESS_TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TOKEN_FIELD_NUMBER: _ClassVar[int]
    merchant_payment_method_id: str
    connector_payment_method_id: str
    customer: _people_pb2.Customer
    payment_method_type: _method_types_pb2.PaymentMethodType
    connector_feature_data: _secrets_pb2.SecretString
    test_mode: bool
    state: _connectors_pb2.ConnectorState
    metadata: _secrets_pb2.SecretString
    merchant_access_token_id: str
    merchant_request_id: str
    payment_method_token: str
    def __init__(self, merchant_payment_method_id: _Optional[str] = ..., connector_payment_method_id: _Optional[str] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., test_mode: _Optional[bool] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_access_token_id: _Optional[str] = ..., merchant_request_id: _Optional[str] = ..., payment_method_token: _Optional[str] = ...) -> None: ...

class CompositePaymentMethodGetResponse(_message.Message):
    __slots__ = ("access_token_response", "get_response")
    ACCESS_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    GET_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    access_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse
    get_response: _payment_methods_pb2.PaymentMethodServiceGetResponse
    def __init__(self, access_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse, _Mapping]] = ..., get_response: _Optional[_Union[_payment_methods_pb2.PaymentMethodServiceGetResponse, _Mapping]] = ...) -> None: ...

class CompositePaymentMethodRechargeRequest(_message.Message):
    __slots__ = ("merchant_payment_method_id", "connector_payment_method_id", "merchant_request_id", "merchant_recharge_id", "product_id", "amount", "description", "payment_method_type", "state", "connector_feature_data", "test_mode", "metadata", "merchant_access_token_id")
    MERCHANT_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_PAYMENT_METHOD_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_RECHARGE_ID_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCESS_TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_payment_method_id: str
    connector_payment_method_id: str
    merchant_request_id: str
    merchant_recharge_id: str
    product_id: str
    amount: _money_pb2.Money
    description: str
    payment_method_type: _method_types_pb2.PaymentMethodType
    state: _connectors_pb2.ConnectorState
    connector_feature_data: _secrets_pb2.SecretString
    test_mode: bool
    metadata: _secrets_pb2.SecretString
    merchant_access_token_id: str
    def __init__(self, merchant_payment_method_id: _Optional[str] = ..., connector_payment_method_id: _Optional[str] = ..., merchant_request_id: _Optional[str] = ..., merchant_recharge_id: _Optional[str] = ..., product_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., description: _Optional[str] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., test_mode: _Optional[bool] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., merchant_access_token_id: _Optional[str] = ...) -> None: ...

class CompositePaymentMethodRechargeResponse(_message.Message):
    __slots__ = ("access_token_response", "recharge_response")
    ACCESS_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    RECHARGE_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    access_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse
    recharge_response: _payment_methods_pb2.PaymentMethodServiceRechargeResponse
    def __init__(self, access_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse, _Mapping]] = ..., recharge_response: _Optional[_Union[_payment_methods_pb2.PaymentMethodServiceRechargeResponse, _Mapping]] = ...) -> None: ...

class CompositePreAuthenticateRequest(_message.Message):
    __slots__ = ("merchant_order_id", "amount", "payment_method", "customer", "address", "enrolled_for_3ds", "metadata", "connector_feature_data", "return_url", "continue_redirection_url", "browser_info", "state", "capture_method", "description", "merchant_transaction_id", "test_mode", "merchant_access_token_id", "merchant_request_id")
    MERCHANT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ENROLLED_FOR_3DS_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    RETURN_URL_FIELD_NUMBER: _ClassVar[int]
    CONTINUE_REDIRECTION_URL_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_METHOD_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCESS_TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    merchant_order_id: str
    amount: _money_pb2.Money
    payment_method: _method_pb2.PaymentMethod
    customer: _people_pb2.Customer
    address: _people_pb2.PaymentAddress
    enrolled_for_3ds: bool
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    return_url: str
    continue_redirection_url: str
    browser_info: _browser_pb2.BrowserInformation
    state: _connectors_pb2.ConnectorState
    capture_method: _payment_options_pb2.CaptureMethod
    description: str
    merchant_transaction_id: str
    test_mode: bool
    merchant_access_token_id: str
    merchant_request_id: str
    def __init__(self, merchant_order_id: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., address: _Optional[_Union[_people_pb2.PaymentAddress, _Mapping]] = ..., enrolled_for_3ds: _Optional[bool] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., return_url: _Optional[str] = ..., continue_redirection_url: _Optional[str] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., capture_method: _Optional[_Union[_payment_options_pb2.CaptureMethod, str]] = ..., description: _Optional[str] = ..., merchant_transaction_id: _Optional[str] = ..., test_mode: _Optional[bool] = ..., merchant_access_token_id: _Optional[str] = ..., merchant_request_id: _Optional[str] = ...) -> None: ...

class CompositePreAuthenticateResponse(_message.Message):
    __slots__ = ("pre_authenticate_response", "access_token_response")
    PRE_AUTHENTICATE_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    pre_authenticate_response: _payment_method_authentication_pb2.PaymentMethodAuthenticationServicePreAuthenticateResponse
    access_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse
    def __init__(self, pre_authenticate_response: _Optional[_Union[_payment_method_authentication_pb2.PaymentMethodAuthenticationServicePreAuthenticateResponse, _Mapping]] = ..., access_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse, _Mapping]] = ...) -> None: ...

class CompositeRefundGetRequest(_message.Message):
    __slots__ = ("merchant_refund_id", "connector_transaction_id", "refund_id", "refund_reason", "browser_info", "refund_metadata", "state", "test_mode", "payment_method_type", "connector_feature_data", "metadata", "payment_method", "merchant_access_token_id", "connector_refund_id", "refund_amount", "merchant_request_id", "connector_order_id", "split_refunds")
    MERCHANT_REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    REFUND_REASON_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    REFUND_METADATA_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCESS_TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    REFUND_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    SPLIT_REFUNDS_FIELD_NUMBER: _ClassVar[int]
    merchant_refund_id: str
    connector_transaction_id: str
    refund_id: str
    refund_reason: str
    browser_info: _browser_pb2.BrowserInformation
    refund_metadata: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    payment_method_type: _method_types_pb2.PaymentMethodType
    connector_feature_data: _secrets_pb2.SecretString
    metadata: _secrets_pb2.SecretString
    payment_method: _method_pb2.PaymentMethod
    merchant_access_token_id: str
    connector_refund_id: str
    refund_amount: _money_pb2.Money
    merchant_request_id: str
    connector_order_id: str
    split_refunds: _splits_pb2.SplitRefundsDetails
    def __init__(self, merchant_refund_id: _Optional[str] = ..., connector_transaction_id: _Optional[str] = ..., refund_id: _Optional[str] = ..., refund_reason: _Optional[str] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., refund_metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., merchant_access_token_id: _Optional[str] = ..., connector_refund_id: _Optional[str] = ..., refund_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., merchant_request_id: _Optional[str] = ..., connector_order_id: _Optional[str] = ..., split_refunds: _Optional[_Union[_splits_pb2.SplitRefundsDetails, _Mapping]] = ...) -> None: ...

class CompositeRefundGetResponse(_message.Message):
    __slots__ = ("access_token_response", "refund_response")
    ACCESS_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    REFUND_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    access_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse
    refund_response: _refunds_pb2.RefundResponse
    def __init__(self, access_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse, _Mapping]] = ..., refund_response: _Optional[_Union[_refunds_pb2.RefundResponse, _Mapping]] = ...) -> None: ...

class CompositeRefundRequest(_message.Message):
    __slots__ = ("merchant_refund_id", "connector_transaction_id", "payment_amount", "refund_amount", "reason", "webhook_url", "merchant_account_id", "capture_method", "metadata", "refund_metadata", "connector_feature_data", "browser_info", "state", "test_mode", "payment_method_type", "customer_id", "payment_method", "merchant_access_token_id", "merchant_request_id", "connector_order_id", "split_refunds")
    MERCHANT_REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REFUND_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_URL_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_METHOD_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    REFUND_METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_TYPE_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCESS_TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    SPLIT_REFUNDS_FIELD_NUMBER: _ClassVar[int]
    merchant_refund_id: str
    connector_transaction_id: str
    payment_amount: int
    refund_amount: _money_pb2.Money
    reason: str
    webhook_url: str
    merchant_account_id: str
    capture_method: _payment_options_pb2.CaptureMethod
    metadata: _secrets_pb2.SecretString
    refund_metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    browser_info: _browser_pb2.BrowserInformation
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    payment_method_type: _method_types_pb2.PaymentMethodType
    customer_id: str
    payment_method: _method_pb2.PaymentMethod
    merchant_access_token_id: str
    merchant_request_id: str
    connector_order_id: str
    split_refunds: _splits_pb2.SplitRefundsDetails
    def __init__(self, merchant_refund_id: _Optional[str] = ..., connector_transaction_id: _Optional[str] = ..., payment_amount: _Optional[int] = ..., refund_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., reason: _Optional[str] = ..., webhook_url: _Optional[str] = ..., merchant_account_id: _Optional[str] = ..., capture_method: _Optional[_Union[_payment_options_pb2.CaptureMethod, str]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., refund_metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., payment_method_type: _Optional[_Union[_method_types_pb2.PaymentMethodType, str]] = ..., customer_id: _Optional[str] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., merchant_access_token_id: _Optional[str] = ..., merchant_request_id: _Optional[str] = ..., connector_order_id: _Optional[str] = ..., split_refunds: _Optional[_Union[_splits_pb2.SplitRefundsDetails, _Mapping]] = ...) -> None: ...

class CompositeRefundResponse(_message.Message):
    __slots__ = ("access_token_response", "refund_response")
    ACCESS_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    REFUND_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    access_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse
    refund_response: _refunds_pb2.RefundResponse
    def __init__(self, access_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse, _Mapping]] = ..., refund_response: _Optional[_Union[_refunds_pb2.RefundResponse, _Mapping]] = ...) -> None: ...

class CompositeVerifyRedirectResponseRequest(_message.Message):
    __slots__ = ("merchant_order_id", "merchant_transaction_id", "request_details", "redirect_response_secrets", "metadata", "connector_feature_data", "test_mode", "state", "amount", "payment_method", "capture_method", "merchant_access_token_id", "merchant_server_session_id", "payment_experience", "browser_info", "auth_type", "customer", "address", "order_tax_amount", "shipping_cost", "enrolled_for_3ds", "authentication_data", "return_url", "webhook_url", "complete_authorize_url", "session_token", "order_category", "setup_future_usage", "off_session", "request_incremental_authorization", "request_extended_authorization", "enable_partial_authorization", "customer_acceptance", "description", "payment_channel", "setup_mandate_details", "statement_descriptor_name", "statement_descriptor_suffix", "billing_descriptor", "order_details", "locale", "tokenization_strategy", "threeds_completion_indicator", "redirection_response", "continue_redirection_url", "l2_l3_data", "connector_order_id", "merchant_request_id", "domain_data", "split_payments", "mit_category", "surcharge_amount", "partner_merchant_identifier_details")
    MERCHANT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_DETAILS_FIELD_NUMBER: _ClassVar[int]
    REDIRECT_RESPONSE_SECRETS_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    CAPTURE_METHOD_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCESS_TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_SERVER_SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_EXPERIENCE_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    AUTH_TYPE_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ORDER_TAX_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_COST_FIELD_NUMBER: _ClassVar[int]
    ENROLLED_FOR_3DS_FIELD_NUMBER: _ClassVar[int]
    AUTHENTICATION_DATA_FIELD_NUMBER: _ClassVar[int]
    RETURN_URL_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_URL_FIELD_NUMBER: _ClassVar[int]
    COMPLETE_AUTHORIZE_URL_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ORDER_CATEGORY_FIELD_NUMBER: _ClassVar[int]
    SETUP_FUTURE_USAGE_FIELD_NUMBER: _ClassVar[int]
    OFF_SESSION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_INCREMENTAL_AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_EXTENDED_AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    ENABLE_PARTIAL_AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    SETUP_MANDATE_DETAILS_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_DESCRIPTOR_NAME_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_DESCRIPTOR_SUFFIX_FIELD_NUMBER: _ClassVar[int]
    BILLING_DESCRIPTOR_FIELD_NUMBER: _ClassVar[int]
    ORDER_DETAILS_FIELD_NUMBER: _ClassVar[int]
    LOCALE_FIELD_NUMBER: _ClassVar[int]
    TOKENIZATION_STRATEGY_FIELD_NUMBER: _ClassVar[int]
    THREEDS_COMPLETION_INDICATOR_FIELD_NUMBER: _ClassVar[int]
    REDIRECTION_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    CONTINUE_REDIRECTION_URL_FIELD_NUMBER: _ClassVar[int]
    L2_L3_DATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    DOMAIN_DATA_FIELD_NUMBER: _ClassVar[int]
    SPLIT_PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    MIT_CATEGORY_FIELD_NUMBER: _ClassVar[int]
    SURCHARGE_AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PARTNER_MERCHANT_IDENTIFIER_DETAILS_FIELD_NUMBER: _ClassVar[int]
    merchant_order_id: str
    merchant_transaction_id: str
    request_details: _browser_pb2.RequestDetails
    redirect_response_secrets: _redirects_pb2.RedirectResponseSecrets
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    test_mode: bool
    state: _connectors_pb2.ConnectorState
    amount: _money_pb2.Money
    payment_method: _method_pb2.PaymentMethod
    capture_method: _payment_options_pb2.CaptureMethod
    merchant_access_token_id: str
    merchant_server_session_id: str
    payment_experience: _payment_options_pb2.PaymentExperience
    browser_info: _browser_pb2.BrowserInformation
    auth_type: _payment_options_pb2.AuthenticationType
    customer: _people_pb2.Customer
    address: _people_pb2.PaymentAddress
    order_tax_amount: int
    shipping_cost: int
    enrolled_for_3ds: bool
    authentication_data: _authentication_pb2.AuthenticationData
    return_url: str
    webhook_url: str
    complete_authorize_url: str
    session_token: str
    order_category: str
    setup_future_usage: _payment_options_pb2.FutureUsage
    off_session: bool
    request_incremental_authorization: bool
    request_extended_authorization: bool
    enable_partial_authorization: bool
    customer_acceptance: _mandates_pb2.CustomerAcceptance
    description: str
    payment_channel: _payment_options_pb2.PaymentChannel
    setup_mandate_details: _mandates_pb2.SetupMandateDetails
    statement_descriptor_name: str
    statement_descriptor_suffix: str
    billing_descriptor: _merchants_pb2.BillingDescriptor
    order_details: _containers.RepeatedCompositeFieldContainer[_orders_pb2.OrderDetailsWithAmount]
    locale: str
    tokenization_strategy: _payment_options_pb2.Tokenization
    threeds_completion_indicator: _payment_options_pb2.ThreeDsCompletionIndicator
    redirection_response: _redirects_pb2.RedirectionResponse
    continue_redirection_url: str
    l2_l3_data: _orders_pb2.L2L3Data
    connector_order_id: str
    merchant_request_id: str
    domain_data: _domain_data_pb2.DomainData
    split_payments: _splits_pb2.SplitPaymentsDetails
    mit_category: _payment_options_pb2.MitCategory
    surcharge_amount: _money_pb2.Money
    partner_merchant_identifier_details: _merchants_pb2.PartnerMerchantIdentifierDetails
    def __init__(self, merchant_order_id: _Optional[str] = ..., merchant_transaction_id: _Optional[str] = ..., request_details: _Optional[_Union[_browser_pb2.RequestDetails, _Mapping]] = ..., redirect_response_secrets: _Optional[_Union[_redirects_pb2.RedirectResponseSecrets, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., test_mode: _Optional[bool] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., capture_method: _Optional[_Union[_payment_options_pb2.CaptureMethod, str]] = ..., merchant_access_token_id: _Optional[str] = ..., merchant_server_session_id: _Optional[str] = ..., payment_experience: _Optional[_Union[_payment_options_pb2.PaymentExperience, str]] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., auth_type: _Optional[_Union[_payment_options_pb2.AuthenticationType, str]] = ..., customer: _Optional[_Union[_people_pb2.Customer, _Mapping]] = ..., address: _Optional[_Union[_people_pb2.PaymentAddress, _Mapping]] = ..., order_tax_amount: _Optional[int] = ..., shipping_cost: _Optional[int] = ..., enrolled_for_3ds: _Optional[bool] = ..., authentication_data: _Optional[_Union[_authentication_pb2.AuthenticationData, _Mapping]] = ..., return_url: _Optional[str] = ..., webhook_url: _Optional[str] = ..., complete_authorize_url: _Optional[str] = ..., session_token: _Optional[str] = ..., order_category: _Optional[str] = ..., setup_future_usage: _Optional[_Union[_payment_options_pb2.FutureUsage, str]] = ..., off_session: _Optional[bool] = ..., request_incremental_authorization: _Optional[bool] = ..., request_extended_authorization: _Optional[bool] = ..., enable_partial_authorization: _Optional[bool] = ..., customer_acceptance: _Optional[_Union[_mandates_pb2.CustomerAcceptance, _Mapping]] = ..., description: _Optional[str] = ..., payment_channel: _Optional[_Union[_payment_options_pb2.PaymentChannel, str]] = ..., setup_mandate_details: _Optional[_Union[_mandates_pb2.SetupMandateDetails, _Mapping]] = ..., statement_descriptor_name: _Optional[str] = ..., statement_descriptor_suffix: _Optional[str] = ..., billing_descriptor: _Optional[_Union[_merchants_pb2.BillingDescriptor, _Mapping]] = ..., order_details: _Optional[_Iterable[_Union[_orders_pb2.OrderDetailsWithAmount, _Mapping]]] = ..., locale: _Optional[str] = ..., tokenization_strategy: _Optional[_Union[_payment_options_pb2.Tokenization, str]] = ..., threeds_completion_indicator: _Optional[_Union[_payment_options_pb2.ThreeDsCompletionIndicator, str]] = ..., redirection_response: _Optional[_Union[_redirects_pb2.RedirectionResponse, _Mapping]] = ..., continue_redirection_url: _Optional[str] = ..., l2_l3_data: _Optional[_Union[_orders_pb2.L2L3Data, _Mapping]] = ..., connector_order_id: _Optional[str] = ..., merchant_request_id: _Optional[str] = ..., domain_data: _Optional[_Union[_domain_data_pb2.DomainData, _Mapping]] = ..., split_payments: _Optional[_Union[_splits_pb2.SplitPaymentsDetails, _Mapping]] = ..., mit_category: _Optional[_Union[_payment_options_pb2.MitCategory, str]] = ..., surcharge_amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., partner_merchant_identifier_details: _Optional[_Union[_merchants_pb2.PartnerMerchantIdentifierDetails, _Mapping]] = ...) -> None: ...

class CompositeVerifyRedirectResponseResponse(_message.Message):
    __slots__ = ("verify_redirect_response", "access_token_response", "session_token_response", "authorize_response")
    VERIFY_REDIRECT_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    ACCESS_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZE_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    verify_redirect_response: _payments_pb2.PaymentServiceVerifyRedirectResponseResponse
    access_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse
    session_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerSessionAuthenticationTokenResponse
    authorize_response: _payments_pb2.PaymentServiceAuthorizeResponse
    def __init__(self, verify_redirect_response: _Optional[_Union[_payments_pb2.PaymentServiceVerifyRedirectResponseResponse, _Mapping]] = ..., access_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse, _Mapping]] = ..., session_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerSessionAuthenticationTokenResponse, _Mapping]] = ..., authorize_response: _Optional[_Union[_payments_pb2.PaymentServiceAuthorizeResponse, _Mapping]] = ...) -> None: ...

class CompositeVoidRequest(_message.Message):
    __slots__ = ("merchant_void_id", "connector_transaction_id", "cancellation_reason", "all_keys_required", "browser_info", "amount", "metadata", "connector_feature_data", "state", "test_mode", "merchant_order_id", "payment_method", "merchant_access_token_id", "merchant_request_id", "split_payments")
    MERCHANT_VOID_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_TRANSACTION_ID_FIELD_NUMBER: _ClassVar[int]
    CANCELLATION_REASON_FIELD_NUMBER: _ClassVar[int]
    ALL_KEYS_REQUIRED_FIELD_NUMBER: _ClassVar[int]
    BROWSER_INFO_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_FEATURE_DATA_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TEST_MODE_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ORDER_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_ACCESS_TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    MERCHANT_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SPLIT_PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    merchant_void_id: str
    connector_transaction_id: str
    cancellation_reason: str
    all_keys_required: bool
    browser_info: _browser_pb2.BrowserInformation
    amount: _money_pb2.Money
    metadata: _secrets_pb2.SecretString
    connector_feature_data: _secrets_pb2.SecretString
    state: _connectors_pb2.ConnectorState
    test_mode: bool
    merchant_order_id: str
    payment_method: _method_pb2.PaymentMethod
    merchant_access_token_id: str
    merchant_request_id: str
    split_payments: _splits_pb2.SplitPaymentsDetails
    def __init__(self, merchant_void_id: _Optional[str] = ..., connector_transaction_id: _Optional[str] = ..., cancellation_reason: _Optional[str] = ..., all_keys_required: _Optional[bool] = ..., browser_info: _Optional[_Union[_browser_pb2.BrowserInformation, _Mapping]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., metadata: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., connector_feature_data: _Optional[_Union[_secrets_pb2.SecretString, _Mapping]] = ..., state: _Optional[_Union[_connectors_pb2.ConnectorState, _Mapping]] = ..., test_mode: _Optional[bool] = ..., merchant_order_id: _Optional[str] = ..., payment_method: _Optional[_Union[_method_pb2.PaymentMethod, _Mapping]] = ..., merchant_access_token_id: _Optional[str] = ..., merchant_request_id: _Optional[str] = ..., split_payments: _Optional[_Union[_splits_pb2.SplitPaymentsDetails, _Mapping]] = ...) -> None: ...

class CompositeVoidResponse(_message.Message):
    __slots__ = ("access_token_response", "void_response")
    ACCESS_TOKEN_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    VOID_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    access_token_response: _tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse
    void_response: _payments_pb2.PaymentServiceVoidResponse
    def __init__(self, access_token_response: _Optional[_Union[_tokens_pb2.MerchantAuthenticationServiceCreateServerAuthenticationTokenResponse, _Mapping]] = ..., void_response: _Optional[_Union[_payments_pb2.PaymentServiceVoidResponse, _Mapping]] = ...) -> None: ...
