"""Users of NATS as keys, read and written as NATS does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, strategies as st

from tollbridge.bridge import nkeys

SEED = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY"
PUBLIC = "UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4"
"""Of NATS' own documentation."""


def test_the_public_key_is_the_one_that_nats_derives() -> None:
    assert nkeys.public_key(SEED) == PUBLIC


def test_a_new_seed_is_one_of_a_user() -> None:
    seeds = {nkeys.new_seed() for _ in range(20)}
    assert len(seeds) == 20
    assert all(seed.startswith("SU") and nkeys.public_key(seed).startswith("U") for seed in seeds)


@example(len(SEED) - 1, "Z")  # the same bytes: only bits that are left over differ
@given(st.integers(0, len(SEED) - 1), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_a_mistyped_seed_is_noticed_and_not_repeated(at: int, letter: str) -> None:
    mistyped = SEED[:at] + letter + SEED[at + 1:]
    if mistyped != SEED:
        with pytest.raises(ValueError, match="seed") as raised:
            nkeys.public_key(mistyped)
        assert mistyped not in str(raised.value)


@given(st.text())
def test_any_text_is_a_seed_or_refused(text: str) -> None:
    with pytest.raises(ValueError, match="seed"):
        nkeys.public_key(text)


def test_credentials_hold_both(tmp_path: Path) -> None:
    file = tmp_path / "user.creds"
    file.write_text(f"-----BEGIN NATS USER JWT-----\ne.y.J\n------END NATS USER JWT------\n\n"
                    f"-----BEGIN USER NKEY SEED-----\n{SEED}\n------END USER NKEY SEED------\n")
    assert (nkeys.jwt_in(str(file)), nkeys.seed_in(str(file))) == ("e.y.J", SEED)
