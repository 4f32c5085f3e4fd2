"""Settings of all tests."""

import os
import signal

from hypothesis import settings

# In CI the same examples each time: a failure there is of the change, not of chance. At home, and by `make fuzz`, other
# examples each time find what those do not.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

# A shell has SIGINT ignored in what it runs in the background, and so has all that is started there: no Ctrl-C that a
# test sends would end anything.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
