"""Connectors to processors that honour no idempotency keys; found by their entry points."""
