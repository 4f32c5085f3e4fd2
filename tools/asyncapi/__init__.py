"""The AsyncAPI document of the bridge."""
