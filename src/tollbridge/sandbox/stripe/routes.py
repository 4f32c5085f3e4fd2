"""The operations of the simulated Stripe: name in faults, request, parameters, what is answered, what is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec import Struct

from tollbridge.sandbox.stripe import (
    consents,
    courses,
    customers,
    disputes,
    files,
    intents,
    methods,
    payouts,
    refunds,
    search,
    setups,
    tokens,
)
from tollbridge.sandbox.stripe.method_wire import PaymentMethod
from tollbridge.sandbox.stripe.money_parameters import (
    CreatePayout,
    CreateTransfer,
    ListDisputes,
    ReversePayout,
    ReverseTransfer,
    UpdateDispute,
)
from tollbridge.sandbox.stripe.money_wire import Dispute, DisputeList, File, Payout, Transfer, TransferReversal
from tollbridge.sandbox.stripe.parameters import (
    CancelIntent,
    CaptureIntent,
    ConfirmIntent,
    CreateIntent,
    CreatePaymentMethod,
    CreateRefund,
    IncrementIntent,
    RetrieveIntent,
    SearchIntents,
    VerifyMicrodeposits,
)
from tollbridge.sandbox.stripe.reading import Params
from tollbridge.sandbox.stripe.setup_parameters import (
    AttachMethod,
    CancelSetup,
    ConfirmSetup,
    CreateEphemeralKey,
    CreateSetup,
    CreateToken,
    WriteCustomer,
)
from tollbridge.sandbox.stripe.setup_wire import Customer, DeletedCustomer, EphemeralKey, Mandate, SetupIntent, Token
from tollbridge.sandbox.stripe.wire import Charge, IntentSearch, PaymentIntent, Refund

Shape = type[Params] | type[CreatePaymentMethod]


@dataclass(frozen=True, slots=True)
class Operation:
    """`execute` takes the desk, the parameters, and the parts of the path by their names."""

    name: str
    method: str
    path: str
    shape: Shape
    result: type[Struct]
    execute: Callable[..., Struct]


def _post(name: str, path: str, shape: Shape, result: type[Struct], execute: Callable[..., Struct]) -> Operation:
    return Operation(name, "POST", f"/v1/{path}", shape, result, execute)


def _get(name: str, path: str, result: type[Struct], execute: Callable[..., Struct],
         shape: type[Params] = Params) -> Operation:
    return Operation(name, "GET", f"/v1/{path}", shape, result, execute)


_PAYMENTS = (
    _post("payment_intents.create", "payment_intents", CreateIntent, PaymentIntent, intents.create),
    _get("payment_intents.search", "payment_intents/search", IntentSearch, search.intents, SearchIntents),
    _get("payment_intents.retrieve", "payment_intents/{intent}", PaymentIntent, intents.retrieve, RetrieveIntent),
    _post("payment_intents.confirm", "payment_intents/{intent}/confirm", ConfirmIntent, PaymentIntent, intents.confirm),
    _post("payment_intents.capture", "payment_intents/{intent}/capture", CaptureIntent, PaymentIntent, intents.capture),
    _post("payment_intents.cancel", "payment_intents/{intent}/cancel", CancelIntent, PaymentIntent, intents.cancel),
    _post("payment_intents.increment_authorization", "payment_intents/{intent}/increment_authorization",
          IncrementIntent, PaymentIntent, intents.increment),
    _post("payment_intents.verify_microdeposits", "payment_intents/{intent}/verify_microdeposits",
          VerifyMicrodeposits, PaymentIntent, courses.verify),
    _post("refunds.create", "refunds", CreateRefund, Refund, refunds.create),
    _get("refunds.retrieve", "refunds/{refund}", Refund, refunds.retrieve),
    _get("charges.retrieve", "charges/{charge}", Charge, refunds.retrieve_charge),
    _post("payment_methods.create", "payment_methods", CreatePaymentMethod, PaymentMethod, methods.create),
    _get("payment_methods.retrieve", "payment_methods/{payment_method}", PaymentMethod, methods.retrieve),
    _post("payment_methods.attach", "payment_methods/{payment_method}/attach", AttachMethod, PaymentMethod,
          customers.attach),
    _post("payment_methods.detach", "payment_methods/{payment_method}/detach", Params, PaymentMethod,
          customers.detach),
)
_SETUPS = (
    _post("customers.create", "customers", WriteCustomer, Customer, customers.create),
    _get("customers.retrieve", "customers/{customer}", Customer, customers.retrieve),
    _post("customers.update", "customers/{customer}", WriteCustomer, Customer, customers.update),
    Operation("customers.delete", "DELETE", "/v1/customers/{customer}", Params, DeletedCustomer, customers.delete),
    _post("setup_intents.create", "setup_intents", CreateSetup, SetupIntent, setups.create),
    _get("setup_intents.retrieve", "setup_intents/{intent}", SetupIntent, setups.retrieve, RetrieveIntent),
    _post("setup_intents.confirm", "setup_intents/{intent}/confirm", ConfirmSetup, SetupIntent, setups.confirm),
    _post("setup_intents.cancel", "setup_intents/{intent}/cancel", CancelSetup, SetupIntent, setups.cancel),
    _post("setup_intents.verify_microdeposits", "setup_intents/{intent}/verify_microdeposits", VerifyMicrodeposits,
          SetupIntent, setups.verify),
    _get("mandates.retrieve", "mandates/{mandate}", Mandate, consents.retrieve_mandate),
    _post("tokens.create", "tokens", CreateToken, Token, tokens.create),
    _get("tokens.retrieve", "tokens/{token}", Token, tokens.retrieve),
    _post("ephemeral_keys.create", "ephemeral_keys", CreateEphemeralKey, EphemeralKey,
          customers.create_ephemeral_key),
)
_MONEY = (
    _get("disputes.list", "disputes", DisputeList, disputes.list_all, ListDisputes),
    _get("disputes.retrieve", "disputes/{dispute}", Dispute, disputes.retrieve),
    _post("disputes.update", "disputes/{dispute}", UpdateDispute, Dispute, disputes.update),
    _post("disputes.close", "disputes/{dispute}/close", Params, Dispute, disputes.close),
    _get("files.retrieve", "files/{file}", File, files.retrieve),
    _post("payouts.create", "payouts", CreatePayout, Payout, payouts.create),
    _get("payouts.retrieve", "payouts/{payout}", Payout, payouts.retrieve),
    _post("payouts.cancel", "payouts/{payout}/cancel", Params, Payout, payouts.cancel),
    _post("payouts.reverse", "payouts/{payout}/reverse", ReversePayout, Payout, payouts.reverse),
    _post("transfers.create", "transfers", CreateTransfer, Transfer, payouts.transfer),
    _get("transfers.retrieve", "transfers/{transfer}", Transfer, payouts.retrieve_transfer),
    _post("transfers.reverse", "transfers/{transfer}/reversals", ReverseTransfer, TransferReversal,
          payouts.reverse_transfer),
)
OPERATIONS = _PAYMENTS + _SETUPS + _MONEY
