from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PaymentChargeType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAYMENT_CHARGE_TYPE_UNSPECIFIED: _ClassVar[PaymentChargeType]
    STRIPE_DIRECT: _ClassVar[PaymentChargeType]
    STRIPE_DESTINATION: _ClassVar[PaymentChargeType]

class AdyenSplitType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ADYEN_SPLIT_TYPE_UNSPECIFIED: _ClassVar[AdyenSplitType]
    BALANCE_ACCOUNT: _ClassVar[AdyenSplitType]
    ACQUIRING_FEES: _ClassVar[AdyenSplitType]
    PAYMENT_FEE: _ClassVar[AdyenSplitType]
    ADYEN_FEES: _ClassVar[AdyenSplitType]
    ADYEN_COMMISSION: _ClassVar[AdyenSplitType]
    ADYEN_MARKUP: _ClassVar[AdyenSplitType]
    INTERCHANGE: _ClassVar[AdyenSplitType]
    SCHEME_FEE: _ClassVar[AdyenSplitType]
    COMMISSION: _ClassVar[AdyenSplitType]
    TOP_UP: _ClassVar[AdyenSplitType]
    VAT: _ClassVar[AdyenSplitType]
PAYMENT_CHARGE_TYPE_UNSPECIFIED: PaymentChargeType
STRIPE_DIRECT: PaymentChargeType
STRIPE_DESTINATION: PaymentChargeType
ADYEN_SPLIT_TYPE_UNSPECIFIED: AdyenSplitType
BALANCE_ACCOUNT: AdyenSplitType
ACQUIRING_FEES: AdyenSplitType
PAYMENT_FEE: AdyenSplitType
ADYEN_FEES: AdyenSplitType
ADYEN_COMMISSION: AdyenSplitType
ADYEN_MARKUP: AdyenSplitType
INTERCHANGE: AdyenSplitType
SCHEME_FEE: AdyenSplitType
COMMISSION: AdyenSplitType
TOP_UP: AdyenSplitType
VAT: AdyenSplitType

class SplitPaymentsDetails(_message.Message):
    __slots__ = ("stripe_split_payment", "adyen_split_payment")
    STRIPE_SPLIT_PAYMENT_FIELD_NUMBER: _ClassVar[int]
    ADYEN_SPLIT_PAYMENT_FIELD_NUMBER: _ClassVar[int]
    stripe_split_payment: StripeSplitPaymentData
    adyen_split_payment: AdyenSplitData
    def __init__(self, stripe_split_payment: _Optional[_Union[StripeSplitPaymentData, _Mapping]] = ..., adyen_split_payment: _Optional[_Union[AdyenSplitData, _Mapping]] = ...) -> None: ...

class SplitRefundsDetails(_message.Message):
    __slots__ = ("stripe_split_refund", "adyen_split_refund")
    STRIPE_SPLIT_REFUND_FIELD_NUMBER: _ClassVar[int]
    ADYEN_SPLIT_REFUND_FIELD_NUMBER: _ClassVar[int]
    stripe_split_refund: StripeSplitRefundData
    adyen_split_refund: AdyenSplitData
    def __init__(self, stripe_split_refund: _Optional[_Union[StripeSplitRefundData, _Mapping]] = ..., adyen_split_refund: _Optional[_Union[AdyenSplitData, _Mapping]] = ...) -> None: ...

class ConnectorSplitResponseData(_message.Message):
    __slots__ = ("stripe_split_response", "adyen_split_response")
    STRIPE_SPLIT_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    ADYEN_SPLIT_RESPONSE_FIELD_NUMBER: _ClassVar[int]
    stripe_split_response: StripeSplitResponseData
    adyen_split_response: AdyenSplitData
    def __init__(self, stripe_split_response: _Optional[_Union[StripeSplitResponseData, _Mapping]] = ..., adyen_split_response: _Optional[_Union[AdyenSplitData, _Mapping]] = ...) -> None: ...

class StripeSplitPaymentData(_message.Message):
    __slots__ = ("charge_type", "application_fees", "transfer_account_id", "on_behalf_of")
    CHARGE_TYPE_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_FEES_FIELD_NUMBER: _ClassVar[int]
    TRANSFER_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    ON_BEHALF_OF_FIELD_NUMBER: _ClassVar[int]
    charge_type: PaymentChargeType
    application_fees: int
    transfer_account_id: str
    on_behalf_of: str
    def __init__(self, charge_type: _Optional[_Union[PaymentChargeType, str]] = ..., application_fees: _Optional[int] = ..., transfer_account_id: _Optional[str] = ..., on_behalf_of: _Optional[str] = ...) -> None: ...

class StripeSplitRefundData(_message.Message):
    __slots__ = ("charge_id", "transfer_account_id", "charge_type", "options")
    CHARGE_ID_FIELD_NUMBER: _ClassVar[int]
    TRANSFER_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    CHARGE_TYPE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    charge_id: str
    transfer_account_id: str
    charge_type: PaymentChargeType
    options: ChargeRefundsOptions
    def __init__(self, charge_id: _Optional[str] = ..., transfer_account_id: _Optional[str] = ..., charge_type: _Optional[_Union[PaymentChargeType, str]] = ..., options: _Optional[_Union[ChargeRefundsOptions, _Mapping]] = ...) -> None: ...

class StripeSplitResponseData(_message.Message):
    __slots__ = ("charge_id", "charge_type", "application_fees", "transfer_account_id", "on_behalf_of")
    CHARGE_ID_FIELD_NUMBER: _ClassVar[int]
    CHARGE_TYPE_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_FEES_FIELD_NUMBER: _ClassVar[int]
    TRANSFER_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    ON_BEHALF_OF_FIELD_NUMBER: _ClassVar[int]
    charge_id: str
    charge_type: PaymentChargeType
    application_fees: int
    transfer_account_id: str
    on_behalf_of: str
    def __init__(self, charge_id: _Optional[str] = ..., charge_type: _Optional[_Union[PaymentChargeType, str]] = ..., application_fees: _Optional[int] = ..., transfer_account_id: _Optional[str] = ..., on_behalf_of: _Optional[str] = ...) -> None: ...

class ChargeRefundsOptions(_message.Message):
    __slots__ = ("destination", "direct")
    DESTINATION_FIELD_NUMBER: _ClassVar[int]
    DIRECT_FIELD_NUMBER: _ClassVar[int]
    destination: DestinationChargeRefund
    direct: DirectChargeRefund
    def __init__(self, destination: _Optional[_Union[DestinationChargeRefund, _Mapping]] = ..., direct: _Optional[_Union[DirectChargeRefund, _Mapping]] = ...) -> None: ...

class DestinationChargeRefund(_message.Message):
    __slots__ = ("revert_platform_fee", "revert_transfer")
    REVERT_PLATFORM_FEE_FIELD_NUMBER: _ClassVar[int]
    REVERT_TRANSFER_FIELD_NUMBER: _ClassVar[int]
    revert_platform_fee: bool
    revert_transfer: bool
    def __init__(self, revert_platform_fee: _Optional[bool] = ..., revert_transfer: _Optional[bool] = ...) -> None: ...

class DirectChargeRefund(_message.Message):
    __slots__ = ("revert_platform_fee",)
    REVERT_PLATFORM_FEE_FIELD_NUMBER: _ClassVar[int]
    revert_platform_fee: bool
    def __init__(self, revert_platform_fee: _Optional[bool] = ...) -> None: ...

class AdyenSplitData(_message.Message):
    __slots__ = ("store", "split_items")
    STORE_FIELD_NUMBER: _ClassVar[int]
    SPLIT_ITEMS_FIELD_NUMBER: _ClassVar[int]
    store: str
    split_items: _containers.RepeatedCompositeFieldContainer[AdyenSplitItem]
    def __init__(self, store: _Optional[str] = ..., split_items: _Optional[_Iterable[_Union[AdyenSplitItem, _Mapping]]] = ...) -> None: ...

class AdyenSplitItem(_message.Message):
    __slots__ = ("amount", "split_type", "account", "reference", "description")
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SPLIT_TYPE_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    amount: int
    split_type: AdyenSplitType
    account: str
    reference: str
    description: str
    def __init__(self, amount: _Optional[int] = ..., split_type: _Optional[_Union[AdyenSplitType, str]] = ..., account: _Optional[str] = ..., reference: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...
