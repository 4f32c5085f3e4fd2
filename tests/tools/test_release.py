"""`make release` refuses what it should, and moves what was unreleased under its version."""

import pytest

from tools import release

CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n### Added\n- a thing\n\n## [0.1.0] - 2026-01-01\n\n- first\n"


@pytest.mark.parametrize("version", ["", "1.2", "v1.2.3", "1.2.3-beta", "latest"])
def test_what_is_no_version_is_refused(version: str) -> None:
    assert "is no version" in (release.complaint(version) or "")


def test_what_was_unreleased_comes_under_its_version() -> None:
    assert release.section(CHANGELOG).strip() == "### Added\n- a thing"
    done = release.released(CHANGELOG, "0.2.0", "2026-02-01")
    assert "## [Unreleased]\n\n## [0.2.0] - 2026-02-01\n\n### Added\n- a thing\n" in done
    assert release.section(done).strip() == ""
