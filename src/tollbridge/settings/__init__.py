"""How the service is set: defaults, a TOML file, variables TOLLBRIDGE__SECTION__KEY, flags; the later wins.

    loaded = load("config/production.toml", flags={"grpc.port": Flag("--port", 50052)})
    loaded.settings.grpc.port, loaded.origin(("grpc", "port"))

The tree with every default and limit is `tree.py`; `load` checks all of it and tells every error at once, with the
file and line, variable or flag that it comes from, and never with a value. Needs the `server` extra (pydantic).
"""

from tollbridge.settings.layers import Added, Flag
from tollbridge.settings.loading import CONFIG, Loaded, load
from tollbridge.settings.problems import Origin, SettingProblem, SettingsError
from tollbridge.settings.tree import Settings

__all__ = ["CONFIG", "Added", "Flag", "Loaded", "Origin", "SettingProblem", "Settings", "SettingsError", "load"]
