"""The contract suite: what every connector has to pass, as one list of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias

from tollbridge.kit.connector import Connector
from tollbridge.testing import answers, building, claims, codes, shape, sources, webhooks
from tollbridge.testing.golden import Subject, subject

Rule: TypeAlias = Callable[[Subject], Iterable[str]]
"""Yields a line for each thing that is wrong; its docstring says what it asks for."""

WEBHOOK_RULES: tuple[Rule, ...] = (
    webhooks.an_unsigned_webhook_is_refused,
    webhooks.a_forged_webhook_is_refused,
    webhooks.another_secret_refuses,
    webhooks.no_secret_is_no_proof,
    webhooks.both_secrets_serve_while_one_is_replaced,
    webhooks.a_tampered_webhook_is_refused_or_means_the_same,
    webhooks.a_failed_check_lets_nothing_in,
    webhooks.what_is_unsigned_is_listed_rightly,
    webhooks.a_re_encoded_webhook_is_refused_or_means_the_same,
    webhooks.one_events_proof_is_no_proof_of_another,
    webhooks.an_old_webhook_is_refused,
    webhooks.a_replayed_event_is_known_by_its_id,
    webhooks.signatures_are_compared_in_constant_time,
    webhooks.peeking_is_total,
    webhooks.verifying_is_total,
)
"""The webhook security suite: of use on its own for a connector that is only its webhooks yet."""

RULES: tuple[Rule, ...] = (
    shape.its_name_is_its_module,
    shape.its_hosts_are_https,
    shape.its_last_lines_list_what_it_supports,
    shape.its_docstring_is_a_manual_page,
    shape.it_does_no_io,
    shape.it_pickles,
    shape.what_a_method_lacks_is_declared,
    shape.its_needs_are_flows_of_its_own,
    sources.every_case_replays,
    sources.cases_are_named_by_their_operation,
    sources.every_case_says_what_vouches_for_it,
    sources.every_flow_has_evidence,
    sources.webhooks_can_be_read_by_people,
    claims.every_flow_succeeds_and_is_refused,
    claims.every_method_succeeds_and_is_refused,
    claims.every_feature_has_a_case,
    claims.webhooks_are_taken_in_and_refused,
    claims.every_status_word_has_a_case,
    claims.an_unknown_word_decides_nothing,
    claims.undeclared_operations_are_refused,
    claims.undeclared_methods_are_refused,
    claims.undeclared_features_are_refused,
    building.every_request_can_be_read,
    building.builds_repeat,
    building.no_secret_is_shown,
    building.credentials_are_secrets,
    building.ids_never_change_the_path,
    building.amounts_are_exact,
    building.currencies_without_and_with_three_digits_have_cases,
    building.a_key_is_the_callers_own,
    building.an_account_may_replace_the_host,
    answers.reading_is_total,
    answers.reading_survives_any_part,
    answers.an_answer_that_is_not_sealed_decides_nothing,
    answers.a_page_decides_nothing,
    answers.a_server_error_is_an_unknown_outcome,
    answers.a_refused_call_did_nothing,
    codes.every_documented_code_is_mapped,
    codes.no_code_is_made_up,
    codes.every_page_of_codes_is_named,
    *WEBHOOK_RULES,
)


def check_connector(name: str, golden: Path, connector: Connector[Any] | None = None) -> None:
    """Raises AssertionError with all that is wrong with a connector and its cases in `golden/<name>`.

    Of a connector that is not in the catalog, hand in its value.
    """
    its = subject(name, golden, connector)
    found = [f"{rule.__name__}: {line}" for rule in RULES for line in rule(its)]
    if found:
        raise AssertionError(f"{name}:\n" + "\n".join(found))
