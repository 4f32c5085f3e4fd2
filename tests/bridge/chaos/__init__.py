"""Payments, and all that can go wrong at once, for minutes: `make chaos`."""
