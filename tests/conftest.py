"""Settings of all tests."""

import os
import signal

from hypothesis import HealthCheck, settings

# In CI the same examples each time: a failure there is of the change, not of chance. At home, and by `make fuzz`, other
# examples each time find what those do not.
# How long an example takes to draw says how busy the machine is, with two workers and servers beside them, and nothing
# of the test.
settings.register_profile("busy", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")
settings.register_profile("ci", derandomize=True, suppress_health_check=[HealthCheck.too_slow])
if os.environ.get("CI"):
    settings.load_profile("ci")

# A shell has SIGINT ignored in what it runs in the background, and so has all that is started there: no Ctrl-C that a
# test sends would end anything.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
