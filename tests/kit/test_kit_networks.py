"""The network of a card, by its number: the test numbers that the networks and processors publish."""

from __future__ import annotations

import pytest

from tollbridge.domain.methods.cards import CardNetwork
from tollbridge.domain.secret import Secret
from tollbridge.kit.networks import network_of


@pytest.mark.parametrize(("number", "network"), [
    ("4111111111111111", CardNetwork.VISA), ("5555555555554444", CardNetwork.MASTERCARD),
    ("2223000048400011", CardNetwork.MASTERCARD), ("2720992593319364", CardNetwork.MASTERCARD),
    ("2721000000000000", None), ("378282246310005", CardNetwork.AMEX), ("6011111111111117", CardNetwork.DISCOVER),
    ("6445644564456445", CardNetwork.DISCOVER), ("30569309025904", CardNetwork.DINERS),
    ("38520000023237", CardNetwork.DINERS), ("3530111333300000", CardNetwork.JCB),
    ("6200000000000005", CardNetwork.UNIONPAY), ("6759649826438453", CardNetwork.MAESTRO), ("1234", None),
    ("alias-of-a-card", None), ("٤١١١١١١١١١١١١١١١", None),
])
def test_a_number_tells_its_network(number: str, network: CardNetwork | None) -> None:
    assert network_of(Secret(number)) is network
