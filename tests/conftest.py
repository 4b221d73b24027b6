"""What holds of every test: an empty environment, a folder of its own, no network but loopback."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

SWAYING = {"ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TZ"}
OF_A_DESK = ("RUNDOWN_", "SLACK_", "DISCORD_")

# pytest --hypothesis-profile=thorough chooses; where CI is set, "ci" is the one without it.
settings.register_profile("default", deadline=None, max_examples=60)
settings.register_profile("ci", deadline=None, max_examples=60, derandomize=True, database=None, print_blob=True)
settings.register_profile("thorough", deadline=None, max_examples=5_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(autouse=True)
def _a_clean_desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting, token or proxy of whoever runs the tests; home and working folder are the test's own."""
    for name in list(os.environ):
        if name.upper() in SWAYING or name.upper().startswith(OF_A_DESK):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The developers' folder beside the repository: articles and sets that are not ours to publish."""
    beside = ROOT.parent / "shared"
    if not beside.is_dir():
        pytest.skip("the developers' folder ../shared is not here; what it holds may not be published")
    return beside
