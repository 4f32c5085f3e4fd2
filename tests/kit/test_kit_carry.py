"""What an earlier answer gives a later call to bring along."""

from __future__ import annotations

import pytest
from msgspec import Struct

from tollbridge import kit
from tollbridge.domain.errors import InvalidField, MissingField
from tollbridge.domain.secret import Secret


class Its(Struct):
    number: int
    token: Secret | None = None


def test_it_comes_back_with_its_secrets() -> None:
    kept = Its(7, Secret("tok_1"))
    assert kit.carried(kit.carry(kept), Its) == kept
    assert kit.if_carried(kit.carry(kept), Its) == kept


@pytest.mark.parametrize("theirs", ["", "no JSON", '{"number":"seven"}', "[]"])
def test_what_another_put_there_is_refused_or_passed_over(theirs: str) -> None:
    with pytest.raises(InvalidField) as refused:
        kit.carried(Secret(theirs), Its)
    assert refused.value.paths == ("connector_feature_data",)
    assert str(refused.value).endswith("nor JSON of number, token")
    assert kit.if_carried(Secret(theirs), Its) is None


def test_nothing_is_missing_or_nothing() -> None:
    with pytest.raises(MissingField):
        kit.carried(None, Its)
    assert kit.if_carried(None, Its) is None
