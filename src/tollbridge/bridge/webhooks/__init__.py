"""Webhooks on their way in: stored, verified, put in order, published as events."""
