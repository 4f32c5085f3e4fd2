"""The bodies of the golden cases of Cybersource's four faces against its API description, strictly.

The description is of 2020-02: what has come since is listed here, each with the page or the official SDK that has it.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import pytest

import specs

SPEC = specs.SPECS / "cybersource/cybersource-rest-spec-2020-02.json"
FACES = ("cybersource", "bankofamerica", "wellsfargo", "barclaycard")
TEXT = {"type": "string"}
NEWER: dict[str, dict[str, Any]] = {
    # Ptsv2paymentsProcessingInformation.md: https://app.unpkg.com/cybersource-rest-client@0.0.74/files/docs
    "processingInformation": {
        "actionList": {"type": "array", "items": {"enum": ["TOKEN_CREATE"]}},
        "actionTokenTypes": {"type": "array", "items": {"enum": ["customer", "paymentInstrument"]}}},
    # ProcessingInfoAuthorizationOptionsInitiatorMerchantInitiatedTransaction of the same
    "processingInformation.authorizationOptions.initiator.merchantInitiatedTransaction": {
        "reason": {"enum": [str(number) for number in range(1, 11)]}},
    # Ptsv2paymentsPaymentInformation.md, Ptsv2paymentsPaymentInformationPaymentInstrument.md
    "paymentInformation": {
        "paymentInstrument": {"type": "object", "properties": {"id": TEXT}, "additionalProperties": False}},
    # Ptsv2paymentsPaymentInformationCard.md
    "paymentInformation.card": {"typeSelectionIndicator": {"enum": ["0", "1"]}},
    # Ptsv2paymentsConsumerAuthenticationInformation.md
    "consumerAuthenticationInformation": {
        "specificationVersion": TEXT, "acsTransactionId": TEXT, "ucafCollectionIndicator": {"enum": ["0", "1", "2"]},
        # the whole version, not its first digit as before; https://pypi.org/project/cybersource-rest-client-python/0.0.80/
        "paSpecificationVersion": {"type": "string", "pattern": r"^2\.\d\.0$"},
        "authenticationDate": {"type": "string", "pattern": r"^\d{14}$"}, "effectiveAuthenticationType": {
            "enum": ["CH", "FR", "FD"]}, "networkScore": {"type": "string", "maxLength": 2}, "challengeCode": TEXT,
        "challengeCancelCode": TEXT, "signedParesStatusReason": TEXT,
        # of the check of an enrolment: Riskv1authenticationsConsumerAuthenticationInformation.md
        "returnUrl": {"type": "string", "maxLength": 2048}, "deviceChannel": {"enum": ["SDK", "BROWSER", "3RI"]}},
    # misspelt in the description: cybersource-rest-samples-python, Payments/Payments/incremental-authorization.py
    "orderInformation.amountDetails": {"additionalAmount": {"type": "string", "maxLength": 19}},
}
ALIASES = {"{{$card_number}}": "4111111111111111", "{{$card_cvc}}": "123", "{{$card_exp_month}}": "12",
           "{{$card_exp_year}}": "2031"}
"""A vault's proxy puts the card in on the way."""
FREE = "/risk/v1/"
"""Of payer authentication the description requires what its pages do not: a merchant's category, the card's first
digits beside its number, the signed answer of 3DS 1. What they require now:
https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth/pa2-ccdc-validate-intro.html
"""
TOKEN = {"type": "object", "properties": {"transientTokenJwt": TEXT}, "additionalProperties": False}
"""Ptsv2paymentsTokenInformation.md"""

pytestmark = pytest.mark.skipif(not SPEC.exists(), reason=f"{SPEC.name} is not in ../shared/specs/cybersource")


def sent() -> list[Any]:
    return [pytest.param(exchange["send"], id=f"{face} {name}") for face in FACES
            for name, exchange in specs.exchanges(face) if exchange["send"].get("body")
            and not exchange["send"]["url"].endswith("/microform/v2/sessions")]


def answered() -> list[Any]:
    return [pytest.param(exchange, id=f"{face} {name}") for face in FACES for name, exchange in specs.exchanges(face)
            if exchange["receive"]["body"].startswith("{") and exchange["receive"]["status"] < 300]


@cache
def described(method: str, url: str) -> dict[str, Any]:
    path = "/" + url.split("/", 3)[3]
    found: dict[str, Any] = specs.operation(specs.spec(SPEC), method, path)
    return found


@cache
def of_bodies(method: str, url: str) -> Any:
    """Closed, with what is newer than the description."""
    found = described(method, url)
    schema: dict[str, Any] = json.loads(json.dumps(next(
        one["schema"] for one in found["parameters"] if one["in"] == "body")))
    for place, members in NEWER.items():
        part = schema
        for name in place.split("."):
            part = part.get("properties", {}).get(name, {})
        if part:
            part["properties"] |= members
    if FREE in url:
        schema = unrequired(schema)
    if "tokenInformation" not in schema["properties"]:
        schema["properties"]["tokenInformation"] = TOKEN
    return jsonschema.Draft4Validator(specs.strict(schema))


@cache
def of_answers(method: str, url: str, status: int) -> Any:
    return jsonschema.Draft4Validator(described(method, url)["responses"][str(status)]["schema"])


def unrequired(schema: Any) -> Any:
    """Without what it requires: `required` is a list; a property of that name would be none."""
    if isinstance(schema, list):
        return [unrequired(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: unrequired(inner) for key, inner in schema.items()
            if not (key == "required" and isinstance(inner, list))}


def check(send: dict[str, Any]) -> None:
    text = send["body"]
    for alias, real in ALIASES.items():
        text = text.replace(alias, real)
    of_bodies(send["method"], send["url"]).validate(json.loads(text))


@pytest.mark.parametrize("send", sent())
def test_a_body_is_of_the_schema(send: dict[str, Any]) -> None:
    check(send)


PAYMENT = {"method": "POST", "url": "https://apitest.cybersource.com/pts/v2/payments"}


@pytest.mark.parametrize(("body", "why"), [
    ('{"colour": "red"}', "Additional properties"),
    ('{"clientReferenceInformation": {"code": 7}}', "is not of type 'string'"),
    ('{"processingInformation": {"capture": "yes"}}', "is not of type 'boolean'"),
    ('{"processingInformation": {"authorizationOptions": {"merchantInitiatedTransaction": {}}}}', "Additional"),
    ('{"merchantDefinedInformation": [{"key": 1, "value": "a"}]}', "is not of type 'string'"),
])
def test_the_check_finds_what_is_wrong(body: str, why: str) -> None:
    with pytest.raises(jsonschema.ValidationError, match=why):
        check({**PAYMENT, "body": body})


LATER = {
    # of answers, later than the description: https://app.unpkg.com/cybersource-rest-client@0.0.74/files/docs
    "tokenInformation",  # PtsV2PaymentsPost201ResponseTokenInformation.md
    "consumerAuthenticationInformation",  # PtsV2PaymentsPost201ResponseConsumerAuthenticationInformation.md
    "errorInformation",  # PtsV2PaymentsCapturesPost201ResponseEmbeddedActionsCAPTURE.md, of captures and refunds
    "orderInformation", "processorInformation", "clientReferenceInformation",  # of all services by now
}


@pytest.mark.parametrize("exchange", answered())
def test_an_answer_is_of_the_schema(exchange: dict[str, Any]) -> None:
    send, receive = exchange["send"], exchange["receive"]
    validator = of_answers(send["method"], send["url"], receive["status"])
    body = json.loads(receive["body"])
    validator.validate(body)
    assert body.keys() <= validator.schema["properties"].keys() | LATER
