from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class CaptureMethod(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CAPTURE_METHOD_UNSPECIFIED: _ClassVar[CaptureMethod]
    AUTOMATIC: _ClassVar[CaptureMethod]
    MANUAL: _ClassVar[CaptureMethod]
    MANUAL_MULTIPLE: _ClassVar[CaptureMethod]
    SCHEDULED: _ClassVar[CaptureMethod]
    SEQUENTIAL_AUTOMATIC: _ClassVar[CaptureMethod]

class AuthenticationType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AUTHENTICATION_TYPE_UNSPECIFIED: _ClassVar[AuthenticationType]
    THREE_DS: _ClassVar[AuthenticationType]
    NO_THREE_DS: _ClassVar[AuthenticationType]

class FutureUsage(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FUTURE_USAGE_UNSPECIFIED: _ClassVar[FutureUsage]
    OFF_SESSION: _ClassVar[FutureUsage]
    ON_SESSION: _ClassVar[FutureUsage]

class PaymentChannel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAYMENT_CHANNEL_UNSPECIFIED: _ClassVar[PaymentChannel]
    ECOMMERCE: _ClassVar[PaymentChannel]
    MAIL_ORDER: _ClassVar[PaymentChannel]
    TELEPHONE_ORDER: _ClassVar[PaymentChannel]

class PaymentExperience(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAYMENT_EXPERIENCE_UNSPECIFIED: _ClassVar[PaymentExperience]
    REDIRECT_TO_URL: _ClassVar[PaymentExperience]
    INVOKE_SDK_CLIENT: _ClassVar[PaymentExperience]
    DISPLAY_QR_CODE: _ClassVar[PaymentExperience]
    ONE_CLICK: _ClassVar[PaymentExperience]
    LINK_WALLET: _ClassVar[PaymentExperience]
    INVOKE_PAYMENT_APP: _ClassVar[PaymentExperience]
    DISPLAY_WAIT_SCREEN: _ClassVar[PaymentExperience]
    COLLECT_OTP: _ClassVar[PaymentExperience]

class SyncRequestType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SYNC_REQUEST_TYPE_UNSPECIFIED: _ClassVar[SyncRequestType]
    SINGLE_PAYMENT_SYNC: _ClassVar[SyncRequestType]
    MULTIPLE_CAPTURE_SYNC: _ClassVar[SyncRequestType]

class MitCategory(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MIT_CATEGORY_UNSPECIFIED: _ClassVar[MitCategory]
    INSTALLMENT_MIT: _ClassVar[MitCategory]
    UNSCHEDULED_MIT: _ClassVar[MitCategory]
    RECURRING_MIT: _ClassVar[MitCategory]
    RESUBMISSION_MIT: _ClassVar[MitCategory]

class Tokenization(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TOKENIZATION_UNSPECIFIED: _ClassVar[Tokenization]
    TOKENIZATION_TOKENIZE_AT_PSP: _ClassVar[Tokenization]
    TOKENIZATION_SKIP_PSP: _ClassVar[Tokenization]

class ThreeDsCompletionIndicator(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    THREE_DS_COMPLETION_INDICATOR_UNSPECIFIED: _ClassVar[ThreeDsCompletionIndicator]
    THREE_DS_COMPLETION_INDICATOR_SUCCESS: _ClassVar[ThreeDsCompletionIndicator]
    THREE_DS_COMPLETION_INDICATOR_FAILURE: _ClassVar[ThreeDsCompletionIndicator]
    THREE_DS_COMPLETION_INDICATOR_NOT_AVAILABLE: _ClassVar[ThreeDsCompletionIndicator]
CAPTURE_METHOD_UNSPECIFIED: CaptureMethod
AUTOMATIC: CaptureMethod
MANUAL: CaptureMethod
MANUAL_MULTIPLE: CaptureMethod
SCHEDULED: CaptureMethod
SEQUENTIAL_AUTOMATIC: CaptureMethod
AUTHENTICATION_TYPE_UNSPECIFIED: AuthenticationType
THREE_DS: AuthenticationType
NO_THREE_DS: AuthenticationType
FUTURE_USAGE_UNSPECIFIED: FutureUsage
OFF_SESSION: FutureUsage
ON_SESSION: FutureUsage
PAYMENT_CHANNEL_UNSPECIFIED: PaymentChannel
ECOMMERCE: PaymentChannel
MAIL_ORDER: PaymentChannel
TELEPHONE_ORDER: PaymentChannel
PAYMENT_EXPERIENCE_UNSPECIFIED: PaymentExperience
REDIRECT_TO_URL: PaymentExperience
INVOKE_SDK_CLIENT: PaymentExperience
DISPLAY_QR_CODE: PaymentExperience
ONE_CLICK: PaymentExperience
LINK_WALLET: PaymentExperience
INVOKE_PAYMENT_APP: PaymentExperience
DISPLAY_WAIT_SCREEN: PaymentExperience
COLLECT_OTP: PaymentExperience
SYNC_REQUEST_TYPE_UNSPECIFIED: SyncRequestType
SINGLE_PAYMENT_SYNC: SyncRequestType
MULTIPLE_CAPTURE_SYNC: SyncRequestType
MIT_CATEGORY_UNSPECIFIED: MitCategory
INSTALLMENT_MIT: MitCategory
UNSCHEDULED_MIT: MitCategory
RECURRING_MIT: MitCategory
RESUBMISSION_MIT: MitCategory
TOKENIZATION_UNSPECIFIED: Tokenization
TOKENIZATION_TOKENIZE_AT_PSP: Tokenization
TOKENIZATION_SKIP_PSP: Tokenization
THREE_DS_COMPLETION_INDICATOR_UNSPECIFIED: ThreeDsCompletionIndicator
THREE_DS_COMPLETION_INDICATOR_SUCCESS: ThreeDsCompletionIndicator
THREE_DS_COMPLETION_INDICATOR_FAILURE: ThreeDsCompletionIndicator
THREE_DS_COMPLETION_INDICATOR_NOT_AVAILABLE: ThreeDsCompletionIndicator
