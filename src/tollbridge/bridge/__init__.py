"""Durable payment operations over NATS JetStream: client, bridge, workers, and a server of its own."""
