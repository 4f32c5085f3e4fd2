"""Worldpay eCommerce (Vantiv, Litle): cnpAPI 12.34, XML both ways, one URL for all.

Beside it a status service in JSON (onlinessr.vantivcnp.com), and chargebacks in XML (services.vantivcnp.com), on hosts
of their own, with the same user and password; `secondary_base_url` replaces both.

Reference https://support.worldpay.com/support/CNP-API/content/onlineprovform.htm, response codes
https://support.worldpay.com/support/CNP-API/content/paytransrespcodes.htm. Amounts: minor units. No document has a
currency: the account has one, `merchant_config_currency` (USD where it is not given), and any other is refused.

Going live: user, password and merchant id come from Worldpay, for pre-live (where it certifies) and for live. Tokens,
queryTransaction, debits, FastAccess Funding and chargebacks are each turned on by account.

Idempotency: the id of the transaction has the caller's key, of up to 32 characters, or a UUID. For two days a capture,
reversal, credit or void with an id that one of the same kind and card had is declined with 251, where the first was
valid: it is told as an unknown outcome, for it says nothing against the first. So these may be repeated. Authorizations
are not looked at, and a sale's double goes unseen while the first is under way
(https://support.worldpay.com/support/CNP-API/content/onlinedupecheck.htm): these are not repeated but asked about. A
payment whose answer never came is found by its own id ("sal_" or "aut_" and the key), with queryTransaction, which
Worldpay turns on by account.

Oddities, as of 2026-11:
- Every transaction has an id of its own: a capture's, not the authorization's, is the one to refund or reverse, and a
  sync of one says nothing of the others. What a sync is of it tells by the first word of the id that we gave it.
- HTTP is 200 for all. The document's `response` is 0 where it was carried out; 1 to 5 refuse it whole.
- A decline may be tried again by Worldpay itself, where the account has recycling: it is pending then.
- A token of the card comes with an answer only where the account is set up for tokens. Without one, a mandate is the
  network's id, and is charged with the card.
- An authorization should be a minute old before it is released. Messages are at most 20,000 characters long.
- There are no webhooks: a new chargeback is seen in Worldpay iQ, or by asking; its number is the `dispute_id`.
- A debit is reversed by an element of its own: hand back the connector_feature_data of its answer. A refund that is
  called off is REFUND_FAILURE, without an error.
- Of several captures, hand each the connector_feature_data of the one before it (the first: the authorization's): the
  one that takes the last of it is told as CHARGED, any other as PARTIAL_CHARGED_AND_CHARGEABLE.
- A charge on a mandate is merchant-initiated, unless off_session is false: the shopper is there then.
  Where its answer has a mandate_reference, the shopper has a new card (Account Updater): charge that from then on.
- Order and tax of corporate cards (l2_l3_data) go along as enhancedData; a line without any name is refused.
- incremental_authorization adds its amount to an authorization that was made with request_incremental_authorization.
- Evidence: files (JPEG, GIF, PNG, TIFF, PDF; about a megabyte) and notes while the case is in the merchant's queue; the
  network sees them with the defence, whose `reason_code` may be MERCHANT_RESPOND (to a request for information) or
  MERCHANT_REQUESTS_ARBITRATION. The same file again is the same file. A refused file has the code "document_" and
  Worldpay's number.
- Payouts push money to a Visa or Mastercard within half an hour (FastAccess Funding), and are never sent twice by
  Tollbridge: one that was declined may be paid again. Look one up by its id, or by merchant_payout_id.
- Through a vault's proxy number and security code are put in on the way; network and expiry stand in the request.
- The currency of a status is not told with its amount: it is read in the account's.

Test cards: https://support.worldpay.com/support/CNP-API/content/overtest.htm; 4457010000000009 (Visa, 01/2021, 349) is
approved, 4457010100000008 (06/2021, 992) is declined with 110.
"""

from __future__ import annotations

from datetime import timedelta

from tollbridge import kit
from tollbridge.connectors.worldpayvantiv import disputes, payments as pay, payouts, results, wire
from tollbridge.connectors.worldpayvantiv.account import LIVE, TEST, Account, Ctx
from tollbridge.connectors.worldpayvantiv.declines import DECLINES
from tollbridge.connectors.worldpayvantiv.methods import WITHOUT, method_fields, register_fields, setup_fields
from tollbridge.domain import operations as op
from tollbridge.domain.errors import OutcomeUnknown, Rejected
from tollbridge.domain.failures import Failure
from tollbridge.domain.features import Feature as F
from tollbridge.domain.methods.bank_debits import AchDebit
from tollbridge.kit.xml import read_xml

CAPTURES = frozenset({F.MANUAL_CAPTURE, F.MULTIPLE_CAPTURE})
SAVED = frozenset({F.SETUP_MANDATE})
PROVED = frozenset({F.EXTERNAL_THREE_DS})


def known_as(req: object, ctx: Ctx) -> str | None:
    """The id by which it can be asked about."""
    debit = type(getattr(req, "payment_method", None)) is AchDebit
    operation = "chk" if debit else "aut" if pay.reserves(req) else "sal"  # type: ignore[arg-type]
    return wire.own_id(operation, ctx) if ctx.idempotency_key else None


def parse_error(res: kit.HttpResponse, ctx: Ctx) -> Failure | Rejected | OutcomeUnknown | None:
    """Of the status service in JSON; of the API a document, as it comes with HTTP 200 as a rule. Of chargebacks a list
    of texts: 400 says that the case is not one with which this can be done."""
    if res.body.lstrip().startswith(b"{"):
        return kit.rejected(res, "", "; ".join(kit.read_json(res, wire.StatusErrors).error_messages))
    body: wire.Online | wire.ServiceErrors = read_xml(res, wire.Online | wire.ServiceErrors)  # type: ignore[arg-type]
    if isinstance(body, wire.Online):
        return wire.refusal(body, res)
    why = "; ".join(body.errors.error) if body.errors else ""
    if res.status == 400:
        return Failure(code="http_400", message=why)
    return kit.rejected(res, "", why) if res.status in kit.UNTOUCHED else None


CONNECTOR = kit.Connector(
    id="worldpayvantiv", account=Account, live_url=LIVE, test_url=TEST, sign=kit.unsigned, error=parse_error,
    declines=DECLINES, idempotency=kit.Idempotency("", 36, timedelta(days=2), member="@id"),
    older_auth={"signature-key": ("user", "merchant_id", "password")},
    flows=(
        kit.Flow(op.AUTHORIZE, pay.build_authorize, results.parse_payment, methods=method_fields, without=WITHOUT,
                 features=CAPTURES | PROVED | SAVED | {F.PARTIAL_AUTHORIZATION, F.INCREMENTAL_AUTHORIZATION},
                 repeatable=False, known_as=known_as),
        kit.Flow(op.TOKEN_AUTHORIZE, pay.build_authorize, results.parse_payment, features=CAPTURES | SAVED,
                 repeatable=False, known_as=known_as),
        kit.Flow(op.PROXY_AUTHORIZE, pay.build_authorize, results.parse_payment, features=CAPTURES | PROVED | SAVED,
                 repeatable=False, known_as=known_as),
        kit.Flow(op.INCREMENT_AUTHORIZATION, pay.build_increment, results.parse_increment, repeatable=False),
        kit.Flow(op.CAPTURE, pay.build_capture, results.parse_capture, features=frozenset({F.MULTIPLE_CAPTURE})),
        kit.Flow(op.VOID, pay.build_void, results.parse_void),
        kit.Flow(op.REVERSE, pay.build_reverse, results.parse_reverse),
        kit.Flow(op.SYNC, pay.build_sync, results.parse_sync),
        kit.Flow(op.REFUND, pay.build_refund, results.parse_refund),
        kit.Flow(op.REFUND_SYNC, pay.build_refund_sync, results.parse_refund_sync),
        kit.Flow(op.VOID_REFUND, pay.build_void_refund, results.parse_void_refund),
        kit.Flow(op.SETUP_MANDATE, pay.build_setup, results.parse_setup, methods=setup_fields, features=PROVED,
                 repeatable=False),
        kit.Flow(op.TOKEN_SETUP_MANDATE, pay.build_setup, results.parse_setup, repeatable=False),
        kit.Flow(op.PROXY_SETUP_MANDATE, pay.build_setup, results.parse_setup, features=PROVED, repeatable=False),
        kit.Flow(op.CHARGE_MANDATE, pay.build_charge, results.parse_payment,
                 features=CAPTURES | {F.PARTIAL_AUTHORIZATION}, repeatable=False, known_as=known_as),
        kit.Flow(op.TOKENIZE, pay.build_tokenize, results.parse_token, methods=register_fields),
        kit.Flow(op.DISPUTE_SYNC, disputes.build_sync, disputes.parse_sync),
        kit.Flow(op.ACCEPT_DISPUTE, disputes.build_accept, disputes.parse_accepted, repeatable=False),
        kit.Flow(op.DEFEND_DISPUTE, disputes.build_defend, disputes.parse_defended, repeatable=False),
        kit.Steps(op.SUBMIT_EVIDENCE, disputes.submit, check=disputes.check_evidence, repeatable=False),
        kit.Flow(op.CREATE_PAYOUT, payouts.build_create, payouts.parse_create, repeatable=False),
        kit.Flow(op.PAYOUT_SYNC, payouts.build_sync, payouts.parse_sync),
    ),
)
