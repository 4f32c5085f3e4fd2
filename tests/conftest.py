"""Settings of all tests."""

import os
import signal

from hypothesis import HealthCheck, settings

# In CI the same examples each time: a failure there is of the change, not of chance. At home, and by `make fuzz`, other
# examples each time find what those do not. No example has a deadline: beside another worker's tests, and on a busy
# machine, one takes a hundred times as long as alone.
settings.register_profile("home", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("home"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "home")

# A shell has SIGINT ignored in what it runs in the background, and so has all that is started there: no Ctrl-C that a
# test sends would end anything.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
