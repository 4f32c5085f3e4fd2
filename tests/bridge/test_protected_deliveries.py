"""Deliveries and files of evidence once more, with everything encrypted and signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.surroundings import key_files
from bridge.test_deliveries import (  # noqa: F401 - each test of it is one here
    held,
    options,
    stage,
    test_a_letter_that_is_brought_back_in_vain_is_one_again_and_can_be_closed,
    test_a_slow_merchant_does_not_hold_back_a_fast_one,
    test_after_its_attempts_an_event_is_a_dead_letter_that_can_be_brought_back,
    test_another_bridge_goes_on_where_one_stopped,
    test_events_of_a_payment_arrive_in_their_order,
    test_gone_disables_the_url_until_it_is_another,
    test_nothing_secret_is_in_logs_metrics_letters_or_what_is_kept,
    test_what_cannot_be_kept_stays_with_its_consumer,
    test_what_has_nowhere_to_go_or_is_no_event_holds_up_nothing,
    test_what_is_refused_is_tried_again_with_the_same_id,
    test_who_redrives_what_was_gone_says_that_the_url_takes_events_again,
)
from bridge.test_evidence import (  # noqa: F401
    dispute,
    sandbox,
    test_a_file_is_there_for_another_attempt,
    test_a_file_that_is_gone_or_was_changed_is_never_handed_in,
    test_a_message_that_names_no_file_of_its_own_ends_there,
    test_files_larger_than_a_message_are_handed_in_and_then_gone,
    test_the_same_key_with_another_file_is_a_conflict_and_takes_nothing_from_the_first,
    wire,
)


@pytest.fixture(autouse=True)
def protected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    monkeypatch.setenv("TEST_PROTECTION", str(key_files(keys)))
