"""Settings of all tests."""

import os

from hypothesis import settings

# In CI the same examples each time: a failure there is of the change, not of chance. At home, and by `make fuzz`, other
# examples each time find what those do not.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
