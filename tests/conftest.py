"""What holds for every test: an empty environment, a folder of its own, loopback alone."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
OURS_OR_A_PROXY = ("RUNDOWN_", "SLACK_", "DISCORD_")
SWAYING = {"ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"}

# Chosen by --hypothesis-profile; where CI is set, hypothesis itself takes "ci".
settings.register_profile("default", deadline=None, max_examples=60)
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True, database=None, print_blob=True)
settings.register_profile("thorough", deadline=None, max_examples=5_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if "CI" in os.environ else "default")
